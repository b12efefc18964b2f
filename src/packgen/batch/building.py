"""One pack: its documents rendered or taken from the cache, its README, its zip. Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from packgen.batch.fingerprints import document_key, document_parts, templates_key
from packgen.batch.kept import unpacked
from packgen.batch.orders import MadeDocument, MadePack, Order
from packgen.batch.rendering import Tools, composed, load_tools, mistakes, written
from packgen.compose import DocumentInfo, documents, trainer_ids
from packgen.content.load import load_country
from packgen.content.localize import Localized, localize
from packgen.content.schedule import left_out
from packgen.content.session_checks import session_problems
from packgen.markdown import plain_text
from packgen.packs.pack import FOLDERS, PackFile, pack_zip
from packgen.print_plan import print_plan
from packgen.problems import Problem, Problems, Source
from packgen.project import Project
from packgen.translation.untranslated import lacking, lacking_words

# Told the document, and the share of the pack (0 to 1) that is done, when it is begun and when it is made; what it
# raises ends the build there.
Tell = Callable[[str, float], None]


def build_pack(order: Order, tell: Tell) -> MadePack:
    """Makes the pack. What is wrong with it or with one of its documents is told in what it gives; never raised."""
    try:
        return _made(order, tell)
    except Problems as error:
        return MadePack(problems=error.problems)
    except Exception as error:  # one pack that nobody foresaw does not stop the others
        name = order.pack.info.name
        return MadePack(problems=(Problem(Source(name, 0), f"cannot be built: {type(error).__name__}: {error}"),))


def _made(order: Order, tell: Tell) -> MadePack:
    pack = order.pack
    country = load_country(pack.project, pack.country)
    localized = localize(pack.project, pack.session, country, pack.language)
    tools = _tools(pack.project, pack.theme or country.theme, templates_key(order.origin.inputs, order.toolchain))
    mistaken = tuple(session_problems(localized.view, trainer_ids(tools.templates)))
    if mistaken:
        raise Problems(mistaken)
    left_out(localized.view.session, pack.occasion.minutes)  # raises Problems when there is too little time
    words = lacking_words(localized, pack.language)
    infos = [
        info
        for info in documents(tools.templates, localized.session)
        if not pack.documents or info.id in pack.documents
    ]
    made: list[MadeDocument] = []
    problems: list[Problem] = []
    for at, info in enumerate(infos):
        tell(info.id, at / len(infos))
        try:
            made.append(_document(order, localized, info, tools))
        except Problems as error:
            problems += error.problems
        tell(info.id, (at + 1) / len(infos))
    files = [file for document in made for file in document.files]
    plan = ""
    if not problems and pack.is_whole:
        try:
            plan = print_plan(tools.templates, localized, infos, *_pages(files), pack.occasion)
        except Problems as error:
            problems += error.problems
    untranslated = len(localized.untranslated) + len(words.found)
    if pack.strict and untranslated:
        problems += lacking(pack.project, localized, words.found, pack.language)
    data = None
    if not problems and pack.is_whole:
        data = pack_zip(pack.info, plain_text(localized.session.title), files, plan, order.origin)
    dropped = left_out(localized.session, pack.occasion.minutes)
    # A text that stands in several documents is wrong in each of them.
    return MadePack(tuple(made), data, tuple(dict.fromkeys(problems)), untranslated, dropped)


@lru_cache(maxsize=4)
def _tools(project: Project, theme: str, key: str) -> Tools:  # noqa: ARG001
    """The tools, loaded once a process as long as `key` is the same: what they are made from."""
    return load_tools(project, theme)


def _document(order: Order, localized: Localized, info: DocumentInfo, tools: Tools) -> MadeDocument:
    formats = order.pack.formats
    with mistakes(localized, info, tools):
        document = composed(localized, info, tools, order.pack.occasion)
        date = str(order.origin.options.get("source-date-epoch", ""))
        parts = document_parts(document, tools.theme, order.toolchain, formats, date)
        kept = order.cache.get(document_key(parts)) if order.cache else None
        files = written(document, info, tools, formats) if kept is None else unpacked(kept)
    if order.pack.documents and not files:
        template = Source(f"{tools.templates.folder.name}/{info.template}", 1)
        raise Problems.one(template, f"{info.id} is never written as {' or '.join(formats)}")
    return MadeDocument(info.id, parts, files, kept is not None)


def _pages(files: Sequence[PackFile]) -> tuple[dict[str, tuple[str, int]], dict[str, tuple[str, int]]]:
    """The folder and the pages of every document that is printed, then of every deck that is shown."""
    decks = {file.document for file in files if file.format == "pptx"}
    pages = {file.document: (FOLDERS[file.audience], file.pages) for file in files}
    printed = {document: found for document, found in pages.items() if document not in decks}
    return printed, {document: pages[document] for document in pages if document in decks}
