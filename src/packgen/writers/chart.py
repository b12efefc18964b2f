"""Bar charts, drawn once for every format: names, bars that start at one line, what they amount to at their ends."""

from __future__ import annotations

from collections.abc import Sequence

from packgen.document import Bar, plain
from packgen.themes.theme import Theme
from packgen.writers.drawing import Drawing, Paint, Path, Shape, mirrored
from packgen.writers.places import lines_of

LABEL, VALUE = "chart-label", "chart-value"
LABEL_SHARE, VALUE_SHARE = 0.24, 0.16  # of the chart's width
GAP = 6.0  # between a name or value and its bar
THICKNESS = 0.72  # of a line


def bar_chart(bars: Sequence[Bar], width: float, theme: Theme, *, rtl: bool = False) -> Drawing:
    """The chart, `width` points wide; a bar is as high as the longest name asks. With `rtl` it starts at the right."""
    look = theme.styles[LABEL]
    start = LABEL_SHARE * width
    row = look.leading * max(lines_of(plain(bar.label), (start - GAP) / look.size) for bar in bars)
    longest = width - start - VALUE_SHARE * width
    shapes: list[Shape | Path] = []
    for number, bar in enumerate(bars):
        top, length = number * row, bar.share * longest
        nothing = Paint()
        shapes.append(Shape("rect", 0, top, start - GAP, row, nothing, text=bar.label, style=LABEL, anchor="middle"))
        if length:
            thick = THICKNESS * look.leading
            shapes.append(Shape("rect", start, top + (row - thick) / 2, length, thick, Paint("accent")))
        end = start + length + GAP
        shapes.append(Shape("rect", end, top, width - end, row, nothing, text=bar.value, style=VALUE, anchor="middle"))
    height = len(bars) * row
    shapes.append(Path((("M", start, 0.0), ("L", start, height)), Paint(stroke="rule", width=0.8)))
    drawing = Drawing(width, height, tuple(shapes))
    return mirrored(drawing) if rtl else drawing
