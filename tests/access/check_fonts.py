"""Checkpoint 31 (fonts), ISO 14289-1, 7.21: programs embedded and whole, encodings, widths, Unicode."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from reportlab.pdfbase._glyphlist import _glyphname2unicode  # type: ignore[import-not-found]

from tests.access.fontfile import Font
from tests.access.reading import ObjGen, Tagged
from tests.access.report import Failure, Failures

# ISO 32000-1, table 118, as far as it is regular: a collection's CMaps end in -H and -V.
_PREDEFINED = re.compile(r"/(Identity|[A-Za-z0-9]+(-[A-Za-z0-9]+)*)-[HV]|/[HV]")
_GLYPH_NAMES = frozenset(_glyphname2unicode)  # the Adobe Glyph List
_CHINESE_JAPANESE_KOREAN = ("Adobe-GB1", "Adobe-CNS1", "Adobe-Japan1", "Adobe-Korea1")


def check_fonts(tagged: Tagged, fonts: dict[ObjGen, Font]) -> Failures:
    """All fonts of the file, also those that only a form's viewer uses; codes are those that are shown."""
    shown: dict[ObjGen, set[int]] = {objgen: set() for objgen in fonts}
    for text in tagged.marks.shown:
        if text.font is not None and text.font.objgen in fonts:
            shown[text.font.objgen].update(fonts[text.font.objgen].codes(text.codes))
    for objgen, font in fonts.items():
        found = [*_composite(font), *_embedding(font, shown[objgen]), *_truetype(font, shown[objgen]), *_unicode(font)]
        yield from (Failure(condition, font.name) for condition in found)


def _composite(font: Font) -> Iterator[str]:
    """7.21.3: collections, CIDToGIDMap, CMaps."""
    if not font.composite:
        return
    encoding = font.encoding
    if isinstance(encoding, pikepdf.Stream):
        ours, theirs = font.holder.get("/CIDSystemInfo"), encoding.get("/CIDSystemInfo")
        if ours is not None and theirs is not None:
            if str(ours.Registry) != str(theirs.Registry):
                yield "31-001"
            if str(ours.Ordering) != str(theirs.Ordering):
                yield "31-002"
            if int(ours.Supplement) < int(theirs.Supplement):
                yield "31-003"
        yield from _cmap(encoding)
    elif not _PREDEFINED.fullmatch(str(encoding)):
        yield "31-006"
    if font.holder.get("/Subtype") == "/CIDFontType2":
        to_glyphs = font.holder.get("/CIDToGIDMap")
        if to_glyphs is None:
            yield "31-005"
        elif not isinstance(to_glyphs, pikepdf.Stream) and to_glyphs != "/Identity":
            yield "31-004"


def _cmap(encoding: Any) -> Iterator[str]:
    mode = re.search(rb"/WMode\s+(\d)\s+def", encoding.read_bytes())
    if int(encoding.get("/WMode", 0)) != (int(mode[1]) if mode else 0):
        yield "31-007"
    base = encoding.get("/UseCMap")
    if base is not None and not (isinstance(base, pikepdf.Name) and _PREDEFINED.fullmatch(str(base))):
        yield "31-008"


def _embedding(font: Font, shown: set[int]) -> Iterator[str]:
    """7.21.4, 7.21.5, 7.21.8. A program that is not TrueType cannot be looked into here and counts as incomplete."""
    if not font.embedded:
        yield "31-009"
        return
    if font.program is None:
        yield "31-011"
        return
    glyphs = {code: font.glyph(code) for code in shown}
    if any(glyph >= font.program.glyphs for glyph in glyphs.values()):
        yield "31-011"
    if any(glyph == 0 for glyph in glyphs.values()):
        yield "31-030"
    if any(
        abs(font.width(code) - font.program.width(glyph)) > 1
        for code, glyph in glyphs.items()
        if 0 < glyph < font.program.glyphs
    ):
        yield "31-016"
    yield from _cid_set(font)


def _cid_set(font: Font) -> Iterator[str]:
    listed = font.descriptor.get("/CIDSet")
    if listed is None or font.program is None:
        return
    bits = listed.read_bytes()
    named = {8 * at + bit for at, byte in enumerate(bits) for bit in range(8) if byte & 0x80 >> bit}
    count = font.program.glyphs
    gids = font.gids if font.gids is not None else range(count)
    present = {cid for cid, glyph in enumerate(gids) if glyph < count and (glyph or not cid)}
    if present - named:
        yield "31-014"
    if named - present:
        yield "31-015"


def _truetype(font: Font, shown: set[int]) -> Iterator[str]:
    """7.21.6: simple TrueType fonts."""
    if font.subtype != "TrueType" or font.program is None:
        return
    cmaps, encoding = font.program.cmaps, font.encoding
    if font.symbolic:
        if encoding is not None:
            yield "31-024"
        if not cmaps:
            yield "31-025"
        elif len(cmaps) > 1 and (3, 0) not in cmaps:
            yield "31-026"
        return
    if not cmaps.keys() - {(3, 0)}:
        yield "31-017"
    elif any(not font.glyph(code) for code in shown):
        yield "31-018"
    if encoding is None:
        yield "31-019"
        return
    base, differences = encoding, []
    if isinstance(encoding, pikepdf.Dictionary):
        base = encoding.get("/BaseEncoding")
        differences = [str(name)[1:] for name in encoding.get("/Differences", []) if isinstance(name, pikepdf.Name)]
    if base is None:
        yield "31-020"
    elif base not in ("/WinAnsiEncoding", "/MacRomanEncoding"):
        yield "31-021"
    if any(name not in _GLYPH_NAMES for name in differences):
        yield "31-022"
    if differences and (3, 1) not in cmaps:
        yield "31-023"


def _unicode(font: Font) -> Iterator[str]:
    """7.21.7."""
    if font.to_unicode is None:
        if not _needs_no_map(font):
            yield "31-027"
        return
    characters = set("".join(font.to_unicode.values()))
    if "\0" in characters:
        yield "31-028"
    if characters & {"\ufeff", "\ufffe"}:
        yield "31-029"


def _needs_no_map(font: Font) -> bool:
    if font.composite:
        collection = font.holder.get("/CIDSystemInfo", {})
        return f"{collection.get('/Registry')}-{collection.get('/Ordering')}" in _CHINESE_JAPANESE_KOREAN
    if font.subtype == "TrueType":
        return not font.symbolic
    return font.encoding in ("/MacRomanEncoding", "/MacExpertEncoding", "/WinAnsiEncoding")
