"""`packgen translate`: templates out of the content, catalogues brought up to date, how far each language is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from packgen import catalogue
from packgen.catalogue import MESSAGES, Status
from packgen.extract import message_entries, session_entries
from packgen.output import write_file
from packgen.project import Project


@dataclass(frozen=True, slots=True)
class LanguageStatus:
    """How far one language is with one session (or with the fixed words, `session` MESSAGES)."""

    language: str
    session: str
    status: Status


def extract(project: Project) -> tuple[Path, ...]:
    """Writes locales/<session>.pot for every session and locales/messages.pot; gives their paths. Raises Problems."""
    written: list[Path] = []
    for name, template in _templates(project):
        path = project.root / "locales" / f"{name}.pot"
        write_file(path, catalogue.written(template))
        written.append(path)
    return tuple(written)


def update(project: Project, languages: Sequence[str]) -> tuple[Path, ...]:
    """Brings the catalogues of `languages` up to date with the content, new ones included; gives their paths.

    Raises Problems for content or catalogues that cannot be read; nothing is written then.
    """
    updated: list[tuple[Path, bytes]] = []
    for name, template in _templates(project):
        for language in languages:
            path = project.catalogue_file(language, name)
            old = catalogue.read(path, language, project.name(path)) if path.is_file() else None
            updated.append((path, catalogue.written(catalogue.updated(old, template, language, name))))
    for path, data in updated:
        write_file(path, data)
    return tuple(path for path, _ in updated)


def status(project: Project, languages: Sequence[str]) -> tuple[LanguageStatus, ...]:
    """How far every catalogue is, measured against today's content, not against the last update."""
    rows: list[LanguageStatus] = []
    for name, template in _templates(project):
        for language in languages:
            path = project.catalogue_file(language, name)
            old = catalogue.read(path, language, project.name(path)) if path.is_file() else None
            merged = catalogue.updated(old, template, language, name)
            rows.append(LanguageStatus(language, name, catalogue.status(merged)))
    return tuple(sorted(rows, key=lambda row: (row.language, row.session)))


def languages(project: Project) -> tuple[str, ...]:
    """The languages that have a folder in locales/languages/, sorted."""
    return tuple(sorted(path.name for path in (project.root / "locales" / "languages").glob("*") if path.is_dir()))


def _templates(project: Project) -> Iterator[tuple[str, catalogue.Catalog]]:
    yield MESSAGES, catalogue.template(message_entries(project), MESSAGES)
    for session in project.sessions():
        yield session, catalogue.template(session_entries(project, session), session)
