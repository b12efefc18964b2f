"""One country's view of a session: its override laid over, its spelling, its placeholders filled, languages tagged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from gettext import NullTranslations
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from packgen.cldr import country_name
from packgen.content.load import load_facts, load_session, override_tree, session_tree
from packgen.content.model import CountryProfile, Session, Text
from packgen.content.overrides import Change, merge, place, raise_problems
from packgen.content.yamltree import Mapping as Tree
from packgen.problems import Problem, Problems, Source, nearest
from packgen.project import Project

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ModelType = TypeVar("ModelType", bound=BaseModel)

_PLACEHOLDER = re.compile(r"\{\{((?:(?!\{\{|\}\}).)*)\}\}", re.DOTALL)
_NAME = re.compile(r"^\s*([a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)+)\s*$")
_UNFILLED = re.compile(r"<<.*?>>", re.DOTALL)
_MARKDOWN = re.compile(r"([\\`*_\[\]<>&#])")


@dataclass(frozen=True, slots=True)
class View:
    """A session with a country's override laid over it, texts as they were written.

    `tree` is where its values were written, `changes` what the country changed, `problems` what could not be changed.
    """

    session: Session
    tree: Tree
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Localized:
    """A session as one country sees it in one language (a BCP 47 tag), and the view that it was made from.

    `untranslated` are the texts that the language's catalogue lacks: they stay in the source language.
    `messages` are the fixed words of templates in the language, by gettext() and ngettext().
    """

    session: Session
    country: CountryProfile
    language: str
    view: View
    untranslated: tuple[Text, ...]
    messages: NullTranslations


def laid_over(base: Tree, override: Tree) -> View:
    """The view of a country: the session's tree with that of its override laid over it. Raises Problems."""
    merged = merge(base, override)
    problems = (*_not_a_country_s(base, override), *merged.problems)
    tree = place(merged.tree)
    try:
        return View(load_session(tree), tree, merged.changes, problems)
    except Problems as error:
        raise Problems((*problems, *error.problems)) from None


def _not_a_country_s(base: Tree, override: Tree) -> Iterator[Problem]:
    """What an override can say of a session, and that no country can change."""
    name = override.items.get("id")
    if name is not None and name != base.items.get("id"):
        yield Problem(name.source, f'expected id "{base.items.get("id")}", the name of the file')
    if "language" in override.items:
        message = "language: is that of the content; the country's languages stand in its country.yaml"
        yield Problem(override.keys["language"], message)


def country_session(project: Project, session: str, country: str) -> View:
    """The session with the override of `country` laid over it.

    Raises Problems, all mistakes of the override together.
    """
    view = laid_over(session_tree(project, session), override_tree(project, country, session))
    raise_problems(view.problems)
    return view


def localize(project: Project, session: str, country: CountryProfile, language: str) -> Localized:
    """The session `session` for `country` in `language` (one of its languages).

    Raises Problems, all mistakes of the override and of the texts together.
    """
    localized, problems = localize_view(project, country_session(project, session, country.code), country, language)
    raise_problems(problems)
    return localized


def localize_view(
    project: Project, view: View, country: CountryProfile, language: str
) -> tuple[Localized, tuple[Problem, ...]]:
    """A country's view of a session in `language`, and what is wrong with its texts, which then stay as they are.

    Raises Problems for a catalogue that cannot be read.
    """
    loaded = view.session
    tag = language_tag(language, country)
    source_tag = language_tag(loaded.language, country)
    translate = _translator(project, loaded.id, language, loaded.language)
    spelled = _spelling(country.spelling)
    problems: list[Problem] = []
    untranslated: list[Text] = []

    def in_language(text: Text) -> Text:
        translation = translate(text) if translate else None
        if translation is not None:
            markdown, source = translation
            return replace(text, markdown=markdown, source=source, folds=(), language=tag)
        if translate:
            untranslated.append(text)
        return replace(text, markdown=spelled(text.markdown), language=source_tag)

    def localized(text: Text, values: Mapping[str, Any]) -> Text:
        found = in_language(text)
        try:
            return replace(found, markdown=fill(found, values))
        except Problems as error:
            problems.extend(error.problems)
            return found

    if translate:
        facts = {fact.path.removeprefix("facts/"): fact for fact in load_facts(project, country, source_tag)}
        words = {name: in_language(fact).markdown for name, fact in facts.items()}
        name = country_name(country.code, tag, country.name)
        country = country.model_copy(update={"name": name, "facts": words})
    values = _values(loaded, country)
    terms = {name: localized(text, values) for name, text in loaded.terms.items()}
    values["terms"] = {name: text.markdown for name, text in terms.items()}
    filled = map_texts(loaded.model_copy(update={"terms": {}}), lambda text: localized(text, values))
    whole = filled.model_copy(update={"terms": terms})
    localized_view = Localized(whole, country, tag, view, tuple(untranslated), fixed_words(project, language))
    return localized_view, tuple(problems)


def _translator(
    project: Project, session: str, language: str, source: str
) -> Callable[[Text], tuple[str, Source] | None] | None:
    """What gives a text's translation and where that stands, or None for one that the catalogue lacks.

    None in the source language.
    """
    if language.split("-")[0] == source.split("-")[0]:
        return None
    from packgen.translation import catalogue

    read = _catalogue(project, language, session)
    name = project.name(project.catalogue_file(language, session))
    known = {} if read is None else catalogue.lookup(read, name)
    return lambda text: known.get((text.path, text.markdown))


def fixed_words(project: Project, language: str) -> NullTranslations:
    """The fixed words of templates in a language; English ones where it has none."""
    read = _catalogue(project, language, "messages")
    if read is None:
        return NullTranslations()
    from packgen.translation import catalogue

    return catalogue.translations(read)


def _catalogue(project: Project, language: str, name: str) -> Catalog | None:
    path = project.catalogue_file(language, name)
    if not path.is_file():
        return None
    from packgen.translation import catalogue

    return catalogue.read(path, language, project.name(path))


def language_tag(language: str, country: CountryProfile) -> str:
    """The BCP 47 tag of a language as the country writes it: "en" in KE is "en-KE"; a tag with a region stays."""
    if "-" in language or len(country.code) != 2:
        return language
    return f"{language}-{country.code.upper()}"


def map_texts(model: ModelType, change: Callable[[Text], Text]) -> ModelType:
    """`model` with every Text in it, however deep, replaced by what `change` gives for it."""
    updates = {name: _mapped(getattr(model, name), change) for name in type(model).model_fields}
    return model.model_copy(update=updates)


def _mapped(value: Any, change: Callable[[Text], Text]) -> Any:
    if isinstance(value, Text):
        return change(value)
    if isinstance(value, BaseModel):
        return map_texts(value, change)
    if isinstance(value, tuple):
        return tuple(_mapped(item, change) for item in value)
    if isinstance(value, dict):
        return {key: _mapped(item, change) for key, item in value.items()}
    return value


# --- placeholders ---------------------------------------------------------------------------------


def fill(text: Text, values: Mapping[str, Any]) -> str:
    """The Markdown of `text` with each {{ name.name }} replaced by its value, which stays literal text.

    A placeholder is a dotted name and nothing else: no code of a contributor ever runs. Raises Problems for one
    that names nothing, for braces left open, and for a <<…>> that a country has still to fill in.
    """
    problems: list[Problem] = []

    def value(match: re.Match[str]) -> str:
        try:
            return _look_up(match.group(1), values)
        except LookupError as error:
            problems.append(Problem(text.at(match.start()), str(error.args[0])))
            return ""

    filled = text.markdown
    if "{{" in text.markdown:
        filled = _PLACEHOLDER.sub(value, text.markdown)
        open_at = _PLACEHOLDER.sub(lambda match: " " * len(match.group()), text.markdown).find("{{")
        if open_at >= 0:
            problems.append(Problem(text.at(open_at), 'a placeholder is left open: "{{" without "}}"'))
    for unfilled in _UNFILLED.finditer(text.markdown):
        problems.append(Problem(text.at(unfilled.start()), f"still to be filled in: {unfilled.group()}"))
    if problems:
        raise Problems(problems)
    return filled


def _look_up(expression: str, values: Mapping[str, Any]) -> str:
    name = _NAME.match(expression)
    if not name:
        raise LookupError(f'"{{{{{expression}}}}}" is no placeholder: expected a name such as {{{{ country.name }}}}')
    found: Any = values
    seen: list[str] = []
    for part in name.group(1).split("."):
        if not isinstance(found, Mapping) or part not in found:
            valid = [".".join([*seen, key]) for key in found] if isinstance(found, Mapping) else []
            wrong = ".".join([*seen, part])
            raise LookupError(f'the placeholder "{name.group(1)}" names nothing{nearest(wrong, valid)}')
        seen.append(part)
        found = found[part]
    if isinstance(found, Mapping):
        raise LookupError(f'the placeholder "{name.group(1)}" names a group{nearest("", found)}')
    return str(found)


def _values(session: Session, country: CountryProfile) -> dict[str, Any]:
    literal = {"code": country.code.upper(), "name": country.name, "currency": country.currency or ""}
    escaped: dict[str, Any] = {key: _literal(value) for key, value in literal.items() if value}
    escaped["facts"] = {key: _literal(value) for key, value in country.facts.items()}
    about = {
        "number": str(session.number),
        "title": session.title.markdown,
        "course": session.course.markdown,
        "minutes": str(session.minutes),
    }
    return {"country": escaped, "session": about, "terms": {}}


def _literal(value: str) -> str:
    """`value` with Markdown's marks escaped, so that a fact shows as it was written."""
    return _MARKDOWN.sub(r"\\\1", value)


# --- spelling -------------------------------------------------------------------------------------


def _spelling(words: Mapping[str, str]) -> Callable[[str], str]:
    """A function that writes whole words the country's way, capitals kept; placeholders and addresses stay."""
    if not words:
        return lambda markdown: markdown
    choices = "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))
    pattern = re.compile(rf"\{{\{{[^{{}}]*\}}\}}|\]\([^)]*\)|<[a-z]+:[^>]*>|\b({choices})\b", re.IGNORECASE | re.DOTALL)
    lower = {word.lower(): spelled for word, spelled in words.items()}

    def spell(match: re.Match[str]) -> str:
        word = match.group(1)
        if not word:
            return match.group()
        spelled = lower[word.lower()]
        if word.isupper() and len(word) > 1:
            return spelled.upper()
        return spelled[:1].upper() + spelled[1:] if word[:1].isupper() else spelled

    return lambda markdown: pattern.sub(spell, markdown)
