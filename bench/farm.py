"""A project as large as a programme grows: 50 countries x 3 sessions, from this project's own content."""

from __future__ import annotations

import shutil
from itertools import product
from pathlib import Path
from string import ascii_lowercase

import yaml

from bench.environment import ROOT

SESSION = "library-partnerships"
SESSIONS = ("session-a", "session-b", "session-c")


def grow(folder: Path, countries: int) -> None:
    """Writes the project into `folder`: each country with the override and the first language of a real one.

    Three letters name a country, from "aaa" on.
    """
    shutil.copytree(ROOT / "templates", folder / "templates")
    for session in SESSIONS:
        shutil.copytree(ROOT / "content" / SESSION, folder / "content" / session)
        path = folder / "content" / session / "session.yaml"
        path.write_text(_renamed(path.read_text(encoding="utf-8"), session), encoding="utf-8")
    for language in (ROOT / "locales/languages").iterdir():
        into = folder / "locales/languages" / language.name
        into.mkdir(parents=True)
        shutil.copy(language / "messages.po", into)
        for session in SESSIONS:
            shutil.copy(language / f"{SESSION}.po", into / f"{session}.po")
    real = sorted(path.parent for path in (ROOT / "locales/countries").glob(f"*/{SESSION}.yaml"))
    codes = ("".join(letters) for letters in product("abc", ascii_lowercase, ascii_lowercase))
    for at, code in zip(range(countries), codes, strict=False):
        _country(folder / "locales/countries" / code, code, real[at % len(real)])


def change_word(folder: Path) -> None:
    """Changes a word of the first country's override of one session."""
    path = folder / "locales/countries/aaa" / f"{SESSIONS[0]}.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(at for at, line in enumerate(lines) if " the " in line and not line.startswith("#"))
    lines[at] = lines[at].replace(" the ", " that ", 1)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _renamed(session: str, name: str) -> str:
    return session.replace(f"id: {SESSION}\n", f"id: {name}\n", 1)


def _country(folder: Path, code: str, like: Path) -> None:
    folder.mkdir(parents=True)
    profile = yaml.safe_load((like / "country.yaml").read_text(encoding="utf-8"))
    profile |= {"code": code, "name": f"Country {code.upper()}", "languages": profile["languages"][:1]}
    (folder / "country.yaml").write_text(yaml.safe_dump(profile, allow_unicode=True), encoding="utf-8")
    for session in SESSIONS:
        shutil.copy(like / f"{SESSION}.yaml", folder / f"{session}.yaml")
