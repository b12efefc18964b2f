"""`packgen show`: what a country changes, beside what it replaces, and where each part of a text comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from packgen.content.load import override_tree, session_tree
from packgen.content.overrides import Change, item_id, merge, place, raise_problems, scalars
from packgen.content.yamltree import Mapping, Node, Scalar, read
from packgen.project import Project

_PLACEHOLDER = re.compile(r"\{\{\s*([a-z_][a-z0-9_.]*)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text of a country's view was written: in the content ("base") or by the country ("override").

    `path` is its id path, or the placeholder that it fills; `source` is file:line.
    """

    path: str
    origin: str
    source: str
    text: str
    is_filling: bool = False


def show_changes(project: Project, session: str, country: str) -> None:
    """Prints every change of the country's override beside the text it replaces. Raises Problems."""
    merged = merge(session_tree(project, session), override_tree(project, country, session))
    raise_problems(merged.problems)
    console = _console()
    count = len(merged.changes)
    console.print(f"{country} changes {count or 'nothing'}{' things' * (count > 1)} in {session}")
    for change in merged.changes:
        console.print(f"\n{change.kind} {change.path}", soft_wrap=True)
        table = Table(show_header=False, expand=True, padding=(0, 1))
        for _ in range(2):
            table.add_column(ratio=1, overflow="fold")
        old, new = _sides(change)
        table.add_row(RichText(old), RichText(new))
        for origin, node in (("base", change.base), ("override", change.override)):
            if node is not None:
                console.print(f"{origin} {node.source}", soft_wrap=True)
        console.print(table)


def _sides(change: Change) -> tuple[str, str]:
    base = _words(change.base) if change.base is not None else "–"
    new = _words(change.override) if change.override is not None and change.kind != "remove" else "–"
    return base, new


def _words(node: Node) -> str:
    """A node's texts, a line each, without ids."""
    if isinstance(node, Scalar):
        return node.strip()
    if isinstance(node, Mapping):
        return "\n".join(_words(value) for key, value in node.items.items() if key != "id")
    return "\n".join(_words(item) for item in node.items)


def origins(project: Project, session: str, country: str, wanted: str) -> tuple[Origin, ...]:
    """Where every text of `wanted` (an item's id, or the id path of anything) was written, and what fills placeholders.

    Raises Problems.
    """
    view = _view(project, session, country)
    own = _own_files(project, session, country)
    profile = project.profile_file(country)
    values = {"session": view, "terms": view.items.get("terms"), "country": read(profile, project.name(profile))}
    found: dict[tuple[str, str], Origin] = {}
    for path, name, node in _items(view):
        if wanted not in (path, name):
            continue
        for scalar in scalars(node):
            for row in (_origin(scalar.path, scalar, own), *_fillings(scalar, values, own)):
                found.setdefault((scalar.path, row.path), row)
    return tuple(found.values())


def _origin(path: str, scalar: Scalar, own: Sequence[str], *, is_filling: bool = False) -> Origin:
    origin = "override" if scalar.source.file in own else "base"
    return Origin(path, origin, str(scalar.source), scalar.strip(), is_filling)


def _fillings(scalar: Scalar, values: dict[str, Node | None], own: Sequence[str]) -> Iterator[Origin]:
    """What fills the placeholders of a text: terms, facts of the country, values of the session."""
    for name in dict.fromkeys(_PLACEHOLDER.findall(scalar)):
        first, *rest = name.split(".")
        node = values.get(first)
        for key in rest:
            node = node.items.get(key) if isinstance(node, Mapping) else None
        if isinstance(node, Scalar):
            yield _origin(f"{{{{ {name} }}}}", node, own, is_filling=True)


def _own_files(project: Project, session: str, country: str) -> tuple[str, ...]:
    return tuple(map(project.name, (project.override_file(country, session), project.profile_file(country))))


def show_origins(rows: Sequence[Origin]) -> None:
    """Prints where each text comes from: its id path, base or override, file:line, and the text."""
    console = _console()
    for row in rows:
        indent = 4 if row.is_filling else 0
        console.print(f"{' ' * indent}{row.path}", soft_wrap=True)
        console.print(f"{' ' * indent}{row.origin} {row.source}", soft_wrap=True)
        console.print(Padding(RichText(row.text), (0, 0, 0, indent + 4), expand=False))


def item_names(project: Project, session: str, country: str) -> tuple[str, ...]:
    """The ids of all items of the country's view of a session, and the id paths of all it has. Raises Problems."""
    found = list(_items(_view(project, session, country)))
    return tuple(dict.fromkeys([*(name for _, name, _ in found if name), *(path for path, _, _ in found)]))


def _view(project: Project, session: str, country: str) -> Mapping:
    merged = merge(session_tree(project, session), override_tree(project, country, session))
    raise_problems(merged.problems)
    return place(merged.tree)


def _items(node: Node, path: str = "") -> Iterator[tuple[str, str | None, Node]]:
    """Everything in a tree with its id path and, if it is an item, its id."""
    prefix = f"{path}/" if path else ""
    if isinstance(node, Mapping):
        for key, value in node.items.items():
            if key != "id":
                yield prefix + key, None, value
                yield from _items(value, prefix + key)
    elif not isinstance(node, Scalar):
        for item in node.items:
            name = item_id(item)
            if name:
                yield prefix + name, name, item
                yield from _items(item, prefix + name)


def _console() -> Console:
    """Standard output; what content says is text to it, never markup."""
    return Console(markup=False, emoji=False, highlight=False)
