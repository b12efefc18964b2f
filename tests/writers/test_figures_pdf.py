"""Drawings in the PDF, read back by pdfplumber: vectors in the theme's colours, at their places."""

from __future__ import annotations

from io import BytesIO

import pdfplumber
import pytest

from packgen.writers.drawing import Drawing, Paint, Path, Shape, outline
from packgen.writers.pdf import vector
from packgen.writers.pdf.canvas import new_canvas
from tests.writers.test_figures import KINDS, THEME, drawn

LEFT, TOP = 54.0, 700.0


def page_of(drawing: Drawing) -> pdfplumber.page.Page:
    """The page that holds the drawing at (LEFT, TOP)."""
    buffer = BytesIO()
    canvas = new_canvas(buffer, (595.0, 842.0))
    vector.paint(canvas, drawing, THEME, LEFT, TOP)
    canvas.showPage()
    canvas.save()
    return pdfplumber.open(buffer).pages[0]


def rgb(name: str) -> tuple[float, ...]:
    """A colour of the theme as PDF writes it."""
    return tuple(round(int(THEME.colour(name)[at : at + 2], 16) / 255, 3) for at in (1, 3, 5))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [3, 9, 12])
def test_every_shape_is_painted_as_a_vector(kind: str, count: int) -> None:
    drawing = drawn(kind, count, 487.0, 432.0)
    page = page_of(drawing)
    outlines = sum(1 for shape in drawing.shapes for step in outline(shape) if step[0] == "M")
    heads = sum(1 for shape in drawing.shapes if isinstance(shape, Path) and shape.arrow)
    painted = [*page.curves, *page.lines, *page.rects]
    assert len(painted) == outlines + heads
    assert not page.images
    assert not page.chars
    colours = {THEME.colour(name) for name in ("accent", "accent-tint", "paper", "rule")}
    used = {one["non_stroking_color"] for one in painted if one["fill"]}
    used |= {one["stroking_color"] for one in painted if one["stroke"]}
    assert used <= {tuple(round(int(colour[at : at + 2], 16) / 255, 3) for at in (1, 3, 5)) for colour in colours}


def test_shapes_stand_where_the_drawing_has_them() -> None:
    accent = Paint(fill="accent-tint", stroke="accent", width=1.5)
    page = page_of(
        Drawing(200, 100, (Shape("rect", 10, 20, 30, 40, accent), Path((("M", 0, 90), ("L", 200, 90)), accent)))
    )
    (rectangle,) = page.rects
    height = 842.0
    assert (rectangle["x0"], rectangle["x1"]) == pytest.approx((LEFT + 10, LEFT + 40))
    assert (rectangle["top"], rectangle["bottom"]) == pytest.approx((height - TOP + 20, height - TOP + 60))
    assert rectangle["non_stroking_color"] == rgb("accent-tint")
    assert rectangle["stroking_color"] == rgb("accent")
    assert rectangle["linewidth"] == 1.5
    (line,) = page.lines
    assert (line["x0"], line["x1"], line["top"]) == pytest.approx((LEFT, LEFT + 200, height - TOP + 90))


def test_what_is_painted_after_a_drawing_is_not_changed_by_it() -> None:
    buffer = BytesIO()
    canvas = new_canvas(buffer, (595.0, 842.0))
    vector.paint(canvas, drawn("flowchart", 5, 487.0, 432.0), THEME, LEFT, TOP)
    before = len(canvas._code)
    canvas.rect(1, 2, 3, 4)
    canvas.save()
    page = pdfplumber.open(buffer).pages[0]
    assert before
    assert (page.rects[-1]["x0"], page.rects[-1]["y0"]) == pytest.approx((1, 2))


def test_a_colour_that_the_theme_has_not_is_an_error() -> None:
    canvas = new_canvas(BytesIO(), (595.0, 842.0))
    with pytest.raises(KeyError, match="mauve"):
        vector.paint(canvas, Drawing(9, 9, (Shape("rect", 0, 0, 9, 9, Paint("mauve")),)), THEME, 0, 0)


def test_text_has_its_bounds_inside_the_padding_and_in_reading_order() -> None:
    drawing = drawn("web", 9, 487.0, 432.0)
    whole = [shape for shape in drawing.shapes if isinstance(shape, Shape) and shape.text]
    for shape, inner in zip(whole, vector.texts(drawing), strict=True):
        assert inner.text == shape.text
        assert (inner.x - shape.x, inner.y - shape.y) == pytest.approx((shape.padding, shape.padding))
        assert inner.width == pytest.approx(shape.width - 2 * shape.padding)
