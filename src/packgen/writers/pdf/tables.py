"""Tables: a slice a row, the head repeated on every page that the table reaches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from packgen.document import Answer, Block, Cell, Table
from packgen.themes.theme import TableStyle
from packgen.writers.measures import CAP_HEIGHT, TABLE_AFTER, TABLE_BEFORE
from packgen.writers.pdf.flow import (
    ElementMark,
    FieldMark,
    Item,
    Mark,
    RectMark,
    RuleMark,
    Slice,
    TextMark,
    moved,
    space,
    with_first_space,
)
from packgen.writers.pdf.pagination import paginate, stack
from packgen.writers.pdf.tags import Element
from packgen.writers.pdf.typeset import Typesetter

Blocks = Callable[[Sequence[Block], float, float, Element], list[Item]]

# A row taller than this (points) is cut, so that one cell cannot be taller than a page.
TALLEST_ROW = 560.0

RULE = 0.6  # between rows
HEAD_RULE = 1.6  # under a head that has no fill


def table_items(
    table: Table, x: float, width: float, parent: Element, typesetter: Typesetter, blocks: Blocks
) -> list[Item]:
    """The flow of a table `width` points wide from x; `blocks` lays out what is in its cells."""
    style = typesetter.theme.tables[table.style]
    element = parent.child("Table", alt=table.summary or None)
    rows = _Rows(table, style, typesetter, blocks, x, width)
    items: list[Item] = []
    head: Slice | None = None
    if table.head:
        head = rows.row(table.head, element.child("TR"), style.head_fill, in_head=True)[0]
        items.append(replace(head, keep_next=True))
    repeated = _without_elements(head) if head else None
    for number, cells in enumerate(table.rows):
        opens_group = number in table.bands
        fill = style.band if opens_group else style.stripe if number % 2 == 1 else None
        kept = opens_group or number == len(table.rows) - 2  # no page begins with the last row alone
        for piece in rows.row(cells, element.child("TR"), fill, in_head=False):
            items.append(replace(piece, repeat=repeated, keep_next=kept))
    before, after = typesetter.on_grid(TABLE_BEFORE), typesetter.on_grid(TABLE_AFTER)
    return [*with_first_space(items, before), space(after)]


class _Rows:
    """Lays rows out; all rows of a table share widths, style and place."""

    def __init__(
        self, table: Table, style: TableStyle, typesetter: Typesetter, blocks: Blocks, x: float, width: float
    ) -> None:
        self._table = table
        self._style = style
        self._set = typesetter
        self._blocks = blocks
        self._x = x
        self._width = width

    def row(self, cells: tuple[Cell, ...], element: Element, fill: str | None, *, in_head: bool) -> list[Slice]:
        """The row's slices: one, or several when it is taller than a page."""
        inset = self._style.inset
        contents: list[list[Item]] = []
        elements: list[Element] = []
        x = self._x
        for cell, share in zip(cells, self._table.widths, strict=True):
            cell_element = _cell_element(cell, element, in_head=in_head)
            elements.append(cell_element)
            inner = [block for block in cell.blocks if not _fills_cell(block)]
            contents.append(self._blocks(inner, x + inset, share * self._width - 2 * inset, cell_element))
            x += share * self._width
        stacked = [_pieces(items) for items in contents]
        count = max(len(pieces) for pieces in stacked)
        parts = [[pieces[at] if at < len(pieces) else (0.0, ()) for pieces in stacked] for at in range(count)]
        return [self._slice(part, cells, elements, fill, in_head) for part in parts]

    def _slice(
        self,
        stacked: list[tuple[float, tuple[Mark, ...]]],
        cells: tuple[Cell, ...],
        elements: list[Element],
        fill: str | None,
        in_head: bool,
    ) -> Slice:
        padding = self._style.padding
        least = 0.0 if in_head else self._table.row_lines * self._set.theme.writing.pitch
        height = self._set.whole(max(max(content for content, _ in stacked) + 2 * padding, least))
        marks: list[Mark] = list(self._ground(height, fill, in_head=in_head))
        x = self._x
        # In a row with circles to tick everything stands in the middle, else words stand at the top.
        centred = any(isinstance(mark, FieldMark) for _, painted in stacked for mark in painted)
        for (content, painted), cell, element, share in zip(stacked, cells, elements, self._table.widths, strict=True):
            width = share * self._width
            middle = centred or in_head
            drop = self._to_middle(painted, content, height) if middle else self._set.padding(padding)
            marks.append(ElementMark(x, 0, width, element))
            marks += (moved(mark, 0, drop) for mark in painted)
            marks += (
                FieldMark(
                    x + 2, 2, width - 4, height - 4, "text", block.field, block.label, "",
                    element.child("Form", alt=block.label),
                )
                for block in cell.blocks
                if isinstance(block, Answer) and _fills_cell(block)
            )  # fmt: skip
            x += width
        return Slice(height, tuple(marks))

    def _to_middle(self, painted: Sequence[Mark], content: float, height: float) -> float:
        """How far down a cell's content goes until its capitals stand in the middle of the row, on the grid."""
        lines = [mark for mark in painted if isinstance(mark, TextMark)]
        top, bottom = (lines[0].y - _capitals(lines[0]), lines[-1].y) if lines else (0.0, content)
        return self._set.on_grid((height - top - bottom) / 2)

    def _ground(self, height: float, fill: str | None, *, in_head: bool) -> list[Mark]:
        """Fill (a colour's name) and rules under a row's text."""
        theme, style = self._set.theme, self._style
        rule = theme.colour(style.rule)
        marks: list[Mark] = []
        if fill:
            # Below the rule over it, half of which stands in this row.
            top = 0.0 if in_head or style.grid else RULE / 2
            marks.append(RectMark(self._x, top, self._width, height - top, theme.colour(fill)))
        if style.grid:
            x = self._x
            for share in self._table.widths:
                marks.append(RectMark(x, 0, share * self._width, height, None, rule, RULE))
                x += share * self._width
        else:
            marks.append(RuleMark(self._x, height, self._width, rule, RULE))
        if in_head and not fill:
            marks.append(RuleMark(self._x, height, self._width, rule, HEAD_RULE))
        return marks


def _cell_element(cell: Cell, row: Element, *, in_head: bool) -> Element:
    if not cell.header:
        return row.child("TD")
    element = row.child("TH", owner="Table")
    element.attributes["Scope"] = "Column" if in_head else "Row"
    return element


def _capitals(mark: TextMark) -> float:
    """The height of a line's capitals; a circle to tick has them in its middle."""
    line = mark.line
    return CAP_HEIGHT * max((found.size for found in line.fragments), default=0.0) or line.ascent - line.descent


def _fills_cell(block: Block) -> bool:
    return isinstance(block, Answer) and block.lines == 0


def _pieces(items: list[Item]) -> list[tuple[float, tuple[Mark, ...]]]:
    """The cell's content stacked, in pieces no taller than TALLEST_ROW."""
    height, marks = stack(items)
    if height <= TALLEST_ROW:
        return [(height, marks)]
    return [(page.height, tuple(page.marks())) for page in paginate(items, TALLEST_ROW)]


def _without_elements(head: Slice) -> Slice:
    """The head as it is repeated: painted again, but in the structure only once."""
    marks = tuple(
        replace(mark, passages=tuple(replace(passage, element=None) for passage in mark.passages))
        if isinstance(mark, TextMark)
        else mark
        for mark in head.marks
        if not isinstance(mark, ElementMark)
    )
    return replace(head, marks=marks)
