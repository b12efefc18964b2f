"""Lists are Word's own: numbers that go on by themselves, start anew for each list, and nest."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
from lxml import etree

from packgen.document import Block, ListBlock, PageBreak
from tests.office import to_pdf
from tests.writers.docx.word import (
    NAMESPACES,
    body,
    document,
    found,
    items,
    numbered,
    opened,
    paragraph,
    part,
    style_of,
    text_of,
    values,
    written,
)

NESTED = numbered(
    "one",
    (paragraph("two"), numbered("two a", "two b"), paragraph("two goes on")),
    (paragraph("three"), ListBlock(items("three x", (paragraph("three y"), ListBlock(items("deep")))))),
)


def listed(*blocks: Block) -> list[tuple[str, str, str, str]]:
    """(words, style, list instance, level) of every paragraph that has a marker."""
    return [
        (text_of(p), style_of(p), values(p, "w:pPr/w:numPr/w:numId")[0], values(p, "w:pPr/w:numPr/w:ilvl")[0])
        for p in found(body(*blocks), "w:p[w:pPr/w:numPr]")
    ]


def test_each_numbered_list_is_an_instance_of_its_own_that_starts_anew() -> None:
    data = written(document(numbered("a", "b"), numbered("c"), numbered("d", start=4), ListBlock(items("e"))))
    (root, numbers) = part(data), part(data, "word/numbering.xml")
    instances = values(root, "//w:numPr/w:numId")
    assert len(set(instances)) == 4
    assert instances[0] == instances[1]
    starts = {
        text_of(p): [
            override
            for number in values(p, "w:pPr/w:numPr/w:numId")
            for override in values(numbers, f"//w:num[@w:numId='{number}']/w:lvlOverride/w:startOverride")
        ]
        for p in found(root, "//w:p[w:pPr/w:numPr]")
    }
    assert starts == {"a": ["1"], "b": ["1"], "c": ["1"], "d": ["4"], "e": []}


def test_nested_lists_have_the_next_level_s_style_and_a_further_paragraph_has_no_marker() -> None:
    rows = listed(NESTED)
    assert [(words, style, level) for words, style, _, level in rows] == [
        ("one", "ListNumber", "0"),
        ("two", "ListNumber", "0"),
        ("two a", "ListNumber2", "1"),
        ("two b", "ListNumber2", "1"),
        ("three", "ListNumber", "0"),
        ("three x", "ListBullet2", "1"),
        ("three y", "ListBullet2", "1"),
        ("deep", "ListBullet3", "2"),
    ]
    (more,) = found(body(NESTED), "w:p[w:pPr/w:pStyle/@w:val='ListContinue']")
    assert text_of(more) == "two goes on"
    assert {number for words, _, number, _ in rows if words in ("one", "two", "three")} == {rows[0][2]}


def test_a_list_in_another_text_style_keeps_that_style_s_look() -> None:
    data = written(document(ListBlock(items("said"), style="say"), ListBlock(items("box"), "check")))
    word = opened(data)
    assert [p.style.name for p in word.paragraphs if p.style and p.text] == ["Talking Point Bullet", "List Check"]
    (said, _) = (p.style for p in word.paragraphs if p.text)
    assert said is not None
    assert said.base_style is not None
    assert said.base_style.name == "Talking Point"


def test_styles_and_numbering_name_each_other() -> None:
    data = written(document(NESTED, ListBlock(items("said"), style="say"), ListBlock(items("box"), "check")))
    styles, numbers = part(data, "word/styles.xml"), part(data, "word/numbering.xml")
    for style in found(styles, "//w:style[w:pPr/w:numPr]"):
        name = style.get(f"{{{NAMESPACES['w']}}}styleId")
        ((number,), (level,)) = values(style, "w:pPr/w:numPr/w:numId"), values(style, "w:pPr/w:numPr/w:ilvl")
        (kind,) = values(numbers, f"//w:num[@w:numId='{number}']/w:abstractNumId")
        named = values(numbers, f"//w:abstractNum[@w:abstractNumId='{kind}']/w:lvl[@w:ilvl='{level}']/w:pStyle")
        assert named == [name]
    assert len(set(values(numbers, "//w:nsid"))) == len(found(numbers, "//w:abstractNum"))


def test_a_list_deeper_than_word_has_levels_stays_on_the_last() -> None:
    deep = ListBlock(items("bottom"))
    for _ in range(11):
        deep = ListBlock(items((paragraph("x"), deep)))
    assert [level for *_, level in listed(deep)] == [str(min(level, 8)) for level in range(12)]


def test_a_reader_numbers_the_lists_as_they_are_meant(tmp_path: Path) -> None:
    tree = document(NESTED, PageBreak(), numbered("d", "e", start=4), numbered("f"))
    path = tmp_path / "lists.docx"
    path.write_bytes(written(tree))
    with pdfplumber.open(to_pdf([path], tmp_path / "pdf")[path]) as pdf:
        first, second = (page.extract_text().splitlines()[1:-1] for page in pdf.pages)
    assert first == [
        *("1. one", "2. two", "1. two a", "2. two b", "two goes on"),
        *("3. three", "– three x", "– three y", "• deep"),
    ]
    assert second == ["4. d", "5. e", "1. f"]


def test_the_words_before_a_list_stay_with_its_first_item() -> None:
    blocks = (paragraph("Not this"), paragraph("Three things:"), numbered("one"), paragraph("after"))
    keeps = {text_of(p): bool(found(p, "w:pPr/w:keepNext")) for p in found(body(*blocks), "w:p")}
    assert keeps == {"Not this": False, "Three things:": True, "one": False, "after": False}


def test_space_stands_after_a_list_and_not_between_its_items() -> None:
    spaces = {
        text_of(p): values(p, "w:pPr/w:spacing", "after")
        for p in found(body(numbered("a", "b"), paragraph("c")), "w:p")
    }
    assert spaces == {"a": [], "b": ["144"], "c": []}


def test_the_numbering_part_is_whole_even_where_nothing_is_listed() -> None:
    numbers = part(written(document(paragraph("Text"))), "word/numbering.xml")
    assert etree.QName(numbers).localname == "numbering"
    assert [len(found(kind, "w:lvl")) for kind in found(numbers, "w:abstractNum")] == [9, 9]
