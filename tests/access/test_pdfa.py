"""The checkers of PDF/A and of what goes beyond Matterhorn proved: a good file passes, each thing broken is found."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image, ImageCms

from packgen.writers.pdf.srgb import srgb_profile
from tests.access import broken as b
from tests.access import broken_fonts as f
from tests.access.beyond import beyond
from tests.access.pdfa import file_failures, object_failures, pdfa_failures
from tests.access.report import conditions
from tests.writers.pdf.printed import rendered

GOOD = rendered(b.good()).data


def changed(data: bytes, change: b.Change) -> Pdf:
    """The file after a change, saved and opened again."""
    saved = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(saved, compress_streams=False, fix_metadata_version=False)
    return pikepdf.open(saved)


def numbered(cases: list[tuple[str, Any]]) -> list[str]:
    return [f"{at}: {case[0]}" for at, case in enumerate(cases)]


# --- PDF/A: bytes

BYTES: list[tuple[str, bytes, bytes]] = [
    ("6.1.2", b"%PDF-1.7\n%", b"%PDF-2.0\n%"),
    ("6.1.2", b"\n%\x93\x8c\x8b\x9e", b"\n%abcd"),
    ("6.1.3", b"%%EOF\n", b"%%EOF\nand more\n"),
    ("6.1.4", b"\nxref\n0 ", b"\nxref 0 "),
    ("6.1.6", b"/ID \n[<", b"/ID \n[<0"),
    ("6.1.7.1", b"\nendstream\n", b"endstream\n"),
    ("6.1.9", b"\nendobj\n", b" endobj\n"),
]


@pytest.mark.parametrize(("expected", "old", "new"), BYTES, ids=range(len(BYTES)))
def test_broken_syntax_is_found(expected: str, old: bytes, new: bytes) -> None:
    at = GOOD.rindex(old) if old in (b"%%EOF\n", b"\nxref\n0 ") else GOOD.index(old)
    broken = GOOD[:at] + new + GOOD[at + len(old) :]
    found = conditions(file_failures(broken))
    assert expected in found
    assert found <= {expected, "6.1.4"}, "what follows has moved"


# --- PDF/A: objects


def catalog(**entries: Any) -> b.Change:
    """Adds entries to the catalog."""

    def change(pdf: Pdf) -> None:
        for name, value in entries.items():
            pdf.Root[f"/{name}"] = value

    return change


def first_widget(**entries: Any) -> b.Change:
    """Sets entries of the first field that is no radio button or check box; None takes one away."""

    def change(pdf: Pdf) -> None:
        field = next(each for each in b.found_annotations(pdf, "Widget") if each.get("/FT") == "/Tx")
        for name, value in entries.items():
            if value is None:
                del field[f"/{name}"]
            else:
                field[f"/{name}"] = value

    return change


def intent(**entries: Any) -> b.Change:
    """Sets entries of the output intent."""

    def change(pdf: Pdf) -> None:
        for name, value in entries.items():
            pdf.Root.OutputIntents[0][f"/{name}"] = value

    return change


def profile(old: bytes, new: bytes) -> b.Change:
    """Replaces bytes of the output intent's profile."""

    def change(pdf: Pdf) -> None:
        stream = pdf.Root.OutputIntents[0].DestOutputProfile
        stream.write(stream.read_bytes().replace(old, new, 1))

    return change


def painted(code: bytes) -> b.Change:
    """Adds code to the first page."""
    return lambda pdf: pdf.pages[0].contents_add(code)


def added(found: Any) -> b.Change:
    """Adds an object that the catalog holds."""

    def change(pdf: Pdf) -> None:
        pdf.Root.Extra = pdf.make_indirect(found)

    return change


def streamed(data: bytes, **entries: Any) -> b.Change:
    """Adds a stream that the catalog holds."""

    def change(pdf: Pdf) -> None:
        pdf.Root.Extra = pdf.make_stream(data, **entries)

    return change


def untagged(pdf: Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


def packed_metadata(pdf: Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata = pdf.make_stream(packet.replace(b"<?xpacket ", b'<?xpacket encoding="UTF-8" ', 1))


OBJECTS: list[tuple[str, b.Change]] = [
    ("6.1.7.2", streamed(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", Filter=Name.LZWDecode)),
    ("6.1.12", catalog(Perms=Dictionary())),
    ("6.1.13", added(Dictionary(Long=String("x" * 40_000)))),
    ("6.1.13", added(Dictionary({"/" + "x" * 200: 1}))),
    ("6.1.13", painted(b"q " * 29 + b"Q " * 29)),
    ("6.2.2", painted(b"BX 1 glow EX")),
    ("6.2.3", b.root_without("/OutputIntents")),
    ("6.2.3", intent(S=Name.GTS_PDFX)),
    ("6.2.3", profile(b"RGB ", b"CMYK")),
    ("6.2.3", profile(b"mntr", b"link")),
    ("6.2.4.3", painted(b"/Artifact BMC 0 0 0 1 k 0 0 9 9 re f EMC")),
    ("6.2.5", added(Dictionary(Type=Name.ExtGState, TR=Name.Identity))),
    ("6.2.8", streamed(b"\0", Subtype=Name.Image, Interpolate=True)),
    ("6.2.9", streamed(b"", Subtype=Name.Form, PS=Name.x)),
    ("6.2.10", added(Dictionary(Type=Name.ExtGState, SMask=Dictionary(S=Name.Alpha)))),
    ("6.3.1", b.annotated("Movie", "Annot", Contents=String("Film"))),
    ("6.3.2", first_widget(F=0)),
    ("6.3.2", first_widget(F=6)),
    ("6.3.3", first_widget(AP=None)),
    ("6.3.3", first_widget(AP=Dictionary(N=Dictionary(Off=Dictionary())))),
    ("6.4.1", first_widget(A=Dictionary(S=Name.URI, URI=String("https://a.example")))),
    ("6.4.1", lambda pdf: pdf.Root.AcroForm.__setitem__("/NeedAppearances", True)),
    ("6.4.2", lambda pdf: pdf.Root.AcroForm.__setitem__("/XFA", Array())),
    ("6.5.1", added(Dictionary(Type=Name.Action, S=Name.Launch))),
    ("6.5.2", catalog(AA=Dictionary())),
    ("6.6.2.1", b.root_without("/Metadata")),
    ("6.6.2.1", packed_metadata),
    ("6.6.2.3.1", b.described(b"<pdfaProperty:name>part<", b"<pdfaProperty:name>other<")),
    ("6.6.2.3.1", b.described(b"<pdfaSchema:namespaceURI>http", b"<pdfaSchema:namespaceURI>ftp")),
    ("6.6.2.3.3", b.described(b"<pdfaProperty:category>internal</pdfaProperty:category>", b"")),
    ("6.6.4", b.described(b"<pdfaid:conformance>A", b"<pdfaid:conformance>X")),
    ("6.7.2", untagged),
    ("6.7.4", b.in_language("")),
    ("6.8", b.attached),
    ("6.9", catalog(OCProperties=Dictionary())),
    ("6.10", lambda pdf: pdf.pages[0].obj.__setitem__("/PresSteps", Dictionary())),
    ("6.2.11.7.3", f.text_of("ž", "\ue123")),
]


@pytest.mark.parametrize(("expected", "change"), OBJECTS, ids=numbered(OBJECTS))
def test_what_pdf_a_forbids_is_found(expected: str, change: b.Change) -> None:
    with changed(GOOD, change) as pdf:
        assert conditions(object_failures(pdf)) == {expected}


# --- beyond Matterhorn


def reordered(pdf: Pdf) -> None:
    """The first two paragraphs the other way round in the structure, not on the page."""
    kids = pdf.Root.StructTreeRoot.K[0].K
    kids[0], kids[1] = kids[1], kids[0]


def twice(pdf: Pdf) -> None:
    """The content of a paragraph painted twice."""
    pdf.pages[0].contents_add(b"/P <</MCID 0>> BDC 0 0 9 9 re f EMC")


def boxed(box: list[int] | None) -> b.Change:
    """The figure's place on its page."""

    def change(pdf: Pdf) -> None:
        attributes = b.node(pdf, "Figure").entries.A
        if box is None:
            del attributes["/BBox"]
        else:
            attributes.BBox = Array(box)

    return change


def shorter_row(pdf: Pdf) -> None:
    del b.node(pdf, "TR", 1).entries.K[1]


def no_headers(pdf: Pdf) -> None:
    for _ in range(3):
        b.retyped("TH", "TD")(pdf)


def lost_parent(pdf: Pdf) -> None:
    """The parent tree leads from the first content to another element."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    numbers[1][0] = numbers[1][1]


def nowhere(pdf: Pdf) -> None:
    b.found_annotations(pdf, "Link")[0].Dest = Name.nowhere


def shared_form(pdf: Pdf) -> None:
    """A second widget in one Form element."""
    form = b.node(pdf, "Form").entries
    form.K.append(form.K[0])


BEYOND: list[tuple[str, b.Change]] = [
    ("7.2", reordered),
    ("R14.7.4.2", twice),
    ("7.8", b.repainted(b"/Subtype /Header", b"/Subtype /Heading")),
    ("7.8", b.repainted(b"/Type /Pagination", b"/Type /Page")),
    ("7.3", boxed(None)),
    ("7.3", boxed([0, 0, 2000, 100])),
    ("7.5", shorter_row),
    ("7.5", no_headers),
    ("7.5", b.retyped("Table", "Table", Alt=String("A table"))),
    ("7.6", b.without("L", "/A")),
    ("R14.8.4.5", shared_form),
    ("R14.7.4.4", lost_parent),
    ("R12.3.2", nowhere),
]


@pytest.mark.parametrize(("expected", "change"), BEYOND, ids=numbered(BEYOND))
def test_what_only_the_project_can_tell_is_found(expected: str, change: b.Change) -> None:
    with changed(GOOD, change) as pdf:
        assert expected in conditions(beyond(pdf))


def test_a_good_file_passes() -> None:
    assert pdfa_failures(GOOD) == []
    with changed(GOOD, lambda _: None) as pdf:
        assert beyond(pdf) == []


# --- the profile


def test_the_profile_has_the_colours_of_srgb() -> None:
    """LittleCMS reads it, and it gives every colour the place in CIELAB that LittleCMS's own sRGB gives it."""
    ours = ImageCms.ImageCmsProfile(BytesIO(srgb_profile()))
    assert ImageCms.getProfileDescription(ours).strip() == "sRGB IEC61966-2.1"
    colours = Image.new("RGB", (32, 32))
    colours.putdata([(red * 8, green * 8, (red * 5 + green * 3) % 256) for red in range(32) for green in range(32)])
    places = [
        ImageCms.applyTransform(colours, ImageCms.buildTransform(each, ImageCms.createProfile("LAB"), "RGB", "LAB"))
        for each in (ours, ImageCms.createProfile("sRGB"))
    ]
    assert places[0] is not None
    assert places[1] is not None
    assert max(abs(one - two) for one, two in zip(places[0].tobytes(), places[1].tobytes(), strict=True)) <= 1
