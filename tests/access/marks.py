"""Content streams read operator by operator: what is painted within which marked content (ISO 32000-1, 14.6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pikepdf

ContentKey = tuple[tuple[int, int], int]  # the page or form XObject (number, generation) and the MCID

# What puts ink on the page (annex A), text aside.
PAINTING = frozenset(["f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "INLINE IMAGE"])
SHOWING = frozenset(["Tj", "TJ", "'", '"'])


class Mark(NamedTuple):
    """Marked content that is open: its tag, the key where it has an MCID, its own language."""

    tag: str
    key: ContentKey | None
    language: str
    properties: Any

    @property
    def artifact(self) -> bool:
        """Whether it marks what is no content."""
        return self.tag == "/Artifact"


class Shown(NamedTuple):
    """Text shown: the font's dictionary, the bytes, the marks around it; `where` names the stream."""

    font: Any
    codes: bytes
    marks: tuple[Mark, ...]
    where: str


@dataclass
class Marked:
    """All content of a file, in the order in which it is painted."""

    shown: list[Shown] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)  # operators outside of all marked content, and where
    artifact_in_tagged: list[str] = field(default_factory=list)
    tagged_in_artifact: list[str] = field(default_factory=list)
    keys: list[ContentKey] = field(default_factory=list)
    artifacts: list[tuple[str, Any]] = field(default_factory=list)  # where, properties
    invoked: dict[tuple[int, int], int] = field(default_factory=dict)  # form XObjects: how often
    forms: dict[tuple[int, int], Any] = field(default_factory=dict)


def read_marks(pdf: pikepdf.Pdf) -> Marked:
    """The pages' content with what it invokes, and the text of annotations' appearances (which need no marks)."""
    found = Marked()
    for number, page in enumerate(pdf.pages, 1):
        where = f"page {number}"
        _Reader(found, where, page.obj.get("/Resources", pikepdf.Dictionary()), page.obj.objgen).read(page, ())
        for annotation in page.obj.get("/Annots", pikepdf.Array()):
            for stream in _appearances(annotation):
                mark = Mark("/Annotation", (stream.objgen, -1), "", None)
                found.forms[stream.objgen] = stream
                resources = stream.get("/Resources", pikepdf.Dictionary())
                _Reader(found, f"{where}, appearance of an annotation", resources, stream.objgen).read(stream, (mark,))
    return found


def _appearances(annotation: Any) -> list[Any]:
    normal = annotation.get("/AP", pikepdf.Dictionary()).get("/N")
    if normal is None:
        return []
    return [normal] if isinstance(normal, pikepdf.Stream) else [state for _, state in normal.items()]


@dataclass
class _Reader:
    """Reads one content stream; forms that it invokes are read with the marks that are open there."""

    found: Marked
    where: str
    resources: Any
    holder: tuple[int, int]
    font: Any = None
    saved: list[Any] = field(default_factory=list)

    def read(self, stream: Any, outer: tuple[Mark, ...]) -> None:
        marks = list(outer)
        for instruction in pikepdf.parse_content_stream(stream):
            operator = str(instruction.operator)
            if operator in SHOWING:
                self._show(instruction.operands, tuple(marks))
                self._painted(operator, marks)
            elif operator in PAINTING:
                self._painted(operator, marks)
            elif operator == "Tf":
                self.font = self.resources.get("/Font", pikepdf.Dictionary()).get(str(instruction.operands[0]))
            elif operator == "q":
                self.saved.append(self.font)
            elif operator == "Q" and self.saved:
                self.font = self.saved.pop()
            elif operator in ("BMC", "BDC"):
                marks.append(self._opened(instruction.operands, marks))
            elif operator == "EMC" and len(marks) > len(outer):
                marks.pop()
            elif operator == "Do":
                self._invoke(str(instruction.operands[0]), tuple(marks))

    def _opened(self, operands: Any, marks: list[Mark]) -> Mark:
        properties = operands[1] if len(operands) > 1 else pikepdf.Dictionary()
        if isinstance(properties, pikepdf.Name):
            properties = self.resources.get("/Properties", pikepdf.Dictionary()).get(str(properties))
        mcid = properties.get("/MCID") if properties is not None else None
        key = (self.holder, int(mcid)) if mcid is not None else None
        mark = Mark(str(operands[0]), key, str(properties.get("/Lang", "")), properties)
        if mark.artifact:
            self.found.artifacts.append((self.where, properties))
            if any(outer.key for outer in marks):
                self.found.artifact_in_tagged.append(self.where)
        if key:
            self.found.keys.append(key)
            if any(outer.artifact for outer in marks):
                self.found.tagged_in_artifact.append(self.where)
        return mark

    def _painted(self, operator: str, marks: list[Mark]) -> None:
        if not any(mark.artifact or mark.key for mark in marks):
            self.found.unmarked.append(f"{operator} on {self.where}")

    def _show(self, operands: Any, marks: tuple[Mark, ...]) -> None:
        last = operands[len(operands) - 1]
        pieces = last if isinstance(last, pikepdf.Array) else [last]
        codes = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
        self.found.shown.append(Shown(self.font, codes, marks, self.where))

    def _invoke(self, name: str, marks: tuple[Mark, ...]) -> None:
        form = self.resources.get("/XObject", pikepdf.Dictionary()).get(name)
        if form is None or form.get("/Subtype") != "/Form":
            self._painted("Do", list(marks))
            return
        self.found.invoked[form.objgen] = self.found.invoked.get(form.objgen, 0) + 1
        self.found.forms[form.objgen] = form
        resources = form.get("/Resources", self.resources)
        _Reader(self.found, f"{self.where}, {name}", resources, form.objgen).read(form, marks)
