"""What `packgen build` and `packgen list` print: progress, tables for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from packgen.batch import PackPlan, PackReport, build
from packgen.compose import Templates, documents
from packgen.load import load_country, load_session, session_tree
from packgen.markdown import plain_text
from packgen.overrides import place
from packgen.project import Project
from packgen.translate import LanguageStatus


def run(plans: Sequence[PackPlan], *, quiet: bool) -> tuple[PackReport, ...]:
    """Builds the packs, showing on stderr what is being built unless `quiet`."""
    console = Console(stderr=True, quiet=quiet)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet) as bar:
        task = bar.add_task("Reading the content", total=len(plans))

        def tell(plan: PackPlan, document: str) -> None:
            bar.update(task, description=f"{plan.country} {plan.language} {document}")

        found: list[PackReport] = []
        for report in build(plans, tell):
            found.append(report)
            bar.advance(task)
    return tuple(found)


def show_reports(reports: Sequence[PackReport]) -> None:
    """Prints a table a pack: document, pages, sizes; and where it all is."""
    console = Console()
    for report in reports:
        info = report.info
        if not report.files:
            continue
        table = Table(title=f"{info.session} · {info.country} · {info.language}", title_justify="left")
        for column in ("Document", "Pages", "DOCX", "PDF"):
            table.add_column(column, justify="left" if column == "Document" else "right")
        for document in dict.fromkeys(file.document for file in report.files):
            sizes = {file.format: file for file in report.files if file.document == document}
            pages = next(iter(sizes.values())).pages
            cells = [_size(sizes[name].bytes) if name in sizes else "–" for name in ("docx", "pdf")]
            table.add_row(document, str(pages), *cells)
        console.print(table)
        console.print(f"In {_shown(report.files[0].path.parent)}", highlight=False, soft_wrap=True)
        if report.zip:
            console.print(f"Pack {_shown(report.zip)} ({_size(report.zip_bytes)})", highlight=False, soft_wrap=True)
        if report.untranslated:
            console.print(f"{report.untranslated} texts are not translated yet and stay in the source language")


def show_problems(reports: Sequence[PackReport]) -> None:
    """Prints on stderr what failed, a line each: pack, file, line, what was expected."""
    console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
    for report in reports:
        for problem in report.problems:
            console.print(f"{report.info.name}: {problem}")
        if report.problems:
            console.print(f"{report.info.name}: not published; what was built before stays as it was")


def reports_json(reports: Sequence[PackReport]) -> dict[str, Any]:
    """The reports as plain values: sizes in bytes, paths as they were given."""
    return {
        "packs": [
            {
                "session": report.info.session,
                "country": report.info.country,
                "language": report.info.language,
                "zip": str(report.zip) if report.zip else None,
                "bytes": report.zip_bytes,
                "untranslated": report.untranslated,
                "files": [
                    {
                        "document": file.document,
                        "format": file.format,
                        "pages": file.pages,
                        "bytes": file.bytes,
                        "path": str(file.path),
                    }
                    for file in report.files
                ],
                "problems": [
                    {"file": problem.source.file, "line": problem.source.line, "message": problem.message}
                    for problem in report.problems
                ],
            }
            for report in reports
        ]
    }


def listing(project: Project) -> dict[str, Any]:
    """Sessions with their documents, countries with their languages. Raises Problems."""
    templates = Templates(project.templates)
    sessions = []
    for name in project.sessions():
        session = load_session(place(session_tree(project, name)))
        found = [{"id": info.id, "title": info.title, "for": info.audience} for info in documents(templates, session)]
        title = plain_text(session.title)
        sessions.append({"id": name, "title": title, "minutes": session.minutes, "documents": found})
    countries = []
    for code in project.countries():
        profile = load_country(project, code)
        languages = list(profile.languages)
        countries.append({"code": code, "name": profile.name, "languages": languages, "paper": profile.paper})
    return {"sessions": sessions, "countries": countries}


def show_listing(found: dict[str, Any]) -> None:
    """Prints a listing as tables."""
    console = Console()
    for session in found["sessions"]:
        table = Table(title=f"{session['id']}: {session['title']} ({session['minutes']} min)", title_justify="left")
        for column in ("Document", "Title", "For"):
            table.add_column(column)
        for document in session["documents"]:
            table.add_row(document["id"], document["title"], document["for"])
        console.print(table)
    table = Table(title="Countries", title_justify="left")
    for column in ("Code", "Name", "Languages", "Paper"):
        table.add_column(column)
    for country in found["countries"]:
        table.add_row(country["code"], country["name"], ", ".join(country["languages"]), country["paper"])
    console.print(table)


def status_json(rows: Sequence[LanguageStatus]) -> dict[str, Any]:
    """How far each catalogue is, as plain values: numbers of texts and of source words."""
    return {
        "catalogues": [
            {
                "language": row.language,
                "catalogue": row.session,
                "translated": row.status.translated,
                "fuzzy": row.status.fuzzy,
                "missing": row.status.missing,
                "words-left": row.status.words_left,
            }
            for row in rows
        ]
    }


def show_status(rows: Sequence[LanguageStatus]) -> None:
    """Prints how far each catalogue is."""
    table = Table(title="Translations", title_justify="left")
    for column in ("Language", "Catalogue", "Translated", "Fuzzy", "Missing", "Words left"):
        table.add_column(column, justify="left" if column in ("Language", "Catalogue") else "right")
    for row in rows:
        counts = (row.status.translated, row.status.fuzzy, row.status.missing, row.status.words_left)
        table.add_row(row.language, row.session, *map(str, counts))
    Console().print(table)


def dumps(values: dict[str, Any]) -> str:
    """JSON as programs and people read it."""
    return json.dumps(values, ensure_ascii=False, indent=2)


def _size(count: int) -> str:
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def _shown(path: Path) -> str:
    return path.as_posix()
