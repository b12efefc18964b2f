"""The colour space of the pages: an ICC profile of sRGB (ICC.1:2004-10, which PDF 1.7 builds on), made here in full.

A display profile needs three primaries, one transfer curve and the white points: half a kilobyte without a table.
"""

from __future__ import annotations

import struct
from functools import cache

# IEC 61966-2-1, its D65 adapted to ICC's D50 (ICC.1, 6.3.4.3) by Bradford's transform; X, Y and Z of each.
_D50 = (0.9642, 1.0, 0.8249)
_RED = (0.4360747, 0.2225045, 0.0139322)
_GREEN = (0.3850649, 0.7168786, 0.0971045)
_BLUE = (0.1430804, 0.0606169, 0.7141733)
_FROM_D65 = (1.0478112, 0.0228866, -0.0501270, 0.0295424, 0.9904844, -0.0170491, -0.0092345, 0.0150436, 0.7521316)

# Its transfer curve (ICC.1, 10.15, function type 3): (a x + b) ^ g from d on, else c x; as g, a, b, c, d.
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)

_HEADER = 128  # bytes
_TAG = 12  # bytes an entry of the tag table


@cache
def srgb_profile() -> bytes:
    """The profile's bytes: always the same, so that the same document is the same file."""
    curve = b"para\0\0\0\0" + struct.pack(">HH", 3, 0) + _fixed(_CURVE)
    tags = {
        b"desc": _text("sRGB IEC61966-2.1"),
        b"cprt": _text("No copyright, use freely"),
        b"wtpt": _xyz(_D50),
        b"chad": b"sf32\0\0\0\0" + _fixed(_FROM_D65),
        b"rXYZ": _xyz(_RED),
        b"gXYZ": _xyz(_GREEN),
        b"bXYZ": _xyz(_BLUE),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    body = b""
    places: dict[bytes, int] = {}  # of each element's data: the three curves share one
    table = struct.pack(">I", len(tags))
    start = _HEADER + len(table) + _TAG * len(tags)
    for signature, data in tags.items():
        if data not in places:
            places[data] = start + len(body)
            body += data + b"\0" * (-len(data) % 4)
        table += struct.pack(">4sII", signature, places[data], len(data))
    return _header(start + len(body)) + table + body


def _header(size: int) -> bytes:
    """The profile header (ICC.1, 7.2) of a display profile from RGB to XYZ, version 4.2."""
    created = (2000, 1, 1, 0, 0, 0)
    head = struct.pack(">I4sI4s4s4s6H4s", size, b"", 0x04200000, b"mntr", b"RGB ", b"XYZ ", *created, b"acsp")
    perceptual = 0
    head = head.ljust(64, b"\0") + struct.pack(">I", perceptual) + _fixed(_D50)
    return head.ljust(_HEADER, b"\0")


def _xyz(values: tuple[float, ...]) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(values)


def _text(text: str) -> bytes:
    """A multiLocalizedUnicodeType (10.13) of one language."""
    data = text.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II4sII", 1, 12, b"enUS", len(data), 28) + data


def _fixed(values: tuple[float, ...]) -> bytes:
    """Numbers as s15Fixed16Number (4.6)."""
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)
