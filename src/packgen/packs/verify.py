"""Whether a pack is whole: every file there, unchanged, and as the manifest says."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from packgen.packs.pack import MANIFEST, README, SUMS

# What is unpacked at most: a zip that claims more is no pack.
LARGEST_PACK = 200_000_000  # bytes
LARGEST_LIST = 1_000_000  # bytes of the manifest, and of the checksums
MOST_FILES = 1_000


@dataclass(frozen=True, slots=True)
class _Found:
    """A file of the pack: its length in bytes and its SHA-256."""

    bytes: int
    sha256: str


def verify_pack(path: Path) -> tuple[str, ...]:
    """What is wrong with the pack at `path`, a sentence each; nothing when it is whole.

    The zip may have another name than its folder: downloads are often renamed.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return tuple(_wrong(archive))
    except FileNotFoundError:
        return ("no such file",)
    except OSError as error:
        return (f"cannot be read: {error.strerror or error}",)
    # zipfile: encrypted entries are a RuntimeError, unknown compressions a NotImplementedError, bad names a ValueError.
    except (zipfile.BadZipFile, RuntimeError, ValueError) as error:
        return (f"no readable zip: {error}",)


def _wrong(archive: zipfile.ZipFile) -> Iterator[str]:
    entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > LARGEST_PACK:
        yield "it holds more than a pack ever does"
        return
    unsafe = [entry.filename for entry in entries if not _is_safe(entry.filename)]
    if unsafe:
        yield from (f'"{name}" would be unpacked outside the pack\'s folder' for name in unsafe)
        return
    folders = sorted({PurePosixPath(entry.filename).parts[0] for entry in entries})
    if len(folders) != 1:
        yield f"it holds {len(folders)} folders, not one: {', '.join(folders)}"
        return
    names = [PurePosixPath(entry.filename).relative_to(folders[0]).as_posix() for entry in entries]
    yield from (f'"{name}" is in it twice' for name in sorted(set(names)) if names.count(name) > 1)
    found: dict[str, _Found] = {}
    damaged = False
    for name, entry in zip(names, entries, strict=True):
        try:
            found[name] = _digest(archive, entry)
        except (zipfile.BadZipFile, zlib.error, EOFError):
            damaged = True
            yield f'"{name}" is damaged'
    missing = [name for name in (MANIFEST, SUMS) if name not in names]
    yield from (f'"{name}" is missing' for name in missing)
    if damaged or missing:
        return
    yield from _wrong_sums(_text(archive, f"{folders[0]}/{SUMS}"), found)
    yield from _wrong_manifest(_text(archive, f"{folders[0]}/{MANIFEST}"), found, folders[0])


def _is_safe(name: str) -> bool:
    """Whether the name stays in a folder of its own when it is unpacked, on any system."""
    parts = PurePosixPath(name).parts
    return len(parts) >= 2 and not name.startswith("/") and ".." not in parts and not set(name) & set("\\:\0")


def _digest(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> _Found:
    digest = hashlib.sha256()
    with archive.open(entry) as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return _Found(entry.file_size, digest.hexdigest())


def _text(archive: zipfile.ZipFile, name: str) -> str:
    if archive.getinfo(name).file_size > LARGEST_LIST:
        return ""
    return archive.read(name).decode(errors="replace")


def _wrong_sums(sums: str, found: Mapping[str, _Found]) -> Iterator[str]:
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in sums.splitlines())}
    for name in sorted(listed.keys() - found.keys()):
        yield f'"{name}" is missing'
    for name in sorted(found.keys() - listed.keys() - {SUMS}):
        yield f'"{name}" is not listed in {SUMS}'
    for name in sorted(listed.keys() & found.keys()):
        if found[name].sha256 != listed[name]:
            yield f'"{name}" was changed: its checksum is not the one in {SUMS}'


def _wrong_manifest(manifest: str, found: Mapping[str, _Found], folder: str) -> Iterator[str]:
    try:
        stated = json.loads(manifest)
        files = {str(file["path"]): _Found(file["bytes"], file["sha256"]) for file in stated["files"]}
        name = f"{stated['session']}_{stated['country']}_{stated['language']}"
    except (ValueError, KeyError, TypeError, RecursionError):
        yield f"{MANIFEST} cannot be read"
        return
    if name != folder:
        yield f'{MANIFEST} is that of "{name}", the folder is called "{folder}"'
    actual = {name: file for name, file in found.items() if name not in (SUMS, MANIFEST, README)}
    for name in sorted(files.keys() | actual.keys()):
        if files.get(name) != actual.get(name):
            yield f'{MANIFEST} does not agree with "{name}"'
