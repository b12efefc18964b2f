"""Columns in Word: a section that goes on the same page and runs like the rest, which LibreOffice fills evenly."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pytest
from docx.enum.section import WD_SECTION

from packgen.document import Block, Columns, LineBreak, ListBlock, ListItem, PageBreak, Paragraph, Run, Table
from packgen.themes.theme import Theme
from packgen.writers.columns import COLUMN_GAP
from packgen.writers.docx.writer import write_docx
from packgen.writers.pdf.writer import write_pdf
from tests.access import word
from tests.office import to_pdf
from tests.ooxml import ooxml_errors
from tests.readers import docx_words, pdf_words
from tests.writers.docx.word import (
    THEME,
    body,
    cells,
    document,
    found,
    heading,
    items,
    opened,
    paragraph,
    part,
    saved,
    text_of,
    values,
    written,
)
from tests.writers.pdf.printed import FONTS

NAMES = tuple(f"Item{number:02}" for number in range(9))
LIST = ListBlock(items(*NAMES), "check")
HEADING = heading("In", "in")
TABLE = Table((1.0,), cells("head", style="table-head"), (cells("cell"),), "A table")
LARGE, SMALL = THEME.scaled(1.7), THEME.scaled(0.7)


def in_columns(count: int = 2) -> list[Block]:
    """A list in columns between two paragraphs, under a heading."""
    return [heading("Over", "over"), paragraph("Above"), Columns((LIST,), count), paragraph("Below")]


def test_columns_are_a_section_that_goes_on_the_same_page() -> None:
    sections = opened(written(document(*in_columns()))).sections
    before, columns, after = sections
    assert [section.start_type for section in (columns, after)] == [WD_SECTION.CONTINUOUS] * 2
    for section in (columns, after):
        assert section.header.is_linked_to_previous
        assert section.footer.is_linked_to_previous
        for measure in ("page_width", "page_height", "left_margin", "right_margin", "top_margin", "bottom_margin"):
            assert getattr(section, measure) == getattr(before, measure)
    assert not before.header.is_linked_to_previous


def test_the_section_ends_with_its_last_paragraph_and_says_how_many_columns() -> None:
    root = body(*in_columns())
    ends = found(root, "w:p[w:pPr/w:sectPr]")
    assert [text_of(end) for end in ends] == ["Above", NAMES[-1]]
    assert [values(end, "w:pPr/w:sectPr/w:cols", "num") for end in ends] == [[], ["2"]]
    assert values(ends[1], "w:pPr/w:sectPr/w:cols", "space") == [str(int(COLUMN_GAP * 20))]
    assert found(root, "w:sectPr/w:cols") == []
    assert values(ends[1], "w:pPr/w:sectPr/w:pgNumType", "start") == []


@pytest.mark.parametrize(
    "blocks",
    [
        [Columns((HEADING, LIST))],
        [Columns((HEADING, LIST)), Columns((LIST,))],
        [TABLE, Columns((HEADING, LIST)), TABLE],
        [paragraph("Above"), PageBreak(), Columns((HEADING, LIST)), PageBreak(), paragraph("Below")],
    ],
    ids=["alone", "twice", "between tables", "on a page of its own"],
)
def test_columns_may_stand_anywhere_between_blocks(blocks: list[Block], tmp_path: Path) -> None:
    path = saved(tmp_path, document(*blocks))
    assert ooxml_errors([path]) == {path: []}
    assert word.failures(path) == []
    pdf = tmp_path / "sample.pdf"
    made = write_pdf(document(*blocks), THEME, FONTS)
    pdf.write_bytes(made.data)
    assert docx_words(path) == pdf_words(pdf)
    with pdfplumber.open(to_pdf([path], tmp_path / "office")[path]) as printed:
        assert len(printed.pages) == made.pages


@pytest.mark.parametrize("language", ["en", "ar"])
def test_both_formats_fill_the_columns_alike_from_the_side_where_reading_starts(tmp_path: Path, language: str) -> None:
    tree = document(*in_columns(), language=language)
    path = saved(tmp_path, tree)
    pdf = tmp_path / "sample.pdf"
    pdf.write_bytes(write_pdf(tree, THEME, FONTS).data)
    by_office = places(to_pdf([path], tmp_path / "office")[path])
    by_us = places(pdf)
    for printed in (by_us, by_office):
        lefts = [printed[name][0] for name in NAMES]
        assert len(set(lefts)) == 2
        first, second = lefts[0], lefts[-1]
        assert (first > second) == (language == "ar")
        assert lefts == [first] * 5 + [second] * 4
        assert printed[NAMES[0]][1] == pytest.approx(printed[NAMES[5]][1], abs=0.6)  # tops stand beside each other
        assert printed["Below"][1] > printed[NAMES[4]][1]
    step = abs(by_us[NAMES[0]][0] - by_us[NAMES[5]][0])
    assert step == pytest.approx(abs(by_office[NAMES[0]][0] - by_office[NAMES[5]][0]), abs=1.1)  # edges are rounded


def test_no_column_ends_inside_an_item(tmp_path: Path) -> None:
    texts = [(Run(f"Head{at}"), LineBreak(), Run(f"{'and so on ' * 12} Tail{at}")) for at in range(5)]
    listed = ListBlock(tuple(ListItem((Paragraph(text),)) for text in texts), "decimal")
    tree = document(paragraph("Above"), Columns((listed,)), paragraph("Below"))
    path = saved(tmp_path, tree)
    pdf = tmp_path / "sample.pdf"
    pdf.write_bytes(write_pdf(tree, THEME, FONTS).data)
    for file in (pdf, to_pdf([path], tmp_path / "office")[path]):
        printed = places(file)
        second = printed["Head3"][0]
        assert [printed[f"Head{at}"][0] >= second for at in range(5)] == [False, False, False, True, True]
        assert [printed[f"Tail{at}"][0] >= second for at in range(5)] == [False, False, False, True, True]


def places(pdf: Path) -> dict[str, tuple[float, float]]:
    """The left edge, rounded, and the top of every word of the first page."""
    with pdfplumber.open(pdf) as read:
        return {word["text"]: (round(word["x0"]), word["top"]) for word in read.pages[0].extract_words()}


def test_every_page_of_long_columns_keeps_its_running_lines(tmp_path: Path) -> None:
    names = tuple(f"Item{number:03}" for number in range(140))
    path = saved(tmp_path, document(paragraph("Above"), Columns((ListBlock(items(*names)),)), paragraph("Below")))
    with pdfplumber.open(to_pdf([path], tmp_path / "office")[path]) as printed:
        texts = [page.extract_text() for page in printed.pages]
    assert len(texts) > 1
    for number, text in enumerate(texts, 1):
        assert text.splitlines()[0] == "Head Side"
        assert text.splitlines()[-1] == f"Foot {number} / {len(texts)}"


def test_there_are_as_many_columns_as_the_type_has_room_for() -> None:
    def columns(theme: Theme) -> list[str]:
        data = write_docx(document(*in_columns(3)), theme, pages=1, heading_pages={})
        return values(part(data), "//w:cols", "num")

    assert [columns(theme) for theme in (SMALL, THEME, LARGE)] == [["3"], ["2"], []]
