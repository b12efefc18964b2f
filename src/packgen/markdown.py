"""Markdown -> nodes of the document tree. Text of contributors becomes plain runs here, never markup.

What is meant: paragraphs, bullet and numbered lists, emphasis, strong, links (https, http, mailto, #bookmark), forced
line breaks, and stage directions in double square brackets: [[Ask for a show of hands.]]. HTML is literal text.
Anything else Markdown has (headings, images, tables, code blocks, quotes) is an error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from packgen.content.model import Text
from packgen.direction import marked
from packgen.document import Block, Inline, Inlines, LineBreak, ListBlock, ListItem, Paragraph, Run, plain
from packgen.problems import Problem, Problems

LINK = re.compile(r"^(https?://[^\s/]+|mailto:[^\s@]+@[^\s@]+|#[a-z0-9-]+$)")

# A text with none of these characters is one run as it stands: no parser needed.
_SPECIAL = re.compile(r"""[\\`*_\[\]<>&!"'\n]""")

# What opens and closes a stage direction, and what is escaped.
_DIRECTION_MARKS = re.compile(r"\\.|\[\[|\]\]", re.DOTALL)

# markdown-it drops text, without a word, where lists nest deeper than ten.
MAX_LIST_DEPTH = 4

_NAMES = {
    "heading_open": "a heading",
    "fence": "a code block",
    "code_block": "an indented code block",
    "blockquote_open": "a quotation block",
    "hr": "a rule",
    "image": "an image",
    "html_block": "HTML",
}


def inlines(text: Text, language: str) -> Inlines:
    """The inline nodes of `text`, read as one paragraph, in a document in `language`.

    Raises Problems for what a single line of text cannot hold.
    """
    run = Run("", language=text.language if text.language != language else None)
    if not _SPECIAL.search(text.markdown):
        return tuple(marked([replace(run, text=text.markdown)], text.language, language))
    tokens = _parser(text.language).parseInline(text.markdown.strip())
    reading = _Reading(text, run, language)
    found = reading.inlines(tokens[0], tokens[0])
    reading.raise_problems()
    return tuple(found)


def blocks(text: Text, language: str, style: str) -> tuple[Block, ...]:
    """The paragraphs and lists of `text`, paragraphs in the theme's `style`. Raises Problems, with the line."""
    run = Run("", language=text.language if text.language != language else None)
    tokens = _parser(text.language).parse(text.markdown)
    reading = _Reading(text, run, language, style)
    found = reading.blocks(tokens)
    reading.raise_problems()
    return found


def plain_text(text: Text) -> str:
    """The words of `text` without its marks."""
    return plain(inlines(text, text.language))


@lru_cache(maxsize=32)
def _parser(language: str) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": True, "quotes": _quotes(language)})
    parser.enable("smartquotes")
    parser.validateLink = _any_link  # type: ignore[method-assign]  # ours is stricter, and an error
    parser.inline.ruler.before("link", "direction", _direction)
    return parser


def _any_link(url: str) -> bool:
    return bool(url)


def _quotes(language: str) -> str | list[str]:
    # Unicode CLDR's delimiters (quotationStart and so on) of the languages that differ from English.
    match language.split("-")[0]:
        case "fr":
            return ["«\u202f", "\u202f»", "“", "”"]
        case "es" | "uk" | "ar" | "km":
            return "«»“”"
        case _:
            return "“”‘’"


def _direction(state: StateInline, silent: bool) -> bool:
    """The markdown-it rule for [[stage directions]]; what is inside is parsed as inline text."""
    if not state.src.startswith("[[", state.pos):
        return False
    end = state.src.find("]]", state.pos + 2)
    if end < 0 or end > state.posMax:
        return False
    if not silent:
        start, limit = state.pos + 2, state.posMax
        state.push("direction_open", "", 1)
        state.pos, state.posMax = start, end
        state.md.inline.tokenize(state)
        state.push("direction_close", "", -1)
        state.posMax = limit
    state.pos = end + 2
    return True


class _Reading:
    """One text read into nodes; `problems` are all that is wrong with it."""

    def __init__(self, text: Text, run: Run, within: str, style: str = "") -> None:
        self.text, self.run, self.style = text, run, style
        self.within = within  # the document's language
        self.problems: list[Problem] = []

    def raise_problems(self) -> None:
        """Raises Problems when something is wrong."""
        if self.problems:
            raise Problems(self.problems)

    def _wrong(self, block: Token, message: str) -> None:
        """Keeps what is wrong with a block."""
        self.problems.append(Problem(self.text.at_line((block.map or [0])[0]), message))

    def inlines(self, token: Token, block: Token) -> list[Inline]:
        """The nodes of the inline token of a block."""
        found: list[Inline] = []
        run = self.run
        outside: list[Run] = []
        wrong = _wrong_direction(token.content)
        if wrong:
            self._wrong(block, wrong)
        for child in token.children or ():
            match child.type:
                case "text" | "text_special" | "code_inline":
                    if child.content:
                        found.append(replace(run, text=child.content))
                case "softbreak":
                    found.append(replace(run, text=" "))
                case "hardbreak":
                    found.append(LineBreak())
                case "strong_open" | "em_open" | "link_open" | "direction_open":
                    outside.append(run)
                    run = self._enter(child, run, block)
                    if child.type == "direction_open":
                        found.append(replace(run, text="["))
                case "strong_close" | "em_close" | "link_close" | "direction_close":
                    if child.type == "direction_close":
                        found.append(replace(run, text="]"))
                    run = outside.pop()
                case other:
                    self._wrong(block, not_used(other))
        return marked(joined(found), self.text.language, self.within)

    def _enter(self, token: Token, run: Run, block: Token) -> Run:
        match token.type:
            case "strong_open":
                return replace(run, bold=True)
            case "em_open":
                return replace(run, italic=True)
            case "direction_open":
                return replace(run, style="direction")
        address = str(token.attrs.get("href", ""))
        if not LINK.match(address):
            message = f'the link "{address}" is refused: links go to https://, http:// or mailto: addresses'
            self._wrong(block, message)
        return replace(run, link=address)

    def blocks(self, tokens: Sequence[Token]) -> tuple[Block, ...]:
        """The paragraphs and lists that the tokens are."""
        found: list[Block] = []
        at = 0
        while at < len(tokens):
            token = tokens[at]
            end = _closing(tokens, at)
            if token.type == "paragraph_open":
                found.append(Paragraph(tuple(self.inlines(tokens[at + 1], token)), self.style))
            elif token.type not in ("bullet_list_open", "ordered_list_open"):
                self._wrong(token, not_used(token.type))
            elif token.level >= 2 * MAX_LIST_DEPTH:
                self._wrong(token, f"a list nests deeper than {MAX_LIST_DEPTH} levels; nobody finds their way in it")
            else:
                found.append(self._list(token, tokens[at + 1 : end]))
            at = end + 1
        return tuple(found)

    def _list(self, opening: Token, tokens: Sequence[Token]) -> ListBlock:
        items: list[ListItem] = []
        at = 0
        while at < len(tokens):
            end = _closing(tokens, at)
            items.append(ListItem(self.blocks(tokens[at + 1 : end])))
            at = end + 1
        ordered = opening.type == "ordered_list_open"
        start = int(opening.attrs.get("start", 1)) if ordered else 1
        return ListBlock(tuple(items), "decimal" if ordered else "bullet", start, self.style)


def not_used(token: str) -> str:
    """What is wrong with a Markdown construct that content does not use."""
    what = _NAMES.get(token, token.removesuffix("_open").replace("_", " "))
    return f"{what} is not used in text; paragraphs, lists, *emphasis*, **strong** and links are"


def _wrong_direction(paragraph: str) -> str:
    """What is wrong with the stage directions in the Markdown of a paragraph; "" when nothing is."""
    opened: int | None = None
    for mark in _DIRECTION_MARKS.finditer(paragraph):
        match mark.group():
            case "[[" if opened is not None:
                return "a stage direction stands in another: [[...]] cannot hold [["
            case "[[":
                opened = mark.end()
            case "]]" if opened is None:
                return 'a stage direction ends that began nowhere in this paragraph: "]]" without "[["'
            case "]]" if not paragraph[opened : mark.start()].strip():
                return "a stage direction is empty: [[]]"
            case "]]":
                opened = None
    return "" if opened is None else 'a stage direction is left open in this paragraph: "[[" without "]]"'


def _closing(tokens: Sequence[Token], at: int) -> int:
    """The index of the token that closes the one at `at`, or `at` where nothing is opened."""
    token = tokens[at]
    if not token.type.endswith("_open"):
        return at
    wanted = token.type.replace("_open", "_close")
    return next(i for i in range(at + 1, len(tokens)) if tokens[i].type == wanted and tokens[i].level == token.level)


def joined(pieces: Sequence[Inline]) -> list[Inline]:
    """Neighbouring runs of one look joined into one."""
    found: list[Inline] = []
    for node in pieces:
        last = found[-1] if found else None
        if isinstance(node, Run) and isinstance(last, Run) and replace(last, text=node.text) == node:
            found[-1] = replace(last, text=last.text + node.text)
        else:
            found.append(node)
    return found
