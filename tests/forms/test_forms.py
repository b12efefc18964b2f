"""Filled forms, back into a table and a summary: filled as people's programs do, read by other readers."""

from __future__ import annotations

import copy
import csv
import ctypes
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
import pytest
import uharfbuzz as hb  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from typer.testing import CliRunner

from packgen.batch import rendering
from packgen.cli.main import app
from packgen.compose import Templates, compose, documents
from packgen.content.load import load_country
from packgen.content.localize import localize
from packgen.document import Document
from packgen.forms.collect import Editions, Question, collect, questions, table
from packgen.forms.docx import read_docx
from packgen.forms.form import Field, Form, Identifier, NotAForm, cleaned, fields, identifier_in
from packgen.forms.pdf import read_pdf
from packgen.forms.summary import printable, results
from packgen.problems import Problems
from packgen.project import Project
from packgen.writers.docx.controls import bookmark, tag
from tests.fuzz.running import bounded
from tests.office import saved_again
from tests.sample import ROOT, SHEET, sample_project
from tests.writers.docx.word import NAMESPACES, W, found, part
from tests.writers.pdf.printed import FONTS, reader

PROJECT = Project(ROOT)
SESSION = "library-partnerships"
FEEDBACK = ("feedback-form", "ke", "en")
SCALE = ("not-at-all", "a-little", "partly", "mostly", "fully")
RATINGS = ("importance", "identify", "sustain", "activities", "trainer", "time")
HANDOUTS = (
    "connection-tree",
    "key-questions",
    "case-study",
    "assessment-survey",
    "planning-questions",
    "reminders-and-tips",
    "feedback-form",
)

Key = tuple[str, str, str]  # document, country, language


class Blank:
    """The empty forms of the project, each written once."""

    def __init__(self) -> None:
        self._files: dict[Key, dict[str, bytes]] = {}
        self._documents: dict[Key, Document] = {}

    def document(self, key: Key) -> Document:
        name, country, language = key
        if key not in self._documents:
            localized = localize(PROJECT, SESSION, load_country(PROJECT, country), language)
            templates = Templates(PROJECT.templates)
            info = next(info for info in documents(templates, localized.session) if info.id == name)
            composed = compose(templates, localized, info)
            assert isinstance(composed, Document)
            self._documents[key] = composed
        return self._documents[key]

    def file(self, key: Key, format_: str) -> bytes:
        if key not in self._files:
            name, country, language = key
            localized = localize(PROJECT, SESSION, load_country(PROJECT, country), language)
            tools = rendering.load_tools(PROJECT, "theme")
            info = next(info for info in documents(tools.templates, localized.session) if info.id == name)
            self._files[key] = {
                file.format: file.data for file in rendering.render(localized, info, tools, ("docx", "pdf"))
            }
        return self._files[key][format_]


@pytest.fixture(scope="module")
def blank() -> Blank:
    return Blank()


@pytest.fixture(scope="module")
def editions() -> Editions:
    return Editions(PROJECT)


# --- filled as people's programs fill ---------------------------------------------------------------


def filled_pdf(data: bytes, answers: Mapping[str, str], **changes: Any) -> bytes:
    """Filled as Acrobat does: values, the states of circles and squares."""
    with pikepdf.open(BytesIO(data)) as pdf:
        form: Any = pdf.Root.AcroForm
        for field in form.Fields:
            answer = answers.get(str(field.T))
            if answer is None:
                continue
            if field.FT == "/Tx":
                field.V = pikepdf.String(answer)
                continue
            field.V = pikepdf.Name(f"/{answer}")
            for widget in field.get("/Kids", [field]):
                on = f"/{answer}" in widget.AP.N
                widget.AS = pikepdf.Name(f"/{answer}" if on else "/Off")
        for name, value in changes.items():
            form[f"/{name}"] = value
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


def filled_docx(
    data: bytes, answers: Mapping[str, str], change: Callable[[etree._Element], None] | None = None
) -> bytes:
    """Filled as Word does: words in place of the placeholder, check boxes ticked."""
    body = part(data)
    for control in found(body, "//w:sdt"):
        name = found(control, "w:sdtPr/w:tag")[0].get(f"{{{W}}}val", "")
        (content,) = found(control, "w:sdtContent")
        field, _, value = name.partition("=")
        if value and answers.get(field) == value:
            found(control, "w:sdtPr/w14:checkbox/w14:checked")[0].set(f"{{{NAMESPACES['w14']}}}val", "1")
            found(content, ".//w:t")[0].text = "●"
        elif not value and field in answers:
            for placeholder in found(control, "w:sdtPr/w:showingPlcHdr"):
                placeholder.getparent().remove(placeholder)  # type: ignore[union-attr]
            lines = answers[field].split("\n")
            paragraphs = found(content, "w:p")
            if paragraphs:
                for other in paragraphs[1:]:
                    content.remove(other)
                for mark in found(paragraphs[0], "w:bookmarkStart|w:bookmarkEnd"):
                    paragraphs[0].remove(mark)
                for line in lines:
                    content.append(copy.deepcopy(paragraphs[0]))
                    write(found(content[-1], "w:r")[0], [line])
                content.remove(paragraphs[0])
            else:
                write(found(content, "w:r")[0], lines)
    if change:
        change(body)
    return with_part(data, "word/document.xml", etree.tostring(body))


def write(run: etree._Element, lines: Sequence[str]) -> None:
    """Puts lines into a run, in place of what it says."""
    for old in found(run, "w:t"):
        run.remove(old)
    for at, line in enumerate(lines):
        if at:
            etree.SubElement(run, f"{{{W}}}br")
        words = etree.SubElement(run, f"{{{W}}}t")
        words.text = line
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The package with one part replaced."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    return out.getvalue()


def typed_pdf(data: bytes, answers: Mapping[str, str], *, incremental: bool = False) -> bytes:
    """Filled by PDFium, key by key and click by click, as in Chrome's viewer."""
    pdf = pypdfium2.PdfDocument(data)
    pdf.init_forms()
    handle = pdf.formenv.raw
    for page in pdf:
        raw = page.raw
        for number in range(pdfium.FPDFPage_GetAnnotCount(raw)):
            note = pdfium.FPDFPage_GetAnnot(raw, number)
            name = _wide(pdfium.FPDFAnnot_GetFormFieldName, handle, note)
            answer = answers.get(name)
            if answer is not None:
                kind = pdfium.FPDFAnnot_GetFormFieldType(handle, note)
                if kind == pdfium.FPDF_FORMFIELD_TEXTFIELD:
                    assert pdfium.FORM_SetFocusedAnnot(handle, note)
                    for character in answer:
                        pdfium.FORM_OnChar(handle, raw, 13 if character == "\n" else ord(character), 0)
                elif _wide(pdfium.FPDFAnnot_GetFormFieldExportValue, handle, note) == answer:
                    bounds = pdfium.FS_RECTF()
                    pdfium.FPDFAnnot_GetRect(note, bounds)
                    middle = ((bounds.left + bounds.right) / 2, (bounds.top + bounds.bottom) / 2)
                    pdfium.FORM_OnMouseMove(handle, raw, 0, *middle)
                    pdfium.FORM_OnLButtonDown(handle, raw, 0, *middle)
                    pdfium.FORM_OnLButtonUp(handle, raw, 0, *middle)
            pdfium.FPDFPage_CloseAnnot(note)
        pdfium.FORM_ForceToKillFocus(handle)
    out = BytesIO()
    pdf.save(out, flags=pdfium.FPDF_INCREMENTAL if incremental else pdfium.FPDF_NO_INCREMENTAL)
    return out.getvalue()


def _wide(ask: Callable[..., int], handle: Any, note: Any) -> str:
    """A text that PDFium gives in UTF-16."""
    size = ask(handle, note, None, 0)
    buffer = ctypes.create_string_buffer(size)
    ask(handle, note, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[:size].decode("utf-16-le").rstrip("\0")


def ratings(*values: str) -> dict[str, str]:
    """An answer to each statement of the feedback form."""
    return {f"ratings-{name}": value for name, value in zip(RATINGS, values, strict=False)}


ANSWERS = {
    **ratings("fully", "mostly", "partly", "not-at-all", "a-little"),
    "comments-most-useful": 'The web, "really":\nI called my aunt; she knows the county clerk.',
    "comments-next-step": "=HYPERLINK(1)",
}


def rows(text: str) -> list[list[str]]:
    """The cells of a table, as the csv module reads them."""
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def collected(editions: Editions, folder: Path, language: str = "en") -> list[dict[str, str]]:
    """The rows of the table of a folder's forms, by column."""
    forms = collect(editions, folder)
    assert forms.problems == ()
    head, *body = rows(table(editions, forms.forms, questions(editions, forms.forms, language)))
    assert len(set(head)) == len(head)
    return [dict(zip(head, cells, strict=True)) for cells in body]


# --- every place to write is a field ----------------------------------------------------------------


def names_in_pdf(data: bytes) -> list[str]:
    """The names of the fields and "field=value" of choices, in the order of the structure tree."""
    with pikepdf.open(BytesIO(data)) as pdf:
        root: Any = pdf.Root
        found: list[str] = []

        def visit(element: Any) -> None:
            if isinstance(element, pikepdf.Array):
                for kid in element:
                    visit(kid)
            elif isinstance(element, pikepdf.Dictionary):
                if element.get("/Type") == "/OBJR":
                    found.extend(_name_of(element.Obj))
                visit(element.get("/K"))

        visit(root.StructTreeRoot)
        return found


def _name_of(note: Any) -> list[str]:
    if note.get("/Subtype") != "/Widget":
        return []
    name = str(note.get("/T") or note.Parent.T)
    states = [str(state)[1:] for state in note.AP.N if str(state) != "/Off"] if "/AS" in note else []
    return [f"{name}={states[0]}" if states else name]


def names_in_docx(data: bytes) -> list[str]:
    return [control.get(f"{{{W}}}val", "") for control in found(part(data), "//w:sdt/w:sdtPr/w:tag")]


def wanted(asked: Sequence[Field]) -> list[str]:
    return [name for field in asked for name in ([f"{field.name}={value}" for value in field.options] or [field.name])]


@pytest.mark.parametrize(("country", "language"), [("ke", "en"), ("eg", "ar"), ("kh", "km"), ("int", "en")])
def test_every_place_to_write_is_a_field_of_the_same_name_in_both_formats_and_in_the_order_of_reading(
    blank: Blank, country: str, language: str
) -> None:
    for handout in HANDOUTS:
        key = (handout, country, language)
        names = wanted(fields(blank.document(key)))
        assert len(names) == len(set(names)) >= 5, handout
        assert names_in_pdf(blank.file(key, "pdf")) == names, handout
        assert sorted(names_in_docx(blank.file(key, "docx"))) == sorted(tag(*name.split("=")) for name in names)
        with pikepdf.open(BytesIO(blank.file(key, "pdf"))) as pdf:
            form: Any = pdf.Root.AcroForm
            assert "/NeedAppearances" not in form
            labels = {field.name: field.label for field in fields(blank.document(key))}
            for field in form.Fields:
                assert str(field.TU) == labels[str(field.T)]
                assert not int(field.get("/Ff", 0)) & 0b11, "neither read-only nor required"
                if field.FT == "/Tx":
                    assert int(field.get("/Q", 0)) == (2 if language == "ar" else 0)
                    assert " 0 Tf" in str(field.DA), "long answers shrink"


def test_all_editions_ask_under_the_same_names_what_they_have_in_common(blank: Blank) -> None:
    for handout in HANDOUTS:
        names = [
            {field.name for field in fields(blank.document((handout, *of)))} for of in (("ke", "en"), ("int", "en"))
        ]
        assert len(names[0] & names[1]) >= 0.7 * len(names[0] | names[1]), handout
    picture = [field.name for field in fields(blank.document(("connection-tree", "ke", "en")))]
    assert picture[:3] == ["picture-goal", "picture-family", "picture-friends"]


def test_two_places_of_one_name_are_refused(tmp_path: Path) -> None:
    twice = """
  - {id: open-what, kind: grid, columns: [{id: a, title: A}, {id: b, title: B}], rows: 1}
  - {id: open, kind: questions, items: [{id: what-1-a, text: Why?}]}
"""
    sheet = SHEET.partition("sections:")[0] + "sections:" + twice
    project = sample_project(tmp_path, changes={"content/sample/handouts/sheet.yaml": sheet})
    localized = localize(project, "sample", load_country(project, "xa"), "en")
    templates = Templates(project.templates)
    info = next(info for info in documents(templates, localized.session) if info.id == "sheet")
    with pytest.raises(Problems, match='sheet: two places to fill in have the name "open-what-1-a"'):
        compose(templates, localized, info)


def test_the_check_up_of_the_reminders_is_ticked_on_a_screen(blank: Blank) -> None:
    key = ("reminders-and-tips", "int", "en")
    asked = [field for field in fields(blank.document(key)) if field.kind == "check"]
    assert len(asked) == 6
    assert asked[0].label == "I have been in touch with every partner."
    for read, file in (
        (read_pdf, filled_pdf(blank.file(key, "pdf"), {asked[0].name: "yes", asked[5].name: "yes"})),
        (read_docx, filled_docx(blank.file(key, "docx"), {asked[0].name: "yes", asked[5].name: "yes"})),
    ):
        form = read(file, lambda _: asked)
        assert form.answers == {asked[0].name: "yes", asked[5].name: "yes"}


# --- read back, however filled ----------------------------------------------------------------------


def test_a_pdf_says_what_was_filled_in_whatever_the_viewer(blank: Blank, editions: Editions) -> None:
    empty = blank.file(FEEDBACK, "pdf")
    expected = {name: answer for name, answer in ANSWERS.items() if answer}
    for data in (
        filled_pdf(empty, ANSWERS),
        filled_pdf(empty, ANSWERS, NeedAppearances=True),
        filled_pdf(filled_pdf(empty, ratings("partly")), ANSWERS),
        typed_pdf(empty, ANSWERS),
        typed_pdf(empty, ANSWERS, incremental=True),
    ):
        form = read_pdf(data, editions.asked)
        assert form == Form(Identifier(SESSION, "ke", "en-KE", "feedback-form"), expected)
    assert len(typed_pdf(empty, ANSWERS, incremental=True)) > len(empty)
    assert read_pdf(empty, editions.asked).answers == {}


def test_another_circle_takes_the_first_one_s_place_and_all_can_be_taken_back(blank: Blank, editions: Editions) -> None:
    once = typed_pdf(blank.file(FEEDBACK, "pdf"), ratings("fully"))
    assert read_pdf(once, editions.asked).answers == ratings("fully")
    assert read_pdf(typed_pdf(once, ratings("partly")), editions.asked).answers == ratings("partly")
    with pikepdf.open(BytesIO(once)) as pdf:
        form: Any = pdf.Root.AcroForm
        radios = [field for field in form.Fields if "/Kids" in field]
        assert not any(int(field.Ff) & 1 << 14 for field in radios), "NoToggleToOff: a second click takes it back"


def test_a_ticked_widget_counts_where_a_viewer_left_the_field_s_own_value(blank: Blank, editions: Editions) -> None:
    with pikepdf.open(BytesIO(blank.file(FEEDBACK, "pdf"))) as pdf:
        form: Any = pdf.Root.AcroForm
        radio = next(field for field in form.Fields if str(field.T) == "ratings-time")
        radio.Kids[3].AS = pikepdf.Name("/mostly")
        del radio.V
        text = next(field for field in form.Fields if str(field.T) == "comments-change")
        text.V = pdf.make_stream("\ufeffLänger — später".encode("utf-16-be"))
        out = BytesIO()
        pdf.save(out)
    answers = read_pdf(out.getvalue(), editions.asked).answers
    assert answers == {"ratings-time": "mostly", "comments-change": "Länger — später"}


def test_a_word_file_says_what_was_filled_in(blank: Blank, editions: Editions) -> None:
    form = read_docx(filled_docx(blank.file(FEEDBACK, "docx"), ANSWERS), editions.asked)
    assert form == Form(Identifier(SESSION, "ke", "en-KE", "feedback-form"), ANSWERS)
    assert read_docx(blank.file(FEEDBACK, "docx"), editions.asked).answers == {}


def test_names_in_the_picture_and_in_tables_are_read_from_word_files(blank: Blank, editions: Editions) -> None:
    for key in (("connection-tree", "ke", "en"), ("planning-questions", "eg", "ar")):
        answers = {field.name: f"{number} – الاسم" for number, field in enumerate(fields(blank.document(key)))}
        assert read_docx(filled_docx(blank.file(key, "docx"), answers), editions.asked).answers == answers


LIBRE = (
    FEEDBACK,
    ("connection-tree", "ke", "en"),
    ("planning-questions", "int", "en"),
    ("reminders-and-tips", "eg", "ar"),
)


def some_answers(asked: Sequence[Field]) -> dict[str, str]:
    """An answer to two questions of three: a choice, or two lines."""
    return {
        field.name: list(field.options)[number % len(field.options)] if field.options else f"Line {number}\nSecond"
        for number, field in enumerate(asked)
        if number % 3
    }


def filled_in_libreoffice(data: bytes, asked: Sequence[Field], answers: Mapping[str, str]) -> bytes:
    """A form that LibreOffice has opened, filled between its bookmarks: no tag is left."""
    body = part(data)
    for field in asked:
        answer = answers.get(field.name)
        if answer is None:
            continue
        name = tag(field.name, answer) if field.options else tag(field.name)
        # It repeats a drawing for older programs.
        (start, *_) = found(body, f"//w:bookmarkStart[@w:name='{bookmark(name)}'][not(ancestor::mc:Fallback)]")
        run = found(start, "following::w:r[w:t]")[0]
        if not field.options:
            # The next line on the next rule, where there is one.
            below = found(run, "ancestor::w:p[1]/following-sibling::w:p[1][w:pPr/w:pStyle/@w:val='Answer']/w:r[w:t]")
            first, *others = answer.split("\n")
            write(run, [first] if below else [first, *others])
            if below:
                write(below[0], others)
        elif field.kind == "check":
            found(run, "preceding::w14:checked[1]")[0].set(f"{{{NAMESPACES['w14']}}}val", "1")
            found(run, "w:t")[0].text = "☒"
        else:
            found(run, "w:t")[0].text = "x"  # by somebody who types over the circle
            for box in found(start, "following::w14:checkbox[1]"):
                box.getparent().remove(box)  # type: ignore[union-attr]
    return with_part(data, "word/document.xml", etree.tostring(body))


def test_forms_filled_in_libreoffice_are_read_though_it_drops_the_tags(
    blank: Blank, editions: Editions, tmp_path: Path
) -> None:
    paths = {}
    for key in LIBRE:
        paths[key] = tmp_path / f"{key[0]}.docx"
        paths[key].write_bytes(blank.file(key, "docx"))
    opened = saved_again(list(paths.values()), tmp_path / "opened")
    for key, path in paths.items():
        asked = fields(blank.document(key))
        data = opened[path].read_bytes()
        assert not any(names_in_docx(data))
        assert read_docx(data, editions.asked).answers == {}
        path.write_bytes(filled_in_libreoffice(data, asked, some_answers(asked)))
        assert read_docx(path.read_bytes(), editions.asked).answers == some_answers(asked), key
    saved = saved_again(list(paths.values()), tmp_path / "saved")
    for key, path in paths.items():
        expected = some_answers(fields(blank.document(key)))
        assert read_docx(saved[path].read_bytes(), editions.asked).answers == expected, key


def test_forms_filled_in_word_and_saved_by_libreoffice_are_read_whole_or_refused(
    blank: Blank, editions: Editions, tmp_path: Path
) -> None:
    paths = [tmp_path / "choices.docx", tmp_path / "picture.docx", tmp_path / "words.docx"]
    picture = {"picture-goal": "The county clerk", "picture-friends": "Amina"}
    paths[0].write_bytes(filled_docx(blank.file(FEEDBACK, "docx"), ratings(*SCALE)))
    paths[1].write_bytes(filled_docx(blank.file(("connection-tree", "ke", "en"), "docx"), picture))
    paths[2].write_bytes(filled_docx(blank.file(FEEDBACK, "docx"), ANSWERS))
    choices, tree, words = (path.read_bytes() for path in saved_again(paths, tmp_path / "saved").values())
    assert read_docx(choices, editions.asked).answers == ratings(*SCALE)
    assert read_docx(tree, editions.asked).answers == picture
    with pytest.raises(NotAForm, match='has lost what was written to "What was most useful to you'):
        read_docx(words, editions.asked)


# --- what viewers show of it ------------------------------------------------------------------------


def ink(data: bytes, field: str) -> float:
    """The share of a field's place that PDFium paints dark."""
    with pikepdf.open(BytesIO(data)) as pdf:
        form: Any = pdf.Root.AcroForm
        left, bottom, right, top = (float(edge) for each in form.Fields if str(each.T) == field for edge in each.Rect)
    pdf = pypdfium2.PdfDocument(data)
    pdf.init_forms()
    page = pdf[0]
    picture = page.render(scale=2, may_draw_forms=True, grayscale=True).to_pil()
    height = page.get_height()
    place = picture.crop(tuple(round(2 * edge) for edge in (left, height - top + 1, right, height - bottom - 1)))
    values = place.tobytes()
    return float(sum(value < 128 for value in values) / len(values))


@pytest.mark.parametrize(
    ("country", "language", "words"),
    [("in", "hi", "हिन्दी में उत्तर"), ("kh", "km", "ចម្លើយជាភាសាខ្មែរ"), ("ke", "sw", "Jibu langu ni hili hapa")],
)
def test_typed_words_are_seen_whatever_fonts_the_viewer_has(
    blank: Blank, country: str, language: str, words: str
) -> None:
    empty = blank.file(("feedback-form", country, language), "pdf")
    for text in (words, "English too, 5 €"):
        data = typed_pdf(empty, {"comments-change": text})
        assert ink(empty, "comments-change") < 0.001 < 0.003 < ink(data, "comments-change")


@pytest.mark.parametrize(
    ("country", "language", "block"), [("ua", "uk", "іїєґЯ"), ("in", "hi", "हिन्"), ("kh", "km", "ចម្ល")]
)
def test_the_form_font_draws_both_the_letters_of_the_language_and_latin_ones(
    blank: Blank, country: str, language: str, block: str
) -> None:
    with pikepdf.open(BytesIO(blank.file(("feedback-form", country, language), "pdf"))) as pdf:
        form: Any = pdf.Root.AcroForm
        font = form.DR.Font.Typed
        assert font.Subtype == "/Type0"
        codes = {
            text: int(code, 16) for code, text in re.findall(r"<(\w+)> <(\w+)>", font.ToUnicode.read_bytes().decode())
        }
        (descendant,) = font.DescendantFonts
        program = hb.Face(descendant.FontDescriptor.FontFile2.read_bytes())
        glyphs = descendant.CIDToGIDMap.read_bytes()
        (_, widths) = descendant.W
        drawn = hb.Font(program)
        for character in block + "Aq€":
            code = codes[character.encode("utf-16-be").hex().upper()]
            glyph = int.from_bytes(glyphs[2 * code : 2 * code + 2])
            face = FONTS.face_for(character, bold=False, italic=False)
            expected = face.hb_font.get_nominal_glyph(ord(character))
            assert drawn.get_glyph_extents(glyph) == face.hb_font.get_glyph_extents(expected), character
            assert round(float(widths[code - 1])) == drawn.get_glyph_h_advance(glyph) == face.advance(expected)


# --- the table --------------------------------------------------------------------------------------

texts = st.text(st.characters(codec="utf-8"), max_size=60)


def column(text: str, kind: Any = "text", **options: str) -> Question:
    return Question("s", "d", Field("q", kind, text, options))


@given(texts)
@settings(max_examples=40)
def test_any_text_comes_back_from_a_pdf_and_the_table_as_it_was_typed(
    blank: Blank, editions: Editions, text: str
) -> None:
    form = read_pdf(filled_pdf(blank.file(FEEDBACK, "pdf"), {"comments-change": text}), editions.asked)
    assert_in_table(editions, form, text)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.just("\n"), max_size=60))
@settings(max_examples=40)
def test_any_text_comes_back_from_a_word_file_and_the_table_as_it_was_typed(
    blank: Blank, editions: Editions, text: str
) -> None:
    words = re.sub(
        "[\ufffe\uffff\u00a0]", "", text
    )  # XML cannot hold the first two; the last is the empty place itself
    form = read_docx(filled_docx(blank.file(FEEDBACK, "docx"), {"comments-change": words}), editions.asked)
    assert_in_table(editions, form, words)


def assert_in_table(editions: Editions, form: Form, text: str) -> None:
    asked = questions(editions, (form,), "en")
    at = [question.field.name for question in asked].index("comments-change") + 3
    head, row = rows(table(editions, (form,), asked))
    expected = cleaned(text)
    assert row[at].removeprefix("'") == expected.removeprefix("'")
    assert not row[at].startswith(("=", "+", "-", "@"))
    assert row[:3] == ["feedback-form", "ke", "en"]
    assert head[at] == "What should we change, leave out or add?"


@given(texts)
def test_cleaned_text_keeps_all_but_control_characters(text: str) -> None:
    kept = cleaned(text)
    assert cleaned(kept) == kept
    assert [c for c in kept if c.isprintable() and c != " "] == [c for c in text if c.isprintable() and c != " "]


def test_thirty_forms_of_two_countries_and_formats_become_thirty_rows_in_the_words_of_one_language(
    blank: Blank, editions: Editions, tmp_path: Path
) -> None:
    for number in range(30):
        key = FEEDBACK if number % 3 else ("feedback-form", "ke", "sw")
        answers = {**ratings(*(SCALE[(number + at) % 5] for at in range(6))), "comments-change": f"Idea {number}"}
        fill, format_ = (filled_docx, "docx") if number % 2 else (filled_pdf, "pdf")
        path = tmp_path / f"group {number % 4}" / f"Wanjiku {number}.{format_}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(fill(blank.file(key, format_), answers))
    found = collected(editions, tmp_path)
    assert len(found) == 30
    assert {(row["document"], row["country"]) for row in found} == {("feedback-form", "ke")}
    assert sorted(row["language"] for row in found) == ["en"] * 20 + ["sw"] * 10
    ideas = [row["What should we change, leave out or add?"] for row in found]
    assert sorted(ideas) == sorted(f"Idea {number}" for number in range(30))
    for row in found:
        number = int(row["What should we change, leave out or add?"].split()[1])
        assert [row[head] for head in list(row)[3:9]] == [
            ("Not at all", "A little", "Partly", "Mostly", "Fully")[(number + at) % 5] for at in range(6)
        ]
    # The order is that of the contents: other names for the files give the same rows.
    for at, path in enumerate(sorted(tmp_path.rglob("*.*"), reverse=True)):
        path.rename(tmp_path / f"{at:02}{path.suffix.upper()}")
    assert collected(editions, tmp_path) == found
    assert ideas != [f"Idea {number}" for number in range(30)]
    swahili = collected(editions, tmp_path, "sw")
    assert [len(row) for row in swahili] == [len(row) for row in found]
    assert "Partly" not in {cell for row in swahili for cell in row.values()}


def test_forms_of_several_documents_share_a_table_and_old_fields_keep_their_name(
    blank: Blank, editions: Editions, tmp_path: Path
) -> None:
    old = filled_pdf(blank.file(FEEDBACK, "pdf"), {"comments-change": "More time"})
    with pikepdf.open(BytesIO(old)) as pdf:
        form: Any = pdf.Root.AcroForm
        next(field for field in form.Fields if str(field.T) == "comments-change").T = pikepdf.String("comments-old")
        pdf.save(tmp_path / "old.pdf")
    key = ("case-study", "int", "en")
    (tmp_path / "case.docx").write_bytes(filled_docx(blank.file(key, "docx"), {"questions-steps": "-1 then +1"}))
    found = collected(editions, tmp_path)
    assert {row["document"]: [cell for cell in list(row.values())[3:] if cell] for row in found} == {
        "feedback-form": ["More time"],
        "case-study": ["'-1 then +1"],
    }
    assert "comments-old" in found[0]


def test_two_columns_of_one_name_are_told_apart_by_their_fields(editions: Editions) -> None:
    form = Form(Identifier(SESSION, "ke", "en-KE", "feedback-form"), {"a": "1", "b": "2"})
    asked = [Question(SESSION, "feedback-form", Field(name, "text", "Name", {})) for name in ("a", "b")]
    assert rows(table(editions, (form,), asked))[0][3:] == ["Name (a)", "Name (b)"]


# --- what is no form --------------------------------------------------------------------------------


def test_keywords_hold_the_identifier_whatever_else_programs_put_there() -> None:
    expected = Identifier("library-partnerships", "ke", "en-KE", "feedback-form")
    for keywords in (
        "library-partnerships/ke/en-KE/feedback-form",
        "forms, library-partnerships/ke/en-KE/feedback-form; 2026",
    ):
        assert identifier_in(keywords) == expected
    for keywords in ("", "a/b", "https://x/ke/en/feedback-form/more", "x/../en/feedback"):
        with pytest.raises(NotAForm):
            identifier_in(keywords)


def test_files_that_are_no_forms_are_named_and_the_others_collected(
    blank: Blank, editions: Editions, tmp_path: Path
) -> None:
    empty, word = blank.file(FEEDBACK, "pdf"), blank.file(FEEDBACK, "docx")
    (tmp_path / "good.pdf").write_bytes(filled_pdf(empty, ANSWERS))
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("docProps/core.xml", b" " * 30_000_000)
    entity = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    with pikepdf.open(BytesIO(empty)) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    with pikepdf.open(BytesIO(empty)) as pdf:
        del pdf.Root.AcroForm
        for page in pdf.pages:
            del page.Annots
        pdf.save(tmp_path / "flat.pdf")
    files = {
        "broken.pdf": empty[:2000],
        "broken.docx": word[:2000],
        "photo.jpg": b"\xff\xd8",
        "bomb.docx": bomb.getvalue(),
        "entity.docx": with_part(word, "docProps/core.xml", entity),
        "other-session.docx": with_part(
            word,
            "docProps/core.xml",
            zipped(word, "docProps/core.xml").replace(b"library-partnerships", b"partnership"),
        ),
        ".hidden": b"",
        "~$good.docx": b"Wanjiku",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    result = collect(editions, tmp_path)
    assert [form.answers for form in result.forms] == [ANSWERS]
    said = {problem.source.file: problem.message for problem in result.problems}
    assert sorted(said) == sorted([*(name for name in files if name[0] not in ".~"), "flat.pdf", "locked.pdf"])
    assert said["locked.pdf"] == "is locked with a password"
    assert "flattened" in said["flat.pdf"]
    assert said["photo.jpg"] == "expected a filled PDF or DOCX"
    assert "too large" in said["bomb.docx"]
    assert (
        said["other-session.docx"]
        == ('is of a session "partnership" that this project has not (did you mean "library-partnerships"?)')
        or "valid: library-partnerships" in said["other-session.docx"]
    )


def zipped(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return package.read(name)


def test_the_guide_is_no_form_but_has_its_name(blank: Blank, editions: Editions) -> None:
    for read, kind in ((read_pdf, "pdf"), (read_docx, "docx")):
        with pytest.raises(NotAForm, match=r'^is no form: nothing is to be filled in in "trainer-guide"$'):
            read(blank.file(("trainer-guide", "int", "en"), kind), editions.asked)


def test_what_is_no_form_is_told_in_words_of_the_reader(editions: Editions) -> None:
    with pytest.raises(NotAForm, match=r"^is no PDF, or a damaged one$"):
        read_pdf(b"%PDF-1.7\nbroken", editions.asked)
    with pytest.raises(NotAForm, match=r"^is no Word document, or a damaged one$"):
        read_docx(b"PK broken", editions.asked)


# --- anonymous --------------------------------------------------------------------------------------


def test_forms_for_participants_tell_word_to_leave_out_who_saved_them(blank: Blank) -> None:
    for handout in HANDOUTS:
        data = blank.file((handout, "ke", "en"), "docx")
        assert found(part(data, "word/settings.xml"), "w:removePersonalInformation"), handout
        assert b"lastModifiedBy" not in zipped(data, "docProps/core.xml")
    guide = blank.file(("trainer-guide", "int", "en"), "docx")
    assert not found(part(guide, "word/settings.xml"), "w:removePersonalInformation")


def test_nothing_but_answers_gets_into_table_and_summary(blank: Blank, tmp_path: Path) -> None:
    folder = tmp_path / "returned by Achieng"
    folder.mkdir()
    with pikepdf.open(BytesIO(filled_pdf(blank.file(FEEDBACK, "pdf"), ANSWERS))) as pdf:
        pdf.docinfo["/Author"] = "Otieno Odhiambo"
        pdf.docinfo["/Title"] = "Mine, Otieno"
        pdf.save(folder / "Otieno.pdf")
    core = zipped(blank.file(FEEDBACK, "docx"), "docProps/core.xml")
    named = core.replace(b"</cp:coreProperties>", b"<cp:lastModifiedBy>Achieng</cp:lastModifiedBy></cp:coreProperties>")
    word = filled_docx(with_part(blank.file(FEEDBACK, "docx"), "docProps/core.xml", named), ratings("partly"))
    (folder / "Achieng.docx").write_bytes(word)
    out, summary = tmp_path / "answers.csv", tmp_path / "summary.pdf"
    ran = CliRunner().invoke(
        app, ["forms", "collect", str(folder), "-o", str(out), "--summary", str(summary), "--project", str(ROOT)]
    )
    assert ran.exit_code == 0, ran.output
    words = reader("pdftotext", summary, "-") + reader("pdfinfo", summary) + reader("pdfinfo", "-meta", summary)
    assert "The web, " in words
    for text in (out.read_text("utf-8-sig"), words, summary.read_bytes().decode("latin-1")):
        for name in ("Otieno", "Achieng", "Odhiambo", str(tmp_path)):
            assert name not in text


# --- the summary ------------------------------------------------------------------------------------


def test_answers_are_counted_with_shares_and_the_middle() -> None:
    question = column("How?", "radio", a="Bad", b="So so", c="Good")

    def told(*values: str) -> tuple[list[tuple[str, int, str]], tuple[str, ...]]:
        forms = [Form(Identifier("s", "ke", "en", "d"), {"q": value} if value else {}) for value in values]
        (result,) = results(forms, (question,), "en")
        return [(count.words, count.count, count.percent) for count in result.counts], result.median

    assert told("a", "c", "c", "", "") == ([("Bad", 1, "33%"), ("So so", 0, "0%"), ("Good", 2, "67%")], ("Good",))
    assert told("a", "c")[1] == ("Bad", "Good")
    assert told("a", "b", "b", "c")[1] == ("So so",)
    assert told("") == ([("Bad", 0, "0%"), ("So so", 0, "0%"), ("Good", 0, "0%")], ())


def test_squares_are_counted_as_one_list() -> None:
    asked = [Question("s", "d", Field(name, "check", name.upper(), {"yes": name})) for name in "ab"]
    forms = [
        Form(Identifier("s", "ke", "en", "d"), answers) for answers in ({"a": "yes"}, {"a": "yes", "b": "yes"}, {})
    ]
    (result,) = results(forms, asked, "en")
    assert [(count.words, count.count, count.percent) for count in result.counts] == [("A", 2, "67%"), ("B", 1, "33%")]


def test_texts_of_different_questions_are_in_different_orders() -> None:
    asked = [Question("s", "d", Field(name, "text", name, {})) for name in "ab"]
    forms = [Form(Identifier("s", "ke", "en", "d"), {"a": str(at), "b": str(at)}) for at in range(20)]
    first, second = ([text[0] for text in result.texts] for result in results(forms, asked, "en"))
    assert sorted(first) == sorted(second)
    assert first != second


@given(st.text(max_size=80))
def test_any_text_can_be_printed(text: str) -> None:
    kept = printable(text, FONTS)
    assert printable(kept, FONTS) == kept
    assert all(FONTS.can_print(character) or character in "\u200c\u200d\u200e\u200f" for character in kept)


@pytest.fixture(scope="module")
def folders(blank: Blank, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of returned feedback forms in three languages, hostile texts among them."""
    odd = ("<b>&amp; {{ x }} \ue0000\ue001", "🙂 漢字 x\u202ey", "a\n\nb", "﷽ לא", "\x07bell")
    made = {}
    for country, language in (("ke", "en"), ("eg", "ar"), ("kh", "km")):
        made[language] = tmp_path_factory.mktemp(language)
        empty = blank.file(("feedback-form", country, language), "pdf")
        for number, text in enumerate(odd):
            answers = {**ratings(*(SCALE[(number * 2 + at) % 5] for at in range(5))), "comments-change": text}
            (made[language] / f"{number}.pdf").write_bytes(filled_pdf(empty, answers))
    return made


def run(folder: Path, *more: str) -> tuple[int, str]:
    ran = CliRunner().invoke(app, ["forms", "collect", str(folder), "--project", str(ROOT), *more])
    return ran.exit_code, ran.output


def test_the_summary_is_a_tagged_pdf_in_the_language_of_the_forms(folders: dict[str, Path], tmp_path: Path) -> None:
    for language, folder in folders.items():
        out = tmp_path / f"{language}.pdf"
        assert run(folder, "--out", str(tmp_path / "a.csv"), "--summary", str(out))[0] == 0
        info = reader("pdfinfo", out)
        assert re.search(r"Tagged: +yes", info)
        with pikepdf.open(out) as pdf:
            root: Any = pdf.Root
            assert str(root.Lang).startswith(language)
            figures = [element for element in pdf.objects if is_figure(element)]
            assert len(figures) == 5, "a chart for each statement that was answered"
            assert all(str(figure.Alt).count("%") + str(figure.Alt).count("٪") == 5 for figure in figures)
    words = reader("pdftotext", "-layout", tmp_path / "en.pdf", "-")
    assert "5 forms" in words
    assert "I can explain why partnerships matter" in words
    assert re.search(r"Not at all\s+1 · 20%", words)
    assert "Median: Partly" in words
    assert "No answers." in words
    assert "<b>&amp; {{ x }} " in words
    structure = reader("pdfinfo", "-struct-text", tmp_path / "en.pdf")
    assert "Figure" in structure


def is_figure(element: Any) -> bool:
    return isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/Figure"


def test_the_summary_has_the_same_bytes_for_the_same_forms(folders: dict[str, Path], tmp_path: Path) -> None:
    made = []
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        for at, path in enumerate(sorted(folders["en"].iterdir(), reverse=name == "second")):
            (folder / f"{at}.pdf").write_bytes(path.read_bytes())
        out, table_ = tmp_path / f"{name}.pdf", tmp_path / f"{name}.csv"
        assert run(folder, "--out", str(table_), "--summary", str(out))[0] == 0
        made.append((out.read_bytes(), table_.read_bytes()))
    assert made[0] == made[1]


# --- the command ------------------------------------------------------------------------------------


def test_the_command_writes_the_table_and_ends_with_one_where_files_were_left_out(blank: Blank, tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "a.docx").write_bytes(filled_docx(blank.file(FEEDBACK, "docx"), ANSWERS))
    inside = ("--out", str(folder / "t.csv"), "--summary", str(folder / "s.pdf"))
    for _ in range(2):  # its own files are no forms, and no mistake
        code, said = run(folder, *inside)
        assert (code, "1 form" in said) == (0, True), said
    (folder / "notes.txt").write_text("x")
    code, said = run(folder, *inside)
    assert code == 1
    assert "notes.txt: expected a filled PDF or DOCX" in said
    assert len(rows((folder / "t.csv").read_bytes().decode())) == 2
    code, said = run(folder, *inside, "--language", "sw")
    assert "Partly" not in (folder / "t.csv").read_text("utf-8-sig")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run(empty, *inside) == (1, f"{empty}: no filled form\n")
    assert run(tmp_path / "nowhere")[0] == 2
    code, said = run(folder, *inside, "--language", "xx")
    assert code == 2


def test_a_pdf_that_is_small_and_gives_without_end_is_refused(blank: Blank) -> None:
    """Fields that hold each other, and texts that decompress to a thousand times what they are."""

    def spoiled(spoil: Callable[[pikepdf.Pdf, pikepdf.Object], None]) -> bytes:
        out = BytesIO()
        with pikepdf.open(BytesIO(blank.file(("feedback-form", "ke", "en"), "pdf"))) as pdf:
            field = pdf.make_indirect(pikepdf.Dictionary(T=pikepdf.String("a"), FT=pikepdf.Name.Tx))
            spoil(pdf, field)
            pdf.Root.AcroForm.Fields.append(field)
            pdf.save(out, fix_metadata_version=False)
        return out.getvalue()

    def kids(_: pikepdf.Pdf, field: pikepdf.Object) -> None:
        field.Kids = pikepdf.Array([field] * 60)

    def bomb(pdf: pikepdf.Pdf, field: pikepdf.Object) -> None:
        field.V = pdf.make_stream(zlib.compress(bytes(60_000_000)), Filter=pikepdf.Name.FlateDecode)

    def twice(pdf: pikepdf.Pdf, field: pikepdf.Object) -> None:
        data = zlib.compress(zlib.compress(bytes(60_000_000)))
        field.V = pdf.make_stream(data, Filter=pikepdf.Array([pikepdf.Name.FlateDecode] * 2))

    def metadata(pdf: pikepdf.Pdf, _: pikepdf.Object) -> None:
        pdf.Root.Metadata = pdf.make_stream(zlib.compress(bytes(60_000_000)), Filter=pikepdf.Name.FlateDecode)

    for spoil in (kids, bomb, twice, metadata):
        data = spoiled(spoil)
        with bounded(), pytest.raises(NotAForm, match="too large to be a form of a pack"):
            read_pdf(data, lambda _: ())
