"""A drawing: shapes in points, origin at the top left, y downwards; each writer turns it into its own vectors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import hypot
from typing import Literal

from packgen.document import Inlines

Step = tuple[str | float, ...]
Point = tuple[float, float]

# A quarter circle of radius 1 as a cubic Bézier curve has its control points so far from its ends.
ROUND = 0.5523

# Word keeps text this share of the radius away from the sides of a round corner: 1 - cos 45° (the text rectangles of
# roundRect and round2DiagRect, ISO/IEC 29500-1, presetShapeDefinitions.xml). Padding cannot be less.
CORNER_INSET = 0.29289

LEAF_TIP = 0.12  # radius of a leaf's two pointed corners as a share of that of its round ones


@dataclass(frozen=True, slots=True)
class Paint:
    """How a shape looks: colour names of the theme (None: not painted), line width in points, dashes or not."""

    fill: str | None = None
    stroke: str | None = None
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle, rounded rectangle (corner radius `radius`), leaf or ellipse filling its bounds.

    A leaf is round at its top left and bottom right and pointed at the other two corners; `flip` turns it round.
    `text` is set in the theme style `style`, centred across, at the top ("top") or middle of the bounds, `padding`
    away from them (at least CORNER_INSET of the radius).
    """

    kind: Literal["rect", "round", "leaf", "ellipse"]
    x: float
    y: float
    width: float
    height: float
    paint: Paint
    radius: float = 0.0
    flip: bool = False
    text: Inlines = ()
    style: str = "figure-node"
    anchor: Literal["top", "middle"] = "top"
    padding: float = 0.0


@dataclass(frozen=True, slots=True)
class Path:
    """A free outline: steps ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y), ("Z",).

    `arrow` puts an arrow head at the end of an open path, its tip two line widths beyond the last point.
    """

    steps: tuple[Step, ...]
    paint: Paint
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A place to write in the drawing (a form field on a screen): name, spoken label, bounds in points, and the
    distance from ruled line to ruled line, the last of which is its lower edge.
    """

    name: str
    label: str
    x: float
    y: float
    width: float
    height: float
    pitch: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in painting order inside `width` x `height` points, and the places to write in reading order.

    The order of the shapes that have text is the order in which they are read.
    """

    width: float
    height: float
    shapes: tuple[Shape | Path, ...]
    fields: tuple[Field, ...] = ()


def text_shapes(drawing: Drawing) -> tuple[Shape, ...]:
    """The shapes that have text, in reading order, their bounds drawn in by their padding."""
    return tuple(
        replace(
            shape,
            x=shape.x + shape.padding,
            y=shape.y + shape.padding,
            width=shape.width - 2 * shape.padding,
            height=shape.height - 2 * shape.padding,
            padding=0.0,
        )
        for shape in drawing.shapes
        if isinstance(shape, Shape) and shape.text
    )


def corners(shape: Shape) -> tuple[float, float, float, float]:
    """The radii of a shape's corners: top left, top right, bottom right, bottom left (an ellipse has none)."""
    most = min(shape.width, shape.height) / 2
    radius = min(shape.radius, most)
    match shape.kind:
        case "round":
            return radius, radius, radius, radius
        case "leaf":
            tip = radius * LEAF_TIP
            return (tip, radius, tip, radius) if shape.flip else (radius, tip, radius, tip)
        case _:
            return 0.0, 0.0, 0.0, 0.0


def outline(shape: Shape | Path) -> tuple[Step, ...]:
    """The shape's outline as the steps of a path, clockwise from the end of its top left corner."""
    if isinstance(shape, Path):
        return shape.steps
    if shape.kind == "ellipse":
        return _ellipse(shape)
    left, top, right, bottom = shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
    top_left, top_right, bottom_right, bottom_left = corners(shape)
    return (
        ("M", left + top_left, top),
        ("L", right - top_right, top),
        *_corner(right - top_right, top, right, top, right, top + top_right),
        ("L", right, bottom - bottom_right),
        *_corner(right, bottom - bottom_right, right, bottom, right - bottom_right, bottom),
        ("L", left + bottom_left, bottom),
        *_corner(left + bottom_left, bottom, left, bottom, left, bottom - bottom_left),
        ("L", left, top + top_left),
        *_corner(left, top + top_left, left, top, left + top_left, top),
        ("Z",),
    )


def _corner(from_x: float, from_y: float, x: float, y: float, to_x: float, to_y: float) -> tuple[Step, ...]:
    """A quarter circle from one point to another around the corner (x, y); nothing where they are the same."""
    if (from_x, from_y) == (to_x, to_y):
        return ()
    first = (from_x + (x - from_x) * ROUND, from_y + (y - from_y) * ROUND)
    second = (to_x + (x - to_x) * ROUND, to_y + (y - to_y) * ROUND)
    return (("C", *first, *second, to_x, to_y),)


def _ellipse(shape: Shape) -> tuple[Step, ...]:
    rx, ry = shape.width / 2, shape.height / 2
    x, y = shape.x + rx, shape.y + ry
    kx, ky = rx * ROUND, ry * ROUND
    return (
        ("M", x, y - ry),
        ("C", x + kx, y - ry, x + rx, y - ky, x + rx, y),
        ("C", x + rx, y + ky, x + kx, y + ry, x, y + ry),
        ("C", x - kx, y + ry, x - rx, y + ky, x - rx, y),
        ("C", x - rx, y - ky, x - kx, y - ry, x, y - ry),
        ("Z",),
    )


def arrow_head(path: Path) -> Path:
    """The filled triangle at the end of a path; its tip is two line widths beyond, so that it covers the line's end."""
    points = tuple(point for step in path.steps for point in points_of(step))
    (from_x, from_y), (x, y) = points[-2:]
    length = hypot(x - from_x, y - from_y) or 1.0
    along_x, along_y = (x - from_x) / length, (y - from_y) / length
    long, half = 5.0 + 2 * path.paint.width, 2.4 + path.paint.width
    x, y = x + along_x * 2 * path.paint.width, y + along_y * 2 * path.paint.width
    back_x, back_y = x - along_x * long, y - along_y * long
    return Path(
        (
            ("M", x, y),
            ("L", back_x - along_y * half, back_y + along_x * half),
            ("L", back_x + along_y * half, back_y - along_x * half),
            ("Z",),
        ),
        Paint(fill=path.paint.stroke),
    )


def points_of(step: Step) -> tuple[Point, ...]:
    """The points of a step of a path, control points included."""
    numbers = [float(value) for value in step[1:]]
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def mirrored(drawing: Drawing) -> Drawing:
    """The drawing as a mirror shows it, left and right changed; its text stays readable."""
    width = drawing.width

    def shape(one: Shape | Path) -> Shape | Path:
        if isinstance(one, Shape):
            return replace(one, x=width - one.x - one.width, flip=not one.flip)
        return replace(one, steps=tuple(_mirrored_step(step, width) for step in one.steps))

    fields = tuple(replace(field, x=width - field.x - field.width) for field in drawing.fields)
    return replace(drawing, shapes=tuple(shape(one) for one in drawing.shapes), fields=fields)


def _mirrored_step(step: Step, width: float) -> Step:
    turned: Iterable[float] = (value for x, y in points_of(step) for value in (width - x, y))
    return (step[0], *turned)
