"""Places to fill in: content controls that a person or a program finds by the field's name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from packgen.document import Answer, Cell, Choice, Paragraph, Table
from packgen.writers.docx.controls import LONGEST, tag
from tests.conftest import BuiltPacks
from tests.writers.docx.word import body, document, found, opened, part, style_of, text_of, values, written

names = st.text(min_size=1, max_size=200)


def test_an_answer_is_a_control_of_ruled_lines_with_the_field_s_name_and_its_question() -> None:
    (control,) = found(body(Answer("why", "Why does it fit?", 3)), "w:sdt")
    assert values(control, "w:sdtPr/w:tag") == ["why"]
    assert values(control, "w:sdtPr/w:alias") == ["Why does it fit?"]
    assert [style_of(p) for p in found(control, "w:sdtContent/w:p")] == ["Answer"] * 3
    assert found(control, "w:sdtPr/w:showingPlcHdr")
    assert values(control, "w:sdtPr/w:lock") == ["sdtLocked"]


def test_what_is_typed_into_an_answer_looks_like_body_text() -> None:
    answers = (Answer("why", "Why?", 1), Table((1.0,), (), ((Cell((Answer("cell", "Cell", 0),)),),), "A"))
    data = written(document(*answers))
    assert found(part(data), "//w:sdtContent//w:r/w:rPr") == []
    assert found(part(data), "//w:sdtPr/w:rPr") == []
    styles = opened(data).styles
    for name in ("Answer", "Answer Cell"):
        style = styles[name]
        assert style.base_style is not None
        assert style.base_style.name == "Normal"
        assert style.element.xpath("w:rPr") == []
    # A line of body text, so that tall fonts do not push the rows of a form apart.
    assert styles["Answer Cell"].element.xpath("w:pPr/w:spacing") == []
    assert styles["Body Text"].element.xpath("w:rPr/*") == []


def test_choices_are_check_boxes_of_word_with_the_value_in_their_tag() -> None:
    choices = Paragraph((Choice("fit", "yes", "yes", question="Fits"), Choice("done", "on", "Done", "check")))
    controls = found(body(choices), "w:p/w:sdt")
    assert [(*values(one, "w:sdtPr/w:tag"), *values(one, "w:sdtPr/w:alias"), text_of(one)) for one in controls] == [
        ("fit=yes", "Fits – yes", "○"),
        ("done=on", "Done", "☐"),
    ]
    for control, ticked in zip(controls, ("25CF", "2612"), strict=True):
        (state,) = found(control, "w:sdtPr/w14:checkbox/w14:checkedState")
        assert state.get("{http://schemas.microsoft.com/office/word/2010/wordml}val") == ticked


@given(names, names, names, names)
def test_tags_are_as_long_as_word_takes_and_tell_fields_apart(field: str, value: str, other: str, third: str) -> None:
    assert len(tag(field, value)) <= LONGEST
    whole, another = (f"{field}={value}", f"{other}={third}")
    assert (tag(field, value) == tag(other, third)) == (whole == another)


def test_a_long_label_is_cut_where_word_would_refuse_it() -> None:
    label = "How does the library benefit, in money, in kind, in people, in places and in the long run?"
    (alias,) = values(body(Answer("f", label, 1)), "w:sdt/w:sdtPr/w:alias")
    assert len(alias) <= LONGEST
    assert alias.endswith("…")
    assert label.startswith(alias[:-1])


def test_the_titles_of_a_long_question_s_circles_end_in_what_each_says() -> None:
    question = "I can explain to a person who decides what partnerships give to a library in the long run"
    labels = ("Not at all", "A little", "Mostly", "Fully, and to anybody who asks me about it on any day")
    circles = tuple(Choice("f", str(at), label, "radio", question) for at, label in enumerate(labels))
    titles = values(body(Paragraph(circles)), "//w:sdtPr/w:alias")
    assert max(map(len, titles)) <= LONGEST
    assert len(set(titles)) == len(labels)
    for title, label in zip(titles, labels, strict=True):
        assert title.startswith("I can explain")
        assert title.endswith(label) or title.endswith("…")


def test_the_project_s_forms_have_every_field_once(packs: BuiltPacks) -> None:
    for report in packs.reports.values():
        forms = [file for file in report.files if file.format == "docx" and file.document != "trainer-guide"]
        for file in forms:
            root = part(file.path.read_bytes())
            tags = values(root, "//w:sdt/w:sdtPr/w:tag")
            assert len(set(tags)) == len(tags), file.path
            assert all(values(root, "//w:sdt/w:sdtPr/w:alias"))
        survey = next(file for file in forms if file.document == "assessment-survey")
        assert len(found(part(survey.path.read_bytes()), "//w14:checkbox")) >= 12 * 5
