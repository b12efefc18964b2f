"""A page's language: its fixed words, and names, sizes and dates as it writes them (Unicode CLDR, through Babel)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from gettext import NullTranslations

from babel.core import UnknownLocaleError
from babel.dates import format_date
from babel.units import format_unit

from packgen.cldr import country_name, language_name, locale_of
from packgen.writers.scripts import is_rtl


@dataclass(frozen=True, slots=True)
class Words:
    """One page language (BCP 47). `countries`: the English names of countries that CLDR may not know, by code."""

    language: str
    messages: NullTranslations
    countries: Mapping[str, str]

    @property
    def direction(self) -> str:
        """The value of HTML's dir."""
        return "rtl" if is_rtl(self.language) else "ltr"

    def country(self, code: str) -> str:
        """A country's name in this language; a region of the project's own as the catalogue has it."""
        name = self.countries.get(code, code.upper())
        return country_name(code, self.language, self.messages.gettext(name))

    def language_of(self, language: str) -> str:
        """A language's name in this language."""
        return language_name_in(language, self.language)

    def size(self, count: int) -> str:
        """Bytes as people say them: "530 kB", "1.2 MB"."""
        locale = locale_of(self.language)
        if count < 1_000_000:
            return format_unit(count / 1000, "digital-kilobyte", length="short", format="#,##0", locale=locale)
        return format_unit(count / 1_000_000, "digital-megabyte", length="short", format="#,##0.0", locale=locale)

    def date(self, day: date) -> str:
        return format_date(day, "medium", locale=locale_of(self.language))


def language_name_in(language: str, in_language: str) -> str:
    """The name of a language in a language (its own, above all); the tag for one that CLDR does not know."""
    try:
        return language_name(language, in_language)
    except UnknownLocaleError:
        return language


# Letters of the Ukrainian alphabet that Unicode has elsewhere, or as an accented one: each after the letter before it.
_UKRAINIAN = str.maketrans(
    {"ґ": "г\uffff", "є": "е\uffff", "і": "и\uffff", "ї": "и\uffff\uffff", "й": "и\uffff\uffff\uffff"}
)


def sort_key(name: str) -> str:
    """What names are sorted by: their letters in one case, without accents."""
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_UKRAINIAN))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
