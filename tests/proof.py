"""`make proof`: every page of every document as a picture, what the PDF shows beside what LibreOffice makes of the Word
file, per theme and country, on one HTML page.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import escape
from itertools import groupby, zip_longest
from pathlib import Path

from PIL import Image

from packgen.project import Project
from tests.office import to_pdf
from tests.sample import ROOT

RESOLUTION = 60  # pixels to an inch
NAMES = {"pdf": "PDF", "docx": "Word", "pptx": "PowerPoint"}

STYLE = """
body { margin: 1.5rem; font: 15px/1.4 system-ui, sans-serif; color: #222; background: #e9ecee; }
nav { columns: 14rem; } nav a { display: block; }
h2 { margin: 3rem 0 0; } h3 { margin: 1.5rem 0 .5rem; font-size: 1rem; } h3 span { font-weight: normal; }
.differ { color: #fff; background: #a3232b; padding: .1rem .4rem; border-radius: .2rem; }
.pages { display: flex; flex-wrap: wrap; gap: 1.2rem; }
figure { display: flex; gap: 3px; margin: 0; flex-wrap: wrap; }
figure img { width: 15rem; height: auto; background: #fff; display: block; }
figure span { width: 15rem; }
figcaption { flex-basis: 100%; color: #555; font-size: .8rem; }
"""


@dataclass(frozen=True, slots=True)
class Built:
    """A file that was built: for whom, in which theme; `path` is what its pages are seen of, a PDF in the end."""

    theme: str
    country: str
    language: str
    document: str
    format: str
    path: Path

    @property
    def pack(self) -> str:
        """What names the pack among all."""
        return f"{self.theme}, {self.country} {self.language}"

    @property
    def folder(self) -> Path:
        """Where its pictures are, below that of all."""
        return Path(self.theme, self.country, self.language, f"{self.document}-{self.format}")


@dataclass(frozen=True, slots=True)
class Picture:
    """A page: the picture's file, its width and height in pixels."""

    path: Path
    width: int
    height: int


def proof(project: Project, countries: Sequence[str], out: Path) -> Path:
    """Builds the countries' packs (all countries' where none is named) in every theme, and writes the page.

    Gives the page's path. Raises CalledProcessError for what cannot be built or shown, RuntimeError for what
    LibreOffice cannot read.
    """
    shutil.rmtree(out / "pages", ignore_errors=True)
    built: list[Built] = []
    for theme in project.themes():
        _tell(f'Building in the theme "{theme}" ...')
        built += _built(project, theme, countries, out / "packs")
    office = [file.path for file in built if file.format != "pdf"]
    _tell(f"Opening {len(office)} files in LibreOffice ...")
    shown = to_pdf(office, out / "office")
    _tell(f"Drawing the pages of {len(built)} files ...")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        pictures = list(
            pool.map(lambda file: _pictures(shown.get(file.path, file.path), out / "pages" / file.folder), built)
        )
    page = out / "index.html"
    page.write_text(_page(list(zip(built, pictures, strict=True)), out), encoding="utf-8")
    return page


def _tell(what: str) -> None:
    """Says what takes long, as it begins."""
    print(what, file=sys.stderr, flush=True)


def _built(project: Project, theme: str, countries: Sequence[str], out: Path) -> Iterator[Built]:
    where = [f"--country={country}" for country in countries] or ["--all"]
    command = [sys.executable, "-m", "packgen", "build", *where, "--theme", theme, "--json"]
    folders = ["--project", str(project.root), "--out", str(out / theme)]
    ran = subprocess.run([*command, *folders], stdout=subprocess.PIPE, text=True, check=True)
    for pack in json.loads(ran.stdout)["packs"]:
        for file in pack["files"]:
            yield Built(theme, pack["country"], pack["language"], file["document"], file["format"], Path(file["path"]))


def _pictures(pdf: Path, folder: Path) -> list[Picture]:
    folder.mkdir(parents=True)
    subprocess.run(["pdftoppm", "-r", str(RESOLUTION), "-png", pdf, folder / "page"], check=True)
    found = []
    for path in sorted(folder.iterdir()):
        with Image.open(path) as image:
            found.append(Picture(path, *image.size))
    return found


# --- the page -------------------------------------------------------------------------------------


def _page(shown: Sequence[tuple[Built, list[Picture]]], out: Path) -> str:
    packs = [(name, list(files)) for name, files in groupby(shown, lambda each: each[0].pack)]
    links = "".join(f'<a href="#{_anchor(name)}">{escape(name)}</a>' for name, _ in packs)
    sections = "".join(
        f'<h2 id="{_anchor(name)}">{escape(name)}</h2>'
        + "".join(_document(list(files), out) for _, files in groupby(files, lambda each: each[0].document))
        for name, files in packs
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Proof</title>'
        f"<style>{STYLE}</style></head>\n<body><h1>Proof</h1>\n<nav>{links}</nav>\n{sections}</body></html>\n"
    )


def _anchor(name: str) -> str:
    return name.replace(",", "").replace(" ", "-")


def _document(shown: Sequence[tuple[Built, list[Picture]]], out: Path) -> str:
    """One document: its formats beside one another, page by page, the PDF first."""
    formats = sorted(shown, key=lambda each: list(NAMES).index(each[0].format))
    counts = [len(pictures) for _, pictures in formats]
    said = ", ".join(f"{NAMES[file.format]} {len(pictures)}" for file, pictures in formats)
    differ = ' class="differ"' if len(set(counts)) > 1 else ""
    figures = "".join(
        f"<figure>{''.join(_image(picture, out) for picture in pictures)}<figcaption>{number}</figcaption></figure>\n"
        for number, pictures in enumerate(zip_longest(*(pictures for _, pictures in formats)), 1)
    )
    name = escape(formats[0][0].document)
    return f'<h3>{name} <span{differ}>{said}</span></h3>\n<div class="pages">{figures}</div>\n'


def _image(picture: Picture | None, out: Path) -> str:
    if picture is None:  # the other format has more pages
        return "<span></span>"
    name = escape(picture.path.relative_to(out).as_posix())
    words = escape(picture.path.parent.name)
    size = f'width="{picture.width}" height="{picture.height}"'
    return f'<a href="{name}"><img src="{name}" alt="{words}" {size} loading="lazy" decoding="async"></a>'


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; exit codes: 0 whole, 1 something cannot be built or shown."""
    parser = argparse.ArgumentParser(prog="make proof", description=__doc__)
    parser.add_argument("country", nargs="*", help="a country's code; else all countries")
    parser.add_argument("--out", type=Path, default=Path("build/proof"))
    parser.add_argument("--project", type=Path, default=ROOT)
    given = parser.parse_args(arguments)
    lacking = [name for name in ("soffice", "pdftoppm") if not shutil.which(name)]
    if lacking:
        print(f"A proof needs {' and '.join(lacking)}: sh tests/tools/missing.sh tells how to install", file=sys.stderr)
        return 1
    try:
        print(proof(Project(given.project.resolve()), given.country, given.out))
    except subprocess.CalledProcessError as error:  # it has said itself what was wrong
        print(f"{error.cmd[0]} failed", file=sys.stderr)
        return 1
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
