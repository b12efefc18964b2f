"""The same documents give the same bytes wherever and whenever they are written."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sample import ROOT
from tests.writers.pdf.conftest import Pack

WRITE = """
import hashlib
from bench.export import trees
from tests.sample import ROOT
from tests.writers.pdf.printed import rendered
for document in trees(ROOT, "library-partnerships", "ke", "en"):
    print(document.id, hashlib.sha256(rendered(document).data).hexdigest())
"""


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LC_ALL": "C.UTF-8", "PYTHONOPTIMIZE": "1"},
    ],
    ids=["auckland", "lima"],
)
def test_another_place_time_locale_and_hash_seed_change_no_byte(
    pack: Pack, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    environment = {**os.environ, **surroundings, "PYTHONPATH": str(ROOT)}
    out = subprocess.run(
        [sys.executable, "-c", WRITE], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    ).stdout
    here = {printed.document.id: hashlib.sha256(printed.path.read_bytes()).hexdigest() for printed in pack("ke")}
    assert dict(line.split() for line in out.splitlines()) == here
