"""Every country's slides: all formats say what the content says, notes hold each step once, texts fit."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
from lxml import etree
from pptx import Presentation

from packgen.cldr import duration
from packgen.content.load import load_country
from packgen.content.localize import Localized, localize
from packgen.content.model import Step, Text, Topic
from packgen.document import PAPER_SIZES, SLIDE_SIZE, ListBlock, Paragraph, plain, walk
from packgen.markdown import blocks, plain_text
from packgen.project import Project
from packgen.writers.scripts import is_rtl
from packgen.writers.slides import PANEL, PANELS, plan
from tests.conftest import BuiltPacks
from tests.office import to_pdf
from tests.ooxml import ooxml_errors
from tests.readers import pdf_struct_text, pdf_words, pptx_notes, pptx_words, squeezed
from tests.sample import ROOT

PROJECT = Project(ROOT)
SESSION = "library-partnerships"
PROFILES = {code: load_country(PROJECT, code) for code in PROJECT.countries()}
PACKS = [(code, language) for code, profile in PROFILES.items() for language in profile.languages]

# One of each script whose fonts the project brings.
SHOWN = [("ke", "en"), ("eg", "ar"), ("in", "hi"), ("kh", "km")]

each_pack = pytest.mark.parametrize(("country", "language"), PACKS)


def view(country: str, language: str) -> Localized:
    return localize(PROJECT, SESSION, PROFILES[country], language)


def file(packs: BuiltPacks, country: str, language: str, name: str) -> Path:
    return packs.out / country / language / SESSION / name


def cued(localized: Localized) -> Iterator[tuple[str, Topic, Step]]:
    """The slides in the order of their cues: id, topic, step."""
    for part in localized.session.parts:
        for topic in part.topics:
            for step in topic.steps:
                for name in step.slides:
                    yield name, topic, step


def words(text: Text | None) -> str:
    """What a text says, squeezed."""
    found = blocks(text, text.language, "body") if text else ()
    return "".join(squeezed(plain(block.content)) for block in walk(found) if isinstance(block, Paragraph))


# --- what slides say ------------------------------------------------------------------------------


def expected_slides(localized: Localized) -> Iterator[str]:
    """What each slide should say, squeezed: the title slide, then one a cue."""
    session, say = localized.session, localized.messages.gettext
    course, title = plain_text(session.course), plain_text(session.title)
    number = f"{say('Session')} {session.number}"
    yield squeezed(f"{title}{course} · {number}{localized.country.name}")
    slides = {slide.id: slide for slide in session.slides}
    materials = {material.id: plain_text(material.title) for material in session.materials}
    for name, topic, step in cued(localized):
        shown = plain_text(slides[name].title) + words(slides[name].text)
        if topic.kind != "topic":
            shown += duration(topic.minutes, localized.language) if topic.minutes else ""
            shown += "".join(materials[material] for material in step.materials)
        yield squeezed(shown)


@each_pack
def test_pptx_and_pdfs_say_what_the_cued_slides_say(packs: BuiltPacks, country: str, language: str) -> None:
    expected = list(expected_slides(view(country, language)))
    assert len(expected) > 15
    assert pptx_words(file(packs, country, language, "slides.pptx")) == expected
    assert pdf_words(file(packs, country, language, "slides.pdf")) == "".join(expected)
    assert pdf_words(file(packs, country, language, "slides-handout.pdf")) == "".join(expected)


@each_pack
def test_every_slide_has_a_title_and_the_layout_of_its_topic(packs: BuiltPacks, country: str, language: str) -> None:
    layouts = ["Title", *("Content" if topic.kind == "topic" else topic.kind.capitalize() for _, topic, _ in
                          cued(view(country, language)))]  # fmt: skip
    presentation = Presentation(str(file(packs, country, language, "slides.pptx")))
    assert [slide.slide_layout.name for slide in presentation.slides] == layouts
    for slide in presentation.slides:
        assert slide.shapes.title is not None
        assert slide.shapes.title.text_frame.text
    headings = [kinds[-1] for kinds, _ in pdf_struct_text(file(packs, country, language, "slides.pdf"))]
    assert headings.count("H1") >= len(layouts)  # a title of two lines or languages may come in pieces


# --- notes ----------------------------------------------------------------------------------------


def expected_notes(localized: Localized) -> list[str]:
    """What each slide's notes should say, squeezed: the steps from its cue to the next."""
    say = localized.messages.gettext
    kinds = {"equipment": "You need", "workbook": "Take out", "handout": "Hand out"}
    materials = {material.id: material for material in localized.session.materials}
    found = [""]
    for number, part in enumerate(localized.session.parts, 1):
        for topic in part.topics:
            for step in topic.steps:
                notes = ""
                if step is topic.steps[0]:
                    shapes = {"activity": "Activity %(number)s: %(title)s", "discussion": "Discussion: %(title)s"}
                    shape = say(shapes[topic.kind]) if topic.kind in shapes else "%(title)s"
                    titled = shape % {"number": topic.number, "title": plain_text(topic.title)}
                    notes += f"{say('Part')} {number} · {titled}"
                    notes += f" · {duration(topic.minutes, localized.language)}" if topic.minutes else ""
                    notes += f" ({say('optional')})" if topic.optional else ""
                for name in step.materials:
                    notes += f"{say(kinds[materials[name].kind])}: {plain_text(materials[name].title)}"
                notes += f"{say('DO') if step.do else say('SAY')}{words(step.do or step.say)}"
                # Two slides that one step cues: the first has its words.
                at = len(found) if step.slides else len(found) - 1
                found += [""] * len(step.slides)
                found[at] += squeezed(notes)
    return found


@each_pack
def test_notes_hold_every_step_once_in_order_from_its_slide_on(packs: BuiltPacks, country: str, language: str) -> None:
    localized = view(country, language)
    notes = pptx_notes(file(packs, country, language, "slides.pptx"))
    assert notes == expected_notes(localized)
    whole, at = "".join(notes), 0
    for part in localized.session.parts:
        for topic in part.topics:
            for step in topic.steps:
                at = whole.index(words(step.do or step.say), at) + 1


# --- how they look --------------------------------------------------------------------------------


@each_pack
def test_slides_are_wide_and_the_handout_is_on_the_country_s_paper(
    packs: BuiltPacks, country: str, language: str
) -> None:
    for name, size in (("slides.pdf", SLIDE_SIZE), ("slides-handout.pdf", PAPER_SIZES[PROFILES[country].paper])):
        with pikepdf.open(file(packs, country, language, name)) as pdf:
            for page in pdf.pages:
                assert [float(number) for number in page.mediabox] == pytest.approx([0, 0, *size], abs=0.01)
    presentation = Presentation(str(file(packs, country, language, "slides.pptx")))
    assert (presentation.slide_width, presentation.slide_height) == (12192000, 6858000)


@each_pack
def test_the_handout_has_three_slides_a_page_and_lines_to_write_on(
    packs: BuiltPacks, country: str, language: str
) -> None:
    slides = len(pptx_words(file(packs, country, language, "slides.pptx")))
    with pdfplumber.open(file(packs, country, language, "slides-handout.pdf")) as pdf:
        frames = [[rect for rect in page.rects if rect["stroke"] and not rect["fill"]] for page in pdf.pages]
        assert [len(found) for found in frames] == [3] * (slides // 3) + [slides % 3] * bool(slides % 3)
        for page, found in zip(pdf.pages, frames, strict=True):
            (left,) = {round(frame["x0"]) for frame in found}
            beside = [line for line in page.lines if 100 < line["width"] < page.width / 2]
            assert len(beside) >= 6 * len(found)
            for line in beside:
                assert line["x1"] < left if is_rtl(language) else line["x0"] > found[0]["x1"]


@each_pack
def test_no_text_of_a_slide_runs_over(packs: BuiltPacks, country: str, language: str) -> None:
    """Lines stand in the area of their text, do not overlap, are 24 points or more but for cues, titles two at most."""
    layouts = [slide.slide_layout.name.lower() for slide in
               Presentation(str(file(packs, country, language, "slides.pptx"))).slides]  # fmt: skip
    with pdfplumber.open(file(packs, country, language, "slides.pdf")) as pdf:
        for page, layout in zip(pdf.pages, layouts, strict=True):
            areas = plan(layout, filled=True)
            baselines: dict[str, dict[float, list[float]]] = {"title": {}, "body": {}}
            for char in page.chars:
                if char["text"].isspace():  # spaces hang over a line's end
                    continue
                start = page.width - char["x1"] if is_rtl(language) else char["x0"]
                end = page.width - char["x0"] if is_rtl(language) else char["x1"]
                baseline = round(page.height - char["matrix"][5], 1)
                if layout in PANELS and start < PANEL:
                    assert end < PANEL
                    assert char["size"] >= 14
                    continue
                assert areas.title.x - 1 <= start
                assert end <= areas.title.x + areas.title.width + 1
                if baseline > 500:
                    continue  # footer and number
                name = "title" if baseline <= areas.title.y + areas.title.height else "body"
                area = areas.title if name == "title" else areas.body
                assert area.y < baseline - 0.7 * char["size"]
                assert baseline <= area.y + area.height
                assert char["size"] > 23.9
                baselines[name].setdefault(baseline, []).append(char["size"])
            assert 1 <= len(baselines["title"]) <= (3 if layout == "title" else 2)
            for lines in baselines.values():
                for (upper, _), (lower, sizes) in pairwise(sorted(lines.items())):
                    assert lower - upper > 1.1 * max(sizes)


def test_powerpoint_would_find_nothing_to_repair(packs: BuiltPacks) -> None:
    files = [file(packs, country, language, "slides.pptx") for country, language in PACKS]
    assert {path: errors for path, errors in ooxml_errors(files).items() if errors} == {}


def test_libreoffice_shows_all_of_every_slide(packs: BuiltPacks, tmp_path: Path) -> None:
    files = {file(packs, *pack, "slides.pptx"): pack for pack in SHOWN}
    for path, made in to_pdf(list(files), tmp_path).items():
        expected = pptx_words(path)
        rtl = is_rtl(files[path][1])
        with pdfplumber.open(made) as pdf:
            assert len(pdf.pages) == len(expected)
            for page in pdf.pages:
                assert (float(page.width), float(page.height)) == pytest.approx(SLIDE_SIZE, abs=1)
                lines = [char for char in page.chars if char["text"].strip()]
                assert min(char["x0"] for char in lines) > 20
                assert max(char["x1"] for char in lines) < page.width - 20
                letters = [char for char in lines if char["text"].isalpha()]
                assert {char["fontname"].split("+")[-1].split("-")[0] for char in letters} <= {
                    "NotoSans", "NotoSansArabic", "NotoSansDevanagari", "NotoSansKhmer"
                }  # fmt: skip
                body = [char["bottom"] for char in lines if char["size"] >= 24]
                assert max(body) < plan("content", filled=True).body.y + plan("content", filled=True).body.height + 12
                band = [rect for rect in page.rects if rect["height"] > page.height - 1 and rect["width"] < PANEL + 1]
                assert page.page_number == 1 or all((rect["x0"] > page.width / 2) == rtl for rect in band)


def test_lists_are_lists_on_slides_and_in_notes(packs: BuiltPacks) -> None:
    """Numbers and bullets are PowerPoint's own, so that a trainer who adds a line need not type them."""
    presentation = Presentation(str(file(packs, "ke", "en", "slides.pptx")))
    session = view("ke", "en").session
    slides = {slide.id: slide for slide in session.slides}
    numbered = 0
    for page, (name, _, _) in zip(list(presentation.slides)[1:], cued(view("ke", "en")), strict=True):
        text = slides[name].text
        assert text is not None
        expected = [
            block.marker for block in blocks(text, "en", "text") if isinstance(block, ListBlock) for _ in block.items
        ]
        body = page.placeholders[1].text_frame._txBody
        numbers = body.findall(".//{*}buAutoNum")
        plain_paragraphs = body.findall(".//{*}pPr/{*}buNone")
        assert len(numbers) == expected.count("decimal")
        assert len(body.findall("{*}p")) - len(plain_paragraphs) == len(expected)
        numbered += len(numbers)
    assert numbered > 5


# --- in the guide ---------------------------------------------------------------------------------


@each_pack
def test_the_guide_s_cues_name_slides_by_their_numbers(packs: BuiltPacks, country: str, language: str) -> None:
    localized = view(country, language)
    titles = {slide.id: plain_text(slide.title) for slide in localized.session.slides}
    slides = list(Presentation(str(file(packs, country, language, "slides.pptx"))).slides)
    guide = pdf_words(file(packs, country, language, "trainer-guide.pdf"))
    at = 0
    for number, (name, _, _) in enumerate(cued(localized), 2):
        title = slides[number - 1].shapes.title
        assert title is not None
        assert title.text_frame.text == titles[name]
        at = guide.index(squeezed(f"{localized.messages.gettext('Slide')} {number}{titles[name]}"), at)


def test_the_guide_has_a_small_picture_of_each_cued_slide_that_is_not_read_aloud(packs: BuiltPacks) -> None:
    count = len(list(cued(view("ke", "en"))))
    with zipfile.ZipFile(file(packs, "ke", "en", "trainer-guide.docx")) as package:
        document = etree.fromstring(package.read("word/document.xml"))
    named: list[Any] = document.xpath('//*[local-name()="docPr"][@name="Slide"]')
    # The icons of these cues have the same name and are square.
    pictures = [found for found in named if found.getprevious().get("cx") != found.getprevious().get("cy")]
    assert len(pictures) == count
    assert {found.get("descr") for found in pictures} == {None}
    assert all(found.xpath('.//*[local-name()="decorative"]/@val') == ["1"] for found in pictures)
    with pdfplumber.open(file(packs, "ke", "en", "trainer-guide.pdf")) as pdf:
        frames = [
            rect
            for page in pdf.pages
            for rect in page.rects
            if (round(rect["width"]), round(rect["height"])) == (80, 45) and rect["stroke"]
        ]
    assert len(frames) == count
