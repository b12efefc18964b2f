"""A new country: what is written is valid, tells what to supply, and builds once that is filled in."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

import pytest

from packgen.batch import run as batch
from packgen.content.checks import check
from packgen.content.load import load_country, load_session, session_tree
from packgen.content.localize import localize
from packgen.content.overrides import place
from packgen.content.scaffold import UnknownCountry, country_code, write_country
from packgen.output import OutputError
from packgen.packs.pack import FORMATS
from packgen.project import Project
from tests.readers import docx_words, pdf_words, squeezed
from tests.sample import ROOT, SESSION, sample_project

UNFILLED = re.compile("<<(.+)>>")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The real content, with no country yet."""
    for name in ("content", "templates"):
        copytree(ROOT / name, tmp_path / name)
    (tmp_path / "locales").mkdir()
    return Project(tmp_path)


def test_check_names_the_line_of_all_that_is_to_be_filled_in_and_what_is_filled_in_builds(
    project: Project, tmp_path: Path
) -> None:
    profile, override = write_country(project, "fr")
    text = override.read_text(encoding="utf-8")
    session = load_session(place(session_tree(project, "library-partnerships")))
    asked = [str(item.text) for item in session.localization]
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith("      <<")]
    assert [UNFILLED.findall(text.splitlines()[line - 1]) for line in lines] == [[item] for item in asked]
    name = "locales/countries/fr/library-partnerships.yaml"
    assert [str(problem) for problem in check(project)] == [
        f"{name}:{line}: still to be filled in: <<{item}>>" for line, item in zip(lines, asked, strict=True)
    ]

    override.write_text(UNFILLED.sub("Les amis du bourg.", text), encoding="utf-8")
    assert check(project) == ()
    plan = batch.plan(project, project.sessions(), ["fr"], (), ("trainer-guide",), FORMATS, tmp_path / "out")
    (report,) = batch.build(plan.packs, lambda *_: None)
    assert report.problems == ()
    docx, pdf = (file.path for file in report.files)
    for words in (docx_words(docx), pdf_words(pdf)):
        assert words.count(squeezed("Les amis du bourg.")) == len(asked)
        assert "Trainerguide·France" in words
    assert profile.read_text(encoding="utf-8").startswith("# France: ")


@pytest.mark.parametrize(
    ("code", "name", "paper", "currency"),
    [
        ("fr", "France", "A4", "EUR"),
        ("mx", "Mexico", "Letter", "MXN"),
        ("ci", "Côte d’Ivoire", "A4", "XOF"),
        ("tr", "Türkiye", "A4", "TRY"),
    ],
)
def test_the_profile_is_valid_as_it_is(project: Project, code: str, name: str, paper: str, currency: str) -> None:
    write_country(project, code)
    profile = load_country(project, code)
    assert (profile.code, profile.name, profile.paper, profile.currency) == (code, name, paper, currency)
    assert profile.languages == ("en",)


def test_every_line_of_the_comments_examples_works_when_it_is_taken_up(project: Project) -> None:
    profile, override = write_country(project, "fr")
    text = profile.read_text(encoding="utf-8")
    text = re.sub(r"^# (facts:|spelling:|  \w+: )", r"\1", text, flags=re.MULTILINE)
    profile.write_text(text, encoding="utf-8")
    override.unlink()
    country = load_country(project, "fr")
    assert country.facts == {"ministry": "the Ministry of Culture"}
    assert country.spelling == {"programme": "program"}
    session = localize(project, "library-partnerships", country, "en").session
    assert "programme" not in str(session.localization_intro)


def test_a_session_that_asks_for_nothing_gives_a_valid_override(tmp_path: Path) -> None:
    session = re.sub(r"localization:\n  - .*\n", "", SESSION)
    project = sample_project(tmp_path, changes={"content/sample/session.yaml": session})
    _, override = write_country(project, "fr")
    assert "<<" not in override.read_text(encoding="utf-8")
    assert check(project) == ()


def test_a_country_that_is_there_is_left_alone(project: Project) -> None:
    profile, _ = write_country(project, "fr")
    profile.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="locales/countries/fr: is there already; nothing was written"):
        write_country(project, "fr")
    assert profile.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("given", ["fr", "FR", "Fr"])
def test_a_code_is_taken_in_either_case(given: str) -> None:
    assert country_code(given) == "fr"


@pytest.mark.parametrize(
    ("given", "hint"),
    [("kenia", '(did you mean "ke", Kenya?)'), ("UK", "such as za"), ("eu", "such as za"), ("../x", "such as za")],
)
def test_what_is_no_country_is_refused(given: str, hint: str) -> None:
    with pytest.raises(UnknownCountry) as caught:
        country_code(given)
    assert str(caught.value).startswith(f'"{given}" is no country code: expected two letters of ISO 3166-1')
    assert str(caught.value).endswith(hint)
