"""What there is to build: sessions with their documents, countries with their languages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from packgen.cli.report import problems_json
from packgen.compose import Templates, documents
from packgen.content.load import load_country, load_session, session_tree
from packgen.content.localize import fill, map_texts
from packgen.content.model import Session, Text
from packgen.content.overrides import place
from packgen.markdown import plain_text
from packgen.problems import Problem, Problems
from packgen.project import Project


def listing(project: Project) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Sessions with their documents, countries with their languages, and what is wrong with those that are left out."""
    templates = Templates(project.templates)
    problems: list[Problem] = []
    sessions = []
    for name in project.sessions():
        try:
            session = _with_terms(load_session(place(session_tree(project, name))))
        except Problems as error:
            problems += error.problems
            continue
        found = [{"id": info.id, "title": info.title, "for": info.audience} for info in documents(templates, session)]
        title = plain_text(session.title)
        sessions.append({"id": name, "title": title, "minutes": session.minutes, "documents": found})
    countries = []
    for code in project.countries():
        try:
            profile = load_country(project, code)
        except Problems as error:
            problems += error.problems
            continue
        languages = list(profile.languages)
        countries.append({"code": code, "name": profile.name, "languages": languages, "paper": profile.paper})
    return {"sessions": sessions, "countries": countries, "problems": problems_json(problems)}, tuple(problems)


def _with_terms(session: Session) -> Session:
    """The session with the content's own terms in its texts; one that needs a country stays as it was written."""
    values = {"terms": {name: text.markdown for name, text in session.terms.items()}}

    def filled(text: Text) -> Text:
        try:
            return replace(text, markdown=fill(text, values))
        except Problems:
            return text

    return map_texts(session, filled)
