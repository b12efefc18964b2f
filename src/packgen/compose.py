"""Templates and a localized session -> document trees. One template is one document; no Python is needed for a new one.

templates/trainer/<document>.xml.j2 sees the whole session. templates/participants/<handout>.xml.j2 (handout.xml.j2
for those without their own) sees its handout and the session's name, and nothing that is for the trainer alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from jinja2 import Template, TemplateError, TemplateSyntaxError

from packgen import markdown, markup
from packgen.cldr import duration, time_span
from packgen.content.localize import Localized, map_texts
from packgen.content.model import Session, Text
from packgen.content.schedule import ANY_OCCASION, Occasion, left_out, schedule, unused_materials
from packgen.document import Audience, Deck, Document, headings
from packgen.forms.form import repeated
from packgen.problems import Problem, Problems, Source, nearest
from packgen.rendered import Rendered, reference
from packgen.sandbox import Sandbox

_LOCAL_LINK = re.compile(r"\]\(#([^)\s]*)\)")

HANDOUT_TEMPLATE = "participants/handout.xml.j2"


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

    def __init__(self, folder: Path, *, marks: bool = False) -> None:
        self.folder = folder
        self._environment = Sandbox(folder, {"duration": duration, "plain": markdown.plain_text}, marks=marks)

    def marking(self) -> Templates:
        """The same templates, which mark each of their lines in what they give (see rendered.py)."""
        return Templates(self.folder, marks=True)

    def names(self, audience: str) -> tuple[str, ...]:
        """The documents that have a template in the folder of `audience` ("trainer", "participants"), sorted."""
        return tuple(sorted(path.name.removesuffix(".xml.j2") for path in (self.folder / audience).glob("*.xml.j2")))

    def get(self, name: str) -> Template:
        """The compiled template, for one rendering. Raises Problems for one that is not there or not valid."""
        self._environment.refill()
        try:
            return self._environment.get_template(name)
        except TemplateSyntaxError as error:
            # Some of Jinja2's errors have the file's path for the template's name.
            file = self.folder.name / (self.folder / (error.name or name)).relative_to(self.folder)
            raise Problems.one(Source(file.as_posix(), error.lineno), str(error.message)) from None
        except TemplateError as error:
            raise Problems.one(Source(f"{self.folder.name}/{name}", 1), str(error)) from None
        except (ValueError, OSError) as error:  # no UTF-8, no file
            raise Problems.one(Source(f"{self.folder.name}/{name}", 1), f"cannot be read: {error}") from None
        except (SyntaxError, RecursionError, MemoryError):  # Python's own limits
            raise Problems.one(Source(f"{self.folder.name}/{name}", 1), "is nested too deep") from None


def documents(templates: Templates, session: Session) -> tuple[DocumentInfo, ...]:
    """Every document of the session's pack: those of templates/trainer/, then its handouts in the session's order."""
    guides = (
        DocumentInfo(name, title_of(name), "trainer", "trainer", "double", f"trainer/{name}.xml.j2")
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


def trainer_ids(templates: Templates) -> frozenset[str]:
    """The ids that no handout may have: those of the trainer's documents, and of what is printed of their slides."""
    names = templates.names("trainer")
    return frozenset([*names, *(f"{name}-handout" for name in names)])


def title_of(document: str) -> str:
    """What a document of the trainer is called by its id: "trainer-guide" is "Trainer guide"."""
    return document.replace("-", " ").capitalize()


def compose(
    templates: Templates, localized: Localized, info: DocumentInfo, occasion: Occasion = ANY_OCCASION
) -> Document | Deck:
    """The document `info` of a localized session, as a tree: a deck where its template says <deck>.

    Raises Problems for mistakes of the template (file, line), for Markdown that is not used here, and for an occasion
    that the session does not fit into.
    """
    rendered = _rendered_document(templates, localized, info, occasion)
    composed = markup.document(
        rendered,
        document_id=info.id,
        language=localized.language,
        paper=localized.country.paper,
        audience=info.audience,
    )
    if isinstance(composed, Document):
        _check_links(composed, rendered)
        name = repeated(composed)
        if name:
            message = f'{info.id}: two places to fill in have the name "{name}"; change one of their ids'
            raise Problems.one(rendered.source_of("field", name), message)
        names = (localized.session.id, localized.country.code, localized.language, info.id)
        return replace(composed, identifier="/".join(names))
    return composed


def source_of(
    templates: Templates, localized: Localized, info: DocumentInfo, occasion: Occasion, attribute: str, value: str
) -> Source:
    """The line of a template that gives the document an element with this attribute, the last of them."""
    return _rendered_document(templates, localized, info, occasion).source_of(attribute, value)


def _rendered_document(templates: Templates, localized: Localized, info: DocumentInfo, occasion: Occasion) -> Rendered:
    texts: list[Text] = []

    def mark(text: Text) -> Any:
        texts.append(text)
        return _Marked(text, reference(len(texts) - 1))

    session = localized.session
    values = common_values(localized, occasion)
    if info.audience == "trainer":
        marked = map_texts(session.model_copy(update={"handouts": ()}), mark)
        dropped = left_out(session, occasion.minutes)
        scheduled = schedule(marked.parts, [topic.id for topic in dropped])
        values["session"] = marked.model_copy(
            update={"minutes": scheduled[-1].end, "parts": tuple(each.part for each in scheduled)}
        )
        values["full_minutes"] = session.minutes
        values["occasion"] = occasion
        values["schedule"] = scheduled
        values["left_out"] = [topic for part in scheduled for topic in part.left_out]
        values["unused"] = unused_materials(scheduled)
        values["materials"] = {material.id: material for material in marked.materials}
        values["slides"] = {slide.id: slide for slide in marked.slides}
    else:
        handout = next(handout for handout in session.handouts if handout.id == info.id)
        values["handout"] = map_texts(handout, mark)
        values["session"] = _session_name(session, mark)
    return _rendered(templates, info.template, values, texts)


def compose_alone(
    templates: Templates, localized: Localized, template: str, document_id: str, audience: Audience, **values: Any
) -> Document:
    """A document that has none of the session's texts but its name, such as a cover: `values` go to its template.

    Raises Problems for mistakes of the template (file, line).
    """
    session = localized.session
    named = {
        "number": session.number,
        "title": markdown.plain_text(session.title),
        "course": markdown.plain_text(session.course),
        "author": markdown.plain_text(session.author),
    }
    given = {**common_values(localized, ANY_OCCASION), "session": named, **values}
    rendered = _rendered(templates, template, given, ())
    composed = markup.document(
        rendered,
        document_id=document_id,
        language=localized.language,
        paper=localized.country.paper,
        audience=audience,
    )
    assert isinstance(composed, Document)  # the template says so
    return composed


def common_values(localized: Localized, occasion: Occasion) -> dict[str, Any]:
    """What every template has: the language and the country, gettext's functions, and times of the session as words."""

    def span(start: int, end: int) -> str:
        """Minutes from the session's start as hours and minutes, or as times of day when its start is known."""
        if occasion.start is None:
            return f"{_clock(start)}–{_clock(end)}"
        return time_span(occasion.start + start, occasion.start + end, localized.language)

    return {
        "language": localized.language,
        "country": localized.country,
        "_": localized.messages.gettext,
        "ngettext": localized.messages.ngettext,
        "span": span,
    }


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


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


def _check_links(document: Document, rendered: Rendered) -> None:
    """Raises Problems for a bookmark that two headings share, and for a link to one that no heading has."""
    found = [heading.bookmark for heading in headings(document.blocks)]
    twice = next((bookmark for bookmark in found if found.count(bookmark) > 1), None)
    if twice:
        source = rendered.source_of("id", twice)
        raise Problems.one(source, f'two headings of {document.id} have the id "{twice}"')
    problems = [
        Problem(text.source, f'the link "#{target}" leads to no heading{nearest(target, found)}')
        for text in rendered.texts
        for target in _LOCAL_LINK.findall(text.markdown)
        if target not in found
    ]
    if problems:
        raise Problems(problems)


def _rendered(templates: Templates, name: str, values: Mapping[str, Any], texts: Sequence[Text]) -> Rendered:
    def again() -> str:
        return render_template(templates.marking(), name, values)

    return Rendered(render_template(templates, name, values), texts, f"templates/{name}", again)


def render_template(templates: Templates, name: str, values: Mapping[str, Any]) -> str:
    """What a template gives with `values`. Raises Problems for mistakes of the template (file, line)."""
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
