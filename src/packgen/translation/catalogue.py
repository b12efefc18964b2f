"""gettext catalogues: one a language and session, and one a language for the fixed words of the templates.

`msgctxt` is the item's id path, `msgid` the source's Markdown. A country's own text stands at the path of the text it
replaces, with its own msgid, so one catalogue holds every country's texts. Fuzzy entries count as untranslated, as for
every gettext tool.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from gettext import GNUTranslations, NullTranslations, c2py
from io import BytesIO, StringIO
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, denormalize, normalize, read_po, write_po

from packgen.content.yamltree import LONGEST_TEXT, UNPRINTABLE, unprintable
from packgen.problems import Problems, Source

__all__ = [
    "MESSAGES",
    "Catalog",
    "Entry",
    "Status",
    "lookup",
    "read",
    "status",
    "template",
    "translations",
    "updated",
    "written",
]

# The catalogue of the templates' fixed words.
MESSAGES = "messages"

HEADER = """\
# {language} translation of {what}.
# DRAFT: machine-made, needs a native reader's review before it is printed for a room.
#"""


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
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        raise Problems.one(source, f'"{language}" is no language that CLDR knows; write a tag such as "sw"') from None


def template(entries: Iterable[Entry], what: str) -> Catalog:
    """The catalogue template (POT) of the entries; one entry for every place and text."""
    catalog = _new(what, f"# Texts of {what}, for translation.\n#")
    for entry in entries:
        catalog.add(
            (entry.markdown, entry.plural) if entry.plural else entry.markdown,
            locations=[(entry.source.file, entry.source.line)],
            auto_comments=[entry.comment] if entry.comment else [],
            context=entry.path or None,
        )
    return catalog


def _new(what: str, header: str, locale: Locale | None = None) -> Catalog:
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
    try:
        catalog = read_po(StringIO(text), locale=locale, abort_invalid=True)
        c2py(catalog.plural_expr)
    except PoFileError as error:
        raise Problems.one(Source(name, max(error.lineno + 1, 1)), f"not a valid PO file: {error}") from None
    except Exception as error:  # Babel reads the header with parsers of many kinds, each with errors of its own
        raise Problems.one(source, f"not a valid PO file: {error}") from None
    catalog.charset = "utf-8"
    longest = max((message for message in catalog), key=_length, default=None)
    if longest and _length(longest) > LONGEST_TEXT:
        message = f"a text is longer than {LONGEST_TEXT} characters"
        raise Problems.one(Source(name, longest.lineno or 1), message)
    for message in (*catalog, *catalog.obsolete.values()):
        _restore_previous(message)
    return catalog


def _length(message: Message) -> int:
    """The characters of an entry's translation, in all its forms."""
    forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return sum(len(form or "") for form in forms) if message.id else 0


def _restore_previous(message: Message) -> None:
    """Takes "#| msgid" lines, which Babel reads as a translator's comments, back as the previous text."""
    lines = [line[1:].strip() for line in message.user_comments if line.startswith("|")]
    if lines:
        message.user_comments = [line for line in message.user_comments if not line.startswith("|")]
        texts = "\n".join(lines).split("msgid ", 1)
        message.previous_id = [denormalize(texts[1])] if len(texts) > 1 else []


def written(catalog: Catalog) -> bytes:
    """The PO file of a catalogue: no clock in it, so that the same texts give the same bytes."""
    marked = deepcopy(catalog)
    previous: dict[str, str] = {}
    for at, message in enumerate(marked):
        if message.previous_id:
            mark = f"{_MARK}{at}"
            previous[mark] = message.previous_id[0]
            message.user_comments = [mark, *message.user_comments]
    buffer = BytesIO()
    write_po(buffer, marked, width=_WIDTH, omit_header=False)
    lines = buffer.getvalue().decode().split("\n")
    kept = (line for line in lines if not line.startswith(_CLOCK))
    return "\n".join(_with_previous(kept, previous)).encode()


def _with_previous(lines: Iterable[str], previous: Mapping[str, str]) -> Iterator[str]:
    """The lines of a PO file with "#| msgid" lines before the msgctxt of marked entries, the marks left out.

    Babel would wrap them as it wraps comments, in the middle of a string.
    """
    waiting: str | None = None
    for line in lines:
        mark = line.removeprefix("# ")
        if mark in previous:
            waiting = previous[mark]
            continue
        if waiting is not None and line.startswith(("msgctxt", "msgid")):
            first, *rest = normalize(waiting, width=_WIDTH).split("\n")
            yield f"#| msgid {first}"
            yield from (f"#| {chunk}" for chunk in rest)
            waiting = None
        yield line


_MARK = "previous text "
_WIDTH = 100  # columns of a PO file
_LARGEST = 3_000_000  # bytes of a PO file: ten times one that ships

# Lines of the header that tell times, tools or nothing.
_CLOCK = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By', '"Report-Msgid-Bugs-To')


def updated(old: Catalog | None, new: Catalog, language: str, what: str) -> Catalog:
    """The template `new` with the translations of `old` kept.

    A text that moved keeps its translation; one that changed keeps it as fuzzy, with the previous text shown; one that
    is gone is kept as obsolete.
    """
    locale = locale_of(language, Source(what, 1))
    header = HEADER.format(language=locale.english_name, what=what)
    result = _new(what, header, locale)
    if old is not None:
        result.header_comment = old.header_comment
        result.last_translator, result.language_team = old.last_translator, old.language_team
    known = _Known(old)
    for message in new:
        if message.id:
            result[message.id] = known.translate(message.clone())
    for message in known.unused():
        result.obsolete[_text_of(message)] = message
    return result


def _text_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


class _Known:
    """The translations that an older catalogue holds, found by place and text, by text, and by place."""

    def __init__(self, old: Catalog | None) -> None:
        self._exact: dict[tuple[str | None, object], Message] = {}
        self._by_text: dict[object, Message] = {}
        self._by_place: dict[str | None, list[Message]] = defaultdict(list)
        self._used: set[int] = set()
        messages = [] if old is None else [*old, *old.obsolete.values()]
        for message in messages:
            if message.id and _has_string(message):
                self._exact[message.context, message.id] = message
                self._by_text.setdefault(message.id, message)
                self._by_place[message.context].append(message)

    def translate(self, message: Message) -> Message:
        """`message` with the best translation that is known."""
        found = self._exact.get((message.context, message.id)) or self._by_text.get(message.id)
        if found is not None:
            self._used.add(id(found))
            message.string = found.string
            message.flags |= found.flags & {"fuzzy"}
            message.previous_id = found.previous_id
            message.user_comments = found.user_comments
            return message
        replaced = [old for old in self._by_place[message.context] if id(old) not in self._used]
        if replaced and message.context and isinstance(replaced[-1].id, str):
            old = replaced[-1]
            self._used.add(id(old))
            message.string = old.string
            message.flags.add("fuzzy")
            message.previous_id = [_text_of(old)]
        return message

    def unused(self) -> Iterable[Message]:
        """Translations of texts that are no longer there."""
        return [message for message in self._exact.values() if id(message) not in self._used]


def _has_string(message: Message) -> bool:
    return bool(message.string if isinstance(message.string, str) else message.string and message.string[0])


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
        if not _has_string(message) or not _is_whole(message, catalog.num_plurals):
            missing += 1
        elif message.fuzzy:
            fuzzy += 1
        else:
            translated += 1
            continue
        words += len(_text_of(message).split())
    return Status(translated, fuzzy, missing, words)


def lookup(catalog: Catalog) -> Mapping[tuple[str, str], str]:
    """Translations by (id path, source Markdown); fuzzy and empty ones are left out."""
    return {
        (message.context or "", message.id): message.string
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
