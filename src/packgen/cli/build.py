"""`packgen build`."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from packgen.cli.compare import sign_packs, signing_key, touched_since
from packgen.cli.options import JsonOption, ProjectOption, chosen, minute_of_day, project_at

if TYPE_CHECKING:
    from packgen.batch.executors import Workers
    from packgen.batch.plans import PackPlan
    from packgen.project import Project


def build(
    country: Annotated[
        list[str] | None, typer.Option("--country", "-c", metavar="CODE", help="Countries' codes, either case.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every country.")] = False,
    language: Annotated[
        list[str] | None, typer.Option("--language", "-l", metavar="TAG", help="Else all of the country's.")
    ] = None,
    session: Annotated[
        list[str] | None, typer.Option("--session", "-s", metavar="ID", help="Else all sessions.")
    ] = None,
    document: Annotated[
        list[str] | None, typer.Option("--document", "-d", metavar="ID", help="Else all documents.")
    ] = None,
    format_: Annotated[
        list[str] | None, typer.Option("--format", "-f", metavar="FORMAT", help="docx, pptx or pdf; else all.")
    ] = None,
    start: Annotated[str | None, typer.Option("--start", metavar="HH:MM", help="When it starts: times of day.")] = None,
    minutes: Annotated[
        int | None, typer.Option("--minutes", metavar="N", min=1, help="Leave out what can be spared to fit.")
    ] = None,
    participants: Annotated[
        int | None, typer.Option("--participants", metavar="N", min=1, help="Count copies and paper.")
    ] = None,
    theme: Annotated[
        str | None, typer.Option("--theme", metavar="NAME", help="plain: large print; else the country's own.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="REV", help="Only packs that files touch which changed since then.")
    ] = None,
    sign: Annotated[
        str | None, typer.Option("--sign", metavar="KEY", help="Sign packs: minisign's secret key, FILE or env:NAME.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Publish no pack with a text that is not translated.")
    ] = False,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Where to put what is built.")] = Path("dist"),
    project: ProjectOption = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", metavar="N", min=1, help="Processes; else one for each core.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="tcp://HOST:8786", help="Build on a Dask cluster.")
    ] = None,
    cache: Annotated[
        bool, typer.Option("--cache/--no-cache", help="Keep what is unchanged since the last build.")
    ] = True,
    explain: Annotated[bool, typer.Option("--explain", help="Say of each document why it was built, or not.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing unless something fails.")] = False,
    json: JsonOption = False,
) -> None:
    """Build countries' packs. Every document as DOCX and PDF, the slides as PPTX and PDF, and the zip."""
    from packgen.batch import run as batch
    from packgen.batch.cache import Cache, cache_folder
    from packgen.cli import report
    from packgen.content.schedule import Occasion
    from packgen.packs.pack import FORMATS

    if country and all_:
        raise typer.BadParameter("--country chooses some countries, --all builds every one: leave out one of the two")
    if not (country or all_ or since):
        raise typer.BadParameter("say which country to build (--country ke), or all of them (--all)")
    if jobs and scheduler:
        raise typer.BadParameter("a scheduler has its own workers: leave out --jobs or --scheduler")
    where = project_at(project)
    key = signing_key(sign)
    countries = chosen("country", [code.lower() for code in country or ()], where.countries()) or where.countries()
    sessions = chosen("session", session, where.sessions()) or where.sessions()
    languages = chosen("language", language, batch.languages(where, countries) if language else ())
    documents = chosen("document", document, batch.document_ids(where, sessions, countries) if document else ())
    wanted = chosen("format", format_, FORMATS) or FORMATS
    formats = [name for name in FORMATS if name in wanted]
    occasion = Occasion(minute_of_day(start), minutes, participants)
    chosen("theme", [theme] if theme else None, where.themes())
    plan = batch.plan(where, sessions, countries, languages, documents, formats, out, occasion, theme, strict=strict)
    if not plan.packs and not plan.problems:
        raise typer.BadParameter("there is nothing to build: no session, or no country in one of these languages")
    if since:
        plan = replace(plan, packs=touched_since(where, since, plan.packs))
        if not plan.packs and not quiet:
            print(f"Nothing to build: no file that goes into a pack changed since {since}", file=sys.stderr)
    kept = Cache(cache_folder(where.root)) if cache else None
    with _workers(jobs, scheduler, where, plan.packs) as workers:
        reports = report.run(plan.packs, quiet=quiet or json, workers=workers, cache=kept)
    if key:
        sign_packs(reports, key)
    if json:
        print(report.dumps(report.reports_json(plan.problems, reports)))
    elif not quiet:
        from packgen.cli import tables

        tables.show_reports(reports)
        if explain:
            tables.show_reasons(reports)
    report.show_problems(plan.problems, reports)
    raise typer.Exit(1 if plan.problems or any(pack.problems for pack in reports) else 0)


@contextmanager
def _workers(
    jobs: int | None, scheduler: str | None, project: "Project", packs: "Sequence[PackPlan]"
) -> "Iterator[Workers | None]":
    """Where packs are built: this machine's processes, or a cluster's; None for here. Raises BadParameter, Problems."""
    if scheduler is None and (jobs == 1 or len(packs) == 1):
        yield None  # without importing what starts processes
        return
    if scheduler is None:
        from packgen.batch.executors import cores, processes

        count = jobs or cores()
        yield processes(count) if count > 1 else None
        return
    try:
        from packgen.batch.cluster import cluster
    except ImportError:
        raise typer.BadParameter('building on a cluster needs: pip install "packgen[cluster]"') from None
    with cluster(scheduler, project, packs) as workers:
        yield workers
