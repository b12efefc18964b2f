"""`packgen site` and `packgen serve`: the download page, written and shown."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from packgen.cli.options import ProjectOption, project_at

OutOption = Annotated[
    Path, typer.Option("--out", "-o", metavar="DIR", help="The folder with the packs that were built.")
]


def site(out: OutOption = Path("dist"), project: ProjectOption = None) -> None:
    """Write the download page of the packs that are in a folder. Search, previews, checksums, in their languages."""
    from packgen.site.pages import write_site

    written = write_site(project_at(project), out)
    for problem in written.problems:
        print(problem, file=sys.stderr)
    packs, languages = len(written.packs), len(written.languages)
    print(
        f"{written.index.as_posix()}: {packs} pack{'s' if packs != 1 else ''}, "
        f"page in {languages} language{'s' if languages != 1 else ''}"
    )
    raise typer.Exit(1 if written.problems else 0)


def serve(
    port: Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="0: any free one.")] = 8000,
    out: OutOption = Path("dist"),
) -> None:
    """Show the download page in a browser. Ctrl-C ends it."""
    from packgen.site.serve import server

    with server(out, port) as running:
        host, bound = running.server_address[:2]
        print(f"http://{host!s}:{bound}/ (Ctrl-C ends it)", flush=True)
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            raise typer.Exit(0) from None
