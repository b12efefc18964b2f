"""Independent readers of what was written: the words of a PDF by its structure tree, those of a DOCX by its XML."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def pdf_struct_text(path: Path) -> list[tuple[tuple[str, ...], str]]:
    """The texts of a tagged PDF in reading order, each with the types of the elements around it (poppler)."""
    out = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, text=True, check=True).stdout
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


def squeezed(text: str) -> str:
    """The text without white space, invisible format characters and marks to tick."""
    return re.sub(r"[\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069○●☐☑☒◯⚪]", "", text)
