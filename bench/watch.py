"""Measures `packgen watch`: from a save to the first page of the document being decoded in a browser."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from bench.environment import ROOT, packgen_command
from tests.browser import visit

COUNTRY = "ke"
SAVED = "content/library-partnerships/session.yaml"  # its outcome stands on the guide's first page
REST = 2.0  # seconds between a picture and the next save

# Notes when each new picture of the first page was decoded, in milliseconds since 1970.
_WATCH = """
new Promise((done) => {
  const seen = []
  let last = ""
  const look = async () => {
    const image = document.querySelector("#pages img")
    if (image && image.src !== last) {
      const { src } = image
      await image.decode().then(() => (last = src) && seen.push(Date.now()), () => {})
      document.title = String(seen.length)
    }
    seen.length > SAVES ? done(seen) : setTimeout(look, 5)
  }
  look()
})
"""


def main(arguments: Sequence[str]) -> int:
    """Runs the measurement; 0 when every save was shown."""
    parser = argparse.ArgumentParser(prog="bench/run.py watch", description=__doc__)
    parser.add_argument("--saves", type=int, default=10, help="of a text of the trainer guide (default: 10)")
    saves = parser.parse_args(arguments).saves
    with tempfile.TemporaryDirectory(prefix="packgen-watch-") as name:
        project = Path(name)
        for folder in ("content", "locales", "templates"):
            shutil.copytree(ROOT / folder, project / folder)
        seconds = _seconds(project, saves)
    load, *_ = os.getloadavg()
    print(f"{len(seconds)} saves, {os.cpu_count()} cores, load {load:.1f}: seconds until the new page is seen")
    print(f"median {median(seconds):.2f}, shortest {min(seconds):.2f}, longest {max(seconds):.2f}")
    return 0


def _seconds(project: Path, saves: int) -> list[float]:
    """How long each save took to be seen."""
    command = [*packgen_command(), "watch", "-c", COUNTRY, "--port", "0"]
    environment = {**os.environ, "PACKGEN_CACHE": str(project / "cache")}
    with subprocess.Popen(command, cwd=project, env=environment, stdout=subprocess.PIPE, text=True) as watching:
        try:
            assert watching.stdout
            address = re.search(r"http://\S+", watching.stdout.readline())
            assert address
            watching.stdout.readline()  # all is built
            url = f"{address.group()}#en/library-partnerships/trainer-guide"
            with ThreadPoolExecutor(1) as pool:
                visited = pool.submit(visit, {"": {"url": url, "evaluate": _WATCH.replace("SAVES", str(saves))}})
                saved = [_save(project / SAVED, number, watching) for number in range(saves)]
                _, *seen = visited.result()[""].value
        finally:
            watching.terminate()
    return [each / 1000 - at for each, at in zip(seen, saved, strict=True)]


def _save(path: Path, number: int, watching: subprocess.Popen[str]) -> float:
    """Changes a word, waits until what changed is built, and gives the time of the save."""
    time.sleep(REST)
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(outcome: \|\n  )(Word\d+ )?", rf"\g<1>Word{number} ", text), encoding="utf-8")
    at = time.time()
    assert watching.stdout
    print(watching.stdout.readline().rstrip(), file=sys.stderr)
    return at
