"""A passage that runs against its document keeps its full stops, brackets and numbers where they are read."""

from __future__ import annotations

from pathlib import Path

import pdfplumber

from packgen.content.model import Text
from packgen.direction import LEFT_TO_RIGHT, RIGHT_TO_LEFT
from packgen.document import plain
from packgen.markdown import blocks, inlines
from packgen.problems import Source
from tests.office import to_pdf
from tests.readers import squeezed
from tests.writers.docx import word
from tests.writers.pdf import printed

WORDS = "3 steps (in *one* hour): write down what you will do."


def text(markdown: str, language: str) -> Text:
    return Text(markdown, Source("x.yaml", 1), "overview", language)


def test_marks_stand_at_the_ends_of_each_line_of_a_passage_that_runs_the_other_way() -> None:
    assert plain(inlines(text("One (*two*).", "en"), "ar")) == f"{LEFT_TO_RIGHT}One (two).{LEFT_TO_RIGHT}"
    assert plain(inlines(text("مكتبة.", "ar"), "en")) == f"{RIGHT_TO_LEFT}مكتبة.{RIGHT_TO_LEFT}"
    broken = plain(inlines(text("One.\\\nTwo.", "en"), "he"))
    assert broken == " ".join(f"{LEFT_TO_RIGHT}{word}{LEFT_TO_RIGHT}" for word in ("One.", "Two."))


def test_nothing_is_marked_in_a_document_of_the_same_direction() -> None:
    assert plain(inlines(text("One (*two*).", "en"), "uk")) == "One (two)."
    assert plain(inlines(text("مكتبة.", "ar"), "he")) == "مكتبة."


def test_its_letters_stand_from_left_to_right_in_both_formats(tmp_path: Path) -> None:
    content = blocks(text(WORDS, "en"), "ar-EG", "body")
    (docx := tmp_path / "docx").mkdir()
    path = word.saved(docx, word.document(*content, language="ar-EG"))
    for pdf in (printed.saved(tmp_path, printed.document(*content, language="ar-EG")), to_pdf([path], docx)[path]):
        with pdfplumber.open(pdf) as opened:
            chars = opened.pages[0].chars
        (bracket,) = (char for char in chars if char["text"] == "(")
        line = [char for char in chars if abs(char["bottom"] - bracket["bottom"]) < 2]
        seen = "".join(char["text"] for char in sorted(line, key=lambda char: char["x0"]))
        assert squeezed(WORDS.replace("*", "")) in squeezed(seen.replace(LEFT_TO_RIGHT, ""))
