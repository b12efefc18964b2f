"""Who runs and how: the commands of packgen and of each peer, from source text to finished files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.environment import BENCH, FONTS, Tools

Command = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to the files; `commands` gives what to run, one after the other, to have them in a folder.

    `against` is the name of packgen's row that makes the same formats; None for packgen's own rows.
    """

    name: str
    commands: Callable[[Path], list[Command]]
    against: str | None = None


@dataclass(frozen=True, slots=True)
class Documents:
    """What is built: `inputs` is the folder of the peers' sources."""

    project: Path
    session: str
    country: str
    language: str
    ids: tuple[str, ...]
    with_contents: frozenset[str]
    inputs: Path


@dataclass(frozen=True, slots=True)
class Edition:
    """A whole pack in one language; `name` tells its script, language and country."""

    name: str
    country: str
    language: str


PDF, DOCX, BOTH = "packgen: PDF", "packgen: DOCX", "packgen: DOCX + PDF"


def contenders(tools: Tools, documents: Documents) -> list[Contender]:
    """packgen's rows, then the peers'. LibreOffice's is left out where it is not installed."""
    scripts = BENCH / "peers"
    inputs = documents.inputs

    def pairs(folder: Path, source: str, out: Path, target: str) -> Command:
        return tuple(
            str(path) for each in documents.ids for path in (folder / f"{each}.{source}", out / f"{each}.{target}")
        )

    def packgen(*formats: str) -> Callable[[Path], list[Command]]:
        def commands(out: Path) -> list[Command]:
            only = (word for each in documents.ids for word in ("--document", each))
            chosen = tuple(word for each in formats for word in ("--format", each))
            pack = (documents.session, documents.country, documents.language)
            return [_build(tools, documents.project, pack, out, *only, *chosen)]

        return commands

    def pandoc(out: Path, form: str, suffix: str) -> list[Command]:
        return [
            (
                *(tools.pandoc, "--standalone", "--from", "markdown", "--to", form),
                *(("--toc", "--toc-depth=2") if each in documents.with_contents else ()),
                *("--output", str(out / f"{each}.{suffix}"), str(inputs / f"{each}.md")),
            )
            for each in documents.ids
        ]

    def typst(out: Path, standard: str) -> list[Command]:
        compiled = (tools.python, str(scripts / "typst_pdf.py"), standard, str(FONTS), *pairs(out, "typ", out, "pdf"))
        return [*pandoc(out, "typst", "typ"), compiled]

    def weasyprint(out: Path, variant: str) -> list[Command]:
        return [(tools.python, str(scripts / "weasyprint_pdf.py"), variant, *pairs(inputs, "html", out, "pdf"))]

    def office(out: Path) -> list[Command]:
        template = str(inputs / "template.docx")
        profile = f"-env:UserInstallation={(inputs / 'office').as_uri()}"
        filled = tuple(str(out / f"{each}.docx") for each in documents.ids)
        return [
            (tools.python, str(scripts / "docxtpl_docx.py"), template, *pairs(inputs, "json", out, "docx")),
            (str(tools.soffice), profile, "--headless", "--convert-to", "pdf", "--outdir", str(out), *filled),
        ]

    found = [
        Contender(PDF, packgen("pdf")),
        Contender(DOCX, packgen("docx")),
        Contender(BOTH, packgen("docx", "pdf")),
        Contender("pandoc + Typst: PDF", lambda out: typst(out, "1.7"), PDF),
        Contender("pandoc + Typst: PDF/UA", lambda out: typst(out, "ua-1"), PDF),
        Contender("WeasyPrint: PDF", lambda out: weasyprint(out, "plain"), PDF),
        Contender("WeasyPrint: PDF/UA", lambda out: weasyprint(out, "pdf/ua-1"), PDF),
        Contender("pandoc: DOCX", lambda out: pandoc(out, "docx", "docx"), DOCX),
    ]
    if tools.soffice:
        found.append(Contender("docxtpl + LibreOffice: DOCX + PDF", office, BOTH))
    return found


def editions(tools: Tools, project: Path, session: str, every: list[Edition]) -> list[Contender]:
    """The whole pack (every format, the slides and the zip) in each language, beside the first one."""

    def building(edition: Edition) -> Callable[[Path], list[Command]]:
        return lambda out: [_build(tools, project, (session, edition.country, edition.language), out)]

    return [Contender(each.name, building(each), every[0].name if each != every[0] else None) for each in every]


def starters(tools: Tools, python: str) -> list[Contender]:
    """packgen's help, and what any Typer program pays before its first own line."""
    commands: dict[str, Command] = {
        "python -c pass": (python, "-c", "pass"),
        "python -c 'import typer'": (python, "-c", "import typer"),
        "packgen --help": (*tools.packgen, "--help"),
    }

    def just(command: Command) -> Callable[[Path], list[Command]]:
        return lambda _: [command]

    return [Contender(name, just(command)) for name, command in commands.items()]


def _build(tools: Tools, project: Path, pack: tuple[str, str, str], out: Path, *more: str) -> Command:
    """packgen's command for one pack (session, country, language), all of it made anew."""
    session, country, language = pack
    what = ("--session", session, "--country", country, "--language", language)
    place = ("--quiet", "--no-cache", "--project", str(project), "--out", str(out))
    return (*tools.packgen, "build", *what, *more, *place)
