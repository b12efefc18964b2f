"""The guide's two columns as a table: cues in the narrow margin, beside what the trainer does and says."""

from __future__ import annotations

from packgen.document import MarginRow, MarginTable
from packgen.themes.theme import Theme
from packgen.writers.docx.flow import Flow
from packgen.writers.docx.heights import estimated_height
from packgen.writers.docx.names import GUIDE_COLUMNS, style_id
from packgen.writers.docx.paragraphs import Edge, Format, borders, shading
from packgen.writers.docx.tables import Flows, cell_xml, row_xml, table_look, table_xml
from packgen.writers.docx.tablestyles import BAR, margins
from packgen.writers.thumbnail import THUMBNAIL

ROW_AFTER = 3.6  # under each row: less than in PDF, since a row is here as high as its cues
FRAME_AFTER = 7.2  # under a framed table
FRAME_EDGE = 0.8
ROW_KEPT = 250.0  # points: a row with a higher text, by rule of thumb, may run over a page's end, as it does in the PDF
SMALL_THUMBNAIL = 44.0  # points, the width of a slide's picture beside a short text


def margin_table(
    block: MarginTable, heading: str, flow: Flow, width: float, theme: Theme, rtl: bool, flows: Flows
) -> None:
    """Adds the heading (its runs) and the rows to `flow`.

    The heading is a paragraph before the table, since Word's navigation shows none that is inside one. In a frame it
    has the frame's borders and fill, so that both are one box.
    """
    guide = _Guide(block, width, theme, rtl, flows)
    if block.heading is not None:
        guide.heading(heading, flow)
    if block.rows:
        flow.table(guide.table(), after=theme.on_grid(FRAME_AFTER) if block.frame else 0.0)


class _Guide:
    """The measures and borders of one table of the guide."""

    def __init__(self, block: MarginTable, width: float, theme: Theme, rtl: bool, flows: Flows) -> None:
        column = theme.margin_column
        self._block = block
        self._theme = theme
        self._rtl = rtl
        self._flows = flows
        self._margin = column.width + column.gap
        self._gap = column.gap
        self._wide = width - self._margin
        style = theme.boxes[block.frame] if block.frame else None
        self._padding = style.padding if style else 0.0
        self._fill = theme.colour(style.fill) if style and style.fill else None
        self._edge = Edge(theme.colour(style.border), FRAME_EDGE) if style and style.border else None

    def heading(self, runs: str, flow: Flow) -> None:
        """The heading over the wide column."""
        assert self._block.heading is not None
        style = f"heading-{self._block.heading.level}"
        edges: tuple[tuple[str, Edge], ...] = ()
        if self._edge:
            edge = Edge(self._edge.colour, self._edge.width, self._padding)
            edges = tuple((side, edge) for side in ("top", "left", "right"))
        start = self._margin + self._padding
        end = self._padding if self._padding else None
        format_ = Format(style_id(style), borders=edges, fill=self._fill, after=0.0, start=start, end=end)
        flow.paragraph(format_, runs, self._theme.styles[style])

    def table(self) -> str:
        """All rows."""
        inset = [self._padding] if self._edge else []
        widths = [self._margin, *inset, self._wide - sum(inset)]
        last = len(self._block.rows) - 1
        rows = [self._row(row, widths, first=at == 0, last=at == last) for at, row in enumerate(self._block.rows)]
        return table_xml(GUIDE_COLUMNS.id, widths, rows, rtl=self._rtl, look=table_look())

    def _row(self, row: MarginRow, widths: list[float], *, first: bool, last: bool) -> str:
        heading = self._block.heading
        above = self._theme.styles[f"heading-{heading.level}"].after if first and heading else 0.0
        below = self._theme.on_grid(ROW_AFTER) + (self._padding if last else 0.0)
        role = self._theme.boxes[row.role] if row.role else None
        bar = Edge(self._theme.colour(role.bar), BAR) if role and role.bar else None
        start = role.padding if role else 0.0
        # LibreOffice does not mirror the margins of cells, so that both are the same where it matters.
        end = max(start, self._padding) if self._rtl else self._padding
        inside = widths[-1] - start - end
        thumbnail = self._thumbnail(row, inside)
        cues = self._flows(row.margin, self._margin - self._gap, trim=True, thumbnail=thumbnail)
        body = self._flows(row.body, inside, trim=True)
        # A line between two cells belongs to both: in mirrored tables LibreOffice draws none that only one of them has.
        beside = borders("tcBorders", (("right", self._edge),)) if self._edge else ""
        cells = [cell_xml(cues, widths[0], beside + margins(above, 0.0, 0.0, 0.0, "tcMar"), tight=True)]
        frame = self._frame(top=first and not heading, bottom=last)
        if self._edge:
            empty = self._flows((), self._padding)
            inset = {**frame, "left": self._edge, **({"right": bar} if bar else {})}
            cells.append(cell_xml(empty, widths[1], self._properties(inset)))
        sides = {**frame, **({"left": bar} if bar else {}), **({"right": self._edge} if self._edge else {})}
        text = margins(above, start, below, end, "tcMar")
        cells.append(cell_xml(body, widths[-1], self._properties(sides) + text, tight=True))
        return row_xml("".join(cells), whole=estimated_height(row.body, inside, self._theme) <= ROW_KEPT)

    def _thumbnail(self, row: MarginRow, inside: float) -> float:
        """How wide a slide's picture is: small where a larger one would make the row higher than its text.

        The rows of a table are as high as their highest cell, so that a gap would stay under the text.
        """
        room = estimated_height(row.body, inside, self._theme) + self._theme.on_grid(ROW_AFTER)
        fits = estimated_height(row.margin, self._margin - self._gap, self._theme) <= room
        return THUMBNAIL if fits else SMALL_THUMBNAIL

    def _frame(self, *, top: bool, bottom: bool) -> dict[str, Edge]:
        """The frame's edges that every cell of a row has."""
        if self._edge is None:
            return {}
        return {side: self._edge for side, there in (("top", top), ("bottom", bottom)) if there}

    def _properties(self, edges: dict[str, Edge]) -> str:
        ordered = tuple((side, edges[side]) for side in ("top", "left", "bottom", "right") if side in edges)
        return borders("tcBorders", ordered) + shading(self._fill)
