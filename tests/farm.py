"""A project of many countries, made of the sample: enough packs to keep several workers busy."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from packgen.batch import run as batch
from packgen.batch.plans import PackPlan
from packgen.packs.pack import FORMATS
from packgen.project import Project
from tests.sample import COUNTRY, sample_project


def farm(root: Path, countries: int) -> Project:
    """The sample with countries xa, xb, xc ..., each with a text of its own."""
    codes = [f"x{chr(ord('a') + at)}" for at in range(countries)]
    files = {f"locales/countries/{code}/country.yaml": COUNTRY.replace("code: xa", f"code: {code}") for code in codes}
    own = {f"locales/countries/{code}/sample.yaml": f"title: Tools of {code.upper()}\n" for code in codes}
    return sample_project(root, changes=files | own)


def plans(project: Project, out: Path, *, strict: bool = False) -> Sequence[PackPlan]:
    """Every pack of the project."""
    plan = batch.plan(project, project.sessions(), project.countries(), (), (), FORMATS, out, strict=strict)
    assert plan.problems == ()
    return plan.packs


def sums(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below the folder, by its path in it."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
