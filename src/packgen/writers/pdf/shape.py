"""Words shaped to glyphs: split by font and script, shaped by HarfBuzz, kept for the next time they come."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import uharfbuzz as hb  # type: ignore[import-untyped]

from packgen.writers.pdf.fonts import Face, Fonts
from packgen.writers.pdf.scripts import block_of

SOFT_HYPHEN = "\u00ad"

# White space that may end a line and then takes no room; no-break spaces are not among it.
SPACES = " \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000\u200b"

# A guide has some two thousand different words; the bound only keeps a long-lived process small.
KEPT_WORDS = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class GlyphRun:
    """Glyphs of one stretch of text in one face, in visual order (left to right), in the face's units.

    `clusters` says for each glyph where in `text` what it draws begins; glyphs of one cluster share it.
    `offsets` are (right, up) from the pen; None where all are zero. `width` is the sum of the advances.
    """

    face: Face
    text: str
    rtl: bool
    glyphs: tuple[int, ...]
    advances: tuple[int, ...]
    clusters: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...] | None
    width: int


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A stretch between two places where a line may end: its glyph runs in logical order.

    Widths are in ems: `full` with the spaces at its end, `width` without.
    """

    text: str
    runs: tuple[GlyphRun, ...]
    width: float
    full: float


@dataclass(frozen=True, slots=True)
class Voice:
    """What besides its letters decides how a word looks: style, language (BCP 47), direction."""

    bold: bool
    italic: bool
    language: str
    rtl: bool


def shaper(fonts: Fonts, voice: Voice) -> Shaper:
    """The one shaper of a voice."""
    found = fonts.shapers.get(voice)
    if found is None:
        found = fonts.shapers[voice] = Shaper(fonts, voice)
    return found


class Shaper:
    """Shapes the words of one voice, and remembers them."""

    def __init__(self, fonts: Fonts, voice: Voice) -> None:
        self._fonts, self._voice = fonts, voice
        self._words: dict[str, Word] = {}

    def word(self, text: str) -> Word:
        """The shaped word. Raises fonts.MissingGlyph."""
        found = self._words.get(text)
        if found is None:
            if len(self._words) >= KEPT_WORDS:
                self._words.clear()
            found = self._words[text] = self._shape(text, text)
        return found

    def hyphenated(self, text: str) -> Word:
        """The word that ends in a soft hyphen, with the hyphen drawn."""
        face = self._fonts.face(self._voice.bold, self._voice.italic)
        hyphen = "\u2010" if face.has("\u2010") else "-"
        return self._shape(text, text[:-1] + hyphen)

    def joined(self, text: str, before: str, after: str) -> Word:
        """A part of a written word whose letters join to its neighbours' across a change of style."""
        return self._shape(text, text, before, after)

    def _shape(self, text: str, drawn: str, before: str = "", after: str = "") -> Word:
        stretches = _stretches(self._fonts, drawn, self._voice)
        runs = tuple(
            self._run(face, text[start:end], drawn[start:end], before + drawn[:start], drawn[end:] + after)
            for start, end, face in stretches
        )
        full = sum(run.width / run.face.upem for run in runs)
        return Word(text, runs, full - _hanging(text, runs), full)

    def _run(self, face: Face, text: str, drawn: str, before: str, after: str) -> GlyphRun:
        buffer = hb.Buffer()
        # Neighbours decide the joined forms of Arabic letters; HarfBuzz looks at five of them at most.
        before, after = before[-5:], after[:5]
        buffer.add_str(before + drawn + after, len(before), len(drawn))
        buffer.direction = "rtl" if self._voice.rtl else "ltr"
        buffer.language = self._voice.language
        buffer.guess_segment_properties()
        buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        hb.shape(face.hb_font, buffer)
        infos, positions = buffer.glyph_infos or (), buffer.glyph_positions or ()
        placed = [position.position for position in positions]
        advances = tuple(position[2] for position in placed)
        offsets = tuple((position[0], position[1]) for position in placed)
        return GlyphRun(
            face,
            text,
            self._voice.rtl,
            tuple(info.codepoint for info in infos),
            advances,
            tuple(info.cluster - len(before) for info in infos),
            offsets if any(x or y for x, y in offsets) else None,
            sum(advances),
        )


def _hanging(text: str, runs: tuple[GlyphRun, ...]) -> float:
    """The width in ems of the spaces at the end of the text."""
    kept = len(text.rstrip(SPACES))
    if kept == len(text):
        return 0.0
    width, end = 0.0, len(text)
    for run in reversed(runs):
        start = end - len(run.text)
        width += sum(a for a, c in zip(run.advances, run.clusters, strict=True) if start + c >= kept) / run.face.upem
        if start <= kept:
            break
        end = start
    return width


def _stretches(fonts: Fonts, text: str, voice: Voice) -> list[tuple[int, int, Face]]:
    """The text split where font or script changes: (start, end, face). Raises fonts.MissingGlyph."""
    own = fonts.face(voice.bold, voice.italic)
    if text.isascii() and all(map(own.has, text)):
        return [(0, len(text), own)]
    letters = [_letter_face(fonts, character, voice) for character in text]
    faces = [found or _shared_face(fonts, text, at, letters, voice) for at, found in enumerate(letters)]
    stretches: list[tuple[int, int, Face]] = []
    script = ""
    for at, face in enumerate(faces):
        block = block_of(text[at]) if letters[at] else None
        here = block.script if block else ""
        if stretches and stretches[-1][2] is face and (not here or not script or here == script):
            stretches[-1] = (stretches[-1][0], at + 1, face)
            script = script or here
        else:
            stretches.append((at, at + 1, face))
            script = here
    return stretches


def _letter_face(fonts: Fonts, character: str, voice: Voice) -> Face | None:
    """The face of a letter or digit; None for what follows its neighbours (marks, punctuation, spaces, joiners)."""
    category = unicodedata.category(character)
    if category[0] in "LN" or category == "So":
        return fonts.face_for(character, voice.bold, voice.italic)
    return None


def _shared_face(fonts: Fonts, text: str, at: int, letters: list[Face | None], voice: Voice) -> Face:
    """The face of a character that goes with the letter before it, else with the one after it, if they have it."""
    character = text[at]
    before = next((face for face in reversed(letters[:at]) if face), None)
    after = next((face for face in letters[at:] if face), None)
    invisible = unicodedata.category(character) in ("Cf", "Cc") or "\ufe00" <= character <= "\ufe0f"
    # HarfBuzz makes every other space from the plain one.
    needed = " " if unicodedata.category(character) == "Zs" else character
    for face in (before, after):
        if face and (invisible or face.has(needed)):
            return face
    own = fonts.face(voice.bold, voice.italic)
    return own if invisible or own.has(needed) else fonts.face_for(character, voice.bold, voice.italic)
