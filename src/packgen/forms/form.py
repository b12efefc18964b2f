"""What a document asks: its form fields in order, as the tree has them, and what came back in one filled file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from packgen.document import Answer, Choice, Document, Figure, Inlines, ListBlock, Paragraph, plain, walk

# What a text must not hold in a table or a document: control characters, and those that are none (ISO/IEC 10646).
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# A document's identifier, as the writers put it among the keywords of a file.
_IDENTIFIER = re.compile(
    r"(?<![^\s,;])([a-z0-9-]+)/([a-z]{2,3})/([a-z]{2,3}(?:-[A-Za-z0-9]+)*)/([a-z0-9-]+)(?![^\s,;])"
)


class NotAForm(Exception):
    """A file that is no form of ours or cannot be read; the message says why, as a half-sentence after its name."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """Which document a file is a copy of; `language` is a BCP 47 tag."""

    session: str
    country: str
    language: str
    document: str


@dataclass(frozen=True, slots=True)
class Field:
    """A question: the form field's name, its words, and of circles and squares what may be ticked: value -> words."""

    name: str
    kind: Literal["text", "radio", "check"]
    label: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """One filled form: answers by field name; what was left empty is not among them."""

    identifier: Identifier
    answers: Mapping[str, str]


# The fields of the document that an identifier names; raises NotAForm when there is none.
Fields = Callable[[Identifier], Sequence[Field]]


def identifier_in(keywords: str) -> Identifier:
    """The identifier among a file's keywords. Raises NotAForm."""
    found = _IDENTIFIER.search(keywords)
    if not found:
        raise NotAForm("is no form of a pack, or has lost its keywords")
    return Identifier(*found.groups())


def fields(document: Document) -> tuple[Field, ...]:
    """Every field of the document, in reading order; the circles of one question are one field."""
    found: dict[str, Field] = {}
    for block in walk(document.blocks):
        for field in _fields_of(block):
            known = found.get(field.name)
            if known and known.kind == "radio":
                field = replace(known, options={**known.options, **field.options})
            found[field.name] = field
    return tuple(found.values())


def repeated(document: Document) -> str | None:
    """The first name that two places to fill in share, other than the circles of one question; None where none does."""
    seen: set[str] = set()
    for field in (field for block in walk(document.blocks) for field in _fields_of(block)):
        places = {f"{field.name}={value}" for value in field.options} if field.kind == "radio" else {field.name}
        if seen & places:
            return field.name
        seen |= places
    return None


def _fields_of(block: object) -> list[Field]:
    match block:
        case Answer(field=name, label=label):
            return [Field(name, "text", label, {})]
        case Figure(goal=goal, nodes=nodes, fields=names):
            labels: tuple[Inlines, ...] = (goal, *nodes)
            return [Field(name, "text", plain(label), {}) for name, label in zip(names, labels, strict=True)]
        case Paragraph(content=content):
            return [_choice(node) for node in content if isinstance(node, Choice)]
        case ListBlock(items=items):
            return [_choice(item.choice) for item in items if item.choice]
        case _:
            return []


def _choice(choice: Choice) -> Field:
    return Field(choice.field, choice.kind, choice.question or choice.label, {choice.value: choice.label})


def cleaned(text: str) -> str:
    """What somebody typed: line ends as "\\n", no control characters but tabs, no white space around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _NO_TEXT.sub("", lines).strip()
