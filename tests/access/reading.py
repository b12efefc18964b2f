"""A tagged PDF read by pikepdf as plain data: its structure elements, and what content and annotations belong to them.

Names of ISO 32000-1: structure elements 14.7.2, their content 14.7.4, role map 14.7.3, standard types 14.8.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf

from tests.access.marks import ContentKey, Marked, read_marks

ObjGen = tuple[int, int]

GROUPING = {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct"}
BLOCKS = {"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD"}
INLINE = {"Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP"}
STANDARD = GROUPING | BLOCKS | INLINE | {"Private", "THead", "TBody", "TFoot", "Warichu", "WT", "WP"}
STANDARD |= {"Figure", "Formula", "Form"}


@dataclass(eq=False)
class Node:
    """A structure element: `kind` as written, `role` the standard type that it counts as ("" where none is found).

    `language` is its own or that of the nearest element above that has one.
    """

    entries: Any
    kind: str
    role: str
    parent: Node | None
    language: str
    kids: list[Node] = field(default_factory=list)
    contents: list[ContentKey] = field(default_factory=list)
    annotations: list[ObjGen] = field(default_factory=list)

    @property
    def roles(self) -> list[str]:
        """The standard types of its children, in order."""
        return [kid.role for kid in self.kids]

    def attribute(self, name: str) -> Any:
        """The value of an attribute (14.7.5), of whatever owner; None where it has none."""
        found = self.entries.get("/A")
        for attributes in found if isinstance(found, pikepdf.Array) else [found]:
            if isinstance(attributes, pikepdf.Dictionary) and name in attributes:
                return attributes[name]
        return None

    def text(self, name: str) -> str:
        """A text of its dictionary ("/Alt"), "" where it has none."""
        return str(self.entries.get(name, "")).strip()


class Tagged:
    """A PDF with its structure tree; `pdf` stays the caller's to close."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.root: Any = pdf.Root
        self.tree: Any = self.root.get("/StructTreeRoot", pikepdf.Dictionary())
        self.role_map: dict[str, str] = {
            name[1:]: str(target)[1:] for name, target in self.tree.get("/RoleMap", pikepdf.Dictionary()).items()
        }
        self.language = str(self.root.get("/Lang", ""))
        self.nodes: list[Node] = []
        self.owners: dict[ContentKey, Node] = {}
        self.annotation_owners: dict[ObjGen, Node] = {}
        self.top = [self._node(kid, None, "") for kid in _list(self.tree.get("/K"))]

    @cached_property
    def marks(self) -> Marked:
        """What the content streams paint, and how it is marked."""
        return read_marks(self.pdf)

    def annotations(self) -> Iterator[tuple[int, Any, Any]]:
        """Every annotation: page from 1, the page's dictionary, its own."""
        for number, page in enumerate(self.pdf.pages, 1):
            for annotation in page.obj.get("/Annots", pikepdf.Array()):
                yield number, page.obj, annotation

    def role(self, kind: str) -> str:
        """The standard type that a structure type counts as; "" where the role map leads to none."""
        seen: set[str] = set()
        while kind not in STANDARD:
            if kind in seen or kind not in self.role_map:
                return ""
            seen.add(kind)
            kind = self.role_map[kind]
        return kind

    def _node(self, entries: Any, parent: Node | None, language: str) -> Node:
        kind = str(entries.get("/S", "/"))[1:]
        node = Node(entries, kind, self.role(kind), parent, str(entries.get("/Lang", "")) or language)
        self.nodes.append(node)
        page = entries.get("/Pg")
        for kid in _list(entries.get("/K")):
            if isinstance(kid, int):
                self._own(node, (page.objgen if page is not None else (0, 0), kid))
            elif kid.get("/Type") == "/MCR":
                holder = kid.get("/Stm", kid.get("/Pg", page))
                self._own(node, (holder.objgen, int(kid.MCID)))
            elif kid.get("/Type") == "/OBJR":
                node.annotations.append(kid.Obj.objgen)
                self.annotation_owners[kid.Obj.objgen] = node
            else:
                node.kids.append(self._node(kid, node, node.language))
        return node

    def _own(self, node: Node, key: ContentKey) -> None:
        node.contents.append(key)
        self.owners[key] = node


def _list(value: Any) -> list[Any]:
    """The entry /K as a list: one kid may stand without an array."""
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def number_tree(tree: Any) -> Iterator[tuple[int, Any]]:
    """The entries of a number tree (7.9.7) in order."""
    for kid in tree.get("/Kids", pikepdf.Array()):
        yield from number_tree(kid)
    numbers = list(tree.get("/Nums", pikepdf.Array()))
    yield from zip((int(key) for key in numbers[::2]), numbers[1::2], strict=True)
