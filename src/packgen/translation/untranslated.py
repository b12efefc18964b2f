"""What a language lacks: texts of the session without a translation, and fixed words of the templates."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import NullTranslations

from packgen.content.localize import Localized, language_tag
from packgen.problems import Problem, Source
from packgen.project import Project
from packgen.rendered import in_language


class LackingWords(NullTranslations):
    """The last resort of a catalogue: gives the source's words, marked as such, and notes which were asked for."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self.found: dict[str, None] = {}

    def gettext(self, message: str) -> str:
        self.found[message] = None
        return in_language(super().gettext(message), self._language)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.found[msgid1] = None
        return in_language(super().ngettext(msgid1, msgid2, n), self._language)


def lacking_words(localized: Localized, language: str) -> LackingWords:
    """Notes, from now on, the fixed words that `localized` is asked for and `language` lacks, and marks their language.

    The source's own words lack nothing.
    """
    source = localized.session.language
    found = LackingWords(language_tag(source, localized.country))
    if language.split("-")[0] != source.split("-")[0]:
        localized.messages.add_fallback(found)
    return found


def lacking(project: Project, localized: Localized, words: Iterable[str], language: str) -> tuple[Problem, ...]:
    """A problem for every text and every fixed word that `language` lacks, where it is written, with its id path."""
    texts = [Problem(text.source, f'not translated into "{language}": {text.path}') for text in localized.untranslated]
    return (*texts, *_word_problems(project, tuple(words), language))


def _word_problems(project: Project, words: tuple[str, ...], language: str) -> list[Problem]:
    if not words:
        return []
    from packgen.translation.extract import message_entries

    sources = {entry.markdown: entry.source for entry in message_entries(project)}
    elsewhere = Source(project.templates.name, 0)
    return [Problem(sources.get(word, elsewhere), f'not translated into "{language}": "{word}"') for word in words]
