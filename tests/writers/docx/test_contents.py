"""The contents: Word's own field, filled with the pages of the PDF, linked to bookmarks that are there."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packgen.document import Banner, Box, Contents, Paragraph, Run
from packgen.writers.docx.context import word_bookmarks
from tests.conftest import BuiltPacks
from tests.writers.docx.word import body, document, found, heading, paragraph, part, style_of, text_of, values, written

BLOCKS = (
    Contents((Run("Contents"),)),
    heading("Before", "before"),
    heading("Timing", "timing", 2),
    heading("Too deep", "deep", 3),
    Banner(heading("Part 1", "1st part"), (Run("0:00"),), (Run("5 min"),)),
    Box((heading("In a box", "in-a-box", 2),)),
)
PAGES = {"before": 2, "timing": 3, "deep": 3, "1st part": 12, "in-a-box": 13}


def test_entries_are_the_headings_of_two_levels_with_the_pages_given() -> None:
    root = part(written(document(*BLOCKS), heading_pages=PAGES))
    entries = found(root, "//w:sdt/w:sdtContent/w:p")
    assert [(style_of(p), text_of(p)) for p in entries] == [
        ("TOCHeading", "Contents"),
        ("TOC1", "Before2"),
        ("TOC2", "Timing3"),
        ("TOC1", "Part 112"),
        ("TOC2", "In a box13"),
    ]
    assert [len(found(p, ".//w:tab")) for p in entries] == [0, 1, 1, 1, 1]


def test_it_is_one_field_that_word_can_make_anew() -> None:
    (sdt,) = found(body(*BLOCKS), "w:sdt")
    assert values(sdt, "w:sdtPr/w:docPartObj/w:docPartGallery") == ["Table of Contents"]
    instructions = [(node.text or "").split() for node in found(sdt, ".//w:instrText")]
    assert instructions[0] == ["TOC", "\\o", '"1-2"', "\\h", "\\z", "\\u"]
    assert [words[0] for words in instructions[1:]] == ["PAGEREF"] * 4
    kinds = values(sdt, ".//w:fldChar", "fldCharType")
    depth = [kinds[:at].count("begin") - kinds[:at].count("end") for at in range(len(kinds) + 1)]
    assert depth[-1] == 0
    assert min(depth) == 0
    assert min(depth[1:-1]) == 1, "the contents' field spans its entries"
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == 5


def test_entries_link_to_the_bookmark_around_their_heading() -> None:
    root = body(*BLOCKS)
    starts = found(root, ".//w:bookmarkStart")
    around = {}
    for start in starts:
        parent = start.getparent()
        assert parent is not None
        (name,) = values(start, ".", "name")
        (number,) = values(start, ".", "id")
        assert values(parent, "w:bookmarkEnd", "id") == [number]
        around[name] = text_of(parent)
    entries = found(root, "w:sdt//w:hyperlink")
    for entry in entries:
        (anchor,) = values(entry, ".", "anchor")
        assert text_of(entry).startswith(around[anchor])
        assert found(entry, ".//w:instrText")[0].text == f" PAGEREF {anchor} \\h "


def test_links_in_headings_do_not_stand_inside_the_entry_s_link() -> None:
    linked = Paragraph((Run("See "), Run("before", link="#before")))
    root = body(*BLOCKS, linked)
    assert values(root, "w:p/w:hyperlink", "anchor") == ["before"]
    assert found(root, ".//w:hyperlink//w:hyperlink") == []


def test_every_guide_s_contents_leads_to_headings_that_are_there(packs: BuiltPacks) -> None:
    guides = [file for report in packs.reports.values() for file in report.files if file.document == "trainer-guide"]
    for file in (file for file in guides if file.format == "docx"):
        root = part(file.path.read_bytes())
        anchors, names = values(root, "//w:hyperlink[@w:anchor]", "anchor"), values(root, "//w:bookmarkStart", "name")
        assert len(anchors) > 20
        assert set(anchors) <= set(names)
        levels = [style_of(p) for p in found(root, "//w:p") if re.match(r"Heading[12]$|PartBanner$", style_of(p))]
        entries = [style_of(p) for p in found(root, "//w:p") if re.match(r"TOC[12]$", style_of(p))]
        assert entries == ["TOC2" if style == "Heading2" else "TOC1" for style in levels]


# --- bookmarks ------------------------------------------------------------------------------------


@given(st.lists(st.text(max_size=60), unique=True, max_size=30))
def test_bookmarks_have_names_that_word_allows_each_once_in_either_case(names: list[str]) -> None:
    made = word_bookmarks(names)
    assert list(made) == names
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", name) for name in made.values())
    assert len({name.lower() for name in made.values()}) == len(names)


@given(st.lists(st.sampled_from(["a-b", "a_b", "A-B", "a" * 50, "a" * 45, "A" * 50, "é", "1", ""]), unique=True))
def test_names_that_become_one_are_told_apart(names: list[str]) -> None:
    made = word_bookmarks(names)
    assert len({name.lower() for name in made.values()}) == len(names)
    assert word_bookmarks(names) == made


def test_a_plain_name_stays_readable() -> None:
    assert word_bookmarks(["identifying-web", "2-parts"]) == {
        "identifying-web": "identifying_web",
        "2-parts": "b_2_parts",
    }


def test_a_link_to_no_heading_is_an_error_that_names_it() -> None:
    with pytest.raises(ValueError, match="#nowhere"):
        body(paragraph("x"), Paragraph((Run("there", link="#nowhere"),)))
