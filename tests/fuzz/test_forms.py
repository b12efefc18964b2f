"""Whatever comes back as a filled form, the others are collected and nothing ends with a traceback."""

from __future__ import annotations

from shutil import copyfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packgen.batch import run as batch
from packgen.packs.pack import FORMATS
from packgen.project import Project
from tests.fuzz.mutations import damaged_text, damaged_zip
from tests.fuzz.running import cases, packgen
from tests.sample import sample_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sample project, its forms in out/ and an empty one, that comes back as it was, in back/."""
    root = tmp_path_factory.mktemp("forms")
    project = sample_project(root / "project")
    plan = batch.plan(project, project.sessions(), project.countries(), (), ("sheet",), FORMATS, root / "out")
    assert [report.problems for report in batch.build(plan.packs, lambda *_: None)] == [()]
    (root / "back").mkdir()
    copyfile(root / "out/xa/en/sample/sheet.pdf", root / "back/whole.pdf")
    return project


@cases(16)
@given(data=st.data())
def test_filled_forms(project: Project, data: st.DataObject) -> None:
    root = project.root.parent
    kind = data.draw(st.sampled_from(("pdf", "docx")))
    form = (root / f"out/xa/en/sample/sheet.{kind}").read_bytes()
    damaged = root / f"back/damaged.{kind}"
    damaged.write_bytes(data.draw(damaged_text(form) if kind == "pdf" else damaged_zip(form, r"\.(xml|rels)$")))
    ways = ("--out", root / "all.csv", "--summary", root / "all.pdf", "--project", project.root)
    try:
        packgen("forms", "collect", root / "back", *ways)
        assert (root / "all.csv").read_text(encoding="utf-8-sig").count("\n") >= 2
    finally:
        damaged.unlink()
