"""The theme's style names -> the named styles of Word: built-in ones where Word has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# "field": the square of a check list is a content control in the text.
Marker = Literal["bullet", "decimal", "check", "field"]

LEVELS = 9  # list levels in Word (ECMA-376 part 1, 17.9.6: w:lvl, at most nine)


@dataclass(frozen=True, slots=True)
class StyleName:
    """A paragraph style: its id and the name that Word shows; the style it builds on and that of the next paragraph.

    `outline` is the heading level from 0, or None.
    """

    id: str
    name: str
    based: str = "Normal"
    next: str | None = None
    outline: int | None = None


_BODY = "BodyText"

_KNOWN = {
    "body": StyleName(_BODY, "Body Text"),
    "lead": StyleName("Lead", "Lead Paragraph", next=_BODY),
    "small": StyleName("SmallPrint", "Small Print"),
    "kicker": StyleName("Kicker", "Kicker", next="Title"),
    "title": StyleName("Title", "Title", next="Subtitle"),
    "subtitle": StyleName("Subtitle", "Subtitle", next=_BODY),
    "heading-1": StyleName("Heading1", "heading 1", next=_BODY, outline=0),
    "heading-2": StyleName("Heading2", "heading 2", next=_BODY, outline=1),
    "heading-3": StyleName("Heading3", "heading 3", next=_BODY, outline=2),
    "banner": StyleName("PartBanner", "Part Banner", based="Heading1", next=_BODY, outline=0),
    "banner-time": StyleName("PartTime", "Part Time", next=_BODY),
    "role": StyleName("RoleLabel", "Role Label"),
    "do": StyleName("TrainerInstruction", "Trainer Instruction"),
    "say": StyleName("TalkingPoint", "Talking Point"),
    "cue": StyleName("Cue", "Cue"),
    "box-title": StyleName("BoxTitle", "Box Title", next=_BODY),
    "table-head": StyleName("TableHeading", "Table Heading"),
    "table-head-center": StyleName("TableHeadingCentred", "Table Heading Centred"),
    "table-text": StyleName("TableText", "Table Text"),
    "table-choice": StyleName("TableChoice", "Table Choice"),
    "question": StyleName("Question", "Question", next="Hint"),
    "hint": StyleName("Hint", "Hint", next=_BODY),
    "figure-goal": StyleName("FigureGoal", "Figure Goal"),
    "figure-node": StyleName("FigureNode", "Figure Node"),
    "contents-title": StyleName("TOCHeading", "TOC Heading", next="TOC1"),
    "contents-1": StyleName("TOC1", "toc 1"),
    "contents-2": StyleName("TOC2", "toc 2"),
    "contents-3": StyleName("TOC3", "toc 3"),
    "head": StyleName("Header", "header"),
    "foot": StyleName("Footer", "footer"),
}

# Character styles.
CHARACTERS = {
    "direction": StyleName("StageDirection", "Stage Direction", based=""),
    "label": StyleName("Label", "Label", based=""),
    "muted": StyleName("Muted", "Muted", based=""),
}

# Styles of the writer itself: they hold what has no words of its own.
FIGURE = StyleName("Figure", "Figure")
ANSWER = StyleName("Answer", "Answer")
ANSWER_CELL = StyleName("AnswerCell", "Answer Cell")
TABLE_GAP = StyleName("TableGap", "Table Gap")
HYPERLINK = "Hyperlink"
GUIDE_COLUMNS = StyleName("GuideColumns", "Guide Columns", based="TableNormal")

_LIST_WORDS: dict[Marker, str] = {"bullet": "Bullet", "decimal": "Number", "check": "Check", "field": "Field"}


def style_name(key: str) -> StyleName:
    """The Word style of a key of the theme's `styles`; one that is not listed gets its own words as a name."""
    return _KNOWN.get(key) or _made(key)


def style_id(key: str) -> str:
    """The id of the Word style of a key of the theme's `styles`."""
    return style_name(key).id


def character_style(key: str) -> StyleName:
    """The Word character style of a key of the theme's `characters`."""
    return CHARACTERS.get(key) or _made(key, based="")


def table_style(key: str) -> StyleName:
    """The Word table style of a key of the theme's `tables`."""
    made = _made(key, based="TableNormal")
    return StyleName(f"Table{made.id}", f"Table {made.name}", based=made.based)


def box_style(key: str) -> StyleName:
    """The Word table style of a key of the theme's `boxes`."""
    made = _made(key, based="TableNormal")
    return StyleName(f"Box{made.id}", f"Box {made.name}", based=made.based)


def list_style(key: str, marker: Marker, level: int) -> StyleName:
    """The Word style of a list's paragraphs in the text style `key`, `level` from 0: List Bullet, List Number 2 ..."""
    return _list_style(key, _LIST_WORDS[marker], level)


def list_continue_style(key: str, level: int) -> StyleName:
    """The Word style of an item's further paragraphs: List Continue ..."""
    return _list_style(key, "Continue", level)


def _list_style(key: str, word: str, level: int) -> StyleName:
    base = style_name(key)
    stem = StyleName("List", "List") if key == "body" else base
    number = level + 1
    return StyleName(
        f"{stem.id}{word}{number if level else ''}",
        f"{stem.name} {word}{f' {number}' if level else ''}",
        based=base.id,
    )


def _made(key: str, based: str = "Normal") -> StyleName:
    words = [word.capitalize() for word in key.split("-")]
    return StyleName("".join(words), " ".join(words), based=based)
