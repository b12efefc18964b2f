"""Paragraphs: inline nodes in a theme style -> slices, a line each, with widow and orphan control."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

from packgen.document import Choice, Inlines, LineBreak, Run
from packgen.themes.theme import TextStyle, Theme
from packgen.writers.measures import CAP_HEIGHT, baseline_of
from packgen.writers.pdf.flow import FieldMark, Item, Mark, Passage, RectMark, Slice, TextMark
from packgen.writers.pdf.fonts import Fonts
from packgen.writers.pdf.lines import HardBreak, InlineBox, Line, Span, break_lines
from packgen.writers.pdf.tags import Element
from packgen.writers.scripts import NO_LOOK, emphasis, slant

BALANCED = ("title", "cover-title", "banner", "heading-1", "heading-2")  # no last line of a word or two

NEARLY = 0.25  # of the grid's unit: text rises by no more to a line of the grid, else it comes down to the next

TICK = 0.95  # the side of a circle or square to tick, as a share of the style's size


@dataclass(frozen=True, slots=True)
class Typesetter:
    """Sets text with the fonts and the theme of one document; `language` is its BCP 47 tag."""

    theme: Theme
    fonts: Fonts
    language: str
    rtl: bool

    def style(self, name: str) -> TextStyle:
        """The theme's paragraph style; KeyError names one that the theme has not."""
        return self.theme.styles[name]

    def on_grid(self, points: float) -> float:
        """A gap of the writer's own, as the theme's grid has it."""
        return self.theme.on_grid(points)

    def whole(self, points: float) -> float:
        """The height that something `points` high takes on the grid."""
        return self.theme.on_grid(points, ceil)

    def padding(self, points: float) -> float:
        """What a padding is above its content: half a unit goes below, where it makes no line leave the grid."""
        return self.theme.on_grid(points, floor)

    def baseline(self, look: TextStyle) -> float:
        """Points from the top of a line to its baseline: on the grid, where capitals stand in the middle of the leading
        or lower. So small type has its first baseline where text to read beside it has its own.
        """
        return self.theme.on_grid(baseline_of(look) - NEARLY * self.theme.grid, ceil)

    def paragraph(
        self,
        content: Inlines,
        style: str,
        x: float,
        width: float,
        element: Element,
        *,
        colour: str | None = None,
        after: float | None = None,
    ) -> list[Item]:
        """The slices of a paragraph `width` points wide from x; its content belongs to `element`.

        `colour` ("#RRGGBB") and `after` (points) replace the style's own.
        """
        look = self.style(style)
        lines, passages, choices = self.lines(content, style, width - look.indent, element, colour=colour)
        items: list[Item] = []
        for at, line in enumerate(lines):
            marks = self._line_marks(line, look, x + look.indent, width - look.indent, passages, choices)
            before = look.before if at == 0 else 0.0
            items.append(Slice(look.leading, tuple(marks), before, _kept(at, len(lines), look)))
        return _with_space_after(items, look.after if after is None else after)

    def lines(
        self, content: Inlines, style: str, width: float, element: Element, *, colour: str | None = None
    ) -> tuple[tuple[Line, ...], tuple[Passage, ...], dict[int, Choice]]:
        """The lines of `content`, what their fragments belong to by key, and the choices among them by key."""
        look = self.style(style)
        base = colour or self.theme.colour(look.colour)
        passages: list[Passage] = []
        choices: dict[int, Choice] = {}
        pieces: list[Span | InlineBox | HardBreak] = []
        for node in content:
            match node:
                case Run():
                    pieces.append(self._span(node, look, base, len(passages)))
                    passages.append(self._passage(node, element))
                case LineBreak():
                    if pieces and isinstance(before := pieces[-1], Span):
                        # Words on two lines are two words to who hears them too (ISO 32000-1, 14.8.2.5).
                        pieces[-1] = replace(before, text=f"{before.text} ")
                    pieces.append(HardBreak())
                case Choice():
                    side = look.size * TICK
                    lift = (look.size * CAP_HEIGHT - side) / 2
                    pieces.append(InlineBox(side, side + lift, -lift, len(passages)))
                    choices[len(passages)] = node
                    passages.append(Passage(element.child("Form")))
        balance = style in BALANCED
        lines = break_lines(self.fonts, pieces, width, rtl=self.rtl, align=look.align, balance=balance)
        return lines, tuple(passages), choices

    def _span(self, run: Run, look: TextStyle, base: str, key: int) -> Span:
        character = self.theme.characters[run.style] if run.style else NO_LOOK
        colour = self.theme.colour(character.colour) if character.colour else base
        language = run.language or self.language
        emphasised = emphasis(self.theme, language, run.text) if run.italic else NO_LOOK
        if emphasised.colour:
            colour = self.theme.colour(emphasised.colour)
        if run.link:
            colour = self.theme.colour("accent")
        return Span(
            text=run.text,
            bold=look.bold or run.bold or emphasised.bold or character.bold,
            italic=any(slant(found, language) for found in (look, emphasised, character)),
            size=look.size,
            colour=colour,
            language=language,
            key=key,
        )

    def _passage(self, run: Run, element: Element) -> Passage:
        if run.link:
            return Passage(element.child("Link", language=run.language), run.link)
        if run.language:
            return Passage(element.child("Span", language=run.language))
        return Passage(element)

    def _line_marks(
        self,
        line: Line,
        look: TextStyle,
        x: float,
        width: float,
        passages: tuple[Passage, ...],
        choices: dict[int, Choice],
    ) -> list[Mark]:
        baseline = self.baseline(look)
        marks: list[Mark] = [TextMark(x, baseline, width, line, passages)]
        for fragment in line.fragments:
            choice = choices.get(fragment.key)
            element = passages[fragment.key].element if choice else None
            if choice and element:
                side = fragment.width
                top = baseline - look.size * CAP_HEIGHT / 2 - side / 2
                # Fragments count from the left; marks from the start edge.
                start = width - fragment.x - side if self.rtl else fragment.x
                radius = side / 2 if choice.kind == "radio" else 0.8
                ink = self.theme.colour("ink")
                marks.append(RectMark(x + start, top, side, side, None, ink, 0.8, radius))
                marks.append(
                    FieldMark(
                        x + start,
                        top,
                        side,
                        side,
                        choice.kind,
                        choice.field,
                        choice.spoken,
                        choice.value,
                        element,
                        choice.question,
                    )
                )
        return marks


def _kept(at: int, count: int, look: TextStyle) -> bool:
    """No page ends after a first line or before a last one (two lines at least stay together)."""
    if at == count - 1:
        return look.keep_next
    return at == 0 or at == count - 2 or look.keep_next


def _with_space_after(items: Sequence[Item], after: float) -> list[Item]:
    """The items with the space after as height of the last, so that boxes and rows count it too."""
    if not items or not after:
        return list(items)
    last = items[-1]
    assert isinstance(last, Slice)
    return [*items[:-1], replace(last, height=last.height + after)]
