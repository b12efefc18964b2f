"""Where a line may end (UAX #14) and where a character as readers know it ends (UAX #29), both by ICU.

ICU also knows the words of Thai, Lao, Khmer and Burmese, which are written without spaces.
"""

from __future__ import annotations

from itertools import accumulate

from icu4py.breakers import CharacterBreaker, LineBreaker


def line_breaks(text: str, language: str) -> list[int]:
    """The offsets at which a line of the text may end, ascending; the last is the text's length."""
    # ICU's own offsets count UTF-16 units; the lengths of its pieces count characters.
    return list(accumulate(len(piece) for piece in LineBreaker(text, language)))


def grapheme_breaks(text: str, language: str) -> list[int]:
    """The offsets at which a user-perceived character (grapheme cluster) ends, ascending."""
    return list(accumulate(len(piece) for piece in CharacterBreaker(text, language)))
