"""Whatever contributors write is text: it comes back from Word's XML as it was, or it is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packgen.document import (
    Answer,
    Box,
    Cell,
    Cue,
    Figure,
    Heading,
    ListBlock,
    ListItem,
    MarginRow,
    MarginTable,
    Paragraph,
    Run,
    Table,
    TitleBlock,
)
from packgen.writers.docx.language import by_direction
from packgen.writers.docx.xml import escaped
from tests.writers.docx.word import body, document, found, opened, part, text_of, values, written

HOSTILE = [
    "<b>bold</b>",
    "a & b &amp; c &#x41;",
    "]]> <![CDATA[ x ]]>",
    "{{ 7 * 7 }} {% raw %}",
    "</w:t></w:r></w:p>",
    '" onload="x',
    "  spaces  at both ends  ",
    "\u202eright to left\u202c \u200f",
    "x" * 10_000,
    "&lt;script&gt;",
    "{page} of {pages}",
]

# All that XML 1.0 can hold, but for white space that is a command in Word and the soft hyphen, which is an element.
legal = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\u00ad\ufffe\uffff"), min_size=1
)


@given(legal)
def test_any_text_comes_back_the_same_from_every_place(text: str) -> None:
    run = (Run(text),)
    paragraph = Paragraph(run)
    word = opened(
        written(
            document(
                TitleBlock((), run),
                paragraph,
                Heading(1, run, "h"),
                ListBlock((ListItem((paragraph,)),)),
                Table((1.0,), (), ((Cell((paragraph,)),),), "s"),
                Box((paragraph,)),
                title=text,
            )
        )
    )
    assert [p.text for p in word.paragraphs if p.text.strip("\n")] == [text] * 4 or not text.strip("\n")
    assert [table.cell(0, 0).paragraphs[0].text for table in word.tables] == [text] * 2
    assert word.core_properties.title == text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_literal_in_attributes_too(text: str) -> None:
    figure = Figure("web", (Run(text),), ((Run(text),),) * 3, text, tuple("goal"))
    cue = MarginTable(None, (MarginRow((Cue("slide", (Run(text),)),), (Paragraph((Run(text),)),)),))
    root = body(figure, cue, Answer("f", text[:64], 1), Table((1.0,), (), ((Cell(()),),), text))
    (picture,) = [properties for properties in found(root, "//wp:docPr") if properties.get("descr")]
    assert picture.get("descr") == text
    assert values(root, "//w:tblCaption") == [text]
    assert [alias[:50] for alias in values(root, "//w:sdtPr/w:alias")] == [text[:50]] * 5
    assert text_of(root).replace("\u00a0", "") == text * 6


def test_a_title_line_break_and_a_soft_hyphen_are_words_own() -> None:
    root = body(Paragraph((Run("part\u00adner\u00adship"),)))
    assert len(found(root, "//w:softHyphen")) == 2
    assert text_of(root) == "partnership"


def test_white_space_that_is_a_command_in_word_becomes_a_space() -> None:
    assert text_of(body(Paragraph((Run("a\tb\nc\rd"),)))) == "a b c d"


@given(st.text(st.characters(codec="utf-16", categories=["Cc", "Cs", "Cn", "L"]), min_size=1))
def test_characters_that_xml_cannot_hold_are_refused_and_named(text: str) -> None:
    bad = re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", text)
    if bad is None:
        assert "<" not in escaped(text)
        return
    with pytest.raises(ValueError, match=f"U\\+{ord(bad.group()):04X}"):
        written(document(Paragraph((Run(text),))))


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\ud800", "\ufffe"])
def test_properties_and_running_lines_refuse_them_too(bad: str) -> None:
    with pytest.raises(ValueError, match="cannot stand in a Word document"):
        written(document(Paragraph((Run("x"),)), title=f"a{bad}"))


def test_braces_of_the_running_lines_mean_page_numbers_there_alone() -> None:
    data = written(document(Paragraph((Run("{page}"),))))
    assert text_of(part(data)) == "{page}"


words = st.text(st.sampled_from("ab 12.,()-אבגدرس"), max_size=30)


@given(words, st.booleans())
def test_text_cut_by_direction_is_the_same_text_and_each_piece_of_one_direction(text: str, rtl: bool) -> None:
    pieces = list(by_direction(text, rtl=rtl))
    assert "".join(piece for piece, _ in pieces) == text
    for piece, turned in pieces:
        if turned:
            assert not re.search("[a-b]", piece)
        else:
            assert not re.search("[\u0590-\u08ff]", piece)
