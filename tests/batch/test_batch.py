"""Building: what fails is reported with its place, what was good before stays, and everything else is built."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from packgen.batch import run as batch
from packgen.batch.rendering import load_tools, render
from packgen.batch.run import PackReport
from packgen.compose import documents
from packgen.content.load import load_country
from packgen.content.localize import localize
from packgen.output import OutputError
from packgen.packs.pack import FORMATS, Format
from packgen.packs.verify import verify_pack
from packgen.problems import Problems
from packgen.project import Project
from tests.readers import docx_words, pdf_words
from tests.sample import COUNTRY, OPENING, SHEET, sample_project

SHEET_TEMPLATE = "templates/participants/sheet.xml.j2"
CARD = '<document title="Card"><p>A card.</p></document>'


def build(project: Project, out: Path, *, documents: tuple[str, ...] = ()) -> list[PackReport]:
    plan = batch.plan(project, project.sessions(), project.countries(), (), documents, FORMATS, out)
    assert plan.problems == ()
    return list(batch.build(plan.packs, lambda *_: None))


def build_one(project: Project, out: Path) -> PackReport:
    (report,) = build(project, out)
    return report


def bytes_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def told(report: PackReport) -> list[str]:
    return [str(problem) for problem in report.problems]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return sample_project(tmp_path / "project")


def change(project: Project, name: str, text: str) -> None:
    path = project.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_template_more_is_a_document_more(project: Project, tmp_path: Path) -> None:
    change(project, "templates/trainer/card.xml.j2", CARD)
    report = build_one(project, tmp_path / "out")
    assert [(file.document, file.format) for file in report.files] == [
        ("card", "docx"),
        ("card", "pdf"),
        ("slides", "pptx"),
        ("slides", "pdf"),
        ("slides-handout", "pdf"),
        ("trainer-guide", "docx"),
        ("trainer-guide", "pdf"),
        ("sheet", "docx"),
        ("sheet", "pdf"),
    ]
    assert report.zip == tmp_path / "out" / "sample_xa_en.zip"
    assert verify_pack(report.zip) == ()
    folder = tmp_path / "out/xa/en/sample"
    assert docx_words(folder / "card.docx") == pdf_words(folder / "card.pdf") == "Acard."


def test_progress_names_each_document_when_it_is_begun_and_when_it_is_written(project: Project, tmp_path: Path) -> None:
    seen: list[tuple[str, float]] = []
    plan = batch.plan(project, ["sample"], ["xa"], (), (), FORMATS, tmp_path / "out")
    list(batch.build(plan.packs, lambda what, done: seen.append((what, done))))
    assert seen == [
        ("xa en slides", 0.0),
        ("xa en slides", pytest.approx(1 / 3)),
        ("xa en trainer-guide", pytest.approx(1 / 3)),
        ("xa en trainer-guide", pytest.approx(2 / 3)),
        ("xa en sheet", pytest.approx(2 / 3)),
        ("xa en sheet", 1.0),
    ]


def test_what_progress_raises_ends_the_build_before_anything_is_written(project: Project, tmp_path: Path) -> None:
    def stop(_what: str, done: float) -> None:
        if done:
            raise KeyboardInterrupt

    plan = batch.plan(project, ["sample"], ["xa"], (), (), FORMATS, tmp_path / "out")
    with pytest.raises(KeyboardInterrupt):
        list(batch.build(plan.packs, stop))
    assert bytes_below(tmp_path / "out") == {}


def test_a_part_of_a_pack_is_not_zipped(project: Project, tmp_path: Path) -> None:
    (report,) = build(project, tmp_path / "out", documents=("sheet",))
    assert sorted(bytes_below(tmp_path / "out")) == ["xa/en/sample/sheet.docx", "xa/en/sample/sheet.pdf"]
    assert report.zip is None
    assert report.problems == ()


# --- one document fails ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "content/sample/handouts/sheet.yaml",
            SHEET.replace("What do you share?", "What do you\U00013000 share?"),
            'content/sample/handouts/sheet.yaml:9: no font has the character "\U00013000"',
        ),
        (
            "content/sample/handouts/sheet.yaml",
            SHEET + "  - id: more\n    kind: text\n    text: |\n      One line.\n      Another \U00013000.\n",
            'content/sample/handouts/sheet.yaml:19: no font has the character "\U00013000"',
        ),
        (
            SHEET_TEMPLATE,
            "<document>\n<p>{{ nothing }}</p></document>",
            f"{SHEET_TEMPLATE}:2: the template failed: 'nothing' is undefined",
        ),
        (
            SHEET_TEMPLATE,
            '<document><p style="quesion">x</p></document>',
            f'{SHEET_TEMPLATE}:1: sheet: the theme has no "quesion" in its styles (did you mean "question"?)',
        ),
        (
            SHEET_TEMPLATE,
            '<document><box style="nte"><p>x</p></box></document>',
            f'{SHEET_TEMPLATE}:1: sheet: the theme has no "nte" in its boxes (did you mean "note"?)',
        ),
        (
            SHEET_TEMPLATE,
            '<document><table style="scal" widths="1"><row><cell>x</cell></row></table></document>',
            f'{SHEET_TEMPLATE}:1: sheet: the theme has no "scal" in its tables (did you mean "scale"?)',
        ),
        (
            SHEET_TEMPLATE,
            '<document><picture kind="web" alt="x"><node>one</node></picture></document>',
            f"{SHEET_TEMPLATE}:1: sheet cannot be written: ValueError: a connection picture has 3 to 12",
        ),
        (
            SHEET_TEMPLATE,
            '<document><p><link to="javascript:alert(1)">x</link></p></document>',
            f"{SHEET_TEMPLATE}:1: ",
        ),
    ],
)
def test_a_document_that_fails_leaves_the_last_good_one_and_the_others_are_built(
    project: Project, tmp_path: Path, name: str, text: str, expected: str
) -> None:
    out = tmp_path / "out"
    assert build_one(project, out).problems == ()
    before = bytes_below(out)
    change(project, name, text)
    change(project, "content/sample/parts/opening.yaml", OPENING.replace("Welcome everybody", "Greet everybody"))
    report = build_one(project, out)
    assert [line for line in told(report) if line.startswith(expected)] == told(report) != []
    assert [file.document for file in report.files] == [*["slides"] * 2, "slides-handout", *["trainer-guide"] * 2]
    assert report.zip is None
    after = bytes_below(out)
    assert after.keys() == before.keys()
    assert sorted(path for path in after if after[path] != before[path]) == [
        "xa/en/sample/slides.pptx",  # the trainer's words are in its notes
        "xa/en/sample/trainer-guide.docx",
        "xa/en/sample/trainer-guide.pdf",
    ]
    assert "Greeteverybody" in pdf_words(out / "xa/en/sample/trainer-guide.pdf")


@pytest.mark.parametrize("name", ["print-plan.txt.j2", "participants/handout.xml.j2"])
def test_a_template_that_is_no_utf8_is_named(project: Project, tmp_path: Path, name: str) -> None:
    (project.templates / name).write_bytes(b"\x80")
    assert told(build_one(project, tmp_path / "out"))[0].startswith(f"templates/{name}:1: cannot be read: 'utf-8'")


def test_a_character_that_several_documents_lack_is_told_once(project: Project, tmp_path: Path) -> None:
    change(project, "locales/countries/xa/sample.yaml", "title: Tools \U00013000\n")
    report = build_one(project, tmp_path / "out")
    (line,) = told(report)
    assert line.startswith("locales/countries/xa/sample.yaml:1: no font has the character")
    assert report.files == ()


def test_a_mistake_of_the_content_stops_the_pack_with_all_its_problems(project: Project, tmp_path: Path) -> None:
    wrong = OPENING.replace("[hello]", "[helo]").replace("[chart]", "[chrt]")
    change(project, "content/sample/parts/opening.yaml", wrong)
    report = build_one(project, tmp_path / "out")
    assert any('no slide "helo" (did you mean "hello"?)' in line for line in told(report))
    assert any('no material "chrt" (did you mean "chart"?)' in line for line in told(report))
    assert bytes_below(tmp_path / "out") == {}


def test_a_print_plan_that_fails_keeps_the_last_zip(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out"
    before = build_one(project, out).zip
    assert before is not None
    data = before.read_bytes()
    change(project, "templates/print-plan.txt.j2", "\n{{ nothing }}")
    report = build_one(project, out)
    assert told(report) == ["templates/print-plan.txt.j2:2: the template failed: 'nothing' is undefined"]
    assert (len(report.files), report.zip, before.read_bytes()) == (7, None, data)


# --- one country fails ------------------------------------------------------------------------------


def other_country(project: Project, profile: str, override: str = "") -> None:
    change(project, "locales/countries/xb/country.yaml", profile)
    if override:
        change(project, "locales/countries/xb/sample.yaml", override)


def test_a_country_whose_override_is_wrong_does_not_stop_the_others(project: Project, tmp_path: Path) -> None:
    other_country(project, COUNTRY.replace("xa", "xb"), "parts:\n  - id: openin\n")
    good, bad = build(project, tmp_path / "out")
    assert good.zip is not None
    assert told(bad) == ['locales/countries/xb/sample.yaml:2: no "openin" in parts (did you mean "opening"?)']


def test_a_country_whose_profile_is_wrong_gets_no_pack_and_the_others_theirs(project: Project, tmp_path: Path) -> None:
    other_country(project, COUNTRY.replace("xa", "xb").replace("A4", "A5"))
    plan = batch.plan(project, project.sessions(), project.countries(), (), (), FORMATS, tmp_path / "out")
    assert [pack.country for pack in plan.packs] == ["xa"]
    (problem,) = plan.problems
    assert str(problem).startswith("locales/countries/xb/country.yaml:4: paper: expected 'A4' or 'Letter', found")


@pytest.mark.parametrize("language", ["../../evil", "en/..", "", "EN"])
def test_a_profile_s_language_names_no_other_folder(project: Project, tmp_path: Path, language: str) -> None:
    other_country(project, COUNTRY.replace("xa", "xb").replace("[en]", f'["{language}"]'))
    plan = batch.plan(project, project.sessions(), ["xb"], (), (), FORMATS, tmp_path / "out")
    assert plan.packs == ()
    assert "country.yaml:3: languages: a language is a BCP 47 tag" in str(plan.problems[0])


def test_a_profile_s_theme_names_no_other_folder(project: Project, tmp_path: Path) -> None:
    other_country(project, COUNTRY.replace("xa", "xb") + "theme: ../../evil\n")
    plan = batch.plan(project, project.sessions(), ["xb"], (), (), FORMATS, tmp_path / "out")
    assert "country.yaml:5: theme: an id is lower-case letters" in str(plan.problems[0])


def test_a_theme_whose_font_is_nowhere_is_named(project: Project, tmp_path: Path) -> None:
    path = project.theme_file("theme")
    text = path.read_text(encoding="utf-8")
    assert "font: Noto Sans" in text
    path.write_text(text.replace("font: Noto Sans", "font: No Such Font"), encoding="utf-8")
    report = build_one(project, tmp_path / "out")
    assert told(report)[0].startswith("templates/theme.yaml:11: font: NoSuchFont-Regular.ttf is in none of: ")


def test_names_are_those_of_what_can_be_read(project: Project) -> None:
    other_country(project, COUNTRY.replace("xa", "xb").replace("[en]", "[sw, en]"))
    change(project, "locales/countries/xc/country.yaml", "code: xc\n")
    assert batch.languages(project, ["xa", "xb", "xc"]) == ("en", "sw")
    assert batch.document_ids(project, ["sample"], ["xa", "xb", "xc"]) == ("slides", "trainer-guide", "sheet")
    with pytest.raises(Problems, match=r'country.yaml:1: "languages" is missing here'):
        batch.languages(project, ["xc"])


def test_a_country_that_speaks_none_of_the_languages_gets_no_pack(project: Project, tmp_path: Path) -> None:
    other_country(project, COUNTRY.replace("xa", "xb").replace("[en]", "[sw, en]"))
    plan = batch.plan(project, ["sample"], ["xa", "xb"], ["sw"], (), FORMATS, tmp_path)
    assert [(pack.country, pack.language) for pack in plan.packs] == [("xb", "sw")]


# --- output ---------------------------------------------------------------------------------------


def test_an_output_path_that_is_a_file_is_said_once_a_pack(project: Project, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    report = build_one(project, tmp_path / "out")
    assert told(report) == [f"{tmp_path / 'out'}: is a file; a folder is needed here"]
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_a_folder_where_a_document_should_be_fails_that_document_alone(project: Project, tmp_path: Path) -> None:
    blocked = tmp_path / "out/xa/en/sample/sheet.pdf"
    (blocked / "inside").mkdir(parents=True)
    report = build_one(project, tmp_path / "out")
    assert told(report) == [f"{blocked}: cannot be written: Is a directory"]
    assert {file.document for file in report.files} == {"slides", "slides-handout", "trainer-guide", "sheet"}
    assert [path.name for path in blocked.parent.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("written", ["yesterday", "-1", "1.5", "²", "9" * 30])
def test_a_source_date_that_is_no_number_is_refused(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", written)
    with pytest.raises(OutputError, match="SOURCE_DATE_EPOCH: expected whole seconds since 1970"):
        build(project, tmp_path / "out")


def test_only_what_is_asked_for_is_rendered(project: Project) -> None:
    country = load_country(project, "xa")
    tools = load_tools(project, country.theme)
    localized = localize(project, "sample", country, "en")
    (sheet,) = [info for info in documents(tools.templates, localized.session) if info.id == "sheet"]
    (file,) = render(localized, sheet, tools, ["pdf"])
    assert (file.name, file.data[:5]) == ("participants/sheet.pdf", b"%PDF-")


@pytest.mark.parametrize(("document", "format_", "written"), [("slides", "docx", "docx"), ("sheet", "pptx", "pptx")])
def test_a_document_asked_for_in_a_format_that_it_has_not_is_told(
    project: Project, tmp_path: Path, document: str, format_: Format, written: str
) -> None:
    plan = batch.plan(project, ["sample"], ["xa"], (), (document,), (format_,), tmp_path / "out")
    (report,) = batch.build(plan.packs, lambda *_: None)
    assert [line.partition(": ")[2] for line in told(report)] == [f"{document} is never written as {written}"]
    assert bytes_below(tmp_path / "out") == {}


def test_all_documents_in_one_format_are_those_that_have_it(project: Project, tmp_path: Path) -> None:
    plan = batch.plan(project, ["sample"], ["xa"], (), (), ("pptx",), tmp_path / "out")
    (report,) = batch.build(plan.packs, lambda *_: None)
    assert report.problems == ()
    assert list(bytes_below(tmp_path / "out")) == ["xa/en/sample/slides.pptx"]


def test_the_zip_holds_the_files_that_are_beside_it(project: Project, tmp_path: Path) -> None:
    report = build_one(project, tmp_path / "out")
    assert report.zip is not None
    assert report.zip_bytes == report.zip.stat().st_size
    with zipfile.ZipFile(report.zip) as archive:
        for file in report.files:
            folder = "participants" if file.document == "sheet" else "trainer"
            assert archive.read(f"sample_xa_en/{folder}/{file.path.name}") == file.path.read_bytes()
