"""The project: the folder that holds content/, templates/ and locales/, and what is where in it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
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


def misplaced_files(project: Project, folders: Iterable[str] = ("content", "locales")) -> Iterator[Problem]:
    """A problem for every YAML file and catalogue in `folders` (names in the project) that nothing would read."""
    sessions = project.sessions()
    for folder in folders:
        for path in sorted((project.root / folder).rglob("*")):
            if path.suffix in (".yaml", ".yml", ".po"):
                why = _why_unread(project, sessions, path.relative_to(project.root).parts)
                if why:
                    yield Problem(Source(project.name(path), 1), why)


def _why_unread(project: Project, sessions: tuple[str, ...], path: tuple[str, ...]) -> str:
    """Why nothing reads the file; "" for one that is where it belongs."""
    stem = Path(path[-1]).stem
    overrides = ["country.yaml", *(f"{session}.yaml" for session in sessions)]
    catalogues = ["glossary.yaml", "messages.po", *(f"{session}.po" for session in sessions)]
    match path:
        case ("content", _, "session.yaml"):
            return ""
        case ("content", _, "parts" | "handouts", name) if name.endswith(".yaml"):
            return ""
        case ("locales", "countries", country, name) if name in overrides:
            has_profile = project.profile_file(country).is_file()
            return "" if has_profile else f'the folder "{country}" has no country.yaml'
        case ("locales", "languages", language, name) if name in catalogues:
            from packgen.cldr import unknown_language  # Babel takes long to import

            wrong = unknown_language(language)
            return f"nothing reads the folder: {wrong}" if wrong else ""
        case ("content", *_):
            where = "content is <session>/session.yaml, parts/<id>.yaml and handouts/<id>.yaml"
        case ("locales", "countries", *_):
            where = f"a country has country.yaml and <session>.yaml{nearest(stem, sessions)}"
        case ("locales", "languages", *_):
            hint = nearest(stem, (*sessions, "messages", "glossary"))
            where = f"a language has glossary.yaml, messages.po and <session>.po{hint}"
        case _:
            where = "locales has countries/<code>/ and languages/<tag>/"
    return f"nothing reads this file here; {where}"
