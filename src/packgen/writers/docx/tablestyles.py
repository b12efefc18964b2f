"""Table styles: those of the theme's tables and boxes, and of the writer's own layout tables."""

from __future__ import annotations

from math import ceil, floor

from packgen.themes.theme import BoxStyle, TableStyle, Theme
from packgen.writers.docx.names import GUIDE_COLUMNS, StyleName, box_style, table_style
from packgen.writers.docx.paragraphs import Edge, borders, shading
from packgen.writers.docx.xml import escaped, twips
from packgen.writers.measures import BOX_END

BAR = 3.0  # points, the thickness of a box's bar
HEAD_RULE = 1.6  # under a table head that has no fill

_NO_MARGINS = (0.0, 0.0, 0.0, 0.0)

_NORMAL = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)


def table_styles(theme: Theme) -> str:
    """The w:style elements of all tables."""
    rule = theme.colour("rule")
    parts = [_NORMAL, _grid(rule)]
    parts += (_table_style(table_style(key), style, theme) for key, style in theme.tables.items())
    parts += (_box_style(box_style(key), style, theme) for key, style in theme.boxes.items())
    parts.append(_style(GUIDE_COLUMNS, "", margins(*_NO_MARGINS), ""))
    return "".join(parts)


def margins(top: float, start: float, bottom: float, end: float, element: str = "tblCellMar") -> str:
    """A w:tblCellMar or w:tcMar, in points."""
    sides = (("top", top), ("left", start), ("bottom", bottom), ("right", end))
    written = "".join(f'<w:{side} w:w="{twips(points)}" w:type="dxa"/>' for side, points in sides)
    return f"<w:{element}>{written}</w:{element}>"


def box_edges(style: BoxStyle, theme: Theme) -> tuple[tuple[str, Edge], ...]:
    """The borders of a box: all round, and the bar at the start side."""
    edges = dict(_around(Edge(theme.colour(style.border)))) if style.border else {}
    if style.bar:
        edges["left"] = Edge(theme.colour(style.bar), BAR)
    return tuple((side, edges[side]) for side in ("top", "left", "bottom", "right") if side in edges)


def _grid(rule: str) -> str:
    edge = Edge(rule)
    sides = (*_around(edge), ("insideH", edge), ("insideV", edge))
    return _style(StyleName("TableGrid", "Table Grid", based="TableNormal"), borders("tblBorders", sides), "", "")


def _table_style(name: StyleName, style: TableStyle, theme: Theme) -> str:
    edge = Edge(theme.colour(style.rule))
    sides: tuple[tuple[str, Edge], ...] = (("bottom", edge), ("insideH", edge))
    if style.grid:
        sides = (*_around(edge), ("insideH", edge), ("insideV", edge))
    head_rule = borders("tcBorders", (("bottom", Edge(edge.colour, HEAD_RULE)),))
    conditions = _condition("firstRow", shading(theme.colour(style.head_fill)) if style.head_fill else head_rule)
    if style.stripe:
        conditions += _condition("band2Horz", shading(theme.colour(style.stripe)))
    cell_margins = margins(style.padding, style.inset, style.padding, style.inset)
    return _style(name, borders("tblBorders", sides), cell_margins, conditions)


def _box_style(name: StyleName, style: BoxStyle, theme: Theme) -> str:
    cell_margins = margins(
        theme.on_grid(style.padding, floor),
        style.padding + (BAR if style.bar else 0.0),
        theme.on_grid(max(style.padding - theme.on_grid(BOX_END), 0.0), ceil),
        style.padding,
    )
    fill = theme.colour(style.fill) if style.fill else None
    edges = borders("tblBorders", box_edges(style, theme))
    return _style(name, edges, cell_margins, "", cell=shading(fill))


def _around(edge: Edge) -> tuple[tuple[str, Edge], ...]:
    return (("top", edge), ("left", edge), ("bottom", edge), ("right", edge))


def _condition(kind: str, cell: str) -> str:
    return f'<w:tblStylePr w:type="{kind}"><w:tcPr>{cell}</w:tcPr></w:tblStylePr>'


def _style(name: StyleName, edges: str, cell_margins: str, conditions: str, *, cell: str = "") -> str:
    custom = "" if name.id == "TableGrid" else ' w:customStyle="1"'
    inside = f"<w:tcPr>{cell}</w:tcPr>" if cell else ""
    band = '<w:tblStyleRowBandSize w:val="1"/>' if conditions else ""
    return (
        f'<w:style w:type="table"{custom} w:styleId="{escaped(name.id)}"><w:name w:val="{escaped(name.name)}"/>'
        f'<w:basedOn w:val="{name.based}"/><w:uiPriority w:val="39"/><w:qFormat/>'
        f'<w:tblPr>{band}<w:tblInd w:w="0" w:type="dxa"/>{edges}{cell_margins}</w:tblPr>{inside}{conditions}</w:style>'
    )
