"""Independent readers of what was written: the words of a PDF by its structure tree, of a DOCX and a PPTX."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pikepdf
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def pdf_struct_text(path: Path) -> list[tuple[tuple[str, ...], str]]:
    """The texts of a tagged PDF in reading order, each with the types of the elements around it (poppler)."""
    # Texts are UTF-8; attributes, such as a table's summary, are shown as the bytes that the file has.
    shown = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, check=True).stdout
    out = shown.decode(errors="replace")
    around: list[tuple[int, str]] = []
    found: list[tuple[tuple[str, ...], str]] = []
    open_text: list[str] | None = None
    for line in out.splitlines():
        if open_text is not None:
            open_text.append(line)
            if line.endswith('"'):
                found.append((tuple(kind for _, kind in around), "\n".join(open_text)[:-1]))
                open_text = None
            continue
        stripped = line.lstrip(" ")
        depth = len(line) - len(stripped)
        if stripped.startswith('"'):
            around = [(at, kind) for at, kind in around if at < depth]
            if stripped.endswith('"') and len(stripped) > 1:
                found.append((tuple(kind for _, kind in around), stripped[1:-1]))
            else:
                open_text = [stripped[1:]]
        elif stripped and not stripped.startswith(("/", "Object ")):
            around = [(at, kind) for at, kind in around if at < depth]
            around.append((depth, re.split(r"[ :(]", stripped)[0]))
    return found


def pdf_words(path: Path) -> str:
    """What a PDF says, in reading order, without white space and without the labels of lists."""
    return squeezed("".join(text for kinds, text in pdf_struct_text(path) if "Lbl" not in kinds))


def docx_words(path: Path) -> str:
    """What a DOCX's body says, in the order of its XML, without white space, numbering and boxes to tick."""
    with zipfile.ZipFile(path) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    for fallback in list(body.iter(f"{MC}Fallback")):
        fallback.getparent().remove(fallback)  # type: ignore[union-attr]
    return squeezed("".join(node.text or "" for node in body.iter(f"{W}t")))


def docx_contents(path: Path) -> list[tuple[int, str, int]]:
    """The entries of a DOCX's table of contents: level, words without white space, page."""
    with zipfile.ZipFile(path) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    found = []
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        level = re.fullmatch(r"TOC(\d)", style.get(f"{W}val", "") if style is not None else "")
        if level:
            words, page = "".join(node.text or "\t" for node in paragraph.iter(f"{W}t", f"{W}tab")).split("\t")
            found.append((int(level[1]), squeezed(words), int(page)))
    return found


def pdf_outline(path: Path) -> list[tuple[int, str, int]]:
    """The bookmarks of a PDF: level from 1, title without white space, page from 1."""
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}

        def entries(items: Iterable[pikepdf.OutlineItem], level: int) -> Iterator[tuple[int, str, int]]:
            for item in items:
                assert isinstance(item.destination, pikepdf.Array)
                yield level, squeezed(item.title), numbers[item.destination[0].objgen]
                yield from entries(item.children, level + 1)

        return list(entries(outline.root, 1))


def pptx_words(path: Path) -> list[str]:
    """What each slide of a PPTX says, in the order of reading, without white space, footer and number."""
    furniture = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
    return [
        squeezed(
            "".join(
                shape.text_frame.text
                for shape in slide.shapes
                if shape.has_text_frame and not (shape.is_placeholder and shape.placeholder_format.type in furniture)
            )
        )
        for slide in Presentation(str(path)).slides
    ]


def pptx_notes(path: Path) -> list[str]:
    """The notes of each slide of a PPTX, without white space."""
    found = []
    for slide in Presentation(str(path)).slides:
        notes = slide.notes_slide.notes_text_frame
        assert notes is not None
        found.append(squeezed(notes.text))
    return found


def squeezed(text: str) -> str:
    """The text without white space, invisible format characters and marks to tick."""
    return re.sub(r"[\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069○●☐☑☒◯⚪]", "", text)
