"""Templates and a localized session -> document trees. One template is one document; no Python is needed for a new one.

templates/trainer/<document>.xml.j2 sees the whole session. templates/participants/<handout>.xml.j2 (handout.xml.j2
for those without their own) sees its handout and the session's name, and nothing that is for the trainer alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from packgen import markdown, markup
from packgen.cldr import duration
from packgen.document import Audience, Document, headings
from packgen.localize import Localized, map_texts
from packgen.model import Part, Session, Text
from packgen.problems import Problems, Source, nearest

_LOCAL_LINK = re.compile(r"\]\(#([^)\s]*)\)")

HANDOUT_TEMPLATE = "participants/handout.xml.j2"
PRINT_PLAN = "print-plan.txt.j2"


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """One document of a pack: whose it is, how it is printed, which template writes it."""

    id: str
    title: str
    audience: Audience
    copies: Literal["participant", "group", "trainer"]
    sides: Literal["single", "double"]
    template: str


class Templates:
    """The templates of one project, compiled once and used for many documents."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(folder),
            autoescape=lambda name: bool(name and name.endswith(".xml.j2")),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["clock"] = clock
        self._environment.filters["duration"] = duration

    def names(self, audience: str) -> tuple[str, ...]:
        """The documents that have a template in the folder of `audience` ("trainer", "participants"), sorted."""
        return tuple(sorted(path.name.removesuffix(".xml.j2") for path in (self.folder / audience).glob("*.xml.j2")))

    def get(self, name: str) -> Template:
        """The compiled template. Raises Problems for one that is not there or not valid."""
        try:
            return self._environment.get_template(name)
        except TemplateSyntaxError as error:
            file = f"{self.folder.name}/{error.name or name}"
            raise Problems.one(Source(file, error.lineno), str(error.message)) from None
        except TemplateError as error:
            raise Problems.one(Source(f"{self.folder.name}/{name}", 1), str(error)) from None


def clock(minutes: int) -> str:
    """Minutes from the session's start as hours and minutes: 65 is "1:05"."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def documents(templates: Templates, session: Session) -> tuple[DocumentInfo, ...]:
    """Every document of the session's pack: those of templates/trainer/, then its handouts in the session's order."""
    guides = (
        DocumentInfo(name, _title(name), "trainer", "trainer", "double", f"trainer/{name}.xml.j2")
        for name in templates.names("trainer")
    )
    own = templates.names("participants")
    handouts = (
        DocumentInfo(
            handout.id,
            markdown.plain_text(handout.title),
            "participant",
            handout.print.copies,
            handout.print.sides,
            f"participants/{handout.id}.xml.j2" if handout.id in own else HANDOUT_TEMPLATE,
        )
        for handout in session.handouts
    )
    return (*guides, *handouts)


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()


def compose(templates: Templates, localized: Localized, info: DocumentInfo) -> Document:
    """The document `info` of a localized session, as a tree.

    Raises Problems for mistakes of the template (file, line) and for Markdown that is not used here.
    """
    texts: list[Text] = []

    def mark(text: Text) -> Any:
        texts.append(text)
        return _Marked(text, markup.reference(len(texts) - 1))

    session = localized.session
    values: dict[str, Any] = {
        "language": localized.language,
        "country": localized.country,
        "_": lambda message: localized.messages.get(message, message),
    }
    if info.audience == "trainer":
        marked = map_texts(session.model_copy(update={"handouts": ()}), mark)
        values["session"] = marked
        values["schedule"] = schedule(marked.parts)
        values["materials"] = {material.id: material for material in marked.materials}
        values["slides"] = {slide.id: slide for slide in marked.slides}
    else:
        handout = next(handout for handout in session.handouts if handout.id == info.id)
        values["handout"] = map_texts(handout, mark)
        values["session"] = _session_name(session, mark)
    rendered = markup.Rendered(_render(templates, info.template, values), texts, f"templates/{info.template}")
    composed = markup.document(
        rendered,
        document_id=info.id,
        language=localized.language,
        paper=localized.country.paper,
        audience=info.audience,
    )
    _check_links(composed, texts)
    return composed


def print_plan(
    templates: Templates, localized: Localized, infos: Sequence[DocumentInfo], printed: Mapping[str, tuple[str, int]]
) -> str:
    """The text of a pack's README: what to print, how often, when. `printed`: folder and pages by document id."""
    session = localized.session
    plain = markdown.plain_text
    values = {
        "session": {
            "number": session.number,
            "title": plain(session.title),
            "course": plain(session.course),
            "minutes": session.minutes,
        },
        "country": localized.country,
        "language": localized.language,
        "_": lambda message: localized.messages.get(message, message),
        "documents": [_printed(session, info, *printed[info.id]) for info in infos],
        "bring": [plain(material.title) for material in session.materials if material.kind == "equipment"],
    }
    return _render(templates, PRINT_PLAN, values)


def _printed(session: Session, info: DocumentInfo, folder: str, pages: int) -> Mapping[str, Any]:
    """What the print plan says of one document; `part`: the one in which a handout is first handed out."""
    material = next((material for material in session.materials if material.handout == info.id), None)
    part = material and next(
        (
            scheduled
            for scheduled in schedule(session.parts)
            for topic in scheduled.part.topics
            for step in topic.steps
            if material.id in step.materials
        ),
        None,
    )
    return {
        "title": info.title,
        "path": f"{folder}/{info.id}",
        "copies": info.copies,
        "sides": info.sides,
        "pages": pages,
        "optional": material is not None and material.optional,
        "workbook": markdown.plain_text(material.title) if material and material.kind == "workbook" else "",
        "part": part,
    }


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A part with its place in the session: minutes from the start to its own start and end."""

    part: Part
    number: int
    start: int
    end: int


def schedule(parts: tuple[Part, ...]) -> tuple[Scheduled, ...]:
    """The parts, numbered from 1, with the minutes at which each starts and ends."""
    found: list[Scheduled] = []
    start = 0
    for number, part in enumerate(parts, 1):
        found.append(Scheduled(part, number, start, start + part.minutes))
        start += part.minutes
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Marked:
    """A Text as templates see it: true or false, and printed as a reference that markup.py resolves."""

    text: Text
    reference: str

    def __bool__(self) -> bool:
        return bool(self.text)

    def __html__(self) -> str:
        return self.reference

    def __str__(self) -> str:
        return self.reference


def _session_name(session: Session, mark: Callable[[Text], Any]) -> Mapping[str, Any]:
    """All that a participant's page needs of the session: its name, and nothing of its parts."""
    return MappingProxyType(
        {
            "id": session.id,
            "number": session.number,
            "title": mark(session.title),
            "course": mark(session.course),
            "author": mark(session.author),
        }
    )


def _check_links(document: Document, texts: Sequence[Text]) -> None:
    """Raises Problems for a bookmark that two headings share, and for a link to one that no heading has."""
    found = [heading.bookmark for heading in headings(document.blocks)]
    twice = next((bookmark for bookmark in found if found.count(bookmark) > 1), None)
    if twice:
        raise Problems.one(Source(document.id, 1), f'two headings of this document have the id "{twice}"')
    for text in texts:
        for target in _LOCAL_LINK.findall(text.markdown):
            if target not in found:
                raise Problems.one(text.source, f'the link "#{target}" leads to no heading{nearest(target, found)}')


def _render(templates: Templates, name: str, values: Mapping[str, Any]) -> str:
    template = templates.get(name)
    try:
        return template.render(values)
    except Exception as error:  # a template's own expressions can fail in any way: {{ 1 / 0 }}, {{ "a" + 1 }}
        raise Problems.one(_source(templates, name, error), f"the template failed: {error}") from None


def _source(templates: Templates, name: str, error: Exception) -> Source:
    """The innermost template and line that Jinja2 puts into the traceback of the error."""
    found = Source(f"{templates.folder.name}/{name}", 1)
    trace = error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(templates.folder):
            found = Source(f"{templates.folder.name}/{file.relative_to(templates.folder).as_posix()}", trace.tb_lineno)
        trace = trace.tb_next
    return found
