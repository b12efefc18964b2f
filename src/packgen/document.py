"""The document tree: what a page says, before anyone decides how a format writes it.

Compose builds it, writers read it. It knows nothing of sessions or countries. Every node is a frozen
dataclass; text is plain text (never markup), lengths are points (1/72 inch) unless a name says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Audience = Literal["trainer", "participant"]
Paper = Literal["A4", "Letter"]

# Points, width then height. ISO 216 A4 is 210 x 297 mm; ANSI Letter is 8.5 x 11 in.
PAPER_SIZES: dict[Paper, tuple[float, float]] = {"A4": (595.276, 841.89), "Letter": (612.0, 792.0)}

# Points, width then height: 16:9, 13 1/3 in wide as in PowerPoint.
SLIDE_SIZE = (960.0, 540.0)


# --- inline ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look and one language.

    `style` names a character style: "" (that of the paragraph), "direction" (a stage direction, shown
    apart from what is said aloud), "label" (a short lead-in such as "Slide"), "muted".
    `link` is an https, http or mailto address, or "#bookmark" for a place in the same document.
    `language` is a BCP 47 tag; None means the document's.
    """

    text: str
    bold: bool = False
    italic: bool = False
    style: Literal["", "direction", "label", "muted"] = ""
    link: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A forced new line inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A circle ("radio") or square ("check") to tick with a pen or on a screen.

    `field` is the form field's name (radio choices of one question share it), `value` what ticking it
    means to a program, `label` the same in words, `question` what it answers ("" where the label says all). A screen
    reader says both; neither is printed.
    """

    field: str
    value: str
    label: str
    kind: Literal["radio", "check"] = "radio"
    question: str = ""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return f"{self.question} – {self.label}" if self.question else self.label


Inline = Run | LineBreak | Choice
Inlines = tuple[Inline, ...]


# --- blocks ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `style` is a key of the theme's `styles`."""

    content: Inlines
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3. `bookmark` is unique in the document; contents and links point to it."""

    level: Literal[1, 2, 3]
    content: Inlines
    bookmark: str


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """The head of a document: kicker (course, session number), title, subtitle. Comes once, first."""

    kicker: Inlines
    title: Inlines
    subtitle: Inlines = ()


@dataclass(frozen=True, slots=True)
class Banner:
    """The coloured band that opens a part: its level-1 heading, and at the far side its time span and length.

    Never stands alone at the foot of a page.
    """

    heading: Heading
    span: Inlines
    minutes: Inlines


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item: its paragraphs and nested lists; `choice` is its square in a "check" list, to tick on a screen too."""

    blocks: tuple[Block, ...]
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; nested lists stand inside items. `marker` "check" prints a small square before each item."""

    items: tuple[ListItem, ...]
    marker: Literal["bullet", "decimal", "check"] = "bullet"
    start: int = 1
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Cue:
    """A margin cue of the trainer guide: an icon and a short text (label run, then what it names)."""

    kind: Literal["slide", "handout", "equipment", "clock", "optional"]
    content: Inlines


@dataclass(frozen=True, slots=True)
class MarginRow:
    """One row of a MarginTable: cues in the narrow column stay beside the start of the body.

    `role` tells what the body is: "do" (what the trainer does), "say" (what the trainer says), "" (neither).
    """

    margin: tuple[Block, ...]
    body: tuple[Block, ...]
    role: Literal["", "do", "say"] = ""


@dataclass(frozen=True, slots=True)
class MarginTable:
    """The guide's two columns: narrow margin for cues, wide for text; `heading` stands over the wide one.

    `frame` draws a box around the wide column ("activity", "discussion") or none ("").
    """

    heading: Heading | None
    rows: tuple[MarginRow, ...]
    frame: Literal["", "activity", "discussion"] = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A shaded or ruled box over the full width; `style` is a key of the theme's `boxes`."""

    blocks: tuple[Block, ...]
    style: str = "note"


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell. `header` makes it a header cell (of its column in the head, of its row in a body row)."""

    blocks: tuple[Block, ...]
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `widths` are fractions of the full width that add up to 1, `head` repeats on every page.

    `row_lines` is the least room to write in a body row, lines of the theme's `writing.pitch`; rows never split unless
    taller than a page. `bands` are the places in `rows` of those that open a group of rows: they are filled, and stay
    with the next row. `summary` is the alternative text. `style` is a key of the theme's `tables`.
    """

    widths: tuple[float, ...]
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    summary: str
    style: str = "plain"
    row_lines: int = 0
    bands: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Room to write an answer by hand: `lines` ruled lines, the theme's `writing.pitch` apart.

    In a table cell `lines` is 0: the cell itself is the room.

    `field` is the form field's name, `label` the spoken name for a screen reader (not printed).
    """

    field: str
    label: str
    lines: int


@dataclass(frozen=True, slots=True)
class Figure:
    """The connection picture: `goal` is the text of the place to reach, `nodes` those of the ways there
    (each a short label over room to write a name). Both writers draw it from `writers/figures.py`.

    `fields` are the names of the form fields: that of the goal, then that of each node.
    """

    kind: Literal["tree", "web", "flowchart"]
    goal: Inlines
    nodes: tuple[Inlines, ...]
    alt: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: its name, its length as a share (0 to 1) of the longest that can be, what it amounts to."""

    label: Inlines
    share: float
    value: Inlines


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars, one below the other, that all start at the same line. Both writers draw it from `writers/chart.py`."""

    bars: tuple[Bar, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents of the headings up to `levels`, with page numbers and working links."""

    title: Inlines
    levels: int = 2


@dataclass(frozen=True, slots=True)
class Columns:
    """Text set in `count` columns of equal width and, where no page ends inside, of about equal height.

    Stands at the top level of a document only, and holds headings, paragraphs and lists. Type too large for so many
    columns gets fewer.
    """

    blocks: tuple[Block, ...]
    count: int = 2


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide of a deck, on SLIDE_SIZE; as a block of a document it is a small picture of that slide.

    `layout` "title" opens the deck, "activity" and "discussion" have a panel for `cues`. `blocks` are the paragraphs
    and lists shown; `notes` what the speaker alone sees. Styles of both are keys of the theme's `slides.styles`.
    """

    layout: Literal["title", "content", "activity", "discussion"]
    title: Inlines
    blocks: tuple[Block, ...]
    cues: tuple[Cue, ...] = ()
    notes: tuple[Block, ...] = ()


Block = (
    Paragraph
    | Heading
    | TitleBlock
    | Banner
    | ListBlock
    | Cue
    | MarginTable
    | Box
    | Table
    | Answer
    | Figure
    | BarChart
    | Contents
    | Columns
    | PageBreak
    | Slide
)


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a pack, whole.

    `language` is a BCP 47 tag ("en-KE"). `head` and `foot` are the running lines: (start side, end side);
    in `foot`, "{page}" and "{pages}" stand for the page's number and the number of pages. `identifier` names the
    document among all of the project: programs find it among the file's keywords, which other programs keep.
    """

    id: str
    title: str
    language: str
    audience: Audience
    paper: Paper
    head: tuple[str, str]
    foot: tuple[str, str]
    subject: str
    author: str
    blocks: tuple[Block, ...]
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Deck:
    """The slides of a pack, whole. `footer` stands at the foot of every slide but title slides, beside its number.

    `paper`, `head` and `foot` are those of the printed handout of the slides; the rest is as in a Document.
    """

    id: str
    title: str
    language: str
    audience: Audience
    paper: Paper
    head: tuple[str, str]
    foot: tuple[str, str]
    footer: str
    subject: str
    author: str
    slides: tuple[Slide, ...]


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block below `blocks`, in reading order, each before what it holds."""
    for block in blocks:
        yield block
        match block:
            case ListBlock(items=items):
                for item in items:
                    yield from walk(item.blocks)
            case Banner(heading=heading):
                yield heading
            case MarginTable(heading=table_heading, rows=rows):
                if table_heading is not None:
                    yield table_heading
                for row in rows:
                    yield from walk(row.margin)
                    yield from walk(row.body)
            case Box(blocks=inner) | Columns(blocks=inner):
                yield from walk(inner)
            case Table(head=head, rows=table_rows):
                for cells in (head, *table_rows):
                    for cell in cells:
                        yield from walk(cell.blocks)
            case _:
                pass


def plain(content: Inlines) -> str:
    """The words of `content`, a line break as a space, choices left out."""
    return "".join(
        piece.text if isinstance(piece, Run) else " " if isinstance(piece, LineBreak) else "" for piece in content
    )


def headings(blocks: tuple[Block, ...], levels: int = 3) -> tuple[Heading, ...]:
    """The headings down to `levels`, in reading order."""
    return tuple(block for block in walk(blocks) if isinstance(block, Heading) and block.level <= levels)
