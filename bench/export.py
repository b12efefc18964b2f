"""Writes what the peers read, before anything is timed: each document of a pack as Markdown, HTML and plain values.

`python -m bench.export PROJECT SESSION COUNTRY LANGUAGE OUT` fills the folder OUT with <document>.md, .html, .json and
documents.json (the documents in the pack's order, and whether each has a table of contents), and editions.json (a
country for each language of the project: [name, country, language], that of the command first, the others by script).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from babel.core import Locale, get_global, parse_locale

from bench.to_context import context
from bench.to_html import html
from bench.to_markdown import markdown
from packgen.cldr import language_name
from packgen.compose import Templates, compose, documents
from packgen.content.load import load_country
from packgen.content.localize import localize
from packgen.document import Contents, Document
from packgen.project import Project

CSS = Path(__file__).with_name("print.css")


def trees(root: Path, session: str, country: str, language: str) -> list[Document]:
    """Every document of the pack as a tree, decks left out; raises Problems where the content has mistakes."""
    project = Project(root.resolve())
    localized = localize(project, session, load_country(project, country), language)
    templates = Templates(project.templates)
    found = (compose(templates, localized, info) for info in documents(templates, localized.session))
    return [document for document in found if isinstance(document, Document)]


def editions(project: Project, country: str, language: str) -> list[tuple[str, str, str]]:
    """Name, country and language of a pack in each of the project's languages.

    The first is that of `country` in `language`; the others, each in the first country that speaks it, come by script.
    """
    found = {language: country}
    for code in project.countries():
        for each in load_country(project, code).languages:
            found.setdefault(each, code)
    first, *others = (
        (f"{_script(each)}: {language_name(each, 'en')}, {code.upper()}", code, each) for each, code in found.items()
    )
    return [first, *sorted(others)]


def _script(language: str) -> str:
    """The English name of a language's script: "Devanagari"."""
    parts = parse_locale(language, sep="-")
    code = parts[2] or get_global("likely_subtags")[parts[0]].split("_")[1]
    return str(Locale("en").scripts[code])


def export(document: Document, out: Path) -> None:
    """Writes the three forms of `document` into the folder `out`."""
    (out / f"{document.id}.md").write_text(markdown(document), encoding="utf-8")
    (out / f"{document.id}.html").write_text(html(document, CSS.as_uri()), encoding="utf-8")
    (out / f"{document.id}.json").write_text(json.dumps(context(document), ensure_ascii=False), encoding="utf-8")


def main(arguments: list[str]) -> None:
    root, session, country, language, folder = arguments
    out = Path(folder)
    found = trees(Path(root), session, country, language)
    for document in found:
        export(document, out)
    listed = {document.id: any(isinstance(block, Contents) for block in document.blocks) for document in found}
    (out / "documents.json").write_text(json.dumps(listed), encoding="utf-8")
    spoken = editions(Project(Path(root).resolve()), country, language)
    (out / "editions.json").write_text(json.dumps(spoken, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
