"""The pages of every Word file of every country, as the Open XML SDK and LibreOffice see them."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from packgen.batch.run import BuiltFile
from tests.conftest import BuiltPacks
from tests.office import to_pdf
from tests.ooxml import ooxml_errors
from tests.readers import docx_contents, pdf_outline, squeezed


@dataclass(frozen=True)
class Printed:
    """A Word file of a pack, what LibreOffice prints of it, and how many characters stand on each page."""

    file: BuiltFile
    pdf: Path
    pages: tuple[int, ...]


def word_files(packs: BuiltPacks) -> list[BuiltFile]:
    """All Word files of all packs."""
    return [file for report in packs.reports.values() for file in report.files if file.format == "docx"]


@pytest.fixture(scope="module")
def printed(packs: BuiltPacks, tmp_path_factory: pytest.TempPathFactory) -> list[Printed]:
    """All of them, printed by one start of LibreOffice."""
    files = word_files(packs)
    made = to_pdf([file.path for file in files], tmp_path_factory.mktemp("office"))
    return [Printed(file, made[file.path], characters(made[file.path])) for file in files]


def characters(pdf: Path) -> tuple[int, ...]:
    """How many characters stand on each page, white space left out (poppler)."""
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    return tuple(len(squeezed(page)) for page in text.split("\f")[:-1])


def test_every_file_is_valid_by_the_open_xml_sdk(packs: BuiltPacks) -> None:
    errors = ooxml_errors([file.path for file in word_files(packs)])
    assert len(errors) >= 32
    assert {path: found for path, found in errors.items() if found} == {}


def test_libreoffice_prints_as_many_pages_as_the_pdf_has_within_one(printed: list[Printed]) -> None:
    counts = {str(one.file.path): (len(one.pages), one.file.pages) for one in printed}
    assert {path: count for path, count in counts.items() if abs(count[0] - count[1]) > 1} == {}


def test_no_page_is_left_with_little_more_than_its_running_lines(printed: list[Printed]) -> None:
    least = {str(one.file.path): min(one.pages) for one in printed}
    assert {path: count for path, count in least.items() if count < 150} == {}


def test_libreoffice_finds_the_headings_of_the_contents_within_one_page_of_where_it_says(
    printed: list[Printed],
) -> None:
    for one in printed:
        contents = docx_contents(one.file.path)
        if one.file.document == "trainer-guide":
            outline = pdf_outline(one.pdf)
            assert len(contents) > 20
            assert [(level, title) for level, title, _ in outline] == [(level, title) for level, title, _ in contents]
            pages = zip((page for *_, page in outline), (page for *_, page in contents), strict=True)
            assert max(abs(real - told) for real, told in pages) <= 1, one.file.path
        else:
            assert contents == []
