"""Fixed words that a language lacks stay in the source's, and every file says so: no voice reads them as Swahili."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from docx import Document
from docx.oxml.ns import qn

from packgen.batch import run as batch
from packgen.project import Project
from packgen.rendered import by_language, in_language, without_languages
from packgen.translation import update as translate
from tests.farm import plans
from tests.translation.catalogues import fill, translate_all


@pytest.fixture
def built(project: Project, tmp_path: Path) -> Path:
    """The pack of xa in Swahili, whose catalogue has no words for some that the guide and the README have."""
    translate.update(project, ["sw"])
    translate_all(project)
    lacking = ("Contents", "Expected outcome", "%(document)s: %(title)s", "%(copies)s; %(sides)s, %(paper)s, %(pages)s")
    fill(project, dict.fromkeys(lacking, ""), "messages")
    packs = [pack for pack in plans(project, tmp_path / "out") if (pack.country, pack.language) == ("xa", "sw")]
    (report,) = batch.build(packs, lambda *_: None)
    assert (report.problems, report.untranslated) == ((), len(lacking))
    assert report.zip is not None
    return report.zip


def test_word_has_the_language_of_words_that_are_lacking(built: Path, tmp_path: Path) -> None:
    with ZipFile(built) as files:
        path = Path(files.extract(next(name for name in files.namelist() if name.endswith("guide.docx")), tmp_path))
    found: dict[str, list[str | None]] = {}
    for run in Document(str(path)).element.body.iter(qn("w:r")):
        words = "".join(text.text or "" for text in run.iter(qn("w:t")))
        languages = [language.get(qn("w:val")) for language in run.iter(qn("w:lang"))]
        found.setdefault(words, languages)
    assert found["Contents"] == ["en-XA"]
    assert found["Expected outcome"] == ["en-XA"]
    assert found["PEOPLE SHARE."] == []


def test_pdf_has_the_language_of_words_that_are_lacking(built: Path, tmp_path: Path) -> None:
    with ZipFile(built) as files:
        path = Path(files.extract(next(name for name in files.namelist() if name.endswith("guide.pdf")), tmp_path))
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == "sw-XA"
        spans = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Span"]
        assert {str(span.Lang) for span in spans if "/Lang" in span} == {"en-XA"}


def test_no_mark_is_left_in_any_file(built: Path) -> None:
    with ZipFile(built) as files:
        names = files.namelist()
        readme = next(name for name in names if name.endswith(".txt"))
        texts = [files.read(readme).decode()]
        for name in names:
            if name.endswith((".docx", ".pptx")):
                with ZipFile(files.open(name)) as inner:
                    texts += [
                        inner.read(part).decode() for part in inner.namelist() if part.endswith((".xml", ".rels"))
                    ]
    assert not [text for text in texts if any("\ue000" <= letter <= "\uf8ff" for letter in text)]


def test_words_within_words_have_their_own_language() -> None:
    text = in_language(f"a {in_language('b', 'fr')} c", "en") + " d"
    assert list(by_language(text)) == [("a ", "en"), ("b", "fr"), (" c", "en"), (" d", None)]
    assert without_languages(text) == "a b c d"
