"""Pagination: nothing is lost, nothing overlaps, what is kept together stays together."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from packgen.writers.pdf.flow import Close, Item, NewPage, Open, RectMark, Slice, keep_whole, space
from packgen.writers.pdf.pagination import paginate, stack

HEIGHT = 100.0

slices = st.builds(
    lambda height, before, keep: Slice(height, (RectMark(0, 0, 1, height),), before, keep),
    st.floats(1, 60),
    st.floats(0, 20),
    st.booleans(),
)
flows = st.lists(slices | st.just(NewPage()) | st.builds(space, st.floats(1, 20)), max_size=30)


def painted(items: list[Item]) -> list[Slice]:
    return [item for item in items if isinstance(item, Slice) and item.marks]


@given(flows)
def test_every_slice_is_placed_once_in_order_inside_its_page(items: list[Item]) -> None:
    pages = paginate(items, HEIGHT)
    placed = [entry.slice for page in pages for entry in page.slices if entry.slice.marks]
    assert placed == painted(items)
    for page in pages:
        bottom = 0.0
        for entry in page.slices:
            assert entry.y >= bottom - 1e-6
            bottom = entry.y + entry.slice.height
        assert bottom <= HEIGHT + 0.02


@given(flows)
def test_no_page_is_empty(items: list[Item]) -> None:
    assert all(any(entry.slice.marks for entry in page.slices) for page in paginate(items, HEIGHT) if painted(items))


@given(st.lists(slices, min_size=1, max_size=20))
def test_a_page_ends_after_a_kept_slice_only_when_the_run_is_taller_than_a_page(items: list[Slice]) -> None:
    pages = paginate(items, HEIGHT)
    for page in pages[:-1]:
        last = page.slices[-1].slice
        if last.keep_next:
            at = next(i for i, item in enumerate(items) if item is last)
            first = at
            while first and items[first - 1].keep_next:
                first -= 1
            end = at
            while items[end].keep_next and end + 1 < len(items):
                end += 1
            run = items[first : end + 1]
            assert sum(item.before + item.height for item in run) - run[0].before > HEIGHT - 0.02


def test_a_box_over_a_page_s_end_is_painted_on_both_pages() -> None:
    flow: list[Item] = [Open(0, 10, fill="#FFFFFF"), *(Slice(40, (RectMark(0, 0, 1, 1),)) for _ in range(4)), Close()]
    first, second = paginate(flow, HEIGHT)
    assert [(b.top, b.bottom, b.starts, b.ends) for b in first.boxes] == [(0, 80, True, False)]
    assert [(b.top, b.bottom, b.starts, b.ends) for b in second.boxes] == [(0, 80, False, True)]


@given(st.lists(slices | st.builds(space, st.floats(1, 20)), min_size=1, max_size=20), st.integers(0, 4))
def test_a_box_s_padding_is_free_at_every_page_s_end_inside_it(items: list[Item], before: int) -> None:
    padding = 9.0
    inner = [replace(item, keep_next=False) if isinstance(item, Slice) else item for item in items]
    opened = Open(0, 10, fill="#FFFFFF", padding=padding)
    pages = paginate([*(Slice(15, (RectMark(0, 0, 1, 1),)) for _ in range(before)), opened, *inner, Close()], HEIGHT)
    boxes = [(page, painted) for page in pages for painted in page.boxes]
    for page, painted in boxes:
        assert painted.bottom <= HEIGHT + 0.02
        inside = [entry for entry in page.slices if entry.y >= painted.top - 1e-6]
        if not painted.starts:
            assert inside[0].y >= painted.top + padding - 1e-6
        if not painted.ends:
            assert inside[-1].y + inside[-1].slice.height <= painted.bottom - padding + 1e-6


def test_a_table_s_head_is_repeated_on_the_next_page() -> None:
    head = Slice(10, (RectMark(0, 0, 1, 1),), keep_next=True)
    rows = [Slice(30, (RectMark(0, 0, 1, 1),), repeat=head) for _ in range(4)]
    first, second = paginate([head, *rows], HEIGHT)
    assert [entry.repeated for entry in first.slices] == [False] * 4
    assert [entry.repeated for entry in second.slices] == [True, False]


def test_space_between_blocks_vanishes_at_a_page_s_top() -> None:
    mark = (RectMark(0, 0, 1, 1),)
    first, second = paginate([Slice(95, mark), space(8), Slice(20, mark, before=12)], HEIGHT)
    assert len(first.slices) == 1
    assert second.slices[0].y == 0


def test_keeping_whole_leaves_the_end_free() -> None:
    kept = keep_whole([Slice(1), Slice(1), Close()])
    assert [item.keep_next for item in kept if isinstance(item, Slice)] == [True, False]


@given(st.lists(slices, max_size=10))
def test_stacking_adds_heights_up(items: list[Slice]) -> None:
    height, marks = stack(items)
    expected = sum(item.before + item.height for item in items) - (items[0].before if items else 0)
    assert abs(height - expected) < 1e-6
    assert len(marks) == len(items)
