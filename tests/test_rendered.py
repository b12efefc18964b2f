"""A mistake in what a template gives names the template and the line that wrote it."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

import pytest

from packgen.batch.rendering import composed, load_tools
from packgen.compose import documents
from packgen.content.load import load_country
from packgen.content.localize import localize
from packgen.content.schedule import ANY_OCCASION
from packgen.problems import Problems
from packgen.project import Project
from packgen.rendered import DEEPEST, LONGEST_TEXT, MOST_ELEMENTS
from tests.fuzz.running import bounded
from tests.sample import ROOT, sample_project


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project itself, copied."""
    root = tmp_path_factory.mktemp("real").resolve()
    for name in ("content", "locales", "templates"):
        copytree(ROOT / name, root / name)
    return Project(root)


def problem(project: Project, document: str) -> str:
    """What is said of a document of the project's first session in its first country, "" when nothing is."""
    session = project.sessions()[0]
    country = "ke" if "ke" in project.countries() else "xa"
    localized = localize(project, session, load_country(project, country), "en")
    tools = load_tools(project, "theme")
    info = next(info for info in documents(tools.templates, localized.session) if info.id == document)
    try:
        with bounded():
            composed(localized, info, tools, ANY_OCCASION)
    except Problems as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("document", "template", "written", "instead"),
    [
        # in the template itself, within loops and conditions, and within a line
        ("trainer-guide", "trainer/trainer-guide.xml.j2", '<row look="band">', '<row look="bands">'),
        ("trainer-guide", "trainer/trainer-guide.xml.j2", "{{ session.outcome }}", "<pros/>{{ session.outcome }}"),
        ("trainer-guide", "trainer/trainer-guide.xml.j2", '<contents levels="2">', '<contents levels="two">'),
        ("trainer-guide", "trainer/trainer-guide.xml.j2", '<h level="2" id="timing">', '<h level="7" id="timing">'),
        ("trainer-guide", "trainer/trainer-guide.xml.j2", "<kicker>", "<kicker><blink/>"),
        ("trainer-guide", "trainer/trainer-guide.xml.j2", '<cue kind="slide">', '<cue kind="slides">'),
        ("slides", "trainer/slides.xml.j2", '<slide layout="title">', '<slide layout="titel">'),
        ("assessment-survey", "participants/handout.xml.j2", "<choice field", '<choice kind="circle" field'),
        ("assessment-survey", "participants/handout.xml.j2", 'header="true">{{ loop', '><u/>{{ loop'),
        ("planning-questions", "participants/handout.xml.j2", 'lines="{{ item.lines }}"', 'lines="some"'),
        # in a macro of another file
        ("slides", "_macros.xml.j2", '<prose style="text">', '<proze style="text">x</proze><prose style="text">'),
        ("trainer-guide", "_macros.xml.j2", '<cue kind="clock">', '<cue kind="watch">'),
        # what is found when the whole document is there
        ("trainer-guide", "trainer/trainer-guide.xml.j2", '<p style="box-title">', '<p style="box-titel">'),
        ("slides", "trainer/slides.xml.j2", '<p style="notes-role">', '<p style="notes-rule">'),
        # what is no XML
        ("trainer-guide", "trainer/trainer-guide.xml.j2", '.timing }}</prose>', ".timing }}</p>"),
        ("trainer-guide", "trainer/trainer-guide.xml.j2", '{{ session.timing', "&nbsp;{{ session.timing"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_shipped_template_names_its_line(
    real: Project, document: str, template: str, written: str, instead: str
) -> None:
    path = real.templates / template
    before = path.read_text(encoding="utf-8")
    line = next(number for number, text in enumerate(before.split("\n"), 1) if written in text)
    path.write_text(before.replace(written, instead, 1), encoding="utf-8")
    try:
        assert problem(real, document).startswith(f"templates/{template}:{line}: ")
    finally:
        path.write_text(before, encoding="utf-8")


CARD = """\
{% macro card(name) -%}

  <p>{{ name }}</p>
{%- endmacro %}
{# A comment
   of two lines. #}
<document title="Card"
  subject="{{ session.course }}">
  {% for name in ["a", "b", "c"] %}
    {{ card(name) }}
    {%- if name == "c" %}

      <pp/>
    {% endif %}
  {% endfor %}
</document>
"""


@pytest.mark.parametrize(
    ("wrong", "right", "line"),
    [
        ("", "", 13),
        ("<p>{{ name }}</p>", "<p>{{ name }}<br></br></p>", 13),
        ("<p>{{ name }}</p>", "<p>{{ name }}<hr/></p>", 3),
        ("{%- if", "{% if", 13),
        ("<pp/>", '{{ "<pp/>"|safe }}', 13),
        ("<pp/>", "{% set x %}\n\n<pp/>{% endset %}{{ x }}", 15),
        ("<pp/>", "{% call(x) inner() %}\n<pp/>{% endcall %}", 14),
        ("<pp/>", '{% include "trainer/part.xml.j2" %}', 2),
        ("</document>", "", 14),
        ("<pp/>", '<h id="twice"/>\n<h id="twice"/>', 14),
        ("<pp/>", '<answer field="twice"/>\n<p>x</p>\n<answer field="twice"/>', 15),
        ("<pp/>", '<p>x</p>\n<p stile="body">y</p>', 14),
        ("<pp/>", "<prose>\n<b>lost</b></prose>", 14),
        # a template that changes with the marks keeps its name, and no line is invented
        ("<pp/>", "{% set x %}y{% endset %}{{ x|length }}<pp/>", 1),
    ],
)
def test_the_line_is_that_of_the_element_s_start(tmp_path: Path, wrong: str, right: str, line: int) -> None:
    inner = "{% macro inner() %}{{ caller(1) }}{% endmacro %}"  # before the first line's other words
    changes = {
        "templates/trainer/card.xml.j2": inner + CARD.replace(wrong, right, 1),
        "templates/trainer/part.xml.j2": "\n<pp/>",
    }
    file = "part" if "part" in right else "card"
    found = problem(sample_project(tmp_path, changes=changes), "card")
    assert re.match(rf"templates/trainer/{file}\.xml\.j2:{line}: ", found), found


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("{% for i in range(90000) %}\n<p/>{% endfor %}", f"gives more than {MOST_ELEMENTS} elements"),
        ("{% for i in range(990) %}\n<p>{{ session.title }}</p>{% endfor %}", f"more than {LONGEST_TEXT} characters"),
        ("<p>" + "<b>" * 900 + "\n" + "</b>" * 900 + "</p>", f"nests elements deeper than {DEEPEST} levels"),
        ("\n<box>" + "<box>" * 9000 + "</box>" * 9001, f"nests elements deeper than {DEEPEST} levels"),
        ('\n<answer lines="101"/>', "<answer>: lines: expected a whole number up to 100"),
        ('\n<table widths="' + "1 " * 9999 + '"/>', "<table>: widths: a table has up to 100 columns, found 9999"),
        ('\n<table row-lines="101"/>', "<table>: row-lines: expected a whole number up to 100"),
    ],
)
def test_more_than_a_document_may_hold_is_told_at_its_line(tmp_path: Path, lines: str, expected: str) -> None:
    project = sample_project(tmp_path, changes={"templates/trainer/card.xml.j2": f"<document>{lines}</document>"})
    session = project.session_file("sample")
    session.write_text(session.read_text("utf-8").replace("Sharing Tools", "Sharing Tools " * 150), encoding="utf-8")
    found = problem(project, "card")
    assert found.startswith("templates/trainer/card.xml.j2:")
    assert expected in found
