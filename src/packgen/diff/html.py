"""What changed, as one HTML file: it needs nothing else and opens from a folder, a mail or a phone."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from packgen.compose import title_of
from packgen.diff.show import (
    MARKS,
    Comparison,
    pack_title,
    split_space,
    summary,
    untouched_documents,
    untouched_packs,
)
from packgen.writers.scripts import is_rtl


def as_html(comparison: Comparison) -> str:
    """The changes as a page of whole paragraphs: by pack, document and heading, marked by element, sign and colour."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["title_of"] = title_of
    environment.filters["pack_title"] = pack_title
    environment.filters["summary"] = summary
    environment.filters["split_space"] = split_space
    template = environment.get_template("diff.html.j2")
    packs = [
        (
            pack,
            [
                (
                    document,
                    [
                        (place, list(found))
                        for place, found in groupby(document.changes, key=lambda change: change.heading)
                    ],
                )
                for document in documents
                if document.state != "same"
            ],
            untouched_documents(documents),
        )
        for pack, documents in comparison.packs()
    ]
    return template.render(
        comparison=comparison,
        packs=packs,
        untouched=untouched_packs(comparison),
        marks=MARKS,
        direction=lambda language: "rtl" if is_rtl(language) else "ltr",
    )
