"""Blocks of the document tree -> the flow. One method a kind of block; what is common to both columns of the guide,
boxes, lists and cells is that each gets an x, a width and the structure element it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from packgen.document import (
    Answer,
    Banner,
    BarChart,
    Block,
    Box,
    Choice,
    Columns,
    Contents,
    Cue,
    Figure,
    Heading,
    ListBlock,
    MarginTable,
    PageBreak,
    Paragraph,
    Run,
    Slide,
    Table,
    TitleBlock,
    plain,
)
from packgen.themes.logo import LOGO_GAP, LOGO_SIZE
from packgen.writers import chart, figures, icons
from packgen.writers.columns import COLUMN_GAP, columns_in, fitted, stacked
from packgen.writers.measures import (
    ANSWER_AFTER,
    ANSWERS_KEPT,
    BANNER_AFTER,
    BANNER_BEFORE,
    BOX_END,
    BOX_GAP,
    CONTENTS_AFTER,
    TITLE_RULE,
    kept_height,
)
from packgen.writers.pdf.flow import (
    AnchorMark,
    Close,
    DrawingMark,
    FieldMark,
    ImageMark,
    Item,
    Mark,
    NewPage,
    Open,
    PageNumberMark,
    RectMark,
    RuleMark,
    Slice,
    TextMark,
    Together,
    height_of,
    keep_ends,
    keep_next,
    keep_whole,
    moved,
    space,
    with_first_marks,
    with_first_space,
    without_first_space,
)
from packgen.writers.pdf.guide import guide_items
from packgen.writers.pdf.pagination import balanced, first_height, stack
from packgen.writers.pdf.tables import table_items
from packgen.writers.pdf.tags import Element
from packgen.writers.pdf.typeset import Typesetter
from packgen.writers.thumbnail import THUMBNAIL, thumbnail

ICON = 1.3  # the side of a cue's icon, as a share of its leading
BANNER_EDGE = 1.5  # where the band has a border
TITLE_RULE_AFTER = 7.2
FIGURE_AFTER = 7.2
TORN_LINES = 5  # the least that a page's end leaves of a box, in lines to read


@dataclass(frozen=True, slots=True)
class Layout:
    """Lays blocks out with one typesetter. `outline` are the document's headings, `figure_height` the room that a
    connection picture gets, in points.
    """

    set: Typesetter
    outline: tuple[Heading, ...]
    figure_height: float
    whole_items: bool = False  # of lists: no column or page ends inside one

    def blocks(self, blocks: Sequence[Block], x: float, width: float, parent: Element) -> list[Item]:
        """The flow of `blocks`, `width` points wide from x."""
        flows: list[list[Item]] = []
        for before, block, after in zip([None, *blocks], blocks, [*blocks[1:], None], strict=False):
            items = self.block(block, x, width, parent)
            if isinstance(block, Paragraph) and isinstance(after, ListBlock):
                items = keep_next(items)  # "Three things matter most:" and the first of them
            elif isinstance(before, Banner) and height_of(items) <= kept_height(self.set.theme):
                items = keep_whole(items)  # a part's overview
            flows.append(items)
        for at, block in enumerate(blocks):
            if isinstance(block, Banner):  # with the overview, and what the first topic begins with
                height = sum(map(height_of, flows[at : at + 2])) + sum(map(first_height, flows[at + 2 : at + 3]))
                flows[at].insert(0, Together(height))
        return list(chain.from_iterable(flows))

    def block(self, block: Block, x: float, width: float, parent: Element) -> list[Item]:
        """The flow of one block."""
        build: Callable[[Any, float, float, Element], list[Item]] = getattr(self, f"_{_METHODS[type(block)]}")
        return build(block, x, width, parent)

    # --- text

    def _paragraph(self, block: Paragraph, x: float, width: float, parent: Element) -> list[Item]:
        return self.set.paragraph(block.content, block.style, x, width, parent.child("P"))

    def _heading(self, block: Heading, x: float, width: float, parent: Element) -> list[Item]:
        return self._heading_in(block, f"heading-{block.level}", x, width, parent)

    def _heading_in(self, block: Heading, style: str, x: float, width: float, parent: Element) -> list[Item]:
        items = self.set.paragraph(block.content, style, x, width, parent.child(f"H{block.level}"))
        first = items[0]
        assert isinstance(first, Slice)
        anchor = AnchorMark(x, 0, width, block.bookmark, plain(block.content), block.level)
        return [replace(first, marks=(anchor, *first.marks)), *items[1:]]

    def _title_block(self, block: TitleBlock, x: float, width: float, parent: Element) -> list[Item]:
        accent = self.set.theme.colour("accent")
        length, thickness = TITLE_RULE
        top: list[Mark] = [RectMark(x, 0, length, thickness, accent)]
        brand = self.set.theme.brand
        if brand:  # at the end side, beside the kicker and the title
            logo_width, logo_height = brand.logo.size_in(*LOGO_SIZE)
            figure = parent.child("Figure", alt=brand.name)
            top.append(ImageMark(x + width - logo_width, 0, logo_width, logo_height, brand.logo, figure))
            width -= logo_width + LOGO_GAP
        items: list[Item] = [Slice(self.set.whole(thickness + TITLE_RULE_AFTER), tuple(top), keep_next=True)]
        items += self.set.paragraph(block.kicker, "kicker", x, width, parent.child("P"))
        items += self.set.paragraph(block.title, "title", x, width, parent.child("Title"))
        if block.subtitle:
            items += self.set.paragraph(block.subtitle, "subtitle", x, width, parent.child("P"))
        return keep_whole(items)

    def _banner(self, block: Banner, x: float, width: float, parent: Element) -> list[Item]:
        theme = self.set.theme
        times = (*block.span, Run("  ·  "), *block.minutes)
        element = parent.child("P")
        look, box = self.set.style("banner-time"), theme.boxes["banner"]
        half = width / 2 - box.padding
        time_width = max(line.width for line in self.set.lines(times, "banner-time", half, element)[0])
        lines, passages, _ = self.set.lines(times, "banner-time", time_width, element)
        inner = width - 2 * box.padding
        heading = self._heading_in(block.heading, "banner", x + box.padding, inner - time_width - 16, parent)
        height, marks = stack(without_first_space(heading))
        height = max(height, look.leading * len(lines))
        padding = self.set.padding(box.padding)
        band = self.set.whole(height + 2 * box.padding)
        text_top = self.set.whole((height - look.leading * len(lines)) / 2) + padding + self.set.baseline(look)
        far_x = x + width - box.padding - time_width
        fill, border = (theme.colour(name) if name else None for name in (box.fill, box.border))
        painted: list[Mark] = [
            RectMark(x, 0, width, band, fill, border, BANNER_EDGE, radius=3),
            *(moved(mark, 0, padding) for mark in marks),
            *(
                TextMark(far_x, text_top + number * look.leading, time_width, line, passages)
                for number, line in enumerate(lines)
            ),
        ]
        before, after = self.set.on_grid(BANNER_BEFORE), self.set.on_grid(BANNER_AFTER)
        return [Slice(band, tuple(painted), before=before, keep_next=True), Slice(after, keep_next=True)]

    def _list(self, block: ListBlock, x: float, width: float, parent: Element) -> list[Item]:
        items = self._list_at(block, x, width, parent, depth=0)
        return [*items, space(max(self.set.style(block.style).after - self.set.theme.list.gap, 0))]

    def _list_at(self, block: ListBlock, x: float, width: float, parent: Element, depth: int) -> list[Item]:
        spacing = self.set.theme.list
        numbering = "Decimal" if block.marker == "decimal" else "Disc" if block.marker == "bullet" else "Square"
        element = parent.child("L", owner="List")
        element.attributes["ListNumbering"] = numbering
        found: list[Item] = []
        for number, item in enumerate(block.items, block.start):
            entry = element.child("LI")
            label = entry.child("Lbl")
            body = entry.child("LBody")
            items: list[Item] = []
            for inner in item.blocks:
                inner_x, inner_width = x + spacing.indent, width - spacing.indent
                if isinstance(inner, ListBlock):
                    items += self._list_at(inner, inner_x, inner_width, body, depth + 1)
                elif isinstance(inner, Paragraph):
                    paragraph = body.child("P") if len(item.blocks) > 1 else body
                    items += self.set.paragraph(
                        inner.content, inner.style, inner_x, inner_width, paragraph, after=spacing.gap
                    )
                else:
                    items += self.block(inner, inner_x, inner_width, body)
            if block.marker == "check":
                marker = self._square(block, x, item.choice, body)
            else:
                marker = self._marker(block, number, x, depth, label)
            items = with_first_marks(items, marker)
            if item is block.items[-1] and not self.whole_items:
                found = keep_next(found)  # the last item is not to stand alone overleaf
            found += keep_whole(items) if self.whole_items else items
        return found

    def _square(self, block: ListBlock, x: float, choice: Choice | None, body: Element) -> list[Mark]:
        """The square before an item, to tick with a pen; on a screen too, where the item has a choice."""
        look = self.set.style(block.style)
        side = look.size * 0.9
        top = (look.leading - side) / 2
        square = RectMark(x, top, side, side, None, self.set.theme.colour("ink"), 0.8, 1.0)
        if choice is None:
            return [square]
        form = body.child("Form")
        field = FieldMark(x, top, side, side, choice.kind, choice.field, choice.spoken, choice.value, form)
        return [square, field]

    def _marker(self, block: ListBlock, number: int, x: float, depth: int, label: Element) -> list[Mark]:
        look = self.set.style(block.style)
        theme = self.set.theme
        text = f"{number}." if block.marker == "decimal" else "•" if depth % 2 == 0 else "–"
        run = Run(text, bold=block.marker == "decimal")
        indent = theme.list.indent
        lines, passages, _ = self.set.lines((run,), block.style, indent * 2, label, colour=theme.colour("accent"))
        return [TextMark(x, self.set.baseline(look), indent * 2, lines[0], passages)]

    # --- the guide's two columns

    def _cue(self, block: Cue, x: float, width: float, parent: Element) -> list[Item]:
        look = self.set.style("cue")
        side = ICON * look.leading
        step = side + 6
        icon = icons.icon(block.kind, side)
        items = self.set.paragraph(block.content, "cue", x + step, width - step, parent.child("P"))
        items = with_first_marks(items, [DrawingMark(x, 0, side, icon, None)])
        shortfall = self.set.whole(side + look.after - height_of(items))
        if shortfall > 0:
            items = [*keep_next(items), Slice(shortfall)]
        return keep_whole(items)

    def _slide(self, block: Slide, x: float, width: float, _: Element) -> list[Item]:
        look = self.set.style("cue")
        step = ICON * look.leading + 6
        picture = thumbnail(block, self.set.theme, min(THUMBNAIL, width - step), rtl=self.set.rtl)
        height = self.set.whole(picture.height + look.after)
        return [Slice(height, (DrawingMark(x + step, 0, picture.width, picture, None),))]

    def _margin_table(self, block: MarginTable, x: float, width: float, parent: Element) -> list[Item]:
        return guide_items(block, x, width, parent.child("Div"), self.set, self.blocks, self._boxed)

    # --- boxes, tables, forms

    def _box(self, block: Box, x: float, width: float, parent: Element) -> list[Item]:
        style = self.set.theme.boxes[block.style]
        bar = 3.0 if style.bar else 0.0
        inner = self.blocks(block.blocks, x + style.padding + bar, width - 2 * style.padding - bar, parent.child("Div"))
        items = self._boxed(without_first_space(inner), block.style, x, width)
        gap = self.set.on_grid(BOX_GAP)
        return [*with_first_space(items, gap), space(gap)]

    def _boxed(self, items: list[Item], style_name: str, x: float, width: float) -> list[Item]:
        """The items in a box of the theme's style, with its padding: better whole, and never torn near its ends."""
        style = self.set.theme.boxes[style_name]

        def colour(name: str | None) -> str | None:
            return self.set.theme.colour(name) if name else None

        above = self.set.padding(style.padding)
        below = self.set.whole(max(style.padding - self.set.on_grid(BOX_END), 0.0))
        at_page_end = above if style.fill or style.border else 0.0
        opened = Open(x, width, colour(style.fill), colour(style.border), colour(style.bar), at_page_end)
        top: list[Item] = [Slice(above, keep_next=True)]
        bottom: list[Item] = [Slice(below)]
        boxed = [opened, *top, *keep_next(items), *bottom, Close()]
        return [Together(height_of(boxed)), *keep_ends(boxed, TORN_LINES * self.set.style("body").leading)]

    def _table(self, block: Table, x: float, width: float, parent: Element) -> list[Item]:
        theme = self.set.theme
        if theme.tables[block.style].stacked:
            return self.blocks(stacked(block), x, width, parent)
        return table_items(fitted(block, theme, width), x, width, parent, self.set, self.blocks)

    def _answer(self, block: Answer, x: float, width: float, parent: Element) -> list[Item]:
        writing = self.set.theme.writing
        height = block.lines * writing.pitch
        element = parent.child("Form", alt=block.label)
        field = FieldMark(x, 0, width, height, "text", block.field, block.label, "", element)
        rule = RuleMark(x, writing.pitch, width, self.set.theme.colour(writing.colour), writing.width)
        lines: list[Item] = [Slice(writing.pitch, (rule, field) if at == 0 else (rule,)) for at in range(block.lines)]
        kept = keep_whole(lines) if block.lines <= ANSWERS_KEPT else lines
        return [*kept, space(self.set.on_grid(ANSWER_AFTER))] if lines else []

    def _figure(self, block: Figure, x: float, width: float, parent: Element) -> list[Item]:
        height = self.figure_height
        drawing = figures.picture(
            block.kind, block.goal, block.nodes,
            width=width, height=height, fields=block.fields, theme=self.set.theme, rtl=self.set.rtl,
        )  # fmt: skip
        element = parent.child("Figure", alt=block.alt)
        marks: list[Mark] = [DrawingMark(x, 0, width, drawing, element)]
        forms = parent.child("Div")
        marks += (
            FieldMark(
                x + (width - place.x - place.width if self.set.rtl else place.x), place.y, place.width, place.height,
                "text", place.name, place.label, "",
                forms.child("Form", alt=place.label),
            )
            for place in drawing.fields
        )  # fmt: skip
        return [Slice(height, tuple(marks)), space(self.set.on_grid(FIGURE_AFTER))]

    def _bar_chart(self, block: BarChart, x: float, width: float, parent: Element) -> list[Item]:
        drawing = chart.bar_chart(block.bars, width, self.set.theme, rtl=self.set.rtl)
        mark = DrawingMark(x, 0, width, drawing, parent.child("Figure", alt=block.alt))
        return [Slice(self.set.whole(drawing.height), (mark,)), space(self.set.on_grid(FIGURE_AFTER))]

    def _contents(self, block: Contents, x: float, width: float, parent: Element) -> list[Item]:
        items = self.set.paragraph(block.title, "contents-title", x, width, parent.child("P"))
        toc = parent.child("TOC")
        rule = self.set.theme.colour("rule")
        for heading in self.outline:
            if heading.level > block.levels:
                continue
            style = f"contents-{heading.level}"
            entry = toc.child("TOCI").child("Reference")
            content = tuple(
                replace(node, link=f"#{heading.bookmark}") for node in heading.content if isinstance(node, Run)
            )
            ink = self.set.theme.colour(self.set.style(style).colour)
            lines = self.set.paragraph(content, style, x, width - 40, entry, colour=ink)
            last = lines[-1]
            assert isinstance(last, Slice)
            look = self.set.style(style)
            text = next(mark for mark in last.marks if isinstance(mark, TextMark))
            baseline = self.set.baseline(look)
            start = text.x + text.line.width + 4
            marks = (
                RuleMark(start, baseline, max(x + width - 22 - start, 0), rule, 0.9, dotted=True),
                PageNumberMark(x, baseline, width, heading.bookmark, style, entry),
            )
            items += [*lines[:-1], replace(last, marks=(*last.marks, *marks))]
        return [*items, space(self.set.on_grid(CONTENTS_AFTER))]

    def _columns(self, block: Columns, x: float, width: float, parent: Element) -> list[Item]:
        count, column = columns_in(width, block.count, self.set.theme)
        items = replace(self, whole_items=count > 1).blocks(block.blocks, x, column, parent)
        return balanced(items, count, column + COLUMN_GAP) if count > 1 else items

    def _page_break(self, _: PageBreak, __: float, ___: float, ____: Element) -> list[Item]:
        return [NewPage()]


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
