"""Writes what the peers read, before anything is timed: each document of a pack as Markdown, HTML and plain values.

`python -m bench.export PROJECT SESSION COUNTRY LANGUAGE OUT` fills the folder OUT with <document>.md, .html, .json and
documents.json (the documents in the pack's order, and whether each has a table of contents).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.to_context import context
from bench.to_html import html
from bench.to_markdown import markdown
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


if __name__ == "__main__":
    main(sys.argv[1:])
