"""A paragraph made ready for line breaking: one text, its runs of one look and direction, its unbreakable units."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from packgen.writers.breaks import grapheme_breaks, line_breaks
from packgen.writers.pdf.bidi import embedding_levels
from packgen.writers.pdf.fonts import Fonts
from packgen.writers.pdf.hyphens import divisions
from packgen.writers.pdf.inline import HardBreak, InlineBox, Piece, Span
from packgen.writers.pdf.shape import SOFT_HYPHEN, SPACES, Shaper, Voice, Word, shaper

# Stand-ins in the paragraph's text, as UAX #9 and #14 want them.
OBJECT = "\ufffc"
LINE_END = "\u2028"

_CONTROLS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029\ufffc]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)

# Parts of a unit longer than this are shaped apart, so that a very long address costs no more than its length.
_LONG_UNIT = 64
_LONG_WORD = 128


class Run(NamedTuple):
    """Text from `start` to `end` of one piece at one embedding level; `shaper` is None for an inline box."""

    start: int
    end: int
    piece: Span | InlineBox
    level: int
    shaper: Shaper | None


class Atom(NamedTuple):
    """A word or box in its run: `full` width in points, and `width` without the spaces that may hang."""

    start: int
    end: int
    run: Run
    level: int
    word: Word | None
    width: float
    full: float


class Unit(NamedTuple):
    """Text from `start` to `end` with a place to break after it.

    `inner` are places to break inside it, used only when it does not fit: what belongs to one written word is
    shaped as one. `glued`: it goes on with an overlong word, so no line should end before it.
    """

    start: int
    end: int
    inner: tuple[int, ...]
    glued: bool = False


class Paragraph:
    """The pieces as one text with its levels, runs and units."""

    def __init__(self, fonts: Fonts, pieces: Sequence[Piece], *, rtl: bool) -> None:
        self.rtl = rtl
        self.fonts = fonts
        self.language = next((piece.language for piece in pieces if isinstance(piece, Span)), "en")
        self.text = "".join(map(_text, pieces))
        self.bidi = rtl or _RIGHT_TO_LEFT.search(self.text) is not None
        levels = embedding_levels(self.text, rtl) if self.bidi else None
        self._runs = list(_runs(fonts, pieces, levels))
        self._starts = [run.start for run in self._runs]

    def units(self) -> Iterator[Unit]:
        """The units in order."""
        text, start = self.text, 0
        inner: list[int] = []
        for at in line_breaks(text, self.language):
            if text[at - 1] == " " or at == len(text) or at - start > _LONG_UNIT or _parts_words(text, at):
                if at - start > _LONG_WORD:
                    yield from self._overlong(start, at)
                else:
                    yield Unit(start, at, tuple(inner))
                start, inner = at, []
            else:
                inner.append(at)

    def _overlong(self, start: int, end: int) -> Iterator[Unit]:
        first, done = True, start
        for at in self.graphemes(start, end):
            if at - done >= _LONG_WORD or at == end:
                yield Unit(done, at, (), glued=not first)
                first, done = False, at

    def graphemes(self, start: int, end: int) -> list[int]:
        """The offsets in the paragraph's text at which a grapheme cluster ends, after `start` and up to `end`."""
        return [start + at for at in grapheme_breaks(self.text[start:end], self.language)]

    def divisions(self, start: int, end: int) -> list[int]:
        """The offsets in the paragraph's text at which a word between the two may be divided with a hyphen."""
        if self.bidi:
            return []
        return [start + at for at in divisions(self.text[start:end], self.language)]

    def ended(self, start: int, end: int) -> list[Atom]:
        """The atoms of what ends a line, with the hyphen drawn for a soft hyphen at its end."""
        atoms = self.atoms(start, end)
        if self.text[end - 1] == SOFT_HYPHEN:
            atoms[-1] = self.hyphenated(atoms[-1])
        return atoms

    def divided(self, start: int, end: int) -> list[Atom]:
        """The atoms of a word's first part, with a hyphen at its end."""
        *before, last = self.atoms(start, end)
        return [*before, self.hyphenated(last)]

    def atoms(self, start: int, end: int) -> list[Atom]:
        """What stands from `start` to `end`, shaped; a forced line end is left out. Raises fonts.MissingGlyph."""
        text, runs = self.text, self._runs
        if text[end - 1 : end] == LINE_END:
            end -= 1
        atoms: list[Atom] = []
        index = bisect_right(self._starts, start) - 1
        while start < end:
            run = runs[index]
            stop = min(end, run.end)
            atoms.append(self.atom(run, start, stop, run.level))
            start = stop
            index += 1
        return atoms

    def atom(self, run: Run, start: int, end: int, level: int) -> Atom:
        """One part of a run, at a level that rule L1 may have reset."""
        piece = run.piece
        if isinstance(piece, InlineBox):
            return Atom(start, end, run, level, None, piece.width, piece.width)
        assert run.shaper
        if level != run.level and (level ^ run.level) & 1:
            word = shaper(self.fonts, _voice(piece, level)).word(self.text[start:end])
        elif level & 1 and self._joins(start, end, run):
            around = self.text[max(0, start - 5) : start], self.text[end : end + 5]
            word = run.shaper.joined(self.text[start:end], *around)
        else:
            word = run.shaper.word(self.text[start:end])
        return Atom(start, end, run, level, word, word.width * piece.size, word.full * piece.size)

    def hyphenated(self, atom: Atom) -> Atom:
        """The atom with a hyphen drawn at its end, for the soft hyphen there or for one that is put in."""
        assert isinstance(atom.run.piece, Span)
        assert atom.run.shaper
        word = atom.run.shaper.hyphenated(self.text[atom.start : atom.end].removesuffix(SOFT_HYPHEN) + SOFT_HYPHEN)
        size = atom.run.piece.size
        return atom._replace(word=word, width=word.width * size, full=word.full * size)

    def _joins(self, start: int, end: int, run: Run) -> bool:
        """Whether a change of look stands inside a written word, whose letters (in Arabic) join across it."""
        text = self.text
        before = start == run.start and start > 0 and text[start - 1] not in SPACES
        after = end == run.end and end < len(text) and text[end] not in SPACES and text[end - 1] not in SPACES
        return before or after


def _text(piece: Piece) -> str:
    match piece:
        case Span():
            return _CONTROLS.sub(" ", piece.text)
        case InlineBox():
            return OBJECT
        case HardBreak():
            return LINE_END


def _voice(span: Span, level: int) -> Voice:
    return Voice(span.bold, span.italic, span.language, bool(level & 1))


def _runs(fonts: Fonts, pieces: Sequence[Piece], levels: Sequence[int] | None) -> Iterator[Run]:
    """The pieces, cut where the embedding level changes."""
    start = 0
    for piece in pieces:
        end = start + (len(piece.text) if isinstance(piece, Span) else 1)
        while start < end and not isinstance(piece, HardBreak):
            level, stop = (levels[start], start) if levels else (0, end)
            while levels and stop < end and levels[stop] == level:
                stop += 1
            spoken = shaper(fonts, _voice(piece, level)) if isinstance(piece, Span) else None
            yield Run(start, stop, piece, level, spoken)
            start = stop
        start = end


def _parts_words(text: str, at: int) -> bool:
    """Whether the place to break stands between words, not inside what is written as one (well-known, a/b)."""
    before, after = text[at - 1], text[at]
    return before in SPACES or not (_in_word(before) and _in_word(after))


def _in_word(character: str) -> bool:
    """Letters and marks of European scripts, and dashes and hyphens."""
    return character < "\u0590" or "\u2010" <= character <= "\u2027"
