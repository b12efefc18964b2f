"""Content controls: places to fill in on a screen that print like the paper form.

A control's w:tag is the form field's name ("field=value" for a choice), its w:alias the spoken label. LibreOffice drops
the tags when it saves, and keeps bookmarks: each control stands in one, which Word does not list.
"""

from __future__ import annotations

import re
from dataclasses import replace
from zlib import crc32

from packgen.document import Choice
from packgen.writers.docx.context import Context
from packgen.writers.docx.numbering import SYMBOL_FONT, SYMBOL_FONTS
from packgen.writers.docx.xml import escaped

# Word refuses longer titles and tags of content controls (ContentControl.Title and .Tag).
LONGEST = 64

# (empty, ticked): ballot boxes and circles.
SYMBOLS = {"check": ("☐", "☒"), "radio": ("○", "●")}


def tag(field: str, value: str = "") -> str:
    """The w:tag of a form field, or of one of its choices; a long one is cut and ends in a checksum of the whole."""
    whole = f"{field}={value}" if value else field
    if len(whole) <= LONGEST:
        return whole
    return f"{whole[: LONGEST - 9]}~{crc32(whole.encode()):08x}"


def bookmark(name: str) -> str:
    """The bookmark around the control tagged `name`: letters, digits and underscores, at most 40, hidden in Word."""
    return f"_{re.sub('[^A-Za-z0-9]', '_', name)[:29]}_{crc32(name.encode()):08x}"


def choice(node: Choice, context: Context) -> str:
    """A check box control that shows an empty box or circle."""
    empty, ticked = SYMBOLS[node.kind]
    name = tag(node.field, node.value)
    opening, closing = ends_of_bookmark(name, context)
    return (
        f"{opening}<w:sdt><w:sdtPr><w:rPr>{SYMBOL_FONTS}</w:rPr>{_names(name, _spoken(node), context)}"
        f'<w14:checkbox><w14:checked w14:val="0"/>{_state("checkedState", ticked)}{_state("uncheckedState", empty)}'
        f"</w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr>{SYMBOL_FONTS}</w:rPr><w:t>{empty}</w:t></w:r>"
        f"</w:sdtContent></w:sdt>{closing}"
    )


def answer(field: str, label: str, context: Context) -> tuple[str, str]:
    """What stands before and after the place to write: a control that gives way to the words that somebody writes."""
    names = _names(tag(field), label, context)
    return f"<w:sdt><w:sdtPr>{names}<w:showingPlcHdr/></w:sdtPr><w:sdtContent>", "</w:sdtContent></w:sdt>"


def ends_of_bookmark(name: str, context: Context) -> tuple[str, str]:
    """The start and the end of the bookmark for the control tagged `name`; both stand in paragraphs."""
    number = context.next_id()
    return f'<w:bookmarkStart w:id="{number}" w:name="{bookmark(name)}"/>', f'<w:bookmarkEnd w:id="{number}"/>'


def _names(name: str, label: str, context: Context) -> str:
    return (
        f'<w:alias w:val="{escaped(_shortened(label))}"/><w:tag w:val="{escaped(name)}"/>'
        f'<w:id w:val="{context.next_id()}"/><w:lock w:val="sdtLocked"/>'
    )


def _spoken(node: Choice) -> str:
    """What a screen reader says; of a long question as much as leaves room for the choice."""
    shorter = _shortened(node.question, max(LONGEST // 4, LONGEST - len(node.label) - len(" – ")))
    return replace(node, question=shorter).spoken


def _shortened(label: str, longest: int = LONGEST) -> str:
    return label if len(label) <= longest else label[: longest - 1].rstrip() + "…"


def _state(name: str, symbol: str) -> str:
    return f'<w14:{name} w14:val="{ord(symbol):04X}" w14:font="{SYMBOL_FONT}"/>'
