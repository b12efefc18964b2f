"""A line of each script looks as an independent shaper sets it in the same font and size.

The other shaper is Pango (pango-view in Debian's pango1.0-tools), with its own bidirectional reordering, its own split
into scripts and fonts, and Debian's HarfBuzz, not the one that packgen carries.
"""

from __future__ import annotations

import os
import subprocess
from functools import reduce
from html import escape
from pathlib import Path
from shutil import copy

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageStat

from packgen.writers.scripts import is_rtl, theme_for
from tests.writers.pdf.printed import FONTS, THEME, document, paragraphs, saved

DPI = 576
# Where the line is on an A4 page, clear of the running lines: left, top, width, height in points.
BAND = (0, 60, 595, 100)
# How far two renderers may be apart in the line's width and height, in pixels: half a point. (Where a space beside a
# bracket may be of either font, Pango takes the other: a tenth of a point.)
EDGE = 4
# And in `misplaced`: right lines have up to 0.13, the least of the wrong ones (two similar Khmer letters) 0.29.
TOLERANCE = 0.2

# For each script the language of a line, and the line: it takes less than the page's width, and has the script's hard
# things in it (kerning, stacked marks, joined letters, conjuncts, vowels before their consonants, numbers, brackets).
LINES = {
    "Latin": ("fr", "Élève, AVATAR, offert, Tokyo: 5\u00a0½ – « Œuvre »"),
    "Cyrillic": ("uk", "Партнерство з бібліотеками, їхні об’єднання"),
    "Greek": ("el", "Συνεργασία με τις βιβλιοθήκες, Ἀθῆναι"),
    "Arabic": ("ar", "مرحبا بالعالم في المكتبة، لا بِسْمِ اللَّهِ"),
    "Hebrew": ("he", "שלום עולם בספרייה, שָׁלוֹם עֲלֵיכֶם"),
    "Devanagari": ("hi", "प्रशिक्षक क्षेत्र में संस्कृति पर चर्चा करें।"),
    "Bengali": ("bn", "গ্রন্থাগারের সঙ্গে অংশীদারিত্ব ক্ষেত্রে"),
    "Khmer": ("km", "ភាពជាដៃគូជាមួយបណ្ណាល័យ ក្នុងស្រុក"),
    "Myanmar": ("my", "စာကြည့်တိုက်များနှင့် မိတ်ဖက်"),
    "Thai": ("th", "ความร่วมมือกับห้องสมุดในชุมชน ที่นี่"),
    "Ethiopic": ("am", "ከቤተ መጻሕፍት ጋር ሽርክና፣ ሰላም።"),
    "Arabic with Latin": ("ar", "قابل Amina Otieno (مديرة) و 25 شخصًا [هنا] 12:30"),
    "Hebrew with Latin": ("he", "פגש את Dan Otieno (מנהל) ועוד 25 אנשים [כאן] 12:30"),
}
LETTERS_THAT_JOIN = ("Arabic", "Devanagari", "Bengali", "Khmer", "Myanmar", "Arabic with Latin")
RIGHT_TO_LEFT = ("Arabic", "Hebrew", "Arabic with Latin", "Hebrew with Latin")
MIXED = ("Arabic with Latin", "Hebrew with Latin")
KERNED = ("Latin", "Cyrillic")


@pytest.mark.parametrize("script", LINES)
def test_a_line_looks_as_another_shaper_sets_it(script: str, tmp_path: Path) -> None:
    line, reference = ours(tmp_path, *LINES[script]), theirs(tmp_path, *LINES[script])
    assert (line.width, line.height) == pytest.approx((reference.width, reference.height), abs=EDGE)
    assert misplaced(line, reference) < TOLERANCE


@pytest.mark.parametrize("script", LINES)
def test_no_wrong_line_passes_for_the_right_one(script: str, tmp_path: Path) -> None:
    language, text = LINES[script]
    wrong = {"two letters exchanged": exchanged(text), "reversed": text[::-1]}
    if script in LETTERS_THAT_JOIN:
        wrong["every letter alone"] = "\u200c".join(text)  # zero width non-joiner
    if script in RIGHT_TO_LEFT:
        wrong["all from left to right"] = f"\u202d{text}"  # left-to-right override
    if script in MIXED:
        wrong["in the order of a left-to-right line"] = f"\u2066{text}"  # left-to-right isolate
    line = ours(tmp_path, language, text)
    found = {name: misplaced(line, theirs(tmp_path, language, other)) for name, other in wrong.items()}
    if script in KERNED:
        found["without kerning"] = misplaced(line, theirs(tmp_path, language, text, features="kern=0"))
    assert {name: value for name, value in found.items() if value <= TOLERANCE} == {}


def ours(folder: Path, language: str, text: str) -> Image.Image:
    """The ink of our line, the only one on its page between head and foot."""
    path = saved(folder, document(*paragraphs(text), language=language))
    x, y, width, height = (str(edge * DPI // 72) for edge in BAND)
    place = ("-x", x, "-y", y, "-W", width, "-H", height)
    subprocess.run(("pdftoppm", "-r", str(DPI), *place, "-gray", "-singlefile", path, folder / "ours"), check=True)
    return ink(folder / "ours.pgm")


def theirs(folder: Path, language: str, text: str, *, features: str = "") -> Image.Image:
    """The ink of Pango's line in our size and colour; it finds no other font files than those that we use.

    `features` are OpenType features to set ("kern=0").
    """
    fonts, config, page = folder / "fonts", folder / "fonts.conf", folder / "theirs.png"
    fonts.mkdir(exist_ok=True)
    used = {FONTS.face_for(letter, bold=False, italic=False).path for letter in text if letter.isalnum()}
    for path in {FONTS.face(bold=False, italic=False).path, *used}:
        copy(path, fonts)
    config.write_text(f"<fontconfig><dir>{fonts}</dir><cachedir>{folder}/cache</cachedir></fontconfig>")
    body = theme_for(THEME, language).styles["body"]
    command = (
        "pango-view",
        *("--no-display", "--backend=cairo", f"--output={page}", f"--dpi={DPI}", f"--margin={DPI // 4}"),
        *("--antialias=gray", "--hinting=none", "--hint-metrics=off", "--subpixel-positions"),
        *(f"--font={THEME.font} {body.size}", f"--foreground={THEME.colours[body.colour]}", f"--language={language}"),
        *("--no-auto-dir", *(["--rtl"] if is_rtl(language) else [])),
        *("--markup", f'--text=<span font_features="{features}">{escape(text)}</span>'),
    )
    subprocess.run(command, check=True, env=os.environ | {"FONTCONFIG_FILE": str(config), "LC_ALL": "C.UTF-8"})
    return ink(page)


def ink(path: Path) -> Image.Image:
    """What is drawn in an image file: white on black, cropped to it."""
    with Image.open(path) as page:
        marks = ImageOps.invert(page.convert("L"))
    return marks.crop(marks.point([255 if value > 64 else 0 for value in range(256)]).getbbox())


def misplaced(line: Image.Image, reference: Image.Image) -> float:
    """How much of the line's ink is elsewhere in the reference, where they differ most.

    0 where they are the same, 1 for as much as a stretch of the line has on average. The stretches are about as wide as
    a letter, so that one wrong letter counts in a long line as in a short one; each may be moved sideways by EDGE.
    """
    margin = DPI // 32
    size = max(line.width, reference.width) + 2 * margin, max(line.height, reference.height) + 2 * margin
    one, other = (_blurred(image, size, margin) for image in (line, reference))
    stretches = size[0] * 8 // DPI, 1
    least = reduce(
        ImageChops.darker,
        (
            ImageChops.difference(one, ImageChops.offset(other, x, 0)).resize(stretches, Image.Resampling.BOX)
            for x in range(-EDGE, EDGE + 1)
        ),
    )
    return float(ImageStat.Stat(least).extrema[0][1] / ImageStat.Stat(one).mean[0])


def _blurred(image: Image.Image, size: tuple[int, int], margin: int) -> Image.Image:
    """The image on a larger black sheet, its edges softened: each renderer smooths them in its own way."""
    sheet = Image.new("L", size)
    sheet.paste(image, (margin, margin))
    return sheet.filter(ImageFilter.GaussianBlur(DPI / 288))


def exchanged(text: str) -> str:
    """The text with the first two different letters that stand side by side in it exchanged."""
    at = next(at for at in range(1, len(text)) if text[at - 1 : at + 1].isalpha() and text[at - 1] != text[at])
    return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
