"""`packgen translate`: the commands for translators and those who look after catalogues."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from packgen.cli.options import JsonOption, ProjectOption, chosen, project_at

if TYPE_CHECKING:
    from packgen.project import Project

translate = typer.Typer(help="Catalogues for translators: update, status, review, import.", no_args_is_help=True)

LanguagesArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[LANG]...", help="Languages such as sw; else all that there are.")
]


@translate.command()
def extract(project: ProjectOption = None) -> None:
    """Write the catalogue templates (.pot). Every text with its id path, place and a word for translators."""
    from packgen.translation import update as catalogues

    where = project_at(project)
    for path in catalogues.extract(where):
        print(where.name(path))


def _languages(project: "Project", wanted: list[str] | None) -> tuple[str, ...]:
    """The languages asked for, each once; else all that there are. Raises BadParameter for what none is."""
    from packgen.cldr import unknown_language
    from packgen.translation import update as catalogues

    written_in = catalogues.source_languages(project) if wanted else set()
    for language in wanted or ():
        wrong = unknown_language(language)
        if wrong:
            raise typer.BadParameter(wrong)
        if language.split("-")[0] in written_in:
            raise typer.BadParameter(f'sessions are written in "{language}", which needs no translation')
    return tuple(dict.fromkeys(wanted or catalogues.languages(project)))


@translate.command()
def update(languages: LanguagesArgument = None, project: ProjectOption = None) -> None:
    """Bring catalogues up to date. Moved texts kept, changed ones fuzzy with the previous text; a new LANG is begun."""
    from packgen.translation import update as catalogues

    where = project_at(project)
    for path in catalogues.update(where, _languages(where, languages)):
        print(where.name(path))


@translate.command()
def status(languages: LanguagesArgument = None, project: ProjectOption = None, json: JsonOption = False) -> None:
    """Tell how far each language is. Translated, fuzzy, missing, words left."""
    from packgen.cli import report
    from packgen.translation import update as catalogues

    where = project_at(project)
    rows = catalogues.status(where, _languages(where, languages))
    if json:
        print(report.dumps(report.status_json(rows)))
    else:
        from packgen.cli.tables import show_status

        show_status(rows)


@translate.command()
def review(
    language: Annotated[str, typer.Argument(metavar="LANG", help="A language such as sw.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The file; else review-LANG.docx here.")] = None,
    project: ProjectOption = None,
) -> None:
    """Write a bilingual DOCX for a reviewer who has only Word. Source and translation side by side."""
    from packgen.output import write_file
    from packgen.translation import update as catalogues
    from packgen.translation.review import review_document

    where = project_at(project)
    chosen("language", [language], catalogues.languages(where))
    path = out or Path(f"review-{language}.docx")
    write_file(path, review_document(where, language))
    print(path)


@translate.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.docx", help="What the reviewer sent back.")],
    project: ProjectOption = None,
) -> None:
    """Take a reviewer's edits back into the catalogues. Rows that lost something, or changed here too, are refused."""
    from packgen.translation.review import import_review

    imported = import_review(project_at(project), file)
    for problem in imported.problems:
        print(problem, file=sys.stderr)
    print(f"{imported.changed} changed, {imported.accepted} accepted, {imported.notes} notes")
    if imported.problems:
        count = len({problem.source for problem in imported.problems})
        print(f"{count} {'rows were' if count > 1 else 'row was'} refused and left alone", file=sys.stderr)
        raise typer.Exit(1)
