"""A bilingual DOCX for reviewers who have only Word: source and translation side by side, and the way back.

Each row of its table is one entry of a catalogue. The first cell holds, as hidden text, which one: catalogue and a
checksum of msgctxt and msgid, so that rows may be moved or left out. Markdown stands as it is written.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from babel.messages.catalog import Catalog, Message
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell

from packgen.cldr import language_name
from packgen.output import write_file
from packgen.problems import Problem, Problems, Source
from packgen.project import Project
from packgen.translation import catalogue
from packgen.translation.checks import text_problems
from packgen.writers.docx.language import language_attributes
from packgen.writers.scripts import is_rtl

ACCEPTED = "ok"  # what a reviewer writes to accept a translation that is marked as changed

# What the note of a row says at first.
STATES = ("no translation yet", "source changed")

_MARK = "packgen review"
_LARGEST = 50_000_000  # bytes, unpacked: a review with a hundred times the words of a session
_HEAD = ("No.", "Source", "Translation", "Note")
_WIDTHS = (Mm(14), Mm(105), Mm(115), Mm(33))
_MISSING, _FUZZY, _HEAD_FILL = "F9D7D2", "FDEBC2", "0B5563"
_HOW_TO = (
    "Correct the column “Translation”; leave the others as they are. Red rows have no translation yet. Yellow rows "
    f"were translated before their source changed: correct them, or write “{ACCEPTED}” in the last column if they are "
    "right. Any other note there goes to the translators.",
    "Keep what stands in {{ }} as it is. *Word* and **word** are emphasis. [[...]] is a direction to the trainer, not "
    "said aloud. Lines that start with “- ” or a number are lists: keep their number.",
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import: how many translations changed, how many were accepted, how many notes were taken."""

    changed: int
    accepted: int
    notes: int
    problems: tuple[Problem, ...]


def review_document(project: Project, language: str) -> bytes:
    """The DOCX for the reviewer of `language`: all its catalogues, in the order of the content. Raises Problems."""
    document = Document()
    _set_up(document, language)
    table = document.add_table(rows=1, cols=len(_HEAD))
    table.style = "Table Grid"
    table.autofit = False
    _head(table.rows[0])
    number = 0
    for name in _names(project):
        for message in _catalogue(project, language, name):
            for form in _forms(name, message):
                number += 1
                _row(table.add_row(), number, form, language)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def import_review(project: Project, path: Path) -> Imported:
    """Takes the edits of a reviewed DOCX back into the catalogues.

    A row that lost a placeholder, a link, a direction or a list's items is refused and named; the others are taken.
    Raises Problems for a file that is no review.
    """
    language, rows = _read(path)
    catalogues = {name: _catalogue(project, language, name) for name in _names(project)}
    known = {
        form.key: form
        for name, messages in catalogues.items()
        for message in messages
        for form in _forms(name, message)
    }
    problems: list[Problem] = []
    counts: Counter[str] = Counter()
    touched: set[str] = set()
    for row in rows:
        source = Source(path.name, row.number)
        if row.key not in known:
            problems.append(Problem(source, "its source is no longer in the catalogue; make a new review"))
            continue
        form = known[row.key]
        wrong = tuple(text_problems(form.source, row.translation, source)) if row.translation else ()
        problems += wrong
        done = () if wrong else tuple(_applied(form, row))
        counts.update(done)
        if done:
            touched.add(form.catalogue)
    for name in sorted(touched):
        write_file(project.catalogue_file(language, name), catalogue.written(catalogues[name]))
    return Imported(counts["changed"], counts["accepted"], counts["note"], tuple(problems))


def _applied(form: _Form, row: _Row) -> Iterator[str]:
    """Puts a row's edits into its entry, and tells what they were: "changed", "accepted", "note"."""
    message = form.message
    edited = bool(row.translation) and row.translation != form.translation
    accepted = row.note.lower() == ACCEPTED and message.fuzzy
    if edited:
        form.put(row.translation)
        yield "changed"
    elif accepted:
        yield "accepted"
    if edited or accepted:
        message.flags.discard("fuzzy")
        message.previous_id = []
    note = " ".join(row.note.split())
    if note and note.lower() != ACCEPTED and note not in (*STATES, *message.user_comments):
        message.user_comments = [*message.user_comments, note]
        yield "note"


@dataclass(frozen=True, slots=True)
class _Form:
    """A translation in a catalogue, or one of its plural forms (`number`, from 0)."""

    catalogue: str
    key: str
    message: Message
    source: str
    number: int | None = None

    @property
    def translation(self) -> str:
        """What the catalogue has now; "" where it has nothing."""
        string = self.message.string if self.number is None else _plural_forms(self.message)[self.number]
        return str(string or "").strip("\n")

    def put(self, words: str) -> None:
        """Puts `words` into the catalogue."""
        if self.number is None:
            self.message.string = words
            return
        forms = list(_plural_forms(self.message))
        forms[self.number] = words
        self.message.string = tuple(forms)


def _forms(name: str, message: Message) -> Iterator[_Form]:
    """The rows that an entry has in a review: one, or one a plural form."""
    if not message.id:
        return
    texts = (message.id,) if isinstance(message.id, str) else message.id
    digest = hashlib.sha256(f"{message.context or ''}\0{texts[0]}".encode()).hexdigest()[:16]
    if isinstance(message.id, str):
        yield _Form(name, f"{name}:{digest}", message, message.id)
        return
    for number in range(len(_plural_forms(message))):
        yield _Form(name, f"{name}:{digest}:{number}", message, texts[min(number, 1)], number)


def _plural_forms(message: Message) -> tuple[str, ...]:
    """The translations of an entry with plurals: Babel makes as many as the language has forms."""
    assert isinstance(message.string, tuple | list)
    return tuple(message.string)


def _names(project: Project) -> tuple[str, ...]:
    return (*project.sessions(), catalogue.MESSAGES)


def _catalogue(project: Project, language: str, name: str) -> Catalog:
    path = project.catalogue_file(language, name)
    return catalogue.read(path, language, project.name(path))


# --- writing --------------------------------------------------------------------------------------


def _set_up(document: WordDocument, language: str) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(15)
    document.styles["Normal"].font.name = "Noto Sans"
    document.styles["Normal"].font.size = Pt(9.5)
    document.styles["Normal"].paragraph_format.space_after = Pt(2)
    name = language_name(language, "en")
    document.core_properties.title = f"Review of the {name} translation"
    document.core_properties.identifier = f"{_MARK}: {language}"
    document.core_properties.author = ""
    document.add_heading(f"Review of the {name} translation", 1)
    for text in _HOW_TO:
        document.add_paragraph(text)


def _head(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    for cell, words, width in zip(row.cells, _HEAD, _WIDTHS, strict=True):
        cell.width = width
        run = cell.paragraphs[0].add_run(words)
        run.bold = True
        run.font.color.rgb = RGBColor(255, 255, 255)
        _fill(cell, _HEAD_FILL)


def _row(row: Any, number: int, form: _Form, language: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    first, source, translation, note = row.cells
    for cell, width in zip(row.cells, _WIDTHS, strict=True):
        cell.width = width
    first.paragraphs[0].add_run(str(number))
    hidden = first.paragraphs[0].add_run(f" {form.key}")
    hidden.font.hidden = True
    _lines(source, form.source)
    _lines(translation, form.translation, language)
    missing, changed = STATES
    if not form.translation:
        note.paragraphs[0].add_run(missing)
        _fill(translation, _MISSING)
    elif form.message.fuzzy:
        note.paragraphs[0].add_run(changed)
        _fill(translation, _FUZZY)


def _lines(cell: _Cell, text: str, language: str | None = None) -> None:
    """The lines of `text`, a paragraph each, marked with their language."""
    for at, line in enumerate(text.strip("\n").split("\n")):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        run = paragraph.add_run(line)
        if language is None:
            continue
        properties = run._r.get_or_add_rPr()
        if is_rtl(language):
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
            properties.append(OxmlElement("w:rtl"))
        properties.append(_element("w:lang", language_attributes(language)))


def _fill(cell: _Cell, colour: str) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{name}"), value)
    properties: Any = cell._tc.get_or_add_tcPr()
    properties.append(shading)


def _element(tag: str, attributes: str) -> Any:
    """An element with attributes as the DOCX writer writes them: `w:val="sw" w:bidi="ar"`."""
    element = OxmlElement(tag)
    for attribute in attributes.split():
        name, _, value = attribute.partition("=")
        element.set(qn(name), value.strip('"'))
    return element


# --- reading --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a reviewed file: its number (the first after the head is 1), the entry's key, what it says now."""

    number: int
    key: str
    translation: str
    note: str


def _read(path: Path) -> tuple[str, Sequence[_Row]]:
    try:
        with ZipFile(path) as package:
            if sum(entry.file_size for entry in package.infolist()) > _LARGEST:
                raise ValueError
        document = Document(str(path))
        mark, _, language = document.core_properties.identifier.partition(": ")
        tables = document.tables
    except (
        Exception
    ):  # python-docx takes a file's parts to be as they should be, and fails in any way when they are not
        raise Problems.one(Source(path.name, 1), "this is no Word document (.docx)") from None
    if mark != _MARK or not tables:
        message = "this is no review: write one with `packgen translate review LANG`"
        raise Problems.one(Source(path.name, 1), message)
    return language, tuple(_rows(document))


def _rows(document: WordDocument) -> Iterator[_Row]:
    for number, element in enumerate(document.tables[0]._tbl.tr_lst[1:], 1):
        cells = [_text(cell) for cell in element.iterchildren(qn("w:tc"))]
        if len(cells) == len(_HEAD):
            key = cells[0].split()[-1] if cells[0].split() else ""
            yield _Row(number, key, cells[2].strip("\n"), cells[3].strip())


def _text(cell: Any) -> str:
    """The text of a cell, a line a paragraph; what is deleted with tracked changes is left out, insertions are in."""
    return "\n".join(_line(paragraph) for paragraph in cell.iter(qn("w:p")))


def _line(paragraph: Any) -> str:
    found: list[str] = []
    for element in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab"), qn("w:noBreakHyphen")):
        if any(True for _ in element.iterancestors(qn("w:del"), qn("w:moveFrom"))):
            continue
        match element.tag.rpartition("}")[2]:
            case "t":
                found.append(element.text or "")
            case "br":
                found.append("\n")
            case "tab":
                if element.getparent().tag == qn("w:r"):
                    found.append(" ")
            case _:
                found.append("\u2011")
    return "".join(found).rstrip()
