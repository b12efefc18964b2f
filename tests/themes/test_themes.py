"""Themes: one extends another, bad ones are told with file and line, and what is hard to read is found."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from packgen.content.checks import check
from packgen.problems import Problems
from packgen.project import Project
from packgen.themes.checks import TEXT_CONTRAST, contrast, luminance, theme_problems
from packgen.themes.load import load_theme
from tests.sample import COUNTRY, ROOT, sample_project


def project(folder: Path, **themes: str) -> Project:
    """The sample project with these themes more."""
    found = sample_project(folder, changes={f"templates/{name}.yaml": text for name, text in themes.items()})
    buffer = BytesIO()
    Image.new("RGB", (300, 100)).save(buffer, "PNG")
    (found.templates / "logo.png").write_bytes(buffer.getvalue())
    return found


def told(where: Project, theme: str) -> list[str]:
    """What is wrong with a theme that cannot be loaded."""
    with pytest.raises(Problems) as caught:
        load_theme(where, theme)
    return [str(problem) for problem in caught.value.problems]


def found(where: Project, theme: str) -> list[str]:
    """What the check finds in a theme."""
    return [str(problem) for problem in theme_problems(where, theme)]


# --- one theme extends another ----------------------------------------------------------------------


def test_an_organisation_puts_in_its_logo_and_colour_by_four_lines(tmp_path: Path) -> None:
    where = project(
        tmp_path,
        friends="extends: theme\nname: friends\nbrand: {name: Friends of the Library, logo: logo.png}\n"
        'colours: {accent: "#7a1f5c"}\n',
    )
    base, friends = load_theme(where, "theme"), load_theme(where, "friends")
    assert friends.brand
    assert (friends.brand.name, friends.brand.logo.width) == ("Friends of the Library", 300)
    assert friends.colour("accent") == "#7A1F5C"
    assert friends.colour("accent-tint") == "#F3EBF0", "9% of the new colour on the paper"
    assert friends.model_copy(update={"colours": base.colours, "brand": None, "name": base.name}) == base
    assert found(where, "friends") == []


def test_an_extending_theme_changes_single_values_of_what_it_extends(tmp_path: Path) -> None:
    where = project(
        tmp_path,
        one="extends: theme\nstyles:\n  body: {size: 12}\nboxes: {note: {fill: none}}\n",
        two='extends: one\nstyles:\n  body: {leading: 18}\ncolours: {activity-tint: "#FFFFFF", activity: "#333333"}\n',
    )
    base, two = load_theme(where, "theme").styles["body"], load_theme(where, "two")
    assert two.styles["body"] == base.model_copy(update={"size": 12.0, "leading": 18.0})
    assert two.boxes["note"].fill is None
    assert two.boxes["note"].bar == "accent"
    assert two.colour("activity-tint") == "#FFFFFF", "a tint that the theme gives itself stays"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("extends: them\n", 'templates/bad.yaml:1: extends: no theme "them" (did you mean "theme"?)'),
        ("extends: bad\n", 'templates/bad.yaml:1: extends: "bad" extends this theme'),
        ("extends: ../evil\n", 'templates/bad.yaml:1: extends: no theme "../evil" (valid: bad, loop, plain, theme)'),
        ("extends: [theme]\n", 'templates/bad.yaml:1: extends: no theme "?" (valid: bad, loop, plain, theme)'),
        ("extends: loop\n", 'templates/loop.yaml:1: extends: "bad" extends this theme'),
        (
            "extends: theme\ncolours: {accent: blue}\n",
            'templates/bad.yaml:2: accent: a colour is "#" and six digits 0-9 A-F, found "blue"',
        ),
        (
            "extends: theme\nboxes: {note: {fill: accnt}}\n",
            'templates/bad.yaml:2: no colour "accnt" in colours: (did you mean "accent"?)',
        ),
        (
            "extends: theme\nstyles: {body: {sise: 3}}\n",
            'templates/bad.yaml:2: unknown key "sise" (did you mean "size"?)',
        ),
        ("extends: theme\nwriting: {colour: none}\n", 'templates/bad.yaml:2: no colour "none" in colours:'),
        (
            "extends: theme\nbrand: {name: X, logo: ../../secret.png}\n",
            'templates/bad.yaml:2: logo: "../../secret.png" leads out of templates; put the picture beside the theme',
        ),
        ("extends: theme\nbrand: {name: X}\n", 'templates/bad.yaml:2: "logo" is missing here'),
        ("extends: theme\nbrand: {name: X, logo: [a]}\n", "templates/bad.yaml:2: logo: expected the name of a picture"),
        ("extends: theme\nbrand: {name: '', logo: logo.png}\n", "templates/bad.yaml:2: name: "),
    ],
)
def test_what_is_wrong_with_a_theme_is_told_with_its_place(tmp_path: Path, text: str, expected: str) -> None:
    where = project(tmp_path, bad=text, loop="extends: bad\n")
    (problem, *_) = told(where, "bad")
    assert problem.startswith(expected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("figure-goal", 'styles: "figure-goal" is missing here'),
        ("cover-title", 'slides: styles: "cover-title" is missing here'),
    ],
)
def test_what_the_writers_need_must_be_there(tmp_path: Path, name: str, expected: str) -> None:
    where = project(tmp_path)
    path = where.theme_file("theme")
    text = path.read_text(encoding="utf-8")
    path.write_text("".join(line for line in text.splitlines(keepends=True) if f"{name}:" not in line))
    (problem,) = told(where, "theme")
    assert problem.endswith(expected)


def test_a_country_s_theme_that_is_not_there_is_told_in_its_profile(tmp_path: Path) -> None:
    where = sample_project(tmp_path, changes={"locales/countries/xa/country.yaml": COUNTRY + "theme: plane\n"})
    assert [str(problem) for problem in check(where)] == [
        'locales/countries/xa/country.yaml:5: theme: no theme "plane" (did you mean "plain"?)'
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("page: {side: 400}", ["2: side: expected 14.2 to 130 points, found 400"]),
        ("page: {top: 600}", ["2: top: expected 14.2 to 200 points, found 600"]),
        ("page: {bottom: 600}", ["2: bottom: expected 14.2 to 200 points, found 600"]),
        ("page: {top: 30, head: 34}", ["2: head: 34 points from the edge, the line runs into the text at 30"]),
        ("margin-column: {width: 480}", ["2: width: expected 50 to 220 points, found 480"]),
        (
            "page: {side: 130}\nmargin-column: {width: 200}",
            ["2: 119 points of A4 are left beside the margin column; words need 180"],
        ),
        (
            "styles: {body: {size: 200, leading: 2}}",
            ["2: leading: expected 4 to 108 points, found 2", "2: size: expected 4 to 72 points, found 200"],
        ),
        (
            "styles:\n  body: {size: 20, leading: 14}",
            ["3: leading: lines 14 points apart run into each other at a size of 20"],
        ),
        (
            "slides: {styles: {text: {size: 60, leading: 41}}}",
            ["2: leading: lines 41 points apart run into each other at a size of 60"],
        ),
        ("writing: {pitch: 0}", ["2: pitch: expected 10 to 100 points, found 0"]),
        ("boxes: {note: {padding: 900}}", ["2: padding: expected 0 to 60 points, found 900"]),
        ('colours: {acent: "#000000"}', ['2: colours: nothing in this theme uses "acent" (did you mean "accent"?)']),
        ("styles: {bodi: {size: 10}}", ['2: styles: no template uses "bodi" (did you mean "body"?)']),
        ("boxes: {nots: {padding: 3}}", ['2: boxes: no template uses "nots" (did you mean "note"?)']),
        (
            "styles:\n  bodi: {size: 10}\n  body: {sise: 3}",
            [
                '3: styles: no template uses "bodi" (did you mean "body"?)',
                '4: unknown key "sise" (did you mean "size"?)',
            ],
        ),
    ],
)
def test_a_theme_with_which_no_page_can_be_printed_or_that_says_nothing_is_refused(
    tmp_path: Path, text: str, expected: list[str]
) -> None:
    where = project(tmp_path, bad=f"extends: theme\n{text}\n")
    problems = told(where, "bad")
    assert problems[0].startswith("templates/bad.yaml:")
    assert [problem.removeprefix("templates/bad.yaml:") for problem in problems] == expected
    assert found(where, "bad") == problems, "what a build refuses, the check finds"


def test_a_theme_may_add_colours_that_it_uses_and_styles_that_its_templates_use(tmp_path: Path) -> None:
    where = project(
        tmp_path,
        own='extends: theme\ncolours: {sand: "#F6EFE0"}\nboxes: {note: {fill: sand}}\n'
        "styles: {verse: {size: 11, leading: 15}}\n",
    )
    assert told(where, "own") == ['templates/own.yaml:4: styles: no template uses "verse"']
    sheet = where.templates / "participants/sheet.xml.j2"
    sheet.write_text('<document><p style="verse">x</p></document>', encoding="utf-8")
    assert load_theme(where, "own").styles["verse"].size == 11


def test_a_font_that_is_nowhere_is_told_at_its_line(tmp_path: Path) -> None:
    where = project(tmp_path, comic="extends: theme\nname: comic\nfont: Noto Sanz\n")
    (problem,) = check(where)
    assert str(problem).startswith("templates/comic.yaml:3: font: NotoSanz-Regular.ttf is in none of: ")
    assert str(problem).endswith('(did you mean "NotoSans"?)')


# --- what everybody can read ------------------------------------------------------------------------


def test_contrast_is_that_of_the_standard() -> None:
    # Values published with WCAG's techniques and known to every checker.
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#777777") == pytest.approx(4.478, abs=0.001)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.542, abs=0.001)
    assert contrast("#FF0000", "#FFFFFF") == pytest.approx(3.998, abs=0.001)
    assert luminance("#808080") == pytest.approx(0.2159, abs=0.0001)


@given(st.integers(0, 0xFFFFFF), st.integers(0, 0xFFFFFF))
def test_contrast_is_the_same_from_both_sides(first: int, second: int) -> None:
    ratio = contrast(f"#{first:06X}", f"#{second:06X}")
    assert ratio == contrast(f"#{second:06X}", f"#{first:06X}")
    assert 1 <= ratio <= 21.000001


@pytest.mark.parametrize("theme", Project(ROOT).themes())
def test_every_theme_that_ships_is_readable(theme: str) -> None:
    assert found(Project(ROOT), theme) == []


@pytest.mark.parametrize(
    ("text", "place", "pair"),
    [
        ('colours: {muted: "#8A9AA2"}', 2, ('"muted" #8A9AA2', '"paper" #FFFFFF', "2.91")),
        ('colours: {ink: "#777777"}', 2, ('"ink" #777777', '"paper" #FFFFFF', "4.48")),
        ('colours: {accent: "#E8B500"}', 2, ('"paper" #FFFFFF', '"accent" #E8B500', "1.90")),
        ('colours: {activity-tint: "#B08030"}', 2, ('"say" #9A3F12', '"activity-tint" #B08030', "1.93")),
        ('colours: {grey-tint: "#777777"}', 2, ('"ink" #1D262B', '"grey-tint" #777777', "3.44")),
        ("boxes: {banner: {fill: none}}", 42, ('"paper" #FFFFFF', '"paper" #FFFFFF', "1.00")),
    ],
    ids=["small print", "text", "banner and table head", "a box", "stripes", "banner without its band"],
)
def test_text_that_is_hard_to_read_is_found_where_it_is_decided(
    tmp_path: Path, text: str, place: int, pair: tuple[str, str, str]
) -> None:
    where = project(tmp_path, faint=f"extends: theme\n{text}\n")
    first, second, ratio = pair
    words = f"text in {first} on {second} has a contrast of {ratio}:1; {TEXT_CONTRAST}:1 is the least"
    matching = [problem for problem in found(where, "faint") if words in problem]
    assert len(matching) == 1, found(where, "faint")
    if place == 2:
        assert matching[0].startswith("templates/faint.yaml:2: ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            'colours: {say: "#B0B0B0"}',
            'boxes: the bar of say, "say" #B0B0B0, has a contrast of 2.17:1 with the paper; it says what the text is',
        ),
        ("boxes: {card: {border: paper}}", "boxes: nobody sees where card is; give it another fill, a border or a bar"),
        ("boxes: {say: {bar: none}}", "boxes: say and do look alike without colours; give one of them a bar"),
    ],
)
def test_marks_that_are_lost_without_colour_are_found(tmp_path: Path, text: str, message: str) -> None:
    where = project(tmp_path, faint=f"extends: theme\n{text}\n")
    assert [problem for problem in found(where, "faint") if message in problem]


def test_the_check_looks_at_all_themes_and_for_a_country_at_its_own(tmp_path: Path) -> None:
    where = project(tmp_path, faint='extends: theme\ncolours: {ink: "#999999"}\n')
    assert any("templates/faint.yaml:2" in str(problem) for problem in check(where))
    assert check(where, ("xa",)) == ()
    path = where.profile_file("xa")
    path.write_text(COUNTRY + "theme: faint\n", encoding="utf-8")
    assert any("templates/faint.yaml:2" in str(problem) for problem in check(where, ("xa",)))
