"""What is to be built, and what became of it: plain values between the command line, the batch and its workers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from packgen.content.model import Topic
from packgen.content.schedule import ANY_OCCASION, Occasion
from packgen.packs.pack import FORMATS, Format, PackInfo
from packgen.problems import Problem
from packgen.project import Project


@dataclass(frozen=True, slots=True)
class PackPlan:
    """One pack to build. `documents` and `formats` choose among its own; no documents means all.

    `occasion`: when, how long and for how many the session is held, as far as it is known. `theme` is used in place of
    the country's own. `strict`: a text that the language lacks is a mistake.
    """

    project: Project
    session: str
    country: str
    language: str
    documents: tuple[str, ...]
    formats: tuple[Format, ...]
    out: Path
    occasion: Occasion = ANY_OCCASION
    theme: str | None = None
    strict: bool = False

    @property
    def info(self) -> PackInfo:
        """What the pack is called."""
        return PackInfo(self.session, self.country, self.language)

    @property
    def folder(self) -> Path:
        """Where its documents are put, beside the zip."""
        return self.out / self.country / self.language / self.session

    @property
    def zip(self) -> Path:
        """Where the pack itself is put."""
        return self.out / f"{self.info.name}.zip"

    @property
    def is_whole(self) -> bool:
        """Whether all its documents are built: only a whole pack is zipped."""
        return not self.documents and set(self.formats) == set(FORMATS)


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """A file that was written, or was there as it should be: which document, how many pages and bytes, where."""

    document: str
    format: Format
    pages: int
    bytes: int
    path: Path


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a document was rendered (`built`), or was not."""

    document: str
    built: bool
    why: str


@dataclass(frozen=True, slots=True)
class PackReport:
    """What became of one pack: files, the zip (None when it was not published), problems, texts not translated yet.

    `left_out`: the topics that were left out to fit the time there is. `reasons`: one a document.
    """

    info: PackInfo
    files: tuple[BuiltFile, ...] = ()
    zip: Path | None = None
    zip_bytes: int = 0
    problems: tuple[Problem, ...] = ()
    untranslated: int = 0
    left_out: tuple[Topic, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The packs to build, and why countries get none: what is wrong with their profile."""

    packs: tuple[PackPlan, ...]
    problems: tuple[Problem, ...]
