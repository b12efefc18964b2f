"""The guide's two columns: cues in the narrow margin, beside what the trainer does and says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from packgen.document import MarginRow, MarginTable
from packgen.writers.measures import BOX_GAP
from packgen.writers.pdf.flow import (
    Close,
    Item,
    Mark,
    Open,
    Slice,
    space,
    with_first_marks,
    with_first_space,
    without_first_space,
)
from packgen.writers.pdf.pagination import stack
from packgen.writers.pdf.tables import Blocks
from packgen.writers.pdf.tags import Element
from packgen.writers.pdf.typeset import Typesetter

Boxed = Callable[[list[Item], str, float, float], list[Item]]

ROW_GAP = 7.2  # between rows


def guide_items(
    block: MarginTable, x: float, width: float, section: Element, typesetter: Typesetter, blocks: Blocks, boxed: Boxed
) -> list[Item]:
    """The flow of the two columns, `width` points wide from x, in their structure element `section`.

    `blocks` lays out what stands in them, `boxed` puts the wide column into a frame.
    """
    column = typesetter.theme.margin_column
    wide_x = x + column.width + column.gap
    wide = width - column.width - column.gap
    style = typesetter.theme.boxes[block.frame] if block.frame else None
    padding = style.padding if style else 0.0
    gap = space(typesetter.on_grid(ROW_GAP))
    rows_of = _Rows(typesetter, blocks, x, wide_x + padding, wide - 2 * padding, section)
    items: list[Item] = []
    if block.heading is not None:
        items += without_first_space(blocks((block.heading,), wide_x + padding, wide - 2 * padding, section))
    for at, rows in enumerate(_by_margin(block.rows)):
        if at:
            items.append(gap)
        items += rows_of.items(rows)
    before = typesetter.style("heading-2").before if block.heading is not None else 0.0
    if style is not None:
        items = boxed(items, block.frame, wide_x, wide)
    return [*with_first_space(items, before), gap if style is None else space(typesetter.on_grid(BOX_GAP))]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Lays rows out: cues from `x`, texts from `wide_x` in `wide` points."""

    set: Typesetter
    blocks: Blocks
    x: float
    wide_x: float
    wide: float
    section: Element

    def items(self, rows: Sequence[MarginRow]) -> list[Item]:
        """Rows of which the first alone may have cues; they may reach down beside the others."""
        cues = self.blocks(rows[0].margin, self.x, self.set.theme.margin_column.width, self.section)
        margin_height, margin = stack(cues)
        body: list[Item] = []
        for at, row in enumerate(rows):
            if at:
                body.append(space(self.set.on_grid(ROW_GAP)))
            body += self._body(row)
        return _beside(body, margin, margin_height)

    def _body(self, row: MarginRow) -> list[Item]:
        style = self.set.theme.boxes.get(row.role) if row.role else None
        inset = style.padding if style else 0.0
        body = without_first_space(self.blocks(row.body, self.wide_x + inset, self.wide - inset, self.section))
        if style is not None and style.bar:
            body = [Open(self.wide_x, self.wide, bar=self.set.theme.colour(style.bar)), *body, Close()]
        return body


def _by_margin(rows: Sequence[MarginRow]) -> list[list[MarginRow]]:
    """The rows in groups: each row that has cues, with those after it that have none."""
    groups: list[list[MarginRow]] = []
    for row in rows:
        if row.margin or not groups:
            groups.append([row])
        else:
            groups[-1].append(row)
    return groups


def _beside(body: list[Item], margin: Sequence[Mark], margin_height: float) -> list[Item]:
    """The body with the margin's marks beside its start; body lines stay together as far as the margin reaches."""
    if not margin:
        return body
    body = with_first_marks(body, margin)
    reached = 0.0
    found: list[Item] = []
    for item in body:
        if isinstance(item, Slice):
            reached += item.before + item.height
            if reached < margin_height:
                item = replace(item, keep_next=True)
        found.append(item)
    if reached < margin_height:
        found.append(Slice(margin_height - reached))
    return found
