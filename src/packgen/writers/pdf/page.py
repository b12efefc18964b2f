"""Pages painted on the canvas: boxes, marks in reading order, running head and foot, links and places they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from reportlab.pdfbase import pdfdoc

from packgen.document import Deck, Document, Run
from packgen.writers.columns import DANGLING, ENDS_GAP, running_ends
from packgen.writers.drawing import Drawing
from packgen.writers.measures import baseline_of
from packgen.writers.pdf import images, vector
from packgen.writers.pdf.canvas import TextCanvas, colour
from packgen.writers.pdf.embed import EmbeddedFonts
from packgen.writers.pdf.flow import (
    AnchorMark,
    DrawingMark,
    ElementMark,
    FieldMark,
    ImageMark,
    Mark,
    PageNumberMark,
    RectMark,
    RuleMark,
    TextMark,
)
from packgen.writers.pdf.forms import Forms
from packgen.writers.pdf.lines import Line
from packgen.writers.pdf.pagination import Page
from packgen.writers.pdf.tags import Element, Tags
from packgen.writers.pdf.typeset import Typesetter


@dataclass(frozen=True, slots=True)
class Frame:
    """The text area of a page: start edge and top in PDF coordinates (from the left and the bottom), its width."""

    left: float
    top: float
    width: float


@dataclass
class Painter:
    """Paints the pages of one document; `heading_pages` (bookmark -> page from 1) is known before painting starts."""

    canvas: TextCanvas
    fonts: EmbeddedFonts
    tags: Tags
    forms: Forms
    set: Typesetter
    frame: Frame
    heading_pages: dict[str, int]
    _anchors: list[AnchorMark] = field(default_factory=list)

    def document(self, document: Document | Deck, pages: Sequence[Page]) -> None:
        """Paints every page, with running lines; with a gutter, each off the side where it is bound."""
        centred = self.frame
        for number, page in enumerate(pages, 1):
            gutter = self.set.theme.page.gutter * (1 if (number % 2 == 1) != self.set.rtl else -1)
            self.frame = replace(centred, left=centred.left + gutter)
            self._running_lines(document, number, len(pages))
            self.page(page.marks())

    def page(self, marks: Iterable[Mark]) -> None:
        """Paints the marks, in reading order, and ends the page."""
        for mark in marks:
            self._mark(mark)
        self.tags.end_page()
        self.canvas.showPage()

    # --- where things are

    def _left(self, mark: Mark) -> float:
        """The left edge of a mark on the paper; marks count from the start edge."""
        start = self.frame.width - mark.x - mark.width if self.set.rtl else mark.x
        return self.frame.left + start

    def _y(self, mark: Mark) -> float:
        return self.frame.top - mark.y

    # --- marks

    def _mark(self, mark: Mark) -> None:
        match mark:
            case TextMark():
                self._text(mark)
            case RectMark():
                self.tags.begin(None)
                self._rect(mark)
            case RuleMark():
                self.tags.begin(None)
                self._rule(mark)
            case DrawingMark():
                left, top = self._left(mark), self._y(mark)
                self.tags.begin(mark.element)
                self._drawing(mark.drawing, left, top)
                if mark.element:
                    mark.element.box = (left, top - mark.drawing.height, left + mark.width, top)
            case ImageMark():
                left, top = self._left(mark), self._y(mark)
                self.tags.begin(mark.element)
                images.paint(self.canvas, mark.logo, left, top - mark.height, mark.width, mark.height)
                mark.element.box = (left, top - mark.height, left + mark.width, top)
            case AnchorMark():
                self.canvas.bookmarkPage(mark.bookmark, "XYZ", left=int(self.frame.left), top=int(self._y(mark)) + 6)
                self._anchors.append(mark)
            case PageNumberMark():
                self._page_number(mark)
            case ElementMark():
                self.tags.attach(mark.element)
            case FieldMark():
                self.tags.end()
                self.forms.add(mark, self._left(mark), self._y(mark))

    def _text(self, mark: TextMark) -> None:
        left, baseline = self._left(mark), self._y(mark)
        for fragment in mark.line.fragments:
            passage = mark.passages[fragment.key]
            if fragment.is_box:
                continue
            self.tags.begin(passage.element)
            self.fonts.draw(fragment, left + fragment.x, baseline)
            if passage.link and passage.element and fragment.text.strip():  # an annotation says its words
                look_ascent, look_descent = mark.line.ascent, mark.line.descent
                x = left + fragment.x
                rect = (x, baseline - look_descent * 0.8, x + fragment.width, baseline + look_ascent * 0.8)
                self._link(passage.link, rect, fragment.text, passage.element)

    def _line(self, line: Line, left: float, baseline: float) -> None:
        """A line of furniture or of a drawing: its marked content is open already."""
        for fragment in line.fragments:
            self.fonts.draw(fragment, left + fragment.x, baseline)

    def _rect(self, mark: RectMark) -> None:
        canvas, bottom = self.canvas, self._y(mark) - mark.height
        if mark.fill:
            canvas.setFillColor(colour(mark.fill))
        if mark.stroke:
            canvas.setStrokeColor(colour(mark.stroke))
            canvas.setLineWidth(mark.line_width)
        stroke, fill = int(bool(mark.stroke)), int(bool(mark.fill))
        if mark.radius:
            canvas.roundRect(self._left(mark), bottom, mark.width, mark.height, mark.radius, stroke, fill)
        else:
            canvas.rect(self._left(mark), bottom, mark.width, mark.height, stroke, fill)

    def _rule(self, mark: RuleMark) -> None:
        canvas = self.canvas
        canvas.setStrokeColor(colour(mark.colour))
        canvas.setLineWidth(mark.line_width)
        if mark.dotted:
            canvas.setLineCap(1)
            canvas.setDash(0, 4)
        left, y = self._left(mark), self._y(mark)
        canvas.line(left, y, left + mark.width, y)
        if mark.dotted:
            canvas.setLineCap(0)
            canvas.setDash()

    def _drawing(self, drawing: Drawing, left: float, top: float) -> None:
        vector.paint(self.canvas, drawing, self.set.theme, left, top)
        holder = Element("Span")
        for shape in vector.texts(drawing):
            look = self.set.style(shape.style)
            lines, _, _ = self.set.lines(shape.text, shape.style, shape.width, holder)
            spare = shape.height - look.leading * len(lines)
            y = top - shape.y - (spare / 2 if shape.anchor == "middle" else 0.0)
            for at, line in enumerate(lines):
                self._line(line, left + shape.x, y - at * look.leading - baseline_of(look))

    def _page_number(self, mark: PageNumberMark) -> None:
        number = Run(str(self.heading_pages.get(mark.bookmark, 0)))
        lines, _, _ = self.set.lines((number,), mark.style, mark.width, mark.element)
        line = lines[0]
        left = self._left(mark)
        x = left if self.set.rtl else left + mark.width - line.width
        self.tags.begin(mark.element)
        for fragment in line.fragments:
            start = line.fragments[0].x
            self.fonts.draw(fragment, x + fragment.x - start, self._y(mark))

    # --- running lines, links

    def _running_lines(self, document: Document | Deck, number: int, pages: int) -> None:
        theme, page = self.set.theme, self.set.theme.page
        height = self.canvas._pagesize[1]

        def numbered(ends: tuple[str, str], style: str) -> tuple[str, str]:
            fitting = running_ends(ends, self.set.style(style), self.frame.width)
            start, end = (text.replace("{page}", str(number)).replace("{pages}", str(pages)) for text in fitting)
            return start, end

        if any(document.head):
            self.tags.begin("Header")
            self._ends("head", numbered(document.head, "head"), height - page.head)
            self.canvas.setStrokeColor(colour(theme.colour("rule")))
            self.canvas.setLineWidth(0.5)
            y = height - page.head - 7
            self.canvas.line(self.frame.left, y, self.frame.left + self.frame.width, y)
        if any(document.foot):
            self.tags.begin("Footer")
            self._ends("foot", numbered(document.foot, "foot"), page.foot)

    def _ends(self, style: str, ends: tuple[str, str], baseline: float) -> None:
        """Two short texts on one line, one at each side of the text area; the first gives way to the second."""
        start, end = ends
        left, right = self.frame.left, self.frame.left + self.frame.width
        end_line = self._short(end, style, self.frame.width)
        taken = end_line.width + ENDS_GAP if end else 0.0
        start_line = self._short(start, style, self.frame.width - taken)
        lines = (end_line, start_line) if self.set.rtl else (start_line, end_line)
        for line, x in zip(lines, (left, right - lines[1].width), strict=True):
            first = min((fragment.x for fragment in line.fragments), default=0.0)
            for fragment in line.fragments:
                self.fonts.draw(fragment, x + fragment.x - first, baseline)

    def _short(self, text: str, style: str, width: float) -> Line:
        """The text on one line, with an ellipsis where it is too long for it."""
        holder = Element("Span")
        lines = self.set.lines((Run(text),), style, width, holder)[0]
        kept = lines[0].text.rstrip(DANGLING)
        while len(lines) > 1:
            lines = self.set.lines((Run(kept + "…"),), style, width, holder)[0]
            kept = kept[:-1].rstrip(DANGLING)
        return lines[0]

    def _link(self, address: str, rect: tuple[float, float, float, float], text: str, element: Element) -> None:
        name = pdfdoc.PDFName
        canvas = self.canvas
        entries: dict[str, object] = {
            "Type": name("Annot"),
            "Subtype": name("Link"),
            "Rect": pdfdoc.PDFArray([round(value, 2) for value in rect]),
            "Border": pdfdoc.PDFArray([0, 0, 0]),
            "F": 4,  # printed with the page (ISO 32000-1, 12.5.3)
            "Contents": pdfdoc.PDFString(text),
        }
        if address.startswith("#"):
            entries["Dest"] = canvas._bookmarkReference(address[1:])
        else:
            action = {"Type": name("Action"), "S": name("URI"), "URI": pdfdoc.PDFString(address)}
            entries["A"] = pdfdoc.PDFDictionary(action)
        reference = f"link{len(self.tags._annotations)}"
        entries["StructParent"] = self.tags.annotation(element, canvas._doc.annotationName(reference))
        canvas._addAnnotation(pdfdoc.PDFDictionary(entries), name=reference)

    def outline(self) -> None:
        """The bookmarks panel: one entry a heading, nested by level."""
        last = -1
        for anchor in self._anchors:
            level = min(anchor.level - 1, last + 1)
            self.canvas.addOutlineEntry(anchor.title, anchor.bookmark, level, closed=level > 0)
            last = level
