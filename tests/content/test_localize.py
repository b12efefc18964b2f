"""One country's view: override, spelling, placeholders; what a country says stays literal text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packgen.content.load import load_country
from packgen.content.localize import Localized, fill, localize
from packgen.content.model import Text
from packgen.document import plain
from packgen.markdown import blocks, inlines, plain_text
from packgen.problems import Problems, Source
from tests.fuzz.running import bounded
from tests.sample import COUNTRY, sample_project


def view(root: Path, override: str = "", country: str = COUNTRY) -> Localized:
    project = sample_project(root, override=override, changes={"locales/countries/xa/country.yaml": country})
    return localize(project, "sample", load_country(project, "xa"), "en")


def text(markdown: str) -> Text:
    return Text(markdown, Source("f.yaml", 5), "p", "en")


def test_placeholders_are_filled_and_facts_stay_literal(tmp_path: Path) -> None:
    greeting = view(tmp_path).session.parts[0].topics[0].steps[0].do
    assert greeting is not None
    assert plain_text(greeting) == "Welcome everybody to Aland & Co *x*."


def test_a_term_that_a_country_changes_is_changed_everywhere(tmp_path: Path) -> None:
    session = view(tmp_path, "terms: {tool: Hoe}\n").session
    assert session.objectives[0].text.markdown == "Share a Hoe."
    assert str(session.parts[1].topics[0].steps[0].say) == "Thank you for the Hoe."


def test_the_language_of_a_text_is_the_country_s_own(tmp_path: Path) -> None:
    localized = view(tmp_path)
    assert localized.language == "en-XA"
    assert localized.session.title.language == "en-XA"


def test_every_text_knows_the_file_it_came_from(tmp_path: Path) -> None:
    override = "parts:\n  - id: ending\n    overview: Elsewhere.\n"
    session = view(tmp_path, override).session
    assert str(session.parts[1].overview.source) == "locales/countries/xa/sample.yaml:3"
    assert session.parts[1].overview.path == "parts/ending/overview"
    assert str(session.parts[1].title.source) == "content/sample/parts/ending.yaml:2"


def test_braces_without_end_are_spelled_at_once(tmp_path: Path) -> None:
    """As many as a text may hold, in ten texts: a second each was ten."""
    objectives = "".join(f"  - {{id: o{number}, text: '{'{{' * 10_000}'}}\n" for number in range(10))
    project = sample_project(
        tmp_path, changes={"locales/countries/xa/country.yaml": COUNTRY + "spelling: {programme: program}\n"}
    )
    session = project.session_file("sample")
    written = session.read_text(encoding="utf-8").replace("objectives:\n", "objectives:\n" + objectives)
    session.write_text(written, encoding="utf-8")
    with bounded(), pytest.raises(Problems, match="a placeholder is left open"):
        localize(project, "sample", load_country(project, "xa"), "en")


def test_spelling_changes_whole_words_keeps_capitals_and_leaves_addresses(tmp_path: Path) -> None:
    override = "overview: Programme, PROGRAMME and programmed programmes, [programme](https://x.org/programme)\n"
    country = COUNTRY + "spelling: {programme: program}\n"
    overview = view(tmp_path, override, country).session.overview.markdown
    assert overview == "Program, PROGRAM and programmed programmes, [program](https://x.org/programme)"


@pytest.mark.parametrize("expression", ["7*7", "x.y()", "'a'", "country", "country.facts", "country.__class__", "a.b"])
def test_nothing_but_a_known_name_is_a_placeholder(expression: str) -> None:
    with pytest.raises(Problems) as caught:
        fill(text("one\ntwo {{ " + expression + " }}"), {"country": {"name": "X", "facts": {}}})
    assert "f.yaml:6: " in str(caught.value)


def test_braces_of_other_template_languages_are_text() -> None:
    assert fill(text("{% for x in y %} {# c #} {a}"), {}) == "{% for x in y %} {# c #} {a}"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Zl", "Zp"]), min_size=1, max_size=60))
def test_a_fact_is_shown_as_it_was_written(fact: str) -> None:
    from packgen.content.localize import _literal

    shown = plain(inlines(text("a " + _literal(fact) + " b"), "en"))
    assert shown.translate(str.maketrans("“”‘’", "\"\"''")) == f"a {fact} b".translate(str.maketrans("“”‘’", "\"\"''"))


@given(st.text(max_size=200))
def test_any_markdown_gives_nodes_or_problems(markdown: str) -> None:
    try:
        found = blocks(text(markdown), "en", "body")
    except Problems as error:
        assert all(p.source.file == "f.yaml" for p in error.problems)  # noqa: PT017
    else:
        assert isinstance(found, tuple)


@pytest.mark.parametrize(
    "hostile", ["<b>x</b>", "<onDraw name='x'/>", "<img src='/etc/passwd'/>", "a & b", r"]\]>", "&lt;"]
)
def test_markup_in_content_is_text(hostile: str) -> None:
    expected = {"&lt;": "<", r"]\]>": "]]>"}.get(hostile, hostile)
    shown = plain(inlines(text(hostile), "en"))
    assert shown.replace("‘", "'").replace("’", "'") == expected
