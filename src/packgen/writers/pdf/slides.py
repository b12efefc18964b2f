"""Decks as PDF: the slides, a page each, and the handout of three to a page with lines to write on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from packgen.document import PAPER_SIZES, SLIDE_SIZE, Deck
from packgen.themes.theme import Theme
from packgen.writers.pdf.embed import EmbeddedFonts, new_canvas
from packgen.writers.pdf.flow import (
    Item,
    Mark,
    RectMark,
    RuleMark,
    Slice,
)
from packgen.writers.pdf.fonts import Fonts
from packgen.writers.pdf.forms import Forms
from packgen.writers.pdf.metadata import describe
from packgen.writers.pdf.page import Frame, Painter
from packgen.writers.pdf.pagination import paginate
from packgen.writers.pdf.slides_layout import SlideLayout
from packgen.writers.pdf.tags import Element, Tags
from packgen.writers.pdf.typeset import Typesetter
from packgen.writers.scripts import is_rtl, theme_for
from packgen.writers.slides import Fit

A_PAGE = 3  # slides of the handout
SLIDE_SHARE = 0.6  # of the handout's width; the lines have the rest
LINES_GAP = 20.0  # points between a slide and its lines


@dataclass(frozen=True, slots=True)
class RenderedDeck:
    """The slides as PDF, the handout as PDF, the pages of each, and how every slide's texts were made to fit."""

    slides: bytes
    pages: int
    handout: bytes
    handout_pages: int
    fits: tuple[Fit, ...]


def write_deck(deck: Deck, theme: Theme, fonts: Fonts) -> RenderedDeck:
    """The deck as two tagged PDFs. Raises fonts.MissingGlyph for a character that no font has."""
    layout = SlideLayout(theme, fonts, deck.language)
    fits = tuple(layout.fit(slide) for slide in deck.slides)
    file = _Slides(deck, theme, fonts, layout, fits)
    handout, handout_pages = file.handout()
    return RenderedDeck(file.slides(), len(deck.slides), handout, handout_pages, fits)


@dataclass(frozen=True, slots=True)
class _Slides:
    deck: Deck
    theme: Theme
    fonts: Fonts
    layout: SlideLayout
    fits: tuple[Fit, ...]

    def slides(self) -> bytes:
        """A page of SLIDE_SIZE each."""
        root = Element("Document")

        def paint(painter: Painter) -> None:
            for number in range(1, len(self.deck.slides) + 1):
                painter.page(self._marks(number, root, 1.0))

        return self._file(SLIDE_SIZE, Frame(0.0, SLIDE_SIZE[1], SLIDE_SIZE[0]), root, paint)

    def handout(self) -> tuple[bytes, int]:
        """Three slides a page on the deck's paper, and the number of pages."""
        page = self.theme.page
        width, height = PAPER_SIZES[self.deck.paper]
        frame = Frame(page.side, height - page.top, width - 2 * page.side)
        root = Element("Document")
        room = height - page.top - page.bottom
        items: list[Item] = [
            self._with_lines(number, root, frame.width, room / A_PAGE) for number in range(1, len(self.deck.slides) + 1)
        ]
        pages = paginate(items, room)
        data = self._file((width, height), frame, root, lambda painter: painter.document(self.deck, pages))
        return data, len(pages)

    def _with_lines(self, number: int, root: Element, width: float, height: float) -> Slice:
        """A slide of the handout, framed, with lines beside it."""
        scale = width * SLIDE_SHARE / SLIDE_SIZE[0]
        wide, high = SLIDE_SIZE[0] * scale, SLIDE_SIZE[1] * scale
        edge = RectMark(0, 0, wide, high, None, self.theme.colour("rule"), 0.6)
        writing, x = self.theme.writing, wide + LINES_GAP
        colour, lines = self.theme.colour(writing.colour), int(height / writing.pitch)
        rules = (RuleMark(x, line * writing.pitch, width - x, colour, writing.width) for line in range(1, lines))
        return Slice(height, (*self._marks(number, root, scale), edge, *rules))

    def _marks(self, number: int, root: Element, scale: float) -> list[Mark]:
        slide, fit = self.deck.slides[number - 1], self.fits[number - 1]
        return self.layout.marks(slide, fit, number, self.deck.footer, root, scale)

    def _file(self, size: tuple[float, float], frame: Frame, root: Element, paint: Callable[[Painter], None]) -> bytes:
        buffer = BytesIO()
        canvas = new_canvas(buffer, size)
        describe(canvas, self.deck, outline=True)
        tags = Tags(canvas, root)
        rtl = is_rtl(self.deck.language)
        theme = theme_for(self.theme, self.deck.language)
        forms = Forms(canvas, tags, theme, rtl, self.fonts)
        typesetter = Typesetter(theme, self.fonts, self.deck.language, rtl)
        painter = Painter(canvas, EmbeddedFonts(canvas), tags, forms, typesetter, frame, {})
        paint(painter)
        painter.outline()
        tags.write()
        canvas.save()
        return buffer.getvalue()
