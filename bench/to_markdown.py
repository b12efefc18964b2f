"""Document tree -> Markdown for pandoc: every word, headings, lists, tables; margin cues stand before their text."""

from __future__ import annotations

import json
import re
from itertools import groupby

from packgen.document import (
    Answer,
    Banner,
    BarChart,
    Block,
    Box,
    Cell,
    Choice,
    Columns,
    Contents,
    Cue,
    Document,
    Figure,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    ListBlock,
    MarginTable,
    PageBreak,
    Paragraph,
    Run,
    Slide,
    Table,
    TitleBlock,
)

_SPECIAL = re.compile(r"([!-+\-.:<-@\[-`{-~])")
_PAPER = {"A4": "a4", "Letter": "us-letter"}
_BOXES = {"radio": "( )", "check": "[ ]"}


def markdown(document: Document) -> str:
    """`document` as pandoc's Markdown, with its title, language and paper as metadata."""
    title = next((block for block in document.blocks if isinstance(block, TitleBlock)), None)
    values = {
        "title": inline(title.title) if title else escape(document.title),
        "subtitle": inline(title.subtitle) if title else "",
        "lang": document.language,
        "papersize": _PAPER[document.paper],
        "mainfont": "Noto Sans",
        "fontsize": "10pt",
    }
    head = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items() if value)
    return f"---\n{head}---\n\n{_blocks(document.blocks)}\n"


def escape(text: str) -> str:
    """`text` as Markdown that reads as just this text, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def inline(content: Inlines) -> str:
    """Runs as Markdown; spaces go outside of the marks of emphasis, where they must be."""
    pieces: list[str] = []
    loose = True  # nothing, a space or a new line stands before
    for look, group in groupby(content, key=_look):
        if look is None:
            pieces.extend("\\\n" if isinstance(piece, LineBreak) else _choice(piece) for piece in group)
            loose = pieces[-1].endswith("\n")
            continue
        text = "".join(piece.text for piece in group if isinstance(piece, Run))
        words = escape(text)
        if not words:
            pieces.append(" " if text else "")
            loose = loose or bool(text)
            continue
        # An empty comment keeps marks apart from the letters, points and marks beside them.
        pieces.append(" " if text[0].isspace() else "" if loose else "<!-- -->")
        marks, link = look
        pieces.append(f"[{marks}{words}{marks}](<{link}>)" if link else f"{marks}{words}{marks}")
        pieces.append(" " if text[-1].isspace() else "")
        loose = text[-1].isspace()
    return "".join(pieces).strip()


def _look(piece: Inline) -> tuple[str, str | None] | None:
    if not isinstance(piece, Run):
        return None
    italic = piece.italic or piece.style == "direction"
    bold = piece.bold or piece.style == "label"
    return "*" * (italic + 2 * bold), piece.link


def _choice(piece: Inline) -> str:
    return escape(_BOXES[piece.kind]) if isinstance(piece, Choice) else ""


def _blocks(blocks: tuple[Block, ...]) -> str:
    return "\n\n".join(text for block in blocks if (text := _block(block)))


def _block(block: Block) -> str:
    match block:
        case Paragraph(content=content) | Cue(content=content):
            return inline(content)
        case Heading(level=level, content=content, bookmark=bookmark):
            return f"{'#' * level} {inline(content)} {{#{bookmark}}}"
        case TitleBlock(kicker=kicker):
            return inline(kicker)  # title and subtitle are metadata
        case Banner(heading=heading, span=span, minutes=minutes):
            return f"{_block(heading)}\n\n{inline(span)} {inline(minutes)}"
        case ListBlock():
            return _list(block)
        case MarginTable(heading=table_heading, rows=rows):
            parts = [_block(table_heading)] if table_heading else []
            return "\n\n".join(parts + [text for row in rows if (text := _blocks((*row.margin, *row.body)))])
        case Columns(blocks=inner):
            return _blocks(inner)
        case Box(blocks=inner):
            return f"::: box\n{_blocks(inner)}\n:::"
        case Table():
            return _table(block)
        case Answer(lines=lines):
            return "\n\n".join(["* * *"] * lines)
        case Figure(goal=goal, nodes=nodes):
            return "\n\n".join(inline(label) for label in (goal, *nodes))
        case Contents() | PageBreak() | Slide() | BarChart():
            return ""  # pandoc makes the contents; packs hold no charts


def _list(block: ListBlock) -> str:
    items = []
    for number, item in enumerate(block.items, block.start):
        marker = {"bullet": "-", "check": f"- {escape('[ ]')}", "decimal": f"{number}."}[block.marker]
        width = len(marker) + 1 if block.marker == "decimal" else 2
        body = _blocks(item.blocks).replace("\n", "\n" + " " * width)
        items.append(f"{marker} {body}")
    return "\n\n".join(items)


def _table(table: Table) -> str:
    """A pipe table: its cells hold one line, so paragraphs and items of a cell follow one another."""
    head = table.head or tuple(Cell(()) for _ in table.widths)
    rule = "|".join(":" + "-" * max(3, round(width * 100)) for width in table.widths)
    lines = [_row(head), f"|{rule}|", *(_row(row) for row in table.rows)]
    return "\n".join(lines)


def _row(cells: tuple[Cell, ...]) -> str:
    return "|" + "|".join(" ".join(_cell_texts(cell.blocks)) for cell in cells) + "|"


def _cell_texts(blocks: tuple[Block, ...]) -> list[str]:
    texts: list[str] = []
    for block in blocks:
        match block:
            case ListBlock(items=items):
                for item in items:
                    texts.extend(_cell_texts(item.blocks))
            case Paragraph(content=content) | Heading(content=content) | Cue(content=content):
                texts.append(inline(content).replace("\\\n", " "))
            case Box(blocks=inner):
                texts.extend(_cell_texts(inner))
            case Answer():
                pass  # the empty cell is the room to write
            case _:
                raise TypeError(f"a table cell cannot hold a {type(block).__name__} here")
    return texts
