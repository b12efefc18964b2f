"""Measures packgen beside its peers: every contender once unmeasured, then in turn, round after round."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import contenders, report
from bench.contenders import Edition
from bench.environment import BENCH, ROOT, Tools, tools
from bench.measure import Failed, Usage, run, together
from bench.outputs import Made, made

GUIDE = "trainer-guide"


def main() -> int:
    """Runs the whole benchmark; 0 when every contender ran, 1 when one failed."""
    options = _options()
    found = tools()
    if found.soffice is None:
        print("LibreOffice is not installed: docxtpl + LibreOffice is left out.", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="packgen-bench-") as name:
        work = Path(name)
        inputs = work / "inputs"
        inputs.mkdir()
        try:
            listed, editions = _prepare(found, inputs, options)
        except subprocess.CalledProcessError as error:
            print(f"The text could not be exported: {' '.join(map(str, error.cmd))}", file=sys.stderr)
            return 1
        runs = 1 if options.quick else options.runs
        start = _case("Start", contenders.starters(found, sys.executable), work, 3 * runs)
        builds = []
        for title, ids in (("Trainer guide", (GUIDE,)), ("Guide and handouts", tuple(listed))):
            wanted = contenders.Documents(
                project=options.project.resolve(),
                session=options.session,
                country=options.country,
                language=options.language,
                ids=ids,
                with_contents=frozenset(each for each, contents in listed.items() if contents),
                inputs=inputs,
            )
            title = f"{title} of {options.country.upper()} ({len(ids)} document{'s' if len(ids) > 1 else ''})"
            builds.append(_case(title, contenders.contenders(found, wanted), work, runs))
        every = contenders.editions(found, options.project.resolve(), options.session, editions)
        languages = _case("Whole pack with slides, by script and language", every, work, runs, every[0].name)
    cases = [start, *builds, languages]
    judged = list(report.targets(start, builds, languages))
    _tell(cases, judged, runs, options.json)
    return 1 if any(row.failure for case in cases for row in case.rows) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/run.py", description=__doc__)
    parser.add_argument("--runs", type=_positive, default=5, help="measured rounds (default: 5)")
    parser.add_argument("--quick", action="store_true", help="one round: does everything work, roughly how fast")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all figures to FILE")
    parser.add_argument("--project", type=Path, default=ROOT, help="folder with content/ (default: this one)")
    parser.add_argument("--session", default="library-partnerships")
    parser.add_argument("--country", default="ke")
    parser.add_argument("--language", default="en")
    return parser.parse_args()


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def _prepare(found: Tools, inputs: Path, options: argparse.Namespace) -> tuple[dict[str, bool], list[Edition]]:
    """Writes the peers' sources; gives the documents' ids, whether each has a table of contents, and the languages.

    Another process does it, because a child's peak counts what its parent held.
    """
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    what = [str(options.project.resolve()), options.session, options.country, options.language, str(inputs)]
    subprocess.run(
        [sys.executable, "-m", "bench.export", *what], check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": paths}
    )
    subprocess.run([found.python, BENCH / "peers" / "docxtpl_template.py", inputs / "template.docx"], check=True)
    listed: dict[str, bool] = json.loads((inputs / "documents.json").read_text(encoding="utf-8"))
    editions = json.loads((inputs / "editions.json").read_text(encoding="utf-8"))
    return listed, [Edition(*each) for each in editions]


def _case(title: str, every: list[contenders.Contender], work: Path, runs: int, base: str = "packgen") -> report.Case:
    """One unmeasured round (byte code, fonts, the office's profile), then `runs` measured ones, in turn."""
    usages: dict[str, list[Usage]] = {each.name: [] for each in every}
    counts: dict[str, Made] = {}
    failures: dict[str, str] = {}
    for turn in range(runs + 1):
        for each in every:
            if each.name in failures:
                continue
            if sys.stderr.isatty():
                print(f"\r\033[K{title}, round {turn} of {runs}: {each.name}", end="", file=sys.stderr, flush=True)
            with tempfile.TemporaryDirectory(dir=work) as out:
                try:
                    used = together(run(command) for command in each.commands(Path(out)))
                    counts.setdefault(each.name, made(Path(out)))
                except Failed as error:
                    failures[each.name] = str(error)
                    usages[each.name].clear()
                    continue
            if turn:
                usages[each.name].append(used)
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    rows = (
        report.Row(e.name, e.against, tuple(usages[e.name]), counts.get(e.name), failures.get(e.name, ""))
        for e in every
    )
    return report.Case(title, tuple(rows), base)


def _tell(cases: list[report.Case], judged: list[report.Target], runs: int, file: Path | None) -> None:
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}; medians of {runs} rounds in turn; words: DOCX/PDF; packgen's PDFs are PDF/UA\n")
    for case in cases:
        print(report.table(case), end="\n\n")
    print("Targets", report.verdicts(judged), sep="\n")
    if file:
        figures = {"machine": machine, "rounds": runs, **report.values(cases, judged)}
        file.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
