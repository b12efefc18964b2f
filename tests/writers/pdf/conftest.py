"""The project's own documents as PDFs: each country's pack is written once for all tests of a process."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from bench.export import trees
from packgen.document import Document
from tests.sample import ROOT
from tests.writers.pdf.printed import rendered

SESSION = "library-partnerships"
COUNTRIES = ("ke", "us", "za", "int")


class Printed(NamedTuple):
    """A document of the project, its PDF, and the page (from 1) of each of its headings."""

    document: Document
    path: Path
    heading_pages: dict[str, int]


Pack = Callable[[str], tuple[Printed, ...]]


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """The documents of a country in English."""

    @cache
    def documents_of(country: str) -> tuple[Printed, ...]:
        folder = tmp_path_factory.mktemp(country)
        found = []
        for document in trees(ROOT, SESSION, country, "en"):
            path, result = folder / f"{document.id}.pdf", rendered(document)
            path.write_bytes(result.data)
            found.append(Printed(document, path, result.heading_pages))
        return tuple(found)

    return documents_of
