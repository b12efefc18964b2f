"""The connection picture as a spider web: the goal in its middle, the ways there on the threads around it."""

from __future__ import annotations

from math import atan2, ceil, cos, pi, sin

from packgen.themes.theme import Theme
from packgen.writers.drawing import Drawing, Field, Paint, Path, Point, Shape, Step
from packgen.writers.places import Box, Cards, Look, Place, cards_for, halo

# Cards a row around the middle, from the top, by their number; rows between the first and the last stand at the sides.
ROWS: dict[int, tuple[int, ...]] = {
    3: (1, 2),
    4: (1, 2, 1),
    5: (1, 2, 2),
    6: (2, 2, 2),
    7: (3, 2, 2),
    8: (3, 2, 3),
    9: (3, 2, 2, 2),
    10: (3, 2, 2, 3),
    11: (3, 2, 2, 4),
    12: (4, 2, 2, 4),
}
WIDEST = 140.0
EDGE = 4.0  # kept free at the picture's edge
THREAD = 24.0  # the least that is seen of a thread beside the goal
GAP = 9.0  # the least between two cards
WIDEST_TURN = pi / 7  # between two threads
RINGS = (0.34, 0.47, 0.6, 0.73, 0.86, 0.98)  # as shares of a thread
SAG = 0.13  # how far a ring hangs in between two threads, as a share of its radius

_THREAD = Paint(stroke="accent", width=0.6)
_RING = Paint(stroke="accent", width=0.4)
_CARD = Look("round", Paint("paper", "accent", 0.9), 13)
_GOAL = Look("round", Paint("paper", "accent", 1.6), 26)


def web(goal: Place, nodes: tuple[Place, ...], width: float, height: float, theme: Theme) -> Drawing:
    """The web in `width` x `height` points; its cards are read row by row from the top."""
    cards, boxes = _around(nodes, width, height, theme)
    hub_cards, hub = _hub(goal, width, height, theme)
    shapes: list[Shape | Path] = [*_threads(boxes, width, height), halo(hub, _GOAL)]
    goal_shapes, goal_field = hub_cards.draw(goal, hub)
    shapes += goal_shapes
    fields: list[Field] = [goal_field]
    for node, box in zip(nodes, boxes, strict=True):
        card, field = cards.draw(node, box)
        shapes += card
        fields.append(field)
    return Drawing(width, height, tuple(shapes), tuple(fields))


def _around(nodes: tuple[Place, ...], width: float, height: float, theme: Theme) -> tuple[Cards, list[Box]]:
    rows = ROWS[len(nodes)]
    most = max(*rows, 3)
    # Beside the goal there is a card at each side, and the threads that lead to them must be seen.
    beside = (width - 2 * EDGE - _hub_width(width)) / 2 - THREAD if max(rows[1:-1], default=0) else WIDEST
    wide = min((width - 2 * EDGE - (most - 1) * GAP) / most, WIDEST, beside)
    cards = cards_for(theme, _CARD, "figure-node", nodes, wide)
    bend = min(height * 0.05, 26.0)
    room = (height - 2 * EDGE - (len(rows) - 1) * (GAP + bend)) / len(rows)
    high = cards.fitted(min(room, height * 0.25), 2)
    reach = (width - 2 * EDGE - wide) / 2
    pitch = (height - 2 * EDGE - high) / (len(rows) - 1)
    boxes: list[Box] = []
    for row, count in enumerate(rows):
        outer = row in (0, len(rows) - 1)
        if outer:
            spread = {1: 0.0, 2: max(1.1 * reach, wide + GAP), 3: max(0.84 * reach, wide + GAP), 4: 2 * reach / 3}[
                count
            ]
        else:
            spread = 2 * reach
        for at in range(count):
            x = (at - (count - 1) / 2) * spread
            y = EDGE + row * pitch
            if outer:
                drop = bend * (x / reach) ** 2
                y += drop if row == 0 else -drop
            boxes.append(Box(width / 2 + x - wide / 2, y, wide, high))
    return cards, boxes


def _hub_width(width: float) -> float:
    return min(width * 0.39, 200.0)


def _hub(goal: Place, width: float, height: float, theme: Theme) -> tuple[Cards, Box]:
    wide = _hub_width(width)
    cards = cards_for(theme, _GOAL, "figure-goal", (goal,), wide - 16)
    high = cards.fitted(height * 0.24, 2)
    return cards, Box((width - wide) / 2, (height - high) / 2, wide, high)


def _threads(boxes: list[Box], width: float, height: float) -> list[Path]:
    """Threads from the middle through every card, more in between where they are far apart, and rings over them."""
    cx, cy = width / 2, height / 2
    centres = sorted((box.centre for box in boxes), key=lambda point: atan2(point[1] - cy, point[0] - cx))
    threads: list[Step] = []
    ends: list[Point] = []
    for (x, y), (next_x, next_y) in zip(centres, centres[1:] + centres[:1], strict=True):
        angle = atan2(y - cy, x - cx)
        turn = (atan2(next_y - cy, next_x - cx) - angle) % (2 * pi)
        pieces = max(ceil(turn / WIDEST_TURN), 1)
        between = [_on_edge(angle + turn * piece / pieces, cx - 1, cy - 1) for piece in range(pieces)]
        ends += between
        # The thread of a card ends behind it, those between two cards at the picture's edge.
        for to_x, to_y in ((x, y), *((cx + end_x, cy + end_y) for end_x, end_y in between[1:])):
            threads += [("M", cx, cy), ("L", to_x, to_y)]
    found = [Path(tuple(threads), _THREAD)]
    for share in RINGS:
        steps: list[Step] = []
        for at, (x, y) in enumerate(ends):
            next_x, next_y = ends[(at + 1) % len(ends)]
            if at == 0:
                steps.append(("M", cx + x * share, cy + y * share))
            # Both control points pulled to the middle: the ring hangs between its threads.
            pull = share * (1 - SAG)
            steps.append(
                (
                    "C",
                    cx + (x * 0.7 + next_x * 0.3) * pull,
                    cy + (y * 0.7 + next_y * 0.3) * pull,
                    cx + (x * 0.3 + next_x * 0.7) * pull,
                    cy + (y * 0.3 + next_y * 0.7) * pull,
                    cx + next_x * share,
                    cy + next_y * share,
                )
            )
        found.append(Path((*steps, ("Z",)), _RING))
    return found


def _on_edge(angle: float, rx: float, ry: float) -> Point:
    """Where a thread ends, seen from the middle: on an ellipse with fuller corners that fills the picture."""
    across, down = cos(angle) / rx, sin(angle) / ry
    power = 3.0
    length = (abs(across) ** power + abs(down) ** power) ** (-1 / power)
    return length * cos(angle), length * sin(angle)
