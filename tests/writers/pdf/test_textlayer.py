"""What is copied, searched and read aloud is what the content says, whatever its script and direction."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packgen.document import Paragraph, Run
from tests.readers import pdf_struct_text, squeezed
from tests.writers.pdf.printed import FONTS, document, paragraphs, reader, rendered, saved

ARABIC = (
    "مرحبا بالعالم في المكتبة",
    "قابل Amina Otieno في المكتبة اليوم.",
    "عدد المشاركين 25 شخصًا، والوقت 12:30 تقريبًا.",
    "انظر https://example.org/page?x=1 للمزيد.",
    "الشراكة (مع المكتبة) مهمة [جدًا].",
    "السعر 1,500.50 دولار و ١٢٣٫٤ ريال",
    "بِسْمِ اللَّهِ الرَّحْمٰنِ الرَّحِيمِ",
    "المكتبة / المدرسة - الناس",
    "كتاب C++ و (Java) معًا",
    "الهاتف +254 700 123456 الآن",
)
HEBREW = (
    "שלום עולם בספרייה",
    "פגש את Amina Otieno בספרייה.",
    "יש 25 אנשים, בשעה 12:30 בערך.",
    "ראו https://example.org/page?x=1 לעוד.",
    "השותפות (עם הספרייה) חשובה [מאוד].",
    "מחיר 1,500.50 שקל",
    "ספרייה / בית ספר - אנשים",
    "ראיתי את Dan (מנהל) ואת Ruth, ביחד.",
    "שָׁלוֹם עֲלֵיכֶם",
    "פגש את \u2068Dan 12\u2069, היום",
)
MIXED = (
    "The word שלום means peace.",
    "Say مرحبا بالعالم (hello world) to 25 people.",
    'He said "שלום, Dan 12" twice.',
)
OTHERS = {
    "hi": ("पुस्तकालय के साथ साझेदारी", "प्रशिक्षक क्षेत्र में संस्कृति पर चर्चा करें।"),
    "bn": ("গ্রন্থাগারের সঙ্গে অংশীদারিত্ব ক্ষেত্রে",),
    "km": ("ភាពជាដៃគូជាមួយបណ្ណាល័យ ក្នុងស្រុក",),
    "th": ("ความร่วมมือกับห้องสมุดในชุมชน",),
    "my": ("စာကြည့်တိုက်များနှင့် မိတ်ဖက်",),
    "am": ("ከቤተ መጻሕፍት ጋር ሽርክና",),
    "uk": ("Партнерство з бібліотеками, їхні об’єднання",),
    "el": ("Συνεργασία με βιβλιοθήκες",),
    "en": ("office, affluent, fjord, efficient: ﬁ stays, naïve Zoë", "5\u00a0km · 3\u202f½ – “yes” … ✓ → ☐"),
}


def spoken(text: str) -> str:
    """The text with single spaces and without invisible direction marks and embeddings."""
    return re.sub(r"\s+", " ", re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)).strip()


@pytest.mark.parametrize(
    ("language", "texts"), [("ar", ARABIC), ("he", HEBREW), ("en", MIXED), *OTHERS.items()], ids=lambda value: value[0]
)
def test_text_comes_back_word_by_word(tmp_path: Path, language: str, texts: tuple[str, ...]) -> None:
    path = saved(tmp_path, document(*paragraphs(*texts), language=language))
    by_place = spoken(reader("pdftotext", path, "-"))
    by_structure = [spoken(text) for _, text in pdf_struct_text(path)]
    assert [text for text in texts if spoken(text) not in by_place] == []
    assert by_structure == [spoken(text) for text in texts]


@pytest.mark.parametrize(("language", "texts"), [("ar", ARABIC), ("he", HEBREW)], ids=["ar", "he"])
def test_right_to_left_paragraphs_over_several_lines_keep_their_words(
    tmp_path: Path, language: str, texts: tuple[str, ...]
) -> None:
    long = " ".join(text for text in texts if "http" not in text)
    path = saved(tmp_path, document(*paragraphs(long), language=language))
    assert spoken(long) in spoken(reader("pdftotext", path, "-"))
    # Every line after the first ends in a space, which hangs; words that join would differ here.
    assert squeezed(long) == squeezed("".join(text for _, text in pdf_struct_text(path)))


def test_letters_go_from_right_to_left_on_the_page() -> None:
    page = pdfplumber.open(BytesIO(rendered(document(*paragraphs("שלום Dan"), language="he")).data)).pages[0]
    line = [char for char in page.chars if 60 < char["top"] < 200]
    from_left = "".join(char["text"] for char in sorted(line, key=lambda char: char["x0"]))
    assert spoken(from_left) == "Dan םולש"
    assert max(char["x1"] for char in line) == pytest.approx(page.width - 54, abs=0.1)


def test_a_change_of_look_inside_a_joined_word_keeps_its_letters(tmp_path: Path) -> None:
    content = (Run("المك"), Run("تبة", bold=True), Run(" هنا"))
    path = saved(tmp_path, document(Paragraph(content), language="ar"))
    assert "المكتبة هنا" in spoken(reader("pdftotext", path, "-"))


def test_what_only_steers_breaking_is_not_in_the_text() -> None:
    text = "co\u00adoperation\u200bworld \u2068x\u2069"
    page = pdfplumber.open(BytesIO(rendered(document(*paragraphs(text))).data)).pages[0]
    assert "cooperationworld x" in page.extract_text()


_printable = "".join(
    chr(code)
    for code in [*range(0x21, 0x7F), *range(0xA1, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000)]
    if chr(code).isprintable() and FONTS.face(False, False).has(chr(code))
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.sampled_from(_printable + "  "), min_size=1), min_size=1, max_size=4))
def test_any_printable_text_comes_back_in_order(texts: list[str]) -> None:
    data = rendered(document(*paragraphs(*texts))).data
    with pdfplumber.open(BytesIO(data)) as pdf:
        read = "".join(
            page.crop((0, 50, page.width, page.height - 50)).extract_text(use_text_flow=True) for page in pdf.pages
        )
    assert squeezed(read) == squeezed("".join(texts))
