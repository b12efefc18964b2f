"""Pages of a PDF as pictures, one at a time: PDFium is not thread-safe (pypdfium2's README says so)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from threading import Lock
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from PIL.Image import Image

_ONE = Lock()


def page_size(pdf: bytes) -> tuple[float, float]:
    """Width and height of the first page in points."""
    with _opened(pdf) as document:
        width, height = document.get_page_size(0)
        return float(width), float(height)


def picture(pdf: bytes, number: int, width: int) -> bytes:
    """The page `number` (from 1) as a PNG of about `width` pixels. Raises IndexError for a page that is not there."""
    with _opened(pdf) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        document.init_forms()  # for fields to be drawn
        page = document[number - 1]
        rendered: Image = page.render(scale=width / page.get_width()).to_pil()
    buffer = BytesIO()
    rendered.save(buffer, "PNG", compress_level=1)  # it goes no further than to this machine's browser
    return buffer.getvalue()


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    with _ONE, closing(pypdfium2.PdfDocument(pdf)) as document:
        yield document
