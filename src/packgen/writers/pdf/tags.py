"""The structure tree of a tagged PDF (ISO 32000-1, 14.7 and 14.8): elements, marked content, the parent tree.

Elements enter the tree when their first content is painted, so the tree's order is the order of painting, which is the
reading order. What has no element is an artifact.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from reportlab.pdfbase import pdfdoc

from packgen.writers.pdf.canvas import TextCanvas
from packgen.writers.pdf.written import Written, array, dictionary

# What stands at the head and the foot of every page is a pagination artifact of this subtype (14.8.2.2.2).
RunningLine = Literal["Header", "Footer"]

# Names of ours that are not standard structure types (ISO 32000-1, 14.8.4), and what they count as.
ROLE_MAP = {"Title": "P"}


@dataclass(eq=False, slots=True)
class Element:
    """A structure element: its type ("P", "H1", "TD" …), its parent, and what it holds in reading order.

    `attributes` go into the /A dictionary of owner `owner` ("Table", "List"). `box` is where a figure stands on its
    page: left, bottom, right, top. The `alt` of a table is its summary: one in its place would hide its cells.
    """

    kind: str
    parent: Element | None = None
    language: str | None = None
    alt: str | None = None
    title: str | None = None
    owner: str | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    box: tuple[float, float, float, float] | None = None
    kids: list[Element | Content | AnnotationContent] = field(default_factory=list)
    attached: bool = False

    def child(self, kind: str, **details: str | None) -> Element:
        """A new element under this one (it enters the tree with its first content)."""
        return Element(kind, self, **details)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Content:
    """Marked content: its number on its page."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class AnnotationContent:
    """An annotation (a link, a form field) that belongs to an element."""

    page: int
    annotation: str


class Tags:
    """Marks content on a canvas as it is painted, and writes the tree when all is painted."""

    def __init__(self, canvas: TextCanvas, root: Element) -> None:
        self._canvas = canvas
        self._root = root
        root.attached = True
        self._page = 0
        self._on_page: list[Element] = []  # the element of each MCID of this page
        self._pages: list[list[Element]] = []
        self._annotations: list[Element] = []  # the element of each StructParent of an annotation
        self._open: Element | RunningLine | None = None
        self._marking = False

    def begin(self, element: Element | RunningLine | None) -> None:
        """What is painted next belongs to `element`; a running line or None (decoration) is an artifact."""
        if self._marking and element is self._open:
            return
        self.end()
        if element is None:
            self._canvas._code.append("/Artifact BMC")
        elif isinstance(element, str):
            self._canvas._code.append(f"/Artifact <</Type /Pagination /Subtype /{element}>> BDC")
        else:
            self.attach(element)
            mcid = len(self._on_page)
            self._on_page.append(element)
            element.kids.append(Content(self._page, mcid))
            kind = ROLE_MAP.get(element.kind, element.kind)
            self._canvas._code.append(f"/{kind} <</MCID {mcid}>> BDC")
        self._open, self._marking = element, True

    def end(self) -> None:
        """Ends the marked content that is open, if any."""
        if self._marking:
            self._canvas._code.append("EMC")
        self._marking = False

    def attach(self, element: Element) -> None:
        """Puts the element, and those above it, into the tree at this point of the reading order."""
        if element.attached:
            return
        element.attached = True
        parent = element.parent or self._root
        self.attach(parent)
        parent.kids.append(element)

    def annotation(self, element: Element, name: str) -> int:
        """Ties an annotation's object (its reference name) to `element`; gives its StructParent key."""
        self.attach(element)
        element.kids.append(AnnotationContent(self._page, name))
        self._annotations.append(element)
        return _ANNOTATION_KEYS + len(self._annotations) - 1

    def end_page(self) -> None:
        """Ends the page's marked content; call before the canvas's showPage."""
        self.end()
        self._pages.append(self._on_page)
        self._on_page = []
        self._page += 1

    def write(self) -> None:
        """Writes the structure tree, the parent tree and the page keys into the canvas's document."""
        document = self._canvas._doc
        pages = document.Pages.pages
        references = [document.Reference(page) for page in pages]
        for number, page in enumerate(pages):
            page.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents = number
            page.Tabs = pdfdoc.PDFName("S")
        written = _Written(document, references)
        root = pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("StructTreeRoot")})
        root_reference = document.Reference(root)
        top = written.element(self._root, root_reference.format(document))
        root["K"] = pdfdoc.PDFArray([top])
        root["ParentTree"] = document.Reference(written.parent_tree(self._pages, self._annotations))
        root["ParentTreeNextKey"] = _ANNOTATION_KEYS + len(self._annotations)
        root["RoleMap"] = pdfdoc.PDFDictionary({name: pdfdoc.PDFName(kind) for name, kind in ROLE_MAP.items()})
        document.Catalog.StructTreeRoot = root
        document.Catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": pdfdoc.PDFtrue})


# Keys of the parent tree: pages from 0, annotations from here on.
_ANNOTATION_KEYS = 100_000


class _Written:
    """Elements as PDF objects. Most of the objects of a PDF are elements: each is written at once, as bytes."""

    def __init__(self, document: Any, pages: list[pdfdoc.PDFObjectReference]) -> None:
        self._document = document
        self._pages = [page.format(document) for page in pages]
        self._references: dict[int, bytes] = {}

    def element(self, element: Element, parent: bytes) -> bytes:
        """Writes the element and all below it; gives the reference to it."""
        written = Written()
        reference = self._refer(written)
        self._references[id(element)] = reference
        entries = {"S": _name(element.kind), "P": parent}
        if element.language:
            entries["Lang"] = self._string(element.language)
        if element.alt is not None and element.kind != "Table":
            entries["Alt"] = self._string(element.alt)
        if element.title is not None:
            entries["T"] = self._string(element.title)
        if attributes := _attributes(element):
            entries["A"] = attributes.format(self._document)
        page = next((kid.page for kid in element.kids if not isinstance(kid, Element)), None)
        if page is not None:
            entries["Pg"] = self._pages[page]
        entries["K"] = array([self._kid(kid, reference, page) for kid in element.kids])
        written.data = dictionary(entries)
        return reference

    def _kid(self, kid: Element | Content | AnnotationContent, parent: bytes, page: int | None) -> bytes:
        match kid:
            case Element():
                return self.element(kid, parent)
            case Content() if kid.page == page:
                return b"%d" % kid.mcid
            case Content():
                return dictionary({"Type": b"/MCR", "Pg": self._pages[kid.page], "MCID": b"%d" % kid.mcid})
            case AnnotationContent():
                annotation = pdfdoc.PDFObjectReference(kid.annotation).format(self._document)
                return dictionary({"Type": b"/OBJR", "Pg": self._pages[kid.page], "Obj": annotation})

    def parent_tree(self, pages: list[list[Element]], annotations: list[Element]) -> Written:
        """The parent tree: which element each marked content of a page, and each annotation, belongs to."""
        numbers: list[bytes] = []
        for key, elements in enumerate(pages):
            owners = array([self._references[id(element)] for element in elements])
            numbers += [b"%d" % key, self._refer(Written(owners))]
        for key, element in enumerate(annotations, _ANNOTATION_KEYS):
            numbers += [b"%d" % key, self._references[id(element)]]
        return Written(dictionary({"Nums": array(numbers)}))

    def _refer(self, written: Written) -> bytes:
        reference: bytes = self._document.Reference(written).format(self._document)
        return reference

    def _string(self, text: str) -> bytes:
        written: bytes = pdfdoc.PDFString(text).format(self._document)
        return written


def _name(kind: str) -> bytes:
    name: str = pdfdoc.PDFName(kind)
    return name.encode("ascii")


def _attributes(element: Element) -> pdfdoc.PDFDictionary | None:
    """The element's attribute object (14.8.5), of one owner."""
    if element.box:
        box = pdfdoc.PDFArray([round(value, 2) for value in element.box])
        return pdfdoc.PDFDictionary({"O": pdfdoc.PDFName("Layout"), "Placement": pdfdoc.PDFName("Block"), "BBox": box})
    if element.kind == "Table" and element.alt:
        return pdfdoc.PDFDictionary({"O": pdfdoc.PDFName("Table"), "Summary": pdfdoc.PDFString(element.alt)})
    if element.owner:
        values = {key: _attribute(value) for key, value in element.attributes.items()}
        return pdfdoc.PDFDictionary({"O": pdfdoc.PDFName(element.owner), **values})
    return None


def _attribute(value: str) -> object:
    return int(value) if value.isdigit() else pdfdoc.PDFName(value)
