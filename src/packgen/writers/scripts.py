"""The script of a language, and what setting it asks of a theme: one table for all writers."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, isclose
from typing import TypeVar

from packgen.themes.theme import BoxStyle, CharacterStyle, TableStyle, TextStyle, Theme

# From so many points up the letters of all scripts are large enough: `Setting.scale` grows smaller type by all of it up
# to FULL_SCALE, then by less and less.
FULL_SCALE, NO_SCALE = 10.0, 20.0

NEARLY = 0.25  # so much of a unit of the grid may a leading lack before it takes the next one

_QUOTES = "«»“”„‟‘’‚‹›「『\"'"


@dataclass(frozen=True, slots=True)
class Setting:
    """How text of a script is set, seen from Latin, for which the theme's sizes are chosen.

    `scale` makes small type larger where letters of the same size look smaller or hold more detail (Arabic letters in
    Noto are three quarters as high as Latin ones), `leading` the lines wider apart where signs are stacked above and
    below the letters. No text is smaller than `least` points. `italic`: whether the script has italics (CSS Fonts 4,
    5.2.4, and the W3C's notes on each script: slanted Arabic, Hebrew, Indic or Khmer letters are an error, not
    emphasis).
    """

    rtl: bool = False
    scale: float = 1.0
    leading: float = 1.0
    least: float = 0.0
    italic: bool = True


_Padded = TypeVar("_Padded", BoxStyle, TableStyle)

EMPHASIS = "emphasis"  # the theme's look of *words*
LATIN = Setting()
NO_LOOK = CharacterStyle()  # of a passage that is as its paragraph is
_INDIC = Setting(scale=1.05, leading=1.02, least=8.5, italic=False)
_SOUTH_INDIC = Setting(scale=1.05, leading=1.06, least=8.5, italic=False)
_EAST_ASIAN = Setting(scale=1.0, leading=1.06, least=8.5, italic=False)

# By ISO 15924 code.
SETTINGS = {
    "Latn": LATIN,
    "Cyrl": LATIN,
    "Grek": LATIN,
    "Armn": LATIN,
    "Geor": Setting(italic=False),
    "Arab": Setting(rtl=True, scale=1.1, leading=1.02, least=9.0, italic=False),
    "Hebr": Setting(rtl=True, scale=1.05, least=8.5, italic=False),
    "Syrc": Setting(rtl=True, scale=1.1, leading=1.04, least=9.0, italic=False),
    "Thaa": Setting(rtl=True, scale=1.1, leading=1.06, least=9.0, italic=False),
    "Nkoo": Setting(rtl=True, scale=1.05, least=8.5, italic=False),
    "Adlm": Setting(rtl=True, scale=1.05, least=8.5, italic=False),
    "Deva": _INDIC,
    "Beng": _INDIC,
    "Guru": _INDIC,
    "Gujr": _INDIC,
    "Orya": _INDIC,
    "Taml": _SOUTH_INDIC,
    "Telu": _SOUTH_INDIC,
    "Knda": _SOUTH_INDIC,
    "Mlym": _SOUTH_INDIC,
    "Sinh": _SOUTH_INDIC,
    "Thai": Setting(scale=1.08, leading=1.04, least=8.5, italic=False),
    "Laoo": Setting(scale=1.08, leading=1.06, least=8.5, italic=False),
    "Khmr": Setting(scale=1.07, leading=1.04, least=9.0, italic=False),
    "Mymr": Setting(scale=1.06, leading=1.14, least=9.0, italic=False),
    "Tibt": Setting(scale=1.12, leading=1.1, least=9.0, italic=False),
    "Ethi": Setting(leading=1.02, least=8.5, italic=False),
    "Hans": _EAST_ASIAN,
    "Hant": _EAST_ASIAN,
    "Jpan": _EAST_ASIAN,
    "Kore": _EAST_ASIAN,
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


def script_code(tag: str) -> str:
    """The ISO 15924 code of the script of a language tag ("ar-EG", "az-Arab"); Latin and its kin are "Latn"."""
    subtags = tag.split("-")
    for subtag in subtags[1:]:
        if len(subtag) == 4 and subtag.isalpha():
            return subtag.title()
    likely = _LIKELY.get(subtags[0].lower(), "Latn")
    return "Hant" if likely == "Hans" and _TRADITIONAL.intersection(subtags) else likely


def setting(tag: str) -> Setting:
    """How text in this language is set; a script that is not listed is set like Latin."""
    return SETTINGS.get(script_code(tag), LATIN)


def is_rtl(tag: str) -> bool:
    """Whether text in this language runs from right to left."""
    return setting(tag).rtl


def theme_for(theme: Theme, language: str) -> Theme:
    """The theme as a document in this language wants it: sizes, leading and slant for the language's script.

    The grid becomes as much larger as body text needs, and what stands on it keeps its number of units, so that the
    page keeps its rhythm; lines to write on stay about as far apart. Emphasis stays as it is: passages in other
    languages have theirs (see `emphasis`).
    """
    wanted = setting(language)
    if wanted == LATIN:
        return theme
    grid = _grid(theme, wanted)
    growth = grid / theme.grid if theme.grid else 1.0
    styles = {name: _text_style(style, wanted, theme, grid, growth) for name, style in theme.styles.items()}
    characters = {
        name: look if name == EMPHASIS else look.model_copy(update={"italic": look.italic and wanted.italic})
        for name, look in theme.characters.items()
    }
    spacing = {
        "list": theme.list.model_copy(update={"gap": theme.list.gap * growth}),
        "writing": theme.writing.model_copy(update={"pitch": _nearest(theme.writing.pitch, grid)}),
        "boxes": {name: _padded(box, growth) for name, box in theme.boxes.items()},
        "tables": {name: _padded(table, growth) for name, table in theme.tables.items()},
    }
    return theme.model_copy(update={"grid": grid, "styles": styles, "characters": characters, **spacing})


def slant(look: TextStyle | CharacterStyle, language: str) -> bool:
    """Whether text in this language is set in italics in a style of the theme."""
    return look.italic and setting(language).italic


def emphasis(theme: Theme, language: str, words: str) -> CharacterStyle:
    """The look of emphasised words in this language: the theme's, but bold where the script has no italics.

    Titles, which Latin has in italics, stand in quotation marks in those scripts: they get nothing more.
    """
    look = theme.characters[EMPHASIS]
    if not look.italic or setting(language).italic:
        return look
    return look.model_copy(update={"italic": False, "bold": look.bold or words[:1] not in _QUOTES})


def _grid(theme: Theme, wanted: Setting) -> float:
    """The theme's grid in the script, as body text needs it, in the twentieths of a point that Word counts in."""
    if not theme.grid:
        return 0.0
    body = theme.styles["body"]
    growth = _size(body, wanted) / body.size * wanted.leading
    return round(theme.grid * growth * 20) / 20


def _nearest(points: float, grid: float) -> float:
    """A length that needs no more room in one script than in another, on the grid: hands write alike."""
    return round(points / grid) * grid if grid else points


def _text_style(style: TextStyle, wanted: Setting, theme: Theme, grid: float, growth: float) -> TextStyle:
    size = _size(style, wanted)
    leading = style.leading * size / style.size * wanted.leading
    if grid and isclose(theme.on_grid(style.leading), style.leading):  # not labels in pictures
        leading = ceil(leading / grid - NEARLY) * grid
    changed = {
        "size": size,
        "leading": round(leading, 2),
        "before": style.before * growth,
        "after": style.after * growth,
        "italic": style.italic and wanted.italic,
    }
    return style.model_copy(update=changed)


def _size(style: TextStyle, wanted: Setting) -> float:
    share = min(max((NO_SCALE - style.size) / (NO_SCALE - FULL_SCALE), 0.0), 1.0)
    size = max(style.size * (1 + (wanted.scale - 1) * share), wanted.least)
    return round(size * 2) / 2  # Word knows half points only


def _padded(style: _Padded, growth: float) -> _Padded:
    return style.model_copy(update={"padding": style.padding * growth})
