"""Text on the pages of one PDF: glyph runs drawn, and at the end the fonts embedded with the glyphs that were used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfdoc

from packgen.writers.pdf.canvas import TextCanvas, new_canvas
from packgen.writers.pdf.fontfile import Drawn, font_objects
from packgen.writers.pdf.fonts import Face
from packgen.writers.pdf.inline import Fragment
from packgen.writers.pdf.shape import GlyphRun
from packgen.writers.pdf.textlayer import text_layer
from packgen.writers.pdf.truetype import Composite

__all__ = ["EmbeddedFonts", "new_canvas"]


@dataclass
class UsedFace:
    """A face in this document: its resource name, and a character code (CID) for all that it draws and stands for.

    Giving each pair its own code lets ToUnicode say exactly what was written: a no-break space and a space may be
    one glyph. Codes are given from 1 in order of first use; 0 is .notdef.
    """

    name: str
    face: Face
    codes: dict[tuple[Drawn, str], int] = field(default_factory=dict)
    _advances: dict[Drawn, int] = field(default_factory=dict)

    def code(self, drawn: Drawn, text: str) -> int:
        """The code of what stands for `text`."""
        return self.codes.setdefault((drawn, text), len(self.codes) + 1)

    def advance(self, drawn: Drawn) -> int:
        """How far the pen moves after what is drawn, in the face's units."""
        known = self._advances.get(drawn)
        if known is None:
            known = drawn.advance if isinstance(drawn, Composite) else self.face.advance(drawn)
            self._advances[drawn] = known
        return known


class EmbeddedFonts:
    """The fonts of one document; make one right after its canvas. The canvas's `save()` embeds them."""

    def __init__(self, canvas: TextCanvas) -> None:
        self._canvas = canvas
        self._faces: dict[Face, UsedFace] = {}
        self._shown: dict[GlyphRun, str] = {}
        self._colours: dict[str, Color] = {}
        canvas._doc.delayedFonts.append(self)

    def draw(self, fragment: Fragment, x: float, y: float) -> None:
        """Draws a fragment's glyphs with their baseline's left end at (x, y), in points from the page's bottom left.

        An inline box draws nothing: it is the caller's.
        """
        if not fragment.runs:
            return
        used = self._used(fragment.runs[0].face)
        self._colour(fragment.colour)
        canvas = self._canvas
        font = ""
        # The canvas keeps these two with its other graphics state, through saveState and showPage.
        if canvas._fontname != used.name or canvas._fontsize != fragment.size:
            canvas._fontname, canvas._fontsize = used.name, fragment.size
            font = f"/{used.name} {_number(fragment.size)} Tf "
        first, *others = fragment.runs
        shown = [self._show(used, first, fragment.mark), *(self._show(used, run) for run in others)]
        array = "".join(shown).replace("><", "")
        start = x + fragment.width if first.rtl else x
        canvas._code.append(f"BT {font}{_number(start)} {_number(y)} Td [{array}] TJ ET")

    def _used(self, face: Face) -> UsedFace:
        used = self._faces.get(face)
        if used is None:
            used = self._faces[face] = UsedFace(f"T{len(self._faces) + 1}", face)
        return used

    def _colour(self, colour: str) -> None:
        wanted = self._colours.get(colour)
        if wanted is None:
            wanted = self._colours[colour] = HexColor(colour)
        if self._canvas._fillColorObj is not wanted:
            self._canvas.setFillColor(wanted)

    def _show(self, used: UsedFace, run: GlyphRun, mark: str = "") -> str:
        shown = None if mark else self._shown.get(run)
        if shown is None:
            shown = _encode(used, run, mark)
            if not mark:
                self._shown[run] = shown
        return shown

    def addObjects(self, document: Any) -> None:
        """Called by ReportLab when it writes the file: adds the fonts to its resources."""
        resources = document.idToObject[pdfdoc.BasicFonts].dict
        for used in self._faces.values():
            resources[used.name] = font_objects(document, used.face, used.codes)


def _encode(used: UsedFace, run: GlyphRun, mark: str) -> str:
    """The run as the inside of a TJ array: codes in hexadecimal, moves to the left in thousandths of an em (9.4.3)."""
    per_em = 1000 / run.face.upem
    array: list[str] = []
    for drawn, advance, text in text_layer(run, mark):
        code, own = used.code(drawn, text), used.advance(drawn)
        if run.rtl:
            array.append(f" {advance * per_em:.5g}<{code:04X}>{own * per_em:.5g}")
        else:
            array.append(f"<{code:04X}>")
            if own != advance:
                array.append(f"{(own - advance) * per_em:.4g}")
    return "".join(array)


def _number(value: float) -> str:
    """A number in a content stream: thousandths of a point are far below what a printer resolves."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
