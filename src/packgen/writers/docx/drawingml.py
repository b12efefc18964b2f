"""Drawings as DrawingML (ISO/IEC 29500-1, 20.1, with Word's 2010 shapes): sharp at any size, and to edit in Word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from packgen.document import Inlines
from packgen.themes.theme import Theme
from packgen.writers.docx.xml import escaped, rgb
from packgen.writers.drawing import (
    CORNER_INSET,
    Drawing,
    Field,
    Paint,
    Path,
    Shape,
    Step,
    arrow_head,
    corners,
    points_of,
)

# What inline_drawing() writes needs these prefixes on the document's root element (adec it declares where it uses it).
NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
}

# [MS-ODRAWXML] 2.26: the extension that marks a drawing as decorative.
DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
_EMU = 12700  # English metric units in a point

Paragraphs = Callable[[Inlines, str], str]
Places = Callable[[Field], str]
Bounds = tuple[float, float, float, float]  # left, top, width, height in points


def inline_drawing(
    drawing: Drawing,
    theme: Theme,
    *,
    name: str,
    shape_id: int,
    alt: str = "",
    paragraphs: Paragraphs | None = None,
    places: Places | None = None,
) -> str:
    """The `<w:r>` that holds the drawing in the line of text, as XML with the prefixes of NAMESPACES.

    `paragraphs` writes a shape's text: content and theme style -> `<w:p>` elements (a drawing without text needs
    none), `places` what stands in a place to write (else it has none). An empty `alt` marks it as decorative. `name` is
    what Word's selection pane shows. The ids from `shape_id` on are used up, `ids_of(drawing)` of them. Raises KeyError
    for a colour that the theme has not.
    """
    writer = _Shapes(theme, shape_id, paragraphs, places)
    match drawing.shapes:
        case (Path(arrow=False) as path,):
            requires, content = "wps", writer.lone(drawing, path)
        case _:
            requires, content = "wpg", writer.group(drawing)
    properties = f'<wp:docPr id="{shape_id}" name="{escaped(name)}"'
    properties += f' descr="{escaped(alt)}"/>' if alt else f">{DECORATIVE}</wp:docPr>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="{requires}"><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {_extent(drawing.width, drawing.height)}/>'
        f"{properties}<wp:cNvGraphicFramePr/><a:graphic>"
        f'<a:graphicData uri="{NAMESPACES[requires]}">{content}</a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def ids_of(drawing: Drawing) -> int:
    """How many ids inline_drawing() uses up."""
    return 1 + len(drawing.shapes) + len(drawing.fields)


@dataclass(frozen=True, slots=True)
class _Shapes:
    """Writes the shapes of one drawing."""

    theme: Theme
    shape_id: int
    paragraphs: Paragraphs | None
    places: Places | None

    def lone(self, drawing: Drawing, path: Path) -> str:
        """A drawing of one path, without a group around it."""
        bounds = (0.0, 0.0, drawing.width, drawing.height)
        return (
            "<wps:wsp><wps:cNvSpPr/>"
            f"<wps:spPr>{_frame(bounds)}{freeform(path.steps, drawing.width, drawing.height)}{self._paint(path.paint)}"
            "</wps:spPr>"
            "<wps:bodyPr/></wps:wsp>"
        )

    def group(self, drawing: Drawing) -> str:
        """A group of all shapes."""
        extent = _extent(drawing.width, drawing.height)
        child_extent = f'<a:chOff x="0" y="0"/><a:chExt {extent}/>'
        return (
            "<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr>"
            f'<a:xfrm><a:off x="0" y="0"/><a:ext {extent}/>{child_extent}</a:xfrm></wpg:grpSpPr>'
            + "".join(self._shape(number, shape) for number, shape in enumerate(drawing.shapes, self.shape_id + 1))
            + "".join(self._places(drawing))
            + "</wpg:wgp>"
        )

    def _places(self, drawing: Drawing) -> Iterator[str]:
        """A text box without fill or outline on each place to write, so that words stand on its ruled lines."""
        if self.places is None:
            return
        for number, field in enumerate(drawing.fields, self.shape_id + 1 + len(drawing.shapes)):
            bounds = (field.x, field.y, field.width, field.height)
            yield (
                f'<wps:wsp><wps:cNvPr id="{number}" name="Place {number}"/><wps:cNvSpPr txBox="1"/>'
                f'<wps:spPr>{_frame(bounds)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{self._paint(Paint())}'
                f"</wps:spPr><wps:txbx><w:txbxContent>{self.places(field)}</w:txbxContent></wps:txbx>"
                '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"/></wps:wsp>'
            )

    def _shape(self, number: int, shape: Shape | Path) -> str:
        if isinstance(shape, Shape):
            bounds = (shape.x, shape.y, shape.width, shape.height)
            geometry = _preset(shape)
        else:
            bounds, geometry = _freeform(shape)
        # An arrow's head is filled with the colour of its line.
        paint = (
            replace(shape.paint, fill=shape.paint.stroke) if isinstance(shape, Path) and shape.arrow else shape.paint
        )
        text = self._text(shape) if isinstance(shape, Shape) and shape.text else "<wps:bodyPr/>"
        return (
            f'<wps:wsp><wps:cNvPr id="{number}" name="Shape {number}"/><wps:cNvSpPr/>'
            f"<wps:spPr>{_frame(bounds)}{geometry}{self._paint(paint)}</wps:spPr>{text}</wps:wsp>"
        )

    def _text(self, shape: Shape) -> str:
        if self.paragraphs is None:
            raise ValueError("a drawing with text needs a writer of paragraphs")
        inset = _emu(max(shape.padding - CORNER_INSET * max(corners(shape)), 0.0))
        anchor = "ctr" if shape.anchor == "middle" else "t"
        return (
            f"<wps:txbx><w:txbxContent>{self.paragraphs(shape.text, shape.style)}</w:txbxContent></wps:txbx>"
            f'<wps:bodyPr lIns="{inset}" tIns="{inset}" rIns="{inset}" bIns="{inset}" anchor="{anchor}"/>'
        )

    def _paint(self, paint: Paint) -> str:
        fill = self._solid(paint.fill) if paint.fill else "<a:noFill/>"
        if not paint.stroke:
            return f"{fill}<a:ln><a:noFill/></a:ln>"
        dash = '<a:prstDash val="dash"/>' if paint.dashed else ""
        line = f"{self._solid(paint.stroke)}{dash}<a:round/>"
        return f'{fill}<a:ln w="{_emu(paint.width)}" cap="rnd">{line}</a:ln>'

    def _solid(self, colour: str) -> str:
        return f'<a:solidFill><a:srgbClr val="{rgb(self.theme.colour(colour))}"/></a:solidFill>'


def _preset(shape: Shape) -> str:
    """The shape as one of Word's own (ISO/IEC 29500-1, 20.1.10.56), whose handles stay: radii in shares of 100,000."""
    if shape.kind in ("rect", "ellipse"):
        return f'<a:prstGeom prst="{shape.kind}"><a:avLst/></a:prstGeom>'
    side = min(shape.width, shape.height)
    first, second, *_ = (round(100_000 * radius / side) for radius in corners(shape))
    if shape.kind == "round":
        return f'<a:prstGeom prst="roundRect"><a:avLst>{_guide("adj", first)}</a:avLst></a:prstGeom>'
    guides = _guide("adj1", first) + _guide("adj2", second)
    return f'<a:prstGeom prst="round2DiagRect"><a:avLst>{guides}</a:avLst></a:prstGeom>'


def _guide(name: str, value: int) -> str:
    return f'<a:gd name="{name}" fmla="val {value}"/>'


def _freeform(path: Path) -> tuple[Bounds, str]:
    """The bounds and geometry of a path, its arrow head with it (LibreOffice draws no line ends on such shapes)."""
    if not path.arrow:
        bounds = _bounds(path.steps)
        return bounds, _custom(_path(path.steps, bounds))
    head = arrow_head(path).steps
    bounds = _bounds(path.steps + head)
    return bounds, _custom(_path(path.steps, bounds, ' fill="none"') + _path(head, bounds, ' stroke="0"'))


def _custom(paths: str) -> str:
    return (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f"<a:pathLst>{paths}</a:pathLst></a:custGeom>"
    )


def freeform(steps: tuple[Step, ...], width: float, height: float) -> str:
    """The a:custGeom of a path inside `width` x `height` points."""
    return _custom(_path(steps, (0.0, 0.0, width, height)))


def _path(steps: tuple[Step, ...], bounds: Bounds, look: str = "") -> str:
    left, top, width, height = bounds
    written = "".join(_step(step, left, top) for step in steps)
    return f'<a:path w="{_emu(width)}" h="{_emu(height)}"{look}>{written}</a:path>'


_STEPS = {"M": "moveTo", "L": "lnTo", "C": "cubicBezTo"}


def _step(step: Step, left: float, top: float) -> str:
    if step[0] == "Z":
        return "<a:close/>"
    points = "".join(f'<a:pt x="{_emu(x - left)}" y="{_emu(y - top)}"/>' for x, y in points_of(step))
    tag = _STEPS[str(step[0])]
    return f"<a:{tag}>{points}</a:{tag}>"


def _bounds(steps: tuple[Step, ...]) -> Bounds:
    """What holds all points of a path, control points too; at least as wide and high as a hair, so that it scales."""
    points = [point for step in steps for point in points_of(step)]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    return left, top, max(right - left, 0.01), max(bottom - top, 0.01)


def _frame(bounds: Bounds) -> str:
    left, top, width, height = bounds
    return f'<a:xfrm><a:off x="{_emu(left)}" y="{_emu(top)}"/><a:ext {_extent(width, height)}/></a:xfrm>'


def _extent(width: float, height: float) -> str:
    return f'cx="{_emu(width)}" cy="{_emu(height)}"'


def _emu(points: float) -> int:
    return round(points * _EMU)
