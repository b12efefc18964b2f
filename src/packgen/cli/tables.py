"""The tables that commands print for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from packgen.batch.plans import PackReport
from packgen.markdown import plain_text
from packgen.packs.pack import FORMATS
from packgen.translation.update import LanguageStatus

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
            one = report.untranslated == 1
            texts = "1 text is" if one else f"{report.untranslated} texts are"
            stay = "stays" if one else "stay"
            console.print(f"{texts} not translated yet and {stay} in the source language (--strict tells which)")


def _left_out(report: PackReport) -> str:
    return ", ".join(f"{plain_text(topic.title)} ({topic.spare} min)" for topic in report.left_out)


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


def show_status(rows: Sequence[LanguageStatus]) -> None:
    """Prints how far each catalogue is."""
    table = Table(title="Translations", title_justify="left")
    for column in ("Language", "Catalogue", "Translated", "Fuzzy", "Missing", "Words left"):
        table.add_column(column, justify="left" if column in ("Language", "Catalogue") else "right")
    for row in rows:
        counts = (row.status.translated, row.status.fuzzy, row.status.missing, row.status.words_left)
        table.add_row(row.language, row.session, *map(str, counts))
    Console().print(table)


def _console() -> Console:
    """Standard output; what content says is text to it, never markup."""
    return Console(markup=False, emoji=False, highlight=False)


def _size(count: int) -> str:
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"
