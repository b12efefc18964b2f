"""Makes the Word template that docxtpl fills, before anything is timed: `docxtpl_template.py OUT.docx`.

It is what somebody would draw in Word: a paragraph with the right style for each kind of block, a table with the
margin column for the guide, a plain table for the rest.
"""

from __future__ import annotations

import sys
from typing import Any

import docx
from docx.shared import Mm, Pt

STYLES = {
    "p": "Normal",
    "h1": "Heading 1",
    "h2": "Heading 2",
    "h3": "Heading 3",
    "title": "Title",
    "subtitle": "Subtitle",
    "b1": "List Bullet",
    "b2": "List Bullet 2",
    "b3": "List Bullet 3",
    "n1": "List",
    "n2": "List 2",
    "n3": "List 3",
}


def paragraphs(container: Any, value: str) -> None:
    """Lines of the template that print the paragraph `value` in the style of its kind."""
    for index, (kind, style) in enumerate(STYLES.items()):
        container.add_paragraph(f"{{%p {'elif' if index else 'if'} {value}.kind == '{kind}' %}}")
        container.add_paragraph(f"{{{{ {value}.text }}}}", style)


def cell(container: Any, values: str) -> None:
    """Lines of the template that print the paragraphs of one cell."""
    container.paragraphs[0].text = f"{{%p for each in {values} %}}"
    paragraphs(container, "each")
    container.add_paragraph("{%p endif %}")
    container.add_paragraph("{%p endfor %}")


def main(target: str) -> None:
    document = docx.Document()
    document.styles["Normal"].font.name = "Noto Sans"
    document.styles["Normal"].font.size = Pt(10)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Pt(54)
    section.header.paragraphs[0].text = "{{ head }}"
    section.footer.paragraphs[0].text = "{{ foot }}"
    document.add_paragraph("{%p for block in blocks %}")
    paragraphs(document, "block")
    document.add_paragraph("{%p elif block.kind == 'break' %}")
    document.add_page_break()  # type: ignore[no-untyped-call]
    document.add_paragraph("{%p elif block.kind == 'margin' %}")
    margin = document.add_table(3, 2)
    margin.rows[0].cells[0].text = "{%tr for row in block.rows %}"
    cell(margin.rows[1].cells[0], "row[0]")
    cell(margin.rows[1].cells[1], "row[1]")
    margin.autofit = False
    for side, width in ((0, 116), (1, 371)):
        margin.columns[side].width = Pt(width)
        for margin_cell in margin.columns[side].cells:
            margin_cell.width = Pt(width)
    margin.rows[2].cells[0].text = "{%tr endfor %}"
    document.add_paragraph("{%p elif block.kind == 'table' %}")
    table = document.add_table(3, 3, "Table Grid")
    table.rows[0].cells[0].text = "{%tr for row in block.rows %}"
    table.rows[1].cells[0].text = "{%tc for column in row %}"
    cell(table.rows[1].cells[1], "column")
    table.rows[1].cells[2].text = "{%tc endfor %}"
    table.rows[2].cells[0].text = "{%tr endfor %}"
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    document.save(target)


if __name__ == "__main__":
    main(sys.argv[1])
