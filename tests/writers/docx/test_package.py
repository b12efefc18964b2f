"""The file around the words: paper, head and foot, properties, language, ids, and the same bytes everywhere."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from packgen.document import (
    PAPER_SIZES,
    Answer,
    Block,
    Box,
    Choice,
    Contents,
    Cue,
    Figure,
    ListBlock,
    MarginRow,
    MarginTable,
    Paper,
    Paragraph,
    Run,
    Table,
    TitleBlock,
)
from tests.ooxml import ooxml_errors
from tests.writers.docx.word import (
    THEME,
    cells,
    document,
    found,
    heading,
    items,
    numbered,
    opened,
    paragraph,
    part,
    saved,
    text_of,
    values,
    written,
)

EVERYTHING: tuple[Block, ...] = (
    TitleBlock((Run("Course"),), (Run("Title"),), (Run("Subtitle"),)),
    Contents((Run("Contents"),)),
    heading("One", "one"),
    Paragraph((Run("See "), Run("there", link="https://example.org/"), Run(" and "), Run("One", link="#one"))),
    Box((paragraph("Boxed"), ListBlock(items("a", "b")))),
    MarginTable(
        heading("Two", "two", 2),
        (
            MarginRow((Cue("clock", (Run("5"),)), Cue("slide", (Run("S"),))), (paragraph("Do", "do"),), "do"),
            MarginRow((), (paragraph("Say", "say"), numbered("x", "y")), "say"),
        ),
        "activity",
    ),
    Table((0.5, 0.5), cells("A", "B", style="table-head"), (cells("a", "b"),), "A table"),
    paragraph("What?", "question"),
    Answer("what", "What?", 3),
    Paragraph((Choice("pick", "yes", "Yes"), Choice("pick", "no", "No"), Choice("tick", "on", "On", "check"))),
    Figure("web", (Run("Goal"),), ((Run("Family"),), (Run("Friends"),), (Run("Work"),)), "A web", tuple("goal")),
)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_paper_and_margins(paper: Paper) -> None:
    (section,) = opened(written(document(*EVERYTHING, paper=paper))).sections
    width, height = PAPER_SIZES[paper]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (section.page_width.pt, section.page_height.pt) == pytest.approx((width, height), abs=0.05)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    page = THEME.page
    assert [margin.pt for margin in margins if margin] == [page.top, page.bottom, page.side, page.side]


def test_head_and_foot_hold_their_texts_and_live_page_numbers() -> None:
    data = written(document(paragraph("Text")), pages=17)
    assert text_of(part(data, "word/header1.xml")) == "HeadSide"
    foot = part(data, "word/footer1.xml")
    assert text_of(foot) == "Foot1 / 17"
    assert [(node.text or "").strip() for node in found(foot, "//w:instrText")] == ["PAGE", "NUMPAGES"]
    assert values(foot, "//w:fldChar", "fldCharType") == ["begin", "separate", "end"] * 2
    (section,) = opened(data).sections
    assert section.header.paragraphs[0].text == "Head\tSide"


def test_properties_and_language_are_the_document_s() -> None:
    data = written(document(paragraph("Text"), title='A <title> & "more"', language="en-KE"), pages=3)
    word = opened(data)
    core = word.core_properties
    assert (core.title, core.subject, core.author, core.language) == (
        'A <title> & "more"',
        "A subject",
        "A team",
        "en-KE",
    )
    assert values(part(data, "word/styles.xml"), "//w:docDefaults//w:lang") == ["en-KE"]
    assert values(part(data, "word/settings.xml"), "//w:themeFontLang") == ["en-KE"]
    assert b"<Pages>3</Pages>" in zipfile.ZipFile(BytesIO(data)).read("docProps/app.xml")


def test_dates_come_from_source_date_epoch_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    undated = zipfile.ZipFile(BytesIO(written(document(paragraph("Text"))))).read("docProps/core.xml")
    assert b"dcterms:created" not in undated
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    created = opened(written(document(paragraph("Text")))).core_properties.created
    assert created is not None
    assert created.isoformat().startswith("2023-11-14T22:13:20")


def test_ids_are_unique_within_the_document() -> None:
    root = part(written(document(*EVERYTHING)))
    for path, name in (("//w:bookmarkStart", "id"), ("//w:sdt/w:sdtPr/w:id", "val")):
        ids = values(root, path, name)
        assert ids
        assert len(set(ids)) == len(ids)
    drawings = [element.get("id") for element in found(root, "//wp:docPr | //wps:cNvPr")]
    assert len(drawings) > 10
    assert len(set(drawings)) == len(drawings)


def test_every_drawing_has_a_text_or_is_marked_as_decorative() -> None:
    root = part(written(document(*EVERYTHING)))
    drawings = found(root, "//wp:docPr")
    told = {drawing.get("name"): drawing.get("descr") for drawing in drawings if drawing.get("descr")}
    assert told == {"Connection picture": "A web"}
    decorative = {drawing.get("name") for drawing in drawings if found(drawing, ".//adec:decorative[@val='1']")}
    assert decorative == {"Rule", "Clock", "Slide"}


def test_links_out_are_relationships_and_each_address_is_one() -> None:
    linked = Paragraph(
        (
            Run("a", link="https://example.org/?a=1&b=2"),
            Run("b", link="mailto:team@example.org"),
            Run("c", link="https://example.org/?a=1&b=2"),
        )
    )
    data = written(document(linked))
    targets = {
        relation.get("Id"): (relation.get("Target"), relation.get("TargetMode"))
        for relation in found(part(data, "word/_rels/document.xml.rels"), "//pr:Relationship")
    }
    links = found(part(data), "//w:hyperlink")
    ids = [link.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id") for link in links]
    assert [targets[number] for number in ids] == [
        ("https://example.org/?a=1&b=2", "External"),
        ("mailto:team@example.org", "External"),
        ("https://example.org/?a=1&b=2", "External"),
    ]
    assert ids[0] == ids[2]
    assert values(part(data), "//w:hyperlink//w:rStyle") == ["Hyperlink"] * 3


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "ftp://x.org", "//x.org", "https://", "mailto:", "\\\\x\\y", ""],
)
def test_links_of_other_kinds_are_refused(address: str) -> None:
    with pytest.raises(ValueError, match="is refused"):
        written(document(Paragraph((Run("x", link=address),))))


def test_everything_is_valid_by_the_open_xml_sdk_in_every_kind_of_script(tmp_path: Path) -> None:
    paths = []
    for language in ("en", "ar-EG", "hi", "km", "zh-TW", "ja"):
        (folder := tmp_path / language).mkdir()
        paths.append(saved(folder, document(*EVERYTHING, language=language)))
    assert [errors for errors in ooxml_errors(paths).values() if errors] == []


PROGRAM = """\
import hashlib
from tests.writers.docx.test_package import EVERYTHING
from tests.writers.docx.word import document, written
print(hashlib.sha256(written(document(*EVERYTHING), pages=2, heading_pages={"one": 1, "two": 2})).hexdigest())
"""


def test_the_same_document_is_the_same_bytes_in_other_surroundings(tmp_path: Path) -> None:
    here = hashlib.sha256(written(document(*EVERYTHING), pages=2, heading_pages={"one": 1, "two": 2})).hexdigest()
    environment = {
        **os.environ,
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == here


def test_entries_of_the_package_carry_no_clock_and_no_system() -> None:
    with zipfile.ZipFile(BytesIO(written(document(paragraph("Text"))))) as package:
        entries = package.infolist()
        assert package.testzip() is None
    assert entries[0].filename == "[Content_Types].xml"
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.create_system for entry in entries} == {0}
