"""The running lines at the head and the foot of a page."""

from __future__ import annotations

import re

from packgen.document import PAPER_SIZES, Document
from packgen.themes.theme import Theme
from packgen.writers.columns import running_ends
from packgen.writers.docx.inline import TAB, directed, field_runs
from packgen.writers.docx.names import style_id
from packgen.writers.docx.paragraphs import Format, paragraph
from packgen.writers.docx.xml import DECLARATION, NAMESPACES
from packgen.writers.scripts import is_rtl

_FIELD = re.compile(r"\{(page|pages)\}")
_FIELDS = {"page": "PAGE", "pages": "NUMPAGES"}


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
