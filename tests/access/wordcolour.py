"""Colours of text in Word and of what is behind it by its rules of styles (ECMA-376 part 1, 17.7.2); their contrast."""

from __future__ import annotations

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"

BLACK, WHITE = "000000", "FFFFFF"


class Colours:
    """Colours ("RRGGBB") of a document's runs with these styles (the styles part's root)."""

    def __init__(self, styles: Any) -> None:
        self._styles = {style.get(f"{W}styleId"): style for style in styles.iter(f"{W}style")}
        paragraphs = (name for name, style in self._styles.items() if _is_default(style))
        self._default = next(paragraphs, None)

    def text(self, run: Any) -> str:
        """The colour of a run: its own, else that of its character style, its paragraph's style."""
        found = _colour(run.find(f"{W}rPr"))
        style = run.find(f"{W}rPr/{W}rStyle")
        found = found or self._styled(style.get(f"{W}val") if style is not None else None, _run_colour)
        paragraph = _above(run, f"{W}p")
        return found or self._styled(_paragraph_style(paragraph) or self._default, _run_colour) or BLACK

    def ground(self, run: Any) -> str:
        """The fill behind a run: of the shape or paragraph that it is in, its cell, its table's style; else paper."""
        shape = _above(run, f"{WPS}wsp")
        if shape is not None:
            fill = shape.find(f"{WPS}spPr/{A}solidFill/{A}srgbClr")
            return str(fill.get("val")) if fill is not None else WHITE
        paragraph = _above(run, f"{W}p")
        found = _fill(paragraph.find(f"{W}pPr")) or self._styled(_paragraph_style(paragraph), _paragraph_fill)
        cell = _above(run, f"{W}tc")
        while not found and cell is not None:
            found = _fill(cell.find(f"{W}tcPr")) or self._table_fill(cell)
            cell = _above(cell, f"{W}tc")
        return found or WHITE

    def _table_fill(self, cell: Any) -> str | None:
        """What the table's style says of the cell: its first row, its bands, all cells."""
        row = cell.getparent()
        while row.tag != f"{W}tr":
            row = row.getparent()
        table = _above(row, f"{W}tbl")
        style = table.find(f"{W}tblPr/{W}tblStyle")
        found = self._styles.get(style.get(f"{W}val")) if style is not None else None
        if found is None:
            return None
        look = table.find(f"{W}tblPr/{W}tblLook")
        flags = {name: look is not None and look.get(f"{W}{name}") == "1" for name in ("firstRow", "noHBand")}
        at = table.findall(f"{W}tr").index(row)
        conditions = {each.get(f"{W}type"): each for each in found.findall(f"{W}tblStylePr")}
        kinds = ["firstRow"] if flags["firstRow"] and at == 0 else []
        if not flags["noHBand"] and not kinds:
            kinds.append("band2Horz" if (at - flags["firstRow"]) % 2 else "band1Horz")
        for kind in kinds:
            if kind in conditions and (fill := _fill(conditions[kind].find(f"{W}tcPr"))):
                return fill
        return _fill(found.find(f"{W}tcPr"))

    def _styled(self, name: str | None, take: Any) -> str | None:
        """What `take` finds first in a style and those that it builds on."""
        while name in self._styles:
            style = self._styles[name]
            if found := take(style):
                return str(found)
            based = style.find(f"{W}basedOn")
            name = based.get(f"{W}val") if based is not None else None
        return None


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.1, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.1, with the erratum's threshold of sRGB)."""
    shares = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _above(element: Any, tag: str) -> Any:
    return next(element.iterancestors(tag), None)


def _is_default(style: Any) -> bool:
    return bool(style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") == "1")


def _paragraph_style(paragraph: Any) -> str | None:
    style = paragraph.find(f"{W}pPr/{W}pStyle") if paragraph is not None else None
    return style.get(f"{W}val") if style is not None else None


def _colour(properties: Any) -> str | None:
    found = properties.find(f"{W}color") if properties is not None else None
    value = found.get(f"{W}val") if found is not None else None
    return BLACK if value == "auto" else value


def _fill(properties: Any) -> str | None:
    found = properties.find(f"{W}shd") if properties is not None else None
    value = found.get(f"{W}fill") if found is not None else None
    return None if value == "auto" else value


def _run_colour(style: Any) -> str | None:
    return _colour(style.find(f"{W}rPr"))


def _paragraph_fill(style: Any) -> str | None:
    return _fill(style.find(f"{W}pPr"))
