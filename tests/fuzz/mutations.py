"""Damage to files: what an editor, a merge, a bad transfer or an enemy may do to them. Each is drawn by hypothesis."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

import yaml
from hypothesis import strategies as st

# What content may hold by mistake or malice: markup of every kind, odd Unicode, values of other types, long ones.
ODD = (
    "",
    " ",
    "~",
    "no",
    "-1",
    "0",
    "1e9",
    "99999999999999999999",
    "NaN",
    "0x1F",
    "1.5",
    "true",
    "../../../etc/passwd",
    "a/b",
    "con",
    "\u202eabc\u202c",
    "\u200f\u2067שלום\u2069 abc",
    "ا" * 300,
    "e" + "\u0301" * 200,
    "ក្ខ្គ្ឃ្ង" * 40,
    "👩‍👩‍👧‍👦🏽🇰🇪",
    "\U0001d518\U000e0041\u2028\u2029\u0085\u00ad\ufeff",
    "\ufdfd" * 50,
    "a" * 20_000,
    "word " * 2_000,
    "{{ terms.tool }}",
    "{{ country.name",
    "{{ country.__class__ }}",
    "{% for x in y %}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 'x' * 10 ** 9 }}",
    "{{ '%999999999d'|format(1) }}",
    "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
    "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
    "[[" * 500,
    "*" * 400,
    "**a *b** c*",
    "> " * 300 + "deep",
    "- " * 200 + "deep",
    "`" * 300,
    "[a](javascript:x)",
    "[a](#nowhere)",
    "![p](x.png)",
    "<b>&amp;</b> ]]> <?x?>",
    "| a | b |\n|---|---|\n| c |",
    "# Heading\n\n- a\n\n      code",
    "&#0; &#xD800;",
    "%s %(x)s %n",
    "\\u0000 \\ \" '",
)

Tree = Any
Change = Callable[[Random, Tree], Tree]


def damaged_text(data: bytes) -> st.SearchStrategy[bytes]:
    """The file with some of its lines and bytes lost, doubled, moved or replaced; or bytes of no kind at all."""
    return st.one_of(_cases(data, _lines, _letters, _bytes), st.binary(max_size=200))


def damaged_yaml(data: bytes) -> st.SearchStrategy[bytes]:
    """The YAML file with some of its nodes lost, doubled, moved or of another kind; one in four with lines damaged."""
    tree = yaml.load(data, yaml.CBaseLoader)  # the parser that packgen reads with

    def change(random: Random) -> bytes:
        changed = tree
        for _ in range(random.choice((1, 1, 1, 2, 4))):
            changed = _one_node(random, changed)
        return yaml.safe_dump(changed, allow_unicode=random.random() < 0.8, sort_keys=False).encode(
            errors="surrogatepass"
        )

    structured = _randoms().map(change)
    return st.one_of(structured, structured, structured, damaged_text(data))


def damaged_zip(data: bytes, text: str = r"\.(xml|rels|json|txt)$|SUMS$") -> st.SearchStrategy[bytes]:
    """The zip with entries lost, doubled, renamed or damaged inside, or its own bytes damaged."""

    def change(random: Random) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
        for _ in range(random.choice((1, 1, 2))):
            at = random.randrange(len(entries))
            name, content = entries[at]
            match random.randrange(6):
                case 0:
                    del entries[at]
                case 1:
                    entries.append((name, content))
                case 2:
                    entries[at] = (random.choice(("../" + name, name.upper(), "", "a\\b", *ODD[:20])), content)
                case _:
                    texts = [each for each in range(len(entries)) if re.search(text, entries[each][0])]
                    at = random.choice(texts or [at])
                    name, content = entries[at]
                    entries[at] = (name, random.choice((_lines, _letters, _bytes, _markup))(random, content))
            entries = entries or [("x", b"")]
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # names that are there twice are meant
            for name, content in entries:
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return written.getvalue()

    inside = _randoms().map(change)
    return st.one_of(inside, inside, inside, _cases(data, _bytes))


def _randoms() -> st.SearchStrategy[Random]:
    return st.integers(0, 2**32 - 1).map(Random)


def _cases(data: bytes, *changes: Callable[[Random, bytes], bytes]) -> st.SearchStrategy[bytes]:
    return st.tuples(st.sampled_from(changes), _randoms()).map(lambda drawn: drawn[0](drawn[1], data))


# --- text -----------------------------------------------------------------------------------------


def _lines(random: Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    for _ in range(random.choice((1, 1, 2, 5))):
        at, other = random.randrange(len(lines)), random.randrange(len(lines))
        match random.randrange(5):
            case 0:
                del lines[at : at + random.choice((1, 1, 3))]
            case 1:
                lines.insert(other, lines[at])
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                lines[at] = lines[at].lstrip() if random.random() < 0.5 else b"    " + lines[at]
            case 4:
                lines.insert(at, random.choice(ODD).encode())
        lines = lines or [b""]
    return b"\n".join(lines)


def _letters(random: Random, data: bytes) -> bytes:
    """Something odd put into a line after a word or a mark, or in place of what follows there."""
    text = data.decode(errors="replace")
    marks = [found.end() for found in re.finditer(r'[:"<>{}\[\]%|=-]|\w+', text)] or [0]
    at = random.choice(marks)
    rest = text[at + random.choice((0, 0, 1, 5, 20)) :]
    pieces: tuple[str, ...] = (
        *ODD,
        *'"<>{}[]%|:=&*!@-#,?\t\r\n\0',
        "{{",
        "}}",
        "{%",
        "%}",
        "&a [*a, *a]",
        "!!python/object:os.system x",
    )
    return (text[:at] + random.choice(pieces) + rest).encode()


def _bytes(random: Random, data: bytes) -> bytes:
    changed = bytearray(data or b"x")
    for _ in range(random.choice((1, 1, 4, 30))):
        at = random.randrange(len(changed))
        match random.randrange(5):
            case 0:
                changed[at] ^= 1 << random.randrange(8)
            case 1:
                changed[at] = random.choice((0, 0xFF, 0x80, 0xED, 0xC0))
            case 2:
                del changed[at : at + random.choice((1, 3, 100))]
            case 3:
                changed[at:at] = changed[at : at + random.choice((1, 10, 300))]
            case 4:
                changed[at:at] = random.choice(
                    (b"\xed\xa0\x80", b"\xff\xfe", b"\x00", b"\xef\xbb\xbf", b"\xf4\x90\x80\x80")
                )
        changed = changed or bytearray(b"x")
    return bytes(changed[: random.randrange(len(changed)) + 1] if random.random() < 0.1 else changed)


def _markup(random: Random, data: bytes) -> bytes:
    """XML or JSON with one of its elements or values lost, doubled, or replaced by something odd."""
    text = data.decode(errors="replace")
    found = list(re.finditer(r'<[^>]*>|"[^"]*"|\d+|>[^<]+<', text))
    if not found:
        return _bytes(random, data)
    piece = random.choice(found)
    odd = random.choice(ODD).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    kept = piece.group()
    new = random.choice(
        ("", kept * 2, kept * 50, f'"{odd}"' if kept.startswith('"') else odd, "<w:p/>", "-5", "null", "[]")
    )
    return (text[: piece.start()] + new + text[piece.end() :]).encode()


# --- trees ----------------------------------------------------------------------------------------


def _one_node(random: Random, tree: Tree) -> Tree:
    """The tree with one of its nodes changed; every node is as likely."""
    places = list(_places(tree))
    return _replaced(tree, random.choice(places), random) if places else random.choice(ODD)


def _places(tree: Tree, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys: list[Any] = list(tree) if isinstance(tree, dict) else list(range(len(tree))) if isinstance(tree, list) else []
    return [place for key in keys for place in ((*above, key), *_places(tree[key], (*above, key)))]


def _replaced(tree: Tree, place: tuple[Any, ...], random: Random) -> Tree:
    key, *below = place
    copy = dict(tree) if isinstance(tree, dict) else list(tree)
    if below:
        copy[key] = _replaced(tree[key], tuple(below), random)
        return copy
    value = copy[key]
    match random.randrange(9):
        case 0:
            del copy[key]
        case 1 if isinstance(copy, list):
            copy.insert(random.randrange(len(copy) + 1), value)
        case 2 if isinstance(copy, dict):
            copy = {(random.choice(ODD) if name == key else name): each for name, each in copy.items()}
        case 3:
            copy[key] = [value] if random.random() < 0.5 else {"id": value}
        case 4:
            copy[key] = random.choice(([], {}, None, [[]], [None], {"": {}}, True, 7, -7, 1.5, 10**30))
        case 5:
            for _ in range(random.choice((3, 45, 60))):
                value = [value] if random.random() < 0.5 else {"items": value}
            copy[key] = value
        case 6 if isinstance(value, str):
            at = random.randrange(len(value) + 1)
            copy[key] = value[:at] + random.choice(ODD) + value[at:]
        case 7 if isinstance(copy, list):
            copy[key] = copy[random.randrange(len(copy))]
        case 7:
            copy[key] = copy[random.choice(list(copy))]
        case _:
            copy[key] = random.choice(ODD)
    return copy
