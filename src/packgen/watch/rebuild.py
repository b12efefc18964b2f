"""One country's packs as they are now, built here: PDFs alone, and only those of them that changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from packgen.batch import run as batch
from packgen.batch.building import build_pack
from packgen.batch.cache import Cache
from packgen.batch.fingerprints import Toolchain, document_key, toolchain
from packgen.batch.kept import packed
from packgen.batch.orders import MadePack, Order
from packgen.batch.plans import PackPlan
from packgen.batch.sources import Sources
from packgen.problems import Problem, Problems, Source
from packgen.project import Project
from packgen.watch.view import Board, Shown, with_pack


@dataclass(frozen=True, slots=True)
class Choice:
    """What is watched: a country, and which of its languages and documents; none means all."""

    country: str
    languages: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What one rebuild did: `documents` that changed ("en trainer-guide"), what is wrong, and how long it took."""

    documents: tuple[str, ...]
    problems: tuple[Problem, ...]
    seconds: float

    def __str__(self) -> str:
        count = len(self.problems)
        if count:
            wrong = f"{count} problem{'s' if count > 1 else ''}; what cannot be built stays as it was"
            return f"{wrong} ({self.seconds:.2f} s)"
        what = ", ".join(self.documents) if len(self.documents) <= 4 else f"{len(self.documents)} documents"
        return f"{what or 'nothing'} changed ({self.seconds:.2f} s)"


def rebuild(project: Project, choice: Choice, cache: Cache, board: Board, tell: Callable[[], None]) -> Rebuilt:
    """Builds what changed and puts it up pack by pack, so that the first one is seen before the last is done.

    `tell` is called between documents; what it raises ends the rebuild there. Nothing else is raised: what is wrong
    is put up with the rest.
    """
    started = time.monotonic()
    packs, wrong = _plan(project, choice)
    problems = list(wrong)
    before = board.view.documents
    documents = tuple(_lasting(before, packs, stale=bool(wrong)))
    for pack, made in _made(project, packs, cache, tell):
        problems += made.problems
        documents = with_pack(documents, pack.info, made)
        board.put_up(documents, tuple(dict.fromkeys(problems)), f"{pack.language} is built …")
    known = {shown.sum for shown in before}
    changed = tuple(f"{shown.pack.language} {shown.document}" for shown in documents if shown.sum not in known)
    done = Rebuilt(changed, tuple(dict.fromkeys(problems)), time.monotonic() - started)
    board.put_up(documents, done.problems, f"{time.strftime('%H:%M:%S')} {done}")
    return done


def _plan(project: Project, choice: Choice) -> tuple[tuple[PackPlan, ...], tuple[Problem, ...]]:
    """The packs, and why there are none or not all. A country that is gone for a moment is a problem like others."""
    languages, documents = choice.languages, choice.documents
    sessions = project.sessions()
    plan = batch.plan(project, sessions, (choice.country,), languages, documents, ("pdf",), Path())
    if plan.packs or plan.problems:
        return plan.packs, plan.problems
    if not sessions:
        return (), (Problem(Source("content", 0), "there is no session here: no folder with a session.yaml"),)
    profile = Source(project.name(project.profile_file(choice.country)), 0)
    return (), (Problem(profile, f"languages: none of those that are watched ({', '.join(languages)})"),)


def _lasting(before: tuple[Shown, ...], packs: tuple[PackPlan, ...], *, stale: bool) -> Iterator[Shown]:
    """The documents of packs that are still there; when the plan is wrong, also the others, stale."""
    planned = {pack.info for pack in packs}
    for shown in before:
        if shown.pack in planned:
            yield shown
        elif stale:
            yield replace(shown, stale=True)


def _made(
    project: Project, packs: tuple[PackPlan, ...], cache: Cache, tell: Callable[[], None]
) -> Iterator[tuple[PackPlan, MadePack]]:
    """Each pack with what was made of it; what was rendered is kept in the cache."""
    sources = Sources(project)
    made_by: Toolchain | None = None
    for pack in packs:
        try:
            made_by = made_by or toolchain(sources.versions, sources.sums("fonts"))
            order = Order(pack, sources.origin(pack), made_by, cache)
        except OSError as error:  # a file was deleted while it was read: the next look finds how it ended
            name = Path(error.filename or project.root)
            with suppress(ValueError):
                name = Path(project.name(name))
            yield pack, MadePack(problems=(Problem(Source(name.as_posix(), 0), f"cannot be read: {error.strerror}"),))
            continue
        except Problems as error:
            yield pack, MadePack(problems=error.problems)
            continue
        made = build_pack(order, lambda *_: tell())
        for document in made.documents:
            if not document.kept:
                cache.put(document_key(document.parts), packed(document.files))
        yield pack, made
