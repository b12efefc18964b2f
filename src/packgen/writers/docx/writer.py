"""The DOCX writer: a document tree and a theme -> the bytes of a Word document."""

from __future__ import annotations

from collections.abc import Mapping

from packgen.document import PAPER_SIZES, Document, headings
from packgen.themes.theme import Theme
from packgen.writers.docx.blocks import Blocks
from packgen.writers.docx.context import Context, word_bookmarks
from packgen.writers.docx.furniture import running_line
from packgen.writers.docx.package import Parts, package
from packgen.writers.docx.styles import styles_xml
from packgen.writers.docx.xml import DECLARATION, NAMESPACES
from packgen.writers.scripts import theme_for

FIGURE_ALONE = 0.75  # from such a share on, a picture has its own page
FIGURE_SHARE = 0.6  # of the text area's height, for a connection picture when its height is not given


def write_docx(
    document: Document,
    theme: Theme,
    *,
    pages: int,
    heading_pages: Mapping[str, int],
    figure_height: float | None = None,
) -> bytes:
    """The document as DOCX (ISO/IEC 29500 transitional), styled by the theme, on its own paper size.

    `pages` and `heading_pages` (bookmark -> page from 1) fill the page fields and the contents until Word counts
    itself; they come from the PDF. `figure_height` is what a connection picture may take, in points. Raises ValueError
    for text that no Word document can hold and for links that are refused, KeyError for a style the theme has not.
    """
    theme = theme_for(theme, document.language)
    paper_width, paper_height = PAPER_SIZES[document.paper]
    outline = headings(document.blocks)
    text_height = paper_height - theme.page.top - theme.page.bottom
    picture = figure_height or FIGURE_SHARE * text_height
    context = Context(
        theme=theme,
        language=document.language,
        paper=document.paper,
        width=paper_width - 2 * theme.page.side,
        figure_height=picture,
        figure_alone=picture > FIGURE_ALONE * text_height,
        bookmarks=word_bookmarks(heading.bookmark for heading in outline),
        heading_pages=dict(heading_pages),
        outline=outline,
    )
    body = Blocks(context).flow(document.blocks, context.width).finished(cell=True) + context.section()
    parts = Parts(
        document=f"{DECLARATION}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        styles=styles_xml(theme, document.language, context.width, context.numbering),
        numbering=context.numbering.xml(theme, rtl=context.rtl),
        head=running_line("hdr", "head", document.head, document, theme, pages),
        foot=running_line("ftr", "foot", document.foot, document, theme, pages),
        links=context.links,
        logo=context.logo,
        mirrored=theme.page.gutter > 0,
    )
    return package(document, parts, theme.font, pages)
