"""The PPTX writer: a deck, a theme and the sizes at which its texts fit -> the bytes of a presentation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.slide import Slide as PptxSlide

from packgen.document import Deck, Slide
from packgen.themes.theme import Theme
from packgen.writers.pptx.layouts import (
    BODY,
    COVER_BODY,
    COVER_TITLE,
    FOOTER,
    LAYOUTS,
    NOTES,
    NOTES_PAGE,
    NUMBER,
    PICTURE,
    TITLE,
    Looks,
)
from packgen.writers.pptx.package import empty_presentation, saved
from packgen.writers.pptx.shapes import NAMESPACES, Shapes, tree
from packgen.writers.pptx.text import Text
from packgen.writers.scripts import is_rtl, theme_for
from packgen.writers.slides import ACCENTS, LOGO, Fit, cue_places, logo_places, plan

_FIRST_CUE = 10  # the shape ids below are those of the placeholders


def write_pptx(deck: Deck, theme: Theme, fits: Sequence[Fit]) -> bytes:
    """The deck as PPTX (ISO/IEC 29500 transitional), styled by the theme.

    `fits` says for each slide how much smaller its texts must be; they come from the PDF. Raises ValueError for text
    that no presentation can hold, KeyError for a style that the theme has not among those of slides.
    """
    of_slides = theme_for(theme.of_slides(), deck.language)
    rtl = is_rtl(deck.language)
    of_notes = theme_for(theme.of_notes(), deck.language)
    looks, notes = Looks(of_slides, deck.language, rtl, deck.footer), Looks(of_notes, deck.language, rtl)
    presentation = empty_presentation(deck, theme, looks, notes)
    layouts = dict(zip(LAYOUTS, presentation.slide_layouts, strict=True))
    writer = _Slides(deck, of_slides, notes, rtl)
    for number, (slide, fit) in enumerate(zip(deck.slides, fits, strict=True), 1):
        page = presentation.slides.add_slide(layouts[slide.layout])
        writer.slide(page, slide, fit, number)
        writer.notes(page, slide, number)
    return saved(presentation)


@dataclass(frozen=True, slots=True)
class _Slides:
    deck: Deck
    theme: Theme
    notes_looks: Looks
    rtl: bool

    def slide(self, page: PptxSlide, slide: Slide, fit: Fit, number: int) -> None:
        """Fills the page: title, body and cues in reading order, then footer and number."""
        areas, accent = plan(slide.layout, filled=self.theme.slides.filled), ACCENTS[slide.layout]
        shapes = Shapes(self.theme, self.deck.language, self.rtl)
        cover = slide.layout == "title"
        title_style, body_style = ("cover-title", "cover-text") if cover else ("title", "text")
        title = self._text(page, title_style, fit.title)
        body = self._text(page, body_style, fit.body)
        title_looks = self._looks(fit.title).title_style(title_style, accent) if fit.title < 1 else ""
        body_looks = ""
        if fit.body < 1:
            looks = self._looks(fit.body)
            body_looks = looks.lines(body_style) if cover else looks.body_style(body_style, accent)
        found = self._logo(page, shapes) if cover else ""
        found += shapes.placeholder(
            2, "Title", COVER_TITLE if cover else TITLE, title.line(slide.title), list_style=title_looks
        )
        found += shapes.placeholder(
            3, "Text", COVER_BODY if cover else BODY, body.blocks(slide.blocks), list_style=body_looks
        )
        found += "".join(self._cues(page, slide, fit, shapes))
        if areas.footer:
            footer = Text(self.theme, "footer", self.deck.language, _no_link).plain(self.deck.footer)
            found += shapes.placeholder(4, "Footer", FOOTER, footer, fits=False)
            found += shapes.placeholder(5, "Slide number", NUMBER, shapes.slide_number(str(number)), fits=False)
        _fill(page, found)

    def _logo(self, page: Any, shapes: Shapes) -> str:
        """The logo that the theme may have, on its paper."""
        brand = self.theme.brand
        if brand is None:
            return ""
        paper, logo = logo_places(*brand.logo.size_in(LOGO.width, LOGO.height))
        _, relation = page.part.get_or_add_image_part(BytesIO(brand.logo.data))
        return shapes.fill(6, paper, "paper") + shapes.picture(7, "Logo", brand.name, relation, logo)

    def _cues(self, page: PptxSlide, slide: Slide, fit: Fit, shapes: Shapes) -> Sequence[str]:
        found: list[str] = []
        places = cue_places(len(slide.cues))
        for at, (cue, size, place) in enumerate(zip(slide.cues, fit.cues, places, strict=True)):
            number = _FIRST_CUE + 2 * at
            text = self._text(page, "cue", size).line(cue.content)
            found.append(shapes.icon(number, cue, place.icon))
            found.append(shapes.text_box(number + 1, f"Cue {at + 1}", place.text, self._looks(size).lines("cue"), text))
        return found

    def notes(self, page: PptxSlide, slide: Slide, number: int) -> None:
        """The notes page: the slide's picture, what the speaker does and says, the number."""
        notes = page.notes_slide
        text = replace(self._text(notes, "notes", 1.0), theme=self.notes_looks.theme, exact=False)
        # Pages of notes take their places from their master, which is not mirrored.
        shapes = Shapes(self.theme, self.deck.language, rtl=False)
        found = shapes.picture_placeholder(2, "Slide", PICTURE)
        # LibreOffice does not hand the notes master's style down.
        style = self.notes_looks.notes_style()
        found += shapes.placeholder(3, "Notes", NOTES, text.blocks(slide.notes), list_style=style)
        found += shapes.placeholder(4, "Number", NOTES_PAGE, shapes.slide_number(str(number)), fits=False)
        _fill(notes, found)

    def _text(self, page: Any, style: str, size: float) -> Text:
        def link(address: str) -> str:
            relation: str = page.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            return relation

        return Text(self.theme.scaled(size), style, self.deck.language, link)

    def _looks(self, size: float) -> Looks:
        return Looks(self.theme.scaled(size), self.deck.language, self.rtl)


def _no_link(address: str) -> str:
    raise ValueError(f"a footer has no link to {address}")


def _fill(page: Any, shapes: str) -> None:
    """Gives a slide or a page of notes these shapes in place of those that python-pptx copied from its layout."""
    holder = parse_xml(f"<p:cSld {NAMESPACES}>{tree(shapes)}</p:cSld>".encode())
    content = page.part._element.cSld
    content.replace(content.spTree, holder[0])
