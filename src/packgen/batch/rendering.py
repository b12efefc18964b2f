"""One document, the whole way: a localized session -> document tree -> files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from packgen.compose import DocumentInfo, Templates, compose, source_of
from packgen.content.localize import Localized
from packgen.content.schedule import ANY_OCCASION, Occasion
from packgen.document import Deck, Document
from packgen.packs.pack import Format, PackFile
from packgen.problems import Problem, Problems, Source
from packgen.project import Project
from packgen.themes.fonts import load_fonts
from packgen.themes.load import load_theme
from packgen.themes.styling import unknown_styles
from packgen.themes.theme import Theme
from packgen.writers.pdf.fonts import Fonts, MissingGlyph
from packgen.writers.pdf.writer import LaidOut, Rendered, lay_out, write_pdf


@dataclass(frozen=True, slots=True)
class Tools:
    """What all packs of a run share: templates compiled, fonts opened, themes read."""

    templates: Templates
    fonts: Fonts
    theme: Theme


def load_tools(project: Project, theme_name: str) -> Tools:
    """The project's templates and fonts with one of its themes. Raises Problems."""
    theme = load_theme(project, theme_name)
    return Tools(Templates(project.templates), load_fonts(project, theme_name), theme)


def render(
    localized: Localized,
    info: DocumentInfo,
    tools: Tools,
    formats: Sequence[Format],
    occasion: Occasion = ANY_OCCASION,
) -> tuple[PackFile, ...]:
    """One document in the formats asked for. Raises Problems for all that its content, template or theme has wrong."""
    with mistakes(localized, info, tools):
        return written(composed(localized, info, tools, occasion), info, tools, formats)


@contextmanager
def mistakes(localized: Localized, info: DocumentInfo, tools: Tools) -> Iterator[None]:
    """Whatever goes wrong inside raises Problems: mistakes of the document `info`, each at its place."""
    source = _template(info, tools)
    try:
        yield
    except Problems:
        raise
    except MissingGlyph as error:
        raise Problems(Problem(place, str(error)) for place in _places(localized, error.character, source)) from None
    except Exception as error:  # whatever a template asks that a writer cannot do: the other documents are built
        message = f"{info.id} cannot be written: {type(error).__name__}: {error}"
        raise Problems.one(source, message) from error


def composed(localized: Localized, info: DocumentInfo, tools: Tools, occasion: Occasion) -> Document | Deck:
    """The tree of one document. Raises Problems, also for styles that the theme has not."""
    document = compose(tools.templates, localized, info, occasion)
    unknown = [
        Problem(source_of(tools.templates, localized, info, occasion, "style", name), f"{info.id}: {sentence}")
        for name, sentence in unknown_styles(document, tools.theme)
    ]
    if unknown:
        raise Problems(unknown)
    return document


def written(
    document: Document | Deck, info: DocumentInfo, tools: Tools, formats: Sequence[Format]
) -> tuple[PackFile, ...]:
    """The files of one document, in those of the formats that it has."""
    if isinstance(document, Deck):
        return _deck_files(document, info, tools, formats)
    data: dict[Format, bytes] = {}
    # The pages are laid out in any case: their numbers fill the contents of the DOCX.
    pages: Rendered | LaidOut
    if "pdf" in formats:
        pages = write_pdf(document, tools.theme, tools.fonts)
        data["pdf"] = pages.data
    else:
        pages = lay_out(document, tools.theme, tools.fonts)
    if "docx" in formats:
        from packgen.writers.docx.writer import write_docx

        data["docx"] = write_docx(
            document,
            tools.theme,
            pages=pages.pages,
            heading_pages=pages.heading_pages,
            figure_height=pages.figure_height or None,
        )
    return tuple(
        PackFile(info.id, document.title, info.audience, format_, pages.pages, data[format_])
        for format_ in formats
        if format_ in data
    )


def _deck_files(deck: Deck, info: DocumentInfo, tools: Tools, formats: Sequence[Format]) -> tuple[PackFile, ...]:
    """A deck's files: the slides in both formats, and as PDF the handout of them."""
    if not {"pptx", "pdf"}.intersection(formats):
        return ()
    from packgen.writers.pdf.slides import write_deck

    # Here too the PDF is laid out in any case: the PPTX takes from it the sizes at which the texts fit.
    pdf = write_deck(deck, tools.theme, tools.fonts)
    files: list[PackFile] = []
    if "pptx" in formats:
        from packgen.writers.pptx.writer import write_pptx  # python-pptx takes as long to import as all else

        pptx = write_pptx(deck, tools.theme, pdf.fits)
        files.append(PackFile(info.id, deck.title, info.audience, "pptx", pdf.pages, pptx))
    if "pdf" in formats:
        files.append(PackFile(info.id, deck.title, info.audience, "pdf", pdf.pages, pdf.slides))
        files.append(PackFile(f"{info.id}-handout", deck.title, info.audience, "pdf", pdf.handout_pages, pdf.handout))
    return tuple(files)


def _template(info: DocumentInfo, tools: Tools) -> Source:
    return Source(f"{tools.templates.folder.name}/{info.template}", 1)


def _places(localized: Localized, character: str, template: Source) -> tuple[Source, ...]:
    """Where the content has the character: file and line of each; the template where no text has it."""
    from packgen.translation.extract import texts

    found = (text.at(text.markdown.index(character)) for text in texts(localized.session) if character in text.markdown)
    return tuple(found) or (template,)
