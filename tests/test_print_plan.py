"""A pack's README: copies and paper add up to what the PDF files hold, in the language's own words and plurals."""

from __future__ import annotations

import re
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from babel.messages.pofile import read_po

from packgen.batch import run as batch
from packgen.batch.run import PackReport
from packgen.content.checks import check
from packgen.content.load import load_country
from packgen.content.localize import localize
from packgen.content.model import Handout
from packgen.content.schedule import Occasion
from packgen.packs.pack import FORMATS, README_WIDTH
from packgen.project import Project
from packgen.translation import catalogue
from packgen.translation import update as translate
from tests.sample import ROOT, SHEET, sample_project

SESSION = "library-partnerships"
COUNTRY = "code: xa\nname: Aland\nlanguages: [{language}]\npaper: A4\n"


@dataclass(frozen=True)
class Pack:
    """A built pack: its README, its folder of files, its report."""

    text: str
    folder: Path
    report: PackReport

    @property
    def items(self) -> dict[str, list[str]]:
        """The lines below each "* item", without their indent, wrapped lines joined."""
        found: dict[str, list[str]] = {}
        for block in re.split(r"(?m)^\* ", self.text)[1:]:
            lines = block.split("\n\n")[0].split("\n")
            found[lines[0]] = [line.strip() for line in lines[1:]]
        return found


def build(project: Project, session: str, country: str, language: str, occasion: Occasion, out: Path) -> Pack:
    plan = batch.plan(project, [session], [country], [language], (), FORMATS, out, occasion)
    (report,) = batch.build(plan.packs, lambda *_: None)
    assert [str(problem) for problem in report.problems] == []
    assert report.zip
    with zipfile.ZipFile(report.zip) as archive:
        text = archive.read(f"{report.zip.stem}/README.txt").decode()
    return Pack(text, out / country / language / session, report)


@pytest.fixture(scope="module")
def kenya(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    occasion = Occasion(start=570, participants=25)
    return build(Project(ROOT), SESSION, "ke", "en", occasion, tmp_path_factory.mktemp("kenya"))


@pytest.fixture(scope="module")
def egypt(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    occasion = Occasion(start=570, minutes=60, participants=11)
    return build(Project(ROOT), SESSION, "eg", "ar", occasion, tmp_path_factory.mktemp("egypt"))


def pages(pack: Pack, document: str) -> int:
    with pikepdf.open(pack.folder / f"{document}.pdf") as pdf:
        return len(pdf.pages)


def sheets(pack: Pack, handout: Handout, copies: int) -> int:
    count = pages(pack, handout.id)
    return copies * (count if handout.print.sides == "single" else (count + 1) // 2)


# --- copies and paper -----------------------------------------------------------------------------


def test_every_handout_has_its_copies_and_sheets_and_they_add_up(kenya: Pack) -> None:
    localized = localize(Project(ROOT), SESSION, load_country(Project(ROOT), "ke"), "en")
    total = (pages(kenya, "trainer-guide") + 1) // 2
    assert f"1 copy, {total} sheets of paper" in kenya.items["Trainer guide"]
    for handout in localized.session.handouts:
        needed = sheets(kenya, handout, 25)
        total += needed
        (lines,) = [lines for lines in kenya.items.values() if f"participants/{handout.id}.pdf" in lines]
        most = "at most " if handout.id == "planning-questions" else ""
        assert f"{most}25 copies, {needed} sheets of paper" in lines
    assert f"\nIn total at most {total} sheets of paper, A4.\n" in kenya.text


@pytest.mark.parametrize(
    ("copies", "sides", "participants", "expected"),
    [
        ("participant", "single", 24, "24 copies, 24 sheets of paper"),
        ("group", "single", 24, "8 copies, 8 sheets of paper"),
        ("group", "single", 25, "9 copies, 9 sheets of paper"),
        ("group", "double", 1, "1 copy, 1 sheet of paper"),
        ("trainer", "double", 24, "1 copy, 1 sheet of paper"),
    ],
)
def test_copies_are_for_participants_groups_of_three_or_the_trainer(
    tmp_path: Path, copies: str, sides: str, participants: int, expected: str
) -> None:
    sheet = SHEET.replace("sections:", f"print: {{copies: {copies}, sides: {sides}}}\nsections:")
    project = sample_project(tmp_path / "project", changes={"content/sample/handouts/sheet.yaml": sheet})
    pack = build(project, "sample", "xa", "en", Occasion(participants=participants), tmp_path / "out")
    assert pages(pack, "sheet") == 1
    assert expected in pack.items["Sheet"]


def test_without_a_number_of_participants_nothing_is_counted(tmp_path: Path) -> None:
    pack = build(sample_project(tmp_path / "project"), "sample", "xa", "en", Occasion(), tmp_path / "out")
    assert not re.search(r"copies,|sheets? of paper|In total", pack.text)
    assert "one copy for each participant; one-sided, A4, 1 page" in pack.items["Sheet"]


def test_handouts_come_with_the_minute_at_which_they_are_needed(kenya: Pack) -> None:
    (survey,) = [lines for name, lines in kenya.items.items() if name == "Partnership Assessment Survey"]
    assert " ".join(survey).endswith("Hand out: Part 4, 10:20–10:35, Activity 3: Partnership Assessment Survey")
    (feedback,) = [lines for name, lines in kenya.items.items() if name.startswith("Session Feedback Form")]
    assert " ".join(feedback).endswith("Hand out: Part 6, 10:45–10:50, Session feedback")
    assert "· Kenya · 80 minutes\n09:30–10:50 · 25 participants\n\nWHAT TO PRINT\n" in kenya.text
    assert "* Flip chart or white board\n* Participants bring with them: Advocacy Action Plan Workbook\n" in kenya.text


def test_what_a_shorter_session_does_not_need_is_not_printed(tmp_path: Path) -> None:
    project = sample_project(tmp_path / "project")
    pack = build(project, "sample", "xa", "en", Occasion(minutes=15, participants=24), tmp_path / "out")
    assert "WHAT IS LEFT OUT\nTo fit into 15 minutes, the session leaves out:\n\n" in pack.text
    assert "* Activity 1: Fill the sheet (5 minutes)\n\nSo you need not print:\n\n* Sheet\n" in pack.text
    assert pack.items["Sheet"] == []
    assert "· 15 minutes\n24 participants\n" in pack.text
    guide = (pages(pack, "trainer-guide") + 1) // 2
    assert f"In total {guide} sheet{'s' if guide > 1 else ''} of paper, A4." in pack.text
    assert "* Flip chart" in pack.text


@pytest.mark.parametrize("name", ["kenya", "egypt"])
def test_the_plan_keeps_to_its_width(request: pytest.FixtureRequest, name: str) -> None:
    pack: Pack = request.getfixturevalue(name)
    assert max(map(len, pack.text.splitlines())) <= README_WIDTH
    assert "\n\n\n" not in pack.text
    assert not re.search(r"[{}]|%\(", pack.text)


# --- languages ------------------------------------------------------------------------------------


def test_arabic_has_its_own_punctuation_and_plurals(egypt: Pack) -> None:
    lines = [line for lines in egypt.items.values() for line in lines if not line.startswith("trainer/slides")]
    assert any("؛ " in line and "، A4، " in line for line in lines)
    assert not [line for line in lines if re.search("[,;]", line)]
    assert "11 مشاركًا" in egypt.text
    count = pages(egypt, "trainer-guide")
    assert 11 <= count <= 99
    assert f"{count} صفحة" in egypt.text
    assert "صفحتان" in egypt.text
    assert "9:30–10:30 ص" in egypt.text


FORMS = {
    # language: participants -> what its catalogue below says of so many
    "uk": {1: "1 учасник", 2: "2 учасники", 5: "5 учасників", 11: "11 учасників", 21: "21 учасник"},
    "ar": {1: "مشارك", 2: "مشاركان", 3: "3 مشاركين", 11: "11 مشاركا", 102: "102 مشارك"},
}
TRANSLATIONS = {
    "uk": ("%(count)d учасник", "%(count)d учасники", "%(count)d учасників"),
    "ar": ("بلا مشاركين", "مشارك", "مشاركان", "%(count)d مشاركين", "%(count)d مشارك", "%(count)d مشاركا"),
}
PARTICIPANTS = ("%(count)d participant", "%(count)d participants")


def speaking(root: Path, language: str) -> Project:
    """The sample project in a country of `language`, whose catalogue counts participants and has nothing else."""
    project = sample_project(root, changes={"locales/countries/xa/country.yaml": COUNTRY.format(language=language)})
    translate.update(project, [language])
    fill(project, language, TRANSLATIONS[language])
    return project


def fill(project: Project, language: str, forms: tuple[str, ...]) -> None:
    path = project.catalogue_file(language, "messages")
    messages = catalogue.read(path, language, path.name)
    message = messages.get(PARTICIPANTS)
    assert message is not None
    message.string = forms
    path.write_bytes(catalogue.written(messages))


@pytest.mark.parametrize("language", FORMS)
def test_numbers_take_the_plural_form_of_the_language(tmp_path: Path, language: str) -> None:
    project = speaking(tmp_path / "project", language)
    for number, words in FORMS[language].items():
        pack = build(project, "sample", "xa", language, Occasion(participants=number), tmp_path / f"{number}")
        assert f"\n{words}\n\n" in pack.text


def test_both_forms_are_extracted_and_kept_by_update(tmp_path: Path) -> None:
    project = speaking(tmp_path / "project", "uk")
    with translate.extract(project)[0].open("rb") as file:
        template = read_po(file)
    entry = template.get(PARTICIPANTS)
    assert entry is not None
    assert tuple(entry.id) == PARTICIPANTS
    assert entry.locations[0][0] == "templates/print-plan.txt.j2"
    path = project.catalogue_file("uk", "messages")
    before = path.read_bytes()
    translate.update(project, ["uk"])
    assert path.read_bytes() == before
    subprocess.run(["msgfmt", "--check", "-o", "/dev/null", path], check=True, capture_output=True)


def test_a_plural_form_that_lacks_is_missing(tmp_path: Path) -> None:
    project = speaking(tmp_path / "project", "uk")

    def missing() -> int:
        return next(row.status.missing for row in translate.status(project, ["uk"]) if row.session == "messages")

    whole = missing()
    fill(project, "uk", ("%(count)d учасник", "", "%(count)d учасників"))
    assert missing() == whole + 1
    fill(project, "uk", ("", "", ""))
    assert missing() == whole + 1


def test_only_a_form_of_one_number_may_say_it_in_words(tmp_path: Path) -> None:
    assert check(speaking(tmp_path / "ar", "ar")) == ()
    project = speaking(tmp_path / "uk", "uk")
    assert check(project) == ()
    fill(project, "uk", ("один учасник", "%(count)d учасники", "%(count)d учасників"))  # also 21, 31 ...
    assert [problem.message for problem in check(project)] == ['the placeholder "count" of the source is lost']
    fill(project, "uk", ("%(count)d учасник", "%(conut)d учасники", "%(count)d учасників"))
    assert 'the placeholder "conut" is not in the source (did you mean "count"?)' in [
        problem.message for problem in check(project)
    ]
