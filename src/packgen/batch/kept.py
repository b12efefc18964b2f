"""What builds keep for the next one: the files of each document, and a record of each pack."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from packgen.batch.cache import Cache
from packgen.batch.fingerprints import Parts, Toolchain
from packgen.batch.plans import BuiltFile
from packgen.packs.pack import Origin, PackFile


def packed(files: Sequence[PackFile]) -> bytes:
    """A document's files as one entry of the cache: a line of JSON that describes them, then their bytes."""
    described = [{**asdict(file), "data": len(file.data)} for file in files]
    return b"".join([json.dumps(described).encode(), b"\n", *(file.data for file in files)])


def unpacked(entry: bytes) -> tuple[PackFile, ...]:
    """The files that `packed` made one entry of."""
    described, _, data = entry.partition(b"\n")
    files: list[PackFile] = []
    for values in json.loads(described):
        size = values.pop("data")
        files.append(PackFile(**values, data=data[:size]))
        data = data[size:]
    return tuple(files)


@dataclass(frozen=True, slots=True)
class Output:
    """A file as it was written: its sum (SHA-256), and size and time, which tell that nobody touched it since."""

    path: Path
    sum: str
    size: int
    modified: int  # nanoseconds since 1970


@dataclass(frozen=True, slots=True)
class Record:
    """A pack as it was built last: what from, which parts of it went into each document, and what was written.

    `whole`: nothing was wrong with it.
    """

    origin: Origin
    toolchain: Toolchain
    documents: Mapping[str, Parts]
    outputs: tuple[Output, ...]
    files: tuple[BuiltFile, ...]
    zip: Path | None
    zip_bytes: int
    untranslated: int
    whole: bool


def read_record(cache: Cache, key: str) -> Record | None:
    """The record, None where there is none that this packgen can read."""
    entry = cache.get(key)
    if entry is None:
        return None
    try:
        return _records().validate_json(entry)
    except ValidationError:
        return None


def write_record(cache: Cache, key: str, record: Record) -> None:
    cache.put(key, _records().dump_json(record))


@lru_cache(maxsize=1)
def _records() -> TypeAdapter[Record]:
    return TypeAdapter(Record)
