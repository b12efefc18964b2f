"""The page: its size and margins, and the running lines at its head and foot."""

from __future__ import annotations

import re

from packgen.document import PAPER_SIZES, Document
from packgen.themes.theme import TextStyle, Theme
from packgen.writers.columns import running_ends
from packgen.writers.docx.inline import TAB, directed, field_runs
from packgen.writers.docx.names import style_id
from packgen.writers.docx.paragraphs import Format, paragraph
from packgen.writers.docx.xml import DECLARATION, NAMESPACES, twips
from packgen.writers.scripts import is_rtl

HEAD_ID, FOOT_ID = "rId4", "rId5"  # relationships of the document part
CAP_HEIGHT = 0.714  # of Noto Sans, as a share of the size: capitals stand in the middle of their line

_FIELD = re.compile(r"\{(page|pages)\}")
_FIELDS = {"page": "PAGE", "pages": "NUMPAGES"}


def section(document: Document, theme: Theme) -> str:
    """The w:sectPr of a document: one section with the paper's size, the theme's margins, head and foot."""
    width, height = PAPER_SIZES[document.paper]
    page = theme.page
    head = page.head - _baseline(theme.styles["head"])
    foot = page.foot - (theme.styles["foot"].leading - _baseline(theme.styles["foot"]))
    bidi = "<w:bidi/>" if is_rtl(document.language) else ""
    # The gutter is in the margins: LibreOffice does not mirror one at the right (17.6.16, rtlGutter).
    inner, outer = twips(page.side + page.gutter), twips(page.side - page.gutter)
    left, right = (outer, inner) if bidi else (inner, outer)  # of odd pages (17.15.1.57, mirrorMargins)
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{HEAD_ID}"/>'
        f'<w:footerReference w:type="default" r:id="{FOOT_ID}"/>'
        f'<w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"/>'
        f'<w:pgMar w:top="{twips(page.top)}" w:right="{right}" w:bottom="{twips(page.bottom)}" '
        f'w:left="{left}" w:header="{twips(head)}" w:footer="{twips(foot)}" w:gutter="0"/>{bidi}</w:sectPr>'
    )


def running_line(element: str, style: str, ends: tuple[str, str], document: Document, theme: Theme, pages: int) -> str:
    """A header or footer part (`element` "hdr" or "ftr"): one line with a text at each end.

    "{page}" and "{pages}" become fields; `pages` is what the second shows until Word counts anew.
    """
    rtl = is_rtl(document.language)
    room = PAPER_SIZES[document.paper][0] - 2 * theme.page.side
    start, end = (_with_fields(text, pages, rtl=rtl) for text in running_ends(ends, theme.styles[style], room))
    line = paragraph(Format(style_id(style)), f"{start}{TAB}{end}")
    return f"{DECLARATION}<w:{element} {NAMESPACES}>{line}</w:{element}>"


def _with_fields(text: str, pages: int, *, rtl: bool) -> str:
    parts = _FIELD.split(text)
    results = {"page": "1", "pages": str(pages)}
    return "".join(
        field_runs(_FIELDS[part], results[part], rtl=rtl) if at % 2 else directed(part, rtl=rtl) if part else ""
        for at, part in enumerate(parts)
    )


def _baseline(look: TextStyle) -> float:
    """Points from the top of a line to its baseline."""
    return (look.leading + look.size * CAP_HEIGHT) / 2
