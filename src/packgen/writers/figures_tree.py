"""The connection picture as a tree: the goal at its base, the ways there as big leaves of its crown."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import atan2, cos, hypot, pi, sin

from packgen.themes.theme import Theme
from packgen.writers.drawing import Drawing, Field, Paint, Path, Point, Shape, Step
from packgen.writers.places import HALO, Box, Cards, Look, Place, cards_for, halo

# Leaves a row of the crown, from the top, by their number.
ROWS: dict[int, tuple[int, ...]] = {
    3: (1, 2),
    4: (2, 2),
    5: (1, 2, 2),
    6: (2, 2, 2),
    7: (2, 3, 2),
    8: (3, 3, 2),
    9: (3, 4, 2),
    10: (3, 4, 3),
    11: (4, 4, 3),
    12: (4, 4, 4),
}
WIDEST = 142.0
ROOMY = 6  # up to so many leaves are wider and have a third line
EDGE = 5.0  # kept free at the picture's edge
GAP = 9.0  # the least between two leaves
DOME = 14.0  # how much lower the outer leaves of a row hang than one in the middle
STEM = 30.0  # the least that is seen of the trunk
LOBE = 14.0  # how far the crown is kept from the edges, for its lobes
LOBES = 17
ROOTS = 17.0  # kept for the roots under the goal

Curve = tuple[Point, Point, Point, Point]

_WOOD = Paint(fill="accent")
_CROWN = Paint(fill="accent-tint")
_LEAF = Look("leaf", Paint("paper", "accent", 0.9), 26)
_GOAL = Look("round", Paint("paper", "accent", 1.6), 12)


def tree(goal: Place, nodes: tuple[Place, ...], width: float, height: float, theme: Theme) -> Drawing:
    """The tree in `width` x `height` points; its leaves are read row by row from the top."""
    goal_cards, base = _base(goal, width, height, theme)
    cards, boxes = _crown(nodes, width, base.y - HALO, theme)
    shapes: list[Shape | Path] = [_backdrop(boxes, width), *_wood(boxes, base), halo(base, _GOAL)]
    goal_shapes, goal_field = goal_cards.draw(goal, base)
    shapes += goal_shapes
    fields: list[Field] = [goal_field]
    for node, box in zip(nodes, boxes, strict=True):
        card, field = cards.draw(node, box, flip=box.centre[0] < width / 2 - 1)
        shapes += card
        fields.append(field)
    return Drawing(width, height, tuple(shapes), tuple(fields))


# --- where things stand


def _base(goal: Place, width: float, height: float, theme: Theme) -> tuple[Cards, Box]:
    wide = min(width * 0.5, 250.0)
    cards = cards_for(theme, _GOAL, "figure-goal", (goal,), wide)
    high = cards.height(1, theme.writing.pitch * 1.05)
    return cards, Box((width - wide) / 2, height - high - ROOTS - HALO, wide, high)


def _crown(nodes: tuple[Place, ...], width: float, ground: float, theme: Theme) -> tuple[Cards, list[Box]]:
    rows = ROWS[len(nodes)]
    most = max(rows)
    roomy = len(nodes) <= ROOMY
    wide = min((width - 2 * EDGE - (most - 1) * GAP) / most, WIDEST + 18 * roomy)
    cards = cards_for(theme, _LEAF, "figure-node", nodes, wide)
    room = ground - STEM - DOME - EDGE
    high = cards.fitted(room / len(rows) - (2.2 * GAP if roomy else GAP), 3 if roomy else 2)
    gap = min((room - len(rows) * high) / (len(rows) + 0.3), 56.0)
    # Outer leaves come nearer to the row below, by up to 0.57 of the dome: where rows are close it is flatter.
    dome = min(DOME, (gap - 4.5) / 0.6)
    reach = (width - 2 * EDGE - wide) / 2
    top = EDGE + (room - len(rows) * (high + gap)) * 0.2
    boxes: list[Box] = []
    for row, count in enumerate(rows):
        spread = _spread(row, rows, reach, wide)
        for at in range(count):
            x = (at - (count - 1) / 2) * spread
            drop = dome * (x / reach) ** 2
            boxes.append(Box(width / 2 + x - wide / 2, top + row * (high + gap) + drop, wide, high))
    return cards, boxes


def _spread(row: int, rows: tuple[int, ...], reach: float, wide: float) -> float:
    """From leaf to leaf in a row: staggered with the rows above and below; two that hang lowest flank the trunk."""
    count, lowest = rows[row], row == len(rows) - 1
    if count != 2:
        return 2 * reach / (max(*rows, 3) - 1)
    share = 1.32 if lowest else 1.0
    if max(rows) == 2:
        share = 1.2 if row == 0 else 1.4 if row == 2 else 1.64
    return max(share * reach, wide + (40 if lowest else GAP))


# --- wood and crown


def _backdrop(boxes: list[Box], width: float) -> Path:
    """The crown behind the leaves: lobes of a length around an ellipse."""
    top = min(box.y for box in boxes)
    bottom = max(box.bottom for box in boxes) - boxes[0].height * 0.15
    cx, cy = width / 2, (top + LOBE + bottom) / 2
    rx, ry = width / 2 - LOBE - EDGE, (bottom - top - LOBE) / 2
    points = _spaced(cx, cy, rx, ry, LOBES)
    steps: list[Step] = [("M", *points[0])]
    for (x, y), (next_x, next_y) in zip(points, points[1:] + points[:1], strict=True):
        along_x, along_y = next_x - x, next_y - y
        out_x, out_y = along_y * 0.36, -along_x * 0.36
        steps.append(("C", x + out_x, y + out_y, next_x + out_x, next_y + out_y, next_x, next_y))
    return Path((*steps, ("Z",)), _CROWN)


def _spaced(cx: float, cy: float, rx: float, ry: float, count: int) -> list[Point]:
    """Points on an ellipse, clockwise from its top, about as far from one another along it."""
    fine = [(cx + rx * sin(2 * pi * at / 360), cy - ry * cos(2 * pi * at / 360)) for at in range(361)]
    lengths = [hypot(x - before_x, y - before_y) for (before_x, before_y), (x, y) in pairwise(fine)]
    travelled = list(accumulate(lengths, initial=0.0))
    return [fine[bisect(travelled, travelled[-1] * at / count) - 1] for at in range(count)]


def _wood(boxes: list[Box], base: Box) -> list[Path]:
    """Boughs with small leaves, trunk and roots, from the tips inwards."""
    middle, ground = base.centre[0], base.y - HALO
    upper = min(box.bottom for box in boxes)
    straight = [box.bottom for box in boxes if abs(box.centre[0] - middle) < 1 and box.bottom < upper + 1]
    boughs = [_bough(box, middle, ground) for box in boxes if abs(box.centre[0] - middle) >= 1]
    # The trunk ends in the leaf above it, or where the highest boughs part.
    top = straight[0] if straight else min(bough[0][1] for bough in boughs) - 3
    trunk = _Trunk(middle, ground, top, 18 + (ground - top) * 0.025, 2.5 if straight else 6.0)
    found = [_brush(*bough, trunk.width(bough[0][1]) * 0.62, 1.6) for bough in boughs]
    twigs = tuple(step for bough in boughs for step in _twigs(bough))
    if twigs:
        found.append(Path(twigs, _WOOD))
    return [*found, trunk.path(), *_roots(base)]


@dataclass(frozen=True, slots=True)
class _Trunk:
    """The trunk: `wide` points above the foot, where it spreads into the ground, `narrow` at its top."""

    middle: float
    ground: float
    top: float
    wide: float
    narrow: float

    def width(self, y: float) -> float:
        """How thick it is at a height."""
        return self.narrow + (self.wide - self.narrow) * (y - self.top) / (self.ground - self.top)

    def path(self) -> Path:
        """Its outline, not quite straight."""
        x, ground, top = self.middle, self.ground, self.top
        shoulder = ground - min(34.0, (ground - top) * 0.3)
        half, thin, rise = self.wide / 2, self.narrow / 2, shoulder - top
        lean = 2.5
        return Path(
            (
                ("M", x - half - 18, ground + 1),
                ("C", x - half - 6, ground - 3, x - half, ground - 12, x - half, shoulder),
                ("C", x - half, shoulder - rise * 0.3, x - thin - lean, top + rise * 0.4, x - thin, top),
                ("L", x + thin, top),
                ("C", x + thin - lean, top + rise * 0.4, x + half - lean, shoulder - rise * 0.3, x + half, shoulder),
                ("C", x + half, ground - 12, x + half + 6, ground - 3, x + half + 18, ground + 1),
                ("Z",),
            ),
            _WOOD,
        )


def _bough(box: Box, middle: float, ground: float) -> Curve:
    """From the trunk up and out to the leaf's lower pointed corner."""
    tip = (box.right - 2, box.bottom - 2) if box.centre[0] < middle else (box.x + 2, box.bottom - 2)
    start = (middle, min(tip[1] + 16 + abs(tip[0] - middle) * 0.5, ground - 8))
    rise = start[1] - tip[1]
    return start, (middle, start[1] - rise * 0.6), (tip[0] + (middle - tip[0]) * 0.55, tip[1] + rise * 0.12), tip


def _twigs(bough: Curve) -> Iterator[Step]:
    """Small leaves along a bough, in turn on its two sides, where it is long enough for them."""
    (x, y), *_, (to_x, to_y) = bough
    if hypot(to_x - x, to_y - y) < 40:
        return
    for share, side in ((0.5, 1), (0.64, -1), (0.78, 1)):
        at, ahead = _along(bough, share), _along(bough, share + 0.02)
        angle = atan2(ahead[1] - at[1], ahead[0] - at[0]) + side * 0.75
        yield from _small_leaf(at, angle, 10.5)


def _small_leaf(at: Point, angle: float, length: float) -> tuple[Step, ...]:
    """A pointed leaf that starts `at` a point."""
    (x, y), along_x, along_y = at, cos(angle) * length, sin(angle) * length

    def point(along: float, aside: float) -> Point:
        return x + along_x * along - along_y * aside, y + along_y * along + along_x * aside

    return (
        ("M", x, y),
        ("C", *point(0.3, 0.42), *point(0.75, 0.3), *point(1, 0)),
        ("C", *point(0.75, -0.3), *point(0.3, -0.42), x, y),
        ("Z",),
    )


def _along(curve: Curve, share: float) -> Point:
    """The point of a Bézier curve at a share of its way."""
    rest = 1 - share
    weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
    return (
        sum(weight * point[0] for weight, point in zip(weights, curve, strict=True)),
        sum(weight * point[1] for weight, point in zip(weights, curve, strict=True)),
    )


def _roots(base: Box) -> list[Path]:
    """Roots that come out under the goal and end in points."""
    middle, ground = base.centre[0], base.bottom + HALO
    found: list[Path] = []
    for share, length, drop, thick in ((0.08, 26, 15, 6), (0.34, 44, 14, 6), (0.66, 56, 10, 5.5)):
        for side in (-1, 1):
            x = middle + side * base.width / 2 * share
            end = (x + side * length, ground + drop)
            found.append(
                _brush(
                    (x, ground - 4),
                    (x + side * 3, ground + drop * 0.75),
                    (end[0] - side * length * 0.5, end[1] - 1),
                    end,
                    thick,
                    0.5,
                )
            )
    return found


def _brush(start: Point, first: Point, second: Point, end: Point, wide: float, narrow: float) -> Path:
    """A curve drawn with a brush that is `wide` points at its start and `narrow` ones at its end."""
    ax, ay = _normal(start, first)
    bx, by = _normal(second, end)
    a, d = wide / 2, narrow / 2
    b, c = a + (d - a) * 0.42, a + (d - a) * 0.72
    return Path(
        (
            ("M", start[0] + ax * a, start[1] + ay * a),
            (
                "C", first[0] + ax * b, first[1] + ay * b, second[0] + bx * c, second[1] + by * c,
                end[0] + bx * d, end[1] + by * d,
            ),
            ("L", end[0] - bx * d, end[1] - by * d),
            (
                "C", second[0] - bx * c, second[1] - by * c, first[0] - ax * b, first[1] - ay * b,
                start[0] - ax * a, start[1] - ay * a,
            ),
            ("Z",),
        ),
        _WOOD,
    )  # fmt: skip


def _normal(start: Point, end: Point) -> Point:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = hypot(dx, dy) or 1.0
    return -dy / length, dx / length
