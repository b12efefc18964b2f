"""Fonts of a PDF read back, with nothing of the code that wrote them: encodings, CMaps, TrueType tables."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pikepdf

_HEX = rb"<([0-9A-Fa-f\s]*)>"


class TrueType:
    """The tables of a TrueType font program (Apple's and ISO/IEC 14496-22) that its use in a PDF rests on."""

    def __init__(self, data: bytes) -> None:
        count = struct.unpack_from(">H", data, 4)[0]
        records = (struct.unpack_from(">4s4xII", data, 12 + 16 * at) for at in range(count))
        self.tables = {tag: data[start : start + length] for tag, start, length in records}
        self.per_em = struct.unpack_from(">H", self.tables[b"head"], 18)[0]
        self.glyphs = struct.unpack_from(">H", self.tables[b"maxp"], 4)[0]
        self._metrics = struct.unpack_from(">H", self.tables[b"hhea"], 34)[0]

    def width(self, glyph: int) -> float:
        """The advance width in thousandths of an em."""
        at = min(glyph, self._metrics - 1)
        return float(struct.unpack_from(">H", self.tables[b"hmtx"], 4 * at)[0] * 1000 / self.per_em)

    @cached_property
    def cmaps(self) -> dict[tuple[int, int], dict[int, int]]:
        """Glyphs by character code, for every (platform, encoding)."""
        table = self.tables.get(b"cmap")
        if table is None:
            return {}
        count = struct.unpack_from(">H", table, 2)[0]
        records = (struct.unpack_from(">HHI", table, 4 + 8 * at) for at in range(count))
        return {(platform, encoding): _subtable(table[start:]) for platform, encoding, start in records}


def _subtable(table: bytes) -> dict[int, int]:
    kind = struct.unpack_from(">H", table)[0]
    found: dict[int, int] = {}
    if kind == 0:
        found = dict(enumerate(table[6:262]))
    elif kind == 4:
        segments = struct.unpack_from(">H", table, 6)[0] // 2
        ends, starts, deltas, offsets = (
            struct.unpack_from(f">{segments}H", table, 14 + 2 * segments * at + (2 if at else 0)) for at in range(4)
        )
        base = 16 + 6 * segments
        for at, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
            for code in range(first, last + 1):
                glyph = code
                if offset:
                    place = base + 2 * at + offset + 2 * (code - first)
                    glyph = struct.unpack_from(">H", table, place)[0] if place + 2 <= len(table) else 0
                found[code] = (glyph + delta) % 65536 if glyph or not offset else 0
    elif kind == 6:
        first, count = struct.unpack_from(">HH", table, 6)
        found = dict(zip(range(first, first + count), struct.unpack_from(f">{count}H", table, 10), strict=True))
    elif kind == 12:
        groups = struct.unpack_from(">I", table, 12)[0]
        for first, last, glyph in (struct.unpack_from(">III", table, 16 + 12 * at) for at in range(groups)):
            found.update((code, glyph + code - first) for code in range(first, last + 1))
    return {code: glyph for code, glyph in found.items() if glyph}


class Font:
    """A font dictionary (ISO 32000-1, 9.5 to 9.10) and what its codes mean."""

    def __init__(self, entries: Any) -> None:
        self.entries = entries
        self.subtype = str(entries.get("/Subtype", "/"))[1:]
        self.composite = self.subtype == "Type0"
        self.holder = entries.DescendantFonts[0] if self.composite else entries
        self.descriptor: Any = self.holder.get("/FontDescriptor", pikepdf.Dictionary())
        self.encoding: Any = entries.get("/Encoding")

    @property
    def name(self) -> str:
        """The PostScript name, for messages."""
        return str(self.entries.get("/BaseFont", "/?"))[1:]

    @property
    def symbolic(self) -> bool:
        """The descriptor's flag of this name (table 123)."""
        return bool(int(self.descriptor.get("/Flags", 0)) & 4)

    @cached_property
    def program(self) -> TrueType | None:
        """The TrueType program; None where there is none."""
        stream = self.descriptor.get("/FontFile2")
        return TrueType(stream.read_bytes()) if stream is not None else None

    @property
    def embedded(self) -> bool:
        """Whether it brings its program with it; Type 3 fonts are their own (table 112)."""
        return self.subtype == "Type3" or any(f"/FontFile{end}" in self.descriptor for end in ("", "2", "3"))

    @cached_property
    def to_unicode(self) -> dict[int, str] | None:
        """The ToUnicode CMap's characters by code; None where there is none."""
        stream = self.entries.get("/ToUnicode")
        return dict(_characters(stream.read_bytes())) if isinstance(stream, pikepdf.Stream) else None

    @cached_property
    def to_cid(self) -> dict[int, int] | None:
        """CIDs by code of an embedded CMap; None for Identity."""
        if not isinstance(self.encoding, pikepdf.Stream):
            return None
        found: dict[int, int] = {}
        for block in re.findall(rb"begincidrange(.*?)endcidrange", self.encoding.read_bytes(), re.DOTALL):
            for first, last, cid in re.findall(_HEX + rb"\s*" + _HEX + rb"\s*(\d+)", block):
                start = int(first, 16)
                found.update((code, int(cid) + code - start) for code in range(start, int(last, 16) + 1))
        return found

    def codes(self, shown: bytes) -> Iterator[int]:
        """The character codes of a string: two bytes each in a composite font, else one."""
        if self.composite:
            yield from (int.from_bytes(shown[at : at + 2], "big") for at in range(0, len(shown), 2))
        else:
            yield from shown

    def unicode(self, code: int) -> str:
        """What a code stands for, "" where that cannot be known (9.10.2)."""
        if self.to_unicode is not None:
            return self.to_unicode.get(code, "")
        if not self.composite and self.encoding in ("/WinAnsiEncoding", "/MacRomanEncoding"):
            return self._encoded(code)
        return ""

    def _encoded(self, code: int) -> str:
        codec = "cp1252" if self.encoding == "/WinAnsiEncoding" else "mac_roman"
        # Codes that WinAnsiEncoding leaves free are bullets; 0xA0 and 0xAD are space and hyphen (annex D.2, notes).
        return bytes([code]).decode(codec, "replace").replace("\ufffd", "•")

    def cid(self, code: int) -> int:
        """The CID of a code of a composite font."""
        return code if self.to_cid is None else self.to_cid.get(code, 0)

    def glyph(self, code: int) -> int:
        """The glyph in the program, 0 (.notdef) where it has none (9.6.6.4, 9.7.4.2)."""
        if self.composite:
            cid = self.cid(code)
            return self.gids[cid] if self.gids is not None and cid < len(self.gids) else cid if self.gids is None else 0
        cmaps = self.program.cmaps if self.program else {}
        if self.symbolic:
            table = cmaps.get((3, 0)) or cmaps.get((1, 0)) or {}
            return table.get(code) or table.get(0xF000 + code) or 0
        return cmaps.get((3, 1), {}).get(ord(self._encoded(code)[0]), 0)

    @cached_property
    def gids(self) -> tuple[int, ...] | None:
        """Glyphs by CID; None where they are the same."""
        stream = self.holder.get("/CIDToGIDMap")
        if not isinstance(stream, pikepdf.Stream):
            return None
        data = stream.read_bytes()
        return struct.unpack(f">{len(data) // 2}H", data)

    @cached_property
    def cid_widths(self) -> dict[int, float]:
        """Widths by CID as /W has them (9.7.4.3)."""
        found: dict[int, float] = {}
        entries = list(self.holder.get("/W", pikepdf.Array()))
        while entries:
            first = int(entries.pop(0))
            if isinstance(entries[0], pikepdf.Array):
                found.update(enumerate(map(float, entries.pop(0)), first))
            else:
                last, width = int(entries.pop(0)), float(entries.pop(0))
                found.update((cid, width) for cid in range(first, last + 1))
        return found

    def width(self, code: int) -> float:
        """The width that the dictionary gives a code, in thousandths of an em."""
        if self.composite:
            return self.cid_widths.get(self.cid(code), float(self.holder.get("/DW", 1000)))
        at = code - int(self.entries.get("/FirstChar", 0))
        widths = self.entries.get("/Widths", pikepdf.Array())
        return float(widths[at]) if 0 <= at < len(widths) else float(self.descriptor.get("/MissingWidth", 0))


def _characters(cmap: bytes) -> Iterator[tuple[int, str]]:
    """The entries of a ToUnicode CMap (9.10.3)."""
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(_HEX + rb"\s*" + _HEX, block):
            yield int(code, 16), _utf16(text)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(_HEX + rb"\s*" + _HEX + rb"\s*" + _HEX, block):
            start = _utf16(text)
            for code in range(int(first, 16), int(last, 16) + 1):
                yield code, start[:-1] + chr(ord(start[-1]) + code - int(first, 16))


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


def fonts_of(pdf: pikepdf.Pdf) -> dict[tuple[int, int], Font]:
    """Every font that text can be set in, used or not, by its object."""
    kinds = ("/Type0", "/TrueType", "/Type1", "/MMType1", "/Type3")
    return {
        entries.objgen: Font(entries)
        for entries in pdf.objects
        if isinstance(entries, pikepdf.Dictionary)
        and entries.get("/Type") == "/Font"
        and entries.get("/Subtype") in kinds
    }
