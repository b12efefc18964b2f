"""A project in its git repository: which files a revision changes, and what it was like then."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from packgen.project import FOLDERS, Project


class RevisionError(Exception):
    """What git was asked for is not there: no repository, no such revision, no project in it."""


def revision(project: Project, name: str) -> str:
    """The id of the commit that `name` means (gitrevisions(7)). Raises RevisionError."""
    try:
        return (
            _git(project, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").decode().strip()
        )
    except RevisionError as error:
        raise RevisionError(str(error) or f'there is no revision "{name}" in the project\'s git repository') from None


def changed_files(project: Project, old: str, new: str | None = None) -> tuple[str, ...]:
    """The files of the project, by their path in it, that differ between two commits; those removed count too.

    Without `new`, those that differ from `old` as they are now, with files that git does not know yet.
    """
    ends = (old,) if new is None else (old, new)
    names = _names(_git(project, "diff", "--name-only", "-z", "--no-renames", "--relative", *ends, "--"))
    if new is None:
        names |= _names(_git(project, "ls-files", "-z", "--others", "--exclude-standard"))
    return tuple(sorted(names))


def project_at_revision(project: Project, commit: str, folder: Path) -> Project:
    """The project as it was in a commit, written into `folder`. Raises RevisionError when it held none."""
    try:
        archive = _git(project, "archive", "--format=tar", commit, "--", *FOLDERS)
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(folder, filter="data")
    except (RevisionError, tarfile.TarError) as error:
        raise RevisionError(f"{commit[:12]} holds no project: {error}") from None
    return Project(folder.resolve())


def _names(listed: bytes) -> set[str]:
    return {name.decode(errors="surrogateescape") for name in listed.split(b"\0") if name}


def _git(project: Project, *arguments: str) -> bytes:
    """What git prints, run in the project's folder. Raises RevisionError with what it says when it fails."""
    try:
        ran = subprocess.run(["git", *arguments], cwd=project.root, capture_output=True, check=False)
    except FileNotFoundError:
        raise RevisionError("git is not installed") from None
    if ran.returncode:
        said = ran.stderr.decode(errors="replace").strip().splitlines()
        raise RevisionError(said[0].removeprefix("fatal: ") if said else "")
    return ran.stdout
