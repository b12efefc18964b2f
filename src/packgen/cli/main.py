"""The commands: parse, call, report. What takes long to import is imported inside the command that needs it.

Annotations are values in these modules, not texts: Typer would compile each text at every start, which took longer than
all else that it does.
"""

import gc
import io
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from packgen.cli.build import build
from packgen.cli.compare import diff, verify
from packgen.cli.forms import forms
from packgen.cli.options import CountryOption, JsonOption, ProjectOption, chosen, country_in, project_at
from packgen.cli.printing import print_
from packgen.cli.site import serve, site
from packgen.cli.translate import translate
from packgen.cli.watch import watch

app = typer.Typer(
    name="packgen",
    help="Turns one written training session into each country's print packs, in Word and PDF.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # to import Rich takes longer than all the rest of --help
)
new = typer.Typer(help="Start something new: a country, a key.", no_args_is_help=True)
app.command()(build)
app.add_typer(new, name="new")
app.add_typer(translate, name="translate")
app.add_typer(forms, name="forms")
app.command()(site)
app.command()(serve)
app.command()(watch)
app.command()(diff)
app.command()(verify)
app.command(name="print")(print_)


class CheckFormat(StrEnum):
    """How `packgen check` prints mistakes: `file:line: message`, GitHub's workflow commands, or GitLab's report."""

    text = "text"
    github = "github"
    gitlab = "gitlab"


def main() -> None:
    """Runs the command line; exit codes: 0 whole, 1 something in the content failed, 2 wrong usage, 130 interrupted."""
    from packgen.problems import Problems

    gc.set_threshold(100_000)  # objects: what a build makes it keeps, to look for garbage after every 700 is in vain
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # it looks through all installed packages for them
    if isinstance(sys.stdout, io.TextIOWrapper):  # what an old terminal's encoding lacks is shown as "?"
        sys.stdout.reconfigure(errors="replace")
    try:
        app()
    except Problems as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        sys.exit(1)


@app.command(name="list")
def list_(project: ProjectOption = None, json: JsonOption = False) -> None:
    """List sessions with their documents, countries with languages."""
    from packgen.cli import report
    from packgen.cli.listing import listing

    found, problems = listing(project_at(project))
    if json:
        print(report.dumps(found))
    else:
        from packgen.cli.tables import show_listing

        show_listing(found)
    report.show_problems(problems, ())
    raise typer.Exit(1 if problems else 0)


@app.command()
def check(
    country: CountryOption = None,
    format_: Annotated[
        CheckFormat, typer.Option("--format", help="What GitHub Actions or GitLab show beside the line.")
    ] = CheckFormat.text,
    project: ProjectOption = None,
) -> None:
    """Find every mistake in the content, all at once; render nothing."""
    from packgen.cli.annotations import github_command, gitlab_report
    from packgen.content.checks import check as check_project

    where = project_at(project)
    found = check_project(where, None if country is None else (country_in(where, country),))
    if format_ is CheckFormat.gitlab:
        print(gitlab_report(found, where.root), end="")
    else:
        for problem in found:
            print(problem if format_ is CheckFormat.text else github_command(problem, where.root))
    if found:
        print(f"{len(found)} problem{'s' if len(found) > 1 else ''}", file=sys.stderr)
        raise typer.Exit(1)
    print("No problems.", file=sys.stderr)


@app.command()
def show(
    country: Annotated[str, typer.Option("--country", "-c", metavar="CODE", help="A country's code, in either case.")],
    item: Annotated[str | None, typer.Argument(metavar="[ID]", help="An item's id, or its id path.")] = None,
    session: Annotated[str | None, typer.Option("--session", "-s", metavar="ID")] = None,
    project: ProjectOption = None,
) -> None:
    """Show what a country changes beside what it replaces. With an ID, where each part of that text comes from."""
    from packgen.content import changes
    from packgen.problems import nearest

    where = project_at(project)
    code = country_in(where, country)
    sessions = chosen("session", [session] if session else None, where.sessions()) or where.sessions()
    if item is None:
        for name in sessions:
            changes.show_changes(where, name, code)
        return
    rows = [row for name in sessions for row in changes.origins(where, name, code, item)]
    if not rows:
        names = [found for name in sessions for found in changes.item_names(where, name, code)]
        raise typer.BadParameter(f'no item "{item}" in {" or ".join(sessions)}{nearest(item, names)}')
    changes.show_origins(rows)


@new.command(name="country")
def new_country(
    code: Annotated[str, typer.Argument(help="ISO 3166-1 code: za")], project: ProjectOption = None
) -> None:
    """Write the two files of a new country. A commented profile, and what it is asked to supply."""
    from packgen.content.scaffold import UnknownCountry, country_code, write_country

    where = project_at(project)
    try:
        known = country_code(code)
    except UnknownCountry as error:
        raise typer.BadParameter(str(error)) from None
    for path in write_country(where, known):
        print(where.name(path))


@new.command(name="key")
def new_key(
    name: Annotated[
        Path, typer.Argument(metavar="NAME", help="NAME.key is to be kept secret, NAME.pub for everybody.")
    ],
) -> None:
    """Make a key pair for signing packs. As minisign -G -W does: without a password."""
    from packgen.packs.sign import write_key_pair

    for path in write_key_pair(name):
        print(path)
