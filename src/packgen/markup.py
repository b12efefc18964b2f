"""The XML that templates write -> the document tree.

Elements are the tree's nodes in kebab case; text inside is literal, but for references to Texts of the content, which
are Markdown. A reference is a number between two private-use characters (content cannot hold these, see yamltree.py),
so nothing that a contributor writes is ever read as XML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeVar
from xml.etree.ElementTree import Element

from packgen import elements, markdown
from packgen.content.model import Text
from packgen.document import (
    Answer,
    Audience,
    Banner,
    Bar,
    BarChart,
    Block,
    Box,
    Cell,
    Choice,
    Columns,
    Contents,
    Cue,
    Deck,
    Document,
    Figure,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    ListBlock,
    ListItem,
    MarginRow,
    MarginTable,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    Slide,
    Table,
    TitleBlock,
    plain,
)
from packgen.problems import Problem, Problems, nearest
from packgen.rendered import REFERENCE, Rendered, by_language, without_languages

Read = TypeVar("Read")

_MOST_LINES = 100  # to write on
_MOST_COLUMNS = 100
_COUNT = re.compile("[0-9]{1,6}")
_SHARE = re.compile(r"[0-9](\.[0-9]+)?")


def document(
    rendered: Rendered, *, document_id: str, language: str, paper: Paper, audience: Audience
) -> Document | Deck:
    """The document or deck that the XML describes.

    Raises Problems for XML that no node matches and for Markdown that is not used here.
    """
    root = rendered.parse()
    reader = _Reader(rendered, root, language)
    found = _document(reader, root, document_id, language, paper, audience)
    if reader.problems:
        raise Problems(reader.problems)
    return found


def _document(
    reader: _Reader, root: Element, document_id: str, language: str, paper: Paper, audience: Audience
) -> Document | Deck:
    if root.tag not in ("document", "deck"):
        raise reader.wrong(root, "expected <document> or <deck> outermost")
    for element, why in elements.mistakes(root):
        raise reader.wrong(element, why)

    def text(name: str) -> str:
        return reader.attribute_text(root, name)

    whole: dict[str, Any] = {
        "id": document_id,
        "title": text("title"),
        "language": language,
        "audience": audience,
        "paper": paper,
        "head": (text("head-start"), text("head-end")),
        "foot": (text("foot-start"), text("foot-end")),
        "subject": text("subject"),
        "author": text("author"),
    }
    if root.tag == "document":
        return Document(**whole, blocks=reader.whole(root))
    return Deck(**whole, footer=text("footer"), slides=reader.slides(root))


class _Reader:
    """One method a kind of element; `blocks` and `inlines` find them by the element's name."""

    def __init__(self, rendered: Rendered, root: Element, language: str) -> None:
        self._rendered = rendered
        self._root = root
        self._language = language
        self.problems: list[Problem] = []  # of texts: all of them are told
        self._blocks: dict[str, Callable[[Element], Iterator[Block]]] = {
            "title-block": self._title_block,
            "h": self._heading_block,
            "banner": self._banner,
            "p": self._paragraph,
            "prose": self._prose,
            "list": self._list,
            "margin-table": self._margin_table,
            "cue": self._cue,
            "box": self._box,
            "table": self._table,
            "answer": self._answer,
            "picture": self._picture,
            "bar-chart": self._bar_chart,
            "contents": self._contents,
            "columns": self._columns,
            "page-break": lambda _: iter((PageBreak(),)),
            "slide": self._slide_block,
        }

    def wrong(self, element: Element, message: str) -> Problems:
        return Problems.one(self._rendered.source(self._root, element), f"<{element.tag}>: {message}")

    # --- text

    def _read(self, number: str, read: Callable[[Text], Read]) -> Read | None:
        """What Markdown reads from a text; None for one with mistakes, which are kept."""
        try:
            return read(self._rendered.texts[int(number)])
        except Problems as error:
            self.problems += error.problems
            return None

    def attribute_text(self, element: Element, name: str) -> str:
        """The plain text of an attribute, references resolved; "" when it is not there."""
        value = without_languages(element.get(name, ""))
        words = REFERENCE.sub(lambda match: self._read(match.group(1), markdown.plain_text) or "", value)
        return " ".join(words.split())

    def _word(self, element: Element, name: str, default: str, valid: tuple[str, ...]) -> Any:
        """An attribute that is one of a few words."""
        value = element.get(name, default)
        if value not in valid:
            raise self.wrong(element, f'no {name} "{value}"{nearest(value, valid)}')
        return value

    def _count(self, element: Element, name: str, default: int, most: int) -> int:
        """An attribute that is a whole number, from 0 to `most`."""
        value = element.get(name, str(default))
        if not _COUNT.fullmatch(value) or int(value) > most:
            raise self.wrong(element, f'{name}: expected a whole number up to {most}, found "{value}"')
        return int(value)

    def inlines(self, element: Element) -> Inlines:
        """The inline content of an element, white space of the template folded."""
        return tuple(markdown.joined(_trimmed(self._pieces(element, Run("")))))

    def _pieces(self, element: Element, look: Run) -> list[Inline]:
        found = self._words(element.text, look)
        for child in element:
            match child.tag:
                case "b":
                    found += self._pieces(child, replace(look, bold=True))
                case "i":
                    found += self._pieces(child, replace(look, italic=True))
                case "label" | "muted" | "direction":
                    style: Any = child.tag
                    found += self._pieces(child, replace(look, style=style))
                case "link":
                    found += self._pieces(child, replace(look, link=child.get("to", "")))
                case "br":
                    found.append(LineBreak())
                case "choice":
                    found.append(self._choice(child))
                case _:
                    raise self.wrong(child, "is no inline element")
            found += self._words(child.tail, look)
        return found

    def _words(self, written: str | None, look: Run) -> list[Inline]:
        found: list[Inline] = []
        for words, language in by_language(written or ""):
            for at, piece in enumerate(REFERENCE.split(words)):
                if at % 2:
                    nodes = self._read(piece, lambda text: markdown.inlines(text, self._language)) or ()
                    found += (_under(node, look) for node in nodes)
                elif piece:
                    found.append(replace(look, text=re.sub(r"[ \t\r\n]+", " ", piece), language=language))
        return found

    def _choice(self, element: Element) -> Choice:
        kind = self._word(element, "kind", "radio", ("radio", "check"))
        label, question = self.attribute_text(element, "label"), self.attribute_text(element, "question")
        return Choice(element.get("field", ""), element.get("value", ""), label, kind, question)

    # --- blocks

    def whole(self, root: Element) -> tuple[Block, ...]:
        """The blocks of a document. Columns are a section of its pages, so that they stand nowhere deeper."""
        inner = next((found for child in root for found in child.iterfind(".//columns")), None)
        if inner is not None:
            raise self.wrong(inner, "stands at the top level of a document only")
        return self.blocks(root)

    def blocks(self, parent: Element) -> tuple[Block, ...]:
        """The blocks inside an element, in order."""
        return tuple(block for child in parent for block in self._block(child))

    def _block(self, element: Element) -> Iterator[Block]:
        build = self._blocks.get(element.tag)
        if build is None:
            raise self.wrong(element, f"is no element of a document{nearest(element.tag, self._blocks)}")
        return build(element)

    def _one(self, parent: Element, tag: str) -> Inlines:
        found = parent.find(tag)
        return self.inlines(found) if found is not None else ()

    def _title_block(self, element: Element) -> Iterator[Block]:
        yield TitleBlock(self._one(element, "kicker"), self._one(element, "title"), self._one(element, "subtitle"))

    def _heading(self, element: Element) -> Heading:
        level: Any = int(self._word(element, "level", "1", ("1", "2", "3")))
        return Heading(level, self.inlines(element), element.get("id", ""))

    def _heading_block(self, element: Element) -> Iterator[Block]:
        yield self._heading(element)

    def _banner(self, element: Element) -> Iterator[Block]:
        heading = element.find("h")
        if heading is None:
            raise self.wrong(element, "expected <h> inside")
        yield Banner(self._heading(heading), self._one(element, "span"), self._one(element, "minutes"))

    def _paragraph(self, element: Element) -> Iterator[Block]:
        content = self.inlines(element)
        if content:
            yield Paragraph(content, element.get("style", "body"))

    def _prose(self, element: Element) -> Iterator[Block]:
        style = element.get("style", "body")
        for at, piece in enumerate(REFERENCE.split(element.text or "")):
            if at % 2:
                yield from self._read(piece, lambda text: markdown.blocks(text, self._language, style)) or ()
            elif piece.strip():
                raise self.wrong(element, "holds content texts only")

    def _list(self, element: Element) -> Iterator[Block]:
        marker = self._word(element, "marker", "bullet", ("bullet", "decimal", "check"))
        style = element.get("style", "body")
        items = tuple(ListItem(self._mixed(item, style), self._tick(item)) for item in element)
        if items:
            yield ListBlock(items, marker, self._count(element, "start", 1, 999_999), style)

    def _tick(self, item: Element) -> Choice | None:
        """The square of an item that names a form field; the item's words say what ticking it means."""
        field = item.get("field")
        return Choice(field, "yes", plain(self.inlines(item)), "check") if field else None

    def _mixed(self, element: Element, style: str) -> tuple[Block, ...]:
        """Blocks, or one paragraph when the element holds inline content."""
        if any(child.tag in self._blocks for child in element):
            return self.blocks(element)
        return (Paragraph(self.inlines(element), style),)

    def _margin_table(self, element: Element) -> Iterator[Block]:
        heading = element.find("h")
        frame = self._word(element, "frame", "", ("", "activity", "discussion"))
        rows = tuple(self._margin_row(row) for row in element.findall("row"))
        yield MarginTable(self._heading(heading) if heading is not None else None, rows, frame)

    def _margin_row(self, element: Element) -> MarginRow:
        role = self._word(element, "role", "", ("", "do", "say"))
        margin, body = element.find("margin"), element.find("body")
        return MarginRow(
            self.blocks(margin) if margin is not None else (), self.blocks(body) if body is not None else (), role
        )

    def _cue(self, element: Element) -> Iterator[Cue]:
        kind = self._word(element, "kind", "slide", ("slide", "handout", "equipment", "clock", "optional"))
        yield Cue(kind, self.inlines(element))

    def _box(self, element: Element) -> Iterator[Block]:
        yield Box(self.blocks(element), element.get("style", "note"))

    def _table(self, element: Element) -> Iterator[Block]:
        widths = element.get("widths", "1").split()
        shares = [int(share) for share in widths if _COUNT.fullmatch(share)]
        if len(shares) < len(widths) or not sum(shares):
            raise self.wrong(element, f'widths: expected whole numbers, found "{" ".join(widths)}"')
        if len(shares) > _MOST_COLUMNS:
            raise self.wrong(element, f"widths: a table has up to {_MOST_COLUMNS} columns, found {len(shares)}")
        head = element.find("head")
        rows = element.findall("row")
        looks = [self._word(row, "look", "", ("", "band")) for row in rows]
        yield Table(
            widths=tuple(share / sum(shares) for share in shares),
            head=self._cells(head, "table-head") if head is not None else (),
            rows=tuple(self._cells(row, "table-text") for row in rows),
            summary=self.attribute_text(element, "summary"),
            style=element.get("style", "plain"),
            row_lines=self._count(element, "row-lines", 0, _MOST_LINES),
            bands=tuple(place for place, look in enumerate(looks) if look == "band"),
        )

    def _cells(self, row: Element, style: str) -> tuple[Cell, ...]:
        header = row.tag == "head"
        return tuple(
            Cell(self._mixed(cell, cell.get("style", style)), header or cell.get("header") == "true") for cell in row
        )

    def _answer(self, element: Element) -> Iterator[Block]:
        label = self.attribute_text(element, "label")
        yield Answer(element.get("field", ""), label, self._count(element, "lines", 1, _MOST_LINES))

    def _picture(self, element: Element) -> Iterator[Block]:
        kind = self._word(element, "kind", "tree", ("tree", "web", "flowchart"))
        nodes = element.findall("node")
        fields = (element.find("goal"), *nodes)
        yield Figure(
            kind,
            self._one(element, "goal"),
            tuple(self.inlines(node) for node in nodes),
            self.attribute_text(element, "alt"),
            tuple(place.get("field", "") if place is not None else "" for place in fields),
        )

    def _bar_chart(self, element: Element) -> Iterator[Block]:
        bars = (
            Bar(self._one(bar, "label"), self._share(bar), self._one(bar, "value")) for bar in element.iterfind("bar")
        )
        yield BarChart(tuple(bars), self.attribute_text(element, "alt"))

    def _share(self, bar: Element) -> float:
        """The length of a bar, as a share of the longest that can be."""
        written = bar.get("share", "")
        if not _SHARE.fullmatch(written) or float(written) > 1:
            raise self.wrong(bar, f'share: expected a number from 0 to 1, found "{written}"')
        return float(written)

    def _contents(self, element: Element) -> Iterator[Block]:
        yield Contents(self.inlines(element), self._count(element, "levels", 2, 3))

    def _columns(self, element: Element) -> Iterator[Block]:
        # Of tables at the end of columns LibreOffice makes new pages.
        other = next((child for child in element if child.tag not in ("h", "p", "prose", "list")), None)
        if other is not None:
            raise self.wrong(other, "columns hold <h>, <p>, <prose> and <list> only")
        yield Columns(self.blocks(element), int(self._word(element, "count", "2", ("2", "3"))))

    # --- slides

    def slides(self, parent: Element) -> tuple[Slide, ...]:
        """The slides inside an element, in order."""
        other = next((child for child in parent if child.tag != "slide"), None)
        if other is not None:
            raise self.wrong(other, "a deck holds <slide> elements only")
        return tuple(self._slide(child) for child in parent)

    def _slide_block(self, element: Element) -> Iterator[Block]:
        yield self._slide(element)

    def _slide(self, element: Element) -> Slide:
        layout = self._word(element, "layout", "content", ("title", "content", "activity", "discussion"))
        body, notes = element.find("body"), element.find("notes")
        cues = tuple(cue for child in element.iterfind("cue") for cue in self._cue(child))
        if cues and layout not in ("activity", "discussion"):
            raise self.wrong(element, "only activities and discussions have a panel for cues")
        return Slide(
            layout,
            self._one(element, "title"),
            self._spoken(body) if body is not None else (),
            cues,
            self._spoken(notes) if notes is not None else (),
        )

    def _spoken(self, element: Element) -> tuple[Block, ...]:
        """The paragraphs and lists inside an element; links to headings, which a deck has not, are plain words."""
        other = next((child for child in element if child.tag not in ("p", "prose", "list")), None)
        if other is not None:
            raise self.wrong(other, "slides and their notes hold <p>, <prose> and <list> only")
        return tuple(_without_local_links(block) for block in self.blocks(element))


def _without_local_links(block: Block) -> Block:
    match block:
        case Paragraph(content=content):
            nodes = (
                replace(node, link=None) if isinstance(node, Run) and (node.link or "").startswith("#") else node
                for node in content
            )
            return replace(block, content=tuple(nodes))
        case ListBlock(items=items):
            inner = (tuple(_without_local_links(each) for each in item.blocks) for item in items)
            return replace(block, items=tuple(map(ListItem, inner)))
        case _:
            return block


def _under(node: Inline, look: Run) -> Inline:
    """`node` with the look of the elements around it added."""
    if not isinstance(node, Run):
        return node
    return replace(
        node,
        bold=node.bold or look.bold,
        italic=node.italic or look.italic,
        style=node.style or look.style,
        link=node.link or look.link,
    )


def _trimmed(pieces: list[Inline]) -> Inlines:
    """`pieces` without white space at the ends, doubled spaces where pieces meet, and empty runs."""
    found: list[Inline] = []
    for piece in pieces:
        if isinstance(piece, Run):
            before = found[-1] if found else None
            spaced = before is None or isinstance(before, LineBreak)
            spaced = spaced or (isinstance(before, Run) and before.text.endswith(" "))
            text = piece.text.lstrip(" ") if spaced else piece.text
            if text:
                found.append(replace(piece, text=text))
        else:
            found.append(piece)
    while found and isinstance(found[-1], Run):
        last = replace(found[-1], text=found[-1].text.rstrip(" "))
        if last.text:
            found[-1] = last
            break
        found.pop()
    return tuple(found)
