"""Adds glyphs to a TrueType font program (OpenType 1.9: glyf, loca, hmtx, maxp).

A cluster that shaping makes of several glyphs (a syllable of Khmer, a letter with its marks) becomes one glyph of
the embedded font. So one character code stands for the cluster's whole text, and every reader that knows ToUnicode
gives the source text back, whatever the order in which its parts are drawn. A font of two scripts, which a form needs,
is the one with the glyphs of the other.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import NamedTuple

# Flags of a component: two words of offset in font units; one more follows.
_WORDS, _XY, _MORE = 0x0001, 0x0002, 0x0020
_SCALE, _TWO_SCALES, _MATRIX = 0x0008, 0x0040, 0x0080

_CHECKSUM_MAGIC = 0xB1B0AFBA


class Component(NamedTuple):
    """A glyph placed at (x, y) in font units."""

    glyph: int
    x: int
    y: int


class Composite(NamedTuple):
    """Glyphs drawn together as one, and how far the pen moves after them; in font units."""

    components: tuple[Component, ...]
    advance: int


class _Outline(NamedTuple):
    """What maxp and a composite's head say of a glyph."""

    points: int
    contours: int
    depth: int
    box: tuple[int, int, int, int]


def with_composites(tables: Mapping[str, bytes], composites: Sequence[Composite]) -> bytes:
    """The font program of `tables` with one glyph more for each composite, after its last glyph, in order.

    Components are glyph ids of `tables`.
    """
    font = _Glyphs(tables)
    made = [font.composite(composite) for composite in composites]
    elements = max((len(composite.components) for composite in composites), default=0)
    return sfnt(font.extended(made, [composite.advance for composite in composites], elements))


def joined(tables: Mapping[str, bytes], others: Mapping[str, bytes]) -> bytes:
    """The font program of `tables` with the glyphs of another, which has as many units an em, after its last glyph."""
    font, other = _Glyphs(tables), _Glyphs(others)
    made = [(other.renumbered(glyph, font.count), other.outline(glyph)) for glyph in range(other.count)]
    advances = [advance for advance, _ in _metrics(others, other.count)]
    return sfnt(font.extended(made, advances, _elements(others)))


class _Glyphs:
    """The glyph tables of a font, read."""

    def __init__(self, tables: Mapping[str, bytes]) -> None:
        self._tables = tables
        self._glyf = tables.get("glyf", b"")
        self.count = struct.unpack_from(">H", tables["maxp"], 4)[0]
        long = struct.unpack_from(">h", tables["head"], 50)[0]
        offsets = struct.unpack_from(f">{self.count + 1}{'L' if long else 'H'}", tables["loca"])
        self._offsets = offsets if long else tuple(offset * 2 for offset in offsets)
        self._outlines: dict[int, _Outline | None] = {}

    def _data(self, glyph: int) -> bytes:
        return self._glyf[self._offsets[glyph] : self._offsets[glyph + 1]]

    def outline(self, glyph: int) -> _Outline | None:
        """The glyph's outline; None for one that draws nothing."""
        if glyph not in self._outlines:
            self._outlines[glyph] = self._read(self._data(glyph))
        return self._outlines[glyph]

    def _read(self, data: bytes) -> _Outline | None:
        if not data:
            return None
        contours, *box = struct.unpack_from(">5h", data)
        left, bottom, right, top = box
        if contours >= 0:
            points = struct.unpack_from(">H", data, 8 + 2 * contours)[0] + 1 if contours else 0
            return _Outline(points, contours, 0, (left, bottom, right, top))
        parts = [part for _, glyph in _component_glyphs(data) if (part := self.outline(glyph))]
        return _merged(parts, (left, bottom, right, top))

    def renumbered(self, glyph: int, first: int) -> bytes:
        """The glyph's glyf entry in a font where this one's glyphs start at the number `first`."""
        data = bytearray(self._data(glyph))
        if data and struct.unpack_from(">h", data)[0] < 0:
            for at, component in _component_glyphs(data):
                struct.pack_into(">H", data, at, component + first)
        return bytes(data)

    def composite(self, composite: Composite) -> tuple[bytes, _Outline | None]:
        """The glyf entry of a composite, and its outline."""
        drawn = [(component, self.outline(component.glyph)) for component in composite.components]
        parts = [(component, outline) for component, outline in drawn if outline]
        if not parts:
            return b"", None
        boxes = [_moved(outline.box, component) for component, outline in parts]
        left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
        entry = [struct.pack(">5h", -1, left, bottom, right, top)]
        for at, (component, _) in enumerate(parts):
            flags = _WORDS | _XY | (_MORE if at < len(parts) - 1 else 0)
            entry.append(struct.pack(">HHhh", flags, component.glyph, _int16(component.x), _int16(component.y)))
        return b"".join(entry), _merged([outline for _, outline in parts], (left, bottom, right, top))

    def extended(
        self, made: Sequence[tuple[bytes, _Outline | None]], advances: Sequence[int], elements: int
    ) -> dict[str, bytes]:
        """The tables with the made glyphs added; none of these has more than `elements` components."""
        glyf = bytearray(self._glyf)
        offsets = list(self._offsets)
        metrics = _metrics(self._tables, self.count)
        for (entry, outline), advance in zip(made, advances, strict=True):
            glyf += entry + b"\0" * (-len(entry) % 4)
            offsets.append(len(glyf))
            metrics.append((min(max(0, advance), 0xFFFF), outline.box[0] if outline else 0))
        tables = dict(self._tables)
        tables["glyf"] = bytes(glyf)
        tables["loca"] = struct.pack(f">{len(offsets)}L", *offsets)
        tables["hmtx"] = b"".join(struct.pack(">Hh", *metric) for metric in metrics)
        tables["head"] = _patched(tables["head"], ">h", 50, 1)  # indexToLocFormat: long
        tables["hhea"] = _patched(tables["hhea"], ">H", 34, len(metrics))
        tables["maxp"] = self._limits(made, elements)
        return tables

    def _limits(self, made: Sequence[tuple[bytes, _Outline | None]], elements: int) -> bytes:
        """The maxp table: what a rasterizer has to reserve."""
        outlines = [outline for _, outline in made if outline]
        maxp = _patched(self._tables["maxp"], ">H", 4, self.count + len(made))
        for offset, value in (
            (10, max((outline.points for outline in outlines), default=0)),
            (12, max((outline.contours for outline in outlines), default=0)),
            (28, elements),
            (30, max((outline.depth for outline in outlines), default=0)),
        ):
            most = max(min(value, 0xFFFF), struct.unpack_from(">H", maxp, offset)[0])
            maxp = _patched(maxp, ">H", offset, most)
        return maxp


def _elements(tables: Mapping[str, bytes]) -> int:
    """The most components that a glyph has (maxp, maxComponentElements)."""
    return int(struct.unpack_from(">H", tables["maxp"], 28)[0])


def _component_glyphs(data: bytes | bytearray) -> list[tuple[int, int]]:
    """The glyphs that a composite's glyf entry names, each after the place of its number."""
    glyphs, at, flags = [], 10, _MORE
    while flags & _MORE:
        flags, glyph = struct.unpack_from(">HH", data, at)
        glyphs.append((at + 2, glyph))
        at += 4 + (4 if flags & _WORDS else 2)
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0
    return glyphs


def _merged(parts: Sequence[_Outline], box: tuple[int, int, int, int]) -> _Outline:
    return _Outline(
        sum(part.points for part in parts),
        sum(part.contours for part in parts),
        1 + max((part.depth for part in parts), default=0),
        box,
    )


def _moved(box: tuple[int, int, int, int], by: Component) -> tuple[int, int, int, int]:
    return _int16(box[0] + by.x), _int16(box[1] + by.y), _int16(box[2] + by.x), _int16(box[3] + by.y)


def _int16(value: int) -> int:
    """The nearest value that a glyf entry holds: a hundred marks on one letter reach further, far off any page."""
    return max(-0x8000, min(value, 0x7FFF))


def _metrics(tables: Mapping[str, bytes], count: int) -> list[tuple[int, int]]:
    """Advance and left side bearing of every glyph."""
    full = struct.unpack_from(">H", tables["hhea"], 34)[0]
    metrics = [struct.unpack_from(">Hh", tables["hmtx"], 4 * at) for at in range(min(full, count))]
    bearings = struct.unpack_from(f">{count - len(metrics)}h", tables["hmtx"], 4 * len(metrics))
    return metrics + [(metrics[-1][0], bearing) for bearing in bearings]


def _patched(table: bytes, layout: str, offset: int, value: int) -> bytes:
    patched = bytearray(table)
    struct.pack_into(layout, patched, offset, value)
    return bytes(patched)


def sfnt(tables: Mapping[str, bytes]) -> bytes:
    """A font file of these tables, in the order of their tags, with its checksums."""
    tables = {tag: tables[tag] for tag in sorted(tables)}
    tables["head"] = _patched(tables["head"], ">L", 8, 0)
    power = max(1, len(tables)).bit_length() - 1
    header = struct.pack(">LHHHH", 0x00010000, len(tables), 16 << power, power, 16 * len(tables) - (16 << power))
    offset, entries, body = 12 + 16 * len(tables), [], []
    for tag, data in tables.items():
        padded = data + b"\0" * (-len(data) % 4)
        entries.append(struct.pack(">4sLLL", tag.encode("ascii"), _checksum(padded), offset, len(data)))
        body.append(padded)
        offset += len(padded)
    font = header + b"".join(entries) + b"".join(body)
    head = 12 + 16 * len(tables) + sum(len(part) for tag, part in zip(tables, body, strict=True) if tag < "head")
    return _patched(font, ">L", head + 8, (_CHECKSUM_MAGIC - _checksum(font)) & 0xFFFFFFFF)


def _checksum(padded: bytes) -> int:
    total: int = sum(struct.unpack(f">{len(padded) // 4}L", padded))
    return total & 0xFFFFFFFF
