"""Paragraph properties: what a paragraph has of its own beside its style, in the order that the schema wants."""

from __future__ import annotations

from dataclasses import dataclass

from packgen.themes.theme import TextStyle
from packgen.writers.docx.language import Script
from packgen.writers.docx.xml import rgb, twips


@dataclass(frozen=True, slots=True)
class Edge:
    """A border: colour "#RRGGBB", width in points, distance from the text in points."""

    colour: str
    width: float = 0.6
    space: float = 0.0


@dataclass(frozen=True, slots=True)
class Format:
    """A paragraph's style and what differs from it. Lengths in points; None leaves what the style says.

    `number` is (numbering instance, level). `line` is the exact height of its line. `start` and `end` are indents.
    `borders` are (side, edge) pairs in the order top, left, bottom, right. `section` is the w:sectPr of the section
    that ends with the paragraph.
    """

    style: str
    keep_next: bool | None = None
    keep_lines: bool = False
    page_break: bool = False
    number: tuple[int, int] | None = None
    borders: tuple[tuple[str, Edge], ...] = ()
    fill: str | None = None
    before: float | None = None
    after: float | None = None
    line: float | None = None
    start: float | None = None
    end: float | None = None
    section: str = ""


def paragraph(format_: Format, content: str) -> str:
    """A w:p of `content` (runs as XML). Its direction comes from its style."""
    return f"<w:p>{properties(format_)}{content}</w:p>"


def properties(format_: Format) -> str:
    """The w:pPr of a paragraph (ECMA-376 part 1, 17.3.1.26: a sequence)."""
    parts = [f'<w:pStyle w:val="{format_.style}"/>']
    if format_.keep_next is not None:
        parts.append("<w:keepNext/>" if format_.keep_next else '<w:keepNext w:val="0"/>')
    if format_.keep_lines:
        parts.append("<w:keepLines/>")
    if format_.page_break:
        parts.append("<w:pageBreakBefore/>")
    if format_.number:
        number, level = format_.number
        parts.append(f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    parts.append(borders("pBdr", format_.borders))
    parts.append(shading(format_.fill))
    parts.append(_spacing(format_))
    parts.append(indents(format_.start, format_.end))
    parts.append(format_.section)
    return f"<w:pPr>{''.join(parts)}</w:pPr>"


def borders(element: str, edges: tuple[tuple[str, Edge], ...]) -> str:
    """A w:pBdr, w:tblBorders or w:tcBorders with these sides."""
    if not edges:
        return ""
    return f"<w:{element}>{''.join(border(side, edge) for side, edge in edges)}</w:{element}>"


def border(side: str, edge: Edge) -> str:
    """One side of a border."""
    size = min(max(round(edge.width * 8), 2), 96)  # eighths of a point (ECMA-376 part 1, 17.3.4)
    space = min(round(edge.space), 31)  # whole points, at most 31
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{rgb(edge.colour)}"/>'


def shading(fill: str | None) -> str:
    """A w:shd of a colour "#RRGGBB", or nothing."""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{rgb(fill)}"/>' if fill else ""


def indents(start: float | None, end: float | None) -> str:
    """A w:ind; in right-to-left paragraphs Word counts w:left from the right edge, as its first editions did."""
    left = f' w:left="{twips(start)}"' if start is not None else ""
    right = f' w:right="{twips(end)}"' if end is not None else ""
    return f"<w:ind{left}{right}/>" if left or right else ""


def _spacing(format_: Format) -> str:
    before = f' w:before="{twips(format_.before)}"' if format_.before is not None else ""
    after = f' w:after="{twips(format_.after)}"' if format_.after is not None else ""
    line = f' w:line="{twips(format_.line)}" w:lineRule="exact"' if format_.line is not None else ""
    return f"<w:spacing{before}{after}{line}/>" if before or after or line else ""


def style_spacing(
    look: TextStyle, writing: Script, *, before: float | None = None, after: float | None = None, exact: bool = True
) -> str:
    """The w:spacing of a style for text in a script.

    "At least" the theme's leading keeps the lines where they are with whatever font stands in, and lets them grow when
    somebody makes the text larger. Where the theme sets tighter than the font's own line, a share of that line does, or
    in complex scripts, whose fonts differ most, exactly the leading (if `exact`: such lines cut pictures off).
    """
    natural = look.size * writing.line
    tight = look.leading < natural
    if not tight or not exact:
        line = f'w:line="{twips(look.leading)}" w:lineRule="atLeast"'
    elif writing.kind == "complex":
        line = f'w:line="{twips(look.leading)}" w:lineRule="exact"'
    else:
        line = f'w:line="{round(240 * look.leading / natural)}" w:lineRule="auto"'
    space_before = look.before if before is None else before
    space_after = look.after if after is None else after
    return f'<w:spacing w:before="{twips(space_before)}" w:after="{twips(space_after)}" {line}/>'
