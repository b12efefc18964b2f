"""Whatever is given to the commands that read packs, PDFs and reviews, they say what is wrong with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packgen.batch import run as batch
from packgen.packs.pack import FORMATS
from packgen.project import Project
from packgen.translation.review import review_document
from tests.fuzz.mutations import damaged_text, damaged_zip
from tests.fuzz.running import cases, packgen
from tests.fuzz.test_project import CATALOGUE, MESSAGES
from tests.sample import sample_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sample project with its pack in out/ beside it."""
    root = tmp_path_factory.mktemp("sample")
    catalogues = {"locales/languages/sw/sample.po": CATALOGUE, "locales/languages/sw/messages.po": MESSAGES}
    project = sample_project(root / "project", changes=catalogues)
    profile = project.profile_file("xa")
    profile.write_text(profile.read_text(encoding="utf-8").replace("[en]", "[en, sw]"), encoding="utf-8")
    plan = batch.plan(project, project.sessions(), project.countries(), ("en",), (), FORMATS, root / "out")
    assert [report.problems for report in batch.build(plan.packs, lambda *_: None)] == [()]
    return project


@cases(25)
@given(data=st.data())
def test_packs(project: Project, data: st.DataObject) -> None:
    out = project.root.parent / "out"
    damaged = out / "damaged/sample_xa_en.zip"
    damaged.parent.mkdir(exist_ok=True)
    whole = out / "sample_xa_en.zip"
    damaged.write_bytes(data.draw(damaged_zip(whole.read_bytes())))
    packgen("verify", damaged)
    packgen("verify", damaged, "--rebuild", "--project", project.root)
    packgen("diff", whole, damaged)


@cases(6)
@given(data=st.data())
def test_packs_on_the_download_page(project: Project, data: st.DataObject) -> None:
    out = project.root.parent / "page"
    out.mkdir(exist_ok=True)
    whole = project.root.parent / "out/sample_xa_en.zip"
    (out / "sample_xa_en.zip").write_bytes(data.draw(damaged_zip(whole.read_bytes())))
    packgen("site", "--out", out, "--project", project.root)


@cases(20)
@given(data=st.data())
def test_reviews(project: Project, data: st.DataObject) -> None:
    path = project.root.parent / "review.docx"
    path.write_bytes(
        data.draw(damaged_zip(review_document(project, "sw"), r"document\.xml$|settings|core|styles\.xml$"))
    )
    try:
        packgen("translate", "import", path, "--project", project.root)
        assert packgen("translate", "status", "sw", "--project", project.root).code == 0
    finally:
        project.catalogue_file("sw", "sample").write_text(CATALOGUE, encoding="utf-8")
        project.catalogue_file("sw", "messages").write_text(MESSAGES, encoding="utf-8")


@cases(25)
@given(data=st.data())
def test_pdfs_to_print(project: Project, data: st.DataObject) -> None:
    pdf = project.root.parent / "out/xa/en/sample/sheet.pdf"
    path = project.root.parent / "sheet.pdf"
    path.write_bytes(data.draw(damaged_text(pdf.read_bytes())))
    way = data.draw(st.sampled_from((("--booklet",), ("--n-up", "4"), ("--crop-marks",), ("--gutter", "6"))))
    packgen("print", path, *way, "--out", path.with_name("printed.pdf"))
