"""Document tree -> HTML for WeasyPrint: the same words and the guide's two columns; print.css gives the look."""

from __future__ import annotations

from html import escape

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
    headings,
)

LINE_TO_WRITE = 25.5  # points, as in print.css


def html(document: Document, css: str) -> str:
    """`document` as one page of HTML; `css` is the address of the style sheet."""
    running = "".join(
        f"@{place}{{content:{_css_text(text)}}}"
        for place, text in zip(
            ("top-left", "top-right", "bottom-left", "bottom-right"), (*document.head, *document.foot), strict=True
        )
    )
    body = "".join(_block(block, document) for block in document.blocks)
    return (
        f'<!DOCTYPE html><html lang="{escape(document.language)}"><head><meta charset="utf-8">'
        f'<title>{escape(document.title)}</title><link rel="stylesheet" href="{escape(css)}">'
        f"<style>@page{{size:{document.paper};{running}}}</style></head><body>{body}</body></html>"
    )


def _css_text(text: str) -> str:
    quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ") + '"'
    return quoted.replace("{pages}", '"counter(pages)"').replace("{page}", '"counter(page)"')


def _inline(content: Inlines) -> str:
    return "".join(_piece(piece) for piece in content)


def _piece(piece: Inline) -> str:
    match piece:
        case LineBreak():
            return "<br>"
        case Choice(kind=kind):
            return f'<span class="{kind}"></span>'
        case Run():
            text = escape(piece.text)
            text = f"<b>{text}</b>" if piece.bold else text
            text = f"<i>{text}</i>" if piece.italic else text
            text = f'<span class="{piece.style}">{text}</span>' if piece.style else text
            text = f'<span lang="{escape(piece.language)}">{text}</span>' if piece.language else text
            return f'<a href="{escape(piece.link)}">{text}</a>' if piece.link else text


def _blocks(blocks: tuple[Block, ...], document: Document) -> str:
    return "".join(_block(block, document) for block in blocks)


def _block(block: Block, document: Document) -> str:
    match block:
        case Paragraph(content=content, style=style):
            return f'<p class="{escape(style)}">{_inline(content)}</p>'
        case Cue(content=content):
            return f'<p class="cue">{_inline(content)}</p>'
        case Heading(level=level, content=content, bookmark=bookmark):
            return f'<h{level} id="{escape(bookmark)}">{_inline(content)}</h{level}>'
        case TitleBlock(kicker=kicker, title=title, subtitle=subtitle):
            rest = f'<p class="subtitle">{_inline(subtitle)}</p>' if subtitle else ""
            return f'<p class="kicker">{_inline(kicker)}</p><p class="title">{_inline(title)}</p>{rest}'
        case Banner(heading=heading, span=span, minutes=minutes):
            times = f"<span>{_inline(span)}</span> <span>{_inline(minutes)}</span>"
            return f'<div class="banner">{_block(heading, document)}<p>{times}</p></div>'
        case ListBlock():
            return _list(block, document)
        case MarginTable():
            return _margin_table(block, document)
        case Columns(blocks=inner):
            return _blocks(inner, document)
        case Box(blocks=inner, style=style):
            return f'<div class="box {escape(style)}">{_blocks(inner, document)}</div>'
        case Table():
            return _table(block, document)
        case Answer(lines=lines):
            return f'<div class="lines">{"<div></div>" * lines}</div>'
        case Figure(goal=goal, nodes=nodes):
            labels = "".join(f'<p class="node">{_inline(label)}</p>' for label in (goal, *nodes))
            return f'<div class="figure">{labels}</div>'
        case Contents(title=contents_title, levels=levels):
            links = "".join(
                f'<p class="toc{each.level}"><a href="#{escape(each.bookmark)}">{_inline(each.content)}</a></p>'
                for each in headings(document.blocks, levels)
            )
            return f"<nav><h2>{_inline(contents_title)}</h2>{links}</nav>"
        case PageBreak():
            return '<div class="break"></div>'
        case Slide() | BarChart():  # a small picture that says nothing that its cue does not; packs hold no charts
            return ""


def _list(block: ListBlock, document: Document) -> str:
    tag = "ol" if block.marker == "decimal" else "ul"
    start = f' start="{block.start}"' if block.marker == "decimal" else ""
    items = "".join(f"<li>{_blocks(item.blocks, document)}</li>" for item in block.items)
    return f'<{tag}{start} class="{block.marker}">{items}</{tag}>'


def _margin_table(table: MarginTable, document: Document) -> str:
    rows = "".join(
        f'<div class="row"><div class="margin">{_blocks(row.margin, document)}</div>'
        f'<div class="wide {row.role} {table.frame}">{_blocks(row.body, document)}</div></div>'
        for row in table.rows
    )
    heading = f'<div class="wide">{_block(table.heading, document)}</div>' if table.heading else ""
    return f'<section class="guide">{heading}{rows}</section>'


def _table(table: Table, document: Document) -> str:
    columns = "".join(f'<col style="width:{width * 100:.2f}%">' for width in table.widths)
    head = f"<thead>{_row(table.head, document)}</thead>" if table.head else ""
    style = f' style="height:{table.row_lines * LINE_TO_WRITE}pt"' if table.row_lines else ""
    rows = "".join(_row(row, document, style) for row in table.rows)
    return f"<table><colgroup>{columns}</colgroup>{head}<tbody>{rows}</tbody></table>"


def _row(cells: tuple[Cell, ...], document: Document, style: str = "") -> str:
    texts = "".join(
        f"<{tag}>{_blocks(cell.blocks, document)}</{tag}>" for cell in cells for tag in ("th" if cell.header else "td",)
    )
    return f"<tr{style}>{texts}</tr>"
