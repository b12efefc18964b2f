"""Whether a pack is what its project gives: it is built again as its manifest says, and compared byte for byte."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from packgen import __version__
from packgen.batch import run as batch
from packgen.content.load import load_country
from packgen.content.schedule import Occasion
from packgen.output import dated
from packgen.packs.pack import FORMATS, MANIFEST, SUMS, Origin, PackInfo
from packgen.problems import Problems, nearest
from packgen.project import Project


@dataclass(frozen=True, slots=True)
class _Pack:
    """A pack that was read: its files by their path in its folder, and what its manifest says of its origin."""

    files: Mapping[str, bytes]
    info: PackInfo
    packgen: str
    origin: Origin


class _Unusable(Exception):
    """The pack cannot be built again; the message says why."""


def differences(path: Path, project: Project) -> tuple[str, ...]:
    """What differs when the pack at `path`, which is whole, is built again from the project; a sentence each.

    Nothing when every byte is the same. Raises Problems for content that cannot be built.
    """
    try:
        pack = _read(path)
        with (
            tempfile.TemporaryDirectory(prefix="packgen-") as folder,
            dated(pack.origin.options.get("source-date-epoch")),
        ):
            rebuilt = _built(pack, project, Path(folder))
            again = _read(rebuilt)
            found = (*_files(pack, again), *_origins(pack, again))
            if not found and path.read_bytes() != rebuilt.read_bytes():
                return ("its files are the same, but not how they were zipped",)
            return found
    except _Unusable as error:
        return (str(error),)


def _read(path: Path) -> _Pack:
    """The pack at `path`. Raises _Unusable for one without its origin, as older ones are."""
    with zipfile.ZipFile(path) as archive:
        files = {
            PurePosixPath(*PurePosixPath(name).parts[1:]).as_posix(): archive.read(name)
            for name in archive.namelist()
            if not name.endswith("/")
        }
    stated: dict[str, Any] = json.loads(files[MANIFEST])
    try:
        origin = Origin(*(dict(stated[name]) for name in ("options", "versions", "inputs")))
        info = PackInfo(*(str(stated[name]) for name in ("session", "country", "language")))
        return _Pack(files, info, str(stated["packgen"]), origin)
    except (KeyError, TypeError, ValueError):
        raise _Unusable(f"its {MANIFEST} does not say what it was made from: it cannot be built again") from None


def _built(pack: _Pack, project: Project, folder: Path) -> Path:
    """Builds the pack into the folder. Raises _Unusable for names that the project has not, and Problems."""
    info, options = pack.info, pack.origin.options
    _must_be("session", info.session, project.sessions())
    _must_be("country", info.country, project.countries())
    _must_be("language", info.language, load_country(project, info.country).languages)
    theme = options.get("theme")
    if theme is not None:
        _must_be("theme", str(theme), project.themes())
    minutes = {name: options[name] for name in ("start", "minutes", "participants") if name in options}
    if not all(isinstance(value, int) for value in minutes.values()):
        raise _Unusable(f"the options in its {MANIFEST} cannot be read")
    occasion = Occasion(**{name: int(value) for name, value in minutes.items()})
    plan = batch.plan(
        project,
        [info.session],
        [info.country],
        [info.language],
        (),
        FORMATS,
        folder,
        occasion,
        None if theme is None else str(theme),
    )
    reports = tuple(batch.build(plan.packs, lambda *_: None))
    problems = [*plan.problems, *(problem for report in reports for problem in report.problems)]
    if problems:
        raise Problems(problems)
    return folder / f"{info.name}.zip"


def _must_be(kind: str, name: str, valid: tuple[str, ...]) -> None:
    if name not in valid:
        raise _Unusable(f'the project has no {kind} "{name}"{nearest(name, valid)}')


def _files(pack: _Pack, again: _Pack) -> Iterator[str]:
    names = sorted(pack.files.keys() | again.files.keys())
    differ = [name for name in names if pack.files.get(name) != again.files.get(name)]
    for name in [name for name in differ if name not in (MANIFEST, SUMS)] or differ:  # those two follow from the others
        if name not in again.files:
            yield f'"{name}" is not built any more'
        elif name not in pack.files:
            yield f'"{name}" is built now, and is not in it'
        else:
            yield f'"{name}" is not the same when it is built again'


def _origins(pack: _Pack, again: _Pack) -> Iterator[str]:
    """What explains the differences: inputs and versions that are others now."""
    if pack.packgen != again.packgen:
        yield f"made with packgen {pack.packgen}, built again with {__version__}"
    for name, (then, now) in _pairs(pack.origin.versions, again.origin.versions):
        yield f"made with {name} {then or '(none)'}, built again with {now or '(none)'}"
    for name, (then, now) in _pairs(pack.origin.inputs, again.origin.inputs):
        if not now:
            yield f"{name} went into it, and is not in the project"
        elif not then:
            yield f"{name} is in the project, and did not go into it"
        else:
            yield f"{name} is not the file that went into it"


def _pairs(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """The names whose values differ, with both values; "" where there is none."""
    for name in sorted(then.keys() | now.keys()):
        values = then.get(name, ""), now.get(name, "")
        if values[0] != values[1]:
            yield name, values
