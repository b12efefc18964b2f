"""Where a line of text stands in the height that its style gives it, alike in all formats."""

from __future__ import annotations

from packgen.themes.theme import TextStyle

# Height of Noto Sans's capitals as a share of the size: text is centred in its line by it.
CAP_HEIGHT = 0.714


def baseline_of(look: TextStyle) -> float:
    """Points from the top of a line to its baseline: capitals stand in the middle of the leading."""
    return (look.leading + look.size * CAP_HEIGHT) / 2
