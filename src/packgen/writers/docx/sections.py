"""Sections: the page's size and margins, and the columns that text stands in."""

from __future__ import annotations

from packgen.document import PAPER_SIZES, Paper
from packgen.themes.theme import Theme
from packgen.writers.columns import COLUMN_GAP
from packgen.writers.docx.xml import twips
from packgen.writers.measures import baseline_of

HEAD_ID, FOOT_ID = "rId4", "rId5"  # relationships of the document part


def section(paper: Paper, theme: Theme, *, rtl: bool, first: bool, columns: int = 1) -> str:
    """The w:sectPr of a section: the paper's size, the theme's margins, the running lines; text in `columns`.

    A section that is not the first goes on where the one before ends, with its running lines.
    """
    width, height = PAPER_SIZES[paper]
    page = theme.page
    head = page.head - baseline_of(theme.styles["head"])
    foot = page.foot - (theme.styles["foot"].leading - baseline_of(theme.styles["foot"]))
    bidi = "<w:bidi/>" if rtl else ""  # also the order of columns
    # The gutter is in the margins: LibreOffice does not mirror one at the right (17.6.16, rtlGutter).
    inner, outer = twips(page.side + page.gutter), twips(page.side - page.gutter)
    left, right = (outer, inner) if bidi else (inner, outer)  # of odd pages (17.15.1.57, mirrorMargins)
    starts = (
        f'<w:headerReference w:type="default" r:id="{HEAD_ID}"/><w:footerReference w:type="default" r:id="{FOOT_ID}"/>'
        if first
        else '<w:type w:val="continuous"/>'
    )
    cols = f'<w:cols w:num="{columns}" w:space="{twips(COLUMN_GAP)}"/>' if columns > 1 else ""
    return (
        f"<w:sectPr>{starts}"
        f'<w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"/>'
        f'<w:pgMar w:top="{twips(page.top)}" w:right="{right}" w:bottom="{twips(page.bottom)}" '
        f'w:left="{left}" w:header="{twips(head)}" w:footer="{twips(foot)}" w:gutter="0"/>{cols}{bidi}</w:sectPr>'
    )
