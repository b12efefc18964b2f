"""Files written whole or not at all: to a temporary name beside the final one, then moved over it."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from packgen.problems import Problem, Problems, Source

TEMPORARY = ".tmp"
ABANDONED = 3600  # seconds after which a temporary file is one that a killed build left

_DATE = "SOURCE_DATE_EPOCH"
_LAST_SECOND = 253_402_300_799  # 9999-12-31T23:59:59Z: the last that the formats' four-digit years can say


class OutputError(Problems):
    """A file or folder that cannot be written; the one problem names it and says why."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__([Problem(Source(str(path), 0), reason)])


def make_folder(path: Path) -> None:
    """Makes the folder at `path` with those above it. Raises OutputError when it is not there to be written in then."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        blocking = next(place for place in (path, *path.parents) if place.exists())
        raise OutputError(blocking, "is a file; a folder is needed here") from None
    except OSError as error:
        raise OutputError(path, f"this folder cannot be made: {error.strerror}") from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise OutputError(path, "nothing can be written in this folder: permission denied")


def write_file(path: Path, data: bytes) -> None:
    """Writes `data` to `path`, making its folders. What was there before stays until all is written.

    Raises OutputError (read-only folder, disk full …).
    """
    make_folder(path.parent)
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=TEMPORARY, dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files for their owner only; packs are for everybody.
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        raise OutputError(path, f"cannot be written: {error.strerror}") from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def remove_abandoned(folder: Path) -> None:
    """Deletes temporary files that killed builds left in the folder; a younger one may be another build's own."""
    for path in folder.glob(f".*{TEMPORARY}"):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < time.time() - ABANDONED:
                path.unlink()


def source_date() -> int | None:
    """The seconds since 1970 that SOURCE_DATE_EPOCH tells (reproducible-builds.org's specification), None when unset.

    Raises OutputError for what is no such number.
    """
    written = os.environ.get(_DATE, "")
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and int(written) <= _LAST_SECOND):
        raise OutputError(_DATE, f'expected whole seconds since 1970, found "{written}"')
    return int(written)


@contextmanager
def dated(moment: object) -> Iterator[None]:
    """Within the block SOURCE_DATE_EPOCH is `moment`, unset for None: libraries that date files look there too."""
    before = os.environ.pop(_DATE, None)
    try:
        if moment is not None:
            os.environ[_DATE] = str(moment)
        yield
    finally:
        os.environ.pop(_DATE, None)
        if before is not None:
            os.environ[_DATE] = before
