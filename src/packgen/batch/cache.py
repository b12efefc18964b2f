"""What earlier builds made, kept to be used again: a folder of entries that may be deleted at any moment."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packgen.output import ABANDONED, TEMPORARY

FOLDER = ".packgen-cache"
LIMIT = 500_000_000  # bytes, unless a single build uses more

_SUM = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class Cache:
    """Entries by key (hexadecimal digits). One that is damaged counts as absent, and what cannot be written is left.

    Builds may share the folder: an entry appears whole, and one that is deleted under a build is only built again.
    """

    folder: Path

    def get(self, key: str) -> bytes | None:
        """The entry's data, None where there is none that is as it was put. It counts as used now."""
        path = self._path(key)
        try:
            entry = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        data = entry[_SUM:]
        return data if entry[:_SUM] == _checksum(key, data) else None

    def put(self, key: str, data: bytes) -> None:
        """Keeps the data, in place of an older entry. A full disk or a folder that is read-only costs time, no pack."""
        path = self._path(key)
        temporary: Path | None = None
        with contextlib.suppress(OSError):
            try:
                self._make_folder(path.parent)
                handle, name = tempfile.mkstemp(suffix=TEMPORARY, dir=path.parent)
                temporary = Path(name)
                with os.fdopen(handle, "wb") as file:  # not synced: after a crash the checksum tells what is whole
                    file.write(_checksum(key, data))
                    file.write(data)
                temporary.replace(path)
            finally:
                if temporary is not None:
                    temporary.unlink(missing_ok=True)

    def prune(self, since: float) -> None:
        """Deletes the entries that were used least recently until the folder is within LIMIT.

        Those used after `since` (seconds since 1970) stay: no build deletes what it will need the next time.
        """
        found = sorted(self._files(), key=lambda file: file[1].st_mtime)
        size = sum(status.st_size for _, status in found)
        for path, status in found:
            abandoned = path.suffix == TEMPORARY and status.st_mtime < time.time() - ABANDONED
            if abandoned or (size > LIMIT and status.st_mtime < since):
                with contextlib.suppress(OSError):
                    path.unlink()
                size -= status.st_size

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        with contextlib.suppress(OSError):  # somebody deleted the folder
            for path in self.folder.glob("??/*"):
                with contextlib.suppress(OSError):  # another build deleted it
                    yield path, path.stat()

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]

    def _make_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            (self.folder / ".gitignore").write_text("*\n", encoding="utf-8")


def cache_folder(root: Path) -> Path:
    """Where the cache of the project at `root` is: where the environment's PACKGEN_CACHE says, else in the project."""
    named = os.environ.get("PACKGEN_CACHE")
    return Path(named) if named else root / FOLDER


def _checksum(key: str, data: bytes) -> bytes:
    """Of the key too: a file under another's name is no more right than one with flipped bits."""
    return hashlib.sha256(key.encode() + data).digest()
