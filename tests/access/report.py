"""What a check finds: a failure condition and where in the file it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Failure(NamedTuple):
    """`condition` is a number of the Matterhorn Protocol ("28-010") or a clause of a standard; `where` says where."""

    condition: str
    where: str


Failures = Iterator[Failure]


def conditions(failures: Iterable[Failure]) -> set[str]:
    """The conditions that are met, each once."""
    return {failure.condition for failure in failures}
