"""Measures `packgen build --all` on a large project: time, memory, speed-up, growth, and what a rebuild costs."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.environment import packgen_command
from bench.farm import SESSIONS, change_word, grow
from bench.report import Target, verdicts

MIB = 1024 * 1024
SAMPLE = 0.5  # seconds between two looks at the memory of the processes: each look takes time from them


@dataclass(frozen=True, slots=True)
class Run:
    """What a batch took: `wall` in seconds; `largest`, the peak of its largest process, and `all` together, in bytes.

    Memory that processes share counts once in `all` (proportional set size).
    """

    wall: float
    largest: int
    all: int


def main(arguments: Sequence[str]) -> int:
    """Runs the whole benchmark; 0 when every build worked."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="packgen-farm-") as name:
        work = Path(name)
        machine = (
            f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        )
        print(f"{machine}; medians of {options.rounds} rounds\n")
        sizes = sorted({max(1, options.countries // 5), options.countries})
        projects = {size: work / f"project-{size}" for size in sizes}
        for size, project in projects.items():
            grow(project, size)
        judged = [*_full(projects, work, options.rounds), *_rebuilds(projects[sizes[-1]], work, options.rounds)]
    print("\nTargets", verdicts(judged), sep="\n")
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/run.py batch", description=__doc__)
    parser.add_argument("--countries", type=int, default=50, help=f"with {len(SESSIONS)} packs each (default: 50)")
    parser.add_argument("--rounds", type=int, default=3, help="of each measurement, in turn (default: 3)")
    return parser.parse_args(arguments)


def _full(projects: dict[int, Path], work: Path, rounds: int) -> Iterator[Target]:
    """Whole builds with one process and with two, of a small and of the whole project, in turn."""
    print(f"{'everything built':36}{'wall s':>8}{'packs/s':>9}{'largest MiB':>13}{'all MiB':>9}")
    runs: dict[tuple[int, int], list[Run]] = {(size, jobs): [] for size in projects for jobs in (1, 2)}
    for _ in range(rounds):
        for (size, jobs), found in runs.items():
            out = work / "out"
            found.append(_build(projects[size], out, "--no-cache", "--jobs", str(jobs)))
            shutil.rmtree(out)
    for (size, jobs), found in runs.items():
        packs = size * len(SESSIONS)
        wall, largest, every = (median(getattr(run, name) for run in found) for name in ("wall", "largest", "all"))
        title = f"{packs} packs, {jobs} process{'es' if jobs > 1 else ''}"
        print(f"{title:36}{wall:8.1f}{packs / wall:9.2f}{largest / MIB:13.0f}{every / MIB:9.0f}")
    small, large = min(projects), max(projects)
    pairs = zip(runs[large, 1], runs[large, 2], strict=True)
    yield Target(
        "speed-up with 2 processes", median(one.wall / two.wall for one, two in pairs), 1.8, "times", least=True
    )
    if small != large:
        time_each = [median(run.wall for run in runs[size, 1]) / (size * len(SESSIONS)) for size in (small, large)]
        yield Target("time per pack, the whole project to a fifth of it", time_each[1] / time_each[0], 1.15, "times")
        memory = [median(run.largest for run in runs[size, 1]) for size in (small, large)]
        yield Target("memory, the whole project to a fifth of it", memory[1] / memory[0], 1.25, "times")


def _rebuilds(project: Path, work: Path, rounds: int) -> Iterator[Target]:
    """What a build costs when nothing changed, and when a word of one country did."""
    out, cache = work / "kept", work / "cache"
    first = _build(project, out, cache=cache)
    size = sum(path.stat().st_size for path in cache.rglob("*") if path.is_file())
    start = median(_wall([sys.executable, "-c", "import packgen.batch.run, packgen.cli.report"]) for _ in range(rounds))
    unchanged = median(_build(project, out, cache=cache).wall for _ in range(rounds))
    words: list[float] = []
    for _ in range(rounds):
        change_word(project)
        words.append(_build(project, out, cache=cache).wall)
    print(f"\n{'first build, kept for the next':36}{first.wall:8.1f} s; the cache has {size / MIB:.0f} MiB")
    print(f"{'start-up alone':36}{start:8.2f} s")
    print(f"{'nothing changed':36}{unchanged:8.2f} s")
    print(f"{'a word of one country changed':36}{median(words):8.2f} s")
    yield Target("nothing changed, after start-up", unchanged - start, 1.0, "s")


def _build(project: Path, out: Path, *more: str, cache: Path | None = None) -> Run:
    """Builds everything and watches the processes. Raises CalledProcessError."""
    command = [*packgen_command(), "build", "--all", "--quiet", "--project", str(project), "--out", str(out), *more]
    environment = {**os.environ, **({"PACKGEN_CACHE": str(cache)} if cache else {})}
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    largest = every = 0
    while process.poll() is None:
        sizes = list(_sizes(process.pid))
        largest = max([largest, *(resident for resident, _ in sizes)])
        every = max(every, sum(proportional for _, proportional in sizes))
        time.sleep(SAMPLE)
    wall = time.perf_counter() - begun
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(wall, largest, every)


def _wall(command: Sequence[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - begun


def _sizes(group: int) -> Iterator[tuple[int, int]]:
    """Resident and proportional set size, in bytes, of each process of a group; nothing where there is no /proc."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[2]) != group:
                continue
            lines = (folder / "smaps_rollup").read_text(encoding="utf-8").splitlines()
        except OSError:  # it ended
            continue
        values = {line.split()[0]: int(line.split()[1]) * 1024 for line in lines[1:]}
        if "Rss:" in values:
            yield values["Rss:"], values["Pss:"]
