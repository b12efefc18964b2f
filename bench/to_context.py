"""Document tree -> plain values for a docxtpl template: a list of paragraphs and tables, text without any look."""

from __future__ import annotations

from typing import Any

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
    headings,
)

# What a value of the template is: {"kind": a paragraph's style, "text": ...}, or a table with its "rows".
Value = dict[str, Any]
_MARKS = {"radio": "( )", "check": "[ ]"}


def context(document: Document) -> Value:
    """The values of one document: running lines and blocks; a table's rows hold cells, a cell a list of paragraphs."""
    return {
        "title": document.title,
        "paper": document.paper,
        "head": " – ".join(filter(None, document.head)),
        "foot": document.foot[0],
        "blocks": [value for block in document.blocks for value in _values(block, document)],
    }


def text_of(content: Inlines) -> str:
    """The words of `content`; a forced new line as one."""
    pieces = []
    for piece in content:
        match piece:
            case Run(text=text):
                pieces.append(text)
            case LineBreak():
                pieces.append("\n")
            case Choice(kind=kind):
                pieces.append(_MARKS[kind])
    return "".join(pieces)


def _paragraph(kind: str, text: str) -> Value:
    return {"kind": kind, "text": text}


def _values(block: Block, document: Document) -> list[Value]:
    match block:
        case Paragraph(content=content) | Cue(content=content):
            return [_paragraph("p", text_of(content))]
        case Heading(level=level, content=content):
            return [_paragraph(f"h{level}", text_of(content))]
        case TitleBlock(kicker=kicker, title=title, subtitle=subtitle):
            found = [("p", kicker), ("title", title), ("subtitle", subtitle)]
            return [_paragraph(kind, text_of(content)) for kind, content in found if content]
        case Banner(heading=heading, span=span, minutes=minutes):
            return [*_values(heading, document), _paragraph("p", f"{text_of(span)} {text_of(minutes)}")]
        case ListBlock():
            return _list(block, document, 1)
        case MarginTable(heading=table_heading, rows=rows):
            above = _values(table_heading, document) if table_heading else []
            cells = [[_cell(row.margin, document), _cell(row.body, document)] for row in rows]
            return [*above, {"kind": "margin", "rows": cells}]
        case Box(blocks=inner) | Columns(blocks=inner):
            return [value for each in inner for value in _values(each, document)]
        case Table(head=head, rows=table_rows):
            every: tuple[tuple[Cell, ...], ...] = (head, *table_rows) if head else table_rows
            cells = [[_cell(cell.blocks, document) for cell in row] for row in every]
            return [{"kind": "table", "rows": cells, "columns": list(range(len(cells[0])))}]
        case Answer(lines=lines):
            return [_paragraph("p", "_" * 80)] * lines
        case Figure(goal=goal, nodes=nodes):
            return [_paragraph("p", text_of(label)) for label in (goal, *nodes)]
        case Contents(title=contents_title, levels=levels):
            entries = [_paragraph("p", text_of(each.content)) for each in headings(document.blocks, levels)]
            return [_paragraph("h2", text_of(contents_title)), *entries]
        case PageBreak():
            return [_paragraph("break", "")]
        case Slide() | BarChart():  # a small picture that says nothing that its cue does not; packs hold no charts
            return []


def _cell(blocks: tuple[Block, ...], document: Document) -> list[Value]:
    """A cell's paragraphs, at least one: Word's tables have no empty cells."""
    return [value for block in blocks for value in _values(block, document)] or [_paragraph("p", "")]


def _list(block: ListBlock, document: Document, level: int) -> list[Value]:
    values: list[Value] = []
    for number, item in enumerate(block.items, block.start):
        lead = {"bullet": "", "check": "[ ] ", "decimal": f"{number}. "}[block.marker]
        kind = f"{'n' if block.marker == 'decimal' else 'b'}{min(level, 3)}"
        for index, inner in enumerate(item.blocks):
            if isinstance(inner, ListBlock):
                values.extend(_list(inner, document, level + 1))
                continue
            text = " ".join(value["text"] for value in _values(inner, document))
            values.append(_paragraph(kind, f"{lead}{text}" if index == 0 else text))
    return values
