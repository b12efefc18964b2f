"""PO files that are broken in a way that Babel lets pass: named with their line, as gettext's own tools do."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from babel.core import Locale
from babel.localedata import locale_identifiers
from babel.messages.plurals import PLURALS

from packgen.content.checks import check
from packgen.problems import Problems
from packgen.project import Project
from packgen.translation import catalogue
from packgen.translation import update as translate
from packgen.translation.syntax import plural_problem

HEAD = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)


def problems(path: Path, text: str, language: str = "sw") -> list[str]:
    path.write_text(text, encoding="utf-8")
    try:
        catalogue.read(path, language, "sw.po")
    except Problems as error:
        return [str(problem) for problem in error.problems]
    return []


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "The curriculum team"\nmsgstr "Timu ya mtaala\n',
        'msgid "The curriculum team"\nmsgstr Timu ya mtaala"\n',
        'msgid "The curriculum team"\nmsgstr "Timu ya "mtaala""\n',
        'msgid "The curriculum team"\nmsgstr "Timu ya mtaala\\"\n',
        'msgid "The curriculum team"\nmsgstr "Timu\\dya mtaala"\n',
        'msgid "The curriculum team"\nmsgstr ""\n"Timu ya \n"mtaala"\n',
        'msgid "The curriculum team"\nmsgstr\n',
        'msgid "The curriculum team"\nmsgstring "Timu"\n',
    ],
)
def test_a_broken_string_is_named_with_its_line(tmp_path: Path, entry: str) -> None:
    path = tmp_path / "sw.po"
    line = 7 if '"Timu ya \n' not in entry else 8
    message = r'expected a string in double quotes; within it, " is written \" and \ is written \\'
    assert problems(path, HEAD + entry) == [f"sw.po:{line}: not a valid PO file: {message}"]
    refused = subprocess.run(["msgfmt", "-o", "/dev/null", path], capture_output=True)
    assert refused.returncode != 0


def test_all_broken_strings_are_named_together(tmp_path: Path) -> None:
    found = problems(tmp_path / "sw.po", HEAD + 'msgid "a\nmsgstr "b"\n\nmsgid "c"\nmsgstr d\n')
    assert [problem.split(": ")[0] for problem in found] == ["sw.po:6", "sw.po:10"]


def test_a_broken_string_of_an_obsolete_entry_is_named_too(tmp_path: Path) -> None:
    """It may come back with its text."""
    found = problems(tmp_path / "sw.po", HEAD + '#~ msgid "a"\n#~ msgstr "b\n')
    assert [problem.split(": ")[0] for problem in found] == ["sw.po:7"]


def test_a_text_that_is_there_twice_is_named(tmp_path: Path) -> None:
    once = 'msgctxt "say"\nmsgid "Hello"\nmsgstr "Hujambo"\n\n'
    path = tmp_path / "sw.po"
    assert problems(path, HEAD + once + once) == ["sw.po:11: not a valid PO file: the text of line 7 is here again"]
    assert problems(path, HEAD + once + once.replace('"say"', '"title"')) == []
    assert problems(path, HEAD + once + once.replace('msgctxt "say"\n', "")) == []
    split = once.replace('msgid "Hello"', 'msgid ""\n"Hel"\n"lo"')
    assert problems(path, HEAD + once + split) == ["sw.po:11: not a valid PO file: the text of line 7 is here again"]


def test_what_other_tools_write_is_taken(tmp_path: Path) -> None:
    """Previous texts of plurals and of obsolete entries, line ends of Windows, a byte order mark."""
    text = HEAD + (
        '#, fuzzy\n#| msgid "a copy"\n#| msgid_plural "the "\n#| "copies"\nmsgid "one copy"\nmsgid_plural "copies"\n'
        'msgstr[0] "a"\nmsgstr[1] "b"\n\n'
        '#, fuzzy\n#~| msgid "Someone"\n#~ msgctxt "say"\n#~ msgid "Anybody"\n#~ msgstr "Mtu"\n'
    )
    path = tmp_path / "sw.po"
    assert problems(path, "\ufeff" + text.replace("\n", "\r\n")) == []
    messages = catalogue.read(path, "sw", "sw.po")
    assert [message.previous_id for message in messages if message.id] == [["a copy", "the copies"]]
    assert [(m.previous_id, m.fuzzy, m.context) for m in messages.obsolete.values()] == [(["Someone"], True, "say")]
    path.write_bytes(catalogue.written(messages))
    assert '#, fuzzy\n#~| msgid "Someone"\n#~ msgctxt "say"\n' in path.read_text(encoding="utf-8")
    subprocess.run(["msgfmt", "--check", "-o", "/dev/null", path], check=True)


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        ("nplurals=9; plural=(n != 1)", "nplurals=9, but the plural rule chooses the forms 0, 1"),
        ("nplurals=2; plural=n/0", "the plural rule cannot be reckoned: "),
        ("nplurals=2; plural=n%(n-7)", "the plural rule cannot be reckoned: "),
    ],
)
def test_a_wrong_plural_rule_is_named_with_its_line(project: Project, forms: str, expected: str) -> None:
    translate.update(project, ["sw"])
    path = project.catalogue_file("sw", "messages")
    text = path.read_text(encoding="utf-8").replace("nplurals=2; plural=(n != 1)", forms)
    path.write_text(text, encoding="utf-8")
    line = text.split("\n").index(f'"Plural-Forms: {forms};\\n"') + 1
    (found,) = map(str, check(project))
    assert found.startswith(f"locales/languages/sw/messages.po:{line}: not a valid PO file: {expected}")


def test_the_plural_rules_of_all_languages_are_taken() -> None:
    for language in sorted(PLURALS.keys() & set(locale_identifiers())):
        forms, rule = PLURALS[language]
        assert plural_problem(rule, forms, Locale.parse(language)) == "", language


def test_a_form_for_fractions_is_taken() -> None:
    rule = "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : n%1==0 ? 2 : 3"
    assert plural_problem(rule, 4, Locale.parse("uk")) == ""
