"""What Babel lets pass in a PO file and gettext's own tools refuse: broken strings, a text that is there twice, plural
rules that cannot be reckoned or do not fit the number of forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from gettext import c2py

from babel.core import Locale

from packgen.problems import Problem, Source

_LINE = re.compile(r"(?:(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)(?=[\s\"]|$))?\s*(.*)")
_STRING = re.compile(r'"(?:[^"\\]|\\["\\ntr])*"')

# Numbers that a plural rule is tried out with: those of the rules of all languages in CLDR repeat within the first
# thousand, apart from a form for millions.
_NUMBERS = (*range(1001), 1_000_000)


def syntax_problems(text: str, name: str) -> Iterator[Problem]:
    """The problems of a PO file's strings, each at its line; `name` is what errors call the file."""
    seen: dict[tuple[str, str], int] = {}
    context = msgid = last = ""
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        obsolete = stripped.startswith("#~") and not stripped.startswith("#~|")
        if obsolete:
            stripped = stripped[2:].strip()
        if not stripped or stripped.startswith("#"):
            continue
        keyword, words = _LINE.fullmatch(stripped).groups()  # type: ignore[union-attr]  # it takes any line
        if not _STRING.fullmatch(words):
            message = r'expected a string in double quotes; within it, " is written \" and \ is written \\'
            yield Problem(Source(name, number), f"not a valid PO file: {message}")
        else:
            words = words[1:-1]
        match keyword:
            case _ if obsolete:
                continue
            case "msgctxt":
                context = words
            case "msgid":
                context, msgid, start = context if last == "msgctxt" else "", words, number
            case "msgstr" | "msgstr[0]":
                first = seen.setdefault((context, msgid), start)
                if first != start:
                    yield Problem(Source(name, start), f"not a valid PO file: the text of line {first} is here again")
            case None if last == "msgctxt":
                context += words
            case None if last == "msgid":
                msgid += words
        last = keyword or last


def plural_problem(rule: str, forms: int, locale: Locale) -> str:
    """What is wrong with a plural rule (a C expression) that chooses among so many forms; "" if nothing is.

    Some tools keep a form for fractions, which no rule for whole numbers chooses: the language must have so many.
    """
    try:
        plural = c2py(rule)
        chosen = {plural(number) for number in _NUMBERS}
    except (ValueError, ArithmeticError) as error:
        return f"the plural rule cannot be reckoned: {error}"
    language_s = len(locale.plural_form.tags) + 1  # CLDR leaves out "other", which every language has
    if max(chosen) >= forms or len(chosen) < forms > language_s:
        return f"nplurals={forms}, but the plural rule chooses the forms {', '.join(map(str, sorted(chosen)))}"
    return ""
