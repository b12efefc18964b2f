"""What all tests share."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from subprocess import CalledProcessError, TimeoutExpired

import pytest
from hypothesis import HealthCheck, settings

from packgen.batch import run as batch
from packgen.batch.run import PackReport
from packgen.packs.pack import FORMATS
from packgen.project import Project
from tests.sample import ROOT

# The same examples in every CI run, so that a change fails it only by its own fault; new ones on every other run.
# No example is judged by the clock: a loaded machine takes what time it takes.
settings.register_profile(
    "packgen", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("packgen")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    call: pytest.CallInfo[None],
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Shows what a program said that failed or hung, which the exception does not."""
    report = yield
    error = call.excinfo.value if call.excinfo else None
    if isinstance(error, CalledProcessError | TimeoutExpired):
        for name, said in (("stdout", error.stdout), ("stderr", error.stderr)):
            text = said.decode(errors="replace") if isinstance(said, bytes) else said
            report.sections.append((f"{name} of the program", text or ""))
    return report


@dataclass(frozen=True)
class BuiltPacks:
    """All packs of the project as `packgen build --all` leaves them: the output folder and a report a pack."""

    out: Path
    reports: dict[tuple[str, str], PackReport]


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test's commands build everything themselves, and leave nothing in the project's own cache."""
    monkeypatch.setenv("PACKGEN_CACHE", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> BuiltPacks:
    """Every country's pack in every language, built once for all tests of a run: the processes of xdist share it."""
    base = tmp_path_factory.getbasetemp()
    # A worker's folder is in that of the run (pytest-xdist, "Making session-scoped fixtures execute only once").
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "packs"
    shared.mkdir(exist_ok=True)
    built = shared / "built.pickle"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            built.write_bytes(pickle.dumps(_built(shared / "dist")))
    found: BuiltPacks = pickle.loads(built.read_bytes())
    return found


def _built(out: Path) -> BuiltPacks:
    project = Project(ROOT)
    plan = batch.plan(project, project.sessions(), project.countries(), (), (), FORMATS, out)
    reports = batch.build(plan.packs, lambda *_: None)
    return BuiltPacks(out, {(report.info.country, report.info.language): report for report in reports})
