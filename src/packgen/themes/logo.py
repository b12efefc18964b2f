"""An organisation's logo: the file is looked at before anything of the project prints it."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image, UnidentifiedImageError

# More than a logo needs at any print size; what is larger only makes every document of every pack heavier.
MAX_BYTES = 1_000_000
MAX_SIDE = 4000  # pixels
MAX_RATIO = 12.0  # a longer strip could not be read at the size that it gets

# Grey, colour, palette and transparency; Word and PDF readers show other kinds (CMYK, 16 bits) in other colours.
_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")

# Where it is printed: at the end side of the first page's title, at most so large, so far from the title; in points.
LOGO_SIZE = (130.0, 40.0)
LOGO_GAP = 20.0

Format = Literal["png", "jpeg"]


class BadLogo(ValueError):
    """The logo cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that can be printed: its bytes as they are in the file, format, width and height in pixels."""

    data: bytes
    format: Format
    width: int
    height: int

    def size_in(self, width: float, height: float) -> tuple[float, float]:
        """The largest size in points, of the picture's own shape, inside `width` x `height`."""
        scale = min(width / self.width, height / self.height)
        return self.width * scale, self.height * scale


def read_logo(root: Path, folder: Path, name: str) -> Logo:
    """The logo called `name`, seen from `folder`, somewhere in `root` (resolved). Raises BadLogo.

    The whole picture is decoded once, so that a broken one is found here and not by a reader of the documents.
    """
    path = _inside(root, folder, name)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadLogo(f'"{name}" cannot be read: {error.strerror}') from None
    if len(data) > MAX_BYTES:
        raise BadLogo(f'"{name}" is larger than {MAX_BYTES // 1000} kB; save it smaller, 1000 pixels wide is plenty')
    return _decoded(data, name)


def _inside(root: Path, folder: Path, name: str) -> Path:
    try:
        path = (folder / name).resolve()
        found = path.is_file()
    except (OSError, ValueError, RuntimeError):  # a name that is too long, holds a null, or is a loop of links
        raise BadLogo(f'"{name}" is no name of a file') from None
    if not path.is_relative_to(root):
        raise BadLogo(f'"{name}" leads out of templates; put the picture beside the theme')
    if not found:
        raise BadLogo(f'there is no file "{name}" beside the theme')
    return path


def _decoded(data: bytes, name: str) -> Logo:
    wanted = f'"{name}" is no PNG or JPEG that can be printed; save it anew, in grey or RGB'
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow only warns of pictures of very many pixels
            with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
                width, height = picture.size
                if max(width, height) > MAX_SIDE:
                    raise BadLogo(f'"{name}" is {width} x {height} pixels; {MAX_SIDE} a side is the most')
                if max(width, height) > MAX_RATIO * min(width, height):
                    raise BadLogo(f'"{name}" is {width} x {height} pixels: too long a strip to be read')
                if picture.mode not in _MODES:
                    raise BadLogo(wanted)
                picture.load()
                kind: Format = "png" if picture.format == "PNG" else "jpeg"
                return Logo(data, kind, width, height)
    except BadLogo:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        raise BadLogo(wanted) from None
