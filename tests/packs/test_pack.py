"""A pack's zip, and `verify`: what was changed, lost, added or never was a pack is found, and nothing is unpacked."""

from __future__ import annotations

import json
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packgen.packs.pack import Origin, PackFile, PackInfo, pack_zip
from packgen.packs.verify import LARGEST_PACK, MOST_FILES, verify_pack

INFO = PackInfo("sample", "xa", "en")
GUIDE = PackFile("guide", "The Guide", "trainer", "pdf", 2, b"%PDF guide")
SHEET = PackFile("sheet", "A Sheet", "participant", "docx", 1, b"PK sheet")
TITLE = "Sharing Tools"
ORIGIN = Origin({"theme": "plain"}, {"python": "3.11"}, {"content/sample/session.yaml": "ab" * 32})
PLAN = "Sample\n\n* Guide\n  " + "one copy for you " * 8 + "\n"

Contents = dict[str, bytes]


def contents(data: bytes) -> Contents:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Contents) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "sample_xa_en.zip"
    path.write_bytes(pack_zip(INFO, TITLE, [GUIDE, SHEET], PLAN, ORIGIN))
    return path


def test_files_are_in_the_folder_of_who_they_are_for(pack: Path) -> None:
    found = contents(pack.read_bytes())
    assert found["sample_xa_en/trainer/guide.pdf"] == b"%PDF guide"
    assert found["sample_xa_en/participants/sheet.docx"] == b"PK sheet"


def test_the_manifest_tells_titles_pages_and_checksums(pack: Path) -> None:
    found = contents(pack.read_bytes())
    manifest = json.loads(found["sample_xa_en/manifest.json"])
    assert (manifest["session"], manifest["title"]) == ("sample", "Sharing Tools")
    guide = {"path": "trainer/guide.pdf", "document": "guide", "title": "The Guide", "pages": 2, "bytes": 10}
    assert guide.items() <= manifest["files"][1].items()


def test_the_manifest_tells_what_decides_the_bytes(pack: Path) -> None:
    manifest = json.loads(contents(pack.read_bytes())["sample_xa_en/manifest.json"])
    assert manifest["options"] == {"theme": "plain"}
    assert manifest["versions"] == {"python": "3.11"}
    assert manifest["inputs"] == {"content/sample/session.yaml": "ab" * 32}


def test_the_print_plan_is_wrapped_under_its_item(pack: Path) -> None:
    lines = contents(pack.read_bytes())["sample_xa_en/README.txt"].decode().splitlines()
    assert lines[:3] == ["Sample", "", "* Guide"]
    assert len(lines) > 4
    assert all(line.startswith("  one") or line.startswith("  ") for line in lines[3:])
    assert max(map(len, lines)) <= 76


def test_the_order_in_which_documents_come_changes_nothing() -> None:
    assert pack_zip(INFO, TITLE, [GUIDE, SHEET], PLAN, ORIGIN) == pack_zip(INFO, TITLE, [SHEET, GUIDE], PLAN, ORIGIN)


@pytest.mark.parametrize(
    ("moment", "date"),
    [
        ("0", (1980, 1, 1, 0, 0, 0)),
        ("1700000000", (2023, 11, 14, 22, 13, 20)),
        ("9999999999", (2107, 12, 31, 23, 59, 58)),
    ],
)
def test_entries_are_dated_within_what_a_zip_can_hold(
    monkeypatch: pytest.MonkeyPatch, moment: str, date: tuple[int, ...]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
    with zipfile.ZipFile(BytesIO(pack_zip(INFO, TITLE, [GUIDE], PLAN, ORIGIN))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {date}


# --- verify ---------------------------------------------------------------------------------------


def test_a_pack_is_whole_under_any_name(pack: Path) -> None:
    assert verify_pack(pack) == ()
    renamed = pack.rename(pack.with_name("sample_xa_en (1).zip"))
    assert verify_pack(renamed) == ()


def test_a_pack_zipped_again_with_entries_for_folders_is_whole(pack: Path) -> None:
    files = contents(pack.read_bytes())
    pack.write_bytes(zipped({"sample_xa_en/": b"", "sample_xa_en/trainer/": b"", **files}))
    assert verify_pack(pack) == ()


def add(files: Contents) -> None:
    files["sample_xa_en/trainer/more.pdf"] = b"%PDF"


def lose(files: Contents) -> None:
    del files["sample_xa_en/participants/sheet.docx"]


def change(files: Contents) -> None:
    files["sample_xa_en/participants/sheet.docx"] = b"PK sheeT"


def change_readme(files: Contents) -> None:
    files["sample_xa_en/README.txt"] += b"!"


def lose_sums(files: Contents) -> None:
    del files["sample_xa_en/SHA256SUMS"]


def other_manifest(files: Contents) -> None:
    name = "sample_xa_en/manifest.json"
    manifest = json.loads(files[name])
    manifest["country"] = "xb"
    manifest["files"][0]["pages"] = 7
    manifest["files"][0]["bytes"] = 7
    files[name] = json.dumps(manifest).encode()


def no_manifest(files: Contents) -> None:
    files["sample_xa_en/manifest.json"] = b"[1]"


def deep_manifest(files: Contents) -> None:
    files["sample_xa_en/manifest.json"] = b"[" * 100_000


def huge_manifest(files: Contents) -> None:
    files["sample_xa_en/manifest.json"] = b" " * 2_000_000


def climb(files: Contents) -> None:
    files["sample_xa_en/../../evil.sh"] = b"x"


def root(files: Contents) -> None:
    files["/etc/evil"] = b"x"


def drive(files: Contents) -> None:
    files["C:/sample_xa_en/evil"] = b"x"


def backslash(files: Contents) -> None:
    files["sample_xa_en\\..\\evil"] = b"x"


def loose(files: Contents) -> None:
    files["evil.txt"] = b"x"


def second_folder(files: Contents) -> None:
    files["other/evil.txt"] = b"x"


def too_many(files: Contents) -> None:
    files.update({f"sample_xa_en/{number}": b"" for number in range(MOST_FILES + 1)})


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (
            add,
            ['"trainer/more.pdf" is not listed in SHA256SUMS', 'manifest.json does not agree with "trainer/more.pdf"'],
        ),
        (lose, ['"participants/sheet.docx" is missing', 'manifest.json does not agree with "participants/sheet.docx"']),
        (
            change,
            [
                '"participants/sheet.docx" was changed: its checksum is not the one in SHA256SUMS',
                'manifest.json does not agree with "participants/sheet.docx"',
            ],
        ),
        (change_readme, ['"README.txt" was changed: its checksum is not the one in SHA256SUMS']),
        (lose_sums, ['"SHA256SUMS" is missing']),
        (
            other_manifest,
            [
                '"manifest.json" was changed: its checksum is not the one in SHA256SUMS',
                'manifest.json is that of "sample_xb_en", the folder is called "sample_xa_en"',
                'manifest.json does not agree with "participants/sheet.docx"',
            ],
        ),
        *(
            (
                spoil,
                [
                    '"manifest.json" was changed: its checksum is not the one in SHA256SUMS',
                    "manifest.json cannot be read",
                ],
            )
            for spoil in (no_manifest, deep_manifest, huge_manifest)
        ),
        (climb, ['"sample_xa_en/../../evil.sh" would be unpacked outside the pack\'s folder']),
        (root, ['"/etc/evil" would be unpacked outside the pack\'s folder']),
        (drive, ['"C:/sample_xa_en/evil" would be unpacked outside the pack\'s folder']),
        (backslash, ['"sample_xa_en\\..\\evil" would be unpacked outside the pack\'s folder']),
        (loose, ['"evil.txt" would be unpacked outside the pack\'s folder']),
        (second_folder, ["it holds 2 folders, not one: other, sample_xa_en"]),
        (too_many, ["it holds more than a pack ever does"]),
    ],
)
def test_verify_finds(pack: Path, spoil: Callable[[Contents], None], expected: list[str]) -> None:
    files = contents(pack.read_bytes())
    spoil(files)
    pack.write_bytes(zipped(files))
    assert list(verify_pack(pack)) == expected


def test_verify_finds_a_file_that_is_there_twice(pack: Path) -> None:
    with zipfile.ZipFile(pack, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("sample_xa_en/trainer/guide.pdf", b"%PDF guide")
    assert '"trainer/guide.pdf" is in it twice' in verify_pack(pack)


def test_verify_unpacks_no_bomb(pack: Path) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("sample_xa_en/bomb", "w") as bomb:
        for _ in range(LARGEST_PACK // 1_000_000 + 1):
            bomb.write(bytes(1_000_000))
    assert len(buffer.getvalue()) < LARGEST_PACK / 500
    pack.write_bytes(buffer.getvalue())
    assert verify_pack(pack) == ("it holds more than a pack ever does",)


def test_verify_reads_no_more_than_a_lying_entry_states(pack: Path) -> None:
    """A bomb whose entry says that it is small: reading stops there, and the checksum of the zip does not fit."""
    data = bytearray(zipped({"sample_xa_en/bomb": bytes(5_000_000)}))
    size = struct.pack("<L", 5_000_000)
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = struct.pack("<L", 10)
    pack.write_bytes(data)
    assert '"bomb" is damaged' in verify_pack(pack)


def test_verify_finds_a_flipped_byte_wherever_it_is(pack: Path) -> None:
    whole = pack.read_bytes()
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        entry = archive.getinfo("sample_xa_en/trainer/guide.pdf")
    at = entry.header_offset + 30 + len(entry.filename) + 3
    pack.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
    assert verify_pack(pack) == ('"trainer/guide.pdf" is damaged',)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 no zip", b"PK\x03\x04", zipped({})])
def test_what_is_no_pack_is_said_to_be_none(pack: Path, data: bytes) -> None:
    pack.write_bytes(data)
    (sentence,) = verify_pack(pack)
    assert sentence.startswith(("no readable zip: ", "it holds 0 folders"))


def test_what_is_not_there_or_no_file_is_said(tmp_path: Path) -> None:
    assert verify_pack(tmp_path / "none.zip") == ("no such file",)
    assert verify_pack(tmp_path) == ("cannot be read: Is a directory",)


def test_a_file_without_a_name_is_none_of_a_pack(pack: Path) -> None:
    """zipfile cuts names at a NUL, and its `is_dir` fails for the empty name that is left."""
    pack.write_bytes(pack.read_bytes().replace(b"sample_xa_en/README.txt", b"\0ample_xa_en/README.txt"))
    assert verify_pack(pack) == ('"" would be unpacked outside the pack\'s folder',)


WHOLE = pack_zip(INFO, TITLE, [GUIDE, SHEET], PLAN, ORIGIN)


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255))
def test_any_byte_may_be_wrong_without_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, at: int, byte: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "flipped.zip"
    path.write_bytes(WHOLE[:at] + bytes([byte]) + WHOLE[at + 1 :])
    assert all(isinstance(sentence, str) for sentence in verify_pack(path))
