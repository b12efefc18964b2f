"""The whole way, for many packs: content -> documents -> files -> zip. The one module that knows every stage."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from packgen.checks import session_problems
from packgen.compose import DocumentInfo, Templates, compose, documents
from packgen.document import Deck
from packgen.inputs import input_folders, is_input, options, tool_versions
from packgen.load import load_country
from packgen.localize import Localized, country_session, localize
from packgen.markdown import plain_text
from packgen.model import CountryProfile, Topic
from packgen.output import make_folder, source_date, write_file
from packgen.pack import FOLDERS, FORMATS, Format, Origin, PackFile, PackInfo, pack_zip
from packgen.print_plan import print_plan
from packgen.problems import Problem, Problems, Source
from packgen.project import Project, links_out
from packgen.schedule import ANY_OCCASION, Occasion, left_out
from packgen.styling import unknown_styles
from packgen.theme import Theme
from packgen.themes import load_theme
from packgen.writers.docx.writer import write_docx
from packgen.writers.pdf.fonts import Fonts, MissingFont, MissingGlyph, font_directories
from packgen.writers.pdf.slides import write_deck
from packgen.writers.pdf.writer import write_pdf


@dataclass(frozen=True, slots=True)
class PackPlan:
    """One pack to build. `documents` and `formats` choose among its own; no documents means all.

    `occasion`: when, how long and for how many the session is held, as far as it is known. `theme` is used in place of
    the country's own.
    """

    project: Project
    session: str
    country: str
    language: str
    documents: tuple[str, ...]
    formats: tuple[Format, ...]
    out: Path
    occasion: Occasion = ANY_OCCASION
    theme: str | None = None

    @property
    def info(self) -> PackInfo:
        """What the pack is called."""
        return PackInfo(self.session, self.country, self.language)

    @property
    def folder(self) -> Path:
        """Where its documents are put, beside the zip."""
        return self.out / self.country / self.language / self.session

    @property
    def is_whole(self) -> bool:
        """Whether all its documents are built: only a whole pack is zipped."""
        return not self.documents and set(self.formats) == set(FORMATS)


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """A file that was written: which document, how many pages and bytes, where."""

    document: str
    format: Format
    pages: int
    bytes: int
    path: Path


@dataclass(frozen=True, slots=True)
class PackReport:
    """What became of one pack: files, the zip (None when it was not published), problems, texts not translated yet.

    `left_out`: the topics that were left out to fit the time there is.
    """

    info: PackInfo
    files: tuple[BuiltFile, ...] = ()
    zip: Path | None = None
    zip_bytes: int = 0
    problems: tuple[Problem, ...] = ()
    untranslated: int = 0
    left_out: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The packs to build, and why countries get none: what is wrong with their profile."""

    packs: tuple[PackPlan, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Tools:
    """What all packs of a run share: templates compiled, fonts opened, themes read."""

    templates: Templates
    fonts: Fonts
    theme: Theme


# Told the pack, the document, and the share of the pack (0 to 1) that is done, when a document is begun and when it is
# to be written; what it raises ends the build there.
Progress = Callable[[PackPlan, str, float], None]


# --- planning -------------------------------------------------------------------------------------


def plan(
    project: Project,
    sessions: Sequence[str],
    countries: Sequence[str],
    languages: Sequence[str],
    documents: Sequence[str],
    formats: Sequence[Format],
    out: Path,
    occasion: Occasion = ANY_OCCASION,
    theme: str | None = None,
) -> Plan:
    """The packs to build, by country, language and session.

    `languages` and `documents` pick among each country's own, all when empty; a country that speaks none of the
    languages gets no pack. `theme` is used in place of each country's own. Nothing at all is built from a project with
    links that lead out of it.
    """
    outside = tuple(links_out(project))
    if outside:
        return Plan((), outside)
    profiles, problems = _profiles(project, countries)
    packs = tuple(
        PackPlan(project, session, profile.code, language, tuple(documents), tuple(formats), out, occasion, theme)
        for profile in profiles
        for language in profile.languages
        if not languages or language in languages
        for session in sessions
    )
    return Plan(packs, problems)


def languages(project: Project, countries: Sequence[str]) -> tuple[str, ...]:
    """All languages of those countries whose profile can be read, sorted. Raises Problems when none can."""
    profiles, problems = _profiles(project, countries)
    if not profiles:
        raise Problems(problems)
    return tuple(sorted({language for profile in profiles for language in profile.languages}))


def document_ids(project: Project, sessions: Sequence[str], countries: Sequence[str]) -> tuple[str, ...]:
    """All documents that the countries have of these sessions, in the order of the pack.

    Views that cannot be read count for nothing. Raises Problems when none can.
    """
    templates = Templates(project.templates)
    found: dict[str, None] = {}
    problems: list[Problem] = []
    for session in sessions:
        for country in countries:
            try:
                view, _ = country_session(project, session, country)
                found.update(dict.fromkeys(info.id for info in documents(templates, view)))
            except Problems as error:
                problems += error.problems
    if not found:
        raise Problems(problems)
    return tuple(found)


def _profiles(project: Project, countries: Sequence[str]) -> tuple[tuple[CountryProfile, ...], tuple[Problem, ...]]:
    """The profiles that can be read, and what is wrong with the others."""
    found: list[CountryProfile] = []
    problems: list[Problem] = []
    for country in countries:
        try:
            found.append(load_country(project, country))
        except Problems as error:
            problems += error.problems
    return tuple(found), tuple(problems)


# --- building -------------------------------------------------------------------------------------


def build(packs: Sequence[PackPlan], progress: Progress) -> Iterator[PackReport]:
    """Builds the packs one after the other. Raises OutputError for a SOURCE_DATE_EPOCH that is no number.

    What is wrong with one pack or document is in that pack's report; the others are built.
    """
    source_date()
    shared: dict[tuple[Path, str], Tools] = {}
    for pack in packs:
        try:
            localized, tools = _prepared(pack, shared)
        except Problems as error:
            yield PackReport(pack.info, problems=error.problems)
        else:
            yield _built(pack, localized, tools, progress)


def _prepared(pack: PackPlan, shared: dict[tuple[Path, str], Tools]) -> tuple[Localized, Tools]:
    """The session as the pack's country sees it, checked, and the tools for it. Raises Problems."""
    make_folder(pack.folder)
    country = load_country(pack.project, pack.country)
    localized = localize(pack.project, pack.session, country, pack.language)
    problems = tuple(session_problems(localized.session, localized.changes))
    if problems:
        raise Problems(problems)
    left_out(localized.session, pack.occasion.minutes)  # raises Problems when there is too little time
    theme = pack.theme or country.theme
    key = (pack.project.root, theme)
    if key not in shared:
        shared[key] = load_tools(pack.project, theme)
    return localized, shared[key]


def load_tools(project: Project, theme_name: str) -> Tools:
    """The project's templates and fonts with one of its themes. Raises Problems."""
    theme = load_theme(project, theme_name)
    try:
        fonts = Fonts.load(font_directories(project.root), theme.font)
    except MissingFont as error:
        raise Problems.one(Source(project.name(project.theme_file(theme_name)), 1), str(error)) from None
    return Tools(Templates(project.templates), fonts, theme)


def _built(pack: PackPlan, localized: Localized, tools: Tools, progress: Progress) -> PackReport:
    all_infos = documents(tools.templates, localized.session)
    infos = [info for info in all_infos if not pack.documents or info.id in pack.documents]
    files: list[PackFile] = []
    built: list[BuiltFile] = []
    problems: list[Problem] = []
    for at, info in enumerate(infos):
        progress(pack, info.id, at / len(infos))
        try:
            rendered = render(localized, info, tools, pack.formats, pack.occasion)
            progress(pack, info.id, (at + 1) / len(infos))
            for file in rendered:
                files.append(file)
                built.append(_written(pack, file))
            if pack.documents and not rendered:
                source = Source(f"{tools.templates.folder.name}/{info.template}", 1)
                raise Problems.one(source, f"{info.id} is never written as {' or '.join(pack.formats)}")
        except Problems as error:
            problems += error.problems
    found = tuple(dict.fromkeys(problems))  # a text that stands in several documents is wrong in each of them
    report = PackReport(
        pack.info,
        tuple(built),
        problems=found,
        untranslated=len(localized.untranslated),
        left_out=left_out(localized.session, pack.occasion.minutes),
    )
    if problems or not pack.is_whole:
        return report
    try:
        printed, shown = _pages(files)
        readme = print_plan(tools.templates, localized, infos, printed, shown, pack.occasion)
        return _published(pack, plain_text(localized.session.title), report, files, readme)
    except Problems as error:
        return replace(report, problems=error.problems)


def render(
    localized: Localized,
    info: DocumentInfo,
    tools: Tools,
    formats: Sequence[Format],
    occasion: Occasion = ANY_OCCASION,
) -> tuple[PackFile, ...]:
    """One document in the formats asked for. Raises Problems for all that its content, template or theme has wrong."""
    source = Source(f"{tools.templates.folder.name}/{info.template}", 1)
    try:
        return _rendered(localized, info, tools, formats, occasion, source)
    except Problems:
        raise
    except MissingGlyph as error:
        raise Problems(Problem(place, str(error)) for place in _places(localized, error.character, source)) from None
    except Exception as error:  # whatever a template asks that a writer cannot do: the other documents are built
        message = f"{info.id} cannot be written: {type(error).__name__}: {error}"
        raise Problems.one(source, message) from error


def _rendered(
    localized: Localized,
    info: DocumentInfo,
    tools: Tools,
    formats: Sequence[Format],
    occasion: Occasion,
    source: Source,
) -> tuple[PackFile, ...]:
    document = compose(tools.templates, localized, info, occasion)
    unknown = [Problem(source, f"{info.id}: {sentence}") for sentence in unknown_styles(document, tools.theme)]
    if unknown:
        raise Problems(unknown)
    if isinstance(document, Deck):
        return _deck_files(document, info, tools, formats)
    # The PDF is laid out in any case: its page numbers fill the contents of the DOCX.
    pdf = write_pdf(document, tools.theme, tools.fonts)
    data = {"pdf": pdf.data}
    if "docx" in formats:
        data["docx"] = write_docx(
            document,
            tools.theme,
            pages=pdf.pages,
            heading_pages=pdf.heading_pages,
            figure_height=pdf.figure_height or None,
        )
    return tuple(
        PackFile(info.id, document.title, info.audience, format_, pdf.pages, data[format_])
        for format_ in formats
        if format_ in data
    )


def _deck_files(deck: Deck, info: DocumentInfo, tools: Tools, formats: Sequence[Format]) -> tuple[PackFile, ...]:
    """A deck's files: the slides in both formats, and as PDF the handout of them."""
    # Here too the PDF is laid out in any case: the PPTX takes from it the sizes at which the texts fit.
    pdf = write_deck(deck, tools.theme, tools.fonts)
    files: list[PackFile] = []
    if "pptx" in formats:
        from packgen.writers.pptx.writer import write_pptx  # python-pptx takes a tenth of a second to import

        pptx = write_pptx(deck, tools.theme, pdf.fits)
        files.append(PackFile(info.id, deck.title, info.audience, "pptx", pdf.pages, pptx))
    if "pdf" in formats:
        files.append(PackFile(info.id, deck.title, info.audience, "pdf", pdf.pages, pdf.slides))
        files.append(PackFile(f"{info.id}-handout", deck.title, info.audience, "pdf", pdf.handout_pages, pdf.handout))
    return tuple(files)


def _places(localized: Localized, character: str, template: Source) -> tuple[Source, ...]:
    """Where the content has the character: file and line of each; the template where no text has it."""
    from packgen.extract import texts

    found = tuple(
        replace(text.source, line=text.source.line + text.markdown.count("\n", 0, text.markdown.index(character)))
        for text in texts(localized.session)
        if character in text.markdown
    )
    return found or (template,)


def _written(pack: PackPlan, file: PackFile) -> BuiltFile:
    path = pack.folder / f"{file.document}.{file.format}"
    write_file(path, file.data)
    return BuiltFile(file.document, file.format, file.pages, len(file.data), path)


def _published(pack: PackPlan, title: str, report: PackReport, files: Sequence[PackFile], plan: str) -> PackReport:
    data = pack_zip(pack.info, title, files, plan, _origin(pack))
    path = pack.out / f"{pack.info.name}.zip"
    write_file(path, data)
    return replace(report, zip=path, zip_bytes=len(data))


def _origin(pack: PackPlan) -> Origin:
    """What the pack is made from and with."""
    root = pack.project.root
    paths = (path for folder in input_folders(pack.info) for path in (root / folder).rglob("*"))
    names = sorted(name for path in paths if is_input(name := pack.project.name(path), pack.info) and path.is_file())
    inputs = {name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in names}
    return Origin(options(pack.occasion, pack.theme), tool_versions(), inputs)


def _pages(files: Sequence[PackFile]) -> tuple[dict[str, tuple[str, int]], dict[str, tuple[str, int]]]:
    """The folder and the pages of every document that is printed, then of every deck that is shown."""
    decks = {file.document for file in files if file.format == "pptx"}
    pages = {file.document: (FOLDERS[file.audience], file.pages) for file in files}
    printed = {document: found for document, found in pages.items() if document not in decks}
    return printed, {document: pages[document] for document in pages if document in decks}
