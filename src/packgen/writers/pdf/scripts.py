"""Which script and which Noto font a character belongs to, by Unicode block (Unicode 15, Blocks.txt)."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple


class Block(NamedTuple):
    """Characters `first` to `last` of one script.

    `font` is what follows "NotoSans" in the name of the font that has them, "" for Noto Sans itself;
    `package` is the Debian package with that font.
    """

    first: int
    last: int
    script: str
    font: str
    package: str = "fonts-noto-core"


# Scripts in daily use and the symbols that training papers use; sorted by code point. Blocks that only hold
# characters common to many scripts (punctuation, combining marks) are left out: they follow their neighbours.
BLOCKS = (
    Block(0x0041, 0x024F, "Latin", ""),
    Block(0x0250, 0x02AF, "Latin", ""),
    Block(0x0370, 0x03FF, "Greek", ""),
    Block(0x0400, 0x052F, "Cyrillic", ""),
    Block(0x0530, 0x058F, "Armenian", "Armenian"),
    Block(0x0590, 0x05FF, "Hebrew", "Hebrew"),
    Block(0x0600, 0x06FF, "Arabic", "Arabic"),
    Block(0x0700, 0x074F, "Syriac", "Syriac"),
    Block(0x0750, 0x077F, "Arabic", "Arabic"),
    Block(0x0780, 0x07BF, "Thaana", "Thaana"),
    Block(0x07C0, 0x07FF, "Nko", "NKo"),
    Block(0x0840, 0x085F, "Mandaic", "Mandaic"),
    Block(0x0860, 0x086F, "Syriac", "Syriac"),
    Block(0x0870, 0x08FF, "Arabic", "Arabic"),
    Block(0x0900, 0x097F, "Devanagari", "Devanagari"),
    Block(0x0980, 0x09FF, "Bengali", "Bengali"),
    Block(0x0A00, 0x0A7F, "Gurmukhi", "Gurmukhi"),
    Block(0x0A80, 0x0AFF, "Gujarati", "Gujarati"),
    Block(0x0B00, 0x0B7F, "Oriya", "Oriya"),
    Block(0x0B80, 0x0BFF, "Tamil", "Tamil"),
    Block(0x0C00, 0x0C7F, "Telugu", "Telugu"),
    Block(0x0C80, 0x0CFF, "Kannada", "Kannada"),
    Block(0x0D00, 0x0D7F, "Malayalam", "Malayalam"),
    Block(0x0D80, 0x0DFF, "Sinhala", "Sinhala"),
    Block(0x0E00, 0x0E7F, "Thai", "Thai"),
    Block(0x0E80, 0x0EFF, "Lao", "Lao"),
    Block(0x1000, 0x109F, "Myanmar", "Myanmar"),
    Block(0x10A0, 0x10FF, "Georgian", "Georgian"),
    Block(0x1200, 0x139F, "Ethiopic", "Ethiopic"),
    Block(0x13A0, 0x13FF, "Cherokee", "Cherokee"),
    Block(0x1400, 0x167F, "Canadian Aboriginal", "CanadianAboriginal"),
    Block(0x1700, 0x171F, "Tagalog", "Tagalog"),
    Block(0x1780, 0x17FF, "Khmer", "Khmer"),
    Block(0x1800, 0x18AF, "Mongolian", "Mongolian"),
    Block(0x18B0, 0x18FF, "Canadian Aboriginal", "CanadianAboriginal"),
    Block(0x1900, 0x194F, "Limbu", "Limbu"),
    Block(0x1950, 0x197F, "Tai Le", "TaiLe"),
    Block(0x1980, 0x19DF, "New Tai Lue", "NewTaiLue"),
    Block(0x19E0, 0x19FF, "Khmer", "Khmer"),
    Block(0x1A00, 0x1A1F, "Buginese", "Buginese"),
    Block(0x1A20, 0x1AAF, "Tai Tham", "TaiTham"),
    Block(0x1B00, 0x1B7F, "Balinese", "Balinese"),
    Block(0x1B80, 0x1BBF, "Sundanese", "Sundanese"),
    Block(0x1BC0, 0x1BFF, "Batak", "Batak"),
    Block(0x1C00, 0x1C4F, "Lepcha", "Lepcha"),
    Block(0x1C50, 0x1C7F, "Ol Chiki", "OlChiki"),
    Block(0x1C80, 0x1C8F, "Cyrillic", ""),
    Block(0x1C90, 0x1CBF, "Georgian", "Georgian"),
    Block(0x1CC0, 0x1CCF, "Sundanese", "Sundanese"),
    Block(0x1CD0, 0x1CFF, "Devanagari", "Devanagari"),
    Block(0x1D00, 0x1DBF, "Latin", ""),
    Block(0x1E00, 0x1EFF, "Latin", ""),
    Block(0x1F00, 0x1FFF, "Greek", ""),
    Block(0x2100, 0x214F, "Symbols", ""),
    Block(0x2150, 0x218F, "Symbols", "Symbols"),
    Block(0x2190, 0x22FF, "Symbols", "Math"),
    Block(0x2300, 0x23FF, "Symbols", "Symbols"),
    Block(0x2400, 0x245F, "Symbols", "Symbols2"),
    Block(0x2460, 0x24FF, "Symbols", "Symbols"),
    Block(0x25A0, 0x27BF, "Symbols", "Symbols2"),
    Block(0x27C0, 0x27FF, "Symbols", "Math"),
    Block(0x2800, 0x28FF, "Braille", "Symbols2"),
    Block(0x2900, 0x2AFF, "Symbols", "Math"),
    Block(0x2B00, 0x2BFF, "Symbols", "Symbols2"),
    Block(0x2C60, 0x2C7F, "Latin", ""),
    Block(0x2D00, 0x2D2F, "Georgian", "Georgian"),
    Block(0x2D30, 0x2D7F, "Tifinagh", "Tifinagh"),
    Block(0x2D80, 0x2DDF, "Ethiopic", "Ethiopic"),
    Block(0x2DE0, 0x2DFF, "Cyrillic", ""),
    Block(0xA000, 0xA4CF, "Yi", "Yi"),
    Block(0xA4D0, 0xA4FF, "Lisu", "Lisu"),
    Block(0xA500, 0xA63F, "Vai", "Vai"),
    Block(0xA640, 0xA69F, "Cyrillic", ""),
    Block(0xA6A0, 0xA6FF, "Bamum", "Bamum"),
    Block(0xA720, 0xA7FF, "Latin", ""),
    Block(0xA800, 0xA82F, "Syloti Nagri", "SylotiNagri"),
    Block(0xA840, 0xA87F, "Phags Pa", "PhagsPa"),
    Block(0xA880, 0xA8DF, "Saurashtra", "Saurashtra"),
    Block(0xA8E0, 0xA8FF, "Devanagari", "Devanagari"),
    Block(0xA900, 0xA92F, "Kayah Li", "KayahLi"),
    Block(0xA930, 0xA95F, "Rejang", "Rejang"),
    Block(0xA980, 0xA9DF, "Javanese", "Javanese"),
    Block(0xA9E0, 0xA9FF, "Myanmar", "Myanmar"),
    Block(0xAA00, 0xAA5F, "Cham", "Cham"),
    Block(0xAA60, 0xAA7F, "Myanmar", "Myanmar"),
    Block(0xAA80, 0xAADF, "Tai Viet", "TaiViet"),
    Block(0xAAE0, 0xAAFF, "Meetei Mayek", "MeeteiMayek"),
    Block(0xAB00, 0xAB2F, "Ethiopic", "Ethiopic"),
    Block(0xAB30, 0xAB6F, "Latin", ""),
    Block(0xAB70, 0xABBF, "Cherokee", "Cherokee"),
    Block(0xABC0, 0xABFF, "Meetei Mayek", "MeeteiMayek"),
    Block(0xFB00, 0xFB06, "Latin", ""),
    Block(0xFB13, 0xFB17, "Armenian", "Armenian"),
    Block(0xFB1D, 0xFB4F, "Hebrew", "Hebrew"),
    Block(0xFB50, 0xFDFF, "Arabic", "Arabic"),
    Block(0xFE70, 0xFEFE, "Arabic", "Arabic"),
    Block(0x10D00, 0x10D3F, "Hanifi Rohingya", "HanifiRohingya"),
    Block(0x104B0, 0x104FF, "Osage", "Osage"),
    Block(0x11100, 0x1114F, "Chakma", "Chakma"),
    Block(0x16B00, 0x16B8F, "Pahawh Hmong", "PahawhHmong"),
    Block(0x16F00, 0x16F9F, "Miao", "Miao"),
    Block(0x1E900, 0x1E95F, "Adlam", "Adlam"),
    Block(0x1F000, 0x1F0FF, "Symbols", "Symbols2"),
    Block(0x1F100, 0x1F1FF, "Symbols", "Symbols"),
    Block(0x1F300, 0x1FBFF, "Symbols", "Symbols2"),
)

# Where symbols are looked for when their block's font has them not: the three fonts share the blocks.
SYMBOL_FONTS = ("Symbols2", "Symbols", "Math")

_STARTS = sorted(block.first for block in BLOCKS)
_BY_START = {block.first: block for block in BLOCKS}


def block_of(character: str) -> Block | None:
    """The block of a character, or None where it belongs to no one script or to one that is not listed."""
    code = ord(character)
    at = bisect_right(_STARTS, code)
    if not at:
        return None
    block = _BY_START[_STARTS[at - 1]]
    return block if code <= block.last else None
