"""The figures as a table for people and as plain values for programs, with the targets and whether they are met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from bench.measure import Usage, middle
from bench.outputs import Made

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """A contender's runs in one case; `failure` is why there are none."""

    name: str
    against: str | None
    usages: tuple[Usage, ...]
    made: Made | None = None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """What was measured side by side; `base` is what the table calls the rows that others are compared with."""

    title: str
    rows: tuple[Row, ...]
    base: str = "packgen"

    def row(self, name: str) -> Row | None:
        """The row called `name` if it has figures."""
        return next((row for row in self.rows if row.name == name and row.usages), None)


@dataclass(frozen=True, slots=True)
class Target:
    """A promise of the project: `value` must not be over `limit` (or, with `least`, not under it)."""

    text: str
    value: float
    limit: float
    unit: str
    least: bool = False

    @property
    def met(self) -> bool:
        return self.value >= self.limit if self.least else self.value <= self.limit


def ratios(row: Row, base: Row) -> tuple[float, float]:
    """How many times the CPU and wall time of `base` `row` takes: the median over rounds, each within its round."""
    paired = list(zip(row.usages, base.usages, strict=True))
    return median(a.cpu / b.cpu for a, b in paired), median(a.wall / b.wall for a, b in paired)


def table(case: Case) -> str:
    """One case as lines of text."""
    heads = f"{'CPU s':>8}{'wall s':>8}{'peak MiB':>10}{'pages':>7}{'words':>14}   times {case.base}"
    lines = [case.title, f"  {'':36}{heads}"]
    for row in case.rows:
        if not row.usages:
            lines.append(f"  {row.name:36}  failed: {row.failure.splitlines()[-1]}")
            continue
        usage = middle(row.usages)
        counts = row.made or Made(None, None, None)
        words = "/".join(str(count) for count in (counts.docx_words, counts.pdf_words) if count is not None)
        base = case.row(row.against) if row.against else None
        times = "   CPU {:5.2f}  wall {:5.2f}".format(*ratios(row, base)) if base else ""
        figures = f"{usage.cpu:8.3f}{usage.wall:8.3f}{usage.peak / MIB:10.1f}{counts.pages or '':>7}{words:>14}"
        lines.append(f"  {row.name:36}{figures}{times}")
    return "\n".join(lines)


def targets(start: Case, builds: list[Case], languages: Case) -> Iterator[Target]:
    """The promises that can be judged from what was measured; the first of `languages` is English."""
    bare, typer, shown = (start.row(name) for name in ("python -c pass", "python -c 'import typer'", "packgen --help"))
    if bare and typer and shown:
        own = middle(typer.usages).cpu - middle(bare.usages).cpu
        limit = 3 * middle(bare.usages).cpu + own
        yield Target("packgen --help, CPU: 3 x `python -c pass` + Typer's import", middle(shown.usages).cpu, limit, "s")
    whole = languages.row(languages.base)
    if whole:
        yield Target("whole pack, every format, slides and zip, CPU", middle(whole.usages).cpu, 2.5, "s")
        yield Target("whole pack, peak memory", middle(whole.usages).peak / MIB, 200, "MiB")
    for case in builds:
        for row in case.rows:
            base = case.row(row.against) if row.against else None
            if base and row.usages:
                least = 5.0 if row.name.startswith(("WeasyPrint", "docxtpl")) else 1.0
                yield Target(f"{case.title}: {row.name}, CPU", ratios(row, base)[0], least, "times packgen", least=True)
    for row in languages.rows:
        base = languages.row(row.against) if row.against else None
        if base and row.usages:
            yield Target(f"{languages.title}: {row.name}, CPU", ratios(row, base)[0], 1.6, f"times {languages.base}")


def verdicts(every: list[Target]) -> str:
    """The targets as lines of text."""
    return "\n".join(
        f"  {'met   ' if target.met else 'MISSED'}  {target.text}: {target.value:.3g} {target.unit}"
        f" ({'at least' if target.least else 'at most'} {target.limit:.3g})"
        for target in every
    )


def values(cases: list[Case], every: list[Target]) -> dict[str, Any]:
    """Everything as plain values: seconds, bytes, every run."""
    return {
        "cases": [
            {
                "title": case.title,
                "rows": [
                    {
                        **asdict(row),
                        "median": asdict(middle(row.usages)) if row.usages else None,
                        "times": dict(zip(("cpu", "wall"), ratios(row, base), strict=True))
                        if row.usages and row.against and (base := case.row(row.against))
                        else None,
                    }
                    for row in case.rows
                ],
            }
            for case in cases
        ],
        "targets": [{**asdict(target), "met": target.met} for target in every],
    }
