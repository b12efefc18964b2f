"""Measures that all formats share, so that a page looks and ends alike in Word and PDF. Lengths are points."""

from __future__ import annotations

from packgen.themes.theme import TextStyle, Theme

CAP_HEIGHT = 0.714  # of Noto Sans's capitals, as a share of the size: text is centred in its line by it
TITLE_RULE = (54.0, 3.0)  # the short thick rule over a title: length, thickness

# Space that no style has, as it is on the default theme's grid; Theme.on_grid puts it on another one.
BANNER_BEFORE, BANNER_AFTER = 21.6, 10.8
BOX_GAP = 7.2  # above and below a box
BOX_END = 7.2  # the last paragraph's own space after makes up for this much of a box's padding below
TABLE_BEFORE, TABLE_AFTER = 3.6, 10.8
ANSWER_AFTER = 7.2  # under the last line to write on
CONTENTS_AFTER = 7.2

KEPT_LINES = 20  # what is not higher than so many lines to read stays on one page
ANSWERS_KEPT = 12  # so many lines to write on stay on one page


def kept_height(theme: Theme) -> float:
    """The height in points up to which a box or a part's overview stays on one page: it grows with the type."""
    return KEPT_LINES * theme.styles["body"].leading


def baseline_of(look: TextStyle) -> float:
    """Points from the top of a line to its baseline: capitals stand in the middle of the leading."""
    return (look.leading + look.size * CAP_HEIGHT) / 2
