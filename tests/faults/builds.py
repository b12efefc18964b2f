"""Builds in processes of their own, what stops them, and what must hold of the files that they leave."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from packgen.packs.verify import verify_pack
from packgen.project import Project
from tests.farm import farm, sums

COUNTRIES = 3
TEMPORARY = ".tmp"


@dataclass(frozen=True)
class Edition:
    """A project, and the sum of every file that a clean build of it writes, by its path in the output folder."""

    project: Project
    sums: dict[str, str]

    def build(self, out: Path, *arguments: str, cache: Path, under: tuple[str, ...] = ()) -> subprocess.Popen[str]:
        """A build of all that begins now, in a session of its own; `under` is the command that starts it."""
        command = [sys.executable, "-m", "packgen", "build", "--all", "--quiet", "--project", str(self.project.root)]
        return subprocess.Popen(
            [*under, *command, "--out", str(out), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PACKGEN_CACHE": str(cache)},
            start_new_session=True,
        )


def edition(root: Path, word: str) -> Edition:
    """The project of a few countries with a word of its own in every document, and what it should give."""
    project = farm(root / word, COUNTRIES)
    for name in project.countries():
        override = project.override_file(name, "sample")
        override.write_text(f"title: {word} of {name}\nhandouts: [{{id: sheet, title: {word}}}]\n", encoding="utf-8")
    made = Edition(project, {})
    out = root / f"{word}-clean"
    ended(made.build(out, "--jobs", "1", "--no-cache", cache=root / "none"))
    found = sums(out)
    assert sum(name.endswith(".zip") for name in found) == COUNTRIES
    return Edition(project, found)


def ended(build: subprocess.Popen[str], code: int = 0) -> str:
    """What the build said on stderr, once it has ended with this exit code."""
    _, said = build.communicate(timeout=120)
    assert build.returncode == code, said
    assert "Traceback" not in said
    return said


def assert_whole(out: Path, *editions: Edition, killed: bool = False) -> None:
    """Asserts that every file under a final name is one that a clean build of an edition wrote, packs verified.

    Only a killed build leaves temporary files.
    """
    for name, found in sums(out).items() if out.exists() else ():
        if killed and Path(name).name.startswith(".") and name.endswith(TEMPORARY):
            continue
        assert found in {each.sums.get(name) for each in editions}, name
        if name.endswith(".zip"):
            assert verify_pack(out / name) == ()


def processes(session: int) -> list[int]:
    """The processes of a session (proc(5), stat's sixth field), but for those that ended and wait for their parent."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, of = stat.read_text(encoding="utf-8").rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(of) == session and state != "Z":
            found.append(int(stat.parent.name))
    return found


def kill_all(session: int) -> None:
    """Kills the processes of a session that a test began."""
    for process in processes(session):
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue


def wait_until_gone(session: int, seconds: float) -> None:
    """Returns when no process of the session is left. Raises AssertionError when some is after these seconds."""
    until = time.monotonic() + seconds
    while left := processes(session):
        assert time.monotonic() < until, f"processes are left: {left}"
        time.sleep(0.02)
