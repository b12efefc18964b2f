"""Direction marks around passages that run against their document, so that their ends stay where they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from packgen.document import Inline, LineBreak, Run
from packgen.writers.scripts import is_rtl

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\u200e", "\u200f"  # UAX #9, 2.6: LRM, RLM


def marked(content: Sequence[Inline], language: str, within: str) -> list[Inline]:
    """`content`, in `language`, for a document in the language `within`: the same when both run in one direction.

    Else a mark stands at both ends of each of its lines. Full stops, brackets and numbers there would otherwise go
    with the document's direction, to the wrong end of the words (UAX #9, rules N1 and N2).
    """
    if is_rtl(language) == is_rtl(within):
        return list(content)
    mark = RIGHT_TO_LEFT if is_rtl(language) else LEFT_TO_RIGHT
    found = list(content)
    for at, node in enumerate(found):
        if isinstance(node, Run):
            first = at == 0 or isinstance(found[at - 1], LineBreak)
            last = at == len(found) - 1 or isinstance(found[at + 1], LineBreak)
            found[at] = replace(node, text=f"{mark if first else ''}{node.text}{mark if last else ''}")
    return found
