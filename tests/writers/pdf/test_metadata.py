"""What a PDF says about itself to viewers, catalogues and screen readers."""

from __future__ import annotations

import os
import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests.writers.pdf.conftest import COUNTRIES, Pack
from tests.writers.pdf.printed import document, paragraphs, reader, rendered, saved


@pytest.mark.parametrize("country", COUNTRIES)
def test_title_language_and_conformance(pack: Pack, country: str) -> None:
    for printed in pack(country):
        with pikepdf.open(printed.path) as pdf:
            assert str(pdf.Root.Lang) == printed.document.language
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.docinfo.Title) == printed.document.title
            assert str(pdf.docinfo.Author) == printed.document.author
            assert str(pdf.docinfo.Subject) == printed.document.subject
            with pdf.open_metadata() as xmp:
                assert xmp["pdfuaid:part"] == "1"
                assert xmp["dc:title"] == printed.document.title
                assert printed.document.language in xmp["dc:language"]
            assert pdf.pdf_version == "1.7"
        assert "Tagged:          yes" in reader("pdfinfo", printed.path)


def test_hostile_words_stay_words_in_the_metadata() -> None:
    title = "A & B <c> ]]> &amp; (d) \\e “f” مكتبة"
    with pikepdf.open(BytesIO(rendered(document(*paragraphs("x"), title=title)).data)) as pdf:
        assert str(pdf.docinfo.Title) == title
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == title


def test_the_date_is_that_of_the_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "SOURCE_DATE_EPOCH", "1700000000")
    path = saved(tmp_path, document(*paragraphs("x")))
    with pikepdf.open(path) as pdf:
        assert str(pdf.docinfo.CreationDate).startswith("D:20231114221320")
        assert b"<xmp:CreateDate>2023-11-14T22:13:20Z<" in pdf.Root.Metadata.read_bytes()


@pytest.mark.parametrize(("language", "direction"), [("en-KE", "/L2R"), ("ar-EG", "/R2L"), ("ur", "/R2L")])
def test_viewers_and_printers_learn_on_which_side_pages_begin(language: str, direction: str) -> None:
    with pikepdf.open(BytesIO(rendered(document(*paragraphs("1"), language=language)).data)) as pdf:
        assert str(pdf.Root.ViewerPreferences.Direction) == direction


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_file_is_sound(pack: Pack, country: str) -> None:
    for printed in pack(country):
        assert "No syntax or stream encoding errors found" in reader("qpdf", "--check", printed.path)


def test_pages_are_counted_in_the_foot(pack: Pack) -> None:
    guide = pack("ke")[0]
    pages = reader("pdftotext", guide.path, "-").split("\f")[:-1]
    total = len(pages)
    assert [re.findall(r"Page (\d+) of (\d+)", page) for page in pages] == [
        [(str(number), str(total))] for number in range(1, total + 1)
    ]
