"""Tables of Word: those with data or room to write, and the one-celled ones that are boxes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from packgen.document import Box, Cell, Choice, Paragraph, Table, walk
from packgen.themes.theme import Theme
from packgen.writers.docx.flow import Flow
from packgen.writers.docx.heights import estimated_height
from packgen.writers.docx.names import box_style, table_style
from packgen.writers.docx.paragraphs import shading
from packgen.writers.docx.tablestyles import BAR
from packgen.writers.docx.xml import escaped, twips
from packgen.writers.measures import kept_height

Flows = Callable[..., Flow]


def data_table(table: Table, width: float, theme: Theme, rtl: bool, flows: Flows) -> str:
    """A table of `width` points: its head repeats on every page, its rows stay whole."""
    style = theme.tables[table.style]
    widths = [share * width for share in table.widths]
    look = table_look(
        first_row=bool(table.head),
        first_column=any(cell.header for row in table.rows for cell in row[:1]),
        bands=style.stripe is not None,
    )
    rows = [_row(table.head, widths, theme, table, flows, head=True)] if table.head else []
    rows += (
        _row(row, widths, theme, table, flows, head=False, band=place in table.bands)
        for place, row in enumerate(table.rows)
    )
    return table_xml(table_style(table.style).id, widths, rows, rtl=rtl, look=look, summary=table.summary)


def _row(
    cells: Sequence[Cell],
    widths: list[float],
    theme: Theme,
    table: Table,
    flows: Flows,
    *,
    head: bool,
    band: bool = False,
) -> str:
    style = theme.tables[table.style]
    # In a row with circles to tick everything stands in the middle, else words stand at the top.
    centred = head or any(_has_choice(cell) for cell in cells)
    fill = shading(theme.colour(style.band)) if band and style.band else ""
    more = f'{fill}<w:vAlign w:val="center"/>' if centred else fill
    written = ""
    for cell, width in zip(cells, widths, strict=True):
        flow = flows(cell.blocks, width - 2 * style.inset, trim=True)
        if band:
            flow.last_kept()
        written += cell_xml(flow, width, more, tight=True)
    least = 0.0 if head else table.row_lines * theme.writing.pitch
    height = f'<w:trHeight w:val="{twips(least)}"/>' if least else ""
    return row_xml(written, whole=True, more=f"{height}<w:tblHeader/>" if head else height)


def box_table(box: Box, width: float, theme: Theme, rtl: bool, flows: Flows) -> str:
    """A box: a table of one cell, with the theme's borders and fill."""
    style = theme.boxes[box.style]
    inner = width - 2 * style.padding - (BAR if style.bar else 0.0)
    height = estimated_height(box.blocks, inner, theme) + 2 * style.padding
    cell = cell_xml(flows(box.blocks, inner, trim=True, boxed=True), width, "")
    row = row_xml(cell, whole=height <= kept_height(theme))
    return table_xml(box_style(box.style).id, [width], [row], rtl=rtl, look=table_look())


def _has_choice(cell: Cell) -> bool:
    return any(
        isinstance(node, Choice)
        for block in walk(cell.blocks)
        if isinstance(block, Paragraph)
        for node in block.content
    )


# --- XML ------------------------------------------------------------------------------------------


def table_xml(
    style: str, widths: Sequence[float], rows: Sequence[str], *, rtl: bool, look: str, summary: str = ""
) -> str:
    """A w:tbl of fixed column widths in points; `summary` is its alternative text."""
    total = twips(sum(widths))
    told = f'<w:tblCaption w:val="{escaped(summary)}"/>' if summary else ""
    bidi = "<w:bidiVisual/>" if rtl else ""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>{bidi}<w:tblW w:w="{total}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{look}{told}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def table_look(*, first_row: bool = False, first_column: bool = False, bands: bool = False) -> str:
    """The w:tblLook: which special parts of its style a table shows (ECMA-376 part 1, 17.4.55)."""
    value = 0x0020 * first_row + 0x0080 * first_column + 0x0200 * (not bands) + 0x0400
    flags = f'w:firstRow="{first_row:d}" w:lastRow="0" w:firstColumn="{first_column:d}" w:lastColumn="0"'
    return f'<w:tblLook w:val="{value:04X}" {flags} w:noHBand="{not bands:d}" w:noVBand="1"/>'


def row_xml(cells: str, *, whole: bool, more: str = "") -> str:
    """A w:tr; `whole` forbids a page's end inside. `more` stands in its properties after that."""
    properties = ("<w:cantSplit/>" if whole else "") + more
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{cells}</w:tr>"


def cell_xml(flow: Flow, width: float, more: str, *, tight: bool = False) -> str:
    """A w:tc of what the flow holds; `more` stands in its properties after the width.

    With `tight` the last paragraph has no space after: the cell's margin is its distance to the edge.
    """
    if tight:
        flow.last_after(0.0)
    return f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{more}</w:tcPr>{flow.finished(cell=True)}</w:tc>'
