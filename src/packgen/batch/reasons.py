"""Why a document was built anew: what is not as it was when it was built last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from packgen.batch.fingerprints import Parts
from packgen.batch.kept import Record
from packgen.batch.plans import Reason
from packgen.packs.pack import Origin


def reason(document: str, parts: Parts, kept: bool, origin: Origin, last: Record | None) -> Reason:
    """Why the document was built, or was `kept`. `last` is the pack's record, None when there is none."""
    before = last.documents.get(document) if last else None
    if kept:
        return Reason(document, False, "unchanged" if before == parts else "as an earlier build made it")
    if last is None or before is None:
        return Reason(document, True, "new")
    changed = ", ".join(dict.fromkeys(_changes(parts, before, origin, last.origin)))
    return Reason(document, True, changed or "its copy in the cache is gone or damaged")


def _changes(now: Parts, before: Parts, origin: Origin, last: Origin) -> Iterator[str]:
    if now["text"] != before["text"]:
        yield from _differences(_texts(origin.inputs), _texts(last.inputs))
        yield from (f"--{each}" for each in _differences(_occasion(origin), _occasion(last)))
    if now["theme"] != before["theme"]:
        yield from _differences(_themes(origin.inputs), _themes(last.inputs))
        if origin.options.get("theme") != last.options.get("theme"):
            yield "--theme changed"
    if now["fonts"] != before["fonts"]:
        yield "the fonts changed"
    if now["packgen"] != before["packgen"]:
        yield from _differences(origin.versions, last.versions) or ["packgen changed"]
    if now["formats"] != before["formats"]:
        yield "other formats"
    if now["date"] != before["date"]:
        yield "SOURCE_DATE_EPOCH changed"


def _texts(inputs: Mapping[str, str]) -> Mapping[str, str]:
    """Files that words come from: content, overrides, catalogues, templates."""
    return {name: value for name, value in inputs.items() if name.startswith(("content/", "locales/")) or ".j2" in name}


def _occasion(origin: Origin) -> Mapping[str, object]:
    return {name: value for name, value in origin.options.items() if name in ("start", "minutes", "participants")}


def _themes(inputs: Mapping[str, str]) -> Mapping[str, str]:
    """Theme files with their pictures, and the profile, which chooses among them."""
    return {
        name: value
        for name, value in inputs.items()
        if (name.startswith("templates/") and ".j2" not in name) or name.endswith("/country.yaml")
    }


def _differences(now: Mapping[str, object], before: Mapping[str, object]) -> list[str]:
    """What is new, changed or gone between two mappings, by name."""
    return [
        f"{name} {'is new' if name not in before else 'is gone' if name not in now else 'changed'}"
        for name in sorted({*now, *before})
        if now.get(name) != before.get(name)
    ]
