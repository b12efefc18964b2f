"""The theme part of a presentation (ISO/IEC 29500-1, 14.2.7): colours and fonts that its user can change at once."""

from __future__ import annotations

from packgen.themes.theme import Theme
from packgen.writers.docx.language import script
from packgen.writers.docx.xml import DECLARATION, escaped, rgb

A = "http://schemas.openxmlformats.org/drawingml/2006/main"

# The slots of a presentation's colour scheme, and the colours of ours that fill them.
SLOTS = {
    "dk1": "ink",
    "lt1": "paper",
    "dk2": "muted",
    "lt2": "accent-tint",
    "accent1": "accent",
    "accent2": "activity",
    "accent3": "discussion",
    "accent4": "say",
    "accent5": "rule",
    "accent6": "grey-tint",
    "hlink": "accent",
    "folHlink": "muted",
}

# How shapes name the slots: text and background by the master's colour map.
_NAMES = {"dk1": "tx1", "lt1": "bg1", "dk2": "tx2", "lt2": "bg2"}
_SCHEME = {colour: _NAMES.get(slot, slot) for slot, colour in SLOTS.items() if slot not in ("hlink", "folHlink")}

# Flat shapes: no gradients, no shadows. Each list needs three entries (20.1.4.1).
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_FORMATS = (
    '<a:fmtScheme name="Flat">'
    f"<a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>"
    + "<a:lnStyleLst>"
    + "".join(f'<a:ln w="{width}">{_FILL}</a:ln>' for width in (9525, 19050, 28575))
    + "</a:lnStyleLst>"
    f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
    f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme>"
)


def theme_xml(theme: Theme, language: str) -> bytes:
    """The part for a theme and a deck's language. Raises KeyError for a colour of SLOTS that the theme has not."""
    colours = "".join(
        f'<a:{slot}><a:srgbClr val="{rgb(theme.colour(name))}"/></a:{slot}>' for slot, name in SLOTS.items()
    )
    fonts = _fonts(theme.font, language)
    return (
        f'{DECLARATION}<a:theme xmlns:a="{A}" name="{escaped(theme.name)}"><a:themeElements>'
        f'<a:clrScheme name="{escaped(theme.name)}">{colours}</a:clrScheme>'
        f'<a:fontScheme name="{escaped(theme.font)}"><a:majorFont>{fonts}</a:majorFont>'
        f"<a:minorFont>{fonts}</a:minorFont></a:fontScheme>{_FORMATS}</a:themeElements>"
        "<a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    ).encode()


def _fonts(font: str, language: str) -> str:
    own = script(language)
    east = own.font if own.kind == "asian" else ""
    complex_ = own.font if own.kind == "complex" else font
    latin = own.font if own.kind == "simple" and own.font else font
    return (
        f'<a:latin typeface="{escaped(latin)}"/><a:ea typeface="{escaped(east or "")}"/>'
        f'<a:cs typeface="{escaped(complex_ or font)}"/>'
    )


def colour(theme: Theme, name: str) -> str:
    """One of the theme's colours: by its slot, so that it changes with the presentation's theme, else as it is."""
    if name in _SCHEME:
        return f'<a:schemeClr val="{_SCHEME[name]}"/>'
    return f'<a:srgbClr val="{rgb(theme.colour(name))}"/>'


def solid(theme: Theme, name: str) -> str:
    """The fill with one of the theme's colours."""
    return f"<a:solidFill>{colour(theme, name)}</a:solidFill>"
