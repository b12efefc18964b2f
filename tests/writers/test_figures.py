"""Connection pictures and icons: whatever their number and the page's size, all places to write are whole and apart."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packgen.document import Run, plain
from packgen.project import Project
from packgen.themes.load import load_theme
from packgen.themes.theme import Theme
from packgen.writers.drawing import (
    CORNER_INSET,
    Drawing,
    Paint,
    Path,
    Point,
    Shape,
    arrow_head,
    corners,
    mirrored,
    outline,
    points_of,
    text_shapes,
)
from packgen.writers.figures import LEAST_HEIGHT, picture
from packgen.writers.icons import icon
from tests.sample import ROOT

KINDS = ("tree", "web", "flowchart")
THEME = load_theme(Project(ROOT), "theme")
LABELS = ("Family", "Friends", "Work and colleagues", "Clubs and sports", "Organisations", "Schools",
          "Places of worship", "Local business", "Neighbours", "Welfare groups", "Chama", "Health")  # fmt: skip


def drawn(
    kind: str, count: int, width: float, height: float, *, label: str = "", theme: Theme = THEME, rtl: bool = False
) -> Drawing:
    """A picture of `count` places."""
    nodes = tuple((Run(label or text),) for text in LABELS[:count])
    goal = (Run(label or "The partner I want to reach"),)
    fields = ("way-goal", *(f"way-{number}" for number in range(1, len(nodes) + 1)))
    return picture(kind, goal, nodes, width=width, height=height, fields=fields, theme=theme, rtl=rtl)  # type: ignore[arg-type]


def reached(shape: Shape | Path) -> list[Point]:
    """Points all along a shape's outline."""
    points: list[Point] = []
    steps = list(outline(shape)) + (list(arrow_head(shape).steps) if isinstance(shape, Path) and shape.arrow else [])
    for step in steps:
        if step[0] == "C":
            curve = (points[-1], *points_of(step))
            for at in range(1, 17):
                share = at / 16
                weights = ((1 - share) ** 3, 3 * (1 - share) ** 2 * share, 3 * (1 - share) * share**2, share**3)
                x, y = (sum(w * point[axis] for w, point in zip(weights, curve, strict=True)) for axis in (0, 1))
                points.append((x, y))
        else:
            points += points_of(step)
    return points


def apart(first: Shape, second: Shape, gap: float) -> bool:
    """Whether two shapes' bounds are `gap` or more away from each other."""
    return (
        first.x + first.width + gap <= second.x
        or second.x + second.width + gap <= first.x
        or first.y + first.height + gap <= second.y
        or second.y + second.height + gap <= first.y
    )


pages = st.tuples(st.floats(430, 560), st.floats(360, 700))


@given(
    kind=st.sampled_from(KINDS),
    count=st.integers(3, 12),
    size=pages,
    label=st.sampled_from(["", "A", "Friends of friends whom I met at school", "Kazini na kwa majirani wote wa mtaa"]),
    rtl=st.booleans(),
)
@settings(deadline=None, max_examples=60)
def test_every_place_is_inside_and_none_overlap(
    kind: str, count: int, size: tuple[float, float], label: str, rtl: bool
) -> None:
    width, height = size
    drawing = drawn(kind, count, width, height, label=label, rtl=rtl)
    for shape in drawing.shapes:
        edge = shape.paint.width / 2 if shape.paint.stroke else 0.0
        for x, y in reached(shape):
            assert edge - 0.05 <= x <= width - edge + 0.05
            assert edge - 0.05 <= y <= height - edge + 0.05
    cards = text_shapes(drawing)
    whole = [shape for shape in drawing.shapes if isinstance(shape, Shape) and shape.text]
    assert len(whole) == count + 1
    for first, second in combinations(whole, 2):
        assert apart(first, second, 4.0)
    for card, inner, field in zip(whole, cards, drawing.fields, strict=True):
        assert field.label == plain(card.text)
        assert card.x < field.x
        assert field.x + field.width < card.x + card.width
        assert inner.y < field.y
        assert field.y + field.height < card.y + card.height
        assert card.padding >= max(corners(card)) * CORNER_INSET - 0.01


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", range(3, 10))
@pytest.mark.parametrize(("width", "height"), [(487.3, 380), (487.3, 432), (487.3, 520), (504, 382), (504, 480)])
def test_a_hand_has_room_for_two_names(kind: str, count: int, width: float, height: float) -> None:
    drawing = drawn(kind, count, width, height)
    for field in drawing.fields[1:]:
        assert field.width >= 80
        assert field.height >= 2 * 18
    assert drawing.fields[0].width >= 150
    assert drawing.fields[0].height >= 26


@pytest.mark.parametrize("kind", KINDS)
def test_the_ruled_lines_stand_under_the_label_inside_the_place_to_write(kind: str) -> None:
    drawing = drawn(kind, 9, 487.3, 432)
    writing = Paint(stroke=THEME.writing.colour, width=THEME.writing.width)
    rules = [shape for shape in drawing.shapes if isinstance(shape, Path) and shape.paint == writing]
    assert len(rules) == 10
    for rule, field, text in zip(rules, drawing.fields, text_shapes(drawing), strict=True):
        heights = [y for _, y in reached(rule)]
        assert min(heights) - field.y > 15
        assert max(heights) == pytest.approx(field.y + field.height)
        assert field.y >= text.y + THEME.styles[text.style].leading - 0.01


@pytest.mark.parametrize("kind", KINDS)
def test_goal_is_read_first_then_the_places_in_their_order(kind: str) -> None:
    drawing = drawn(kind, 8, 504, 480)
    expected = ["The partner I want to reach", *LABELS[:8]]
    assert [plain(shape.text) for shape in text_shapes(drawing)] == expected
    assert [field.label for field in drawing.fields] == expected
    assert [field.name for field in drawing.fields] == ["way-goal", *(f"way-{number}" for number in range(1, 9))]


@pytest.mark.parametrize("kind", KINDS)
def test_right_to_left_pictures_are_mirrored(kind: str) -> None:
    left, right = drawn(kind, 7, 487.3, 432), drawn(kind, 7, 487.3, 432, rtl=True)
    assert right == mirrored(left)
    assert right != left
    again = mirrored(right)
    for one, other in zip(left.shapes, again.shapes, strict=True):
        flat, flat_again = ([value for point in reached(shape) for value in point] for shape in (one, other))
        assert flat == pytest.approx(flat_again)
    first, second = text_shapes(right)[1:3]
    if kind == "flowchart":
        assert first.x > second.x


@pytest.mark.parametrize("kind", KINDS)
def test_goal_is_where_the_worksheet_says(kind: str) -> None:
    drawing = drawn(kind, 9, 487.3, 432)
    goal, *nodes = text_shapes(drawing)
    middle = goal.y + goal.height / 2
    assert goal.x + goal.width / 2 == pytest.approx(487.3 / 2)
    if kind == "web":
        assert middle == pytest.approx(432 / 2)
    else:
        assert goal.y > max(node.y + node.height for node in nodes)


def test_every_arrow_of_the_flowchart_leads_from_a_place_to_the_next_level() -> None:
    for count in range(3, 13):
        drawing = drawn("flowchart", count, 487.3, 432)
        goal, *nodes = (shape for shape in drawing.shapes if isinstance(shape, Shape) and shape.text)
        arrows = [shape for shape in drawing.shapes if isinstance(shape, Path) and shape.arrow]
        starts = [reached(arrow)[0] for arrow in arrows]
        ends = [points_of(arrow.steps[-1])[-1] for arrow in arrows]
        for node in nodes:
            middle = node.x + node.width / 2
            assert any(x == pytest.approx(middle) and y == pytest.approx(node.y + node.height) for x, y in starts)
            assert any(x == pytest.approx(middle) and 0 < node.y - y < 5 for x, y in ends)
        assert any(goal.x < x < goal.x + goal.width and 0 < goal.y - y < 9 for x, y in ends)


def test_large_type_keeps_the_places_whole() -> None:
    large = THEME.styles | {
        "figure-node": THEME.styles["figure-node"].model_copy(update={"size": 16, "leading": 21}),
        "figure-goal": THEME.styles["figure-goal"].model_copy(update={"size": 18, "leading": 24}),
    }
    theme = THEME.model_copy(update={"styles": large})
    for kind in KINDS:
        drawing = drawn(kind, 12, 487.3, 432, theme=theme)
        for field in drawing.fields:
            assert field.height >= 10
            assert field.y > 0
            assert field.y + field.height < 432


@pytest.mark.parametrize("count", [0, 2, 13])
def test_fewer_than_three_or_more_than_twelve_places_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match=f"3 to 12 places, not {count}"):
        picture("tree", (), ((),) * count, width=487, height=432, fields=(), theme=THEME)


@pytest.mark.parametrize("kind", KINDS)
def test_without_room_it_is_drawn_at_its_least_height(kind: str) -> None:
    assert drawn(kind, 12, 487, 0).height == LEAST_HEIGHT


@pytest.mark.parametrize("kind", ["slide", "handout", "equipment", "clock", "optional"])
@pytest.mark.parametrize("size", [11.0, 15.0])
def test_an_icon_is_one_line_drawing_inside_its_square(kind: str, size: float) -> None:
    drawing = icon(kind, size)  # type: ignore[arg-type]
    (shape,) = drawing.shapes
    assert (drawing.width, drawing.height, drawing.fields) == (size, size, ())
    assert shape.paint.fill is None
    assert shape.paint.width == pytest.approx(0.9 * size / 11, abs=0.05)
    for x, y in reached(shape):
        assert shape.paint.width / 2 <= x <= size - shape.paint.width / 2
        assert shape.paint.width / 2 <= y <= size - shape.paint.width / 2
