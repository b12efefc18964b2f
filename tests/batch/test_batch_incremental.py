"""What is unchanged is not rendered again, and why is told; nothing that happens to files or cache is believed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from PIL import Image

from packgen.batch import fingerprints, ledger, rendering
from packgen.batch import run as batch
from packgen.batch.cache import Cache
from packgen.batch.executors import processes
from packgen.batch.fingerprints import Toolchain
from packgen.batch.inputs import LIBRARIES, tool_versions
from packgen.batch.plans import PackReport
from packgen.project import Project
from tests.farm import farm, plans, sums
from tests.sample import ENDING, OPENING, ROOT, SESSION, SHEET, sample_project

TOOLCHAIN = fingerprints.toolchain(tool_versions(), {})
DOCUMENTS = ["slides", "trainer-guide", "sheet"]


@pytest.fixture
def kept(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


@pytest.fixture(autouse=True)
def toolchain(monkeypatch: pytest.MonkeyPatch) -> Toolchain:
    """That of the first look: a file of packgen that is saved while tests run is not what they are about."""
    monkeypatch.setattr(ledger, "toolchain", lambda *_: TOOLCHAIN)
    return TOOLCHAIN


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return sample_project(tmp_path / "project")


def build(project: Project, out: Path, kept: Cache | None) -> list[PackReport]:
    return list(batch.build(plans(project, out), lambda *_: None, cache=kept))


def build_one(project: Project, out: Path, kept: Cache | None) -> PackReport:
    (report,) = build(project, out, kept)
    return report


def why(report: PackReport) -> dict[str, str]:
    """Of each document whether it was built or kept, and why."""
    return {reason.document: f"{'built' if reason.built else 'kept'}: {reason.why}" for reason in report.reasons}


def change(project: Project, name: str, text: str) -> None:
    path = project.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def entries(kept: Cache) -> list[Path]:
    return sorted(path for path in kept.folder.rglob("??/*") if path.is_file())


# --- what is unchanged is kept ----------------------------------------------------------------------


def test_an_unchanged_project_is_not_even_read(
    project: Project, tmp_path: Path, kept: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build_one(project, tmp_path / "out", kept)
    assert why(first) == dict.fromkeys(DOCUMENTS, "built: new")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}
    monkeypatch.setattr("packgen.batch.building.build_pack", lambda *_: pytest.fail("it was built"))
    second = build_one(project, tmp_path / "out", kept)
    assert why(second) == dict.fromkeys(DOCUMENTS, "kept: unchanged")
    assert (second.files, second.zip, second.zip_bytes) == (first.files, first.zip, first.zip_bytes)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")} == before


@pytest.mark.parametrize("harm", ["remove", "truncate", "change", "flip"])
def test_outputs_that_are_missing_or_damaged_are_restored_from_the_cache(
    project: Project, tmp_path: Path, kept: Cache, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    out = tmp_path / "out"
    build(project, out, kept)
    whole = sums(out)
    monkeypatch.setattr(rendering, "write_pdf", lambda *_: pytest.fail("it was rendered"))
    for name in ("xa/en/sample/sheet.pdf", "xa/en/sample/slides.pptx", "sample_xa_en.zip"):
        path = out / name
        data = path.read_bytes()
        match harm:
            case "remove":
                path.unlink()
            case "truncate":
                path.write_bytes(data[:-1])
            case "change":
                path.write_bytes(b"mine")
            case "flip":
                path.write_bytes(data[:100] + bytes([data[100] ^ 1]) + data[101:])
        report = build_one(project, out, kept)
        assert why(report) == dict.fromkeys(DOCUMENTS, "kept: unchanged")
        assert sums(out) == whole


def test_outputs_elsewhere_come_from_the_cache_with_the_same_bytes(
    project: Project, tmp_path: Path, kept: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(project, tmp_path / "one", kept)
    monkeypatch.setattr(rendering, "write_pdf", lambda *_: pytest.fail("it was rendered"))
    report = build_one(project, tmp_path / "two", kept)
    assert why(report) == dict.fromkeys(DOCUMENTS, "kept: as an earlier build made it")
    assert sums(tmp_path / "one") == sums(tmp_path / "two")


def test_a_copied_output_folder_is_as_good_as_the_one_that_was_written(
    project: Project, tmp_path: Path, kept: Cache
) -> None:
    """Times that changed and bytes that did not: what a checkout or a restored CI cache looks like."""
    out = tmp_path / "out"
    build(project, out, kept)
    for path in out.rglob("*"):
        os.utime(path, (1000, 1000))
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    assert why(build_one(project, out, kept)) == dict.fromkeys(DOCUMENTS, "kept: unchanged")
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "content/sample/handouts/sheet.yaml",
            SHEET.replace("What do you share?", "What do you lend?"),
            {"sheet": "content/sample/handouts/sheet.yaml changed"},
        ),
        (
            "content/sample/parts/ending.yaml",
            ENDING.replace("Thank you", "Thanks"),
            dict.fromkeys(("trainer-guide", "slides"), "content/sample/parts/ending.yaml changed"),
        ),
        (
            "locales/countries/xa/sample.yaml",
            "terms: {tool: Shovel}\n",
            dict.fromkeys(DOCUMENTS, "locales/countries/xa/sample.yaml is new"),
        ),
        (
            "templates/participants/sheet.xml.j2",
            '<document title="Sheet"><p>Mine.</p></document>',
            {"sheet": "templates/participants/sheet.xml.j2 is new"},
        ),
        ("content/sample/parts/ending.yaml", ENDING + "# a comment\n", {}),
        ("content/other/session.yaml", SESSION, {}),
    ],
)
def test_only_documents_that_say_something_else_are_built_and_the_reason_is_told(
    project: Project, tmp_path: Path, kept: Cache, name: str, text: str, expected: dict[str, str]
) -> None:
    pack = plans(project, tmp_path / "out")
    list(batch.build(pack, lambda *_: None, cache=kept))
    change(project, name, text)
    (report,) = batch.build(pack, lambda *_: None, cache=kept)
    assert report.problems == ()
    assert why(report) == {
        each: f"built: {expected[each]}" if each in expected else "kept: unchanged" for each in DOCUMENTS
    }
    list(batch.build(plans(project, tmp_path / "anew")[-1:], lambda *_: None))
    assert sums(tmp_path / "out") == sums(tmp_path / "anew")


def test_a_theme_rebuilds_what_looks_different(project: Project, tmp_path: Path, kept: Cache) -> None:
    build(project, tmp_path / "out", kept)
    theme = project.theme_file("theme")
    text = theme.read_text(encoding="utf-8")
    theme.write_text(text + "# a comment\n", encoding="utf-8")
    assert why(build_one(project, tmp_path / "out", kept)) == dict.fromkeys(DOCUMENTS, "kept: unchanged")
    theme.write_text(text.replace("ink: ", "ink: '#010203' #", 1), encoding="utf-8")
    report = build_one(project, tmp_path / "out", kept)
    assert why(report) == dict.fromkeys(DOCUMENTS, "built: templates/theme.yaml changed")


def test_a_date_rebuilds_everything(
    project: Project, tmp_path: Path, kept: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    build(project, tmp_path / "out", kept)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    report = build_one(project, tmp_path / "out", kept)
    assert why(report) == dict.fromkeys(DOCUMENTS, "built: SOURCE_DATE_EPOCH changed")


@pytest.mark.parametrize(
    ("change", "expected"), [({"fonts": "others"}, "the fonts changed"), ({"packgen": "another"}, "packgen changed")]
)
def test_another_packgen_or_other_fonts_rebuild_everything(
    project: Project,
    tmp_path: Path,
    kept: Cache,
    toolchain: Toolchain,
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, str],
    expected: str,
) -> None:
    build(project, tmp_path / "out", kept)
    monkeypatch.setattr(ledger, "toolchain", lambda *_: replace(toolchain, **change))
    assert why(build_one(project, tmp_path / "out", kept)) == dict.fromkeys(DOCUMENTS, f"built: {expected}")


def test_the_toolchain_is_every_line_of_packgen_every_font_and_every_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "packgen"
    for name in ("model.py", "writers/pdf/lines.py", "fonts/NotoSans-Bold.ttf", "__pycache__/model.pyc"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text("one", encoding="utf-8")
    system = tmp_path / "noto"
    system.mkdir()
    monkeypatch.setattr(fingerprints, "_PACKAGE", package)
    monkeypatch.setattr(fingerprints, "PACKAGED_FONTS", package / "fonts")
    monkeypatch.setattr(fingerprints, "SYSTEM_FONTS", system)

    def differs(versions: dict[str, str], fonts: dict[str, str]) -> tuple[bool, bool]:
        now = fingerprints.toolchain(versions, fonts)
        return now.packgen != before.packgen, now.fonts != before.fonts

    before = fingerprints.toolchain({"lxml": "6"}, {})
    assert differs({"lxml": "6"}, {}) == (False, False)
    assert differs({"lxml": "7"}, {}) == (True, False)
    assert differs({"lxml": "6"}, {"fonts/Own-Regular.ttf": "ab"}) == (False, True)
    for path, expected in (
        (package / "__pycache__/model.pyc", (False, False)),
        (package / "writers/pdf/lines.py", (True, False)),
        (package / "fonts/NotoSans-Bold.ttf", (False, True)),
        (system / "NotoSansThai-Regular.ttf", (False, True)),
    ):
        path.write_text("two", encoding="utf-8")
        assert differs({"lxml": "6"}, {}) == expected
        before = fingerprints.toolchain({"lxml": "6"}, {})


def test_the_version_of_every_library_that_makes_documents_counts() -> None:
    """The others read files, show them, sign them or talk to people."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split("[<>=]", requirement)[0] for requirement in project["dependencies"]}
    others = {"pikepdf", "py-minisign", "pydantic", "pypdfium2", "pyyaml", "rich", "typer"}
    assert names - others == set(LIBRARIES)


def test_a_logo_rebuilds_what_it_is_on(project: Project, tmp_path: Path, kept: Cache) -> None:
    def draw(colour: str) -> None:
        Image.new("RGB", (300, 100), colour).save(project.templates / "logo.png")

    draw("#7A1F5C")
    change(project, "templates/friends.yaml", "extends: theme\nbrand: {name: Friends, logo: logo.png}\n")
    profile = project.profile_file("xa")
    profile.write_text(profile.read_text(encoding="utf-8") + "theme: friends\n", encoding="utf-8")
    build(project, tmp_path / "out", kept)
    draw("#1F7A5C")
    report = build_one(project, tmp_path / "out", kept)
    assert why(report) == dict.fromkeys(DOCUMENTS, "built: templates/logo.png changed")


def test_what_went_back_to_what_it_was_is_not_built_again(project: Project, tmp_path: Path, kept: Cache) -> None:
    build(project, tmp_path / "out", kept)
    whole = sums(tmp_path / "out")
    name = "content/sample/handouts/sheet.yaml"
    change(project, name, SHEET.replace("What do you share?", "What do you lend?"))
    build(project, tmp_path / "out", kept)
    assert sums(tmp_path / "out") != whole
    change(project, name, SHEET)
    report = build_one(project, tmp_path / "out", kept)
    assert why(report)["sheet"] == "kept: as an earlier build made it"
    assert sums(tmp_path / "out") == whole


def test_a_word_of_one_country_rebuilds_that_country_s_documents_only(tmp_path: Path, kept: Cache) -> None:
    project = farm(tmp_path / "project", 4)
    build(project, tmp_path / "out", kept)
    before = sums(tmp_path / "out")
    change(project, "locales/countries/xb/sample.yaml", "handouts:\n  - id: sheet\n    intro: Write here.\n")
    built = {
        (report.info.country, reason.document)
        for report in build(project, tmp_path / "out", kept)
        for reason in report.reasons
        if reason.built
    }
    assert built == {("xb", "sheet"), ("xb", "trainer-guide"), ("xb", "slides")}  # the title was the override's too
    after = sums(tmp_path / "out")
    assert {name for name in before if before[name] != after[name]} == {
        name for name in before if "xb" in name and "README" not in name
    }


def test_a_document_that_failed_is_told_again_and_the_others_are_kept(
    project: Project, tmp_path: Path, kept: Cache
) -> None:
    change(project, "content/sample/handouts/sheet.yaml", SHEET.replace("What do you share?", "\U00013000"))
    for what in ("built: new", "kept: unchanged"):
        report = build_one(project, tmp_path / "out", kept)
        assert "no font has the character" in str(report.problems[0])
        assert why(report) == dict.fromkeys(["slides", "trainer-guide"], what)
        assert report.zip is None
    change(project, "content/sample/handouts/sheet.yaml", SHEET)
    report = build_one(project, tmp_path / "out", kept)
    assert report.problems == ()
    assert why(report) == {"slides": "kept: unchanged", "trainer-guide": "kept: unchanged", "sheet": "built: new"}


def test_a_file_that_is_written_to_while_its_pack_is_built_is_read_again(
    project: Project, tmp_path: Path, kept: Cache
) -> None:
    """Saved and undone within one build: its sum is what it was, and yet the pack may say what was undone."""
    path = project.root / "content/sample/parts/opening.yaml"

    def save_and_undo(_what: str, done: float) -> None:
        if done == 0.0:
            path.write_text(OPENING.replace("Welcome", "Greet"), encoding="utf-8")
            path.write_text(OPENING, encoding="utf-8")

    list(batch.build(plans(project, tmp_path / "out"), save_and_undo, cache=kept))
    assert why(build_one(project, tmp_path / "out", kept)) == dict.fromkeys(
        DOCUMENTS, "kept: as an earlier build made it"
    )


# --- nothing is believed ----------------------------------------------------------------------------


def test_flipped_bits_anywhere_in_the_cache_are_built_anew(tmp_path: Path, kept: Cache) -> None:
    project = farm(tmp_path / "project", 2)
    build(project, tmp_path / "out", kept)
    whole = sums(tmp_path / "out")
    for path in entries(kept):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 0x10
        path.write_bytes(data)
    reports = build(project, tmp_path / "two", kept)
    assert all(reason.built for report in reports for reason in report.reasons)
    assert sums(tmp_path / "two") == whole
    assert all(not reason.built for report in build(project, tmp_path / "two", kept) for reason in report.reasons)


def test_a_damaged_copy_of_an_unchanged_document_is_told(project: Project, tmp_path: Path, kept: Cache) -> None:
    report = build_one(project, tmp_path / "out", kept)
    sheet = max(entries(kept), key=lambda path: b'"sheet"' in path.read_bytes()[32:200])
    sheet.write_bytes(sheet.read_bytes()[:-1])
    (tmp_path / "out/xa/en/sample/sheet.pdf").unlink()
    report = build_one(project, tmp_path / "out", kept)
    assert why(report)["sheet"] == "built: its copy in the cache is gone or damaged"
    assert why(report)["slides"] == "kept: unchanged"


def test_a_deleted_cache_is_built_anew(project: Project, tmp_path: Path, kept: Cache) -> None:
    build(project, tmp_path / "out", kept)
    whole = sums(tmp_path / "out")
    for path in entries(kept):
        path.unlink()
    assert why(build_one(project, tmp_path / "out", kept)) == dict.fromkeys(DOCUMENTS, "built: new")
    assert sums(tmp_path / "out") == whole


def test_two_builds_at_once_into_one_folder_and_cache(tmp_path: Path) -> None:
    project = farm(tmp_path / "project", 4)
    build(project, tmp_path / "alone", None)
    command = [sys.executable, "-m", "packgen", "build", "--all", "--quiet", "--project", str(project.root)]
    command += ["--out", str(tmp_path / "out"), "--jobs", "2"]
    environment = {**os.environ, "PACKGEN_CACHE": str(tmp_path / "cache")}
    both = [subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) for _ in range(2)]
    assert [(process.communicate()[1], process.returncode) for process in both] == [(b"", 0)] * 2
    assert sums(tmp_path / "out") == sums(tmp_path / "alone")
    subprocess.run(command, env=environment, check=True)
    assert sums(tmp_path / "out") == sums(tmp_path / "alone")


def test_processes_take_from_the_cache_too(tmp_path: Path, kept: Cache) -> None:
    project = farm(tmp_path / "project", 3)
    list(batch.build(plans(project, tmp_path / "one"), lambda *_: None, processes(2), kept))
    reports = list(batch.build(plans(project, tmp_path / "two"), lambda *_: None, processes(2), kept))
    assert {text for report in reports for text in why(report).values()} == {"kept: as an earlier build made it"}
    assert sums(tmp_path / "one") == sums(tmp_path / "two")


def test_pruning_while_another_build_reads_harms_nobody(project: Project, tmp_path: Path, kept: Cache) -> None:
    build(project, tmp_path / "out", kept)
    whole = sums(tmp_path / "out")
    stop: list[bool] = []

    def delete() -> None:
        while not stop:
            for path in entries(kept):
                path.unlink(missing_ok=True)

    thread = Thread(target=delete)
    thread.start()
    try:
        for at in range(3):
            report = build_one(project, tmp_path / f"out{at}", kept)
            assert report.problems == ()
            assert sums(tmp_path / f"out{at}") == whole
    finally:
        stop.append(True)
        thread.join()
