"""The logo of an organisation: on the first page of both formats, read out by its name, the same bytes every time."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from PIL import Image

from packgen.document import Paragraph, Run, TitleBlock
from packgen.themes.logo import LOGO_SIZE, Logo
from packgen.themes.theme import Brand, Theme
from packgen.writers.docx.writer import write_docx
from packgen.writers.pdf.writer import write_pdf
from tests.access import word
from tests.access.matterhorn import failures
from tests.access.pdfa import pdfa_failures
from tests.ooxml import ooxml_errors
from tests.readers import docx_words, pdf_struct_text, pdf_words
from tests.writers.docx.word import THEME, document, found, opened, part
from tests.writers.pdf.printed import FONTS, reader

NAME = 'Friends of the Library & "Co"'


def logo(mode: str = "RGB", format_: str = "PNG") -> Logo:
    """A logo of 300 x 100 pixels, red where it has colours and clear at the left where it can be."""
    picture = Image.new("RGBA", (300, 100), (200, 0, 0, 255))
    picture.paste((0, 0, 0, 0), (0, 0, 100, 100))
    buffer = BytesIO()
    picture.convert(mode).save(buffer, format_)
    return Logo(buffer.getvalue(), "png" if format_ == "PNG" else "jpeg", 300, 100)


def branded(picture: Logo) -> Theme:
    """The project's theme with a brand."""
    return THEME.model_copy(update={"brand": Brand.model_construct(name=NAME, logo=picture)})


def tree(language: str = "en") -> object:
    words = {"en": "Tools", "ar": "أدوات"}[language]
    title = TitleBlock((Run("A Course · Session 3"),), (Run(words),), (Run("Nairobi"),))
    pages = tuple(Paragraph((Run(words + " "),)) for _ in range(60))
    return document(title, *pages, language=language)


def pdf(folder: Path, picture: Logo, language: str = "en") -> Path:
    path = folder / "branded.pdf"
    path.write_bytes(write_pdf(tree(language), branded(picture), FONTS).data)  # type: ignore[arg-type]
    return path


def docx(folder: Path, picture: Logo, language: str = "en") -> Path:
    path = folder / f"branded-{language}-{picture.format}.docx"
    path.write_bytes(write_docx(tree(language), branded(picture), pages=2, heading_pages={}))  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize(
    ("mode", "format_", "colours", "clear"),
    [
        ("RGB", "PNG", "/DeviceRGB", False),
        ("RGBA", "PNG", "/DeviceRGB", True),
        ("LA", "PNG", "/DeviceGray", True),
        ("1", "PNG", "/DeviceGray", False),
        ("P", "PNG", "/DeviceRGB", True),
        ("RGB", "JPEG", "/DeviceRGB", False),
    ],
)
def test_the_pdf_has_the_picture_once_with_its_shape_and_what_is_clear(
    tmp_path: Path, mode: str, format_: str, colours: str, clear: bool
) -> None:
    path = pdf(tmp_path, logo(mode, format_))
    with pikepdf.open(path) as file:
        first, *others = file.pages
        (image,) = first.get_images().values()
        assert (int(image.Width), int(image.Height), str(image.ColorSpace)) == (300, 100, colours)
        assert ("/SMask" in image) == clear
        assert others
        assert not any(page.get_images() for page in others)
        assert "Error" not in reader("qpdf", "--check", path)
    listed = reader("pdfimages", "-list", path).splitlines()[2:]
    assert len(listed) == 1 + clear


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_logo_stands_at_the_end_of_the_title_and_is_read_out_first(tmp_path: Path, language: str) -> None:
    path = pdf(tmp_path, logo(), language)
    with pikepdf.open(path) as file:
        instructions = pikepdf.parse_content_stream(file.pages[0])
        (matrix,) = (before for before, after in pairwise(instructions) if str(after.operator) == "Do")
        width, _, _, height, left, bottom = (float(operand) for operand in matrix.operands)
        page_width, page_height = (float(value) for value in file.pages[0].MediaBox[2:])
        (figure,) = _figures(file.Root.StructTreeRoot)
        assert str(figure.Alt) == NAME
        assert [float(value) for value in figure.A.BBox] == pytest.approx(
            [left, bottom, left + width, bottom + height], abs=1
        )
    assert (width, height) == (120, LOGO_SIZE[1])
    side = THEME.page.side
    assert left == pytest.approx(side if language == "ar" else page_width - side - width, abs=0.1)
    assert bottom + height == pytest.approx(page_height - THEME.page.top, abs=0.1)
    kinds = [kinds[-1] for kinds, _ in pdf_struct_text(path)]
    assert kinds[0] in ("P", "Figure")


def _figures(node: pikepdf.Object) -> list[pikepdf.Object]:
    found = node.get("/K")
    kids = list(found.as_list()) if isinstance(found, pikepdf.Array) else [found]
    inner = [figure for kid in kids if isinstance(kid, pikepdf.Dictionary) for figure in _figures(kid)]
    return [node, *inner] if node.get("/S") == "/Figure" else inner


@pytest.mark.parametrize("format_", ["PNG", "JPEG"])
def test_the_docx_has_the_file_s_own_bytes_in_the_line_with_the_name_as_alternative(
    tmp_path: Path, format_: str
) -> None:
    picture = logo(format_=format_)
    data = docx(tmp_path, picture).read_bytes()
    with ZipFile(BytesIO(data)) as package:
        assert package.read(f"word/media/logo.{picture.format}") == picture.data
    (shape,) = (each for each in opened(data).inline_shapes if each._inline.graphic.graphicData.pic is not None)
    assert (round(shape.width.pt), round(shape.height.pt)) == (120, 40)
    (told,) = found(part(data), "//wp:docPr[@name='Logo']")
    assert told.get("descr") == NAME
    assert not found(part(data), "//wp:anchor"), "in the line of text, as Word's accessibility checker wants it"


def test_word_takes_documents_with_either_kind_of_logo(tmp_path: Path) -> None:
    paths = [docx(tmp_path, logo()), docx(tmp_path, logo(format_="JPEG")), docx(tmp_path, logo("RGBA"), "ar")]
    assert ooxml_errors(paths) == {path: [] for path in paths}


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA"])
def test_the_files_stay_accessible_and_archival(tmp_path: Path, mode: str) -> None:
    path = pdf(tmp_path, logo(mode))
    with pikepdf.open(path) as file:
        assert failures(file) == []
    assert pdfa_failures(path.read_bytes()) == []
    assert word.failures(docx(tmp_path, logo(mode))) == []


def test_both_formats_say_the_same_words_and_the_same_bytes_each_time(tmp_path: Path) -> None:
    first = pdf(tmp_path, logo("RGBA")), docx(tmp_path, logo("RGBA"))
    assert docx_words(first[1]) == pdf_words(first[0])
    before = [path.read_bytes() for path in first]
    again = pdf(tmp_path, logo("RGBA")), docx(tmp_path, replace(logo("RGBA")))
    assert [path.read_bytes() for path in again] == before


def test_without_a_brand_nothing_of_it_is_in_the_files(tmp_path: Path) -> None:
    data = write_docx(tree(), THEME, pages=2, heading_pages={})  # type: ignore[arg-type]
    with ZipFile(BytesIO(data)) as package:
        assert not [name for name in package.namelist() if "media" in name]
    path = tmp_path / "plain.pdf"
    path.write_bytes(write_pdf(tree(), THEME, FONTS).data)  # type: ignore[arg-type]
    with pikepdf.open(path) as file:
        assert not any(page.get_images() for page in file.pages)
