"""What a batch knows of its packs: what they are made from now, and what the last build of each left."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path

from packgen.batch.cache import Cache
from packgen.batch.fingerprints import Toolchain, document_key, pack_key, toolchain
from packgen.batch.kept import Output, Record, packed, read_record, write_record
from packgen.batch.orders import MadePack, Order
from packgen.batch.plans import PackPlan, PackReport, Reason
from packgen.batch.reasons import reason
from packgen.batch.sources import Sources
from packgen.output import write_file
from packgen.project import Project


class Ledger:
    """The packs of one project. Without a cache nothing is known of an earlier build, and nothing is kept."""

    def __init__(self, project: Project, cache: Cache | None) -> None:
        self._cache = cache
        self._sources = Sources(project)

    def order(self, pack: PackPlan) -> Order:
        """What a worker needs to build the pack."""
        return Order(pack, self._sources.origin(pack), self._toolchain, self._cache)

    @cached_property
    def _toolchain(self) -> Toolchain:
        return toolchain(self._sources.versions, self._sources.sums("fonts"))

    def last(self, pack: PackPlan) -> Record | None:
        """The record of the pack's last build into the same folder."""
        return read_record(self._cache, _key(pack)) if self._cache else None

    def enter(self, order: Order, made: MadePack, report: PackReport, outputs: tuple[Output, ...]) -> None:
        """Keeps what was made of the order for the next build.

        Nothing is recorded of a pack whose files were written to while it was built: of what they said then.
        """
        if self._cache is None:
            return
        for document in made.documents:
            if not document.kept:
                self._cache.put(document_key(document.parts), packed(document.files))
        if not self._sources.unchanged(order.origin.inputs):
            return
        last = self.last(order.pack)
        record = Record(
            origin=order.origin,
            toolchain=order.toolchain,
            documents={**(last.documents if last else {}), **{each.id: each.parts for each in made.documents}},
            outputs=outputs,
            files=report.files,
            zip=report.zip,
            zip_bytes=report.zip_bytes,
            untranslated=report.untranslated,
            whole=not report.problems and not report.left_out,
        )
        write_record(self._cache, _key(order.pack), record)


def _key(pack: PackPlan) -> str:
    return pack_key([pack.info.name, str(pack.out.resolve()), *pack.documents, *pack.formats])


def unchanged(order: Order, last: Record | None) -> PackReport | None:
    """The report of a pack that is there as it would be built; None when there is something to do."""
    if last is None or not last.whole or (last.origin, last.toolchain) != (order.origin, order.toolchain):
        return None
    if (order.pack.strict and last.untranslated) or not all(map(_stands, last.outputs)):
        return None
    return PackReport(
        order.pack.info,
        last.files,
        last.zip,
        last.zip_bytes,
        untranslated=last.untranslated,
        reasons=tuple(Reason(document, False, "unchanged") for document in last.documents),
    )


def reasons(order: Order, made: MadePack, last: Record | None) -> tuple[Reason, ...]:
    """Why each document of the pack was built or not."""
    return tuple(reason(each.id, each.parts, each.kept, order.origin, last) for each in made.documents)


def write_output(path: Path, data: bytes, last: Record | None) -> Output:
    """Writes a file of a pack, unless it stands there since the last build as it should. Raises OutputError."""
    wanted = hashlib.sha256(data).hexdigest()
    for output in last.outputs if last else ():
        if output.path == path and output.sum == wanted and _stands(output):
            return output
    write_file(path, data)
    status = path.stat()
    return Output(path, wanted, status.st_size, status.st_mtime_ns)


def _stands(output: Output) -> bool:
    """Whether the file is there as it was written: nobody touched it since, or it says the same."""
    try:
        status = output.path.stat()
        if status.st_size != output.size:
            return False
        same = status.st_mtime_ns == output.modified
        return same or hashlib.sha256(output.path.read_bytes()).hexdigest() == output.sum
    except OSError:
        return False
