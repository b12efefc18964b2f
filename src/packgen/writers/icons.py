"""Small icons for the cues of the trainer guide: lines on a square, which say nothing that the text does not."""

from __future__ import annotations

from math import cos, pi, sin
from typing import Literal

from packgen.writers.drawing import Drawing, Paint, Path, Shape, Step, outline

IconKind = Literal["slide", "handout", "equipment", "clock", "optional"]

# Icons are drawn on a grid of 16 x 16, and their lines are 1.3 of its units: 0.9 pt at a size of 11 pt.
GRID = 16.0
LINE = 1.3


def icon(kind: IconKind, size: float, colour: str = "accent") -> Drawing:
    """The icon `size` points square: one path in the theme's `colour`, not filled.

    One path keeps the twenty to forty icons of a guide small in both formats.
    """
    scale = size / GRID
    steps = tuple((step[0], *(float(value) * scale for value in step[1:])) for step in _STEPS[kind])
    return Drawing(size, size, (Path(steps, Paint(stroke=colour, width=LINE * scale)),))


def _rectangle(x: float, y: float, width: float, height: float, radius: float) -> tuple[Step, ...]:
    return outline(Shape("round", x, y, width, height, Paint(), radius))


def _circle(x: float, y: float, radius: float) -> tuple[Step, ...]:
    return outline(Shape("ellipse", x - radius, y - radius, 2 * radius, 2 * radius, Paint()))


def _line(*points: tuple[float, float]) -> tuple[Step, ...]:
    return tuple(("M" if at == 0 else "L", x, y) for at, (x, y) in enumerate(points))


def _broken_circle(x: float, y: float, radius: float, pieces: int) -> tuple[Step, ...]:
    """A circle of dashes, each a short curve, with gaps two thirds as long."""
    steps: list[Step] = []
    turn = 2 * pi / pieces
    for piece in range(pieces):
        start = piece * turn - turn * 0.3 - pi / 2
        end = start + turn * 0.6
        handle = radius * 4 / 3 * (turn * 0.6 / 4)
        steps.append(("M", x + radius * cos(start), y + radius * sin(start)))
        steps.append(
            (
                "C",
                x + radius * cos(start) - handle * sin(start),
                y + radius * sin(start) + handle * cos(start),
                x + radius * cos(end) + handle * sin(end),
                y + radius * sin(end) - handle * cos(end),
                x + radius * cos(end),
                y + radius * sin(end),
            )
        )
    return tuple(steps)


_STEPS: dict[IconKind, tuple[Step, ...]] = {
    # A projection screen hanging from its case, on a tripod.
    "slide": (
        *_line((1.2, 2.4), (14.8, 2.4)),
        *_line((2.6, 2.4), (2.6, 10.6), (13.4, 10.6), (13.4, 2.4)),
        *_line((8, 10.6), (8, 12.2)),
        *_line((4.9, 14.8), (8, 12.2), (11.1, 14.8)),
    ),
    # A sheet with a folded corner and two lines of text.
    "handout": (
        *_line((9.6, 1.2), (3, 1.2), (3, 14.8), (13, 14.8), (13, 4.6), (9.6, 1.2), (9.6, 4.6), (13, 4.6)),
        *_line((5.7, 8.2), (10.3, 8.2)),
        *_line((5.7, 11.3), (10.3, 11.3)),
    ),
    # A flip chart on its easel, with a line going up.
    "equipment": (
        *_rectangle(2.2, 1.6, 11.6, 8.6, 0.9),
        *_line((4.7, 7.8), (7.1, 5.4), (8.7, 6.7), (11.2, 4.1)),
        *_line((5.4, 10.2), (3.6, 14.8)),
        *_line((10.6, 10.2), (12.4, 14.8)),
        *_line((8, 10.2), (8, 13)),
    ),
    "clock": (
        *_circle(8, 8, 6.7),
        *_line((8, 3.9), (8, 8), (11, 9.8)),
    ),
    # A circle of dashes around a plus: may be added.
    "optional": (
        *_broken_circle(8, 8, 6.7, 8),
        *_line((8, 5.2), (8, 10.8)),
        *_line((5.2, 8), (10.8, 8)),
    ),
}
