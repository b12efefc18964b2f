"""A pack's README: what to print, how often and on how much paper, when to hand it out, what else to bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from packgen.compose import DocumentInfo, Templates, common_values, render_template
from packgen.content.localize import Localized
from packgen.content.model import Material, Session, Topic
from packgen.content.schedule import Occasion, Scheduled, ScheduledTopic, left_out, schedule, unused_materials
from packgen.markdown import plain_text
from packgen.rendered import without_languages

TEMPLATE = "print-plan.txt.j2"
GROUP = 3  # participants who share a handout that is printed once for each group


@dataclass(frozen=True, slots=True)
class PrintedDocument:
    """What the plan says of one document.

    `part` and `topic`: where it is first handed out, None for one that is not. `workbook`: the title of what
    participants own already and may have left at home. `copies` and `sheets` (of paper, for all copies) are 0 as long
    as the number of participants is not known.
    """

    info: DocumentInfo
    path: str
    pages: int
    optional: bool
    workbook: str
    part: Scheduled | None
    topic: ScheduledTopic | None
    copies: int
    sheets: int


@dataclass(frozen=True, slots=True)
class ShownDeck:
    """What the plan says of slides: where they are (without the format's ending), and how many."""

    info: DocumentInfo
    path: str
    slides: int


def print_plan(
    templates: Templates,
    localized: Localized,
    infos: Sequence[DocumentInfo],
    printed: Mapping[str, tuple[str, int]],
    shown: Mapping[str, tuple[str, int]],
    occasion: Occasion,
) -> str:
    """The text of the README, not yet wrapped. `printed`: folder and pages by document id; `shown`: those of decks.

    Raises Problems for mistakes of the template (file, line), and for an occasion that the session does not fit into.
    """
    session = localized.session
    dropped = left_out(session, occasion.minutes)
    scheduled = schedule(session.parts, [topic.id for topic in dropped])
    unused = unused_materials(scheduled)
    by_handout = {material.handout: material for material in session.materials if material.handout}
    needed = [info for info in infos if info.id not in by_handout or by_handout[info.id].id not in unused]
    documents = [
        _printed(info, *printed[info.id], by_handout.get(info.id), scheduled, occasion.participants)
        for info in needed
        if info.id in printed
    ]
    values: dict[str, Any] = {
        **common_values(localized, occasion),
        "session": _name(session, scheduled[-1].end),
        "occasion": occasion,
        "documents": documents,
        "decks": [_shown(info, *shown[info.id]) for info in infos if info.id in shown],
        "sheets": sum(document.sheets for document in documents),
        "bring": [_title(material) for material in _used(session, unused, "equipment")],
        "workbooks": [_title(material) for material in _used(session, unused, "workbook")],
        "left_out": dropped,
        "not_needed": [info for info in infos if info not in needed],
    }
    return without_languages(render_template(templates, TEMPLATE, values))


def _name(session: Session, minutes: int) -> Mapping[str, Any]:
    return {
        "number": session.number,
        "title": plain_text(session.title),
        "course": plain_text(session.course),
        "minutes": minutes,
    }


def _title(item: Material | Topic) -> str:
    return plain_text(item.title)


def _used(session: Session, unused: frozenset[str], kind: str) -> list[Material]:
    return [material for material in session.materials if material.kind == kind and material.id not in unused]


def _printed(
    info: DocumentInfo,
    folder: str,
    pages: int,
    material: Material | None,
    scheduled: tuple[Scheduled, ...],
    participants: int | None,
) -> PrintedDocument:
    part, topic = _handed_out(material, scheduled)
    copies = _copies(info, participants) if participants else 0
    return PrintedDocument(
        info=info,
        path=f"{folder}/{info.id}",
        pages=pages,
        optional=material is not None and material.optional,
        workbook=_title(material) if material and material.kind == "workbook" else "",
        part=part,
        topic=topic,
        copies=copies,
        sheets=copies * (pages if info.sides == "single" else -(-pages // 2)),
    )


def _shown(info: DocumentInfo, folder: str, slides: int) -> ShownDeck:
    return ShownDeck(info, f"{folder}/{info.id}", slides)


def _handed_out(
    material: Material | None, scheduled: tuple[Scheduled, ...]
) -> tuple[Scheduled, ScheduledTopic] | tuple[None, None]:
    """The part and the topic that first name the material."""
    for part in scheduled:
        for topic in part.topics:
            if material and any(material.id in step.materials for step in topic.topic.steps):
                return part, topic
    return None, None


def _copies(info: DocumentInfo, participants: int) -> int:
    return {"participant": participants, "group": -(-participants // GROUP), "trainer": 1}[info.copies]
