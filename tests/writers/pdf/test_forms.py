"""Form fields, read back with pikepdf: named, spoken, grouped, in reading order, invisible until filled in."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pdfplumber
import pikepdf
import pytest

from packgen.document import Answer, Cell, Choice, Document, Figure, ListBlock, Paragraph, Run, Table, walk
from tests.writers.pdf.conftest import COUNTRIES, Pack
from tests.writers.pdf.printed import THEME, document, paragraphs, rendered


def wanted_fields(document: Document) -> set[str]:
    """The names of the fields that a document has by its tree."""
    names: set[str] = set()
    for block in walk(document.blocks):
        if isinstance(block, Answer):
            names.add(block.field)
        elif isinstance(block, Paragraph):
            names |= {piece.field for piece in block.content if isinstance(piece, Choice)}
        elif isinstance(block, Figure):
            names |= set(block.fields)
        elif isinstance(block, ListBlock):
            names |= {item.choice.field for item in block.items if item.choice}
    return names


def fields_of(pdf: pikepdf.Pdf) -> dict[str, Any]:
    form: Any = pdf.Root.get("/AcroForm", {})
    return {str(field.T): field for field in form.get("/Fields", ())}


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_place_to_fill_in_is_a_field_with_a_name_and_a_spoken_label(pack: Pack, country: str) -> None:
    forms = 0
    for printed in pack(country):
        with pikepdf.open(printed.path) as pdf:
            fields = fields_of(pdf)
            assert set(fields) == wanted_fields(printed.document)
            forms += bool(fields)
            widgets = [note for page in pdf.pages for note in page.obj.get("/Annots", ()) if note.Subtype == "/Widget"]
            assert len(widgets) == sum(len(field.get("/Kids", [field])) for field in fields.values())
            for widget in widgets:
                assert str(widget.TU).strip()
                assert int(widget.F) == 4, "printed, not hidden"
            for page in pdf.pages:
                assert page.obj.Tabs == "/S"
                width, height = float(page.mediabox[2]), float(page.mediabox[3])
                for note in page.obj.get("/Annots", ()):
                    left, bottom, right, top = (float(value) for value in note.Rect)
                    assert 0 < left < right < width
                    assert 0 < bottom < top < height
    assert forms >= 5


def choices(*values: str, kind: Any = "radio") -> Paragraph:
    return Paragraph(tuple(Choice("rate", value, value, kind, "It works") for value in values))


def test_the_circles_of_a_statement_are_one_group() -> None:
    with pikepdf.open(BytesIO(rendered(document(choices("low", "mid", "high"))).data)) as pdf:
        field = fields_of(pdf)["rate"]
        assert int(field.Ff) & 1 << 15, "radio"
        assert str(field.TU) == "It works"
        states = [sorted(str(name) for name in kid.AP.N) for kid in field.Kids]
        assert states == [["/Off", "/low"], ["/Off", "/mid"], ["/Off", "/high"]]
        assert [str(kid.TU) for kid in field.Kids] == [f"It works – {value}" for value in ("low", "mid", "high")]
        assert {str(kid.AS) for kid in field.Kids} == {"/Off"}
        lefts = [float(kid.Rect[0]) for kid in field.Kids]
        assert lefts == sorted(lefts)


def test_a_square_is_ticked_by_itself() -> None:
    with pikepdf.open(BytesIO(rendered(document(choices("yes", kind="check"))).data)) as pdf:
        field = fields_of(pdf)["rate"]
        assert "/Ff" not in field
        assert sorted(str(name) for name in field.AP.N) == ["/Off", "/yes"]


def test_a_ticked_circle_shows_a_dot_and_an_empty_one_nothing() -> None:
    data = rendered(document(choices("low", "high"))).data
    with pikepdf.open(BytesIO(data)) as pdf:
        low, high = fields_of(pdf)["rate"].Kids
        assert low.AP.N["/Off"].read_bytes().strip() == b""
        assert low.AP.N["/low"].read_bytes().count(b" c") == 4
        assert high.AP.N["/high"].BBox == low.AP.N["/low"].BBox


def test_fields_lie_on_their_lines_and_circles() -> None:
    blocks = (choices("low", "high"), Answer("story", "Your story", 3))
    data = rendered(document(*blocks)).data
    page = pdfplumber.open(BytesIO(data)).pages[0]
    notes = {note["data"].get("T", b"").decode() or note["contents"] or "": note for note in page.annots}
    story = notes["story"]
    rules = [line for line in page.lines if line["top"] > THEME.page.top]
    inside = [rule["top"] for rule in rules if story["top"] < rule["top"] <= story["bottom"] + 0.1]
    pitch = THEME.writing.pitch
    assert inside == pytest.approx([story["top"] + pitch * number for number in (1, 2, 3)], abs=0.1)
    assert story["x1"] - story["x0"] == pytest.approx(page.width - 2 * THEME.page.side, abs=0.1)
    circles = sorted((curve for curve in page.curves if curve["height"] < 20), key=lambda curve: curve["x0"])
    radios = sorted((note for note in page.annots if note["height"] < 20), key=lambda note: note["x0"])
    for circle, radio in zip(circles, radios, strict=True):
        assert (radio["x0"], radio["top"]) == pytest.approx((circle["x0"], circle["top"]), abs=0.1)


def test_a_cell_to_write_in_is_a_field_as_large_as_the_cell() -> None:
    cells = tuple(Cell((Answer(f"cell{number}", f"Cell {number}", 0),)) for number in range(2))
    with pikepdf.open(BytesIO(rendered(document(Table((0.5, 0.5), (), (cells,), "", "writing", 2))).data)) as pdf:
        for field in fields_of(pdf).values():
            left, bottom, right, top = (float(value) for value in field.Rect)
            assert top - bottom == pytest.approx(2 * THEME.writing.pitch - 4, abs=0.1)
            assert right - left == pytest.approx((595.276 - 2 * THEME.page.side) / 2 - 4, abs=0.1)
            assert int(field.Ff) & 1 << 12, "multiline"


def test_right_to_left_forms_are_typed_from_the_right() -> None:
    with pikepdf.open(BytesIO(rendered(document(Answer("q", "سؤال", 1), language="ar")).data)) as pdf:
        field = fields_of(pdf)["q"]
        assert int(field.Q) == 2
        assert str(field.TU) == "سؤال"


def test_hostile_names_and_labels_stay_text() -> None:
    label = "A (label) \\ with ) and <b>& “quotes” – ünïcode"
    with pikepdf.open(BytesIO(rendered(document(Answer("na(me)\\", label, 1))).data)) as pdf:
        assert {name: str(field.TU) for name, field in fields_of(pdf).items()} == {"na(me)\\": label}


def test_documents_without_fields_have_no_form() -> None:
    with pikepdf.open(BytesIO(rendered(document(*paragraphs("text"), Paragraph((Run("x"),)))).data)) as pdf:
        assert "/AcroForm" not in pdf.Root
