"""`packgen new country`: the two files that a country starts from, with what it is asked to supply."""

from __future__ import annotations

import json
import re
from pathlib import Path

from packgen.cldr import country_name
from packgen.load import load_session, session_tree
from packgen.markdown import plain_text
from packgen.model import Session
from packgen.output import OutputError, write_file
from packgen.overrides import place
from packgen.project import Project

CODE = re.compile(r"^[a-z]{2}$")

# CLDR's territories that print on US Letter (supplemental data, paperSize "US-Letter").
_LETTER = frozenset(["bz", "ca", "cl", "co", "cr", "gt", "mx", "ni", "pa", "ph", "pr", "sv", "us", "ve"])


def write_country(project: Project, code: str) -> tuple[Path, ...]:
    """Writes country.yaml and one override a session for the country `code`; gives their paths.

    Raises OutputError for a country that is there already, Problems for content that cannot be read.
    """
    profile = project.profile_file(code)
    if profile.parent.exists():
        raise OutputError(project.name(profile.parent), "is there already; nothing was written")
    sessions = [load_session(place(session_tree(project, name))) for name in project.sessions()]
    files = {profile: _profile(code)}
    for session in sessions:
        files[project.override_file(code, session.id)] = _override(session)
    for path, text in files.items():
        write_file(path, text.encode())
    return tuple(files)


def _profile(code: str) -> str:
    name = country_name(code, "en", code.upper())
    paper = "Letter" if code in _LETTER else "A4"
    return f"""\
# {name}: what is the same in all its sessions. Lines that start with "#" are notes for you; packgen skips them.

code: {code}                # the name of this folder
name: {json.dumps(name, ensure_ascii=False)}
languages: [en]         # the first is the default; add others once locales/languages/ has them
paper: {paper}              # A4 or Letter
# currency: KES         # for {{{{ country.currency }}}} in texts

# Facts that texts can name: {{{{ country.facts.ministry }}}} prints what stands here.
# facts:
#   ministry: the Ministry of Culture

# Words that you spell differently, whole words, capitals kept. Leave it out where the content's spelling is yours.
# spelling:
#   programme: program
"""


def _override(session: Session) -> str:
    """The override file of a new country: what the localization box asks for, and how to write it."""
    title = plain_text(session.title)
    asked = "\n".join(
        f"#   {number}. {_one_line(item.text.markdown)}" for number, item in enumerate(session.localization, 1)
    )
    return f"""\
# {title}: what your country says differently. Everything else comes from content/{session.id}/.
#
# What you are asked to supply:
{asked}
#
# How to write it: find the text in content/{session.id}/, copy the ids that lead to it, and write your own words.
# `packgen show --country CODE` prints what you changed beside what it replaces; `packgen check --country CODE` finds
# mistakes. Texts in << >> are still to be filled in: check reports them until they are, or until you remove the lines.
#
#   parts:
#     - id: the-part
#       topics:
#         - id: the-topic
#           steps:
#             - id: the-step          # replaces the text of this step
#               say: |
#                 Your own words.
#             - remove: another-step  # takes a step out
#             - after: the-step       # puts a new one in, before: or after: another
#               id: my-new-step
#               say: |
#                 More of your own words.

localization:
{_asked_items(session)}"""


def _asked_items(session: Session) -> str:
    return "".join(
        f"  - id: {item.id}\n    text: |\n      <<{_one_line(item.text.markdown)}>>\n" for item in session.localization
    )


def _one_line(markdown: str) -> str:
    return " ".join(markdown.split())
