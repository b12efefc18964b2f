"""`packgen check`: every problem of a project's content at once, each told once; nothing is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from packgen.compose import Templates, compose, documents, trainer_ids
from packgen.content.load import load_country, load_session, override_tree, read_session
from packgen.content.localize import View, laid_over, localize_view
from packgen.content.model import CountryProfile, Session, Step, Topic
from packgen.content.overrides import merge, place
from packgen.content.session_checks import session_problems
from packgen.problems import Problem, Problems
from packgen.project import Project, links_out, misplaced_files
from packgen.themes.checks import theme_problems
from packgen.themes.fonts import load_fonts
from packgen.translation.checks import translation_problems
from packgen.translation.extract import texts
from packgen.writers.pdf.fonts import Fonts


def check(project: Project, countries: Iterable[str] | None = None) -> tuple[Problem, ...]:
    """Every problem of the project's content, or of the view that `countries` have of it; nothing is rendered."""
    found: set[Problem] = set(links_out(project))
    chosen = tuple(countries) if countries is not None else project.countries()
    profiles, problems = _profiles(project, chosen)
    found.update(problems)
    languages = {language for profile in profiles.values() for language in profile.languages}
    if countries is None:
        found.update(misplaced_files(project))
        themes = set(project.themes())
    else:
        folders = [*(f"countries/{country}" for country in chosen), *(f"languages/{tag}" for tag in languages)]
        found.update(misplaced_files(project, [f"locales/{folder}" for folder in folders]))
        themes = {profile.theme for profile in profiles.values()}
    fonts: dict[str, Fonts] = {}
    for theme in themes:
        found.update(theme_problems(project, theme))
        try:
            fonts[theme] = load_fonts(project, theme)
        except Problems as error:
            found.update(error.problems)
    for language in languages:
        found.update(translation_problems(project, language))
    tools = _Tools(project, Templates(project.templates), fonts)
    for session in project.sessions():
        found.update(_of_session(tools, session, chosen, profiles))
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class _Tools:
    """What is the same for all sessions; `fonts` are those of each theme that has them."""

    project: Project
    templates: Templates
    fonts: Mapping[str, Fonts]


def _profiles(project: Project, countries: Iterable[str]) -> tuple[dict[str, CountryProfile], list[Problem]]:
    """The countries' profiles, and what is wrong with those that cannot be read, whatever the sessions are like."""
    found: dict[str, CountryProfile] = {}
    problems: list[Problem] = []
    for country in countries:
        try:
            found[country] = load_country(project, country)
        except Problems as error:
            problems += error.problems
    return found, problems


def _of_session(
    tools: _Tools, session: str, countries: Iterable[str], profiles: Mapping[str, CountryProfile]
) -> Iterator[Problem]:
    """The problems of a session as the content has it, then those of the countries' views of it."""
    try:
        tree, unread = read_session(tools.project, session)
    except Problems as error:
        yield from error.problems
        return
    yield from unread
    own: tuple[Problem, ...] = ()
    if not unread:
        try:
            placed = place(tree)
            own = tuple(session_problems(View(load_session(placed), placed), trainer_ids(tools.templates)))
        except Problems as error:
            yield from error.problems
    yield from own
    for country in countries:
        try:
            override = override_tree(tools.project, country, session)
            if unread:  # of what the content lacks no view can be judged
                yield from merge(tree, override).problems
            else:
                yield from _of_country(tools, laid_over(tree, override), profiles.get(country), own)
        except Problems as error:
            yield from error.problems


def _of_country(
    tools: _Tools, view: View, profile: CountryProfile | None, content: tuple[Problem, ...]
) -> Iterator[Problem]:
    """The problems of a country's view, but for those that the `content` has, whatever the country makes of it."""
    yield from view.problems
    mistaken = tuple(session_problems(view, trainer_ids(tools.templates)))
    if not view.problems:  # a change that could not be made may be all that is wrong
        told = {problem.message for problem in content}
        yield from (problem for problem in mistaken if problem.message not in told)
    if profile is None:
        return
    for language in profile.languages:
        for problem in _of_language(tools, view, profile, language):
            # A template can do little with a session that does not hold together.
            if not mistaken or not problem.source.file.startswith(f"{tools.templates.folder.name}/"):
                yield problem


def _of_language(tools: _Tools, view: View, profile: CountryProfile, language: str) -> Iterator[Problem]:
    try:
        localized, problems = localize_view(tools.project, view, profile, language)
        yield from problems
        fonts = tools.fonts.get(profile.theme)
        if fonts:
            yield from _unprintable(fonts, localized.session)
        sound = replace(localized, session=_sound(localized.session))
        infos = documents(tools.templates, sound.session)
    except Problems as error:
        yield from error.problems
        return
    for info in infos:
        try:
            compose(tools.templates, sound, info)
        except Problems as error:
            yield from error.problems


def _unprintable(fonts: Fonts, session: Session) -> Iterator[Problem]:
    """A problem for each character that no font has, in each text that has it."""
    for text in texts(session):
        if not text.markdown.isascii():
            for error in fonts.lacking(text.markdown):
                yield Problem(text.at(text.markdown.index(error.character)), str(error))


def _sound(session: Session) -> Session:
    """The session without cues to what it has not, and without what no cue names: its documents can be made."""
    valid = {"slides": {each.id for each in session.slides}, "materials": {each.id for each in session.materials}}
    named: set[str] = set()

    def step(each: Step) -> Step:
        cues = {key: tuple(name for name in getattr(each, key) if name in ids) for key, ids in valid.items()}
        named.update(cues["materials"])
        return each.model_copy(update=cues)

    def topic(each: Topic) -> Topic:
        return each.model_copy(update={"steps": tuple(map(step, each.steps))})

    parts = tuple(part.model_copy(update={"topics": tuple(map(topic, part.topics))}) for part in session.parts)
    materials = tuple(material for material in session.materials if material.id in named)
    return session.model_copy(update={"parts": parts, "materials": materials})
