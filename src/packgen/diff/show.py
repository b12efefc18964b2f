"""What changed, for people: as text for a terminal, and as a document tree that is written as PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.text import Text

from packgen.cldr import country_name, language_name
from packgen.compose import title_of
from packgen.diff.words import DocumentDiff, Piece, words
from packgen.document import Block, Contents, Document, Heading, Inlines, Paper, Paragraph, Run, TitleBlock
from packgen.packs.pack import PackInfo

# As `git diff --word-diff` marks them: they are told apart without colour too.
MARKS = {"out": ("[-", "-]"), "in": ("{+", "+}"), "same": ("", "")}
# Unicode's first strong isolate and its end (UAX #9, 2.4): words of another direction keep their own order in a line.
_ISOLATE, _POP = "\u2068", "\u2069"

COLOURS = {"out": "red", "in": "green", "same": ""}

# Words of an unchanged passage that a terminal shows on either side of a change.
CONTEXT = 6


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions by the names that their reader gave them, and what became of every document.

    `untouched`: further packs, those that nothing which changed goes into.
    """

    old: str
    new: str
    documents: tuple[DocumentDiff, ...]
    untouched: tuple[PackInfo, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether no word differs."""
        return all(document.state == "same" for document in self.documents)

    def packs(self) -> Iterator[tuple[PackInfo, tuple[DocumentDiff, ...]]]:
        """The packs in which a word differs, with all their documents."""
        for pack, documents in groupby(self.documents, key=lambda document: document.pack):
            found = tuple(documents)
            if any(document.state != "same" for document in found):
                yield pack, found

    def same_packs(self) -> tuple[PackInfo, ...]:
        """The packs in which no word differs."""
        changed = {pack for pack, _ in self.packs()}
        every = [*self.untouched, *(found.pack for found in self.documents if found.pack not in changed)]
        return tuple(sorted(set(every), key=pack_title))


def pack_title(pack: PackInfo) -> str:
    """What a pack is called in headings: "Kenya, Swahili: library-partnerships"."""
    country = country_name(pack.country, "en", pack.country.upper())
    return f"{country}, {language_name(pack.language, 'en')}: {pack.session}"


def summary(document: DocumentDiff) -> str:
    """What became of a document, in a few words after its name."""
    if document.state == "changed":
        count = len(document.changes)
        return f"{count} paragraph{'s' if count > 1 else ''} changed"
    return {"new": "is new", "gone": "is no longer there", "same": "no word changed"}[document.state]


def untouched_documents(documents: Sequence[DocumentDiff]) -> str:
    """The line that names the documents without a change; "" when there is none."""
    names = [title_of(document.document) for document in documents if document.state == "same"]
    return f"No word changed: {', '.join(names)}" if names else ""


def untouched_packs(comparison: Comparison) -> str:
    """The line that names the packs without a change; "" when there is none."""
    names = [pack_title(pack) for pack in comparison.same_packs()]
    return f"No word changed in {'; '.join(names)}" if names else ""


def split_space(piece: Piece) -> tuple[str, str]:
    """The words of a piece, and the space after them, which is never marked."""
    text = piece.text.rstrip()
    return text, piece.text[len(text) :]


# --- text -----------------------------------------------------------------------------------------


def as_text(comparison: Comparison) -> Text:
    """The changes by pack, document and heading, each with a few words around it; coloured where it is shown so."""
    text = Text()
    for pack, documents in comparison.packs():
        text.append(f"{pack_title(pack)}\n", style="bold")
        for document in documents:
            if document.state == "same":
                continue
            text.append(f"  {title_of(document.document)}: {summary(document)}\n", style="bold")
            for heading, changes in groupby(document.changes, key=lambda change: change.heading):
                if heading:
                    text.append(f"    {heading}\n", style="underline")
                for change in changes:
                    text.append("      ")
                    text.append_text(_line(change.pieces, document.language))
                    text.append("\n")
        if names := untouched_documents(documents):
            text.append(f"  {names}\n", style="dim")
    if names := untouched_packs(comparison):
        text.append(f"{names}\n", style="dim")
    return text


def _line(pieces: Sequence[Piece], language: str) -> Text:
    line = Text()
    for at, piece in enumerate(pieces):
        if piece.kind == "same":
            line.append(_shortened(words(piece.text, language), first=at == 0, last=at == len(pieces) - 1))
            continue
        (before, after), (inside, space) = MARKS[piece.kind], split_space(piece)
        line.append(f"{before}{inside}{after}", style=COLOURS[piece.kind])
        line.append(space)
    return line


def _shortened(unchanged: Sequence[str], *, first: bool, last: bool) -> str:
    """An unchanged passage with its middle left out, or the end that no change is near."""
    before = [] if first else unchanged[:CONTEXT]
    after = [] if last else unchanged[-CONTEXT:]
    if len(before) + len(after) >= len(unchanged):
        return "".join(unchanged)
    gap = ("" if first else " ") + "…" + (" " if after and after[0][0].isalnum() else "")
    return "".join(before).rstrip() + gap + "".join(after)


# --- document tree --------------------------------------------------------------------------------


def as_document(comparison: Comparison, paper: Paper) -> Document:
    """The changes as a document to print: whole paragraphs, what was taken out in grey, what came in bold.

    It is in the language of its packs when they share one, else in English; what packgen says is English.
    """
    packs = tuple(comparison.packs())
    languages = {document.language for _, documents in packs for document in documents}
    language = languages.pop() if len(languages) == 1 else "en"
    title = f"What changes from {comparison.old} to {comparison.new}"
    blocks: list[Block] = [
        TitleBlock(
            (_english("Word by word"),),
            (_english("What changes"),),
            (_english(f"{comparison.old} → {comparison.new}"),),
        ),
        Paragraph(_legend()),
    ]
    if sum(len(documents) for _, documents in packs) > 1:
        blocks.append(Contents((_english("Contents"),), 2))
    for at, (pack, documents) in enumerate(packs):
        blocks += _pack_blocks(pack, documents, f"pack-{at}")
    if names := untouched_packs(comparison):
        blocks.append(Paragraph((_english(names),)))
    return Document(
        id="what-changes",
        title=title,
        language=language,
        audience="trainer",
        paper=paper,
        head=(title, ""),
        foot=("", "{page} / {pages}"),
        subject=title,
        author="packgen",
        blocks=tuple(blocks),
    )


def _legend() -> Inlines:
    out, come = (f"{before}words{after}" for before, after in (MARKS["out"], MARKS["in"]))
    return (
        Run(f"{_ISOLATE}{out}", style="muted", language="en"),
        Run(" were taken out, ", language="en"),
        Run(come, bold=True, language="en"),
        Run(f" came in; all other words stay as they were.{_POP}", language="en"),
    )


def _pack_blocks(pack: PackInfo, documents: Sequence[DocumentDiff], bookmark: str) -> Iterator[Block]:
    yield Heading(1, (_english(pack_title(pack)),), bookmark)
    for at, document in enumerate(documents):
        if document.state == "same":
            continue
        name = f"{bookmark}-{at}"
        yield Heading(2, (_english(f"{title_of(document.document)}: {summary(document)}"),), name)
        for place, (heading, changes) in enumerate(groupby(document.changes, key=lambda change: change.heading)):
            if heading:
                yield Heading(3, (Run(heading, language=document.language),), f"{name}-{place}")
            for change in changes:
                yield Paragraph(tuple(_runs(change.pieces, document.language)))
    if names := untouched_documents(documents):
        yield Paragraph((_english(names),))


def _runs(pieces: Sequence[Piece], language: str) -> Iterator[Run]:
    for piece in pieces:
        (before, after), (inside, space) = MARKS[piece.kind], split_space(piece)
        yield Run(
            f"{before}{_ISOLATE}{inside}{_POP}{after}",
            bold=piece.kind == "in",
            style="muted" if piece.kind == "out" else "",
            language=language,
        )
        if space:
            yield Run(space, language=language)


def _english(text: str) -> Run:
    return Run(f"{_ISOLATE}{text}{_POP}", language="en")
