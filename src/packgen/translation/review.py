"""What a reviewer who has only Word is sent of a language's catalogues, and how the edits come back into them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from gettext import c2py
from pathlib import Path
from typing import Literal

from babel.messages.catalog import Catalog, Message

from packgen.output import write_file
from packgen.problems import Problem, Source
from packgen.project import Project
from packgen.translation import bilingual, catalogue
from packgen.translation.bilingual import ACCEPTED, Line, Reviewed, State, checksum
from packgen.translation.checks import form_problems


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import: how many translations changed, how many were accepted, how many notes were taken."""

    changed: int
    accepted: int
    notes: int
    problems: tuple[Problem, ...]


def review_document(project: Project, language: str) -> bytes:
    """The DOCX for the reviewer of `language`: all its catalogues, in the order of the content. Raises Problems."""
    forms = _all_forms({name: _catalogue(project, language, name) for name in _names(project)})
    return bilingual.written(language, map(_line, forms))


def _line(form: _Form) -> Line:
    state: State = "" if form.translation else "no translation yet"
    if form.message.fuzzy and form.translation:
        state = "source changed"
    before = str(form.message.previous_id[0]) if state == "source changed" and form.message.previous_id else ""
    return Line(form.key, form.source, form.translation, state, before)


def import_review(project: Project, path: Path) -> Imported:
    """Takes the edits of a reviewed DOCX back into the catalogues; rows that nobody edited change nothing.

    An edit is refused, and its row named, when it lost a placeholder, a link, a direction or a list's items, when it
    deletes a translation, and when the catalogue's translation has changed since it was sent; the others are taken.
    Raises Problems for a file that is no review.
    """
    language, rows = bilingual.read(path)
    catalogues = {name: _catalogue(project, language, name) for name in _names(project)}
    known = {form.key: form for form in _all_forms(catalogues)}
    problems: list[Problem] = []
    counts: Counter[str] = Counter()
    touched: set[str] = set()
    for row in rows:
        source = Source(path.name, row.number)
        if row.key not in known:
            problems.append(Problem(source, "its source is no longer in the catalogue; make a new review"))
            continue
        form = known[row.key]
        edit = _edit(form, row)
        wrong = tuple(_refusals(form, row, source, catalogues[form.catalogue])) if edit else ()
        problems += wrong
        done = () if wrong else tuple(_applied(form, row, edit))
        counts.update(done)
        if done:
            touched.add(form.catalogue)
    for name in sorted(touched):
        write_file(project.catalogue_file(language, name), catalogue.written(catalogues[name]))
    return Imported(counts["changed"], counts["accepted"], counts["note"], tuple(problems))


def _edit(form: _Form, row: Reviewed) -> Literal["", "changed", "accepted"]:
    """What the reviewer did with a translation."""
    if checksum(row.translation) not in (row.sent, checksum(form.translation)):
        return "changed"
    return "accepted" if row.note.lower() == ACCEPTED and form.message.fuzzy else ""


def _refusals(form: _Form, row: Reviewed, source: Source, messages: Catalog) -> Iterator[Problem]:
    """Why an edit cannot be taken."""
    if not row.translation:
        yield Problem(source, "its translation is deleted; write what it should be, or say in the note what is wrong")
    elif checksum(form.translation) != row.sent:
        now = f"now says “{form.translation}”" if form.translation else "has none now"
        yield Problem(source, f"its translation was changed after this review was written: the catalogue {now}")
    else:
        yield from form_problems(form.message, form.number, row.translation, source, c2py(messages.plural_expr))


def _applied(form: _Form, row: Reviewed, edit: str) -> Iterator[str]:
    """Puts a row's edit and note into its entry, and tells what they were: "changed", "accepted", "note"."""
    message = form.message
    if edit == "changed":
        form.put(row.translation)
    if edit:
        message.flags.discard("fuzzy")
        message.previous_id = []
        yield edit
    if row.note and row.note.lower() != ACCEPTED and row.note not in " ".join(message.user_comments):
        message.user_comments = [*message.user_comments, row.note]
        yield "note"


@dataclass(frozen=True, slots=True)
class _Form:
    """A translation in a catalogue, or one of its plural forms (`number`, from 0)."""

    catalogue: str
    key: str
    message: Message
    source: str
    number: int | None = None

    @property
    def translation(self) -> str:
        """What the catalogue has now; "" where it has nothing."""
        string = self.message.string if self.number is None else _plural_forms(self.message)[self.number]
        return str(string or "").strip("\n")

    def put(self, words: str) -> None:
        """Puts `words` into the catalogue."""
        if self.number is None:
            self.message.string = words
            return
        forms = list(_plural_forms(self.message))
        forms[self.number] = words
        self.message.string = tuple(forms)


def _all_forms(catalogues: Mapping[str, Catalog]) -> Iterator[_Form]:
    for name, messages in catalogues.items():
        for message in messages:
            yield from _forms(name, message)


def _forms(name: str, message: Message) -> Iterator[_Form]:
    """The rows that an entry has in a review: one, or one a plural form."""
    if not message.id:
        return
    texts = (message.id,) if isinstance(message.id, str) else message.id
    digest = hashlib.sha256(f"{message.context or ''}\0{texts[0]}".encode()).hexdigest()[:16]
    if isinstance(message.id, str):
        yield _Form(name, f"{name}:{digest}", message, message.id)
        return
    for number in range(len(_plural_forms(message))):
        yield _Form(name, f"{name}:{digest}:{number}", message, texts[min(number, 1)], number)


def _plural_forms(message: Message) -> tuple[str, ...]:
    """The translations of an entry with plurals: Babel makes as many as the language has forms."""
    assert isinstance(message.string, tuple | list)
    return tuple(message.string)


def _names(project: Project) -> tuple[str, ...]:
    return (*project.sessions(), catalogue.MESSAGES)


def _catalogue(project: Project, language: str, name: str) -> Catalog:
    path = project.catalogue_file(language, name)
    return catalogue.read(path, language, project.name(path))
