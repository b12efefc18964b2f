"""The page's colours in light and dark, out of the theme's few; every text reads at 4.5:1 (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TEXT = 4.5  # contrast of text with what it stands on
EDGE = 3.0  # contrast of what bounds a control (WCAG 2.2, 1.4.11)
_STEPS = 50


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours, #RRGGBB: `page` behind all, `card` for what lies on it, `on_accent` for text on the accent."""

    page: str
    card: str
    tint: str
    text: str
    muted: str
    rule: str
    edge: str
    accent: str
    on_accent: str


def light(colours: Mapping[str, str]) -> Palette:
    """The theme's colours (its `colours`), made darker where they would not read."""
    page, card = mix(colours["paper"], colours["ink"], 0.05), colours["paper"]
    return _palette((page, card, colours["accent-tint"]), colours["ink"], "#000000", colours)


def dark(colours: Mapping[str, str]) -> Palette:
    """The theme's colours for a dark room: its ink as ground, the others made lighter until they read."""
    ink = colours["ink"]
    page, card = mix(ink, "#000000", 0.45), mix(ink, "#000000", 0.1)
    tint = mix(card, colours["accent"], 0.35)
    return _palette((page, card, tint), colours["paper"], "#FFFFFF", colours)


def _palette(grounds: tuple[str, str, str], text: str, towards: str, colours: Mapping[str, str]) -> Palette:
    accent = readable(colours["accent"], grounds, towards, TEXT)
    return Palette(
        *grounds,
        text=readable(text, grounds, towards, TEXT),
        muted=readable(colours["muted"], grounds, towards, TEXT),
        rule=mix(grounds[1], text, 0.2),
        edge=readable(colours["rule"], grounds, towards, EDGE),
        accent=accent,
        on_accent=max(("#FFFFFF", "#000000", grounds[0]), key=lambda colour: contrast(colour, accent)),
    )


def readable(colour: str, grounds: Sequence[str], towards: str, least: float) -> str:
    """`colour`, mixed with `towards` no more than it takes for a contrast of `least` with each of the grounds."""
    mixes = (mix(colour, towards, step / _STEPS) for step in range(_STEPS + 1))
    return next((found for found in mixes if min(contrast(found, ground) for ground in grounds) >= least), towards)


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with a share (0 to 1) of another in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(255 * (one * (1 - share) + two * share)):02X}" for one, two in pairs)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """The relative luminance of a colour of sRGB (WCAG 2.2)."""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[float, float, float]:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255
