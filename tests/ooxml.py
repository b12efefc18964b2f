"""The Open XML SDK's judgement of DOCX and PPTX files: what Word or PowerPoint would repair or refuse."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PACKAGES = Path(__file__).parent / "tools" / "node_modules" / "@xarsh"


def ooxml_errors(paths: Sequence[Path]) -> dict[Path, list[str]]:
    """What is wrong with each file, one sentence an error with the part and the element; empty where it is valid.

    The validator takes one file and half a second, so as many run at a time as there are processors.
    Raises FileNotFoundError where the validator is not installed (`make test` installs it).
    """
    validator = next(PACKAGES.glob("ooxml-validator-*/ooxml-validator*"), None)
    if validator is None:
        raise FileNotFoundError(f"no OOXML validator for this machine in {PACKAGES}: npm ci --prefix tests/tools")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(paths, pool.map(lambda path: _errors(validator, path), paths), strict=True))


def _errors(validator: Path, path: Path) -> list[str]:
    """One file's errors; one that cannot be opened at all is an error without a place."""
    # Without this, .NET looks for ICU and stops where it is missing.
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    ran = subprocess.run([validator, path], capture_output=True, text=True, check=True, env=environment)
    return [
        " ".join(filter(None, (error["path"], error["xPath"], error["description"])))
        for error in json.loads(ran.stdout)["errors"]
    ]
