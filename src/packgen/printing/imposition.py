"""Imposition: the pages of a finished PDF, arranged on sheets of paper as a printer wants them.

A sheet is for print alone. Pages are placed as they are, as form XObjects (ISO 32000-1, 8.10): vectors, fonts and text
that can be selected stay; what is filled in stays too, as ink. Tags, links, bookmarks and form fields are dropped, and
the file says so in its subject: whoever reads on a screen reads the original.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Rectangle

from packgen import __version__
from packgen.document import PAPER_SIZES, Paper
from packgen.problems import Problem, Problems, Source
from packgen.writers.scripts import is_rtl

MILLIMETRE = 72 / 25.4

# "pages": one on each side of a sheet.
Arrangement = Literal["pages", "booklet", "2-up", "4-up"]

# Crop marks, from the trimmed edge outwards: they begin where the bleed has ended, so that none is printed in it.
BLEED = 3 * MILLIMETRE
_MARK_START, _MARK_END = 4 * MILLIMETRE, 9 * MILLIMETRE
MARK_MARGIN = 10 * MILLIMETRE
_MARK_WIDTH = 0.25

# From a point to a point, in points.
Line = tuple[float, float, float, float]

# What is drawn to the edges of its page, as slides are, is kept off the paper's, where printers print nothing.
_INSET = 7 * MILLIMETRE

# How far a file's size may be from that of a paper, in points, and be taken for it.
_TOLERANCE = 2.0

# A damaged file may hold anything anywhere: a name for a number, a page for a dictionary.
_DAMAGED = (
    *(pikepdf.PdfError, pikepdf.DataDecodingError, zlib.error),
    *(ArithmeticError, AttributeError, LookupError, TypeError, ValueError),
)

_PRINT_ONLY = "for print alone, without tags, links and form fields: read the original on a screen"


class NotPrintable(Problems):
    """A file that cannot be imposed; the one problem names it and says why."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__([Problem(Source(str(path), 0), reason)])


@dataclass(frozen=True, slots=True)
class Printing:
    """How a file is to be printed.

    `paper` is that of the trimmed sheet, None for the file's own. `gutter`, in points, moves pages off the edge where
    they are bound, for "pages" alone. `crop_marks` puts the sheet on a larger one, with marks and room for a bleed.
    """

    arrangement: Arrangement = "pages"
    paper: Paper | None = None
    gutter: float = 0.0
    crop_marks: bool = False


@dataclass(frozen=True, slots=True)
class Imposed:
    """What came out: the file, its paper (None for a size that has no name), the pages that went in, and its sides.

    `rtl`: it is read, and bound, from right to left. `scale` is what became of the pages' size.
    """

    data: bytes
    paper: Paper | None
    pages: int
    sides: int
    rtl: bool
    scale: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A side of a sheet when it is trimmed, in points, and the grid of pages on it, each `inset` within its cell."""

    width: float
    height: float
    columns: int = 1
    rows: int = 1
    inset: float = 0.0

    def cells(self, rtl: bool) -> Iterator[Rectangle]:
        """The places of the pages, in reading order: rows from the top, and in each from the side where reading starts.

        Corners count from the trimmed sheet's lower left.
        """
        width, height, inset = self.width / self.columns, self.height / self.rows, self.inset
        for row in reversed(range(self.rows)):
            for column in reversed(range(self.columns)) if rtl else range(self.columns):
                left, bottom = column * width, row * height
                yield Rectangle(left + inset, bottom + inset, left + width - inset, bottom + height - inset)


def sides(arrangement: Arrangement, pages: int) -> tuple[tuple[int | None, ...], ...]:
    """The pages, from 0, on each side of the sheets, in reading order of their places; None where a place stays blank.

    A booklet is saddle-stitched: the first side holds the last page and the first, the second side the two that follow
    and precede them; it is filled up with blanks to a multiple of four.
    """
    if arrangement == "booklet":
        last = pages + -pages % 4 - 1
        turns = [
            turn for leaf in range(0, (last + 1) // 2, 2) for turn in ((last - leaf, leaf), (leaf + 1, last - leaf - 1))
        ]
        return tuple(tuple(page if page < pages else None for page in turn) for turn in turns)
    on_side = {"pages": 1, "2-up": 2, "4-up": 4}[arrangement]
    return tuple(
        tuple(page if page < pages else None for page in range(first, first + on_side))
        for first in range(0, pages, on_side)
    )


def impose(path: Path, printing: Printing, cover: bytes | None = None) -> Imposed:
    """The pages of the PDF at `path` on sheets: the same file gives the same bytes.

    `cover` is a PDF of one page, which comes first, with a blank page on its back; the outer back is blank. Pages keep
    their proportions and fill their places as far as these go. Raises NotPrintable for what is no PDF, a damaged or an
    encrypted one: an imposed copy would be without the protection.
    """
    with opened(path) as source:
        return _imposed(source, printing, cover)


@contextmanager
def opened(path: Path) -> Iterator[Pdf]:
    """The PDF at `path`, which has pages. Raises NotPrintable, also where the block finds that it is damaged."""
    try:
        with Pdf.open(path) as pdf:
            if pdf.is_encrypted:
                raise NotPrintable(path, "is encrypted: save it without a password and its restrictions first")
            if not len(pdf.pages):
                raise NotPrintable(path, "has no pages")
            yield pdf
    except pikepdf.PasswordError:
        raise NotPrintable(path, "is encrypted: save it without a password first") from None
    except _DAMAGED:
        raise NotPrintable(path, "is no PDF, or a damaged one") from None
    except OSError as error:
        raise NotPrintable(path, f"cannot be read: {error.strerror}") from None


def _imposed(source: Pdf, printing: Printing, cover: bytes | None) -> Imposed:
    if "/AcroForm" in source.Root:
        source.generate_appearance_streams()  # where a viewer left to others what a filled field looks like
    source.flatten_annotations("print")
    target = Pdf.new()
    forms = _forms(source, target)
    size = _size(forms[0])
    pages: list[Object | None] = [*forms]
    if cover is not None:
        with Pdf.open(BytesIO(cover)) as opened:
            pages = [*_forms(opened, target), None, *forms]
        if len(pages) % 4 == 0:
            pages.append(None)  # the outer back stays blank
    rtl = _read_from_the_right(source)
    sheet = _sheet(printing, size)
    margin = MARK_MARGIN if printing.crop_marks else 0.0
    turned = sides(printing.arrangement, len(pages))
    for number, places in enumerate(turned):
        page = target.add_blank_page(page_size=(sheet.width + 2 * margin, sheet.height + 2 * margin))
        shift = printing.gutter * (1 if (number % 2 == 0) != rtl else -1)
        cells = [_moved(cell, margin + shift, margin) for cell in sheet.cells(rtl)]
        content = _placed(page, cells, [None if at is None else pages[at] for at in places])
        if printing.crop_marks:
            content += _marks(sheet, folded=printing.arrangement == "booklet")
            page.trimbox = _box(sheet, 0.0)
            page.obj.BleedBox = _box(sheet, BLEED)
        page.Contents = target.make_stream(content)
    _describe(target, source, printing, rtl)
    buffer = BytesIO()
    target.save(buffer, deterministic_id=True, min_version="1.7")
    cell = next(sheet.cells(rtl))
    scale = min(float(cell.width) / size[0], float(cell.height) / size[1])
    return Imposed(buffer.getvalue(), _paper(sheet.width, sheet.height), len(forms), len(turned), rtl, scale)


def _forms(source: Pdf, target: Pdf) -> list[Object]:
    """The pages of `source` as form XObjects of `target`."""
    return [target.copy_foreign(page.as_form_xobject()) for page in source.pages]


# --- paper ----------------------------------------------------------------------------------------


def _size(form: Object) -> tuple[float, float]:
    """Width and height of a page as it is seen: turned, and in its own unit (ISO 32000-1, 8.10.1)."""
    left, bottom, right, top = (float(value) for value in form.BBox)
    a, b, c, d, *_ = (float(value) for value in form.get("/Matrix", Array([1, 0, 0, 1, 0, 0])))
    width, height = right - left, top - bottom
    return abs(a) * width + abs(c) * height, abs(b) * width + abs(d) * height


def own_paper(pdf: Pdf) -> Paper | None:
    """The paper of a file's first page; None for a size that is none's."""
    return _paper(*_size(pdf.pages[0].as_form_xobject()))


def _paper(width: float, height: float) -> Paper | None:
    """The paper of that size, upright or across; None for none."""
    short, long = sorted((width, height))
    for name, (paper_short, paper_long) in PAPER_SIZES.items():
        if abs(short - paper_short) <= _TOLERANCE and abs(long - paper_long) <= _TOLERANCE:
            return name
    return None


def _sheet(printing: Printing, size: tuple[float, float]) -> Sheet:
    """The sheet that pages of this size are put on. Pages of no paper's size, slides among them, are put on A4."""
    width, height = size
    if printing.arrangement == "pages" and printing.paper is None:
        return Sheet(width, height)
    own = _paper(width, height)
    short, long = PAPER_SIZES[printing.paper or own or "A4"]
    across = width > height
    columns, rows = {"pages": (1, 1), "booklet": (2, 1), "2-up": (1, 2) if across else (2, 1), "4-up": (2, 2)}[
        printing.arrangement
    ]
    lying = across if columns == rows else columns > rows
    return Sheet(*((long, short) if lying else (short, long)), columns, rows, 0.0 if own else _INSET)


# --- sheets ---------------------------------------------------------------------------------------


def _moved(cell: Rectangle, right: float, up: float) -> Rectangle:
    return Rectangle(cell.llx + right, cell.lly + up, cell.urx + right, cell.ury + up)


def _placed(page: pikepdf.Page, cells: Sequence[Rectangle], forms: Sequence[Object | None]) -> bytes:
    """The operators that put each page into the middle of its cell; the page's resources are set to what they name."""
    named = {
        f"/Page{number}": (form, cell)
        for number, (form, cell) in enumerate(zip(forms, cells, strict=True), 1)
        if form is not None
    }
    page.Resources = Dictionary(XObject=Dictionary({name: form for name, (form, _) in named.items()}))
    return b"".join(page.calc_form_xobject_placement(form, Name(name), cell) for name, (form, cell) in named.items())


def _marks(sheet: Sheet, *, folded: bool) -> bytes:
    """The operators that paint marks around the sheet: where it is cut, and dashed ones where it is folded."""
    left, bottom, right, top = (float(edge) for edge in _box(sheet, 0.0))
    ends = ((-_MARK_END, -_MARK_START), (_MARK_START, _MARK_END))
    cut: list[Line] = []
    fold: list[Line] = []
    for column in range(sheet.columns + 1):
        x = left + sheet.width * column / sheet.columns
        into = fold if folded and 0 < column < sheet.columns else cut
        into += [(x, edge + start, x, edge + end) for edge, (start, end) in zip((bottom, top), ends, strict=True)]
    for row in range(sheet.rows + 1):
        y = bottom + sheet.height * row / sheet.rows
        cut += [(edge + start, y, edge + end, y) for edge, (start, end) in zip((left, right), ends, strict=True)]
    dashed = f"[2 1.5] 0 d {_lines(fold)} S " if fold else ""
    return f"q 0 G {_MARK_WIDTH} w {_lines(cut)} S {dashed}Q\n".encode()


def _lines(lines: Sequence[Line]) -> str:
    return " ".join(f"{x:.3f} {y:.3f} m {to_x:.3f} {to_y:.3f} l" for x, y, to_x, to_y in lines)


def _box(sheet: Sheet, beyond: float) -> Array:
    """The trimmed sheet on the larger one, and so many points beyond it."""
    near = MARK_MARGIN - beyond
    corners = (near, near, MARK_MARGIN + sheet.width + beyond, MARK_MARGIN + sheet.height + beyond)
    return Array([round(corner, 3) for corner in corners])


# --- the file -------------------------------------------------------------------------------------


def _read_from_the_right(source: Pdf) -> bool:
    """Whether the file says so (ISO 32000-1, table 150), else whether its language is."""
    direction = source.Root.get("/ViewerPreferences", Dictionary()).get("/Direction")
    if direction is not None:
        return bool(direction == Name.R2L)
    return is_rtl(str(source.Root.get("/Lang", "")))


def _describe(target: Pdf, source: Pdf, printing: Printing, rtl: bool) -> None:
    """Title, author, dates and language as the original has them; what a viewer's print dialog is to choose."""
    kept = ("/Title", "/Author", "/Keywords", "/Creator", "/CreationDate", "/ModDate")
    said = {name: source.docinfo[name] for name in kept if name in source.docinfo}
    subject = str(source.docinfo.get("/Subject", ""))
    target.docinfo = target.make_indirect(Dictionary({name: str(value) for name, value in said.items()}))
    target.docinfo["/Subject"] = f"{subject} ({_PRINT_ONLY})" if subject else _PRINT_ONLY.capitalize()
    target.docinfo["/Producer"] = f"packgen {__version__}"
    if "/Lang" in source.Root:
        target.Root.Lang = str(source.Root.Lang)
    preferences = Dictionary(DisplayDocTitle=True, Direction=Name.R2L if rtl else Name.L2R, PrintScaling=Name("/None"))
    if printing.arrangement == "booklet":
        preferences.Duplex = Name.DuplexFlipShortEdge
    elif printing.gutter:
        preferences.Duplex = Name.DuplexFlipLongEdge
    target.Root.ViewerPreferences = preferences
