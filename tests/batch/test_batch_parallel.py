"""Several processes build what one would; one that is lost is tried again; Ctrl-C leaves whole files and no process."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from multiprocessing import active_children, get_context
from pathlib import Path

import pytest

from packgen.batch import executors
from packgen.batch import run as batch
from packgen.batch.elsewhere import build_quietly
from packgen.batch.executors import ProcessExecutor, WorkerLost, Workers, processes, results
from packgen.batch.orders import MadePack, Order
from packgen.packs.verify import verify_pack
from packgen.project import Project
from tests.farm import farm, plans, sums
from tests.sample import ROOT

HANGS = 300  # seconds after which what is waited for will never come


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return farm(tmp_path_factory.mktemp("project"), 8)


@pytest.fixture(scope="module")
def expected(project: Project, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The sums of all that one process builds."""
    out = tmp_path_factory.mktemp("expected")
    assert all(not report.problems for report in batch.build(plans(project, out), nothing))
    return sums(out)


def nothing(_what: str, _done: float) -> None:
    pass


# --- calls in processes -----------------------------------------------------------------------------


def square(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def kill_own_process(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def kill_own_process_once(argument: tuple[int, Path]) -> int:
    number, flag = argument
    if number == 3 and not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def fail(number: int) -> int:
    raise ValueError(f"no {number}")


def unpicklable(_number: int) -> Callable[[], None]:
    return lambda: None


def sleep(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def test_calls_share_a_process_each_and_all_answer() -> None:
    found = dict(results(square, range(20), processes(2), lambda _: None))
    assert {job: result[0] for job, result in found.items() if result} == {job: job * job for job in range(20)}
    used = {result[1] for result in found.values() if result}
    assert 1 <= len(used) <= 2
    assert os.getpid() not in used
    assert not any(alive(process) for process in used)


def test_a_call_whose_process_is_killed_is_made_again(tmp_path: Path) -> None:
    jobs = [(number, tmp_path / "flag") for number in range(8)]
    found = list(results(kill_own_process_once, jobs, processes(2), lambda _: None))
    assert sorted(result for _, result in found if result is not None) == list(range(8))


def test_a_call_that_loses_two_processes_is_given_up_and_the_others_are_not() -> None:
    found = dict(results(kill_own_process, range(8), processes(2), lambda _: None))
    assert found == {**{number: number for number in range(8)}, 3: None}


def test_what_a_call_raises_comes_here() -> None:
    with pytest.raises(ValueError, match="no 0"):
        list(results(fail, range(1), processes(2), lambda _: None))
    with pytest.raises(RuntimeError, match=r"PicklingError|AttributeError"):
        list(results(unpicklable, range(1), processes(2), lambda _: None))


def test_few_calls_are_under_way_at_a_time() -> None:
    seen: list[int] = []
    list(results(square, range(40), processes(2), lambda under_way: seen.append(len(under_way))))
    assert max(seen) == 4


def test_killing_an_executor_ends_its_processes_and_cancels_what_waits() -> None:
    executor = ProcessExecutor(1)
    process = executor.submit(sleep, 0).result()
    running, waiting = executor.submit(sleep, HANGS), executor.submit(sleep, HANGS)
    while not running.running():
        time.sleep(0.01)
    executor.kill()
    with pytest.raises(WorkerLost):  # it has not ended by itself
        running.result()
    with pytest.raises(CancelledError):
        waiting.result()
    executor.shutdown()
    assert not alive(process)


def test_processes_start_clean_where_there_is_no_fork_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on macOS and Windows."""
    monkeypatch.setattr(executors, "_context", lambda: get_context("spawn"))
    found = dict(results(square, range(3), processes(2), lambda _: None))
    assert sorted(result[0] for result in found.values() if result) == [0, 1, 4]


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


# --- packs ------------------------------------------------------------------------------------------


def test_several_processes_build_the_bytes_of_one(project: Project, expected: dict[str, str], tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    reports = list(batch.build(plans(project, tmp_path), lambda *what: told.append(what), processes(2)))
    assert sorted(report.info.country for report in reports) == list(project.countries())
    assert all(not report.problems for report in reports)
    assert sums(tmp_path) == expected
    assert told[0] == ("xa en, xb en", 0)
    assert [done for _, done in told] == sorted(done for _, done in told)


def test_one_pack_alone_starts_no_process(project: Project, tmp_path: Path) -> None:
    none = Workers(2, lambda _: pytest.fail("a process was started"))
    (report,) = batch.build(plans(project, tmp_path)[:1], nothing, none)
    assert report.problems == ()


def test_a_killed_process_costs_no_pack(project: Project, expected: dict[str, str], tmp_path: Path) -> None:
    """As the kernel does for want of memory; every process that is there when the first pack is done."""
    reports = batch.build(plans(project, tmp_path), nothing, processes(2))
    done = [next(reports)]
    for process in children():
        os.kill(process, signal.SIGKILL)
    done += reports
    assert [report.problems for report in done] == [()] * 8
    assert sums(tmp_path) == expected


def children() -> list[int]:
    """The processes that build."""
    return [child.pid for child in active_children() if child.pid]


def test_a_pack_that_kills_its_process_each_time_is_a_problem_and_the_others_are_built(
    project: Project, expected: dict[str, str], tmp_path: Path
) -> None:
    workers = Workers(2, processes(2).open, task=kill_for_country_xc)
    reports = {report.info.country: report for report in batch.build(plans(project, tmp_path), nothing, workers)}
    assert [code for code, report in reports.items() if report.problems] == ["xc"]
    (problem,) = reports["xc"].problems
    assert str(problem).startswith("sample_xc_en: cannot be built: the process that built it was ended, twice")
    assert sums(tmp_path) == {name: value for name, value in expected.items() if "xc" not in name}


def kill_for_country_xc(order: Order) -> MadePack:
    if order.pack.country == "xc":
        os.kill(os.getpid(), signal.SIGKILL)
    return build_quietly(order)


def test_a_document_that_fails_in_another_process_is_told_at_its_line(tmp_path: Path) -> None:
    project = farm(tmp_path / "project", 3)
    override = "handouts:\n  - id: sheet\n    intro: A \U00013000.\n"
    (project.root / "locales/countries/xb/sample.yaml").write_text(override, encoding="utf-8")
    reports = {each.info.country: each for each in batch.build(plans(project, tmp_path / "out"), nothing, processes(2))}
    assert [code for code, report in reports.items() if report.zip is None] == ["xb"]
    (problem,) = reports["xb"].problems
    assert str(problem).startswith("locales/countries/xb/sample.yaml:3: no font has the character")
    assert [file.document for file in reports["xb"].files if file.document == "sheet"] == []
    assert len(reports["xb"].files) == 5
    assert all(len(report.files) == 7 for code, report in reports.items() if code != "xb")


def test_the_date_reaches_processes_that_started_before_it_was_set(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(batch.build(plans(project, tmp_path / "before")[:2], nothing, processes(2)))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    list(batch.build(plans(project, tmp_path / "here")[:2], nothing))
    list(batch.build(plans(project, tmp_path / "there")[:2], nothing, processes(2)))
    assert sums(tmp_path / "here") == sums(tmp_path / "there") != sums(tmp_path / "before")


# --- the command ------------------------------------------------------------------------------------


def command(project: Project, out: Path, *more: str) -> list[str]:
    where = ("--project", str(project.root), "--out", str(out))
    return [sys.executable, "-m", "packgen", "build", "--all", "--no-cache", "--quiet", *where, *more]


@pytest.mark.parametrize("jobs", [(), ("--jobs", "1"), ("--jobs", "3")])
def test_any_number_of_jobs_gives_the_same(
    project: Project, expected: dict[str, str], tmp_path: Path, jobs: tuple[str, ...]
) -> None:
    ran = subprocess.run(command(project, tmp_path, *jobs), capture_output=True, text=True)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert sums(tmp_path) == expected


# The command in whose batch there is always a pack under way, whenever it is interrupted.
NEVER_DONE = """
from dataclasses import replace
from packgen.batch import executors
from packgen.cli.main import main
from tests.batch.test_batch_parallel import never_done_for_country_xc
processes = executors.processes
executors.processes = lambda count: replace(processes(count), task=never_done_for_country_xc)
main()
"""


def never_done_for_country_xc(order: Order) -> MadePack:
    while order.pack.country == "xc":
        time.sleep(1)
    return build_quietly(order)


@pytest.mark.parametrize("moment", ["at the start", "after the first pack"])
def test_an_interrupt_ends_all_processes_and_leaves_whole_files(
    project: Project, expected: dict[str, str], tmp_path: Path, moment: str
) -> None:
    """The whole group of processes is interrupted, as a terminal does."""
    out = tmp_path / "out"
    build = subprocess.Popen(
        [sys.executable, "-c", NEVER_DONE, *command(project, out, "--jobs", "2")[3:]],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    while build.poll() is None and not (
        list(out.rglob("*.zip")) if moment == "after the first pack" else in_group(build.pid)[1:]
    ):
        time.sleep(0.01)
    os.killpg(build.pid, signal.SIGINT)
    said, _ = build.communicate(timeout=HANGS)
    assert build.returncode == 130
    assert re.fullmatch(rb"Interrupted: [0-9]+ of [0-9]+ packs are done\n", said), said
    wait_until_gone(build.pid)
    found = sums(out)
    assert found.items() < expected.items(), "all that is there is whole, and not everything is there"
    for path in out.glob("*.zip"):
        assert verify_pack(path) == ()


def wait_until_gone(group: int) -> None:
    """Returns when no process of the group is left."""
    deadline = time.monotonic() + HANGS
    while left := in_group(group):
        assert time.monotonic() < deadline, f"processes are left: {left}"
        time.sleep(0.05)


def in_group(group: int) -> list[int]:
    """The processes of a group (man 5 proc: the fields after the name are state, parent, group); zombies are gone."""
    found: list[int] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, own, *_ = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(own) == group and state != "Z":
            found.append(int(stat.parent.name))
    return found


def test_processes_end_when_the_batch_is_killed(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build = subprocess.Popen(command(project, out, "--jobs", "2"), start_new_session=True)
    while not list(out.rglob("*.zip")) and build.poll() is None:
        time.sleep(0.01)
    build.kill()
    build.wait()
    wait_until_gone(build.pid)
