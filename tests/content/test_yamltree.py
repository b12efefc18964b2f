"""Strict YAML: text stays text; what could surprise or explode is refused with its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packgen.content.yamltree import LARGEST_FILE, LONGEST_TEXT, Mapping, Node, Scalar, Sequence, parse, read
from packgen.problems import Problems
from tests.fuzz.running import bounded


def refusal(data: str | bytes) -> str:
    with pytest.raises(Problems) as caught:
        parse(data.encode() if isinstance(data, str) else data, "f.yaml")
    return str(caught.value)


@pytest.mark.parametrize("style", ["|", "|-", ">", ">-", ">2"])
def test_a_block_scalar_that_starts_blank_knows_the_line_of_its_first_words(style: str) -> None:
    tree = parse(f"a: {style}\n\n\n  words\n  more\nb: x\n".encode(), "f.yaml")
    a = tree.items["a"]
    assert isinstance(a, Scalar)
    assert a.source.line == 4


@pytest.mark.parametrize("written", ["NO", "1.10", "12:30", "010", "null", "~", "true", "2026-01-01", "1e3", "0x1F"])
def test_a_scalar_is_the_text_that_was_written(written: str) -> None:
    assert parse(f"key: {written}\n".encode(), "f.yaml").items["key"] == written


def test_a_scalar_knows_its_line_and_a_block_scalar_the_line_of_its_first_words() -> None:
    tree = parse(b"a: x\nb: |\n  words\nc:\n  - y\n", "f.yaml")
    b, c = tree.items["b"], tree.items["c"]
    assert isinstance(b, Scalar)
    assert b.source.line == 3
    assert isinstance(c, Sequence)
    assert c.items[0].source.line == 5


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        ("a: &x 1\nb: *x\n", 1, "anchor"),
        ("a: 1\nb: *x\n", 2, "alias"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "tag"),
        ("a: 1\nb: 2\na: 3\n", 3, 'the key "a" is already on line 1'),
        ("a:\n\tb: 1\n", 2, "tab"),
        ("a: 1\n---\nb: 2\n", 2, "one document"),
        ("a: b: c\n", 1, "in quotes"),
        ("- a\n", 1, "expected keys and values"),
        ('a: 1\nb: "x\\u0000"\n', 2, "U+0000"),
        ('a: "\\uFFFE"\n', 1, "U+FFFE"),
        ('a: "\\uD800"\n', 1, "invalid Unicode character"),
        ("a: x\x0by\n", 1, "U+000B"),
        ("a: \ue000\n", 1, "U+E000"),
        (b"a: 1\nb: \xff\n", 2, "UTF-8"),
        ("a: [1, 2\n", 2, "not valid YAML"),
    ],
)
def test_refused_with_its_line(data: str | bytes, line: int, words: str) -> None:
    message = refusal(data)
    assert message.startswith(f"f.yaml:{line}: ")
    assert words in message


def test_the_length_of_a_text_and_of_a_file_is_bounded(tmp_path: Path) -> None:
    text = "[" * LONGEST_TEXT
    assert parse(f"a: '{text}'\n".encode(), "f.yaml").items["a"] == text
    assert refusal(f"b: x\na: '{text}['\n").startswith("f.yaml:2: the text is longer than 20000 characters")
    assert refusal("# x\n" * (LARGEST_FILE // 4 + 1)).startswith("f.yaml:1: the file is larger than 500 KB")
    path = tmp_path / "f.yaml"
    with path.open("wb") as file:
        file.truncate(10**11)  # of which the disk keeps nothing
    with bounded(), pytest.raises(Problems, match="larger than 500 KB"):
        read(path, "f.yaml")


def test_depth_is_bounded_whatever_the_nesting() -> None:
    assert "50 levels" in refusal("a: " + "[" * 60 + "]" * 60)
    assert "50 levels" in refusal("a: " + "{x: " * 5_000 + "1" + "}" * 5_000)


def test_the_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x, x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    assert refusal(bomb).startswith("f.yaml:1: an anchor")


keys = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
# Everything that both writers can hold; \x85 and the line separators are line ends to YAML.
words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn", "Zl", "Zp"]), max_size=40)
values = st.recursive(
    words, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
)


def plain(node: Node) -> object:
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.items.items()}
    return [plain(item) for item in node.items] if isinstance(node, Sequence) else str(node)


@given(st.dictionaries(keys, values, max_size=5))
def test_what_yaml_writes_is_read_back(content: dict[str, object]) -> None:
    import yaml

    data = yaml.safe_dump(content, allow_unicode=True, default_style='"').encode()
    assert plain(parse(data, "f.yaml")) == content


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_give_a_tree_or_problems(data: bytes) -> None:
    try:
        found: object = parse(data, "f.yaml")
    except Problems as error:
        found = error.problems
    assert isinstance(found, Mapping) or (
        isinstance(found, tuple) and all(problem.source.line >= 1 for problem in found)
    )
