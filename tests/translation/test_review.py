"""The review in Word and back: what a reviewer sees, what of it is taken, what is refused."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pdfplumber
import pytest
from docx import Document
from docx.oxml.ns import qn

from packgen.content.checks import check
from packgen.problems import Problems
from packgen.project import Project
from packgen.translation import catalogue
from packgen.translation import update as translate
from packgen.translation.bilingual import BEFORE
from packgen.translation.review import Imported, import_review, review_document
from tests.command import Packgen
from tests.office import saved_again, to_pdf
from tests.sample import ROOT
from tests.translation.catalogues import change, fill, po, translate_all

UNTOUCHED = Imported(0, 0, 0, ())


def reviewed(project: Project, tmp_path: Path) -> Path:
    path = tmp_path / "review.docx"
    path.write_bytes(review_document(project, "sw"))
    return path


def row_of(document: Any, source: str) -> Any:
    """The row of a source, which may be followed by what it said before."""
    (table,) = document.tables
    return next(row for row in table.rows if row.cells[1].text.split(f"\n{BEFORE}")[0] == source)


def edit(path: Path, source: str, translation: str | None = None, note: str | None = None) -> int:
    """Writes into a row as a reviewer does; gives the row's number."""
    document = Document(str(path))
    row = row_of(document, source)
    if translation is not None:
        row.cells[2].text = translation
    if note is not None:
        row.cells[3].text = note
    document.save(str(path))
    return int(row.cells[0].text.split()[0])


def test_a_review_shows_every_entry_and_an_untouched_one_changes_nothing(project: Project, tmp_path: Path) -> None:
    translate.update(project, ["sw"])
    translate_all(project)
    before = project.catalogue_file("sw", "sample").read_bytes()
    path = reviewed(project, tmp_path)
    table = Document(str(path)).tables[0]
    told = {(row.cells[1].text, row.cells[2].text) for row in table.rows[1:]}
    messages = [m for name in ("sample", "messages") for m in po(project, name) if m.id]
    assert told == {
        *((m.id, m.string) for m in messages if isinstance(m.id, str)),
        *((text, "") for m in messages if not isinstance(m.id, str) for text in m.id),
    }
    assert import_review(project, path) == UNTOUCHED
    assert project.catalogue_file("sw", "sample").read_bytes() == before


def test_ids_are_hidden_and_missing_and_fuzzy_rows_are_coloured(project: Project, tmp_path: Path) -> None:
    translate.update(project, ["sw"])
    fill(project, {"We begin.": "Tunaanza."})
    change(project, "We begin.", "We begin now.")
    translate.update(project, ["sw"])
    document = Document(str(reviewed(project, tmp_path)))
    fuzzy, missing = row_of(document, "We begin now."), row_of(document, "We end.")
    for row, fill_, note in ((fuzzy, "FDEBC2", "source changed"), (missing, "F9D7D2", "no translation yet")):
        cells = row.cells
        (shading,) = cells[2]._tc.iter(qn("w:shd"))
        assert (shading.get(qn("w:fill")), cells[3].text) == (fill_, note)
        assert cells[0].paragraphs[0].runs[1].font.hidden


def test_a_row_whose_source_changed_shows_the_words_that_came_and_those_that_went(
    project: Project, tmp_path: Path
) -> None:
    translate.update(project, ["sw"])
    source = next(str(m.id) for m in po(project) if "Who shares tools?" in str(m.id))
    fill(project, {source: "Nani?"})
    change(project, "Who shares tools?", "Who here shares goods?")
    translate.update(project, ["sw"])
    document = Document(str(reviewed(project, tmp_path)))
    cell = row_of(document, source.replace("Who shares tools?", "Who here shares goods?")).cells[1]
    assert cell.text.split(f"\n{BEFORE}")[1] == source
    runs = [run for paragraph in cell.paragraphs for run in paragraph.runs]
    assert [run.text.strip() for run in runs if run.underline] == ["here", "goods?"]
    assert [run.text.strip() for run in runs if run.font.strike] == ["tools?"]


def test_columns_are_as_wide_in_libreoffice_as_in_word(project: Project, tmp_path: Path) -> None:
    translate.update(project, ["sw"])
    path = reviewed(project, tmp_path)
    (table,) = Document(str(path)).tables
    widths = [cell.width for cell in table.rows[0].cells]
    assert [column.width for column in table.columns] == widths
    with pdfplumber.open(to_pdf([path], tmp_path)[path]) as pdf:
        edges = sorted({round(edge["x0"]) for edge in pdf.pages[0].edges if edge["orientation"] == "v"})
    printed = [right - left for left, right in pairwise(edges) if right - left > 5]
    assert printed == pytest.approx([width.pt for width in widths], abs=2)


def test_an_untouched_review_that_libreoffice_saved_changes_nothing(project: Project, tmp_path: Path) -> None:
    translate.update(project, ["sw"])
    translate_all(project)
    fill(project, {"We begin.": "  Tunaanza.\t\n\n- sasa  \n"})
    path = reviewed(project, tmp_path)
    assert import_review(project, saved_again([path], tmp_path / "saved")[path]) == UNTOUCHED


def test_a_translation_that_the_catalogue_got_later_is_not_taken_back(project: Project, tmp_path: Path) -> None:
    translate.update(project, ["sw"])
    fill(project, {"We begin.": "Tunaanza.", "We end.": "Tunamaliza.", "Hello": "Hujambo"})
    path = reviewed(project, tmp_path)
    number = edit(path, "We end.", "Tunafunga.")
    edit(path, "Hello", "Habari")
    fill(project, {"We begin.": "Tunaanza sasa.", "We end.": "Tumemaliza.", "Hello": "Habari"})
    result = import_review(project, path)
    assert [str(problem) for problem in result.problems] == [
        f"review.docx:{number}: its translation was changed after this review was written: "
        "the catalogue now says “Tumemaliza.”"
    ]
    assert result.changed == 0
    told = {message.id: message.string for message in po(project)}
    assert (told["We begin."], told["We end."], told["Hello"]) == ("Tunaanza sasa.", "Tumemaliza.", "Habari")


def test_ok_does_not_accept_what_the_reviewer_has_not_seen(project: Project, tmp_path: Path) -> None:
    translate.update(project, ["sw"])
    fill(project, {"We begin.": "Tunaanza."})
    change(project, "We begin.", "We begin now.")
    translate.update(project, ["sw"])
    path = reviewed(project, tmp_path)
    number = edit(path, "We begin now.", note="OK")
    fill(project, {"We begin now.": "Tunaanza kesho."})
    result = import_review(project, path)
    assert (result.accepted, [problem.source.line for problem in result.problems]) == (0, [number])
    assert next(message for message in po(project) if message.id == "We begin now.").fuzzy


def test_a_deleted_translation_is_refused_by_its_number(project: Project, tmp_path: Path) -> None:
    translate.update(project, ["sw"])
    fill(project, {"We begin.": "Tunaanza."})
    path = reviewed(project, tmp_path)
    number = edit(path, "We begin.", "")
    (problem,) = import_review(project, path).problems
    assert str(problem).startswith(f"review.docx:{number}: its translation is deleted; write what it should be")
    assert "Tunaanza." in {message.string for message in po(project)}


def test_the_words_of_a_plural_form_of_one_number_are_taken_as_check_takes_them(
    project: Project, tmp_path: Path
) -> None:
    """Arabic says "a copy" and "two copies" in a word each: nobody edited these rows, or could have."""
    translate.update(project, ["ar"])
    path = project.catalogue_file("ar", "messages")
    messages = catalogue.read(path, "ar", "messages")
    message = next(message for message in messages if message.id and message.id[0] == "%(count)d copy")
    many = "%(count)d نسخة"
    message.string = (many, "نسخة واحدة", "نسختان", many, many, many)
    path.write_bytes(catalogue.written(messages))
    assert not [problem for problem in check(project) if "messages.po" in problem.source.file]
    review = tmp_path / "review.docx"
    review.write_bytes(review_document(project, "ar"))
    assert import_review(project, review) == UNTOUCHED
    document = Document(str(review))
    forms = {row.cells[2].text: row for row in document.tables[0].rows}
    forms["نسختان"].cells[2].text = "نسختان اثنتان"
    document.save(str(review))
    assert import_review(project, review) == Imported(1, 0, 0, ())


def test_the_review_of_a_whole_session_comes_back_as_it_went(tmp_path: Path) -> None:
    path = tmp_path / "review.docx"
    path.write_bytes(review_document(Project(ROOT), "ar"))
    assert import_review(Project(ROOT), path) == UNTOUCHED


def test_the_command_names_the_rows_that_it_refuses_and_fails(
    project: Project, tmp_path: Path, packgen: Packgen
) -> None:
    translate.update(project, ["sw"])
    path = reviewed(project, tmp_path)
    edit(path, "We begin.", "Tunaanza.")
    number = edit(path, "Share a {{ terms.tool }}.", "- Shiriki [a](https://a.org).")
    done = packgen("translate", "import", path)
    assert (done.code, done.out) == (1, "1 changed, 0 accepted, 0 notes\n")
    *named, count = done.err.splitlines()
    assert len(named) == 3
    assert all(line.startswith(f"review.docx:{number}: ") for line in named)
    assert count == "1 row was refused and left alone"


def test_a_file_that_is_not_there_is_named(project: Project, tmp_path: Path) -> None:
    with pytest.raises(Problems, match=r"^review\.docx: cannot be read: No such file or directory$"):
        import_review(project, tmp_path / "review.docx")


def test_edits_come_back_and_a_row_that_lost_a_placeholder_is_refused_by_its_number(
    project: Project, tmp_path: Path
) -> None:
    translate.update(project, ["sw"])
    path = reviewed(project, tmp_path)
    document = Document(str(path))
    row_of(document, "We begin.").cells[2].text = "Tunaanza."
    row_of(document, "We end.").cells[3].text = "Is this the end of the part?"
    lost = row_of(document, "Share a {{ terms.tool }}.")
    lost.cells[2].text = "Shiriki."
    number = lost.cells[0].text.split()[0]
    document.save(str(path))
    result = import_review(project, path)
    assert (result.changed, result.notes) == (1, 1)
    assert [str(problem) for problem in result.problems] == [
        f'review.docx:{number}: the placeholder "terms.tool" of the source is lost'
    ]
    by_id = {message.id: message for message in po(project)}
    assert by_id["We begin."].string == "Tunaanza."
    assert by_id["We end."].user_comments == ["Is this the end of the part?"]
    assert not by_id["Share a {{ terms.tool }}."].string


def test_ok_accepts_a_fuzzy_translation(project: Project, tmp_path: Path) -> None:
    translate.update(project, ["sw"])
    fill(project, {"We begin.": "Tunaanza."})
    change(project, "We begin.", "We begin now.")
    translate.update(project, ["sw"])
    path = reviewed(project, tmp_path)
    document = Document(str(path))
    row_of(document, "We begin now.").cells[3].text = "OK"
    document.save(str(path))
    assert import_review(project, path).accepted == 1
    (message,) = [message for message in po(project) if message.id == "We begin now."]
    assert (message.string, message.fuzzy, message.user_comments) == ("Tunaanza.", False, [])


def test_a_note_that_is_longer_than_a_line_of_the_catalogue_is_taken_once(project: Project, tmp_path: Path) -> None:
    translate.update(project, ["sw"])
    path = reviewed(project, tmp_path)
    edit(path, "We begin.", note="Is it the trainer who begins, or do all of us begin together? " * 3)
    assert [import_review(project, path).notes for _ in range(2)] == [1, 0]


def test_each_plural_form_has_a_row_of_its_own(project: Project, tmp_path: Path) -> None:
    translate.update(project, ["sw"])
    path = reviewed(project, tmp_path)
    document = Document(str(path))
    row_of(document, "%(count)d copy").cells[2].text = "nakala %(count)d"
    row_of(document, "%(count)d copies").cells[2].text = "nakala"
    document.save(str(path))
    result = import_review(project, path)
    assert result.changed == 1
    assert [problem.message for problem in result.problems] == ['the placeholder "count" of the source is lost']
    (message,) = [m for m in po(project, "messages") if m.id and m.id[0] == "%(count)d copy"]
    assert message.string == ("nakala %(count)d", "")


def test_lists_keep_their_lines_and_tracked_deletions_are_left_out(project: Project, tmp_path: Path) -> None:
    translate.update(project, ["sw"])
    source = next(str(m.id) for m in po(project) if "with *neighbours*" in str(m.id))
    translation = "Nani? [[Uliza.]]\n\n- nyumbani\n  - na *majirani*\n- kazini"
    fill(project, {source: translation})
    path = reviewed(project, tmp_path)
    document = Document(str(path))
    cell = row_of(document, source).cells[2]
    assert cell.text == translation
    run = cell.paragraphs[-1].runs[0]._r
    deleted = run.makeelement(qn("w:del"), {qn("w:id"): "1", qn("w:author"): "R"})
    run.addprevious(deleted)
    deleted.append(run)
    cell.paragraphs[-1].add_run("- shuleni")
    document.save(str(path))
    assert import_review(project, path).changed == 1
    assert translation.replace("kazini", "shuleni") in {message.string for message in po(project)}


def test_a_file_that_is_no_review_is_refused(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_text("not a zip", encoding="utf-8")
    with pytest.raises(Problems, match=r"letter\.docx:1: this is no Word document"):
        import_review(project, path)
    Document().save(str(path))
    with pytest.raises(Problems, match="this is no review"):
        import_review(project, path)


@pytest.mark.parametrize(("part", "data"), [("word/document.xml", b"x"), ("word/media/a.png", bytes(60_000_000))])
def test_a_review_that_is_damaged_or_unpacks_to_much_is_refused(
    project: Project, tmp_path: Path, part: str, data: bytes
) -> None:
    path = tmp_path / "review.docx"
    translate.update(project, ["sw"])
    with ZipFile(BytesIO(review_document(project, "sw"))) as whole, ZipFile(path, "w", ZIP_DEFLATED) as damaged:
        for name in whole.namelist():
            if name != part:
                damaged.writestr(name, whole.read(name))
        damaged.writestr(part, data)
    with pytest.raises(Problems, match=r"review\.docx:1: this is no Word document"):
        import_review(project, path)
