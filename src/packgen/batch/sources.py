"""The files that packs are made from, each listed and read once for all packs of a batch."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping

from packgen.batch.inputs import input_folders, is_input, options, tool_versions
from packgen.batch.plans import PackPlan
from packgen.packs.pack import Origin
from packgen.project import Project


class Sources:
    """The files of one project, as they are when they are first asked for."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.versions = tool_versions()
        self._listed: dict[str, tuple[str, ...]] = {}
        self._sums: dict[str, str] = {}
        self._times: dict[str, int] = {}

    def origin(self, pack: PackPlan) -> Origin:
        """What decides the bytes of a pack."""
        names = [name for folder in input_folders(pack.info) for name in self._names(folder)]
        inputs = {name: self._sum(name) for name in sorted(names) if is_input(name, pack.info)}
        return Origin(options(pack.occasion, pack.theme), self.versions, inputs)

    def sums(self, folder: str) -> Mapping[str, str]:
        """The SHA-256 (hexadecimal) of every file in a folder of the project, by its path in the project."""
        return {name: self._sum(name) for name in sorted(self._names(folder))}

    def unchanged(self, names: Iterable[str]) -> bool:
        """Whether nobody wrote these files since they were read."""
        try:
            return all((self.project.root / name).stat().st_mtime_ns == self._times[name] for name in names)
        except OSError:
            return False

    def _names(self, folder: str) -> tuple[str, ...]:
        if folder not in self._listed:
            paths = (self.project.root / folder).rglob("*")
            self._listed[folder] = tuple(self.project.name(path) for path in paths if path.is_file())
        return self._listed[folder]

    def _sum(self, name: str) -> str:
        if name not in self._sums:
            with (self.project.root / name).open("rb") as file:
                self._times[name] = os.fstat(file.fileno()).st_mtime_ns
                self._sums[name] = hashlib.sha256(file.read()).hexdigest()
        return self._sums[name]
