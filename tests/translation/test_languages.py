"""Tags that are no language, wherever one may be written: refused with their place and the nearest one."""

from __future__ import annotations

from shutil import copytree

import pytest

from packgen.cldr import unknown_language
from packgen.project import Project
from packgen.translation import update as translate
from tests.command import Packgen
from tests.sample import SESSION
from tests.translation.catalogues import COUNTRY


@pytest.mark.parametrize("tag", ["sw", "zh-Hant", "pt-BR", "fr-KE", "az-Arab"])
def test_a_language_is_known_also_where_cldr_lacks_its_country(tag: str) -> None:
    assert unknown_language(tag) == ""


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("swq", 'CLDR knows no language "swq" (did you mean "sw"?)'),
        ("sw-abc", 'CLDR knows no language "sw-abc"'),
        ("PT", 'expected a language\'s tag such as "sw" or "zh-Hant", found "PT" (did you mean "pt"?)'),
        ("pt_BR", 'expected a language\'s tag such as "sw" or "zh-Hant", found "pt_BR" (did you mean "pt-br"?)'),
    ],
)
def test_what_is_no_language_is_told(tag: str, expected: str) -> None:
    assert unknown_language(tag).startswith(expected)


@pytest.mark.parametrize("command", [["check"], ["build", "-c", "xa"], ["translate", "update", "sw"]])
def test_a_country_s_unknown_language_is_named_with_its_line(
    project: Project, packgen: Packgen, command: list[str]
) -> None:
    text = COUNTRY.replace("languages: [en, sw]", "languages:\n  - en\n  - swq")
    project.profile_file("xa").write_text(text, encoding="utf-8")
    done = packgen(*command)
    expected = 'locales/countries/xa/country.yaml:5: languages: CLDR knows no language "swq" (did you mean "sw"?)'
    assert done.code == 1
    assert expected in (done.out + done.err).splitlines()


def test_the_language_of_a_session_must_be_known(project: Project, packgen: Packgen) -> None:
    path = project.session_file("sample")
    path.write_text(SESSION.replace("language: en", "language: enx"), encoding="utf-8")
    done = packgen("check")
    assert (done.code, done.out.split(" (")[0]) == (
        1,
        'content/sample/session.yaml:6: language: CLDR knows no language "enx"',
    )


def test_a_folder_of_another_name_stops_nobody_and_is_told(project: Project, packgen: Packgen) -> None:
    translate.update(project, ["sw"])
    copytree(project.catalogue_file("sw", "sample").parent, project.catalogue_file("drafts", "sample").parent)
    assert [line.partition(", found")[0] for line in packgen("check").out.splitlines()] == [
        f"locales/languages/drafts/{name}.po:1: nothing reads the folder: "
        'expected a language\'s tag such as "sw" or "zh-Hant"'
        for name in ("messages", "sample")
    ]
    assert packgen("translate", "update").code == 0
    assert packgen("translate", "status").code == 0
    done = packgen("translate", "review", "drafts")
    assert (done.code, 'no language "drafts"' in done.err) == (2, True)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("drafts", 'found "drafts"'),
        ("PT", 'found "PT" (did you mean "pt"?)'),
        ("en", 'sessions are written in "en", which needs no translation'),
        ("en-GB", 'sessions are written in "en-GB", which needs no translation'),
    ],
)
def test_no_catalogue_is_begun_that_nobody_could_use(
    project: Project, packgen: Packgen, tag: str, expected: str
) -> None:
    done = packgen("translate", "update", tag)
    assert (done.code, expected in done.err) == (2, True), done.err
    assert not (project.root / "locales" / "languages").exists()


def test_a_review_that_is_not_there_is_named(packgen: Packgen) -> None:
    done = packgen("translate", "import", "nope.docx")
    assert (done.code, done.err) == (1, "nope.docx: cannot be read: No such file or directory\n")
