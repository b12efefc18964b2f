"""Where the tools are: packgen beside this Python, the peers in a virtual environment of their own, LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT / "bench"
FONTS = ROOT / "src" / "packgen" / "fonts"
_PEERS = ROOT / ".venv-bench"


@dataclass(frozen=True, slots=True)
class Tools:
    """Commands: `packgen` is how it is started, `soffice` is None where LibreOffice is missing."""

    packgen: tuple[str, ...]
    python: str
    pandoc: str
    soffice: str | None


def tools() -> Tools:
    """The tools of this machine; sets up the peers' environment the first time and when requirements.txt changed."""
    python = _peers_python()
    where = "import pypandoc; print(pypandoc.get_pandoc_path())"
    pandoc = subprocess.run([python, "-c", where], check=True, capture_output=True, text=True).stdout.strip()
    return Tools(packgen_command(), str(python), pandoc, shutil.which("soffice"))


def packgen_command() -> tuple[str, ...]:
    """How packgen is started: the command that is installed beside this Python, else its module."""
    installed = Path(sys.executable).with_name("packgen")
    return (str(installed),) if installed.exists() else (sys.executable, "-m", "packgen")


def _peers_python() -> Path:
    wanted = (BENCH / "requirements.txt").read_text(encoding="utf-8")
    stamp = _PEERS / "installed.txt"
    python = _PEERS / "bin" / "python"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        print(f"Setting up the tools to compare with in {_PEERS.name} (once) ...", file=sys.stderr)
        venv.create(_PEERS, clear=True, with_pip=True)
        (_PEERS / ".gitignore").write_text("*\n", encoding="utf-8")
        install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "-r", str(BENCH / "requirements.txt")]
        subprocess.run(install, check=True, stdout=sys.stderr)
        stamp.write_text(wanted, encoding="utf-8")
    return python
