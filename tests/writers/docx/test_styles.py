"""Every look is a named style: a change of the style in Word changes all of its text."""

from __future__ import annotations

from collections import defaultdict
from io import BytesIO
from pathlib import Path

import docx
import pdfplumber
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Pt
from docx.styles.style import ParagraphStyle
from lxml import etree

from packgen.document import Banner, Block, Box, Cue, LineBreak, ListBlock, MarginRow, MarginTable, Paragraph, Run
from packgen.writers.docx.writer import write_docx
from tests.conftest import BuiltPacks
from tests.office import to_pdf
from tests.writers.docx.word import (
    NAMESPACES,
    THEME,
    body,
    document,
    found,
    heading,
    items,
    opened,
    paragraph,
    part,
    style_of,
    text_of,
    values,
    written,
)

BANNER = Banner(heading("Part 1", "part-1"), (Run("0:00–0:05"),), (Run("5 minutes"),))

# What a run may have of its own: emphasis, direction, language, and the font of another script or of a box to tick.
OF_ITS_OWN = {"rStyle", "b", "bCs", "i", "iCs", "rtl", "lang", "rFonts"}
# And a paragraph: its style, place in a list, space where a table stands beside it, page ends, a box's heading.
OF_A_PARAGRAPH = {
    "pStyle",
    "numPr",
    "spacing",
    "keepNext",
    "pageBreakBefore",
    "pBdr",
    "shd",
    "ind",
    "sectPr",
    "keepLines",
}


def test_a_document_of_the_project_names_a_style_for_everything(packs: BuiltPacks) -> None:
    for report in packs.reports.values():
        for file in (file for file in report.files if file.format == "docx"):
            root = part(file.path.read_bytes())
            defined = {style.style_id for style in docx.Document(str(file.path)).styles}
            assert set(values(root, "//w:pStyle | //w:rStyle | //w:tblStyle")) <= defined
            assert len(found(root, "//w:p")) == len(found(root, "//w:p/w:pPr/w:pStyle"))
            assert len(found(root, "//w:tbl")) == len(found(root, "//w:tbl/w:tblPr/w:tblStyle"))
            assert {etree.QName(own).localname for own in found(root, "//w:r/w:rPr/*")} <= OF_ITS_OWN
            assert {etree.QName(own).localname for own in found(root, "//w:p/w:pPr/*")} <= OF_A_PARAGRAPH


def test_headings_have_their_level_s_style_in_order_also_in_boxes_and_beside_cues() -> None:
    blocks: tuple[Block, ...] = (
        heading("One", "one"),
        Box((heading("Boxed", "boxed", 2), paragraph("Text"))),
        MarginTable(heading("Beside", "beside", 2), (MarginRow((), (paragraph("Do it", "do"),), "do"),)),
        heading("Third", "third", 3),
        BANNER,
    )
    headings = [p for p in body(*blocks).iter(f"{{{NAMESPACES['w']}}}p") if text_of(p) and "Head" in style_of(p)]
    assert [(text_of(p), style_of(p)) for p in headings] == [
        ("One", "Heading1"),
        ("Boxed", "Heading2"),
        ("Beside", "Heading2"),
        ("Third", "Heading3"),
    ]
    styles = part(written(document(*blocks)), "word/styles.xml")
    outline = {
        style.get(f"{{{NAMESPACES['w']}}}styleId"): values(style, "w:pPr/w:outlineLvl")
        for style in found(styles, "//w:style[w:pPr/w:outlineLvl]")
    }
    assert outline == {
        "Heading1": ["0"],
        "Heading2": ["1"],
        "Heading3": ["2"],
        "PartBanner": ["0"],
        "TOCHeading": ["9"],
    }


def test_a_change_of_heading_1_changes_all_headings_of_its_level(tmp_path: Path) -> None:
    tree = document(heading("First part", "one"), BANNER, paragraph("Text"), heading("Second part", "two"))
    word = opened(written(tree))
    style = word.styles["Heading 1"]
    assert isinstance(style, ParagraphStyle)
    style.font.size = Pt(31)
    style.font.italic = True
    path = tmp_path / "changed.docx"
    word.save(str(path))
    with pdfplumber.open(to_pdf([path], tmp_path / "pdf")[path]) as pdf:
        characters = pdf.pages[0].chars
    by_look: defaultdict[tuple[float, bool], str] = defaultdict(str)
    for character in characters:
        look = round(float(character["size"]), 1), "Italic" in str(character["fontname"])
        by_look[look] += str(character["text"]).strip()
    assert by_look[31.0, True] == "FirstpartSecondpart"
    # The band has a size of its own in the theme; all else comes through.
    assert by_look[THEME.styles["banner"].size, True] == "Part1"
    assert by_look[THEME.styles["body"].size, False].endswith("Text")


def test_the_theme_decides_size_colour_and_space_of_every_style() -> None:
    data = written(document(paragraph("Text")))
    word = opened(data)
    for key, name in (("title", "Title"), ("heading-2", "Heading 2"), ("lead", "Lead Paragraph"), ("cue", "Cue")):
        style, look = word.styles[name], THEME.styles[key]
        assert isinstance(style, ParagraphStyle)
        assert style.font.size == Pt(look.size)
        assert style.font.color.rgb is None or str(style.font.color.rgb) == THEME.colour(look.colour)[1:]
        assert style.paragraph_format.space_before == Pt(look.before)
        assert style.paragraph_format.space_after == Pt(look.after)


def test_a_colour_changed_in_the_theme_changes_words_bands_bars_and_icons() -> None:
    theme = THEME.model_copy(update={"colours": {**THEME.colours, "accent": "#123ABC"}})
    blocks = (
        BANNER,
        Box((paragraph("Boxed"),), "note"),
        MarginTable(None, (MarginRow((Cue("clock", (Run("5"),)),), (paragraph("Do"),)),)),
    )
    data = write_docx(document(*blocks), theme, pages=1, heading_pages={})
    everything = b"".join(etree.tostring(part(data, name)) for name in ("word/document.xml", "word/styles.xml"))
    assert everything.count(b"123ABC") >= 8
    assert THEME.colour("accent")[1:].encode() not in everything


def test_a_style_says_only_what_its_base_does_not() -> None:
    styles = part(written(document(paragraph("Text"))), "word/styles.xml")
    (plain_body,) = found(styles, "//w:style[@w:styleId='BodyText']")
    assert found(plain_body, "w:rPr/*") == []
    (banner,) = found(styles, "//w:style[@w:styleId='PartBanner']")
    assert values(banner, "w:basedOn") == ["Heading1"]
    assert found(banner, "w:rPr/w:b") == []


def test_passages_are_character_styles_and_emphasis_is_bold_or_italic() -> None:
    content = (
        Run("plain "),
        Run("strong ", bold=True),
        Run("emphatic ", italic=True),
        Run("[Ask.]", style="direction"),
        LineBreak(),
        Run("Slide", style="label"),
        Run("(optional)", style="muted"),
    )
    (word,) = opened(written(document(Paragraph(content)))).paragraphs
    assert [(run.text, run.bold, run.italic, run.style.name) for run in word.runs if run.text.strip()] == [
        ("plain ", None, None, "Default Paragraph Font"),
        ("strong ", True, None, "Default Paragraph Font"),
        ("emphatic ", None, True, "Default Paragraph Font"),
        ("[Ask.]", None, None, "Stage Direction"),
        ("Slide", None, None, "Label"),
        ("(optional)", None, None, "Muted"),
    ]
    assert word.text == "plain strong emphatic [Ask.]\nSlide(optional)"


def test_words_own_styles_have_words_own_names() -> None:
    lists: tuple[Block, ...] = (ListBlock(items("a")), ListBlock(items("b"), "decimal"))
    word = docx.Document(BytesIO(written(document(heading("H", "h"), *lists))))
    names = {style.name for style in word.styles if style.type == WD_STYLE_TYPE.PARAGRAPH}
    assert {
        *("Normal", "Body Text", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3"),
        *("List Bullet", "List Bullet 2", "List Bullet 3", "List Number", "List Number 2", "List Number 3"),
        *("toc 1", "toc 2", "TOC Heading", "Header", "Footer"),
    } <= names


def test_a_style_that_the_theme_has_not_is_named() -> None:
    with pytest.raises(KeyError, match="not-in-the-theme"):
        written(document(paragraph("Text", "not-in-the-theme")))
