"""Columns, tables and running lines made to fit their type: as wide as their words, scales laid out as lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, pairwise

from packgen.document import Block, Cell, Inline, Inlines, Paragraph, Run, Table, plain, walk
from packgen.themes.theme import TextStyle, Theme
from packgen.writers.breaks import line_breaks
from packgen.writers.places import advance

COLUMN_GAP = 20.0  # points between columns of text
LEAST_COLUMN = 20.0  # times the size of body text, about 40 letters: a narrower column has ragged lines
ENDS_GAP = 18.0  # points, the least between a running line's two texts
LONG_END = 0.25  # of a running line: a second text that takes more is left out where the first has no room
NARROWER = 0.95  # what a running line's many letters take of the sum of their widths, each of which is rounded up
DANGLING = " ·:,–-"  # what no shortened text ends in, before its ellipsis
BOLD = 1.07  # bold letters are so much wider than regular ones
NO_BREAK_SPACE = "\u00a0"
APART = "\u2003 "  # between two choices of a scale: an em space and a place to break

# Scripts without spaces (Thai, Lao, Tibetan, Burmese, Khmer; Chinese and Japanese): ICU's dictionaries know the words.
_UNSPACED = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff]")

_NUMBER = re.compile(r"\{pages?\}")  # what a page's number and their count stand for


def columns_in(width: float, count: int, theme: Theme) -> tuple[int, float]:
    """How many of `count` columns of text `width` points have room for, and how wide each is."""
    least = LEAST_COLUMN * theme.styles["body"].size
    while count > 1 and _column(width, count) < least:
        count -= 1
    return count, _column(width, count)


def _column(width: float, count: int) -> float:
    return (width - (count - 1) * COLUMN_GAP) / count


def fitted(table: Table, theme: Theme, width: float) -> Table:
    """The table, `width` points wide, with columns that hold their longest words, as far as others can spare the room:
    those that lack least come first.

    Both formats must come to the same widths, and only one of them knows fonts: words are measured by rule of thumb.
    """
    wide = [share * width for share in table.widths]
    lacking = [needed - has for needed, has in zip(_least(table, theme), wide, strict=True)]
    spare = sum(-lack for lack in lacking if lack < 0)
    taken = 0.0
    for lack, at in sorted((lack, at) for at, lack in enumerate(lacking) if lack > 0):
        if taken + lack <= spare:
            taken += lack
            wide[at] += lack
    if not taken:
        return table
    given = [taken * max(-lack, 0.0) / spare for lack in lacking]
    return replace(table, widths=tuple((has - less) / width for has, less in zip(wide, given, strict=True)))


def running_ends(ends: tuple[str, str], style: TextStyle, width: float) -> tuple[str, str]:
    """The two texts of a running line that has `width` points, as far as it has room.

    A long second one is left out for the first, but never the page's number; the first gives way, with an ellipsis, to
    a short one.
    """
    start, end = ends
    unit = _unit(style) * NARROWER
    taken, room = _ems(_NUMBER.sub("00", end)) * unit, width - ENDS_GAP
    if _ems(start) * unit + taken <= room:
        return ends
    if taken > LONG_END * width and not _NUMBER.search(end):
        end, taken, room = "", 0.0, width
    ends_at = list(accumulate(map(advance, start), initial=0.0))
    if ends_at[-1] * unit <= room - taken:
        return start, end
    kept = bisect_right(ends_at, (room - taken) / unit - advance("…")) - 1
    return start[: max(kept, 0)].rstrip(DANGLING) + "…", end


def measured(words: str, style: TextStyle) -> float:
    """About how wide the words are in points, sooner too wide than too narrow."""
    return _ems(words) * _unit(style)


def _ems(words: str) -> float:
    return sum(map(advance, words))


def _unit(style: TextStyle) -> float:
    return style.size * (BOLD if style.bold else 1.0)


def _least(table: Table, theme: Theme) -> list[float]:
    """The width in points that each column's longest word takes, with the inset of its cell."""
    rows = [table.head, *table.rows] if table.head else list(table.rows)
    inset = theme.tables[table.style].inset
    return [
        2 * inset + max(map(_longest, row_cells, [theme] * len(row_cells))) for row_cells in zip(*rows, strict=True)
    ]


def _longest(cell: Cell, theme: Theme) -> float:
    widths = [0.0]
    for block in walk(cell.blocks):
        if isinstance(block, Paragraph):
            look = theme.styles[block.style]
            for run in block.content:
                if isinstance(run, Run):
                    weight = BOLD if look.bold or run.bold else 1.0
                    widths += (sum(map(advance, word)) * look.size * weight for word in _unbroken(run.text))
    return max(widths)


def _unbroken(text: str) -> Iterator[str]:
    """The words of a text, as far as no line may end inside one."""
    for word in text.split():
        ends = line_breaks(word, "") if _UNSPACED.search(word) else [len(word)]
        yield from (word[start:end] for start, end in pairwise([0, *ends]))


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
