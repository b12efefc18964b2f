"""Which files of a project go into which pack, and what else decides a pack's bytes."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import PurePosixPath

from packgen.content.schedule import Occasion
from packgen.output import source_date
from packgen.packs.pack import PackInfo

# Where a project carries packgen itself: its code and the versions of what it is built on.
_CODE = ("src", "pyproject.toml", "requirements.lock")

# The libraries that decide what a pack holds: words, layout, fonts, files.
LIBRARIES = (
    *("babel", "icu4py", "jinja2", "lxml", "markdown-it-py", "pillow", "pyphen", "python-docx", "python-pptx"),
    *("reportlab", "uharfbuzz"),
)


def is_input(name: str, pack: PackInfo) -> bool:
    """Whether the file `name` (its path in the project, with forward slashes) goes into the pack, or may.

    Templates, themes and the project's fonts count for every pack: what they take from each other is not looked into.
    """
    path = PurePosixPath(name)
    if path.name.startswith(".") or path.name.endswith("~"):
        return False
    match path.parts:
        case ("content", session, *_):
            return session == pack.session
        case ("locales", "countries", country, _):
            return country == pack.country and path.stem in ("country", pack.session)
        case ("locales", "languages", language, _):
            return language == pack.language and path.name in ("messages.po", f"{pack.session}.po")
        case ("templates", "site", *_):  # the download page
            return False
        case ("templates" | "fonts", *_):
            return True
        case _:
            return False


def touched(names: Iterable[str], pack: PackInfo) -> bool:
    """Whether a change of any of the files can change the pack: what goes into it, or packgen's own code."""
    return any(is_input(name, pack) or PurePosixPath(name).parts[0] in _CODE for name in names)


def input_folders(pack: PackInfo) -> tuple[str, ...]:
    """The folders of the project, by their path in it, where all the files are that go into the pack."""
    country = f"locales/countries/{pack.country}"
    return (f"content/{pack.session}", country, f"locales/languages/{pack.language}", "templates", "fonts")


def tool_versions() -> dict[str, str]:
    """The versions of what makes a pack, beside packgen: Python (its bug fixes decide no bytes), zlib, libraries."""
    return {
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **{name: version(name) for name in LIBRARIES},
    }


def options(occasion: Occasion, theme: str | None) -> dict[str, str | int]:
    """The options of a build that decide a pack's bytes, those that were given."""
    values = {
        "start": occasion.start,
        "minutes": occasion.minutes,
        "participants": occasion.participants,
        "theme": theme,
        "source-date-epoch": source_date(),
    }
    return {name: value for name, value in values.items() if value is not None}
