"""Every country's pack, opened with other people's readers: what is in it, for whom, and that both formats agree."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from docx import Document as open_docx
from lxml import etree

from packgen import __version__
from packgen.compose import Templates, documents
from packgen.content.load import load_country
from packgen.content.localize import Localized, localize, map_texts
from packgen.content.model import Handout, Text
from packgen.document import PAPER_SIZES, Paragraph, plain, walk
from packgen.markdown import blocks
from packgen.project import Project
from tests.conftest import BuiltPacks
from tests.readers import docx_words, pdf_words, squeezed
from tests.sample import ROOT

PROJECT = Project(ROOT)
SESSION = "library-partnerships"
PROFILES = {code: load_country(PROJECT, code) for code in PROJECT.countries()}
PACKS = [(code, language) for code, profile in PROFILES.items() for language in profile.languages]
HANDOUTS = [
    "connection-tree",
    "key-questions",
    "case-study",
    "assessment-survey",
    "planning-questions",
    "reminders-and-tips",
    "feedback-form",
]

SLIDES = ["slides.pptx", "slides.pdf", "slides-handout.pdf"]

each_pack = pytest.mark.parametrize(("country", "language"), PACKS)


def view(country: str, language: str) -> Localized:
    return localize(PROJECT, SESSION, PROFILES[country], language)


def folder(packs: BuiltPacks, country: str, language: str) -> Path:
    return packs.out / country / language / SESSION


def unpacked(packs: BuiltPacks, country: str, language: str, where: Path) -> Path:
    name = f"{SESSION}_{country}_{language}"
    with zipfile.ZipFile(packs.out / f"{name}.zip") as archive:
        archive.extractall(where)
    assert [path.name for path in where.iterdir()] == [name]
    return where / name


# --- what is there --------------------------------------------------------------------------------


@each_pack
def test_every_document_of_the_session_is_built_in_both_formats(packs: BuiltPacks, country: str, language: str) -> None:
    report = packs.reports[country, language]
    assert report.problems == ()
    names = sorted(path.name for path in folder(packs, country, language).iterdir())
    documents = [f"{name}.{end}" for name in ["trainer-guide", *HANDOUTS] for end in ("docx", "pdf")]
    assert names == sorted([*documents, *SLIDES])
    assert {file.path for file in report.files} == set(folder(packs, country, language).iterdir())
    for file in report.files:
        assert file.bytes == file.path.stat().st_size
        if file.format == "pdf":
            with pikepdf.open(file.path) as pdf:
                assert len(pdf.pages) == file.pages


@each_pack
def test_the_zip_unpacks_into_one_folder_that_sha256sum_agrees_with(
    packs: BuiltPacks, tmp_path: Path, country: str, language: str
) -> None:
    pack = unpacked(packs, country, language, tmp_path)
    found = sorted(path.relative_to(pack).as_posix() for path in pack.rglob("*") if path.is_file())
    assert found == sorted(
        ["README.txt", "SHA256SUMS", "manifest.json", "trainer/trainer-guide.docx", "trainer/trainer-guide.pdf"]
        + [f"trainer/{name}" for name in SLIDES]
        + [f"participants/{name}.{end}" for name in HANDOUTS for end in ("docx", "pdf")]
    )
    checked = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=pack, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert checked.stdout.count(": OK") == len(found) - 1


@each_pack
def test_the_manifest_tells_every_file_s_document_pages_bytes_and_checksum(
    packs: BuiltPacks, tmp_path: Path, country: str, language: str
) -> None:
    pack = unpacked(packs, country, language, tmp_path)
    manifest = json.loads((pack / "manifest.json").read_text(encoding="utf-8"))
    files, title, inputs = (manifest.pop(key) for key in ("files", "title", "inputs"))
    versions = manifest.pop("versions")
    assert manifest == {
        "session": SESSION, "country": country, "language": language, "packgen": __version__, "options": {},
    }  # fmt: skip
    assert versions.keys() >= {"python", "reportlab", "uharfbuzz"}
    assert [file["path"] for file in files] == sorted(
        path.relative_to(pack).as_posix() for path in pack.glob("*/*") if path.suffix in (".docx", ".pptx", ".pdf")
    )
    pages = {file.document: file.pages for file in packs.reports[country, language].files}
    for file in files:
        data = (pack / file["path"]).read_bytes()
        assert data == (folder(packs, country, language) / Path(file["path"]).name).read_bytes()
        if file["document"] == "trainer-guide":
            assert title in file["title"]
        elif file["path"].endswith(".pdf"):
            with pikepdf.open(pack / file["path"]) as pdf:
                assert str(pdf.docinfo["/Title"]) == file["title"]
        del file["title"]
        assert file == {
            "path": file["path"],
            "document": Path(file["path"]).stem,
            "pages": pages[Path(file["path"]).stem],
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
    assert {f"locales/countries/{country}/country.yaml", f"content/{SESSION}/session.yaml"} <= inputs.keys()
    for name, checksum in inputs.items():
        assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == checksum


@each_pack
def test_both_formats_have_the_country_s_paper(packs: BuiltPacks, country: str, language: str) -> None:
    width, height = PAPER_SIZES[PROFILES[country].paper]
    printed = [path for path in folder(packs, country, language).iterdir() if path.stem != "slides"]
    for path in printed:
        if path.suffix == ".pdf":
            with pikepdf.open(path) as pdf:
                sizes = {tuple(float(number) for number in page.mediabox) for page in pdf.pages}
            assert [size == pytest.approx((0, 0, width, height), abs=0.01) for size in sizes] == [True]
        else:
            for section in open_docx(str(path)).sections:
                assert section.page_width is not None
                assert section.page_height is not None
                assert (section.page_width.pt, section.page_height.pt) == pytest.approx((width, height), abs=0.1)


# --- the README -----------------------------------------------------------------------------------


def readme(packs: BuiltPacks, country: str) -> str:
    with zipfile.ZipFile(packs.out / f"{SESSION}_{country}_en.zip") as archive:
        return archive.read(f"{SESSION}_{country}_en/README.txt").decode()


def test_the_readme_tells_what_to_print_how_often_and_when(packs: BuiltPacks) -> None:
    text = readme(packs, "ke")
    assert text.startswith(
        "Building and Sustaining Library Partnerships\nLibrary Advocacy Training · Session 14 · Kenya"
    )
    pages = {file.document: file.pages for file in packs.reports["ke", "en"].files}
    assert (
        "* Trainer guide\n"
        "  trainer/trainer-guide.pdf\n"
        f"  one copy, for you; two-sided, A4, {pages['trainer-guide']} pages\n\n"
        "* Connection Web\n"
        "  participants/connection-tree.pdf\n"
        f"  one copy for each participant; one-sided, A4, {pages['connection-tree']} page\n"
        "  Hand out: Part 3, 0:20–0:50, Activity 1: Creating a Connection Web\n"
    ) in text
    assert (
        f"; two-sided, A4, {pages['planning-questions']} pages\n"
        "  only for participants who have not brought this with them: Advocacy Action\n"
        "  Plan Workbook\n"
    ) in text
    assert "* Session Feedback Form (optional)\n" in text
    assert "  Hand out: Part 6, 1:15–1:20, Session feedback\n" in text
    assert "WHAT ELSE TO BRING\n\n* Flip chart or white board\n" in text


def test_the_readme_names_every_document_in_the_order_of_use_on_the_country_s_paper(packs: BuiltPacks) -> None:
    lines = readme(packs, "us").splitlines()
    named = [line.strip() for line in lines if line.endswith(".pdf")]
    assert named == ["trainer/trainer-guide.pdf", *(f"participants/{name}.pdf" for name in HANDOUTS)]
    assert sum(", Letter, " in line for line in lines) == len(named)
    assert max(map(len, lines)) <= 76
    assert [line for line in lines if set(line) & set("{}<>")] == []


# --- what is for the trainer alone ------------------------------------------------------------------


def trainer_texts(localized: Localized) -> Iterator[Text]:
    """Every text of the session that only trainers are to see."""
    session = localized.session
    yield from (session.outcome, session.timing, session.overview, session.context, session.localization_intro)
    yield from (item.text for item in session.localization)
    for part in session.parts:
        yield part.overview
        if part.objective:
            yield part.objective
        for topic in part.topics:
            yield from (text for step in topic.steps for text in (step.do, step.say) if text)


def texts_of(handout: Handout) -> Iterator[Text]:
    """Every text of a handout."""
    found: list[Text] = []

    def note(text: Text) -> Text:
        found.append(text)
        return text

    map_texts(handout, note)
    yield from found


def paragraphs(text: Text) -> Iterator[str]:
    """The words of every paragraph of a text, squeezed."""
    for block in walk(blocks(text, text.language, "body")):
        if isinstance(block, Paragraph):
            yield squeezed(plain(block.content))


def all_words(path: Path) -> str:
    """Everything that a file says anywhere: for DOCX also head, foot, alternative texts and properties."""
    if path.suffix == ".pdf":
        shown = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout
        return squeezed(shown) + pdf_words(path)
    with zipfile.ZipFile(path) as package:
        parts = [
            etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith((".xml", ".rels"))
        ]
    inside = (text for part in parts for element in part.iter() for text in (element.text or "", *element.values()))
    return squeezed("".join(map(str, inside)))


@each_pack
def test_what_is_for_the_trainer_is_in_the_guide_and_never_in_participants(
    packs: BuiltPacks, tmp_path: Path, country: str, language: str
) -> None:
    pack = unpacked(packs, country, language, tmp_path)
    localized = view(country, language)
    told = [words for text in trainer_texts(localized) for words in paragraphs(text)]
    # A few words, such as a question of the worksheet that the trainer asks too, are both said and written.
    handouts = "".join(
        words for handout in localized.session.handouts for text in texts_of(handout) for words in paragraphs(text)
    )
    secret = [words for words in told if words not in handouts]
    assert len(secret) > 0.9 * len(told) > 100
    guides = (docx_words(pack / "trainer/trainer-guide.docx"), pdf_words(pack / "trainer/trainer-guide.pdf"))
    participants = {path.name: all_words(path) for path in sorted((pack / "participants").iterdir())}
    assert len(participants) == 2 * len(HANDOUTS)
    assert [words for words in told if not all(words in guide for guide in guides)] == []
    for words in secret:
        assert [name for name, shown in participants.items() if words in shown] == [], words


# --- both formats say the same ------------------------------------------------------------------------


@each_pack
def test_docx_and_pdf_say_the_same_words_in_the_same_order(packs: BuiltPacks, country: str, language: str) -> None:
    session = view(country, language).session
    where = folder(packs, country, language)
    for info in documents(Templates(PROJECT.templates), session):
        if info.id == "slides":  # see test_slides.py
            continue
        assert docx_words(where / f"{info.id}.docx") == pdf_words(where / f"{info.id}.pdf"), info.id


# --- the same input gives the same bytes --------------------------------------------------------------


def built_elsewhere(out: Path, umask: int, **environment: str) -> dict[str, bytes]:
    """Kenya's files, built by a process of its own in other surroundings."""
    out.parent.mkdir(exist_ok=True)
    ran = subprocess.run(
        [sys.executable, "-m", "packgen", "build", "-c", "ke", "-l", "en", "-q", "--project", ROOT, "--out", out],
        env={**os.environ, **environment},
        umask=umask,
        cwd=out.parent,
        capture_output=True,
        text=True,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return files_below(out)


def files_below(out: Path, country: str = "ke") -> dict[str, bytes]:
    found = [*(out / country / "en").rglob("*.*"), out / f"{SESSION}_{country}_en.zip"]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in found}


def test_the_same_bytes_in_another_folder_language_time_zone_and_process(packs: BuiltPacks, tmp_path: Path) -> None:
    here = files_below(packs.out)
    assert len(here) == 20
    one = built_elsewhere(tmp_path / "a", 0o077, TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="1")
    two = built_elsewhere(
        tmp_path / "other folder" / "b", 0o002, TZ="America/Los_Angeles", LC_ALL="tr_TR.UTF-8", PYTHONHASHSEED="2"
    )
    assert [name for name in here if one[name] != here[name]] == []
    assert [name for name in here if two[name] != here[name]] == []


def test_dates_are_those_of_source_date_epoch(tmp_path: Path) -> None:
    moment = {"SOURCE_DATE_EPOCH": "1700000000"}  # 2023-11-14 22:13:20 UTC
    first = built_elsewhere(tmp_path / "a", 0o022, TZ="Asia/Tokyo", **moment)
    again = built_elsewhere(tmp_path / "b", 0o022, TZ="UTC", **moment)
    assert first == again
    out = tmp_path / "a"
    with zipfile.ZipFile(out / f"{SESSION}_ke_en.zip") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2023, 11, 14, 22, 13, 20)}
    guide = out / "ke/en" / SESSION / "trainer-guide"
    created = open_docx(f"{guide}.docx").core_properties.created
    assert created is not None
    assert created.isoformat().startswith("2023-11-14T22:13:20")
    with pikepdf.open(f"{guide}.pdf") as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20231114221320")


def test_entries_of_the_zip_are_plain_files_for_everybody_in_order(packs: BuiltPacks) -> None:
    with zipfile.ZipFile(packs.out / f"{SESSION}_ke_en.zip") as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
