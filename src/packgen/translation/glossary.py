"""A language's glossary: terms that all its texts translate alike, kept beside its catalogues."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from packgen.content.yamltree import Scalar, Sequence, read
from packgen.problems import Problem, Problems, Source
from packgen.project import Project


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the source language, and the forms (or stems) of which a translation must hold one."""

    source: str
    forms: tuple[str, ...]
    pattern: re.Pattern[str]

    def missing(self, message: str, translation: str) -> bool:
        """Whether `message` holds the term and its translation none of the forms (letters' case does not count)."""
        if not self.pattern.search(message):
            return False
        words = translation.casefold()
        return not any(form.casefold() in words for form in self.forms)


def load_glossary(project: Project, language: str) -> tuple[Term, ...]:
    """The terms of locales/languages/<language>/glossary.yaml, longest first; none where there is no such file.

    Raises Problems, all mistakes of the file together.
    """
    path = project.glossary_file(language)
    if not path.is_file():
        return ()
    tree = read(path, project.name(path))
    problems: list[Problem] = []
    terms: list[Term] = []
    for term, node in tree.items.items():
        if not isinstance(node, Sequence) or not node.items or not all(isinstance(form, Scalar) for form in node.items):
            problems.append(Problem(tree.keys[term], f'"{term}": expected a list of forms, such as [mshirika]'))
            continue
        terms.append(Term(term, tuple(str(form) for form in node.items), _pattern(term)))
    if problems:
        raise Problems(problems)
    return tuple(sorted(terms, key=lambda term: -len(term.source)))


def _pattern(term: str) -> re.Pattern[str]:
    """The term as whole words, also in its regular plural."""
    plural = f"(?:{re.escape(term[:-1])}ies|{re.escape(term)}s?)" if term.endswith("y") else f"{re.escape(term)}s?"
    return re.compile(rf"\b{plural}\b", re.IGNORECASE)


def glossary_problems(terms: tuple[Term, ...], message: str, translation: str, source: Source) -> Iterator[Problem]:
    """A problem for each term of `message` that its translation does not have; a longer term hides those inside it."""
    left = message
    for term in terms:
        if term.missing(left, translation):
            forms = ", ".join(f'"{form}"' for form in term.forms)
            yield Problem(source, f'the glossary has "{term.source}" as {forms}; the translation has none of these')
        left = term.pattern.sub(" ", left)
