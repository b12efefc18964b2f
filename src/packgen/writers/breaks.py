"""Where a line may end (UAX #14) and where a character as readers know it ends (UAX #29), both by ICU.

ICU also knows the words of Thai, Lao, Khmer and Burmese, which are written without spaces.
"""

from __future__ import annotations

import re
from itertools import accumulate

from icu4py.breakers import CharacterBreaker, LineBreaker

# Where ICU's dictionary wrongly ends a Khmer word: before the repetition sign and before a final with bantoc or
# toandakhiat, with which no word begins, and within two frequent words, "each" and "partner".
_KHMER = re.compile("[ក-៿]")
_WITHIN_WORD = re.compile("ៗ|[ក-អ][\u17cb\u17cd]|(?<=នី)មួយៗ|(?<=ដៃ)គូ")


def line_breaks(text: str, language: str) -> list[int]:
    """The offsets at which a line of the text may end, ascending; the last is the text's length."""
    # ICU's own offsets count UTF-16 units; the lengths of its pieces count characters.
    ends = list(accumulate(map(len, LineBreaker(text, language))))
    return [end for end in ends if not _WITHIN_WORD.match(text, end)] if _KHMER.search(text) else ends


def grapheme_breaks(text: str, language: str) -> list[int]:
    """The offsets at which a user-perceived character (grapheme cluster) ends, ascending."""
    return list(accumulate(map(len, CharacterBreaker(text, language))))
