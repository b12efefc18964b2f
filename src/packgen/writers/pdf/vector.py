"""Drawings as PDF path operators (ISO 32000-1, 8.5): pure vectors, in the colours of the theme."""

from __future__ import annotations

from packgen.themes.theme import Theme
from packgen.writers.drawing import Drawing, Paint, Path, Shape, Step, arrow_head, outline, text_shapes
from packgen.writers.pdf.canvas import TextCanvas

_OPERATORS = {"M": "m", "L": "l", "C": "c", "Z": "h"}
_DASHES = "3 2.5"  # points on, points off


def texts(drawing: Drawing) -> tuple[Shape, ...]:
    """The shapes that have text, in reading order; their bounds are where the text goes."""
    return text_shapes(drawing)


def paint(canvas: TextCanvas, drawing: Drawing, theme: Theme, left: float, top: float) -> None:
    """Paints the shapes of a drawing, not their text, with its top left corner at (left, top) on the page.

    Raises KeyError for a colour that the theme has not.
    """
    # Round line ends and joins; y turned round, so that the drawing's own coordinates are the operators' operands.
    code = [f"q 1 J 1 j 1 0 0 -1 {_number(left)} {_number(top)} cm"]
    state: dict[str, str] = {}
    for shape in drawing.shapes:
        _shape(code, state, shape, theme)
        if isinstance(shape, Path) and shape.arrow:
            _shape(code, state, arrow_head(shape), theme)
    code.append("Q")
    canvas._code.append("\n".join(code))


def _shape(code: list[str], state: dict[str, str], shape: Shape | Path, theme: Theme) -> None:
    look = shape.paint
    if not look.fill and not look.stroke:
        return
    for operator, setting in _settings(look, theme).items():
        if state.get(operator) != setting:
            state[operator] = setting
            code.append(f"{setting} {operator}")
    closing = "B" if look.fill and look.stroke else "f" if look.fill else "S"
    code.append(f"{_path(shape)} {closing}")


def _settings(look: Paint, theme: Theme) -> dict[str, str]:
    """The graphics state that a paint needs: operands by operator."""
    found: dict[str, str] = {}
    if look.fill:
        found["rg"] = _rgb(theme.colour(look.fill))
    if look.stroke:
        found["RG"] = _rgb(theme.colour(look.stroke))
        found["w"] = _number(look.width)
        found["d"] = f"[{_DASHES if look.dashed else ''}] 0"
    return found


def _path(shape: Shape | Path) -> str:
    if isinstance(shape, Shape) and shape.kind == "rect":
        return f"{_number(shape.x)} {_number(shape.y)} {_number(shape.width)} {_number(shape.height)} re"
    return " ".join(_step(step) for step in outline(shape))


def _step(step: Step) -> str:
    return " ".join([*(_number(float(value)) for value in step[1:]), _OPERATORS[str(step[0])]])


def _rgb(colour: str) -> str:
    """ "#RRGGBB" as three shares of 1."""
    return " ".join(_number(int(colour[at : at + 2], 16) / 255, 3) for at in (1, 3, 5))


def _number(value: float, digits: int = 2) -> str:
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
