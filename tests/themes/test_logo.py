"""Logos: a picture inside the project is taken, anything else refused with a reason, before it costs anything."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from packgen.themes.logo import MAX_BYTES, MAX_SIDE, BadLogo, Logo, read_logo


def picture(mode: str = "RGB", size: tuple[int, int] = (300, 100), format_: str = "PNG") -> bytes:
    """The bytes of a picture of one colour."""
    buffer = BytesIO()
    Image.new(mode, size).save(buffer, format_)
    return buffer.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def claimed(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that claims a size, whatever its pixels are."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The templates of a project, with a secret outside it."""
    (tmp_path / "secret.png").write_bytes(picture())
    templates = tmp_path / "project" / "templates"
    (templates / "pictures").mkdir(parents=True)
    return templates


def read(folder: Path, name: str) -> Logo:
    return read_logo(folder.parent.resolve(), folder, name)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_png_is_taken_as_it_is(folder: Path, mode: str) -> None:
    data = picture(mode)
    (folder / "pictures" / "logo.png").write_bytes(data)
    assert read(folder, "pictures/logo.png") == Logo(data, "png", 300, 100)


def test_a_jpeg_is_told_by_its_bytes_not_by_its_name(folder: Path) -> None:
    data = picture(format_="JPEG")
    (folder / "logo.png").write_bytes(data)
    assert read(folder, "logo.png").format == "jpeg"


def test_it_is_printed_as_large_as_fits_in_its_own_shape() -> None:
    assert Logo(b"", "png", 300, 100).size_in(130, 40) == (120, 40)
    assert Logo(b"", "png", 100, 300).size_in(130, 40) == pytest.approx((13.33, 40), abs=0.01)
    assert Logo(b"", "png", 1000, 100).size_in(130, 40) == (130, 13)


@pytest.mark.parametrize(
    "name", ["../../secret.png", "/etc/hostname", "pictures/../../../secret.png", "pictures/../../../nothing.png"]
)
def test_a_path_that_leads_out_is_refused_whether_or_not_something_is_there(folder: Path, name: str) -> None:
    with pytest.raises(BadLogo, match="leads out of templates"):
        read(folder, name)


def test_a_link_that_leads_out_is_refused(folder: Path) -> None:
    (folder / "logo.png").symlink_to(folder.parent.parent / "secret.png")
    (folder / "inside").symlink_to(folder.parent.parent)
    for name in ("logo.png", "inside/secret.png"):
        with pytest.raises(BadLogo, match="leads out of templates"):
            read(folder, name)


def test_names_of_nothing_are_refused(folder: Path) -> None:
    (folder / "loop").symlink_to(folder / "loop")
    for name in ("none.png", "pictures", "", ".", "a\0b", "x" * 5000, "loop"):
        with pytest.raises(BadLogo, match=r"no file|no name of a file"):
            read(folder, name)


def test_what_is_too_large_is_refused_before_it_is_decoded(folder: Path) -> None:
    (folder / "heavy.png").write_bytes(picture() + bytes(MAX_BYTES))
    with pytest.raises(BadLogo, match=r"larger than 1000 kB; save it smaller"):
        read(folder, "heavy.png")
    (folder / "bomb.png").write_bytes(claimed(60_000, 60_000, zlib.compress(bytes(1_000_000))))
    with pytest.raises(BadLogo):
        read(folder, "bomb.png")
    (folder / "wide.png").write_bytes(picture("1", (MAX_SIDE + 1, MAX_SIDE)))
    with pytest.raises(BadLogo, match=f"4001 x 4000 pixels; {MAX_SIDE} a side is the most"):
        read(folder, "wide.png")
    (folder / "strip.png").write_bytes(picture("1", (1300, 100)))
    with pytest.raises(BadLogo, match="too long a strip"):
        read(folder, "strip.png")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture()[:60],
        picture(format_="JPEG")[:-200],
        picture(format_="GIF"),
        picture("CMYK", format_="JPEG"),
        picture("I;16"),
        claimed(300, 100, zlib.compress(b"too little")),
    ],
    ids=["empty", "text", "svg", "cut", "cut jpeg", "gif", "cmyk", "16 bits", "too few pixels"],
)
def test_what_no_reader_shows_alike_is_refused(folder: Path, data: bytes) -> None:
    (folder / "logo.png").write_bytes(data)
    with pytest.raises(BadLogo, match="is no PNG or JPEG that can be printed; save it anew, in grey or RGB"):
        read(folder, "logo.png")
