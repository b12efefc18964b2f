"""Theme files -> the theme: what a theme extends, the tints of its colours, its logo, the names that it must have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from packgen.content.load import decode
from packgen.content.yamltree import Mapping, Node, Scalar, read
from packgen.problems import Problem, Problems, Source, nearest
from packgen.project import Project
from packgen.themes.limits import unprintable
from packgen.themes.logo import Logo, read_logo
from packgen.themes.theme import NO_COLOUR, Theme

TINT = 0.09  # the share of a colour in its tint, where a theme that extends another changes the colour alone

# What the writers themselves ask of a theme; what templates ask is checked with each document.
_NEEDED = {
    "colours": ("paper", "ink", "muted", "rule", "accent", "accent-tint"),
    "styles": (
        *("body", "kicker", "title", "subtitle", "heading-1", "heading-2", "heading-3", "banner", "banner-time", "cue"),
        *("contents-title", "contents-1", "contents-2", "figure-goal", "figure-node", "head", "foot"),
    ),
    "characters": ("emphasis",),
    "boxes": ("banner", "say", "do", "activity", "discussion"),
    "slides/styles": ("cover-title", "cover-text", "title", "text", "cue", "footer", "number", "notes"),
}

_COLOUR_KEYS = frozenset({"colour", "fill", "border", "bar", "head-fill", "rule", "stripe", "band"})
_MAY_BE_NONE = {
    *(("boxes", key) for key in ("fill", "border", "bar")),
    *(("tables", key) for key in ("head-fill", "stripe", "band")),
    ("characters", "colour"),
}


def load_theme(project: Project, theme: str) -> Theme:
    """The theme `templates/<theme>.yaml`, over the one that it extends.

    Raises Problems, also for names of colours that the theme has not, for lengths with which no page can be printed,
    for names of its own that nothing uses, and for a logo that cannot be used.
    """
    tree = theme_tree(project, theme)
    strangers = tuple(_strangers(project, theme, tree))
    for group, name, _ in strangers:
        tree = _without(tree, group, name)
    try:
        loaded = _decoded(project, tree)
    except Problems as error:
        raise Problems((*error.problems, *(problem for _, _, problem in strangers))) from None
    if strangers:
        raise Problems(problem for _, _, problem in strangers)
    return loaded


def _decoded(project: Project, tree: Mapping) -> Theme:
    # Within templates/, whose files are all known to go into packs: one elsewhere could change unnoticed.
    read_picture: partial[Logo] = partial(read_logo, project.templates.resolve(), project.templates)
    loaded = decode(tree, Theme, context=read_picture)
    problems = (*_unknown_colours(tree, loaded), *_missing(tree), *unprintable(tree))
    if problems:
        raise Problems(problems)
    return loaded


def _strangers(project: Project, theme: str, tree: Mapping) -> Iterator[tuple[str, str, Problem]]:
    """The group and name of what a theme adds to the one that it extends, and that nothing uses: most are misspelt."""
    path = project.theme_file(theme)
    own = read(path, project.name(path))
    base = own.items.get("extends")
    if base is None:
        return
    below = theme_tree(project, str(base))
    for group in ("colours", "styles", "characters", "boxes", "tables"):
        added, known = own.items.get(group), below.items.get(group)
        if not isinstance(added, Mapping) or not isinstance(known, Mapping):
            continue
        used = set(_colour_names(tree)) if group == "colours" else None
        for name in added.items.keys() - known.items.keys():
            if not (name in used if used is not None else _is_in_templates(project, name)):
                user = "nothing in this theme" if group == "colours" else "no template"
                message = f'{group}: {user} uses "{name}"{nearest(name, known.items)}'
                yield group, name, Problem(added.keys[name], message)


def _colour_names(node: Node) -> Iterator[str]:
    """Every name of a colour that something of a theme has."""
    if isinstance(node, Mapping):
        for key, value in node.items.items():
            if isinstance(value, Scalar) and key in _COLOUR_KEYS:
                yield str(value)
            yield from _colour_names(value)


def _is_in_templates(project: Project, name: str) -> bool:
    written = (path.read_text(encoding="utf-8", errors="replace") for path in project.templates.rglob("*.j2"))
    return any(f'"{name}"' in text or f"'{name}'" in text for text in written)


def _without(tree: Mapping, group: str, name: str) -> Mapping:
    inner = tree.items[group]
    assert isinstance(inner, Mapping)  # _strangers has seen it
    rest = {key: value for key, value in inner.items.items() if key != name}
    return Mapping({**tree.items, group: Mapping(rest, inner.keys, inner.source)}, tree.keys, tree.source)


def theme_tree(project: Project, theme: str, above: tuple[str, ...] = ()) -> Mapping:
    """The tree of a theme, what it leaves out taken from the theme that it extends; each value knows its own file.

    `above` are the themes that extend this one. Raises Problems.
    """
    path = project.theme_file(theme)
    if theme not in project.themes():
        raise Problems.one(Source(project.name(path), 1), f"there is no such theme{nearest(theme, project.themes())}")
    tree = read(path, project.name(path))
    base = tree.items.get("extends")
    if base is None:
        return tree
    if not isinstance(base, Scalar) or base not in project.themes():
        wrong = str(base) if isinstance(base, Scalar) else "?"
        raise Problems.one(base.source, f'extends: no theme "{wrong}"{nearest(wrong, project.themes())}')
    if base in (*above, theme):
        raise Problems.one(base.source, f'extends: "{base}" extends this theme')
    below = theme_tree(project, str(base), (*above, theme))
    own = Mapping({key: value for key, value in tree.items.items() if key != "extends"}, tree.keys, tree.source)
    return _over(below, _with_tints(own, below))


def _over(base: Mapping, own: Mapping) -> Mapping:
    """`base` with the values of `own` in place of its own, key by key all the way down."""
    items, keys = dict(base.items), dict(base.keys)
    for key, value in own.items.items():
        below = items.get(key)
        items[key] = _over(below, value) if isinstance(below, Mapping) and isinstance(value, Mapping) else value
        keys[key] = own.keys[key]
    return Mapping(items, keys, own.source)


def _with_tints(own: Mapping, base: Mapping) -> Mapping:
    """`own` with a new tint for every colour that it changes, where the base has a tint and it says none itself."""
    colours, below = own.items.get("colours"), base.items.get("colours")
    if not isinstance(colours, Mapping) or not isinstance(below, Mapping):
        return own
    paper = colours.items.get("paper", below.items.get("paper"))
    tints = {
        f"{name}-tint": Scalar(_mixed(value, str(paper)), value.source)
        for name, value in colours.items.items()
        if isinstance(value, Scalar) and f"{name}-tint" in below.items and _is_colour(value) and _is_colour(paper)
    }
    mixed = Mapping(
        {**tints, **colours.items}, {**{name: tint.source for name, tint in tints.items()}, **colours.keys}, own.source
    )
    return Mapping({**own.items, "colours": mixed}, own.keys, own.source)


def _is_colour(value: Node | None) -> bool:
    return isinstance(value, Scalar) and re.fullmatch("#[0-9A-Fa-f]{6}", value) is not None


def _mixed(colour: str, paper: str) -> str:
    """A little of the colour on the paper, both "#RRGGBB"."""
    pairs = ((int(colour[at : at + 2], 16), int(paper[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(own * TINT + ground * (1 - TINT)):02X}" for own, ground in pairs)


def _unknown_colours(node: Node, theme: Theme, group: str = "") -> Iterator[Problem]:
    """A problem for every name of a colour that the theme has not; `group` is the key of the theme that holds it."""
    if not isinstance(node, Mapping) or group == "colours":
        return
    for key, value in node.items.items():
        if isinstance(value, Mapping):
            yield from _unknown_colours(value, theme, group or key)
        elif isinstance(value, Scalar) and key in _COLOUR_KEYS:
            known = value in theme.colours or (value == NO_COLOUR and (group, key) in _MAY_BE_NONE)
            if not known:
                yield Problem(value.source, f'no colour "{value}" in colours:{nearest(value, theme.colours)}')


def _missing(tree: Mapping) -> Iterator[Problem]:
    for path, names in _NEEDED.items():
        found, key = tree, tree.source
        for group in path.split("/"):
            key, inner = found.keys[group], found.items[group]
            assert isinstance(inner, Mapping)  # the model has seen it
            found = inner
        for name in names:
            if name not in found.items:
                yield Problem(key, f'{path.replace("/", ": ")}: "{name}" is missing here')
