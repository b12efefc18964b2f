"""The elements of the XML that templates write: which attributes each may have, and of which parts some are made.

What a part holds, blocks or words, markup.py knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from packgen.problems import nearest

_WHOLE = ("title", "head-start", "head-end", "foot-start", "foot-end", "subject", "author")

_ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "document": _WHOLE,
    "deck": (*_WHOLE, "footer"),
    "h": ("level", "id"),
    "p": ("style",),
    "prose": ("style",),
    "list": ("marker", "start", "style"),
    "item": ("field",),
    "margin-table": ("frame",),
    "row": ("role", "look"),
    "cue": ("kind",),
    "box": ("style",),
    "table": ("widths", "summary", "style", "row-lines"),
    "cell": ("style", "header"),
    "answer": ("field", "label", "lines"),
    "choice": ("field", "value", "question", "label", "kind"),
    "picture": ("kind", "alt"),
    "goal": ("field",),
    "node": ("field",),
    "bar-chart": ("alt",),
    "bar": ("share",),
    "contents": ("levels",),
    "columns": ("count",),
    "slide": ("layout",),
    "link": ("to",),
}

_PARTS: dict[str, tuple[str, ...]] = {
    "title-block": ("kicker", "title", "subtitle"),
    "banner": ("h", "span", "minutes"),
    "prose": (),
    "list": ("item",),
    "margin-table": ("h", "row"),
    "table": ("head", "row"),
    "picture": ("goal", "node"),
    "bar-chart": ("bar",),
    "bar": ("label", "value"),
    "slide": ("title", "body", "cue", "notes"),
}
_ROWS = {"margin-table": ("margin", "body"), "table": ("cell",)}


def mistakes(root: Element) -> Iterator[tuple[Element, str]]:
    """The elements that have an attribute they cannot have, or stand in one that they are no part of; and why."""
    for element in root.iter():
        known = _ATTRIBUTES.get(element.tag, ())
        for name in element.attrib:
            if name not in known:
                yield element, f"has no attribute {name}{nearest(name, known)}"
        parts = _PARTS.get(element.tag)
        if parts is None:
            continue
        for child in element:
            if child.tag not in parts:
                yield child, f"is no part of <{element.tag}>{nearest(child.tag, parts)}"
            elif child.tag in ("row", "head"):
                cells = _ROWS[element.tag]
                for cell in (cell for cell in child if cell.tag not in cells):
                    yield cell, f"is no part of a row of <{element.tag}>{nearest(cell.tag, cells)}"
