"""The Word file of a review: a table with source and translation side by side, written and read back.

The first cell of each row holds, as hidden text, whose row it is and a checksum of the translation that was sent: rows
may be moved or left out, and one that nobody edited is known. Markdown stands as it is written.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path
from typing import Any, Literal
from zipfile import ZipFile

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.run import Run

from packgen.cldr import language_name
from packgen.problems import Problems, Source
from packgen.writers.docx.language import language_attributes
from packgen.writers.scripts import is_rtl

ACCEPTED = "ok"  # what a reviewer writes to accept a translation that is marked as changed

State = Literal["", "no translation yet", "source changed"]

_STATES: dict[str, str] = {"no translation yet": "F9D7D2", "source changed": "FDEBC2"}  # notes of rows, their colours
_MARK = "packgen review"
_LARGEST = 50_000_000  # bytes, unpacked: a review with a hundred times the words of a session
_HEAD = ("No.", "Source", "Translation", "Note")
_WIDTHS = (Mm(14), Mm(105), Mm(115), Mm(33))
_HEAD_FILL = "0B5563"
BEFORE = "Before: "  # before what the source said when it was translated
_GREY = RGBColor(85, 85, 85)
_HOW_TO = (
    "Correct the column “Translation”; leave the others as they are. Red rows have no translation yet. Yellow rows "
    "were translated before their source changed (the new words are underlined, the old ones struck through): correct "
    f"them, or write “{ACCEPTED}” in the last column if they are right. Any other note there goes to the translators.",
    "Keep what stands in {{ }} as it is. *Word* and **word** are emphasis. [[...]] is a direction to the trainer, not "
    "said aloud. Lines that start with “- ” or a number are lists: keep their number.",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is sent: whose it is (`key`), the source and its translation, and how that one stands.

    `before` is what the source said when it was translated, "" where it says the same or that is not known.
    """

    key: str
    source: str
    translation: str
    state: State = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A row as it came back: its place in the table (the first after the head is 1), whose it is, and what it says.

    `sent` is the checksum of the translation that was sent; `note` has the reviewer's words only.
    """

    number: int
    key: str
    sent: str
    translation: str
    note: str


def checksum(translation: str) -> str:
    """Tells whether a translation is the one that was sent, whatever Word does to the ends of its lines."""
    return hashlib.sha256(_trimmed(translation.replace("\t", " ")).encode()).hexdigest()[:16]


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))


# --- writing --------------------------------------------------------------------------------------


def written(language: str, lines: Iterable[Line]) -> bytes:
    """The DOCX for the reviewer of `language`."""
    document = Document()
    _set_up(document, language)
    table = document.add_table(rows=1, cols=len(_HEAD))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width  # LibreOffice takes these and not those of the cells; Word the other way round
    _head(table.rows[0])
    for number, line in enumerate(lines, 1):
        _row(table.add_row(), number, line, language)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


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


def _row(row: Any, number: int, line: Line, language: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    first, source, translation, note = row.cells
    for cell, width in zip(row.cells, _WIDTHS, strict=True):
        cell.width = width
    first.paragraphs[0].add_run(str(number))
    hidden = first.paragraphs[0].add_run(f" {line.key} {checksum(line.translation)}")
    hidden.font.hidden = True
    _put_source(source, line)
    _put_translation(translation, line.translation, language)
    if line.state:
        note.paragraphs[0].add_run(line.state)
        _fill(translation, _STATES[line.state])


def _put_source(cell: _Cell, line: Line) -> None:
    """The source; where it changed, its new words are underlined, and beneath it stands what it said before."""
    source, before = line.source.strip("\n"), line.before.strip("\n")
    if not before:
        _put(cell, source)
        return
    for words, new in _compared(source, before):
        for run in _put(cell, words):
            run.underline = new or None
    cell.add_paragraph().add_run(BEFORE).italic = True
    for words, gone in _compared(before, source):
        for run in _put(cell, words):
            run.font.strike = gone or None
            run.font.color.rgb = _GREY


def _compared(text: str, other: str) -> Iterator[tuple[str, bool]]:
    """`text` in pieces of whole words, with whether `other` lacks them."""
    words, others = (re.findall(r"\s*\S+\s*", each) for each in (text, other))
    matcher = SequenceMatcher(None, [word.strip() for word in others], [word.strip() for word in words], autojunk=False)
    for kind, _, _, start, end in matcher.get_opcodes():
        if end > start:
            yield "".join(words[start:end]), kind != "equal"


def _put_translation(cell: _Cell, translation: str, language: str) -> None:
    for run in _put(cell, translation.strip("\n")):
        run._r.get_or_add_rPr().append(_element("w:lang", language_attributes(language)))
    if not is_rtl(language):
        return
    for paragraph in cell.paragraphs:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        for run in paragraph.runs:
            run.font.rtl = True


def _put(cell: _Cell, words: str) -> list[Run]:
    """Puts `words` at the end of the cell, a new paragraph for each line after the first; gives their runs."""
    first, *rest = words.split("\n")
    return [cell.paragraphs[-1].add_run(first), *(cell.add_paragraph().add_run(line) for line in rest)]


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


def read(path: Path) -> tuple[str, Sequence[Reviewed]]:
    """The language of a review and its rows. Raises Problems for a file that is missing or is no review."""
    try:
        with ZipFile(path) as package:
            if sum(entry.file_size for entry in package.infolist()) > _LARGEST:
                raise ValueError
        document = Document(str(path))
        mark, _, language = document.core_properties.identifier.partition(": ")
        tables = document.tables
    except OSError as error:
        raise Problems.one(Source(path.name, 0), f"cannot be read: {error.strerror}") from None
    except (
        Exception
    ):  # python-docx takes a file's parts to be as they should be, and fails in any way when they are not
        raise Problems.one(Source(path.name, 1), "this is no Word document (.docx)") from None
    if mark != _MARK or not tables:
        message = "this is no review: write one with `packgen translate review LANG`"
        raise Problems.one(Source(path.name, 1), message)
    return language, tuple(_rows(tables[0]))


def _rows(table: Table) -> Iterator[Reviewed]:
    for number, element in enumerate(table._tbl.tr_lst[1:], 1):
        cells = [_text(cell) for cell in element.iterchildren(qn("w:tc"))]
        if len(cells) == len(_HEAD):
            key, sent = ["", "", *cells[0].split()][-2:]
            note = " ".join(cells[3].split())
            yield Reviewed(number, key, sent, _trimmed(cells[2]), "" if note in _STATES else note)


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
    return "".join(found)
