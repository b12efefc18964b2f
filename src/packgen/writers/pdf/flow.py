"""The flow: content cut into slices that never split; pagination.py puts it on pages.

A slice carries marks (what is painted, relative to its top left); boxes around slices are opened and closed between
them, so that a box that runs over a page's end is painted on both pages. Lengths are points, y goes down. x counts
from the start edge of the text area (the right edge in right-to-left documents; page.py turns it round).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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


@dataclass(frozen=True, slots=True)
class Together:
    """What follows, `height` points of it, is better on one page, where this leaves no large hole on the one before."""

    height: float


@dataclass(frozen=True, slots=True)
class Balanced:
    """Items in `count` columns side by side that end at about the same height; each starts `step` points further.

    `height` is what they take where no page ends inside; `before` is space above all, left out at the top of a page.
    """

    items: tuple[Item, ...]
    count: int
    step: float
    height: float
    before: float


Item = Slice | Open | Close | NewPage | Together | Balanced


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


def keep_ends(items: Sequence[Item], least: float) -> list[Item]:
    """The items, no page's end in the first or last `least` points."""
    found: list[Item] = []
    passed, whole = 0.0, height_of(items)
    for item in items:
        if isinstance(item, Slice):
            passed += item.before + item.height
            if passed < least or 0 < whole - passed < least:
                item = replace(item, keep_next=True)
        found.append(item)
    return found


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
    return sum(item.before + item.height for item in items if isinstance(item, Slice | Balanced))
