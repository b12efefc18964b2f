"""Whatever a project's files say, commands end with what is wrong with them, never with a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packgen.project import Project
from tests.fuzz.mutations import damaged_text, damaged_yaml
from tests.fuzz.running import cases, packgen
from tests.sample import ROOT, sample_project

OVERRIDE = """\
title: Sharing Spades
terms: {tool: Shovel}
parts:
  - id: opening
    topics:
      - id: hello
        steps:
          - {id: greet, do: "Welcome to {{ country.name }}."}
      - id: local
        after: hello
        title: Our own
        steps: [{id: tell, say: Tell.}]
"""
MESSAGES = (ROOT / "locales/languages/sw/messages.po").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "locales/languages/sw/glossary.yaml").read_bytes()
CATALOGUE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgctxt "title"
msgid "Sharing Tools"
msgstr "Kushiriki Zana"

#, fuzzy
#| msgid "We started."
msgctxt "parts/opening/overview"
msgid "We begin."
msgstr "Tunaanza."

msgctxt "parts/opening/topics/hello/steps/greet/do"
msgid "Welcome everybody to {{ country.name }}."
msgstr "Karibu {{ country.name }}."
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sample project in two languages, with a country that changes things."""
    project = sample_project(
        tmp_path_factory.mktemp("sample") / "project",
        override=OVERRIDE,
        changes={"locales/languages/sw/sample.po": CATALOGUE, "locales/languages/sw/messages.po": MESSAGES},
    )
    profile = project.profile_file("xa")
    profile.write_text(profile.read_text(encoding="utf-8").replace("[en]", "[en, sw]"), encoding="utf-8")
    glossary = project.glossary_file("sw")
    glossary.write_bytes(GLOSSARY)
    return project


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project itself, copied."""
    root = tmp_path_factory.mktemp("real").resolve()
    for name in ("content", "locales", "templates"):
        copytree(ROOT / name, root / name)
    return Project(root)


@contextmanager
def replaced(path: Path, data: bytes) -> Iterator[None]:
    before = path.read_bytes()
    path.write_bytes(data)
    try:
        yield
    finally:
        path.write_bytes(before)


def files(project: Project, *patterns: str) -> list[Path]:
    found = [path for pattern in patterns for path in sorted(project.root.glob(pattern))]
    assert found
    return found


def damage(path: Path) -> st.SearchStrategy[bytes]:
    return damaged_yaml(path.read_bytes()) if path.suffix == ".yaml" else damaged_text(path.read_bytes())


def build(project: Project, *arguments: str) -> None:
    out = project.root.parent / "out"
    packgen("build", "--all", "-q", "-j", "1", "--no-cache", "--project", project.root, "-o", out, *arguments)


def spoiled(project: Project, data: st.DataObject, *patterns: str) -> tuple[Path, bytes]:
    path = data.draw(st.sampled_from(files(project, *patterns)))
    return path, data.draw(damage(path))


@cases(50)
@given(data=st.data())
def test_content_and_overrides(sample: Project, data: st.DataObject) -> None:
    path, damaged = spoiled(sample, data, "content/**/*.yaml", "locales/countries/xa/sample.yaml")
    with replaced(path, damaged):
        build(sample, "-l", "en")


@cases(12)
@given(data=st.data())
def test_profiles_and_glossaries(sample: Project, data: st.DataObject) -> None:
    path, damaged = spoiled(sample, data, "locales/countries/xa/country.yaml", "locales/languages/sw/glossary.yaml")
    with replaced(path, damaged):
        packgen("check", "--project", sample.root)
        packgen("list", "--project", sample.root)
        build(sample)


@cases(12)
@given(data=st.data())
def test_catalogues(sample: Project, data: st.DataObject) -> None:
    path, damaged = spoiled(sample, data, "locales/languages/sw/*.po")
    with replaced(path, damaged):
        packgen("translate", "status", "sw", "--project", sample.root)
        build(sample, "-l", "sw")


@cases(12)
@given(data=st.data())
def test_updated_catalogues_can_be_read_again(sample: Project, data: st.DataObject) -> None:
    path, damaged = spoiled(sample, data, "locales/languages/sw/sample.po")
    with replaced(path, damaged):
        if packgen("translate", "update", "sw", "--project", sample.root).code == 0:
            assert packgen("translate", "status", "sw", "--project", sample.root).code == 0


@cases(16)
@given(data=st.data())
def test_templates(sample: Project, data: st.DataObject) -> None:
    path, damaged = spoiled(sample, data, "templates/**/*.j2")
    with replaced(path, damaged):
        build(sample, "-l", "en")


@cases(16)
@given(data=st.data())
def test_themes(sample: Project, data: st.DataObject) -> None:
    path, damaged = spoiled(sample, data, "templates/*.yaml")
    with replaced(path, damaged):
        build(sample, "-l", "en", "--theme", path.stem)


@cases(12)
@given(data=st.data())
def test_the_project_itself(real: Project, data: st.DataObject) -> None:
    path, damaged = spoiled(real, data, "content/**/*.yaml", "locales/countries/ke/*.yaml", "locales/languages/sw/*")
    with replaced(path, damaged):
        packgen("check", "-c", "ke", "--project", real.root)
