"""A batch on a Dask cluster gives the bytes of one built here, whatever becomes of its workers."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from distributed import Client

from packgen.batch import cluster, ledger
from packgen.batch import run as batch
from packgen.batch.fingerprints import Toolchain
from packgen.cli.main import main
from packgen.packs.verify import verify_pack
from packgen.problems import Problems
from packgen.project import Project
from tests.farm import farm, plans, sums

LOCAL = ("--host", "127.0.0.1", "--no-dashboard")


@dataclass
class Cluster:
    """A scheduler in a process of its own, and its workers in theirs."""

    folder: Path
    address: str
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_workers(self, count: int) -> None:
        """Starts so many, and waits until they are there."""
        for _ in range(count):
            place = ("--local-directory", str(self.folder / f"worker-{len(self.workers)}"))
            self.workers.append(started("dask_worker", self.address, "--no-nanny", "--nthreads", "1", *place))
        with Client(self.address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(sum(worker.poll() is None for worker in self.workers), 60)


def started(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments, *LOCAL]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("dask")
    file = folder / "scheduler.json"
    scheduler = started("dask_scheduler", "--port", "0", "--scheduler-file", str(file))
    found = Cluster(folder, "")
    try:
        while not file.exists():
            assert scheduler.poll() is None
            time.sleep(0.05)
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


def test_a_cluster_without_workers_is_told(dask: Cluster, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "WAIT", 1)
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
        reports = batch.build(packs, nothing, workers)
        done = [next(reports)]
        for worker in dask.workers:
            worker.kill()
        with pytest.raises(Problems, match=r"tcp://127\.0\.0\.1:\d+: the cluster has lost all its workers"):
            done += list(reports)
    for report in done:
        assert report.zip is not None
        assert verify_pack(report.zip) == ()


def test_the_command_line_names_a_scheduler_that_does_not_answer(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "WAIT", 1)
    address = "tcp://127.0.0.1:9"  # the port of discard (RFC 863), where nothing listens
    arguments = ["packgen", "build", "--all", "--project", str(project.root), "--scheduler", address]
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith(f"{address}: no Dask scheduler answers here")
