"""Which files of a project are there and when they were written, looked at again and again.

Polling needs nothing of the system, and to look at 1,000 files takes 3 ms: with one look every INTERVAL seconds that is
2 % of one core. It sees what counts, whatever way it was saved: in place, by rename, or in a folder that came or went.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator, Mapping

from packgen.project import Project

INTERVAL = 0.15  # seconds between two looks
_QUIET = 0.05  # seconds without a change after which files count as saved
_PATIENCE = 1.0  # seconds after which they do so in any case

# Of each file, by its path: when it was written (nanoseconds), its size (bytes), and which file it is.
Look = Mapping[str, tuple[int, int, int]]


def look(project: Project, country: str) -> Look:
    """The files that decide what the country's documents are, or that may: all languages' are looked at."""
    country_folder = project.profile_file(country).parent
    languages = project.root / "locales" / "languages"
    folders = (project.root / "content", country_folder, languages, project.templates, project.root / "fonts")
    return {path: signature for folder in folders for path, signature in _files(str(folder))}


def changed(project: Project, country: str, last: Look, pause: Callable[[float], None]) -> Look:
    """Waits until there is another look than the last one and files are at rest, and gives it.

    Programs that save many files at once, or one in several steps, are waited for. `pause` waits for a number of
    seconds; what it raises ends this.
    """
    found = look(project, country)
    while found == last:
        pause(INTERVAL)
        found = look(project, country)
    latest = time.monotonic() + _PATIENCE
    while time.monotonic() < latest:
        pause(_QUIET)
        now = look(project, country)
        if now == found:
            break
        found = now
    return found


def _files(folder: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """The files below a folder, but not what editors and version control hide there."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:  # it may go at any moment
        for entry in entries:
            if entry.name.startswith(".") or entry.name.endswith("~"):
                continue
            with contextlib.suppress(OSError):
                if entry.is_dir(follow_symlinks=False):  # a link may lead back to where one came from
                    yield from _files(entry.path)
                else:
                    status = entry.stat()
                    yield entry.path, (status.st_mtime_ns, status.st_size, status.st_ino)
