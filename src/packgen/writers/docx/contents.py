"""The table of contents: Word's own field, filled already, so that it reads right before anybody updates it."""

from __future__ import annotations

from collections.abc import Iterator

from packgen.document import Contents
from packgen.writers.docx.context import Context
from packgen.writers.docx.inline import FIELD_END, TAB, field_begin, field_runs, inlines, without_links


def gallery(context: Context) -> tuple[str, str]:
    """What stands before and after the contents: Word shows its button to update them."""
    opening = (
        f'<w:sdt><w:sdtPr><w:id w:val="{context.next_id()}"/><w:docPartObj>'
        '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>'
    )
    return opening, "</w:sdtContent></w:sdt>"


def entries(block: Contents, context: Context) -> Iterator[tuple[str, str]]:
    """(theme style, runs) of every entry: a link to its heading, with the page that the PDF has it on.

    Together they are one TOC field (ECMA-376 part 1, 17.16.5.68): headings by level (\\o, \\u), linked (\\h).
    """
    listed = [heading for heading in context.outline if heading.level <= block.levels]
    for at, heading in enumerate(listed):
        anchor = context.anchor(heading.bookmark)
        page = str(context.heading_pages.get(heading.bookmark, 1))
        number = field_runs(f"PAGEREF {anchor} \\h", page, rtl=context.rtl)
        words = inlines(without_links(heading.content), context)
        begin = field_begin(f'TOC \\o "1-{block.levels}" \\h \\z \\u') if at == 0 else ""
        end = FIELD_END if at == len(listed) - 1 else ""
        link = f'<w:hyperlink w:anchor="{anchor}" w:history="1">{words}{TAB}{number}</w:hyperlink>'
        yield f"contents-{heading.level}", f"{begin}{link}{end}"
