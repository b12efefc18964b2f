"""Signatures as minisign's own tool has them, and `packgen verify` with what it checks beyond checksums."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from packgen.batch import inputs, run
from packgen.batch.kept import Output, Record
from packgen.batch.ledger import write_output
from packgen.packs.sign import BadSignature, UnusableKey, public_key, secret_key, sign, verify_signature
from packgen.packs.signature import signature_file
from packgen.project import Project
from tests.command import Packgen, Ran, runner
from tests.sample import OPENING, sample_project


@pytest.fixture
def packgen(project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Packgen:
    return runner(monkeypatch, capsys, folder=project.root)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return sample_project(tmp_path / "project")


def minisign(*arguments: str | Path, typed: str = "") -> str:
    """What minisign prints. Raises CalledProcessError when it refuses."""
    ran = subprocess.run(["minisign", *map(str, arguments)], input=typed, capture_output=True, text=True, check=True)
    return ran.stdout


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """A key pair that minisign made: the secret one, the public one."""
    secret, public = tmp_path / "minisign.key", tmp_path / "minisign.pub"
    minisign("-G", "-W", "-s", secret, "-p", public)
    return secret, public


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Any file: a signature does not look into it."""
    path = tmp_path / "sample_xa_en.zip"
    path.write_bytes(bytes(range(256)) * 100)
    return path


# --- both ways with minisign ------------------------------------------------------------------------


def test_minisign_takes_what_packgen_signs(pack: Path, keys: tuple[Path, Path]) -> None:
    secret, public = keys
    assert sign(pack, secret_key(str(secret))) == pack.with_name("sample_xa_en.zip.minisig")
    said = minisign("-V", "-p", public, "-m", pack)
    assert "Signature and comment signature verified" in said
    assert "Trusted comment: file:sample_xa_en.zip\thashed" in said


def test_packgen_takes_what_minisign_signs(pack: Path, keys: tuple[Path, Path]) -> None:
    secret, public = keys
    minisign("-S", "-s", secret, "-m", pack, "-t", "the first edition")
    assert verify_signature(pack, public_key(str(public))) == "the first edition"
    (text,) = public.read_text().splitlines()[1:]
    assert verify_signature(pack, public_key(text)) == "the first edition"


def test_minisign_uses_the_keys_that_packgen_makes(packgen: Packgen, pack: Path, tmp_path: Path) -> None:
    made = packgen("new", "key", tmp_path / "release")
    secret, public = tmp_path / "release.key", tmp_path / "release.pub"
    assert made.out.splitlines() == [str(secret), str(public)]
    assert secret.stat().st_mode & 0o777 == 0o600
    minisign("-S", "-s", secret, "-m", pack)
    assert "verified" in minisign("-V", "-p", public, "-m", pack)
    assert verify_signature(pack, public_key(str(public))).endswith("hashed")


def test_a_key_is_never_written_over(packgen: Packgen, tmp_path: Path) -> None:
    assert packgen("new", "key", tmp_path / "release").code == 0
    before = (tmp_path / "release.key").read_bytes()
    ran = packgen("new", "key", tmp_path / "release")
    assert (ran.code, ran.err) == (1, f"{tmp_path / 'release.key'}: cannot be written: File exists\n")
    assert (tmp_path / "release.key").read_bytes() == before


def test_the_same_pack_and_key_give_the_same_signature(
    pack: Path, keys: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = secret_key(str(keys[0]))
    first = sign(pack, key).read_bytes()
    assert sign(pack, key).read_bytes() == first
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    sign(pack, key)
    comment = "timestamp:1700000000\tfile:sample_xa_en.zip\thashed"
    assert verify_signature(pack, public_key(str(keys[1]))) == comment


# --- what does not hold -----------------------------------------------------------------------------


def bit_of_the_pack(pack: Path) -> None:
    data = bytearray(pack.read_bytes())
    data[1000] ^= 1
    pack.write_bytes(data)


def the_comment(pack: Path) -> None:
    path = pack.with_name(f"{pack.name}.minisig")
    path.write_text(path.read_text().replace("file:sample_xa_en", "file:sample_xb_en"))


def no_signature(pack: Path) -> None:
    pack.with_name(f"{pack.name}.minisig").unlink()


def no_format(pack: Path) -> None:
    pack.with_name(f"{pack.name}.minisig").write_bytes(b"\xff\n\n\n\n\n")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (bit_of_the_pack, "is no signature of it by this key: signature verification failed"),
        (the_comment, "is no signature of it by this key: signature verification failed"),
        (no_signature, "sample_xa_en.zip.minisig cannot be read: No such file or directory"),
        (no_format, "is no signature of it by this key: "),
    ],
)
def test_what_was_changed_or_lost_is_told(
    packgen: Packgen, pack: Path, keys: tuple[Path, Path], spoil: Callable[[Path], None], sentence: str
) -> None:
    sign(pack, secret_key(str(keys[0])))
    spoil(pack)
    ran = packgen("verify", pack, "--key", keys[1])
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("sample_xa_en.zip: ")
    assert sentence in ran.err


def test_another_key_does_not_fit(pack: Path, keys: tuple[Path, Path], packgen: Packgen, tmp_path: Path) -> None:
    packgen("new", "key", tmp_path / "other")
    sign(pack, secret_key(str(tmp_path / "other.key")))
    with pytest.raises(BadSignature, match="incompatible key identifiers"):
        verify_signature(pack, public_key(str(keys[1])))


def test_keys_that_cannot_be_used_are_told_and_never_shown(
    keys: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, public = keys
    locked = tmp_path / "locked.key"
    minisign("-G", "-s", locked, "-p", tmp_path / "locked.pub", typed="word\nword\n")
    monkeypatch.setenv("EMPTY", "")
    monkeypatch.setenv("WRONG", "no key")
    secret_text = secret.read_text().splitlines()[1]
    for given, sentence in (
        (str(locked), "has a password"),
        (str(public), "is no secret key"),
        (str(tmp_path / "none"), "No such file or directory"),
        ("env:EMPTY", "EMPTY is not set"),
        ("env:WRONG", "is no secret key"),
        (secret_text, "cannot be read"),
    ):
        with pytest.raises(UnusableKey, match=sentence) as caught:
            secret_key(given)
        assert secret_text not in str(caught.value)
    for given in (str(secret), "x" * 56, str(tmp_path / "none")):
        with pytest.raises(UnusableKey):
            public_key(given)


# --- build --sign, verify ---------------------------------------------------------------------------


def test_a_signed_build_is_verified_by_both(
    packgen: Packgen, keys: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PACK_KEY", keys[0].read_text())
    out = tmp_path / "out"
    assert packgen("build", "--country", "xa", "--out", out, "--sign", "env:PACK_KEY").code == 0
    pack = out / "sample_xa_en.zip"
    assert "verified" in minisign("-V", "-p", keys[1], "-m", pack)
    ran = packgen("verify", pack, "--key", keys[1])
    assert (ran.code, ran.out) == (0, "sample_xa_en.zip: whole, signed (file:sample_xa_en.zip\thashed)\n")


def change_a_word(project: Project) -> None:
    opening = project.root / "content/sample/parts/opening.yaml"
    opening.write_text(OPENING.replace("at work", "at play"), encoding="utf-8")


def test_a_pack_that_becomes_another_loses_the_signature_that_fits_it_no_more(
    packgen: Packgen, project: Project, keys: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert packgen("build", "--country", "xa", "--out", out, "--sign", keys[0]).code == 0
    pack = out / "sample_xa_en.zip"
    first = pack.read_bytes()
    written: list[tuple[str, bool]] = []

    def watched(path: Path, data: bytes, last: Record | None) -> Output:
        written.append((path.suffix, signature_file(pack).exists()))
        return write_output(path, data, last)

    monkeypatch.setattr(run, "write_output", watched)
    change_a_word(project)
    assert packgen("build", "--country", "xa", "--out", out).code == 0
    assert pack.read_bytes() != first
    assert not signature_file(pack).exists()
    assert written[-1] == (".zip", False)  # gone before: a build that is ended here leaves no signature that lies
    assert packgen("build", "--country", "xa", "--out", out, "--sign", keys[0]).code == 0
    assert "verified" in minisign("-V", "-p", keys[1], "-m", pack)


@pytest.mark.parametrize("options", [(), ("--no-cache",)])
def test_a_pack_that_stays_the_same_keeps_its_signature(
    packgen: Packgen, keys: tuple[Path, Path], tmp_path: Path, options: tuple[str, ...]
) -> None:
    out = tmp_path / "out"
    assert packgen("build", "--country", "xa", "--out", out, "--sign", keys[0]).code == 0
    assert packgen("build", "--country", "xa", "--out", out, *options).code == 0
    assert "verified" in minisign("-V", "-p", keys[1], "-m", out / "sample_xa_en.zip")


def test_a_signature_that_cannot_be_removed_keeps_the_pack_that_it_was_made_for(
    packgen: Packgen, project: Project, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert packgen("build", "--country", "xa", "--out", out).code == 0
    pack = out / "sample_xa_en.zip"
    before = pack.read_bytes()
    signature_file(pack).mkdir()  # no file: it cannot be unlinked, whoever builds
    change_a_word(project)
    ran = packgen("build", "--country", "xa", "--out", out)
    assert ran.code == 1
    assert f"{signature_file(pack)}: cannot be removed, and does not fit the new pack" in ran.err
    assert pack.read_bytes() == before


def test_a_key_that_is_missing_is_told_before_anything_is_built(packgen: Packgen, tmp_path: Path) -> None:
    ran = packgen("build", "--country", "xa", "--out", tmp_path / "out", "--sign", "env:NO_KEY")
    assert (ran.code, ran.out) == (2, "")
    assert "the environment variable NO_KEY is not set" in ran.err
    assert not (tmp_path / "out").exists()


def test_a_pack_is_built_again_with_the_same_bytes(
    packgen: Packgen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    out = tmp_path / "out"
    options = ("--start", "09:30", "--minutes", "18", "--participants", "12", "--theme", "plain")
    assert packgen("build", "--country", "xa", "--out", out, *options).code == 0
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    ran = packgen("verify", "--rebuild", out / "sample_xa_en.zip")
    assert ran == Ran(0, "sample_xa_en.zip: whole, built again with the same bytes\n", "")


def test_what_is_not_the_same_any_more_is_told_with_what_explains_it(
    packgen: Packgen, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert packgen("build", "--country", "xa", "--out", out).code == 0
    change_a_word(project)
    (project.root / "templates/spare.yaml").write_text("name: Spare\n")
    monkeypatch.setattr(inputs, "LIBRARIES", ("reportlab",))
    ran = packgen("verify", "--rebuild", out / "sample_xa_en.zip")
    assert (ran.code, ran.out) == (1, "")
    sentences = [line.removeprefix("sample_xa_en.zip: ") for line in ran.err.splitlines()]
    differ = [sentence for sentence in sentences if sentence.endswith("is not the same when it is built again")]
    assert '"trainer/trainer-guide.docx" is not the same when it is built again' in differ
    assert '"trainer/trainer-guide.pdf" is not the same when it is built again' in differ
    assert not any("sheet" in sentence for sentence in sentences)
    assert "content/sample/parts/opening.yaml is not the file that went into it" in sentences
    assert "templates/spare.yaml is in the project, and did not go into it" in sentences
    assert any(sentence.startswith("made with lxml ") for sentence in sentences)


def test_a_pack_of_another_project_is_told(packgen: Packgen, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert packgen("build", "--country", "xa", "--out", out).code == 0
    other = sample_project(tmp_path / "other")
    (other.root / "content/sample").rename(other.root / "content/simple")
    ran = packgen("verify", "--rebuild", out / "sample_xa_en.zip", "--project", other.root)
    assert ran == Ran(1, "", 'sample_xa_en.zip: the project has no session "sample" (did you mean "simple"?)\n')


def test_a_damaged_pack_is_not_built_again(packgen: Packgen, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"no zip")
    ran = packgen("verify", "--rebuild", tmp_path / "x.zip")
    assert ran.code == 1
    assert "no readable zip" in ran.err


def test_the_manifest_names_no_place_of_the_machine(packgen: Packgen, project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert packgen("build", "--country", "xa", "--out", out).code == 0
    with zipfile.ZipFile(out / "sample_xa_en.zip") as archive:
        manifest = archive.read("sample_xa_en/manifest.json").decode()
    for place in (str(tmp_path), str(project.root), str(Path.home()), sys.prefix):
        assert place not in manifest
