"""Pictures of first pages: PNG in few colours, small enough for a phone on a slow line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
from PIL.Image import Image
from pypdfium2.version import PDFIUM_INFO  # type: ignore[import-untyped]

from packgen.output import write_file
from packgen.site.published import PublishedFile

WIDTH = 256  # pixels: twice that of the page, for screens of high density
COLOURS = 16  # shades of the page's few colours; what more gives is bytes


@dataclass(frozen=True, slots=True)
class Preview:
    """A picture: its file's name, and its width and height in pixels."""

    name: str
    width: int
    height: int


def preview(pdf: PublishedFile, out: Path, folder: Path) -> Preview | None:
    """The first page of a PDF below `out`, as a picture in `folder`; None for one that cannot be rendered.

    The name tells PDF and renderer, so that a picture which is there already need not be made again.
    """
    key = f"{pdf.sha256} {PDFIUM_INFO} {WIDTH} {COLOURS}"
    path = folder / f"{hashlib.sha256(key.encode()).hexdigest()[:16]}.png"
    size = _png_size(path) or _render(out / pdf.path, path)
    return Preview(path.name, *size) if size else None


def _png_size(path: Path) -> tuple[int, int] | None:
    """Width and height of a PNG (its specification, 11.2.2), None when there is none."""
    try:
        with path.open("rb") as file:
            head = file.read(24)
    except OSError:
        return None
    if head[:8] != b"\x89PNG\r\n\x1a\n" or head[12:16] != b"IHDR":
        return None
    return int.from_bytes(head[16:20]), int.from_bytes(head[20:24])


def _render(pdf: Path, path: Path) -> tuple[int, int] | None:
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return None
    try:
        page = document[0]
        picture: Image = page.render(scale=WIDTH / page.get_width()).to_pil()
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()
    buffer = BytesIO()
    picture.quantize(COLOURS).save(buffer, "PNG", optimize=True)
    write_file(path, buffer.getvalue())
    return picture.size
