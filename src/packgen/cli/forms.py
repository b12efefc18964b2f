"""`packgen forms`: the commands for those who get filled forms back."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from packgen.cli.options import ProjectOption, chosen, project_at

forms = typer.Typer(help="Filled forms: collect what they say.", no_args_is_help=True)


@forms.command()
def collect(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Filled PDFs and DOCX, also in folders below.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE.csv", help="The table.")] = Path("forms.csv"),
    summary: Annotated[
        Path | None, typer.Option("--summary", metavar="FILE.pdf", help="Also what they say, with bar charts.")
    ] = None,
    language: Annotated[
        str | None,
        typer.Option("--language", "-l", metavar="TAG", help="Of questions and summary; else that of most forms."),
    ] = None,
    project: ProjectOption = None,
) -> None:
    """Read filled forms into one table, a row a form. No names, no files' names, in an order that tells nothing."""
    from packgen.batch.run import languages
    from packgen.forms import collect as forms_collect
    from packgen.output import write_file

    where = project_at(project)
    if not folder.is_dir():
        raise typer.BadParameter(f"{folder} is no folder")
    if language:
        chosen("language", [language], languages(where, where.countries()))
    editions = forms_collect.Editions(where)
    written = tuple(path.resolve() for path in (out, summary) if path)
    found = forms_collect.collect(editions, folder, written)
    for problem in found.problems:
        print(problem, file=sys.stderr)
    if not found.forms:
        print(f"{folder}: no filled form", file=sys.stderr)
        raise typer.Exit(1)
    spoken = language or forms_collect.commonest_language(editions, found.forms)
    asked = forms_collect.questions(editions, found.forms, spoken)
    write_file(out, forms_collect.table(editions, found.forms, asked).encode())
    print(out)
    if summary:
        from packgen.forms import summary as forms_summary

        write_file(summary, forms_summary.summary(editions, found.forms, asked, spoken))
        print(summary)
    count = len(found.forms)
    print(f"{count} form{'s' if count > 1 else ''}", file=sys.stderr)
    if found.problems:
        raise typer.Exit(1)
