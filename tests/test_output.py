"""Files are written whole or not at all, and what was there before stays until then."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from packgen.output import OutputError, make_folder, source_date, write_file


def test_a_file_is_written_with_its_folders_and_for_everybody_to_read(tmp_path: Path) -> None:
    path = tmp_path / "a/b/c.pdf"
    before = os.umask(0o077)
    try:
        write_file(path, b"whole")
    finally:
        os.umask(before)
    assert path.read_bytes() == b"whole"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [found.name for found in path.parent.iterdir()] == ["c.pdf"]


def test_what_was_there_is_replaced_and_readers_of_it_keep_it(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_file(path, b"old")
    with path.open("rb") as reader:
        write_file(path, b"new")
        assert reader.read() == b"old"
    assert path.read_bytes() == b"new"


def test_a_full_disk_leaves_the_last_file_and_nothing_half_written(tmp_path: Path) -> None:
    """A process that may write no more than 4096 bytes a file: what a full disk does to it."""
    (tmp_path / "a.pdf").write_bytes(b"old")
    script = (
        "import resource, signal, sys; from pathlib import Path; from packgen.output import write_file, OutputError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try: write_file(Path('a.pdf'), bytes(10_000))\n"
        "except OutputError as error: print(error)\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ran.stdout == "a.pdf: cannot be written: File too large\n"
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.pdf", b"old")]


def test_a_read_only_folder_is_said_to_be_one() -> None:
    """In a process that is not root, to whom every folder is writable."""
    script = """
import os, sys
from pathlib import Path
from packgen.output import OutputError, write_file
if os.getuid() == 0:
    os.setuid(65534)
for name in sys.argv[1:]:
    try:
        write_file(Path(name), b"new")
    except OutputError as error:
        print(error)
"""
    with TemporaryDirectory() as name:
        folder = Path(name) / "out"
        folder.mkdir()
        (folder / "a.pdf").write_bytes(b"old")
        folder.chmod(0o555)
        folder.parent.chmod(0o755)
        command = [sys.executable, "-c", script, str(folder / "a.pdf"), str(folder / "b/c.pdf")]
        ran = subprocess.run(command, capture_output=True, text=True, check=True)
        assert ran.stdout.splitlines() == [
            f"{folder}: nothing can be written in this folder: permission denied",
            f"{folder / 'b'}: this folder cannot be made: Permission denied",
        ]
        assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [("a.pdf", b"old")]
        folder.chmod(0o755)


def test_a_file_in_the_way_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    for path in (tmp_path / "out", tmp_path / "out/ke/en"):
        with pytest.raises(OutputError) as caught:
            make_folder(path)
        assert str(caught.value) == f"{tmp_path / 'out'}: is a file; a folder is needed here"


@pytest.mark.parametrize(("written", "moment"), [("", None), ("0", 0), ("1700000000", 1_700_000_000)])
def test_the_source_date_is_that_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, written: str, moment: int | None
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", written)
    assert source_date() == moment
