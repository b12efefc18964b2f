"""Where the signature of a pack is, and that none is left beside a pack that it was not made for."""

from __future__ import annotations

from pathlib import Path

from packgen.output import OutputError

_ENDING = ".minisig"


def signature_file(pack: Path) -> Path:
    """Where the signature of a pack is: its name and .minisig, as minisign looks for it."""
    return pack.with_name(pack.name + _ENDING)


def remove_stale_signature(pack: Path, data: bytes) -> None:
    """Removes the signature of the pack that is there, if `data`, which is about to be written in its place, differs.

    Raises OutputError for a signature that cannot be removed: then the pack must stay as well.
    """
    path = signature_file(pack)
    if not path.exists() or (pack.is_file() and pack.read_bytes() == data):
        return
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(path, f"cannot be removed, and does not fit the new pack: {error.strerror}") from None
