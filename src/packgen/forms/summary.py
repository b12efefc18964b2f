"""What the forms say, as a document: how often each answer was given; what was written, in no order of the forms."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from packgen.batch.rendering import load_tools
from packgen.cldr import percent
from packgen.compose import compose_alone
from packgen.forms.collect import Editions, Question, commonest, said
from packgen.forms.form import Form, Identifier
from packgen.problems import Problem, Problems, Source
from packgen.themes.styling import unknown_styles
from packgen.writers.pdf.fonts import Fonts
from packgen.writers.pdf.writer import write_pdf

TEMPLATE = "forms-summary.xml.j2"

_UNPRINTABLE = "\ufffd"  # stands for a character that no font has
_JOINERS_AND_MARKS = "\u200c\u200d\u200e\u200f"  # invisible, but they shape words and their order


@dataclass(frozen=True, slots=True)
class Count:
    """How many chose an answer; `share` of those who answered, from 0 to 1, and the same as a percentage."""

    words: str
    count: int
    share: float
    percent: str


@dataclass(frozen=True, slots=True)
class Result:
    """What was answered to one question, or ticked in one check list.

    `counts` are in the form's order; `median` are the words of the middle answer, or of both that are in the middle.
    `texts` are the written answers, a text as its lines.
    """

    kind: Literal["text", "radio", "check"]
    label: str
    answers: int
    counts: tuple[Count, ...] = ()
    median: tuple[str, ...] = ()
    texts: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """The results of one document: its title, how many forms came back, and what they say."""

    title: str
    forms: int
    results: tuple[Result, ...]


def summary(editions: Editions, forms: Sequence[Form], asked: Sequence[Question], language: str) -> bytes:
    """The summary as a tagged PDF, in `language`, on the paper and in the theme of the country with most forms.

    Raises Problems, also for styles of the template that the theme has not.
    """
    session, country = commonest((form.identifier.session, form.identifier.country) for form in forms)
    localized = editions.localized(session, country, language)
    tools = load_tools(editions.project, localized.country.theme)
    sections = tuple(_sections(editions, forms, asked, language, localized.language))
    shown = _printable(sections, tools.fonts)
    document = compose_alone(
        tools.templates, localized, TEMPLATE, "forms-summary", "trainer", sections=shown, forms=len(forms)
    )
    template = Source(f"templates/{TEMPLATE}", 1)
    unknown = [Problem(template, sentence) for _, sentence in unknown_styles(document, tools.theme)]
    if unknown:
        raise Problems(unknown)
    return write_pdf(document, tools.theme, tools.fonts).data


# --- counting -------------------------------------------------------------------------------------


def _sections(
    editions: Editions, forms: Sequence[Form], asked: Sequence[Question], language: str, tag: str
) -> Iterator[Section]:
    for (session, document), of_document in groupby(asked, key=lambda each: (each.session, each.document)):
        own = [form for form in forms if (form.identifier.session, form.identifier.document) == (session, document)]
        country = commonest(form.identifier.country for form in own)
        title = editions.document(Identifier(session, country, language, document)).title
        yield Section(title, len(own), tuple(results(own, tuple(of_document), tag)))


def results(forms: Sequence[Form], asked: Sequence[Question], language: str) -> Iterator[Result]:
    """What the forms, all of one document, answer to each question; squares that follow each other are one list."""
    for kind, group in groupby(asked, key=lambda question: question.field.kind):
        if kind == "check":
            yield _ticked(forms, tuple(group), language)
        else:
            for question in group:
                yield _rated(forms, question, language) if kind == "radio" else _written(forms, question)


def _rated(forms: Sequence[Form], question: Question, language: str) -> Result:
    options = list(question.field.options.values())
    given = [answer for form in forms if (answer := said(form, question)) in options]
    counted = Counter(given)
    counts = tuple(_count(words, counted[words], len(given), language) for words in options)
    ordered = sorted(given, key=options.index)
    middle = ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]
    return Result("radio", question.field.label, len(given), counts, tuple(dict.fromkeys(middle)))


def _ticked(forms: Sequence[Form], asked: Sequence[Question], language: str) -> Result:
    counts = (
        _count(question.field.label, sum(bool(said(form, question)) for form in forms), len(forms), language)
        for question in asked
    )
    return Result("check", "", len(forms), tuple(counts))


def _written(forms: Sequence[Form], question: Question) -> Result:
    texts = [answer for form in forms if (answer := said(form, question))]
    # Each question in an order of its own, so that nobody can tell which answers are of one form.
    texts.sort(key=lambda text: hashlib.sha256(f"{question.field.name}\n{text}".encode()).digest())
    lines = (tuple(line for line in text.split("\n") if line.strip()) for text in texts)
    return Result("text", question.field.label, len(texts), texts=tuple(lines))


def _count(words: str, count: int, answers: int, language: str) -> Count:
    share = count / answers if answers else 0.0
    return Count(words, count, share, percent(share, language))


# --- what fonts have ------------------------------------------------------------------------------


def _printable(sections: Sequence[Section], fonts: Fonts) -> tuple[Section, ...]:
    """The sections, with what participants wrote held to characters that can be printed."""
    return tuple(
        replace(
            section,
            results=tuple(
                replace(result, texts=tuple(tuple(printable(line, fonts) for line in lines) for lines in result.texts))
                for result in section.results
            ),
        )
        for section in sections
    )


def printable(text: str, fonts: Fonts) -> str:
    """The text with spaces for all white space, without invisible characters that nothing needs, and with a sign in
    place of each character that no font has.
    """
    return "".join(_printed(character, fonts) for character in text)


def _printed(character: str, fonts: Fonts) -> str:
    category = unicodedata.category(character)
    if category[0] == "Z" or character == "\t":
        return " "
    if category in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return character if character in _JOINERS_AND_MARKS else ""
    return character if fonts.can_print(character) else _UNPRINTABLE
