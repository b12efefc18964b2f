"""Detached signatures of packs in minisign's format (https://jedisct1.github.io/minisign/), beside the zip."""

from __future__ import annotations

import os
from pathlib import Path

# It is typed throughout but does not say so (PEP 561).
from minisign import Error, KeyPair, PublicKey, SecretKey, Signature  # type: ignore[import-untyped]

from packgen.output import OutputError, source_date, write_file
from packgen.packs.signature import signature_file

# A key that is given as "env:NAME" is the text of the environment variable NAME, as OpenSSL names secrets.
_ENVIRONMENT = "env:"

_LONGEST_NAME = 100  # characters; a secret key has 212


class UnusableKey(Exception):
    """A key that cannot be used; the message says which and why, and never shows it."""


class BadSignature(Exception):
    """A signature that is not there or does not hold; the message is a sentence."""


def secret_key(given: str) -> SecretKey:
    """The secret key in the file `given`, or in the environment variable of "env:NAME". Raises UnusableKey.

    Keys with a password are refused: where packs are built nobody is there to type it.
    """
    try:
        key = SecretKey.from_bytes(_text(given))
    except Error as error:
        raise UnusableKey(f"{given} is no secret key of minisign: {error}") from None
    if key.is_encrypted():
        raise UnusableKey(f"{given} has a password; make a key without: minisign -G -W, or packgen new key")
    return key


def public_key(given: str) -> PublicKey:
    """The public key in the file `given`, or `given` itself: the 56 characters of such a file. Raises UnusableKey."""
    try:
        return PublicKey.from_base64(given) if len(given) == 56 else PublicKey.from_bytes(_text(given))
    except Error as error:
        raise UnusableKey(f"{given} is no public key of minisign: {error}") from None


def _text(given: str) -> bytes:
    if given.startswith(_ENVIRONMENT):
        name = given.removeprefix(_ENVIRONMENT)
        if not os.environ.get(name):
            raise UnusableKey(f"the environment variable {name} is not set")
        return os.environ[name].encode(errors="surrogateescape")
    try:
        return Path(given).read_bytes()
    except OSError as error:
        # Somebody may have put the key itself here: it must not get into a log.
        name = given if len(given) < _LONGEST_NAME else "what is given"
        raise UnusableKey(f"{name} cannot be read: {error.strerror}") from None


def sign(pack: Path, key: SecretKey) -> Path:
    """Signs the file at `pack` and gives where its signature was written. Raises OutputError.

    Same file and key, same signature: its trusted comment has a time only where SOURCE_DATE_EPOCH tells it.
    """
    date = source_date()
    comment = f"file:{pack.name}\thashed" if date is None else f"timestamp:{date}\tfile:{pack.name}\thashed"
    with pack.open("rb") as file:
        signature = key.sign(file, untrusted_comment="signature of a pack, made by packgen", trusted_comment=comment)
    path = signature_file(pack)
    write_file(path, bytes(signature) + b"\n")
    return path


def verify_signature(pack: Path, key: PublicKey) -> str:
    """The trusted comment of the signature beside the pack, which holds. Raises BadSignature."""
    path = signature_file(pack)
    try:
        signature = Signature.from_bytes(path.read_bytes())
        with pack.open("rb") as file:
            key.verify(file, signature)
    except OSError as error:
        raise BadSignature(f"{Path(str(error.filename)).name} cannot be read: {error.strerror}") from None
    except Error as error:
        raise BadSignature(f"{path.name} is no signature of it by this key: {error}") from None
    return str(signature.trusted_comment)


def write_key_pair(name: Path) -> tuple[Path, Path]:
    """Makes a key pair: NAME.key for its owner's eyes alone, without a password, and NAME.pub for everybody.

    Raises OutputError, also for a file that is there already: a key is never written over.
    """
    secret, public = (name.with_name(name.name + ending) for ending in (".key", ".pub"))
    pair = KeyPair.generate()
    for path, data, mode in ((secret, bytes(pair.secret_key), 0o600), (public, bytes(pair.public_key), 0o644)):
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
                file.write(data + b"\n")
        except OSError as error:
            raise OutputError(path, f"cannot be written: {error.strerror}") from None
    return secret, public
