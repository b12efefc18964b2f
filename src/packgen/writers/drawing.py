"""A drawing: shapes in points, origin at the top left, y downwards; each writer turns it into its own vectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from packgen.document import Inlines


@dataclass(frozen=True, slots=True)
class Paint:
    """How a shape looks: colour names of the theme (None: not painted), line width in points, dashes or not."""

    fill: str | None = None
    stroke: str | None = None
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle, rounded rectangle (corner radius `radius`) or ellipse filling its bounds.

    `text` is set in the theme style `style`, centred across, at the top ("top") or middle of the bounds.
    """

    kind: Literal["rect", "round", "ellipse"]
    x: float
    y: float
    width: float
    height: float
    paint: Paint
    radius: float = 0.0
    text: Inlines = ()
    style: str = "figure-node"
    anchor: Literal["top", "middle"] = "top"


@dataclass(frozen=True, slots=True)
class Path:
    """A free outline: steps ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y), ("Z",).

    `arrow` puts an arrow head at the last point of an open path.
    """

    steps: tuple[tuple[str | float, ...], ...]
    paint: Paint
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A place to write in the drawing (a form field on a screen): name, spoken label, bounds in points."""

    name: str
    label: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in painting order inside `width` x `height` points, and the places to write in reading order."""

    width: float
    height: float
    shapes: tuple[Shape | Path, ...]
    fields: tuple[Field, ...] = ()
