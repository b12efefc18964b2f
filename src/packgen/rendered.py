"""What a template gave: XML within bounds, and the template's line that wrote each place in it.

Lines are asked for only when something is wrong. The template is then rendered once more, with a mark before each of
its lines: its name and number between two private-use characters. The marks are taken out of the XML again, which must
be the same as before, and the last one before a place names the line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from packgen.content.model import Text
from packgen.problems import Problems, Source

MOST_ELEMENTS = 20_000  # a trainer guide of 30 pages has a thousand
LONGEST_TEXT = 500_000  # characters: 250 pages or so
DEEPEST = 50

REFERENCE = re.compile("\ue000([0-9]+)\ue001")
_MARK = re.compile("\ue002([^\ue003]*):([0-9]+)\ue003")
_LANGUAGE = re.compile("(\ue004[^\ue005]*\ue005|\ue006)")
_ELEMENT_ENDS = re.compile("</|/>")


def reference(number: int) -> str:
    """What stands in the XML for the Text with this number."""
    return f"\ue000{number}\ue001"


def in_language(words: str, language: str) -> str:
    """What stands in the XML for words of a template that are not in the document's language (a BCP 47 tag)."""
    return f"\ue004{language}\ue005{words}\ue006"


def by_language(text: str) -> Iterator[tuple[str, str | None]]:
    """Text of the XML in pieces, each with its language, None for the document's."""
    languages: list[str] = []
    for piece in _LANGUAGE.split(text):
        if piece.startswith("\ue004"):
            languages.append(piece[1:-1])
        elif piece == "\ue006":
            languages = languages[:-1]  # a template may have cut off where it began
        elif piece:
            yield piece, languages[-1] if languages else None


def without_languages(text: str) -> str:
    """Text of the XML, or of another template, as plain words."""
    return "".join(piece for piece, _ in by_language(text))


def marked(data: str, template: str, line: int) -> str:
    """Text of a template, which starts on this line of it, with a mark before each of its lines."""
    lines = (f"\ue002{template}:{number}\ue003{each}" for number, each in enumerate(data.split("\n"), line))
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a template gave: XML, the Texts it refers to, the template's file, and what gives the XML with marks."""

    xml: str
    texts: Sequence[Text]
    template: str
    again: Callable[[], str]

    def parse(self) -> Element:
        """The root of the XML. Raises Problems for what is not well formed, too much, or nested too deep."""
        self._check_size()
        try:
            root = ElementTree.fromstring(self.xml)
        except ElementTree.ParseError as error:
            message = f"gives XML that is not well formed: {str(error).partition(': line')[0]}"
            raise Problems.one(self._source(self._places()[-1]), message) from None
        level = [root]
        for _ in range(DEEPEST):
            level = [child for parent in level for child in parent]
        if level:
            raise Problems.one(self.source(root, level[0]), f"nests elements deeper than {DEEPEST} levels")
        return root

    def source(self, root: Element, element: Element) -> Source:
        """The line of a template that wrote the element's start."""
        number = next(number for number, each in enumerate(root.iter()) if each is element)
        return self._source(self._places()[number])

    def source_of(self, attribute: str, value: str) -> Source:
        """The line of a template that wrote an element with this attribute, the last of them."""
        root = self.parse()
        found = [element for element in root.iter() if element.get(attribute) == value]
        return self.source(root, found[-1]) if found else Source(self.template, 1)

    def _check_size(self) -> None:
        over = next(islice(_ELEMENT_ENDS.finditer(self.xml), MOST_ELEMENTS, None), None)
        if over:
            raise Problems.one(self._source(over.start()), f"gives more than {MOST_ELEMENTS} elements")
        left = LONGEST_TEXT - len(self.xml)
        for found in REFERENCE.finditer(self.xml):
            left -= len(self.texts[int(found.group(1))].markdown)
            if left < 0:
                raise Problems.one(self._source(found.start()), f"gives more than {LONGEST_TEXT} characters")

    def _places(self) -> list[int]:
        """Where each element starts in the XML, as far as it is well formed; last, where it ends to be so."""
        places: list[int] = []
        parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler = lambda *_: places.append(parser.CurrentByteIndex)
        data = self.xml.encode()
        try:
            parser.Parse(data, True)
        except expat.ExpatError:
            places.append(parser.ErrorByteIndex)
        return [len(data[:place].decode()) for place in places]

    def _source(self, place: int) -> Source:
        """The line of a template that wrote a place in the XML; its first when it cannot be told."""
        try:
            again = self.again()
        except Problems:  # the marks took what was left of its allowance
            again = ""
        if _MARK.sub("", again) == self.xml:
            taken = 0
            found = None
            for mark in _MARK.finditer(again):
                if mark.start() - taken > place:
                    break
                taken += len(mark.group())
                found = mark
            if found:
                return Source(f"templates/{found.group(1)}", int(found.group(2)))
        return Source(self.template, 1)
