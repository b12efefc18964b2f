"""What the glyphs of a run stand for, so that copying, searching and reading aloud give the source text back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from packgen.writers.pdf.shape import GlyphRun
from packgen.writers.pdf.truetype import Component, Composite

# What only steers breaking and direction is no part of the text that a reader searches for.
_STEERING = re.compile("[\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]")


class Cluster(NamedTuple):
    """What is drawn for `text` as a whole, and how far the pen moves after it, in the face's units."""

    drawn: int | Composite
    advance: int
    text: str


def clusters(run: GlyphRun) -> Iterator[Cluster]:
    """The clusters of a run in visual order; a cluster of several glyphs is drawn as one composite."""
    starts = sorted(set(run.clusters))
    ends = dict(zip(starts, [*starts[1:], len(run.text)], strict=True))
    first, count = 0, len(run.clusters)
    while first < count:
        start = run.clusters[first]
        last = first + 1
        while last < count and run.clusters[last] == start:
            last += 1
        # Text before the first cluster has no glyph of its own (a direction mark); it goes with the first.
        begin = 0 if start == starts[0] else start
        text = _searched(run.text[begin : ends[start]])
        if last == first + 1 and (not run.offsets or run.offsets[first] == (0, 0)):
            yield Cluster(run.glyphs[first], run.advances[first], text)
        else:
            composite = _composite(run, first, last)
            yield Cluster(composite, composite.advance, text)
        first = last


def _composite(run: GlyphRun, first: int, last: int) -> Composite:
    """The glyphs from `first` up to `last` in their places."""
    pen = 0
    components: list[Component] = []
    for at in range(first, last):
        right, up = run.offsets[at] if run.offsets else (0, 0)
        components.append(Component(run.glyphs[at], pen + right, up))
        pen += run.advances[at]
    return Composite(tuple(components), pen)


def _searched(text: str) -> str:
    """The text without what only steers layout; a soft hyphen that is drawn stays one (ISO 32000-1, 14.8.2.2.3)."""
    if text == "\u00ad":
        return text
    return _STEERING.sub("", text)
