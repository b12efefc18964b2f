"""`packgen print`: a finished PDF, arranged on sheets for a printer."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from packgen.cli.options import ProjectOption, chosen, project_at

if TYPE_CHECKING:
    from packgen.printing.imposition import Arrangement, Imposed, Printing


def print_(
    file: Annotated[Path, typer.Argument(metavar="FILE.pdf")],
    booklet: Annotated[
        bool, typer.Option("--booklet", help="To fold in the middle and staple: two pages a side, in that order.")
    ] = False,
    cover: Annotated[
        bool, typer.Option("--cover", help="Around a booklet: a page with its course, title, country and logo.")
    ] = False,
    theme: Annotated[
        str | None, typer.Option("--theme", metavar="NAME", help="Of the cover; else the country's own.")
    ] = None,
    n_up: Annotated[Literal["2", "4"] | None, typer.Option("--n-up", help="So many pages a side.")] = None,
    paper: Annotated[  # document.Paper, whose module takes long to import for each --help
        Literal["A4", "Letter"] | None,
        typer.Option("--paper", case_sensitive=False, help="Of the sheets; else the file's own."),
    ] = None,
    gutter: Annotated[
        float, typer.Option("--gutter", metavar="MM", min=0, max=14, help="Move pages off the bound edge, two-sided.")
    ] = 0.0,
    crop_marks: Annotated[
        bool, typer.Option("--crop-marks", help="On a larger sheet, with marks and 3 mm of (white) bleed.")
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Else beside FILE.pdf.")] = None,
    project: ProjectOption = None,
) -> None:
    """Arrange the pages of a PDF for print. As a booklet, several to a side, with a gutter, with crop marks.

    The sheets are for print alone, without tags, links and form fields. What is filled into a form is printed.
    """
    from packgen.output import write_file
    from packgen.printing.cover import write_cover
    from packgen.printing.imposition import MILLIMETRE, Printing, impose

    if booklet and n_up:
        raise typer.BadParameter("a booklet has two pages a side: leave out --booklet or --n-up")
    if cover and not booklet:
        raise typer.BadParameter("--cover is for booklets: add --booklet")
    if theme and not cover:
        raise typer.BadParameter("--theme is for the cover: add --cover")
    if gutter and (booklet or n_up):
        raise typer.BadParameter("--gutter is for whole pages that are bound: leave out --booklet and --n-up")
    if not (booklet or n_up or paper or gutter or crop_marks):
        raise typer.BadParameter("say how to print it: --booklet, --n-up, --paper, --gutter or --crop-marks")
    arrangement: Arrangement = "booklet" if booklet else "2-up" if n_up == "2" else "4-up" if n_up else "pages"
    printing = Printing(arrangement, paper, gutter * MILLIMETRE, crop_marks)
    target = out or file.with_name(f"{file.stem}-{'print' if arrangement == 'pages' else arrangement}.pdf")
    if target.resolve() == file.resolve():
        raise typer.BadParameter("--out is the file itself: it would be lost")
    front = None
    if cover:
        where = project_at(project)
        chosen("theme", [theme] if theme else None, where.themes())
        front = write_cover(where, file, theme)
    imposed = impose(file, printing, front)
    write_file(target, imposed.data)
    print(f"{target}: {_summary(imposed, printing)}")
    for line in _instructions(imposed, printing):
        print(line)


def _summary(imposed: "Imposed", printing: "Printing") -> str:
    """How much paper, of what kind, and how large the pages are."""
    two_sided = printing.arrangement == "booklet" or printing.gutter > 0
    count = -(-imposed.sides // 2) if two_sided else imposed.sides
    sheets = f"{count} sheet{'s' if count != 1 else ''}"
    of = f" of {imposed.paper}" if imposed.paper else ""
    pages = f"{imposed.pages} page{'s' if imposed.pages != 1 else ''}"
    return f"{sheets}{of}, {'two' if two_sided else 'one'}-sided, {pages} at {imposed.scale:.0%} of their size"


def _instructions(imposed: "Imposed", printing: "Printing") -> list[str]:
    """What to choose where it is printed, and what to do with the sheets."""
    lines = ['Print at actual size (100 %, no "fit to page").']
    side = "right" if imposed.rtl else "left"
    if printing.arrangement == "booklet":
        lines.append("Print on both sides, flipped on the short edge; fold in the middle, staple in the fold.")
        lines.append(f"It opens with the fold on the {side}.")
    elif printing.gutter:
        lines.append(f"Print on both sides, flipped on the long edge; bind on the {side}.")
    if printing.crop_marks:
        lines.append("The marked sheet is 20 mm wider and higher than the trimmed one; the 3 mm of bleed are white.")
    return lines
