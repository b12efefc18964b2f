"""Overrides: only what differs is written; everything else, and its provenance, is the content's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packgen.content.overrides import Merged, item_id, merge, place
from packgen.content.yamltree import Mapping, Node, Scalar, Sequence, parse

BASE = b"""\
title: Base
words: [a, b]
parts:
  - id: one
    title: One
    steps:
      - id: x
        say: Ex
      - id: y
        say: Why
  - id: two
    title: Two
"""


def merged(override: str) -> Merged:
    return merge(parse(BASE, "base.yaml"), parse(override.encode(), "ke.yaml"))


def at(tree: Node, *path: str | int) -> Node:
    for part in path:
        if isinstance(tree, Mapping):
            tree = tree.items[str(part)]
        elif isinstance(tree, Sequence):
            tree = tree.items[part] if isinstance(part, int) else next(i for i in tree.items if item_id(i) == part)
    return tree


def ids(tree: Node) -> list[str | None]:
    assert isinstance(tree, Sequence)
    return [item_id(item) for item in tree.items]


def test_a_replaced_text_comes_from_the_override_and_its_neighbours_from_the_content() -> None:
    result = merged("parts:\n  - id: one\n    steps:\n      - id: y\n        say: Because\n")
    new, old = (
        at(result.tree, "parts", "one", "steps", "y", "say"),
        at(result.tree, "parts", "one", "steps", "x", "say"),
    )
    assert (new, str(new.source)) == ("Because", "ke.yaml:5")
    assert (old, str(old.source)) == ("Ex", "base.yaml:8")
    (change,) = result.changes
    assert (change.kind, change.path, change.base, change.override) == (
        "replace",
        "parts/one/steps/y/say",
        "Why",
        "Because",
    )


def test_items_are_removed_and_put_in_before_and_after() -> None:
    result = merged(
        "parts:\n  - id: one\n    steps:\n      - remove: x\n      - {before: y, id: a, say: A}\n"
        "      - {after: y, id: b, say: B}\n  - {after: two, id: three, title: Three}\n"
    )
    assert ids(at(result.tree, "parts", "one", "steps")) == ["a", "y", "b"]
    assert ids(at(result.tree, "parts")) == ["one", "two", "three"]
    assert [(c.kind, c.path) for c in result.changes] == [
        ("remove", "parts/one/steps/x"),
        ("insert", "parts/one/steps/a"),
        ("insert", "parts/one/steps/b"),
        ("insert", "parts/three"),
    ]
    assert "before" not in at(result.tree, "parts", "one", "steps", "a").items  # type: ignore[union-attr]


def test_a_list_without_ids_is_replaced_whole() -> None:
    assert at(merged("words: [c]\n").tree, "words").items == ("c",)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        ("parts:\n  - id: oen\n", 'ke.yaml:2: no "oen" in parts (did you mean "one"?)'),
        ("parts:\n  - remove: tow\n", 'ke.yaml:2: no "tow" in parts (did you mean "two"?)'),
        ("parts:\n  - {before: one, id: two}\n", 'ke.yaml:2: "two" is already there in parts'),
        ("parts:\n  - {before: one, title: x}\n", "ke.yaml:2: an item put in before another needs"),
        ("parts:\n  - title: x\n", 'ke.yaml:2: expected "id:"'),
        ("parts:\n  - text\n", "ke.yaml:2: expected an item"),
        ("title: [x]\n", "ke.yaml:1: expected text here, as the content has it, found a list"),
        ("parts: x\n", "ke.yaml:1: expected a list here"),
    ],
)
def test_mistakes_name_line_and_nearest_id(override: str, expected: str) -> None:
    result = merged(override)
    assert [str(problem) for problem in result.problems] != []
    assert str(result.problems[0]).startswith(expected)


def test_an_empty_override_changes_nothing() -> None:
    result = merged("# nothing yet\n")
    assert result.tree == parse(BASE, "base.yaml")
    assert result.changes == ()


def test_paths_are_made_of_keys_and_ids() -> None:
    tree = place(parse(BASE, "base.yaml"))
    say = at(tree, "parts", "one", "steps", "y", "say")
    assert isinstance(say, Scalar)
    assert say.path == "parts/one/steps/y/say"


names = st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1)


@given(names, st.data())
def test_merging_keeps_order_and_loses_nothing(base: list[str], data: st.DataObject) -> None:
    removed = data.draw(st.lists(st.sampled_from(base), unique=True))
    changed = data.draw(st.lists(st.sampled_from([n for n in base if n not in removed] or base), unique=True))
    changed = [name for name in changed if name not in removed]
    content = "items:\n" + "".join(f"  - {{id: {name}, text: old}}\n" for name in base)
    override = (
        "items: ["
        + ", ".join([f"{{remove: {name}}}" for name in removed] + [f"{{id: {name}, text: new}}" for name in changed])
        + "]\n"
    )
    result = merge(parse(content.encode(), "b"), parse(override.encode(), "o"))
    assert result.problems == ()
    assert ids(at(result.tree, "items")) == [name for name in base if name not in removed]
    for name in base:
        if name not in removed:
            assert at(result.tree, "items", name, "text") == ("new" if name in changed else "old")
    assert len(result.changes) == len(removed) + len(changed)
