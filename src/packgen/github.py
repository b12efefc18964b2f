"""Mistakes as GitHub Actions shows them: beside the line, in the pull request that makes them."""

from __future__ import annotations

import os
from pathlib import Path

from packgen.problems import Problem


def annotation(problem: Problem, project: Path) -> str:
    """The workflow command of a problem in the project at that path ("Workflow commands for GitHub Actions", error).

    Its file is told from the top of the checkout, GITHUB_WORKSPACE; elsewhere from the working folder.
    """
    top = os.environ.get("GITHUB_WORKSPACE") or Path.cwd()
    file = Path(os.path.relpath(project / problem.source.file, top)).as_posix()
    line = f",line={problem.source.line}" if problem.source.line else ""
    return f"::error file={_property(file)}{line}::{_data(problem.message)}"


def _data(text: str) -> str:
    """Text with the characters escaped that end a command; "%" first, since it begins what they become."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
