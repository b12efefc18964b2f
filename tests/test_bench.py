"""The benchmark is only fair when every peer gets the whole text: each export holds every word, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml.html import document_fromstring
from markdown_it import MarkdownIt

from bench.export import editions, trees
from bench.measure import Failed, Usage, middle, run, together
from bench.report import Case, Row, targets
from bench.to_context import Value, context
from bench.to_html import html
from bench.to_markdown import inline, markdown
from packgen.document import Cue, Document, Heading, Inlines, Paragraph, Run, plain, walk
from packgen.project import Project
from tests.sample import ROOT, sample_project


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    root = tmp_path_factory.mktemp("project")
    sample_project(root)
    return trees(root, "sample", "xa", "en")


def html_text(document: Document) -> str:
    return document_fromstring(html(document, "print.css")).text_content()


def markdown_text(document: Document) -> str:
    body = markdown(document).split("---\n", 2)[2]
    return document_fromstring(MarkdownIt().enable("table").render(body)).text_content()


def context_text(document: Document) -> str:
    def texts(values: list[Value]) -> Iterator[str]:
        for value in values:
            yield value.get("text", "")
            for row in value.get("rows", []):
                for cell in row:
                    yield from texts(cell)

    return " ".join(texts(context(document)["blocks"]))


@pytest.mark.parametrize("export", [html_text, markdown_text, context_text])
def test_every_export_holds_every_word_in_order(documents: list[Document], export: Callable[[Document], str]) -> None:
    for document in documents:
        text = "".join(export(document).split())
        place = 0
        for block in walk(document.blocks):
            if isinstance(block, Paragraph | Heading | Cue):
                words = "".join(plain(block.content).split())
                found = text.find(words, place)
                assert found >= 0, words
                place = found + len(words)


LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20)
RUNS = st.lists(st.builds(Run, LETTERS, st.booleans(), st.booleans()), max_size=4).map(tuple)


@given(RUNS)
def test_text_is_text_in_markdown_and_html(content: Inlines) -> None:
    wanted = "".join(plain(content).split())
    rendered = MarkdownIt("commonmark", {"html": True}).render(inline(content))
    assert "".join("".join(etree.HTML(f"<i/>{rendered}").itertext()).split()) == wanted
    page = html(Document("a", "A", "en", "trainer", "A4", ("", ""), ("", ""), "", "", (Paragraph(content),)), "x.css")
    body = document_fromstring(page).find("body")
    assert body is not None
    assert "".join(body.text_content().split()) == wanted


def test_a_run_counts_what_its_children_took() -> None:
    busy = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(3_000_000))'], check=True)"
    one, none = run(["python3", "-c", busy]), run(["true"])
    assert one.cpu > none.cpu
    assert together([one, none]).cpu == one.cpu + none.cpu
    assert middle([one, none, one]) == one


def test_a_failed_run_says_what_the_command_said() -> None:
    with pytest.raises(Failed, match="no such thing"):
        run(["python3", "-c", "raise SystemExit('no such thing')"])


def test_every_language_is_measured_once_after_the_one_it_is_compared_with() -> None:
    first, *others = editions(Project(ROOT), "ke", "en")
    assert first == ("Latin: English, KE", "ke", "en")
    assert ("Cyrillic: Ukrainian, UA", "ua", "uk") in others
    catalogues = [path.name for path in (ROOT / "locales" / "languages").iterdir() if path.is_dir()]
    assert sorted(language for _, _, language in others) == sorted(catalogues)
    assert others == sorted(others)


def test_a_language_may_take_1_6_times_the_first_ones_cpu_time() -> None:
    rows = [
        Row(name, against, (Usage(cpu, 1, 1),))
        for name, against, cpu in [("a", None, 2.0), ("b", "a", 3.1), ("c", "a", 3.3)]
    ]
    nothing = Case("", ())
    judged = list(targets(nothing, [nothing], Case("By language", tuple(rows), "a")))
    ratios = [target for target in judged if target.unit == "times a"]
    assert [(target.value, target.met) for target in ratios] == [(1.55, True), (1.65, False)]
    assert ratios[0].text.endswith("b, CPU")
