"""Small pictures of slides: what they show of a slide, inside their frame, in either direction; never words."""

from __future__ import annotations

from typing import Any

import pytest

from packgen.document import Block, Cue, ListBlock, ListItem, Paragraph, Run, Slide
from packgen.writers.drawing import Drawing, Path, Shape, mirrored, outline, points_of, text_shapes
from packgen.writers.slides import HEIGHT, WIDTH
from packgen.writers.thumbnail import THUMBNAIL, thumbnail
from tests.writers.pdf.printed import THEME

LINE = "Who could help me to reach them?"


def slide(*blocks: Block, layout: Any = "content", title: str = "A title", cues: tuple[Cue, ...] = ()) -> Slide:
    return Slide(layout, (Run(title),), blocks, cues)


def text(words: str = LINE) -> Paragraph:
    return Paragraph((Run(words),), "text")


def bullets(count: int) -> ListBlock:
    return ListBlock(tuple(ListItem((text(),)) for _ in range(count)), style="text")


def bars(drawing: Drawing, colour: str) -> int:
    """How many filled rectangles of a colour there are."""
    paths = [shape for shape in drawing.shapes if isinstance(shape, Path) and shape.paint.fill == colour]
    return sum(step[0] == "M" for path in paths for step in path.steps)


@pytest.mark.parametrize(
    ("shown", "lines", "accents"),
    [
        # Band, rule, title and bullets have the accent; lines of text are muted.
        (slide(), 0, 3),
        (slide(text()), 1, 3),
        (slide(text(), bullets(3)), 4, 6),
        (slide(text(f"{LINE} {LINE}")), 2, 3),
        (slide(title=f"{LINE} {LINE}"), 0, 4),
    ],
)
def test_every_line_is_a_bar(shown: Slide, lines: int, accents: int) -> None:
    drawing = thumbnail(shown, THEME, THUMBNAIL, rtl=False)
    assert (bars(drawing, "muted"), bars(drawing, "accent")) == (lines, accents)
    assert text_shapes(drawing) == ()


def test_activities_and_discussions_have_their_colour_and_the_icons_of_their_cues() -> None:
    cues = (Cue("clock", (Run("10 minutes"),)), Cue("equipment", (Run("Flip chart"),)))
    drawing = thumbnail(slide(bullets(2), layout="discussion", cues=cues), THEME, THUMBNAIL, rtl=False)
    assert bars(drawing, "accent") == 0
    assert bars(drawing, "discussion") == 5
    icons = [shape for shape in drawing.shapes if shape.paint.stroke == "paper"]
    assert len(icons) == len(cues)


@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("layout", ["title", "content", "activity"])
def test_all_of_it_is_inside_its_frame(layout: str, rtl: bool) -> None:
    style = "cover-text" if layout == "title" else "text"
    long = Paragraph((Run(" ".join([LINE] * 20)),), style)
    cues = (Cue("clock", (Run(LINE),)),) if layout == "activity" else ()
    drawing = thumbnail(slide(long, layout=layout, title=LINE * 4, cues=cues), THEME, 80.0, rtl=rtl)
    assert drawing.width == 80.0
    assert drawing.height == pytest.approx(80.0 * HEIGHT / WIDTH)
    for shape in drawing.shapes:
        for x, y in (point for step in outline(shape) for point in points_of(step)):
            assert -0.01 <= x <= drawing.width + 0.01
            assert -0.01 <= y <= drawing.height + 0.01


def test_from_right_to_left_it_is_mirrored_but_for_the_icons() -> None:
    shown = slide(text(), bullets(2), layout="activity", cues=(Cue("clock", (Run("10"),)),))
    left, right = (thumbnail(shown, THEME, THUMBNAIL, rtl=rtl) for rtl in (False, True))
    for here, there in zip(mirrored(left).shapes, right.shapes, strict=True):
        if here.paint.stroke == "paper":
            continue
        assert extent(here) == pytest.approx(extent(there))


def extent(shape: Shape | Path) -> tuple[float, float]:
    """The left and right ends of a shape."""
    xs = [x for step in outline(shape) for x, _ in points_of(step)]
    return min(xs), max(xs)
