"""Whole processes, measured: CPU of the process and its children, wall time, greatest resident size."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

# ru_maxrss counts KiB on Linux and bytes on macOS.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


class Failed(Exception):
    """A command that ended with an error; its last lines of output are the text."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a run took: `cpu` (user and system) and `wall` in seconds, `peak` in bytes (of the greatest process)."""

    cpu: float
    wall: float
    peak: int


def run(command: Sequence[str]) -> Usage:
    """Runs `command` to its end and gives what it and its children took. Raises Failed.

    Python may keep its byte code between runs, as it does for users, whatever this environment says.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            text = output.read().decode("utf-8", "replace").strip().splitlines()[-12:]
            raise Failed("\n".join([f"{command[0]} ended with {process.returncode}", *text]))
    return Usage(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * _RSS_UNIT)


def together(usages: Iterable[Usage]) -> Usage:
    """Runs one after the other as one: times add up, the greatest peak counts."""
    every = list(usages)
    return Usage(sum(u.cpu for u in every), sum(u.wall for u in every), max(u.peak for u in every))


def middle(usages: Sequence[Usage]) -> Usage:
    """The median of each figure."""
    return Usage(median(u.cpu for u in usages), median(u.wall for u in usages), round(median(u.peak for u in usages)))
