"""Durations and the names of countries and languages, as each language writes them: Unicode CLDR, through Babel."""

from __future__ import annotations

import re
from datetime import time

from babel.core import Locale, UnknownLocaleError
from babel.localedata import locale_identifiers
from babel.numbers import get_territory_currencies
from babel.units import format_unit

from packgen.problems import nearest

# The form of a language's tag (BCP 47).
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"

# Groupings, pseudo-locales and "unknown", which CLDR lists beside the countries.
_NO_COUNTRIES = frozenset(["EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"])


def duration(minutes: int, language: str) -> str:
    """Minutes in words: 80 in English is "80 minutes". `language` is a BCP 47 tag."""
    locale = locale_of(language)
    words = format_unit(minutes, "duration-minute", length="long", locale=locale)
    # Where a language's data has no long form, CLDR takes the short one (UTS #35, part 1, 4.1.2); Babel does not.
    return format_unit(minutes, "duration-minute", length="short", locale=locale) if "-" in words else words


def time_span(start: int, end: int, language: str) -> str:
    """From one time of day to another, both in minutes from midnight: in English of the US "9:30 – 9:45 AM".

    With 12 or 24 hours as the language's short times have it, in its interval format (UTS #35, part 4, 2.6.4).
    """
    from babel.dates import format_interval

    locale = locale_of(language)
    hours = "Hm" if "H" in locale.time_formats["short"].pattern else "hm"
    return format_interval(_time(start), _time(end), hours, locale=locale)


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def percent(share: float, language: str) -> str:
    """A share from 0 to 1 as a whole percentage: 0.4 in English is "40%"."""
    from babel.numbers import format_percent

    return format_percent(share, locale=locale_of(language))


def country_name(code: str, language: str, name: str) -> str:
    """The name of the country `code` (ISO 3166-1 alpha-2) in a language; `name` where CLDR has none."""
    return str(locale_of(language).territories.get(code.upper(), name))


def country_codes() -> dict[str, str]:
    """The codes that countries have (ISO 3166-1 alpha-2, in lower case), by their English names."""
    names = Locale("en").territories
    return {str(name): code.lower() for code, name in names.items() if len(code) == 2 and code not in _NO_COUNTRIES}


def country_currency(code: str) -> str:
    """The currency (ISO 4217) that the country `code` pays in today, "" where CLDR knows none."""
    found = get_territory_currencies(code.upper())
    return found[0] if found else ""


def language_name(language: str, in_language: str) -> str:
    """The name of a language in a language: "sw" in "en" is "Swahili"."""
    return locale_of(language).get_display_name(locale_of(in_language)) or language


def unknown_language(language: str) -> str:
    """Why `language` is not the BCP 47 tag of a language that CLDR knows, with the nearest one; "" if it is."""
    if re.match(LANGUAGE, language):
        try:
            locale_of(language)
        except (UnknownLocaleError, ValueError):
            wrong = f'CLDR knows no language "{language}"'
        else:
            return ""
    else:
        wrong = f'expected a language\'s tag such as "sw" or "zh-Hant", found "{language}"'
    return wrong + nearest(_lower(language), map(_lower, locale_identifiers()))


def _lower(tag: str) -> str:
    return tag.replace("_", "-").lower()


def locale_of(language: str) -> Locale:
    """The locale of a tag; for a country that CLDR has no data of in this language, that of the language."""
    try:
        return Locale.parse(language, sep="-", resolve_likely_subtags=True)
    except UnknownLocaleError:
        return Locale.parse(language.split("-")[0])
