"""Strict YAML: a file's text becomes a tree in which every scalar is the text that was written.

`NO`, `1.10`, `12:30` and `010` stay text (the model decides where a number is meant). Refused, each with file and
line: aliases and anchors, tags, duplicate keys, several documents, nesting over 50 levels, tabs in indentation,
bytes that are not UTF-8, characters that XML 1.0 (clause 2.2) or a PDF string cannot hold, and files and texts so long
that to read or lay them out would take minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import yaml

from packgen.problems import Problem, Problems, Source

MAX_DEPTH = 50
LARGEST_FILE = 500_000  # bytes
LONGEST_TEXT = 20_000  # characters: some seven pages

# XML 1.0 `Char` leaves these out; surrogates and the noncharacters U+FFFE/FFFF too.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\ue000-\uf8ff]")


_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # YAML 1.1, 4.2


class Scalar(str):
    """A YAML scalar's text that knows where its first words were written, and, once placed, its id path in the content.

    `folds` is for text that YAML folded: of each of its lines in the file, how many characters, white space left out,
    come before it.
    """

    source: Source
    path: str
    folds: tuple[int, ...]

    def __new__(cls, value: str, source: Source, path: str = "", folds: tuple[int, ...] = ()) -> Scalar:
        scalar = super().__new__(cls, value)
        scalar.source = source
        scalar.path = path
        scalar.folds = folds
        return scalar


@dataclass(frozen=True, slots=True)
class Mapping:
    """A YAML mapping: key -> node in the file's order; `keys` holds where each key was written."""

    items: dict[str, Node]
    keys: dict[str, Source]
    source: Source


@dataclass(frozen=True, slots=True)
class Sequence:
    """A YAML sequence."""

    items: tuple[Node, ...]
    source: Source


Node = Scalar | Mapping | Sequence


def read(path: Path, name: str) -> Mapping:
    """The mapping that the file at `path` holds; `name` is what errors call the file.

    Raises Problems naming file and line for anything that is refused.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Problems.one(Source(name, 1), f"cannot be read: {error.strerror}") from None
    return parse(data, name)


def parse(data: bytes, name: str) -> Mapping:
    """The mapping that `data` (UTF-8 YAML) holds; see `read`."""
    if len(data) > LARGEST_FILE:
        raise Problems.one(Source(name, 1), f"the file is larger than {LARGEST_FILE // 1000} KB; make several of it")
    text = _decode(data, name)
    loader = yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader
    try:
        node = _Builder(yaml.parse(text, Loader=loader), name, text).document()
    except yaml.YAMLError as error:
        raise Problems([_syntax_problem(error, name, text)]) from None
    if node is None:
        return Mapping({}, {}, Source(name, 1))
    if not isinstance(node, Mapping):
        raise Problems.one(Source(name, 1), "expected keys and values (key: value) at the top of the file")
    return node


def _decode(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Problems.one(Source(name, line), "the file is not UTF-8; save it as UTF-8") from None
    for number, line_text in enumerate(text.split("\n"), 1):
        if "\t" in line_text[: len(line_text) - len(line_text.lstrip())]:
            raise Problems.one(Source(name, number), "a tab indents this line; YAML wants spaces")
    found = UNPRINTABLE.search(text)
    if found:
        raise Problems.one(Source(name, text.count("\n", 0, found.start()) + 1), unprintable(found.group()))
    return text


def unprintable(character: str) -> str:
    """The sentence that refuses a character of UNPRINTABLE."""
    return f"the character U+{ord(character):04X} cannot be printed in Word or PDF; remove it"


def _syntax_problem(error: yaml.YAMLError, name: str, text: str) -> Problem:
    line = 1
    words = "not valid YAML"
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        words = f"not valid YAML: {error.problem or error.context}"
        lines = text.split("\n")
        written = lines[line - 1].strip() if line <= len(lines) else ""
        if "mapping values are not allowed" in words:
            words += ' (put text that holds ": " in quotes or after "|")'
        elif "{{" in written:
            words += ' (put text that holds "{{" in quotes or after "|")'
    elif isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
        words = f"the character U+{int(error.character):04X} is not allowed"
    return Problem(Source(name, line), words)


class _Builder:
    """Turns PyYAML's events into nodes; one pass, no recursion into aliases because there are none."""

    def __init__(self, events: Iterator[yaml.Event], name: str, text: str) -> None:
        self._events = events
        self._name = name
        self._lines = _LINE_BREAK.split(text)

    def document(self) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._problem(event, 'one document a file; a second one starts here ("---")')
            elif isinstance(event, yaml.NodeEvent):
                root = self._node(event, 1)
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self._problem(event, f"nested deeper than {MAX_DEPTH} levels")
        if isinstance(event, yaml.AliasEvent):
            raise self._problem(event, "an alias (*name): aliases are not used here; write the text out")
        if getattr(event, "anchor", None):
            raise self._problem(event, "an anchor (&name): anchors are not used here; remove it")
        if getattr(event, "tag", None):
            raise self._problem(event, "a tag (!name): tags are not used here; remove it")
        if isinstance(event, yaml.ScalarEvent):
            found = UNPRINTABLE.search(event.value)
            if found:
                raise self._problem(event, unprintable(found.group()))
            if len(event.value) > LONGEST_TEXT:
                raise self._problem(event, f"the text is longer than {LONGEST_TEXT} characters; make several of it")
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self._sequence(depth)), self._source(event))
        return self._mapping(event, depth)

    def _sequence(self, depth: int) -> Iterator[Node]:
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self._node(event, depth + 1)

    def _mapping(self, start: yaml.Event, depth: int) -> Mapping:
        items: dict[str, Node] = {}
        keys: dict[str, Source] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._node(event, depth + 1)
            if not isinstance(key, Scalar):
                raise self._problem(event, "a key must be plain text")
            if key in items:
                raise self._problem(event, f'the key "{key}" is already on line {keys[key].line}')
            items[str(key)] = self._node(next(self._events), depth + 1)
            keys[str(key)] = key.source
        return Mapping(items, keys, self._source(start))

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        """The scalar, at its first line with words: a block scalar's event starts at its "|" or ">"."""
        start, end = event.start_mark, event.end_mark
        assert start  # only events that are made by hand have no marks
        assert end
        if event.style == "|":
            blank = len(event.value) - len(event.value.lstrip("\n"))
            return Scalar(event.value, Source(self._name, start.line + 2 + blank))
        first = start.line + (event.style == ">")
        if end.line <= first:
            return Scalar(event.value, Source(self._name, first + 1))
        lines = self._lines[first : end.line + 1]
        if event.style != ">":
            lines[0] = lines[0][start.column + (event.style in ("'", '"')) :]
        folds = list(accumulate((len("".join(line.split())) for line in lines[:-1]), initial=0))
        blank = folds.count(0) - 1
        return Scalar(event.value, Source(self._name, first + 1 + blank), folds=tuple(folds[blank:]))

    def _source(self, event: yaml.Event) -> Source:
        return Source(self._name, event.start_mark.line + 1 if event.start_mark else 1)

    def _problem(self, event: yaml.Event, words: str) -> Problems:
        return Problems.one(self._source(event), words)
