"""What the glyphs of a run stand for, so that copying, searching and reading aloud give the source text back.

A cluster that goes left to right (a ligature, a syllable of Khmer) is one code that stands for all its characters.
Right to left every character has a code: readers that order text by its place on the page turn round what they
find there, the text of a code as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from packgen.writers.pdf.shape import GlyphRun
from packgen.writers.pdf.truetype import Component, Composite

# What only steers breaking and direction is no part of the text that a reader searches for.
_STEERING = re.compile("[\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]")

# The characters that one code may stand for: Poppler leaves out those with 256 hexadecimal digits of UTF-16 or more.
_LONGEST = 30

# Signs that a number may hold (UAX #9, table 4).
_NUMBER_SIGNS = ("CS", "ES", "ET")


class Cluster(NamedTuple):
    """What is drawn for `text` as a whole, and how far the pen moves after it, in the face's units."""

    drawn: int | Composite
    advance: int
    text: str


def text_layer(run: GlyphRun, mark: str = "") -> Iterable[tuple[int | Composite, int, str]]:
    """What to draw for a run, in reading order, each as `Cluster` has it, with the text that its code stands for.

    `mark` is an invisible direction mark that the text has before the run's first character.
    """
    one_each = not run.rtl and run.clusters == tuple(range(len(run.text)))
    if one_each and not (mark or run.offsets or _STEERING.search(run.text)):  # as most words in most scripts
        return zip(run.glyphs, run.advances, run.text, strict=True)
    parts = list(_clusters(run))
    if run.rtl:
        layer = [each for part in reversed(parts) for each in _single(part, mark if part is parts[-1] else "")]
    elif mark and parts:
        layer = [*_sliced(parts[0], [mark, parts[0].text]), *parts[1:]]
    else:
        layer = parts
    return layer if run.rtl else [each for part in layer for each in _split(part)]


def _split(part: Cluster) -> list[Cluster]:
    """A cluster as a code that draws it all, and blank ones for what it is too long for: a letter with many marks."""
    if len(part.text) <= _LONGEST:
        return [part]
    first, *others = (part.text[at : at + _LONGEST] for at in range(0, len(part.text), _LONGEST))
    drawn = part.drawn.components if isinstance(part.drawn, Composite) else (Component(part.drawn, 0, 0),)
    advance = part.advance - len(others)  # of the others each takes one unit: none at all would hide them
    blank = [Cluster(Composite((), 1), 1, text) for text in others]
    return [Cluster(Composite(drawn, advance), advance, first), *blank]


def _single(part: Cluster, mark: str) -> list[Cluster]:
    """A right-to-left cluster as one code a character, after `mark`.

    A direction mark keeps a sign between words, such as a comma, from being taken for a part of a number.
    """
    texts = [mark] if mark else []
    for character in part.text:
        texts.append(character)
        if unicodedata.bidirectional(character) in _NUMBER_SIGNS:
            texts.append("\u200f")
    return _sliced(part, texts) if len(texts) > 1 else [part]


def _sliced(part: Cluster, texts: list[str]) -> list[Cluster]:
    """A cluster as codes side by side, one for each text: the last draws it all, the others are blank.

    Combining marks get as good as no room, as readers move them onto the letter before; none at all hides them.
    """
    letters = sum(1 for text in texts if not _combines(text)) or 1
    share = (part.advance - (len(texts) - letters)) // letters
    widths = [1 if _combines(text) else share for text in texts[:-1]]
    rest = part.advance - sum(widths)
    drawn = part.drawn.components if isinstance(part.drawn, Composite) else (Component(part.drawn, 0, 0),)
    blank = [Cluster(Composite((), width), width, text) for width, text in zip(widths, texts, strict=False)]
    return [*blank, Cluster(Composite(drawn, rest), rest, texts[-1])]


def _combines(text: str) -> bool:
    return bool(text) and unicodedata.category(text[0]) == "Mn"


def _clusters(run: GlyphRun) -> Iterator[Cluster]:
    """The clusters of a run in visual order; a cluster of several glyphs is drawn as one composite."""
    if not run.clusters:  # nothing but what steers layout
        return
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
    return _STEERING.sub("", text) or ("\u00ad" if "\u00ad" in text else "")
