"""Translation, the way translators work: extract, update, status, checks, the review in Word and back."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from babel.messages.pofile import read_po
from docx import Document
from docx.oxml.ns import qn
from hypothesis import example, given, settings
from hypothesis import strategies as st

from packgen.content.checks import check
from packgen.content.load import load_country
from packgen.content.localize import localize
from packgen.problems import Problems, Source
from packgen.project import Project
from packgen.translation import catalogue
from packgen.translation import update as translate
from packgen.translation.checks import text_problems
from packgen.translation.review import import_review, review_document
from tests.sample import OPENING, sample_project

COUNTRY = "code: xa\nname: Aland\nlanguages: [en, sw]\npaper: A4\n"
OTHER = "code: xb\nname: Bland\nlanguages: [en]\npaper: A4\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The sample project; xa speaks Swahili and has a text of its own, xb has one and does not."""
    own = "overview: Two parts, told in Aland.\n"
    changes = {
        "locales/countries/xa/country.yaml": COUNTRY,
        "locales/countries/xb/country.yaml": OTHER,
        "locales/countries/xb/sample.yaml": "overview: Two parts, told in Bland.\n",
    }
    return sample_project(tmp_path / "project", override=own, changes=changes)


def po(project: Project, name: str = "sample") -> catalogue.Catalog:
    return catalogue.read(project.catalogue_file("sw", name), "sw", name)


def fill(project: Project, translations: dict[str, str], name: str = "sample") -> None:
    """Puts translations, by msgid, into the Swahili catalogue."""
    messages = po(project, name)
    for message in messages:
        if message.id in translations:
            message.string = translations[str(message.id)]
    project.catalogue_file("sw", name).write_bytes(catalogue.written(messages))


def translate_all(project: Project) -> None:
    """A translation that keeps everything: each word of letters in capitals, placeholders and links as they are."""
    for name in ("sample", "messages"):
        messages = po(project, name)
        for message in messages:
            if isinstance(message.id, str) and message.id:
                message.string = re.sub(
                    r"\{\{.*?\}\}|\{.*?\}|%\(.*?\)s|\]\(.*?\)|[a-z]+",
                    lambda m: m.group().upper() if m.group().isalpha() else m.group(),
                    message.id,
                )
        project.catalogue_file("sw", name).write_bytes(catalogue.written(messages))


def msgfmt(path: Path) -> None:
    subprocess.run(["msgfmt", "--check", "-o", "/dev/null", path], check=True)


def test_the_template_has_every_text_with_its_path_place_and_audience(project: Project) -> None:
    written = translate.extract(project)
    assert [path.name for path in written] == ["messages.pot", "sample.pot"]
    with written[1].open("rb") as file:
        template = read_po(file)
    text = "Who shares tools? [[Ask for a show of hands.]]\n\n- at home\n  - with *neighbours*\n- at work"
    entry = template.get(text, "parts/opening/topics/hello/steps/ask/say")
    assert entry is not None
    ((file_name, line),) = entry.locations
    lines = (project.root / file_name).read_text(encoding="utf-8").split("\n")
    assert "Who shares tools?" in lines[line - 1]
    assert "said aloud" in entry.auto_comments[0]
    owns = {message.id for message in template if message.context == "overview"}
    assert owns == {"Two parts.", "Two parts, told in Aland.", "Two parts, told in Bland."}
    msgfmt(written[1])


def test_a_new_catalogue_is_a_draft_with_the_texts_of_the_countries_that_speak_it(project: Project) -> None:
    translate.update(project, ["sw"])
    path = project.catalogue_file("sw", "sample")
    assert "DRAFT: machine-made, needs a native reader's review" in path.read_text(encoding="utf-8")
    overviews = {message.id for message in po(project) if message.context == "overview"}
    assert overviews == {"Two parts.", "Two parts, told in Aland."}
    msgfmt(path)


def test_update_twice_changes_nothing(project: Project) -> None:
    translate.update(project, ["sw"])
    translate_all(project)
    before = [path.read_bytes() for path in translate.update(project, ["sw"])]
    assert [path.read_bytes() for path in translate.update(project, ["sw"])] == before


def test_a_moved_text_keeps_its_translation_and_a_changed_one_is_fuzzy(project: Project) -> None:
    translate.update(project, ["sw"])
    fill(project, {"Hello": "Hujambo", "We begin.": "Tunaanza."})
    opening = project.part_file("sample", "opening")
    changed = OPENING.replace("overview: We begin.", "overview: We begin now.").replace("id: greet", "id: welcome")
    opening.write_text("# a new line\n" + changed, encoding="utf-8")
    translate.update(project, ["sw"])
    messages = po(project)
    moved = messages.get("Hello", "parts/opening/topics/hello/title")
    assert moved is not None
    assert (moved.string, moved.fuzzy) == ("Hujambo", False)
    fuzzy = messages.get("We begin now.", "parts/opening/overview")
    assert fuzzy is not None
    assert (fuzzy.string, fuzzy.fuzzy, fuzzy.previous_id) == ("Tunaanza.", True, ["We begin."])
    msgfmt(project.catalogue_file("sw", "sample"))


@given(
    st.text(
        st.characters(blacklist_categories=["Cs", "Cc", "Co", "Cn", "Zl", "Zp"], whitelist_characters="\n"), min_size=1
    )
)
@settings(max_examples=40)
@example("tired of being invited to a meeting and then asked for nothing but a signature, " * 5)
@example('- "quoted"\n- back\\slash\n\n' + "x" * 300)
def test_any_previous_text_is_kept_and_read_back(text: str) -> None:
    catalog = catalogue.Catalog(locale="sw", fuzzy=False)
    catalog.add("now", "sasa", flags=["fuzzy"], context="a/b", previous_id=text, user_comments=["A word."])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sample.po"
        path.write_bytes(catalogue.written(catalog))
        msgfmt(path)
        message = catalogue.read(path, "sw", "sample").get("now", "a/b")
    assert message is not None
    assert (message.previous_id, message.user_comments, message.string) == ([text], ["A word."], "sasa")


def test_status_counts_texts_and_words_that_are_left(project: Project) -> None:
    translate.update(project, ["sw"])
    total = translate.status(project, ["sw"])[1].status
    fill(project, {"We begin.": "Tunaanza."})
    now = translate.status(project, ["sw"])[1].status
    assert (now.translated, now.missing) == (1, total.missing - 1)
    assert now.words_left == total.words_left - 2


def test_status_sees_a_source_change_before_any_update(project: Project) -> None:
    translate.update(project, ["sw"])
    fill(project, {"We begin.": "Tunaanza."})
    path = project.part_file("sample", "opening")
    path.write_text(OPENING.replace("We begin.", "We begin at once."), encoding="utf-8")
    assert translate.status(project, ["sw"])[1].status.fuzzy == 1


def test_texts_that_are_missing_stay_in_the_source_language_and_say_so(project: Project) -> None:
    translate.update(project, ["sw"])
    fill(project, {"We begin.": "Tunaanza.", "Two parts, told in Aland.": "Sehemu mbili."})
    found = localize(project, "sample", load_country(project, "xa"), "sw")
    part = found.session.parts[0]
    assert (str(part.overview), part.overview.language) == ("Tunaanza.", "sw-XA")
    assert (str(part.title), part.title.language) == ("Opening", "en-XA")
    assert str(found.session.overview) == "Sehemu mbili."
    assert part.title.path in {text.path for text in found.untranslated}


# --- checks ---------------------------------------------------------------------------------------

SOURCE = Source("sample.po", 7)


@pytest.mark.parametrize(
    ("text", "translation", "expected"),
    [
        ("in {{ country.name }}", "katika nchi", 'the placeholder "country.name" of the source is lost'),
        ("in {{ country.name }}", "{{ country.nam }}", '"country.nam" is not in the source (did you mean "country'),
        ("Page {page} of {pages}", "Ukurasa {page}", 'the placeholder "pages" of the source is lost'),
        ("[a](https://a.org)", "[a](https://b.org)", 'the link "https://a.org" of the source is lost'),
        ("- a\n- b", "- a", "bullet list items on level 1: the source has 2, the translation 1"),
        ("- a\n  - b", "- a\n- b", "bullet list items on level 2: the source has 1, the translation 0"),
        ("1. a\n2. b", "- a\n- b", "numbered list items on level 1: the source has 2, the translation 0"),
        ("x [[Ask.]]", "x", "stage direction [[...]]: the source has 1, the translation 0"),
        ("x", "x\x0b", "the character U+000B cannot be printed"),
    ],
)  # fmt: skip
def test_a_loss_in_translation_is_named(text: str, translation: str, expected: str) -> None:
    found = [str(problem) for problem in text_problems(text, translation, SOURCE)]
    assert any(expected in problem for problem in found), found
    assert all(problem.startswith("sample.po:7: ") for problem in found)


def test_a_placeholder_may_move_and_stand_twice() -> None:
    assert not list(text_problems("{{ a.b }} and {{ c.d }}", "{{ c.d }}, {{ a.b }}, {{ a.b }}", SOURCE))


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc", "Co", "Cn"])))
def test_any_text_translated_as_itself_has_lost_nothing(text: str) -> None:
    assert not list(text_problems(text, text, SOURCE))


def test_check_reads_catalogues_and_names_file_and_line(project: Project) -> None:
    translate.update(project, ["sw"])
    fill(project, {"Share a {{ terms.tool }}.": "Shiriki."})
    (found,) = [str(problem) for problem in check(project) if ".po" in problem.source.file]
    line = int(found.split(":")[1])
    lines = project.catalogue_file("sw", "sample").read_text(encoding="utf-8").split("\n")
    assert any("Share a {{ terms.tool }}." in text for text in lines[line - 2 : line + 1])
    assert found.endswith('the placeholder "terms.tool" of the source is lost')


def test_a_broken_catalogue_is_named_with_its_line(project: Project) -> None:
    translate.update(project, ["sw"])
    path = project.catalogue_file("sw", "sample")
    path.write_text(path.read_text(encoding="utf-8") + '\nmsgid "open\n', encoding="utf-8")
    assert any(
        "sample.po" in problem.source.file and "not a valid PO file" in problem.message for problem in check(project)
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"charset=utf-8", b"charset=klingon"),
        (b"nplurals=2", b"nplurals=two"),
        (b"plural=(n != 1)", b"plural=(n != )"),
        (b"plural=(n != 1)", b"plural=" + b"(" * 300 + b"n"),
        (b'"Language: ', b'"PO-Revision-Date: 2026-99-99 25:00+0000\\n"\n"Language: '),
    ],
)
def test_a_header_that_says_nonsense_does_no_harm(project: Project, old: bytes, new: bytes) -> None:
    """Babel and gettext raise errors of many kinds for one."""
    path = project.catalogue_file("sw", "sample")
    translate.update(project, ["sw"])
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))
    for problem in check(project):
        assert problem.source.file == "locales/languages/sw/sample.po"
        assert problem.message.startswith("not a valid PO file: ")


def test_the_glossary_is_kept(project: Project) -> None:
    translate.update(project, ["sw"])
    fill(project, {"Share a {{ terms.tool }}.": "Gawana {{ terms.tool }}.", "People share.": "Watu wanashiriki."})
    project.glossary_file("sw").write_text("share: [shiriki]\nSheet: [karatasi]\n", encoding="utf-8")
    found = [problem.message for problem in check(project) if ".po" in problem.source.file]
    assert found == ['the glossary has "share" as "shiriki"; the translation has none of these']


def test_a_longer_term_of_the_glossary_hides_the_one_inside_it(project: Project) -> None:
    translate.update(project, ["sw"])
    fill(project, {"Sharing Tools": "Kushirikiana"})
    project.glossary_file("sw").write_text("Sharing Tools: [kushirikiana]\ntool: [chombo]\n", encoding="utf-8")
    assert not [problem for problem in check(project) if ".po" in problem.source.file]


def test_a_wrong_glossary_is_an_error_with_its_line(project: Project) -> None:
    translate.update(project, ["sw"])
    project.glossary_file("sw").write_text("# terms\nshare: shiriki\n", encoding="utf-8")
    (found,) = [str(problem) for problem in check(project) if "glossary" in problem.source.file]
    assert found == 'locales/languages/sw/glossary.yaml:2: "share": expected a list of forms, such as [mshirika]'


# --- the review in Word ---------------------------------------------------------------------------


def reviewed(project: Project, tmp_path: Path) -> Path:
    path = tmp_path / "review.docx"
    path.write_bytes(review_document(project, "sw"))
    return path


def row_of(document: object, source: str) -> object:
    (table,) = document.tables  # type: ignore[attr-defined]
    return next(row for row in table.rows if row.cells[1].text == source)


def test_a_review_shows_every_entry_and_an_untouched_one_changes_nothing(project: Project, tmp_path: Path) -> None:
    translate.update(project, ["sw"])
    translate_all(project)
    before = project.catalogue_file("sw", "sample").read_bytes()
    path = reviewed(project, tmp_path)
    table = Document(str(path)).tables[0]
    told = {(row.cells[1].text, row.cells[2].text) for row in table.rows[1:]}
    messages = [m for name in ("sample", "messages") for m in po(project, name) if m.id]
    assert told == {
        *((m.id, m.string) for m in messages if isinstance(m.id, str)),
        *((text, "") for m in messages if not isinstance(m.id, str) for text in m.id),
    }
    result = import_review(project, path)
    assert (result.changed, result.accepted, result.notes, result.problems) == (0, 0, 0, ())
    assert project.catalogue_file("sw", "sample").read_bytes() == before


def test_ids_are_hidden_and_missing_and_fuzzy_rows_are_coloured(project: Project, tmp_path: Path) -> None:
    translate.update(project, ["sw"])
    fill(project, {"We begin.": "Tunaanza."})
    path = project.part_file("sample", "opening")
    path.write_text(OPENING.replace("We begin.", "We begin now."), encoding="utf-8")
    translate.update(project, ["sw"])
    document = Document(str(reviewed(project, tmp_path)))
    fuzzy, missing = row_of(document, "We begin now."), row_of(document, "We end.")
    for row, fill_, note in ((fuzzy, "FDEBC2", "source changed"), (missing, "F9D7D2", "no translation yet")):
        cells = row.cells  # type: ignore[attr-defined]
        (shading,) = cells[2]._tc.iter(qn("w:shd"))
        assert (shading.get(qn("w:fill")), cells[3].text) == (fill_, note)
        assert cells[0].paragraphs[0].runs[1].font.hidden


def test_edits_come_back_and_a_row_that_lost_a_placeholder_is_refused_by_its_number(
    project: Project, tmp_path: Path
) -> None:
    translate.update(project, ["sw"])
    path = reviewed(project, tmp_path)
    document = Document(str(path))
    row_of(document, "We begin.").cells[2].text = "Tunaanza."  # type: ignore[attr-defined]
    row_of(document, "We end.").cells[3].text = "Is this the end of the part?"  # type: ignore[attr-defined]
    lost = row_of(document, "Share a {{ terms.tool }}.")
    lost.cells[2].text = "Shiriki."  # type: ignore[attr-defined]
    number = lost.cells[0].text.split()[0]  # type: ignore[attr-defined]
    document.save(str(path))
    result = import_review(project, path)
    assert (result.changed, result.notes) == (1, 1)
    assert [str(problem) for problem in result.problems] == [
        f'review.docx:{number}: the placeholder "terms.tool" of the source is lost'
    ]
    by_id = {message.id: message for message in po(project)}
    assert by_id["We begin."].string == "Tunaanza."
    assert by_id["We end."].user_comments == ["Is this the end of the part?"]
    assert not by_id["Share a {{ terms.tool }}."].string


def test_ok_accepts_a_fuzzy_translation(project: Project, tmp_path: Path) -> None:
    translate.update(project, ["sw"])
    fill(project, {"We begin.": "Tunaanza."})
    opening = project.part_file("sample", "opening")
    opening.write_text(OPENING.replace("We begin.", "We begin now."), encoding="utf-8")
    translate.update(project, ["sw"])
    path = reviewed(project, tmp_path)
    document = Document(str(path))
    row_of(document, "We begin now.").cells[3].text = "OK"  # type: ignore[attr-defined]
    document.save(str(path))
    assert import_review(project, path).accepted == 1
    (message,) = [message for message in po(project) if message.id == "We begin now."]
    assert (message.string, message.fuzzy, message.user_comments) == ("Tunaanza.", False, [])


def test_each_plural_form_has_a_row_of_its_own(project: Project, tmp_path: Path) -> None:
    translate.update(project, ["sw"])
    path = reviewed(project, tmp_path)
    document = Document(str(path))
    row_of(document, "%(count)d copy").cells[2].text = "nakala %(count)d"  # type: ignore[attr-defined]
    row_of(document, "%(count)d copies").cells[2].text = "nakala"  # type: ignore[attr-defined]
    document.save(str(path))
    result = import_review(project, path)
    assert result.changed == 1
    assert [problem.message for problem in result.problems] == ['the placeholder "count" of the source is lost']
    (message,) = [m for m in po(project, "messages") if m.id and m.id[0] == "%(count)d copy"]
    assert message.string == ("nakala %(count)d", "")


def test_lists_keep_their_lines_and_tracked_deletions_are_left_out(project: Project, tmp_path: Path) -> None:
    translate.update(project, ["sw"])
    source = next(str(m.id) for m in po(project) if "with *neighbours*" in str(m.id))
    translation = "Nani? [[Uliza.]]\n\n- nyumbani\n  - na *majirani*\n- kazini"
    fill(project, {source: translation})
    path = reviewed(project, tmp_path)
    document = Document(str(path))
    cell = row_of(document, source).cells[2]  # type: ignore[attr-defined]
    assert cell.text == translation
    run = cell.paragraphs[-1].runs[0]._r
    deleted = run.makeelement(qn("w:del"), {qn("w:id"): "1", qn("w:author"): "R"})
    run.addprevious(deleted)
    deleted.append(run)
    cell.paragraphs[-1].add_run("- shuleni")
    document.save(str(path))
    assert import_review(project, path).changed == 1
    assert translation.replace("kazini", "shuleni") in {message.string for message in po(project)}


def test_a_file_that_is_no_review_is_refused(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_text("not a zip", encoding="utf-8")
    with pytest.raises(Problems, match=r"letter\.docx:1: this is no Word document"):
        import_review(project, path)
    Document().save(str(path))
    with pytest.raises(Problems, match="this is no review"):
        import_review(project, path)


@pytest.mark.parametrize(("part", "data"), [("word/document.xml", b"x"), ("word/media/a.png", bytes(60_000_000))])
def test_a_review_that_is_damaged_or_unpacks_to_much_is_refused(
    project: Project, tmp_path: Path, part: str, data: bytes
) -> None:
    path = tmp_path / "review.docx"
    translate.update(project, ["sw"])
    with ZipFile(BytesIO(review_document(project, "sw"))) as whole, ZipFile(path, "w", ZIP_DEFLATED) as damaged:
        for name in whole.namelist():
            if name != part:
                damaged.writestr(name, whole.read(name))
        damaged.writestr(part, data)
    with pytest.raises(Problems, match=r"review\.docx:1: this is no Word document"):
        import_review(project, path)
