"""Breaks paragraphs into lines: greedy, at the places of UAX #14.

A word is divided only where it fits no line at all: with a hyphen where its language has rules for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from packgen.writers.pdf.arrange import arrange, visible
from packgen.writers.pdf.fonts import Fonts
from packgen.writers.pdf.inline import Fragment, HardBreak, InlineBox, Line, Piece, Span
from packgen.writers.pdf.paragraph import LINE_END, Atom, Paragraph, Unit
from packgen.writers.pdf.shape import SOFT_HYPHEN

__all__ = ["Fragment", "HardBreak", "InlineBox", "Line", "Piece", "Span", "break_lines", "measure"]

Align = Literal["start", "end", "center"]

# Sums of widths differ in the last bits; text that fills its line exactly must still fit.
TOLERANCE = 1e-6


def break_lines(
    fonts: Fonts,
    pieces: Sequence[Piece],
    width: float,
    *,
    rtl: bool,
    align: Align = "start",
    first_indent: float = 0.0,
    balance: bool = False,
) -> tuple[Line, ...]:
    """The pieces as lines at most `width` points wide (a single grapheme or box that is wider overhangs).

    `rtl`: the paragraph's direction; the start is then at the right. `first_indent` shortens the first line at its
    start. `balance` makes the lines of a heading alike in length. Spaces at line ends hang. Always at least one line.
    Raises fonts.MissingGlyph.
    """
    paragraph = Paragraph(fonts, pieces, rtl=rtl)
    filled = list(_fill(paragraph, width, first_indent))
    if balance and len(filled) > 1:
        filled = _balanced(paragraph, filled, width)
    lines: list[Line] = []
    for atoms in filled:
        indent = 0.0 if lines else first_indent
        lines.append(arrange(paragraph, pieces, atoms, width, align, indent))
    return tuple(lines)


def measure(fonts: Fonts, pieces: Sequence[Piece]) -> float:
    """The natural width in points: that of the longest line when only hard breaks end lines."""
    paragraph = Paragraph(fonts, pieces, rtl=False)
    return max(visible(atoms) for atoms in _fill(paragraph, float("inf"), 0.0))


def _fill(paragraph: Paragraph, width: float, first_indent: float) -> Iterator[list[Atom]]:
    """The atoms of each line."""
    filler = _Filler(paragraph, width, width - first_indent)
    ended = False
    for unit in paragraph.units():
        yield from filler.add(unit)
        ended = paragraph.text[unit.end - 1] == LINE_END
        if ended:
            yield filler.take()
    if filler.atoms or not paragraph.text or ended:
        yield filler.take()


def _balanced(paragraph: Paragraph, filled: list[list[Atom]], width: float) -> list[list[Atom]]:
    """As many lines, filled to the least width that still gives no more of them and divides no word (to a point)."""
    low, high = max([width / 2, *(each for each in _whole(paragraph) if each <= width)]), width
    while high - low > 1:
        middle = (low + high) / 2
        narrower = list(_fill(paragraph, middle, 0.0))
        if len(narrower) > len(filled):
            low = middle
        else:
            filled, high = narrower, middle
    return filled


def _whole(paragraph: Paragraph) -> Iterator[float]:
    """The widths of what stands between two places to break."""
    for unit in paragraph.units():
        for start, end in pairwise((unit.start, *unit.inner, unit.end)):
            yield visible(paragraph.ended(start, end))


class _Filler:
    """The line being filled: its atoms, the width they take, the width there is."""

    def __init__(self, paragraph: Paragraph, width: float, first_width: float) -> None:
        self._paragraph, self._width = paragraph, width
        self._limit = first_width + TOLERANCE
        self._taken = 0.0
        self.atoms: list[Atom] = []

    def take(self) -> list[Atom]:
        """The line's atoms; starts the next line."""
        atoms = self.atoms
        self.atoms, self._taken, self._limit = [], 0.0, self._width + TOLERANCE
        if atoms and atoms[-1].word and atoms[-1].word.text.endswith(SOFT_HYPHEN):
            atoms[-1] = self._paragraph.hyphenated(atoms[-1])
        return atoms

    def add(self, unit: Unit) -> Iterator[list[Atom]]:
        """Adds a unit; gives the lines that it completes."""
        while True:
            atoms = self._paragraph.atoms(unit.start, unit.end)
            if self._fits(atoms):
                self._append(atoms)
                return
            cut = self._inner_cut(unit)
            if not cut and self.atoms and not unit.glued:
                yield self.take()
                continue
            divided = 0 if cut else self._division(unit)
            cut = cut or divided or self._forced_cut(unit)
            if cut:
                atoms = (self._paragraph.divided if divided else self._paragraph.atoms)(unit.start, cut)
                self._append(atoms)
                if cut == unit.end:
                    return
                unit = Unit(cut, unit.end, tuple(at for at in unit.inner if at > cut))
            yield self.take()

    def _fits(self, atoms: list[Atom]) -> bool:
        return self._taken + visible(atoms) <= self._limit

    def _append(self, atoms: list[Atom]) -> None:
        self.atoms += atoms
        for atom in atoms:
            self._taken += atom.full

    def _inner_cut(self, unit: Unit) -> int:
        """The last place inside the unit that leaves what fits the line, with the hyphen drawn there; 0 for none."""
        for at in reversed(unit.inner):
            if self._fits(self._paragraph.ended(unit.start, at)):
                return at
        return 0

    def _division(self, unit: Unit) -> int:
        """The last place to divide a word of the unit that leaves what fits the line; 0 for none."""
        for at in reversed(self._paragraph.divisions(unit.start, unit.end)):
            if self._fits(self._paragraph.divided(unit.start, at)):
                return at
        return 0

    def _forced_cut(self, unit: Unit) -> int:
        """The last grapheme end that fits; on an empty line at least the first; 0 for none."""
        ends = self._paragraph.graphemes(unit.start, unit.end)
        low, high = 0, len(ends)
        while low < high:  # the first end that does not fit
            middle = (low + high) // 2
            if self._fits(self._paragraph.atoms(unit.start, ends[middle])):
                low = middle + 1
            else:
                high = middle
        if low:
            return ends[low - 1]
        return 0 if self.atoms else ends[0]
