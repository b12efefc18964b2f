"""Columns on pages: in order, whole where they are kept, of about equal height, page by page."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packgen.writers.pdf.flow import Balanced, Close, Item, Open, RectMark, Slice, keep_whole, space
from packgen.writers.pdf.pagination import BALANCE, Page, Placed, balanced, paginate

HEIGHT = 100.0
STEP = 50.0
WIDTH = 40.0


def strip(height: float, before: float = 0.0, *, keep_next: bool = False) -> Slice:
    """A slice with something to see."""
    return Slice(height, (RectMark(0, 0, WIDTH, height),), before, keep_next)


strips = st.builds(strip, st.floats(1, 60), st.floats(0, 20), keep_next=st.booleans())
columns = st.builds(balanced, st.lists(strips, min_size=1, max_size=8), st.sampled_from([2, 3]), st.just(STEP))
flows = st.lists(strips.map(lambda one: [one]) | columns, max_size=5).map(lambda found: [i for f in found for i in f])


def slices_in(items: list[Item]) -> list[Slice]:
    """All slices that show something, in reading order."""
    inner = (list(item.items) if isinstance(item, Balanced) else [item] for item in items)
    return [item for found in inner for item in found if isinstance(item, Slice) and item.marks]


def x_of(placed: Placed) -> float:
    """How far from the start edge."""
    return placed.slice.marks[0].x


def by_column(page: Page) -> dict[float, list[Placed]]:
    """The slices of a page that holds columns alone, by their x."""
    found: dict[float, list[Placed]] = {}
    for placed in page.slices:
        found.setdefault(x_of(placed), []).append(placed)
    return found


def bottom(column: list[Placed]) -> float:
    """Where the column ends."""
    return column[-1].y + column[-1].slice.height


@given(flows)
def test_every_slice_is_placed_once_in_order_inside_its_page(items: list[Item]) -> None:
    pages = paginate(items, HEIGHT)
    placed = [entry for page in pages for entry in page.slices if entry.slice.marks]
    assert [entry.slice.height for entry in placed] == [item.height for item in slices_in(items)]
    assert all(entry.y + entry.slice.height <= HEIGHT + 0.02 for entry in placed)


@given(flows)
def test_nothing_overlaps(items: list[Item]) -> None:
    for page in paginate(items, HEIGHT):
        for at, one in enumerate(page.slices):
            for other in page.slices[at + 1 :]:
                apart = one.y + one.slice.height <= other.y + 1e-6 or x_of(other) >= x_of(one) + STEP - 1e-6
                assert apart, (one, other)


@given(st.lists(st.floats(1, 30), min_size=1, max_size=12), st.sampled_from([2, 3]))
def test_columns_that_fit_on_a_page_end_within_the_height_of_one_piece(heights: list[float], count: int) -> None:
    (item,) = balanced([strip(height) for height in heights], count, STEP)
    assert isinstance(item, Balanced)
    assert item.height <= sum(heights) / count + max(heights) + 1
    (page,) = paginate([item], 1000)
    found = by_column(page)
    assert sorted(found) == [place * STEP for place in range(len(found))]
    assert max(map(bottom, found.values())) == pytest.approx(item.height, abs=BALANCE)
    # The last column alone may be much shorter: there is no more to put into it.
    for before, after in pairwise(found.values()):
        assert bottom(before) + after[0].slice.height > item.height - 1


@given(st.lists(st.integers(1, 3), min_size=2, max_size=8))
def test_what_is_kept_whole_is_in_one_column(sizes: list[int]) -> None:
    runs = [keep_whole([strip(10 + at / 100) for _ in range(size)]) for at, size in enumerate(sizes)]
    pages = paginate(balanced([item for run in runs for item in run], 2, STEP), HEIGHT)
    places = {
        (placed.slice.height, number, x_of(placed)) for number, page in enumerate(pages) for placed in page.slices
    }
    assert len(places) == len(sizes)


def test_longer_columns_fill_page_by_page() -> None:
    items: list[Item] = [strip(40), *balanced([strip(20) for _ in range(20)], 2, STEP)]
    first, second, third = paginate(items, HEIGHT)
    assert {x: len(found) for x, found in by_column(first).items()} == {0: 4, STEP: 3}  # the strip above and 3 + 3
    assert {x: len(found) for x, found in by_column(second).items()} == {0: 5, STEP: 5}
    assert {x: len(found) for x, found in by_column(third).items()} == {0: 2, STEP: 2}


def test_a_heading_goes_with_the_columns_to_the_next_page() -> None:
    heading = strip(10, keep_next=True)
    first, second = paginate([strip(75), heading, *balanced([strip(20), strip(20)], 2, STEP)], HEIGHT)
    assert [placed.y for placed in first.slices] == [0]
    assert [(x_of(placed), placed.y) for placed in second.slices] == [(0, 0), (0, 10), (STEP, 10)]


def test_a_piece_too_high_for_the_rest_of_the_page_leaves_the_column_free() -> None:
    items: list[Item] = [strip(50), *balanced([strip(30), strip(80), strip(30)], 2, STEP)]
    first, second = paginate(items, HEIGHT)
    assert [(x_of(placed), placed.y) for placed in first.slices] == [(0, 0), (0, 50)]
    assert [(x_of(placed), placed.y) for placed in second.slices] == [(0, 0), (STEP, 0)]


def test_space_above_the_first_column_stands_above_all_and_space_at_the_end_below() -> None:
    items = balanced([strip(20, before=8), strip(20, before=8), space(6)], 2, STEP)
    (page,) = paginate([strip(30), *items, strip(10)], HEIGHT)
    assert [(x_of(placed), placed.y) for placed in page.slices if placed.slice.marks] == [
        (0, 0),
        (0, 38),
        (STEP, 38),
        (0, 64),
    ]


def test_a_box_in_columns_is_painted_where_its_content_is() -> None:
    box: list[Item] = [Open(0, WIDTH, fill="#FFFFFF"), strip(20), Close()]
    (page,) = paginate([strip(10), *balanced([*box, *box], 2, STEP)], HEIGHT)
    assert [(painted.box.x, painted.top, painted.bottom) for painted in page.boxes] == [(STEP, 10, 30), (0, 10, 30)]
