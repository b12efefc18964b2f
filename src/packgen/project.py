"""The project: the folder that holds content/, templates/ and locales/, and what is where in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packgen.problems import Problem, Source, nearest

FOLDERS = ("content", "templates", "locales")


class ProjectNotFound(Exception):
    """No folder upwards from where one looked holds content/, templates/ and locales/."""


@dataclass(frozen=True, slots=True)
class Project:
    """Paths of one project; `root` is absolute."""

    root: Path

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    def name(self, path: Path) -> str:
        """What errors call the file at `path`: its path in the project, with forward slashes."""
        return path.relative_to(self.root).as_posix()

    def session_file(self, session: str) -> Path:
        return self.root / "content" / session / "session.yaml"

    def part_file(self, session: str, part: str) -> Path:
        return self.root / "content" / session / "parts" / f"{part}.yaml"

    def handout_file(self, session: str, handout: str) -> Path:
        return self.root / "content" / session / "handouts" / f"{handout}.yaml"

    def profile_file(self, country: str) -> Path:
        return self.root / "locales" / "countries" / country / "country.yaml"

    def override_file(self, country: str, session: str) -> Path:
        return self.root / "locales" / "countries" / country / f"{session}.yaml"

    def catalogue_file(self, language: str, name: str) -> Path:
        return self.root / "locales" / "languages" / language / f"{name}.po"

    def glossary_file(self, language: str) -> Path:
        return self.root / "locales" / "languages" / language / "glossary.yaml"

    def theme_file(self, theme: str) -> Path:
        return self.templates / f"{theme}.yaml"

    def themes(self) -> tuple[str, ...]:
        """The names of the themes: the YAML files of templates/, sorted."""
        return tuple(sorted(path.stem for path in self.templates.glob("*.yaml")))

    def sessions(self) -> tuple[str, ...]:
        """The ids of the sessions: folders of content/ with a session.yaml, sorted."""
        return tuple(sorted(path.parent.name for path in (self.root / "content").glob("*/session.yaml")))

    def countries(self) -> tuple[str, ...]:
        """The codes of the countries: folders of locales/countries/ with a country.yaml, sorted."""
        return tuple(sorted(path.parent.name for path in (self.root / "locales/countries").glob("*/country.yaml")))


def find_project(start: Path) -> Project:
    """The project that holds `start`: the nearest folder upwards with content/, templates/ and locales/.

    Raises ProjectNotFound, also for a `start` that is no folder.
    """
    start = start.resolve()
    if not start.is_dir():
        raise ProjectNotFound(f"no project here: {start} is no folder")
    for folder in (start, *start.parents):
        if all((folder / name).is_dir() for name in FOLDERS):
            return Project(folder)
    raise ProjectNotFound(f"no project here: neither {start} nor a folder above it holds {', '.join(FOLDERS)}")


def links_out(project: Project) -> Iterator[Problem]:
    """A problem for every link in the project's folders that leads to a file or folder outside it."""
    for name in FOLDERS:
        for folder, folders, files in os.walk(project.root / name):
            for path in (Path(folder) / entry for entry in sorted([*folders, *files])):
                if path.is_symlink() and not path.resolve().is_relative_to(project.root):
                    yield Problem(Source(project.name(path), 0), "leads out of the project; put the file itself here")


def misplaced_files(project: Project) -> Iterator[Problem]:
    """A problem for every YAML file of content/ and locales/countries/ that no part of packgen would read."""
    sessions = project.sessions()
    for path in sorted((project.root / "content").rglob("*.y*ml")):
        match path.relative_to(project.root / "content").parts:
            case (_, "session.yaml") | (_, "parts" | "handouts", _) if path.suffix == ".yaml":
                continue
        yield Problem(
            Source(project.name(path), 1),
            "nothing reads this file here; content is <session>/session.yaml, parts/<id>.yaml and handouts/<id>.yaml",
        )
    for path in sorted((project.root / "locales" / "countries").rglob("*.y*ml")):
        match path.relative_to(project.root / "locales" / "countries").parts:
            case (_, "country.yaml"):
                continue
            case (country, _) if path.suffix == ".yaml" and path.stem in sessions:
                if not project.profile_file(country).is_file():
                    yield Problem(Source(project.name(path), 1), f'the folder "{country}" has no country.yaml')
                continue
        hint = nearest(path.stem, sessions)
        message = f"nothing reads this file here; a country has country.yaml and <session>.yaml{hint}"
        yield Problem(Source(project.name(path), 1), message)
