"""What decides a document's bytes and a pack's, told by checksums: what has the same is not made again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from packgen.document import Deck, Document
from packgen.packs.pack import Format
from packgen.writers.pdf.fonts import PACKAGED_FONTS, SYSTEM_FONTS

if TYPE_CHECKING:
    from packgen.themes.theme import Theme

_PACKAGE = Path(__file__).parents[1]

# What a document's bytes come from, each by its fingerprint: "text" (the document tree: all words, in order, with their
# languages), "theme", "fonts", "packgen" (its code and its libraries' versions), "formats", "date".
Parts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Toolchain:
    """The fingerprints of what makes documents, the same for all of a project: packgen with its libraries, fonts."""

    packgen: str
    fonts: str


def toolchain(versions: Mapping[str, str], fonts: Mapping[str, str]) -> Toolchain:
    """The toolchain here and now. `versions` are those of libraries, `fonts` the sums of the project's own by path.

    packgen's own files are read, so that a changed line counts before a version does.
    """
    own = sorted(_sums(_PACKAGE))
    ours = PACKAGED_FONTS.relative_to(_PACKAGE).as_posix() + "/"
    code = [named for named in own if not named[0].startswith(ours)]
    packaged = [named for named in own if named[0].startswith(ours)]
    found = [packaged, sorted(fonts.items()), _listing(SYSTEM_FONTS)]
    return Toolchain(_print([code, sorted(versions.items())]), _print(found))


def _sums(folder: Path, above: str = "") -> Iterator[tuple[str, str]]:
    """The SHA-256 of every file in a folder, by its path in it; of byte code none."""
    with os.scandir(folder) as found:
        for entry in found:
            if entry.is_file():
                with open(entry, "rb") as file:  # noqa: PTH123 - of a Path for each file, making it would take longest
                    yield above + entry.name, hashlib.file_digest(file, "sha256").hexdigest()
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _sums(Path(entry), f"{above}{entry.name}/")


def _listing(folder: Path) -> list[tuple[str, int, int]]:
    """Names, sizes and times of files: enough for what a system's packages put there, and read in no time."""
    try:
        with os.scandir(folder) as found:
            return sorted((entry.name, entry.stat().st_size, entry.stat().st_mtime_ns) for entry in found)
    except OSError:
        return []


def document_parts(
    document: Document | Deck, theme: Theme, made_by: Toolchain, formats: Sequence[Format], date: str
) -> Parts:
    """What the bytes of a document come from; `date` is the SOURCE_DATE_EPOCH that is written into it, or ""."""
    return {
        "text": _sum(repr(document)),
        "theme": _sum(repr(theme)),
        "fonts": made_by.fonts,
        "packgen": made_by.packgen,
        "formats": " ".join(formats),
        "date": date,
    }


def document_key(parts: Parts) -> str:
    """What the cache calls a document of these parts."""
    return _print(sorted(parts.items()))


def templates_key(inputs: Mapping[str, str], made_by: Toolchain) -> str:
    """What changes when templates, themes or fonts do, among the sums of a pack's files."""
    return _print([made_by.fonts, *((name, value) for name, value in inputs.items() if name.startswith("templates/"))])


def pack_key(names: Iterable[str]) -> str:
    """What the cache calls the record of a pack, from all that tells it from other packs."""
    return _print(["pack", *names])


def _print(values: object) -> str:
    return _sum(json.dumps(values))


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
