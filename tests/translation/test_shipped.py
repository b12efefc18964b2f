"""The catalogues that ship: complete, drafts by their own word, and files that gettext's tools take."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

import pytest

from packgen.content.load import load_country
from packgen.project import Project
from packgen.translation import update
from packgen.translation.glossary import load_glossary
from tests.sample import ROOT

PROJECT = Project(ROOT)
LANGUAGES: Sequence[str] = update.languages(PROJECT)
TERMS = {"partner", "partnership", "advocacy", "library", "trainer", "handout", "Connection Tree"}


def test_every_language_that_a_country_builds_in_has_its_catalogues() -> None:
    spoken = {language for code in PROJECT.countries() for language in load_country(PROJECT, code).languages}
    assert spoken == {"en", *LANGUAGES}
    assert {"sw", "fr", "es", "ar", "hi", "uk", "km"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing_or_fuzzy(language: str) -> None:
    for row in update.status(PROJECT, [language]):
        assert (row.status.fuzzy, row.status.missing) == (0, 0), row.session


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_say_that_they_are_drafts_and_gettext_takes_them(language: str) -> None:
    for name in (*PROJECT.sessions(), "messages"):
        path = PROJECT.catalogue_file(language, name)
        assert "DRAFT: machine-made, needs a native reader's review" in path.read_text(encoding="utf-8")
        subprocess.run(["msgfmt", "--check", "-o", "/dev/null", path], check=True, capture_output=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_glossary_has_the_course_s_own_terms(language: str) -> None:
    assert {term.source for term in load_glossary(PROJECT, language)} >= TERMS
