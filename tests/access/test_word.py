"""The checks of Word files proved: a good file passes, and each thing broken in it is found, and nothing else."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from packgen.document import Box, Cue, MarginRow, MarginTable, Run
from tests.access.broken import good
from tests.access.report import conditions
from tests.access.word import RULES, part_failures
from tests.access.wordcolour import contrast
from tests.writers.docx.word import written
from tests.writers.pdf.printed import document, paragraphs

Parts = dict[str, bytes]
Change = Callable[[Parts], None]

BODY = "word/document.xml"


def parts() -> Parts:
    """Every kind of block, the guide's two columns and a box among them."""
    row = MarginRow((Cue("slide", (Run("Slide 1"),)),), paragraphs("Say this."), "say")
    columns = MarginTable(None, (row, MarginRow((), paragraphs("Do that."), "do")), "activity")
    tree = document(*good().blocks, Box(paragraphs("In a box.")), columns)
    with zipfile.ZipFile(BytesIO(written(tree))) as package:
        return {name: package.read(name) for name in package.namelist()}


def replaced(pattern: str, new: str, part: str = BODY) -> Change:
    """Replaces the first place in a part where a regular expression matches; there must be one."""

    def change(parts: Parts) -> None:
        text, count = re.subn(pattern, new, parts[part].decode(), count=1, flags=re.DOTALL)
        assert count, f"{pattern} is not in {part}"
        parts[part] = text.encode()

    return change


EMPTY = "<w:p/>"
BEFORE_BODY_TEXT = r'(?=<w:p><w:pPr><w:pStyle w:val="BodyText"/>)'
WORDS = "<w:p><w:r><w:t>Write</w:t></w:r></w:p>"
SDT = f'<w:sdt><w:sdtPr><w:tag w:val="x"/></w:sdtPr><w:sdtContent>{WORDS}</w:sdtContent></w:sdt>'
LINK = '<w:p><w:hyperlink w:anchor="first"><w:r><w:t>{}</w:t></w:r></w:hyperlink></w:p>'
PICTURE = "<w:p><w:r><w:pict/></w:r></w:p>"
FREE_BOX = (
    "<w:p><w:r><w:drawing><wp:inline><wp:docPr id='900' name='Box' descr='A box'/>"
    "<w:txbxContent><w:p><w:r><w:t>Body text</w:t></w:r></w:p></w:txbxContent></wp:inline></w:drawing></w:r></w:p>"
)

BROKEN: list[tuple[str, Change]] = [
    ("alt-text text-box", replaced(r' descr="[^"]+"', "")),
    ("alt-text", replaced(r"<a:extLst>.*?</a:extLst>", "")),
    ("alt-text", replaced(BEFORE_BODY_TEXT, PICTURE)),
    ("in-line", replaced(r"<wp:inline(.*?)</wp:inline>", r"<wp:anchor\1</wp:anchor>")),
    ("text-box", replaced(BEFORE_BODY_TEXT, FREE_BOX)),
    ("header-row", replaced(r"<w:tblHeader/>", "")),
    ("header-row contrast", replaced(r'w:firstRow="1"', 'w:firstRow="0"')),
    ("header-row", replaced(r'w:tblStyle w:val="GuideColumns"', 'w:tblStyle w:val="TableGrid"')),
    ("layout-table", replaced(r'(w:val="GuideColumns".*?)w:firstRow="0"', r'\1w:firstRow="1"')),
    ("layout-table", replaced(r'(w:val="BoxNote".*?)w:firstColumn="0"', r'\1w:firstColumn="1"')),
    ("layout-table", replaced(r'(w:val="GuideColumns".*?)</w:tblPr>', r'\1<w:tblCaption w:val="Columns"/></w:tblPr>')),
    ("layout-table", replaced(r'(w:val="GuideColumns".*?<w:trPr>)', r"\1<w:tblHeader/>")),
    ("simple-table", replaced(r"(<w:tc><w:tcPr><w:tcW [^>]*/>)", r'\1<w:gridSpan w:val="2"/>')),
    ("simple-table", replaced(r"(<w:tc><w:tcPr><w:tcW [^>]*/>)", r'\1<w:vMerge w:val="restart"/>')),
    ("simple-table", replaced(r'(w:val="GuideColumns".*?)<w:tc>.*?</w:tc>', r"\1")),
    ("blank-row", replaced(r'(w:val="BoxNote".*?)(?=</w:tbl>)', r"\1<w:tr><w:tc><w:tcPr/><w:p/></w:tc></w:tr>")),
    ("blank-characters", replaced(BEFORE_BODY_TEXT, EMPTY)),
    ("blank-characters", replaced(r">Plain, <", ">Plain,    <")),
    ("blank-characters", replaced(r"Plain, </w:t>", "Plain, </w:t><w:tab/><w:tab/>")),
    ("heading-order", replaced(r'w:pStyle w:val="Heading2"', 'w:pStyle w:val="Heading3"')),
    ("heading-order", replaced(r'w:pStyle w:val="Heading1"', 'w:pStyle w:val="Heading2"')),
    ("empty-heading blank-characters", replaced(r'(w:val="Heading2"/>.*?<w:t[^>]*>)Second', r"\1")),
    ("title", replaced(r"<dc:title>.*?</dc:title>", "<dc:title> </dc:title>", "docProps/core.xml")),
    ("language", replaced(r"<dc:language>.*?</dc:language>", "", "docProps/core.xml")),
    ("language", replaced(r"<w:lang [^>]*/>", "", "word/styles.xml")),
    ("link-text", replaced(BEFORE_BODY_TEXT, LINK.format("Click here"))),
    ("link-text", replaced(BEFORE_BODY_TEXT, LINK.format("https://a.example/long"))),
    ("link-text blank-characters", replaced(BEFORE_BODY_TEXT, LINK.format(" "))),
    ("contrast", replaced(r"<w:r><w:t( [^>]*)?>Plain", r'<w:r><w:rPr><w:color w:val="BBBBBB"/></w:rPr><w:t\1>Plain')),
    ("field-name", replaced(BEFORE_BODY_TEXT, SDT)),
]


def bare(parts: Parts) -> None:
    """No title and no heading."""
    parts[BODY] = re.sub(rb'w:val="(Title|Heading\d|PartBanner)"', b'w:val="BodyText"', parts[BODY])


def pale_head(parts: Parts) -> None:
    """A table's head on a pale ground, its letters still white."""
    styles = parts["word/styles.xml"].decode()
    fill = r'(<w:tblStylePr w:type="firstRow">.*?w:fill=")\w{6}'
    parts["word/styles.xml"] = re.sub(fill, r"\1EEEEEE", styles, flags=re.DOTALL).encode()


BROKEN += [("no-headings", bare), ("contrast", pale_head)]


def test_a_good_file_passes() -> None:
    assert part_failures(parts()) == []


@pytest.mark.parametrize(("expected", "change"), BROKEN, ids=[f"{at}: {case[0]}" for at, case in enumerate(BROKEN)])
def test_what_is_broken_is_found_and_nothing_else(expected: str, change: Change) -> None:
    package = parts()
    change(package)
    assert conditions(part_failures(package)) == set(expected.split())


def test_every_rule_is_proved() -> None:
    assert {rule for expected, _ in BROKEN for rule in expected.split()} == set(RULES)


def test_contrast_is_that_of_wcag() -> None:
    """The definition's own ends, and the grey that is known as the lightest one that passes on white."""
    assert contrast("000000", "FFFFFF") == 21
    assert contrast("336699", "336699") == 1
    assert contrast("767676", "FFFFFF") >= 4.5 > contrast("777777", "FFFFFF")


def test_right_to_left_text_has_its_language_where_word_looks_for_it() -> None:
    """Word takes the language of right-to-left text from w:bidi (ECMA-376 part 1, 17.3.2.20)."""
    tree = document(Box(paragraphs("مرحبا")), language="ar-EG")
    with zipfile.ZipFile(BytesIO(written(tree))) as package:
        package_parts = {name: package.read(name) for name in package.namelist()}
    assert conditions(part_failures(package_parts)) == {"no-headings"}
    package_parts["word/styles.xml"] = package_parts["word/styles.xml"].replace(b"w:bidi=", b"w:eastAsia=")
    assert conditions(part_failures(package_parts)) == {"no-headings", "language"}
