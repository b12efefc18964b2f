"""ReportLab's canvas, made to keep rules of PDF/UA and PDF/A that it breaks: on fonts, on the ends of streams."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import IO, Any

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

# PDF 1.7 (ISO 32000-1) is what PDF/UA-1 builds on.
PDF_VERSION = (1, 7)


class Stream(pdfdoc.PDFStream):
    """A stream as PDF/A asks for (ISO 19005-2, 6.1.7.1): `endstream` stands on a line of its own.

    ReportLab's goes on where the data end, and names filters also where there are none.
    """

    def format(self, document: Any) -> bytes:
        """The stream as it stands in the file."""
        data = self.content if isinstance(self.content, bytes) else self.content.encode()
        filters = document.defaultStreamFilters if self.filters is None else self.filters
        entries = {**self.dictionary.dict}
        if filters:
            entries["Filter"] = pdfdoc.PDFArray([pdfdoc.PDFName(each.pdfname) for each in filters])
        for each in reversed(filters):
            data = each.encode(data)
        entries["Length"] = len(data)
        head: bytes = pdfdoc.PDFDictionary(entries).format(document)
        return b"%s\nstream\n%s\nendstream\n" % (head, data)


class TextCanvas(Canvas):
    """A canvas whose pages name no font until text is drawn with one of `EmbeddedFonts`.

    What is not embedded must not be in the file (ISO 14289-1, 7.21.4).

    The attributes are ReportLab's own: the document, the page's operators so far and its XObjects, and of the graphics
    state what saveState, restoreState and showPage keep right.
    """

    _doc: Any
    _code: list[str]
    _formsinuse: list[str]
    _fontname: str
    _fontsize: float
    _fillColorObj: object
    _pagesize: tuple[float, float]
    _addAnnotation: Callable[..., None]
    _bookmarkReference: Callable[[str], object]

    def _make_preamble(self) -> None:
        # The original selects Helvetica at the start of every page, which puts it in the file, unembedded.
        self._preamble = ""

    def save(self) -> None:
        """Writes the file."""
        for page in self._doc.Pages.pages:
            page.Contents = Stream(content=page.stream)
        super().save()


@lru_cache(maxsize=256)
def colour(name: str) -> Color:
    """ReportLab's value for "#RRGGBB"; of a name the canvas would make a new one, slowly, each time."""
    return HexColor(name)


def new_canvas(target: IO[bytes], page_size: tuple[float, float], *, compress: bool = True) -> TextCanvas:
    """An empty document written to `target` by `save()`: no clock or random numbers in it, pages in points.

    A stream that must stay readable in the file (XMP metadata) sets its `filters` to [].
    """
    canvas = TextCanvas(target, pagesize=page_size, invariant=1, pageCompression=0, pdfVersion=PDF_VERSION)
    if compress:
        # ReportLab's own page compression wraps Flate in ASCII85, which is slow in Python and a quarter larger.
        canvas._doc.defaultStreamFilters = [pdfdoc.PDFZCompress]
    return canvas
