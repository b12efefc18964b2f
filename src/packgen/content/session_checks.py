"""What one value of a session alone cannot see: sums of minutes, names that must exist, unique ids, numbers in order.

A problem is told where it can be mended: of the places that have a part in it, one that the country wrote itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath

from packgen.content.localize import View
from packgen.content.model import GridSection, Handout, Part, Session, Step, TextSection, Topic
from packgen.content.overrides import item_id, scalars
from packgen.content.yamltree import Mapping, Node, Scalar, Sequence
from packgen.problems import Problem, Source, nearest

# What an item is called, by the key of the list that it is in; "item" where nothing is said.
_KINDS = {
    "parts": "part",
    "topics": "topic",
    "steps": "step",
    "materials": "material",
    "slides": "slide",
    "objectives": "objective",
    "localization": "localization item",
    "handouts": "handout",
    "sections": "section",
    "columns": "column",
    "labels": "label",
}


def session_problems(view: View, taken: Collection[str] = ()) -> Iterator[Problem]:
    """The problems of one session, whole or as a country sees it; `taken` are the ids that no handout may have."""
    session, places = view.session, _Places(view)
    yield from _minutes(session, places)
    yield from _activities(session, places)
    yield from _cues(session, places)
    yield from _unique_ids(view.tree, "")
    yield from _twice("topic", [topic.items["id"] for topic in _topic_trees(view.tree)])
    for part, topic in _topics(session):
        yield from _steps(topic, f"parts/{part.id}/topics/{topic.id}", places)
    for handout in session.handouts:
        if handout.id in taken:
            message = f'no handout can have the id "{handout.id}": it is that of a document for the trainer'
            yield Problem(places.at(f"handouts/{handout.id}/id"), message)
        yield from _sections(handout, places)


class _Places:
    """Where the values of a view were written, and where its country took others away."""

    def __init__(self, view: View) -> None:
        self._written = [(change, change.override.source) for change in view.changes if change.override]
        self._own = {where.file for _, where in self._written}
        self._removed = {change.path: where for change, where in self._written if change.kind == "remove"}
        self._by_path = dict(_places(view.tree, ""))

    def at(self, *paths: str, removed: tuple[str, ...] = ()) -> Source:
        """The first of the values at these id paths that the country wrote, else where it removed an item whose path
        ends like one of the patterns `removed`, else the first value that there is.
        """
        found = [self._by_path[path] for path in paths if path in self._by_path]
        taken = [where for path, where in self._removed.items() if any(map(PurePosixPath(path).match, removed))]
        return next((where for where in (*found, *taken) if where.file in self._own), found[0])

    def removed(self, path: str) -> Source | None:
        """Where the country removed the item at this id path."""
        return self._removed.get(path)

    def dropped(self, name: str) -> Source | None:
        """Where the country took away or replaced something that named the slide or material `name`."""
        for change, where in self._written:
            if change.base and name in map(str, scalars(change.base)):
                return where
        return None


def _places(node: Node, path: str) -> Iterator[tuple[str, Source]]:
    """Where every value in a tree was written, by id path: a list at its key, an item at its first line."""
    prefix = f"{path}/" if path else ""
    if isinstance(node, Mapping):
        for key, value in node.items.items():
            yield prefix + key, value.source if isinstance(value, Scalar) else node.keys[key]
            yield from _places(value, prefix + key)
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items, 1):
            yield f"{prefix}{item_id(item) or number}", item.source
            yield from _places(item, f"{prefix}{item_id(item) or number}")


def _topics(session: Session) -> Iterator[tuple[Part, Topic]]:
    return ((part, topic) for part in session.parts for topic in part.topics)


# --- minutes and numbers --------------------------------------------------------------------------


def _minutes(session: Session, places: _Places) -> Iterator[Problem]:
    total = sum(part.minutes for part in session.parts)
    if total != session.minutes:
        each = [f"parts/{part.id}/minutes" for part in session.parts]
        message = f"the session says {session.minutes} minutes, its parts add up to {total}"
        yield Problem(places.at("minutes", *each, removed=("parts/*",)), message)
    for part in session.parts:
        here = f"parts/{part.id}"
        timed = sum(topic.minutes or 0 for topic in part.topics)
        each = [f"{here}/topics/{topic.id}/minutes" for topic in part.topics]
        if timed > part.minutes:
            message = f'the topics of "{part.id}" take {timed} minutes, the part has {part.minutes}'
            yield Problem(places.at(f"{here}/minutes", *each), message)
        open_topics = [topic for topic in part.topics if topic.minutes is None]
        if timed == part.minutes and open_topics:
            message = f'the other topics of "{part.id}" leave no time for "{open_topics[0].id}"'
            yield Problem(places.at(f"{here}/topics/{open_topics[0].id}/title", f"{here}/minutes", *each), message)
        yield from _spare(part, here, places)


def _spare(part: Part, here: str, places: _Places) -> Iterator[Problem]:
    """What is left of a part when topics are left out must last, and a topic saves no other minutes than its own."""
    for topic in part.topics:
        if topic.spare and topic.minutes and topic.spare != topic.minutes:
            message = f'leaving out "{topic.id}" saves its {topic.minutes} minutes, spare: says {topic.spare}'
            yield Problem(places.at(f"{here}/topics/{topic.id}/spare", f"{here}/topics/{topic.id}/minutes"), message)
    if all(topic.spare for topic in part.topics) or sum(topic.spare or 0 for topic in part.topics) >= part.minutes:
        each = [f"{here}/topics/{topic.id}/spare" for topic in part.topics]
        message = f'nothing of the part "{part.id}" would be left without what it can spare'
        yield Problem(places.at(f"{here}/title", f"{here}/minutes", *each, removed=(f"{here}/topics/*",)), message)


def _activities(session: Session, places: _Places) -> Iterator[Problem]:
    expected = 0
    for part, topic in _topics(session):
        here = f"parts/{part.id}/topics/{topic.id}"
        if topic.kind == "activity":
            expected += 1
            if topic.number != expected:
                message = f'the activity "{topic.id}" should have number: {expected}, the next in the session'
                yield Problem(
                    places.at(f"{here}/number", f"{here}/id", f"{here}/kind", removed=("parts/*", "topics/*")), message
                )
        elif topic.number is not None:
            message = f'only activities have a number:, "{topic.id}" is a {topic.kind}'
            yield Problem(places.at(f"{here}/number", f"{here}/kind"), message)


def _steps(topic: Topic, here: str, places: _Places) -> Iterator[Problem]:
    for step in topic.steps:
        if (step.do is None) == (step.say is None):
            path = f"{here}/steps/{step.id}"
            message = f'the step "{step.id}" needs either do: or say:, and not both'
            yield Problem(places.at(f"{path}/do", f"{path}/say", path), message)


def _sections(handout: Handout, places: _Places) -> Iterator[Problem]:
    for section in handout.sections:
        here = f"handouts/{handout.id}/sections/{section.id}"
        if isinstance(section, GridSection) and not section.rows and not section.items:
            message = f'the grid "{section.id}" needs rows: or items:'
            yield Problem(places.at(f"{here}/rows", f"{here}/items", here, removed=(f"{here}/items/*",)), message)
        if isinstance(section, TextSection) and section.text is None:
            yield Problem(places.at(here), f'the section "{section.id}" needs text:')


# --- names that must exist ------------------------------------------------------------------------


def _cues(session: Session, places: _Places) -> Iterator[Problem]:
    slides = [slide.id for slide in session.slides]
    materials = [material.id for material in session.materials]
    handouts = [handout.id for handout in session.handouts]
    for part, topic in _topics(session):
        for step in topic.steps:
            here = f"parts/{part.id}/topics/{topic.id}/steps/{step.id}"
            yield from _missing("slide", step.slides, slides, f"{here}/slides", places)
            yield from _missing("material", step.materials, materials, f"{here}/materials", places)
    for material in session.materials:
        here = f"materials/{material.id}"
        if material.handout and material.handout not in handouts:
            yield _no("handout", material.handout, handouts, places.at(f"{here}/handout"), places)
        if material.kind == "handout" and not material.handout:
            message = f'the handout material "{material.id}" needs handout:'
            yield Problem(places.at(f"{here}/kind", here), message)
    steps = [step for _, topic in _topics(session) for step in topic.steps]
    yield from _never_named(session, steps, places)


def _missing(kind: str, names: Iterable[str], valid: list[str], path: str, places: _Places) -> Iterator[Problem]:
    for number, name in enumerate(names, 1):
        if name not in valid:
            yield _no(kind, name, valid, places.at(f"{path}/{number}"), places)


def _no(kind: str, name: str, valid: list[str], source: Source, places: _Places) -> Problem:
    removed = places.removed(f"{kind}s/{name}")
    if removed:
        return Problem(removed, f'the {kind} "{name}" is removed here, but {source} names it')
    return Problem(source, f'no {kind} "{name}"{nearest(name, valid)}')


def _never_named(session: Session, steps: list[Step], places: _Places) -> Iterator[Problem]:
    shown = {name for step in steps for name in step.slides}
    used = {name for step in steps for name in step.materials}
    given = {material.handout for material in session.materials if material.id in used}
    for slide in session.slides:
        if slide.id not in shown:
            where = places.dropped(slide.id) or places.at(f"slides/{slide.id}")
            yield Problem(where, f'no cue shows the slide "{slide.id}"')
    for material in session.materials:
        if material.id not in used:
            where = places.dropped(material.id) or places.at(f"materials/{material.id}")
            yield Problem(where, f'no cue hands out or uses the material "{material.id}"')
    for handout in session.handouts:
        if handout.id not in given:
            message = f'no cue names the handout "{handout.id}": no material that is cued has it'
            where = places.dropped(handout.id) or places.at(f"handouts/{handout.id}")
            yield Problem(where, message)


# --- unique ids -----------------------------------------------------------------------------------


def _unique_ids(node: Node, key: str) -> Iterator[Problem]:
    """A problem for every id that another item of the same list has."""
    if isinstance(node, Mapping):
        for name, value in node.items.items():
            yield from _unique_ids(value, name)
    elif isinstance(node, Sequence):
        items = [item for item in node.items if isinstance(item, Mapping)]
        yield from _twice(_KINDS.get(key, "item"), [item.items["id"] for item in items if "id" in item.items])
        for item in items:
            yield from _unique_ids(item, key)


def _topic_trees(tree: Mapping) -> Iterator[Mapping]:
    """All topics of the session: their ids must differ across its parts too."""
    parts = tree.items["parts"]
    for part in parts.items if isinstance(parts, Sequence) else ():
        topics = part.items["topics"] if isinstance(part, Mapping) else None
        for topic in topics.items if isinstance(topics, Sequence) else ():
            if isinstance(topic, Mapping):
                yield topic


def _twice(kind: str, ids: Iterable[Node]) -> Iterator[Problem]:
    seen: dict[str, Source] = {}
    for node in ids:
        name = str(node)
        if name in seen:
            yield Problem(node.source, f'the {kind} id "{name}" is already used at {seen[name]}')
        seen.setdefault(name, node.source)
