"""LibreOffice as a second reader of DOCX and PPTX files: the pages that a person without Office would see."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path


def to_pdf(files: Sequence[Path], out: Path) -> dict[Path, Path]:
    """Each file as a PDF in `out`, as `_converted` makes it."""
    return _converted(files, out, "pdf", "pdf")


def saved_again(files: Sequence[Path], out: Path) -> dict[Path, Path]:
    """Each DOCX opened and saved as DOCX in `out`, as `_converted` makes it."""
    return _converted(files, out, "docx", "docx:MS Word 2007 XML")


def _converted(files: Sequence[Path], out: Path, suffix: str, filter_: str) -> dict[Path, Path]:
    """Each file in another format, all by one start of LibreOffice; files of one name in different folders stay apart.

    Raises RuntimeError, with what LibreOffice said, when it could not convert a file.
    """
    if not files:
        return {}
    with tempfile.TemporaryDirectory(prefix="packgen-office-") as name:
        work = Path(name)
        numbered = {file: work / f"{number:03}-{file.name}" for number, file in enumerate(files)}
        for file, copy in numbered.items():
            shutil.copy(file, copy)
        # A profile of its own, because an office that is already running would take the work over, and lose it.
        profile = f"-env:UserInstallation={(work / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", filter_, "--outdir", str(out)]
        ran = subprocess.run([*command, *numbered.values()], capture_output=True, text=True, check=True, timeout=600)
    made = {file: out / f"{copy.stem}.{suffix}" for file, copy in numbered.items()}
    if lost := [str(file) for file, pdf in made.items() if not pdf.exists()]:
        raise RuntimeError(f"LibreOffice did not convert {', '.join(lost)}: {ran.stderr.strip()}")
    return made
