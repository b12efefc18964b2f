"""A catalogue brought up to date: each of today's texts takes the translation that is known for it, or the nearest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from babel.messages.catalog import Catalog, Message

from packgen.problems import Source
from packgen.translation.catalogue import has_string, locale_of, new_catalogue, text_of

HEADER = """\
# {language} translation of {what}.
# DRAFT: machine-made, needs a native reader's review before it is printed for a room.
#"""

# The text of an entry, or of one that counts things, what it says of one and of several.
Id = str | tuple[str, ...]

# Texts that share fewer of their trigrams than this (Dice's coefficient) are not taken for an old and a new wording.
ALIKE = 0.5


def updated(old: Catalog | None, new: Catalog, language: str, what: str) -> Catalog:
    """The template `new` with the translations of `old` kept.

    A text that moved keeps its translation; one that changed keeps it as fuzzy, with the previous text shown, until it
    says again what was translated; one that is gone is kept as obsolete.
    """
    locale = locale_of(language, Source(what, 1))
    result = new_catalogue(what, HEADER.format(language=locale.english_name, what=what), locale)
    if old is not None:
        result.mime_headers = [("Plural-Forms", old.plural_forms)]
        result.header_comment = old.header_comment
        result.last_translator, result.language_team = old.last_translator, old.language_team
    known = [] if old is None else [each for each in (*old.obsolete.values(), *old) if each.id and has_string(each)]
    messages = [message.clone() for message in new if message.id]
    left = _carry_over(known, messages)
    notes = {} if old is None else {_home(message): message.user_comments for message in old}
    for message in messages:
        message.user_comments = message.user_comments or notes.get(_home(message), [])
        result[message.id] = message
    for message in left:
        result.obsolete[message.context or "", text_of(message)] = message
    return result


def _carry_over(known: Sequence[Message], messages: Sequence[Message]) -> list[Message]:
    """Puts the best known translation into each message; gives the known ones that no message took.

    What is certain goes first, so that no guess takes a translation whose own text is still there. Where two would do,
    the later one of `known` is taken.
    """
    taken: set[int] = set()

    def assign(pairs: Iterable[tuple[Message, Message]]) -> None:
        for message, old in pairs:
            _take(message, old)
            taken.add(id(old))

    def waiting() -> list[Message]:
        return [message for message in messages if not has_string(message)]

    def left() -> list[Message]:
        return [old for old in known if id(old) not in taken]

    at_home = {_home(old): old for old in known}
    assign((message, at_home[_home(message)]) for message in waiting() if _home(message) in at_home)
    as_before = {(old.context, _meant(old)): old for old in left()}
    assign((message, as_before[_home(message)]) for message in waiting() if _home(message) in as_before)
    elsewhere = {_id(old): old for old in sorted(known, key=lambda old: not old.fuzzy)}
    assign((message, elsewhere[_id(message)]) for message in waiting() if _id(message) in elsewhere)
    assign(_nearest(waiting(), left(), same_place=True, alike=0))
    assign(_nearest(waiting(), left(), same_place=False, alike=ALIKE))
    return left()


def _id(message: Message) -> Id:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def _home(message: Message) -> tuple[str | None, Id]:
    return message.context, _id(message)


def _meant(old: Message) -> Id:
    """The text that a translation belongs to: of a fuzzy one, the previous text."""
    if not (old.fuzzy and old.previous_id):
        return _id(old)
    return old.previous_id[0] if isinstance(old.id, str) else tuple(old.previous_id)


def _take(message: Message, old: Message) -> None:
    """Gives `message` the translation of `old`, as fuzzy when it belongs to another text."""
    meant = _meant(old)
    message.string = old.string
    message.user_comments = old.user_comments
    if _id(message) == _id(old):
        message.flags |= old.flags & {"fuzzy"}
        message.previous_id = old.previous_id
    elif _id(message) != meant:
        message.flags.add("fuzzy")
        known = not old.fuzzy or old.previous_id  # of a guess nobody knows what it belongs to
        message.previous_id = ([meant] if isinstance(meant, str) else list(meant)) if known else []


def _nearest(
    messages: Sequence[Message], left: Sequence[Message], *, same_place: bool, alike: float
) -> Iterator[tuple[Message, Message]]:
    """Each message with the translation whose text is most like its own; the pairs that are most alike go first."""
    trigrams = [_trigrams(_meant(old)) for old in left]
    pairs: list[tuple[float, int, int]] = []
    for at, message in enumerate(messages):
        own = _trigrams(_id(message))
        for old_at, old in enumerate(left):
            if same_place and (not message.context or message.context != old.context):
                continue
            if message.pluralizable == old.pluralizable:
                likeness = 2 * len(own & trigrams[old_at]) / (len(own) + len(trigrams[old_at]))
                pairs.append((likeness, -at, old_at))
    paired: set[int] = set()
    used: set[int] = set()
    for likeness, at, old_at in sorted(pairs, reverse=True):
        if likeness >= alike and at not in paired and old_at not in used:
            paired.add(at)
            used.add(old_at)
            yield messages[-at], left[old_at]


def _trigrams(text: Id) -> set[str]:
    """Every three letters that follow each other, the ends of the text counting as spaces."""
    padded = f"  {text if isinstance(text, str) else text[0]} ".casefold()
    return {padded[at : at + 3] for at in range(len(padded) - 2)}
