"""The structure tree against the content it describes (ISO 32000-1, 14.7 and 14.8; ISO 14289-1)."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from packgen.document import (
    Answer,
    Box,
    Cell,
    Choice,
    Document,
    Figure,
    Heading,
    LineBreak,
    ListBlock,
    ListItem,
    PageBreak,
    Paragraph,
    Run,
    Table,
    TitleBlock,
)
from tests.access.beyond import beyond
from tests.access.matterhorn import failures
from tests.access.reading import Tagged
from tests.readers import pdf_struct_text, squeezed
from tests.writers.pdf.printed import document, paragraphs, rendered, saved


def checked(pdf: pikepdf.Pdf) -> Tagged:
    """The structure of a document that has nothing wrong with its tags."""
    assert failures(pdf) == []
    assert beyond(pdf) == []
    return Tagged(pdf)


def everything() -> Document:
    """Every kind of block that brings structure of its own, over several pages."""
    inner = ListBlock((ListItem(paragraphs("inner")),), "bullet")
    nested = ListItem((*paragraphs("one"), inner))
    choices = tuple(
        Cell((Paragraph((Choice("rate", value, value, question="Statement"),), "table-choice"),))
        for value in ("low", "high")
    )
    rows = tuple((Cell(paragraphs(f"row {number}"), header=True), *choices) for number in range(60))
    head = tuple(Cell((Paragraph((Run(text),), "table-head"),), header=True) for text in ("What", "Low", "High"))
    return document(
        TitleBlock((Run("Kicker"),), (Run("Title"),), (Run("Subtitle"),)),
        Heading(1, (Run("First"),), "first"),
        Paragraph((Run("Plain, "), Run("karibu", language="sw"), Run(", "), Run("link", link="https://a.example"))),
        ListBlock((nested, ListItem(paragraphs("two"))), "decimal"),
        ListBlock((ListItem(paragraphs("to do")),), "check"),
        Box(paragraphs("In a box.")),
        Table((0.5, 0.25, 0.25), head, rows, "Sixty rows", "scale"),
        Heading(2, (Run("Second"),), "second"),
        Paragraph((Run("word " * 900),)),
        Answer("answer", "Your answer", 3),
        PageBreak(),
        Figure("web", (Run("Goal"),), ((Run("Family"),), (Run("Friends"),), (Run("Work"),)), "A web", tuple("goal")),
    )


def test_every_kind_of_block_is_tagged() -> None:
    with pikepdf.open(BytesIO(rendered(everything()).data)) as pdf:
        tagged = checked(pdf)
        kinds = [node.kind for node in tagged.nodes]
        assert len(pdf.pages) > 3
        assert kinds.count("TR") == 61, "a head that is repeated is in the structure once"
        expected = "Title H1 H2 P L LI Lbl LBody Table TH TD Link Form Figure"
        assert set(expected.split()) < set(kinds)
        assert {str(node.entries.Lang) for node in tagged.nodes if "/Lang" in node.entries} == {"sw"}


def test_what_is_read_aloud_is_the_text_in_order_and_once(tmp_path: Path) -> None:
    text = squeezed(
        "".join(text for kinds, text in pdf_struct_text(saved(tmp_path, everything())) if "Lbl" not in kinds)
    )
    rows = "".join(f"row{number}" for number in range(60))
    assert text.startswith(
        "KickerTitleSubtitleFirstPlain,karibu,linkoneinnertwotodoInabox.WhatLowHigh" + rows + "Second"
    )
    assert text.count("word") == 900
    assert "Head" not in text


@pytest.mark.parametrize("words", [("Slide 2", "Purpose"), ("شريحة 2", "الغرض"), ("ស្លាយ", "គោលបំណង")])
def test_words_on_two_lines_of_a_paragraph_are_read_as_two(tmp_path: Path, words: tuple[str, str]) -> None:
    language = {"S": "en", "ش": "ar", "ស": "km"}[words[0][0]]
    broken = Paragraph((Run(words[0], bold=True), LineBreak(), Run(words[1])))
    ((_, text),) = pdf_struct_text(saved(tmp_path, document(broken, language=language)))
    assert text.replace("\u200f", "") == " ".join(words)  # a mark keeps the digit where it is read


def test_a_paragraph_over_two_pages_is_one_element() -> None:
    with pikepdf.open(BytesIO(rendered(document(*paragraphs("word " * 1500))).data)) as pdf:
        tagged = checked(pdf)
        (paragraph,) = [node for node in tagged.nodes if node.kind == "P"]
        assert len({page for page, _ in paragraph.contents}) == len(pdf.pages) == 2
        assert set(tagged.owners.values()) == {paragraph}
