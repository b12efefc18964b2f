"""Themes and the baseline grid: what is off it is told with its place and the nearest length that is on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.themes.test_themes import found, project, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "styles: {say: {leading: 15}}",
            ["2: styles: say: leading 15 is off the baseline grid, no multiple of 3.6; the nearest is 14.4"],
        ),
        (
            "styles: {body: {after: 6}, cue: {before: 1}}",
            [
                "2: styles: body: after 6 is off the baseline grid, no multiple of 3.6; the nearest is 7.2",
                "2: styles: cue: before 1 is off the baseline grid, no multiple of 3.6; the nearest is 3.6",
            ],
        ),
        ("page: {top: 70}", ["2: page: top 70 is off the baseline grid, no multiple of 3.6; the nearest is 68.4"]),
        (
            "writing: {pitch: 24}\nlist: {gap: 4}",
            [
                "2: writing: pitch 24 is off the baseline grid, no multiple of 3.6; the nearest is 25.2",
                "3: list: gap 4 is off the baseline grid, no multiple of 3.6; the nearest is 3.6",
            ],
        ),
        (
            "boxes: {note: {padding: 8}}\ntables: {plan: {padding: 1.8}}",
            ["2: boxes: note: padding 8 is off the baseline grid, no multiple of 1.8; the nearest is 7.2"],
        ),
        ("grid: 3.625", ["2: grid: 3.625 is no multiple of 0.05, in which Word counts; the nearest is 3.6"]),
        ("grid: 1.8", []),
        ("styles: {figure-node: {leading: 10.1}}", []),
    ],
    ids=["leading", "space", "page", "lists and writing", "padding", "grid", "a finer grid", "a picture's label"],
)
def test_what_is_off_the_grid_is_told_with_the_nearest_that_is_on_it(
    tmp_path: Path, text: str, expected: list[str]
) -> None:
    where = project(tmp_path, uneven=f"extends: theme\n{text}\n")
    assert found(where, "uneven") == [f"templates/uneven.yaml:{line}" for line in expected]


def test_a_theme_with_another_grid_is_told_at_its_grid_what_it_must_change(tmp_path: Path) -> None:
    where = project(tmp_path, wide="extends: theme\ngrid: 4\n")
    told_at_grid = found(where, "wide")
    assert (
        "templates/wide.yaml:2: styles: body: leading 14.4 is off the baseline grid, no multiple of 4; "
        + ("the nearest is 16")
        in told_at_grid
    )
    assert {message.partition(" ")[0] for message in told_at_grid} == {"templates/wide.yaml:2:"}


def test_a_grid_that_is_no_length_is_refused(tmp_path: Path) -> None:
    where = project(tmp_path, none="extends: theme\ngrid: 0\n")
    (problem,) = told(where, "none")
    assert problem.startswith("templates/none.yaml:2: grid: ")
