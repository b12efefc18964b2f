"""`packgen check`: every problem of a project's content at once, each told once; nothing is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from packgen.compose import Templates, compose, documents, trainer_ids
from packgen.content.load import load_country, load_session, override_tree, read_session
from packgen.content.localize import View, laid_over, localize_view
from packgen.content.model import CountryProfile, Session, Step, Topic
from packgen.content.overrides import merge, place
from packgen.content.session_checks import session_problems
from packgen.problems import Problem, Problems
from packgen.project import Project, links_out, misplaced_files
from packgen.themes.checks import theme_problems
from packgen.translation.checks import translation_problems


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
    for theme in themes:
        found.update(theme_problems(project, theme))
    for language in languages:
        found.update(translation_problems(project, language))
    templates = Templates(project.templates)
    for session in project.sessions():
        found.update(_of_session(project, templates, session, chosen, profiles))
    return tuple(sorted(found))


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
    project: Project, templates: Templates, session: str, countries: Iterable[str], profiles: dict[str, CountryProfile]
) -> Iterator[Problem]:
    """The problems of a session as the content has it, then those of the countries' views of it."""
    try:
        tree, unread = read_session(project, session)
    except Problems as error:
        yield from error.problems
        return
    yield from unread
    own: tuple[Problem, ...] = ()
    if not unread:
        try:
            placed = place(tree)
            own = tuple(session_problems(View(load_session(placed), placed), trainer_ids(templates)))
        except Problems as error:
            yield from error.problems
    yield from own
    for country in countries:
        try:
            override = override_tree(project, country, session)
            if unread:  # of what the content lacks no view can be judged
                yield from merge(tree, override).problems
            else:
                yield from _of_country(project, templates, laid_over(tree, override), profiles.get(country), own)
        except Problems as error:
            yield from error.problems


def _of_country(
    project: Project, templates: Templates, view: View, profile: CountryProfile | None, content: tuple[Problem, ...]
) -> Iterator[Problem]:
    """The problems of a country's view, but for those that the `content` has, whatever the country makes of it."""
    yield from view.problems
    mistaken = tuple(session_problems(view, trainer_ids(templates)))
    if not view.problems:  # a change that could not be made may be all that is wrong
        told = {problem.message for problem in content}
        yield from (problem for problem in mistaken if problem.message not in told)
    if profile is None:
        return
    for language in profile.languages:
        for problem in _of_language(project, templates, view, profile, language):
            # A template can do little with a session that does not hold together.
            if not mistaken or not problem.source.file.startswith(f"{templates.folder.name}/"):
                yield problem


def _of_language(
    project: Project, templates: Templates, view: View, profile: CountryProfile, language: str
) -> Iterator[Problem]:
    try:
        localized, problems = localize_view(project, view, profile, language)
        yield from problems
        sound = replace(localized, session=_without_wrong_cues(localized.session))
        infos = documents(templates, sound.session)
    except Problems as error:
        yield from error.problems
        return
    for info in infos:
        try:
            compose(templates, sound, info)
        except Problems as error:
            yield from error.problems


def _without_wrong_cues(session: Session) -> Session:
    """The session without cues to slides and materials that it has not: its documents can be made."""
    valid = {"slides": {each.id for each in session.slides}, "materials": {each.id for each in session.materials}}

    def step(each: Step) -> Step:
        cues = {key: tuple(name for name in getattr(each, key) if name in ids) for key, ids in valid.items()}
        return each.model_copy(update=cues)

    def topic(each: Topic) -> Topic:
        return each.model_copy(update={"steps": tuple(map(step, each.steps))})

    parts = (part.model_copy(update={"topics": tuple(map(topic, part.topics))}) for part in session.parts)
    return session.model_copy(update={"parts": tuple(parts)})
