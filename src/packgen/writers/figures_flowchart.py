"""The connection picture as a flowchart: from a start, level by level, along arrows to the goal at the end."""

from __future__ import annotations

from itertools import pairwise

from packgen.themes.theme import Theme
from packgen.writers.drawing import Drawing, Field, Paint, Path, Point, Shape
from packgen.writers.places import HALO, Box, Cards, Look, Place, cards_for, halo

# Boxes a level, from the first, by their number.
LEVELS: dict[int, tuple[int, ...]] = {
    3: (1, 2),
    4: (2, 2),
    5: (3, 2),
    6: (3, 3),
    7: (4, 3),
    8: (3, 3, 2),
    9: (4, 3, 2),
    10: (4, 4, 2),
    11: (4, 4, 3),
    12: (4, 4, 4),
}
WIDEST = 150.0
EDGE = 2.0
ARROW = 22.0  # the least height of the arrows between two levels
GAP = 10.0  # the least between two boxes of a level
SIDE = 24.0  # from the goal's corner to the arrow that arrives next to it
START = 6.0  # radius of the start

_ARROW = Paint(stroke="accent", width=1.1)
_BOX = Look("round", Paint("paper", "accent", 0.9), 6)
_GOAL = Look("round", Paint("paper", "accent", 1.6), 12)


def flowchart(goal: Place, nodes: tuple[Place, ...], width: float, height: float, theme: Theme) -> Drawing:
    """The flowchart in `width` x `height` points."""
    levels = LEVELS[len(nodes)]
    cards, boxes, end, goal_cards = _levels(goal, nodes, width, height, theme)
    shapes: list[Shape | Path] = []
    start = (width / 2, EDGE + START)
    shapes.append(Shape("ellipse", start[0] - START, start[1] - START, 2 * START, 2 * START, Paint("accent")))
    shapes += _arrows(levels, boxes, end, (start[0], start[1] + START))
    goal_shapes, goal_field = goal_cards.draw(goal, end)
    shapes += [halo(end, _GOAL), *goal_shapes]
    fields: list[Field] = [goal_field]
    for node, box in zip(nodes, boxes, strict=True):
        card, field = cards.draw(node, box)
        shapes += card
        fields.append(field)
    return Drawing(width, height, tuple(shapes), tuple(fields))


def _levels(
    goal: Place, nodes: tuple[Place, ...], width: float, height: float, theme: Theme
) -> tuple[Cards, list[Box], Box, Cards]:
    levels = LEVELS[len(nodes)]
    most = max(levels)
    wide = min((width - 2 * EDGE - (most - 1) * GAP) / most, WIDEST)
    cards = cards_for(theme, _BOX, "figure-node", nodes, wide)
    step = min((width - 2 * EDGE - wide) / (most - 1), wide + 36)
    # As wide as the last level's arrows need to come straight down, within reason.
    goal_wide = min(max((levels[-1] - 1) * step + 2 * SIDE + 1, width * 0.54), width * 0.64)
    goal_cards = cards_for(theme, _GOAL, "figure-goal", (goal,), goal_wide)
    goal_high = goal_cards.height(1, theme.writing.pitch * 1.1)
    room = height - 2 * EDGE - 2 * START - goal_high - 2 * HALO
    arrows = len(levels) + 1
    high = cards.fitted((room - arrows * ARROW) / len(levels), 2)
    gap = (room - len(levels) * high) / arrows
    boxes: list[Box] = []
    y = EDGE + 2 * START + gap
    for count in levels:
        for at in range(count):
            boxes.append(Box(width / 2 + (at - (count - 1) / 2) * step - wide / 2, y, wide, high))
        y += high + gap
    return (
        cards,
        boxes,
        Box((width - goal_wide) / 2, height - EDGE - HALO - goal_high, goal_wide, goal_high),
        goal_cards,
    )


def _arrows(levels: tuple[int, ...], boxes: list[Box], end: Box, start: Point) -> list[Path]:
    found: list[Path] = []
    rows: list[list[Box]] = []
    taken = 0
    for count in levels:
        rows.append(boxes[taken : taken + count])
        taken += count
    found += [_arrow(start, (box.centre[0], box.y)) for box in rows[0]]
    for upper, lower in pairwise(rows):
        found += [_arrow((a.centre[0], a.bottom), (b.centre[0], b.y)) for a, b in _pairs(upper, lower)]
    for box in rows[-1]:
        x = box.centre[0]
        found.append(_arrow((x, box.bottom), (min(max(x, end.x + SIDE), end.right - SIDE), end.y - HALO)))
    return found


def _pairs(upper: list[Box], lower: list[Box]) -> list[tuple[Box, Box]]:
    """Which box leads to which: each to the nearest of the other level, and no box is left out."""
    pairs = [(a, b) for a in upper for b in _nearest(a, lower)]
    return pairs + [(a, b) for b in lower for a in _nearest(b, upper) if (a, b) not in pairs]


def _nearest(box: Box, others: list[Box]) -> list[Box]:
    least = min(abs(other.x - box.x) for other in others)
    return [other for other in others if abs(other.x - box.x) < least + 1]


def _arrow(start: Point, end: Point) -> Path:
    """An arrow that leaves and arrives straight down."""
    (x, y), (to_x, to_y) = start, (end[0], end[1] - 2 * _ARROW.width - 0.8)
    middle = (y + to_y) / 2
    if abs(x - to_x) < 0.5:
        return Path((("M", x, y), ("L", to_x, to_y)), _ARROW, arrow=True)
    return Path((("M", x, y), ("C", x, middle + 4, to_x, middle - 6, to_x, to_y)), _ARROW, arrow=True)
