"""Measures that all formats share, so that a page looks and ends alike in Word and PDF. Lengths are points."""

from __future__ import annotations

from packgen.themes.theme import TextStyle

CAP_HEIGHT = 0.714  # of Noto Sans's capitals, as a share of the size: text is centred in its line by it
TITLE_RULE = (54.0, 3.0)  # the short thick rule over a title: length, thickness

# Space that no style has, as it is on the default theme's grid; Theme.on_grid puts it on another one.
BANNER_BEFORE, BANNER_AFTER = 21.6, 10.8
BOX_GAP = 7.2  # above and below a box
BOX_END = 7.2  # the last paragraph's own space after makes up for this much of a box's padding below
TABLE_BEFORE, TABLE_AFTER = 3.6, 10.8
ANSWER_AFTER = 7.2  # under the last line to write on
CONTENTS_AFTER = 7.2

BOX_KEPT = 300.0  # a box that is not higher stays on one page
ANSWERS_KEPT = 12  # so many lines to write on stay on one page


def baseline_of(look: TextStyle) -> float:
    """Points from the top of a line to its baseline: capitals stand in the middle of the leading."""
    return (look.leading + look.size * CAP_HEIGHT) / 2
