"""What `packgen build` and other commands print: progress, problems, JSON for programs. Tables: `tables.py`."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

from packgen.batch.plans import PackPlan, PackReport
from packgen.batch.run import Progress, build
from packgen.packs.pack import PackInfo
from packgen.problems import Problem

if TYPE_CHECKING:
    from packgen.batch.cache import Cache
    from packgen.batch.executors import Workers
    from packgen.translation.update import LanguageStatus


def run(
    packs: Sequence[PackPlan], *, quiet: bool, workers: Workers | None = None, cache: Cache | None = None
) -> tuple[PackReport, ...]:
    """Builds the packs, showing on stderr what is being built and the time left unless `quiet`; reports in their order.

    Raises OutputError, see `build`, and KeyboardInterrupt.
    """
    found: dict[PackInfo, PackReport] = {}
    with _progress(len(packs), quiet=quiet) as show, remembered_interrupt() as stop_if_interrupted:

        def tell(what: str, done: float) -> None:
            stop_if_interrupted()
            show(what, done)

        try:
            with closing(build(packs, tell, workers, cache)) as reports:
                for report in reports:
                    stop_if_interrupted()
                    found[report.info] = report
        except KeyboardInterrupt:
            print(f"Interrupted: {len(found)} of {len(packs)} packs are done", file=sys.stderr)
            raise
    return tuple(found[pack.info] for pack in packs)


@contextmanager
def _progress(packs: int, *, quiet: bool) -> Iterator[Progress]:
    """Shows on stderr what it is given to show; nothing where `quiet`, or where nobody would see it move."""
    if quiet:
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Reading the content", total=packs)
        yield lambda what, done: bar.update(task, description=what, completed=done, refresh=True)


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
    return {"packs": [_pack_json(report) for report in reports], "problems": problems_json(problems)}


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
        "problems": problems_json(report.problems),
    }


def problems_json(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """The problems as plain values; a file as a whole has the line None."""
    return [
        {"file": problem.source.file, "line": problem.source.line or None, "message": problem.message}
        for problem in problems
    ]


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


def dumps(values: dict[str, Any]) -> str:
    """JSON in ASCII alone, so that it is the same in every terminal's encoding."""
    return json.dumps(values, indent=2)
