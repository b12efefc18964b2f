"""The project is the nearest folder upwards that holds content/, templates/ and locales/; each file has its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from packgen.project import Project, ProjectNotFound, find_project, links_out, misplaced_files
from tests.sample import sample_project


def test_it_is_found_from_any_folder_inside(tmp_path: Path) -> None:
    project = sample_project(tmp_path / "outer")
    assert find_project(project.root) == project
    assert find_project(project.root / "content/sample/parts") == project


def test_the_nearest_one_is_meant(tmp_path: Path) -> None:
    outer = sample_project(tmp_path / "outer")
    inner = sample_project(outer.root / "content/inner")
    assert find_project(inner.root / "templates") == inner


def test_a_link_to_a_folder_inside_leads_to_the_project(tmp_path: Path) -> None:
    project = sample_project(tmp_path / "outer")
    link = tmp_path / "link"
    link.symlink_to(project.root / "content")
    assert find_project(link) == project


def test_where_there_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    with pytest.raises(ProjectNotFound) as caught:
        find_project(tmp_path)
    assert str(caught.value) == (
        f"no project here: neither {tmp_path} nor a folder above it holds content, templates, locales"
    )


def test_a_folder_that_is_not_there_is_not_looked_for_above(tmp_path: Path) -> None:
    project = sample_project(tmp_path)
    with pytest.raises(ProjectNotFound, match="is no folder"):
        find_project(project.root / "contnet")
    with pytest.raises(ProjectNotFound, match="is no folder"):
        find_project(project.root / "content/sample/session.yaml")


def test_sessions_and_countries_are_folders_with_their_file(tmp_path: Path) -> None:
    project = sample_project(tmp_path)
    (project.root / "content/drafts").mkdir()
    (project.root / "locales/countries/xz").mkdir()
    assert project.sessions() == ("sample",)
    assert project.countries() == ("xa",)
    assert project.name(project.profile_file("xa")) == "locales/countries/xa/country.yaml"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("content/sample/part/x.yaml", "nothing reads this file here; content is"),
        ("content/sample/parts/x.yml", "nothing reads this file here; content is"),
        ("content/stray.yaml", "nothing reads this file here; content is"),
        ("locales/countries/xa/sampel.yaml", 'a country has country.yaml and <session>.yaml (did you mean "sample"?)'),
        ("locales/countries/country.yaml", "nothing reads this file here; a country has"),
        ("locales/countries/xz/sample.yaml", 'the folder "xz" has no country.yaml'),
    ],
)
def test_a_file_in_the_wrong_folder_is_found(tmp_path: Path, path: str, expected: str) -> None:
    project = sample_project(tmp_path, changes={path: "id: x\n"})
    (problem,) = misplaced_files(project)
    assert str(problem).startswith(f"{path}:1: ")
    assert expected in problem.message


def test_links_may_lead_anywhere_inside_and_nowhere_outside(tmp_path: Path) -> None:
    project = sample_project(tmp_path / "project")
    (tmp_path / "outside.yaml").write_text("id: x\n", encoding="utf-8")
    (project.root / "content/sample/handouts/inside.yaml").symlink_to("sheet.yaml")
    (project.root / "content/other").symlink_to(tmp_path)
    (project.root / "templates/trainer/x.xml.j2").symlink_to("../../../outside.yaml")
    assert [str(problem) for problem in links_out(project)] == [
        "content/other: leads out of the project; put the file itself here",
        "templates/trainer/x.xml.j2: leads out of the project; put the file itself here",
    ]


def test_paths_are_those_of_the_project_alone(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is not in the subpath"):
        Project(tmp_path / "a").name(tmp_path / "b")
