"""Whether a theme has every style that a document names: a template may name what no theme has."""

from __future__ import annotations

from collections.abc import Iterator

from packgen.document import BarChart, Block, Box, Deck, Document, ListBlock, Paragraph, Table, walk
from packgen.problems import nearest
from packgen.themes.theme import Theme
from packgen.writers.chart import LABEL, VALUE


def unknown_styles(document: Document | Deck, theme: Theme) -> Iterator[tuple[str, str]]:
    """Every style that the document names and the theme lacks: its name, and a sentence with the nearest valid one."""
    if isinstance(document, Deck):
        groups = {"styles": tuple(theme.slides.styles)}
        blocks = tuple(block for slide in document.slides for block in (*slide.blocks, *slide.notes))
    else:
        groups = {"styles": tuple(theme.styles), "boxes": tuple(theme.boxes), "tables": tuple(theme.tables)}
        blocks = document.blocks
    for group, name in dict.fromkeys(_named(blocks)):
        if name not in groups[group]:
            where = f"{group} of slides" if isinstance(document, Deck) else group
            yield name, f'the theme has no "{name}" in its {where}{nearest(name, groups[group])}'


def _named(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    """The part of the theme and the name in it, for every block that chooses its look."""
    for block in walk(blocks):
        match block:
            case Paragraph(style=style) | ListBlock(style=style):
                yield "styles", style
            case BarChart():
                yield from (("styles", LABEL), ("styles", VALUE))
            case Box(style=style):
                yield "boxes", style
            case Table(style=style):
                yield "tables", style
            case _:
                pass
