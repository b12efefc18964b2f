"""What is wrong with the content, said so that its writer can mend it: file, line, what was expected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where a value was written: the file, relative to the project, and the line, from 1; 0 for the file as a whole."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in the content; prints as `file:line: message`."""

    source: Source
    message: str

    def __str__(self) -> str:
        return f"{self.source}: {self.message}"


class Problems(Exception):
    """One or more mistakes in the content, found together."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))

    @classmethod
    def one(cls, source: Source, message: str) -> Problems:
        return cls([Problem(source, message)])


def nearest(name: str, valid: Iterable[str]) -> str:
    """A half-sentence that helps: ' (did you mean "x"?)', or the valid names when none is near."""
    from difflib import get_close_matches  # many a command never needs it

    names = sorted(set(valid))
    close = get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return f' (did you mean "{close[0]}"?)'
    if 0 < len(names) <= 12:
        return f" (valid: {', '.join(names)})"
    return ""
