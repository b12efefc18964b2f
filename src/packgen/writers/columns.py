"""Tables made to fit their type, for every format alike: columns as wide as their words, scales laid out as lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from packgen.document import Block, Cell, Inline, Inlines, Paragraph, Run, Table, plain, walk
from packgen.theme import Theme
from packgen.writers.places import advance

BOLD = 1.1  # bold letters are so much wider than regular ones
NO_BREAK_SPACE = "\u00a0"
APART = "\u2003 "  # between two choices of a scale: an em space and a place to break

# Scripts without spaces (Thai, Lao, Tibetan, Burmese, Khmer; Chinese and Japanese): words are not seen in the text.
_UNSPACED = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff]")


def fitted(table: Table, theme: Theme, width: float) -> Table:
    """The table, `width` points wide, with columns that hold their longest words, as far as others can spare the room.

    Both formats must come to the same widths, and only one of them knows fonts: words are measured by rule of thumb.
    """
    least = _least(table, theme)
    wide = [share * width for share in table.widths]
    missing = sum(max(needed - has, 0.0) for needed, has in zip(least, wide, strict=True))
    spare = [max(has - needed, 0.0) for needed, has in zip(least, wide, strict=True)]
    if not missing or missing > sum(spare):
        return table
    widths = tuple(
        max(has, needed) - missing * room / sum(spare) for has, needed, room in zip(wide, least, spare, strict=True)
    )
    return replace(table, widths=tuple(points / width for points in widths))


def _least(table: Table, theme: Theme) -> list[float]:
    """The width in points that each column's longest word takes, with the padding of its cell."""
    rows = [table.head, *table.rows] if table.head else list(table.rows)
    padding = theme.tables[table.style].padding
    return [
        2 * padding + max(map(_longest, row_cells, [theme] * len(row_cells))) for row_cells in zip(*rows, strict=True)
    ]


def _longest(cell: Cell, theme: Theme) -> float:
    widths = [0.0]
    for block in walk(cell.blocks):
        if isinstance(block, Paragraph):
            look = theme.styles[block.style]
            for run in block.content:
                if isinstance(run, Run):
                    weight = BOLD if look.bold or run.bold else 1.0
                    widths += (
                        sum(map(advance, word)) * look.size * weight
                        for word in run.text.split()
                        if not _UNSPACED.search(word)
                    )
    return max(widths)


def stacked(table: Table) -> tuple[Block, ...]:
    """A scale without columns, for type too large for them: each statement over a line of its choices, each with its
    label.
    """
    lead, *labels = (_words(cell) for cell in table.head)
    found: list[Block] = [Paragraph(lead, "task")] if lead else []
    for statement, *choices in table.rows:
        line: list[Inline] = []
        for label, choice in zip(labels, choices, strict=True):
            words = plain(label).replace(" ", NO_BREAK_SPACE)
            line += (*_words(choice), Run(NO_BREAK_SPACE + words), Run(APART))
        found += (Paragraph(_words(statement), "question"), Paragraph(tuple(line[:-1]), "body"))
    return tuple(found)


def _words(cell: Cell) -> Inlines:
    return tuple(_inlines(cell))


def _inlines(cell: Cell) -> Iterator[Inline]:
    for block in walk(cell.blocks):
        if isinstance(block, Paragraph):
            yield from block.content
