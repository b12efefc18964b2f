"""The structure tree against the content it describes (ISO 32000-1, 14.7 and 14.8; ISO 14289-1)."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pytest

from packgen.document import (
    Answer,
    Box,
    Cell,
    Choice,
    Document,
    Figure,
    Heading,
    ListBlock,
    ListItem,
    PageBreak,
    Paragraph,
    Run,
    Table,
    TitleBlock,
)
from tests.readers import pdf_struct_text, squeezed
from tests.writers.pdf.conftest import COUNTRIES, Pack
from tests.writers.pdf.printed import document, paragraphs, rendered, saved

# What puts ink on the page: text, paths, shadings, images and forms (annex A).
PAINTING = frozenset(["Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "BI"])
STANDARD = {
    *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct"),
    *("P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD"),
    *("THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot"),
    *("Form", "Figure", "Formula"),
}


class Structure(NamedTuple):
    """The tree read back: each element with its parent's type, owners of marked content and of annotations."""

    elements: list[tuple[Any, str]]
    contents: dict[tuple[tuple[int, int], int], Any]
    annotations: dict[tuple[int, int], Any]


def structure_of(pdf: pikepdf.Pdf) -> Structure:
    found = Structure([], {}, {})

    def visit(element: Any, parent: str) -> None:
        found.elements.append((element, parent))
        kids = element.get("/K", ())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                own(found.contents, (element.Pg.objgen, kid), element)
            elif kid.get("/Type") == "/MCR":
                own(found.contents, (kid.Pg.objgen, int(kid.MCID)), element)
            elif kid.get("/Type") == "/OBJR":
                own(found.annotations, kid.Obj.objgen, element)
            else:
                assert kid.P.objgen == element.objgen
                visit(kid, str(element.S)[1:])

    def own(owners: dict[Any, Any], key: object, element: object) -> None:
        assert key not in owners, "content that belongs to two elements"
        owners[key] = element

    root = pdf.Root.StructTreeRoot
    for top in root.K:
        assert top.P.objgen == root.objgen
        visit(top, "")
    return found


def marked_content(page: pikepdf.Page) -> Iterator[int]:
    """The MCIDs of a page in order; every operator that paints must be in marked content or in an artifact."""
    open_marks: list[str] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        name = str(instruction.operator)
        if name in ("BMC", "BDC"):
            assert not open_marks, "nested marked content"
            open_marks.append(str(operands[0]))
            if operands[0] != "/Artifact":
                yield int(operands[1].MCID)
        elif name == "EMC":
            open_marks.pop()
        elif name in PAINTING:
            assert open_marks, f"{name} outside of marked content"
    assert not open_marks


def check(pdf: pikepdf.Pdf) -> Structure:
    """What a machine can decide of PDF/UA about tags, on any document of ours."""
    structure = structure_of(pdf)
    root = pdf.Root.StructTreeRoot
    keys = list(root.ParentTree.Nums)
    assert keys[::2] == sorted(keys[::2])
    by_key = dict(zip((int(key) for key in keys[::2]), keys[1::2], strict=True))
    assert int(root.ParentTreeNextKey) > max(by_key)
    kinds = {str(element.S)[1:] for element, _ in structure.elements}
    roles = {key[1:]: str(value)[1:] for key, value in root.get("/RoleMap", {}).items()}
    assert {roles.get(kind, kind) for kind in kinds} <= STANDARD
    seen = set()
    annotations = set()
    for page in pdf.pages:
        owners = by_key[int(page.obj.StructParents)]
        ids = list(marked_content(page))
        assert ids == list(range(len(ids))) == list(range(len(owners)))
        for mcid in ids:
            seen.add((page.obj.objgen, mcid))
            assert structure.contents[page.obj.objgen, mcid].objgen == owners[mcid].objgen
        for annotation in page.obj.get("/Annots", ()):
            annotations.add(annotation.objgen)
            owner = structure.annotations[annotation.objgen]
            assert owner.objgen == by_key[int(annotation.StructParent)].objgen
            assert str(owner.S) == ("/Link" if annotation.Subtype == "/Link" else "/Form")
            assert str(annotation.get("/Contents", "")) or str(annotation.get("/TU", ""))
            assert page.obj.Tabs == "/S"
    assert seen == set(structure.contents)
    assert annotations == set(structure.annotations)
    return structure


def check_shape(structure: Structure) -> None:
    """Tables, lists, figures and headings are built as their readers expect."""
    level = 0
    for element, parent in structure.elements:
        kind = str(element.S)[1:]
        kids = [str(kid.S)[1:] for kid in element.get("/K", ()) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        if kind.startswith("H") and kind[1:].isdigit():
            assert int(kind[1:]) <= level + 1
            level = int(kind[1:])
        elif kind == "Table":
            cells = {len([kid for kid in row.K if isinstance(kid, pikepdf.Dictionary)]) for row in element.K}
            assert set(kids) == {"TR"}
            assert len(cells) == 1
        elif kind == "TR":
            assert set(kids) <= {"TH", "TD"}
        elif kind == "TH":
            assert element.A.Scope in ("/Column", "/Row")
        elif kind == "L":
            assert set(kids) == {"LI"}
            assert element.A.O == "/List"
        elif kind == "LI":
            assert kids in (["Lbl", "LBody"], ["LBody"])
        elif kind == "TOC":
            assert set(kids) == {"TOCI"}
        elif kind == "Figure":
            assert str(element.Alt).strip()
        if kind in ("TR", "LI", "TOCI"):
            assert parent == {"TR": "Table", "LI": "L", "TOCI": "TOC"}[kind]


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_mark_of_the_projects_documents_is_tagged_or_an_artifact(pack: Pack, country: str) -> None:
    for printed in pack(country):
        with pikepdf.open(printed.path) as pdf:
            check_shape(check(pdf))


def everything() -> Document:
    """Every kind of block that brings structure of its own, over several pages."""
    inner = ListBlock((ListItem(paragraphs("inner")),), "bullet")
    nested = ListItem((*paragraphs("one"), inner))
    choices = tuple(
        Cell((Paragraph((Choice("rate", value, value, question="Statement"),), "table-choice"),))
        for value in ("low", "high")
    )
    rows = tuple((Cell(paragraphs(f"row {number}"), header=True), *choices) for number in range(60))
    head = tuple(Cell((Paragraph((Run(text),), "table-head"),), header=True) for text in ("What", "Low", "High"))
    return document(
        TitleBlock((Run("Kicker"),), (Run("Title"),), (Run("Subtitle"),)),
        Heading(1, (Run("First"),), "first"),
        Paragraph((Run("Plain, "), Run("karibu", language="sw"), Run(", "), Run("link", link="https://a.example"))),
        ListBlock((nested, ListItem(paragraphs("two"))), "decimal"),
        ListBlock((ListItem(paragraphs("to do")),), "check"),
        Box(paragraphs("In a box.")),
        Table((0.5, 0.25, 0.25), head, rows, "Sixty rows", "scale"),
        Heading(2, (Run("Second"),), "second"),
        Paragraph((Run("word " * 900),)),
        Answer("answer", "Your answer", 3),
        PageBreak(),
        Figure("web", (Run("Goal"),), ((Run("Family"),), (Run("Friends"),), (Run("Work"),)), "A web", tuple("goal")),
    )


def test_every_kind_of_block_is_tagged() -> None:
    with pikepdf.open(BytesIO(rendered(everything()).data)) as pdf:
        structure = check(pdf)
        check_shape(structure)
        kinds = [str(element.S)[1:] for element, _ in structure.elements]
        assert len(pdf.pages) > 3
        assert kinds.count("TR") == 61, "a head that is repeated is in the structure once"
        assert {
            "Title",
            "H1",
            "H2",
            "P",
            "L",
            "LI",
            "Lbl",
            "LBody",
            "Table",
            "TH",
            "TD",
            "Link",
            "Form",
            "Figure",
        } < set(kinds)
        spoken = {str(element.Lang) for element, _ in structure.elements if "/Lang" in element}
        assert spoken == {"sw"}


def test_what_is_read_aloud_is_the_text_in_order_and_once(tmp_path: Path) -> None:
    text = squeezed(
        "".join(text for kinds, text in pdf_struct_text(saved(tmp_path, everything())) if "Lbl" not in kinds)
    )
    rows = "".join(f"row{number}" for number in range(60))
    assert text.startswith(
        "KickerTitleSubtitleFirstPlain,karibu,linkoneinnertwotodoInabox.WhatLowHigh" + rows + "Second"
    )
    assert text.count("word") == 900
    assert "Head" not in text


def test_a_paragraph_over_two_pages_is_one_element() -> None:
    with pikepdf.open(BytesIO(rendered(document(*paragraphs("word " * 1500))).data)) as pdf:
        structure = check(pdf)
        (paragraph,) = [element for element, _ in structure.elements if element.S == "/P"]
        assert len({page for page, _ in structure.contents}) == len(pdf.pages) == 2
        assert {owner.objgen for owner in structure.contents.values()} == {paragraph.objgen}
