"""Fonts in the file: embedded, subset, and able to say what they draw; a character without a glyph is an error."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from packgen.document import Answer, Paragraph, Run
from packgen.writers.pdf.fonts import PACKAGED_FONTS, SYSTEM_FONTS, Fonts, MissingFont, MissingGlyph
from packgen.writers.pdf.writer import write_pdf
from tests.writers.pdf.conftest import COUNTRIES, Pack
from tests.writers.pdf.printed import THEME, document, paragraphs, reader, rendered, saved


def fonts_in(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Every font dictionary of the file that text can be set in, wherever it is used."""
    return [
        each
        for each in pdf.objects
        if isinstance(each, pikepdf.Dictionary)
        and each.get("/Type") == "/Font"
        and not str(each.Subtype).startswith("/CIDFont")
    ]


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_font_of_every_document_is_an_embedded_subset(pack: Pack, country: str) -> None:
    for printed in pack(country):
        for line in reader("pdffonts", printed.path).splitlines()[2:]:
            name, *_, embedded, subset, to_unicode, _, _ = line.split()
            assert "+NotoSans-" in name
            assert (embedded, subset) == ("yes", "yes")
            # What a form's viewer types needs no table: its codes are those of WinAnsiEncoding.
            assert to_unicode == "yes" or "WinAnsi" in line
        with pikepdf.open(printed.path) as pdf:
            assert fonts_in(pdf)
            for font in fonts_in(pdf):
                descriptor = (font.DescendantFonts[0] if font.Subtype == "/Type0" else font).FontDescriptor
                assert len(descriptor.FontFile2.read_bytes()) > 500
                assert str(font.BaseFont) == str(descriptor.FontName)
        assert b"Helvetica" not in printed.path.read_bytes()


def test_a_subset_holds_only_what_the_document_draws() -> None:
    whole = (PACKAGED_FONTS / "NotoSans-Regular.ttf").stat().st_size
    assert len(rendered(document(*paragraphs("A few words."))).data) < whole / 20


def test_what_is_typed_into_a_form_is_set_in_the_embedded_font(tmp_path: Path) -> None:
    path = saved(tmp_path, document(Answer("q", "A question", 2)))
    typed, filled = "Zoë – “five” €", tmp_path / "filled.pdf"
    with pikepdf.open(path) as pdf:
        pdf.Root.AcroForm.Fields[0].V = pikepdf.String(typed)
        pdf.Root.AcroForm.NeedAppearances = True
        pdf.save(tmp_path / "typed.pdf")
    reader("qpdf", "--generate-appearances", tmp_path / "typed.pdf", filled)
    assert "Zoë" in reader("pdftotext", filled, "-")
    # No viewer has to bring a font of its own.
    assert all(line.split()[-5:-3] == ["yes", "yes"] for line in reader("pdffonts", filled).splitlines()[2:])


def test_every_style_has_its_own_face() -> None:
    content = (Run("a "), Run("b ", bold=True), Run("c ", italic=True), Run("d", bold=True, italic=True))
    with pikepdf.open(BytesIO(rendered(document(Paragraph(content))).data)) as pdf:
        names = {str(font.BaseFont).partition("+")[2] for font in fonts_in(pdf)}
    assert names == {f"NotoSans-{style}" for style in ("Regular", "Bold", "Italic", "BoldItalic")}


def test_a_character_that_no_font_has_is_named() -> None:
    with pytest.raises(MissingGlyph, match=r'no font has the character "中" \(U\+4E2D, CJK UNIFIED IDEOGRAPH-4E2D\)'):
        rendered(document(*paragraphs("A 中 B")))


def test_a_missing_character_names_the_font_and_package_that_have_it() -> None:
    packaged = Fonts.load((PACKAGED_FONTS,), "Noto Sans")
    with pytest.raises(MissingGlyph) as raised:
        write_pdf(document(*paragraphs("ห้องสมุด")), THEME, packaged)
    assert (raised.value.character, raised.value.file) == ("ห", "NotoSansThai-Regular.ttf")
    assert "fonts-noto-core" in str(raised.value)


def test_a_missing_family_names_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(MissingFont, match=f"Garamond-Regular.ttf is in none of: {tmp_path}"):
        Fonts.load((tmp_path,), "Garamond")


def test_the_projects_own_folder_comes_first(tmp_path: Path) -> None:
    own = tmp_path / "NotoSans-Regular.ttf"
    own.write_bytes((PACKAGED_FONTS / own.name).read_bytes())
    fonts = Fonts.load((tmp_path, PACKAGED_FONTS, SYSTEM_FONTS), "Noto Sans")
    assert fonts.face(False, False).path == own
    assert fonts.face(True, False).path == PACKAGED_FONTS / "NotoSans-Bold.ttf"
