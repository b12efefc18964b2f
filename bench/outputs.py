"""How much came out: pages and words, so that a figure can be seen to be about the same work."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

_PARAGRAPH = re.compile(r"</w:p>|<w:br/>|<w:tab/>")
_TEXT = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\S*\w\S*")


@dataclass(frozen=True, slots=True)
class Made:
    """Counts over all files of a run; None where there is none of the format, or poppler is not installed."""

    pages: int | None
    pdf_words: int | None
    docx_words: int | None


def made(folder: Path) -> Made:
    """Counts the files below `folder` (packs that are zipped besides are not counted again)."""
    pdfs, docxs = sorted(folder.rglob("*.pdf")), sorted(folder.rglob("*.docx"))
    readable = bool(pdfs) and shutil.which("pdftotext") is not None
    texts = [_pdf_text(path) for path in pdfs] if readable else []
    return Made(
        sum(text.count("\f") for text in texts) if readable else None,
        sum(len(_WORD.findall(text)) for text in texts) if readable else None,
        sum(_docx_words(path) for path in docxs) if docxs else None,
    )


def _pdf_text(path: Path) -> str:
    return subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True).stdout.decode("utf-8", "replace")


def _docx_words(path: Path) -> int:
    with ZipFile(path) as package:
        xml = package.read("word/document.xml").decode("utf-8")
    return len(_WORD.findall(_TEXT.sub("", _PARAGRAPH.sub(" ", xml))))
