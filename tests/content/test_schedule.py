"""Times of parts and topics, the running order that shows them, and what a shorter session leaves out."""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pdfplumber
import pytest
from docx import Document as open_docx
from docx.oxml.ns import qn
from docx.table import Table
from hypothesis import given
from hypothesis import strategies as st

from bench.export import trees
from packgen.batch import run as batch
from packgen.batch.run import PackReport
from packgen.cldr import time_span
from packgen.cli.main import main
from packgen.content.checks import check
from packgen.content.load import load_country, load_session, session_tree
from packgen.content.localize import Localized, localize
from packgen.content.model import Part, Session, Step, Text, Topic
from packgen.content.overrides import place
from packgen.content.schedule import Occasion, left_out, schedule, unused_materials
from packgen.document import ListBlock, Paragraph, plain, walk
from packgen.markdown import plain_text
from packgen.packs.pack import FORMATS
from packgen.problems import Problems, Source
from packgen.project import Project
from tests.conftest import BuiltPacks
from tests.office import to_pdf
from tests.readers import pdf_outline, squeezed
from tests.sample import OPENING, ROOT, sample_project

PROJECT = Project(ROOT)
SESSION = "library-partnerships"
PROFILES = {code: load_country(PROJECT, code) for code in PROJECT.countries()}
PACKS = [(code, language) for code, profile in PROFILES.items() for language in profile.languages]
SHORT = Occasion(start=9 * 60 + 30, minutes=60)


def view(country: str, language: str) -> Localized:
    return localize(PROJECT, SESSION, PROFILES[country], language)


def content() -> Session:
    return load_session(place(session_tree(PROJECT, SESSION)))


# --- times ----------------------------------------------------------------------------------------


def text(words: str) -> Text:
    return Text(words, Source("x.yaml", 1), "x")


def topic(name: str, minutes: int | None = None, *, kind: str = "topic", spare: int | None = None) -> Topic:
    steps = (Step.model_construct(None, id="do", do=text("Do it.")),)
    values = {"id": name, "title": text(name), "kind": kind, "minutes": minutes, "spare": spare, "steps": steps}
    return Topic.model_construct(None, **values)


def part(name: str, minutes: int, *topics: Topic) -> Part:
    return Part.model_construct(None, id=name, title=text(name), minutes=minutes, topics=topics)


def session(*parts: Part) -> Session:
    minutes = sum(each.minutes for each in parts)
    return Session.model_construct(None, title=text("A session"), minutes=minutes, parts=parts, materials=())


def test_topics_have_the_times_that_follow_from_the_content_and_no_others() -> None:
    parts = (
        part("one", 10, topic("a"), topic("b")),
        part("two", 20, topic("c", 5), topic("d"), topic("e", 3), topic("f"), topic("g", 4)),
        part("three", 10, topic("h"), topic("i", 4)),
    )
    one, two, three = schedule(parts)
    assert [(each.start, each.end, each.shared) for each in (one, two, three)] == [
        (0, 10, 10),
        (10, 30, 8),
        (30, 40, 0),
    ]
    assert [(each.minutes, each.start, each.end) for each in (*one.topics, *two.topics, *three.topics)] == [
        (None, None, None),
        (None, None, None),
        (5, 10, 15),
        (None, None, None),
        (3, None, None),  # how long "d" before it takes is for the trainer to say
        (None, None, None),
        (4, 26, 30),
        (6, 30, 36),  # what the other topic leaves
        (4, 36, 40),
    ]


topics_strategy = st.lists(
    st.tuples(
        st.none() | st.integers(1, 9), st.sampled_from(["topic", "discussion", "activity"]), st.booleans()
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """Sessions as the checks let them through: every part has a topic that stays, and time for its open topics."""
    parts = []
    for number, drawn in enumerate(draw(st.lists(topics_strategy, min_size=1, max_size=4))):
        first = (drawn[0][0], drawn[0][1], False)
        topics = [
            topic(f"t{number}-{at}", minutes, kind=kind, spare=minutes if spare else None)
            for at, (minutes, kind, spare) in enumerate([first, *drawn[1:]])
        ]
        timed = sum(each.minutes or 0 for each in topics)
        is_open = any(each.minutes is None for each in topics)
        parts.append(part(f"p{number}", timed + (draw(st.integers(1, 9)) if is_open else 0), *topics))
    return session(*parts)


@given(sessions())
def test_known_times_follow_each_other_and_fill_their_part(drawn: Session) -> None:
    scheduled = schedule(drawn.parts)
    assert [each.start for each in scheduled] == [0, *(each.end for each in scheduled[:-1])]
    assert scheduled[-1].end == drawn.minutes
    for each in scheduled:
        known = [(found.start, found.end) for found in each.topics if found.start is not None and found.end is not None]
        assert known == sorted(known)
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(known))
        assert all(each.start <= start < end <= each.end for start, end in known)
        if each.shared:
            assert each.shared + sum(found.minutes or 0 for found in each.topics) == each.part.minutes
        else:
            assert sum(found.minutes or 0 for found in each.topics) == each.part.minutes
            assert len(known) == len(each.topics)


@pytest.mark.parametrize(
    ("language", "start", "end", "expected"),
    [
        ("en-KE", 570, 605, "09:30–10:05"),
        ("en-US", 570, 605, "9:30 – 10:05 AM"),
        ("en-US", 690, 750, "11:30 AM – 12:30 PM"),
        ("ar-EG", 570, 605, "9:30–10:05 ص"),
        ("fr-SN", 570, 605, "09:30 – 10:05"),
        ("en-KE", 1430, 1450, "23:50–00:10"),
    ],
)
def test_times_of_day_are_written_as_the_language_writes_them(
    language: str, start: int, end: int, expected: str
) -> None:
    assert " ".join(time_span(start, end, language).split()) == expected  # CLDR's spaces are thin ones


# --- what to leave out ----------------------------------------------------------------------------


def test_the_content_fits_into_an_hour_without_what_it_can_spare() -> None:
    assert [(each.id, each.spare) for each in left_out(content(), 60)] == [
        ("opportunities", 10),
        ("assessment-survey", 5),
        ("reminders-and-tips", 3),
        ("session-feedback", 2),
    ]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (None, []),
        (90, []),
        (80, []),
        (79, ["session-feedback"]),
        (77, ["reminders-and-tips"]),
        (75, ["reminders-and-tips", "session-feedback"]),  # rather than an activity of five minutes
        (74, ["assessment-survey", "session-feedback"]),
    ],
)
def test_no_more_is_left_out_than_must_be_and_activities_last(minutes: int | None, expected: list[str]) -> None:
    assert [each.id for each in left_out(content(), minutes)] == expected


def test_a_time_that_is_too_short_is_refused_with_the_shortest_that_is_possible() -> None:
    with pytest.raises(Problems) as caught:
        left_out(content(), 59)
    (problem,) = caught.value.problems
    assert (
        problem.message == "the session does not fit into 59 minutes: without the topics that can be spared it takes 60"
    )
    assert problem.source.file == "content/library-partnerships/session.yaml"


def cost(chosen: tuple[Topic, ...]) -> tuple[int, int, int]:
    minutes = sum(each.spare or 0 for each in chosen)
    return sum(each.spare or 0 for each in chosen if each.kind != "topic"), minutes, len(chosen)


@given(sessions(), st.integers(1, 60))
def test_what_is_left_out_costs_least_of_all_choices_that_fit(drawn: Session, minutes: int) -> None:
    spare = [each for whole in drawn.parts for each in whole.topics if each.spare]
    choices = [
        chosen
        for count in range(len(spare) + 1)
        for chosen in itertools.combinations(spare, count)
        if drawn.minutes - cost(chosen)[1] <= minutes
    ]
    if not choices:
        with pytest.raises(Problems):
            left_out(drawn, minutes)
        return
    found = left_out(drawn, minutes)
    assert found in choices
    assert cost(found) == min(map(cost, choices))
    shorter = schedule(drawn.parts, [each.id for each in found])
    assert shorter[-1].end == drawn.minutes - cost(found)[1]
    assert all(each.part.minutes > 0 and each.topics for each in shorter)
    assert [each for whole in shorter for each in whole.left_out] == list(found)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("spare: 5\n", "spare: 4\n", 'opening.yaml:27: leaving out "fill" saves its 5 minutes, spare: says 4'),
        (
            "minutes: 5\n    optional: true\n    spare: 5\n",
            "minutes: 15\n",
            'opening.yaml:7: the other topics of "opening" leave no time for "hello"',
        ),
        (
            "title: Hello\n",
            "title: Hello\n    spare: 10\n",
            'opening.yaml:2: nothing of the part "opening" would be left without what it can spare',
        ),
    ],
)
def test_topics_that_cannot_be_left_out_are_found(tmp_path: Path, old: str, new: str, expected: str) -> None:
    changes = {"content/sample/parts/opening.yaml": OPENING.replace(old, new)}
    (problem,) = check(sample_project(tmp_path, changes=changes))
    assert expected in str(problem)


# --- the running order ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Guides:
    """Trainer guides of one kind: DOCX and PDF by country and language, and the reports."""

    out: Path
    reports: dict[tuple[str, str], PackReport]

    def path(self, country: str, language: str, format_: str) -> Path:
        return self.out / country / language / SESSION / f"trainer-guide.{format_}"


def built(out: Path, countries: list[str], occasion: Occasion, documents: tuple[str, ...] = ()) -> Guides:
    plan = batch.plan(PROJECT, [SESSION], countries, (), documents, FORMATS, out, occasion)
    reports = list(batch.build(plan.packs, lambda *_: None))
    assert [str(problem) for report in reports for problem in report.problems] == []
    return Guides(out, {(report.info.country, report.info.language): report for report in reports})


@pytest.fixture(scope="module")
def usual(packs: BuiltPacks) -> Guides:
    return Guides(packs.out, packs.reports)


@pytest.fixture(scope="module")
def timed(tmp_path_factory: pytest.TempPathFactory) -> Guides:
    """Every country's, with times of day, which are wider than times from the start."""
    occasion = Occasion(start=9 * 60 + 30)
    return built(tmp_path_factory.mktemp("timed"), list(PROJECT.countries()), occasion, ("trainer-guide",))


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Guides:
    return built(tmp_path_factory.mktemp("short"), ["ke", "us", "eg"], SHORT)


def heading(localized: Localized, words: str) -> str:
    return squeezed(localized.messages.gettext(words))


def running_order(path: Path, localized: Localized) -> list[list[str]]:
    """The running order's rows in a DOCX, without its head; a cell's lines joined by " / "."""
    body = open_docx(str(path)).element.body
    summary = localized.messages.gettext("Every topic with its time, its slides, and what is handed out or used")
    (found,) = [
        table
        for table in body.iter(qn("w:tbl"))
        for caption in table.iter(qn("w:tblCaption"))
        if caption.get(qn("w:val")) == summary
    ]
    rows = Table(found, open_docx(str(path))).rows
    return [
        # CLDR's thin and narrow spaces read as spaces
        [" / ".join(" ".join(p.text.split()) for p in cell.paragraphs if p.text) for cell in row.cells]
        for row in list(rows)[1:]
    ]


@pytest.mark.parametrize(("country", "language"), PACKS)
@pytest.mark.parametrize("kind", ["usual", "timed"])
def test_the_running_order_is_one_page_after_the_contents(
    request: pytest.FixtureRequest, kind: str, country: str, language: str
) -> None:
    guides: Guides = request.getfixturevalue(kind)
    outline = pdf_outline(guides.path(country, language, "pdf"))
    pages = {title: page for level, title, page in outline if level == 1}
    localized = view(country, language)
    at = pages[heading(localized, "Session outline")]
    assert pages[heading(localized, "Before the session")] == at + 1
    assert at == 2
    with pdfplumber.open(guides.path(country, language, "pdf")) as pdf:
        page = pdf.pages[at - 1]
        bottom = max(char["bottom"] for char in page.chars if char["bottom"] < page.height - 50)
        assert bottom < page.height - 55  # nothing reaches into the foot


@pytest.mark.parametrize(("country", "language"), PACKS)
@pytest.mark.parametrize("kind", ["usual", "timed"])
def test_no_page_before_the_first_part_is_half_empty(
    request: pytest.FixtureRequest, kind: str, country: str, language: str
) -> None:
    guides: Guides = request.getfixturevalue(kind)
    parts = [page for level, _, page in pdf_outline(guides.path(country, language, "pdf")) if level == 1][2:]
    with pdfplumber.open(guides.path(country, language, "pdf")) as pdf:
        for page in pdf.pages[: parts[0] - 1]:
            bottom = max(char["bottom"] for char in page.chars if char["bottom"] < page.height - 50)
            assert bottom > page.height * 0.6, page.page_number


def test_word_files_too_have_the_running_order_on_one_page(timed: Guides, tmp_path: Path) -> None:
    # LibreOffice has the languages with long words, on the shorter paper, and one with tall letters.
    views = [("us", "en"), ("ke", "sw"), ("kh", "km")]
    files = {timed.path(*each, "docx"): view(*each) for each in views}
    for path, pdf in to_pdf(list(files), tmp_path).items():
        pages = {title: page for level, title, page in pdf_outline(pdf) if level == 1}
        order = pages[heading(files[path], "Session outline")]
        assert pages[heading(files[path], "Before the session")] == order + 1


def test_the_running_order_has_a_row_a_part_and_topic_with_slides_and_materials(usual: Guides) -> None:
    localized = view("ke", "en")
    rows = running_order(usual.path("ke", "en", "docx"), localized)
    shown = 1  # the title slide
    materials = {material.id: plain_text(material.title) for material in localized.session.materials}
    at = iter(rows)
    for number, each in enumerate(localized.session.parts, 1):
        band = next(at)
        assert band[1] == str(each.minutes)
        assert band[2].startswith(f"{number} {plain_text(each.title)}")
        assert band[3:] == ["", ""]
        for topic_ in each.topics:
            row = next(at)
            assert plain_text(topic_.title) in row[2]
            first, shown = shown + 1, shown + sum(len(step.slides) for step in topic_.steps)
            assert row[3] == "–".join(map(str, sorted({first, shown}))) if first <= shown else row[3] == ""
            assert row[4] == " / ".join(materials[name] for step in topic_.steps for name in step.materials)
            if topic_.minutes:
                assert row[1] == str(topic_.minutes)
    assert list(at) == []
    assert [row[0] for row in rows[:6]] == ["0:00–0:05", "", "", "0:05–0:20", "0:05–0:10", "0:10–0:20"]
    assert rows[6][2] == "3 Identifying Potential Library Partners 10 minutes for topics without a time"


def test_the_running_order_numbers_slides_as_the_cues_do(usual: Guides) -> None:
    path, localized = usual.path("ke", "en", "docx"), view("ke", "en")
    words = " ".join(node.text or "" for node in open_docx(str(path)).element.body.iter(qn("w:t")))
    cued = [int(number) for number in re.findall(r"\bSlide (\d+)", words)]
    told = [list(map(int, row[3].split("–"))) for row in running_order(path, localized) if row[3]]
    assert [number for ends in told for number in range(ends[0], ends[-1] + 1)] == cued == list(range(2, 17))


def test_two_things_to_hand_out_in_one_topic_are_told_apart(usual: Guides) -> None:
    path = usual.path("ke", "en", "docx")
    (board, workbook) = (
        p
        for p in open_docx(str(path)).element.body.iter(qn("w:p"))
        if "".join(node.text or "" for node in p.iter(qn("w:t")))
        in ("Flip chart or white board", "Advocacy Action Plan Workbook")
        and p.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
        and next(p.iterancestors(qn("w:tc")), None) is not None
    )
    assert board.getparent() is workbook.getparent()


def test_the_running_order_reads_from_right_to_left_in_arabic(timed: Guides) -> None:
    localized = view("eg", "ar")
    rows = running_order(timed.path("eg", "ar", "docx"), localized)
    assert rows[0][0] == "9:30–9:35 ص"
    with pdfplumber.open(timed.path("eg", "ar", "pdf")) as pdf:
        page = pdf.pages[1]
        times = [word for word in page.extract_words() if "9:30" in word["text"]]
        assert times
        assert all(word["x0"] > page.width * 0.7 for word in times)


def test_bands_are_filled_in_both_formats(usual: Guides) -> None:
    body = open_docx(str(usual.path("ke", "en", "docx"))).element.body
    filled = [
        "".join(node.text or "" for node in cell.iter(qn("w:t"))).removesuffix("10 minutes for topics without a time")
        for cell in body.iter(qn("w:tc"))
        if any(shade.get(qn("w:fill")) == "E4F0F2" for shade in cell.iterfind(f"{qn('w:tcPr')}/{qn('w:shd')}"))
    ]
    assert [f"{number} {plain_text(each.title)}" for number, each in enumerate(view("ke", "en").session.parts, 1)] == [
        words for words in filled if words[:1].isdigit() and " " in words and ":" not in words
    ]
    with pdfplumber.open(usual.path("ke", "en", "pdf")) as pdf:
        tint = tuple(int(pair, 16) / 255 for pair in ("E4", "F0", "F2"))
        bands = [rect for rect in pdf.pages[1].rects if rect["non_stroking_color"] == pytest.approx(tint, abs=0.01)]
    assert len(bands) == 6


# --- a shorter session ----------------------------------------------------------------------------


def test_a_shorter_guide_has_new_times_and_says_what_is_left_out(short: Guides) -> None:
    localized = view("us", "en")
    dropped = left_out(localized.session, 60)
    path = short.path("us", "en", "docx")
    document = open_docx(str(path))
    words = [paragraph.text for paragraph in document.paragraphs]
    at = words.index("Left out to fit into 60 minutes:")
    assert [line.split(" (")[0] for line in words[at + 1 : at + 5]] == [
        f"Activity {each.number}: {plain_text(each.title)}" if each.number else plain_text(each.title)
        for each in dropped
    ]
    rows = running_order(path, localized)
    assert rows[-2][:2] == ["10:27 – 10:30 AM", "3"]
    assert rows[-1][2] == "Closing"
    assert not any(plain_text(each.title) in row[2] for each in dropped for row in rows)
    checklist = words[words.index("Materials checklist") + 1 : words.index("Learning objectives")]
    apart = checklist.index("Left out to fit into 60 minutes:")
    unused = [
        plain_text(material.title)
        for material in localized.session.materials
        if material.id in unused_materials(schedule(localized.session.parts, [t.id for t in dropped]))
    ]
    assert checklist[apart + 1 :] == unused != []
    boxes = [p.style for p in document.paragraphs if p.text in checklist[:apart]]
    assert not any(p.style in boxes for p in document.paragraphs if p.text in unused), "nothing to tick"
    headings = {squeezed(title) for _, title, _ in pdf_outline(short.path("us", "en", "pdf"))}
    assert squeezed("Activity 3: Partnership Assessment Survey") not in headings
    assert squeezed("Activity 4: Partnership Planning Questions") in headings
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any("shortened from 80 minutes to 60 minutes" in cell for cell in cells)


def test_what_no_topic_asks_for_is_on_the_checklist_however_long_the_session_is(tmp_path: Path) -> None:
    session = view("ke", "en").session
    assert unused_materials(schedule(session.parts)) == frozenset()
    pens = "materials:\n  - id: pens\n    title: Pens\n    kind: equipment\n"
    project = sample_project(tmp_path)
    path = project.root / "content/sample/session.yaml"
    words = path.read_text(encoding="utf-8")
    assert words.count("materials:\n") == 1
    path.write_text(words.replace("materials:\n", pens), encoding="utf-8")
    for tree in trees(project.root, "sample", "xa", "en"):
        if tree.id == "trainer-guide":
            ticked = [block for block in walk(tree.blocks) if isinstance(block, ListBlock) and block.marker == "check"]
            assert "Pens" in [plain(p.content) for p in walk(tuple(ticked)) if isinstance(p, Paragraph)]


def test_the_report_says_what_is_left_out(short: Guides) -> None:
    ids = ["opportunities", "assessment-survey", "reminders-and-tips", "session-feedback"]
    assert [[each.id for each in report.left_out] for report in short.reports.values()] == [ids] * 4
    assert plain_text(short.reports["eg", "ar"].left_out[3].title) == "تقييم الجلسة"


def test_participants_pages_do_not_depend_on_the_occasion(usual: Guides, short: Guides) -> None:
    handouts = [handout.id for handout in content().handouts]
    for country, language in (("ke", "en"), ("eg", "ar")):
        for name, format_ in itertools.product([*handouts, "trainer-guide"], ("docx", "pdf")):
            one, other = (
                guides.path(country, language, "pdf").parent / f"{name}.{format_}" for guides in (usual, short)
            )
            assert (one.read_bytes() == other.read_bytes()) == (name != "trainer-guide")


# --- the command line -----------------------------------------------------------------------------


@pytest.fixture
def packgen(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs `packgen build` for Kenya's English guide: exit code, standard output, standard error."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        chosen = ["--project", ROOT, "-c", "ke", "-l", "en", "-d", "trainer-guide", "-f", "pdf"]
        monkeypatch.setattr(sys, "argv", ["packgen", "build", *map(str, [*chosen, *arguments])])
        with pytest.raises(SystemExit) as caught:
            main()
        printed = capsys.readouterr()
        return int(caught.value.code or 0), printed.out, printed.err

    return run


def test_the_command_says_what_it_leaves_out(packgen: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    code, out, _ = packgen("--minutes", "75", "--start", "13:00", "-o", tmp_path)
    assert code == 0
    reminders = "Building and Sustaining Library Partnerships Reminders & Tips (3 min)"
    assert f"Left out to save time: {reminders}, Session feedback (2 min)" in out
    with pdfplumber.open(tmp_path / f"ke/en/{SESSION}/trainer-guide.pdf") as pdf:
        assert "13:00–13:05" in pdf.pages[1].extract_text()


def test_the_command_fails_with_the_shortest_time_when_it_cannot_be_done(
    packgen: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    code, _, err = packgen("--minutes", "45", "-o", tmp_path)
    assert code == 1
    assert "the session does not fit into 45 minutes: without the topics that can be spared it takes 60" in err
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--start", "24:00"),
        ("--start", "9.30"),
        ("--start", "09:60"),
        ("--minutes", "0"),
        ("--participants", "-3"),
        ("--participants", "x"),
    ],
)
def test_what_is_no_time_or_number_is_wrong_usage(
    packgen: Callable[..., tuple[int, str, str]], tmp_path: Path, option: str, value: str
) -> None:
    code, _, err = packgen(option, value, "-o", tmp_path)
    assert code == 2
    assert "Invalid value" in err
