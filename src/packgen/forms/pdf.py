"""A filled PDF -> its answers: the fields' values (ISO 32000-1, 12.7.4) as viewers leave them."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from packgen.forms.form import Fields, Form, NotAForm, cleaned, identifier_in

_DEEPEST = 8  # levels of fields; ours have two
_MOST = 5_000  # fields; ours have a hundred
_LARGEST_STREAM = 50_000  # bytes as they are stored, which one filter makes a thousand times as many
_RADIO_OR_CHECK = "/Btn"


def read_pdf(data: bytes, fields: Fields) -> Form:
    """The form in the bytes of a PDF. Raises NotAForm."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            identifier = identifier_in(_keywords(pdf))
            places: Any = pdf.Root.get("/AcroForm")
            answers = None if places is None else {name: value for name, value in _answers(places) if value}
    except pikepdf.PasswordError:
        raise NotAForm("is locked with a password") from None
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError):
        raise NotAForm("is no PDF, or a damaged one") from None
    fields(identifier)  # the answers have their names; it is asked only whether there is such a form
    if answers is None:
        raise NotAForm("has no form fields any more: it was printed to PDF, or they were flattened")
    return Form(identifier, answers)


def _keywords(pdf: pikepdf.Pdf) -> str:
    """The keywords of the information dictionary and of the XMP packet: programs that save again may keep either."""
    _check_size(pdf.Root.get("/Metadata"))
    with pdf.open_metadata() as metadata:
        return f"{pdf.docinfo.get('/Keywords', '')}, {metadata.get('pdf:Keywords', '')}"


def _answers(form: Any) -> Iterator[tuple[str, str]]:
    found = (answer for field in form.get("/Fields", ()) for answer in _field(field, "", _DEEPEST))
    for number, answer in enumerate(found):
        if number == _MOST:  # or fields that hold each other
            raise NotAForm("is too large to be a form of a pack")
        yield answer


def _field(field: Any, prefix: str, depth: int) -> Iterator[tuple[str, str]]:
    """The field's full name and value, or those of the fields in it (12.7.3.2)."""
    name = f"{prefix}{field.get('/T', '')}"
    kids = list(field.get("/Kids", ()))
    if depth and any("/T" in kid for kid in kids):
        for kid in kids:
            yield from _field(kid, f"{name}.", depth - 1)
    elif field.get("/FT") == _RADIO_OR_CHECK:
        # A viewer may have ticked a widget and left the field's own value.
        states = [field.get("/V"), field.get("/AS"), *(kid.get("/AS") for kid in kids)]
        ticked = (str(state).removeprefix("/") for state in states if state is not None)
        yield name, next((value for value in ticked if value not in ("", "Off")), "")
    else:
        value = field.get("/V", "")
        _check_size(value)
        # A long text may be a stream (table 220, V).
        yield name, cleaned(_decoded(value.read_bytes()) if isinstance(value, pikepdf.Stream) else str(value))


def _decoded(data: bytes) -> str:
    return str(pikepdf.String(data))


def _check_size(value: object) -> None:
    """Raises NotAForm for a stream that may be larger than any of a form, when it is decompressed."""
    if isinstance(value, pikepdf.Stream):
        filters = value.get("/Filter")
        several = isinstance(filters, pikepdf.Array) and len(filters) > 1
        if several or len(value.read_raw_bytes()) > _LARGEST_STREAM:
            raise NotAForm("is too large to be a form of a pack")
