"""What words changed between two editions of documents: paragraphs set side by side, then their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from icu4py.breakers import WordBreaker

from packgen.packs.pack import PackInfo

# Paragraphs that share fewer words than this (Dice's coefficient) are told whole, the old one and the new one.
ALIKE = 0.3

# What setting two paragraphs side by side is worth that share no word: little, but more than leaving both alone.
_BESIDE = 0.01

# Beyond so many pairs (a thousand paragraphs rewritten in a row) old and new are set side by side as they come.
_MOST_PAIRS = 1_000_000


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a document, and the heading that it stands under; white space is single spaces."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """All that a document says, in reading order; `language` is its BCP 47 tag."""

    language: str
    passages: tuple[Passage, ...]


# What the documents of an edition say, by pack and document id.
Texts = Mapping[tuple[PackInfo, str], Said]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a changed paragraph that stayed ("same"), were taken out ("out") or came in ("in")."""

    kind: Literal["same", "out", "in"]
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One changed paragraph, from its first word to its last, and the heading that it stands under."""

    heading: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class DocumentDiff:
    """What became of one document; `changes` only where it is in both editions ("changed")."""

    pack: PackInfo
    document: str
    language: str
    state: Literal["same", "changed", "new", "gone"]
    changes: tuple[Change, ...] = ()


def difference(old: Texts, new: Texts) -> tuple[DocumentDiff, ...]:
    """Every document of either edition, in the order of the new one; those that are gone come last."""
    found: list[DocumentDiff] = []
    for key in [*new, *(key for key in old if key not in new)]:
        before, after = old.get(key), new.get(key)
        if before is not None and after is not None:
            changed = changes(before, after)
            found.append(DocumentDiff(*key, after.language, "changed" if changed else "same", changed))
        elif after is not None:
            found.append(DocumentDiff(*key, after.language, "new"))
        elif before is not None:
            found.append(DocumentDiff(*key, before.language, "gone"))
    return tuple(found)


def changes(old: Said, new: Said) -> tuple[Change, ...]:
    """The paragraphs that differ, in reading order. A paragraph that moved is taken out here and comes in there."""
    before, after = old.passages, new.passages
    matcher = SequenceMatcher(
        None, [passage.text for passage in before], [passage.text for passage in after], autojunk=False
    )
    found: list[Change] = []
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        for left, right in _side_by_side(before[start:end], after[new_start:new_end], new.language):
            place = right or left
            assert place is not None
            pieces = _pieces(left.text if left else "", right.text if right else "", new.language)
            found.append(Change(place.heading, pieces))
    return tuple(found)


def _side_by_side(
    old: Sequence[Passage], new: Sequence[Passage], language: str
) -> list[tuple[Passage | None, Passage | None]]:
    """Old and new paragraphs in order, those beside each other that together share the most words.

    Needleman and Wunsch's alignment, gaps costing nothing: `worth[i][j]` is the best of old[i:] beside new[j:].
    """
    if len(old) * len(new) > _MOST_PAIRS:
        return list(zip_longest(old, new))
    bags, new_bags = (
        [{word.rstrip() for word in words(passage.text, language)} for passage in side] for side in (old, new)
    )
    worth = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for at in reversed(range(len(old))):
        row, below = worth[at], worth[at + 1]
        for new_at in reversed(range(len(new))):
            together = below[new_at + 1] + _alike(bags[at], new_bags[new_at]) + _BESIDE
            row[new_at] = max(together, below[new_at], row[new_at + 1])
    found: list[tuple[Passage | None, Passage | None]] = []
    at = new_at = 0
    while at < len(old) and new_at < len(new):
        best = worth[at][new_at]
        if best == worth[at + 1][new_at]:
            found.append((old[at], None))
            at += 1
        elif best == worth[at][new_at + 1]:
            found.append((None, new[new_at]))
            new_at += 1
        else:
            found.append((old[at], new[new_at]))
            at, new_at = at + 1, new_at + 1
    return found + [(passage, None) for passage in old[at:]] + [(None, passage) for passage in new[new_at:]]


def _alike(one: set[str], other: set[str]) -> float:
    """Dice's coefficient: the share of words that two paragraphs have in common, 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other))


def _pieces(old: str, new: str, language: str) -> tuple[Piece, ...]:
    before, after = words(old, language), words(new, language)
    matcher = SequenceMatcher(
        None, [word.rstrip() for word in before], [word.rstrip() for word in after], autojunk=False
    )
    if matcher.ratio() < ALIKE:
        whole = (Piece("out", old), Piece("in", new))
        return tuple(piece for piece in whole if piece.text)
    found: list[Piece] = []
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            # The space before words that were taken out is the old one's.
            space = " " if before[end - 1][-1].isspace() and not after[new_end - 1][-1].isspace() else ""
            found.append(Piece("same", "".join(after[new_start:new_end]) + space))
            continue
        if end > start:
            found.append(Piece("out", "".join(before[start:end])))
        if new_end > new_start:
            found.append(Piece("in", "".join(after[new_start:new_end])))
    return tuple(found)


def words(text: str, language: str) -> list[str]:
    """The words and the marks of a text, each with the space after it: together they are the text.

    By UAX #29 and, for Thai, Lao, Khmer and Burmese, which have no spaces between words, ICU's dictionaries.
    """
    found: list[str] = []
    for piece in WordBreaker(text, language):
        if found and piece.isspace():
            found[-1] += piece
        else:
            found.append(piece)
    return found
