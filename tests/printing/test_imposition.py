"""Sheets for a printer, read back: which page stands where, how large, on what paper."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from functools import cache
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from packgen.document import PAPER_SIZES, Choice, Inlines, PageBreak, Paper, Paragraph, Run
from packgen.printing.imposition import MILLIMETRE, Arrangement, NotPrintable, Printing, impose, sides
from packgen.project import Project
from tests.cli.test_cli import packgen, project, usage_error
from tests.command import Packgen, Ran
from tests.readers import squeezed
from tests.sample import COUNTRY, sample_project
from tests.writers.pdf.printed import document, reader, rendered, saved

__all__ = ["packgen", "project"]  # fixtures

LANGUAGES = {"en": "page", "ar": "صفحة"}
A4, LETTER = PAPER_SIZES["A4"], PAPER_SIZES["Letter"]


def pages(folder: Path, count: int, language: str = "en", paper: Paper = "A4") -> Path:
    """A document of so many pages; on each stands "page" in its language, and its number thrice, so as not to be
    mistaken: 777 on the seventh.
    """
    path = folder / "sample.pdf"
    path.write_bytes(_pages(count, language, paper))
    return path


@cache
def _pages(count: int, language: str, paper: Paper) -> bytes:
    blocks: list[PageBreak | Paragraph] = []
    for number in range(1, count + 1):
        blocks += [PageBreak()] if blocks else []
        blocks.append(Paragraph((Run(f"{LANGUAGES[language]} {number}{number}{number}"),)))
    return rendered(document(*blocks, language=language, paper=paper)).data


def imposed(path: Path, printing: Printing) -> Path:
    out = path.with_name("imposed.pdf")
    out.write_bytes(impose(path, printing).data)
    assert "No syntax or stream encoding errors found" in reader("qpdf", "--check", out)
    return out


def seen(path: Path) -> list[list[tuple[int, int, int]]]:
    """For each side: the numbers of the pages on it, each with the column and the row that it begins in, of two."""
    found = []
    with pdfplumber.open(path) as pdf:
        for side in pdf.pages:
            words = [word for word in side.extract_words() if word["text"].isdigit() and len(word["text"]) % 3 == 0]
            found.append(
                sorted(
                    (
                        int(word["text"][: len(word["text"]) // 3]),
                        int(word["x0"] > side.width / 2),
                        int(word["top"] > side.height / 2),
                    )
                    for word in words
                )
            )
    return found


# --- the order of pages ---------------------------------------------------------------------------


BOOKLETS = {
    1: [(0, 1), (0, 0)],
    4: [(4, 1), (2, 3)],
    5: [(0, 1), (2, 0), (0, 3), (4, 5)],
    8: [(8, 1), (2, 7), (6, 3), (4, 5)],
    20: [(20, 1), (2, 19), (18, 3), (4, 17), (16, 5), (6, 15), (14, 7), (8, 13), (12, 9), (10, 11)],
}


@pytest.mark.parametrize("count", BOOKLETS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_a_booklet_stand_where_folding_puts_them_in_order(
    tmp_path: Path, count: int, language: str
) -> None:
    """As saddle-stitched books are: left and right page of every side; mirrored where reading starts on the right."""
    out = imposed(pages(tmp_path, count, language), Printing("booklet"))
    expected = []
    for left, right in BOOKLETS[count]:
        at = {left: 0, right: 1} if language == "en" else {right: 0, left: 1}
        expected.append(sorted((number, column, 0) for number, column in at.items() if number))
    assert seen(out) == expected


@given(st.integers(1, 200))
def test_a_folded_booklet_has_every_page_once_and_in_order(count: int) -> None:
    turned = sides("booklet", count)
    assert len(turned) % 2 == 0
    # Leaf by leaf, from the outermost sheet inwards: the right half's front and back, then the left halves' outwards.
    fronts, backs = turned[::2], turned[1::2]
    first_half = [page for (_, front), (back, _) in zip(fronts, backs, strict=True) for page in (front, back)]
    second_half = [page for (front, _), (_, back) in zip(fronts, backs, strict=True) for page in (front, back)]
    read = first_half + second_half[::-1]
    assert [page for page in read if page is not None] == list(range(count))
    assert 0 <= read.count(None) <= 3
    assert None not in read[:count]


@pytest.mark.parametrize(("language", "columns"), [("en", (0, 1)), ("ar", (1, 0))])
def test_two_and_four_pages_a_side_stand_in_reading_order(
    tmp_path: Path, language: str, columns: tuple[int, int]
) -> None:
    start, end = columns
    path = pages(tmp_path, 5, language)
    assert seen(imposed(path, Printing("2-up"))) == [
        [(1, start, 0), (2, end, 0)],
        [(3, start, 0), (4, end, 0)],
        [(5, start, 0)],
    ]
    assert seen(imposed(path, Printing("4-up"))) == [
        [(1, start, 0), (2, end, 0), (3, start, 1), (4, end, 1)],
        [(5, start, 0)],
    ]


def test_direction_is_the_file_s_own_word_then_its_language_s(tmp_path: Path) -> None:
    path = pages(tmp_path, 2, "ar")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        del pdf.Root.ViewerPreferences
        pdf.save(path)
    assert impose(path, Printing("2-up")).rtl
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(Direction=pikepdf.Name.L2R)
        pdf.save(path)
    assert not impose(path, Printing("2-up")).rtl


# --- paper and geometry ---------------------------------------------------------------------------


@pytest.mark.parametrize("own", ["A4", "Letter"])
@pytest.mark.parametrize("paper", [None, "A4", "Letter"])
@pytest.mark.parametrize(
    ("arrangement", "columns", "rows"), [("pages", 1, 1), ("booklet", 2, 1), ("2-up", 2, 1), ("4-up", 2, 2)]
)
def test_pages_keep_their_proportions_and_fill_their_places(
    tmp_path: Path, own: Paper, paper: Paper | None, arrangement: Arrangement, columns: int, rows: int
) -> None:
    path = pages(tmp_path, 4, paper=own)
    made = impose(path, Printing(arrangement, paper))
    width, height = PAPER_SIZES[paper or own]
    width, height = (height, width) if columns > rows else (width, height)
    (tmp_path / "out.pdf").write_bytes(made.data)
    with pdfplumber.open(tmp_path / "out.pdf") as pdf, pdfplumber.open(path) as original:
        for side in pdf.pages:
            assert (side.width, side.height) == pytest.approx((width, height), abs=0.01)
        rule, line = original.pages[0].lines[0], pdf.pages[0].lines[0]
        scale = min(width / columns / PAPER_SIZES[own][0], height / rows / PAPER_SIZES[own][1])
        assert made.scale == pytest.approx(scale)
        assert line["x1"] - line["x0"] == pytest.approx(scale * (rule["x1"] - rule["x0"]), abs=0.1)
        letter, small = original.pages[0].chars[0], pdf.pages[0].chars[0]
        assert small["x1"] - small["x0"] == pytest.approx(scale * (letter["x1"] - letter["x0"]), abs=0.05)
        assert small["bottom"] - small["top"] == pytest.approx(scale * (letter["bottom"] - letter["top"]), abs=0.05)
        # In the middle of its place: what is left over is the same at both sides.
        columns_of = {round((line["x0"] + line["x1"]) / 2 / (width / columns) % 1, 3) for line in pdf.pages[0].lines}
        assert columns_of == {0.5}
    assert made.paper == (paper or own)


def test_turned_pages_and_slides_stand_upright_and_off_the_paper_s_edges(tmp_path: Path) -> None:
    slides = tmp_path / "slides.pdf"
    with pikepdf.new() as pdf:
        for turned in (0, 90):
            page = pdf.add_blank_page(page_size=(960, 540) if not turned else (540, 960))
            page.Contents = pdf.make_stream(b"0.5 g 0 0 %d %d re f" % ((960, 540) if not turned else (540, 960)))
            page.Rotate = turned
        pdf.save(slides)
    out = imposed(slides, Printing("2-up"))
    with pdfplumber.open(out) as pdf:
        [side] = pdf.pages
        assert (side.width, side.height) == pytest.approx(A4, abs=0.01)
        upper, lower = sorted(side.rects, key=lambda rect: rect["top"])
        for rect in (upper, lower):
            assert rect["width"] / rect["height"] == pytest.approx(16 / 9, abs=0.001)
            assert rect["x0"] == pytest.approx(7 * MILLIMETRE, abs=0.01)
            assert rect["x1"] == pytest.approx(side.width - 7 * MILLIMETRE, abs=0.01)
        assert upper["bottom"] < side.height / 2 < lower["top"]


@pytest.mark.parametrize(("language", "first"), [("en", 1), ("ar", -1)])
def test_a_gutter_moves_pages_off_the_side_where_they_are_bound(tmp_path: Path, language: str, first: int) -> None:
    path = pages(tmp_path, 3, language)
    out = imposed(path, Printing(gutter=8 * MILLIMETRE))
    with pdfplumber.open(path) as original, pdfplumber.open(out) as moved:
        for number, (before, after) in enumerate(zip(original.pages, moved.pages, strict=True)):
            assert (after.width, after.height) == pytest.approx(A4, abs=0.01)
            shift = first * (1 if number % 2 == 0 else -1) * 8 * MILLIMETRE
            assert [char["x0"] for char in after.chars] == pytest.approx(
                [char["x0"] + shift for char in before.chars], abs=0.01
            )
            assert [char["top"] for char in after.chars] == pytest.approx([char["top"] for char in before.chars])


def test_crop_marks_stand_outside_the_bleed_of_the_trimmed_sheet(tmp_path: Path) -> None:
    path = pages(tmp_path, 4)
    out = imposed(path, Printing("booklet", crop_marks=True))
    height, width = A4
    with pikepdf.open(out) as sheets:
        for sheet in sheets.pages:
            for box, beyond in ((sheet.trimbox, 0.0), (sheet.obj.BleedBox, 3.0), (sheet.mediabox, 10.0)):
                near, far = (10 - beyond) * MILLIMETRE, (10 + beyond) * MILLIMETRE
                corners = [float(corner) for corner in box]
                assert corners == pytest.approx([near, near, width + far, height + far], abs=0.01)
    with pdfplumber.open(out) as pdf:
        side = pdf.pages[0]
        left, top = 10 * MILLIMETRE, 10 * MILLIMETRE  # of the trimmed sheet on the larger one
        bleed = 3 * MILLIMETRE
        marks = [line for line in side.lines if line["linewidth"] == 0.25]
        upright = sorted({round(mark["x0"] - left, 1) for mark in marks if mark["height"] > 1})
        lying = sorted({round(mark["top"] - top, 1) for mark in marks if mark["width"] > 1})
        assert upright == pytest.approx([0, width / 2, width], abs=0.1)
        assert lying == pytest.approx([0, height], abs=0.1)
        assert len(marks) == 2 * 3 + 2 * 2
        for mark in marks:
            inside = (
                mark["x1"] > left - bleed
                and mark["x0"] < left + width + bleed
                and mark["bottom"] > top - bleed
                and mark["top"] < top + height + bleed
            )
            assert not inside
        dashed = [mark for mark in marks if mark["dash"] and mark["dash"][0]]
        assert {round(mark["x0"] - left, 1) for mark in dashed} == {round(width / 2, 1)}


# --- a cover --------------------------------------------------------------------------------------


def test_a_cover_stands_in_front_with_a_blank_back_in_the_country_s_theme(packgen: Packgen, tmp_path: Path) -> None:
    where = sample_project(
        tmp_path / "friends",
        changes={
            "locales/countries/xa/country.yaml": f"{COUNTRY}theme: friends\n",
            "templates/friends.yaml": "extends: theme\nname: friends\nbrand: {name: Friends, logo: logo.png}\n",
        },
    )
    Image.new("RGB", (300, 100), "#7A1F5C").save(where.templates / "logo.png")
    out = tmp_path / "out"
    assert packgen("build", "-c", "xa", "-f", "pdf", "-q", "--project", where.root, "-o", out).code == 0
    guide = out / "xa/en/sample/trainer-guide.pdf"
    assert packgen("print", guide, "--booklet", "--cover", "--project", where.root).code == 0
    with pdfplumber.open(guide) as original, pdfplumber.open(guide.with_name("trainer-guide-booklet.pdf")) as booklet:
        assert len(original.pages) == 4
        front, inside, next_leaf, _ = booklet.pages
        cover = front.crop((front.width / 2, 0, front.width, front.height))
        words = " ".join(cover.extract_text().split())
        assert words == "A Course · Session 3 Trainer guide: Sharing Tools Aland & Co *x* The team"
        assert len(cover.images) == 1
        assert max(char["size"] for char in cover.chars) == pytest.approx(25 * 1.6 * 0.5**0.5, abs=0.1)
        assert inside.chars == []
        first = next_leaf.crop((next_leaf.width / 2, 0, next_leaf.width, next_leaf.height))
        assert squeezed(first.extract_text()) == squeezed(original.pages[0].extract_text())


def test_a_cover_is_in_the_theme_that_is_asked_for(packgen: Packgen, project: Project) -> None:
    build = ("build", "-c", "xa", "-f", "pdf", "--theme", "plain", "-q", "--project", project.root)
    assert packgen(*build, "-o", project.root / "out").code == 0
    guide = project.root / "out/xa/en/sample/trainer-guide.pdf"
    colours = []
    for theme in ((), ("--theme", "plain")):
        assert packgen("print", guide, "--booklet", "--cover", *theme, "--project", project.root).code == 0
        with pdfplumber.open(guide.with_name("trainer-guide-booklet.pdf")) as booklet:
            front = booklet.pages[0]
            title = max(
                front.crop((front.width / 2, 0, front.width, front.height)).chars, key=lambda char: char["size"]
            )
            colours.append(tuple(title["non_stroking_color"]))
    assert colours[0] != colours[1]
    assert len(set(colours[1])) == 1, "the large print is black"


@pytest.mark.parametrize("count", [1, 2, 4, 5, 6])
def test_the_outer_back_of_a_covered_booklet_is_blank(tmp_path: Path, count: int) -> None:
    cover = rendered(document(Paragraph((Run("Cover"),)))).data
    sheets = impose(pages(tmp_path, count), Printing("booklet"), cover)
    path = tmp_path / "booklet.pdf"
    path.write_bytes(sheets.data)
    with pdfplumber.open(path) as booklet:
        first = booklet.pages[0]
        assert first.crop((first.width / 2, 0, first.width, first.height)).chars
        assert not first.crop((0, 0, first.width / 2, first.height)).chars


def test_what_gets_no_cover_is_told(packgen: Packgen, tmp_path: Path) -> None:
    path = pages(tmp_path, 2)
    lost = f"{path}: gets no cover: it was not built by packgen, or has lost its keywords\n"
    assert packgen("print", path, "--booklet", "--cover") == Ran(1, "", lost)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.docinfo["/Keywords"] = "sample/zz/en/trainer-guide"
        pdf.save(path)
    unknown = f"{path}: gets no cover: this project has no sample for zz\n"
    assert packgen("print", path, "--booklet", "--cover") == Ran(1, "", unknown)
    assert not (tmp_path / "sample-booklet.pdf").exists()


# --- what is kept, and what is not ----------------------------------------------------------------


def test_text_and_fonts_stay_and_what_is_for_screens_goes(tmp_path: Path) -> None:
    words: Inlines = (Run("Vectors and "), Run("words", link="https://example.org/"), Run(" stay. مكتبة "))
    path = saved(
        tmp_path, document(Paragraph(words), Paragraph((Choice("tick", "yes", "Yes", "check"),)), title="Ä & b")
    )
    out = imposed(path, Printing("booklet"))
    assert "Vectors and words stay." in reader("pdftotext", out, "-")
    assert "مكتبة" in reader("pdftotext", out, "-")
    fonts = reader("pdffonts", out).splitlines()[2:]
    assert fonts
    assert [line.split()[-5:-2] for line in fonts] == [["yes", "yes", "yes"]] * len(
        fonts
    )  # embedded, subset, ToUnicode
    assert reader("pdfimages", "-list", out).count("\n") == 2  # a heading and a rule: no picture
    with pikepdf.open(path) as original, pikepdf.open(out) as pdf:
        assert "/StructTreeRoot" in original.Root
        assert {"/StructTreeRoot", "/MarkInfo", "/AcroForm", "/Outlines", "/Metadata"} & set(pdf.Root.keys()) == set()
        assert [page for page in pdf.pages if "/Annots" in page.obj] == []
        assert (str(pdf.docinfo.Title), str(pdf.Root.Lang)) == ("Ä & b", "en")
        assert str(pdf.docinfo.Subject).startswith("A subject (for print alone, without tags")
        assert str(pdf.docinfo.CreationDate) == str(original.docinfo.CreationDate)
        assert str(pdf.Root.ViewerPreferences.Duplex) == "/DuplexFlipShortEdge"
        assert str(pdf.Root.ViewerPreferences.PrintScaling) == "/None"


def test_pages_share_their_fonts(tmp_path: Path) -> None:
    one, many = tmp_path / "one", tmp_path / "many"
    one.mkdir()
    many.mkdir()
    single, whole = pages(one, 1), pages(many, 20)
    assert len(impose(whole, Printing("booklet")).data) < 1.3 * whole.stat().st_size
    fonts = [len(reader("pdffonts", imposed(path, Printing("booklet"))).splitlines()) for path in (single, whole)]
    assert fonts[0] == fonts[1]


def test_what_is_filled_into_a_form_is_printed(tmp_path: Path) -> None:
    path = saved(tmp_path, document(Paragraph((Choice("tick", "yes", "Yes", "check"), Run(" Yes")))))
    empty = imposed(path, Printing("2-up")).read_bytes()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        [field] = pdf.Root.AcroForm.Fields
        field.V = field.AS = pikepdf.Name.yes
        pdf.save(path)
    out = imposed(path, Printing("2-up"))
    assert out.read_bytes() != empty

    def ink(data: bytes) -> int:
        shown = subprocess.run(["pdftoppm", "-r", "100", "-gray", "-"], input=data, capture_output=True, check=True)
        return sum(255 - value for value in shown.stdout)

    assert ink(out.read_bytes()) > ink(empty)


@pytest.mark.parametrize("arrangement", ["pages", "booklet", "2-up", "4-up"])
def test_the_same_file_gives_the_same_bytes(tmp_path: Path, arrangement: Arrangement) -> None:
    path = pages(tmp_path, 5)
    elsewhere = tmp_path / "elsewhere.pdf"
    elsewhere.write_bytes(path.read_bytes())
    printing = Printing(arrangement, crop_marks=True)
    assert impose(path, printing).data == impose(elsewhere, printing).data


# --- the command ----------------------------------------------------------------------------------


def test_print_writes_a_booklet_beside_the_file_and_says_how_to_print_it(packgen: Packgen, tmp_path: Path) -> None:
    path = pages(tmp_path, 5)
    ran = packgen("print", path, "--booklet")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        f"{tmp_path / 'sample-booklet.pdf'}: 2 sheets of A4, two-sided, 5 pages at 71% of their size\n"
        'Print at actual size (100 %, no "fit to page").\n'
        "Print on both sides, flipped on the short edge; fold in the middle, staple in the fold.\n"
        "It opens with the fold on the left.\n"
    )
    assert (tmp_path / "sample-booklet.pdf").read_bytes() == impose(path, Printing("booklet")).data
    arabic = packgen("print", pages(tmp_path, 1, "ar"), "--booklet", "--paper", "letter", "-o", tmp_path / "b.pdf")
    assert arabic.out.startswith(f"{tmp_path / 'b.pdf'}: 1 sheet of Letter, two-sided, 1 page at ")
    assert arabic.out.endswith("It opens with the fold on the right.\n")


def test_print_counts_one_sided_sheets_and_tells_of_bleed(packgen: Packgen, tmp_path: Path) -> None:
    path = pages(tmp_path, 5)
    ran = packgen("print", path, "--n-up", "4", "--crop-marks")
    assert ran.out.startswith(
        f"{tmp_path / 'sample-4-up.pdf'}: 2 sheets of A4, one-sided, 5 pages at 50% of their size\n"
    )
    assert "the 3 mm of bleed are white" in ran.out
    assert "bind on the left" in packgen("print", path, "--gutter", "8").out
    assert impose(path, Printing(gutter=8 * MILLIMETRE)).data == (tmp_path / "sample-print.pdf").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "say how to print it"),
        (["--booklet", "--n-up", "2"], "leave out --booklet or --n-up"),
        (["--booklet", "--gutter", "8"], "leave out --booklet and --n-up"),
        (["--cover", "--n-up", "2"], "--cover is for booklets: add --booklet"),
        (["--n-up", "3"], "'3' is not one of '2', '4'"),
        (["--paper", "A5"], "'A5' is not one of 'a4', 'letter'"),
        (["--gutter", "30"], "less than or equal to 14"),
        (["--booklet", "-o", "x.pdf"], "it would be lost"),
    ],
)
def test_wrong_usage(packgen: Packgen, arguments: list[str], expected: str) -> None:
    assert expected in usage_error(packgen("print", "x.pdf", *arguments))


def test_files_that_cannot_be_printed_are_named_and_nothing_is_written(packgen: Packgen, tmp_path: Path) -> None:
    path = pages(tmp_path, 1)
    with pikepdf.open(path) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
        pdf.save(tmp_path / "restricted.pdf", encryption=pikepdf.Encryption(owner="a", user=""))
    (tmp_path / "text.pdf").write_text("no PDF", encoding="utf-8")
    (tmp_path / "cut.pdf").write_bytes(path.read_bytes()[:400])
    (tmp_path / "nothing.pdf").write_bytes(b"")
    with pikepdf.new() as pdf:
        pdf.save(tmp_path / "empty.pdf")
    (tmp_path / "folder.pdf").mkdir()
    there = sorted(tmp_path.iterdir())
    for name, why in {
        "locked": "is encrypted: save it without a password first",
        "restricted": "is encrypted: save it without a password and its restrictions first",
        "text": "is no PDF, or a damaged one",
        "cut": "is no PDF, or a damaged one",
        "nothing": "is no PDF, or a damaged one",
        "empty": "has no pages",
        "folder": "cannot be read: Is a directory",
        "missing": "cannot be read: No such file or directory",
    }.items():
        ran = packgen("print", tmp_path / f"{name}.pdf", "--booklet")
        assert (ran.code, ran.out, ran.err) == (1, "", f"{tmp_path / name}.pdf: {why}\n")
    assert sorted(tmp_path.iterdir()) == there


@given(st.binary(max_size=60), st.integers(0, 4000))
def test_a_damaged_file_is_printed_or_refused(tmp_path_factory: pytest.TempPathFactory, noise: bytes, at: int) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.pdf"
    whole = _pages(2, "en", "A4")
    path.write_bytes(whole[:at] + noise + whole[at + len(noise) :])
    with suppress(NotPrintable):
        assert impose(path, Printing("booklet")).sides >= 2
