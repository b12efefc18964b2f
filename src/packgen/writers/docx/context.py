"""What is collected and counted while the body of one document is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from packgen.document import Heading, Paper
from packgen.themes.logo import Logo
from packgen.themes.theme import Theme
from packgen.writers.docx.numbering import Numbering
from packgen.writers.docx.sections import section
from packgen.writers.scripts import is_rtl

BOOKMARK_LENGTH = 40  # characters, Word's limit

# What may be linked to; content is held to it when it is loaded, this is the last gate before a file.
_ADDRESS = re.compile(r"^(https?://[^\s/]+|mailto:[^\s@]+@[^\s@]+)")

_FIRST_LINK = 100  # relationship ids below are those of the document's own parts


@dataclass
class Context:
    """One document's theme, language, paper, and its lists, links and ids so far. `width`: the text area's in points.

    `figure_alone`: the connection picture is so high that no page has room for it and for what stands before it.
    """

    theme: Theme
    language: str
    paper: Paper
    width: float
    figure_height: float
    figure_alone: bool
    bookmarks: dict[str, str]
    heading_pages: dict[str, int]
    outline: tuple[Heading, ...]
    numbering: Numbering = field(default_factory=Numbering)
    links: dict[str, str] = field(default_factory=dict)
    logo: Logo | None = None
    _ids: int = 0
    _sections: int = 0

    @property
    def rtl(self) -> bool:
        """Whether the document runs from right to left."""
        return is_rtl(self.language)

    def next_id(self, count: int = 1) -> int:
        """The first of `count` numbers that no bookmark, drawing or content control of the document has yet."""
        first = self._ids + 1
        self._ids += count
        return first

    def section(self, columns: int = 1) -> str:
        """The w:sectPr of the next section of the document, from its start to its end."""
        self._sections += 1
        return section(self.paper, self.theme, rtl=self.rtl, first=self._sections == 1, columns=columns)

    def link(self, address: str) -> str:
        """The relationship id of a link out of the document. Raises ValueError unless https, http or mailto."""
        if not _ADDRESS.match(address):
            raise ValueError(f'the link "{address}" is refused: links go to https://, http:// or mailto: addresses')
        return self.links.setdefault(address, f"rId{_FIRST_LINK + len(self.links)}")

    def anchor(self, bookmark: str) -> str:
        """The name in Word of a bookmark of the document tree. Raises ValueError for one that is not there."""
        if bookmark not in self.bookmarks:
            raise ValueError(f'the link "#{bookmark}" leads to no heading of the document')
        return self.bookmarks[bookmark]


def word_bookmarks(names: Iterable[str]) -> dict[str, str]:
    """Bookmark names as Word allows them: a letter, then letters, digits and underscores, at most 40, each once."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        clean = re.sub(r"[^A-Za-z0-9]", "_", name)
        if not clean[:1].isalpha():
            clean = f"b_{clean}"
        chosen, number = clean[:BOOKMARK_LENGTH], 2
        while chosen.lower() in taken:
            tail = f"_{number}"
            chosen, number = clean[: BOOKMARK_LENGTH - len(tail)] + tail, number + 1
        taken.add(chosen.lower())
        found[name] = chosen
    return found
