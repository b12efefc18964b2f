"""Overrides: a country's tree laid over the content's tree, item by item, by id.

Both are still YAML trees, so every scalar of the result knows the file and line it came from. An override has the
content's own shape and holds only what differs. Keys replace; items of a list are found by their `id`;
`remove: <id>` takes an item out; an item with `before: <id>` or `after: <id>` is put in there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from packgen.content.yamltree import Mapping, Node, Scalar, Sequence
from packgen.problems import Problem, Problems, nearest


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a country changes: where (id path), the node it replaces or removes, the node it puts in."""

    kind: Literal["replace", "remove", "insert"]
    path: str
    base: Node | None
    override: Node | None


@dataclass(frozen=True, slots=True)
class Merged:
    """The tree after the override, what changed on the way, and what could not be done."""

    tree: Mapping
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]


def merge(base: Mapping, override: Mapping) -> Merged:
    """`base` with `override` laid over it; never raises, mistakes come back as `problems`."""
    merger = _Merger()
    tree = merger.mapping(base, override, "")
    return Merged(tree, tuple(merger.changes), tuple(merger.problems))


def item_id(node: Node) -> str | None:
    """The `id` of a list's item, or None when it has none."""
    if isinstance(node, Mapping):
        found = node.items.get("id")
        if isinstance(found, Scalar):
            return str(found)
    return None


class _Merger:
    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.problems: list[Problem] = []

    def mapping(self, base: Mapping, override: Mapping, path: str) -> Mapping:
        items, keys = dict(base.items), dict(base.keys)
        for key, node in override.items.items():
            if key == "id":
                continue
            here = f"{path}/{key}" if path else key
            old = items.get(key)
            items[key] = self._insert(here, node) if old is None else self._node(old, node, here)
            keys[key] = override.keys[key]
        return Mapping(items, keys, base.source)

    def _insert(self, path: str, node: Node) -> Node:
        self.changes.append(Change("insert", path, None, node))
        return node

    def _node(self, base: Node, override: Node, path: str) -> Node:
        if isinstance(base, Mapping) and isinstance(override, Mapping):
            return self.mapping(base, override, path)
        if isinstance(base, Sequence) and isinstance(override, Sequence):
            if all(item_id(item) for item in base.items) and base.items:
                return self._items(base, override, path)
        elif type(base) is not type(override):
            self._wrong(override, f"expected {_shape(base)} here, as the content has it, found {_shape(override)}")
            return base
        self.changes.append(Change("replace", path, base, override))
        return override

    def _items(self, base: Sequence, override: Sequence, path: str) -> Sequence:
        items: list[Node] = list(base.items)
        for entry in override.items:
            if not isinstance(entry, Mapping):
                self._wrong(entry, 'expected an item with "id:", "remove:", or "before:"/"after:" and its own "id:"')
            elif "remove" in entry.items:
                self._remove(items, entry, path)
            elif "before" in entry.items or "after" in entry.items:
                self._place(items, entry, path)
            else:
                self._change(items, entry, path)
        return Sequence(tuple(items), base.source)

    def _remove(self, items: list[Node], entry: Mapping, path: str) -> None:
        for key in entry.items.keys() - {"remove"}:
            self.problems.append(Problem(entry.keys[key], f'"remove:" stands alone; "{key}:" beside it would be lost'))
        at = self._find(items, entry.items["remove"], path)
        if at is not None:
            self.changes.append(Change("remove", f"{path}/{item_id(items[at])}", items[at], entry))
            del items[at]

    def _place(self, items: list[Node], entry: Mapping, path: str) -> None:
        side = "before" if "before" in entry.items else "after"
        at = self._find(items, entry.items[side], path)
        new_id = item_id(entry)
        if new_id is None:
            self._wrong(entry, f'an item put in {side} another needs its own "id:"')
        elif new_id in map(item_id, items):
            self._wrong(entry.items["id"], f'"{new_id}" is already there in {path}; an item put in needs a new id')
        elif at is not None:
            rest = {key: node for key, node in entry.items.items() if key != side}
            items.insert(at + (side == "after"), Mapping(rest, entry.keys, entry.source))
            self.changes.append(Change("insert", f"{path}/{new_id}", None, items[at + (side == "after")]))

    def _change(self, items: list[Node], entry: Mapping, path: str) -> None:
        if "id" not in entry.items:
            self._wrong(entry, 'expected "id:" (of the item to change), "remove:", or "before:"/"after:"')
            return
        at = self._find(items, entry.items["id"], path)
        if at is not None:
            old = items[at]
            assert isinstance(old, Mapping)  # _find gives only items with an id
            items[at] = self.mapping(old, entry, f"{path}/{item_id(old)}")

    def _find(self, items: list[Node], name: Node, path: str) -> int | None:
        ids = [item_id(item) or "" for item in items]
        if isinstance(name, Scalar) and str(name) in ids:
            return ids.index(str(name))
        shown = str(name) if isinstance(name, Scalar) else "?"
        self._wrong(name, f'no "{shown}" in {path}{nearest(shown, ids)}')
        return None

    def _wrong(self, node: Node, message: str) -> None:
        self.problems.append(Problem(node.source, message))


def place(tree: Mapping) -> Mapping:
    """`tree` with every scalar's id path set: keys and item ids (or list positions from 1) joined by "/"."""
    return _place_mapping(tree, "")


def _place(node: Node, path: str) -> Node:
    if isinstance(node, Scalar):
        return Scalar(str(node), node.source, path, node.folds)
    if isinstance(node, Mapping):
        return _place_mapping(node, f"{path}/")
    items = (_place(item, f"{path}/{item_id(item) or at}") for at, item in enumerate(node.items, 1))
    return Sequence(tuple(items), node.source)


def _place_mapping(node: Mapping, prefix: str) -> Mapping:
    placed = {key: _place(value, prefix + key) for key, value in node.items.items()}
    return Mapping(placed, node.keys, node.source)


def scalars(node: Node) -> Iterator[Scalar]:
    """Every scalar in `node`, but ids."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Mapping):
        for key, value in node.items.items():
            if key != "id":
                yield from scalars(value)
    else:
        for item in node.items:
            yield from scalars(item)


def raise_problems(problems: tuple[Problem, ...]) -> None:
    """Raises Problems when there are any."""
    if problems:
        raise Problems(problems)


def _shape(node: Node) -> str:
    return {Scalar: "text", Mapping: "keys and values", Sequence: "a list"}[type(node)]
