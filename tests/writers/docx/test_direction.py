"""Right-to-left documents are mirrored, and every language is named where Word looks for it."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pytest
from pdfplumber.page import Page

from packgen.document import Banner, Block, Box, Cue, Figure, MarginRow, MarginTable, Paragraph, Run, Table
from packgen.writers.scripts import is_rtl, theme_for
from tests.office import to_pdf
from tests.writers.docx.word import (
    THEME,
    body,
    cells,
    document,
    found,
    heading,
    numbered,
    opened,
    paragraph,
    part,
    saved,
    text_of,
    values,
    written,
)

ARABIC = "المكتبة مكان للجميع"
BLOCKS: tuple[Block, ...] = (
    Banner(heading("الجزء 1", "part"), (Run("0:00–0:05"),), (Run("5 دقائق"),)),
    MarginTable(
        heading("الغرض", "purpose", 2),
        (
            MarginRow((Cue("slide", (Run("شريحة"),)),), (paragraph(ARABIC, "do"),), "do"),
            MarginRow((), (paragraph(ARABIC, "say"),), "say"),
        ),
        "activity",
    ),
    numbered("أولاً"),
    Table((0.3, 0.7), cells("الوقت", "الجزء", style="table-head"), (cells("0:00", "الترحيب"),), "ملخص"),
    Box((paragraph(ARABIC),)),
    Figure("web", (Run("الشريك"),), ((Run("العائلة"),), (Run("الأصدقاء"),), (Run("الجيران"),)), "صورة", tuple("goal")),
)


def test_direction_is_set_once_for_all_paragraphs_and_for_every_table_and_the_section() -> None:
    data = written(document(*BLOCKS, language="ar-EG"))
    root, styles = part(data), part(data, "word/styles.xml")
    assert len(found(styles, "//w:style[@w:styleId='Normal']/w:pPr/w:bidi")) == 1
    assert len(found(root, "//w:tbl")) == len(found(root, "//w:tbl/w:tblPr/w:bidiVisual")) == 3
    assert len(found(root, "//w:sectPr/w:bidi")) == 1
    assert len(found(part(written(document(*BLOCKS))), "//w:bidiVisual | //w:bidi")) == 0


def test_a_picture_keeps_its_own_sides() -> None:
    styles = part(written(document(*BLOCKS, language="ar-EG")), "word/styles.xml")
    assert values(styles, "//w:style[@w:styleId='Figure']/w:pPr/w:bidi") == ["0"]


def test_arabic_runs_are_marked_and_latin_ones_inside_are_not() -> None:
    root = body(Paragraph((Run("زار فريق Google Maps 12 مكتبة"),)), language="ar")
    runs = [(text_of(run), bool(found(run, "w:rPr/w:rtl"))) for run in found(root, "w:p/w:r")]
    assert runs == [("زار فريق ", True), ("Google Maps 12", False), (" مكتبة", True)]
    root = body(Paragraph((Run("They say مرحبا here"),)), language="en")
    assert [(text_of(run), bool(found(run, "w:rPr/w:rtl"))) for run in found(root, "w:p/w:r")] == [
        ("They say ", False),
        ("مرحبا", True),
        (" here", False),
    ]


@pytest.mark.parametrize(
    ("language", "expected", "slot", "font"),
    [
        ("sw-KE", {"val": "sw-KE"}, "ascii", "Noto Sans"),
        ("ar-EG", {"val": "ar-EG", "bidi": "ar-EG"}, "cs", "Noto Sans Arabic"),
        ("hi", {"val": "hi", "bidi": "hi"}, "cs", "Noto Sans Devanagari"),
        ("zh-TW", {"val": "zh-TW", "eastAsia": "zh-TW"}, "eastAsia", "Noto Sans CJK TC"),
        ("am", {"val": "am"}, "hAnsi", "Noto Sans Ethiopic"),
        ("az-Arab", {"val": "az-Arab", "bidi": "az-Arab"}, "cs", "Noto Sans Arabic"),
    ],
)
def test_language_and_font_stand_in_the_slot_that_word_reads(
    language: str, expected: dict[str, str], slot: str, font: str
) -> None:
    styles = part(written(document(paragraph("x"), language=language)), "word/styles.xml")
    (lang,) = found(styles, "//w:docDefaults//w:lang")
    assert {str(name).split("}")[1]: value for name, value in lang.items()} == expected
    assert values(styles, "//w:docDefaults//w:rFonts", slot) == [font]
    assert THEME.font in values(styles, "//w:docDefaults//w:rFonts", "ascii")


def test_a_passage_in_another_language_is_marked_with_it() -> None:
    root = body(Paragraph((Run("Say "), Run("karibu", language="sw"), Run("نعم", language="ar"))))
    assert values(root, "//w:r/w:rPr/w:lang") == ["sw", "ar"]
    assert values(root, "//w:r/w:rPr/w:lang", "bidi") == ["", "ar"]
    assert values(root, "//w:r/w:rPr/w:rFonts", "cs") == ["Noto Sans Arabic"]


def test_sizes_and_emphasis_hold_for_complex_scripts_too() -> None:
    data = written(document(Paragraph((Run(ARABIC, bold=True, italic=True),)), language="ar"))
    for name in ("word/document.xml", "word/styles.xml"):
        root = part(data, name)
        for plain, complex_ in (("b", "bCs"), ("i", "iCs"), ("sz", "szCs")):
            assert values(root, f"//w:rPr/w:{plain}") == values(root, f"//w:rPr/w:{complex_}")
    assert opened(data).paragraphs[0].runs[0].font.complex_script is None


def test_lines_of_tall_fonts_are_as_high_as_the_theme_says() -> None:
    for language, rule in (("ar", "exact"), ("en", "atLeast"), ("hi", "atLeast")):
        styles = part(written(document(paragraph("x"), language=language)), "word/styles.xml")
        assert values(styles, "//w:style[@w:styleId='BodyText']//w:spacing", "lineRule") == [rule]
        assert values(styles, "//w:style[@w:styleId='Cue']//w:spacing", "lineRule") == ["atLeast"]


# --- as LibreOffice shows it ------------------------------------------------------------------------


def test_a_reader_shows_the_whole_page_mirrored(tmp_path: Path) -> None:
    path = saved(tmp_path, document(*BLOCKS, language="ar-EG"))
    with pdfplumber.open(to_pdf([path], tmp_path / "pdf")[path]) as pdf:
        page = pdf.pages[0]
        middle = float(page.width) / 2
        (bar,) = lines(page, THEME.colour("say"))
        start = max(lines(page, THEME.colour("activity")))
        assert middle < bar < start < bar + 12, "the bar of what is said is inside the right edge of the frame"
        assert any(curve["x0"] > start and curve["height"] < 16 for curve in page.curves), "the icon is right of it"
        size = theme_for(THEME, "ar").styles["body"].size
        (number,) = (char for char in page.chars if (char["text"], round(char["size"], 1)) == ("1", size))
        item = [
            char["x1"] for char in page.chars if abs(char["bottom"] - number["bottom"]) < 5 and char["text"] not in "1."
        ]
        assert len(item) > 3
        assert max(item) < number["x0"], "the number of the list is right of its words"


def lines(page: Page, colour: str) -> list[float]:
    """Where upright lines of a colour stand, from the left edge in points."""
    wanted = tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return sorted(
        {
            round(line["x0"], 1)
            for line in page.lines
            if line["stroking_color"] == pytest.approx(wanted, abs=0.01) and line["height"] > 10 > line["width"]
        }
    )


def test_direction_follows_the_script() -> None:
    assert [is_rtl(tag) for tag in ("ar", "ur-PK", "he", "az-Arab", "az", "ks-Deva", "en", "fa-AF")] == [
        *(True, True, True, True),
        *(False, False, False, True),
    ]


def test_the_markers_of_a_list_stand_clear_of_the_bar_of_what_is_said(tmp_path: Path) -> None:
    said = MarginTable(None, (MarginRow((), (numbered(ARABIC), paragraph(ARABIC, "say")), "say"),))
    path = saved(tmp_path, document(said, language="ar-EG"))
    with pdfplumber.open(to_pdf([path], tmp_path / "pdf")[path]) as pdf:
        page = pdf.pages[0]
        (bar,) = lines(page, THEME.colour("say"))
        (number,) = (char for char in page.chars if char["text"] == "1" and char["top"] < page.height / 2)
        assert number["x1"] < bar - 4
