"""What Matterhorn leaves to people or to other standards, but a machine can decide of files that this project makes.

The project knows what it meant: content is painted in the order in which it is to be read, what stands at the head and
foot of a page is marked so, every field has an element of its own. Conditions are named by the clause that they keep
(ISO 14289-1; those of ISO 32000-1 with an R before them).
"""

from __future__ import annotations

from typing import Any

import pikepdf

from tests.access.reading import Node, Tagged, number_tree
from tests.access.report import Failure, Failures


def beyond(pdf: pikepdf.Pdf) -> list[Failure]:
    """What is wrong in a file of this project though no condition of Matterhorn's says so."""
    tagged = Tagged(pdf)
    return [
        *_order(tagged),
        *_running_lines(tagged),
        *_figures(tagged),
        *_tables(tagged),
        *_lists(tagged),
        *_fields(tagged),
        *_parent_tree(tagged),
        *_destinations(tagged),
    ]


def _order(tagged: Tagged) -> Failures:
    """7.1, 7.2: content is painted in the order of the structure; each piece of content is marked once."""
    painted = [key for key in tagged.marks.keys if key in tagged.owners]
    if len(set(painted)) != len(painted):
        yield Failure("R14.7.4.2", "an MCID comes twice on a page")
    pages = {page.obj.objgen: number for number, page in enumerate(tagged.pdf.pages)}
    place = {key: at for at, key in enumerate(painted)}
    read = [place[key] for node in tagged.top for key in _contents(node) if key in place]
    if len(pages) and read != sorted(read):
        yield Failure("7.2", "structure and page have different orders")


def _contents(node: Node) -> list[Any]:
    """All content below an element, its kids in the order of /K."""
    found: list[Any] = []
    elements = iter(node.kids)
    contents = iter(node.contents)
    for kid in node.entries.get("/K", pikepdf.Array()):
        if isinstance(kid, int) or kid.get("/Type") == "/MCR":
            found.append(next(contents))
        elif kid.get("/Type") != "/OBJR":
            found += _contents(next(elements))
    return found


def _running_lines(tagged: Tagged) -> Failures:
    """7.8: what is repeated on every page is a pagination artifact, a header or a footer."""
    for where, properties in tagged.marks.artifacts:
        if len(properties) and properties.get("/Type") == "/Pagination":
            if properties.get("/Subtype") not in ("/Header", "/Footer"):
                yield Failure("7.8", where)
        elif len(properties):
            yield Failure("7.8", f"{where}: an artifact of another type")


def _figures(tagged: Tagged) -> Failures:
    """7.3 and R14.8.5.4.3: a figure tells where it stands, within its page."""
    boxes = {page.obj.objgen: page.mediabox for page in tagged.pdf.pages}
    for node in tagged.nodes:
        if node.role == "Figure":
            box = node.attribute("/BBox")
            if box is None:
                yield Failure("7.3", "no BBox")
                continue
            left, bottom, right, top = map(float, box)
            _, _, width, height = map(float, boxes[node.contents[0][0]])
            if not (0 <= left < right <= width and 0 <= bottom < top <= height):
                yield Failure("7.3", f"a figure at {left}, {bottom}, {right}, {top}")


def _tables(tagged: Tagged) -> Failures:
    """7.5: rows are of one length, every table has header cells, and no text stands in the place of its cells."""
    for node in tagged.nodes:
        if node.role == "Table":
            lengths = {len(row.kids) for row in node.kids}
            if len(lengths) != 1:
                yield Failure("7.5", f"rows of {sorted(lengths)} cells")
            if not any(cell.role == "TH" for row in node.kids for cell in row.kids):
                yield Failure("7.5", "no header cell")
            if node.text("/Alt"):
                yield Failure("7.5", "an alternative text instead of cells")


def _lists(tagged: Tagged) -> Failures:
    """7.6: a list with labels tells how they count."""
    for node in tagged.nodes:
        labelled = node.role == "L" and any("Lbl" in item.roles for item in node.kids)
        if labelled and str(node.attribute("/ListNumbering")) in ("None", "/None"):
            yield Failure("7.6", "ListNumbering")


def _fields(tagged: Tagged) -> Failures:
    """R14.8.4.5: a Form element holds one widget and nothing else."""
    for node in tagged.nodes:
        if node.role == "Form" and (len(node.annotations) != 1 or node.kids or node.contents):
            yield Failure("R14.8.4.5", "Form")


def _parent_tree(tagged: Tagged) -> Failures:
    """R14.7.4.4: from content and annotations the parent tree leads back to their elements."""
    entries = list(number_tree(tagged.tree.get("/ParentTree", pikepdf.Dictionary())))
    keys = [key for key, _ in entries]
    if keys != sorted(set(keys)) or (keys and int(tagged.tree.get("/ParentTreeNextKey", 0)) <= keys[-1]):
        yield Failure("R14.7.4.4", "keys")
    by_key = dict(entries)
    for number, page in enumerate(tagged.pdf.pages, 1):
        parents = by_key.get(int(page.obj.get("/StructParents", -1)), ())
        for mcid, parent in enumerate(parents):
            owner = tagged.owners.get((page.obj.objgen, mcid))
            if owner is None or owner.entries.objgen != parent.objgen:
                yield Failure("R14.7.4.4", f"content {mcid} of page {number}")
    for number, _, annotation in tagged.annotations():
        owner = tagged.annotation_owners.get(annotation.objgen)
        parent = by_key.get(int(annotation.get("/StructParent", -1)))
        if owner is None or parent is None or owner.entries.objgen != parent.objgen:
            yield Failure("R14.7.4.4", f"annotation on page {number}")


def _destinations(tagged: Tagged) -> Failures:
    """R12.3.2: links within the file lead to a page of it."""
    named = tagged.root.get("/Dests", pikepdf.Dictionary())
    pages = {page.obj.objgen for page in tagged.pdf.pages}
    for number, _, annotation in tagged.annotations():
        target = annotation.get("/Dest")
        if isinstance(target, pikepdf.Name | pikepdf.String):
            target = named.get(str(target))
        if annotation.get("/Dest") is not None and (target is None or target[0].objgen not in pages):
            yield Failure("R12.3.2", f"link on page {number}")
