"""Where a word too long for its line may be divided, by the language's own rules (Liang's patterns, through pyphen)."""

from __future__ import annotations

import re
from functools import lru_cache

from pyphen import Pyphen, language_fallback  # type: ignore[import-untyped]

LEAST = 3  # letters before and after a division

_WORD = re.compile(r"[^\W\d_]{6,}")


def divisions(text: str, language: str) -> list[int]:
    """The offsets in `text` at which a hyphen may be put in, ascending; none for a language without known rules."""
    rules = _rules(language)
    if rules is None:
        return []
    return [word.start() + int(at) for word in _WORD.finditer(text) for at in rules.positions(word.group())]


@lru_cache(maxsize=64)
def _rules(language: str) -> Pyphen | None:
    found = language_fallback(language.replace("-", "_"))
    return Pyphen(lang=found, left=LEAST, right=LEAST) if found else None
