"""`check` finds every mistake at once, with the file, the line and the nearest valid name."""

from pathlib import Path

import pytest

from packgen.batch import run as batch
from packgen.content.checks import check
from packgen.packs.pack import FORMATS
from packgen.problems import Problems
from packgen.translation.update import update
from tests.sample import COUNTRY, ENDING, OPENING, SESSION, SHEET, sample_project


def found(tmp_path: Path, override: str = "", **changes: str) -> list[str]:
    names = {
        "session": "content/sample/session.yaml",
        "opening": "content/sample/parts/opening.yaml",
        "ending": "content/sample/parts/ending.yaml",
        "sheet": "content/sample/handouts/sheet.yaml",
        "country": "locales/countries/xa/country.yaml",
    }
    files = {names.get(key, key): text for key, text in changes.items()}
    return [str(p) for p in check(sample_project(tmp_path, override=override, changes=files))]


def test_a_sound_project_has_no_problems(tmp_path: Path) -> None:
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("minutes: 20", "minutes: 25", "session.yaml:7: the session says 25 minutes, its parts add up to 20"),
        ("minutes: 20", "minutes: 2_0", 'session.yaml:7: minutes: expected a whole number, found "2_0"'),
        ("minutes: 20", "minutes: 20.0", 'session.yaml:7: minutes: expected a whole number, found "20.0"'),
        ("number: 3", "number: '３'", 'session.yaml:2: number: expected a whole number, found "３"'),
        ("[opening, ending]", "[opening, ending, opening]", 'session.yaml:24: parts: names "opening" twice'),
        ("minutes: 20", "minutes: 1.10", 'session.yaml:7: minutes: expected a whole number, found "1.10"'),
        ("overview: Two", "overveiw: Two", 'session.yaml:10: unknown key "overveiw" (did you mean "overview"?)'),
        (
            "[opening, ending]",
            "[opening, endign]",
            'no file "endign.yaml" in content/sample/parts (did you mean "ending"?)',
        ),
        ("[opening, ending]", "[opening]", "parts/ending.yaml:1: this file is named nowhere"),
        ("kind: equipment", "kind: equipmnt", '(did you mean "equipment"?)'),
        ("handout: sheet", "handout: sheat", 'session.yaml:17: no handout "sheat" (did you mean "sheet"?)'),
        (
            "{id: hello, title: Hello}",
            "{id: hello, title: Hello}\n  - {id: more, title: M}",
            'no cue shows the slide "more"',
        ),
        (
            "{{ terms.tool }}",
            "{{ terms.tol }}",
            'session.yaml:15: the placeholder "terms.tol" names nothing (did you mean "terms.tool"?)',
        ),
        ("{{ terms.tool }}", "{{ 7*7 }}", "is no placeholder"),
        ("{{ terms.tool }}", "{{ terms.tool", 'a placeholder is left open: "{{" without "}}"'),
        ("Two parts.", "<<say what>>", "session.yaml:10: still to be filled in: <<say what>>"),
        ("Two parts.", "'![x](../../etc/passwd)'", "session.yaml:10: an image is not used in text"),
        ("Two parts.", "'[x](javascript:alert)'", 'the link "javascript:alert" is refused'),
        ("Two parts.", "'[x](#nowhere)'", 'the link "#nowhere" leads to no heading'),
        ("Two parts.", "'[x](#nowhere) [y](#neither)'", 'the link "#neither" leads to no heading'),
        ("title: Sharing Tools", "title: [a]", "session.yaml:3: title: expected text"),
        ("title: Sharing Tools", 'title: ""', "session.yaml:3: title: expected text, found nothing"),
    ],
)
def test_mistakes_in_the_session(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert old in SESSION
    problems = found(tmp_path, session=SESSION.replace(old, new))
    assert any(expected in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("slides: [hello]", "slides: [helo]", 'opening.yaml:10: no slide "helo" (did you mean "hello"?)'),
        ("materials: [chart]", "materials: [chrt]", 'no material "chrt" (did you mean "chart"?)'),
        ("number: 1", "number: 2", 'the activity "fill" should have number: 1, the next in the session'),
        ("minutes: 5", "minutes: 50", 'the topics of "opening" take 50 minutes, the part has 15'),
        ("id: ask", "id: greet", 'the step id "greet" is already used at content/sample/parts/opening.yaml:9'),
        (
            "id: opening",
            "id: opnening",
            'opening.yaml:1: expected id "opening", the name of the file, found "opnening"',
        ),
        ("materials: [sheet]", "materails: [sheet]", '(did you mean "materials"?)'),
        ("Welcome everybody to", "# Welcome everybody to", "opening.yaml:12: a heading is not used in text"),
        ("at home", "at [home](file:/etc)", 'opening.yaml:18: the link "file:/etc" is refused'),
        ("[[Ask for a show of hands.]]", "[[Ask.", "opening.yaml:16: a stage direction is left open in this paragraph"),
        (
            "[[Ask for a show of hands.]]",
            "[[Ask.\n\n          All.]]",
            "opening.yaml:16: a stage direction is left open",
        ),
        (
            "[[Ask for a show of hands.]]",
            "[[Ask [[all]] now.]]",
            "opening.yaml:16: a stage direction stands in another",
        ),
        ("[[Ask for a show of hands.]]", "[[ ]]", "opening.yaml:16: a stage direction is empty"),
        ("at work", "at work ]]", "opening.yaml:20: a stage direction ends that began nowhere"),
        ("overview: We begin.", "overview: 'We [[begin.'", "opening.yaml:4: a stage direction is left open"),
    ],
)
def test_mistakes_in_a_part(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert old in OPENING
    problems = found(tmp_path, opening=OPENING.replace(old, new))
    assert any(expected in problem for problem in problems), problems


def test_a_handout_that_nobody_hands_out(tmp_path: Path) -> None:
    problems = found(tmp_path, opening=OPENING.replace("materials: [sheet]", "materials: [chart]"))
    assert any('no cue names the handout "sheet"' in problem for problem in problems)


def test_mistakes_in_a_handout(tmp_path: Path) -> None:
    problems = found(tmp_path, sheet=SHEET.replace("kind: scale", "kind: scal"))
    assert any("sheet.yaml:11: kind: " in p and '(did you mean "scale"?)' in p for p in problems), problems


def test_all_problems_at_once(tmp_path: Path) -> None:
    problems = found(
        tmp_path, opening=OPENING.replace("[hello]", "[helo]"), ending=ENDING.replace("terms.tool", "terms.too")
    )
    assert len(problems) >= 2


def test_marks_of_stage_directions_that_are_escaped_are_text(tmp_path: Path) -> None:
    assert found(tmp_path, opening=OPENING.replace("[[Ask for a show of hands.]]", r"\[\[Ask.")) == []


def test_every_mistake_of_every_text_is_told_at_once(tmp_path: Path) -> None:
    override = (
        "parts:\n  - id: openin\n    title: X\n"
        "context: 'See [a](file:a).'\noverview: 'See ![a](b), or [it](file:b).'\noutcome: '[[Ask.'\n"
        "timing: '<<your time>>'\ntitle: '{{ country.nmae }}'\n"
    )
    problems = found(tmp_path, override=override, sheet=SHEET.replace("kind: scale", "kind: scale\n    text: '# No'"))
    xa = "locales/countries/xa/"
    assert [problem.removeprefix(xa).partition(": ")[0] for problem in problems] == [
        "content/sample/handouts/sheet.yaml:12",
        *("sample.yaml:2", "sample.yaml:4", "sample.yaml:5", "sample.yaml:5"),
        *("sample.yaml:6", "sample.yaml:7", "sample.yaml:8"),
    ], problems


def test_a_wrong_cue_hides_no_mistake_of_a_text_and_no_template_is_blamed(tmp_path: Path) -> None:
    opening = OPENING.replace("[hello]", "[helo]").replace("[chart]", "[chrt]").replace("We begin.", "'[a](file:b)'")
    problems = found(tmp_path, opening=opening, ending=ENDING.replace("Thank you", "Thank [[you"))
    assert [problem.partition(": ")[0] for problem in problems] == [
        "content/sample/parts/ending.yaml:10",
        "content/sample/parts/opening.yaml:4",
        "content/sample/parts/opening.yaml:10",
        "content/sample/parts/opening.yaml:14",
        "content/sample/session.yaml:18",
        "content/sample/session.yaml:20",
    ], problems


@pytest.mark.parametrize(
    ("part", "told"),
    [
        (ENDING.replace("minutes: 5", "minutes: five"), "content/sample/parts/ending.yaml:3: minutes: expected"),
        (ENDING.replace("title: Ending", "title: [Ending"), "content/sample/parts/ending.yaml:3: not valid YAML"),
    ],
)
def test_a_part_that_cannot_be_read_hides_no_mistake_of_a_country(tmp_path: Path, part: str, told: str) -> None:
    override = "parts:\n  - id: ending\n    topics:\n      - id: bye\n        minutes: 5\n  - id: openin\n"
    problems = found(tmp_path, ending=part, override=override)
    assert len(problems) == 2
    assert problems[0].startswith(told)
    assert problems[1].startswith('locales/countries/xa/sample.yaml:6: no "openin" in parts')


def test_a_session_that_cannot_be_read_hides_no_mistake_of_a_profile(tmp_path: Path) -> None:
    country = COUNTRY.replace("A4", "A5") + "theme: nowhere\n"
    problems = found(tmp_path, session=SESSION.replace("number: 3", "number: x"), country=country)
    assert [problem.split(": ")[0] for problem in problems] == [
        "content/sample/session.yaml:2",
        "locales/countries/xa/country.yaml:4",
    ]


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        ("parts:\n  - id: openin\n", 'xa/sample.yaml:2: no "openin" in parts (did you mean "opening"?)'),
        ("slides:\n  - remove: hello\n", 'xa/sample.yaml:2: the slide "hello" is removed here, but'),
        ("title: Übung\nminuts: 3\n", 'xa/sample.yaml:2: unknown key "minuts" (did you mean "minutes"?)'),
        ("title: <<your title>>\n", "xa/sample.yaml:1: still to be filled in"),
        ("handouts:\n  - id: sheet\n    sections:\n      - {after: open, id: note, kind: text}\n", "needs text:"),
    ],
)
def test_mistakes_in_an_override(tmp_path: Path, override: str, expected: str) -> None:
    problems = found(tmp_path, override=override)
    assert any(expected in problem for problem in problems), problems


GREET = "parts:\n  - id: opening\n    topics:\n      - id: hello\n        steps:\n          - id: greet\n"


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        (f"{GREET}            materials: [chrt]\n", ['7: no material "chrt" (did you mean "chart"?)']),
        (f"{GREET}            slides: []\n", ['7: no cue shows the slide "hello"']),
        (f"{GREET}            say: Hello.\n", ['7: the step "greet" needs either do: or say:, and not both']),
        (f"{GREET}          - remove: ask\n", ['7: no cue hands out or uses the material "chart"']),
        (
            "slides:\n  - remove: hello\n",
            ['2: the slide "hello" is removed here, but content/sample/parts/opening.yaml:10 names it'],
        ),
        ("parts:\n  - id: ending\n    minutes: 6\n", ["3: the session says 20 minutes, its parts add up to 21"]),
        ("parts:\n  - remove: ending\n", ["2: the session says 20 minutes, its parts add up to 15"]),
        (
            "parts:\n  - id: opening\n    topics:\n      - id: fill\n        number: 2\n",
            ['5: the activity "fill" should have number: 1, the next in the session'],
        ),
        (
            "parts:\n  - id: opening\n    topics:\n      - id: fill\n        spare: 4\n",
            ['5: leaving out "fill" saves its 5 minutes, spare: says 4'],
        ),
        (
            "materials:\n  - {id: sheet, handout: sheat}\n",
            [
                '2: no cue names the handout "sheet": no material that is cued has it',
                '2: no handout "sheat" (did you mean "sheet"?)',
            ],
        ),
        (
            "handouts:\n  - id: sheet\n    sections:\n      - id: rate\n        kind: card\n",
            [
                "5: kind: expected 'text', 'questions', 'scale', 'cards', 'checklist', 'grid', 'picture', "
                'found "card" (did you mean "cards"?)'
            ],
        ),
        (
            "handouts:\n  - id: sheet\n    sections:\n      - id: rate\n        labels:\n          - remove: bad\n",
            ["5: labels: expected at least 2 items"],
        ),
        (
            "handouts:\n  - id: sheet\n    sections:\n      - id: rate\n        labels:\n"
            + "".join(f"          - {{after: bad, id: more-{n}, text: More}}\n" for n in range(6)),
            ["5: labels: expected at most 7 items, found 8"],
        ),
        (
            f"{GREET}          - {{remove: ask, say: Ask.}}\n",
            ['7: "remove:" stands alone; "say:" beside it would be lost'],
        ),
        ("language: sw\n", ["1: language: is that of the content; the country's languages stand in its country.yaml"]),
        ("id: smple\n", ['1: expected id "sample", the name of the file']),
        ("title: Tools\nid: sample\n", []),
    ],
)
def test_a_mistake_of_a_country_is_told_in_its_override_and_nowhere_else(
    tmp_path: Path, override: str, expected: list[str]
) -> None:
    assert found(tmp_path, override=override) == [f"locales/countries/xa/sample.yaml:{problem}" for problem in expected]


def test_what_is_wrong_in_the_content_is_not_told_again_for_a_country_that_changes_it(tmp_path: Path) -> None:
    override = "parts:\n  - id: ending\n    minutes: 5\n    topics:\n      - id: bye\n        title: Bye\n"
    problems = found(tmp_path, session=SESSION.replace("minutes: 20", "minutes: 25"), override=override)
    assert problems == ["content/sample/session.yaml:7: the session says 25 minutes, its parts add up to 20"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("content/sample/part/x.yaml", "nothing reads this file here"),
        ("content/sample/parts/x.yml", "nothing reads this file here"),
        ("locales/countries/xa/sampel.yaml", '(did you mean "sample"?)'),
        ("locales/countries/xb/sample.yaml", 'the folder "xb" has no country.yaml'),
        ("locales/countries/xa/sw/sample.yaml", "nothing reads this file here"),
        ("locales/xa/country.yaml", "locales has countries/<code>/ and languages/<tag>/"),
        ("locales/languages/sw/sampel.po", '(did you mean "sample"?)'),
        ("locales/languages/sw/glosary.yaml", '(did you mean "glossary"?)'),
        ("locales/languages/sample.po", "nothing reads this file here"),
    ],
)
def test_a_file_in_the_wrong_place(tmp_path: Path, path: str, expected: str) -> None:
    problems = found(tmp_path, **{path: "id: x\n"})
    assert len(problems) == 1
    assert problems[0].startswith(f"{path}:1: ")
    assert expected in problems[0]


def test_a_country_s_check_finds_files_that_nobody_reads_in_its_folder_and_its_languages(tmp_path: Path) -> None:
    strays = ["countries/xa/sampel.yaml", "languages/sw/sampel.po"]
    elsewhere = ["countries/xb/sampel.yaml", "languages/fr/sampel.po", "xa/sample.yaml"]
    changes = {f"locales/{name}": "id: x\n" for name in (*strays, *elsewhere)}
    changes["locales/countries/xa/country.yaml"] = COUNTRY.replace("[en]", "[en, sw]")
    project = sample_project(tmp_path, changes=changes)
    assert [problem.source.file for problem in check(project, ("xa",))] == [f"locales/{name}" for name in strays]
    assert len(check(project)) == 5


@pytest.mark.parametrize("taken", ["trainer-guide", "slides", "slides-handout"])
def test_a_handout_takes_the_place_of_no_document_of_the_trainer(tmp_path: Path, taken: str) -> None:
    session = SESSION.replace("handout: sheet}", f"handout: {taken}}}").replace("[sheet]", f"[{taken}]")
    handout = f"content/sample/handouts/{taken}.yaml"
    project = sample_project(
        tmp_path, changes={"content/sample/session.yaml": session, handout: SHEET.replace("id: sheet", f"id: {taken}")}
    )
    (project.root / "content/sample/handouts/sheet.yaml").unlink()
    expected = f'{handout}:1: no handout can have the id "{taken}": it is that of a document for the trainer'
    assert [str(problem) for problem in check(project)] == [expected]
    plan = batch.plan(project, ("sample",), ("xa",), (), (), FORMATS, tmp_path / "dist")
    (report,) = batch.build(plan.packs, lambda *_: None)
    assert [str(problem) for problem in report.problems] == [expected]
    assert not list(tmp_path.glob("dist/**/trainer-guide.*"))


@pytest.mark.parametrize("taken", ["messages", "country"])
def test_a_session_takes_the_place_of_no_other_file(tmp_path: Path, taken: str) -> None:
    project = sample_project(tmp_path)
    (project.root / "content/sample").rename(project.root / "content" / taken)
    path = project.session_file(taken)
    path.write_text(SESSION.replace("id: sample", f"id: {taken}"), encoding="utf-8")
    (problem,) = check(project)
    assert str(problem).startswith(f'content/{taken}/session.yaml:1: no session can be called "{taken}"')
    with pytest.raises(Problems):
        update(project, ["sw"])
    assert not (project.root / "locales/languages").exists()


def test_the_code_of_a_country_is_its_folder(tmp_path: Path) -> None:
    problems = found(tmp_path, country="code: xb\nname: X\nlanguages: [en]\npaper: A4\n")
    assert any('expected code "xa", the name of the folder, found "xb"' in problem for problem in problems)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("facts:\n  forum:\n", "6: forum: expected text, found nothing"),
        ("spelling:\n  programme: ' '\n", "6: programme: expected text, found nothing"),
        ("currency:\n", "5: currency: expected text, found nothing"),
    ],
)
def test_a_profile_says_something_wherever_it_says_anything(tmp_path: Path, text: str, expected: str) -> None:
    assert found(tmp_path, country=COUNTRY + text) == [f"locales/countries/xa/country.yaml:{expected}"]


def test_a_country_names_each_of_its_languages_once(tmp_path: Path) -> None:
    problems = found(tmp_path, country=COUNTRY.replace("[en]", "[en, sw, en]"))
    assert problems == ['locales/countries/xa/country.yaml:3: languages: names "en" twice']


def test_every_character_that_no_font_has_is_told_at_its_line(tmp_path: Path) -> None:
    opening = OPENING.replace("at work", "at work \U0001f980 \u4e2d").replace("We begin", "We \u0f40 begin")
    country = COUNTRY + "facts: {chief: \U0001f980}\n"
    ending = ENDING.replace("Thank you for", "Thank you {{ country.facts.chief }} for")
    problems = found(tmp_path, opening=opening, ending=ending, country=country)
    assert [problem.partition(", ")[0] for problem in problems] == [
        'content/sample/parts/ending.yaml:10: no font has the character "\U0001f980" (U+1F980',
        'content/sample/parts/opening.yaml:4: no font has the character "\u0f40" (U+0F40',
        'content/sample/parts/opening.yaml:20: no font has the character "\u4e2d" (U+4E2D',
        'content/sample/parts/opening.yaml:20: no font has the character "\U0001f980" (U+1F980',
    ]


def test_what_is_drawn_by_no_glyph_of_its_own_is_no_mistake(tmp_path: Path) -> None:
    words = "a\u00a0b\u200bc\u00add\u200ee\u0915\u094d\u200d\u0937\u0964 \u17a2\u17d2\u17a2\u17d4 \u2713\ufe0e"
    assert found(tmp_path, opening=OPENING.replace("at work", f"at work {words}")) == []


@pytest.mark.parametrize(
    "text",
    [
        "|\n\n\n  One\n  two, <<three>>\n",
        ">\n  One\n  two\n\n  and\n  then <<three>>\n  four.\n",
        ">-\n\n  One\n  two <<three>>.\n",
        "One\n  two\n\n  then <<three>>\n  four.\n",
        "'One\n  two\n\n  then <<three>>\n  four.'\n",
        '"One\n  two\n\n  then\n  <<three>> four."\n',
        "|\n  One\n\n  two\n\n  <<three>>\n",
        ">\n  One {{ terms.tool }} and\n  {{ country.name }} and\n  so on\n  then <<three>>\n  four.\n",
    ],
)
def test_a_mistake_is_told_at_its_line_however_yaml_folds_the_text(tmp_path: Path, text: str) -> None:
    override = f"context: Alone.\noutcome: {text}"
    line = next(number for number, each in enumerate(override.splitlines(), 1) if "<<" in each)
    expected = f"locales/countries/xa/sample.yaml:{line}: "
    assert found(tmp_path, override=override) == [f"{expected}still to be filled in: <<three>>"]


def test_markdown_and_characters_are_told_at_their_line_in_folded_text(tmp_path: Path) -> None:
    override = (
        "outcome: >\n  One\n  two.\n\n\n  [[A three\n  four.\n\n\n"
        "  Five \U0001f980\n  six {{.\n  - seven <<a>>, <<b>>\n"
    )
    problems = found(tmp_path, override=override)
    assert [problem.split(": ")[0].rpartition(":")[2] for problem in problems] == ["6", "10", "11", "12", "12"]
