"""Places to write in a picture: cards with a small label over ruled lines, cut so that hand and label have room."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from packgen.document import Inlines, plain
from packgen.themes.theme import Theme
from packgen.writers.drawing import CORNER_INSET, Field, Paint, Path, Shape, Step

LEAST_PITCH = 18.0  # points: 6.4 mm, the least from ruled line to ruled line that a hand can use
CLOSER = 0.6  # such a share of a line that is missing makes the lines closer, not fewer
LEAST_ROOM = 10.0  # what is left to write, whatever the label takes
HALO = 4.5  # width of the band around the goal
PADDING = 5.0  # the least between a card's edge and its label
FOOT = 9.5  # between the last ruled line and a card's edge
INSET = 11.0  # between a ruled line's end and a card's edge


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a picture: its label and the name of its form field."""

    label: Inlines
    field: str


@dataclass(frozen=True, slots=True)
class Box:
    """Bounds in points, from the top left."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the box."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Look:
    """How cards are drawn."""

    kind: Literal["round", "leaf"]
    paint: Paint
    radius: float

    @property
    def padding(self) -> float:
        """Between a card's edge and its label: clear of the round corners."""
        return max(PADDING, self.radius * CORNER_INSET)


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards that are cut alike: a label of up to `label_lines` lines in the theme's `style`, then ruled lines."""

    theme: Theme
    look: Look
    style: str
    label_lines: int

    def height(self, lines: int, pitch: float) -> float:
        """How high a card with so many ruled lines is."""
        return self._label_height + lines * pitch + FOOT

    def fitted(self, room: float, most_lines: int) -> float:
        """The height of a card that may take `room` points: ruled lines at the theme's distance, fewer or closer ones
        where the room is short, never less than one."""
        pitch = self.theme.writing.pitch
        for lines in range(most_lines, 0, -1):
            if self.height(lines, pitch if lines > 2 else LEAST_PITCH) <= room:
                return min(room, self.height(lines, pitch * 1.12))
        return min(room, self.height(1, LEAST_PITCH))

    def draw(self, place: Place, box: Box, *, flip: bool = False) -> tuple[tuple[Shape | Path, ...], Field]:
        """The card in `box`, and the place to write on it."""
        look = self.look
        card = Shape(
            look.kind, box.x, box.y, box.width, box.height, look.paint, look.radius,
            flip=flip, text=place.label, style=self.style, padding=look.padding,
        )  # fmt: skip
        foot = box.bottom - FOOT
        top = min(box.y + self._label_height, foot - LEAST_ROOM)
        writing = self.theme.writing
        lines = max(int((foot - top) / writing.pitch + CLOSER), 1)
        pitch = (foot - top) / lines
        left, right = box.x + INSET, box.right - INSET
        steps: list[Step] = []
        for line in range(1, lines + 1):
            steps += [("M", left, top + line * pitch), ("L", right, top + line * pitch)]
        rules = Path(tuple(steps), Paint(stroke=writing.colour, width=writing.width))
        field = Field(place.field, plain(place.label), left, top, right - left, foot - top, pitch)
        return (card, rules), field

    @property
    def _label_height(self) -> float:
        return self.look.padding + self.label_lines * self.theme.styles[self.style].leading


def halo(box: Box, look: Look) -> Shape:
    """A tinted band around a card that is drawn over it: the goal stands out by it."""
    return Shape(
        look.kind, box.x - HALO, box.y - HALO, box.width + 2 * HALO, box.height + 2 * HALO,
        Paint("accent-tint", "accent", 0.6), look.radius + HALO,
    )  # fmt: skip


def cards_for(theme: Theme, look: Look, style: str, places: Sequence[Place], width: float) -> Cards:
    """Cards `width` points wide whose labels have the lines that the longest of these needs."""
    size = theme.styles[style].size
    wide = (width - 2 * look.padding) / size
    return Cards(theme, look, style, max(lines_of(plain(place.label), wide) for place in places))


def lines_of(text: str, width: float) -> int:
    """About how many lines `text` takes in `width` ems: drawings are made before any font is chosen."""
    lines, taken = 1, 0.0
    for word in text.split():
        length = sum(advance(character) for character in word)
        if taken and taken + 0.3 + length > width:
            lines, taken = lines + 1, 0.0
        taken += length + (0.3 if taken else 0.0)
        # A word too long for a line, or a script without spaces, is broken anywhere.
        while taken > width > 0:
            lines, taken = lines + 1, taken - width
    return lines


# Rounded up, as shares of the size, of the letters that are not near the common widths in Noto Sans.
_WIDTHS = (
    (0.3, " !(),.:;'’‘`ijlI|[]ıіїІЇ"),
    (0.36, 'fJ-‐‑"'),
    (0.44, "rt“”/?г"),
    (0.55, "cszvxykFLSскухзтэє"),
    (0.94, "mwMW%@œæшщюыжмфЖШЩЮМФ—"),
)


@cache
def advance(character: str) -> float:
    """About how wide a character is, in ems."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return 1.0
    return next(
        (width for width, characters in _WIDTHS if character in characters), 0.72 if character.isupper() else 0.62
    )
