"""A theme's gutter: pages move off the side where they are bound, in both formats, and no line breaks elsewhere."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pytest

from packgen.document import PageBreak, Paragraph, Run
from packgen.problems import Problems
from packgen.themes.load import load_theme
from packgen.themes.theme import PageStyle, Theme
from packgen.writers.docx.writer import write_docx
from packgen.writers.pdf.writer import write_pdf
from tests.office import to_pdf
from tests.ooxml import ooxml_errors
from tests.sample import sample_project
from tests.writers.pdf.printed import FONTS, THEME, document

GUTTER = 8 * 72 / 25.4
TEXT = {
    "en": "Neighbours share tools, ladders and seeds, and what they know of bees and of old apple trees. ",
    "ar": "يتشارك الجيران الأدوات والسلالم والبذور وما يعرفونه عن النحل وأشجار التفاح القديمة. ",
}


def with_gutter(gutter: float) -> Theme:
    page = PageStyle(**{**THEME.page.model_dump(), "gutter": gutter})
    return THEME.model_copy(update={"page": page})


def written(folder: Path, language: str, gutter: float) -> tuple[Path, Path]:
    """Three pages of several full lines each, as PDF and DOCX."""
    blocks: list[PageBreak | Paragraph] = []
    for _ in range(3):
        blocks += [PageBreak()] if blocks else []
        blocks.append(Paragraph((Run(TEXT[language] * 4),)))
    tree, theme = document(*blocks, language=language), with_gutter(gutter)
    made = write_pdf(tree, theme, FONTS)
    pdf, docx = folder / f"{language}-{gutter:.0f}.pdf", folder / f"{language}-{gutter:.0f}.docx"
    pdf.write_bytes(made.data)
    docx.write_bytes(write_docx(tree, theme, pages=made.pages, heading_pages=made.heading_pages))
    return pdf, docx


def lines(path: Path) -> list[list[tuple[float, float, str]]]:
    """Of each page: each line's left and right edge on the paper, and its words."""
    with pdfplumber.open(path) as pdf:
        return [[(line["x0"], line["x1"], line["text"]) for line in page.extract_text_lines()] for page in pdf.pages]


def test_both_formats_move_their_pages_off_the_bound_side(tmp_path: Path) -> None:
    files = {(language, gutter): written(tmp_path, language, gutter) for language in TEXT for gutter in (0.0, GUTTER)}
    office = to_pdf([docx for _, docx in files.values()], tmp_path)
    for language, odd in (("en", 1), ("ar", -1)):
        for number, before in enumerate(files[language, 0.0]):
            after = files[language, GUTTER][number]
            plain, moved = (lines(office[path] if number else path) for path in (before, after))
            assert len(plain) == len(moved) == 3
            for page, (old, new) in enumerate(zip(plain, moved, strict=True), 1):
                shift = GUTTER * odd * (1 if page % 2 else -1)
                assert len(old) >= 4
                assert [words for _, _, words in new] == [words for _, _, words in old]
                for (x0, x1, _), (moved_x0, moved_x1, _) in zip(old, new, strict=True):
                    assert (moved_x0 - x0, moved_x1 - x1) == pytest.approx((shift, shift), abs=0.15)
    found = ooxml_errors([docx for _, docx in files.values()])
    assert {path: errors for path, errors in found.items() if errors} == {}


def test_a_gutter_that_leaves_no_printable_margin_is_told_with_its_line(tmp_path: Path) -> None:
    wide = "extends: theme\nname: bound\npage:\n  gutter: 45\n"
    project = sample_project(tmp_path / "wide", changes={"templates/bound.yaml": wide})
    with pytest.raises(Problems) as caught:
        load_theme(project, "bound")
    assert [str(problem) for problem in caught.value.problems] == [
        "templates/bound.yaml:4: gutter: expected at most 40, so that the outer margin can be printed on, found 45"
    ]
    fits = sample_project(tmp_path / "fits", changes={"templates/bound.yaml": wide.replace("45", "22")})
    assert load_theme(fits, "bound").page.gutter == 22
