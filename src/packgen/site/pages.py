"""`packgen site`: the pages of an output folder, one set a language, with their style, script and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from gettext import NullTranslations
from itertools import groupby
from pathlib import Path
from typing import Any

from packgen import __version__
from packgen.compose import Templates, render_template
from packgen.content.load import load_country
from packgen.content.localize import fixed_words
from packgen.output import OutputError, write_file
from packgen.problems import Problem
from packgen.project import Project
from packgen.site.colours import dark, light
from packgen.site.previews import Preview, preview
from packgen.site.published import PublishedDocument, PublishedPack, published_packs
from packgen.site.words import Words, language_name_in, sort_key
from packgen.themes.load import load_theme
from packgen.writers.scripts import is_rtl

SOURCE_LANGUAGE = "en"  # of the templates' fixed words; the page that is called index.html
ASSETS = "site"  # the folder for all but the first pages
_GENERATOR = f"packgen {__version__}"
_PREVIEW = re.compile(r"[0-9a-f]{16}\.png")


@dataclass(frozen=True, slots=True)
class Site:
    """What was written: the first page, the packs that it offers, the languages that it is in, what was left out."""

    index: Path
    packs: tuple[PublishedPack, ...]
    languages: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """The packs of one country, by the names of languages and sessions."""

    code: str
    packs: tuple[PublishedPack, ...]

    @property
    def by_language(self) -> tuple[tuple[str, tuple[PublishedPack, ...]], ...]:
        """The packs of each of its languages."""
        groups = groupby(self.packs, key=lambda pack: pack.info.language)
        return tuple((language, tuple(packs)) for language, packs in groups)


def write_site(project: Project, out: Path) -> Site:
    """Writes the download page of the packs in `out`: index.html, index.<language>.html and the folder site/.

    Pages of an earlier site that are not part of this one are removed. Raises Problems for templates, catalogues and
    themes that cannot be read, OutputError for an `out` that is no folder or cannot be written in.
    """
    if not out.is_dir():
        raise OutputError(out, "no such folder; build the packs first: packgen build --all")
    packs, problems = published_packs(out)
    languages = _page_languages(project, packs)
    words = [Words(language, messages, _region_names(project, packs)) for language, messages in languages.items()]
    pictures = _pictures(out, packs)
    written = {f"{ASSETS}/{picture.name}" for picture in pictures.values()}
    for name, text in _files(project, packs, words, pictures):
        write_file(out / name, text.encode())
        written.add(name)
    _remove_stale(out, written)
    return Site(out / "index.html", packs, tuple(languages), problems)


def _page_languages(project: Project, packs: Iterable[PublishedPack]) -> dict[str, NullTranslations]:
    """The languages that pages are written in, with their fixed words: English, and those of packs with a catalogue."""
    spoken = sorted({pack.info.language for pack in packs} - {SOURCE_LANGUAGE})
    translated = [name for name in spoken if project.catalogue_file(name, "messages").is_file()]
    return {name: fixed_words(project, name) for name in (SOURCE_LANGUAGE, *translated)}


def _region_names(project: Project, packs: Iterable[PublishedPack]) -> dict[str, str]:
    """What the project calls the countries of the packs."""
    known = {pack.info.country for pack in packs}.intersection(project.countries())
    return {code: load_country(project, code).name for code in known}


def _pictures(out: Path, packs: Iterable[PublishedPack]) -> dict[str, Preview]:
    """The picture of each PDF's first page, by the PDF's path."""
    pdfs = (document.pdf for pack in packs for document in pack.documents)
    found = ((pdf.path, preview(pdf, out, out / ASSETS)) for pdf in pdfs if pdf)
    return {path: picture for path, picture in found if picture}


# --- rendering ------------------------------------------------------------------------------------


def _files(
    project: Project, packs: Sequence[PublishedPack], words: Sequence[Words], pictures: Mapping[str, Preview]
) -> Iterator[tuple[str, str]]:
    """The path below the output folder and the text of every file, each after those that it links to."""
    templates = Templates(project.templates)
    theme = load_theme(project, "theme")
    style: dict[str, Any] = {
        "font": theme.font,
        "light": light(theme.colours),
        "dark": dark(theme.colours),
        "languages": sorted({pack.info.language for pack in packs}),
        "sessions": sorted({pack.info.session for pack in packs}),
    }
    yield f"{ASSETS}/style.css", render_template(templates, "site/style.css.j2", style)
    for name in ("country.css", "filter.js"):
        yield f"{ASSETS}/{name}", render_template(templates, f"site/{name}.j2", {})

    def picture_of(document: PublishedDocument) -> Preview | None:
        return pictures.get(document.pdf.path) if document.pdf else None

    for page in words:
        for country in _countries(packs, page):
            values = _values(page, words, country.code) | {"country": country, "picture_of": picture_of}
            yield _country_page(country.code, page.language), render_template(templates, "site/country.html.j2", values)
    for page in reversed(words):
        values = _values(page, words, None) | {
            "countries": _countries(packs, page),
            "languages": sorted(
                {pack.info.language for pack in packs}, key=lambda tag: sort_key(page.language_of(tag))
            ),
            "sessions": _session_titles(packs, page.language),
            "packs": len(packs),
        }
        yield _index_page(page.language), render_template(templates, "site/index.html.j2", values)


def _values(page: Words, words: Sequence[Words], country: str | None) -> dict[str, Any]:
    """What both templates have; `country` is the one that the page is about, None for the first page."""
    versions = {
        each.language: _index_page(each.language) if country is None else _country_page(country, each.language)
        for each in words
    }
    return {
        "_": page.messages.gettext,
        "ngettext": page.messages.ngettext,
        "words": page,
        "english": words[0],
        "own_name": lambda language: language_name_in(language, language),
        "rtl": is_rtl,
        "generator": _GENERATOR,
        "root": "" if country is None else "../",
        "versions": versions,
        "index": _index_page(page.language),
        "country_page": lambda code: _country_page(code, page.language),
    }


def _index_page(language: str) -> str:
    return "index.html" if language == SOURCE_LANGUAGE else f"index.{language}.html"


def _country_page(country: str, language: str) -> str:
    return f"{ASSETS}/{country}.html" if language == SOURCE_LANGUAGE else f"{ASSETS}/{country}.{language}.html"


def _countries(packs: Iterable[PublishedPack], page: Words) -> list[Country]:
    """The countries in the page's alphabet; regions of the project's own, which are no countries, at the end."""
    by_code: dict[str, list[PublishedPack]] = {}
    for pack in packs:
        by_code.setdefault(pack.info.country, []).append(pack)

    def by_names(pack: PublishedPack) -> tuple[str, str, str]:
        return sort_key(page.language_of(pack.info.language)), pack.info.language, pack.title

    found = [Country(code, tuple(sorted(own, key=by_names))) for code, own in by_code.items()]
    return sorted(found, key=lambda country: (len(country.code) != 2, sort_key(page.country(country.code))))


def _session_titles(packs: Iterable[PublishedPack], language: str) -> list[tuple[str, str, str]]:
    """Id, title and the title's language of every session: in the page's language, else in English, else in another."""
    best: dict[str, PublishedPack] = {}
    for pack in packs:
        known = best.setdefault(pack.info.session, pack)
        if _rank(pack, language) < _rank(known, language):
            best[pack.info.session] = pack
    found = [(session, pack.title, pack.info.language) for session, pack in best.items()]
    return sorted(found, key=lambda row: sort_key(row[1]))


def _rank(pack: PublishedPack, language: str) -> int:
    return (language, SOURCE_LANGUAGE, pack.info.language).index(pack.info.language)


# --- what an earlier site left --------------------------------------------------------------------


def _remove_stale(out: Path, written: Set[str]) -> None:
    """Removes pages and pictures of an earlier site that this one does not have; files of others stay."""
    for path in (*out.glob("index.*.html"), *(out / ASSETS).glob("*.html"), *(out / ASSETS).glob("*.png")):
        if path.relative_to(out).as_posix() in written:
            continue
        if _PREVIEW.fullmatch(path.name) or _is_page(path):
            path.unlink()


def _is_page(path: Path) -> bool:
    with path.open("rb") as file:
        return b'<meta name="generator" content="packgen ' in file.read(500)
