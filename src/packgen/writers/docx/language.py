"""What a BCP 47 language tag means to Word: kind of script, fonts; and text cut by direction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from packgen.writers.docx.xml import escaped
from packgen.writers.scripts import script_code

Kind = Literal["simple", "complex", "asian"]


@dataclass(frozen=True, slots=True)
class Script:
    """A script as Word treats it: which of a run's fonts it takes, Noto's font for it, and fonts that Windows and macOS
    have for it. `line` is the height of a line of Noto's font as a share of the size.
    """

    kind: Kind
    font: str | None = None
    substitutes: tuple[str, ...] = ()
    line: float = 1.362


SIMPLE = Script("simple")

# By ISO 15924 code. Word takes "complex" scripts from a run's cs font and "asian" ones from its eastAsia font.
SCRIPTS = {
    "Latn": SIMPLE,
    "Cyrl": SIMPLE,
    "Grek": SIMPLE,
    "Arab": Script("complex", "Noto Sans Arabic", ("Segoe UI", "Arial"), 2.112),
    "Hebr": Script("complex", "Noto Sans Hebrew", ("Segoe UI", "Arial")),
    "Syrc": Script("complex", "Noto Sans Syriac", ("Segoe UI Historic",)),
    "Thaa": Script("complex", "Noto Sans Thaana", ("MV Boli",)),
    "Nkoo": Script("complex", "Noto Sans NKo", ("Ebrima",)),
    "Adlm": Script("complex", "Noto Sans Adlam", ("Ebrima",)),
    "Deva": Script("complex", "Noto Sans Devanagari", ("Nirmala UI", "Kohinoor Devanagari", "Mangal")),
    "Beng": Script("complex", "Noto Sans Bengali", ("Nirmala UI", "Vrinda")),
    "Guru": Script("complex", "Noto Sans Gurmukhi", ("Nirmala UI", "Raavi")),
    "Gujr": Script("complex", "Noto Sans Gujarati", ("Nirmala UI", "Shruti")),
    "Orya": Script("complex", "Noto Sans Oriya", ("Nirmala UI", "Kalinga")),
    "Taml": Script("complex", "Noto Sans Tamil", ("Nirmala UI", "Latha")),
    "Telu": Script("complex", "Noto Sans Telugu", ("Nirmala UI", "Gautami")),
    "Knda": Script("complex", "Noto Sans Kannada", ("Nirmala UI", "Tunga")),
    "Mlym": Script("complex", "Noto Sans Malayalam", ("Nirmala UI", "Kartika")),
    "Sinh": Script("complex", "Noto Sans Sinhala", ("Nirmala UI", "Iskoola Pota")),
    "Thai": Script("complex", "Noto Sans Thai", ("Leelawadee UI", "Thonburi", "Tahoma"), 1.511),
    "Laoo": Script("complex", "Noto Sans Lao", ("Leelawadee UI", "DokChampa"), 1.645),
    "Khmr": Script("complex", "Noto Sans Khmer", ("Leelawadee UI", "Khmer UI", "Khmer Sangam MN")),
    "Mymr": Script("complex", "Noto Sans Myanmar", ("Myanmar Text", "Myanmar Sangam MN"), 2.184),
    "Tibt": Script("complex", "Noto Serif Tibetan", ("Microsoft Himalaya",)),
    "Ethi": Script("simple", "Noto Sans Ethiopic", ("Ebrima", "Nyala", "Kefa")),
    "Armn": Script("simple", "Noto Sans Armenian", ("Segoe UI", "Sylfaen")),
    "Geor": Script("simple", "Noto Sans Georgian", ("Segoe UI", "Sylfaen")),
    "Hans": Script("asian", "Noto Sans CJK SC", ("Microsoft YaHei", "PingFang SC", "SimSun")),
    "Hant": Script("asian", "Noto Sans CJK TC", ("Microsoft JhengHei", "PingFang TC", "PMingLiU")),
    "Jpan": Script("asian", "Noto Sans CJK JP", ("Yu Gothic", "Hiragino Sans", "MS Gothic")),
    "Kore": Script("asian", "Noto Sans CJK KR", ("Malgun Gothic", "Apple SD Gothic Neo", "Batang")),
}

# Letters written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and their kin, presentation forms, Adlam; and
# for each direction the mark that counts as a letter of it.
_RTL = "\u200f\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_HAS_RTL = re.compile(f"[{_RTL}]")
_LETTER = f"(?:(?![{_RTL}])(?:[^\\W\\d_]|\u200e))"
# A stretch from a letter of one direction to the last letter (or digit, UAX #9 rule W7) before the other direction.
_LTR_STRETCH = re.compile(f"{_LETTER}(?:[^{_RTL}]*(?:{_LETTER}|\\d))?")
_RTL_STRETCH = re.compile(f"[{_RTL}](?:(?:(?!{_LETTER}).)*[{_RTL}])?", re.DOTALL)


def script(tag: str) -> Script:
    """The script of a language tag ("ar-EG", "az-Arab"); one that is not listed is written like Latin."""
    return SCRIPTS.get(script_code(tag), SIMPLE)


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
