"""What the documents of a pack or of a revision say: Word and PowerPoint files, or document trees -> their texts."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath

from lxml import etree

from packgen.compose import Templates, compose, documents
from packgen.content.load import load_country
from packgen.content.localize import localize
from packgen.diff.words import Passage, Said, Texts
from packgen.document import (
    Banner,
    Block,
    Contents,
    Cue,
    Deck,
    Document,
    Figure,
    Heading,
    Paragraph,
    TitleBlock,
    plain,
    walk,
)
from packgen.packs.pack import MANIFEST, PackInfo
from packgen.packs.verify import LARGEST_PACK, MOST_FILES
from packgen.problems import Problem, Problems, Source
from packgen.project import Project

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

# Entries of the contents repeat headings, and their page numbers are no words.
_CONTENTS = re.compile(r"TOC\d")
NOTES = " (speaker notes)"  # after the title of a slide, over what is changed in its notes
_HEADING = re.compile(r"Title|Heading\d|PartBanner")

# What is ticked, as Word files have it, and the placeholders of slides that say the same on each.
_MARKS = re.compile("[○●☐☑☒]")
_FURNITURE = ("ftr", "sldNum", "dt", "hdr")


# --- revisions ------------------------------------------------------------------------------------


def project_texts(project: Project, packs: Iterable[PackInfo]) -> Texts:
    """What the documents of those packs say, composed from the project's content; nothing is rendered.

    Raises Problems for all that is wrong with the content of any.
    """
    templates = Templates(project.templates)
    found: dict[tuple[PackInfo, str], Said] = {}
    problems: list[Problem] = []
    for pack in packs:
        try:
            localized = localize(project, pack.session, load_country(project, pack.country), pack.language)
            for info in documents(templates, localized.session):
                composed = compose(templates, localized, info)
                found[pack, info.id] = Said(localized.language, tuple(document_passages(composed)))
        except Problems as error:
            problems += error.problems
    if problems:
        raise Problems(problems)
    return found


def document_passages(document: Document | Deck) -> Iterator[Passage]:
    """The paragraphs of a document, or of a deck with its notes, in reading order."""
    if isinstance(document, Document):
        yield from _passages(document.blocks, "")
        return
    for slide in document.slides:
        title = plain(slide.title)
        yield from _passages((Paragraph(slide.title), *slide.blocks, *slide.cues), title)
        yield from _passages(slide.notes, title + NOTES)


def _passages(blocks: tuple[Block, ...], heading: str) -> Iterator[Passage]:
    banner: tuple[str, ...] = ()  # the times of a banner, which are printed after its heading
    for block in walk(blocks):
        texts = tuple(_texts(block))
        if isinstance(block, Banner):
            banner = texts
            continue
        if isinstance(block, Heading):
            heading, texts, banner = texts[0], (*texts, *banner), ()
        for text in texts:
            if isinstance(block, TitleBlock) and text == plain(block.title):
                heading = text
            if text.strip():
                yield _passage(heading, text)


def _texts(block: Block) -> Iterator[str]:
    """What a block itself says; what it holds comes by `walk`. Small pictures of slides say what the deck says."""
    match block:
        case Paragraph(content=content) | Heading(content=content) | Cue(content=content):
            yield plain(content)
        case TitleBlock():
            yield from map(plain, (block.kicker, block.title, block.subtitle))
        case Banner():
            yield " · ".join(text for text in map(plain, (block.span, block.minutes)) if text)
        case Figure():
            yield from map(plain, (block.goal, *block.nodes))
        case Contents():
            yield plain(block.title)
        case _:
            pass


def _passage(heading: str, text: str) -> Passage:
    return Passage(" ".join(heading.split()), " ".join(text.split()))


# --- packs ----------------------------------------------------------------------------------------


def pack_texts(path: Path) -> Texts:
    """What the Word and PowerPoint files of the pack at `path` say. Raises Problems for what is no readable pack."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > LARGEST_PACK:
                raise _problem(path, "it holds more than a pack ever does")
            return _pack_texts(path, archive)
    except FileNotFoundError:
        raise _problem(path, "no such file") from None
    except OSError as error:
        raise _problem(path, f"cannot be read: {error.strerror or error}") from None
    # zipfile: encrypted entries are a RuntimeError, unknown compressions a NotImplementedError, bad names a ValueError.
    except (zipfile.BadZipFile, RuntimeError, ValueError) as error:
        raise _problem(path, f"no readable zip: {error}") from None


def _pack_texts(path: Path, archive: zipfile.ZipFile) -> Texts:
    manifest = next((name for name in archive.namelist() if PurePosixPath(name).name == MANIFEST), None)
    if manifest is None:
        raise _problem(path, f"is no pack: {MANIFEST} is missing")
    try:
        stated = json.loads(archive.read(manifest))
        pack = PackInfo(str(stated["session"]), str(stated["country"]), str(stated["language"]))
        listed = [(str(file["document"]), str(file["path"])) for file in stated["files"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _problem(path, f"{MANIFEST} cannot be read") from None
    found: dict[tuple[PackInfo, str], Said] = {}
    for document, name in listed:
        read = _READERS.get(PurePosixPath(name).suffix)
        if read is None:
            continue
        try:
            data = archive.read(manifest.removesuffix(MANIFEST) + name)
            found[pack, document] = Said(pack.language, tuple(read(_checked(data))))
        except KeyError as error:
            raise _problem(path, f'"{name}" cannot be read: {error.args[0]}') from None
        except Exception as error:  # files that were edited elsewhere can be wrong in any way
            raise _problem(path, f'"{name}" cannot be read: {type(error).__name__}: {error}') from None
    return found


def _checked(data: bytes) -> bytes:
    """The bytes of a Word or PowerPoint file that is no larger inside than one ever is."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        if sum(entry.file_size for entry in package.infolist()) > LARGEST_PACK:
            raise ValueError("it holds more than a document ever does")
    return data


def _problem(path: Path, message: str) -> Problems:
    return Problems.one(Source(str(path), 0), message)


def _docx_passages(data: bytes) -> Iterator[Passage]:
    """The paragraphs of a Word file's body (ECMA-376 part 1, 17.3.1.22), in the order of its XML."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        body = etree.fromstring(package.read("word/document.xml"), parser)
    for fallback in list(body.iter(f"{_MC}Fallback")):
        fallback.clear(keep_tail=True)
    heading = ""
    for paragraph in body.iter(f"{_W}p"):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        name = str(style.get(f"{_W}val")) if style is not None else ""
        text = _MARKS.sub("", _text(paragraph, f"{_W}p", f"{_W}t", (f"{_W}tab", f"{_W}br")))
        if not text.strip() or _CONTENTS.fullmatch(name):
            continue
        if _HEADING.fullmatch(name):
            heading = text
        yield _passage(heading, text)


def _pptx_passages(data: bytes) -> Iterator[Passage]:
    """The paragraphs of a PowerPoint file, slide by slide in the order shown, each slide before its notes."""
    from pptx import Presentation  # takes a tenth of a second to import

    for slide in Presentation(BytesIO(data)).slides:
        title = slide.shapes.title
        heading = title.text_frame.text if title is not None else ""
        parts = [(slide, heading)]
        if slide.has_notes_slide:
            parts.append((slide.notes_slide, heading + NOTES))
        for part, place in parts:
            for shape in part.shapes:
                if shape.is_placeholder and shape.element.ph.get("type") in _FURNITURE:
                    continue
                for paragraph in shape.element.iter(f"{_A}p"):
                    text = _text(paragraph, f"{_A}p", f"{_A}t", (f"{_A}br",))
                    if text.strip():
                        yield _passage(place, text)


def _text(paragraph: etree._Element, kind: str, text: str, spaces: tuple[str, ...]) -> str:
    """The words of a paragraph itself, without those of paragraphs in text boxes that hang on it."""
    return "".join(
        " " if node.tag in spaces else node.text or ""
        for node in paragraph.iter(text, *spaces)
        if next(node.iterancestors(kind)) is paragraph
    )


_READERS = {".docx": _docx_passages, ".pptx": _pptx_passages}
