"""Templates: what they give is the content, in the tree, and participants get nothing of the trainer's."""

from pathlib import Path

import pytest

from packgen.compose import Templates, compose, documents
from packgen.content.load import load_country
from packgen.content.localize import localize
from packgen.document import (
    Cue,
    Deck,
    Document,
    Heading,
    ListBlock,
    MarginTable,
    Paragraph,
    Run,
    Slide,
    Table,
    headings,
    plain,
    walk,
)
from packgen.problems import Problems
from tests.sample import ENDING, sample_project


def composed(root: Path, document: str, **files: str) -> Document:
    project = sample_project(root, changes=files)
    localized = localize(project, "sample", load_country(project, "xa"), "en")
    templates = Templates(project.templates)
    info = next(info for info in documents(templates, localized.session) if info.id == document)
    tree = compose(templates, localized, info)
    assert isinstance(tree, Document)
    return tree


def words(document: Document) -> str:
    return " ".join(plain(b.content) for b in walk(document.blocks) if isinstance(b, Paragraph | Heading))


def test_the_guide_holds_every_part_topic_and_step(tmp_path: Path) -> None:
    guide = composed(tmp_path, "trainer-guide")
    titles = [plain(heading.content) for heading in headings(guide.blocks)]
    assert titles[-5:] == ["Part 1: Opening", "Hello", "Activity 1: Fill the sheet", "Part 2: Ending", "Goodbye"]
    tables = [block for block in guide.blocks if isinstance(block, MarginTable)]
    assert [row.role for row in tables[1].rows] == ["do", "say"]
    directions = [
        node.text
        for block in walk(guide.blocks)
        if isinstance(block, Paragraph)
        for node in block.content
        if isinstance(node, Run) and node.style == "direction" and "hands" in node.text
    ]
    assert directions == ["[Ask for a show of hands.]"]


def test_a_slide_that_comes_again_has_a_title_of_its_own(tmp_path: Path) -> None:
    again = ENDING.replace("say: Thank", "slides: [hello]\n        say: Thank")
    project = sample_project(tmp_path, changes={"content/sample/parts/ending.yaml": again})
    localized = localize(project, "sample", load_country(project, "xa"), "en")
    templates = Templates(project.templates)
    found = {info.id: compose(templates, localized, info) for info in documents(templates, localized.session)}
    deck, guide = found["slides"], found["trainer-guide"]
    assert isinstance(deck, Deck)
    assert isinstance(guide, Document)
    assert [plain(slide.title) for slide in deck.slides] == ["Sharing Tools", "Hello", "Hello (2)"]
    pictures = [plain(block.title) for block in walk(guide.blocks) if isinstance(block, Slide)]
    assert pictures == ["Hello", "Hello (2)"]
    cues = [plain(block.content) for block in walk(guide.blocks) if isinstance(block, Cue) and block.kind == "slide"]
    assert cues == ["Slide 2 Hello", "Slide 3 Hello (2)"]


def test_nested_lists_stay_nested(tmp_path: Path) -> None:
    guide = composed(tmp_path, "trainer-guide")
    lists = [b for b in walk(guide.blocks) if isinstance(b, ListBlock) and b.style == "say"]
    outer = lists[0]
    assert [isinstance(block, ListBlock) for block in outer.items[0].blocks] == [False, True]


def test_a_scale_has_one_circle_a_label_and_statement(tmp_path: Path) -> None:
    sheet = composed(tmp_path, "sheet")
    (table,) = [block for block in sheet.blocks if isinstance(block, Table)]
    assert len(table.head) == 3
    assert [len(row) for row in table.rows] == [3, 3]
    assert sum(table.widths) == pytest.approx(1)


def test_a_participant_s_template_cannot_reach_what_is_the_trainer_s(tmp_path: Path) -> None:
    template = '<document title="x"><p>{{ session.parts }}</p></document>'
    with pytest.raises(Problems) as caught:
        composed(tmp_path, "sheet", **{"templates/participants/sheet.xml.j2": template})
    assert "templates/participants/sheet.xml.j2:1: " in str(caught.value)


def test_a_new_template_is_a_new_document(tmp_path: Path) -> None:
    template = '<document title="Card"><p>{{ session.title }} – {{ country.name }}</p></document>'
    card = composed(tmp_path, "card", **{"templates/trainer/card.xml.j2": template})
    assert words(card) == "Sharing Tools – Aland & Co *x*"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("<document>\n{{ nothing }}</document>", "card.xml.j2:2: the template failed: 'nothing' is undefined"),
        ("<document>\n{% if %}</document>", "card.xml.j2:2: "),
        ("<document><p></document>", "card.xml.j2:1: gives XML that is not well formed"),
        ("<document><pp/></document>", 'card.xml.j2:1: <pp>: is no element of a document (did you mean "p"?)'),
        ("<document>{{ ''.__class__ }}</document>", "card.xml.j2:1: the template failed"),
        ("<document>\n\n{{ 1 / 0 }}</document>", "card.xml.j2:3: the template failed: division by zero"),
        ("<document>{{ range(10 ** 9) }}</document>", "card.xml.j2:1: the template failed: Range too big"),
        ('<document><list marker="bulet"/></document>', '<list>: no marker "bulet" (did you mean "bullet"?)'),
        ('<document><h level="4">x</h></document>', '<h>: no level "4" (valid: 1, 2, 3)'),
        ('<document><table widths="1 b"/></document>', '<table>: widths: expected whole numbers, found "1 b"'),
        (
            '<document><table row-lines="-1"/></document>',
            '<table>: row-lines: expected a whole number up to 100, found "-1"',
        ),
        (
            "<document><box><columns/></box></document>",
            "card.xml.j2:1: <columns>: stands at the top level of a document only",
        ),
        (
            "<document><columns><p>a</p><columns/></columns></document>",
            "<columns>: stands at the top level of a document only",
        ),
        ("<document><columns><box/></columns></document>", "<box>: columns hold <h>, <p>, <prose> and <list> only"),
        ('<document><columns count="4"/></document>', '<columns>: no count "4" (valid: 2, 3)'),
        ('<document><answer lines="many"/></document>', "<answer>: lines: expected a whole number up to 100"),
        ('<document><p stile="x"/></document>', '<p>: has no attribute stile (did you mean "style"?)'),
        ("<document><table><rov/></table></document>", '<rov>: is no part of <table> (did you mean "row"?)'),
        ("<document><table><row><p/></row></table></document>", "<p>: is no part of a row of <table> (valid: cell)"),
        ("<document><list><row><x/></row></list></document>", "<row>: is no part of <list> (valid: item)"),
        ("<document><prose><b>lost</b> words</prose></document>", "<b>: is no part of <prose>"),
    ],
)
def test_mistakes_of_a_template_name_its_line(tmp_path: Path, template: str, expected: str) -> None:
    with pytest.raises(Problems) as caught:
        composed(tmp_path, "card", **{"templates/trainer/card.xml.j2": template})
    assert expected in str(caught.value)


def test_a_table_in_a_margin_table_keeps_its_rows(tmp_path: Path) -> None:
    inner = "<table><row><cell>x</cell></row><row><cell>y</cell></row></table>"
    template = f"<document><margin-table><row><body>{inner}</body></row></margin-table></document>"
    (outer,) = composed(tmp_path, "card", **{"templates/trainer/card.xml.j2": template}).blocks
    assert isinstance(outer, MarginTable)
    ((table,),) = (row.body for row in outer.rows)
    assert isinstance(table, Table)
    assert len(table.rows) == 2


def test_content_that_looks_like_markup_reaches_the_tree_as_text(tmp_path: Path) -> None:
    sheet = "id: sheet\ntitle: <b>x</b> & \\]]> {% raw %}\nsections:\n  - {id: a, kind: text, text: '</p><p>y'}\n"
    document = composed(tmp_path, "sheet", **{"content/sample/handouts/sheet.yaml": sheet})
    assert document.title == "<b>x</b> & ]]> {% raw %}"
    assert "</p><p>y" in words(document)
