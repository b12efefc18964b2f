"""A line's atoms put in their places: visual order (UAX #9, rules L1 and L2), alignment, fragments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import bidirectional

from packgen.writers.pdf.bidi import visual_order
from packgen.writers.pdf.inline import Fragment, InlineBox, Line, Piece, Span
from packgen.writers.pdf.paragraph import Atom, Paragraph
from packgen.writers.pdf.shape import SPACES, GlyphRun

# Bidirectional classes (UAX #9, table 4).
_LEFT_TO_RIGHT = ("L", "EN", "AN")
_RIGHT_TO_LEFT = ("R", "AL")
_STRONG = _LEFT_TO_RIGHT + _RIGHT_TO_LEFT


class _Part(NamedTuple):
    """An atom's stretch in one face, or a box: `full` points wide, `hang` of them spaces over the line's end."""

    piece: Span | InlineBox
    level: int
    glyphs: GlyphRun | None
    text: str
    full: float
    hang: float


def visible(atoms: Sequence[Atom]) -> float:
    """The width of atoms in points without the spaces that hang at their end."""
    if not atoms:
        return 0.0
    if len(atoms) == 1:
        return atoms[0].width
    last = len(atoms) - 1
    while last and not atoms[last].width and atoms[last].word:
        last -= 1
    return sum(atom.full for atom in atoms[:last]) + atoms[last].width


def arrange(
    paragraph: Paragraph, pieces: Sequence[Piece], atoms: list[Atom], width: float, align: str, indent: float
) -> Line:
    """The line in `width` points, `indent` of them left free at its start."""
    if paragraph.bidi:
        atoms = _with_level_reset(paragraph, atoms)
    parts = _parts(atoms)
    natural = visible(atoms)
    rtl = paragraph.rtl
    room = width - indent - natural
    offset = {"start": 0.0, "center": room / 2, "end": room}[align]
    left = width - indent - natural - offset if rtl else indent + offset
    if paragraph.bidi:
        hanging = sum(part.hang for part in parts)
        fragments = _bidi_fragments(parts, left - hanging if rtl else left, rtl)
    else:
        fragments = _fragments(parts, left)
    ascent, descent = _extents(paragraph, pieces, parts)
    return Line(natural, ascent, descent, tuple(fragments))


def _with_level_reset(paragraph: Paragraph, atoms: list[Atom]) -> list[Atom]:
    """Rule L1: spaces at the line's end take the paragraph's level."""
    base = int(paragraph.rtl)
    reset = list(atoms)
    for at in range(len(atoms) - 1, -1, -1):
        atom = atoms[at]
        if atom.word is None:
            break
        kept = atom.start + len(atom.word.text.rstrip(SPACES))
        if kept < atom.end and atom.level != base:
            spaces = paragraph.atom(atom.run, kept, atom.end, base)
            before = [paragraph.atom(atom.run, atom.start, kept, atom.level)] if kept > atom.start else []
            reset[at : at + 1] = [*before, spaces]
        if kept > atom.start:
            break
    return reset


def _parts(atoms: Sequence[Atom]) -> list[_Part]:
    parts: list[_Part] = []
    for atom in atoms:
        piece = atom.run.piece
        if atom.word is None or isinstance(piece, InlineBox):
            parts.append(_Part(piece, atom.level, None, "", atom.full, 0.0))
            continue
        runs = atom.word.runs
        if len(runs) == 1:
            parts.append(_Part(piece, atom.level, runs[0], atom.word.text, atom.full, 0.0))
            continue
        for run in runs:
            parts.append(_Part(piece, atom.level, run, run.text, run.width * piece.size / run.face.upem, 0.0))
    spaces = sum(atom.full for atom in atoms) - visible(atoms)
    for at in range(len(parts) - 1, -1, -1):
        if spaces <= 0:
            break
        hang = min(spaces, parts[at].full)
        parts[at] = parts[at]._replace(hang=hang)
        spaces -= hang
    return parts


def _fragments(parts: Sequence[_Part], left: float) -> list[Fragment]:
    """Fragments of left-to-right text: neighbours of one piece and face become one."""
    fragments: list[Fragment] = []
    at, count, x = 0, len(parts), left
    while at < count:
        first = parts[at]
        end = at + 1
        if first.glyphs:
            while end < count and _same(first, parts[end]):
                end += 1
        fragments.append(_fragment(parts[at:end], x))
        x += sum(part.full for part in parts[at:end])
        at = end
    return fragments


def _bidi_fragments(parts: Sequence[_Part], left: float, rtl: bool) -> list[Fragment]:
    """Fragments in reading order, placed by visual order."""
    order = visual_order([part.level for part in parts])
    xs = [0.0] * len(parts)
    x = left
    for at in order:
        xs[at] = x
        x += parts[at].full
    marks = _direction_marks(parts, order, rtl)
    fragments: list[Fragment] = []
    at, count = 0, len(parts)
    while at < count:
        first = parts[at]
        end = at + 1
        if first.glyphs:
            while end < count and _same(first, parts[end]):
                end += 1
        hanging = sum(part.hang for part in parts[at:end]) if rtl else 0.0
        fragments.append(_fragment(parts[at:end], min(xs[at:end]) + hanging, marks[at]))
        at = end
    return fragments


def _direction_marks(parts: Sequence[_Part], order: Sequence[int], rtl: bool) -> list[str]:
    """The mark before each part that opens with a space or sign and stands after text of the other direction, or "".

    Readers that order text by its place, without knowing levels (poppler), would take the space or sign to the far
    side of that text, and so join words.
    """
    mark, other = ("\u200f", _LEFT_TO_RIGHT) if rtl else ("\u200e", _RIGHT_TO_LEFT)
    marks = [""] * len(parts)
    before = ""  # the class of the character beside it at the side where the paragraph starts
    for at in reversed(order) if rtl else order:
        part = parts[at]
        if not part.text:
            before = ""
            continue
        along = bool(part.level & 1) == rtl
        if along and before in other and bidirectional(part.text[0]) not in _STRONG:
            marks[at] = mark
        before = bidirectional(part.text[-1 if along else 0])
    return marks


def _same(first: _Part, other: _Part) -> bool:
    return (
        other.piece is first.piece
        and other.glyphs is not None
        and first.glyphs is not None
        and other.glyphs.face is first.glyphs.face
        and other.level == first.level
    )


def _fragment(parts: Sequence[_Part], x: float, mark: str = "") -> Fragment:
    """One fragment of parts side by side, the leftmost that does not hang at x."""
    piece = parts[0].piece
    width = sum(part.full - part.hang for part in parts)
    if isinstance(piece, InlineBox):
        return Fragment(x, width, "", piece.key)
    runs = tuple(part.glyphs for part in parts if part.glyphs)
    text = "".join(part.text for part in parts)
    return Fragment(x, width, text, piece.key, piece.size, piece.colour, runs, mark)


def _extents(paragraph: Paragraph, pieces: Sequence[Piece], parts: Sequence[_Part]) -> tuple[float, float]:
    """Ascent and descent of the line; an empty one is as high as the paragraph's first text."""
    ascent = descent = 0.0
    seen: set[tuple[int, float]] = set()
    for part in parts:
        piece = part.piece
        if isinstance(piece, InlineBox):
            ascent, descent = max(ascent, piece.ascent), max(descent, piece.descent)
        elif part.glyphs and (id(part.glyphs.face), piece.size) not in seen:
            face = part.glyphs.face
            seen.add((id(face), piece.size))
            ascent = max(ascent, face.ascent * piece.size / face.upem)
            descent = max(descent, face.descent * piece.size / face.upem)
    span = next((piece for piece in pieces if isinstance(piece, Span)), None)
    if not parts and span:
        face = paragraph.fonts.face(span.bold, span.italic)
        return face.ascent * span.size / face.upem, face.descent * span.size / face.upem
    return ascent, descent
