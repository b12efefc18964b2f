"""A slide as a small picture: its panel, title and lines as bars, to be known at a glance and never to be read.

The words of the slide's title stand in the cue beside it, so that the picture is decoration: it says nothing more to a
screen reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from packgen.document import Inlines, ListBlock, Paragraph, Slide, plain
from packgen.themes.theme import TextStyle, Theme
from packgen.writers import icons
from packgen.writers.drawing import Drawing, Paint, Path, Shape, Step, points_of
from packgen.writers.slides import ACCENTS, HEIGHT, WIDTH, Area, cue_places, plan

THUMBNAIL = 80.0  # points, the width in the margin of a guide, where there is room
EM = 0.56  # the width of a letter as a share of the size, on average
BAR = 0.5  # the height of a bar as a share of the size
DOT = 0.3  # the side of a bullet as a share of the size
EDGE = 0.5  # the frame's line, in points


def thumbnail(slide: Slide, theme: Theme, width: float, *, rtl: bool) -> Drawing:
    """The slide `width` points wide. Raises KeyError for a style that the theme has not among those of slides."""
    scale = width / WIDTH
    styles, accent = theme.slides.styles, ACCENTS[slide.layout]
    areas = plan(slide.layout, filled=theme.slides.filled)
    cover = styles["cover-title"].colour
    title_style, ink = ("cover-title", cover) if slide.layout == "title" else ("title", "muted")
    title_colour = cover if slide.layout == "title" else accent
    shapes: list[Shape | Path] = [Shape("rect", 0, 0, width, HEIGHT * scale, Paint(fill="paper"))]
    shapes += (_bars([area], colour, scale, rtl=rtl) for area, colour in areas.fills)
    title = tuple(_lines(slide.title, areas.title, styles[title_style]))
    foot = areas.title.y + areas.title.height - len(title) * styles[title_style].leading
    shapes.append(_bars(_down(title, foot - areas.title.y), title_colour, scale, rtl=rtl))
    body, dots = _body(slide, areas.body, theme)
    shapes += (_bars(found, colour, scale, rtl=rtl) for found, colour in ((body, ink), (dots, accent)) if found)
    for cue, place in zip(slide.cues, cue_places(len(slide.cues)), strict=True):
        at = place.icon.mirrored() if rtl else place.icon
        for icon in icons.icon(cue.kind, at.width * scale, styles["cue"].colour).shapes:
            assert isinstance(icon, Path)
            shapes.append(Path(_moved(icon.steps, at.x * scale, at.y * scale), icon.paint))
        words = _lines(cue.content, place.text, styles["cue"])
        shapes.append(_bars(words, styles["cue"].colour, scale, rtl=rtl))
    shapes.append(Shape("rect", 0, 0, width, HEIGHT * scale, Paint(stroke="rule", width=EDGE)))
    return Drawing(width, HEIGHT * scale, tuple(shapes))


def _body(slide: Slide, area: Area, theme: Theme) -> tuple[list[Area], list[Area]]:
    """The lines of the slide's paragraphs and lists, and the bullets before them."""
    bars: list[Area] = []
    dots: list[Area] = []
    y = area.y
    for block, inset, after in _paragraphs(slide, theme):
        style = theme.slides.styles[block.style]
        room = Area(area.x + inset, y, area.width - inset, area.y + area.height - y)
        lines = list(_lines(block.content, room, style))
        if inset and lines:
            side = style.size * DOT
            dots.append(Area(area.x, y + (style.leading - side) / 2, side, side))
        bars += lines
        y += len(lines) * style.leading + after
    return bars, dots


def _paragraphs(slide: Slide, theme: Theme) -> Iterator[tuple[Paragraph, float, float]]:
    """The paragraphs of a slide, lists laid flat: each with its indent and the space after it."""
    spacing = theme.slides.list
    for block in slide.blocks:
        match block:
            case Paragraph(style=style):
                yield block, 0.0, theme.slides.styles[style].after
            case ListBlock(items=items):
                for item in items:
                    for inner in item.blocks:
                        if isinstance(inner, Paragraph):
                            yield inner, spacing.indent, spacing.gap
            case _:
                pass


def _lines(content: Inlines, area: Area, style: TextStyle) -> Iterator[Area]:
    """About where the lines of a text are in its area: a bar each, as many as it has room for."""
    letter = style.size * EM
    lengths = [0.0]
    for word in plain(content).split():
        length = len(word) * letter
        if lengths[-1] and lengths[-1] + letter + length > area.width:
            lengths.append(0.0)
        lengths[-1] += length + (letter if lengths[-1] else 0.0)
    height = style.size * BAR
    for number, length in enumerate(lengths):
        y = area.y + number * style.leading + (style.leading - height) / 2
        if length and y + height <= area.y + area.height:
            yield Area(area.x, y, min(length, area.width), height)


def _down(areas: Iterable[Area], by: float) -> Iterator[Area]:
    return (Area(area.x, area.y + by, area.width, area.height) for area in areas)


def _bars(areas: Iterable[Area], colour: str, scale: float, *, rtl: bool) -> Path:
    """Rectangles of one colour as one path."""
    steps: list[Step] = []
    for area in areas:
        at = area.mirrored() if rtl else area
        left, top = at.x * scale, at.y * scale
        right, bottom = left + at.width * scale, top + at.height * scale
        steps += [("M", left, top), ("L", right, top), ("L", right, bottom), ("L", left, bottom), ("Z",)]
    return Path(tuple(steps), Paint(fill=colour))


def _moved(steps: tuple[Step, ...], x: float, y: float) -> tuple[Step, ...]:
    return tuple((step[0], *(v for at_x, at_y in points_of(step) for v in (at_x + x, at_y + y))) for step in steps)
