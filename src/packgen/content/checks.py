"""What one value alone cannot see: sums of minutes, names that must exist, unique ids, numbers that follow."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from packgen.compose import Templates, compose, documents, trainer_ids
from packgen.content.load import load_country, load_session, session_tree
from packgen.content.localize import Localized, localize
from packgen.content.model import CountryProfile, GridSection, Handout, Part, Session, Step, Text, TextSection, Topic
from packgen.content.overrides import Change, place
from packgen.problems import Problem, Problems, Source, nearest
from packgen.project import Project, links_out, misplaced_files
from packgen.themes.checks import theme_problems
from packgen.translation.checks import translation_problems


def check(project: Project, countries: Iterable[str] | None = None) -> tuple[Problem, ...]:
    """Every problem of the project's content, or of the view that `countries` have of it; nothing is rendered."""
    found: set[Problem] = set(links_out(project))
    chosen = tuple(countries) if countries is not None else project.countries()
    profiles, problems = _profiles(project, chosen)
    found.update(problems)
    if countries is None:
        found.update(misplaced_files(project))
    else:
        spoken = {language for profile in profiles for language in profile.languages}
        folders = [*(f"countries/{country}" for country in chosen), *(f"languages/{tag}" for tag in spoken)]
        found.update(misplaced_files(project, [f"locales/{folder}" for folder in folders]))
    themes = {profile.theme for profile in profiles} if countries is not None else project.themes()
    for theme in themes:
        found.update(theme_problems(project, theme))
    for language in sorted({language for profile in profiles for language in profile.languages}):
        found.update(translation_problems(project, language))
    templates = Templates(project.templates)
    for session in project.sessions():
        try:
            base = load_session(place(session_tree(project, session)))
            found.update(session_problems(base, taken=trainer_ids(templates)))
        except Problems as error:
            found.update(error.problems)
            continue
        for country in chosen:
            found.update(_country_problems(project, templates, session, country))
    return tuple(sorted(found))


def _profiles(project: Project, countries: Iterable[str]) -> tuple[list[CountryProfile], list[Problem]]:
    """The countries' profiles, and what is wrong with those that cannot be read, whatever the sessions are like."""
    found: list[CountryProfile] = []
    problems: list[Problem] = []
    for country in countries:
        try:
            found.append(load_country(project, country))
        except Problems as error:
            problems += error.problems
    return found, problems


def _country_problems(project: Project, templates: Templates, session: str, country: str) -> Iterator[Problem]:
    try:
        profile = load_country(project, country)
        for language in profile.languages:
            localized = localize(project, session, profile, language)
            yield from session_problems(localized.session, localized.changes, trainer_ids(templates))
            yield from _document_problems(templates, localized)
    except Problems as error:
        yield from error.problems


def _document_problems(templates: Templates, localized: Localized) -> Iterator[Problem]:
    for info in documents(templates, localized.session):
        try:
            compose(templates, localized, info)
        except Problems as error:
            yield from error.problems


def session_problems(
    session: Session, changes: tuple[Change, ...] = (), taken: Collection[str] = ()
) -> Iterator[Problem]:
    """The problems of one session, whole or as a country sees it (`changes`: what the country changed).

    `taken` are the ids that no handout may have.
    """
    removed = {change.path: change for change in changes if change.kind == "remove"}
    yield from _minutes(session)
    yield from _activities(session)
    yield from _cues(session, removed)
    yield from _unique_ids(session)
    for part in session.parts:
        for topic in part.topics:
            yield from _steps(topic)
    for handout in session.handouts:
        if handout.id in taken:
            message = f'no handout can have the id "{handout.id}": it is that of a document for the trainer'
            yield Problem(handout.title.source, message)
        yield from _sections(handout)


# --- minutes and numbers --------------------------------------------------------------------------


def _minutes(session: Session) -> Iterator[Problem]:
    total = sum(part.minutes for part in session.parts)
    if total != session.minutes:
        message = f"the session says {session.minutes} minutes, its parts add up to {total}"
        yield Problem(session.title.source, message)
    for part in session.parts:
        timed = sum(topic.minutes or 0 for topic in part.topics)
        if timed > part.minutes:
            message = f'the topics of "{part.id}" take {timed} minutes, the part has {part.minutes}'
            yield Problem(part.title.source, message)
        open_topics = [topic for topic in part.topics if topic.minutes is None]
        if timed == part.minutes and open_topics:
            message = f'the other topics of "{part.id}" leave no time for "{open_topics[0].id}"'
            yield Problem(open_topics[0].title.source, message)
        yield from _spare(part)


def _spare(part: Part) -> Iterator[Problem]:
    """What is left of a part when topics are left out must last, and a topic saves no other minutes than its own."""
    for topic in part.topics:
        if topic.spare and topic.minutes and topic.spare != topic.minutes:
            message = f'leaving out "{topic.id}" saves its {topic.minutes} minutes, spare: says {topic.spare}'
            yield Problem(topic.title.source, message)
    if all(topic.spare for topic in part.topics) or sum(topic.spare or 0 for topic in part.topics) >= part.minutes:
        yield Problem(part.title.source, f'nothing of the part "{part.id}" would be left without what it can spare')


def _activities(session: Session) -> Iterator[Problem]:
    expected = 0
    for topic in _topics(session):
        if topic.kind == "activity":
            expected += 1
            if topic.number != expected:
                message = f'the activity "{topic.id}" should have number: {expected}, the next in the session'
                yield Problem(topic.title.source, message)
        elif topic.number is not None:
            yield Problem(topic.title.source, f'only activities have a number:, "{topic.id}" is a {topic.kind}')


def _steps(topic: Topic) -> Iterator[Problem]:
    for step in topic.steps:
        if (step.do is None) == (step.say is None):
            source = step.do.source if step.do else topic.title.source
            yield Problem(source, f'the step "{step.id}" needs either do: or say:, and not both')


def _sections(handout: Handout) -> Iterator[Problem]:
    for section in handout.sections:
        source = section.title.source if section.title else handout.title.source
        if isinstance(section, GridSection) and not section.rows and not section.items:
            yield Problem(source, f'the grid "{section.id}" needs rows: or items:')
        if isinstance(section, TextSection) and section.text is None:
            yield Problem(source, f'the section "{section.id}" needs text:')


# --- names that must exist ------------------------------------------------------------------------


def _cues(session: Session, removed: dict[str, Change]) -> Iterator[Problem]:
    slides = {slide.id: slide.title for slide in session.slides}
    materials = {material.id: material.title for material in session.materials}
    handouts = {handout.id: handout.title for handout in session.handouts}
    shown: set[str] = set()
    used: set[str] = set()
    for topic in _topics(session):
        for step in topic.steps:
            source = _step_source(step, topic)
            shown.update(step.slides)
            used.update(step.materials)
            yield from _missing("slide", "slides", step.slides, slides, source, removed)
            yield from _missing("material", "materials", step.materials, materials, source, removed)
    for material in session.materials:
        named = (material.handout,) if material.handout else ()
        yield from _missing("handout", "handouts", named, handouts, material.title.source, removed)
        if material.kind == "handout" and not material.handout:
            yield Problem(material.title.source, f'the handout material "{material.id}" needs handout:')
    for slide, title in slides.items():
        if slide not in shown:
            yield Problem(title.source, f'no cue shows the slide "{slide}"')
    for name, title in materials.items():
        if name not in used:
            yield Problem(title.source, f'no cue hands out or uses the material "{name}"')
    given = {material.handout for material in session.materials if material.id in used}
    for handout, title in handouts.items():
        if handout not in given:
            yield Problem(title.source, f'no cue names the handout "{handout}": no material that is cued has it')


def _missing(
    kind: str, group: str, names: tuple[str, ...], valid: dict[str, Text], source: Source, removed: dict[str, Change]
) -> Iterator[Problem]:
    for name in names:
        if name not in valid:
            taken = removed.get(f"{group}/{name}")
            if taken and taken.override:
                yield Problem(taken.override.source, f'the {kind} "{name}" is removed here, but {source} names it')
            else:
                yield Problem(source, f'no {kind} "{name}"{nearest(name, valid)}')


def _unique_ids(session: Session) -> Iterator[Problem]:
    yield from _twice("part", ((part.id, part.title.source) for part in session.parts))
    yield from _twice("topic", ((topic.id, topic.title.source) for topic in _topics(session)))
    yield from _twice("material", ((material.id, material.title.source) for material in session.materials))
    yield from _twice("slide", ((slide.id, slide.title.source) for slide in session.slides))
    yield from _twice("objective", ((item.id, item.text.source) for item in session.objectives))
    yield from _twice("localization item", ((item.id, item.text.source) for item in session.localization))
    yield from _twice("handout", ((handout.id, handout.title.source) for handout in session.handouts))
    for topic in _topics(session):
        yield from _twice("step", ((step.id, _step_source(step, topic)) for step in topic.steps))
    for handout in session.handouts:
        yield from _twice(
            "section",
            ((part.id, part.title.source if part.title else handout.title.source) for part in handout.sections),
        )
        for section in handout.sections:
            items = getattr(section, "items", ())
            yield from _twice("item", ((item.id, _item_source(item)) for item in items))


def _twice(kind: str, ids: Iterable[tuple[str, Source]]) -> Iterator[Problem]:
    seen: dict[str, Source] = {}
    for name, source in ids:
        if name in seen:
            yield Problem(source, f'the {kind} id "{name}" is already used at {seen[name]}')
        seen.setdefault(name, source)


def _topics(session: Session) -> Iterator[Topic]:
    for part in session.parts:
        yield from part.topics


def _step_source(step: Step, topic: Topic) -> Source:
    text = step.do or step.say
    return text.source if text else topic.title.source


def _item_source(item: object) -> Source:
    text = getattr(item, "text", None)
    assert isinstance(text, Text)
    return text.source
