"""Mistakes as GitHub and GitLab show them: beside the line, in the request to merge what makes them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

from packgen.problems import Problem


def github_command(problem: Problem, project: Path) -> str:
    """The workflow command of a problem in the project at that path ("Workflow commands for GitHub Actions", error)."""
    line = f",line={problem.source.line}" if problem.source.line else ""
    return f"::error file={_property(_file(problem, project))}{line}::{_data(problem.message)}"


def gitlab_report(problems: Sequence[Problem], project: Path) -> str:
    """The code quality report of the problems ("Code quality report format" in GitLab's documentation): JSON."""
    return json.dumps([_finding(problem, _file(problem, project)) for problem in problems], indent=2) + "\n"


def _finding(problem: Problem, file: str) -> dict[str, object]:
    return {
        "description": problem.message,
        "check_name": "packgen check",
        # Which finding of the branch is which of the target; lines move, so they do not count.
        "fingerprint": hashlib.sha256(f"{file}\0{problem.message}".encode()).hexdigest(),
        "severity": "major",
        "location": {"path": file, "lines": {"begin": max(problem.source.line, 1)}},
    }


def _file(problem: Problem, project: Path) -> str:
    """The problem's file, told from the top of the checkout, which both name; elsewhere from the working folder."""
    top = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR") or Path.cwd()
    return Path(os.path.relpath(project / problem.source.file, top)).as_posix()


def _data(text: str) -> str:
    """Text with the characters escaped that end a command; "%" first, since it begins what they become."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
