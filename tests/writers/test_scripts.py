"""Sizes, leading and slant by script: what the table says, and that both writers print it."""

from __future__ import annotations

from io import BytesIO

import pdfplumber
import pytest

from packgen.document import Paragraph, Run
from packgen.writers.docx.language import SCRIPTS
from packgen.writers.scripts import SETTINGS, emphasis, is_rtl, script_code, setting, theme_for
from tests.writers.docx.word import THEME, document, paragraph, part, values, written
from tests.writers.pdf.printed import rendered

# A word, a stage direction and emphasis, in languages whose scripts have no italics.
UPRIGHT = {
    "ar": ("كلمة", "[اطلب 3 أمثلة]", "مثال"),
    "he": ("מילה", "[בקשו 3 דוגמאות]", "דוגמה"),
    "hi": ("शब्द", "[3 उदाहरण पूछें]", "उदाहरण"),
    "km": ("ពាក្យ", "[សុំ 3 ឧទាហរណ៍]", "ឧទាហរណ៍"),
    "th": ("คำ", "[ขอ 3 ตัวอย่าง]", "ตัวอย่าง"),
    "my": ("စာလုံး", "[ဥပမာ 3 ခု မေးပါ]", "ဥပမာ"),
}


def test_a_language_is_set_like_its_script() -> None:
    tags = ("en-KE", "uk", "ar-EG", "az-Arab", "ur", "hi-IN", "ks-Deva", "zh-TW", "zh", "km-KH", "xx", "en-Zzzz")
    assert [script_code(tag) for tag in tags] == [
        "Latn", "Latn", "Arab", "Arab", "Arab", "Deva", "Deva", "Hant", "Hans", "Khmr", "Latn", "Zzzz",
    ]  # fmt: skip
    assert setting("en-Zzzz") == setting("en")
    assert [is_rtl(tag) for tag in tags] == [tag in ("ar-EG", "az-Arab", "ur") for tag in tags]
    assert set(SCRIPTS) == set(SETTINGS), "every script that Word knows has its setting"


@pytest.mark.parametrize("language", UPRIGHT)
def test_small_type_grows_and_large_type_stays(language: str) -> None:
    adapted, wanted = theme_for(THEME, language), setting(language)
    for name, style in THEME.styles.items():
        new = adapted.styles[name]
        assert new.size >= max(style.size, wanted.least)
        assert new.size <= max(style.size * wanted.scale + 0.25, wanted.least)
        assert new.size * 2 == int(new.size * 2), "Word knows half points only"
        assert new.leading / new.size >= style.leading / style.size - 0.01
    assert adapted.styles["title"].size == THEME.styles["title"].size
    assert adapted.styles["role"].size >= 8.5


@pytest.mark.parametrize("language", UPRIGHT)
def test_the_grid_grows_with_the_script_and_everything_stays_on_it(language: str) -> None:
    adapted = theme_for(THEME, language)
    assert adapted.grid >= THEME.grid
    assert round(adapted.grid * 20, 6) == int(adapted.grid * 20 + 0.001), "Word knows twentieths of points only"
    assert adapted.styles["body"].leading == pytest.approx(4 * adapted.grid)
    lengths = [adapted.list.gap, adapted.writing.pitch]
    for name, style in adapted.styles.items():
        if not name.startswith("figure-"):  # labels in pictures
            lengths += [style.leading, style.before, style.after]
    lengths += [2 * box.padding for box in adapted.boxes.values()]
    lengths += [2 * table.padding for table in adapted.tables.values()]
    assert [length for length in lengths if length != pytest.approx(adapted.on_grid(length), abs=0.001)] == []
    assert adapted.writing.pitch == pytest.approx(THEME.writing.pitch, abs=adapted.grid / 2)


def test_the_order_of_sizes_stays() -> None:
    for language in UPRIGHT:
        adapted = theme_for(THEME, language)
        by_size = sorted(THEME.styles, key=lambda name: THEME.styles[name].size)
        sizes = [adapted.styles[name].size for name in by_size]
        assert sizes == sorted(sizes)


def test_latin_and_its_kin_are_as_the_theme_says() -> None:
    assert theme_for(THEME, "en-KE") is THEME
    assert theme_for(THEME, "uk") is THEME


def test_emphasis_is_bold_where_there_are_no_italics_but_titles_in_quotes_are_plain() -> None:
    assert emphasis(THEME, "en", "really").italic
    for language in UPRIGHT:
        assert emphasis(THEME, language, "words").bold
        for title in ("«words»", "“words”", '"words"', "‘words’", "「words」"):
            assert not emphasis(THEME, language, title).bold
        assert not emphasis(THEME, language, "words").italic


@pytest.mark.parametrize("language", UPRIGHT)
def test_neither_format_slants_a_script_without_italics(language: str) -> None:
    word, direction, emphasised = UPRIGHT[language]
    content = (Run(f"{word} "), Run(f"{direction} ", style="direction"), Run(emphasised, italic=True))
    tree = document(Paragraph(content), language=language)
    with pdfplumber.open(BytesIO(rendered(tree).data)) as pdf:
        fonts = {char["fontname"].partition("+")[2] for char in pdf.pages[0].chars}
    assert not [name for name in fonts if "Italic" in name]
    assert [name for name in fonts if name.endswith("-Bold")], "emphasis is bold"
    data = written(tree)
    for name in ("word/document.xml", "word/styles.xml"):
        assert set(values(part(data, name), "//w:rPr/w:i")) <= {"0"}
        assert set(values(part(data, name), "//w:rPr/w:iCs")) <= {"0"}
    assert len(part(data, "word/document.xml").findall(".//{*}b")) >= 1


def test_a_passage_in_another_language_is_slanted_as_its_own_script_is() -> None:
    foreign = (Run("تفضلوا [3]", italic=True, language="ar"), Run(" see ", italic=True))
    data = written(document(Paragraph(foreign)))
    assert len(part(data, "word/document.xml").findall(".//{*}rPr/{*}i")) == 1, "the English words alone"
    direction = Paragraph((Run("[اسأل]", style="direction", language="ar"), Run(" [Ask.]", style="direction")))
    slants = values(part(written(document(direction)), "word/document.xml"), "//w:rPr/w:i")
    assert set(slants) == {"0"}, "every run of the Arabic, brackets too; English has its style's"
    fallback = document(Paragraph((Run("كلمة "), Run("word", italic=True, language="en"))), language="ar")
    with pdfplumber.open(BytesIO(rendered(fallback).data)) as pdf:
        slanted = "".join(char["text"] for char in pdf.pages[0].chars if "Italic" in char["fontname"])
    assert slanted == "word"


def test_both_formats_print_the_same_sizes() -> None:
    for language in ("ar", "km"):
        size = theme_for(THEME, language).styles["role"].size
        tree = document(paragraph(UPRIGHT[language][0], "role"), language=language)
        with pdfplumber.open(BytesIO(rendered(tree).data)) as pdf:
            sizes = {round(char["size"], 2) for char in pdf.pages[0].chars if char["top"] > 60}
        assert size in sizes
        styles = part(written(tree), "word/styles.xml")
        assert values(styles, "//w:style[@w:styleId='RoleLabel']//w:sz") == [str(round(2 * size))]
