"""`packgen show`: what a country changes, beside what it replaces, and where each part of a text comes from."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text as RichText

from packgen.load import override_tree, session_tree
from packgen.overrides import Change, item_id, merge, place, raise_problems
from packgen.project import Project
from packgen.yamltree import Mapping, Node, Scalar


def show_changes(project: Project, session: str, country: str) -> None:
    """Prints every change of the country's override beside the text it replaces. Raises Problems."""
    merged = merge(session_tree(project, session), override_tree(project, country, session))
    raise_problems(merged.problems)
    console = Console()
    if not merged.changes:
        console.print(f"{country} changes nothing in {session}.")
        return
    table = Table(title=f"{country} changes {len(merged.changes)} things in {session}", show_lines=True)
    for column in ("What", "The content says", f"{country} says"):
        table.add_column(column, ratio=1 if column == "What" else 2, overflow="fold")
    for change in merged.changes:
        table.add_row(RichText(f"{change.kind}\n{change.path}"), *map(RichText, _sides(change)))
    console.print(table)


def _sides(change: Change) -> tuple[str, str]:
    base = _told(change.base) if change.base is not None else "–"
    if change.kind == "remove" or change.override is None:
        return base, f"(removed at {change.override.source})" if change.override else "–"
    return base, _told(change.override)


def _told(node: Node) -> str:
    return f"{_words(node)}\n({node.source})"


def _words(node: Node) -> str:
    """A node's texts, a line each, without ids."""
    if isinstance(node, Scalar):
        return node.strip()
    if isinstance(node, Mapping):
        return "\n".join(_words(value) for key, value in node.items.items() if key != "id")
    return "\n".join(_words(item) for item in node.items)


def provenance(project: Project, session: str, country: str, wanted: str) -> tuple[tuple[str, str, str], ...]:
    """(id path, file:line, text) of every text of the item `wanted`, an id or an id path. Raises Problems."""
    return tuple(
        (scalar.path, str(scalar.source), str(scalar))
        for path, node in _items(_view(project, session, country))
        if wanted in (path, path.rpartition("/")[2])
        for scalar in _scalars(node)
    )


def show_provenance(rows: tuple[tuple[str, str, str], ...], override: str) -> None:
    """Prints where each text comes from; `override` is the country's file."""
    console = Console(highlight=False)
    table = Table(show_lines=True)
    for column in ("Text of", "From", "Where", "Text"):
        table.add_column(column, overflow="fold")
    for path, source, text in rows:
        origin = "override" if source.startswith(f"{override}:") else "base"
        table.add_row(*map(RichText, (path, origin, source, text.strip())))
    console.print(table)


def item_ids(project: Project, session: str, country: str) -> tuple[str, ...]:
    """The ids of all items that the country's view of a session has. Raises Problems."""
    return tuple(dict.fromkeys(path.rpartition("/")[2] for path, _ in _items(_view(project, session, country))))


def _view(project: Project, session: str, country: str) -> Mapping:
    merged = merge(session_tree(project, session), override_tree(project, country, session))
    raise_problems(merged.problems)
    return place(merged.tree)


def _items(node: Node, path: str = "") -> Iterator[tuple[str, Node]]:
    """Every item with an id, and every key of the top, with its path."""
    prefix = f"{path}/" if path else ""
    if isinstance(node, Mapping):
        for key, value in node.items.items():
            if not path:
                yield key, value
            yield from _items(value, prefix + key)
    elif not isinstance(node, Scalar):
        for item in node.items:
            name = item_id(item)
            if name:
                yield prefix + name, item
                yield from _items(item, prefix + name)


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Mapping):
        for key, value in node.items.items():
            if key != "id":
                yield from _scalars(value)
    else:
        for item in node.items:
            yield from _scalars(item)
