"""Blocks of the document tree -> paragraphs and tables of Word. One method a kind of block."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from packgen.document import (
    Answer,
    Banner,
    BarChart,
    Block,
    Box,
    Columns,
    Contents,
    Cue,
    Figure,
    Heading,
    Inlines,
    LineBreak,
    ListBlock,
    MarginTable,
    PageBreak,
    Paragraph,
    Run,
    Slide,
    Table,
    TitleBlock,
)
from packgen.themes.logo import LOGO_SIZE
from packgen.themes.theme import TextStyle
from packgen.writers import chart, figures, icons
from packgen.writers.columns import columns_in, fitted, stacked
from packgen.writers.docx import contents, controls
from packgen.writers.docx.context import Context
from packgen.writers.docx.drawingml import ids_of, inline_drawing
from packgen.writers.docx.flow import Flow
from packgen.writers.docx.guide import margin_table
from packgen.writers.docx.inline import TAB, inlines, text
from packgen.writers.docx.names import (
    ANSWER,
    ANSWER_CELL,
    FIGURE,
    LEVELS,
    Marker,
    list_continue_style,
    list_style,
    style_id,
)
from packgen.writers.docx.numbering import Family
from packgen.writers.docx.paragraphs import Format, paragraph
from packgen.writers.docx.pictures import LOGO_ID, picture
from packgen.writers.docx.styles import CUE_GAP, CUE_ICON
from packgen.writers.docx.tables import box_table, data_table
from packgen.writers.drawing import Drawing, Field, Paint, Path
from packgen.writers.measures import (
    ANSWER_AFTER,
    ANSWERS_KEPT,
    BANNER_BEFORE,
    BOX_GAP,
    CONTENTS_AFTER,
    TABLE_AFTER,
    TABLE_BEFORE,
    TITLE_RULE,
)
from packgen.writers.thumbnail import THUMBNAIL, thumbnail

FIGURE_SLACK = 16.0  # points by which other fonts than the theme's may lengthen a page, and the picture must not
PLACE = text("\u00a0")  # what a place to write holds until somebody writes


@dataclass(frozen=True, slots=True)
class Blocks:
    """Writes the blocks of one document into flows; widths are points."""

    context: Context
    thumbnail: float = THUMBNAIL
    whole_items: bool = False  # of lists: no column or page ends inside one

    def flow(
        self,
        blocks: Sequence[Block],
        width: float,
        *,
        trim: bool = False,
        boxed: bool = False,
        thumbnail: float = THUMBNAIL,
    ) -> Flow:
        """The blocks in a container `width` points wide; `trim` leaves out space above the first.

        `boxed`: the container is a box. Pictures of slides are at most `thumbnail` points wide.
        """
        flow = Flow(trim, boxed)
        replace(self, thumbnail=thumbnail).write(blocks, flow, width)
        return flow

    def write(self, blocks: Sequence[Block], flow: Flow, width: float) -> None:
        """Adds the blocks to `flow`."""
        for before, block in zip([None, *blocks], blocks, strict=False):
            if isinstance(before, Paragraph) and isinstance(block, ListBlock):
                flow.last_kept()  # "Three things matter most:" and the first of them
            elif isinstance(block, Figure) and self.context.figure_alone:
                flow.last_kept(kept=False)
            write: Callable[[Any, Flow, float], None] = getattr(self, f"_{_METHODS[type(block)]}")
            write(block, flow, width)

    def _look(self, style: str) -> TextStyle:
        return self.context.theme.styles[style]

    def _inlines(self, content: Inlines) -> str:
        return inlines(content, self.context)

    # --- text

    def _paragraph(self, block: Paragraph, flow: Flow, _: float) -> None:
        flow.paragraph(Format(style_id(block.style)), self._inlines(block.content), self._look(block.style))

    def _heading(self, block: Heading, flow: Flow, _: float) -> None:
        style = f"heading-{block.level}"
        flow.paragraph(Format(style_id(style)), self.bookmarked(block), self._look(style))

    def bookmarked(self, heading: Heading) -> str:
        """The runs of a heading inside its bookmark."""
        number, name = self.context.next_id(), self.context.anchor(heading.bookmark)
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{self._inlines(heading.content)}'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )

    def _title_block(self, block: TitleBlock, flow: Flow, _: float) -> None:
        width, height = TITLE_RULE
        outline = (("M", 0.0, 0.0), ("L", width, 0.0), ("L", width, height), ("L", 0.0, height), ("Z",))
        rule = self._drawing(Drawing(width, height, (Path(outline, Paint(fill="accent")),)), "Rule")
        kicker = f"{rule}{self._logo()}{self._inlines((LineBreak(), *block.kicker))}"
        flow.paragraph(Format(style_id("kicker")), kicker, self._look("kicker"))
        flow.paragraph(Format(style_id("title")), self._inlines(block.title), self._look("title"))
        if block.subtitle:
            flow.paragraph(Format(style_id("subtitle")), self._inlines(block.subtitle), self._look("subtitle"))

    def _logo(self) -> str:
        """The logo at the end of its line, if the theme has one."""
        brand = self.context.theme.brand
        if brand is None:
            return ""
        self.context.logo = brand.logo
        width, height = brand.logo.size_in(*LOGO_SIZE)
        return TAB + picture(LOGO_ID, width, height, name="Logo", alt=brand.name, number=self.context.next_id())

    def _banner(self, block: Banner, flow: Flow, _: float) -> None:
        # The times stand in a paragraph of their own: a contents that Word makes anew lists the heading alone.
        times = (*block.span, Run("  ·  "), *block.minutes)
        band = Format(style_id("banner"), before=self.context.theme.on_grid(BANNER_BEFORE))
        flow.paragraph(band, self.bookmarked(block.heading), self._look("banner"))
        flow.paragraph(Format(style_id("banner-time")), self._inlines(times), self._look("banner-time"))

    def _list(self, block: ListBlock, flow: Flow, width: float) -> None:
        self._list_at(block, flow, width, 0)
        flow.last_after(max(self._look(block.style).after, self.context.theme.list.gap))

    def _list_at(self, block: ListBlock, flow: Flow, width: float, level: int) -> None:
        level = min(level, LEVELS - 1)
        numbering = self.context.numbering
        # A square to tick on a screen is a content control, and the list's own marker nothing.
        marker: Marker = "field" if any(item.choice for item in block.items) else block.marker
        number = numbering.use(Family(block.style, marker), level, block.start)
        indent = self.context.theme.list.indent
        for item in block.items:
            marked = False
            for inner in item.blocks:
                if self.whole_items and inner is not item.blocks[0]:
                    flow.last_kept()
                if isinstance(inner, ListBlock):
                    self._list_at(inner, flow, width - indent, level + 1)
                elif isinstance(inner, Paragraph) and not marked:
                    style = list_style(block.style, marker, level).id
                    square = f"{controls.choice(item.choice, self.context)}{TAB}" if item.choice else ""
                    content = f"{square}{self._inlines(inner.content)}"
                    format_ = Format(style, keep_lines=self.whole_items, number=(number, level))
                    flow.paragraph(format_, content, None)
                    marked = True
                elif isinstance(inner, Paragraph):
                    numbering.continued.add((block.style, level))
                    style = list_continue_style(block.style, level).id
                    flow.paragraph(Format(style, keep_lines=self.whole_items), self._inlines(inner.content), None)
                else:
                    self.write((inner,), flow, width - indent)

    # --- the guide's cues and columns, boxes, tables

    def _cue(self, block: Cue, flow: Flow, _: float) -> None:
        icon = self._drawing(icons.icon(block.kind, CUE_ICON * self._look("cue").leading), block.kind.capitalize())
        flow.paragraph(Format(style_id("cue")), f"{icon}{TAB}{self._inlines(block.content)}", self._look("cue"))

    def _slide(self, block: Slide, flow: Flow, width: float) -> None:
        look = self._look("cue")
        room = width - CUE_ICON * look.leading - CUE_GAP
        picture = thumbnail(block, self.context.theme, min(self.thumbnail, room), rtl=self.context.rtl)
        flow.paragraph(Format(style_id("cue")), TAB + self._drawing(picture, "Slide"), look)

    def _margin_table(self, block: MarginTable, flow: Flow, width: float) -> None:
        heading = self.bookmarked(block.heading) if block.heading else ""
        margin_table(block, heading, flow, width, self.context.theme, self.context.rtl, self.flow)

    def _box(self, block: Box, flow: Flow, width: float) -> None:
        xml = box_table(block, width, self.context.theme, self.context.rtl, self.flow)
        gap = self.context.theme.on_grid(BOX_GAP)
        flow.table(xml, before=gap, after=gap)

    def _table(self, block: Table, flow: Flow, width: float) -> None:
        theme = self.context.theme
        if theme.tables[block.style].stacked:
            self.write(stacked(block), flow, width)
            return
        xml = data_table(fitted(block, theme, width), width, theme, self.context.rtl, self.flow)
        flow.table(xml, before=theme.on_grid(TABLE_BEFORE), after=theme.on_grid(TABLE_AFTER))

    # --- places to write, pictures

    def _answer(self, block: Answer, flow: Flow, _: float) -> None:
        if block.lines == 0:
            flow.paragraph(Format(ANSWER_CELL.id), self._place(block.field, block.label), None)
            return
        opening, closing = controls.answer(block.field, block.label, self.context)
        start, end = controls.ends_of_bookmark(controls.tag(block.field), self.context)
        inner = flow.inner()
        for left in reversed(range(block.lines)):
            kept = 0 < left < ANSWERS_KEPT
            content = (start if left == block.lines - 1 else "") + PLACE + ("" if left else end)
            inner.paragraph(Format(ANSWER.id, keep_next=kept or None), content, None)
        inner.last_after(self.context.theme.on_grid(ANSWER_AFTER))
        flow.block(inner, opening, closing)

    def _figure(self, block: Figure, flow: Flow, width: float) -> None:
        height = self.context.figure_height - FIGURE_SLACK
        if self.context.logo:  # its line is as high as it is, which in the PDF stands beside the title
            height -= LOGO_SIZE[1]
        picture = figures.picture(
            block.kind, block.goal, block.nodes, width=width, height=height, fields=block.fields,
            theme=self.context.theme, rtl=self.context.rtl,
        )  # fmt: skip
        flow.paragraph(Format(FIGURE.id), self._drawing(picture, "Connection picture", alt=block.alt), None)

    def _bar_chart(self, block: BarChart, flow: Flow, width: float) -> None:
        drawing = chart.bar_chart(block.bars, width, self.context.theme, rtl=self.context.rtl)
        flow.paragraph(Format(FIGURE.id), self._drawing(drawing, "Bar chart", alt=block.alt), None)

    def _drawing(self, drawing: Drawing, name: str, *, alt: str = "") -> str:
        return inline_drawing(
            drawing, self.context.theme, name=name, shape_id=self.context.next_id(ids_of(drawing)), alt=alt,
            paragraphs=self._in_picture, places=self._place_in_picture,
        )  # fmt: skip

    def _in_picture(self, content: Inlines, style: str) -> str:
        return paragraph(Format(style_id(style)), self._inlines(content))

    def _place_in_picture(self, place: Field) -> str:
        return paragraph(Format(ANSWER_CELL.id, line=place.pitch), self._place(place.name, place.label))

    def _place(self, field: str, label: str) -> str:
        """A place to write inside a paragraph."""
        opening, closing = controls.answer(field, label, self.context)
        start, end = controls.ends_of_bookmark(controls.tag(field), self.context)
        return f"{start}{opening}{PLACE}{closing}{end}"

    # --- contents, pages

    def _contents(self, block: Contents, flow: Flow, _: float) -> None:
        opening, closing = contents.gallery(self.context)
        inner = flow.inner()
        title = self._look("contents-title")
        inner.paragraph(Format(style_id("contents-title")), self._inlines(block.title), title)
        for style, entry in contents.entries(block, self.context):
            inner.paragraph(Format(style_id(style)), entry, self._look(style))
        inner.last_after(self.context.theme.on_grid(CONTENTS_AFTER), more=True)
        flow.block(inner, opening, closing)

    def _columns(self, block: Columns, flow: Flow, width: float) -> None:
        count, column = columns_in(width, block.count, self.context.theme)
        if count == 1:
            self.write(block.blocks, flow, width)
            return
        # A section of its own, which Word fills evenly since the next one goes on the same page (17.6.22, continuous).
        if flow.begun:
            flow.section(self.context.section())
        replace(self, whole_items=True).write(block.blocks, flow, column)
        flow.section(self.context.section(count))

    def _page_break(self, _: PageBreak, flow: Flow, __: float) -> None:
        flow.page_break()


_METHODS: dict[type, str] = {
    Paragraph: "paragraph",
    Heading: "heading",
    TitleBlock: "title_block",
    Banner: "banner",
    ListBlock: "list",
    Cue: "cue",
    MarginTable: "margin_table",
    Box: "box",
    Table: "table",
    Answer: "answer",
    Figure: "figure",
    BarChart: "bar_chart",
    Contents: "contents",
    Columns: "columns",
    PageBreak: "page_break",
    Slide: "slide",
}
