"""What the tests of translation share: a project that speaks Swahili, and its catalogues read and filled."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from packgen.project import Project
from packgen.translation import catalogue
from tests.sample import sample_project

COUNTRY = "code: xa\nname: Aland\nlanguages: [en, sw]\npaper: A4\n"
OTHER = "code: xb\nname: Bland\nlanguages: [en]\npaper: A4\n"


def swahili_project(root: Path) -> Project:
    """The sample project; xa speaks Swahili and has a text of its own, xb has one and does not."""
    own = "overview: Two parts, told in Aland.\n"
    changes = {
        "locales/countries/xa/country.yaml": COUNTRY,
        "locales/countries/xb/country.yaml": OTHER,
        "locales/countries/xb/sample.yaml": "overview: Two parts, told in Bland.\n",
    }
    return sample_project(root, override=own, changes=changes)


def po(project: Project, name: str = "sample") -> catalogue.Catalog:
    return catalogue.read(project.catalogue_file("sw", name), "sw", name)


def fill(project: Project, translations: dict[str, str], name: str = "sample") -> None:
    """Puts translations, by msgid, into the Swahili catalogue."""
    messages = po(project, name)
    for message in messages:
        if message.id in translations:
            message.string = translations[str(message.id)]
    project.catalogue_file("sw", name).write_bytes(catalogue.written(messages))


def translate_all(project: Project) -> None:
    """A translation that keeps everything: each word of letters in capitals, placeholders and links as they are."""
    for name in ("sample", "messages"):
        messages = po(project, name)
        for message in messages:
            if isinstance(message.id, str) and message.id:
                message.string = re.sub(
                    r"\{\{.*?\}\}|\{.*?\}|%\(.*?\)s|\]\(.*?\)|[a-z]+",
                    lambda m: m.group().upper() if m.group().isalpha() else m.group(),
                    message.id,
                )
        project.catalogue_file("sw", name).write_bytes(catalogue.written(messages))


def msgfmt(path: Path) -> None:
    subprocess.run(["msgfmt", "--check", "-o", "/dev/null", path], check=True)


def change(project: Project, old: str, new: str) -> None:
    """Changes words of the part "opening"."""
    path = project.part_file("sample", "opening")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
