"""A filled DOCX -> its answers: content controls by their tags, or what stands in their bookmarks where a program that
saved the file dropped the tags (LibreOffice).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import takewhile

from lxml import etree

from packgen.forms.form import Field, Fields, Form, NotAForm, cleaned, identifier_in
from packgen.writers.docx.controls import SYMBOLS, bookmark, tag
from packgen.writers.docx.names import ANSWER

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_KEYWORDS = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"

_LARGEST_PART = 20_000_000  # bytes: a form's own is a hundredth of it
_EMPTY = {empty for empty, _ in SYMBOLS.values()}
_TRUE = ("1", "true", "on")  # ST_OnOff

Nodes = Sequence[etree._Element]


def read_docx(data: bytes, fields: Fields) -> Form:
    """The form in the bytes of a DOCX. Raises NotAForm."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            properties = _part(package, "docProps/core.xml")
            identifier = identifier_in(properties.findtext(_KEYWORDS) or "")
            asked = fields(identifier)
            body = _part(package, "word/document.xml")
    except KeyError:
        raise NotAForm("is no form of a pack, or no Word document") from None
    except (zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError, RuntimeError, EOFError):
        raise NotAForm("is no Word document, or a damaged one") from None
    places = _Places(body)
    lost = next((field for field in asked if not places.has(field)), None)
    if lost and not places.tagged:
        raise NotAForm(f'has lost what was written to "{lost.label}": it was saved by a program that changes forms')
    answers = {field.name: _answer(field, places) for field in asked}
    return Form(identifier, {name: answer for name, answer in answers.items() if answer})


def _part(package: zipfile.ZipFile, name: str) -> etree._Element:
    """The root of a part. Raises KeyError for one that is not there, NotAForm for one too large to be a form's."""
    if package.getinfo(name).file_size > _LARGEST_PART:
        raise NotAForm("is too large to be a form of a pack")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(package.read(name), parser)


class _Places:
    """The places to fill in: what is in the control of each tag, and in the bookmark of each name."""

    def __init__(self, body: etree._Element) -> None:
        nodes = list(_in_order(body))
        self._controls: dict[str, Nodes] = {}
        self._bookmarks: dict[str, list[etree._Element]] = {}
        opened: dict[str, str] = {}  # the number of an open bookmark -> its name
        for node in nodes:
            if node.tag == f"{_W}sdt":
                tagged = node.find(f"{_W}sdtPr/{_W}tag")
                if tagged is not None:
                    self._controls[tagged.get(f"{_W}val", "")] = list(_in_order(node))
            elif node.tag == f"{_W}bookmarkStart":
                opened[node.get(f"{_W}id", "")] = node.get(f"{_W}name", "")
            elif node.tag == f"{_W}bookmarkEnd":
                # LibreOffice writes some starts twice, and the end once.
                ended = opened.get(node.get(f"{_W}id", ""))
                opened = {number: name for number, name in opened.items() if name != ended}
            for name in set(opened.values()):
                self._bookmarks.setdefault(name, []).append(node)

    @property
    def tagged(self) -> bool:
        """Whether the controls still have their tags: then what is missing is a question that this form never asked."""
        return bool(self._controls)

    def has(self, field: Field) -> bool:
        """Whether the field's place is there, or of a choice at least one."""
        names = [tag(field.name, value) for value in field.options] or [tag(field.name)]
        return any(self.at(name) for name in names)

    def at(self, name: str) -> Nodes:
        """The elements inside the place whose control was tagged `name`."""
        found = self._controls.get(name) or self._bookmarks.get(bookmark(name), [])
        return _ruled_lines(found[0]) or found if found else []


def _ruled_lines(mark: etree._Element) -> Nodes:
    """What is in the ruled lines around a bookmark, if it stands in one: LibreOffice may leave some of them out."""
    line = next(mark.iterancestors(f"{_W}p"), None)
    if line is None or not _is_ruled(line):
        return []
    before = list(takewhile(_is_ruled, line.itersiblings(preceding=True)))
    lines = [*reversed(before), line, *takewhile(_is_ruled, line.itersiblings())]
    return [node for each in lines for node in (each, *_in_order(each))]


def _is_ruled(paragraph: etree._Element) -> bool:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style is not None and style.get(f"{_W}val") == ANSWER.id


def _in_order(root: etree._Element) -> Iterator[etree._Element]:
    """Every element below `root`, without what repeats a drawing for older programs."""
    for child in root:
        if isinstance(child.tag, str) and child.tag != _FALLBACK:
            yield child
            yield from _in_order(child)


def _answer(field: Field, places: _Places) -> str:
    if field.kind == "text":
        return cleaned("\n".join(line.strip("\u00a0") for line in _text(places.at(tag(field.name))).split("\n")))
    return next((value for value in field.options if _is_ticked(places.at(tag(field.name, value)))), "")


def _is_ticked(nodes: Nodes) -> bool:
    """Whether the control says so, or where it is gone whether anything but the empty circle or square stands there."""
    states = [node.get(f"{_W14}val", "") for node in nodes if node.tag == f"{_W14}checked"]
    if states:
        return any(state in _TRUE for state in states)
    written = _text(nodes).strip()
    return bool(written) and written not in _EMPTY


def _text(nodes: Nodes) -> str:
    """The words, a paragraph or line break as a new line."""
    found: list[str] = []
    for node in nodes:
        match node.tag.removeprefix(_W) if isinstance(node.tag, str) else "":
            case "t":
                found.append(node.text or "")
            case "br" | "cr" | "p":
                found.append("\n")
            case "tab" if node.getparent() is not None and _is_run(node.getparent()):
                found.append("\t")
    return "".join(found)


def _is_run(node: etree._Element | None) -> bool:
    return node is not None and node.tag == f"{_W}r"
