"""A full disk and a folder that is read-only stop what cannot be written, and nothing else."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from random import Random
from shutil import copytree

import pytest

from tests.farm import sums
from tests.faults.builds import Edition, assert_whole, edition, ended

# util-linux is part of every Debian. Root without these capabilities obeys a folder's permissions as others do.
AS_OTHERS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.getuid() == 0 else ()


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return edition(tmp_path_factory.mktemp("edition"), "Disk")


@pytest.mark.parametrize("seed", range(3))
def test_no_file_may_be_longer(clean: Edition, tmp_path: Path, seed: int) -> None:
    """RLIMIT_FSIZE, which binds root too: what is longer fails in the middle, as on a full disk."""
    longest = Random(seed).randrange(1_000, max_size(clean))
    out, cache = tmp_path / "out", tmp_path / "cache"
    said = ended(clean.build(out, "--jobs", "2", cache=cache, under=("prlimit", f"--fsize={longest}")), 1)
    assert "cannot be written: File too large" in said
    assert_whole(out, clean)
    assert all(path.stat().st_size <= longest for path in out.rglob("*") if path.is_file())
    ended(clean.build(out, "--jobs", "2", cache=cache))
    assert sums(out) == clean.sums


def max_size(clean: Edition) -> int:
    out = clean.project.root.parent / "Disk-clean"
    return max(path.stat().st_size for path in out.rglob("*") if path.is_file())


def test_a_full_disk(clean: Edition, tmp_path: Path) -> None:
    """A small disk in memory, in a name space of its own, which leaves no mount behind."""
    full = tmp_path / "disk"
    for kilobytes in (0, 16, 150, 400):
        saved = tmp_path / f"saved-{kilobytes}"
        # A tmpfs counts whole pages, and its folders nothing.
        with_disk = (
            f"mount -t tmpfs -o size={4 + kilobytes}k none {full} && "
            f'"$@"; code=$?; cp -r {full}/out {saved}; rm -rf {full}/out/xa; exit $code'
        )
        full.mkdir(exist_ok=True)
        command = (*name_space(), "sh", "-c", with_disk, "sh")
        said = ended(clean.build(full / "out", "--jobs", "2", cache=full / "cache", under=command), 1)
        assert "cannot be written: No space left on device" in said
        assert_whole(saved, clean)
    copytree(saved, tmp_path / "out")
    ended(clean.build(tmp_path / "out", "--jobs", "2", cache=tmp_path / "cache"))
    assert sums(tmp_path / "out") == clean.sums


def name_space() -> tuple[str, ...]:
    return ("unshare", "--mount") if os.getuid() == 0 else ("unshare", "--mount", "--map-root-user")


def test_a_read_only_output_and_cache(clean: Edition, tmp_path: Path) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    ended(clean.build(out, "--jobs", "2", cache=cache))
    changed = edition(tmp_path, "Other")
    folders = [out, out / "xa/en/sample", *(path for path in (cache, *cache.rglob("*")) if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        said = ended(changed.build(out, "--jobs", "2", cache=cache, under=AS_OTHERS), 1)
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert f"{out / 'xa/en/sample'}: nothing can be written in this folder: permission denied" in said
    assert_whole(out, clean, changed)
    assert all(sums(out)[name] == each for name, each in clean.sums.items() if name.startswith("xa/"))
    ended(changed.build(out, "--jobs", "2", cache=cache))
    assert sums(out) == changed.sums


def test_root_may_be_made_to_obey_permissions(tmp_path: Path) -> None:
    """Else the test above would prove nothing."""
    tmp_path.chmod(0o555)
    ran = subprocess.run([*AS_OTHERS, "touch", str(tmp_path / "x")], capture_output=True, text=True)
    tmp_path.chmod(0o755)
    assert ran.returncode != 0
    assert "Permission denied" in ran.stderr
