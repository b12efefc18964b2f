"""What a training session is: the typed, validated values that content and country files become.

The models name what editors may write in YAML (keys with "-" for "_"), and nothing else: an unknown key is an
error. `load.py` builds them, and checks what one model alone cannot see (sums of minutes, names that must exist).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, Union

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, StringConstraints

from packgen.cldr import LANGUAGE, unknown_language
from packgen.content.yamltree import Scalar
from packgen.document import Paper
from packgen.problems import Source


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of content: Markdown, its language (BCP 47), and where it was written.

    `path` is the id path of the item in the session ("parts/welcome/topics/purpose/steps/open/say").
    `folds` are those of the Scalar.
    """

    markdown: str
    source: Source
    path: str
    language: str = ""
    folds: tuple[int, ...] = ()

    def at(self, offset: int) -> Source:
        """Where the character at `offset` of the Markdown was written."""
        before = self.markdown[:offset]
        down = bisect_right(self.folds, len("".join(before.split()))) - 1 if self.folds else before.count("\n")
        return replace(self.source, line=self.source.line + down)

    def at_line(self, line: int) -> Source:
        """Where the line of the Markdown, counted from 0, begins in the file."""
        if not self.folds:
            return replace(self.source, line=self.source.line + line)
        return self.at(sum(len(each) + 1 for each in self.markdown.split("\n")[:line]))

    def __bool__(self) -> bool:
        return bool(self.markdown)

    def __str__(self) -> str:
        return self.markdown


def _text(value: Any) -> Text:
    if not isinstance(value, Scalar):
        raise ValueError("expected text")
    if not value.strip():
        raise ValueError("expected text, found nothing")
    return Text(value.strip("\n"), value.source, value.path, folds=value.folds)


def _whole(value: Any) -> Any:
    """Whole numbers in digits only: "1_5" and "15.0", which Python takes for numbers, are slips of the hand."""
    if isinstance(value, str) and not re.fullmatch("-?[0-9]+", value):
        raise ValueError(f'expected a whole number, found "{value}"')
    return value


def _something(value: str) -> str:
    if not value.strip():
        raise ValueError("expected text, found nothing")
    return value


def _different(values: tuple[str, ...]) -> tuple[str, ...]:
    twice = next((value for value in values if values.count(value) > 1), None)
    if twice:
        raise ValueError(f'names "{twice}" twice')
    return values


def _id(value: Any) -> Any:
    return str(value) if isinstance(value, Scalar) else value


def _known(value: str) -> str:
    wrong = unknown_language(value)
    if wrong:
        raise ValueError(wrong)
    return value


Markdown = Annotated[Text, PlainValidator(_text)]
Id = Annotated[str, BeforeValidator(_id), StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Whole = Annotated[int, BeforeValidator(_whole)]
Minutes = Annotated[Whole, Field(ge=1, le=600)]
Words = Annotated[str, AfterValidator(_something)]
Language = Annotated[str, StringConstraints(pattern=LANGUAGE, max_length=35)]
KnownLanguage = Annotated[Language, AfterValidator(_known)]


class Model(BaseModel):
    """A value read from YAML: immutable, no unknown keys, "-" in keys for "_"."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.replace("_", "-"),
        arbitrary_types_allowed=True,
        defer_build=True,  # what is read, a session, builds those inside it once
    )


# --- the guide ------------------------------------------------------------------------------------


class Item(Model):
    """A text with an id: a learning objective, a localization request, a list row."""

    id: Id
    text: Markdown


class Material(Model):
    """A thing that the session needs. `handout` names the handout it is, if it is one of the pack."""

    id: Id
    title: Markdown
    kind: Literal["handout", "equipment", "workbook"]
    handout: Id | None = None
    optional: bool = False


class Slide(Model):
    """A slide that a cue calls for: its title and the few words under it."""

    id: Id
    title: Markdown
    text: Markdown | None = None


class Step(Model):
    """One thing the trainer does (`do`) or says (`say`), with the cues that belong just there."""

    id: Id
    do: Markdown | None = None
    say: Markdown | None = None
    slides: tuple[Id, ...] = ()
    materials: tuple[Id, ...] = ()


class Topic(Model):
    """A topic, discussion or activity of a part. `number` counts the activities through the session.

    `optional` is printed beside its title. `spare` are the minutes that leaving it out saves when time is short.
    """

    id: Id
    title: Markdown
    kind: Literal["topic", "discussion", "activity"] = "topic"
    number: Whole | None = None
    minutes: Minutes | None = None
    optional: bool = False
    spare: Minutes | None = None
    steps: tuple[Step, ...] = Field(min_length=1)


class Part(Model):
    """A timed part of the session: minutes, what it is about, its topics."""

    id: Id
    title: Markdown
    minutes: Minutes
    overview: Markdown
    objective: Markdown | None = None
    topics: tuple[Topic, ...] = Field(min_length=1)


# --- handouts -------------------------------------------------------------------------------------


class SectionBase(Model):
    """What every section of a handout has."""

    id: Id
    title: Markdown | None = None
    text: Markdown | None = None


class TextSection(SectionBase):
    """Prose under an optional title; `look` puts it in a shaded box."""

    kind: Literal["text"]
    look: Literal["plain", "note"] = "plain"


class Question(Item):
    """A question with room for the answer; `hint` is a word of explanation under it."""

    hint: Markdown | None = None
    lines: Annotated[Whole, Field(ge=0, le=30)] = 3


class QuestionsSection(SectionBase):
    """Numbered questions, each followed by ruled lines (`lines: 0`: none)."""

    kind: Literal["questions"]
    items: tuple[Question, ...] = Field(min_length=1)


class ScaleSection(SectionBase):
    """Statements to rate: one circle a label and statement."""

    kind: Literal["scale"]
    statement: Markdown
    labels: tuple[Item, ...] = Field(min_length=2, max_length=7)
    items: tuple[Item, ...] = Field(min_length=1)


class Card(Item):
    """A titled card: a potential partner, a tip."""

    title: Markdown


class CardsSection(SectionBase):
    """Cards: each a short title over a text; `look` "list" numbers them instead, without boxes, to save room."""

    kind: Literal["cards"]
    look: Literal["boxes", "list"] = "boxes"
    items: tuple[Card, ...] = Field(min_length=1)


class ChecklistSection(SectionBase):
    """Statements with a square to tick."""

    kind: Literal["checklist"]
    items: tuple[Item, ...] = Field(min_length=1)


class Column(Model):
    """A column of a table to write in; `width` is its share (all shares count relative to their sum)."""

    id: Id
    title: Markdown
    width: Annotated[Whole, Field(ge=1, le=100)] = 1


class GridSection(SectionBase):
    """A table to write in: `rows` empty rows, or one row an item of `items` with its text in the first column."""

    kind: Literal["grid"]
    columns: tuple[Column, ...] = Field(min_length=2, max_length=6)
    rows: Annotated[Whole, Field(ge=0, le=30)] = 0
    items: tuple[Item, ...] = ()
    row_lines: Annotated[Whole, Field(ge=1, le=10)] = 2


class PictureSection(SectionBase):
    """The connection picture; `alt` describes it for those who cannot see it."""

    kind: Literal["picture"]
    picture: Literal["tree", "web", "flowchart"]
    goal: Markdown
    alt: Markdown
    items: tuple[Item, ...] = Field(min_length=3, max_length=12)


Section = Annotated[
    Union[  # noqa: UP007 - pydantic wants the union spelled out under Annotated
        TextSection,
        QuestionsSection,
        ScaleSection,
        CardsSection,
        ChecklistSection,
        GridSection,
        PictureSection,
    ],
    Field(discriminator="kind"),
]


class PrintAdvice(Model):
    """How a handout is printed: copies per participant, per group of three or for the trainer; sides of the sheet."""

    copies: Literal["participant", "group", "trainer"] = "participant"
    sides: Literal["single", "double"] = "single"


class Handout(Model):
    """A worksheet, survey, form or reading that participants get."""

    id: Id
    title: Markdown
    subtitle: Markdown | None = None
    intro: Markdown | None = None
    print: PrintAdvice = PrintAdvice()
    sections: tuple[Section, ...] = Field(min_length=1)


# --- the whole ------------------------------------------------------------------------------------


class Session(Model):
    """One training session, whole: what `content/<id>/` says, or what one country sees of it."""

    id: Id
    number: Annotated[Whole, Field(ge=1, le=999)]
    title: Markdown
    course: Markdown
    language: KnownLanguage
    author: Markdown
    minutes: Minutes
    terms: dict[str, Markdown] = {}
    outcome: Markdown
    timing: Markdown
    overview: Markdown
    context: Markdown
    objectives: tuple[Item, ...] = Field(min_length=1)
    materials: tuple[Material, ...] = ()
    slides: tuple[Slide, ...] = ()
    localization_intro: Markdown
    localization: tuple[Item, ...] = ()
    parts: tuple[Part, ...] = Field(min_length=1)
    handouts: tuple[Handout, ...] = ()


class CountryProfile(Model):
    """One country: its languages (the first is the default), paper, names and facts.

    `spelling` maps a word of the source to this country's spelling ("programme": "program"), for the
    source language only; whole words, capitals kept. `facts` are free names for placeholders:
    `{{ country.facts.ministry }}`.
    """

    code: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
    name: Words
    languages: Annotated[tuple[KnownLanguage, ...], Field(min_length=1), AfterValidator(_different)]
    paper: Paper
    currency: Words | None = None
    theme: Id = "theme"
    facts: dict[str, Words] = {}
    spelling: dict[str, Words] = {}
