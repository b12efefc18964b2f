"""Paragraphs and lists as DrawingML text (ISO/IEC 29500-1, 21.1.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from packgen.document import Block, Choice, Inline, Inlines, LineBreak, ListBlock, Paragraph, Run
from packgen.themes.theme import TextStyle, Theme
from packgen.writers.docx.xml import escaped
from packgen.writers.pptx.theme import colour, solid
from packgen.writers.scripts import emphasis, slant

LEVELS = 5  # of lists; deeper ones look like the fifth
BULLETS = "•–"  # by level, in turn


def emu(points: float) -> int:
    """English metric units: lengths in DrawingML."""
    return round(points * 12700)


def hundredths(points: float) -> int:
    """Hundredths of a point: font sizes and spacing in DrawingML."""
    return round(points * 100)


def level_properties(
    level: int,
    style: TextStyle,
    theme: Theme,
    accent: str,
    *,
    rtl: bool,
    fonts: str,
    after: float,
    bullets: bool,
    exact: bool = True,
) -> str:
    """The a:lvl#pPr of a list style: how paragraphs of a level (from 0) look.

    `fonts` is "mj" (that of titles) or "mn" (of text), `exact` whether lines are as far apart as the style says.
    """
    indent = theme.list.indent if bullets else 0.0
    marker = (
        f'<a:buClr>{colour(theme, accent)}</a:buClr><a:buFontTx/><a:buChar char="{BULLETS[level % 2]}"/>'
        if bullets
        else "<a:buNone/>"
    )
    ink = accent if style.colour == "accent" else style.colour
    return (
        f'<a:lvl{level + 1}pPr marL="{emu(indent * (level + 1))}" indent="{emu(-indent)}" {direction(style, rtl=rtl)}>'
        f"{spacing(style, after=after, exact=exact)}{marker}"
        f'<a:defRPr sz="{hundredths(style.size)}" b="{int(style.bold)}" i="{int(style.italic)}">{solid(theme, ink)}'
        f'<a:latin typeface="+{fonts}-lt"/><a:ea typeface="+{fonts}-ea"/><a:cs typeface="+{fonts}-cs"/></a:defRPr>'
        f"</a:lvl{level + 1}pPr>"
    )


def direction(style: TextStyle, *, rtl: bool) -> str:
    """Alignment and direction of a paragraph, as attributes; unlike in Word, left and right are those of the page."""
    side = "ctr" if style.align == "center" else "r" if (style.align == "end") != rtl else "l"
    return f'algn="{side}" rtl="{int(rtl)}"'


def spacing(style: TextStyle, *, after: float, exact: bool) -> str:
    """Line spacing and the space around a paragraph; unless `exact`, lines are as far apart as the font wants them."""
    line = f'<a:spcPts val="{hundredths(style.leading)}"/>' if exact else '<a:spcPct val="100000"/>'
    return (
        f"<a:lnSpc>{line}</a:lnSpc>"
        f'<a:spcBef><a:spcPts val="{hundredths(style.before)}"/></a:spcBef>'
        f'<a:spcAft><a:spcPts val="{hundredths(after)}"/></a:spcAft>'
    )


@dataclass(frozen=True, slots=True)
class Text:
    """Writes the text of one shape whose paragraphs are in the style `base` unless they say otherwise.

    `theme` is that of slides, at the size at which the text fits; `link` gives the relationship id of an address.
    Slides have exact line spacing, so that every font and program breaks and places their lines alike.
    """

    theme: Theme
    base: str
    language: str
    link: Callable[[str], str]
    exact: bool = True

    def line(self, content: Inlines) -> str:
        """One paragraph as the shape has it."""
        return f"<a:p>{''.join(self._runs(content, None))}{self._end()}</a:p>"

    def plain(self, words: str) -> str:
        """One paragraph of words alone."""
        return self.line((Run(words),)) if words else f"<a:p>{self._end()}</a:p>"

    def blocks(self, blocks: Sequence[Block]) -> str:
        """Paragraphs and lists; an empty paragraph where there are none, which a shape needs."""
        found = "".join(self._blocks(blocks))
        return found or f"<a:p>{self._end()}</a:p>"

    def _blocks(self, blocks: Sequence[Block]) -> Iterator[str]:
        for block in blocks:
            match block:
                case Paragraph():
                    yield self._paragraph(block)
                case ListBlock():
                    yield from self._list(block, 0)
                case _:
                    raise ValueError(f"a slide holds paragraphs and lists, not {type(block).__name__}")

    def _paragraph(self, block: Paragraph) -> str:
        style = self.theme.styles[block.style]
        other = style if block.style != self.base else None
        space = spacing(style, after=style.after, exact=self.exact)
        properties = f'<a:pPr marL="0" indent="0">{space}<a:buNone/></a:pPr>'
        return f"<a:p>{properties}{''.join(self._runs(block.content, other))}{self._end()}</a:p>"

    def _list(self, block: ListBlock, level: int) -> Iterator[str]:
        style, gap = self.theme.styles[block.style], self.theme.list.gap
        start, broken = block.start, False
        for at, item in enumerate(block.items):
            # A paragraph without a number ends the numbering: the next item starts it anew where it stopped.
            start, broken = (block.start + at if broken else start), False
            last = at == len(block.items) - 1 and level == 0
            for number, inner in enumerate(item.blocks):
                ends = last and number == len(item.blocks) - 1
                if isinstance(inner, ListBlock):
                    yield from self._list(inner, level + 1)
                elif isinstance(inner, Paragraph):
                    broken = number > 0
                    marker = "<a:buNone/>" if broken else _number(start) if block.marker == "decimal" else ""
                    after = max(style.after, gap) if ends else gap
                    yield self._item(inner, min(level, LEVELS - 1), after, marker)

    def _item(self, block: Paragraph, level: int, after: float, marker: str) -> str:
        indent = ' indent="0"' if marker == "<a:buNone/>" else ""
        space = f'<a:spcAft><a:spcPts val="{hundredths(after)}"/></a:spcAft>'
        properties = f'<a:pPr lvl="{level}"{indent}>{space}{marker}</a:pPr>'
        return f"<a:p>{properties}{''.join(self._runs(block.content, None))}{self._end()}</a:p>"

    # --- runs

    def _runs(self, content: Inlines, style: TextStyle | None) -> Iterator[str]:
        for node in content:
            yield self._run(node, style)

    def _run(self, node: Inline, style: TextStyle | None) -> str:
        match node:
            case Run():
                return f"<a:r>{self._look(node, style)}<a:t>{escaped(node.text)}</a:t></a:r>"
            case LineBreak():
                return f'<a:br><a:rPr lang="{escaped(self.language)}"/></a:br>'
            case Choice():
                raise ValueError("a slide has no places to tick")

    def _look(self, run: Run, style: TextStyle | None) -> str:
        """The run's properties: those of its character style and, when its paragraph has its own, of that style."""
        language = run.language or self.language
        looks = [self.theme.characters[run.style]] if run.style else []
        looks += [emphasis(self.theme, language, run.text)] if run.italic else []
        bold = run.bold or any(look.bold for look in looks) or bool(style and style.bold)
        italic = any(slant(look, language) for look in looks) or bool(style and slant(style, language))
        ink = next((look.colour for look in looks if look.colour), style.colour if style else None)
        size = f' sz="{hundredths(style.size)}"' if style else ""
        marks = (' b="1"' if bold else "") + (' i="1"' if italic else "")
        fill = solid(self.theme, ink) if ink else ""
        link = f'<a:hlinkClick r:id="{self.link(run.link)}"/>' if run.link else ""
        return f'<a:rPr lang="{escaped(language)}"{size}{marks}>{fill}{link}</a:rPr>'

    def _end(self) -> str:
        return f'<a:endParaRPr lang="{escaped(self.language)}"/>'


def _number(start: int) -> str:
    """The marker of a numbered paragraph whose numbering starts at `start`."""
    attribute = f' startAt="{start}"' if start != 1 else ""
    return f'<a:buFontTx/><a:buAutoNum type="arabicPeriod"{attribute}/>'
