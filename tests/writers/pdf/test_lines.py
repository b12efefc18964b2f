"""Line breaking: nothing is lost, nothing is wider than the line, breaks stand where the script allows them."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from packgen.writers.breaks import grapheme_breaks, line_breaks
from packgen.writers.pdf.hyphens import divisions
from packgen.writers.pdf.lines import HardBreak, InlineBox, Piece, Span, break_lines, measure
from tests.writers.pdf.printed import FONTS


def span(text: str, *, bold: bool = False, language: str = "en") -> Span:
    return Span(text, bold, False, 10.0, "#000000", language, 0)


def texts(pieces: list[Piece], width: float, *, rtl: bool = False, balance: bool = False) -> list[str]:
    return [line.text for line in break_lines(FONTS, pieces, width, rtl=rtl, balance=balance)]


words = st.lists(st.text("abcdefgh-", min_size=1, max_size=12), min_size=1, max_size=40).map(" ".join)


@settings(deadline=None)
@given(words, st.floats(80, 400), st.booleans(), st.booleans())
@example("aaaaaaahaaaa aa", 80.0, False, True)
def test_lines_hold_all_the_text_and_fit(text: str, width: float, bold: bool, balance: bool) -> None:
    lines = break_lines(FONTS, [span(text, bold=bold)], width, rtl=False, balance=balance)
    assert "".join(line.text for line in lines) == text
    assert all(line.width <= width + 1e-6 for line in lines)
    for line in lines:
        right = max(fragment.x + fragment.width for fragment in line.fragments)
        assert right == pytest.approx(line.width, abs=1e-6)


@settings(deadline=None)
@given(words, st.floats(80, 400))
def test_balancing_needs_no_more_lines(text: str, width: float) -> None:
    plain = texts([span(text)], width)
    even = texts([span(text)], width, balance=True)
    assert len(even) <= len(plain)


@settings(deadline=None)
@given(words, st.floats(80, 400), st.sampled_from(["start", "end", "center"]))
def test_alignment_moves_lines_and_breaks_none(text: str, width: float, align: str) -> None:
    for line in break_lines(FONTS, [span(text)], width, rtl=False, align=align):  # type: ignore[arg-type]
        left = min(fragment.x for fragment in line.fragments)
        spare = width - line.width
        assert left == pytest.approx({"start": 0.0, "end": spare, "center": spare / 2}[align], abs=1e-6)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["שלום", "Dan", "12", "עולם,", "(ספר)", "x"]), min_size=1, max_size=30), st.floats(60, 300)
)
def test_right_to_left_lines_start_at_the_right(parts: list[str], width: float) -> None:
    text = " ".join(parts)
    lines = break_lines(FONTS, [span(text, language="he")], width, rtl=True)
    assert "".join(line.text for line in lines) == text
    for line in lines:
        assert max(fragment.x + fragment.width for fragment in line.fragments) == pytest.approx(width, abs=1e-6)
        assert min(fragment.x for fragment in line.fragments) == pytest.approx(width - line.width, abs=1e-6)


def test_a_change_of_look_inside_a_word_breaks_no_line() -> None:
    pieces: list[Piece] = [span("aaa bb"), span("bb", bold=True), span("bb ccc")]
    width = measure(FONTS, [span("aaa bbb")])
    assert texts(pieces, width)[:2] == ["aaa ", "bbbbbb "]


def test_forced_breaks_and_boxes_keep_their_places() -> None:
    pieces: list[Piece] = [span("one"), HardBreak(), InlineBox(12.0, 9.0, 3.0, 7), span(" two")]
    first, second = break_lines(FONTS, pieces, 200.0, rtl=False)
    assert (first.text, second.text) == ("one", " two")
    box = next(fragment for fragment in second.fragments if fragment.is_box)
    assert (box.x, box.width, box.key) == (0.0, 12.0, 7)


def test_a_soft_hyphen_is_drawn_only_at_a_line_s_end() -> None:
    text = "co\u00adope\u00adra\u00adtion"
    assert len(texts([span(text)], 200.0)) == 1
    lines = break_lines(FONTS, [span(text)], measure(FONTS, [span("coopera")]), rtl=False)
    assert [line.text for line in lines] == ["co\u00adope\u00ad", "ra\u00adtion"]
    glyphs = lines[0].fragments[-1].runs[-1].glyphs
    assert glyphs[-1] == FONTS.face(False, False).hb_font.get_nominal_glyph(0x2010)


def test_no_break_spaces_hold() -> None:
    assert texts([span("a 5\u00a0km")], measure(FONTS, [span("5\u00a0km")])) == ["a ", "5\u00a0km"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("th", ["ความ", "ร่วม", "มือ", "กับ", "ห้อง", "สมุด"]),
        ("km", ["ភាព", "ជា", "ដៃគូ", "ជាមួយ", "បណ្ណាល័យ"]),
        ("my", ["စာကြည့်တိုက်", "နှင့်"]),
        ("en", ["well-", "known ", "facts"]),
    ],
)
def test_lines_break_between_words_also_where_none_are_spaced(language: str, words: list[str]) -> None:
    text, at, allowed = "".join(words), 0, set()
    for word in words:
        at += len(word)
        allowed.add(at)
    found = line_breaks(text, language)
    assert found[-1] == len(text)
    # The dictionary may keep a compound whole; it must not break inside a word.
    assert set(found) <= allowed
    assert len(found) > 1


def test_a_character_as_readers_know_it_is_never_cut() -> None:
    assert grapheme_breaks("e\u0301កែ👩‍🏫x", "en") == [2, 4, 7, 8]


@pytest.mark.parametrize("language", ["th", "km"])
def test_unspaced_text_fills_lines(language: str) -> None:
    text = {"th": "ความร่วมมือกับห้องสมุด" * 12, "km": "ភាពជាដៃគូជាមួយបណ្ណាល័យ" * 12}[language]
    lines = break_lines(FONTS, [span(text, language=language)], 200.0, rtl=False)
    assert "".join(line.text for line in lines) == text
    assert all(line.width <= 200.0 for line in lines)
    assert all(line.width > 140.0 for line in lines[:-1])


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("នីមួយៗ", ["នីមួយៗ"]),  # "each", with the repetition sign
        ("មានដៃគូ", ["មានដៃគូ"]),  # "has partners"
        ("ម្នាក់ៗសរសេរ", ["ម្នាក់ៗ", "សរសេរ"]),  # "each one writes": the final with bantoc begins no word
        ("ផ្សេងៗគ្នា", ["ផ្សេងៗ", "គ្នា"]),
    ],
)
def test_no_khmer_line_ends_within_a_word_that_the_dictionary_splits(written: str, words: list[str]) -> None:
    ends = line_breaks(written, "km")
    assert [written[start:end] for start, end in zip([0, *ends], ends, strict=False)] == words


# --- words too long for their line ------------------------------------------------------------------


def test_a_word_too_long_for_its_line_is_divided_with_a_hyphen_by_its_language_s_rules() -> None:
    for language, word, parts in (
        ("en-KE", "organisations", ["organisa\u00ad", "tions"]),
        ("fr", "bibliothèques", ["biblio\u00ad", "thèques"]),
        ("uk", "однокласники", ["одноклас\u00ad", "ники"]),
    ):
        width = measure(FONTS, [span(parts[0].replace("\u00ad", "-m"))])
        lines = break_lines(FONTS, [span(word, language=language)], width, rtl=False)
        assert [line.text for line in lines] == parts, "readers drop a soft hyphen: what is copied is the word"
        glyphs = lines[0].fragments[-1].runs[-1].glyphs
        assert glyphs[-1] == FONTS.face(False, False).hb_font.get_nominal_glyph(0x2010)
        assert lines[0].width <= width


def test_a_word_that_fits_a_line_of_its_own_is_never_divided() -> None:
    width = measure(FONTS, [span("organisations")])
    assert texts([span("two organisations meet")], width) == ["two ", "organisations ", "meet"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["organisations ", "meet"]),
        ("sw", ["ushirikiano ", "wetu"]),  # without rules it would be cut anywhere
        ("en", ["community-", "organisations"]),
    ],
)
def test_no_word_is_divided_to_make_lines_alike(language: str, words: list[str]) -> None:
    text = "".join(words)
    width = measure(FONTS, [span(text[:-1])])
    assert texts([span(text, language=language)], width, balance=True) == words


def test_a_language_without_rules_and_addresses_break_where_they_must() -> None:
    assert divisions("ushirikiano", "sw") == []
    assert divisions("شراكات", "ar") == []
    assert divisions("B12 x/y 2024", "en") == []
    (at, *_) = divisions("see organisations", "en")
    assert at > 6, "short words stay whole"
