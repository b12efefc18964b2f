"""`packgen new country`: the two files that a country starts from, with what it is asked to supply."""

from __future__ import annotations

import difflib
import json
from pathlib import Path

from packgen.cldr import country_codes, country_currency, country_name
from packgen.content.load import load_session, session_tree
from packgen.content.model import Session
from packgen.content.overrides import place
from packgen.markdown import plain_text
from packgen.output import OutputError, write_file
from packgen.project import Project

# CLDR's territories that print on US Letter (supplemental data, paperSize "US-Letter").
_LETTER = frozenset(["bz", "ca", "cl", "co", "cr", "gt", "mx", "ni", "pa", "ph", "pr", "sv", "us", "ve"])


class UnknownCountry(Exception):
    """What was given is the code of no country; the message says which may be meant."""


def country_code(given: str) -> str:
    """The ISO 3166-1 code of a country, given in either case, in lower case. Raises UnknownCountry."""
    codes = country_codes()
    code = given.lower()
    if code in codes.values():
        return code
    near = difflib.get_close_matches(given.title(), codes, n=1)
    hint = f' (did you mean "{codes[near[0]]}", {near[0]}?)' if near else ""
    raise UnknownCountry(f'"{given}" is no country code: expected two letters of ISO 3166-1, such as za{hint}')


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
    currency = country_currency(code)
    pays = f"currency: {currency}" if currency else "# currency: EUR"
    return f"""\
# {name}: what is the same in all its sessions. Lines that start with "#" are notes for you; packgen skips them.

{f"code: {code}":<23} # the name of this folder
name: {json.dumps(name, ensure_ascii=False)}
languages: [en]         # the first is the default; add others, then run: packgen translate update
{f"paper: {paper}":<23} # A4 or Letter
{pays:<23} # for {{{{ country.currency }}}} in texts

# Facts that texts can name: {{{{ country.facts.ministry }}}} prints what stands here.
# facts:
#   ministry: the Ministry of Culture

# Words that you spell differently, whole words, capitals kept. Leave it out where the content's spelling is yours.
# spelling:
#   programme: program
"""


_FILL_IN = """\
# Write your own words in place of every << >> below; the trainer reads them in the guide's box on localization.
# `packgen check` names each one that is still to be filled in; what you have nothing to say on, remove.
#
"""


def _override(session: Session) -> str:
    """The override file of a new country: what the localization box asks for, if anything, and how to write more."""
    asked = "".join(
        f"  - id: {item.id}\n    text: |\n      <<{_one_line(item.text.markdown)}>>\n" for item in session.localization
    )
    box = f"\nlocalization:\n{asked}" if asked else ""
    return f"""\
# {plain_text(session.title)}: what your country says differently.
# Everything else comes from content/{session.id}/.
#
{_FILL_IN if asked else ""}\
# Put your examples where they are told and read: find the text in content/{session.id}/, copy the ids that
# lead to it, and write your own. `packgen show --country CODE` prints what you changed beside what it replaces.
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
{box}"""


def _one_line(markdown: str) -> str:
    return " ".join(markdown.split())
