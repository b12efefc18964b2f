"""Checkpoints 02 (role mapping), 09 (structure elements), 13 (graphics), 14 (headings), 15 (tables), 17, 19 (notes)."""

from __future__ import annotations

import re
from collections import Counter

from tests.access.reading import STANDARD, Node, Tagged
from tests.access.report import Failure, Failures

# Which parents and children elements of a group may have (ISO 32000-1, tables 333, 336, 337 and 338).
PARENTS = {
    "09-004": {"TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"}}
    | {"THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"}},
    "09-005": {"LI": {"L"}, "Lbl": {"LI", "Note", "BibEntry", "Reference", "TOCI", "Form"}, "LBody": {"LI"}},
    "09-006": {"TOCI": {"TOC"}},
    "09-007": {"RB": {"Ruby"}, "RT": {"Ruby"}, "RP": {"Ruby"}},
    "09-008": {"WT": {"Warichu"}, "WP": {"Warichu"}},
}
CHILDREN = {
    "09-004": {
        "Table": re.compile(r"(Caption )?(TR )+(Caption )?|(Caption )?(THead )?(TBody )+(TFoot )?(Caption )?"),
        "THead": re.compile(r"(TR )+"),
        "TBody": re.compile(r"(TR )+"),
        "TFoot": re.compile(r"(TR )+"),
        "TR": re.compile(r"((TH|TD) )+"),
    },
    "09-005": {"L": re.compile(r"(Caption )?((L|LI) )+"), "LI": re.compile(r"(Lbl )*(LBody )*")},
    "09-006": {
        "TOC": re.compile(r"(Caption )?((TOC|TOCI) )+"),
        "TOCI": re.compile(r"((Lbl|Reference|NonStruct|P|TOC) )*"),
    },
    "09-007": {"Ruby": re.compile(r"RB (RT |RP RT RP )")},
    "09-008": {"Warichu": re.compile(r"WP WT WP ")},
}


def check_structure(tagged: Tagged) -> Failures:
    """ISO 14289-1, 7.1, paragraphs 3 and 4 (02), 7.2 (09), 7.3 (13), 7.4 (14), 7.5 (15), 7.7 (17), 7.9 (19)."""
    yield from _role_map(tagged)
    for node in tagged.nodes:
        yield from _syntax(node)
        if node.role == "Figure" and not node.text("/Alt") and not node.text("/ActualText"):
            yield Failure("13-004", _name(node))
        if node.role == "Formula" and not node.text("/Alt") and not node.text("/ActualText"):
            yield Failure("17-002", _name(node))
        if node.role == "Table":
            yield from _headers(node)
    yield from _headings(tagged)
    yield from _notes(tagged)


def _role_map(tagged: Tagged) -> Failures:
    for kind in tagged.role_map:
        if kind in STANDARD:
            yield Failure("02-004", kind)
        elif not tagged.role(kind):
            yield Failure("02-003" if _circular(kind, tagged.role_map) else "02-001", kind)
    for node in tagged.nodes:
        if not node.role and node.kind not in tagged.role_map:
            yield Failure("02-001", node.kind)


def _circular(kind: str, role_map: dict[str, str]) -> bool:
    seen = set()
    while kind in role_map and kind not in seen:
        seen.add(kind)
        kind = role_map[kind]
    return kind in seen


def _syntax(node: Node) -> Failures:
    for condition, parents in PARENTS.items():
        if node.role in parents and (node.parent is None or node.parent.role not in parents[node.role]):
            yield Failure(condition, f"{_name(node)} stands in {node.parent.role if node.parent else 'the root'}")
    for condition, children in CHILDREN.items():
        if node.role in children:
            held = "".join(f"{role} " for role in node.roles)
            if not children[node.role].fullmatch(held):
                yield Failure(condition, f"{_name(node)} holds {held or 'nothing'}")


def _headers(table: Node) -> Failures:
    """15-003: every header cell tells its scope, unless cells name their headers by id."""
    cells = [cell for row in _rows(table) for cell in row.kids]
    if any(cell.attribute("/Headers") is not None for cell in cells):
        return
    for cell in cells:
        if cell.role == "TH" and str(cell.attribute("/Scope")) not in ("/Row", "/Column", "/Both"):
            yield Failure("15-003", _name(cell))


def _rows(table: Node) -> list[Node]:
    groups = [kid for kid in table.kids if kid.role in ("THead", "TBody", "TFoot")]
    return [row for holder in (table, *groups) for row in holder.kids if row.role == "TR"]


def _headings(tagged: Tagged) -> Failures:
    numbered = [node for node in tagged.nodes if re.fullmatch("H[1-6]", node.role)]
    level = 0
    for node in numbered:
        at = int(node.role[1:])
        if level == 0 and at != 1:
            yield Failure("14-002", _name(node))
        elif at > level + 1:
            yield Failure("14-003", f"{_name(node)} after H{level}")
        level = at
    for node in tagged.nodes:
        if node.roles.count("H") > 1:
            yield Failure("14-006", _name(node))
    if numbered and any(node.role == "H" for node in tagged.nodes):
        yield Failure("14-007", "document")


def _notes(tagged: Tagged) -> Failures:
    ids = Counter(node.text("/ID") for node in tagged.nodes)
    for node in tagged.nodes:
        if node.role == "Note":
            if not node.text("/ID"):
                yield Failure("19-003", _name(node))
            elif ids[node.text("/ID")] > 1:
                yield Failure("19-004", _name(node))


def _name(node: Node) -> str:
    return f"{node.kind} (object {node.entries.objgen[0]})"
