"""The baseline grid of real documents: where every line stands, as pdfplumber finds it in the PDF."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import islice

import pdfplumber
import pytest
from pdfplumber.page import Page

from bench.export import trees
from packgen.document import (
    PAPER_SIZES,
    Banner,
    Block,
    Box,
    Cell,
    Cue,
    Document,
    Heading,
    MarginRow,
    MarginTable,
    Run,
    Table,
    TitleBlock,
)
from packgen.project import Project
from packgen.themes.load import load_theme
from packgen.themes.theme import Theme
from packgen.writers.pdf.writer import write_pdf
from packgen.writers.scripts import theme_for
from tests.sample import ROOT
from tests.writers.pdf.conftest import SESSION
from tests.writers.pdf.printed import FONTS, THEME, document, paragraphs

THEMES = {"theme": THEME, "plain": load_theme(Project(ROOT), "plain")}
NEARLY = 0.02  # points: what rounding in the file may cost
MOST_PAGES = 12  # of a guide, which have all that it is made of

# A paper, a script and a direction each.
EDITIONS = (("us", "en", "theme"), ("eg", "ar", "theme"), ("in", "hi", "theme"), ("kh", "km", "theme"))
LARGE = (("us", "en", "plain"), ("kh", "km", "plain"))


def baselines(page: Page, theme: Theme) -> Iterator[tuple[float, float, str]]:
    """Of each letter in the flow: its left edge, its baseline from the text's top, and itself; both in points.

    Running lines, and the labels of pictures, which stand where the picture has room, are left out by their tags.
    """
    for char in page.chars:
        if char["text"].strip() and char["tag"] not in ("Artifact", "Header", "Footer", "Figure"):
            yield char["x0"], page.height - theme.page.top - char["matrix"][5], char["text"]


def off_grid(written: Document, theme: Theme) -> tuple[int, list[tuple[int, float, str]]]:
    """How many letters were looked at, and those that are off the grid: page, baseline, letter."""
    setting = theme_for(theme, written.language)
    found, looked = [], 0
    with pdfplumber.open(BytesIO(write_pdf(written, theme, FONTS).data)) as pdf:
        for page in pdf.pages[:MOST_PAGES]:
            for _, y, letter in baselines(page, setting):
                looked += 1
                if abs(y - round(y / setting.grid) * setting.grid) > NEARLY:
                    found.append((page.page_number, round(y, 2), letter))
    return looked, found


@pytest.mark.parametrize(("country", "language", "theme"), EDITIONS + LARGE, ids="-".join)
def test_every_line_of_every_document_is_on_the_grid(country: str, language: str, theme: str) -> None:
    looked = 0
    for written in trees(ROOT, SESSION, country, language):
        letters, wrong = off_grid(written, THEMES[theme])
        assert wrong == [], written.id
        looked += letters
    assert looked > 10_000


@pytest.mark.parametrize(("country", "language"), [("ke", "en"), ("eg", "ar")], ids="-".join)
def test_a_cue_has_the_baseline_of_the_text_beside_it(country: str, language: str) -> None:
    guide = next(each for each in trees(ROOT, SESSION, country, language) if each.id == "trainer-guide")
    theme = theme_for(THEME, language)
    width = PAPER_SIZES[guide.paper][0]
    edge = theme.page.side + theme.margin_column.width
    cues = 0
    with pdfplumber.open(BytesIO(write_pdf(guide, THEME, FONTS).data)) as pdf:
        for page in pdf.pages[5:MOST_PAGES]:  # from the first part on
            margin: set[float] = set()
            wide: set[float] = set()
            for x, y, _ in baselines(page, theme):
                from_start = width - x if language == "ar" else x
                (margin if from_start < edge else wide).add(round(y, 1))
            shared = margin & wide
            cues += len(shared)
            if margin:
                assert min(margin) in wide, page.page_number
    assert cues >= 12


def rows(count: int) -> tuple[Block, ...]:
    """Everything that puts heights together, with one line more or less above it."""
    cells = (Cell(paragraphs("a cell"), header=True), Cell(paragraphs(*["one", "two"] * (count % 2 + 1))))
    heading = Heading(1, (Run("Part"),), "part")
    return (
        TitleBlock((Run("Kicker"),), (Run("Title"),), (Run("Subtitle"),)),
        *paragraphs(*["filler"] * count),
        Banner(heading, (Run("0:00–0:05"),), (Run("five minutes that " * 6),)),
        MarginTable(
            Heading(2, (Run("Topic"),), "topic"),
            (MarginRow((Cue("slide", (Run("cue"),)), Cue("clock", (Run("cue"),))), paragraphs("row"), "say"),) * 3,
            "activity",
        ),
        *(Box(paragraphs(*["boxed"] * 9), style) for style in THEME.boxes if style != "banner"),
        *(Table((0.3, 0.7), cells, (cells, cells), "A table", style) for style in THEME.tables),
        *paragraphs("the end"),
    )


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", ["en", "th", "my"])
def test_whatever_stands_above_a_line_it_is_on_the_grid(theme: str, language: str) -> None:
    for count in islice(range(1, 40, 7), 5):
        looked, wrong = off_grid(document(*rows(count), language=language), THEMES[theme])
        assert wrong == [], count
        assert looked > 500
