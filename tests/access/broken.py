"""A good PDF and ways to break it, each by one condition of the Matterhorn Protocol or the few that go together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from packgen.document import (
    Answer,
    Cell,
    Choice,
    Contents,
    Document,
    Figure,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Run,
    Table,
    TitleBlock,
)
from tests.access.reading import Node, Tagged
from tests.writers.pdf.printed import document, paragraphs

FOREIGN_NAME = 5  # so many paragraphs come before the one that alone has a "ž"


def good() -> Document:
    """Every kind of structure, in two pages."""
    choice = Cell((Paragraph((Choice("rate", "low", "Statement – low"),), "table-choice"),))
    head = tuple(Cell((Paragraph((Run(text),), "table-head"),), header=True) for text in ("What", "Low"))
    return document(
        TitleBlock((Run("Kicker"),), (Run("Title"),), (Run("Subtitle"),)),
        Contents((Run("Contents"),)),
        Heading(1, (Run("First"),), "first"),
        Paragraph(
            (Run("Plain, "), Run("karibu", language="sw"), Run(", "), Run("a partner", link="https://a.example"))
        ),
        Paragraph((Run("Žižek"),)),
        ListBlock((ListItem(paragraphs("one")), ListItem(paragraphs("two"))), "decimal"),
        Heading(2, (Run("Second"),), "second"),
        Table((0.5, 0.5), head, ((Cell(paragraphs("row"), header=True), choice),), "One row", "scale"),
        Answer("answer", "Your answer", 2),
        Figure(
            "web",
            (Run("Goal"),),
            ((Run("Family"),), (Run("Friends"),), (Run("Work"),)),
            "A web",
            ("web-goal", "web-1", "web-2", "web-3"),
        ),
    )


Change = Callable[[Pdf], object]


def node(pdf: Pdf, role: str, at: int = 0) -> Node:
    """The structure element of this standard type that comes `at` so many others of it."""
    return [each for each in Tagged(pdf).nodes if each.role == role][at]


def retyped(old: str, new: str, at: int = 0, **entries: Any) -> Change:
    """Makes an element one of another type, with these entries."""

    def change(pdf: Pdf) -> None:
        found = node(pdf, old, at).entries
        found.S = Name(f"/{new}")
        for name, value in entries.items():
            found[f"/{name}"] = value

    return change


def without(role: str, entry: str, at: int = 0) -> Change:
    """Takes an entry from an element."""

    def change(pdf: Pdf) -> None:
        del node(pdf, role, at).entries[entry]

    return change


def repainted(old: bytes, new: bytes) -> Change:
    """Replaces code of the first page, once."""

    def change(pdf: Pdf) -> None:
        code = pdf.pages[0].Contents.read_bytes()
        assert old in code
        pdf.pages[0].Contents = pdf.make_stream(code.replace(old, new, 1))

    return change


def described(old: bytes, new: bytes) -> Change:
    """Replaces words of the XMP packet."""

    def change(pdf: Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        assert old in packet
        pdf.Root.Metadata.write(packet.replace(old, new))

    return change


# --- annotations


def found_annotations(pdf: Pdf, subtype: str) -> list[Any]:
    """The file's annotations of a subtype, in order."""
    return [found for page in pdf.pages for found in page.obj.get("/Annots", Array()) if found.Subtype == f"/{subtype}"]


def annotated(subtype: str, tag: str | None, **entries: Any) -> Change:
    """Adds an annotation; `tag` is the type of its structure element, None leaves it out of the structure."""

    def change(pdf: Pdf) -> None:
        fixed = {f"/{key}": value(pdf) if callable(value) else value for key, value in entries.items()}
        found: Any = pdf.make_indirect(
            Dictionary({"/Type": Name.Annot, "/Subtype": Name(f"/{subtype}"), "/Rect": [0, 0, 9, 9], "/F": 4, **fixed})
        )
        page = pdf.pages[0].obj
        page.Annots.append(found)
        if tag:
            root = Tagged(pdf).top[0].entries
            reference = Dictionary(Type=Name.OBJR, Pg=page, Obj=found)
            element = Dictionary(S=Name(f"/{tag}"), P=root, K=Array([reference]))
            root.K.append(pdf.make_indirect(element))

    return change


def media(**clip: Any) -> Any:
    """A rendition action with this media clip."""
    return Dictionary(S=Name.Rendition, R=Dictionary(S=Name.MR, C=Dictionary(S=Name.MCD, **clip)))


def unlabelled(pdf: Pdf) -> None:
    """A text field without a name to say aloud, on it or its element."""
    field = next(each for each in found_annotations(pdf, "Widget") if each.get("/FT") == "/Tx")
    del field["/TU"]
    owner = Tagged(pdf).annotation_owners[field.objgen].entries
    del owner["/Alt"]


def silent_link(pdf: Pdf) -> None:
    del found_annotations(pdf, "Link")[0]["/Contents"]


def silent_link_with_alt(pdf: Pdf) -> None:
    silent_link(pdf)
    Tagged(pdf).annotation_owners[found_annotations(pdf, "Link")[0].objgen].entries.Alt = String("The way")


def tabs(value: Name | None) -> Change:
    """The first page's tab order."""

    def change(pdf: Pdf) -> None:
        if value is None:
            del pdf.pages[0].obj["/Tabs"]
        else:
            pdf.pages[0].obj.Tabs = value

    return change


# --- language


def speechless(*untold: str, outline: bool = True, title: bool = True, alt: bool = True) -> Change:
    """No language for the whole; every element its own, but those of the types `untold`.

    `outline` keeps the bookmarks, `title` tells the title's language, `alt` keeps the alternative texts of `untold`.
    """

    def change(pdf: Pdf) -> None:
        del pdf.Root["/Lang"]
        for each in Tagged(pdf).nodes:
            if each.role in untold:
                for name in ("/Lang",) if alt else ("/Lang", "/Alt"):
                    if name in each.entries:
                        del each.entries[name]
            elif not {below.role for below in _below(each)} & set(untold):
                each.entries.Lang = String("en")
        if not outline:
            del pdf.Root["/Outlines"]
        if title:
            described(b'xml:lang="x-default"', b'xml:lang="en"')(pdf)

    return change


def _below(found: Node) -> Iterator[Node]:
    for kid in found.kids:
        yield kid
        yield from _below(kid)


# --- XObjects, optional content, files


def invoked(times: int, *, marked: bool = False, **entries: Any) -> Change:
    """A form XObject painted so many times, within marked content of its own or as an artifact."""

    def change(pdf: Pdf) -> None:
        page = pdf.pages[0].obj
        code = b"/P <</MCID 0>> BDC 0 0 5 5 re f EMC" if marked else b"0 0 5 5 re f"
        form: Any = pdf.make_indirect(
            Stream(pdf, code, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 5, 5]), **entries)
        )
        page.Resources.XObject = Dictionary(Form1=form)
        if marked:
            reference = Dictionary(Type=Name.MCR, Pg=page, Stm=form, MCID=0)
            node(pdf, "P").entries.K.append(reference)
        call = b"/Form1 Do " * times
        pdf.pages[0].contents_add(call if marked else b"/Artifact BMC " + call + b"EMC")

    return change


def layered(default: Any, **configuration: Any) -> Change:
    """Optional content with a default and one more configuration."""

    def change(pdf: Pdf) -> None:
        others = Array([Dictionary(configuration)])
        pdf.Root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary(default), Configs=others)

    return change


def attached(pdf: Pdf) -> None:
    """An embedded file with one of its two names."""
    stream = pdf.make_stream(b"words", Type=Name.EmbeddedFile)
    specification = Dictionary(Type=Name.Filespec, F=String("words.txt"), EF=Dictionary(F=stream))
    names = Array([String("words"), pdf.make_indirect(specification)])
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names))


def dynamic(pdf: Pdf) -> None:
    pdf.Root.AcroForm.XFA = pdf.make_stream(b"<config><dynamicRender>required</dynamicRender></config>")


def suspect(pdf: Pdf) -> None:
    pdf.Root.MarkInfo.Suspects = True


def unowned(pdf: Pdf) -> None:
    """A paragraph's content taken out of the structure."""
    node(pdf, "P").entries.K = Array()


def mapped(**roles: str) -> Change:
    """Adds to the role map."""

    def change(pdf: Pdf) -> None:
        for kind, role in roles.items():
            pdf.Root.StructTreeRoot.RoleMap[f"/{kind}"] = Name(f"/{role}")

    return change


def unmapped(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot.RoleMap["/Title"]


def both_headings_plain(pdf: Pdf) -> None:
    for role in ("H1", "H2"):
        retyped(role, "H")(pdf)


def two_notes(pdf: Pdf) -> None:
    for at in (1, 0):
        retyped("P", "Note", at, ID=String("one"))(pdf)


def viewer(**preferences: Any) -> Change:
    """The viewer preferences, all of them."""

    def change(pdf: Pdf) -> None:
        pdf.Root.ViewerPreferences = Dictionary(preferences)

    return change


def root_without(name: str) -> Change:
    """Takes an entry from the catalog."""

    def change(pdf: Pdf) -> None:
        del pdf.Root[name]

    return change


def in_language(tag: str) -> Change:
    """The catalog's language."""

    def change(pdf: Pdf) -> None:
        pdf.Root.Lang = String(tag)

    return change
