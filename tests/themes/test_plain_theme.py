"""The plain theme on real documents: large, black on white, and nothing that overflows or runs into another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pdfplumber
import pikepdf
import pytest
from pdfplumber.page import Page
from pptx import Presentation

from bench.export import trees
from packgen.document import PAPER_SIZES, Cue, Deck, Document, Paragraph, Run, Slide, Table, plain, walk
from packgen.project import Project
from packgen.themes.load import load_theme
from packgen.writers.columns import running_ends
from packgen.writers.docx.writer import write_docx
from packgen.writers.pdf.fonts import Fonts, font_directories
from packgen.writers.pdf.slides import write_deck
from packgen.writers.pdf.writer import write_pdf
from packgen.writers.pptx.writer import write_pptx
from packgen.writers.scripts import theme_for
from tests.access import word
from tests.access.matterhorn import failures
from tests.access.pdfa import pdfa_failures
from tests.office import to_pdf
from tests.readers import docx_words, pdf_words
from tests.sample import ROOT

THEME = load_theme(Project(ROOT), "plain")
FONTS = Fonts.load(font_directories(ROOT), THEME.font)
SLIDES: tuple[tuple[Literal["title", "content", "activity", "discussion"], bool], ...] = (
    ("title", False),
    ("content", False),
    ("activity", True),
    ("discussion", True),
)
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
LARGE_PRINT = 16.0  # points, the least of what is called large print

# A paper, a direction and a script each; of the long guides two are enough.
WITH_GUIDE = ("us", "eg")
PACKS = (("us", "en"), ("eg", "ar"), ("ua", "uk"), ("kh", "km"))


@pytest.fixture(scope="module", params=PACKS, ids="-".join)
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Document, Path]]:
    """Every document of a pack with its PDF; the DOCX stands beside it."""
    country, language = request.param
    folder = tmp_path_factory.mktemp(f"{country}-{language}")
    found = []
    for document in trees(ROOT, "library-partnerships", country, language):
        if document.id == "trainer-guide" and country not in WITH_GUIDE:
            continue
        pdf = write_pdf(document, THEME, FONTS)
        path = folder / f"{document.id}.pdf"
        path.write_bytes(pdf.data)
        docx = write_docx(document, THEME, pages=pdf.pages, heading_pages=pdf.heading_pages)
        path.with_suffix(".docx").write_bytes(docx)
        found.append((document, path))
    return found


def pages(path: Path, most: int = 5) -> Iterator[Page]:
    """The first pages, which show all that a document has."""
    with pdfplumber.open(path) as pdf:
        yield from pdf.pages[:most]


def test_all_type_is_large_black_and_inside_the_margins(printed: list[tuple[Document, Path]]) -> None:
    for document, path in printed:
        width = PAPER_SIZES[document.paper][0]
        for page in pages(path):
            chars = [char for char in page.chars if char["text"].strip()]
            assert min(round(char["size"], 2) for char in chars) >= LARGE_PRINT
            assert {tuple(char["non_stroking_color"] or (0,)) for char in chars} <= {(0,), (0, 0, 0), (0.0, 0.0, 0.0)}
            assert min(char["x0"] for char in chars) >= THEME.page.side - 1, (path.name, page.page_number)
            assert max(char["x1"] for char in chars) <= width - THEME.page.side + 1, (path.name, page.page_number)
            assert not [char for char in chars if "Italic" in char["fontname"]]


def test_nothing_is_filled_that_costs_toner(printed: list[tuple[Document, Path]]) -> None:
    for _, path in printed:
        for page in pages(path):
            for rect in page.rects:
                if rect["fill"] and tuple(rect["non_stroking_color"]) not in ((1,), (1, 1, 1)):
                    small = rect["width"] <= THEME.margin_column.width  # a picture in the margin
                    assert small or rect["height"] <= 4, "bars and rules alone are black"


def test_slides_are_black_on_white_in_both_formats() -> None:
    pages = tuple(
        Slide(
            layout,
            (Run("A title"),),
            (Paragraph((Run("Words"),), "text"),),
            (Cue("clock", (Run("5"),)),) if cued else (),
        )
        for layout, cued in SLIDES
    )
    deck = Deck("slides", "Slides", "en", "trainer", "A4", ("", ""), ("", ""), "Foot", "A subject", "A team", pages)
    made = write_deck(deck, THEME, FONTS)
    with pdfplumber.open(BytesIO(made.slides)) as pdf:
        for page in pdf.pages:
            assert {tuple(char["non_stroking_color"]) for char in page.chars} == {(0, 0, 0)}
            filled = [rect for rect in page.rects if rect["fill"]]
            assert sum(rect["width"] * rect["height"] for rect in filled) < 0.01 * page.width * page.height
    presentation = Presentation(BytesIO(write_pptx(deck, THEME, made.fits)))
    for layout in presentation.slide_layouts:
        assert layout.element.cSld.find(f"{P}bg") is None  # that of the master is white
        fills = [shape for shape in layout.shapes if not shape.is_placeholder]
        area = sum(shape.width * shape.height for shape in fills)
        assert area < 0.01 * presentation.slide_width * presentation.slide_height


def test_word_turns_its_pages_with_the_pdf(tmp_path: Path) -> None:
    guides = {}
    for country, language in (("us", "en"), ("eg", "ar")):
        (guide,) = (
            each for each in trees(ROOT, "library-partnerships", country, language) if each.id == "trainer-guide"
        )
        pdf = write_pdf(guide, THEME, FONTS)
        path = tmp_path / f"{country}.docx"
        path.write_bytes(write_docx(guide, THEME, pages=pdf.pages, heading_pages=pdf.heading_pages))
        guides[path] = pdf.pages
    for path, made in to_pdf(list(guides), tmp_path / "office").items():
        with pikepdf.open(made) as printed:
            assert abs(len(printed.pages) - guides[path]) <= 2, path.name


def test_no_running_line_runs_into_the_other_end(printed: list[tuple[Document, Path]]) -> None:
    for document, path in printed:
        for page in pages(path, most=1):
            heads = [char for char in page.chars if char["top"] < THEME.page.head and char["text"].strip()]
            assert len({round(char["matrix"][5]) for char in heads}) == 1, "one baseline"
            heads.sort(key=lambda char: float(char["x0"]))
            theme = theme_for(THEME, document.language)
            width = PAPER_SIZES[document.paper][0] - 2 * theme.page.side
            if running_ends(document.head, theme.styles["head"], width)[1]:
                assert max(after["x0"] - before["x1"] for before, after in pairwise(heads)) >= 14, document.id


def test_no_word_of_a_table_s_head_is_broken(printed: list[tuple[Document, Path]]) -> None:
    for document, path in printed:
        if document.language.partition("-")[0] not in ("en", "uk"):
            continue  # words of the others are drawn in pieces
        with pdfplumber.open(path) as pdf:
            drawn = {word["text"] for page in pdf.pages for word in page.extract_words()}
        for table in walk(document.blocks):
            if isinstance(table, Table) and not THEME.tables[table.style].stacked:
                heads = [plain(block.content) for cell in table.head for block in walk(cell.blocks)]  # type: ignore[union-attr]
                assert {word for head in heads for word in head.split()} <= drawn


def test_large_print_is_accessible_and_archival_too(printed: list[tuple[Document, Path]]) -> None:
    for _, path in printed:
        with pikepdf.open(path) as pdf:
            assert failures(pdf) == []
        assert pdfa_failures(path.read_bytes()) == []
        assert word.failures(path.with_suffix(".docx")) == []


def test_both_formats_say_the_same(printed: list[tuple[Document, Path]]) -> None:
    for _, path in printed:
        assert docx_words(path.with_suffix(".docx")) == pdf_words(path)


def test_a_scale_in_lines_has_the_fields_of_the_scale_in_columns(printed: list[tuple[Document, Path]]) -> None:
    default = load_theme(Project(ROOT), "theme")
    for document, path in printed:
        if document.id in ("assessment-survey", "feedback-form"):
            assert fields(path.read_bytes(), path) == fields(write_pdf(document, default, FONTS).data, path)


def fields(data: bytes, path: Path) -> list[tuple[str, list[str]]]:
    """The names of the form's fields, and what each choice of it means."""
    copy = path.with_suffix(".fields.pdf")
    copy.write_bytes(data)
    with pikepdf.open(copy) as pdf:
        return [
            (str(field.T), [str(state) for kid in field.get("/Kids", []) for state in kid.AP.N if state != "/Off"])
            for field in pdf.Root.AcroForm.Fields
        ]


def test_scripts_keep_their_own_leading_in_large_print_too() -> None:
    for language in ("ar", "km", "hi"):
        styles = theme_for(THEME, language).styles
        assert all(style.size >= LARGE_PRINT for style in styles.values())
        assert styles["body"].leading > THEME.styles["body"].leading
    assert re.search("large print", (ROOT / "templates/plain.yaml").read_text(encoding="utf-8"), re.I)
