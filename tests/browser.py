"""Chromium, axe-core and an HTML validator, as plain functions."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOOLS = Path(__file__).parent / "tools"


@dataclass(frozen=True)
class Seen:
    """What a visit found: violations of accessibility rules, failed requests and scripts, the value asked for."""

    axe: list[str]
    errors: list[str]
    value: Any


def visit(visits: Mapping[str, Mapping[str, Any]]) -> dict[str, Seen]:
    """Makes the visits that tests/tools/browser.mjs describes, all in one Chromium; what they found, by their names."""
    ran = subprocess.run(
        ["node", TOOLS / "browser.mjs"],
        input=json.dumps(list(visits.values())),
        capture_output=True,
        text=True,
        check=True,
    )
    return {name: Seen(**found) for name, found in zip(visits, json.loads(ran.stdout), strict=True)}


def html_errors(paths: Sequence[Path]) -> list[str]:
    """What is wrong with HTML files, a line each with file, line, rule and message."""
    return subprocess.run(
        ["node", TOOLS / "html.mjs", *paths], capture_output=True, text=True, check=True
    ).stdout.splitlines()
