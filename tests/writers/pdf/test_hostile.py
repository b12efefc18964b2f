"""Whatever a contributor writes is text on the page: never markup, never code, never a crash."""

from __future__ import annotations

from io import BytesIO

import pdfplumber
import pikepdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from packgen.document import (
    Answer,
    Banner,
    Block,
    Box,
    Cell,
    Contents,
    Cue,
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
from tests.readers import squeezed
from tests.writers.pdf.printed import document, paragraphs, rendered
from tests.writers.pdf.test_tags import checked

HOSTILE = (
    "<b>bold?</b>",
    "<onDraw name='x' label='y'/>",
    '<img src="/etc/passwd" width="9"/>',
    "<a href='javascript:alert(1)'>click</a>",
    "]]> &amp; &lt; &#65; & < >",
    "{{ country.name }} {% for %} ${HOME} `id`",
    "(un(balanced \\) \\n \\( ))) endstream endobj",
    "<</Type/Catalog>> /Artifact BMC EMC BT ET Q q",
    "%PDF-1.7 %%EOF",
)


def page_text(data: bytes) -> str:
    """The words of the text area of all pages, in the order of the content stream, without white space."""
    with pdfplumber.open(BytesIO(data)) as pdf:
        areas = [page.crop((0, 50, page.width, page.height - 50)) for page in pdf.pages]
        return squeezed("".join(area.extract_text(use_text_flow=True) for area in areas))


def everywhere(text: str) -> tuple[Block, ...]:
    """Blocks that have the text in every place that takes text."""
    run = (Run(text),)
    cell = Cell((Paragraph(run, "table-text"),))
    return (
        TitleBlock(run, run, run),
        Contents(run),
        Banner(Heading(1, run, "a"), run, run),
        MarginTable(
            Heading(2, run, "b"), (MarginRow((Cue("slide", run),), (Paragraph(run, "say"),), "say"),), "activity"
        ),
        ListBlock((ListItem((Paragraph(run),)),)),
        Box((Paragraph(run),)),
        Table((1.0,), (Cell((Paragraph(run, "table-head"),), header=True),), ((cell,),), text),
        Answer("field", f"Label {text}", 1),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_is_literal_text(text: str) -> None:
    data = rendered(document(*paragraphs(text, "after"), title=text)).data
    assert page_text(data) == squeezed(text + "after")
    with pikepdf.open(BytesIO(data)) as pdf:
        assert not pdf.pages[0].get_images()
        assert "/Annots" not in pdf.pages[0].obj
        assert not {"/OpenAction", "/AA", "/JavaScript"} & set(pdf.Root.keys())


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_is_literal_text_everywhere(text: str) -> None:
    data = rendered(document(*everywhere(text))).data
    assert page_text(data).count(squeezed(text)) >= 9
    with pikepdf.open(BytesIO(data)) as pdf:
        checked(pdf)


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "https://" + "a/" * 5_000, "ا" * 10_000, "é́" * 5_000, "\u200f" * 500 + "x"]
)
def test_ten_thousand_characters_without_a_space_break_inside(text: str) -> None:
    data = rendered(document(*paragraphs(text), language="en")).data
    assert len(page_text(data)) == len(squeezed(text))
    with pdfplumber.open(BytesIO(data)) as pdf:
        assert max(char["x1"] for page in pdf.pages for char in page.chars) <= 595.276 - 53


def test_a_long_word_fits_in_every_place() -> None:
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
    with pdfplumber.open(BytesIO(rendered(document(*everywhere(word))).data)) as pdf:
        for page in pdf.pages:
            assert max(char["x1"] for char in page.chars) <= page.width - 53
            assert min(char["x0"] for char in page.chars) >= 53


@pytest.mark.parametrize(
    "mark", ["\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2067", "\u2069", "\u00ad", "\ufeff"]
)
def test_marks_that_steer_direction_lose_no_letter(mark: str) -> None:
    text = f"one {mark}two{mark} three {mark}"
    for language in ("en", "ar"):
        read = page_text(rendered(document(*paragraphs(text), language=language)).data)
        assert sorted(read) == sorted("onetwothree")


@pytest.mark.parametrize("text", ["", " ", "\t", "\n", "a\tb\nc", "\u2028", "a\u2029b", "\u00a0"])
def test_white_space_of_any_kind_is_space(text: str) -> None:
    assert page_text(rendered(document(*paragraphs(text, "end"))).data) == squeezed(text + "end")


@settings(max_examples=80, deadline=None)
@given(
    st.text(st.sampled_from("ab <>&()\\[]{}/%'\"\u200e\u200f\u202e\u2067\u2069\u00ad\u0301אבجد12,."), max_size=60),
    st.booleans(),
)
@example("\u200e\u00ad", False)  # a hyphen is drawn for both
@example("\u200f\u00ad", True)
def test_no_text_breaks_the_file(text: str, rtl: bool) -> None:
    data = rendered(document(*everywhere(text), language="he" if rtl else "en")).data
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        checked(pdf)
