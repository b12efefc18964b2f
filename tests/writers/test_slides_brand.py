"""The logo of an organisation on the title slide: in both formats, on paper, read out by its name."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from pptx import Presentation
from pptx.shapes.picture import Picture
from pptx.util import Pt

from packgen.writers.pdf.slides import write_deck
from packgen.writers.pptx.writer import write_pptx
from packgen.writers.slides import LOGO
from tests.ooxml import ooxml_errors
from tests.readers import pdf_struct_text
from tests.writers.pdf.printed import FONTS, reader
from tests.writers.pptx.test_writer import COVER, deck, slide
from tests.writers.test_brand import NAME, branded, logo


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_title_slide_alone_has_the_logo(tmp_path: Path, language: str) -> None:
    theme = branded(logo())
    whole = replace(deck(COVER, slide()), language=language)
    made = write_deck(whole, theme, FONTS)
    data = write_pptx(whole, theme, made.fits)
    presentation = Presentation(BytesIO(data))
    pictures = [[shape for shape in page.shapes if isinstance(shape, Picture)] for page in presentation.slides]
    assert [len(found) for found in pictures] == [1, 0]
    (picture,) = pictures[0]
    assert picture.image.blob == logo().data
    assert picture._element.xpath("p:nvPicPr/p:cNvPr/@descr") == [NAME]
    assert (picture.width, picture.height) == (Pt(LOGO.height * 3), Pt(LOGO.height))
    files = [tmp_path / "branded.pptx", tmp_path / "branded.pdf", tmp_path / "handout.pdf"]
    for path, bytes_ in zip(files, (data, made.slides, made.handout), strict=True):
        path.write_bytes(bytes_)
    assert ooxml_errors(files[:1]) == {files[0]: []}
    with pdfplumber.open(files[1]) as pdf:
        assert [len(page.images) for page in pdf.pages] == [1, 0]
        (image,) = pdf.pages[0].images
        assert image["x0"] == pytest.approx(picture.left / 12700, abs=0.01)
        assert image["top"] == pytest.approx(picture.top / 12700, abs=0.01)
    for path in files[1:]:
        assert "Figure" in reader("pdfinfo", "-struct", path)
        assert pdf_struct_text(path)
