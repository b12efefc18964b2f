"""Ways through a document: bookmarks, the contents' links and page numbers, links out of it."""

from __future__ import annotations

from io import BytesIO
from typing import Any, NamedTuple

import pdfplumber
import pikepdf
import pytest

from packgen.document import Block, Contents, Heading, PageBreak, Paragraph, Run, headings, plain
from tests.readers import squeezed
from tests.writers.pdf.conftest import COUNTRIES, Pack, Printed
from tests.writers.pdf.printed import document, paragraphs, rendered


class Bookmark(NamedTuple):
    level: int
    title: str
    page: int
    top: float


def destination(pdf: pikepdf.Pdf, target: Any) -> tuple[int, float]:
    """The page (from 1) and the height on it that a destination leads to."""
    page = next(number for number, page in enumerate(pdf.pages, 1) if page.obj.objgen == target[0].objgen)
    return page, float(target[3])


def bookmarks(pdf: pikepdf.Pdf) -> list[Bookmark]:
    """The outline, in order."""
    found: list[Bookmark] = []

    def visit(items: list[pikepdf.OutlineItem], level: int) -> None:
        for item in items:
            found.append(Bookmark(level, item.title, *destination(pdf, item.destination)))
            visit(item.children, level + 1)

    with pdf.open_outline() as outline:
        visit(outline.root, 1)
    return found


def guide_of(pack: Pack, country: str) -> Printed:
    return next(printed for printed in pack(country) if printed.document.id == "trainer-guide")


@pytest.mark.parametrize("country", COUNTRIES)
def test_bookmarks_are_the_headings_and_lead_to_them(pack: Pack, country: str) -> None:
    printed = guide_of(pack, country)
    wanted = headings(printed.document.blocks)
    with pikepdf.open(printed.path) as pdf, pdfplumber.open(printed.path) as pages:
        found = bookmarks(pdf)
        assert [(mark.level, mark.title) for mark in found] == [(each.level, plain(each.content)) for each in wanted]
        assert [mark.page for mark in found] == [printed.heading_pages[each.bookmark] for each in wanted]
        for mark in found:
            page = pages.pages[mark.page - 1]
            below = page.crop((0, page.height - mark.top - 1, page.width, page.height)).extract_text()
            assert squeezed(below[:200]).find(squeezed(mark.title)[:10]) in range(12)


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_contents_link_every_heading_and_print_its_page(pack: Pack, country: str) -> None:
    printed = guide_of(pack, country)
    wanted = headings(printed.document.blocks, 2)
    with pikepdf.open(printed.path) as pdf, pdfplumber.open(printed.path) as pages:
        links = [link for link in pdf.pages[0].get("/Annots", ()) if "/Dest" in link]
        assert [str(link.Contents) for link in links] == [plain(each.content) for each in wanted]
        for link, heading in zip(links, wanted, strict=True):
            page, _ = destination(pdf, link.Dest)
            assert page == printed.heading_pages[heading.bookmark]
            left, bottom, right, top = (float(value) for value in link.Rect)
            height = pages.pages[0].height
            row = pages.pages[0].crop((left, height - top, 595, height - bottom)).extract_text()
            assert squeezed(row) == squeezed(f"{plain(heading.content)}{page}")
            assert right < 500


def test_levels_that_are_skipped_still_nest() -> None:
    blocks = (Heading(1, (Run("One"),), "a"), Heading(3, (Run("Deep"),), "b"), Heading(2, (Run("Two"),), "c"))
    with pikepdf.open(BytesIO(rendered(document(*blocks)).data)) as pdf:
        assert [(mark.level, mark.title) for mark in bookmarks(pdf)] == [(1, "One"), (2, "Deep"), (2, "Two")]


def test_links_go_to_their_address_and_say_their_words() -> None:
    address = "https://example.org/a?b=(c)&d=\\e"
    content = (Run("See "), Run("this page", link=address), Run(" or "), Run("below", link="#end"))
    blocks: tuple[Block, ...] = (
        Paragraph(content),
        PageBreak(),
        Heading(1, (Run("End"),), "end"),
        *paragraphs("Last."),
    )
    with pikepdf.open(BytesIO(rendered(document(*blocks)).data)) as pdf:
        out, inside = pdf.pages[0].Annots
        assert (str(out.A.S), str(out.A.URI), str(out.Contents)) == ("/URI", address, "this page")
        assert destination(pdf, inside.Dest)[0] == 2


def test_a_link_over_two_lines_is_a_link_on_both() -> None:
    words = " ".join(["words"] * 40)
    with pikepdf.open(BytesIO(rendered(document(Paragraph((Run(words, link="https://a.example"),)))).data)) as pdf:
        links = list(pdf.pages[0].Annots)
    assert len(links) > 1
    assert squeezed("".join(str(link.Contents) for link in links)) == squeezed(words)


def test_contents_know_pages_that_come_later() -> None:
    chapters: list[Block] = []
    for number in range(1, 13):
        chapters += [PageBreak(), Heading(1, (Run(f"Chapter {number}"),), f"c{number}"), *paragraphs("Text.")]
    page = pdfplumber.open(BytesIO(rendered(document(Contents((Run("Contents"),)), *chapters)).data)).pages[0]
    lines = [line.split() for line in page.extract_text().splitlines() if line.startswith("Chapter")]
    assert [(words[1], words[-1]) for words in lines] == [(str(number), str(number + 1)) for number in range(1, 13)]
