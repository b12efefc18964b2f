"""What several commands of the command line share: options, and names checked against what there is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from packgen.project import Project

ProjectOption = Annotated[
    Path | None, typer.Option("--project", metavar="DIR", help="The project; else it is found from here upwards.")
]
CountryOption = Annotated[
    str | None, typer.Option("--country", "-c", metavar="CODE", help="A country's code, in either case.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object on stdout, for programs.")]


def minute_of_day(text: str | None) -> int | None:
    """The minutes from midnight of a time such as "09:30". Raises BadParameter for what is none."""
    if text is None:
        return None
    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text)
    if not found:
        raise typer.BadParameter(f'expected a time from 00:00 to 23:59, such as 09:30, found "{text}"')
    return int(found.group(1)) * 60 + int(found.group(2))


def project_at(given: Path | None) -> Project:
    """The project that holds the folder `given`, or the working folder. Raises BadParameter when there is none."""
    from packgen.project import ProjectNotFound, find_project

    try:
        return find_project(given or Path.cwd())
    except ProjectNotFound as error:
        raise typer.BadParameter(str(error)) from None


def country_in(project: Project, code: str) -> str:
    """The country's code, given in either case. Raises BadParameter with the nearest one."""
    return chosen("country", [code.lower()], project.countries())[0]


def chosen(kind: str, wanted: Sequence[str] | None, valid: Sequence[str]) -> tuple[str, ...]:
    """The names asked for, each once. Raises BadParameter, which names the nearest valid one."""
    from packgen.problems import nearest

    for name in wanted or ():
        if name not in valid:
            raise typer.BadParameter(f'no {kind} "{name}"{nearest(name, valid)}')
    return tuple(dict.fromkeys(wanted or ()))
