"""When what happens: parts and topics with their times, and what to leave out when there is less time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from packgen.content.model import Part, Session, Topic
from packgen.problems import Problems


@dataclass(frozen=True, slots=True)
class Occasion:
    """One holding of a session, as far as it is known.

    `start` is in minutes from midnight, `minutes` the time that there is, `participants` their number.
    """

    start: int | None = None
    minutes: int | None = None
    participants: int | None = None


ANY_OCCASION = Occasion()


@dataclass(frozen=True, slots=True)
class ScheduledTopic:
    """A topic with its minutes, its start and its end (minutes from the session's start); each None when it is open.

    It is open when several topics of a part share what its other topics leave.
    """

    topic: Topic
    minutes: int | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A part as it is held, with its place in the session: minutes from the start to its own start and end.

    `shared` are the minutes that its topics without a time of their own share, 0 when there are not several of them.
    `left_out` are the topics that it loses; `part` has neither them nor their minutes.
    """

    part: Part
    number: int
    start: int
    end: int
    topics: tuple[ScheduledTopic, ...]
    shared: int
    left_out: tuple[Topic, ...]


def schedule(parts: tuple[Part, ...], left_out: Collection[str] = ()) -> tuple[Scheduled, ...]:
    """The parts, numbered from 1, with their times; without the topics whose ids are in `left_out`."""
    found: list[Scheduled] = []
    start = 0
    for number, whole in enumerate(parts, 1):
        dropped = tuple(topic for topic in whole.topics if topic.id in left_out)
        minutes = whole.minutes - sum(topic.spare or 0 for topic in dropped)
        kept = tuple(topic for topic in whole.topics if topic.id not in left_out)
        part = whole.model_copy(update={"topics": kept, "minutes": minutes})
        open_topics = [topic for topic in kept if topic.minutes is None]
        shared = _left(part) if len(open_topics) > 1 else 0
        found.append(Scheduled(part, number, start, start + minutes, _topics(part, start), shared, dropped))
        start += minutes
    return tuple(found)


def _left(part: Part) -> int:
    """The minutes that the topics with a time of their own leave."""
    return part.minutes - sum(topic.minutes or 0 for topic in part.topics)


def _topics(part: Part, start: int) -> tuple[ScheduledTopic, ...]:
    """The part's topics, timed from its start up to the first that is open, and from its end back to the last."""
    alone = sum(topic.minutes is None for topic in part.topics) == 1
    lengths = [_left(part) if alone and topic.minutes is None else topic.minutes for topic in part.topics]
    starts: list[int | None] = [None] * len(lengths)
    at: int | None = start
    for place, length in enumerate(lengths):
        starts[place] = at
        at = None if at is None or length is None else at + length
    at = start + part.minutes
    for place in reversed(range(len(lengths))):
        length = lengths[place]
        at = None if at is None or length is None else at - length
        if starts[place] is None:
            starts[place] = at
    return tuple(map(_scheduled, part.topics, lengths, starts))


def _scheduled(topic: Topic, minutes: int | None, start: int | None) -> ScheduledTopic:
    if minutes is None or start is None:
        return ScheduledTopic(topic, minutes, None, None)
    return ScheduledTopic(topic, minutes, start, start + minutes)


def unused_materials(scheduled: tuple[Scheduled, ...]) -> frozenset[str]:
    """The ids of the materials that only topics need that are left out."""
    kept = _materials(topic for part in scheduled for topic in part.part.topics)
    return _materials(topic for part in scheduled for topic in part.left_out) - kept


def _materials(topics: Iterable[Topic]) -> frozenset[str]:
    return frozenset(material for topic in topics for step in topic.steps for material in step.materials)


# --- less time ------------------------------------------------------------------------------------

# What leaving topics out costs, least first: minutes of discussions and activities, minutes, topics, and last which
# ones (a bit a topic, the session's last topic the lowest).
_Cost = tuple[int, int, int, int]


def left_out(session: Session, minutes: int | None) -> tuple[Topic, ...]:
    """The topics to leave out so that the session fits into `minutes` (None: as long as it is), in order.

    What participants do is kept as long as what they hear is enough to leave out; then as many minutes as can be kept.
    Raises Problems when all of them together are not enough.
    """
    excess = 0 if minutes is None else session.minutes - minutes
    if excess <= 0:
        return ()
    spare = [topic for part in session.parts for topic in part.topics if topic.spare]
    cheapest: dict[int, _Cost] = {0: (0, 0, 0, 0)}  # by the minutes that are saved
    for place, topic in enumerate(reversed(spare)):
        length = topic.spare or 0
        own = (0 if topic.kind == "topic" else length, length, 1, 1 << place)
        for saved, cost in sorted(cheapest.items(), reverse=True):
            with_it = (cost[0] + own[0], cost[1] + own[1], cost[2] + own[2], cost[3] + own[3])
            cheapest[saved + length] = min(with_it, cheapest.get(saved + length, with_it))
    enough = [cost for saved, cost in cheapest.items() if saved >= excess]
    if not enough:
        shortest = session.minutes - sum(topic.spare or 0 for topic in spare)
        least = f"without the topics that can be spared it takes {shortest}"
        message = f"the session does not fit into {minutes} minutes: {least}"
        raise Problems.one(session.title.source, message)
    chosen = min(enough)[3]
    return tuple(topic for place, topic in enumerate(reversed(spare)) if chosen >> place & 1)[::-1]
