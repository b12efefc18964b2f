"""What Word's accessibility checker looks for, looked for in DOCX files: `failures` names each rule that is broken.

The rules are those that Microsoft's page "Rules for the Accessibility Checker" lists for Word (alternative text, header
rows, merged and nested cells, blank characters, headings in order, meaning of links, objects in line, contrast), with
what WCAG 2.1 asks of any document: a title (2.4.2), languages (3.1.1) and names of form fields (4.1.2).

Layout tables: the guide's two columns and the boxes are tables too, as Word has no other way to put cues beside text,
or a frame round it, that also survives LibreOffice and editing. They are no data tables and must not pretend to be:
they have a style of their own, no header row or column, no title; their cells are read row by row, which is the order
of the source (cue, then who speaks, then what). Nothing in them is merged or nested in another table, so that a screen
reader's "row 2, column 1" is right; cells for cues, and a narrow one at a frame's edge, may be empty. A header row
there would be read before every cell, and mislead.

Not decided: whether an alternative text, a title or a heading is a good one, colour as the only carrier of meaning.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from tests.access.report import Failure, Failures
from tests.access.wordcolour import Colours, contrast

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "dc": "http://purl.org/dc/elements/1.1/",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
W = f"{{{NAMESPACES['w']}}}"
VAL = f"{W}val"

LAYOUT = re.compile(r"GuideColumns|Box\w+")  # table styles of the project that lay out text
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")

RULES = {
    "alt-text": "a drawing has neither an alternative text nor is marked as decorative",
    "in-line": "an object floats over the text",
    "text-box": "text stands in a text box that is no part of a described picture",
    "header-row": "a data table has no header row that is repeated and marked",
    "layout-table": "a layout table has a header row, a header column or a title",
    "simple-table": "a table has merged or nested cells",
    "blank-row": "a row has neither text nor a place to fill in",
    "blank-characters": "spaces, tabs or empty paragraphs make room",
    "heading-order": "a heading's level skips one, or the first is not 1",
    "empty-heading": "a heading has no words",
    "no-headings": "the document has neither a title nor a heading",
    "title": "the document's properties have no title",
    "language": "the text has no language, or not that of its script",
    "link-text": "a link's words do not tell where it leads",
    "contrast": "text and what is behind it differ by less than 4.5 to 1",
    "field-name": "a place to fill in has no name",
}

_UNTELLING = {"here", "click here", "this", "this link", "link", "more", "read more", "website", "page"}


def failures(path: Path) -> list[Failure]:
    """The rules that a DOCX breaks, each with where."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return part_failures(parts)


def part_failures(parts: dict[str, bytes]) -> list[Failure]:
    """The rules that a package of these parts breaks."""
    body = etree.fromstring(parts["word/document.xml"])
    for fallback in _all(body, ".//mc:Fallback"):
        fallback.getparent().remove(fallback)
    styles = etree.fromstring(parts["word/styles.xml"])
    core = etree.fromstring(parts["docProps/core.xml"])
    colours = Colours(styles)
    return [
        *_drawings(body),
        *_tables(body),
        *_blanks(body),
        *_headings(body, styles),
        *_properties(core, styles),
        *_links(body),
        *_contrast(body, colours),
        *_fields(body),
    ]


def _all(element: Any, path: str) -> list[Any]:
    found: list[Any] = element.xpath(path, namespaces=NAMESPACES)
    return found


def _text(element: Any) -> str:
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


def _drawings(body: Any) -> Failures:
    for properties in _all(body, ".//wp:docPr"):
        decorative = _all(properties, ".//adec:decorative[@val='1']")
        if not (properties.get("descr") or "").strip() and not decorative:
            yield Failure("alt-text", properties.get("name") or "drawing")
    for drawing in _all(body, ".//w:pict[not(ancestor::w:txbxContent)]"):
        yield Failure("alt-text", f"a picture of an older kind: {_text(drawing)[:40]}")
    for anchor in _all(body, ".//wp:anchor"):
        yield Failure("in-line", " ".join(_all(anchor, "wp:docPr/@name")))
    for box in _all(body, ".//w:txbxContent"):
        if not _all(box, "ancestor::w:drawing//wp:docPr[normalize-space(@descr)]") or not _all(box, "ancestor::wpg:*"):
            yield Failure("text-box", _text(box)[:40])


def _tables(body: Any) -> Failures:
    for table in _all(body, ".//w:tbl"):
        where = _text(table)[:40]
        style = "".join(_all(table, "w:tblPr/w:tblStyle/@w:val"))
        rows = _all(table, "w:tr")
        if _all(table, ".//w:gridSpan[@w:val>1] | .//w:vMerge | .//w:hMerge | .//w:tbl") or _uneven(rows):
            yield Failure("simple-table", where)
        heads = [bool(_all(row, "w:trPr/w:tblHeader")) for row in rows]
        look = _all(table, "w:tblPr/w:tblLook")
        flags = {name: bool(look) and look[0].get(f"{W}{name}") == "1" for name in ("firstRow", "firstColumn")}
        if LAYOUT.fullmatch(style):
            if any(heads) or any(flags.values()) or _all(table, "w:tblPr/w:tblCaption | w:tblPr/w:tblDescription"):
                yield Failure("layout-table", where)
        elif not heads[0] or any(heads[1:]) or not flags["firstRow"]:
            yield Failure("header-row", where)
        for row in rows:
            if not _text(row).strip() and not _all(row, ".//w:sdt | .//w:drawing"):
                yield Failure("blank-row", where)


def _uneven(rows: list[Any]) -> bool:
    return len({len(_all(row, "w:tc")) for row in rows}) != 1


def _blanks(body: Any) -> Failures:
    """Room is made by space before and after paragraphs; Word itself wants one between tables and at the end of a cell
    or section.
    """
    for paragraph in _all(body, ".//w:p"):
        words = _own_words(paragraph)
        if re.search(r"[ \u00a0]{3}|\t\s*\t", words):
            yield Failure("blank-characters", words[:40])
        holds = _all(paragraph, ".//w:drawing | .//w:pict | .//w:sdt | ancestor::w:sdt | .//w:fldChar")
        if not words.strip() and not holds and not _asked_for(paragraph):
            yield Failure("blank-characters", "an empty paragraph")


def _own_words(paragraph: Any) -> str:
    """The words of a paragraph without those of text boxes in it."""
    own = (each for each in paragraph.iter(f"{W}t", f"{W}tab") if next(each.iterancestors(f"{W}p")) is paragraph)
    return "".join("\t" if each.tag == f"{W}tab" else each.text or "" for each in own)


def _asked_for(paragraph: Any) -> bool:
    """Whether Word cannot do without this empty paragraph, or it is a line to write on."""
    before, after = paragraph.getprevious(), paragraph.getnext()
    ends = after is None or after.tag == f"{W}sectPr" or _all(paragraph, "w:pPr/w:sectPr")
    if before is not None and _all(before, "w:pPr/w:sectPr"):
        return bool(ends)
    if before is not None and before.tag == f"{W}tbl":
        return bool(ends) or after.tag == f"{W}tbl"
    if paragraph.getparent().tag == f"{W}tc":
        return bool(ends) and (before is None or before.tag == f"{W}tcPr")
    return bool(_all(paragraph, "w:pPr/w:pBdr"))


def _headings(body: Any, styles: Any) -> Failures:
    levels = dict(_levels(styles))
    titled, last = False, 0
    for paragraph in _all(body, ".//w:p"):
        style = "".join(_all(paragraph, "w:pPr/w:pStyle/@w:val"))
        titled = titled or (style == "Title" and bool(_text(paragraph).strip()))
        level = levels.get(style)
        if level is None:
            continue
        if not _text(paragraph).strip():
            yield Failure("empty-heading", style)
        if level > last + 1:
            yield Failure("heading-order", f"{_text(paragraph)[:40]}: {level} after {last}")
        last = level
    if not titled and not last:
        yield Failure("no-headings", "document")


def _levels(styles: Any) -> Iterator[tuple[str, int]]:
    """Heading level from 1 by the id of each style that has one, itself or from what it builds on."""
    by_id = {style.get(f"{W}styleId"): style for style in _all(styles, "w:style[@w:type='paragraph']")}
    for name in by_id:
        style = by_id.get(name)
        while style is not None:
            if found := _all(style, "w:pPr/w:outlineLvl/@w:val"):
                if int(found[0]) < 9:
                    yield name, int(found[0]) + 1
                break
            based = _all(style, "w:basedOn/@w:val")
            style = by_id.get(based[0]) if based else None


def _properties(core: Any, styles: Any) -> Failures:
    if not "".join(_all(core, "dc:title/text()")).strip():
        yield Failure("title", "core properties")
    language = "".join(_all(core, "dc:language/text()"))
    default = _all(styles, "w:docDefaults/w:rPrDefault/w:rPr/w:lang")
    told = default[0].get(f"{W}bidi" if language[:2] in RIGHT_TO_LEFT else VAL) if default else None
    if not language or told != language:
        yield Failure("language", f"{language or 'none'}, text {told or 'none'}")


def _links(body: Any) -> Failures:
    for link in _all(body, ".//w:hyperlink"):
        words = _text(link).strip()
        if not words or words.lower() in _UNTELLING or re.match(r"https?://", words):
            yield Failure("link-text", words)


def _contrast(body: Any, colours: Colours) -> Failures:
    for run in _all(body, ".//w:r[w:t]"):
        text, ground = colours.text(run), colours.ground(run)
        if _text(run).strip() and contrast(text, ground) < 4.5:
            yield Failure("contrast", f"{_text(run)[:40]}: #{text} on #{ground}")


def _fields(body: Any) -> Failures:
    for control in _all(body, ".//w:sdt[not(w:sdtPr/w:docPartObj)]"):
        if not "".join(_all(control, "w:sdtPr/w:alias/@w:val")).strip():
            yield Failure("field-name", _text(control)[:40])
