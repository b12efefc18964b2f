"""What there is to translate: the texts of a session and of the countries, and the templates' fixed words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from babel.messages.extract import extract_from_file

from packgen.content.load import load_country, load_facts, load_session, session_tree
from packgen.content.localize import country_session, map_texts
from packgen.content.model import Session, Text
from packgen.content.overrides import place
from packgen.problems import Source
from packgen.project import Project
from packgen.translation.catalogue import Entry


def session_entries(project: Project, session: str, countries: Iterable[str]) -> tuple[Entry, ...]:
    """The texts of a session in the content's order, then those of `countries` of their own, with the facts of each.

    Raises Problems.
    """
    base = load_session(place(session_tree(project, session)))
    found = {(text.path, text.markdown): _entry(text, "") for text in texts(base)}
    for country in countries:
        view = country_session(project, session, country)
        for text in (*texts(view.session), *load_facts(project, load_country(project, country), base.language)):
            found.setdefault((text.path, text.markdown), _entry(text, country))
    return tuple(found.values())


def texts(session: Session) -> tuple[Text, ...]:
    """Every text of a session, in the model's order."""
    found: list[Text] = []

    def note(text: Text) -> Text:
        found.append(text)
        return text

    map_texts(session, note)
    return tuple(found)


def _entry(text: Text, country: str) -> Entry:
    comment = _comment(text.path)
    if country:
        comment += f" Only in the packs of {country.upper()}."
    return Entry(text.path, text.markdown, text.source, comment)


def _comment(path: str) -> str:
    """What a translator must know of a text: where it is and who reads or hears it."""
    parts = path.split("/")
    match parts[0], parts[-1]:
        case "handouts", "alt":
            return f'Handout "{parts[1]}": describes the picture to people who cannot see it.'
        case "handouts", _:
            return f'Handout "{parts[1]}": participants read it.'
        case "parts", "say":
            return "Trainer guide: said aloud by the trainer. [[...]] is a stage direction, not said."
        case "parts", "do":
            return "Trainer guide: an instruction, to the trainer alone."
        case "slides", "title":
            return "The title of a slide."
        case "slides", _:
            return "What a slide shows: few and short words."
        case "materials", _:
            return "The name of a material; the same as the handout's title."
        case "facts", _:
            return "General words of public life, put into other texts as they stand: lower case, no Markdown."
        case "terms", _:
            return "A name that other texts use through a placeholder."
    return "Trainer guide: the trainer reads it."


def message_entries(project: Project) -> tuple[Entry, ...]:
    """The fixed words of the templates, in the order of files and lines; each once, where it comes first."""
    found: dict[str, Entry] = {}
    for entry in _template_messages(project):
        found.setdefault(entry.markdown, entry)
    return tuple(found.values())


def _template_messages(project: Project) -> Iterator[Entry]:
    for path in sorted(project.templates.rglob("*.j2")):
        options = {"trimmed": "true", "silent": "false"}
        for line, message, comments, _ in extract_from_file("jinja2.ext:babel_extract", path, options=options):
            text, plural = (message, "") if isinstance(message, str) else (message[0], message[1])
            entry = Entry("", text, Source(project.name(path), line), " ".join(comments), plural)
            yield replace(entry, comment=entry.comment or "Fixed words of a template.")
