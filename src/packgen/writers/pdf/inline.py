"""What goes into a paragraph and what comes out of it: spans and boxes, lines and fragments; lengths in points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from packgen.writers.pdf.shape import GlyphRun

Align = Literal["start", "end", "center"]


@dataclass(frozen=True, slots=True)
class Span:
    """Text of one look: `size` in points, `colour` "#RRGGBB", `language` a BCP 47 tag.

    `key` is the caller's and comes back with each fragment. Tabs and line ends in the text count as spaces.
    """

    text: str
    bold: bool
    italic: bool
    size: float
    colour: str
    language: str
    key: int


@dataclass(frozen=True, slots=True)
class InlineBox:
    """An object in the line that the caller draws: `ascent` above and `descent` below the baseline, both positive."""

    width: float
    ascent: float
    descent: float
    key: int


@dataclass(frozen=True, slots=True)
class HardBreak:
    """A forced new line."""


Piece = Span | InlineBox | HardBreak


@dataclass(frozen=True, slots=True)
class Fragment:
    """Part of a line that is of one piece, one font and one direction.

    `x` counts from the left edge of the available width; spaces that hang over the line's end are in `text` and
    `runs`, not in `width`. `runs` stand in reading order, as their `rtl` says from `x` or from the right end on.
    `mark` is a direction mark (U+200E, U+200F) that the PDF's text has before `text`. An inline box has no runs.
    """

    x: float
    width: float
    text: str
    key: int
    size: float = 0.0
    colour: str = ""
    runs: tuple[GlyphRun, ...] = ()
    mark: str = ""

    @property
    def is_box(self) -> bool:
        """Whether this is an inline box."""
        return not self.runs


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its natural width without hanging spaces, ascent and descent (both positive) from fonts and boxes.

    `fragments` are in reading order, whatever their places.
    """

    width: float
    ascent: float
    descent: float
    fragments: tuple[Fragment, ...]

    @property
    def text(self) -> str:
        """The source text of the line in reading order, the spaces at its end included."""
        return "".join(fragment.text for fragment in self.fragments)
