"""PDF/A-2a (ISO 19005-2) as far as a machine can tell of files that this project makes; conditions are its clauses.

`pdfa_failures` reads the file twice: its bytes for what only they show (header, cross-reference table, ends of streams:
6.1), and its objects by pikepdf. What PDF/A shares with PDF/UA (tags 6.7, Unicode 6.2.11.7, widths 6.2.11.5, .notdef
6.2.11.8) is checked by matterhorn.py. Not decided: whether compressed data are right (qpdf --check does that), JPEG
2000 (6.2.8.3), whether an ICC profile is a good one, embedded files (6.8; a file must have none), signatures (6.4.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from tests.access.check_document import packet, simple
from tests.access.fontfile import fonts_of
from tests.access.reading import Tagged
from tests.access.report import Failure, Failures

PDFAID = "{http://www.aiim.org/pdfa/ns/id/}"
EXTENSION = "{http://www.aiim.org/pdfa/ns/extension/}"
SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
PROPERTY = "{http://www.aiim.org/pdfa/ns/property#}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"

# Namespaces of the schemas that ISO 19005-2, 6.6.2.3.1 knows by itself, as far as this project uses them.
PREDEFINED = {
    *("http://purl.org/dc/elements/1.1/", "http://ns.adobe.com/xap/1.0/", "http://ns.adobe.com/pdf/1.3/"),
    *(name[1:-1] for name in (PDFAID, EXTENSION, SCHEMA, PROPERTY, RDF)),
    *("adobe:ns:meta/", "http://www.w3.org/XML/1998/namespace"),
}
ANNOTATIONS = {"/Link", "/Widget"}  # of those allowed (6.3.1), the ones that the project makes
ACTIONS = {"/GoTo", "/URI"}  # likewise (6.5.1)
FILTERS = {"/FlateDecode", "/DCTDecode"}  # 6.1.7.2 forbids LZWDecode and Crypt
_PRINT, _NOT_SEEN = 4, 1 | 2 | 32 | 256  # annotation flags (6.3.2): Invisible, Hidden, NoView, ToggleNoView
_OPERATORS = """
b B b* B* c f F f* h l m n re s S v W W* y cm d d0 d1 gs i j J M q Q ri w sh Do BI ID EI BX EX
cs CS g G k K rg RG sc SC scn SCN BMC BDC EMC DP MP BT ET T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz ' "
"""  # ISO 32000-1, annex A


def pdfa_failures(data: bytes) -> list[Failure]:
    """What keeps a file from being PDF/A-2a; empty when nothing does."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return [*file_failures(data), *object_failures(pdf)]


def object_failures(pdf: pikepdf.Pdf) -> list[Failure]:
    """What is wrong with the objects, however they are written."""
    tagged = Tagged(pdf)
    return [
        *_trailer(tagged),
        *_objects(tagged),
        *_colour(tagged),
        *_content(tagged),
        *_annotations(tagged),
        *_form(tagged),
        *_metadata(tagged),
        *_logical(tagged),
    ]


def file_failures(data: bytes) -> Failures:
    """6.1.2 to 6.1.9: the file's own syntax."""
    head = re.match(rb"%PDF-1\.[0-7][\r\n]{1,2}%(....)", data, re.DOTALL)
    if not head or min(head[1]) < 128:
        yield Failure("6.1.2", "header")
    if not re.search(rb"startxref\n\d+\n%%EOF\n?$", data):
        yield Failure("6.1.3", "data after the end")
    table = re.search(rb"startxref\n(\d+)", data)
    if not table or not re.match(rb"xref\r?\n0 \d+\r?\n0000000000 65535 f[ \r\n]{2}", data[int(table[1]) :]):
        yield Failure("6.1.4", "cross-reference table")
    for length, start in _streams(data):
        if not re.match(rb"\r?\nendstream\r?\nendobj\n", data[start + length : start + length + 22]):
            yield Failure("6.1.7.1", f"stream at byte {start}")
    outside = _without_streams(data)
    if len(re.findall(rb"\b\d+ \d+ obj\n", outside)) != len(re.findall(rb"\nendobj\n", outside)):
        yield Failure("6.1.9", "indirect objects")
    if any(len(re.sub(rb"\s", b"", digits)) % 2 for digits in re.findall(rb"(?<!<)<([0-9A-Fa-f\s]+)>(?!>)", outside)):
        yield Failure("6.1.6", "hexadecimal string")


def _streams(data: bytes) -> Iterator[tuple[int, int]]:
    """The length that each stream claims, and where its data start."""
    at = 0
    while found := re.compile(rb"/Length (\d+)[^\0]*?>>\r?\nstream\r?\n").search(data, at):
        yield int(found[1]), found.end()
        at = found.end() + int(found[1])


def _without_streams(data: bytes) -> bytes:
    kept, at = [], 0
    for length, start in _streams(data):
        kept.append(data[at:start])
        at = start + length
    return b"".join([*kept, data[at:]])


def _trailer(tagged: Tagged) -> Failures:
    trailer: Any = tagged.pdf.trailer
    if len(trailer.get("/ID", ())) != 2:
        yield Failure("6.1.3", "ID")
    if "/Encrypt" in trailer:
        yield Failure("6.1.3", "Encrypt")
    if "/Perms" in tagged.root:
        yield Failure("6.1.12", "Perms")
    for name, clause in (("/AA", "6.5.2"), ("/OCProperties", "6.9"), ("/Requirements", "6.11"), ("/AF", "6.8")):
        if name in tagged.root:
            yield Failure(clause, name)
    if tagged.root.get("/NeedsRendering") is True:
        yield Failure("6.4.2", "NeedsRendering")
    names = tagged.root.get("/Names", pikepdf.Dictionary())
    for name, clause in (("/AlternatePresentations", "6.10"), ("/EmbeddedFiles", "6.8"), ("/JavaScript", "6.5.1")):
        if name in names:
            yield Failure(clause, name)
    for page in tagged.pdf.pages:
        if "/PresSteps" in page.obj:
            yield Failure("6.10", "PresSteps")
        if "/AA" in page.obj:
            yield Failure("6.5.2", "page")


def _objects(tagged: Tagged) -> Failures:
    """6.1.7, 6.1.13, 6.2.5, 6.2.8, 6.2.9, 6.2.10, 6.5.1: whatever kind of object it may be in."""
    if len(tagged.pdf.objects) > 8_388_607:
        yield Failure("6.1.13", "number of objects")
    for found in tagged.pdf.objects:
        yield from _limits(found)
        if isinstance(found, pikepdf.Stream):
            filters = found.get("/Filter", pikepdf.Array())
            for each in filters if isinstance(filters, pikepdf.Array) else [filters]:
                if str(each) not in FILTERS:
                    yield Failure("6.1.7.2", str(each))
            if any(name in found for name in ("/F", "/FFilter", "/FDecodeParms")):
                yield Failure("6.1.7.1", "external data")
            if found.get("/Subtype") == "/Form" and any(name in found for name in ("/OPI", "/PS", "/Ref")):
                yield Failure("6.2.9", "form XObject")
            if found.get("/Subtype") == "/Image" and ("/OPI" in found or "/Interpolate" in found):
                yield Failure("6.2.8", "image")
        if isinstance(found, pikepdf.Dictionary):
            if found.get("/Type") == "/ExtGState" and any(name in found for name in ("/TR", "/TR2", "/HTP", "/HTO")):
                yield Failure("6.2.5", "ExtGState")
            if "/SMask" in found or found.get("/S") == "/Transparency":
                yield Failure("6.2.10", "transparency, which the project does not use")
            if found.get("/Type") == "/Action" and str(found.get("/S")) not in ACTIONS:
                yield Failure("6.5.1", str(found.get("/S")))


def _limits(found: Any) -> Failures:
    """6.1.13: lengths of strings and names, sizes of integers."""
    if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        items = [value for key, value in found.items() if key != "/Parent"]
        if any(len(key.encode()) > 128 for key in found.keys()):  # noqa: SIM118  # no Python mapping
            yield Failure("6.1.13", "name")
    else:
        items = list(found) if isinstance(found, pikepdf.Array) else [found]
    for value in items:
        if isinstance(value, pikepdf.String) and len(bytes(value)) > 32_767:
            yield Failure("6.1.13", "string")
        elif isinstance(value, pikepdf.Name) and len(str(value).encode()) > 128:
            yield Failure("6.1.13", "name")
        elif isinstance(value, int) and abs(value) > 2_147_483_647:
            yield Failure("6.1.13", "integer")
        elif isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect:
            yield from _limits(value)


def _colour(tagged: Tagged) -> Failures:
    """6.2.3: one output intent, its profile one of a display or printer for red, green and blue."""
    intents = [each for each in tagged.root.get("/OutputIntents", ()) if each.get("/S") == "/GTS_PDFA1"]
    if len(intents) != 1 or "/DestOutputProfile" not in intents[0] or "/OutputConditionIdentifier" not in intents[0]:
        yield Failure("6.2.3", "output intent")
        return
    stream = intents[0].DestOutputProfile
    profile = stream.read_bytes()
    if not (
        int.from_bytes(profile[:4], "big") == len(profile)
        and profile[8] < 5
        and profile[12:16] in (b"mntr", b"prtr")
        and profile[16:20] == b"RGB "
        and profile[36:40] == b"acsp"
        and int(stream.N) == 3
    ):
        yield Failure("6.2.3", "profile")


def _content(tagged: Tagged) -> Failures:
    """6.2.2, 6.2.4.3, 6.1.13: operators, colours that the output intent gives a meaning, depth of q."""
    operators = frozenset(_OPERATORS.split())
    for number, page in enumerate(tagged.pdf.pages, 1):
        depth = deepest = 0
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            if operator not in operators:
                yield Failure("6.2.2", f"{operator} on page {number}")
            if operator in ("k", "K") or (operator in ("cs", "CS") and str(instruction.operands[0]) == "/DeviceCMYK"):
                yield Failure("6.2.4.3", f"page {number}")
            depth += (operator == "q") - (operator == "Q")
            deepest = max(deepest, depth)
        if depth or deepest > 28:
            yield Failure("6.1.13", f"q on page {number}")
        sides = [float(value) for value in page.mediabox[2:]]
        if min(sides) < 3 or max(sides) > 14_400:
            yield Failure("6.1.13", f"size of page {number}")


def _annotations(tagged: Tagged) -> Failures:
    """6.3: kinds, flags, appearances."""
    for number, _, annotation in tagged.annotations():
        where = f"page {number}"
        if str(annotation.get("/Subtype")) not in ANNOTATIONS:
            yield Failure("6.3.1", where)
        flags = int(annotation.get("/F", 0))
        if not flags & _PRINT or flags & _NOT_SEEN:
            yield Failure("6.3.2", where)
        if annotation.get("/Subtype") != "/Widget":
            continue
        appearance = annotation.get("/AP", pikepdf.Dictionary())
        button = annotation.get("/Parent", annotation).get("/FT") == "/Btn"
        normal = appearance.get("/N")
        if list(appearance.keys()) != ["/N"] or isinstance(normal, pikepdf.Stream) == button:
            yield Failure("6.3.3", where)
        if "/A" in annotation or "/AA" in annotation:
            yield Failure("6.4.1", where)


def _form(tagged: Tagged) -> Failures:
    form: Any = tagged.root.get("/AcroForm", pikepdf.Dictionary())
    if form.get("/NeedAppearances") is True:
        yield Failure("6.4.1", "NeedAppearances")
    if "/XFA" in form:
        yield Failure("6.4.2", "XFA")


def _metadata(tagged: Tagged) -> Failures:
    """6.6: the packet, its identification, schemas of others described."""
    stream = tagged.root.get("/Metadata")
    tree = packet(tagged)
    if tree is None:
        yield Failure("6.6.2.1", "metadata")
        return
    if "/Filter" in stream or re.search(rb"<\?xpacket[^>]*(bytes|encoding)=", stream.read_bytes()):
        yield Failure("6.6.2.1", "packet")
    if simple(tree, f"{PDFAID}part") != "2" or simple(tree, f"{PDFAID}conformance") != "A":
        yield Failure("6.6.4", "identification")
    described = {uri.text for uri in tree.iter(f"{SCHEMA}namespaceURI")}
    for element in tree.iter():
        namespace, _, name = str(element.tag)[1:].partition("}")
        if namespace in PREDEFINED:
            continue
        names = {found.text for found in tree.iter(f"{PROPERTY}name")}
        if namespace not in described or name not in names:
            yield Failure("6.6.2.3.1", str(element.tag))
    for schema in tree.iter(f"{SCHEMA}property"):
        for entry in schema.iter(f"{RDF}li"):
            if any(
                entry.find(f"{PROPERTY}{name}") is None for name in ("name", "valueType", "category", "description")
            ):
                yield Failure("6.6.2.3.3", "property")


def _logical(tagged: Tagged) -> Failures:
    """6.7.2 and 6.2.11.7.3: marked as tagged; no private use characters without another text."""
    if tagged.root.get("/MarkInfo", {}).get("/Marked") is not True or not tagged.top:
        yield Failure("6.7.2", "MarkInfo")
    if not re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", tagged.language):
        yield Failure("6.7.4", "Lang")
    for font in fonts_of(tagged.pdf).values():
        if re.search("[\ue000-\uf8ff]", "".join((font.to_unicode or {}).values())):
            yield Failure("6.2.11.7.3", font.name)
