"""`packgen` run in this process, as its users run it, and git as they use it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from packgen.cli.main import main


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit code, standard output, standard error."""

    code: int
    out: str
    err: str


Packgen = Callable[..., Ran]


def runner(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    folder: Path | None = None,
    columns: int = 200,
) -> Packgen:
    """What runs `packgen` with arguments, in `folder`, on a terminal so wide."""
    if folder is not None:
        monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["packgen", *map(str, arguments)])
        with pytest.raises(SystemExit) as caught:
            main()
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return Ran(int(caught.value.code or 0), printed.out, printed.err)

    return run


def git(folder: Path, *arguments: str) -> None:
    """Runs git in `folder`, as an editor with a name."""
    who = ("-c", "user.name=Editor", "-c", "user.email=editor@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)
