"""What a country changes, and where each text of its view was written: the same as the session itself knows."""

from __future__ import annotations

import pytest

from packgen.content.changes import item_names, origins
from packgen.content.localize import country_session
from packgen.project import Project
from packgen.translation.extract import texts
from tests.sample import ROOT

PROJECT = Project(ROOT)
SESSION = "library-partnerships"


@pytest.mark.parametrize("country", ["ke", "int"])
def test_every_text_of_a_country_s_view_is_told_with_the_file_and_line_it_came_from(country: str) -> None:
    view = country_session(PROJECT, SESSION, country)
    groups = ("parts", "handouts", "localization")
    assert set(groups) <= set(item_names(PROJECT, SESSION, country))
    told = {row.path: row for name in groups for row in origins(PROJECT, SESSION, country, name) if not row.is_filling}
    override = PROJECT.name(PROJECT.override_file(country, SESSION))
    for text in texts(view.session):
        if text.path.split("/")[0] not in groups:
            continue
        row = told[text.path]
        assert (row.source, row.text) == (str(text.source), text.markdown.strip())
        assert (row.origin == "override") == (text.source.file == override)
    assert any(row.origin == "override" for row in told.values()) == bool(view.changes)


def test_what_fills_a_placeholder_is_told_with_its_own_place() -> None:
    rows = origins(PROJECT, SESSION, "ke", "connection-tree")
    filling = next(row for row in rows if row.is_filling and row.path == "{{ terms.picture }}")
    assert (filling.origin, filling.text) == ("override", "Connection Web")
    assert filling.source.startswith("locales/countries/ke/library-partnerships.yaml:")
    base = next(row for row in origins(PROJECT, SESSION, "int", "connection-tree") if row.path == filling.path)
    assert (base.origin, base.text) == ("base", "Connection Tree")
    fact = next(row for row in origins(PROJECT, SESSION, "ke", "welcome") if row.path.startswith("{{ country.facts."))
    assert fact.source.startswith("locales/countries/ke/country.yaml:")


def test_an_id_path_means_one_item_and_an_id_all_that_have_it() -> None:
    paths = {row.path for row in origins(PROJECT, SESSION, "int", "handouts/connection-tree")}
    assert all(path.startswith(("handouts/connection-tree/", "{{ ")) for path in paths)
    assert paths < {row.path for row in origins(PROJECT, SESSION, "int", "connection-tree")}
    assert origins(PROJECT, SESSION, "int", "no-such-item") == ()


@pytest.mark.parametrize("country", ["ke", "int"])
def test_every_path_that_is_told_can_be_asked_for(country: str) -> None:
    view = country_session(PROJECT, SESSION, country)
    names = item_names(PROJECT, SESSION, country)
    told = [text.path for text in texts(view.session)]
    assert set(told) <= set(names)
    for path in ("terms/picture", told[0], told[-1], next(path for path in told if path.endswith("/say"))):
        rows = [row for row in origins(PROJECT, SESSION, country, path) if not row.is_filling]
        assert [row.path for row in rows] == [path]
    changed = [change.path for change in view.changes if change.kind != "remove"]
    assert set(changed) <= set(names)
    for path in changed[:3]:
        assert any(row.origin == "override" for row in origins(PROJECT, SESSION, country, path))
