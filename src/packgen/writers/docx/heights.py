"""How high text will be, by rule of thumb: Word sets it, and nobody knows with which fonts."""

from __future__ import annotations

from collections.abc import Sequence

from packgen.document import Block, Cue, Heading, LineBreak, ListBlock, Paragraph, Slide, plain
from packgen.themes.theme import Theme
from packgen.writers.places import lines_of
from packgen.writers.slides import HEIGHT, WIDTH
from packgen.writers.thumbnail import THUMBNAIL


def estimated_height(blocks: Sequence[Block], width: float, theme: Theme) -> float:
    """About how high the blocks of a guide's cell or of a box are, `width` points wide; others count nothing."""
    return sum(_height(block, width, theme) for block in blocks)


def _height(block: Block, width: float, theme: Theme) -> float:
    match block:
        case Paragraph():
            return _text(plain(block.content), block.style, width, theme)
        case Heading():
            return _text(plain(block.content), f"heading-{block.level}", width, theme)
        case ListBlock():
            indent = theme.list.indent
            return sum(estimated_height(item.blocks, width - indent, theme) for item in block.items)
        case Cue():
            look = theme.styles["cue"]
            words = "".join("\n" if isinstance(node, LineBreak) else plain((node,)) for node in block.content)
            room = (width - 2 * look.leading) / look.size
            return sum(lines_of(line, room) for line in words.split("\n")) * look.leading + look.after
        case Slide():
            return THUMBNAIL * HEIGHT / WIDTH + theme.styles["cue"].after
        case _:
            return 0.0


def _text(words: str, style: str, width: float, theme: Theme) -> float:
    look = theme.styles[style]
    return look.before + lines_of(words, (width - look.indent) / look.size) * look.leading + look.after
