"""Two editions to compare: two packs, or a project at two revisions."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from packgen.batch.inputs import is_input
from packgen.content.load import load_country
from packgen.diff.read import pack_texts, project_texts
from packgen.diff.revisions import changed_files, project_at_revision, revision
from packgen.diff.show import Comparison
from packgen.diff.words import Texts, difference
from packgen.packs.pack import PackInfo
from packgen.problems import Problem, Problems
from packgen.project import Project

# How the files as they are now are asked for, and what they are called then.
WORKING_TREE, NOW = ".", "now"


@dataclass(frozen=True, slots=True)
class Edition:
    """A project as it was or is: the name that the reader gave the revision, its packs."""

    name: str
    project: Project
    packs: tuple[PackInfo, ...]


@dataclass(frozen=True, slots=True)
class Editions:
    """Two editions of one project, and the files that differ between them."""

    old: Edition
    new: Edition
    changed: tuple[str, ...]

    def countries(self) -> list[str]:
        """The countries of either."""
        return sorted({pack.country for pack in (*self.old.packs, *self.new.packs)})

    def languages(self) -> list[str]:
        """The languages of either."""
        return sorted({pack.language for pack in (*self.old.packs, *self.new.packs)})


def compare_packs(old: Path, new: Path) -> Comparison:
    """What changes from one pack to another, document by document, even where they are another country's.

    Raises Problems for what is no readable pack.
    """
    before, after = pack_texts(old), pack_texts(new)
    renamed = {pack: next(iter(after))[0] for pack, _ in before} if after else {}
    texts = {(renamed.get(pack, pack), document): said for (pack, document), said in before.items()}
    return Comparison(old.name, new.name, difference(texts, after))


@contextmanager
def editions(project: Project, old: str, new: str) -> Iterator[Editions]:
    """The project at the revision `old` and at `new`, which may be "." for the files as they are now.

    They are there until the block ends. Raises RevisionError, and Problems for profiles that cannot be read.
    """
    before = revision(project, old)
    after = None if new == WORKING_TREE else revision(project, new)
    changed = changed_files(project, before, after)
    with tempfile.TemporaryDirectory(prefix="packgen-") as folder:
        then = project_at_revision(project, before, Path(folder) / "old")
        now = project if after is None else project_at_revision(project, after, Path(folder) / "new")
        yield Editions(_edition(old, then), _edition(NOW if after is None else new, now), changed)


def compare_editions(found: Editions, countries: Collection[str], languages: Collection[str]) -> Comparison:
    """What changes in the packs of those countries and languages; of all where none are named.

    Raises Problems for content that cannot be composed; their files are named as git does: "revision:file".
    """
    wanted = [
        pack
        for pack in dict.fromkeys((*found.new.packs, *found.old.packs))
        if (not countries or pack.country in countries) and (not languages or pack.language in languages)
    ]
    changed = [pack for pack in wanted if _is_touched(pack, found)]
    before, after = (_texts(edition, changed) for edition in (found.old, found.new))
    untouched = tuple(pack for pack in wanted if pack not in changed)
    return Comparison(found.old.name, found.new.name, difference(before, after), untouched)


def _is_touched(pack: PackInfo, found: Editions) -> bool:
    return any(is_input(name, pack) for name in found.changed)


def _edition(name: str, project: Project) -> Edition:
    with _named(name):
        packs = tuple(
            PackInfo(session, country, language)
            for country in project.countries()
            for language in load_country(project, country).languages
            for session in project.sessions()
        )
    return Edition(name, project, packs)


def _texts(edition: Edition, packs: Sequence[PackInfo]) -> Texts:
    with _named(edition.name):
        return project_texts(edition.project, [pack for pack in packs if pack in edition.packs])


@contextmanager
def _named(revision: str) -> Iterator[None]:
    """Within the block Problems name the revision before the file; the files as they are now go without."""
    try:
        yield
    except Problems as error:
        if revision == NOW:
            raise
        raise Problems(_of(revision, problem) for problem in error.problems) from None


def _of(revision: str, problem: Problem) -> Problem:
    return replace(problem, source=replace(problem.source, file=f"{revision}:{problem.source.file}"))
