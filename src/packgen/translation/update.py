"""`packgen translate`: templates out of the content, catalogues brought up to date, how far each language is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from packgen.cldr import unknown_language
from packgen.content.load import load_country
from packgen.content.yamltree import read
from packgen.output import write_file
from packgen.project import Project
from packgen.translation import catalogue
from packgen.translation.catalogue import MESSAGES, Status
from packgen.translation.extract import message_entries, session_entries
from packgen.translation.merge import updated


@dataclass(frozen=True, slots=True)
class LanguageStatus:
    """How far one language is with one session (or with the fixed words, `session` MESSAGES)."""

    language: str
    session: str
    status: Status


def extract(project: Project) -> tuple[Path, ...]:
    """Writes locales/<session>.pot for every session and locales/messages.pot; gives their paths. Raises Problems."""
    written: list[Path] = []
    for name, template in _templates(project, project.countries()):
        path = project.root / "locales" / f"{name}.pot"
        write_file(path, catalogue.written(template))
        written.append(path)
    return tuple(written)


def update(project: Project, languages: Sequence[str]) -> tuple[Path, ...]:
    """Brings the catalogues of `languages` up to date with the content, new ones included; gives their paths.

    Raises Problems for content or catalogues that cannot be read; nothing is written then.
    """
    found = tuple(_updated(project, languages))
    for each in found:
        write_file(each.path, catalogue.written(each.catalogue))
    return tuple(each.path for each in found)


def status(project: Project, languages: Sequence[str]) -> tuple[LanguageStatus, ...]:
    """How far every catalogue is, measured against today's content, not against the last update."""
    rows = (
        LanguageStatus(each.language, each.name, catalogue.status(each.catalogue))
        for each in _updated(project, languages)
    )
    return tuple(sorted(rows, key=lambda row: (row.language, row.session)))


def languages(project: Project) -> tuple[str, ...]:
    """The languages that have a folder in locales/languages/, sorted; folders of other names are none."""
    folders = (path.name for path in (project.root / "locales" / "languages").glob("*") if path.is_dir())
    return tuple(sorted(name for name in folders if not unknown_language(name)))


@dataclass(frozen=True, slots=True)
class _Updated:
    """A catalogue as it has to be for today's content."""

    language: str
    name: str
    path: Path
    catalogue: catalogue.Catalog


def _updated(project: Project, languages: Sequence[str]) -> Iterator[_Updated]:
    for language in languages:
        for name, template in _templates(project, speaking(project, language)):
            path = project.catalogue_file(language, name)
            old = catalogue.read(path, language, project.name(path)) if path.is_file() else None
            yield _Updated(language, name, path, updated(old, template, language, name))


def source_languages(project: Project) -> set[str]:
    """The languages that sessions are written in, without a region: they need no catalogue. Raises Problems."""
    paths = (project.session_file(session) for session in project.sessions())
    return {str(read(path, project.name(path)).items.get("language", "")).split("-")[0] for path in paths}


def speaking(project: Project, language: str) -> tuple[str, ...]:
    """The countries that build in `language`: a catalogue holds the content's texts and these countries' own."""
    return tuple(code for code in project.countries() if language in load_country(project, code).languages)


def _templates(project: Project, countries: Sequence[str]) -> Iterator[tuple[str, catalogue.Catalog]]:
    yield MESSAGES, catalogue.template(message_entries(project), MESSAGES)
    for session in project.sessions():
        yield session, catalogue.template(session_entries(project, session, countries), session)
