"""`packgen build --since`, and which files go into which pack."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from packgen.batch.inputs import LIBRARIES, is_input, touched
from packgen.packs.pack import PackInfo
from packgen.project import Project
from tests.command import Packgen, Ran, git, runner
from tests.sample import COUNTRY, ROOT, sample_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The sample project with a second country of two languages, in a git repository."""
    other = COUNTRY.replace("xa", "xb").replace("[en]", "[en, sw]")
    project = sample_project(tmp_path / "project", changes={"locales/countries/xb/country.yaml": other})
    git(project.root, "init", "--quiet")
    git(project.root, "add", ".")
    git(project.root, "commit", "--quiet", "-m", "First")
    return project


@pytest.fixture
def packgen(project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Packgen:
    return runner(monkeypatch, capsys, folder=project.root)


def change(project: Project, name: str, text: str = "# changed\n") -> None:
    path = project.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def built(packgen: Packgen, *arguments: str) -> list[str]:
    """The packs that `build --since HEAD` builds, one document of each in one format."""
    ran = packgen("build", "--since", "HEAD", "--document", "sheet", "--format", "docx", "--json", *arguments)
    assert ran.code == 0, ran.err
    return [f"{pack['country']}-{pack['language']}" for pack in json.loads(ran.out)["packs"]]


@pytest.mark.parametrize(
    ("name", "packs"),
    [
        ("content/sample/parts/ending.yaml", ["xa-en", "xb-en", "xb-sw"]),
        ("locales/countries/xb/country.yaml", ["xb-en", "xb-sw"]),
        ("locales/languages/sw/glossary.yaml", []),
        ("templates/theme.yaml", ["xa-en", "xb-en", "xb-sw"]),
        ("fonts/Own.txt", ["xa-en", "xb-en", "xb-sw"]),
        ("src/packgen/batch.py", ["xa-en", "xb-en", "xb-sw"]),
        ("templates/site/page.html.j2", []),
        ("README.md", []),
    ],
)
def test_only_packs_that_a_changed_file_goes_into_are_built(
    packgen: Packgen, project: Project, name: str, packs: list[str]
) -> None:
    change(project, name)
    assert built(packgen) == packs
    git(project.root, "add", ".")
    assert built(packgen) == packs
    git(project.root, "commit", "--quiet", "-m", "Second")
    assert built(packgen) == []


def test_what_is_gone_counts_as_changed(packgen: Packgen, project: Project) -> None:
    change(project, "locales/countries/xa/sample.yaml", "title: Ours\n")
    git(project.root, "add", ".")
    git(project.root, "commit", "--quiet", "-m", "An override")
    (project.root / "locales/countries/xa/sample.yaml").unlink()
    assert built(packgen) == ["xa-en"]


def test_it_chooses_among_the_countries_asked_for(packgen: Packgen, project: Project) -> None:
    change(project, "content/sample/parts/ending.yaml")
    assert built(packgen, "--country", "xb", "--language", "sw") == ["xb-sw"]
    assert built(packgen, "--all", "--language", "sw") == ["xb-sw"]


def test_it_is_said_when_there_is_nothing_to_build(packgen: Packgen, project: Project) -> None:
    ran = packgen("build", "--since", "HEAD")
    assert ran == Ran(0, "", "Nothing to build: no file that goes into a pack changed since HEAD\n")
    assert not (project.root / "dist").exists()


def test_an_unknown_revision_is_told(packgen: Packgen) -> None:
    ran = packgen("build", "--all", "--since", "nope")
    assert (ran.code, ran.out) == (2, "")
    assert 'there is no revision "nope"' in ran.err


def test_a_project_below_the_top_of_its_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = tmp_path / "repo"
    project = sample_project(repository / "training")
    top = Project(repository)
    git(top.root, "init", "--quiet")
    git(top.root, "add", ".")
    git(top.root, "commit", "--quiet", "-m", "First")
    change(project, "content/sample/parts/ending.yaml")
    change(top, "content/sample/parts/other.yaml")
    from packgen.diff.revisions import changed_files, revision

    monkeypatch.chdir(tmp_path)
    assert changed_files(project, revision(project, "HEAD")) == ("content/sample/parts/ending.yaml",)


PACK = PackInfo("sample", "xa", "en")


@pytest.mark.parametrize(
    ("name", "goes_in"),
    [
        ("content/sample/session.yaml", True),
        ("content/sample/handouts/sheet.yaml", True),
        ("content/other/session.yaml", False),
        ("content/sample/parts/.opening.yaml.swp", False),
        ("content/sample/parts/opening.yaml~", False),
        ("locales/countries/xa/country.yaml", True),
        ("locales/countries/xa/sample.yaml", True),
        ("locales/countries/xa/other.yaml", False),
        ("locales/countries/xb/sample.yaml", False),
        ("locales/languages/en/sample.po", True),
        ("locales/languages/en/messages.po", True),
        ("locales/languages/en/other.po", False),
        ("locales/languages/sw/sample.po", False),
        ("templates/trainer/trainer-guide.xml.j2", True),
        ("fonts/Own.ttf", True),
        ("README.md", False),
    ],
)
def test_what_goes_into_a_pack(name: str, goes_in: bool) -> None:
    assert is_input(name, PACK) is goes_in
    assert touched([name, "docs/note.md"], PACK) is goes_in


def test_every_file_that_decides_the_bytes_is_in_the_manifest(packgen: Packgen, project: Project) -> None:
    assert packgen("build", "--country", "xa").code == 0
    packs = project.root / "dist/sample_xa_en.zip"
    before = packs.read_bytes()
    change(project, "content/sample/parts/ending.yaml", "# only a comment\n")
    assert packgen("build", "--country", "xa").code == 0
    assert packs.read_bytes() != before  # documents are the same, the manifest tells that the file is another


def test_every_dependency_is_known_to_decide_bytes_or_not() -> None:
    """A dependency that is added must be put into LIBRARIES, or be named here with what it is for instead."""
    decides_no_bytes = {
        "pikepdf": "lays pages out for printing",
        "py-minisign": "signs what is there",
        "pydantic": "checks values",
        "pypdfium2": "draws pages for the download page",
        "pyyaml": "reads YAML, which its specification decides",
        "rich": "prints on terminals",
        "typer": "reads the command line",
    }
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    direct = {Requirement(text).name for text in settings["project"]["dependencies"]}
    assert direct == {*LIBRARIES, *decides_no_bytes}
