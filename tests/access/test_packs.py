"""Every file of every pack against the checkers: PDF/UA-1, PDF/A-2a and, for Word files, what Word's checker finds."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from bench.export import trees
from packgen.content.load import load_country
from packgen.document import (
    Banner,
    Block,
    Box,
    Columns,
    Contents,
    Cue,
    Figure,
    Heading,
    ListBlock,
    MarginTable,
    Paragraph,
    Table,
    TitleBlock,
    plain,
)
from packgen.project import Project
from packgen.themes.load import load_theme
from packgen.writers.docx.writer import write_docx
from packgen.writers.pdf.fonts import Fonts, font_directories
from packgen.writers.pdf.writer import write_pdf
from tests.access import word
from tests.access.beyond import beyond
from tests.access.matterhorn import failures
from tests.access.pdfa import pdfa_failures
from tests.access.reading import Tagged
from tests.conftest import BuiltPacks
from tests.readers import pdf_struct_text, squeezed
from tests.sample import ROOT

PROJECT = Project(ROOT)
SESSION = "library-partnerships"
PACKS = [(code, language) for code in PROJECT.countries() for language in load_country(PROJECT, code).languages]

each_pack = pytest.mark.parametrize(("country", "language"), PACKS)


def files(packs: BuiltPacks, country: str, language: str, end: str) -> list[Path]:
    """The pack's files of a kind."""
    found = sorted((packs.out / country / language / SESSION).glob(f"*.{end}"))
    assert found
    return found


@each_pack
def test_every_pdf_is_accessible_and_archival(packs: BuiltPacks, country: str, language: str) -> None:
    for path in files(packs, country, language, "pdf"):
        with pikepdf.open(path) as pdf:
            assert (path.name, failures(pdf), beyond(pdf)) == (path.name, [], [])
        assert (path.name, pdfa_failures(path.read_bytes())) == (path.name, [])


@each_pack
def test_every_word_file_passes_what_words_own_checker_looks_for(
    packs: BuiltPacks, country: str, language: str
) -> None:
    for path in files(packs, country, language, "docx"):
        assert (path.name, word.failures(path)) == (path.name, [])


@pytest.mark.parametrize("theme", [name for name in PROJECT.themes() if name != "theme"])
def test_other_themes_are_no_less_accessible(theme: str, tmp_path: Path) -> None:
    look = load_theme(PROJECT, theme)
    fonts = Fonts.load(font_directories(ROOT), look.font)
    for tree in trees(ROOT, SESSION, "ke", "en"):
        with pikepdf.open(BytesIO(data := write_pdf(tree, look, fonts).data)) as pdf:
            assert (tree.id, failures(pdf), beyond(pdf), pdfa_failures(data)) == (tree.id, [], [], [])
        path = tmp_path / f"{tree.id}.docx"
        path.write_bytes(write_docx(tree, look, pages=1, heading_pages={}))
        assert (tree.id, word.failures(path)) == (tree.id, [])


def test_every_printed_page_has_one_head_and_one_foot_that_are_not_read(packs: BuiltPacks) -> None:
    """ISO 14289-1, 7.8; slides have none on the screen."""
    for path in files(packs, "ke", "en", "pdf"):
        with pikepdf.open(path) as pdf:
            running = [str(properties.Subtype) for _, properties in Tagged(pdf).marks.artifacts if len(properties)]
            pages = 0 if path.stem == "slides" else len(pdf.pages)
        assert (path.name, running) == (path.name, ["/Header", "/Footer"] * pages)


def test_fields_and_pictures_are_named_by_the_content(packs: BuiltPacks) -> None:
    """What a screen reader says of a place to fill in or a picture is what the document tree says."""
    path = packs.out / "ke" / "en" / SESSION / "connection-tree.pdf"
    tree = next(each for each in trees(ROOT, SESSION, "ke", "en") if each.id == "connection-tree")
    figures = [block.alt for block in tree.blocks if isinstance(block, Figure)]
    with pikepdf.open(path) as pdf:
        tagged = Tagged(pdf)
        assert [node.text("/Alt") for node in tagged.nodes if node.role == "Figure"] == figures
        spoken = [str(annotation.TU) for _, _, annotation in tagged.annotations() if annotation.Subtype == "/Widget"]
        named = [node.text("/Alt") for node in tagged.nodes if node.role == "Form"]
    assert spoken == named
    assert all(label.strip() for label in spoken)


# --- reading order


def said(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The words of a document in the order in which they are to be read, without its table of contents."""
    for block in blocks:
        match block:
            case TitleBlock():
                yield from map(plain, (block.kicker, block.title, block.subtitle))
            case Banner():
                yield from (plain(block.heading.content), plain(block.span), "·", plain(block.minutes))
            case Paragraph() | Heading() | Cue():
                yield plain(block.content)
            case ListBlock():
                for item in block.items:
                    yield from said(item.blocks)
            case MarginTable():
                yield from said((block.heading,) if block.heading else ())
                for row in block.rows:  # first the cue, then who does or says it, then what
                    yield from said(row.margin)
                    yield from said(row.body)
            case Box() | Columns():
                yield from said(block.blocks)
            case Table():
                for cells in (block.head, *block.rows):
                    for cell in cells:
                        yield from said(cell.blocks)
            case _:
                pass  # the contents, pictures, the ends of pages


@pytest.mark.parametrize(("country", "language"), [("ke", "en"), ("sn", "fr"), ("in", "hi")])
def test_the_guide_is_read_aloud_in_the_order_of_its_source(packs: BuiltPacks, country: str, language: str) -> None:
    """Poppler's reading of the structure says cue, role and text as the source has them; each once."""
    guide = next(tree for tree in trees(ROOT, SESSION, country, language) if tree.id == "trainer-guide")
    texts = pdf_struct_text(packs.out / country / language / SESSION / "trainer-guide.pdf")
    contents = plain(next(block for block in guide.blocks if isinstance(block, Contents)).title)
    read = [text for kinds, text in texts if not {"Lbl", "TOC", "Figure"} & set(kinds)]
    assert squeezed("".join(read)).replace(squeezed(contents), "", 1) == squeezed("".join(said(guide.blocks)))
