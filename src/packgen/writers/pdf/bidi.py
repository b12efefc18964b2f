"""The Unicode Bidirectional Algorithm (UAX #9): embedding levels of a paragraph, visual order of a line.

Rules carry the standard's own names. Paragraphs are split already (P1) and their direction is given (HL1).
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_MAX_DEPTH = 125  # BD2

# Opening and closing brackets in pairs (BidiBrackets.txt; the pair 2329/232A is equivalent to 3008/3009).
_PAIRS = (
    "()[]{}\u0f3a\u0f3b\u0f3c\u0f3d\u169b\u169c\u2045\u2046\u207d\u207e\u208d\u208e\u2308\u2309\u230a\u230b"
    "\u2768\u2769\u276a\u276b\u276c\u276d\u276e\u276f\u2770\u2771\u2772\u2773\u2774\u2775\u27c5\u27c6\u27e6\u27e7"
    "\u27e8\u27e9\u27ea\u27eb\u27ec\u27ed\u27ee\u27ef\u2983\u2984\u2985\u2986\u2987\u2988\u2989\u298a\u298b\u298c"
    "\u298d\u2990\u298f\u298e\u2991\u2992\u2993\u2994\u2995\u2996\u2997\u2998\u29d8\u29d9\u29da\u29db\u29fc\u29fd"
    "\u2e22\u2e23\u2e24\u2e25\u2e26\u2e27\u2e28\u2e29\u2e55\u2e56\u2e57\u2e58\u2e59\u2e5a\u2e5b\u2e5c\u3008\u3009"
    "\u300a\u300b\u300c\u300d\u300e\u300f\u3010\u3011\u3014\u3015\u3016\u3017\u3018\u3019\u301a\u301b\ufe59\ufe5a"
    "\ufe5b\ufe5c\ufe5d\ufe5e\uff08\uff09\uff3b\uff3d\uff5b\uff5d\uff5f\uff60\uff62\uff63"
)
_CLOSING = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)) | {"\u2329": "\u3009"}
_CLOSERS = {closing: closing for closing in _PAIRS[1::2]} | {"\u232a": "\u3009"}

_EMBEDDINGS = {"LRE": (0, ""), "RLE": (1, ""), "LRO": (0, "L"), "RLO": (1, "R")}
_ISOLATES = frozenset({"LRI", "RLI", "FSI"})
_REMOVED = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "BN"})  # X9
_EXPLICIT = _REMOVED | _ISOLATES | {"PDI"}
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"})
_STRONG = {"L": "L", "R": "R", "EN": "R", "AN": "R"}  # as N0 and N1 see them


def embedding_levels(text: str, rtl: bool) -> list[int]:
    """The resolved level of every character (rules X1 to I2); `rtl` is the paragraph's direction."""
    base = int(rtl)
    classes = [unicodedata.bidirectional(character) or "L" for character in text]
    original = list(classes)
    levels = [base] * len(text)
    if _EXPLICIT.isdisjoint(classes):
        sequences = [_Sequence(list(range(len(text))), base, base, base)]
    else:
        matches = _matching_isolates(original)
        _explicit(original, matches, base, classes, levels)
        # All of them first: their bounds depend on the levels that I1 and I2 then change.
        sequences = list(_sequences(original, matches, base, levels))
    for sequence in sequences:
        _weak(sequence, classes)
        _brackets(sequence, text, original, classes)
        _neutral(sequence, classes)
        _implicit(sequence, classes, levels)
    if not _REMOVED.isdisjoint(original):
        _fill_removed(original, base, levels)
    return levels


def visual_order(levels: Sequence[int]) -> list[int]:
    """Rule L2: the indices of a line's parts from left to right, by their levels (rule L1 applied before)."""
    order = list(range(len(levels)))
    if not order:
        return order
    lowest_odd = min((level for level in levels if level & 1), default=max(levels) + 1)
    for level in range(max(levels), lowest_odd - 1, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[at:end] = order[at:end][::-1]
            at = end + 1
    return order


@dataclass(slots=True)
class _Sequence:
    """An isolating run sequence (BD13): its characters' indices, its level, the levels on either side (X10)."""

    indices: list[int]
    level: int
    before: int
    after: int

    @property
    def sos(self) -> str:
        return "R" if max(self.before, self.level) & 1 else "L"

    @property
    def eos(self) -> str:
        return "R" if max(self.after, self.level) & 1 else "L"


def _matching_isolates(classes: Sequence[str]) -> dict[int, int]:
    """Each isolate initiator's matching PDI (BD9); those without one are left out."""
    matches: dict[int, int] = {}
    opened: list[int] = []
    for at, kind in enumerate(classes):
        if kind in _ISOLATES:
            opened.append(at)
        elif kind == "PDI" and opened:
            matches[opened.pop()] = at
    return matches


def _first_strong_is_rtl(classes: Sequence[str], start: int, end: int, matches: dict[int, int]) -> bool:
    """P2 and P3 for the inside of a first strong isolate."""
    at = start
    while at < end:
        if classes[at] in ("L", "R", "AL"):
            return classes[at] != "L"
        at = matches.get(at, end) if classes[at] in _ISOLATES else at
        at += 1
    return False


def _explicit(
    original: Sequence[str], matches: dict[int, int], base: int, classes: list[str], levels: list[int]
) -> None:
    """X1 to X8: levels of embeddings, overrides and isolates; overridden classes."""
    stack: list[tuple[int, str, bool]] = [(base, "", False)]  # level, override, isolate
    overflow_isolates = overflow_embeddings = valid_isolates = 0
    for at, kind in enumerate(original):
        level, override, _ = stack[-1]
        if kind in _EMBEDDINGS:  # X2 to X5
            parity, forced = _EMBEDDINGS[kind]
            deeper = _next_level(level, parity)
            levels[at] = level
            if deeper <= _MAX_DEPTH and not overflow_isolates and not overflow_embeddings:
                stack.append((deeper, forced, False))
            elif not overflow_isolates:
                overflow_embeddings += 1
        elif kind in _ISOLATES:  # X5a to X5c
            levels[at] = level
            classes[at] = override or kind
            end = matches.get(at, len(original))
            rtl = kind == "RLI" or (kind == "FSI" and _first_strong_is_rtl(original, at + 1, end, matches))
            deeper = _next_level(level, int(rtl))
            if deeper <= _MAX_DEPTH and not overflow_isolates and not overflow_embeddings:
                valid_isolates += 1
                stack.append((deeper, "", True))
            else:
                overflow_isolates += 1
        elif kind == "PDI":  # X6a
            if overflow_isolates:
                overflow_isolates -= 1
            elif valid_isolates:
                overflow_embeddings = 0
                while not stack[-1][2]:
                    stack.pop()
                stack.pop()
                valid_isolates -= 1
            levels[at] = stack[-1][0]
            classes[at] = stack[-1][1] or kind
        elif kind == "PDF":  # X7
            levels[at] = level
            if overflow_isolates:
                continue
            if overflow_embeddings:
                overflow_embeddings -= 1
            elif not stack[-1][2] and len(stack) >= 2:
                stack.pop()
        elif kind == "B":  # X8
            levels[at] = base
        else:  # X6
            levels[at] = level
            classes[at] = (override or kind) if kind != "BN" else kind


def _next_level(level: int, parity: int) -> int:
    """The least level above that is odd (1) or even (0)."""
    return level + 1 if (level + 1) & 1 == parity else level + 2


def _sequences(
    original: Sequence[str], matches: dict[int, int], base: int, levels: Sequence[int]
) -> Iterator[_Sequence]:
    """X10: the isolating run sequences, of what X9 leaves."""
    kept = [at for at, kind in enumerate(original) if kind not in _REMOVED]
    runs: list[list[int]] = []
    for at in kept:
        if runs and levels[runs[-1][-1]] == levels[at]:
            runs[-1].append(at)
        else:
            runs.append([at])
    starting = {run[0]: run for run in runs}
    closed = {closing: opening for opening, closing in matches.items()}
    for run in runs:
        if run[0] in closed:
            continue  # goes on a sequence that an isolate initiator broke off
        indices = list(run)
        while (following := matches.get(indices[-1], -1)) in starting:
            indices += starting[following]
        yield _bounded(indices, kept, matches, original, base, levels)


def _bounded(
    indices: list[int],
    kept: Sequence[int],
    matches: dict[int, int],
    original: Sequence[str],
    base: int,
    levels: Sequence[int],
) -> _Sequence:
    """The sequence with the levels of what stands before its first and after its last character."""
    before = bisect_left(kept, indices[0]) - 1
    after = bisect_left(kept, indices[-1]) + 1
    open_ended = original[indices[-1]] in _ISOLATES and indices[-1] not in matches
    return _Sequence(
        indices,
        levels[indices[0]],
        levels[kept[before]] if before >= 0 else base,
        levels[kept[after]] if after < len(kept) and not open_ended else base,
    )


def _weak(sequence: _Sequence, classes: list[str]) -> None:
    """W1 to W7."""
    indices = sequence.indices
    previous = strong = sequence.sos
    for at in indices:  # W1 to W3
        kind = classes[at]
        if kind == "NSM":
            kind = "ON" if previous in _ISOLATES or previous == "PDI" else previous
        previous = kind
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            kind = "AN"
        classes[at] = kind
    for at in indices:
        if classes[at] == "AL":
            classes[at] = "R"
    _separators(indices, classes)
    strong = sequence.sos
    for at in indices:  # W7
        kind = classes[at]
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            classes[at] = "L"


def _separators(indices: Sequence[int], classes: list[str]) -> None:
    """W4 to W6: separators and terminators of numbers."""
    for place in range(1, len(indices) - 1):  # W4
        kind = classes[indices[place]]
        if kind in ("ES", "CS"):
            left, right = classes[indices[place - 1]], classes[indices[place + 1]]
            if left == right and (left == "EN" or (left == "AN" and kind == "CS")):
                classes[indices[place]] = left
    place, count = 0, len(indices)
    while place < count:  # W5 and W6
        kind = classes[indices[place]]
        if kind == "ET":
            end = place
            while end < count and classes[indices[end]] == "ET":
                end += 1
            beside_number = (place and classes[indices[place - 1]] == "EN") or (
                end < count and classes[indices[end]] == "EN"
            )
            for inner in range(place, end):
                classes[indices[inner]] = "EN" if beside_number else "ON"
            place = end
            continue
        if kind in ("ES", "CS"):
            classes[indices[place]] = "ON"
        place += 1


def _brackets(sequence: _Sequence, text: str, original: Sequence[str], classes: list[str]) -> None:
    """N0: a pair of brackets takes one direction."""
    indices = sequence.indices
    embedding = "R" if sequence.level & 1 else "L"
    for opening, closing in _bracket_pairs(indices, text, classes):
        inside = {_STRONG.get(classes[indices[place]], "") for place in range(opening + 1, closing)} - {""}
        if not inside:
            continue
        direction = embedding
        if embedding not in inside:
            context = sequence.sos
            for place in range(opening - 1, -1, -1):
                found = _STRONG.get(classes[indices[place]])
                if found:
                    context = found
                    break
            direction = context if context != embedding else embedding
        for place in (opening, closing):
            classes[indices[place]] = direction
            for after in range(place + 1, len(indices)):
                if original[indices[after]] != "NSM":
                    break
                classes[indices[after]] = direction


def _bracket_pairs(indices: Sequence[int], text: str, classes: Sequence[str]) -> list[tuple[int, int]]:
    """BD16: the places in the sequence of paired brackets, in the order of the opening ones."""
    stack: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for place, at in enumerate(indices):
        if classes[at] != "ON":
            continue
        character = text[at]
        if character in _CLOSING:
            if len(stack) == 63:
                break
            stack.append((_CLOSING[character], place))
        elif character in _CLOSERS:
            wanted = _CLOSERS[character]
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == wanted:
                    pairs.append((stack[depth][1], place))
                    del stack[depth:]
                    break
    return sorted(pairs)


def _neutral(sequence: _Sequence, classes: list[str]) -> None:
    """N1 and N2: neutrals between text of one direction take it, others the embedding's."""
    indices = sequence.indices
    embedding = "R" if sequence.level & 1 else "L"
    place, count, left = 0, len(indices), sequence.sos
    while place < count:
        kind = classes[indices[place]]
        if kind not in _NEUTRAL:
            left = _STRONG[kind]
            place += 1
            continue
        end = place
        while end < count and classes[indices[end]] in _NEUTRAL:
            end += 1
        right = _STRONG[classes[indices[end]]] if end < count else sequence.eos
        direction = left if left == right else embedding
        for inner in range(place, end):
            classes[indices[inner]] = direction
        place = end


def _implicit(sequence: _Sequence, classes: Sequence[str], levels: list[int]) -> None:
    """I1 and I2."""
    for at in sequence.indices:
        kind = classes[at]
        if levels[at] & 1:
            levels[at] += kind != "R"
        elif kind == "R":
            levels[at] += 1
        elif kind != "L":
            levels[at] += 2


def _fill_removed(original: Sequence[str], base: int, levels: list[int]) -> None:
    """What X9 removes goes with what stands before it."""
    level = base
    for at, kind in enumerate(original):
        if kind in _REMOVED:
            levels[at] = level
        else:
            level = levels[at]
