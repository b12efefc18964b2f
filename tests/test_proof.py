"""The contact sheet of a small project: every page of every document is on it, beside what Word shows."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from lxml import html
from PIL import Image

from tests.proof import main
from tests.sample import SHEET, sample_project


@pytest.fixture(scope="module")
def proofed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a proof of the sample project in its two themes."""
    root = tmp_path_factory.mktemp("proof")
    sample_project(root / "project")
    assert main(["xa", "--project", str(root / "project"), "--out", str(root / "out")]) == 0
    return root / "out"


def test_every_page_of_every_document_stands_beside_what_word_shows(proofed: Path) -> None:
    page = html.parse(proofed / "index.html").getroot()
    assert page.xpath("//h2/text()") == ["plain, xa en", "theme, xa en"]
    assert page.xpath("//nav/a/@href") == [f"#{id_}" for id_ in page.xpath("//h2/@id")]
    names = page.xpath("//h3/text()")
    assert [name.strip() for name in names] == ["slides", "slides-handout", "trainer-guide", "sheet"] * 2
    for theme in ("plain", "theme"):
        files = sorted((proofed / f"packs/{theme}/xa/en/sample").iterdir())
        assert len(files) == 7
        for file in files:
            pictures = page.xpath(
                f"//img[starts-with(@src, 'pages/{theme}/xa/en/{file.stem}-{file.suffix[1:]}/')]/@src"
            )
            assert len(pictures) == len(set(pictures)) > 0
            if file.suffix == ".pdf":
                with pikepdf.open(file) as pdf:
                    assert len(pictures) == len(pdf.pages)


def test_pictures_are_pages_and_pairs_are_of_one_page(proofed: Path) -> None:
    page = html.parse(proofed / "index.html").getroot()
    images = page.xpath("//img")
    assert {image.get("loading") for image in images} == {"lazy"}
    for image in images:
        with Image.open(proofed / image.get("src")) as picture:
            assert picture.size == (int(image.get("width")), int(image.get("height")))
            assert len(picture.convert("L").getcolors() or ()) > 1, "there is something on the page"
    for document in page.xpath("//div[@class='pages']"):
        for number, figure in enumerate(document.xpath("figure"), 1):
            assert figure.xpath("string(figcaption)") == str(number)
            shown = [Path(source) for source in figure.xpath(".//img/@src")]
            assert {int(path.stem.split("-")[1]) for path in shown} == {number}
            formats = [path.parent.name.rsplit("-", 1)[1] for path in shown]
            assert formats in (["pdf", "docx"], ["pdf", "pptx"], ["pdf"], ["docx"])


def test_what_cannot_be_built_is_told_and_leaves_no_page(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    project = sample_project(tmp_path / "project", changes={"content/sample/handouts/sheet.yaml": f"{SHEET}oops: 1\n"})
    assert main(["xa", "--project", str(project.root), "--out", str(tmp_path / "out")]) == 1
    assert "content/sample/handouts/sheet.yaml:" in capfd.readouterr().err
    assert not (tmp_path / "out/index.html").exists()
    assert main(["zz", "--project", str(project.root), "--out", str(tmp_path / "out")]) == 1
    assert 'no country "zz"' in capfd.readouterr().err
