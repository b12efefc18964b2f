"""PDF objects that are written as bytes at once: ReportLab's own are slow where there are thousands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.pdfbase import pdfdoc


class Written(pdfdoc.PDFObject):
    """An object of a ReportLab document; `data` is what stands in the file, known when the file is written."""

    def __init__(self, data: bytes = b"") -> None:
        self.data = data

    def format(self, document: Any) -> bytes:  # noqa: ARG002
        """The object as it stands in the file."""
        return self.data


def dictionary(entries: Mapping[str, bytes]) -> bytes:
    """A dictionary: names that need no escape, and what is written for each."""
    return b"<<\n%s\n>>" % _lines([b"/%s %s" % (key.encode(), entries[key]) for key in sorted(entries)], 6)


def array(items: Sequence[bytes]) -> bytes:
    """An array of what is written."""
    return b"[ %s ]" % _lines(items, 10)


def _lines(items: Sequence[bytes], each: int) -> bytes:
    """So many items a line."""
    return b" \n  ".join(b" ".join(items[at : at + each]) for at in range(0, len(items), each))
