"""Checkpoint 28 (annotations), ISO 14289-1, 7.18: links, form fields, tab order, media, print marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from tests.access.reading import Tagged
from tests.access.report import Failure, Failures

SUBTYPES = {
    *("Text", "Link", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline"),
    *("Squiggly", "StrikeOut", "Stamp", "Caret", "Ink", "Popup", "FileAttachment", "Sound", "Movie", "Widget"),
    *("Screen", "PrinterMark", "TrapNet", "Watermark", "3D", "Redact"),
}  # ISO 32000-1, table 169

_HIDDEN = 2  # annotation flag, table 165


def check_annotations(tagged: Tagged) -> Failures:
    """Every annotation that is not hidden (7.18.1, NOTE 1)."""
    for number, page, annotation in tagged.annotations():
        if int(annotation.get("/F", 0)) & _HIDDEN or annotation.get("/Subtype") == "/Popup":
            continue
        subtype = str(annotation.get("/Subtype", "/"))[1:]
        where = f"{subtype} on page {number}"
        yield from (Failure(condition, where) for condition in _conditions(tagged, annotation, subtype))
        tabs = page.get("/Tabs")
        if tabs is None:
            yield Failure("28-008", f"page {number}")
        elif tabs != "/S":
            yield Failure("28-009", f"page {number}")


def _conditions(tagged: Tagged, annotation: Any, subtype: str) -> Iterator[str]:
    owner = tagged.annotation_owners.get(annotation.objgen)
    role = owner.role if owner else ""
    spoken = bool(str(annotation.get("/Contents", "")).strip()) or bool(owner and owner.text("/Alt"))
    if subtype == "PrinterMark":
        if owner:
            yield "28-017"
        if not _all_artifact(annotation):
            yield "28-018"
    elif subtype == "TrapNet":
        yield "28-007"
    elif subtype == "Widget":
        if role != "Form":
            yield "28-010"
        if not any(str(field.get("/TU", "")).strip() for field in _fields(annotation)) and not (
            owner and owner.text("/Alt")
        ):
            yield "28-005"
    elif subtype == "Link":
        if role != "Link":
            yield "28-011"
        if not str(annotation.get("/Contents", "")).strip():
            yield "28-012"
        if not spoken:
            yield "28-004"
    elif subtype not in SUBTYPES:
        if role != "Annot" or not spoken:
            yield "28-006"
    else:
        if role != "Annot":
            yield "28-002"
        if not spoken:
            yield "28-004"
    yield from _media(annotation)
    if subtype == "FileAttachment" and not _named(annotation.get("/FS")):
        yield "28-016"


def _fields(annotation: Any) -> Iterator[Any]:
    """The widget and the fields above it (ISO 32000-1, 12.7.3)."""
    field = annotation
    while field is not None:
        yield field
        field = field.get("/Parent")


def _media(annotation: Any) -> Iterator[str]:
    """Media clip data of a rendition action (7.18.6.2)."""
    clip = annotation.get("/A", pikepdf.Dictionary()).get("/R", pikepdf.Dictionary()).get("/C")
    if clip is not None and clip.get("/S") == "/MCD":
        if "/CT" not in clip:
            yield "28-014"
        if "/Alt" not in clip:
            yield "28-015"


def _named(specification: Any) -> bool:
    """Whether a file specification has both names (7.11)."""
    return specification is not None and "/F" in specification and "/UF" in specification


def _all_artifact(annotation: Any) -> bool:
    """Whether all that the normal appearance paints is an artifact."""
    stream = annotation.get("/AP", pikepdf.Dictionary()).get("/N")
    if not isinstance(stream, pikepdf.Stream):
        return True
    open_marks: list[str] = []
    for instruction in pikepdf.parse_content_stream(stream):
        operator = str(instruction.operator)
        if operator in ("BMC", "BDC"):
            open_marks.append(str(instruction.operands[0]))
        elif operator == "EMC" and open_marks:
            open_marks.pop()
        elif operator in ("f", "S", "B", "s", "b", "Tj", "TJ", "Do", "sh") and "/Artifact" not in open_marks:
            return False
    return True
