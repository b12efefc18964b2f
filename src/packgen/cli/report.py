"""What `packgen build` and `packgen list` print: progress, tables for people, JSON for programs."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from types import FrameType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from packgen.batch.cache import Cache
from packgen.batch.executors import Workers
from packgen.batch.plans import PackPlan, PackReport
from packgen.batch.run import build
from packgen.compose import Templates, documents
from packgen.content.load import load_country, load_session, session_tree
from packgen.content.localize import fill, map_texts
from packgen.content.model import Session, Text
from packgen.content.overrides import place
from packgen.markdown import plain_text
from packgen.packs.pack import FORMATS, PackInfo
from packgen.problems import Problem, Problems
from packgen.project import Project
from packgen.translation.update import LanguageStatus


def run(
    packs: Sequence[PackPlan], *, quiet: bool, workers: Workers | None = None, cache: Cache | None = None
) -> tuple[PackReport, ...]:
    """Builds the packs, showing on stderr what is being built and the time left unless `quiet`; reports in their order.

    Raises OutputError, see `build`, and KeyboardInterrupt.
    """
    console = Console(stderr=True, quiet=quiet)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    found: dict[PackInfo, PackReport] = {}
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task("Reading the content", total=len(packs))
        with remembered_interrupt() as stop_if_interrupted:

            def tell(what: str, done: float) -> None:
                stop_if_interrupted()
                bar.update(task, description=what, completed=done, refresh=True)

            with closing(build(packs, tell, workers, cache)) as reports:
                for report in reports:
                    stop_if_interrupted()
                    found[report.info] = report
    return tuple(found[pack.info] for pack in packs)


@contextmanager
def remembered_interrupt() -> Iterator[Callable[[], None]]:
    """Within the block Ctrl-C is kept until the function that is given raises it; a second one is raised at once.

    Raised anywhere, it could leave a temporary file behind, or be hidden: ReportLab makes a ValueError of one that
    comes while it parses a colour.
    """
    pressed: list[int] = []

    def remember(number: int, frame: FrameType | None) -> None:
        if pressed:
            signal.default_int_handler(number, frame)
        pressed.append(number)

    def stop_if_interrupted() -> None:
        if pressed:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, remember)
    try:
        yield stop_if_interrupted
    finally:
        signal.signal(signal.SIGINT, before)


MOST_TABLES = 4  # packs of which each document is listed: about those of one country


def show_reports(reports: Sequence[PackReport]) -> None:
    """Prints what was built: a table a pack with its documents, or of many packs one table; and where it all is."""
    if len(reports) <= MOST_TABLES:
        _show_documents(reports)
    else:
        _show_packs(reports)


def _show_packs(reports: Sequence[PackReport]) -> None:
    console = _console()
    table = Table()
    for column in ("Pack", "Size", "Documents", "Built", "Not translated"):
        table.add_column(column, justify="left" if column == "Pack" else "right")
    for report in reports:
        built = sum(reason.built for reason in report.reasons)
        size = _size(report.zip_bytes) if report.zip else "not published" if report.problems else "–"
        table.add_row(report.info.name, size, *map(str, (len(report.reasons), built, report.untranslated)))
    console.print(table)
    unchanged = sum(not report.problems and not any(reason.built for reason in report.reasons) for report in reports)
    failed = sum(bool(report.problems) for report in reports)
    words = [f"{len(reports)} packs", f"{len(reports) - unchanged - failed} built", f"{unchanged} unchanged"]
    words += [f"{failed} not published"] if failed else []
    where = {report.zip.parent.as_posix() for report in reports if report.zip}
    console.print(", ".join(words) + "".join(f"; in {folder}" for folder in sorted(where)), soft_wrap=True)


def show_reasons(reports: Sequence[PackReport]) -> None:
    """Prints why each document was built, or was not."""
    console = _console()
    for report in reports:
        for reason in report.reasons:
            what = "built" if reason.built else "kept"
            console.print(f"{report.info.name} {reason.document}: {what}, {reason.why}", soft_wrap=True)


def _show_documents(reports: Sequence[PackReport]) -> None:
    console = _console()
    for report in reports:
        info = report.info
        if not report.files:
            continue
        table = Table(title=f"{info.session} · {info.country} · {info.language}", title_justify="left")
        formats = [name for name in FORMATS if any(file.format == name for file in report.files)]
        for column in ("Document", "Pages", *map(str.upper, formats)):
            table.add_column(column, justify="left" if column == "Document" else "right")
        for document in dict.fromkeys(file.document for file in report.files):
            sizes = {file.format: file for file in report.files if file.document == document}
            pages = next(iter(sizes.values())).pages
            cells = [_size(sizes[name].bytes) if name in sizes else "–" for name in formats]
            table.add_row(document, str(pages), *cells)
        console.print(table)
        console.print(f"In {report.files[0].path.parent.as_posix()}", soft_wrap=True)
        if report.zip:
            where = f"Pack {report.zip.as_posix()} ({_size(report.zip_bytes)})"
            console.print(where, soft_wrap=True)
        if report.left_out:
            console.print(f"Left out to save time: {_left_out(report)}", soft_wrap=True)
        if report.untranslated:
            console.print(f"{report.untranslated} texts are not translated yet and stay in the source language")


def _left_out(report: PackReport) -> str:
    return ", ".join(f"{plain_text(topic.title)} ({topic.spare} min)" for topic in report.left_out)


def show_problems(problems: Sequence[Problem], reports: Sequence[PackReport]) -> None:
    """Prints on stderr what failed, a line each: file, line, what was expected; then which packs were not published."""
    found = dict.fromkeys([*problems, *(problem for report in reports for problem in report.problems)])
    for problem in found:
        print(problem, file=sys.stderr)
    for report in reports:
        if report.problems:
            print(f"{report.info.name}: not published; an earlier zip stays as it was", file=sys.stderr)


def reports_json(problems: Sequence[Problem], reports: Sequence[PackReport]) -> dict[str, Any]:
    """The reports as plain values: sizes in bytes, paths as they were given; `problems` are those of no pack."""
    return {"packs": [_pack_json(report) for report in reports], "problems": _problems_json(problems)}


def _pack_json(report: PackReport) -> dict[str, Any]:
    return {
        "session": report.info.session,
        "country": report.info.country,
        "language": report.info.language,
        "zip": report.zip.as_posix() if report.zip else None,
        "bytes": report.zip_bytes,
        "untranslated": report.untranslated,
        "left-out": [topic.id for topic in report.left_out],
        "files": [
            {
                "document": file.document,
                "format": file.format,
                "pages": file.pages,
                "bytes": file.bytes,
                "path": file.path.as_posix(),
            }
            for file in report.files
        ],
        "reasons": [
            {"document": reason.document, "built": reason.built, "why": reason.why} for reason in report.reasons
        ],
        "problems": _problems_json(report.problems),
    }


def _problems_json(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    return [
        {"file": problem.source.file, "line": problem.source.line or None, "message": problem.message}
        for problem in problems
    ]


def listing(project: Project) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Sessions with their documents, countries with their languages, and what is wrong with those that are left out."""
    templates = Templates(project.templates)
    problems: list[Problem] = []
    sessions = []
    for name in project.sessions():
        try:
            session = _with_terms(load_session(place(session_tree(project, name))))
        except Problems as error:
            problems += error.problems
            continue
        found = [{"id": info.id, "title": info.title, "for": info.audience} for info in documents(templates, session)]
        title = plain_text(session.title)
        sessions.append({"id": name, "title": title, "minutes": session.minutes, "documents": found})
    countries = []
    for code in project.countries():
        try:
            profile = load_country(project, code)
        except Problems as error:
            problems += error.problems
            continue
        languages = list(profile.languages)
        countries.append({"code": code, "name": profile.name, "languages": languages, "paper": profile.paper})
    return {"sessions": sessions, "countries": countries, "problems": _problems_json(problems)}, tuple(problems)


def _with_terms(session: Session) -> Session:
    """The session with the content's own terms in its texts; one that needs a country stays as it was written."""
    values = {"terms": {name: text.markdown for name, text in session.terms.items()}}

    def filled(text: Text) -> Text:
        try:
            return replace(text, markdown=fill(text, values))
        except Problems:
            return text

    return map_texts(session, filled)


def show_listing(found: dict[str, Any]) -> None:
    """Prints a listing as tables."""
    console = _console()
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
    """JSON in ASCII alone, so that it is the same in every terminal's encoding."""
    return json.dumps(values, indent=2)


def _console() -> Console:
    """Standard output; what content says is text to it, never markup."""
    return Console(markup=False, emoji=False, highlight=False)


def _size(count: int) -> str:
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"
