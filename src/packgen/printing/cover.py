"""The cover of a booklet: one page, composed from templates/cover.xml.j2 for a document that was built before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from packgen.batch.rendering import load_tools
from packgen.compose import compose_alone
from packgen.document import PAPER_SIZES, Document
from packgen.forms.collect import Editions
from packgen.forms.form import NotAForm, identifier_in
from packgen.printing.imposition import NotPrintable, opened, own_paper
from packgen.project import Project
from packgen.themes.theme import Theme
from packgen.writers.pdf.writer import write_pdf

TEMPLATE = "cover.xml.j2"

SCALE = 1.6  # of type, from that of a page
TOP = 0.28  # of the paper's height, above the title


def write_cover(project: Project, path: Path, theme: str | None = None) -> bytes:
    """A cover for the PDF at `path`, as a PDF of one page: in its language and paper, in `theme` or its country's.

    Raises NotPrintable for a file that is no document of this project, Problems for mistakes of what it is made from.
    """
    with opened(path) as pdf:
        title, keywords = (str(pdf.docinfo.get(name, "")) for name in ("/Title", "/Keywords"))
        paper = own_paper(pdf)
    editions = Editions(project)
    try:
        identifier = identifier_in(keywords)
    except NotAForm:
        raise NotPrintable(path, "gets no cover: it was not built by packgen, or has lost its keywords") from None
    if identifier.session not in project.sessions() or identifier.country not in project.countries():
        raise NotPrintable(path, f"gets no cover: this project has no {identifier.session} for {identifier.country}")
    localized = editions.localized(identifier.session, identifier.country, editions.language(identifier))
    tools = load_tools(project, theme or localized.country.theme)
    document = compose_alone(tools.templates, localized, TEMPLATE, "cover", "participant", title=title)
    document = replace(document, paper=paper or document.paper)
    return write_pdf(document, _large(tools.theme, document), tools.fonts).data


def _large(theme: Theme, document: Document) -> Theme:
    """The theme with larger type, and the text area lower on the page."""
    height = PAPER_SIZES[document.paper][1]
    page = theme.page.model_copy(update={"top": height * TOP, "gutter": 0.0})
    return theme.scaled(SCALE).model_copy(update={"page": page})
