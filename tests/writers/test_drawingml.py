"""Drawings in Word's XML: well formed, unique ids, the words in the picture's order, shapes that Word can edit."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest
from lxml import etree

from packgen.document import Inlines, Run, plain
from packgen.writers.docx.drawingml import NAMESPACES, inline_drawing
from packgen.writers.drawing import Drawing, Paint, Path, Shape, text_shapes
from packgen.writers.icons import icon
from tests.writers.test_figures import KINDS, THEME, drawn

EMU = 12700


def parsed(xml: str) -> etree._Element:
    """The run, in a root that declares the prefixes."""
    declared = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
    return etree.fromstring(f"<w:p {declared}>{xml}</w:p>")[0]


def found(root: etree._Element, path: str) -> list[etree._Element]:
    """The elements at an XPath."""
    result = root.xpath(path, namespaces=NAMESPACES)
    assert isinstance(result, list)
    return [element for element in result if isinstance(element, etree._Element)]


def paragraphs(content: Inlines, style: str) -> str:
    """A paragraph as the writer of the document would write it."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{escape(plain(content))}</w:t></w:r></w:p>'


def written(drawing: Drawing, *, shape_id: int = 7, alt: str = "A picture") -> etree._Element:
    """The drawing as XML, parsed."""
    xml = inline_drawing(drawing, THEME, name="Picture", shape_id=shape_id, alt=alt, paragraphs=paragraphs)
    return parsed(xml)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [3, 9, 12])
def test_a_picture_is_a_group_of_shapes_inline(kind: str, count: int) -> None:
    drawing = drawn(kind, count, 487.3, 432.0)
    run = written(drawing)
    assert found(run, "mc:AlternateContent/mc:Choice")[0].get("Requires") == "wpg"
    (inline,) = found(run, ".//wp:inline")
    (extent,) = found(inline, "wp:extent")
    assert (extent.get("cx"), extent.get("cy")) == (str(round(487.3 * EMU)), str(432 * EMU))
    assert len(found(inline, ".//wpg:wgp/wps:wsp")) == len(drawing.shapes)
    for off, ext in zip(
        found(inline, ".//wps:spPr/a:xfrm/a:off"), found(inline, ".//wps:spPr/a:xfrm/a:ext"), strict=True
    ):
        assert 0 < int(ext.get("cx", "0")) <= round(487.3 * EMU) * 1.1
        assert int(ext.get("cy", "0")) > 0
        assert off.get("x")


@pytest.mark.parametrize("kind", KINDS)
def test_ids_are_unique_and_stay_in_the_promised_range(kind: str) -> None:
    drawing = drawn(kind, 9, 487.3, 432.0)
    run = written(drawing, shape_id=100)
    ids = [int(element.get("id", "0")) for element in found(run, ".//wp:docPr | .//wps:cNvPr")]
    assert len(ids) == len(set(ids))
    assert set(ids) <= set(range(100, 100 + len(drawing.shapes) + 1))


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_are_those_of_the_picture_in_its_order_and_styles(kind: str) -> None:
    drawing = drawn(kind, 9, 487.3, 432.0)
    run = written(drawing)
    assert [text.text for text in found(run, ".//w:t")] == [plain(shape.text) for shape in text_shapes(drawing)]
    styles = [style.get(f"{{{NAMESPACES['w']}}}val") for style in found(run, ".//w:pStyle")]
    assert styles == ["figure-goal"] + ["figure-node"] * 9


def test_alternative_text_is_text() -> None:
    alt = 'A <tree> & "branches": it\'s two lines'
    (properties,) = found(written(drawn("tree", 3, 487, 432), alt=alt), ".//wp:docPr")
    assert properties.get("descr") == alt
    assert not len(properties)


def test_a_control_character_in_alternative_text_is_refused() -> None:
    with pytest.raises(ValueError, match=r"U\+000B"):
        written(drawn("tree", 3, 487, 432), alt="a\x0bb")


def test_an_icon_is_one_decorative_shape() -> None:
    drawing = icon("clock", 11)
    xml = inline_drawing(drawing, THEME, name="Clock", shape_id=3)
    run = parsed(xml)
    assert found(run, "mc:AlternateContent/mc:Choice")[0].get("Requires") == "wps"
    assert len(found(run, ".//wps:wsp")) == 1
    (properties,) = found(run, ".//wp:docPr")
    assert properties.get("descr") is None
    decorative = properties.findall(".//{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative")
    assert [mark.get("val") for mark in decorative] == ["1"]
    assert found(run, ".//a:ln//a:srgbClr")[0].get("val") == THEME.colour("accent")[1:]
    assert len(xml) < 2800


def test_rounded_cards_keep_words_own_handles_and_leaves_their_tips() -> None:
    kinds = {shape.get("prst") for shape in found(written(drawn("tree", 9, 487, 432)), ".//a:prstGeom")}
    assert kinds == {"round2DiagRect", "roundRect"}
    leaf = Shape("leaf", 0, 0, 100, 50, Paint("paper", "accent"), radius=25)
    for shape, first, second in (
        (leaf, 50000, 6000),
        (Shape("leaf", 0, 0, 100, 50, leaf.paint, 25, flip=True), 6000, 50000),
    ):
        guides = found(written(Drawing(100, 50, (shape,))), ".//a:gd")
        assert [guide.get("fmla") for guide in guides] == [f"val {first}", f"val {second}"]


def test_an_arrow_is_one_shape_of_a_line_and_a_filled_head() -> None:
    arrow = Path((("M", 10, 0), ("L", 10, 40)), Paint(stroke="accent", width=1.0), arrow=True)
    run = written(Drawing(20, 50, (arrow,)))
    line, head = found(run, ".//a:path")
    assert line.get("fill") == "none"
    assert head.get("stroke") == "0"
    assert found(run, ".//wps:spPr/a:solidFill/a:srgbClr")[0].get("val") == THEME.colour("accent")[1:]
    points = [int(point.get("y", "0")) for point in found(head, ".//a:pt")]
    assert max(points) == 42 * EMU


def test_text_without_a_writer_of_paragraphs_is_an_error() -> None:
    with pytest.raises(ValueError, match="writer of paragraphs"):
        inline_drawing(drawn("tree", 3, 487, 432), THEME, name="Picture", shape_id=1)


def test_padding_counts_what_word_leaves_at_round_corners() -> None:
    card = Shape("round", 0, 0, 100, 60, Paint("paper"), radius=10, text=(Run("x"),), padding=8)
    (body,) = found(written(Drawing(100, 60, (card,))), ".//wps:bodyPr")
    assert int(body.get("tIns", "0")) == round((8 - 2.9289) * EMU)
