"""The PDF writer: a document tree, a theme and fonts -> the bytes of a tagged PDF, and where its headings are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from math import floor

from packgen.document import PAPER_SIZES, Document, Figure, headings, walk
from packgen.themes.theme import Theme
from packgen.writers.pdf.embed import EmbeddedFonts, new_canvas
from packgen.writers.pdf.flow import (
    AnchorMark,
    height_of,
)
from packgen.writers.pdf.fonts import Fonts
from packgen.writers.pdf.forms import Forms
from packgen.writers.pdf.layout import Layout
from packgen.writers.pdf.metadata import describe
from packgen.writers.pdf.page import Frame, Painter
from packgen.writers.pdf.pagination import Page, paginate
from packgen.writers.pdf.tags import Element, Tags
from packgen.writers.pdf.typeset import Typesetter
from packgen.writers.scripts import is_rtl, theme_for

# The least height of a connection picture in points; where the page leaves less, it gets a page of its own.
LEAST_FIGURE = 380.0


@dataclass(frozen=True, slots=True)
class Rendered:
    """A PDF: its bytes, the number of its pages, and the page (from 1) of every heading by bookmark.

    `figure_height` is what a connection picture got, in points (0 where there is none).
    """

    data: bytes
    pages: int
    heading_pages: dict[str, int]
    figure_height: float


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A document's pages with all that paints them: its elements, and how its text is set.

    `pages`, `heading_pages` and `figure_height` are those of Rendered.
    """

    document: Document
    typesetter: Typesetter
    root: Element
    content: tuple[Page, ...]
    heading_pages: dict[str, int]
    figure_height: float

    @property
    def pages(self) -> int:
        """The number of pages."""
        return len(self.content)


def write_pdf(document: Document, theme: Theme, fonts: Fonts) -> Rendered:
    """The document as a tagged PDF on its own paper size.

    Raises fonts.MissingGlyph for a character that no font has.
    """
    return paint(lay_out(document, theme, fonts))


def lay_out(document: Document, theme: Theme, fonts: Fonts) -> LaidOut:
    """The document's pages. Raises fonts.MissingGlyph for a character that no font has."""
    theme = theme_for(theme, document.language)
    paper_width, paper_height = PAPER_SIZES[document.paper]
    width = paper_width - 2 * theme.page.side
    height = paper_height - theme.page.top - theme.page.bottom
    typesetter = Typesetter(theme, fonts, document.language, is_rtl(document.language))
    root = Element("Document")
    layout = Layout(typesetter, headings(document.blocks), 0.0)
    has_figure = any(isinstance(block, Figure) for block in walk(document.blocks))
    if has_figure:
        around = height_of(layout.blocks(document.blocks, 0.0, width, Element("Document")))
        spare = height - around
        room = spare if spare >= LEAST_FIGURE else height * 0.8
        layout = replace(layout, figure_height=theme.on_grid(room, floor))
    pages = paginate(layout.blocks(document.blocks, 0.0, width, root), height)
    figure_height = layout.figure_height if has_figure else 0.0
    return LaidOut(document, typesetter, root, pages, _heading_pages(pages), figure_height)


def paint(laid: LaidOut) -> Rendered:
    """The pages as a tagged PDF. Raises fonts.MissingGlyph for a running line's character that no font has."""
    document, typesetter = laid.document, laid.typesetter
    page = typesetter.theme.page
    paper_width, paper_height = PAPER_SIZES[document.paper]
    buffer = BytesIO()
    canvas = new_canvas(buffer, (paper_width, paper_height))
    describe(canvas, document, outline=len(laid.heading_pages) > 1)
    tags = Tags(canvas, laid.root)
    frame = Frame(page.side, paper_height - page.top, paper_width - 2 * page.side)
    forms = Forms(canvas, tags, typesetter.theme, typesetter.rtl, typesetter.fonts)
    painter = Painter(canvas, EmbeddedFonts(canvas), tags, forms, typesetter, frame, laid.heading_pages)
    painter.document(document, laid.content)
    painter.outline()
    forms.write()
    tags.write()
    canvas.save()
    return Rendered(buffer.getvalue(), laid.pages, laid.heading_pages, laid.figure_height)


def _heading_pages(pages: tuple[Page, ...]) -> dict[str, int]:
    return {
        mark.bookmark: number
        for number, page in enumerate(pages, 1)
        for placed in page.slices
        for mark in placed.slice.marks
        if isinstance(mark, AnchorMark)
    }
