"""A subset of a font as PDF objects: Type 0, Identity-H, TrueType outlines (ISO 32000-1, 9.7)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import uharfbuzz as hb  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfdoc

from packgen.writers.pdf.canvas import Stream
from packgen.writers.pdf.fonts import Face
from packgen.writers.pdf.truetype import Component, Composite, joined, with_composites

# The tables of a font program that a PDF reader draws from (ISO 32000-1, 9.9); the rest was for shaping.
_DROPPED = ("GSUB", "GPOS", "GDEF", "BASE", "STAT", "DSIG", "OS/2", "cmap", "gasp", "name", "post", "meta", "MATH")

# FontDescriptor flags (table 123). Symbolic: the encoding is the font's own.
_SYMBOLIC, _NONSYMBOLIC, _ITALIC = 4, 32, 64


# What a character code draws: a glyph of the font as it is, or several as one.
Drawn = int | Composite


def font_objects(document: Any, face: Face, codes: Mapping[tuple[Drawn, str], int]) -> object:
    """Adds the font to the document with what `codes` draw ((drawn, text) -> CID, from 1 on); gives its reference."""
    in_order = sorted(codes.items(), key=lambda item: item[1])
    data, glyph_ids = _program(face, [drawn for (drawn, _), _ in in_order])
    advances = [_advance(face, drawn) for (drawn, _), _ in in_order]
    return _composite_font(document, face, data, glyph_ids, advances, [text for (_, text), _ in in_order])


def _composite_font(
    document: Any, face: Face, data: bytes, glyphs: list[int], advances: Sequence[int], texts: Sequence[str]
) -> object:
    """Adds a font of two-byte codes from 1 on: of each the glyph in the font program `data`, the advance, the text."""
    name = f"{_tag(face, data)}+{face.postscript_name}"
    per_em = 1000 / face.upem
    descendant = _dictionary(
        Type="/Font",
        Subtype="/CIDFontType2",
        BaseFont=f"/{name}",
        CIDSystemInfo="<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
        FontDescriptor=_descriptor(document, face, name, data, _SYMBOLIC),
        DW=0,
        W=f"[1 [{' '.join(f'{advance * per_em:.5g}' for advance in advances)}]]",
        CIDToGIDMap=_stream(document, _cid_to_gid(glyphs)),
    )
    font = _dictionary(
        Type="/Font",
        Subtype="/Type0",
        BaseFont=f"/{name}",
        Encoding="/Identity-H",
        DescendantFonts=pdfdoc.PDFArray([document.Reference(descendant)]),
        ToUnicode=_stream(document, _to_unicode(list(enumerate(texts, 1)))),
    )
    return document.Reference(font)


def form_font(document: Any, face: Face, letters: Mapping[str, Face]) -> object:
    """Adds a font to the document that a viewer can set typed text in; gives its reference.

    A viewer sets single bytes in WinAnsiEncoding (annex D.2), so this is a simple TrueType font (9.6.3) with a cmap.
    With `letters` beyond that encoding, each with the face that has it, it is one of two-byte codes, which a viewer
    finds by ToUnicode. No viewer shapes with an embedded font: signs that are to be joined stand side by side.
    """
    characters = [bytes([code]).decode("cp1252", "replace") for code in range(32, 256)]
    others = set(letters.values()) - {face}
    if letters and len(others) <= 1 and all(other.upem == face.upem for other in others):
        return _letters_font(document, face, {**dict.fromkeys(filter(face.has, characters), face), **letters})
    glyphs = [face.hb_font.get_nominal_glyph(ord(character)) or 0 for character in characters]
    subset, _ = _subset(face, sorted(set(glyphs)), kept=("cmap",))
    data = bytes(subset.blob.data)
    name = f"{_tag(face, data)}+{face.postscript_name}"
    per_em = 1000 / face.upem
    font = _dictionary(
        Type="/Font",
        Subtype="/TrueType",
        BaseFont=f"/{name}",
        Encoding="/WinAnsiEncoding",
        FirstChar=32,
        LastChar=255,
        Widths=f"[{' '.join(f'{face.advance(glyph) * per_em:.5g}' for glyph in glyphs)}]",
        FontDescriptor=_descriptor(document, face, name, data, _NONSYMBOLIC),
    )
    return document.Reference(font)


def _letters_font(document: Any, face: Face, letters: Mapping[str, Face]) -> object:
    """A font of the letters in the order given; those of another face than `face` come from there."""
    own, new_ids = _subset(face, sorted(_glyphs_of(letters, face)))
    tables = _tables(own)
    ids = {(face, old): new for old, new in new_ids.items()}
    data = bytes(own.blob.data)
    for other in set(letters.values()) - {face}:
        added, added_ids = _subset(other, sorted(_glyphs_of(letters, other)))
        data = joined(tables, _tables(added))
        ids.update({(other, old): own.glyph_count + new for old, new in added_ids.items()})
    glyphs = [(each, _glyph(each, letter)) for letter, each in letters.items()]
    advances = [each.advance(glyph) for each, glyph in glyphs]
    return _composite_font(document, face, data, [ids[pair] for pair in glyphs], advances, list(letters))


def _glyphs_of(letters: Mapping[str, Face], face: Face) -> set[int]:
    return {_glyph(face, letter) for letter, own in letters.items() if own is face}


def _glyph(face: Face, letter: str) -> int:
    return int(face.hb_font.get_nominal_glyph(ord(letter)) or 0)


def _tables(subset: Any) -> dict[str, bytes]:
    return {tag: bytes(subset.reference_table(tag).data) for tag in subset.table_tags}


def _descriptor(document: Any, face: Face, name: str, data: bytes, kind: int) -> object:
    """Adds the font descriptor (9.8) with its font program; gives its reference."""
    per_em = 1000 / face.upem
    left, bottom, right, top = (round(value * per_em) for value in face.box)
    descriptor = _dictionary(
        Type="/FontDescriptor",
        FontName=f"/{name}",
        Flags=kind | (_ITALIC if face.italic else 0),
        FontBBox=f"[{left} {bottom} {right} {top}]",
        ItalicAngle=f"{face.italic_angle:g}",
        Ascent=round(face.ascent * per_em),
        Descent=-round(face.descent * per_em),
        CapHeight=round(face.cap_height * per_em),
        StemV=140 if face.bold else 80,
        FontFile2=_stream(document, data, Length1=len(data)),
    )
    return document.Reference(descriptor)


def _advance(face: Face, drawn: Drawn) -> int:
    return drawn.advance if isinstance(drawn, Composite) else face.advance(drawn)


def _program(face: Face, drawn: Sequence[Drawn]) -> tuple[bytes, list[int]]:
    """The font program that draws these, and the glyph id in it of each."""
    composites = list(dict.fromkeys(each for each in drawn if isinstance(each, Composite)))
    glyphs = {each for each in drawn if not isinstance(each, Composite)}
    glyphs.update(component.glyph for composite in composites for component in composite.components)
    subset, new_ids = _subset(face, sorted(glyphs))
    if not composites:
        return bytes(subset.blob.data), [new_ids[each] for each in drawn if not isinstance(each, Composite)]
    first = subset.glyph_count
    own_ids: dict[Composite, int] = {composite: first + at for at, composite in enumerate(composites)}
    renumbered = [
        Composite(tuple(Component(new_ids[part.glyph], part.x, part.y) for part in composite.components), advance)
        for composite, advance in ((composite, composite.advance) for composite in composites)
    ]
    tables = _tables(subset)
    ids = [own_ids[each] if isinstance(each, Composite) else new_ids[each] for each in drawn]
    return with_composites(tables, renumbered), ids


def _subset(face: Face, glyphs: Sequence[int], kept: Sequence[str] = ()) -> tuple[Any, dict[int, int]]:
    """The face (hb.Face) with these glyphs and those that they are made of; and old glyph id -> new.

    `kept` are tables to keep that drawing by glyph ids does without.
    """
    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update(glyphs)
    dropped = (int.from_bytes(tag.encode(), "big") for tag in _DROPPED if tag not in kept)
    wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(dropped)
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    plan = hb.SubsetPlan(face.hb_face, wanted)
    return plan.execute(), dict(plan.old_to_new_glyph_mapping.items())


def _tag(face: Face, data: bytes) -> str:
    """Six capitals that tell subsets apart (9.6.4), from their content: the same input, the same bytes."""
    number = int.from_bytes(hashlib.sha256(face.name.encode() + data).digest()[:8], "big")
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))


def _cid_to_gid(glyphs: list[int]) -> bytes:
    """The CIDToGIDMap stream: two bytes a CID from 0 on (9.7.4.2)."""
    return b"\0\0" + b"".join(glyph.to_bytes(2, "big") for glyph in glyphs)


def _to_unicode(texts: list[tuple[int, str]]) -> bytes:
    """The ToUnicode CMap (9.10.3): what each CID stands for, in blocks of at most 100 entries."""
    return "\n".join(_cmap_lines(texts)).encode("ascii")


def _cmap_lines(texts: list[tuple[int, str]]) -> Iterator[str]:
    yield "/CIDInit /ProcSet findresource begin 12 dict begin begincmap"
    yield "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def"
    yield "/CMapName /Adobe-Identity-UCS def /CMapType 2 def"
    yield "1 begincodespacerange <0000> <FFFF> endcodespacerange"
    for at in range(0, len(texts), 100):
        block = texts[at : at + 100]
        yield f"{len(block)} beginbfchar"
        yield from (f"<{cid:04X}> <{text.encode('utf-16-be').hex().upper()}>" for cid, text in block)
        yield "endbfchar"
    yield "endcmap CMapName currentdict /CMap defineresource pop end end"


def _dictionary(**entries: object) -> pdfdoc.PDFDictionary:
    """A PDF dictionary; strings are PDF syntax as they are."""
    return pdfdoc.PDFDictionary(entries)


def _stream(document: Any, data: bytes, **entries: object) -> object:
    """A compressed stream as an object of its own; gives its reference."""
    stream = Stream(content=data, filters=[pdfdoc.PDFZCompress])
    stream.dictionary.dict.update(entries)
    return document.Reference(stream)
