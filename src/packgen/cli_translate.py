"""`packgen translate`: the commands for translators and those who look after catalogues."""

from __future__ import annotations

from typing import Annotated

import typer

from packgen.options import JsonOption, ProjectOption, project_at

translate = typer.Typer(help="Catalogues for translators: extract, update, status.", no_args_is_help=True)

LanguagesArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[LANG]...", help="Languages such as sw; else all that there are.")
]


@translate.command()
def extract(project: ProjectOption = None) -> None:
    """Write the catalogue templates (.pot): every text with its id path, place and a word for translators."""
    from packgen import translate as catalogues

    where = project_at(project)
    for path in catalogues.extract(where):
        print(where.name(path))


@translate.command()
def update(languages: LanguagesArgument = None, project: ProjectOption = None) -> None:
    """Bring catalogues up to date: moved texts kept, changed ones fuzzy with the previous text; a new LANG is begun."""
    from packgen import translate as catalogues

    where = project_at(project)
    for path in catalogues.update(where, languages or catalogues.languages(where)):
        print(where.name(path))


@translate.command()
def status(languages: LanguagesArgument = None, project: ProjectOption = None, json: JsonOption = False) -> None:
    """Tell how far each language is: translated, fuzzy, missing, words left."""
    from packgen import report
    from packgen import translate as catalogues

    where = project_at(project)
    rows = catalogues.status(where, languages or catalogues.languages(where))
    if json:
        print(report.dumps(report.status_json(rows)))
    else:
        report.show_status(rows)
