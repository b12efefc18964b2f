"""What PowerPoint's accessibility checker looks for in a presentation, and what its users need beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
LAST = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)


def failures(path: Path) -> list[str]:
    """The rules that a PPTX breaks, each with its slide."""
    slides = list(Presentation(str(path)).slides)
    found = [f"slide {number}: {fault}" for number, slide in enumerate(slides, 1) for fault in _slide(slide)]
    titles = Counter(title for slide in slides if (title := _title(slide)))
    return found + [f'{count} slides have the title "{title}"' for title, count in titles.items() if count > 1]


def _title(slide: Any) -> str:
    shape = slide.shapes.title
    return " ".join(shape.text_frame.text.split()) if shape is not None else ""


def _slide(slide: Any) -> Iterator[str]:
    if not _title(slide):
        yield "no title"
    shapes = list(slide.shapes)
    kinds = [shape.placeholder_format.type if shape.is_placeholder else None for shape in shapes]
    words = [kind for kind, shape in zip(kinds, shapes, strict=True) if shape.has_text_frame and shape.text_frame.text]
    if words[:1] and words[0] not in TITLES:
        yield "something is read before the title"
    body = [kind in LAST for kind in words]
    if body != sorted(body):
        yield "the footer is read before the end"
    for shape in shapes:
        yield from _shape(shape)


def _shape(shape: Any) -> Iterator[str]:
    element, name = shape._element, shape.name
    told = element.xpath(".//p:cNvPr")[0]
    says = shape.has_text_frame and shape.text_frame.text.strip()
    if not says and not told.get("descr") and not any(mark.get("val") == "1" for mark in told.iter(DECORATIVE)):
        yield f"{name}: no alternative text"
    for run in element.iter(f"{A}r", f"{A}fld"):
        properties = run.find(f"{A}rPr")
        if properties is None or not properties.get("lang"):
            yield f"{name}: no language"
    for table in element.iter(f"{A}tbl"):
        if table.find(f"{A}tblPr") is None or table.find(f"{A}tblPr").get("firstRow") != "1":
            yield f"{name}: a table without a header row"
