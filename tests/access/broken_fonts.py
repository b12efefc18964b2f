"""Ways to break the fonts of a good PDF, each one condition of checkpoint 31 or 10."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from tests.access.broken import FOREIGN_NAME, Change, node
from tests.access.fontfile import Font, fonts_of

_CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 1 def
/WMode {mode} def 1 begincodespacerange <0000> <FFFF> endcodespacerange
1 begincidrange <0000> <FFFF> 0 endcidrange endcmap end end"""


def composite(pdf: Pdf) -> Font:
    """The font that the text is set in."""
    return next(font for font in fonts_of(pdf).values() if font.composite and "Bold" not in font.name)


def simple(pdf: Pdf) -> Font:
    """The font that a viewer sets typed text in."""
    return next(font for font in fonts_of(pdf).values() if font.subtype == "TrueType")


def with_cmap(
    *, registry: str = "Adobe", ordering: str = "Identity", supplement: int = 0, mode: int = 0, **entries: Any
) -> Change:
    """An embedded CMap instead of Identity-H, that says the same."""

    def change(pdf: Pdf) -> None:
        collection = Dictionary(Registry=String(registry), Ordering=String(ordering), Supplement=supplement)
        cmap = Stream(pdf, _CMAP.format(mode=mode).encode(), Type=Name.CMap, CMapName=Name.Own, WMode=0)
        cmap.CIDSystemInfo = collection
        for name, value in entries.items():
            cmap[f"/{name}"] = value
        composite(pdf).entries.Encoding = pdf.make_indirect(cmap)

    return change


def entry(font: Callable[[Pdf], Font], part: str, name: str, value: Any) -> Change:
    """Sets an entry of a font's "entries", "holder" (the CIDFont) or "descriptor"; None takes it away."""

    def change(pdf: Pdf) -> None:
        found = getattr(font(pdf), part)
        if value is None:
            del found[f"/{name}"]
        else:
            found[f"/{name}"] = value

    return change


def bare(font: Callable[[Pdf], Font]) -> Change:
    """No font program."""
    return entry(font, "descriptor", "FontFile2", None)


def glyph_map(glyph: int) -> Change:
    """Sends the first code that is shown to this glyph."""

    def change(pdf: Pdf) -> None:
        stream = composite(pdf).holder.CIDToGIDMap
        data = bytearray(stream.read_bytes())
        struct.pack_into(">H", data, 2, glyph)
        stream.write(bytes(data))

    return change


def wider(pdf: Pdf) -> None:
    widths = composite(pdf).holder.W[1]
    widths[0] = float(widths[0]) + 2


def cid_set(*, less: int = 0, more: int = 0) -> Change:
    """A CIDSet of all CIDs, without the last `less`, and `more` that are not there."""

    def change(pdf: Pdf) -> None:
        font = composite(pdf)
        assert font.gids
        count = len(font.gids) - less + more
        bits = "1" * count + "0" * (-count % 8)
        data = bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))
        font.descriptor.CIDSet = pdf.make_stream(data)

    return change


def without_text_for(character: str, **formula: Any) -> Change:
    """Takes a character out of ToUnicode; `formula` are entries that make its paragraph a formula."""

    def change(pdf: Pdf) -> None:
        stream = composite(pdf).entries.ToUnicode
        line = re.compile(rb"<[0-9A-F]{4}> <" + character.encode("utf-16-be").hex().upper().encode() + rb">\n")
        cmap, count = line.subn(b"", stream.read_bytes())
        assert count == 1
        stream.write(cmap)
        if formula:
            found = node(pdf, "P", FOREIGN_NAME).entries
            for name, value in formula.items():
                found[f"/{name}"] = value

    return change


def text_of(character: str, other: str) -> Change:
    """Makes a code stand for another character."""

    def change(pdf: Pdf) -> None:
        stream = composite(pdf).entries.ToUnicode
        old, new = (f"> <{each.encode('utf-16-be').hex().upper()}>".encode() for each in (character, other))
        cmap = stream.read_bytes()
        assert old in cmap
        stream.write(cmap.replace(old, new))

    return change


# --- simple TrueType fonts


def typed(pdf: Pdf) -> None:
    """A letter on the page in the font for typed text."""
    pdf.pages[0].Resources.Font.Typed = simple(pdf).entries
    pdf.pages[0].contents_add(b"/Artifact BMC BT /Typed 9 Tf (A) Tj ET EMC")


def recoded(*records: tuple[int, int], without: int | None = None) -> Change:
    """A font program with these cmap records (platform, encoding); `without` leaves out one character."""

    def change(pdf: Pdf) -> None:
        font = simple(pdf)
        assert font.program
        codes = {code: glyph for code, glyph in font.program.cmaps[3, 1].items() if code != without}
        font.descriptor.FontFile2.write(_rebuilt(font.program.tables, _cmap(records, codes)))

    return change


def _cmap(records: tuple[tuple[int, int], ...], codes: dict[int, int]) -> bytes:
    """A cmap table whose records share one subtable of format 12; nothing where there are no records."""
    if not records:
        return b""
    start = 4 + 8 * len(records)
    groups = b"".join(struct.pack(">III", code, code, glyph) for code, glyph in sorted(codes.items()))
    body = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(codes)) + groups
    heads = b"".join(struct.pack(">HHI", *record, start) for record in records)
    return struct.pack(">HH", 0, len(records)) + heads + body


def _rebuilt(tables: dict[bytes, bytes], cmap: bytes) -> bytes:
    """A font program of these tables with another cmap, or none."""
    kept = {tag: data for tag, data in tables.items() if tag != b"cmap"}
    if cmap:
        kept[b"cmap"] = cmap
    start, directory, body = 12 + 16 * len(kept), b"", b""
    for tag, data in kept.items():
        directory += struct.pack(">4sIII", tag, 0, start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return struct.pack(">IHHHH", 0x00010000, len(kept), 0, 0, 0) + directory + body


def symbolic(*records: tuple[int, int]) -> Change:
    """A symbolic font without an encoding, its program with these cmap records."""

    def change(pdf: Pdf) -> None:
        recoded(*records)(pdf)
        font = simple(pdf)
        font.descriptor.Flags = 4
        del font.entries["/Encoding"]
        font.entries.ToUnicode = composite(pdf).entries.ToUnicode

    return change


def differing(*names: str, base: Name | None = Name.WinAnsiEncoding) -> Change:
    """An encoding dictionary that gives the codes from 65 on these glyph names."""

    def change(pdf: Pdf) -> None:
        encoding = Dictionary(Type=Name.Encoding, Differences=Array([65, *(Name(f"/{name}") for name in names)]))
        if base is not None:
            encoding.BaseEncoding = base
        simple(pdf).entries.Encoding = encoding

    return change


def both(*changes: Change) -> Change:
    """One change after the other."""

    def change(pdf: Pdf) -> None:
        for each in changes:
            each(pdf)

    return change
