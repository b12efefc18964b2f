"""`packgen diff`: what words changed between two packs or two revisions, as text, HTML and PDF."""

from __future__ import annotations

import json
import subprocess
import zipfile
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from packgen.batch import run as batch
from packgen.diff.read import pack_texts, project_texts
from packgen.diff.words import Change, Passage, Piece, Said, changes, words
from packgen.packs.pack import FORMATS, PackInfo
from packgen.project import Project
from tests.browser import html_errors, visit
from tests.command import Packgen, git, runner
from tests.readers import pdf_words, squeezed
from tests.sample import COUNTRY, OPENING, ROOT, SHEET, sample_project

OTHERS = "Pseudo-Bidi, Arabic: sample; Pseudo-Bidi, English: sample"  # what CLDR calls XB and its languages

# --- words ------------------------------------------------------------------------------------------


def said(*texts: str, language: str = "en") -> Said:
    return Said(language, tuple(Passage("Heading", text) for text in texts))


def marked(found: tuple[Change, ...]) -> list[str]:
    """Changed paragraphs with their marks."""
    marks = {"same": "{}", "out": "[-{}-]", "in": "{{+{}+}}"}
    return ["".join(marks[piece.kind].format(piece.text) for piece in change.pieces) for change in found]


def test_only_changed_words_are_marked() -> None:
    old, new = said("Welcome all people to Kenya, friends."), said("Welcome all people in Kenya, friends!")
    assert marked(changes(old, new)) == ["Welcome all people [-to -]{+in +}Kenya, friends[-.-]{+!+}"]


def test_the_same_words_are_no_change() -> None:
    assert changes(said("One.", "Two."), said("One.", "Two.")) == ()


def test_paragraphs_are_compared_with_those_that_they_come_from() -> None:
    old = said("Begin.", "Bring a pen and paper for each.", "Ask who shares tools at home.", "End.")
    new = said(
        "Begin.", "A wholly different thing.", "Bring a pen and a sheet for each.", "Ask who shares tools.", "End."
    )
    assert marked(changes(old, new)) == [
        "{+A wholly different thing.+}",
        "Bring a pen and [-paper -]{+a sheet +}for each.",
        "Ask who shares tools [-at home-].",
    ]


def test_a_paragraph_that_shares_little_is_told_whole() -> None:
    assert marked(changes(said("Karibu kwa kipindi hiki."), said("Welcome to this session."))) == [
        "[-Karibu kwa kipindi hiki.-]{+Welcome to this session.+}"
    ]


def test_khmer_words_are_told_apart_without_spaces() -> None:
    assert words("សួស្តីពិភពលោកខ្មែរ", "km") == ["សួស្តី", "ពិភពលោក", "ខ្មែរ"]
    old, new = said("សួស្តីពិភពលោកខ្មែរ", language="km"), said("សួស្តីពិភពលោកថ្មី", language="km")
    assert marked(changes(old, new)) == ["សួស្តីពិភពលោក[-ខ្មែរ-]{+ថ្មី+}"]


def test_a_thousand_rewritten_paragraphs_are_set_side_by_side_as_they_come() -> None:
    old, new = (said(*(f"{word} {number}" for number in range(1200))) for word in ("old", "new"))
    assert [change.pieces[0] for change in changes(old, new)] == [Piece("out", "old ")] * 1200


texts = st.lists(
    st.lists(
        st.sampled_from(("a", "b", "cat", "dog", "the", ",", ".", "(x)", "ខ្មែរ", "ពិភពលោក", "مكتبة", "😀")),
        min_size=1,
        max_size=8,
    ).map(" ".join),
    max_size=6,
)


@given(texts, texts)
def test_what_stayed_and_came_in_is_the_new_text_and_with_what_was_taken_out_the_old(
    old: list[str], new: list[str]
) -> None:
    found = changes(said(*old), said(*new))
    unchanged: list[list[str]] = []
    for kind, edition in (("out", old), ("in", new)):
        rest = [squeezed(text) for text in edition]
        for change in found:
            text = squeezed("".join(piece.text for piece in change.pieces if piece.kind in ("same", kind)))
            if text:
                rest.remove(text)
        unchanged.append(rest)
    assert sorted(unchanged[0]) == sorted(unchanged[1])


# --- readers ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real_packs(tmp_path_factory: pytest.TempPathFactory) -> dict[PackInfo, Path]:
    """The packs of three countries, in three scripts, on their way there."""
    out = tmp_path_factory.mktemp("packs")
    project = Project(ROOT)
    plan = batch.plan(project, project.sessions(), ["eg", "ke", "kh"], ["ar", "en", "km"], (), FORMATS, out)
    found = {report.info: report.zip for report in batch.build(plan.packs, lambda *_: None)}
    return {info: path for info, path in found.items() if path is not None}


def test_what_office_files_say_is_what_the_document_trees_say(real_packs: dict[PackInfo, Path]) -> None:
    composed = project_texts(Project(ROOT), real_packs)
    assert {info.language for info in real_packs} >= {"ar", "en", "km"}
    for info, path in real_packs.items():
        read = pack_texts(path)
        assert {document for pack, document in composed if pack == info} == {document for _, document in read}
        for (pack, document), found in read.items():
            assert pack == info
            assert list(found.passages) == list(composed[info, document].passages), document


# --- the command ------------------------------------------------------------------------------------


@pytest.fixture
def packgen(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Packgen:
    return runner(monkeypatch, capsys)


def change(project: Project, name: str, text: str) -> None:
    (project.root / name).parent.mkdir(parents=True, exist_ok=True)
    (project.root / name).write_text(text, encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The sample project in a folder of a git repository: a commit, and another that changes a talking point."""
    other = COUNTRY.replace("xa", "xb").replace("[en]", "[en, ar]")
    project = sample_project(tmp_path / "repo/project", changes={"locales/countries/xb/country.yaml": other})
    git(project.root.parent, "init", "--quiet")
    git(project.root, "add", ".")
    git(project.root, "commit", "--quiet", "-m", "First")
    change(project, "content/sample/parts/opening.yaml", OPENING.replace("at work", "at work & play"))
    git(project.root, "commit", "--quiet", "--all", "-m", "Second")
    monkeypatch.chdir(project.root / "content")
    return project


@pytest.mark.usefixtures("project")
def test_revisions_are_compared_by_pack_document_and_heading(packgen: Packgen) -> None:
    ran = packgen("diff", "HEAD~1", "HEAD", "--country", "XA")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "Pseudo-Accents, English: sample"
    assert "  Trainer guide: 1 paragraph changed" in lines
    assert lines[lines.index("    Hello") + 1] == "      at work {+& play+}"
    assert lines[-1].startswith("  No word changed: ")
    assert "Sheet" in lines[-1]


def test_what_is_not_committed_yet_is_compared_with_a_revision(packgen: Packgen, project: Project) -> None:
    assert packgen("diff", "HEAD").out == f"No word changed in Pseudo-Accents, English: sample; {OTHERS}\n"
    change(project, "locales/countries/xa/sample.yaml", "parts: [{id: opening, title: Opening of ours}]\n")
    out = packgen("diff", "HEAD").out
    assert "Part 1: Opening {+of ours+}" in out
    assert out.splitlines()[-1] == f"No word changed in {OTHERS}"
    assert packgen("diff", "HEAD", ".", "-c", "xb").out == f"No word changed in {OTHERS}\n"


def test_the_exit_code_tells_of_changes_only_when_asked(packgen: Packgen, project: Project) -> None:
    assert packgen("diff", "HEAD~1", "HEAD").code == 0
    assert packgen("diff", "HEAD~1", "HEAD", "--exit-code").code == 1
    assert packgen("diff", "HEAD", "HEAD", "--exit-code").code == 0
    (project.root / "notes.txt").write_text("Nothing that a pack is made of.")
    assert packgen("diff", "HEAD", "--exit-code").code == 0


def test_countries_and_documents_that_come_and_go_are_told(packgen: Packgen, project: Project) -> None:
    git(project.root, "rm", "-r", "--quiet", "locales/countries/xb")
    git(project.root, "mv", "templates/trainer/trainer-guide.xml.j2", "templates/trainer/guide.xml.j2")
    out = packgen("diff", "HEAD").out
    assert "  Guide: is new\n" in out
    assert "  Trainer guide: is no longer there\n" in out
    assert out.count("  Sheet: is no longer there\n") == 2


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nope",), 'there is no revision "nope"'),
        (("HEAD", "--output=x"), "No such option"),
        (("--", "HEAD", "--all"), 'there is no revision "--all"'),
        (("a.zip", "HEAD"), "a.zip is a pack: the other must be one too"),
        (("a.zip", "b.zip", "-c", "xa"), "choose among the packs of revisions"),
        (("HEAD", "-c", "xc"), 'no country "xc"'),
        (("HEAD", "-l", "sw"), 'no language "sw"'),
        (("HEAD", "--out", "x.doc"), 'ends in .html or .pdf, found "x.doc"'),
    ],
)
def test_wrong_usage_is_told(packgen: Packgen, arguments: tuple[str, ...], sentence: str) -> None:
    ran = packgen("diff", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert sentence in " ".join(ran.err.replace("│", " ").split())


def test_a_folder_without_a_repository_is_told(packgen: Packgen, tmp_path: Path) -> None:
    project = sample_project(tmp_path / "plain")
    ran = packgen("diff", "HEAD", "--project", project.root)
    assert ran.code == 2
    assert "not a git repository" in " ".join(ran.err.replace("│", " ").split())


def test_mistakes_in_an_old_revision_name_it(packgen: Packgen, project: Project) -> None:
    change(project, "content/sample/parts/opening.yaml", OPENING.replace("minutes: 15", "minutes: many"))
    git(project.root, "commit", "--quiet", "--all", "-m", "Mistake")
    change(project, "content/sample/parts/opening.yaml", OPENING)
    ran = packgen("diff", "HEAD", "-c", "xa")
    assert ran.code == 1
    assert ran.err.startswith("HEAD:content/sample/parts/opening.yaml:3: ")


# --- pages to read ----------------------------------------------------------------------------------


def test_the_page_is_one_safe_file_with_marks_and_languages(packgen: Packgen, project: Project, tmp_path: Path) -> None:
    hostile = "at <script>alert(1)</script> \" & 'play'"
    change(project, "content/sample/parts/opening.yaml", OPENING.replace("at work", json.dumps(hostile)[1:-1]))
    page = tmp_path / "changes.html"
    assert packgen("diff", "HEAD~1", "--country", "xb", "--out", page).out == f"{page}\n"
    tree = html.document_fromstring(page.read_bytes())
    assert tree.xpath("//script | //link | //img | //@src | //@style") == []
    assert all(address.startswith("#") for address in tree.xpath("//@href"))
    assert set(tree.xpath("//@href")) <= {f"#{name}" for name in tree.xpath("//@id")}
    assert {(article.get("lang"), article.get("dir")) for article in tree.xpath("//article")} == {
        ("en-XB", "ltr"),
        ("ar-XB", "rtl"),
    }
    (changed,) = {p.text_content() for p in tree.xpath("//article[@dir='ltr']//p[ins]")}
    assert "{+" in changed
    assert "(came in:) " in changed
    assert "<script>" in changed
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_browser_and_its_checkers_find_nothing_wrong_with_the_page(
    packgen: Packgen, project: Project, tmp_path: Path
) -> None:
    long = "A-word-without-an-end-" * 20
    change(project, "content/sample/parts/opening.yaml", OPENING.replace("at work", f"at `work` {long}"))
    changed, same = tmp_path / "changed.html", tmp_path / "same.html"
    assert packgen("diff", "HEAD~1", "--out", changed).code == 0
    assert packgen("diff", "HEAD", "HEAD", "--out", same).code == 0
    assert long in changed.read_text(encoding="utf-8")
    overflow = "document.documentElement.scrollWidth - innerWidth"
    seen = visit(
        {
            f"{page.name} {width}": {"url": page.as_uri(), "width": width, "axe": True, "evaluate": overflow}
            for page in (changed, same)
            for width in (360, 1200)
        }
    )
    assert [found.axe for found in seen.values()] == [[]] * 4
    assert all(found.errors == [] and found.value <= 0 for found in seen.values())
    assert html_errors([changed, same]) == []


def test_the_pdf_says_every_changed_paragraph(packgen: Packgen, project: Project, tmp_path: Path) -> None:
    change(project, "content/sample/handouts/sheet.yaml", SHEET.replace("What do you share?", "What will you lend?"))
    page = tmp_path / "changes.pdf"
    assert packgen("diff", "HEAD", "--country", "xa", "--out", page).code == 0
    said_words = pdf_words(page)
    for sentence in ("HEAD → now", "Sheet: 1 paragraph changed", "No word changed: "):
        assert squeezed(sentence) in said_words
    assert squeezed("What [-do-] {+will+} you [-share-]{+lend+}?") in said_words
    info = subprocess.run(["pdfinfo", page], capture_output=True, text=True, check=True).stdout
    assert "Tagged:          yes" in info
    assert "A4" in info


# --- packs ------------------------------------------------------------------------------------------


def built(project: Project, out: Path) -> Path:
    plan = batch.plan(project, ["sample"], ["xa"], (), (), FORMATS, out)
    (report,) = batch.build(plan.packs, lambda *_: None)
    assert report.zip is not None, report.problems
    return report.zip


def test_packs_are_compared_by_their_office_files(packgen: Packgen, project: Project, tmp_path: Path) -> None:
    new = built(project, tmp_path / "new")
    change(project, "content/sample/parts/opening.yaml", OPENING)
    old = built(project, tmp_path / "old")
    lines = packgen("diff", old, new).out.splitlines()
    assert lines[:2] == ["Pseudo-Accents, English: sample", "  Slides: 1 paragraph changed"]
    assert lines.count("      at work {+& play+}") == 2  # in the guide, and in the notes of the slides
    assert [line for line in lines if line.endswith(" (speaker notes)")] == ["    Hello (speaker notes)"]
    assert packgen("diff", new, new, "--exit-code").code == 0


def test_no_packs_and_damaged_ones_are_told(packgen: Packgen, project: Project, tmp_path: Path) -> None:
    pack = built(project, tmp_path)
    with zipfile.ZipFile(pack) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    broken = {
        "text.zip": (b"no zip", "no readable zip"),
        "empty.zip": (zipped({}), "is no pack: manifest.json is missing"),
        "nameless.zip": (zipped({"": b""}), "is no pack: manifest.json is missing"),
        "list.zip": (zipped({"x/manifest.json": b"[1]"}), "manifest.json cannot be read"),
        "lost.zip": (
            zipped({n: d for n, d in files.items() if "sheet.docx" not in n}),
            '"participants/sheet.docx" cannot be',
        ),
        "word.zip": (zipped({n: b"PK" if n.endswith("sheet.docx") else d for n, d in files.items()}), "cannot be read"),
    }
    for name, (data, sentence) in broken.items():
        (tmp_path / name).write_bytes(data)
        ran = packgen("diff", tmp_path / name, pack)
        assert ran.code == 1
        assert ran.err.startswith(f"{tmp_path / name}: ")
        assert sentence in ran.err
    assert packgen("diff", tmp_path / "none.zip", pack).err == f"{tmp_path / 'none.zip'}: no such file\n"


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()
