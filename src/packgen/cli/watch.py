"""`packgen watch`."""

import time
from collections.abc import Callable
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from packgen.cli.options import ProjectOption, chosen, country_in, project_at

if TYPE_CHECKING:
    from packgen.project import Project
    from packgen.watch.rebuild import Choice
    from packgen.watch.view import Board


def watch(
    country: Annotated[str, typer.Option("--country", "-c", metavar="CODE", help="A country's code, in either case.")],
    language: Annotated[
        list[str] | None, typer.Option("--language", "-l", metavar="TAG", help="Else all of the country's.")
    ] = None,
    document: Annotated[
        list[str] | None, typer.Option("--document", "-d", metavar="ID", help="Else all documents.")
    ] = None,
    port: Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="0: any free one.")] = 8001,
    project: ProjectOption = None,
) -> None:
    """Show a country's documents in a browser, anew after each save. Ctrl-C ends it."""
    from packgen.batch import run as batch
    from packgen.cli.report import remembered_interrupt
    from packgen.watch.rebuild import Choice
    from packgen.watch.server import server
    from packgen.watch.view import Board

    where = project_at(project)
    code = country_in(where, country)
    languages = chosen("language", language, batch.languages(where, [code]) if language else ())
    documents = chosen("document", document, batch.document_ids(where, where.sessions(), [code]) if document else ())
    board = Board()
    with remembered_interrupt() as stop_if_interrupted, server(board, port) as running:
        host, bound = running.server_address[:2]
        print(f"http://{host!s}:{bound}/ (Ctrl-C ends it)", flush=True)
        Thread(target=running.serve_forever, daemon=True).start()

        def pause(seconds: float) -> None:
            stop_if_interrupted()
            time.sleep(seconds)

        try:
            _watch(where, Choice(code, languages, documents), board, pause)
        except KeyboardInterrupt:
            raise typer.Exit(0) from None
        finally:
            running.shutdown()


def _watch(project: "Project", choice: "Choice", board: "Board", pause: Callable[[float], None]) -> None:
    """Builds, shows and tells, again and again, until `pause` raises."""
    from rich.console import Console

    from packgen.batch.cache import Cache, cache_folder
    from packgen.watch.files import Look, changed
    from packgen.watch.rebuild import rebuild

    console = Console(markup=False, emoji=False, highlight=False, soft_wrap=True)
    cache = Cache(cache_folder(project.root))
    last: Look = {}
    while True:
        last = changed(project, choice.country, last, pause)
        started = time.time()
        done = rebuild(project, choice, cache, board, lambda: pause(0))
        for problem in done.problems:
            console.print(str(problem), style="red")
        console.print(f"{time.strftime('%H:%M:%S')} {done}", style="yellow" if done.problems else "green")
        cache.prune(started)
