"""Many packs: which they are, which of them have to be built, where; what is made is written and reported."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from packgen.batch.kept import Output, Record
from packgen.batch.ledger import Ledger, reasons, unchanged, write_output
from packgen.batch.orders import MadePack, Order
from packgen.batch.plans import BuiltFile, PackPlan, PackReport, Plan
from packgen.content.load import load_country
from packgen.content.model import CountryProfile
from packgen.content.schedule import ANY_OCCASION, Occasion
from packgen.output import OutputError, make_folder, remove_abandoned, source_date
from packgen.packs.pack import Format
from packgen.packs.signature import remove_stale_signature
from packgen.problems import Problem, Problems, Source
from packgen.project import Project, links_out

if TYPE_CHECKING:
    from packgen.batch.cache import Cache
    from packgen.batch.executors import Workers

__all__ = ["BuiltFile", "PackPlan", "PackReport", "Plan", "Progress", "build", "document_ids", "languages", "plan"]

# Told what is being built, and how many packs are done, with the share of those under way that is known. What it raises
# ends the build there.
Progress = Callable[[str, float], None]


_SHOWN = 4  # packs that are named at a time

# --- planning -------------------------------------------------------------------------------------


def plan(
    project: Project,
    sessions: Sequence[str],
    countries: Sequence[str],
    languages: Sequence[str],
    documents: Sequence[str],
    formats: Sequence[Format],
    out: Path,
    occasion: Occasion = ANY_OCCASION,
    theme: str | None = None,
    *,
    strict: bool = False,
) -> Plan:
    """The packs to build, by country, language and session.

    `languages` and `documents` pick among each country's own, all when empty; a country that speaks none of the
    languages gets no pack. `theme` is used in place of each country's own; `strict`: see PackPlan. Nothing at all is
    built from a project with links that lead out of it.
    """
    outside = tuple(links_out(project))
    if outside:
        return Plan((), outside)
    profiles, problems = _profiles(project, countries)
    packs = tuple(
        PackPlan(
            project, session, profile.code, language, tuple(documents), tuple(formats), out, occasion, theme, strict
        )
        for profile in profiles
        for language in profile.languages
        if not languages or language in languages
        for session in sessions
    )
    return Plan(packs, problems)


def languages(project: Project, countries: Sequence[str]) -> tuple[str, ...]:
    """All languages of those countries whose profile can be read, sorted. Raises Problems when none can."""
    profiles, problems = _profiles(project, countries)
    if not profiles:
        raise Problems(problems)
    return tuple(sorted({language for profile in profiles for language in profile.languages}))


def document_ids(project: Project, sessions: Sequence[str], countries: Sequence[str]) -> tuple[str, ...]:
    """All documents that the countries have of these sessions, in the order of the pack.

    Views that cannot be read count for nothing. Raises Problems when none can.
    """
    from packgen.compose import Templates, documents
    from packgen.content.localize import country_session

    templates = Templates(project.templates)
    found: dict[str, None] = {}
    problems: list[Problem] = []
    for session in sessions:
        for country in countries:
            try:
                view = country_session(project, session, country)
                found.update(dict.fromkeys(info.id for info in documents(templates, view.session)))
            except Problems as error:
                problems += error.problems
    if not found:
        raise Problems(problems)
    return tuple(found)


def _profiles(project: Project, countries: Sequence[str]) -> tuple[tuple[CountryProfile, ...], tuple[Problem, ...]]:
    """The profiles that can be read, and what is wrong with the others."""
    found: list[CountryProfile] = []
    problems: list[Problem] = []
    for country in countries:
        try:
            found.append(load_country(project, country))
        except Problems as error:
            problems += error.problems
    return tuple(found), tuple(problems)


# --- building -------------------------------------------------------------------------------------


def build(
    packs: Sequence[PackPlan], progress: Progress, workers: Workers | None = None, cache: Cache | None = None
) -> Generator[PackReport]:
    """Builds the packs of one project: by `workers` when there are several to build, else here.

    With a cache, what is unchanged is not built again. Reports come as packs are done, in no order. What is wrong with
    one pack or document is in that pack's report; the others are built. Only this process writes, whole files one by
    one, so that it may be ended at any moment. Raises OutputError for a SOURCE_DATE_EPOCH that is no number.
    """
    source_date()
    if not packs:
        return
    for folder in {folder for pack in packs for folder in (pack.folder, pack.zip.parent)}:
        remove_abandoned(folder)
    started = time.time()
    ledger = Ledger(packs[0].project, cache)
    done = 0
    due: dict[PackPlan, Order] = {}
    last: dict[PackPlan, Record | None] = {}
    for pack in packs:
        order, last[pack] = ledger.order(pack), ledger.last(pack)
        found = unchanged(order, last[pack]) or _without_folder(pack)
        if found:
            done += 1
            yield found
        else:
            due[pack] = order
    for order, made in _made(tuple(due.values()), done, progress, workers):
        report, outputs = _written(order, made, last[order.pack])
        ledger.enter(order, made, report, outputs)
        yield report
    if cache and due:
        cache.prune(started)


def _without_folder(pack: PackPlan) -> PackReport | None:
    """Why nothing can be written of the pack; None when it can."""
    try:
        make_folder(pack.folder)
    except OutputError as error:
        return PackReport(pack.info, problems=error.problems)
    return None


def _made(
    orders: Sequence[Order], done: int, progress: Progress, workers: Workers | None
) -> Iterator[tuple[Order, MadePack]]:
    """Each order with what was made of it; `done` packs need nothing."""
    if not orders:
        return
    if workers is None or len(orders) == 1:
        from packgen.batch.building import build_pack

        for before, order in enumerate(orders, done):

            def tell(document: str, share: float, name: str = _name(order), before: int = before) -> None:
                progress(f"{name} {document}", before + share)

            yield order, build_pack(order, tell)
        return
    from packgen.batch.elsewhere import build_quietly
    from packgen.batch.executors import results

    ended = done

    def tick(under_way: Sequence[Order]) -> None:
        names = list(dict.fromkeys(map(_name, under_way[: workers.count])))  # the rest waits
        progress(", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else ""), ended)

    for order, made in results(workers.task or build_quietly, orders, workers, tick):
        yield order, made or _lost(order)
        ended += 1


def _name(order: Order) -> str:
    return f"{order.pack.country} {order.pack.language}"


def _lost(order: Order) -> MadePack:
    message = "cannot be built: the process that built it was ended, twice; it may need more memory than there is"
    return MadePack(problems=(Problem(Source(order.pack.info.name, 0), message),))


def _written(order: Order, made: MadePack, last: Record | None) -> tuple[PackReport, tuple[Output, ...]]:
    """Writes what was made of a pack, where it is not there already; the zip only when nothing is wrong."""
    pack = order.pack
    built: list[BuiltFile] = []
    outputs: list[Output] = []
    problems = list(made.problems)
    for file in (file for document in made.documents for file in document.files):
        path = pack.folder / f"{file.document}.{file.format}"
        try:
            outputs.append(write_output(path, file.data, last))
            built.append(BuiltFile(file.document, file.format, file.pages, len(file.data), path))
        except OutputError as error:
            problems += error.problems
    zip_bytes = 0
    if made.zip is not None and not problems:
        try:
            remove_stale_signature(pack.zip, made.zip)  # before: a build that ends here leaves an unsigned pack
            outputs.append(write_output(pack.zip, made.zip, last))
            zip_bytes = len(made.zip)
        except OutputError as error:
            problems += error.problems
    report = PackReport(
        pack.info,
        tuple(built),
        zip=pack.zip if zip_bytes else None,
        zip_bytes=zip_bytes,
        problems=tuple(problems),
        untranslated=made.untranslated,
        left_out=made.left_out,
        reasons=reasons(order, made, last),
    )
    return report, tuple(outputs)
