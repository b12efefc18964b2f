"""Slides laid out: the size at which each text fits its area, and the marks that paint a slide at any scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from packgen.document import Block, Inlines, Paragraph, Run, Slide, plain
from packgen.themes.theme import Theme
from packgen.writers import icons
from packgen.writers.pdf.flow import (
    AnchorMark,
    DrawingMark,
    ImageMark,
    Item,
    Mark,
    Passage,
    RectMark,
    TextMark,
    height_of,
    moved,
)
from packgen.writers.pdf.fonts import Fonts
from packgen.writers.pdf.layout import Layout
from packgen.writers.pdf.pagination import stack
from packgen.writers.pdf.tags import Element
from packgen.writers.pdf.typeset import Typesetter
from packgen.writers.scripts import is_rtl, theme_for
from packgen.writers.slides import ACCENTS, LOGO, Area, Fit, cue_places, logo_places, plan

# The sizes that are tried, as shares of the theme's; the last is taken though the text may not fit.
STEPS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of a slide and where it stands; `heading` is the style of a title, None for other text."""

    area: Area
    blocks: tuple[Block, ...]
    heading: str | None = None

    def items(self, set_: Typesetter, scale: float, parent: Element) -> list[Item]:
        """The text set in the width of its area times `scale`."""
        width = self.area.width * scale
        if self.heading is None:
            return Layout(set_, (), 0.0).blocks(self.blocks, 0.0, width, parent)
        (title,) = self.blocks
        assert isinstance(title, Paragraph)
        return set_.paragraph(title.content, self.heading, 0.0, width, parent.child("H1"))


def _texts(slide: Slide) -> tuple[_Text, ...]:
    """The texts of a slide in reading order: title, body, cues."""
    areas = plan(slide.layout, filled=False)  # texts stand alike on what is filled and what is not
    heading = "cover-title" if slide.layout == "title" else "title"
    cues = zip(slide.cues, cue_places(len(slide.cues)), strict=True)
    return (
        _Text(areas.title, (Paragraph(slide.title),), heading),
        _Text(areas.body, slide.blocks),
        *(_Text(place.text, (Paragraph(cue.content, "cue"),)) for cue, place in cues),
    )


@dataclass(frozen=True)
class SlideLayout:
    """Lays out the slides of one deck in its language (BCP 47)."""

    theme: Theme
    fonts: Fonts
    language: str
    _typesetters: dict[tuple[str, float], Typesetter] = field(default_factory=dict, repr=False)

    def fit(self, slide: Slide) -> Fit:
        """By how much the texts of a slide must be smaller than the theme says."""
        title, body, *cues = (self._fitting(text, ACCENTS[slide.layout]) for text in _texts(slide))
        return Fit(title, body, tuple(cues))

    def _fitting(self, text: _Text, accent: str) -> float:
        """The largest of STEPS at which the text is not higher than its area."""
        for step in STEPS:
            if height_of(text.items(self._set(accent, step), 1.0, Element("Sect"))) <= text.area.height:
                return step
        return STEPS[-1]

    def marks(
        self, slide: Slide, fit: Fit, number: int, footer: str, parent: Element, scale: float = 1.0
    ) -> list[Mark]:
        """All that paints the slide with its start corner at (0, 0), `scale` times as large as SLIDE_SIZE.

        Its content belongs to a section below `parent`.
        """
        areas, accent = plan(slide.layout, filled=self.theme.slides.filled), ACCENTS[slide.layout]
        section = parent.child("Sect")
        marks: list[Mark] = []
        for area, colour in areas.fills:
            at = _scaled(area, scale)
            marks.append(RectMark(at.x, at.y, at.width, at.height, self.theme.colour(colour)))
        if slide.layout == "title":
            marks += self._logo(section, scale)
        marks.append(AnchorMark(0, areas.title.y * scale, 1, f"slide-{number}", plain(slide.title), 1))
        for cue, place in zip(slide.cues, cue_places(len(slide.cues)), strict=True):
            at = _scaled(place.icon, scale)
            icon = icons.icon(cue.kind, at.width, self.theme.slides.styles["cue"].colour)
            marks.append(DrawingMark(at.x, at.y, at.width, icon, None))
        for text, size in zip(_texts(slide), (fit.title, fit.body, *fit.cues), strict=True):
            items = text.items(self._set(accent, size * scale), scale, section)
            at = _scaled(text.area, scale)
            top = at.y + at.height - height_of(items) if text.heading else at.y
            marks += (moved(mark, at.x, top) for mark in stack(items)[1])
        if areas.footer and areas.number:
            set_ = self._set(accent, scale)
            marks += _line((Run(footer),), "footer", _scaled(areas.footer, scale), set_)
            marks += _line((Run(str(number)),), "number", _scaled(areas.number, scale), set_)
        return marks

    def _logo(self, parent: Element, scale: float) -> Iterator[Mark]:
        """The logo that the theme may have, on its paper."""
        brand = self.theme.brand
        if brand:
            paper, logo = (_scaled(area, scale) for area in logo_places(*brand.logo.size_in(LOGO.width, LOGO.height)))
            yield RectMark(paper.x, paper.y, paper.width, paper.height, self.theme.colour("paper"))
            figure = parent.child("Figure", alt=brand.name)
            yield ImageMark(logo.x, logo.y, logo.width, logo.height, brand.logo, figure)

    def _set(self, accent: str, scale: float) -> Typesetter:
        """The typesetter of slides with this accent, their lengths times `scale`."""
        key = (accent, scale)
        if key not in self._typesetters:
            theme = theme_for(self.theme.of_slides(accent), self.language).scaled(scale)
            self._typesetters[key] = Typesetter(theme, self.fonts, self.language, is_rtl(self.language))
        return self._typesetters[key]


def _scaled(area: Area, scale: float) -> Area:
    return Area(area.x * scale, area.y * scale, area.width * scale, area.height * scale)


def _line(content: Inlines, style: str, area: Area, set_: Typesetter) -> Iterator[Mark]:
    """The first line of a text that belongs to no content: a slide's footer, its number."""
    for mark in stack(set_.paragraph(content, style, 0.0, area.width, Element("Span"))[:1])[1]:
        assert isinstance(mark, TextMark)
        yield moved(replace(mark, passages=tuple(Passage(None) for _ in mark.passages)), area.x, area.y)
