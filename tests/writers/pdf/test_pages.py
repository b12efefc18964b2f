"""What stands where on the page: paper, margins, what keeps together, what repeats."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pdfplumber
import pytest

from packgen.document import (
    PAPER_SIZES,
    Banner,
    Block,
    Box,
    Cell,
    Cue,
    Document,
    Heading,
    ListBlock,
    ListItem,
    MarginRow,
    MarginTable,
    Paper,
    Paragraph,
    Run,
    Table,
)
from packgen.writers.pdf.writer import write_pdf
from tests.writers.pdf.conftest import COUNTRIES, Pack
from tests.writers.pdf.printed import FONTS, THEME, document, paragraphs, rendered

PAGE = THEME.page
TOLERANCE = 1.0  # points


def pages_of(document: Document) -> list[pdfplumber.page.Page]:
    """The pages, read by pdfplumber."""
    return pdfplumber.open(BytesIO(rendered(document).data)).pages


def lines_of(page: pdfplumber.page.Page) -> list[dict[str, Any]]:
    """The lines of the text area from its top: "text", "top", "bottom", "x0" …"""
    area = page.crop((0, PAGE.top - 4, page.width, page.height - PAGE.bottom + 4))
    return area.extract_text_lines(strip=True)


def texts_of(page: pdfplumber.page.Page) -> list[str]:
    return [line["text"] for line in lines_of(page)]


def filler(lines: int) -> Block:
    """A paragraph of so many lines, each one word."""
    return ListBlock(tuple(ListItem(paragraphs("filler")) for _ in range(lines)))


# --- the project's own documents


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_page_has_the_countrys_paper_and_keeps_its_margins(pack: Pack, country: str) -> None:
    for printed in pack(country):
        width, height = PAPER_SIZES[printed.document.paper]
        with pdfplumber.open(printed.path) as pdf:
            for page in pdf.pages:
                assert (page.width, page.height) == pytest.approx((width, height), abs=0.01)
                ends = {"head": PAGE.top - 20, "foot": height - PAGE.bottom + 10}
                for char in page.chars:
                    if char["text"].isspace():  # a space at a line's end hangs
                        continue
                    assert char["x0"] >= PAGE.side - TOLERANCE
                    assert char["x1"] <= width - PAGE.side + TOLERANCE
                    running = char["bottom"] < ends["head"] or char["top"] > ends["foot"]
                    # Glyphs have more room above and below than their line.
                    assert running or PAGE.top - 4 <= char["top"] < char["bottom"] <= height - PAGE.bottom + 4
                for shape in (*page.rects, *page.curves, *page.lines):
                    assert shape["x0"] >= PAGE.side - TOLERANCE - 2
                    assert shape["x1"] <= width - PAGE.side + TOLERANCE + 2
                    assert shape["bottom"] <= height - PAGE.bottom + TOLERANCE


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_banner_heading_or_label_stands_at_a_pages_foot(pack: Pack, country: str) -> None:
    leading = ("title", "banner", "heading-1", "heading-2", "role")
    looks = {(round(THEME.styles[name].size, 1), THEME.styles[name].bold) for name in leading}
    for printed in pack(country):
        with pdfplumber.open(printed.path) as pdf:
            for page in pdf.pages[:-1]:
                # The margin column may reach down further than the text.
                wide = [line for line in lines_of(page) if line["x1"] > 200]
                char = wide[-1]["chars"][0]
                assert (round(char["size"], 1), "Bold" in char["fontname"]) not in looks, wide[-1]["text"]


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_part_overview_follows_its_banner_on_the_page(pack: Pack, country: str) -> None:
    with pdfplumber.open(pack(country)[0].path) as pdf:
        banners = 0
        for page in pdf.pages:
            lines = lines_of(page)
            for at, line in enumerate(lines):
                if round(line["chars"][0]["size"], 1) == THEME.styles["banner"].size:
                    banners += 1
                    assert "SEGMENT OVERVIEW" in " ".join(following["text"] for following in lines[at + 1 : at + 4])
                    # The cue's first line is one with the label's.
                    assert len(lines) > at + 5
        assert banners >= 6


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_cue_starts_beside_the_start_of_its_text(pack: Pack, country: str) -> None:
    column = PAGE.side + THEME.margin_column.width
    gap, cues = 20.0, 0
    guide = pack(country)[0]
    # The two columns begin with the first part.
    first = min(page for bookmark, page in guide.heading_pages.items() if "welcome" in bookmark)
    with pdfplumber.open(guide.path) as pdf:
        for page in pdf.pages:
            if page.page_number < first:
                continue
            words = page.crop((0, PAGE.top - 4, page.width, page.height - PAGE.bottom + 4)).extract_words()
            margin = sorted(word["top"] for word in words if word["x1"] < column and word["x0"] < PAGE.side + 40)
            # A group of cues begins where the column was free above.
            starts = [top for before, top in zip([-100.0, *margin], margin, strict=False) if top - before > gap]
            wide = sorted({word["top"] for word in words if word["x0"] > column + THEME.margin_column.gap - 2})
            for top in starts:
                if any(abs(top - other) < 12 for other in wide):
                    cues += 1
                else:
                    pytest.fail(f"page {page.page_number}: nothing beside the cue at {top:.0f}")
    assert cues >= 20


# --- small documents


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_paper_sizes_are_laid_out_and_not_scaled(paper: Paper) -> None:
    page = pages_of(document(*paragraphs("word " * 200), paper=paper))[0]
    lines = lines_of(page)
    assert round(lines[0]["chars"][0]["size"], 2) == THEME.styles["body"].size
    assert max(line["x1"] for line in lines) > PAPER_SIZES[paper][0] - PAGE.side - 30
    assert lines[1]["top"] - lines[0]["top"] == pytest.approx(THEME.styles["body"].leading)


@pytest.mark.parametrize("lines", range(30, 44))
def test_a_banner_takes_its_overview_to_the_next_page(lines: int) -> None:
    overview = MarginTable(
        None, (MarginRow((Cue("clock", (Run("5 minutes"),)),), paragraphs("overview", "objective")),)
    )
    banner = Banner(Heading(1, (Run("Part"),), "p"), (Run("0:00–0:05"),), (Run("5 minutes"),))
    for page in pages_of(document(filler(lines), banner, overview)):
        texts = " ".join(texts_of(page))
        assert ("Part" in texts) == ("overview" in texts) == ("objective" in texts)


@pytest.mark.parametrize("lines", range(30, 44))
def test_cues_stay_beside_their_text_and_run_on_beside_what_follows(lines: int) -> None:
    cues = tuple(Cue("slide", (Run(f"cue {number}"),)) for number in range(3))
    rows = (
        MarginRow(cues, paragraphs("first")),
        MarginRow((), paragraphs("second")),
        MarginRow((), paragraphs("third")),
    )
    pages = pages_of(document(filler(lines), MarginTable(None, rows), *paragraphs("after")))
    page = next(page for page in pages if "cue 0" in page.extract_text())
    tops = {word["text"]: word["top"] for word in page.extract_words()}
    top_of_cue = next(word["top"] for word in page.extract_words() if word["text"] == "cue")
    assert tops["first"] == pytest.approx(top_of_cue, abs=4)
    gap = tops["second"] - tops["first"]
    assert gap == pytest.approx(THEME.styles["body"].leading + THEME.styles["body"].after + 2 * THEME.grid, abs=0.1)
    assert "cue 2" in page.extract_text()
    # What stands below the rows stands below the cues too.
    if "after" in tops:
        assert tops["after"] > max(word["top"] for word in page.extract_words() if word["text"] == "cue") + 12


@pytest.mark.parametrize("lines", range(0, 40, 3))
def test_rows_do_not_split_and_heads_repeat(lines: int) -> None:
    head = (Cell((Paragraph((Run("What"),), "table-head"),), header=True),)
    rows = tuple((Cell(paragraphs(f"row{n}a", f"row{n}b", f"row{n}c")),) for n in range(14))
    pages = pages_of(document(filler(lines), Table((1.0,), head, rows, "Rows"), *paragraphs("after")))
    holding = [texts for texts in map(texts_of, pages) if any(text.startswith("row") for text in texts)]
    assert len(holding) > 1 or lines < 3
    for texts in holding:
        assert texts.count("What") == 1
        first = next(at for at, text in enumerate(texts) if text.startswith("row"))
        assert texts[first - 1] == "What"
        shown = [text for text in texts if text.startswith("row")]
        assert len(shown) % 3 == 0
        assert [text[-1] for text in shown] == ["a", "b", "c"] * (len(shown) // 3)


@pytest.mark.parametrize("lines", range(36, 48))
def test_no_line_of_a_paragraph_stands_alone_on_a_page(lines: int) -> None:
    words = " ".join(f"w{number}" for number in range(160))
    pages = pages_of(document(filler(lines % 12 + 28), *paragraphs(words)))
    for page in pages:
        own = [text for text in texts_of(page) if text.startswith("w")]
        assert len(own) != 1


@pytest.mark.parametrize("lines", range(28, 44))
def test_what_leads_up_to_a_list_stays_with_its_first_item(lines: int) -> None:
    three = ListBlock(tuple(ListItem(paragraphs(f"item {number}")) for number in range(3)))
    pages = pages_of(document(filler(lines), *paragraphs("Three things matter most:"), three))
    holding = next(page for page in pages if "Three things" in page.extract_text())
    assert "item 0" in holding.extract_text()


def test_a_box_over_a_pages_end_keeps_its_text_off_its_edges() -> None:
    pages = pages_of(document(Box(paragraphs(*(f"line {number}" for number in range(60))), "activity")))
    assert len(pages) == 2
    for page in pages:
        box = max(page.rects or page.curves, key=lambda rect: rect["height"])
        lines = lines_of(page)
        padding = THEME.boxes["activity"].padding
        assert lines[0]["top"] >= box["top"] + padding - 4
        assert lines[-1]["bottom"] <= box["bottom"] - 2
        assert box["bottom"] <= page.height - PAGE.bottom + 0.1


@pytest.mark.parametrize("lines", range(26, 44, 2))
def test_a_small_box_stays_whole(lines: int) -> None:
    pages = pages_of(document(filler(lines), Box(paragraphs("start", *["inside"] * 6, "end"))))
    for page in pages:
        assert ("start" in texts_of(page)) == ("end" in texts_of(page))


def steps(count: int) -> tuple[MarginRow, ...]:
    """What a trainer does in so many steps, with a cue beside the first."""
    return tuple(
        MarginRow((Cue("clock", (Run("5"),)),) if not at else (), paragraphs(f"step {at}")) for at in range(count)
    )


def numbered(page: pdfplumber.page.Page, word: str) -> list[str]:
    """The lines of a page that have such a word and a number: "step 3"."""
    return [line["text"] for line in lines_of(page) if re.search(rf"{word} \d", line["text"])]


@pytest.mark.parametrize("large", [1.0, 1.6])
@pytest.mark.parametrize("framed", [True, False])
@pytest.mark.parametrize("share", [0.05, 0.2, 0.35, 0.5, 0.6, 0.68, 0.72, 0.8, 0.95])
def test_a_box_that_fits_a_page_is_whole_where_that_leaves_no_large_hole(
    share: float, framed: bool, large: float
) -> None:
    theme = THEME.scaled(large)
    room = PAPER_SIZES["A4"][1] - theme.page.top - theme.page.bottom
    line = theme.styles["body"].leading + theme.styles["body"].after
    count = int(0.75 * room / line) - 2  # with the gaps between rows nearly a page
    box: Block = (
        MarginTable(Heading(2, (Run("Activity"),), "a"), steps(int(count * 0.7)), "activity")
        if framed
        else Box(paragraphs(*(f"step {at}" for at in range(count))))
    )
    above = paragraphs(*["above"] * int(share * room / line))
    pages = pdfplumber.open(BytesIO(write_pdf(document(*above, box), theme, FONTS).data)).pages
    held = [numbered(page, "step") for page in pages]
    assert all(len(lines) >= 3 for lines in held if lines), "torn near an end"
    if share > 0.68:  # what is left above is empty
        assert held[0] == []
        assert len(pages) == 2


@pytest.mark.parametrize("lines", range(10, 40, 2))
def test_a_part_s_banner_takes_its_overview_to_the_page_of_its_first_topic(lines: int) -> None:
    overview = MarginTable(None, (MarginRow((Cue("clock", (Run("5 minutes"),)),), paragraphs(*["overview"] * 4)),))
    topic = MarginTable(Heading(2, (Run("Topic"),), "t"), (MarginRow((), paragraphs("first " * 60)),))
    banner = Banner(Heading(1, (Run("Part"),), "p"), (Run("0:00–0:05"),), (Run("5 minutes"),))
    for page in pages_of(document(filler(lines), banner, overview, topic)):
        texts = " ".join(texts_of(page))
        assert ("Part" in texts) == ("overview" in texts) == ("Topic" in texts)


@pytest.mark.parametrize("lines", range(32, 44))
def test_the_last_item_of_a_list_is_not_alone_overleaf(lines: int) -> None:
    entries = ListBlock(tuple(ListItem(paragraphs(f"item {number}")) for number in range(6)))
    held = [len(numbered(page, "item")) for page in pages_of(document(filler(lines), *paragraphs("and"), entries))]
    assert sum(held) == 6
    assert held[-1] != 1


def test_headings_break_evenly() -> None:
    title = "Building and Sustaining Library Partnerships in Every Town and Village with Friends"
    page = pages_of(document(Heading(1, (Run(title),), "t"), *paragraphs("text")))[0]
    first, second, _ = lines_of(page)
    assert f"{first['text']} {second['text']}" == title
    assert second["x1"] - second["x0"] > 0.75 * (first["x1"] - first["x0"])


def test_a_long_running_head_gives_way() -> None:
    long = Document(
        "d", "T", "en", "trainer", "A4", ("A session title that goes on " * 6, "Country"), ("", ""), "s", "a",
        paragraphs("text"),
    )  # fmt: skip
    page = pages_of(long)[0]
    head = page.crop((0, 0, page.width, PAGE.top - 15)).extract_text_lines()
    assert len(head) == 1
    words = page.crop((0, 0, page.width, PAGE.top - 15)).extract_words()
    assert words[-1]["text"] == "Country"
    assert words[-2]["text"].endswith("…")
    assert words[-1]["x0"] - words[-2]["x1"] > 15


def test_a_table_in_a_narrow_place_wraps_inside_its_cells() -> None:
    cells = tuple(Cell(paragraphs("supercalifragilistic " * 3)) for _ in range(5))
    page = pages_of(document(Table((0.2,) * 5, (), (cells,), "Narrow")))[0]
    width = (page.width - 2 * PAGE.side) / 5
    for char in (char for char in page.chars if 60 < char["top"] < page.height - 60):
        column = int((char["x0"] - PAGE.side) // width)
        assert char["x1"] <= PAGE.side + (column + 1) * width - 4


def test_no_fill_covers_the_rule_above_it() -> None:
    rows = tuple((Cell((Paragraph((Run(f"row {number}"),), "table-text"),)),) for number in range(6))
    page = pages_of(document(Table((1.0,), (), rows, "Rows", "scale", bands=(4,))))[0]
    fills = [rect for rect in page.rects if rect["fill"]]
    rules = [line for line in page.lines if line["width"] > 100]
    assert len(fills) == 3
    assert len(rules) >= 6
    for rule in rules:
        half = rule["linewidth"] / 2
        assert not any(fill["top"] < rule["top"] + half - 0.01 and fill["top"] > rule["top"] - 6 for fill in fills)


def test_a_box_in_a_cell_higher_than_a_page_is_painted_on_each() -> None:
    box = Box(paragraphs(*(f"line {number}" for number in range(60))), "activity")
    pages = pages_of(document(Table((1.0,), (), ((Cell((box,)),),), "High")))
    assert len(pages) > 1
    fill = THEME.colour(THEME.boxes["activity"].fill or "")
    wanted = tuple(int(fill[at : at + 2], 16) / 255 for at in (1, 3, 5))
    for page in pages:
        assert any(
            rect["non_stroking_color"] == pytest.approx(wanted, abs=0.01) for rect in (*page.rects, *page.curves)
        )
