"""A folder of filled forms -> their answers in one table, without anything that tells who or where from."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from packgen.compose import Templates, compose, documents
from packgen.content.load import load_country
from packgen.content.localize import Localized, language_tag, localize
from packgen.document import Document
from packgen.forms.docx import read_docx
from packgen.forms.form import Field, Form, Identifier, NotAForm, fields
from packgen.forms.pdf import read_pdf
from packgen.problems import Problem, Problems, Source, nearest
from packgen.project import Project

Name = TypeVar("Name", str, tuple[str, str])

TICKED = "✓"

_READERS: Mapping[str, Callable[..., Form]] = {".pdf": read_pdf, ".docx": read_docx}
_LARGEST_FILE = 50_000_000  # bytes

# What a spreadsheet takes for the start of a formula (OWASP, CSV injection); full-width forms count in East Asia.
_FORMULA = tuple("=+-@＝＋－＠\t\r")


@dataclass(frozen=True, slots=True)
class Collected:
    """The forms in an order that tells nothing of the files', and why other files are left out."""

    forms: tuple[Form, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A column of the table: of which session and document, and the field as the reader's language has it."""

    session: str
    document: str
    field: Field


@dataclass
class Editions:
    """The documents of a project as forms ask them, each composed once."""

    project: Project
    _localized: dict[tuple[str, str, str], Localized] = field(default_factory=dict)
    _documents: dict[Identifier, Document] = field(default_factory=dict)

    def asked(self, identifier: Identifier) -> tuple[Field, ...]:
        """The fields of a document. Raises NotAForm where the project has none such, or the document no fields."""
        found = fields(self.document(identifier))
        if not found:
            raise NotAForm(f'is no form: nothing is to be filled in in "{identifier.document}"')
        return found

    def document(self, identifier: Identifier) -> Document:
        """The document as its country has it, in any language. Raises NotAForm."""
        found = self._documents.get(identifier)
        if found is None:
            try:
                found = self._documents[identifier] = self._composed(identifier)
            except Problems as error:
                raise NotAForm(f"asks what this project cannot say any more: {error.problems[0]}") from None
        return found

    def _composed(self, identifier: Identifier) -> Document:
        _known("session", identifier.session, self.project.sessions())
        _known("country", identifier.country, self.project.countries())
        localized = self.localized(identifier.session, identifier.country, self.language(identifier))
        templates = Templates(self.project.templates)
        infos = {info.id: info for info in documents(templates, localized.session)}
        _known("document", identifier.document, infos)
        composed = compose(templates, localized, infos[identifier.document])
        if not isinstance(composed, Document):
            raise NotAForm("is no form")
        return composed

    def localized(self, session: str, country: str, language: str) -> Localized:
        """The session as the country sees it. Raises Problems."""
        key = (session, country, language)
        if key not in self._localized:
            profile = load_country(self.project, country)
            self._localized[key] = localize(self.project, session, profile, language)
        return self._localized[key]

    def language(self, identifier: Identifier) -> str:
        """The language of a form as profiles and catalogues write it ("en" for "en-KE")."""
        profile = load_country(self.project, identifier.country)
        tags = {language_tag(language, profile): language for language in profile.languages}
        return tags.get(identifier.language, identifier.language.split("-")[0])


def _known(kind: str, name: str, valid: Iterable[str]) -> None:
    if name not in valid:
        raise NotAForm(f'is of a {kind} "{name}" that this project has not{nearest(name, valid)}')


# --- reading --------------------------------------------------------------------------------------


def collect(editions: Editions, folder: Path, leave: Sequence[Path] = ()) -> Collected:
    """The forms among the files of a folder and those below it; `leave` are files that are none, and no mistake."""
    found: list[tuple[str, Form]] = []
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*")):
        # Hidden files, and those that Word keeps beside an open document.
        ignored = path.name.startswith((".", "~$")) or path.resolve() in leave
        if ignored or not path.is_file():
            continue
        try:
            found.append(_read(path, editions))
        except NotAForm as error:
            problems.append(Problem(Source(path.relative_to(folder).as_posix(), 0), str(error)))
    # By their content, so that neither names nor dates of files give an order.
    found.sort(key=lambda pair: pair[0])
    return Collected(tuple(form for _, form in found), tuple(problems))


def _read(path: Path, editions: Editions) -> tuple[str, Form]:
    """A checksum of the file, and the form in it. Raises NotAForm."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise NotAForm("expected a filled PDF or DOCX")
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise NotAForm("is too large to be a form of a pack")
        data = path.read_bytes()
    except OSError as error:
        raise NotAForm(f"cannot be read: {error.strerror}") from None
    form = reader(data, editions.asked)
    return hashlib.sha256(data).hexdigest(), form


# --- the table ------------------------------------------------------------------------------------


def commonest_language(editions: Editions, forms: Sequence[Form]) -> str:
    """The language of most of the forms; of several, the first by name."""
    return commonest(editions.language(form.identifier) for form in forms)


def questions(editions: Editions, forms: Sequence[Form], language: str) -> tuple[Question, ...]:
    """The questions of the forms in `language`, each once: by document, in the order of the country with most forms.

    Questions that other countries add follow where these have them last, then fields that no country has any more.
    Raises NotAForm for a document that the project cannot say in this language.
    """
    found: list[Question] = []
    for session, document in sorted({(form.identifier.session, form.identifier.document) for form in forms}):
        own = [form for form in forms if (form.identifier.session, form.identifier.document) == (session, document)]
        counted = Counter(form.identifier.country for form in own)
        asked: dict[str, Field] = {}
        for country, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])):
            for each in editions.asked(Identifier(session, country, language, document)):
                asked.setdefault(each.name, each)
        for name in sorted({name for form in own for name in form.answers}):
            asked.setdefault(name, Field(name, "text", name, {}))
        found += (Question(session, document, each) for each in asked.values())
    return tuple(found)


def table(editions: Editions, forms: Sequence[Form], asked: Sequence[Question]) -> str:
    """The answers as CSV (RFC 4180), UTF-8 with a byte order mark for Excel: a row a form, a column a question.

    A cell that a spreadsheet would take for a formula starts with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_harmless(words) for words in ("document", "country", "language", *_heads(asked))])
    sessions = {form.identifier.session for form in forms}
    for form in forms:
        whose = form.identifier
        document = f"{whose.session}/{whose.document}" if len(sessions) > 1 else whose.document
        cells = [document, whose.country, editions.language(whose), *(said(form, question) for question in asked)]
        writer.writerow([_harmless(cell) for cell in cells])
    return "\ufeff" + out.getvalue()


def said(form: Form, question: Question) -> str:
    """A form's answer to a question, in words; "" where it has none."""
    if (form.identifier.session, form.identifier.document) != (question.session, question.document):
        return ""
    value = form.answers.get(question.field.name, "")
    if question.field.kind == "check":
        return TICKED if value else ""
    return question.field.options.get(value, value)


def _heads(asked: Sequence[Question]) -> list[str]:
    """The columns' names: the questions, with the field's name where two are alike."""
    labels = Counter(question.field.label for question in asked)
    return [
        question.field.label if labels[question.field.label] == 1 else f"{question.field.label} ({question.field.name})"
        for question in asked
    ]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def commonest(names: Iterable[Name]) -> Name:
    """The one that comes most often; of several, the first in their order. There must be one."""
    counted = Counter(names)
    most = max(counted.values())
    return min(name for name, count in counted.items() if count == most)
