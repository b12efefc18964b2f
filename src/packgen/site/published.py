"""The packs of an output folder, read back from their zips: what a download page may offer, and what it may not."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from packgen.content.model import Id, Language
from packgen.document import Audience
from packgen.packs.pack import FIRST_DATE, FOLDERS, MANIFEST, PackInfo
from packgen.packs.signature import signature_file
from packgen.packs.verify import verify_pack
from packgen.problems import Problem, Source

_NAME = r"[a-z0-9]+(-[a-z0-9]+)*"
_PATH = rf"^({'|'.join(FOLDERS.values())})/{_NAME}\.[a-z0-9]{{1,8}}$"


HANDOUT = "-handout"  # what the id of a handout of slides adds to that of the slides


class _Stated(BaseModel):
    model_config = ConfigDict(frozen=True)  # keys of later versions are no error


class _StatedFile(_Stated):
    path: Annotated[str, StringConstraints(pattern=_PATH)]
    document: Id
    title: Annotated[str, StringConstraints(max_length=500)] = ""
    pages: Annotated[int, Field(ge=0, le=100_000)]
    bytes: int
    sha256: str


class _StatedPack(_Stated):
    session: Id
    title: Annotated[str, StringConstraints(max_length=500)] = ""
    country: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
    language: Language
    files: tuple[_StatedFile, ...]


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file to download: its path below the output folder, bytes, SHA-256, and pages (0: not known)."""

    path: str
    bytes: int
    sha256: str
    pages: int = 0

    @property
    def name(self) -> str:
        """Its name without folders."""
        return self.path.rpartition("/")[2]

    @property
    def format(self) -> str:
        """The ending of its name: "pdf"."""
        return self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class PublishedDocument:
    """A document of a pack and those of its files that lie beside the zip, byte for byte as they are in it.

    `handout`: a further PDF of slides, several to a page.
    """

    id: str
    title: str
    audience: Audience
    pages: int
    files: tuple[PublishedFile, ...]
    handout: PublishedFile | None = None

    @property
    def is_deck(self) -> bool:
        """Whether it is made of slides."""
        return self.handout is not None or any(file.format == "pptx" for file in self.files)

    @property
    def pdf(self) -> PublishedFile | None:
        return next((file for file in self.files if file.format == "pdf"), None)


@dataclass(frozen=True, slots=True)
class PublishedPack:
    """A whole pack: what it is, its title in its own language, its zip, when that was made, its documents.

    `signature`: the path of the zip's signature, None where it is not signed.
    """

    info: PackInfo
    title: str
    zip: PublishedFile
    date: date
    documents: tuple[PublishedDocument, ...]
    signature: str | None = None

    @property
    def all_files(self) -> tuple[PublishedFile, ...]:
        """The zip, then what can be downloaded alone."""
        single = ((*document.files, document.handout) for document in self.documents)
        return (self.zip, *(file for files in single for file in files if file))


def published_packs(out: Path) -> tuple[tuple[PublishedPack, ...], tuple[Problem, ...]]:
    """The whole packs in the folder `out`, by name; and what is wrong with zips and documents that are left out."""
    packs: list[PublishedPack] = []
    problems: list[Problem] = []
    for path in sorted(out.glob("*.zip")):
        wrong = verify_pack(path)
        if not wrong:
            try:
                pack, wrong = _read(out, path)
                packs.append(pack)
            except _NoPack as error:
                wrong = (str(error),)
        problems += (Problem(Source(path.name, 0), sentence) for sentence in wrong)
    return tuple(packs), tuple(problems)


class _NoPack(Exception):
    """A zip that verifies, but is none that packgen built under this name."""


def _read(out: Path, path: Path) -> tuple[PublishedPack, tuple[str, ...]]:
    """The pack in a zip that verifies, and a sentence for each document beside it that is another. Raises _NoPack."""
    with zipfile.ZipFile(path) as archive:
        [name] = [name for name in archive.namelist() if name.split("/")[1:] == [MANIFEST]]
        entry_date = archive.getinfo(name).date_time
        raw = archive.read(name)
    try:
        stated = _StatedPack.model_validate(json.loads(raw))
    except ValidationError as error:
        first = error.errors()[0]
        raise _NoPack(f"{MANIFEST}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    except UnicodeDecodeError as error:
        raise _NoPack(f"{MANIFEST}: {error}") from None
    info = PackInfo(stated.session, stated.country, stated.language)
    if path.stem != info.name:
        raise _NoPack(f'holds the pack "{info.name}", which is offered under its own name alone')
    data = path.read_bytes()
    whole = PublishedFile(path.name, len(data), hashlib.sha256(data).hexdigest())
    found = {file.path: _digest(out / _place(info, file)) for file in stated.files}
    same = {
        file.path: PublishedFile(_place(info, file), file.bytes, file.sha256, file.pages)
        for file in stated.files
        if found[file.path] == file.sha256
    }
    changed = [file for file in stated.files if found[file.path] and file.path not in same]
    wrong = tuple(f"{_place(info, file)} is not the one in this pack; build them again" for file in changed)
    documents = tuple(_documents(stated, same))
    signature = signature_file(path)
    made = _date(entry_date) or datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    signed_by = signature.name if signature.is_file() else None
    return PublishedPack(info, stated.title or stated.session, whole, made, documents, signed_by), wrong


def _place(info: PackInfo, file: _StatedFile) -> str:
    """Where a build puts a document of the pack, below the output folder."""
    return f"{info.country}/{info.language}/{info.session}/{file.path.rpartition('/')[2]}"


def _digest(path: Path) -> str:
    """The SHA-256 of a file, "" when there is none that can be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _date(entry: tuple[int, int, int, int, int, int]) -> date | None:
    """The day in a zip's entry; None for the earliest there is, which entries have without SOURCE_DATE_EPOCH."""
    try:
        return None if entry == FIRST_DATE else date(*entry[:3])
    except ValueError:
        return None


def _documents(stated: _StatedPack, there: Mapping[str, PublishedFile]) -> Iterator[PublishedDocument]:
    """The documents, the trainer's first and slides after the guide; a handout of slides goes with its slides."""
    by_id: dict[str, list[_StatedFile]] = {}
    for file in sorted(stated.files, key=lambda file: (not file.path.endswith(".pdf"), file.path)):
        by_id.setdefault(file.document, []).append(file)
    found = (
        PublishedDocument(
            document,
            _short(files[0].title, stated.title) or document,
            _audience(files[0]),
            files[0].pages,
            tuple(there[file.path] for file in files if file.path in there),
            next((there[file.path] for file in by_id.get(document + HANDOUT, ()) if file.path in there), None),
        )
        for document, files in by_id.items()
        if not (document.endswith(HANDOUT) and document.removesuffix(HANDOUT) in by_id)
    )
    yield from sorted(found, key=lambda document: (document.audience != "trainer", document.is_deck))


def _short(title: str, session: str) -> str:
    """A document's title without that of the session, where it ends with it: "Slides: Sharing Tools" is "Slides"."""
    return title.removesuffix(session).rstrip(" :：\u00a0\u202f") or title


def _audience(file: _StatedFile) -> Audience:
    return next(audience for audience, folder in FOLDERS.items() if file.path.startswith(f"{folder}/"))
