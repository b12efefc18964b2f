"""What a translation must keep of its source: placeholders, links, stage directions, lists, the glossary's terms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from gettext import c2py

from babel.messages.catalog import Message
from markdown_it import MarkdownIt

from packgen.content.yamltree import UNPRINTABLE
from packgen.problems import Problem, Problems, Source, nearest
from packgen.project import Project
from packgen.translation import catalogue
from packgen.translation.glossary import Term, glossary_problems, load_glossary

# {{ country.name }} in content, {page} in the running lines, %(count)s in plurals.
_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}|\{([a-z]+)\}|%\(([a-z]+)\)[sd]")
_COUNT = re.compile(r"%\(count\)[sd]")
_LINK = re.compile(r"\]\(([^)\s]*)\)|<((?:https?|mailto):[^>\s]*)>")


def translation_problems(project: Project, language: str) -> Iterator[Problem]:
    """The problems of every catalogue of `language`, and of its glossary; fuzzy and empty entries are left out."""
    try:
        terms = load_glossary(project, language)
    except Problems as error:
        yield from error.problems
        terms = ()
    for name in (*project.sessions(), catalogue.MESSAGES):
        path = project.catalogue_file(language, name)
        if path.is_file():
            yield from _catalogue_problems(project, language, name, terms)


def _catalogue_problems(project: Project, language: str, name: str, terms: tuple[Term, ...]) -> Iterator[Problem]:
    path = project.catalogue_file(language, name)
    shown = project.name(path)
    try:
        messages = catalogue.read(path, language, shown)
    except Problems as error:
        yield from error.problems
        return
    plural = c2py(messages.plural_expr)
    for message in messages:
        if message.id and not message.fuzzy:
            source = Source(shown, message.lineno or 1)
            for number, form in _forms(message):
                yield from form_problems(message, number, form, source, plural, terms)


def _forms(message: Message) -> Iterator[tuple[int | None, str]]:
    """The translations of an entry that are there: the only one (None), or its plural forms with their numbers."""
    if isinstance(message.string, str):
        yield from [(None, message.string)] if message.string else []
    else:
        yield from ((number, form) for number, form in enumerate(message.string or ()) if form)


def form_problems(
    message: Message,
    number: int | None,
    translation: str,
    source: Source,
    plural: Callable[[int], int],
    terms: tuple[Term, ...] = (),
) -> Iterator[Problem]:
    """The problems of one translation of an entry, or of its plural form `number` in a language with this rule."""
    text = message.id if isinstance(message.id, str) else message.id[1]
    if number is not None and _is_of_one_number(number, plural) and "count" not in _placeholders(translation):
        text = _COUNT.sub("", text)  # "one page", "two pages" as one word
    yield from text_problems(text, translation, source, terms)


def _is_of_one_number(form: int, plural: Callable[[int], int]) -> bool:
    """Whether a language uses this plural form for a single number, so that it can say it in words."""
    return sum(plural(number) == form for number in range(200)) == 1


def text_problems(text: str, translation: str, source: Source, terms: tuple[Term, ...] = ()) -> Iterator[Problem]:
    """What `translation` (Markdown) has lost of `text`, or has too much; `source` is where the translation stands."""
    found = UNPRINTABLE.search(translation)
    if found:
        yield Problem(source, f"the character U+{ord(found.group()):04X} cannot be printed in Word or PDF; remove it")
    yield from _kept("placeholder", _placeholders(text), _placeholders(translation), source)
    yield from _kept("link", _links(text), _links(translation), source)
    yield from _counted("stage direction [[...]]", text.count("[["), translation.count("[["), source)
    yield from _counted("stage direction's end ]]", text.count("]]"), translation.count("]]"), source)
    expected, listed = _list_items(text), _list_items(translation)
    for what in sorted(expected | listed):
        yield from _counted(what, expected[what], listed[what], source)
    yield from glossary_problems(terms, text, translation, source)


def _placeholders(markdown: str) -> Counter[str]:
    return Counter(next(filter(None, match.groups()), "") for match in _PLACEHOLDER.finditer(markdown))


def _links(markdown: str) -> Counter[str]:
    return Counter(match.group(1) or match.group(2) for match in _LINK.finditer(markdown))


def _kept(kind: str, expected: Counter[str], found: Counter[str], source: Source) -> Iterator[Problem]:
    for name in sorted(expected - found):
        yield Problem(source, f'the {kind} "{name}" of the source is lost')
    for name in sorted(found.keys() - expected.keys()):
        yield Problem(source, f'the {kind} "{name}" is not in the source{nearest(name, expected)}')


def _counted(what: str, expected: int, found: int, source: Source) -> Iterator[Problem]:
    if expected != found:
        yield Problem(source, f"{what}: the source has {expected}, the translation {found}")


def _list_items(markdown: str) -> Counter[str]:
    """How many items the lists have, by level and kind."""
    found: Counter[str] = Counter()
    if not re.search(r"(?m)^\s*(?:[-*+]|\d+[.)])\s", markdown):
        return found
    kinds: list[str] = []
    for token in MarkdownIt("commonmark").parse(markdown):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            kinds.append("bullet" if token.type == "bullet_list_open" else "numbered")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            kinds.pop()
        elif token.type == "list_item_open":
            found[f"{kinds[-1]} list items on level {len(kinds)}"] += 1
    return found
