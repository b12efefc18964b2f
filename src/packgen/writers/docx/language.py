"""What a BCP 47 language tag means to Word: direction, kind of script, fonts; and text cut by direction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from packgen.writers.docx.xml import escaped

Kind = Literal["simple", "complex", "asian"]


@dataclass(frozen=True, slots=True)
class Script:
    """A script as Word treats it: which of a run's fonts it takes, its direction, Noto's font for it, and fonts that
    Windows and macOS have for it. `line` is the height of a line of Noto's font as a share of the size.
    """

    kind: Kind
    rtl: bool = False
    font: str | None = None
    substitutes: tuple[str, ...] = ()
    line: float = 1.362


SIMPLE = Script("simple")

# By ISO 15924 code. Word takes "complex" scripts from a run's cs font and "asian" ones from its eastAsia font.
SCRIPTS = {
    "Latn": SIMPLE,
    "Cyrl": SIMPLE,
    "Grek": SIMPLE,
    "Arab": Script("complex", True, "Noto Sans Arabic", ("Segoe UI", "Arial"), 2.112),
    "Hebr": Script("complex", True, "Noto Sans Hebrew", ("Segoe UI", "Arial")),
    "Syrc": Script("complex", True, "Noto Sans Syriac", ("Segoe UI Historic",)),
    "Thaa": Script("complex", True, "Noto Sans Thaana", ("MV Boli",)),
    "Nkoo": Script("complex", True, "Noto Sans NKo", ("Ebrima",)),
    "Adlm": Script("complex", True, "Noto Sans Adlam", ("Ebrima",)),
    "Deva": Script("complex", False, "Noto Sans Devanagari", ("Nirmala UI", "Kohinoor Devanagari", "Mangal")),
    "Beng": Script("complex", False, "Noto Sans Bengali", ("Nirmala UI", "Vrinda")),
    "Guru": Script("complex", False, "Noto Sans Gurmukhi", ("Nirmala UI", "Raavi")),
    "Gujr": Script("complex", False, "Noto Sans Gujarati", ("Nirmala UI", "Shruti")),
    "Orya": Script("complex", False, "Noto Sans Oriya", ("Nirmala UI", "Kalinga")),
    "Taml": Script("complex", False, "Noto Sans Tamil", ("Nirmala UI", "Latha")),
    "Telu": Script("complex", False, "Noto Sans Telugu", ("Nirmala UI", "Gautami")),
    "Knda": Script("complex", False, "Noto Sans Kannada", ("Nirmala UI", "Tunga")),
    "Mlym": Script("complex", False, "Noto Sans Malayalam", ("Nirmala UI", "Kartika")),
    "Sinh": Script("complex", False, "Noto Sans Sinhala", ("Nirmala UI", "Iskoola Pota")),
    "Thai": Script("complex", False, "Noto Sans Thai", ("Leelawadee UI", "Thonburi", "Tahoma"), 1.511),
    "Laoo": Script("complex", False, "Noto Sans Lao", ("Leelawadee UI", "DokChampa"), 1.645),
    "Khmr": Script("complex", False, "Noto Sans Khmer", ("Leelawadee UI", "Khmer UI", "Khmer Sangam MN")),
    "Mymr": Script("complex", False, "Noto Sans Myanmar", ("Myanmar Text", "Myanmar Sangam MN"), 2.184),
    "Tibt": Script("complex", False, "Noto Serif Tibetan", ("Microsoft Himalaya",)),
    "Ethi": Script("simple", False, "Noto Sans Ethiopic", ("Ebrima", "Nyala", "Kefa")),
    "Armn": Script("simple", False, "Noto Sans Armenian", ("Segoe UI", "Sylfaen")),
    "Geor": Script("simple", False, "Noto Sans Georgian", ("Segoe UI", "Sylfaen")),
    "Hans": Script("asian", False, "Noto Sans CJK SC", ("Microsoft YaHei", "PingFang SC", "SimSun")),
    "Hant": Script("asian", False, "Noto Sans CJK TC", ("Microsoft JhengHei", "PingFang TC", "PMingLiU")),
    "Jpan": Script("asian", False, "Noto Sans CJK JP", ("Yu Gothic", "Hiragino Sans", "MS Gothic")),
    "Kore": Script("asian", False, "Noto Sans CJK KR", ("Malgun Gothic", "Apple SD Gothic Neo", "Batang")),
}

# The script that a language is written in when its tag does not say (CLDR, likely subtags); else Latin and its kin.
_LIKELY = {
    "ar": "Arab", "ckb": "Arab", "fa": "Arab", "ks": "Arab", "ps": "Arab", "sd": "Arab", "ug": "Arab", "ur": "Arab",
    "he": "Hebr", "yi": "Hebr", "syr": "Syrc", "dv": "Thaa", "nqo": "Nkoo",
    "hi": "Deva", "mr": "Deva", "ne": "Deva", "sa": "Deva", "mai": "Deva", "bho": "Deva", "kok": "Deva",
    "bn": "Beng", "as": "Beng", "pa": "Guru", "gu": "Gujr", "or": "Orya", "ta": "Taml", "te": "Telu", "kn": "Knda",
    "ml": "Mlym", "si": "Sinh", "th": "Thai", "lo": "Laoo", "km": "Khmr", "my": "Mymr", "bo": "Tibt", "dz": "Tibt",
    "am": "Ethi", "ti": "Ethi", "hy": "Armn", "ka": "Geor",
    "zh": "Hans", "yue": "Hant", "ja": "Jpan", "ko": "Kore",
}  # fmt: skip

_TRADITIONAL = frozenset({"TW", "HK", "MO"})

# Letters written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and their kin, presentation forms, Adlam.
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_HAS_RTL = re.compile(f"[{_RTL}]")
_LETTER = f"(?:(?![{_RTL}])[^\\W\\d_])"
# A stretch from a letter of one direction to the last letter (or digit, UAX #9 rule W7) before the other direction.
_LTR_STRETCH = re.compile(f"{_LETTER}(?:[^{_RTL}]*(?:{_LETTER}|\\d))?")
_RTL_STRETCH = re.compile(f"[{_RTL}](?:(?:(?!{_LETTER}).)*[{_RTL}])?", re.DOTALL)


def script(tag: str) -> Script:
    """The script of a language tag ("ar-EG", "az-Arab"); one that is not listed is written like Latin."""
    subtags = tag.split("-")
    for subtag in subtags[1:]:
        if len(subtag) == 4 and subtag.isalpha():
            return SCRIPTS.get(subtag.title(), SIMPLE)
    likely = _LIKELY.get(subtags[0].lower(), "Latn")
    if likely == "Hans" and _TRADITIONAL.intersection(subtags):
        likely = "Hant"
    return SCRIPTS[likely]


def is_rtl(tag: str) -> bool:
    """Whether text in this language runs from right to left."""
    return script(tag).rtl


def by_direction(text: str, *, rtl: bool) -> Iterator[tuple[str, bool]]:
    """`text` in pieces of one direction: (piece, right to left). `rtl` is the paragraph's direction.

    Word orders a run by its w:rtl, not by its letters alone, so that Latin names in Arabic need runs of their own.
    Digits and marks between pieces go with the paragraph.
    """
    if not rtl and not _HAS_RTL.search(text):
        yield text, False
        return
    at = 0
    for found in (_LTR_STRETCH if rtl else _RTL_STRETCH).finditer(text):
        if found.start() > at:
            yield text[at : found.start()], rtl
        yield found.group(), not rtl
        at = found.end()
    if at < len(text):
        yield text[at:], rtl


def language_properties(tag: str) -> str:
    """The w:lang element of a run or of the defaults; Word reads another attribute for each kind of script."""
    return f"<w:lang {language_attributes(tag)}/>"


def language_attributes(tag: str) -> str:
    """The three attributes in which Word keeps a language: w:val, w:eastAsia, w:bidi."""
    kind = script(tag).kind
    tag = escaped(tag)
    found = f'w:val="{tag}"'
    if kind == "asian":
        found += f' w:eastAsia="{tag}"'
    if kind == "complex":
        found += f' w:bidi="{tag}"'
    return found


def font_properties(font: str, tag: str) -> str:
    """The w:rFonts element of text in this language: the theme's font, and the script's own where Word looks for it."""
    found = script(tag)
    font = escaped(font)
    own = found.font or font
    other = own if found.kind == "simple" else font
    east = own if found.kind == "asian" else other
    complex_ = own if found.kind == "complex" else other
    return f'<w:rFonts w:ascii="{font}" w:hAnsi="{other}" w:eastAsia="{east}" w:cs="{complex_}"/>'
