"""The whole way, for many packs: content -> documents -> files -> zip. The one module that knows every stage."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from packgen.checks import session_problems
from packgen.compose import DocumentInfo, Templates, compose, documents, print_plan
from packgen.load import load_country, load_theme
from packgen.localize import Localized, country_session, localize
from packgen.output import OutputError, write_file
from packgen.pack import FOLDERS, PackFile, PackInfo, pack_zip
from packgen.problems import Problem, Problems, Source
from packgen.project import Project
from packgen.theme import Theme
from packgen.writers.docx.writer import write_docx
from packgen.writers.pdf.fonts import Fonts, MissingGlyph, font_directories
from packgen.writers.pdf.writer import write_pdf

Format = Literal["docx", "pdf"]
FORMATS: tuple[Format, ...] = ("docx", "pdf")

README_WIDTH = 76  # columns of README.txt


@dataclass(frozen=True, slots=True)
class PackPlan:
    """One pack to build. `documents` and `formats` choose among its own; None means all."""

    project: Project
    session: str
    country: str
    language: str
    documents: tuple[str, ...] | None
    formats: tuple[Format, ...]
    out: Path

    @property
    def info(self) -> PackInfo:
        """What the pack is called."""
        return PackInfo(self.session, self.country, self.language)

    @property
    def is_whole(self) -> bool:
        """Whether all its documents are built: only a whole pack is zipped."""
        return self.documents is None and set(self.formats) == set(FORMATS)


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
    """What became of one pack: files, the zip (None when it was not published), problems."""

    info: PackInfo
    files: tuple[BuiltFile, ...]
    zip: Path | None
    zip_bytes: int
    problems: tuple[Problem, ...]
    untranslated: int


@dataclass(frozen=True, slots=True)
class Tools:
    """What all packs of a run share: templates compiled, fonts opened, themes read."""

    templates: Templates
    fonts: Fonts
    theme: Theme


Progress = Callable[[PackPlan, str], None]


def plan(
    project: Project,
    sessions: Sequence[str],
    countries: Sequence[str],
    languages: Sequence[str] | None,
    documents: Sequence[str] | None,
    formats: Sequence[Format],
    out: Path,
) -> tuple[PackPlan, ...]:
    """The packs to build, by country, language and session. Raises Problems for a profile that cannot be read.

    `languages` picks among each country's own; a country that speaks none of them gets no pack.
    """
    return tuple(
        PackPlan(project, session, country, language, tuple(documents) if documents else None, tuple(formats), out)
        for country in countries
        for language in load_country(project, country).languages
        if not languages or language in languages
        for session in sessions
    )


def languages(project: Project, countries: Sequence[str]) -> tuple[str, ...]:
    """All languages that these countries build in, sorted. Raises Problems."""
    return tuple(sorted({language for country in countries for language in load_country(project, country).languages}))


def document_ids(project: Project, sessions: Sequence[str], countries: Sequence[str]) -> tuple[str, ...]:
    """All documents that these countries have of these sessions, in the order of the pack. Raises Problems."""
    templates = Templates(project.templates)
    views = (country_session(project, session, country)[0] for session in sessions for country in countries)
    return tuple(dict.fromkeys(info.id for view in views for info in documents(templates, view)))


def build(plans: Sequence[PackPlan], progress: Progress) -> Iterator[PackReport]:
    """Builds the packs one after the other; `progress` is told the plan and the document before each document."""
    shared: dict[tuple[Path, str], Tools] = {}
    for plan in plans:
        try:
            country = load_country(plan.project, plan.country)
            key = (plan.project.root, country.theme)
            if key not in shared:
                shared[key] = _tools(plan.project, country.theme)
            localized = localize(plan.project, plan.session, country, plan.language)
            problems = tuple(session_problems(localized.session, localized.changes))
            if problems:
                raise Problems(problems)
        except Problems as error:
            yield PackReport(plan.info, (), None, 0, error.problems, 0)
            continue
        yield _build_pack(plan, localized, shared[key], progress)


def _tools(project: Project, theme_name: str) -> Tools:
    theme = load_theme(project, theme_name)
    return Tools(Templates(project.templates), Fonts.load(font_directories(project.root), theme.font), theme)


def _build_pack(plan: PackPlan, localized: Localized, tools: Tools, progress: Progress) -> PackReport:
    files: list[PackFile] = []
    built: list[BuiltFile] = []
    problems: list[Problem] = []
    infos = [
        info
        for info in documents(tools.templates, localized.session)
        if plan.documents is None or info.id in plan.documents
    ]
    for info in infos:
        progress(plan, info.id)
        try:
            rendered = render(localized, info, tools, plan.formats)
            for file in rendered:
                built.append(_write(plan, file))
            files += rendered
        except (Problems, OutputError) as error:
            problems += _problems_of(error, info)
    if problems or not plan.is_whole:
        return PackReport(plan.info, tuple(built), None, 0, tuple(problems), len(localized.untranslated))
    try:
        readme = readme_text(print_plan(tools.templates, localized, infos, _pages(files)))
        data = pack_zip(plan.info, files, readme)
        path = plan.out / f"{plan.info.name}.zip"
        write_file(path, data)
    except (Problems, OutputError) as error:
        found = tuple(_problems_of(error, None))
        return PackReport(plan.info, tuple(built), None, 0, found, len(localized.untranslated))
    return PackReport(plan.info, tuple(built), path, len(data), (), len(localized.untranslated))


def render(localized: Localized, info: DocumentInfo, tools: Tools, formats: Sequence[Format]) -> tuple[PackFile, ...]:
    """One document in the formats asked for. Raises Problems, naming the document for what a writer cannot do."""
    document = compose(tools.templates, localized, info)
    try:
        # The PDF is laid out in any case: its page numbers fill the contents of the DOCX.
        pdf = write_pdf(document, tools.theme, tools.fonts)
        found = {"pdf": pdf.data}
        if "docx" in formats:
            found["docx"] = write_docx(
                document,
                tools.theme,
                pages=pdf.pages,
                heading_pages=pdf.heading_pages,
                figure_height=pdf.figure_height or None,
            )
    except MissingGlyph as error:
        raise Problems.one(Source(info.id, 1), str(error)) from None
    return tuple(PackFile(info.id, info.audience, name, pdf.pages, found[name]) for name in formats)


def _write(plan: PackPlan, file: PackFile) -> BuiltFile:
    folder = plan.out / plan.country / plan.language / plan.session
    path = folder / f"{file.document}.{file.format}"
    write_file(path, file.data)
    format_: Format = "docx" if file.format == "docx" else "pdf"
    return BuiltFile(file.document, format_, file.pages, len(file.data), path)


def _pages(files: Sequence[PackFile]) -> dict[str, tuple[str, int]]:
    """The folder and the pages of every document."""
    return {file.document: (FOLDERS[file.audience], file.pages) for file in files}


def readme_text(plan: str) -> str:
    """The README of a pack: the print plan, its lines wrapped."""
    lines = []
    for line in plan.splitlines():
        indent = " " * (len(line) - len(line.lstrip(" ")))
        hanging = indent + ("  " if line.lstrip().startswith("*") else "")
        lines += textwrap.wrap(line, README_WIDTH, subsequent_indent=hanging, break_long_words=False) or [""]
    return "\n".join(lines).strip() + "\n"


def _problems_of(error: Problems | OutputError, info: DocumentInfo | None) -> Iterator[Problem]:
    if isinstance(error, Problems):
        yield from error.problems
    else:
        yield Problem(Source(info.id if info else "the pack", 1), str(error))
