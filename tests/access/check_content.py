"""Checkpoints 01 (real content and artifacts), 10 (character mappings), 17-003 (formulas) and 30 (XObjects)."""

from __future__ import annotations

from tests.access.fontfile import Font
from tests.access.marks import Mark
from tests.access.reading import Node, Tagged
from tests.access.report import Failure, Failures


def check_content(tagged: Tagged, fonts: dict[tuple[int, int], Font]) -> Failures:
    """ISO 14289-1, 7.1, paragraphs 1 and 2 (01), 7.2, paragraph 2 (10), 7.7 (17), 7.20 (30)."""
    marks = tagged.marks
    yield from (Failure("01-003", where) for where in marks.artifact_in_tagged)
    yield from (Failure("01-004", where) for where in marks.tagged_in_artifact)
    yield from (Failure("01-005", where) for where in marks.unmarked)
    annotations = [mark.key for shown in marks.shown for mark in shown.marks if mark.tag == "/Annotation"]
    for key in marks.keys:
        if key not in tagged.owners and key not in annotations:
            yield Failure("01-005", f"marked content {key[1]} of object {key[0][0]} belongs to no element")
    if tagged.root.get("/MarkInfo", {}).get("/Suspects") is True:
        yield Failure("01-007", "MarkInfo")
    yield from _unicode(tagged, fonts)
    yield from _xobjects(tagged)


def owner(tagged: Tagged, marks: tuple[Mark, ...]) -> Node | None:
    """The structure element that text within these marks belongs to."""
    return next((tagged.owners[mark.key] for mark in reversed(marks) if mark.key in tagged.owners), None)


def _unicode(tagged: Tagged, fonts: dict[tuple[int, int], Font]) -> Failures:
    """Every code that is shown stands for characters."""
    for shown in tagged.marks.shown:
        font = fonts.get(shown.font.objgen) if shown.font is not None else None
        for code in font.codes(shown.codes) if font else [0]:
            if font is None or not font.unicode(code):
                node = owner(tagged, shown.marks)
                formula = node is not None and any(each.role == "Formula" for each in _upwards(node))
                yield Failure("17-003" if formula else "10-001", f"code {code:04X} on {shown.where}")


def _upwards(node: Node | None) -> list[Node]:
    found = []
    while node is not None:
        found.append(node)
        node = node.parent
    return found


def _xobjects(tagged: Tagged) -> Failures:
    marks = tagged.marks
    for objgen, form in marks.forms.items():
        if "/Ref" in form:
            yield Failure("30-001", f"form XObject {objgen[0]}")
        if marks.invoked.get(objgen, 0) > 1 and any(key[0] == objgen for key in marks.keys):
            yield Failure("30-002", f"form XObject {objgen[0]}")
