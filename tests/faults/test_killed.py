"""kill -9 at any moment of a batch leaves whole files alone, and the next build completes."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from random import Random
from shutil import rmtree

import pytest

from packgen import output
from packgen.batch import run as batch
from packgen.packs.pack import FORMATS
from packgen.project import Project
from tests.farm import sums
from tests.faults.builds import Edition, assert_whole, edition, ended, kill_all, processes, wait_until_gone
from tests.sample import sample_project

KILLS = int(os.environ.get("KILLS", "12"))
SEED = int(os.environ.get("SEED", "1" if "CI" in os.environ else str(time.time_ns() % 10**6)))


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Edition, Edition]:
    root = tmp_path_factory.mktemp("editions")
    return edition(root, "Before"), edition(root, "After")


def test_a_batch_may_be_killed_at_any_moment(editions: tuple[Edition, Edition], tmp_path: Path) -> None:
    """Two editions are built in turns into one folder with one cache, so that every build has much to replace."""
    print(f"SEED={SEED} KILLS={KILLS}")
    random = Random(SEED)
    out, cache = tmp_path / "out", tmp_path / "cache"
    began = time.monotonic()
    ended(editions[1].build(out, "--jobs", "2", cache=cache))
    whole = time.monotonic() - began
    killed = 0
    for at in range(4 * KILLS):
        current = editions[at % 2]
        if random.random() < 0.7:
            rmtree(cache, ignore_errors=True)
        build = current.build(out, "--jobs", "2", cache=cache)
        time.sleep(random.uniform(0.1, 0.9) * whole)
        if build.poll() is None:
            killed += 1
        else:
            whole *= 0.7  # it was timed on a busier machine
        _kill(random, build.pid)
        build.communicate()
        # A worker ends by itself when its parent is gone: at the latest when it has built its pack.
        wait_until_gone(build.pid, 60)
        assert_whole(out, *editions, killed=True)
        if at % 4 == 3 or killed == KILLS:
            ended(current.build(out, "--jobs", "2", cache=cache))
            assert_whole(out, current, killed=True)
            assert current.sums.items() <= sums(out).items()
        if killed == KILLS:
            break
    assert killed == KILLS


def _kill(random: Random, session: int) -> None:
    """Kills the batch and all its processes, the batch alone, or one of its processes and then the batch."""
    match random.randrange(3):
        case 0:
            kill_all(session)
        case 1:
            with suppress(ProcessLookupError):  # it has just ended by itself
                os.kill(random.choice(processes(session) or [session]), signal.SIGKILL)
            time.sleep(random.uniform(0, 0.2))
    if session in processes(session):  # the build itself stays until `communicate` waits for it
        os.kill(session, signal.SIGKILL)


def test_what_killed_builds_left_is_deleted_by_a_later_build(tmp_path: Path) -> None:
    """A later one: what is younger than an hour may belong to a build that runs at the same time."""
    project = sample_project(tmp_path / "project")
    out = tmp_path / "out"
    left = [out / ".sample_xa_en.zip.k3j.tmp", out / "xa/en/sample/.sheet.pdf.x0_.tmp"]
    young, mine = out / "xa/en/sample/.sheet.pdf.abc.tmp", out / "notes.tmp"
    for path in (*left, young, mine):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
        os.utime(path, (time.time() - 2 * output.ABANDONED,) * 2)
    os.utime(young)
    _build(project, out)
    assert [path for path in (*left, young, mine) if path.exists()] == [young, mine]


def _build(project: Project, out: Path) -> None:
    plan = batch.plan(project, project.sessions(), project.countries(), (), ("sheet",), FORMATS, out)
    assert [report.problems for report in batch.build(plan.packs, lambda *_: None)] == [()]
