"""The project that the tests of translation work on."""

from __future__ import annotations

from pathlib import Path

import pytest

from packgen.project import Project
from tests.command import Packgen, runner
from tests.translation.catalogues import swahili_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return swahili_project(tmp_path / "project")


@pytest.fixture
def packgen(project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Packgen:
    """What runs the command line in the project."""
    return runner(monkeypatch, capsys, folder=project.root)
