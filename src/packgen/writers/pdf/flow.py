"""The flow: content cut into slices that never split, and the pages they are put on.

A slice carries marks (what is painted, relative to its top left); boxes around slices are opened and closed between
them, so that a box that runs over a page's end is painted on both pages. Lengths are points, y goes down. x counts
from the start edge of the text area (the right edge in right-to-left documents; page.py turns it round).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from packgen.themes.logo import Logo
from packgen.writers.drawing import Drawing
from packgen.writers.pdf.lines import Line
from packgen.writers.pdf.tags import Element

# --- marks ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """What a run of a line belongs to: its structure element and, for a link, its address."""

    element: Element | None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class TextMark:
    """A line of text set in `width`; `y` is the baseline. `passages` are found by the fragments' keys."""

    x: float
    y: float
    width: float
    line: Line
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class RectMark:
    """A rectangle, filled and/or stroked ("#RRGGBB" or None); `element` None means decoration."""

    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    stroke: str | None = None
    line_width: float = 0.6
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class RuleMark:
    """A horizontal line of `width` from (x, y); `dotted` for leaders."""

    x: float
    y: float
    width: float
    colour: str
    line_width: float = 0.6
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class DrawingMark:
    """A drawing with its top at y; `element` is its Figure, None for decoration."""

    x: float
    y: float
    width: float
    drawing: Drawing
    element: Element | None


@dataclass(frozen=True, slots=True)
class ImageMark:
    """The logo, with its top at y; `element` is its Figure."""

    x: float
    y: float
    width: float
    height: float
    logo: Logo
    element: Element


@dataclass(frozen=True, slots=True)
class FieldMark:
    """A place to fill in. `kind` "text", "radio" or "check"; `label` is spoken, `value` what a ticked choice means,
    `question` what the circles of one group answer.
    """

    x: float
    y: float
    width: float
    height: float
    kind: str
    name: str
    label: str
    value: str
    element: Element
    question: str = ""


@dataclass(frozen=True, slots=True)
class AnchorMark:
    """A place that links and the outline point to."""

    x: float
    y: float
    width: float
    bookmark: str
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class PageNumberMark:
    """The page number of a bookmark, known when all pages are; set at the end side of `width`."""

    x: float
    y: float
    width: float
    bookmark: str
    style: str
    element: Element


@dataclass(frozen=True, slots=True)
class ElementMark:
    """Paints nothing: puts an element (an empty table cell) into the structure here."""

    x: float
    y: float
    width: float
    element: Element


Mark = TextMark | RectMark | RuleMark | DrawingMark | ImageMark | FieldMark | AnchorMark | PageNumberMark | ElementMark


def moved(mark: Mark, x: float, y: float) -> Mark:
    """The mark, moved by x and y."""
    return replace(mark, x=mark.x + x, y=mark.y + y)


# --- the flow -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Slice:
    """A strip of the page that never splits.

    `before` is space above it, left out at the top of a page. `keep_next` forbids a page's end after it. `repeat` is
    put above it when it opens a page (a table's head).
    """

    height: float
    marks: tuple[Mark, ...] = ()
    before: float = 0.0
    keep_next: bool = False
    repeat: Slice | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """A box opens here: fill, border all round, bar at the start side (colours, or None).

    `padding` is kept free between the box's edge and its content where a page ends inside it.
    """

    x: float
    width: float
    fill: str | None = None
    border: str | None = None
    bar: str | None = None
    padding: float = 0.0


@dataclass(frozen=True, slots=True)
class Close:
    """The box opened last ends here."""


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows starts on a new page."""


Item = Slice | Open | Close | NewPage


def space(points: float) -> Slice:
    """Space between two blocks; nothing at the top of a page."""
    return Slice(0.0, before=points)


def keep_whole(items: Sequence[Item]) -> list[Item]:
    """The items with no page's end inside."""
    last = max((at for at, item in enumerate(items) if isinstance(item, Slice)), default=-1)
    return [
        replace(item, keep_next=True) if isinstance(item, Slice) and at < last else item
        for at, item in enumerate(items)
    ]


def keep_next(items: Sequence[Item]) -> list[Item]:
    """The items, the last slice kept with what follows."""
    last = max((at for at, item in enumerate(items) if isinstance(item, Slice)), default=-1)
    return [
        replace(item, keep_next=True) if isinstance(item, Slice) and at == last else item
        for at, item in enumerate(items)
    ]


def without_first_space(items: Sequence[Item]) -> list[Item]:
    """The items, the first slice without space above."""
    return _with_first(items, lambda item: replace(item, before=0.0))


def with_first_space(items: Sequence[Item], before: float) -> list[Item]:
    """The items, the first slice with at least this space above."""
    return _with_first(items, lambda item: replace(item, before=max(item.before, before)))


def with_first_marks(items: Sequence[Item], marks: Sequence[Mark]) -> list[Item]:
    """The items, the first slice with these marks painted before its own."""
    if not any(isinstance(item, Slice) for item in items):
        return [*items, Slice(0.0, tuple(marks))]
    return _with_first(items, lambda item: replace(item, marks=(*marks, *item.marks)))


def _with_first(items: Sequence[Item], change: Callable[[Slice], Slice]) -> list[Item]:
    for at, item in enumerate(items):
        if isinstance(item, Slice):
            return [*items[:at], change(item), *items[at + 1 :]]
    return list(items)


def height_of(items: Iterable[Item]) -> float:
    """The height of the items set one below the other, without page ends."""
    return sum(item.before + item.height for item in items if isinstance(item, Slice))


# --- pages ----------------------------------------------------------------------------------------


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


def paginate(items: Sequence[Item], height: float) -> tuple[Page, ...]:
    """The items put on pages of `height` points; a slice taller than that stands alone and runs over."""
    pager = _Pager(height)
    for chunk in _chunks(items):
        pager.chunk(chunk)
    return pager.finished()


def stack(items: Sequence[Item]) -> tuple[float, tuple[Mark, ...]]:
    """The height of the items set without page ends, and all their marks (boxes as rectangles first)."""
    pages = paginate([item for item in items if not isinstance(item, NewPage)], float("inf"))
    if not pages:
        return 0.0, ()
    page = pages[0]
    marks = [mark for painted in page.boxes for mark in box_marks(painted)]
    marks += [moved(mark, 0, placed.y) for placed in page.slices for mark in placed.slice.marks]
    return max((placed.y + placed.slice.height for placed in page.slices), default=0.0), tuple(marks)


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
        if isinstance(item, NewPage) or (isinstance(item, Slice) and not item.keep_next):
            complete = True
    if chunk:
        yield chunk


def _is_space(slices: Sequence[Slice]) -> bool:
    return all(not item.height and not item.marks for item in slices)


class _Pager:
    def __init__(self, height: float) -> None:
        self._height = height
        self._pages: list[Page] = []
        self._boxes: list[Painted] = []
        self._slices: list[Placed] = []
        self._open: list[tuple[Open, float, bool]] = []  # the box, its top on this page, whether it starts here
        self._y = 0.0

    def chunk(self, chunk: list[Item]) -> None:
        slices = [item for item in chunk if isinstance(item, Slice)]
        top, repeated, before = self._padding(), 0.0, 0.0
        if slices:
            repeated, before = slices[0].repeat.height if slices[0].repeat else 0.0, slices[0].before
        needed = height_of(slices) + self._padding_after(chunk)
        whole = top + repeated + needed - before <= self._height
        if self._slices and whole and not self._fits(needed) and not _is_space(slices):
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
        fits = self._fits(item.before + item.height + self._padding())
        if _is_space([item]) and not (self._slices and fits):
            return
        if may_end_page and self._slices and not fits:
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
