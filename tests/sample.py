"""A small whole project for tests: one session of two parts, two handouts, one country."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

from packgen.project import Project

ROOT = Path(__file__).parent.parent

SESSION = """\
id: sample
number: 3
title: Sharing Tools
course: A Course
author: The team
language: en
minutes: 20
outcome: People share.
timing: Twenty minutes.
overview: Two parts.
context: Stands alone.
terms: {tool: Spade}
objectives:
  - id: share
    text: Share a {{ terms.tool }}.
materials:
  - {id: sheet, title: Sheet, kind: handout, handout: sheet}
  - {id: chart, title: Flip chart, kind: equipment}
slides:
  - {id: hello, title: Hello}
localization-intro: Say it your way.
localization:
  - {id: example, text: A local example.}
parts: [opening, ending]
handouts: [sheet]
"""

OPENING = """\
id: opening
title: Opening
minutes: 15
overview: We begin.
topics:
  - id: hello
    title: Hello
    steps:
      - id: greet
        slides: [hello]
        do: |
          Welcome everybody to {{ country.name }}.
      - id: ask
        materials: [chart]
        say: |
          Who shares tools? [[Ask for a show of hands.]]

          - at home
            - with *neighbours*
          - at work
  - id: fill
    title: Fill the sheet
    kind: activity
    number: 1
    minutes: 5
    optional: true
    spare: 5
    steps:
      - {id: fill-in, materials: [sheet], do: Hand out the sheet.}
"""

ENDING = """\
id: ending
title: Ending
minutes: 5
overview: We end.
topics:
  - id: bye
    title: Goodbye
    steps:
      - id: thank
        say: Thank you for the {{ terms.tool }}.
"""

SHEET = """\
id: sheet
title: Sheet
intro: Write your {{ terms.tool }} here.
sections:
  - id: open
    kind: questions
    title: Questions
    items:
      - {id: what, text: What do you share?, lines: 2}
  - id: rate
    kind: scale
    statement: How is it?
    labels: [{id: bad, text: Bad}, {id: good, text: Good}]
    items: [{id: a, text: It works.}, {id: b, text: It is fun.}]
"""

COUNTRY = """\
code: xa
name: Aland & Co *x*
languages: [en]
paper: A4
"""


def sample_project(root: Path, *, override: str = "", changes: dict[str, str] | None = None) -> Project:
    """A project under `root`, with the real templates; `changes` replaces or adds files by their path."""
    copytree(ROOT / "templates", root / "templates")
    files = {
        "content/sample/session.yaml": SESSION,
        "content/sample/parts/opening.yaml": OPENING,
        "content/sample/parts/ending.yaml": ENDING,
        "content/sample/handouts/sheet.yaml": SHEET,
        "locales/countries/xa/country.yaml": COUNTRY,
        **({"locales/countries/xa/sample.yaml": override} if override else {}),
        **(changes or {}),
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Project(root.resolve())
