"""Form fields (ISO 32000-1, 12.7): places to fill in on a screen that, printed empty, leave the paper form as it is.

The ruled lines and circles are painted on the page; a field adds only what is typed or ticked.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from reportlab.pdfbase import pdfdoc

from packgen.themes.theme import Theme
from packgen.writers.pdf.canvas import Stream, TextCanvas
from packgen.writers.pdf.flow import FieldMark
from packgen.writers.pdf.fontfile import form_font
from packgen.writers.pdf.fonts import Face, Fonts, MissingGlyph
from packgen.writers.pdf.scripts import Block, block_of
from packgen.writers.pdf.tags import Tags

# Field flags, ISO 32000-1, tables 226 and 228: the bit positions less one.
_MULTILINE = 1 << 12
_RADIO = 1 << 15
_PRINT = 4  # annotation flag, table 165

# Size 0 (12.7.3.3): the viewer makes a long answer smaller until the field holds it, and scrolls where it cannot.
_TYPED = "/Typed 0 Tf {} rg"

_MOST_LETTERS = 512  # of a script

_name = pdfdoc.PDFName
_string = pdfdoc.PDFString


@dataclass
class Forms:
    """Adds fields to the pages of a canvas as they are painted, and the form dictionary at the end."""

    canvas: TextCanvas
    tags: Tags
    theme: Theme
    rtl: bool
    fonts: Fonts
    _fields: list[pdfdoc.PDFObjectReference] = field(default_factory=list)
    _radios: dict[str, tuple[pdfdoc.PDFDictionary, pdfdoc.PDFObjectReference, list[pdfdoc.PDFObjectReference]]] = field(
        default_factory=dict
    )
    _count: int = 0
    _labels: set[str] = field(default_factory=set)
    _resources: pdfdoc.PDFObjectReference | None = None
    _font_names: pdfdoc.PDFDictionary = field(default_factory=lambda: pdfdoc.PDFDictionary({}))

    def add(self, mark: FieldMark, left: float, top: float) -> None:
        """A field whose top left corner is at (left, top) on the page."""
        self._labels.add(mark.label)
        rect = (left, top - mark.height, left + mark.width, top)
        if mark.kind == "text":
            self._fields.append(self._widget(mark, rect, self._text_entries(mark)))
        elif mark.kind == "check":
            entries = {"FT": _name("Btn"), "T": _string(mark.name), "V": _name("Off")}
            self._fields.append(self._widget(mark, rect, {**entries, **self._states(mark)}))
        else:
            self._radio(mark, rect)

    def _text_entries(self, mark: FieldMark) -> dict[str, object]:
        """What a viewer sets typed words with: on paper's colour, so that no ruled line runs through them."""
        empty = self._appearance(mark, b"/Tx BMC EMC", self._typed_resources())
        ground = pdfdoc.PDFArray([round(value, 3) for value in self._rgb("paper")])
        return {
            "FT": _name("Tx"),
            "T": _string(mark.name),
            "Ff": _MULTILINE,
            "Q": 2 if self.rtl else 0,
            "DA": self._typed(),
            "MK": pdfdoc.PDFDictionary({"BG": ground}),
            "AP": pdfdoc.PDFDictionary({"N": empty}),
        }

    def _typed(self) -> pdfdoc.PDFString:
        return _string(_TYPED.format(_operands(self._rgb("ink"))))

    def _rgb(self, name: str) -> tuple[float, float, float]:
        """A colour of the theme as three shares of 1."""
        red, green, blue = bytes.fromhex(self.theme.colour(name)[1:])
        return red / 255, green / 255, blue / 255

    def _radio(self, mark: FieldMark, rect: tuple[float, float, float, float]) -> None:
        if mark.name not in self._radios:
            kids: list[pdfdoc.PDFObjectReference] = []
            entries = {
                "FT": _name("Btn"),
                "Ff": _RADIO,
                "T": _string(mark.name),
                "TU": _string(mark.question or mark.label),
                "V": _name("Off"),
            }
            parent = pdfdoc.PDFDictionary(entries)
            reference = self.canvas._doc.Reference(parent)
            self._radios[mark.name] = (parent, reference, kids)
            self._fields.append(reference)
        _, parent_reference, kids = self._radios[mark.name]
        kids.append(self._widget(mark, rect, {"Parent": parent_reference, **self._states(mark)}))

    def _widget(
        self, mark: FieldMark, rect: tuple[float, float, float, float], entries: dict[str, object]
    ) -> pdfdoc.PDFObjectReference:
        document = self.canvas._doc
        self._count += 1
        name = f"field{self._count}"
        dictionary = pdfdoc.PDFDictionary(
            {
                "Type": _name("Annot"),
                "Subtype": _name("Widget"),
                "Rect": pdfdoc.PDFArray([round(value, 2) for value in rect]),
                "F": _PRINT,
                "P": document.thisPageRef(),
                "TU": _string(mark.label),
                "StructParent": self.tags.annotation(mark.element, document.annotationName(name)),
                **entries,
            }
        )
        self.canvas._addAnnotation(dictionary, name=name)
        return pdfdoc.PDFObjectReference(document.annotationName(name))

    def _states(self, mark: FieldMark) -> dict[str, object]:
        """Appearances of a choice: a dot or tick when it is on, nothing when off (its outline is on the page)."""
        ticked = (_dot if mark.kind == "radio" else _tick)(mark.width, self._rgb("ink"))
        states = {mark.value: self._appearance(mark, ticked), "Off": self._appearance(mark, b"")}
        return {"AS": _name("Off"), "AP": pdfdoc.PDFDictionary({"N": pdfdoc.PDFDictionary(states)})}

    def _appearance(
        self, mark: FieldMark, content: bytes, resources: pdfdoc.PDFObjectReference | None = None
    ) -> pdfdoc.PDFObjectReference:
        box = pdfdoc.PDFArray([0, 0, round(mark.width, 2), round(mark.height, 2)])
        entries = {"Type": _name("XObject"), "Subtype": _name("Form"), "BBox": box}
        if resources:
            entries["Resources"] = resources
        stream = Stream(pdfdoc.PDFDictionary(entries), content, filters=[])
        reference: pdfdoc.PDFObjectReference = self.canvas._doc.Reference(stream)
        return reference

    def _typed_resources(self) -> pdfdoc.PDFObjectReference:
        """The resources with which a viewer sets what is typed: the document's own face, embedded."""
        if self._resources is None:
            self._resources = self.canvas._doc.Reference(pdfdoc.PDFDictionary({"Font": self._font_names}))
        return self._resources

    def write(self) -> None:
        """Writes the form dictionary, if there is any field."""
        if not self._fields:
            return
        for parent, _, kids in self._radios.values():
            parent["Kids"] = pdfdoc.PDFArray(kids)
        form = pdfdoc.PDFDictionary({"Fields": pdfdoc.PDFArray(self._fields)})
        if self._resources:
            face = self.fonts.face(bold=False, italic=False)
            self._font_names["Typed"] = form_font(self.canvas._doc, face, self._letters())
            form["DR"] = self._resources
            form["DA"] = self._typed()
        self.canvas._doc.Catalog.AcroForm = form

    def _letters(self) -> dict[str, Face]:
        """The letters of the scripts of the labels that a viewer may lack, each with the face that has it.

        Right-to-left scripts are left to viewers, which turn and join letters only in fonts of their own, and so are
        those with more letters than a form should carry.
        """
        blocks = {block_of(character) for label in self._labels for character in label}
        found: dict[str, Face] = {}
        for block in sorted(block for block in blocks if block and _is_carried(block)) if not self.rtl else ():
            for character in map(chr, range(block.first, block.last + 1)):
                with suppress(MissingGlyph):
                    found[character] = self.fonts.face_for(character, bold=False, italic=False)
        return found


def _is_carried(block: Block) -> bool:
    return block.script not in ("Latin", "Symbols") and block.last - block.first < _MOST_LETTERS


def _dot(side: float, colour: tuple[float, float, float]) -> bytes:
    """A filled circle of half the side, from four Bézier curves."""
    centre, radius = side / 2, side * 0.27
    handle = radius * 0.5523  # a quarter circle's control points
    c, r, k = centre, radius, handle
    return (
        f"{_operands(colour)} rg {c + r:.2f} {c:.2f} m "
        f"{c + r:.2f} {c + k:.2f} {c + k:.2f} {c + r:.2f} {c:.2f} {c + r:.2f} c "
        f"{c - k:.2f} {c + r:.2f} {c - r:.2f} {c + k:.2f} {c - r:.2f} {c:.2f} c "
        f"{c - r:.2f} {c - k:.2f} {c - k:.2f} {c - r:.2f} {c:.2f} {c - r:.2f} c "
        f"{c + k:.2f} {c - r:.2f} {c + r:.2f} {c - k:.2f} {c + r:.2f} {c:.2f} c f"
    ).encode()


def _tick(side: float, colour: tuple[float, float, float]) -> bytes:
    """A tick of two strokes."""
    return (
        f"{_operands(colour)} RG {side * 0.14:.2f} w {side * 0.2:.2f} {side * 0.5:.2f} m "
        f"{side * 0.42:.2f} {side * 0.25:.2f} l {side * 0.82:.2f} {side * 0.78:.2f} l S"
    ).encode()


def _operands(colour: tuple[float, float, float]) -> str:
    return " ".join(f"{value:.3g}" for value in colour)
