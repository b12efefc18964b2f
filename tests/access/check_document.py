"""Checkpoints 06 (metadata), 07 (dictionary), 11 (natural language), 20 (optional content), 21, 25, 26."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from lxml import etree

from tests.access.check_content import owner
from tests.access.reading import Tagged
from tests.access.report import Failure, Failures

PDFUAID = "{http://www.aiim.org/pdfua/ns/id/}"
DC = "{http://purl.org/dc/elements/1.1/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")  # BCP 47, as ISO 32000-1, 14.9.2.2 asks for


def check_document(tagged: Tagged) -> Failures:
    """ISO 14289-1, 5 and 7.1 (06, 07), 7.2 (11), 7.10 (20), 7.11 (21), 7.15 (25), 7.16 (26)."""
    yield from _metadata(tagged)
    yield from _viewer(tagged)
    yield from _languages(tagged)
    yield from _optional_content(tagged)
    for name in _embedded_files(tagged):
        yield Failure("21-001", name)
    if re.search(rb"<(\w+:)?dynamicRender[^>]*>\s*required\s*<", _xfa(tagged)):
        yield Failure("25-001", "XFA")
    yield from check_encryption(tagged.pdf.trailer.get("/Encrypt"))


def packet(tagged: Tagged) -> Any:
    """The XMP packet's tree, None where there is none that can be read."""
    stream = tagged.root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        return None
    try:
        return etree.fromstring(stream.read_bytes())
    except etree.XMLSyntaxError:
        return None


def simple(tree: Any, name: str) -> str:
    """A simple property, written as an element or as an attribute of its description; "" where it is not there."""
    found = next(tree.iter(name), None)
    if found is not None:
        return (found.text or "").strip()
    return next((str(each.get(name)) for each in tree.iter(f"{RDF}Description") if each.get(name) is not None), "")


def _metadata(tagged: Tagged) -> Failures:
    tree = packet(tagged)
    if tree is None:
        yield Failure("06-001", "catalog")
        return
    if simple(tree, f"{PDFUAID}part") != "1":
        yield Failure("06-002", "XMP")
    titles = [item for title in tree.iter(f"{DC}title") for item in title.iter(f"{RDF}li")]
    if not any((title.text or "").strip() for title in titles):
        yield Failure("06-003", "XMP")
    named = [title for title in titles if title.get(LANG, "x-default") != "x-default"]
    if not _known(tagged.language) and not named:
        yield Failure("11-006", "XMP")


def _viewer(tagged: Tagged) -> Failures:
    shown = tagged.root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle")
    if shown is None:
        yield Failure("07-001", "catalog")
    elif shown is not True:
        yield Failure("07-002", "catalog")


def _known(*languages: str) -> bool:
    """Whether the nearest language that is given is one; "" is not given."""
    return any(_LANGUAGE_TAG.fullmatch(language) for language in languages if language)


def _languages(tagged: Tagged) -> Failures:
    everywhere = tagged.language
    for shown in tagged.marks.shown:
        if any(mark.artifact or mark.tag == "/Annotation" for mark in shown.marks):
            continue
        element = owner(tagged, shown.marks)
        own = [mark.language for mark in reversed(shown.marks) if mark.language]
        if not _known(*own[:1] or [element.language if element else ""], everywhere):
            yield Failure("11-001", shown.where)
    for node in tagged.nodes:
        if not _known(node.language, everywhere) and any(map(node.text, ("/Alt", "/ActualText", "/E"))):
            yield Failure("11-002", node.kind)
    outline = tagged.root.get("/Outlines", pikepdf.Dictionary())
    if "/First" in outline and not _known(everywhere):
        yield Failure("11-003", "outline")
    for number, _, annotation in tagged.annotations():
        element = tagged.annotation_owners.get(annotation.objgen)
        if not _known(element.language if element else "", everywhere):
            if str(annotation.get("/Contents", "")):
                yield Failure("11-004", f"page {number}")
            if str(annotation.get("/TU", "")):
                yield Failure("11-005", f"page {number}")


def _optional_content(tagged: Tagged) -> Failures:
    properties = tagged.root.get("/OCProperties")
    if properties is None:
        return
    configurations = list(properties.get("/Configs", pikepdf.Array()))
    default = properties.get("/D", pikepdf.Dictionary())
    if any(not str(each.get("/Name", "")) for each in configurations):
        yield Failure("20-001", "Configs")
    if not str(default.get("/Name", "")):
        yield Failure("20-002", "D")
    if any("/AS" in each for each in (default, *configurations)):
        yield Failure("20-003", "AS")


def _embedded_files(tagged: Tagged) -> Iterator[str]:
    """Names of embedded files whose specification lacks one of its two names."""
    for entries in tagged.pdf.objects:
        if isinstance(entries, pikepdf.Dictionary) and "/EF" in entries and not ("/F" in entries and "/UF" in entries):
            yield str(entries.get("/F", entries.get("/UF", "without a name")))


def _xfa(tagged: Tagged) -> bytes:
    found = tagged.root.get("/AcroForm", pikepdf.Dictionary()).get("/XFA")
    parts = list(found) if isinstance(found, pikepdf.Array) else [found]
    return b"".join(part.read_bytes() for part in parts if isinstance(part, pikepdf.Stream))


def check_encryption(encrypt: Any) -> Failures:
    """An encryption dictionary (None: there is none) must let assistive technology read (ISO 32000-1, table 22)."""
    if encrypt is None:
        return
    if "/P" not in encrypt:
        yield Failure("26-001", "Encrypt")
    elif not int(encrypt.P) & 1 << 9:
        yield Failure("26-002", "Encrypt")
