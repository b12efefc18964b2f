"""The fonts of a PDF: found by name in folders, opened when a character first needs them, read by HarfBuzz."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uharfbuzz as hb  # type: ignore[import-untyped]

from packgen.writers.pdf.scripts import SYMBOL_FONTS, block_of

if TYPE_CHECKING:
    from packgen.writers.pdf.shape import Shaper, Voice

PACKAGED_FONTS = Path(__file__).parents[2] / "fonts"

# Debian's fonts-noto-core: a last resort for scripts that the project brings no font for.
SYSTEM_FONTS = Path("/usr/share/fonts/truetype/noto")

# The family of the fonts for scripts that the document's own family has not.
FALLBACK = "NotoSans"


class MissingFont(Exception):
    """The document's own family is in none of the folders; the message names file and folders."""


class MissingGlyph(Exception):
    """A character that no font has.

    `character` is it, `file` the font file that would have it and `package` Debian's package with
    that file, both "" where unknown.
    """

    def __init__(self, character: str, file: str = "", package: str = "") -> None:
        self.character, self.file, self.package = character, file, package
        name = unicodedata.name(character, "no name")
        message = f'no font has the character "{character}" (U+{ord(character):04X}, {name})'
        if file:
            message += f"; {file} would have it (Debian package {package}): put it in the project's fonts folder"
        super().__init__(message)


def font_directories(project: Path) -> tuple[Path, ...]:
    """Where fonts are looked for, in order: the project's own, the package's, the system's."""
    return (project / "fonts", PACKAGED_FONTS, SYSTEM_FONTS)


@dataclass(frozen=True, eq=False)
class Face:
    """One font file, opened. `ascent` and `descent` are positive, in `upem` units an em, as are all glyph lengths."""

    name: str
    path: Path
    # hb.Face and hb.Font; the library has no types.
    hb_face: Any
    hb_font: Any
    upem: int
    ascent: int
    descent: int
    bold: bool
    italic: bool
    _covered: dict[str, bool] = field(default_factory=dict, repr=False)

    @classmethod
    def open(cls, path: Path, *, bold: bool, italic: bool) -> Face:
        """Opens a font; reads its head only."""
        face = hb.Face(hb.Blob.from_file_path(str(path)))
        font = hb.Font(face)
        extents = font.get_font_extents("ltr")
        return cls(path.stem, path, face, font, face.upem, extents.ascender, -extents.descender, bold, italic)

    def has(self, character: str) -> bool:
        """Whether the font has a glyph for the character."""
        known = self._covered.get(character)
        if known is None:
            known = self._covered[character] = self.hb_font.get_nominal_glyph(ord(character)) is not None
        return known

    def advance(self, glyph: int) -> int:
        """The glyph's own advance width, before kerning, in font units."""
        return int(self.hb_font.get_glyph_h_advance(glyph))

    def table(self, tag: str) -> bytes:
        """The bytes of a table of the font file, empty where it has none."""
        return bytes(self.hb_face.reference_table(tag).data)

    @cached_property
    def postscript_name(self) -> str:
        """The name that PDF readers show (name table, id 6)."""
        return str(self.hb_face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or self.name)

    @cached_property
    def box(self) -> tuple[int, int, int, int]:
        """The bounds of all glyphs together: left, bottom, right, top in font units (head table)."""
        left, bottom, right, top = struct.unpack_from(">4h", self.table("head"), 36)
        return left, bottom, right, top

    @cached_property
    def italic_angle(self) -> float:
        """Degrees counter-clockwise from upright (post table)."""
        return float(struct.unpack_from(">i", self.table("post"), 4)[0] / 65536)

    @cached_property
    def cap_height(self) -> int:
        """The height of capitals in font units (OS/2 table from version 2 on; else the ascent)."""
        os2 = self.table("OS/2")
        version = struct.unpack_from(">H", os2)[0] if len(os2) >= 2 else 0
        return int(struct.unpack_from(">h", os2, 88)[0]) if version >= 2 and len(os2) >= 90 else self.ascent


@dataclass(frozen=True, eq=False)
class Fonts:
    """The faces that a document may use; one for each process, made by `load`.

    What it gives never changes; faces of other scripts are opened when a character first needs them, and
    `shapers` (see shape.py) remember the words that they shaped.
    """

    directories: tuple[Path, ...]
    stem: str
    _faces: dict[tuple[str, bool, bool], Face | None] = field(default_factory=dict, repr=False)
    _by_path: dict[Path, Face] = field(default_factory=dict, repr=False)
    shapers: dict[Voice, Shaper] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, directories: tuple[Path, ...], family: str) -> Fonts:
        """Finds `family` ("Noto Sans": NotoSans-Regular.ttf, -Bold, -Italic, -BoldItalic) in the folders, in order.

        Raises MissingFont when the regular face is nowhere; a missing bold or italic falls back to the nearest.
        """
        fonts = cls(tuple(directories), family.replace(" ", ""))
        if fonts._find(fonts.stem, False, False) is None:
            places = ", ".join(map(str, directories))
            raise MissingFont(f"{fonts.stem}-Regular.ttf is in none of: {places}")
        return fonts

    def face(self, bold: bool, italic: bool) -> Face:
        """The document's own face in a style."""
        face = self._find(self.stem, bold, italic)
        assert face is not None  # load() found the regular one
        return face

    def face_for(self, character: str, bold: bool, italic: bool) -> Face:
        """The face that draws a character: the document's own, else its script's. Raises MissingGlyph."""
        own = self.face(bold, italic)
        if own.has(character):
            return own
        block = block_of(character)
        names = ((block.font,) if block else ()) + SYMBOL_FONTS
        for name in names:
            face = self._find(FALLBACK + name, bold, italic)
            if face and face.has(character):
                return face
        if block:
            raise MissingGlyph(character, f"{FALLBACK}{block.font}-Regular.ttf", block.package)
        raise MissingGlyph(character)

    def can_print(self, character: str) -> bool:
        """Whether some font has the character."""
        try:
            self.face_for(character, bold=False, italic=False)
        except MissingGlyph:
            return False
        return True

    def lacking(self, text: str) -> Iterator[MissingGlyph]:
        """The characters of a text that no font has, each once. A mark may be in the font of the text's letters."""
        lacking: list[MissingGlyph] = []
        faces: set[Face] = set()
        for character in sorted(set(text)):
            if unicodedata.category(character) in ("Cc", "Cf", "Zs") or "\ufe00" <= character <= "\ufe0f":
                continue  # drawn by no glyph of its own
            try:
                faces.add(self.face_for(character, bold=False, italic=False))
            except MissingGlyph as error:
                lacking.append(error)
        for missing in lacking:
            category = unicodedata.category(missing.character)
            is_letter = category[0] in "LN" or category == "So"
            if is_letter or not any(face.has(missing.character) for face in faces):
                yield missing

    def _find(self, stem: str, bold: bool, italic: bool) -> Face | None:
        key = (stem, bold, italic)
        if key not in self._faces:
            self._faces[key] = self._open(stem, bold, italic)
        return self._faces[key]

    def _open(self, stem: str, bold: bool, italic: bool) -> Face | None:
        for style, is_bold, is_italic in _styles(bold, italic):
            for directory in self.directories:
                path = directory / f"{stem}-{style}.ttf"
                if path in self._by_path:
                    return self._by_path[path]
                if path.is_file():
                    face = self._by_path[path] = Face.open(path, bold=is_bold, italic=is_italic)
                    return face
        return None


def _styles(bold: bool, italic: bool) -> list[tuple[str, bool, bool]]:
    """Names of styles to look for, nearest first: weight matters more than slant."""
    styles = [("Regular", False, False)]
    if italic:
        styles.insert(0, ("Italic", False, True))
    if bold:
        styles.insert(0, ("Bold", True, False))
    if bold and italic:
        styles.insert(0, ("BoldItalic", True, True))
    return styles
