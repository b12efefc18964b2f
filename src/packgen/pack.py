"""A pack: the documents of one session for one country in one language, zipped with a manifest and checksums."""

from __future__ import annotations

import hashlib
import json
import os
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from packgen import __version__
from packgen.document import Audience

FOLDERS: Mapping[Audience, str] = {"trainer": "trainer", "participant": "participants"}
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
README = "README.txt"

# What `verify` unpacks at most: a pack that claims more is no pack.
LARGEST_PACK = 500_000_000  # bytes
MOST_FILES = 1_000

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip can hold


@dataclass(frozen=True, slots=True)
class PackFile:
    """One rendered document in one format."""

    document: str
    audience: Audience
    format: str
    pages: int
    data: bytes

    @property
    def name(self) -> str:
        """Its path in the pack's folder."""
        return f"{FOLDERS[self.audience]}/{self.document}.{self.format}"


@dataclass(frozen=True, slots=True)
class PackInfo:
    """What a pack holds: session id, country code, language (BCP 47)."""

    session: str
    country: str
    language: str

    @property
    def name(self) -> str:
        """The zip's name without its ending, and the folder that it unpacks into."""
        return f"{self.session}_{self.country}_{self.language}"


def pack_zip(info: PackInfo, files: Sequence[PackFile], readme: str) -> bytes:
    """The zip of a pack: the same files give the same bytes (entries sorted, fixed dates and modes)."""
    contents = {file.name: file.data for file in files}
    contents[README] = readme.encode()
    contents[MANIFEST] = _manifest(info, files)
    contents[SUMS] = _sums(contents)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(f"{info.name}/{name}", date_time=_date())
            entry.create_system = 3  # Unix, on every platform, for the mode to count
            entry.external_attr = 0o100644 << 16
            # DOCX is a zip already, and so are a PDF's streams: little is left to gain.
            level = 1 if name.endswith(".docx") else 6
            archive.writestr(entry, contents[name], compress_type=zipfile.ZIP_DEFLATED, compresslevel=level)
    return buffer.getvalue()


def _date() -> tuple[int, int, int, int, int, int]:
    """The date of the entries: SOURCE_DATE_EPOCH, else a zip's earliest."""
    written = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not written.isdigit():
        return _ZIP_EPOCH
    moment = time.gmtime(int(written))[:6]
    return max(_ZIP_EPOCH, (moment[0], moment[1], moment[2], moment[3], moment[4], moment[5]))


def _manifest(info: PackInfo, files: Sequence[PackFile]) -> bytes:
    manifest = {
        "session": info.session,
        "country": info.country,
        "language": info.language,
        "packgen": __version__,
        "files": [
            {
                "path": file.name,
                "document": file.document,
                "pages": file.pages,
                "bytes": len(file.data),
                "sha256": hashlib.sha256(file.data).hexdigest(),
            }
            for file in sorted(files, key=lambda file: file.name)
        ],
    }
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()


def _sums(contents: Mapping[str, bytes]) -> bytes:
    """The lines that `sha256sum -c` reads, run inside the pack's folder."""
    return "".join(f"{hashlib.sha256(contents[name]).hexdigest()}  {name}\n" for name in sorted(contents)).encode()


# --- verify ---------------------------------------------------------------------------------------


def verify_pack(path: Path) -> tuple[str, ...]:
    """What is wrong with the pack at `path`, a sentence each; nothing when it is whole."""
    try:
        with zipfile.ZipFile(path) as archive:
            return tuple(_wrong(archive, path.stem))
    except FileNotFoundError:
        return (f"{path}: no such file",)
    except (OSError, zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        return (f"{path}: not a readable zip: {error}",)


def _wrong(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > LARGEST_PACK:
        yield "it holds more than a pack ever does"
        return
    if len(set(names)) != len(names):
        yield "it holds a file twice"
    for entry in names:
        if not _is_safe(entry) or PurePosixPath(entry).parts[0] != name:
            yield f'"{entry}" is not in the folder "{name}"'
    broken = archive.testzip()
    if broken:
        yield f'"{broken}" is damaged'
        return
    found = {PurePosixPath(*PurePosixPath(n).parts[1:]).as_posix(): archive.read(n) for n in names if _is_safe(n)}
    if SUMS not in found or MANIFEST not in found:
        yield f"{SUMS} or {MANIFEST} is missing"
        return
    yield from _wrong_sums(found)
    yield from _wrong_manifest(found, name)


def _is_safe(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return len(parts) >= 2 and not name.startswith("/") and ".." not in parts and "\\" not in name


def _wrong_sums(found: Mapping[str, bytes]) -> Iterator[str]:
    listed: dict[str, str] = {}
    for line in found[SUMS].decode(errors="replace").splitlines():
        digest, _, name = line.partition("  ")
        listed[name] = digest
    for name in sorted(listed.keys() - found.keys()):
        yield f'"{name}" is missing'
    for name in sorted(found.keys() - listed.keys() - {SUMS}):
        yield f'"{name}" is not listed in {SUMS}'
    for name in sorted(listed.keys() & found.keys()):
        if hashlib.sha256(found[name]).hexdigest() != listed[name]:
            yield f'"{name}" was changed: its checksum is not the one in {SUMS}'


def _wrong_manifest(found: Mapping[str, bytes], name: str) -> Iterator[str]:
    try:
        manifest = json.loads(found[MANIFEST])
        files = {file["path"]: (file["bytes"], file["sha256"]) for file in manifest["files"]}
        stated = f"{manifest['session']}_{manifest['country']}_{manifest['language']}"
    except (ValueError, KeyError, TypeError):
        yield f"{MANIFEST} cannot be read"
        return
    if stated != name:
        yield f'{MANIFEST} is that of "{stated}", the pack is called "{name}"'
    actual = {
        path: (len(data), hashlib.sha256(data).hexdigest())
        for path, data in found.items()
        if path not in (SUMS, MANIFEST, README)
    }
    for path in sorted(files.keys() | actual.keys()):
        if files.get(path) != actual.get(path):
            yield f'{MANIFEST} does not agree with "{path}"'
