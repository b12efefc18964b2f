"""What the page shows: plain values, and the board where the newest of them is put up for whoever waits for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from threading import Condition
from typing import Any

from packgen.batch.orders import MadePack
from packgen.packs.pack import PackFile, PackInfo
from packgen.problems import Problem
from packgen.site.words import language_name_in
from packgen.watch.pictures import page_size
from packgen.writers.scripts import is_rtl

_REPLACED = 20  # documents; some MB, and the pictures of a good number of saves in a row


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as PDF with its SHA-256; `size` is its first page's, in points.

    `stale`: what it should say by now cannot be built, so that it stays as it was.
    """

    pack: PackInfo
    document: str
    title: str
    pages: int
    size: tuple[float, float]
    pdf: bytes
    sum: str
    stale: bool = False

    @property
    def name(self) -> str:
        """What the page calls it, whatever it says: en/session/trainer-guide."""
        return f"{self.pack.language}/{self.pack.session}/{self.document}"


@dataclass(frozen=True, slots=True)
class View:
    """All documents, and what is wrong. `number` tells views apart; `status` says in a line what was done.

    `replaced`: the last ones that earlier views showed, for a page that still asks for their pictures.
    """

    number: int = 0
    documents: tuple[Shown, ...] = ()
    problems: tuple[Problem, ...] = ()
    status: str = "Building…"
    replaced: tuple[Shown, ...] = ()

    def with_sum(self, found: str) -> Shown | None:
        """The document, as it is or as it was, whose PDF has this SHA-256."""
        return next((shown for shown in (*self.documents, *self.replaced) if shown.sum == found), None)

    def as_json(self) -> dict[str, Any]:
        """The view without the PDFs, as values for the page's script."""
        packs: dict[PackInfo, list[dict[str, Any]]] = {}
        for shown in self.documents:
            values = {
                "name": shown.name,
                "id": shown.document,
                "title": shown.title,
                "pages": shown.pages,
                "size": shown.size,
                "sum": shown.sum,
                "stale": shown.stale,
            }
            packs.setdefault(shown.pack, []).append(values)
        return {
            "status": self.status,
            "problems": [{"place": str(problem.source), "message": problem.message} for problem in self.problems],
            "packs": [
                {
                    "title": f"{language_name_in(info.language, info.language)} – {info.session}",
                    "language": info.language,
                    "direction": "rtl" if is_rtl(info.language) else "ltr",
                    "documents": documents,
                }
                for info, documents in packs.items()
            ],
        }


def with_pack(before: tuple[Shown, ...], pack: PackInfo, made: MadePack) -> tuple[Shown, ...]:
    """The documents, those of one pack as they were made; of a pack with problems, what was not made stays, stale."""
    old = {shown.document: shown for shown in before if shown.pack == pack}
    new = {
        file.document: _shown(pack, file, old.get(file.document))
        for each in made.documents
        for file in _pdfs(each.files)
    }
    kept = {name: replace(shown, stale=True) for name, shown in old.items()} if made.problems else {}
    own = tuple((kept | new).values())
    others = [shown for shown in before if shown.pack != pack]
    at = next((at for at, shown in enumerate(before) if shown.pack == pack), len(others))
    return (*others[:at], *own, *others[at:])


def _pdfs(files: Iterable[PackFile]) -> Iterator[PackFile]:
    return (file for file in files if file.format == "pdf")


def _shown(pack: PackInfo, file: PackFile, old: Shown | None) -> Shown:
    found = hashlib.sha256(file.data).hexdigest()
    size = old.size if old and old.sum == found else page_size(file.data)
    return Shown(pack, file.document, file.title, file.pages, size, file.data, found)


class Board:
    """The newest view: put up by one thread, read and waited for by others."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._view = View()

    @property
    def view(self) -> View:
        return self._view

    def put_up(self, documents: tuple[Shown, ...], problems: tuple[Problem, ...], status: str) -> View:
        """Shows these in place of the last view."""
        sums = {shown.sum for shown in documents}
        with self._changed:
            before = (*self._view.documents, *self._view.replaced)
            replaced = tuple(shown for shown in before if shown.sum not in sums)[:_REPLACED]
            self._view = View(self._view.number + 1, documents, problems, status, replaced)
            self._changed.notify_all()
        return self._view

    def after(self, number: int, seconds: float) -> View | None:
        """The first view found with another number, None when there is none in that time."""
        with self._changed:
            found = self._changed.wait_for(lambda: self._view.number != number, seconds)
        return self._view if found else None
