"""YAML files -> trees -> models; every mistake of the files is found together, with file, line and a did-you-mean."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from packgen.content.model import CountryProfile, Session, Text
from packgen.content.yamltree import Mapping, Node, Scalar, Sequence, read
from packgen.problems import Problem, Problems, Source, nearest
from packgen.project import Project

ModelType = TypeVar("ModelType", bound=BaseModel)

# Sessions whose files of a country or language would be others'.
TAKEN_SESSIONS = {
    "country": "a country's country.yaml is its profile",
    "messages": "a language's messages.po holds the fixed words of templates",
}


def session_tree(project: Project, session: str) -> Mapping:
    """The tree of a session: session.yaml with its parts and handouts put in where it names them.

    Raises Problems for files that cannot be read, are missing, or are named nowhere.
    """
    tree, problems = read_session(project, session)
    if problems:
        raise Problems(problems)
    return tree


def read_session(project: Project, session: str) -> tuple[Mapping, tuple[Problem, ...]]:
    """What can be read of a session's tree, a part or handout that cannot as its id alone, and what is wrong with it.

    Raises Problems for a session.yaml that cannot be read.
    """
    path = project.session_file(session)
    tree = read(path, project.name(path))
    items = dict(tree.items)
    problems: list[Problem] = []
    _expect_id(tree, session, problems)
    if session in TAKEN_SESSIONS:
        where = tree.items.get("id", tree).source
        problems.append(Problem(where, f'no session can be called "{session}": {TAKEN_SESSIONS[session]}'))
    for key, folder in (("parts", "parts"), ("handouts", "handouts")):
        names = items.get(key)
        if names is not None:
            items[key] = _put_in(project, names, path.parent / folder, problems)
    return Mapping(items, tree.keys, tree.source), tuple(problems)


def _put_in(project: Project, names: Node, folder: Path, problems: list[Problem]) -> Sequence:
    if not isinstance(names, Sequence):
        problems.append(Problem(names.source, f"expected a list of the files in {project.name(folder)}"))
        return Sequence((), names.source)
    present = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    found: dict[str, Mapping] = {}
    for name in names.items:
        shown = str(name) if isinstance(name, Scalar) else "?"
        if shown in found:
            problems.append(Problem(name.source, f'{folder.name}: names "{shown}" twice'))
        elif shown in present:
            found[shown] = _read_item(project, name, present[shown], problems)
        else:
            message = f'no file "{shown}.yaml" in {project.name(folder)}{nearest(shown, present)}'
            problems.append(Problem(name.source, message))
    for stem, path in present.items():
        if stem not in found:
            message = f'this file is named nowhere; add "{stem}" to {folder.name}: in session.yaml, or remove it'
            problems.append(Problem(Source(project.name(path), 1), message))
    return Sequence(tuple(found.values()), names.source)


def _read_item(project: Project, name: Node, path: Path, problems: list[Problem]) -> Mapping:
    try:
        tree = read(path, project.name(path))
    except Problems as error:
        problems.extend(error.problems)
        return Mapping({"id": name}, {"id": name.source}, name.source)
    _expect_id(tree, path.stem, problems)
    return tree


def _expect_id(tree: Mapping, expected: str, problems: list[Problem]) -> None:
    found = tree.items.get("id")
    if isinstance(found, Scalar) and str(found) != expected:
        problems.append(Problem(found.source, f'expected id "{expected}", the name of the file, found "{found}"'))


def override_tree(project: Project, country: str, session: str) -> Mapping:
    """The tree of a country's override of a session; an empty one when it has none. Raises Problems."""
    path = project.override_file(country, session)
    if not path.is_file():
        return Mapping({}, {}, Source(project.name(path), 1))
    return read(path, project.name(path))


def load_session(tree: Mapping) -> Session:
    """The session that a tree describes. Raises Problems naming file, line and what was expected."""
    return decode(tree, Session)


def load_country(project: Project, country: str) -> CountryProfile:
    """The profile of the country in the folder `country`. Raises Problems."""
    path = project.profile_file(country)
    tree = read(path, project.name(path))
    profile = decode(tree, CountryProfile)
    if profile.code != country:
        source = tree.items["code"].source
        raise Problems.one(source, f'expected code "{country}", the name of the folder, found "{profile.code}"')
    if profile.theme not in project.themes():
        named = tree.items.get("theme")
        hint = nearest(profile.theme, project.themes())
        raise Problems.one(named.source if named else tree.source, f'theme: no theme "{profile.theme}"{hint}')
    return profile


def load_facts(project: Project, country: CountryProfile, language: str) -> tuple[Text, ...]:
    """The facts of a profile as texts to translate from `language`, each at facts/<name>; plain words, no Markdown."""
    path = project.profile_file(country.code)
    tree = read(path, project.name(path)).items.get("facts")
    lines = tree.items if isinstance(tree, Mapping) else {}
    return tuple(Text(value, lines[name].source, f"facts/{name}", language) for name, value in country.facts.items())


# --- decoding -------------------------------------------------------------------------------------


def decode(tree: Mapping, model: type[ModelType], context: Any = None) -> ModelType:
    """The `model` value that `tree` describes; its validators get the context. Raises Problems, one per mistake."""
    try:
        return model.model_validate(_plain(tree), context=context)
    except ValidationError as error:
        found: list[dict[str, Any]] = [dict(details) for details in error.errors()]
    # A list whose items are wrong counts as empty for pydantic: the items' own mistakes say it better.
    inner = {details["loc"][:depth] for details in found for depth in range(len(details["loc"]))}
    raise Problems(
        _problem(details, tree, model)
        for details in found
        if not (details["type"] == "too_short" and details["loc"] in inner)
    )


def _plain(node: Node) -> Any:
    if isinstance(node, Mapping):
        return {key: _plain(value) for key, value in node.items.items()}
    if isinstance(node, Sequence):
        return tuple(_plain(item) for item in node.items)
    return node


def _problem(details: dict[str, Any], tree: Mapping, model: type[BaseModel]) -> Problem:
    loc = (*details["loc"], "kind") if details["type"] == "union_tag_invalid" else details["loc"]
    source, name = _locate(loc, tree)
    found = details.get("input")
    shown = f', found "{found}"' if isinstance(found, str) else ""
    context = details.get("ctx", {})
    match details["type"]:
        case "missing":
            return Problem(source, f'"{name}" is missing here')
        case "extra_forbidden":
            return Problem(source, f'unknown key "{name}"{nearest(name, _valid_keys(details["loc"], model))}')
        case "literal_error" | "union_tag_invalid":
            expected = context.get("expected") or context.get("expected_tags")
            names = [word.strip("' ") for word in str(expected).replace(" or ", ", ").split(",")]
            wrong = context.get("tag", found)
            hint = nearest(str(wrong), names) if isinstance(wrong, str) else ""
            hint = "" if hint.startswith(" (valid") else hint  # all of them are said already
            return Problem(source, f'{name}: expected {expected}, found "{wrong}"{hint}')
        case "union_tag_not_found":
            return Problem(source, '"kind" is missing here')
        case "int_parsing" | "int_type" | "int_from_float":
            return Problem(source, f"{name}: expected a whole number{shown}")
        case "bool_parsing" | "bool_type":
            return Problem(source, f"{name}: expected true or false{shown}")
        case "float_parsing" | "float_type":
            return Problem(source, f"{name}: expected a number{shown}")
        case "string_pattern_mismatch":
            return Problem(source, f"{name}: {_PATTERN_WORDS.get(context['pattern'], 'not of the form')}{shown}")
        case "string_type":
            return Problem(source, f"{name}: expected text")
        case "too_short":
            return Problem(source, f"{name}: expected at least {context['min_length']} items")
        case "too_long":
            return Problem(source, f"{name}: expected at most {context['max_length']} items, found {len(found or ())}")
        case "tuple_type":
            return Problem(source, f"{name}: expected a list{shown}")
        case "model_type" | "dict_type" | "model_attributes_type":
            return Problem(source, f"{name}: expected keys and values{shown}")
        case "value_error":
            return Problem(source, f"{name}: {context['error']}")
    return Problem(source, f"{name}: {details['msg']}{shown}")


_PATTERN_WORDS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "an id is lower-case letters, digits and single hyphens",
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": 'a language is a BCP 47 tag such as "en", "sw" or "zh-Hant"',
    r"^[a-z]{2,3}$": "a country code is two or three lower-case letters",
    r"^#[0-9A-Fa-f]{6}$": 'a colour is "#" and six digits 0-9 A-F',
}


def _locate(loc: tuple[int | str, ...], tree: Mapping) -> tuple[Source, str]:
    """Where the value at pydantic's `loc` was written, and its key (or the key that is missing)."""
    node: Node = tree
    source = tree.source
    name = "the file"
    for part in loc:
        if isinstance(part, int) and isinstance(node, Sequence) and part < len(node.items):
            node = node.items[part]
            source = node.source
        elif isinstance(part, str) and isinstance(node, Mapping) and part in node.items:
            source = node.keys[part]
            node = node.items[part]
            name = part
            source = node.source if isinstance(node, Scalar) else source
        elif isinstance(part, str):
            name = part  # a missing key, or the tag of a union, which no node has
    return source, name


def _valid_keys(loc: tuple[int | str, ...], model: type[BaseModel]) -> set[str]:
    """The keys that are valid beside the unknown one at the end of `loc`."""
    models = {model}
    for part in loc[:-1]:
        if isinstance(part, int):
            continue
        inner = {
            found
            for candidate in models
            for name, field in candidate.model_fields.items()
            if (field.alias or name) == part
            for found in _models_in(field.annotation)
        }
        tagged = {m for m in models if "kind" in m.model_fields and part in get_args(m.model_fields["kind"].annotation)}
        models = inner or tagged or models
    return {field.alias or name for candidate in models for name, field in candidate.model_fields.items()}


def _models_in(annotation: Any) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return {model for argument in get_args(annotation) for model in _models_in(argument)}
