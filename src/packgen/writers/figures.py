"""The connection picture of the worksheet, drawn once for every format: a tree, a spider web or a flowchart."""

from __future__ import annotations

from math import ceil
from typing import Literal

from packgen.document import Inlines, plain
from packgen.theme import Theme
from packgen.writers.drawing import Drawing, Field, Paint, Path, Shape, mirrored


def picture(
    kind: Literal["tree", "web", "flowchart"],
    goal: Inlines,
    nodes: tuple[Inlines, ...],
    *,
    width: float,
    height: float,
    field: str,
    theme: Theme,
    rtl: bool = False,
) -> Drawing:
    """The picture in `width` x `height` points: `goal` and three to twelve `nodes`, each with room to write by hand.

    `field` starts the names of the places to write: "<field>-goal", "<field>-1" ... With `rtl` it reads from the right.
    """
    columns = ceil(len(nodes) ** 0.5)
    shapes: list[Shape | Path] = []
    places: list[Field] = []
    rows = ceil(len(nodes) / columns)
    cell_width, cell_height = width / columns, (height - 80) / rows
    texts = [(goal, 0.0, height - 70, width, 70.0, "goal")]
    for at, node in enumerate(nodes):
        row, column = divmod(at, columns)
        texts.append((node, column * cell_width, row * cell_height, cell_width - 10, cell_height - 10, str(at + 1)))
    for text, x, y, wide, high, name in texts:
        paint = Paint("paper", "accent")
        shapes.append(Shape("round", x, y, wide, high, paint, 8, text=text, padding=5))
        places.append(Field(f"{field}-{name}", plain(text), x + 5, y + 18, wide - 10, high - 22))
    drawing = Drawing(width, height, tuple(shapes), tuple(places))
    return mirrored(drawing) if rtl else drawing
