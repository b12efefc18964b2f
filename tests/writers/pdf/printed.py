"""PDFs of small document trees for tests, with the project's own theme and fonts."""

from __future__ import annotations

import subprocess
from pathlib import Path

from packgen.document import Block, Document, Paper, Paragraph, Run
from packgen.project import Project
from packgen.themes.load import load_theme
from packgen.writers.pdf.fonts import Fonts, font_directories
from packgen.writers.pdf.writer import Rendered, write_pdf
from tests.sample import ROOT

THEME = load_theme(Project(ROOT), "theme")
FONTS = Fonts.load(font_directories(ROOT), THEME.font)


def document(*blocks: Block, language: str = "en", paper: Paper = "A4", title: str = "A title") -> Document:
    """A document of these blocks; its running lines are "Head", "Side", "Foot" and "1 / 2"."""
    foot = ("Foot", "{page} / {pages}")
    return Document("sample", title, language, "trainer", paper, ("Head", "Side"), foot, "A subject", "A team", blocks)


def paragraphs(*texts: str) -> tuple[Paragraph, ...]:
    """A paragraph of body text each."""
    return tuple(Paragraph((Run(text),)) for text in texts)


def rendered(document: Document) -> Rendered:
    """The document as a PDF in the project's theme and fonts."""
    return write_pdf(document, THEME, FONTS)


def saved(folder: Path, document: Document) -> Path:
    """A file in `folder` that holds the document as a PDF."""
    path = folder / f"{document.id}.pdf"
    path.write_bytes(rendered(document).data)
    return path


def reader(*command: str | Path) -> str:
    """What a reader of PDFs (poppler, qpdf) says on standard output; it must succeed."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
