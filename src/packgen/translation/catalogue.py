"""gettext catalogues: one a language and session, and one a language for the fixed words of the templates.

`msgctxt` is the item's id path, `msgid` the source's Markdown. A country's own text stands at the path of the text it
replaces, with its own msgid, so one catalogue holds every country's texts. Fuzzy entries count as untranslated, as for
every gettext tool.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from gettext import GNUTranslations, NullTranslations
from io import BytesIO, StringIO
from pathlib import Path

from babel.core import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, denormalize, normalize, read_po, write_po

from packgen import cldr
from packgen.content.yamltree import LONGEST_TEXT, UNPRINTABLE, unprintable
from packgen.problems import Problems, Source
from packgen.translation.syntax import plural_problem, syntax_problems

__all__ = [
    "MESSAGES",
    "Catalog",
    "Entry",
    "Message",
    "Status",
    "lookup",
    "read",
    "status",
    "template",
    "translations",
    "written",
]

# The catalogue of the templates' fixed words.
MESSAGES = "messages"


@dataclass(frozen=True, slots=True)
class Entry:
    """A text to translate: its id path, what it says, where it was written, a word for translators.

    `plural` is what it says of several things, "" when it counts nothing.
    """

    path: str
    markdown: str
    source: Source
    comment: str
    plural: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """How far one catalogue is: numbers of texts, and of source words that wait for a translation."""

    translated: int
    fuzzy: int
    missing: int
    words_left: int


def locale_of(language: str, source: Source) -> Locale:
    """Babel's locale of a BCP 47 tag. Raises Problems for one that CLDR does not know."""
    wrong = cldr.unknown_language(language)
    if wrong:
        raise Problems.one(source, wrong)
    return cldr.locale_of(language)


def template(entries: Iterable[Entry], what: str) -> Catalog:
    """The catalogue template (POT) of the entries; one entry for every place and text."""
    catalog = new_catalogue(what, f"# Texts of {what}, for translation.\n#")
    for entry in entries:
        catalog.add(
            (entry.markdown, entry.plural) if entry.plural else entry.markdown,
            locations=[(entry.source.file, entry.source.line)],
            auto_comments=[entry.comment] if entry.comment else [],
            context=entry.path or None,
        )
    return catalog


def new_catalogue(what: str, header: str, locale: Locale | None = None) -> Catalog:
    """An empty catalogue of a language, or an empty template; `what` says of which texts."""
    return Catalog(
        locale=locale,
        project=f"packgen: {what}",
        version="1",
        fuzzy=False,
        header_comment=header,
        last_translator="none yet: machine-made draft" if locale else None,
        language_team=f"{locale.english_name}" if locale else None,
    )


def read(path: Path, language: str, name: str) -> Catalog:
    """The catalogue in a PO file; `name` is what errors call it. Raises Problems."""
    source = Source(name, 1)
    locale = locale_of(language, source)
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise Problems.one(source, f"the file is larger than {_LARGEST // 1_000_000} MB")
        text = data.decode("utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        raise Problems.one(source, f"cannot be read: {error}") from None
    found = UNPRINTABLE.search(text)
    if found:
        raise Problems.one(Source(name, text.count("\n", 0, found.start()) + 1), unprintable(found.group()))
    broken = tuple(syntax_problems(text, name))
    if broken:
        raise Problems(broken)
    text = re.sub("(?m)^#~[|]", "#|", text)  # the previous text of an obsolete entry, as gettext writes it
    try:
        catalog = read_po(StringIO(text), locale=locale, abort_invalid=True)
    except PoFileError as error:
        raise Problems.one(Source(name, max(error.lineno + 1, 1)), f"not a valid PO file: {error}") from None
    except Exception as error:  # Babel reads the header with parsers of many kinds, each with errors of its own
        raise Problems.one(source, f"not a valid PO file: {error}") from None
    catalog.charset = "utf-8"
    wrong = plural_problem(catalog.plural_expr, catalog.num_plurals, locale)
    if wrong:
        line = text.count("\n", 0, max(text.find("Plural-Forms:"), 0)) + 1
        raise Problems.one(Source(name, line), f"not a valid PO file: {wrong}")
    longest = max((message for message in catalog), key=_length, default=None)
    if longest and _length(longest) > LONGEST_TEXT:
        message = f"a text is longer than {LONGEST_TEXT} characters"
        raise Problems.one(Source(name, longest.lineno or 1), message)
    lines = _translation_lines(text)
    for message in (*catalog, *catalog.obsolete.values()):
        _restore_previous(message)
        message.lineno = lines.get(message.lineno or 0, message.lineno)
    return catalog


def _translation_lines(text: str) -> dict[int, int]:
    """The line where each entry's translation begins, by the line of its msgid, which is all that Babel tells."""
    found: dict[int, int] = {}
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        if stripped.startswith("msgid "):
            start = number
        elif stripped.startswith(("msgstr ", "msgstr[0] ")):
            found[start] = number + 1 if stripped.endswith(' ""') else number
    return found


def _length(message: Message) -> int:
    """The characters of an entry's translation, in all its forms."""
    forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return sum(len(form or "") for form in forms) if message.id else 0


def _restore_previous(message: Message) -> None:
    """Takes "#| msgid" lines, which Babel reads as a translator's comments, back as the previous text."""
    lines = [line[1:].strip() for line in message.user_comments if line.startswith("|")]
    message.user_comments = [line for line in message.user_comments if not line.startswith("|")]
    texts: dict[str, str] = {}
    keyword = ""
    for line in lines:
        words, quote, string = line.partition('"')
        keyword = words.strip() or keyword
        texts[keyword] = texts.get(keyword, "") + denormalize(quote + string)
    message.previous_id = [texts[name] for name in ("msgid", "msgid_plural") if name in texts]


def written(catalog: Catalog) -> bytes:
    """The PO file of a catalogue: no clock in it, so that the same texts give the same bytes."""
    marked = deepcopy(catalog)
    messages: dict[str, Message] = {}
    for at, message in enumerate((*marked, *marked.obsolete.values())):
        if message.previous_id or message.fuzzy:
            mark = f"{_MARK}{at}"
            messages[mark] = message
            message.user_comments = [mark, *message.user_comments]
    buffer = BytesIO()
    write_po(buffer, marked, width=_WIDTH, omit_header=False)
    lines = buffer.getvalue().decode().split("\n")
    kept = (line for line in lines if not line.startswith(_CLOCK))
    return "\n".join(_with_previous(kept, messages)).encode()


def _with_previous(lines: Iterable[str], messages: Mapping[str, Message]) -> Iterator[str]:
    """The lines of a PO file with "#| msgid" lines before the msgctxt of marked entries, the marks left out.

    Babel would wrap them as it wraps comments, in the middle of a string. Of obsolete entries it leaves the flag out.
    """
    waiting: Message | None = None
    for line in lines:
        mark = line.removeprefix("# ")
        if mark in messages:
            waiting = messages[mark]
            continue
        text = line.removeprefix("#~ ")
        if waiting is not None and text.startswith(("msgctxt", "msgid")):
            obsolete = text != line
            if obsolete and waiting.fuzzy:
                yield "#, fuzzy"
            for keyword, previous in zip(("msgid", "msgid_plural"), waiting.previous_id, strict=False):
                first, *rest = normalize(previous, width=_WIDTH).split("\n")
                for chunk in (f"{keyword} {first}", *rest):
                    yield f"{'#~|' if obsolete else '#|'} {chunk}"
            waiting = None
        yield line


_MARK = "previous text "
_WIDTH = 100  # columns of a PO file
_LARGEST = 3_000_000  # bytes of a PO file: ten times one that ships

# Lines of the header that tell times, tools or nothing.
_CLOCK = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By', '"Report-Msgid-Bugs-To')


def text_of(message: Message) -> str:
    """The source text of an entry; of one that counts things, what it says of one."""
    return message.id if isinstance(message.id, str) else message.id[0]


def has_string(message: Message) -> bool:
    """Whether an entry has a translation, or some of its plural forms."""
    return bool(message.string if isinstance(message.string, str) else any(message.string or ()))


def _is_whole(message: Message, plurals: int) -> bool:
    """Whether a message that counts things has all the forms that its language needs."""
    forms = message.string or ()
    return isinstance(forms, str) or (len(forms) == plurals and all(forms))


def status(catalog: Catalog) -> Status:
    """How far the catalogue is."""
    translated = fuzzy = missing = words = 0
    for message in catalog:
        if not message.id:
            continue
        if not has_string(message) or not _is_whole(message, catalog.num_plurals):
            missing += 1
        elif message.fuzzy:
            fuzzy += 1
        else:
            translated += 1
            continue
        words += len(text_of(message).split())
    return Status(translated, fuzzy, missing, words)


def lookup(catalog: Catalog, name: str) -> Mapping[tuple[str, str], tuple[str, Source]]:
    """Translations by (id path, source Markdown), each with its place in the file `name`; no fuzzy and empty ones."""
    return {
        (message.context or "", message.id): (message.string, Source(name, message.lineno or 1))
        for message in catalog
        if isinstance(message.id, str) and message.id and isinstance(message.string, str)
        and message.string and not message.fuzzy
    }  # fmt: skip


def translations(catalog: Catalog) -> NullTranslations:
    """The catalogue as gettext() and ngettext() read it; fuzzy and empty entries are left out."""
    buffer = BytesIO()
    write_mo(buffer, catalog)
    buffer.seek(0)
    return GNUTranslations(buffer)
