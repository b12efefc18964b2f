"""Inline nodes -> runs, links and boxes to tick."""

from __future__ import annotations

from dataclasses import replace

from packgen.document import Choice, Inlines, LineBreak, Run
from packgen.writers.docx.context import Context
from packgen.writers.docx.controls import choice
from packgen.writers.docx.language import by_direction, font_properties, language_properties, script
from packgen.writers.docx.names import HYPERLINK, character_style
from packgen.writers.docx.xml import escaped, rgb
from packgen.writers.scripts import NO_LOOK, emphasis, slant

SOFT_HYPHEN = "\u00ad"


def inlines(content: Inlines, context: Context, *, style: str | None = None) -> str:
    """The XML of `content`; `style` is the id of a character style for runs that have none of their own.

    Raises ValueError for a link that is refused.
    """
    return "".join(_inline(node, context, style) for node in content)


def without_links(content: Inlines) -> Inlines:
    """`content` with its links as plain text: for places that are links themselves."""
    return tuple(replace(node, link=None) if isinstance(node, Run) else node for node in content)


def text(words: str, properties: str = "") -> str:
    """A run of `words`; `properties` is what its w:rPr holds."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    # A soft hyphen in w:t prints as a hyphen in Word, its element does not.
    inside = "<w:softHyphen/>".join(
        f'<w:t xml:space="preserve">{escaped(part)}</w:t>' if part else "" for part in words.split(SOFT_HYPHEN)
    )
    return f"<w:r>{look}{inside}</w:r>"


def field_runs(instruction: str, result: str, *, rtl: bool) -> str:
    """A complex field (ECMA-376 part 1, 17.16.18), already holding its result."""
    return f"{field_begin(instruction)}{directed(result, rtl=rtl)}{FIELD_END}"


def field_begin(instruction: str) -> str:
    """The runs before a field's result."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escaped(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
TAB = "<w:r><w:tab/></w:r>"


def directed(words: str, *, rtl: bool) -> str:
    """Runs of plain words in a paragraph of the given direction."""
    return "".join(text(piece, "<w:rtl/>" if turned else "") for piece, turned in by_direction(words, rtl=rtl))


def _inline(node: Run | LineBreak | Choice, context: Context, style: str | None) -> str:
    match node:
        case Run():
            return _linked(node, context, style)
        case LineBreak():
            return "<w:r><w:br/></w:r>"
        case Choice():
            return choice(node, context)


def _linked(run: Run, context: Context, style: str | None) -> str:
    runs = "".join(
        text(piece, _properties(run, context, style, rtl=turned))
        for piece, turned in by_direction(run.text, rtl=context.rtl)
    )
    if run.link is None:
        return runs
    if run.link.startswith("#"):
        return f'<w:hyperlink w:anchor="{context.anchor(run.link[1:])}" w:history="1">{runs}</w:hyperlink>'
    return f'<w:hyperlink r:id="{context.link(run.link)}" w:history="1">{runs}</w:hyperlink>'


def _properties(run: Run, context: Context, style: str | None, *, rtl: bool) -> str:
    """What is inside the w:rPr of a run (ECMA-376 part 1, 17.3.2.28: a sequence)."""
    language = run.language or context.language
    name = character_style(run.style).id if run.style else HYPERLINK if run.link else style
    emphasised = emphasis(context.theme, language, run.text) if run.italic else NO_LOOK
    own = context.theme.characters[run.style] if run.style else NO_LOOK
    found = f'<w:rStyle w:val="{name}"/>' if name else ""
    other = run.language is not None and run.language != context.language
    if run.language is not None and other and script(run.language) != script(context.language):
        found += font_properties(context.theme.font, run.language)
    if run.bold or emphasised.bold:
        found += "<w:b/><w:bCs/>"
    if emphasised.italic:
        found += "<w:i/><w:iCs/>"
    elif own.italic and not slant(own, language):
        found += '<w:i w:val="0"/><w:iCs w:val="0"/>'
    if emphasised.colour:
        found += f'<w:color w:val="{rgb(context.theme.colour(emphasised.colour))}"/>'
    if rtl:
        found += "<w:rtl/>"
    if run.language is not None and other:
        found += language_properties(run.language)
    return found
