"""Decks as PPTX, read back by python-pptx: layouts and placeholders, theme, direction, notes, and hostile text."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.presentation import Presentation as PptxPresentation
from pptx.util import Pt

from packgen.document import Block, Cue, Deck, ListBlock, ListItem, Paragraph, Run, Slide
from packgen.writers.pptx.writer import write_pptx
from packgen.writers.slides import CUE_PITCH, Fit, plan
from tests.ooxml import ooxml_errors
from tests.writers.pdf.printed import THEME

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
FULL = Fit(1.0, 1.0, ())


def text(words: str, style: str = "text") -> Paragraph:
    return Paragraph((Run(words),), style)


def bullets(*items: str | tuple[Block, ...], marker: Any = "bullet", start: int = 1, style: str = "text") -> ListBlock:
    found = (ListItem((text(item, style),) if isinstance(item, str) else item) for item in items)
    return ListBlock(tuple(found), marker, start, style)


def slide(*blocks: Block, layout: Any = "content", title: str = "A title", notes: tuple[Block, ...] = ()) -> Slide:
    return Slide(layout, (Run(title),), blocks, notes=notes)


COVER = Slide("title", (Run("The session"),), (text("A course", "cover-text"), text("A country", "cover-text")))


def deck(*slides: Slide, language: str = "en-KE") -> Deck:
    ends = ("Head", "Side")
    return Deck("slides", "Slides", language, "trainer", "A4", ends, ends, "The footer", "A subject", "A team", slides)


def written(deck: Deck, *fits: Fit) -> bytes:
    return write_pptx(deck, THEME, fits or tuple(replace(FULL, cues=(1.0,) * len(each.cues)) for each in deck.slides))


def opened(*slides: Slide, language: str = "en-KE") -> PptxPresentation:
    return Presentation(BytesIO(written(deck(*slides, language=language))))


def places(page: Any) -> list[Any]:
    """The placeholders of a slide or layout, in the order of its shapes."""
    return list(page.placeholders)


def part(data: bytes, name: str) -> Any:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


# --- layouts, placeholders, theme -----------------------------------------------------------------


def test_slides_fill_the_placeholders_of_their_layouts() -> None:
    activity = replace(slide(layout="activity"), cues=(Cue("clock", (Run("10 minutes"),)),))
    presentation = opened(COVER, slide(text("Body")), activity, slide(layout="discussion"))
    kinds = PP_PLACEHOLDER
    assert [layout.name for layout in presentation.slide_layouts] == ["Title", "Content", "Activity", "Discussion"]
    body = [kinds.TITLE, kinds.OBJECT, kinds.FOOTER, kinds.SLIDE_NUMBER]
    expected = [[kinds.CENTER_TITLE, kinds.SUBTITLE], body, body, body]
    for page, kinds_of_page in zip(presentation.slides, expected, strict=True):
        assert [place.placeholder_format.type for place in page.placeholders] == kinds_of_page
        own = {place.placeholder_format.idx for place in places(page.slide_layout)}
        assert {place.placeholder_format.idx for place in page.placeholders} <= own
        assert [place for place in page.placeholders if place._element.spPr.xfrm is not None] == []


@pytest.mark.parametrize("layout", ["content", "activity", "discussion"])
def test_placeholders_of_layouts_stand_where_the_plan_says(layout: str) -> None:
    presentation = opened(slide(layout=layout))
    areas = plan(layout, filled=True)
    for place, area in zip(presentation.slides[0].placeholders, (areas.title, areas.body), strict=False):
        assert (place.left, place.top, place.width, place.height) == tuple(
            Pt(length) for length in (area.x, area.y, area.width, area.height)
        )


def test_number_is_a_field_and_the_footer_is_on_slides_and_layouts() -> None:
    presentation = opened(COVER, slide(), slide())
    for number, page in enumerate(list(presentation.slides)[1:], 2):
        *_, footer, count = page.placeholders
        assert footer.text_frame.text == "The footer"
        (field,) = count._element.findall(f".//{A}fld")
        assert (field.get("type"), field.findtext(f"{A}t")) == ("slidenum", str(number))
    content = presentation.slide_layouts[1]
    assert "The footer" in [place.text_frame.text for place in places(content)]


def test_the_theme_part_has_the_theme_s_colours_and_fonts() -> None:
    data = written(deck(slide(), language="ar-EG"))
    for name in ("ppt/theme/theme1.xml", "ppt/theme/theme2.xml"):  # that of slides and that of notes
        theme = part(data, name)
        colours = {child.tag.removeprefix(A): child[0].get("val") for child in theme.find(f".//{A}clrScheme")}
        assert f"#{colours['accent1']}" == THEME.colour("accent")
        assert f"#{colours['accent2']}" == THEME.colour("activity")
        assert f"#{colours['dk1']}" == THEME.colour("ink")
        for font in theme.findall(f".//{A}fontScheme/*"):
            assert font.find(f"{A}latin").get("typeface") == THEME.font
            assert font.find(f"{A}cs").get("typeface") == "Noto Sans Arabic"


def test_activities_have_their_colour_and_their_cues_beside() -> None:
    cues = (Cue("clock", (Run("10 minutes"),)), Cue("handout", (Run("A sheet"),)))
    presentation = opened(replace(slide(text("Body"), layout="activity"), cues=cues))
    page = presentation.slides[0]
    assert [shape.text_frame.text for shape in page.shapes if shape.has_text_frame and shape.text_frame.text] == [
        "A title", "Body", "10 minutes", "A sheet", "The footer", "1",
    ]  # fmt: skip
    icons = [shape for shape in page.shapes if shape._element.findall(f".//{A}custGeom")]
    assert [icon.name for icon in icons] == ["Clock icon", "Handout icon"]
    assert icons[1].top - icons[0].top == Pt(CUE_PITCH)
    for icon in icons:  # says nothing that its words do not: [MS-ODRAWXML] 2.26
        assert icon._element.xpath('.//*[local-name()="decorative"]/@val') == ["1"]
    title = page.slide_layout.placeholders[0]
    assert title._element.xpath(".//a:lvl1pPr/a:defRPr/a:solidFill/a:schemeClr/@val") == ["accent2"]


# --- text -----------------------------------------------------------------------------------------


def body(presentation: PptxPresentation) -> Any:
    return presentation.slides[0].placeholders[1].text_frame


def test_looks_and_languages_of_runs() -> None:
    runs = (Run("plain "), Run("bold", bold=True), Run("slanted", italic=True), Run("mot", language="fr"))
    frame = body(opened(slide(Paragraph(runs, "text"))))
    found = [(run.text, run.font.bold, run.font.italic, run._r.rPr.get("lang")) for run in frame.paragraphs[0].runs]
    assert found == [
        ("plain ", None, None, "en-KE"),
        ("bold", True, None, "en-KE"),
        ("slanted", None, True, "en-KE"),
        ("mot", None, None, "fr"),
    ]


def test_scripts_without_italics_have_their_emphasis_bold() -> None:
    frame = body(opened(slide(Paragraph((Run("كلمة", italic=True),), "text")), language="ar"))
    (run,) = frame.paragraphs[0].runs
    assert (run.font.bold, run.font.italic) == (True, None)


def test_nested_lists_keep_their_levels() -> None:
    inner = bullets("one", "two")
    frame = body(opened(slide(bullets((text("outer"), inner), "last"))))
    assert [(each.text, each.level) for each in frame.paragraphs] == [("outer", 0), ("one", 1), ("two", 1), ("last", 0)]


def test_numbers_go_on_after_a_paragraph_without_one() -> None:
    broken = (text("two"), text("more of two"))
    frame = body(opened(slide(bullets("one", broken, "three", "four", marker="decimal"))))
    starts = [
        [number.get("startAt", "1") for number in each._p.findall(f".//{A}buAutoNum")] for each in frame.paragraphs
    ]
    # PowerPoint counts on from a start as long as paragraphs have the same.
    assert starts == [["1"], ["1"], [], ["3"], ["3"]]


def test_a_list_that_starts_later_does() -> None:
    frame = body(opened(slide(bullets("three", "four", marker="decimal", start=3))))
    assert [each._p.find(f".//{A}buAutoNum").get("startAt") for each in frame.paragraphs] == ["3", "3"]


def test_links_lead_out() -> None:
    frame = body(opened(slide(Paragraph((Run("here", link="https://example.org/?a=1&b=2"),), "text"))))
    assert frame.paragraphs[0].runs[0].hyperlink.address == "https://example.org/?a=1&b=2"


def test_text_that_must_be_smaller_has_its_size_in_the_shape_and_none_in_its_runs() -> None:
    data = written(deck(slide(text("Body"))), Fit(1.0, 0.8, ()))
    frame = body(Presentation(BytesIO(data)))
    levels = frame._txBody.findall(f"{A}lstStyle/*")
    assert {level.find(f"{A}defRPr").get("sz") for level in levels} == {
        str(round(THEME.slides.styles["text"].size * 80))
    }
    assert frame.paragraphs[0].runs[0].font.size is None


characters = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")


@settings(max_examples=40)
@given(st.text(characters, min_size=1, max_size=30))
def test_any_text_comes_back_as_it_was(words: str) -> None:
    presentation = opened(slide(text(words), title=words, notes=(text(words, "notes"),)))
    page = presentation.slides[0]
    assert page.shapes.title is not None
    assert page.shapes.title.text_frame.text == words
    assert body(presentation).text == words
    notes = page.notes_slide.notes_text_frame
    assert notes is not None
    assert notes.text == words


def test_a_character_that_xml_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match=r"U\+0001"):
        written(deck(slide(text("\x01"))))


# --- from right to left ---------------------------------------------------------------------------


def test_right_to_left_decks_are_mirrored_and_their_paragraphs_run_from_the_right() -> None:
    cues = (Cue("clock", (Run("١٠"),)),)
    arabic = replace(slide(bullets("نص"), layout="activity"), cues=cues)
    left = opened(replace(slide(layout="activity"), cues=cues))
    right = opened(arabic, language="ar-EG")
    width = right.slide_width
    assert width is not None
    for here, there in zip(left.slide_layouts[2].shapes, right.slide_layouts[2].shapes, strict=True):
        assert there.left == width - here.left - here.width
    for here, there in zip(left.slides[0].shapes, right.slides[0].shapes, strict=True):
        assert there.left == width - here.left - here.width
    styles = part(written(deck(arabic, language="ar-EG")), "ppt/slideMasters/slideMaster1.xml")
    levels = styles.xpath("//*[local-name()='titleStyle' or local-name()='bodyStyle']/*")
    assert {(level.get("algn"), level.get("rtl")) for level in levels} == {("r", "1")}
    number = places(right.slide_layouts[2])[3]._element.find(f".//{A}lvl1pPr")
    assert (number.get("algn"), number.get("rtl")) == ("l", "1")


# --- notes ----------------------------------------------------------------------------------------


def test_notes_are_on_notes_pages_with_the_slide_s_picture_and_marked_directions() -> None:
    direction = Paragraph((Run("Ask. "), Run("[Wait.]", style="direction")), "notes")
    notes = (text("DO", "notes-role"), text("Welcome.", "notes"), direction, bullets("a", "b", style="notes"))
    page = opened(slide(notes=notes)).slides[0].notes_slide
    assert [place.placeholder_format.type for place in page.placeholders] == [
        PP_PLACEHOLDER.SLIDE_IMAGE, PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.SLIDE_NUMBER,
    ]  # fmt: skip
    frame = page.notes_text_frame
    assert frame is not None
    assert [each.text for each in frame.paragraphs] == ["DO", "Welcome.", "Ask. [Wait.]", "a", "b"]
    role, marked = frame.paragraphs[0].runs[0], frame.paragraphs[2].runs[1]
    assert (role.font.bold, role.font.size) == (True, Pt(THEME.slides.styles["notes-role"].size))
    assert marked.font.italic


# --- the package ----------------------------------------------------------------------------------


def test_the_file_holds_what_it_uses_and_no_clock() -> None:
    data = written(deck(COVER, slide(text("Body"))))
    with zipfile.ZipFile(BytesIO(data)) as package:
        names = package.namelist()
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    layouts = [f"ppt/slideLayouts/slideLayout{number}.xml" for number in range(1, 5)]
    assert sorted(name for name in names if "/slideLayouts/slide" in name) == layouts
    assert [name for name in names if "printerSettings" in name or "thumbnail" in name] == []
    assert data == written(deck(COVER, slide(text("Body"))))


def test_properties_tell_title_author_and_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    properties = opened(COVER).core_properties
    assert (properties.title, properties.author, properties.language) == ("Slides", "A team", "en-KE")
    assert properties.created.isoformat().startswith("2023-11-14T22:13:20")


def test_the_open_xml_sdk_finds_nothing_wrong(tmp_path: Path) -> None:
    inner = bullets((text("a"), bullets("b", marker="decimal")), "c")
    cues = tuple(Cue("handout", (Run(f"Sheet {number}"),)) for number in range(5))
    everything = deck(
        COVER,
        slide(inner, Paragraph((Run("link", link="https://example.org"),), "text"), notes=(text("x", "notes-title"),)),
        replace(slide(layout="activity"), cues=cues),
        slide(layout="discussion"),
    )
    files = []
    for language in ("en", "ar"):
        files.append(tmp_path / f"{language}.pptx")
        files[-1].write_bytes(written(replace(everything, language=language)))
    files.append(tmp_path / "small.pptx")
    small = [Fit(0.5, 0.5, (0.5,) * len(each.cues)) for each in everything.slides]
    files[-1].write_bytes(written(everything, *small))
    assert ooxml_errors(files) == {path: [] for path in files}
