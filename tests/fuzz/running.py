"""Commands run as a user runs them, within the bounds that hold for every input: no traceback, 5 seconds, 500 MB."""

from __future__ import annotations

import contextlib
import io
import os
import re
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from hypothesis import HealthCheck, Phase, settings

from packgen.cli.main import main

SECONDS = 5
LARGEST = 500  # MB of memory
ALONE = 100  # MB that packgen holds before it begins on anything, with the tests about it

# How often each kind of file is damaged, in a run of all tests; `make fuzz` says a larger share.
SHARE = int(os.environ.get("FUZZ", "1"))

_UNFORESEEN = re.compile(r"cannot be (built|written): \w+: ")


class TooSlow(BaseException):
    """No Exception: what catches those must not hide that a command hangs."""


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit code, standard output, standard error."""

    code: int
    out: str
    err: str


def cases(count: int) -> settings:
    """So many cases of a kind, in every run of the tests; SHARE times as many in `make fuzz`.

    Damage is drawn as a seed, which says as much of what failed as a smaller seed would: nothing is shrunk.
    """
    checks = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
    phases = (Phase.explicit, Phase.generate)
    return settings(
        max_examples=count * SHARE, deadline=None, database=None, phases=phases, suppress_health_check=checks
    )


def packgen(*arguments: str | Path) -> Ran:
    """Runs the command line here. What it raises is raised; it ends within the bounds, with one of its exit codes."""
    out, err = io.StringIO(), io.StringIO()
    code: object = None
    called = mock.patch.object(sys, "argv", ["packgen", *map(str, arguments)])
    with called, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), bounded():
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
    ran = Ran(int(str(code)), out.getvalue(), err.getvalue())
    assert ran.code in (0, 1, 2), ran
    assert ran.code == 0 or ran.err.strip(), ran
    # What nobody foresaw is told as a problem, lest it stop the other packs; it is one all the same.
    assert "Traceback" not in ran.err, ran
    assert not _UNFORESEEN.search(ran.err), ran
    return ran


@contextlib.contextmanager
def bounded() -> Iterator[None]:
    """Raises TooSlow within the block after SECONDS of computing, and AssertionError when it took more memory."""

    def stop(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, stop)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # proc(5): the peak is counted from now on
    held = peak_memory()  # also by what other tests left in this process
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    assert peak_memory() - held < LARGEST - ALONE


def peak_memory() -> float:
    """The most memory that this process held since `bounded` began, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1000
