"""What a worker is given to build a pack, and what it gives back: plain values that go from process to process."""

from __future__ import annotations

from dataclasses import dataclass

from packgen.batch.cache import Cache
from packgen.batch.fingerprints import Parts, Toolchain
from packgen.batch.plans import PackPlan
from packgen.content.model import Topic
from packgen.packs.pack import Origin, PackFile
from packgen.problems import Problem


@dataclass(frozen=True, slots=True)
class Order:
    """A pack to build, with what is known of it: what it is made from, what with, where earlier documents are kept."""

    pack: PackPlan
    origin: Origin
    toolchain: Toolchain
    cache: Cache | None = None


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """A document's files, what they come from, and whether they were `kept` from an earlier build."""

    id: str
    parts: Parts
    files: tuple[PackFile, ...]
    kept: bool


@dataclass(frozen=True, slots=True)
class MadePack:
    """What a pack holds, not yet written: documents, the zip (None for one that is not published), and its problems."""

    documents: tuple[MadeDocument, ...] = ()
    zip: bytes | None = None
    problems: tuple[Problem, ...] = ()
    untranslated: int = 0
    left_out: tuple[Topic, ...] = ()
