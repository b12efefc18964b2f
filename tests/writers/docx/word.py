"""Word files of small document trees for tests, with the project's own theme, and their XML as others read it."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from lxml import etree

from packgen.document import Block, Cell, Document, Heading, ListBlock, ListItem, Paragraph, Run
from packgen.writers.docx.writer import write_docx
from tests.writers.pdf.printed import THEME, document

__all__ = ["THEME", "document"]  # for tests that take all from here

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = {
    "w": W,
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "pr": "http://schemas.openxmlformats.org/package/2006/relationships",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
}
BODY = "word/document.xml"


# --- small trees ----------------------------------------------------------------------------------


def paragraph(text: str, style: str = "body") -> Paragraph:
    """A paragraph of one run."""
    return Paragraph((Run(text),), style)


def heading(text: str, bookmark: str, level: int = 1) -> Heading:
    """A heading of level 1, 2 or 3."""
    assert level in (1, 2, 3)
    return Heading(1 if level == 1 else 2 if level == 2 else 3, (Run(text),), bookmark)


def items(*texts: str | tuple[Block, ...]) -> tuple[ListItem, ...]:
    """List items: a text each, or blocks."""
    return tuple(ListItem((paragraph(text),) if isinstance(text, str) else text) for text in texts)


def numbered(*texts: str | tuple[Block, ...], start: int = 1) -> ListBlock:
    """A numbered list."""
    return ListBlock(items(*texts), "decimal", start)


def cells(*texts: str, style: str = "table-text") -> tuple[Cell, ...]:
    """A row of a table."""
    return tuple(Cell((paragraph(text, style),)) for text in texts)


# --- written and read back ------------------------------------------------------------------------


def written(tree: Document, *, pages: int = 1, heading_pages: Mapping[str, int] | None = None) -> bytes:
    """The document as DOCX."""
    return write_docx(tree, THEME, pages=pages, heading_pages=heading_pages or {})


def saved(folder: Path, tree: Document) -> Path:
    """A file in `folder` that holds the document as DOCX."""
    path = folder / f"{tree.id}.docx"
    path.write_bytes(written(tree))
    return path


def opened(data: bytes) -> WordDocument:
    """The file as python-docx sees it."""
    return docx.Document(BytesIO(data))


def body(*blocks: Block, language: str = "en") -> etree._Element:
    """The body of a document of these blocks."""
    return found(part(written(document(*blocks, language=language))), "w:body")[0]


def part(data: bytes, name: str = BODY) -> etree._Element:
    """The root of one part of the file."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def found(root: etree._Element, path: str) -> list[etree._Element]:
    """The elements at an XPath with the prefixes of NAMESPACES."""
    result = root.xpath(path, namespaces=NAMESPACES)
    assert isinstance(result, list)
    return [element for element in result if isinstance(element, etree._Element)]


def values(root: etree._Element, path: str, name: str = "val") -> list[str]:
    """An attribute (of w:) of each element at an XPath."""
    return [element.get(f"{{{W}}}{name}", "") for element in found(root, path)]


def text_of(element: etree._Element) -> str:
    """The words of a paragraph or a larger element."""
    return "".join(str(node.text or "") for node in element.iter(f"{{{W}}}t"))


def style_of(paragraph: etree._Element) -> str:
    """The id of a paragraph's style."""
    return values(paragraph, "w:pPr/w:pStyle")[0]


def properties(paragraph: etree._Element) -> list[str]:
    """What a paragraph has of its own beside its style: local names."""
    return [etree.QName(child).localname for child in found(paragraph, "w:pPr/*[not(self::w:pStyle)]")]
