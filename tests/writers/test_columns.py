"""Tables and running lines made to fit: words whole in their columns, scales as lines, ends that leave a gap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packgen.document import Cell, Choice, Paragraph, Run, Table, plain
from packgen.writers.columns import ENDS_GAP, NARROWER, fitted, measured, running_ends, stacked
from packgen.writers.pdf.lines import Span, measure
from tests.fuzz.running import bounded
from tests.writers.docx.word import THEME
from tests.writers.pdf.printed import FONTS

WIDTH = 480.0
LARGE = THEME.scaled(1.7)
PADDING = THEME.tables["plain"].padding


def table(*heads: str, widths: tuple[float, ...] | None = None, words: str = "a b") -> Table:
    """A table of one row under these heads."""
    return Table(
        widths or tuple(1 / len(heads) for _ in heads),
        tuple(Cell((Paragraph((Run(head),), "table-head"),)) for head in heads),
        (tuple(Cell((Paragraph((Run(words),), "table-text"),)) for _ in heads),),
        "summary",
    )


def width_of(word: str, *, bold: bool, size: float) -> float:
    """The width of a word in points, by its font."""
    return measure(FONTS, [Span(word, bold, False, size, "#000000", "en", 0)])


def test_a_table_whose_words_fit_stays_as_it_is() -> None:
    found = table("Time", "Part and topics", "Length", widths=(0.2, 0.6, 0.2))
    assert fitted(found, THEME, WIDTH) is found


def test_columns_grow_to_their_longest_word_and_others_give_the_room() -> None:
    found = fitted(table("Partnerships", "Who", "What", widths=(0.1, 0.45, 0.45)), LARGE, WIDTH)
    needed = width_of("Partnerships", bold=True, size=LARGE.styles["table-head"].size) + 2 * PADDING
    assert needed <= found.widths[0] * WIDTH < needed * 1.2
    assert sum(found.widths) == pytest.approx(1)
    assert found.widths[1] == pytest.approx(found.widths[2], abs=0.01)


def test_where_not_all_fit_the_columns_that_lack_least_do() -> None:
    long = "Responsibilities"
    heads = ("Minutes", long, long, long, "a")
    found = fitted(table(*heads, widths=(0.1, 0.2, 0.2, 0.2, 0.3)), LARGE, WIDTH)
    assert found.widths[0] * WIDTH >= width_of("Minutes", bold=True, size=LARGE.styles["table-head"].size) + 2 * PADDING
    assert not all(share * WIDTH >= width_of(long, bold=True, size=15.3) for share in found.widths[1:4])
    assert sum(found.widths) == pytest.approx(1)


def test_scripts_without_spaces_ask_for_their_longest_word() -> None:
    found = table("ការកំណត់រកដៃគូសក្តានុពលរបស់បណ្ណាល័យ", "การระบุพันธมิตรที่มีศักยภาพ", "图书馆合作伙伴关系")
    assert fitted(found, LARGE, WIDTH) is found
    found = fitted(table("ស្លាយ", "នាទី", "a", widths=(0.06, 0.06, 0.88)), LARGE, WIDTH)
    for share, word in zip(found.widths[:2], ("ស្លាយ", "នាទី"), strict=True):
        assert share * WIDTH >= width_of(word, bold=True, size=LARGE.styles["table-head"].size) + 2 * PADDING
    assert found.widths[2] > 0.6


@given(st.lists(st.text("abcmwijABCДжшюїé ", max_size=30), min_size=1, max_size=6), st.floats(100, 800))
def test_widths_are_shares_whatever_stands_in_the_table(heads: list[str], width: float) -> None:
    found = fitted(table(*heads), LARGE, width)
    assert sum(found.widths) == pytest.approx(1)
    assert all(share > 0 for share in found.widths)


@given(st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZабвгдежзийклмнопрстуфхцчшщюяіїє ", min_size=4))
def test_words_are_measured_sooner_too_wide_than_too_narrow(words: str) -> None:
    for style in (THEME.styles["body"], THEME.styles["table-head"]):
        true = width_of(words.strip() or "x", bold=style.bold, size=style.size)
        assert measured(words.strip() or "x", style) >= true * 0.9


# --- scales -----------------------------------------------------------------------------------------


def test_a_stacked_scale_says_each_statement_over_its_labelled_choices() -> None:
    labels = ("Never", "Not at all")
    head = (Cell((Paragraph((Run("With our partners"),)),)), *(Cell((Paragraph((Run(label),)),)) for label in labels))
    choices = tuple(Choice("rate-a", value, f"A – {value}", "radio") for value in ("n", "a"))
    row = (Cell((Paragraph((Run("1. We agree."),)),), header=True), *(Cell((Paragraph((each,)),)) for each in choices))
    lead, statement, line = stacked(Table((0.5, 0.25, 0.25), head, (row,), "summary", "scale"))
    assert isinstance(lead, Paragraph)
    assert isinstance(statement, Paragraph)
    assert isinstance(line, Paragraph)
    assert (plain(lead.content), plain(statement.content)) == ("With our partners", "1. We agree.")
    assert [node for node in line.content if isinstance(node, Choice)] == list(choices)
    assert plain(line.content).split() == ["Never", "Not", "at", "all"]
    assert "\u00a0Not\u00a0at\u00a0all" in plain(line.content), "a circle and its label stay on one line"
    assert THEME.styles[statement.style].keep_next, "no page ends between a statement and its choices"


# --- running lines ----------------------------------------------------------------------------------


@given(st.text("abcd ·–,мш", max_size=90), st.text("Kenya 12", max_size=30), st.floats(150, 600))
def test_the_ends_of_a_running_line_leave_a_gap(start: str, end: str, width: float) -> None:
    style = THEME.styles["head"]
    first, second = running_ends((start, end), style, width)
    assert second in (end, "")
    assert first == start or (first.endswith("…") and start.startswith(first[:-1]))
    if len(first) > 1:
        taken = NARROWER * (measured(first, style) + measured(second, style))
        assert taken + (ENDS_GAP if second else 0.0) <= width + 1e-6


def test_a_long_second_text_makes_room_for_the_first_but_no_page_s_number_does() -> None:
    style = THEME.styles["head"]
    title = "Session 14 · Building and Sustaining Library Partnerships"
    width = width_of(title, bold=False, size=style.size) + 60
    assert running_ends((title, "Library Advocacy Training"), style, width) == (title, "")
    first, second = running_ends((title, "Page {page} of {pages}"), style, width)
    assert (first[-1], second) == ("…", "Page {page} of {pages}")
    assert running_ends((title, "Kenya"), style, width)[1] == "Kenya"
    assert running_ends(("", "Library Advocacy Training" * 3), style, 150.0) == ("", "")


@pytest.mark.parametrize(
    "title", ["Building and Sustaining Library Partnerships", "Побудова та підтримка партнерств бібліотек"]
)
def test_a_running_line_is_cut_where_its_room_ends(title: str) -> None:
    style = LARGE.styles["head"]
    for width in range(180, 440, 20):
        first, second = running_ends((f"Session 14 · {title}", "Kenya"), style, float(width))
        if first.endswith("…"):
            free = width - sum(width_of(words, bold=False, size=style.size) for words in (first, second))
            assert ENDS_GAP * 0.9 <= free <= ENDS_GAP + 0.05 * width + 2 * style.size


def test_a_page_s_number_takes_the_room_of_its_digits() -> None:
    style = LARGE.styles["foot"]
    title, told = "Identifying Partnership Opportunities: Case Study", "Page 12 of 46"
    width = sum(width_of(words, bold=False, size=style.size) for words in (title, told)) + ENDS_GAP + 3 * style.size
    ends = (title, "Page {page} of {pages}")
    assert running_ends(ends, style, width) == ends


def test_a_short_running_line_stays_and_a_long_one_ends_in_a_word() -> None:
    style = THEME.styles["head"]
    ends = ("Session 14 · Building and Sustaining Library Partnerships", "Kenya")
    assert running_ends(ends, style, WIDTH) == ends
    for width in range(80, 260, 7):
        assert running_ends(ends, style, float(width))[0][-2:] not in (" …", "·…")


def test_a_running_line_of_any_length_is_cut_at_once() -> None:
    with bounded():
        first, _ = running_ends(("a" * 300_000, "Kenya"), THEME.styles["head"], WIDTH)
    assert 20 < len(first) < 200
