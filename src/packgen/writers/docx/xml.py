"""XML as text: the one place where words of a document enter it, and the units that OOXML counts in."""

from __future__ import annotations

import re

# What XML 1.0 (clause 2.2, Char) cannot hold.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": " ", "\n": " ", "\r": " "})

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# ECMA-376 part 1 (transitional), and Microsoft's extensions for check boxes and drawings.
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" '
    'xmlns:wpc="http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas" '
    'xmlns:wp14="http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'mc:Ignorable="w14 wp14"'
)


def escaped(text: str) -> str:
    """`text` for element content or a quoted attribute; tabs and line ends become spaces (Word refuses them in w:t).

    Raises ValueError for a character that XML cannot hold.
    """
    found = _NOT_XML.search(text)
    if found:
        raise ValueError(f"the character U+{ord(found.group()):04X} cannot stand in a Word document")
    return text.translate(_ESCAPES)


def twips(points: float) -> int:
    """Twentieths of a point: lengths in WordprocessingML."""
    return round(points * 20)


def half_points(points: float) -> int:
    """Font sizes in WordprocessingML."""
    return round(points * 2)


def rgb(colour: str) -> str:
    """ "#0B5563" as WordprocessingML writes it."""
    return colour.removeprefix("#")
