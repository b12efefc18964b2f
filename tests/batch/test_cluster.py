"""A batch on a Dask cluster gives the bytes of one built here, whatever becomes of its workers."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pytest
from distributed import Client

from packgen.batch import cluster, ledger
from packgen.batch import run as batch
from packgen.batch.fingerprints import Toolchain
from packgen.batch.orders import MadePack, Order
from packgen.cli.main import main
from packgen.packs.verify import verify_pack
from packgen.problems import Problems
from packgen.project import Project
from tests.farm import farm, plans, sums

LOCAL = ("--host", "127.0.0.1", "--no-dashboard")
HANGS = 300  # seconds after which what is waited for will never come


@dataclass
class Cluster:
    """A scheduler in a process of its own, and its workers in theirs."""

    folder: Path
    address: str
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_workers(self, count: int) -> None:
        """Starts so many, and waits until they are there."""
        for _ in range(count):
            place = self.folder / f"worker-{len(self.workers)}"
            command = ("dask_worker", self.address, "--no-nanny", "--nthreads", "1", "--local-directory", str(place))
            self.workers.append(started(place.with_suffix(".log"), *command))
        with Client(self.address, timeout=HANGS, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            while len(client.nthreads()) < sum(worker.poll() is None for worker in self.workers):
                time.sleep(0.05)
        assert [worker.poll() for worker in self.workers[-count:]] == [None] * count, self.logs()

    def logs(self) -> str:
        """What the scheduler and the workers said."""
        return "\n".join(path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("*.log")))


def started(log: Path, module: str, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments, *LOCAL]
    with log.open("wb") as file:
        return subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT)


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("dask")
    file = folder / "scheduler.json"
    scheduler = started(folder / "scheduler.log", "dask_scheduler", "--port", "0", "--scheduler-file", str(file))
    found = Cluster(folder, "")
    try:
        while not found.address:
            assert scheduler.poll() is None, found.logs()
            time.sleep(0.05)
            with suppress(FileNotFoundError, json.JSONDecodeError):  # not there yet, or not all of it
                found.address = json.loads(file.read_text(encoding="utf-8"))["address"]
        yield found
    finally:
        for process in (*found.workers, scheduler):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return farm(tmp_path_factory.mktemp("project"), 6)


def nothing(_what: str, _done: float) -> None:
    pass


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A loaded machine may take long to answer."""
    monkeypatch.setattr(cluster, "ANSWER", HANGS)
    monkeypatch.setattr(cluster, "WORKER", HANGS)


def test_a_cluster_without_workers_is_told(dask: Cluster, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "WORKER", 0.1)
    with pytest.raises(Problems, match="this scheduler has no workers"), cluster.cluster(dask.address, project, ()):
        pass


def test_a_batch_is_whole_and_the_same_when_a_worker_is_killed_in_the_middle(
    dask: Cluster, project: Project, tmp_path: Path
) -> None:
    dask.start_workers(2)
    packs = plans(project, tmp_path / "there")
    with cluster.cluster(dask.address, project, packs) as workers:
        reports = batch.build(packs, nothing, workers)
        first = next(reports)
        dask.workers[0].kill()  # it has one of the packs that are under way
        rest = list(reports)
    assert [report.problems for report in (first, *rest)] == [()] * len(packs)
    list(batch.build(plans(project, tmp_path / "here"), nothing))
    assert sums(tmp_path / "there") == sums(tmp_path / "here")
    assert not list(dask.folder.glob("worker-1/**/packgen-*")), "the project stays on no worker"


def test_a_worker_with_another_packgen_builds_nothing(
    dask: Cluster, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "toolchain", lambda *_: Toolchain("another", "fonts"))
    packs = plans(project, tmp_path / "out")[:2]
    with cluster.cluster(dask.address, project, packs) as workers:
        reports = list(batch.build(packs, nothing, workers))
    for report in reports:
        (problem,) = report.problems
        assert str(problem).endswith(": this worker would build other bytes: it has another packgen")
    assert sums(tmp_path / "out") == {}


def test_a_cluster_that_loses_all_its_workers_ends_the_batch(
    dask: Cluster, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    packs = plans(project, tmp_path / "out")
    with cluster.cluster(dask.address, project, packs) as workers:
        assert workers.task
        reports = batch.build(packs, nothing, replace(workers, task=partial(never_done_for_xf, workers.task)))
        done = [next(reports)]
        for worker in dask.workers:
            worker.kill()
        with pytest.raises(Problems, match=r"tcp://127\.0\.0\.1:\d+: the cluster has lost all its workers"):
            done += list(reports)
    for report in done:
        assert report.zip is not None
        assert verify_pack(report.zip) == ()


def never_done_for_xf(build: Callable[[Order], MadePack], order: Order) -> MadePack:
    """So that there is a pack under way, whenever the workers are killed."""
    while order.pack.country == "xf":
        time.sleep(1)
    return build(order)


def test_the_command_line_names_a_scheduler_that_does_not_answer(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "ANSWER", 1)
    address = "tcp://127.0.0.1:9"  # the port of discard (RFC 863), where nothing listens
    arguments = ["packgen", "build", "--all", "--project", str(project.root), "--scheduler", address]
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith(f"{address}: no Dask scheduler answers here")
