"""What a language lacks is counted; with --strict it is a mistake at its line, and its pack is not published."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from packgen.batch import run as batch
from packgen.batch.cache import Cache
from packgen.batch.plans import PackReport
from packgen.cli.main import main
from packgen.packs.verify import verify_pack
from packgen.project import Project
from packgen.translation import catalogue
from packgen.translation import update as translate
from tests.farm import plans
from tests.sample import COUNTRY, sample_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The sample with a country that speaks Kiswahili too, and a translation of everything."""
    profile = COUNTRY.replace("code: xa", "code: xb").replace("[en]", "[en, sw]")
    project = sample_project(tmp_path / "project", changes={"locales/countries/xb/country.yaml": profile})
    translate.update(project, ["sw"])
    for name in ("sample", catalogue.MESSAGES):
        translate_all(project, name)
    return project


def translate_all(project: Project, name: str, *, but: str = "") -> None:
    """Gives every text its own words as its translation, but for the one at the path, or with the words, `but`."""
    path = project.catalogue_file("sw", name)
    found = catalogue.read(path, "sw", project.name(path))
    for message in found:
        text = message.id if isinstance(message.id, str) else message.id and message.id[0]
        if text:
            lacks = but in (message.context, text)
            forms = "" if lacks else text
            message.string = forms if isinstance(message.id, str) else (forms,) * found.num_plurals
    path.write_bytes(catalogue.written(found))


def build(project: Project, out: Path, *, strict: bool, cache: Cache | None = None) -> dict[str, PackReport]:
    """The reports of the packs of xb, by language."""
    packs = [pack for pack in plans(project, out, strict=strict) if pack.country == "xb"]
    return {report.info.language: report for report in batch.build(packs, lambda *_: None, cache=cache)}


def told(report: PackReport) -> list[str]:
    return [str(problem) for problem in report.problems]


def test_a_language_that_lacks_nothing_is_published(project: Project, tmp_path: Path) -> None:
    for report in build(project, tmp_path / "out", strict=True).values():
        assert (told(report), report.untranslated) == ([], 0)
        assert report.zip is not None
        assert verify_pack(report.zip) == ()


def test_a_text_without_translation_keeps_the_pack_of_its_language_back(project: Project, tmp_path: Path) -> None:
    translate_all(project, "sample", but="handouts/sheet/intro")
    reports = build(project, tmp_path / "out", strict=True)
    assert told(reports["sw"]) == [
        'content/sample/handouts/sheet.yaml:3: not translated into "sw": handouts/sheet/intro'
    ]
    assert (reports["sw"].zip, reports["sw"].untranslated) == (None, 1)
    assert sorted(path.name for path in (tmp_path / "out").glob("*.zip")) == ["sample_xb_en.zip"]


def test_a_fuzzy_text_counts_as_lacking(project: Project, tmp_path: Path) -> None:
    path = project.catalogue_file("sw", "sample")
    found = catalogue.read(path, "sw", "sample.po")
    next(message for message in found if message.context == "parts/ending/title").flags.add("fuzzy")
    path.write_bytes(catalogue.written(found))
    reports = build(project, tmp_path / "out", strict=True)
    assert told(reports["sw"]) == ['content/sample/parts/ending.yaml:2: not translated into "sw": parts/ending/title']


@pytest.mark.parametrize(
    ("words", "file"),
    [("Session outline", "templates/trainer/trainer-guide.xml.j2"), ("WHAT TO PRINT", "templates/print-plan.txt.j2")],
)
def test_fixed_words_of_templates_count_too(project: Project, tmp_path: Path, words: str, file: str) -> None:
    translate_all(project, catalogue.MESSAGES, but=words)
    report = build(project, tmp_path / "out", strict=True)["sw"]
    (line,) = told(report)
    found, number, message = line.split(":", 2)
    assert (found, message) == (file, f' not translated into "sw": "{words}"')
    assert words in (project.root / file).read_text(encoding="utf-8").splitlines()[int(number) - 1]
    assert report.zip is None


def test_without_strict_what_is_lacking_is_counted_and_published(project: Project, tmp_path: Path) -> None:
    translate_all(project, "sample", but="handouts/sheet/intro")
    reports = build(project, tmp_path / "out", strict=False)
    assert {language: (told(report), report.untranslated) for language, report in reports.items()} == {
        "en": ([], 0),
        "sw": ([], 1),
    }
    assert reports["sw"].zip is not None


def test_an_unchanged_pack_that_lacks_something_is_told_again(project: Project, tmp_path: Path) -> None:
    """It was built and kept without --strict; what is kept lacks the same."""
    cache = Cache(tmp_path / "cache")
    translate_all(project, "sample", but="handouts/sheet/intro")
    build(project, tmp_path / "out", strict=False, cache=cache)
    for _ in range(2):
        reports = build(project, tmp_path / "out", strict=True, cache=cache)
        assert (len(told(reports["sw"])), told(reports["en"])) == (1, [])
        assert not any(reason.built for report in reports.values() for reason in report.reasons)
    assert told(build(project, tmp_path / "out", strict=False, cache=cache)["sw"]) == []


def test_a_language_without_any_catalogue_lacks_everything(project: Project, tmp_path: Path) -> None:
    for name in ("sample", catalogue.MESSAGES):
        project.catalogue_file("sw", name).unlink()
    lines = told(build(project, tmp_path / "out", strict=True)["sw"])
    assert any(line.startswith("content/sample/session.yaml:3: not translated") for line in lines)
    assert any(line.startswith("templates/trainer/trainer-guide.xml.j2:") for line in lines)
    assert any(line.startswith("templates/print-plan.txt.j2:") for line in lines)


def test_the_command_exits_with_1_and_says_why_each_document_was_built(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def packgen(*arguments: str) -> tuple[int, str, str]:
        where = ["--project", str(project.root), "--out", str(tmp_path / "out")]
        monkeypatch.setattr(sys, "argv", ["packgen", "build", "-c", "xb", "-l", "sw", *arguments, *where])
        with pytest.raises(SystemExit) as ended:
            main()
        assert isinstance(ended.value.code, int)
        captured = capsys.readouterr()
        return ended.value.code, captured.out, captured.err

    translate_all(project, "sample", but="handouts/sheet/intro")
    code, out, err = packgen("--strict", "--explain")
    assert code == 1
    assert err.splitlines() == [
        'content/sample/handouts/sheet.yaml:3: not translated into "sw": handouts/sheet/intro',
        "sample_xb_sw: not published; an earlier zip stays as it was",
    ]
    assert "sample_xb_sw sheet: built, new\n" in out
    translate_all(project, "sample")
    code, out, err = packgen("--strict", "--explain")
    assert (code, err) == (0, "")
    assert "sample_xb_sw sheet: built, locales/languages/sw/sample.po changed\n" in out
    assert "sample_xb_sw trainer-guide: kept, unchanged\n" in out
    code, out, _ = packgen("--json")
    (pack,) = json.loads(out)["packs"]
    assert {each["document"]: (each["built"], each["why"]) for each in pack["reasons"]} == dict.fromkeys(
        ("slides", "trainer-guide", "sheet"), (False, "unchanged")
    )
