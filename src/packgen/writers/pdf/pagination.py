"""Pages: the flow put on pages of one height, and in columns of equal height within them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from packgen.writers.pdf.flow import (
    AnchorMark,
    Balanced,
    Close,
    ElementMark,
    Item,
    Mark,
    NewPage,
    Open,
    RectMark,
    Slice,
    Together,
    height_of,
    moved,
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A slice at y from the top of the text area; `repeated` when it is a table's head on a further page."""

    slice: Slice
    y: float
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Painted:
    """The piece of a box that is on one page; `starts`/`ends`: the box's own top/bottom is on this page."""

    box: Open
    top: float
    bottom: float
    starts: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page: boxes from the outermost in, and slices in reading order."""

    boxes: tuple[Painted, ...]
    slices: tuple[Placed, ...]

    @property
    def height(self) -> float:
        """How far down its slices reach, in points."""
        return max((placed.y + placed.slice.height for placed in self.slices), default=0.0)

    def marks(self) -> Iterator[Mark]:
        """Its marks where they are on it: boxes, then what is in them."""
        for painted in self.boxes:
            yield from box_marks(painted)
        for placed in self.slices:
            for mark in placed.slice.marks:
                if not (placed.repeated and isinstance(mark, ElementMark | AnchorMark)):
                    yield moved(mark, 0, placed.y)


def paginate(items: Sequence[Item], height: float) -> tuple[Page, ...]:
    """The items put on pages of `height` points; a slice taller than that stands alone and runs over."""
    return _paginated(items, (), height)


def _paginated(items: Sequence[Item], first: Sequence[float], height: float) -> tuple[Page, ...]:
    """The items put on pages of which the first have heights of their own."""
    pager = _Pager(first, height)
    for chunk in _chunks(items):
        pager.chunk(chunk)
    return pager.finished()


def balanced(items: Sequence[Item], count: int, step: float) -> list[Item]:
    """The items in `count` columns of equal height, each `step` points beside the one before.

    Space after the last of them stands below all.
    """
    inner, below = list(items), list[Item]()
    while inner and isinstance(last := inner[-1], Slice) and _is_space([last]):
        below.insert(0, inner.pop())
    if not inner:
        return below
    most = height_of(inner)
    (columns,) = _column_pages(inner, count, most, most)
    before = next((item.before for item in inner if isinstance(item, Slice)), 0.0)
    return [Balanced(tuple(inner), count, step, max(column.height for column in columns), before), *below]


def first_height(items: Sequence[Item]) -> float:
    """The height of what no page's end may part at the items' start."""
    return height_of(next(_chunks(items), ()))


def stack(items: Sequence[Item]) -> tuple[float, tuple[Mark, ...]]:
    """The height of the items set without page ends, and all their marks (boxes as rectangles first)."""
    pages = paginate([item for item in items if not isinstance(item, NewPage)], float("inf"))
    if not pages:
        return 0.0, ()
    return pages[0].height, tuple(pages[0].marks())


BALANCE = 0.05  # points, how near to the lowest height columns are set
HOLE = 0.33  # such a share of a page may stay empty so that what belongs together is whole on the next
BAR = 2.6  # points, the thickness of a box's bar
RADIUS = 3.0


def box_marks(painted: Painted) -> Iterator[Mark]:
    """The marks that paint a piece of a box."""
    box, top, height = painted.box, painted.top, painted.bottom - painted.top
    if box.fill or box.border:
        radius = RADIUS if painted.starts and painted.ends and not box.bar else 0.0
        yield RectMark(box.x, top, box.width, height, box.fill, box.border, 0.8, radius)
    if box.bar:
        yield RectMark(box.x, top, BAR, height, box.bar)


def _chunks(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Runs of items between which a page may end: each ends after a slice that is not kept with the next."""
    chunk: list[Item] = []
    complete = False
    for item in items:
        if complete and not isinstance(item, Close):
            yield chunk
            chunk, complete = [], False
        chunk.append(item)
        if isinstance(item, NewPage | Balanced) or (isinstance(item, Slice) and not item.keep_next):
            complete = True
    if chunk:
        yield chunk


def _first_row(item: Item) -> Item:
    """What a page's end must not take from the item before: of columns, what begins the first."""
    if not isinstance(item, Balanced):
        return item
    return Slice(min(first_height(item.items) - item.before, item.height), before=item.before)


def _is_space(slices: Sequence[Slice]) -> bool:
    return all(not item.height and not item.marks for item in slices)


def _column_pages(items: Sequence[Item], count: int, room: float, height: float) -> tuple[tuple[Page, ...], ...]:
    """The items in columns, `count` on a page: those of the first page have `room` points, the others `height`.

    All are filled but those of the last page, which are as low as they can be: of about equal height.
    """
    filled = _paginated(items, (room,) * count, height)
    before = (room, *(height,) * len(filled))[: (len(filled) - 1) // count]
    heights = tuple(each for each in before for _ in range(count))
    low, high = 0.0, room if not before else height
    while high - low > BALANCE:
        middle = (low + high) / 2
        tried = _paginated(items, (*heights, *(middle,) * count), height)
        if len(tried) <= len(heights) + count:
            filled, high = tried, middle
        else:
            low = middle
    return tuple(filled[at : at + count] for at in range(0, len(filled), count))


class _Pager:
    """Puts chunks on pages: the first of the heights in `first`, the others `height` points high."""

    def __init__(self, first: Sequence[float], height: float) -> None:
        self._first = first
        self._others = height
        self._pages: list[Page] = []
        self._boxes: list[Painted] = []
        self._slices: list[Placed] = []
        self._open: list[tuple[Open, float, bool]] = []  # the box, its top on this page, whether it starts here
        self._y = 0.0

    @property
    def _height(self) -> float:
        number = len(self._pages)
        return self._first[number] if number < len(self._first) else self._others

    def chunk(self, chunk: list[Item]) -> None:
        if self._tears(chunk):
            self._end_page()
        slices = [item for item in map(_first_row, chunk) if isinstance(item, Slice)]
        top, repeated, before = self._padding(), 0.0, 0.0
        if slices:
            repeated, before = slices[0].repeat.height if slices[0].repeat else 0.0, slices[0].before
        needed = height_of(slices) + self._padding_after(chunk)
        whole = top + repeated + needed - before <= self._others
        if whole and not _is_space(slices):
            while not self._fits(needed if self._slices else repeated + needed - before) and self._may_end_page():
                self._end_page()
        for item in chunk:
            match item:
                case NewPage():
                    if self._slices:
                        self._end_page()
                case Open():
                    self._open.append((item, self._y, True))
                case Close():
                    box, top, starts = self._open.pop()
                    self._paint(box, top, starts, ends=True)
                case Slice():
                    self._place(item, may_end_page=not whole)
                case Balanced():
                    self._columns(item)

    def _tears(self, chunk: Sequence[Item]) -> bool:
        """Whether this page's end would cut what the chunk begins, and a page's end now would not."""
        if not self._slices or self._height - self._y > HOLE * self._others:
            return False
        above = 0.0
        for item in chunk:
            if isinstance(item, Slice):
                above += item.before + item.height
            elif isinstance(item, Together) and not self._fits(needed := above + item.height):
                return needed <= self._others
        return False

    def _may_end_page(self) -> bool:
        """Whether the next page has more room."""
        return bool(self._slices) or self._height < self._others

    def _padding(self) -> float:
        return sum(box.padding for box, _, _ in self._open)

    def _padding_after(self, chunk: Sequence[Item]) -> float:
        """What a page's end after the chunk leaves free at the foot of the boxes that are then open."""
        paddings = [box.padding for box, _, _ in self._open]
        for item in chunk:
            if isinstance(item, Open):
                paddings.append(item.padding)
            elif isinstance(item, Close):
                paddings.pop()
        return sum(paddings)

    def _fits(self, height: float) -> bool:
        return self._y + height <= self._height + 0.01

    def _place(self, item: Slice, *, may_end_page: bool) -> None:
        if _is_space([item]) and not (self._slices and self._has_room(item)):
            return
        while may_end_page and not self._has_room(item) and self._may_end_page():
            self._end_page()
        if not self._slices:
            if item.repeat is not None and self._pages:
                self._slices.append(Placed(item.repeat, self._y, repeated=True))
                self._y += item.repeat.height
        else:
            before = item.before
            # Space above the first slice of a box belongs outside the box.
            self._open = [
                (box, top + before if top == self._y and starts else top, starts) for box, top, starts in self._open
            ]
            self._y += before
        self._slices.append(Placed(item, self._y))
        self._y += item.height

    def _columns(self, item: Balanced) -> None:
        if self._slices:
            self._y += item.before
        room = self._height - self._y
        for number, columns in enumerate(_column_pages(item.items, item.count, room, self._others)):
            if number:
                self._end_page()
            top = self._y
            for place, column in enumerate(columns):
                self._set_beside(column, place * item.step, top)

    def _set_beside(self, column: Page, x: float, top: float) -> None:
        """Puts a column x points from the first, below `top`."""
        for painted in reversed(column.boxes):
            box = replace(painted.box, x=painted.box.x + x)
            self._boxes.append(replace(painted, box=box, top=top + painted.top, bottom=top + painted.bottom))
        for placed in column.slices:
            marks = tuple(moved(mark, x, 0) for mark in placed.slice.marks)
            self._slices.append(replace(placed, slice=replace(placed.slice, marks=marks), y=top + placed.y))
        self._y = max(self._y, top + column.height)

    def _has_room(self, item: Slice) -> bool:
        return self._fits((item.before if self._slices else 0.0) + item.height + self._padding())

    def _end_page(self) -> None:
        end = self._y
        for box, top, starts in reversed(self._open):
            self._y += box.padding
            if end > top:
                self._paint(box, top, starts, ends=False)
        self._pages.append(Page(tuple(reversed(self._boxes)), tuple(self._slices)))
        self._boxes, self._slices, self._y = [], [], 0.0
        opened, self._open = self._open, []
        for box, top, starts in opened:
            self._open.append((box, self._y, starts and top >= end))
            self._y += box.padding

    def _paint(self, box: Open, top: float, starts: bool, *, ends: bool) -> None:
        if self._y > top:
            self._boxes.append(Painted(box, top, self._y, starts, ends))

    def finished(self) -> tuple[Page, ...]:
        if self._slices:
            self._end_page()
        return tuple(self._pages)
