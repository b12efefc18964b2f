"""Bidirectional text: Unicode's own conformance data for UAX #9 (Debian package unicode-data)."""

from __future__ import annotations

from pathlib import Path
from unicodedata import bidirectional

from packgen.writers.pdf.bidi import embedding_levels, visual_order

CASES = Path("/usr/share/unicode/BidiCharacterTest.txt")
REMOVED = ("LRE", "RLE", "LRO", "RLO", "PDF", "BN")  # by rule X9


def reset(text: str, levels: list[int], base: int) -> list[int]:
    """Rule L1: separators, and spaces and isolates before them or at the end, take the paragraph's level."""
    found, free = list(levels), True
    for at in range(len(text) - 1, -1, -1):
        kind = bidirectional(text[at])
        free = kind in ("S", "B") or (free and kind in ("WS", "FSI", "LRI", "RLI", "PDI", *REMOVED))
        if free:
            found[at] = base
    return found


def test_levels_and_order_are_those_of_unicodes_conformance_test() -> None:
    checked, wrong = 0, []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        codes, direction, base, levels, order = line.split(";")
        if direction == "2":  # the paragraph's direction is ours to give, never guessed
            direction = base
        text = "".join(chr(int(code, 16)) for code in codes.split())
        if "\u2029" in text:  # a paragraph ends there (P1); texts of ours have none
            continue
        checked += 1
        wanted = levels.split()  # "x": removed by rule X9, level and place are free
        found = reset(text, embedding_levels(text, direction == "1"), int(base))
        shown = [at for at in visual_order(found) if wanted[at] != "x"]
        same = all(want in ("x", str(got)) for want, got in zip(wanted, found, strict=True))
        if not same or shown != [int(at) for at in order.split()]:
            wrong.append(line)
    assert wrong == []
    assert checked > 80_000
