"""The blocks of one container (the page, a cell) in a row: space between them, page ends, paragraphs between tables."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from packgen.themes.theme import TextStyle
from packgen.writers.docx.names import TABLE_GAP
from packgen.writers.docx.paragraphs import Format, paragraph

LEAST_GAP = 1.0  # points: the paragraph that must stand between two tables, and at a cell's end


@dataclass
class Flow:
    """Takes paragraphs and tables, gives their XML.

    Word knows no space around tables: before a table it becomes the last paragraph's, after it the next one's. The
    last paragraph therefore waits until it is known what follows. `trim` leaves out the first paragraph's space above.
    `boxed`: in a box, whose first paragraph must not be kept with the next, since LibreOffice keeps the whole table so.
    `begun`: something stands in the section that is written.
    """

    trim: bool = False
    boxed: bool = False
    begun: bool = field(default=False, init=False)
    _parts: list[str] = field(default_factory=list)
    _waiting: tuple[Format, str, TextStyle | None] | None = None
    _gap: float = 0.0
    _after_table: bool = False
    _new_page: bool = False

    def paragraph(self, format_: Format, content: str, look: TextStyle | None) -> None:
        """A paragraph of runs; `look` is what the theme says of its style."""
        before = format_.before if format_.before is not None else look.before if look else 0.0
        first = self.trim and not self._parts and self._waiting is None
        if self._new_page or first:
            # A new page asked for keeps the space above its first paragraph in Word; a natural page end does not.
            format_ = replace(format_, page_break=self._new_page, before=0.0 if before else format_.before)
        elif self._gap:
            format_ = replace(format_, before=before + self._gap)
        if self.boxed and not self.begun and look and look.keep_next:
            format_ = replace(format_, keep_next=False)
        self._settle()
        self._waiting = (format_, content, look)
        self.begun = True

    def table(self, xml: str, *, before: float = 0.0, after: float = 0.0) -> None:
        """A table, with space before and after it in points."""
        if self._after_table or self._new_page:
            gap = Format(TABLE_GAP.id, page_break=self._new_page, line=max(self._gap + before, LEAST_GAP))
            self._settle()
            self._parts.append(paragraph(gap, ""))
        elif before:
            self.last_after(before, more=True)
        self._settle()
        self._parts.append(xml)
        self._gap = after
        self._after_table = self.begun = True

    def section(self, properties: str) -> None:
        """The section ends here; `properties` are its w:sectPr, which stands in its last paragraph."""
        if self._waiting is not None:
            format_, content, look = self._waiting
            self._waiting = (replace(format_, section=properties), content, look)
        else:
            gap = Format(TABLE_GAP.id, line=max(self._gap, LEAST_GAP), section=properties)
            self._parts.append(paragraph(gap, ""))
            self._gap, self._after_table = 0.0, False
        self.begun = False

    def block(self, flow: Flow, opening: str, closing: str) -> None:
        """The blocks of `flow` inside an element, such as a content control."""
        self._settle()
        self._parts.append(f"{opening}{flow.finished()}{closing}")
        self.begun = True

    def inner(self) -> Flow:
        """A flow for `block` that goes on where this one stands."""
        self._settle(keep_state=True)
        return Flow(self.trim and not self._parts, False, [], None, self._gap, self._after_table, self._new_page)

    def page_break(self) -> None:
        """What follows starts on a new page."""
        self._new_page = True

    def last_after(self, points: float, *, more: bool = False) -> None:
        """Sets the space after the last paragraph, or adds to it; nothing when a table is last."""
        if self._waiting is None:
            return
        format_, content, look = self._waiting
        own = format_.after if format_.after is not None else look.after if look else 0.0
        self._waiting = (replace(format_, after=own + points if more else points), content, look)

    def last_kept(self, *, kept: bool = True) -> None:
        """The last paragraph stays on one page with what follows, or need not; nothing when a table is last."""
        if self._waiting is not None:
            format_, content, look = self._waiting
            self._waiting = (replace(format_, keep_next=kept), content, look)

    def finished(self, *, cell: bool = False) -> str:
        """The XML. A cell's last child must be a paragraph (ECMA-376 part 1, 17.4.65), and a section's should be."""
        ends_with_table = self._after_table or not self.begun
        self._settle()
        if cell and ends_with_table:
            self._parts.append(paragraph(Format(TABLE_GAP.id, line=LEAST_GAP), ""))
        return "".join(self._parts)

    def _settle(self, *, keep_state: bool = False) -> None:
        if self._waiting is not None:
            format_, content, _ = self._waiting
            self._parts.append(paragraph(format_, content))
            self._waiting = None
        if not keep_state:
            self._gap, self._after_table, self._new_page = 0.0, False, False
