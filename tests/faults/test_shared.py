"""Two builds at once, and a cache whose files were damaged: what is built is what a clean build gives."""

from __future__ import annotations

import os
import time
from pathlib import Path
from random import Random
from shutil import rmtree

import pytest

from packgen.batch import run as batch
from packgen.batch.cache import Cache
from tests.farm import farm, plans, sums
from tests.faults.builds import Edition, assert_whole, edition, ended

SEED = int(os.environ.get("SEED", "1" if "CI" in os.environ else str(time.time_ns() % 10**6)))
ROUNDS = int(os.environ.get("ROUNDS", "6"))


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return edition(tmp_path_factory.mktemp("edition"), "Shared")


def test_two_builds_into_one_folder_with_one_cache(clean: Edition, tmp_path: Path) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    for _ in range(max(1, ROUNDS // 6)):
        rmtree(out, ignore_errors=True)
        rmtree(cache, ignore_errors=True)
        builds = [clean.build(out, "--jobs", "2", cache=cache) for _ in range(2)]
        assert [ended(build) for build in builds] == ["", ""]
        assert_whole(out, clean)
        assert sums(out) == clean.sums
        assert not list(cache.rglob("*.tmp"))


def test_two_editions_at_once_leave_whole_files_of_either(clean: Edition, tmp_path: Path) -> None:
    other = edition(tmp_path, "Other")
    out, cache = tmp_path / "out", tmp_path / "cache"
    builds = [each.build(out, "--jobs", "1", cache=cache) for each in (clean, other)]
    assert [ended(build) for build in builds] == ["", ""]
    assert_whole(out, clean, other)
    ended(clean.build(out, "--jobs", "1", cache=cache))
    assert sums(out) == clean.sums


def damaged(random: Random, data: bytes, others: list[bytes]) -> bytes:
    """The file with a flipped bit, cut short, emptied, longer, or another's data in it."""
    changed = bytearray(data)
    match random.randrange(8):
        case 0:
            return data[: random.randrange(len(data))]
        case 1:
            return b""
        case 2:
            return data + b"\0"
        case 3:
            return random.choice([each for each in others if each != data])
    changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def test_a_cache_with_every_file_damaged(tmp_path: Path) -> None:
    """With the files of the last build gone, so that all is asked of the cache; and with them there."""
    print(f"SEED={SEED} ROUNDS={ROUNDS}")
    random = Random(SEED)
    out, cache = tmp_path / "out", Cache(tmp_path / "cache")
    packs = plans(farm(tmp_path / "project", 2), out)
    assert all(not report.problems for report in batch.build(packs, lambda *_: None, None, cache))
    expected = sums(out)
    for at in range(ROUNDS):
        files = [path for path in sorted(cache.folder.rglob("??/*")) if path.is_file()]
        assert len(files) >= len(packs) * 3
        whole = [path.read_bytes() for path in files]
        for path, data in zip(files, whole, strict=True):
            path.write_bytes(damaged(random, data, whole))
        if at % 2 == 0:
            rmtree(out)
        reports = list(batch.build(packs, lambda *_: None, None, cache))
        assert [report.problems for report in reports] == [()] * len(packs)
        assert all(reason.built for report in reports for reason in report.reasons)
        assert sums(out) == expected
