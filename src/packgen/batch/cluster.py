"""A batch on a Dask cluster: the project goes to each worker once, packs come back as bytes.

Workers need packgen and its libraries in the same versions, and nothing of the project. Needs `packgen[cluster]`.
"""

from __future__ import annotations

import shutil
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache, partial
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

from distributed import Client, KilledWorker, WorkerPlugin, get_worker

from packgen.batch.executors import Workers
from packgen.batch.fingerprints import Toolchain, toolchain
from packgen.batch.inputs import tool_versions
from packgen.batch.orders import MadePack, Order
from packgen.batch.plans import PackPlan
from packgen.batch.sources import Sources
from packgen.problems import Problem, Problems, Source
from packgen.project import Project

ANSWER = 10  # seconds for a scheduler to answer
WORKER = 10  # seconds for its first worker to be there
LEAST = 32  # packs under way at least, for a cluster that grows when it has work
PATIENCE = 60  # seconds without any worker after which none is expected any more

# Fonts remember what they shaped, and the environment has one date: a worker's threads build one after the other.
_ONE = Lock()


@contextmanager
def cluster(address: str, project: Project, packs: Sequence[PackPlan]) -> Iterator[Workers]:
    """The workers of the scheduler at `address` ("tcp://host:8786"), with what they need to build the packs.

    Raises Problems when there are none, or none any more.
    """
    try:
        client: Any = Client(address, timeout=ANSWER, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise Problems.one(Source(address, 0), f"no Dask scheduler answers here: {error}") from None
    with client:
        try:
            client.wait_for_workers(1, WORKER)
        except TimeoutError:
            raise Problems.one(Source(address, 0), "this scheduler has no workers") from None
        plugin = _ProjectPlugin(project, packs)
        client.register_plugin(plugin)
        try:
            yield Workers(
                count=max(sum(client.nthreads().values()), LEAST // 2),
                open=lambda _: _executor(client),
                losses=(KilledWorker, CancelledError),
                task=partial(build_there, name=plugin.name),
                check=_check(client, address),
            )
        finally:
            client.unregister_worker_plugin(plugin.name)


def build_there(order: Order, name: str) -> MadePack:
    """Makes a pack in a worker that has the plugin `name`."""
    project = Project(_folder(get_worker(), name))
    own = _toolchain(project)
    if own.packgen != order.toolchain.packgen:
        return MadePack(problems=(_other_packgen(order),))
    with _ONE:
        from packgen.batch.elsewhere import build_quietly

        return build_quietly(replace(order, pack=replace(order.pack, project=project), toolchain=own, cache=None))


def _other_packgen(order: Order) -> Problem:
    wanted, found = order.origin.versions, tool_versions()
    others = [
        f"{each} {found.get(each)} in place of {wanted[each]}" for each in wanted if found.get(each) != wanted[each]
    ]
    message = f"this worker would build other bytes: it has {', '.join(others) or 'another packgen'}"
    return Problem(Source(get_worker().address, 0), message)


@lru_cache(maxsize=1)
def _toolchain(project: Project) -> Toolchain:
    return toolchain(tool_versions(), Sources(project).sums("fonts"))


class _ProjectPlugin(WorkerPlugin):
    """Puts the files of packs into each worker's own folder, also of a worker that comes later; takes them away again.

    The name is this batch's alone: another one of the same project ends when it ends.
    """

    def __init__(self, project: Project, packs: Sequence[PackPlan]) -> None:
        self.name = f"packgen-{uuid.uuid4().hex}"
        self._files = _zipped(project, packs)

    def setup(self, worker: Any) -> None:
        with zipfile.ZipFile(BytesIO(self._files)) as files:
            files.extractall(_folder(worker, self.name))

    def teardown(self, worker: Any) -> None:
        shutil.rmtree(_folder(worker, self.name), ignore_errors=True)


def _folder(worker: Any, name: str) -> Path:
    return Path(worker.local_directory).resolve() / name


def _zipped(project: Project, packs: Sequence[PackPlan]) -> bytes:
    """The files that go into the packs, by their path in the project."""
    sources = Sources(project)
    names = {name for pack in packs for name in sources.origin(pack).inputs}
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as files:
        for name in sorted(names):
            files.write(project.root / name, name)
    return data.getvalue()


@contextmanager
def _executor(client: Any) -> Iterator[Executor]:
    executor = client.get_executor(pure=False)
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False)  # cancels what is under way
        raise
    executor.shutdown()


def _check(client: Any, address: str) -> Callable[[], None]:
    """What raises Problems when the cluster has had no worker for PATIENCE seconds: no pack would ever come back."""
    seen = asked = time.monotonic()

    def check() -> None:
        nonlocal seen, asked
        now = time.monotonic()
        if now - asked < PATIENCE / 10:
            return
        asked = now
        try:
            has_workers = bool(client.nthreads())
        except Exception:  # whatever Dask says when its scheduler is gone
            has_workers = False
        if has_workers:
            seen = now
        elif now - seen > PATIENCE:
            raise Problems.one(Source(address, 0), "the cluster has lost all its workers")

    return check
