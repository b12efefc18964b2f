from __future__ import annotations

from pathlib import Path

import pdfplumber
import pytest
from docx import Document

from tests.office import to_pdf


def test_files_of_one_name_each_become_their_own_pdf(tmp_path: Path) -> None:
    files = [tmp_path / country / "guide.docx" for country in ("ke", "za")]
    for file in files:
        file.parent.mkdir()
        document = Document()
        document.add_paragraph(f"Made for {file.parent.name}")
        document.save(str(file))

    made = to_pdf(files, tmp_path / "pdf")

    assert list(made) == files
    for file, pdf in made.items():
        with pdfplumber.open(pdf) as read:
            assert [page.extract_text() for page in read.pages] == [f"Made for {file.parent.name}"]


def test_a_file_that_cannot_be_converted_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 and no more")

    with pytest.raises(RuntimeError, match=r"broken\.docx"):
        to_pdf([broken], tmp_path / "pdf")


def test_no_files_need_no_office(tmp_path: Path) -> None:
    assert to_pdf([], tmp_path) == {}
