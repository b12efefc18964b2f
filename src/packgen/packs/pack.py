"""A pack: the documents of one session for one country in one language, zipped with a manifest and checksums."""

from __future__ import annotations

import hashlib
import json
import textwrap
import time
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from packgen import __version__
from packgen.document import Audience
from packgen.output import source_date

FOLDERS: Mapping[Audience, str] = {"trainer": "trainer", "participant": "participants"}
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
README = "README.txt"

# Documents are written as docx and pdf, decks of slides as pptx and pdf.
Format = Literal["docx", "pptx", "pdf"]
FORMATS: tuple[Format, ...] = ("docx", "pptx", "pdf")

README_WIDTH = 76  # columns

# The earliest and the latest date that a zip can hold (APPNOTE 4.4.6: MS-DOS format, two seconds apart).
FIRST_DATE = (1980, 1, 1, 0, 0, 0)
_LAST_DATE = (2107, 12, 31, 23, 59, 58)


@dataclass(frozen=True, slots=True)
class PackFile:
    """One rendered document in one format; `title` is what readers know it by."""

    document: str
    title: str
    audience: Audience
    format: Format
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


@dataclass(frozen=True, slots=True)
class Origin:
    """What decides the bytes of a pack, told in its manifest so that it can be built again.

    `options`: those of the build that were given, `versions`: of what it was made with, `inputs`: the SHA-256 of every
    file that it was made from, by its path in the project.
    """

    options: Mapping[str, str | int]
    versions: Mapping[str, str]
    inputs: Mapping[str, str]


def pack_zip(info: PackInfo, title: str, files: Sequence[PackFile], plan: str, origin: Origin) -> bytes:
    """The zip of a pack: the same arguments give the same bytes (entries sorted, fixed dates and modes).

    `title`: the session's, as plain text in the pack's language.
    """
    contents = {file.name: file.data for file in files}
    contents[README] = _wrapped(plan).encode()
    contents[MANIFEST] = _manifest(info, title, files, origin)
    contents[SUMS] = _sums(contents)
    date = _date()
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(f"{info.name}/{name}", date)
            entry.create_system = 3  # Unix, on every platform, for the mode to count
            entry.external_attr = 0o100644 << 16
            # DOCX and PPTX are zips already, and so are a PDF's streams: little is left to gain.
            level = 1 if name.endswith((".docx", ".pptx")) else 6
            archive.writestr(entry, contents[name], compress_type=zipfile.ZIP_DEFLATED, compresslevel=level)
    return buffer.getvalue()


def _date() -> tuple[int, int, int, int, int, int]:
    """The date of the entries: SOURCE_DATE_EPOCH, else a zip's earliest."""
    year, month, day, hour, minute, second = time.gmtime(source_date() or 0)[:6]
    return min(max((year, month, day, hour, minute, second), FIRST_DATE), _LAST_DATE)


def _wrapped(plan: str) -> str:
    """The print plan with its lines wrapped, an item's further lines under its first."""
    lines: list[str] = []
    for line in plan.splitlines():
        indent = " " * (len(line) - len(line.lstrip(" ")))
        hanging = indent + ("  " if line.lstrip().startswith("*") else "")
        lines += textwrap.wrap(line, README_WIDTH, subsequent_indent=hanging, break_long_words=False) or [""]
    return "\n".join(lines).strip() + "\n"


def _manifest(info: PackInfo, title: str, files: Sequence[PackFile], origin: Origin) -> bytes:
    manifest = {
        "session": info.session,
        "title": title,
        "country": info.country,
        "language": info.language,
        "packgen": __version__,
        "files": [
            {
                "path": file.name,
                "document": file.document,
                "title": file.title,
                "pages": file.pages,
                "bytes": len(file.data),
                "sha256": hashlib.sha256(file.data).hexdigest(),
            }
            for file in sorted(files, key=lambda file: file.name)
        ],
        "options": dict(origin.options),
        "versions": dict(origin.versions),
        "inputs": dict(origin.inputs),
    }
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()


def _sums(contents: Mapping[str, bytes]) -> bytes:
    """The lines that `sha256sum -c` reads, run inside the pack's folder."""
    return "".join(f"{hashlib.sha256(contents[name]).hexdigest()}  {name}\n" for name in sorted(contents)).encode()
