"""What the glyphs of a run stand for, so that copying, searching and reading aloud give the source text back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from packgen.writers.pdf.shape import GlyphRun

# What only steers breaking and direction is no part of the text that a reader searches for.
_STEERING = re.compile("[\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]")


class Cluster(NamedTuple):
    """Neighbouring glyphs that stand for `text` together: indices `first` up to `last` (exclusive) in the run."""

    first: int
    last: int
    text: str


def clusters(run: GlyphRun) -> Iterator[Cluster]:
    """The clusters of a run in visual order."""
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
        yield Cluster(first, last, _searched(run.text[begin : ends[start]]))
        first = last


def _searched(text: str) -> str:
    """The text without what only steers layout; a soft hyphen that is drawn stays one (ISO 32000-1, 14.8.2.2.3)."""
    if text == "\u00ad":
        return text
    return _STEERING.sub("", text)
