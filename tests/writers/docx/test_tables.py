"""Tables: heads that repeat, rows that stay whole, widths that add up, and what a screen reader is told."""

from __future__ import annotations

from pathlib import Path

import pdfplumber

from packgen.document import Box, Cell, Choice, Cue, ListBlock, MarginRow, MarginTable, Paragraph, Run, Table
from packgen.writers.docx.writer import write_docx
from tests.office import to_pdf
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
    style_of,
    text_of,
    values,
    written,
)

HEAD = cells("Time", "What", style="table-head")
TABLE = Table((0.25, 0.75), HEAD, (cells("0:00", "Welcome"), cells("0:05", "Benefits")), "The session's parts")


def test_a_head_repeats_is_marked_as_one_and_stays_with_the_first_row() -> None:
    (table,) = found(body(TABLE), "w:tbl")
    first, *others = found(table, "w:tr")
    assert found(first, "w:trPr/w:tblHeader")
    assert not any(found(row, "w:trPr/w:tblHeader") for row in others)
    assert values(table, "w:tblPr/w:tblLook", "firstRow") == ["1"]
    style = opened(written(document(TABLE))).styles["Table Heading"]
    assert style.element.xpath("w:pPr/w:keepNext")


def test_rows_stay_whole_and_columns_add_up_to_the_text_s_width() -> None:
    (table,) = found(body(TABLE), "w:tbl")
    assert [len(found(row, "w:trPr/w:cantSplit")) for row in found(table, "w:tr")] == [1, 1, 1]
    widths = [int(width) for width in values(table, "w:tblGrid/w:gridCol", "w")]
    assert values(table, "w:tblPr/w:tblW", "w") == [str(round((595.276 - 2 * 54) * 20))]
    assert abs(sum(widths) - (595.276 - 2 * 54) * 20) <= 1
    assert [int(width) for width in values(table, "w:tr[1]/w:tc/w:tcPr/w:tcW", "w")] == widths
    assert values(table, "w:tblPr/w:tblLayout", "type") == ["fixed"]


def test_the_summary_is_the_table_s_alternative_text() -> None:
    summary = 'Parts & <times>, "all" of them'
    table = Table((1.0,), (), (cells("x"),), summary)
    assert values(body(table), "w:tbl/w:tblPr/w:tblCaption") == [summary]


def test_room_to_write_is_the_least_height_of_a_row_and_not_of_the_head() -> None:
    rows = found(body(Table((0.5, 0.5), HEAD, (cells("a", "b"),), "Room", "writing", 2)), "w:tbl/w:tr")
    assert [values(row, "w:trPr/w:trHeight") for row in rows] == [[], ["1008"]]


def test_a_row_with_circles_stands_in_the_middle_and_headers_of_rows_are_shown_as_such() -> None:
    choice = Paragraph((Choice("a", "yes", "Yes"),), "table-choice")
    row = (Cell((paragraph("1. It works", "table-text"),), header=True), Cell((choice,)))
    (table,) = found(body(Table((0.6, 0.4), HEAD, (row,), "Scale", "scale")), "w:tbl")
    assert values(table, "w:tr[2]/w:tc/w:tcPr/w:vAlign") == ["center", "center"]
    assert values(table, "w:tblPr/w:tblLook", "firstColumn") == ["1"]
    assert values(table, "w:tblPr/w:tblLook", "noHBand") == ["0"]


def test_a_reader_prints_the_head_on_every_page(tmp_path: Path) -> None:
    rows = tuple(cells(f"{number}", f"Row {number}") for number in range(80))
    path = saved(tmp_path, document(Table((0.25, 0.75), HEAD, rows, "Long")))
    with pdfplumber.open(to_pdf([path], tmp_path / "pdf")[path]) as pdf:
        pages = [page.extract_text().splitlines() for page in pdf.pages]
    assert len(pages) > 2
    assert [page[1] for page in pages] == ["Time What"] * len(pages)
    assert [line for page in pages for line in page[2:-1]] == [f"{number} Row {number}" for number in range(80)]


def test_a_box_is_one_cell_and_only_a_long_one_may_be_cut() -> None:
    for words, whole in (("short", 1), ("long " * 400, 0)):
        (table,) = found(body(Box((paragraph(words),), "localize")), "w:tbl")
        assert values(table, "w:tblPr/w:tblStyle") == ["BoxLocalize"]
        assert len(found(table, "w:tr/w:tc")) == 1
        assert len(found(table, "w:tr/w:trPr/w:cantSplit")) == whole


def test_in_larger_type_a_larger_box_stays_whole() -> None:
    box = Box(tuple(paragraph("line") for _ in range(11)))
    for large in (1.0, 1.6):
        data = write_docx(document(box), THEME.scaled(large), pages=1, heading_pages={})
        assert len(found(part(data), "w:body/w:tbl/w:tr/w:trPr/w:cantSplit")) == 1


def test_a_long_box_stays_on_the_page_though_what_follows_does_not(tmp_path: Path) -> None:
    # LibreOffice keeps a table with what follows when its first paragraph is kept with the next.
    box = Box((heading("Boxed", "boxed", 2), paragraph("inside " * 340)))
    after = (heading("After", "after"), paragraph("long " * 500))
    path = saved(tmp_path, document(*(paragraph(f"Line {number}") for number in range(14)), box, *after))
    with pdfplumber.open(to_pdf([path], tmp_path / "pdf")[path]) as pdf:
        assert "Boxed" in pdf.pages[0].extract_text()


def test_the_guide_s_columns_are_rows_of_cues_and_words_in_reading_order() -> None:
    guide = MarginTable(
        heading("Hello", "hello", 2),
        (
            MarginRow((Cue("slide", (Run("Slide"),)),), (paragraph("DO", "role"), paragraph("Show it.", "do")), "do"),
            MarginRow((), (paragraph("SAY", "role"), paragraph("Welcome.", "say")), "say"),
        ),
    )
    root = body(guide, MarginTable(None, guide.rows, "activity"))
    first, second = found(root, "w:tbl")
    assert [[text_of(cell) for cell in found(row, "w:tc")] for row in found(first, "w:tr")] == [
        ["Slide", "DOShow it."],
        ["", "SAYWelcome."],
    ]
    # A heading inside a table is none to Word's navigation, so that it stands before.
    assert [style_of(p) for p in found(root, "w:p[following-sibling::w:tbl]") if text_of(p)] == ["Heading2"]
    # In a frame, an empty column keeps the bar of what is said off the frame's edge.
    assert [len(found(row, "w:tc")) for row in found(second, "w:tr")] == [3, 3]
    assert text_of(second) == text_of(first)


def test_tables_are_simple_without_merged_cells_or_tables_in_cells() -> None:
    guide = MarginTable(heading("A", "a", 2), (MarginRow((), (paragraph("x"),), "say"),), "discussion")
    root = body(TABLE, Box((paragraph("b"),)), guide)
    assert found(root, "//w:gridSpan | //w:vMerge | //w:tbl//w:tbl") == []


def test_what_is_said_has_a_bar_at_the_side_and_what_is_done_has_none() -> None:
    rows = (
        MarginRow((), (paragraph("Show it.", "do"),), "do"),
        MarginRow((), (paragraph("Welcome.", "say"),), "say"),
    )
    do, say = found(body(MarginTable(None, rows)), "w:tbl/w:tr/w:tc[2]")
    assert values(do, "w:tcPr/w:tcBorders/w:left", "color") == []
    assert values(say, "w:tcPr/w:tcBorders/w:left", "color") == ["9A3F12"]
    assert values(say, "w:tcPr/w:tcBorders/w:left", "sz") == ["24"]


def test_cells_hold_lists_too() -> None:
    cell = Cell((ListBlock(items("a", "b"), style="table-text"),))
    (table,) = found(body(Table((1.0,), (), ((cell,),), "List")), "w:tbl")
    assert [style_of(p) for p in found(table, ".//w:p")] == ["TableTextBullet", "TableTextBullet"]
