"""Space and page ends between blocks: Word has space around paragraphs only, and wants one between two tables."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from packgen.document import Answer, Block, Box, PageBreak, Table
from packgen.writers.docx.flow import Flow
from packgen.writers.docx.paragraphs import Format
from tests.writers.docx.word import (
    NAMESPACES,
    THEME,
    body,
    cells,
    found,
    heading,
    paragraph,
    properties,
    style_of,
    text_of,
    values,
)

TABLE = Table((1.0,), (), (cells("cell"),), "A table")
BOX = Box((paragraph("boxed"),))

kinds = st.lists(st.sampled_from(["paragraph", "table", "break"]), max_size=12)


def parsed(xml: str) -> etree._Element:
    declared = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
    return etree.fromstring(f"<w:body {declared}>{xml}</w:body>")


def filled(kinds: list[str]) -> Flow:
    flow = Flow()
    for kind in kinds:
        if kind == "paragraph":
            flow.paragraph(Format("BodyText"), "<w:r><w:t>text</w:t></w:r>", THEME.styles["body"])
        elif kind == "table":
            flow.table("<w:tbl/>", before=4, after=10)
        else:
            flow.page_break()
    return flow


@given(kinds)
def test_all_is_written_in_order_and_a_paragraph_stands_between_two_tables_and_at_a_cell_s_end(
    kinds: list[str],
) -> None:
    children = [etree.QName(child).localname for child in parsed(filled(kinds).finished(cell=True))]
    expected = [kind[:1] for kind in kinds if kind != "break"]
    gaps = len(children) - len(expected)
    assert [name for name in children if name == "tbl"] == ["tbl"] * expected.count("t")
    assert children[-1] == "p"
    assert all(pair != ("tbl", "tbl") for pair in pairwise(children))
    assert 0 <= gaps <= expected.count("t") + 1


@given(kinds)
def test_a_page_begins_once_for_breaks_in_a_row_and_before_what_follows(kinds: list[str]) -> None:
    root = parsed(filled(kinds).finished(cell=True))
    turned = [bool(found(child, "w:pPr/w:pageBreakBefore")) for child in root if etree.QName(child).localname == "p"]
    blocks = "".join(kind[0] for kind in kinds)
    while "bb" in blocks:
        blocks = blocks.replace("bb", "b")
    assert sum(turned) == blocks.rstrip("b").count("b")


def gap(*blocks: Block) -> list[tuple[str, str, list[str]]]:
    """(style, words, own properties) of the paragraphs outside tables."""
    return [(style_of(p), text_of(p), properties(p)) for p in found(body(*blocks), "w:p")]


def test_space_before_a_table_is_the_paragraph_s_and_after_it_the_next_one_s() -> None:
    before, after = found(body(paragraph("before"), BOX, paragraph("after")), "w:p")
    assert values(before, "w:pPr/w:spacing", "after") == ["288"]  # its own 7.2 points, and the table's
    assert values(after, "w:pPr/w:spacing", "before") == ["144"]


def test_between_two_boxes_stands_a_line_as_high_as_the_space() -> None:
    (first,) = found(body(BOX, BOX, paragraph("end")), "w:p[1]")
    assert style_of(first) == "TableGap"
    assert values(first, "w:pPr/w:spacing", "line") == ["288"]
    assert values(first, "w:pPr/w:spacing", "lineRule") == ["exact"]


def test_a_new_page_starts_with_its_first_paragraph_which_has_no_space_above() -> None:
    blocks = gap(paragraph("one"), PageBreak(), heading("two", "two"))
    assert blocks == [("BodyText", "one", []), ("Heading1", "two", ["pageBreakBefore", "spacing"])]
    (two,) = found(body(paragraph("one"), PageBreak(), heading("two", "two")), "w:p[2]")
    assert values(two, "w:pPr/w:spacing", "before") == ["0"]


def test_a_table_that_starts_a_page_stands_under_a_line_that_breaks() -> None:
    blocks = gap(paragraph("one"), PageBreak(), TABLE, paragraph("two"))
    assert [(style, "pageBreakBefore" in own) for style, _, own in blocks] == [
        ("BodyText", False),
        ("TableGap", True),
        ("BodyText", False),
    ]


def test_a_document_that_ends_with_a_table_still_ends_with_a_paragraph() -> None:
    children = [etree.QName(child).localname for child in body(paragraph("one"), TABLE)]
    assert children == ["p", "tbl", "p", "sectPr"]


def test_lines_to_write_on_stay_together_with_their_question_up_to_a_dozen() -> None:
    for lines, kept in ((1, 0), (4, 3), (12, 11), (20, 11)):
        root = body(paragraph("What?", "question"), Answer("what", "What?", lines))
        written = found(root, "w:sdt/w:sdtContent/w:p")
        assert len(written) == lines
        assert sum(bool(found(p, "w:pPr/w:keepNext")) for p in written) == kept
        assert values(written[-1], "w:pPr/w:spacing", "after") == ["144"]
