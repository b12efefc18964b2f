"""The cache: an entry is whole or absent, whatever happens to the folder, and the folder stays small."""

from __future__ import annotations

import os
import time
from pathlib import Path
from shutil import rmtree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packgen.batch import cache
from packgen.batch import run as batch
from packgen.batch.cache import Cache, cache_folder
from packgen.batch.kept import packed, unpacked
from packgen.packs.pack import PackFile
from tests.farm import plans, sums
from tests.sample import sample_project

KEY = "ab" * 32


@pytest.fixture
def kept(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def entries(kept: Cache) -> list[Path]:
    return sorted(path for path in kept.folder.rglob("??/*") if path.is_file())


def test_an_entry_comes_back_and_git_leaves_the_folder_alone(kept: Cache) -> None:
    assert kept.get(KEY) is None
    kept.put(KEY, b"first")
    kept.put(KEY, b"second")
    assert kept.get(KEY) == b"second"
    assert (kept.folder / ".gitignore").read_text(encoding="utf-8") == "*\n"
    assert len(entries(kept)) == 1


@given(st.data())
def test_an_entry_with_a_flipped_bit_or_a_lost_end_counts_as_absent(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    kept = Cache(tmp_path_factory.mktemp("cache"))
    kept.put(KEY, bytes(100))
    (path,) = entries(kept)
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    flipped = bytearray(whole)
    flipped[at] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(flipped)
    assert kept.get(KEY) is None
    path.write_bytes(whole[:at])
    assert kept.get(KEY) is None
    path.write_bytes(whole)
    assert kept.get(KEY) == bytes(100)


def test_an_entry_under_another_s_name_counts_as_absent(kept: Cache) -> None:
    kept.put(KEY, b"data")
    (path,) = entries(kept)
    path.rename(path.with_name("cd" * 31))
    assert kept.get("ab" + "cd" * 31) is None


def test_the_least_recently_used_go_first_and_what_this_build_used_stays(
    kept: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [f"{at:02x}" * 32 for at in range(6)]
    for at, key in enumerate(keys):
        kept.put(key, bytes(1000))
        os.utime(kept.folder / key[:2] / key[2:], (1000 + at, 1000 + at))
    assert kept.get(keys[0]) is not None  # used now
    monkeypatch.setattr(cache, "LIMIT", 3 * 1032)
    kept.prune(time.time() - 3600)
    assert [key for key in keys if kept.get(key)] == [keys[0], keys[4], keys[5]]
    kept.prune(0)
    monkeypatch.setattr(cache, "LIMIT", 0)
    kept.prune(time.time() - 3600)
    assert [key for key in keys if kept.get(key)] == [keys[0], keys[4], keys[5]], "all were used a moment ago"


def test_temporary_files_of_killed_builds_go_when_they_are_old(kept: Cache) -> None:
    kept.put(KEY, b"data")
    old, new = kept.folder / "ab/old.tmp", kept.folder / "ab/new.tmp"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (1000, 1000))
    kept.prune(time.time())
    assert (old.exists(), new.exists(), kept.get(KEY)) == (False, True, b"data")


def test_a_folder_that_is_deleted_while_it_is_looked_through_is_no_end(
    kept: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in range(3):
        kept.put(f"{at:02}" * 32, b"data")
    stat = Path.stat

    def deleted(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if path.parent.parent == kept.folder:
            rmtree(kept.folder, ignore_errors=True)
        return stat(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", deleted)
    kept.prune(time.time())
    assert not kept.folder.exists()


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    project = sample_project(tmp_path / "project")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for name in ("one", "two"):
        (report,) = batch.build(plans(project, tmp_path / name), lambda *_: None, cache=Cache(tmp_path / "file"))
        assert report.problems == ()
        assert all(reason.built for reason in report.reasons)
    assert sums(tmp_path / "one") == sums(tmp_path / "two")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_where_the_cache_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PACKGEN_CACHE", raising=False)
    assert cache_folder(tmp_path) == tmp_path / ".packgen-cache"
    monkeypatch.setenv("PACKGEN_CACHE", str(tmp_path / "elsewhere"))
    assert cache_folder(tmp_path) == tmp_path / "elsewhere"


FILES = st.builds(
    PackFile,
    st.text(),
    st.text(),
    st.sampled_from(["trainer", "participant"]),
    st.sampled_from(["pdf", "docx"]),
    st.integers(0, 999),
    st.binary(max_size=50),
)


@given(st.lists(FILES, max_size=4).map(tuple))
def test_a_document_s_files_come_back_as_they_were(files: tuple[PackFile, ...]) -> None:
    assert unpacked(packed(files)) == files
