"""Translation, the way translators work: extract, update, status, checks."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from babel.messages.pofile import read_po
from hypothesis import example, given, settings
from hypothesis import strategies as st

from packgen.content.checks import check
from packgen.content.load import load_country
from packgen.content.localize import localize
from packgen.problems import Source
from packgen.project import Project
from packgen.translation import catalogue
from packgen.translation import update as translate
from packgen.translation.checks import text_problems
from tests.command import Packgen
from tests.sample import OPENING
from tests.translation.catalogues import fill, msgfmt, po, translate_all


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


def test_a_translation_knows_its_own_place(project: Project) -> None:
    """The longest text, whose msgid takes lines, and a short one; an untranslated one stays where it was written."""
    translate.update(project, ["sw"])
    long = next(str(message.id) for message in po(project) if "Who shares tools?" in str(message.id))
    said = "Nani? [[Uliza.]]\n\n- nyumbani\n  - na *majirani*\n- kazini"
    fill(project, {long: said, "Hello": "Hujambo"})
    session = localize(project, "sample", load_country(project, "xa"), "sw").session
    topic = session.parts[0].topics[0]
    lines = project.catalogue_file("sw", "sample").read_text(encoding="utf-8").split("\n")
    for text, begin in ((topic.steps[1].say, '"Nani? [[Uliza.]]'), (topic.title, 'msgstr "Hujambo"')):
        assert text is not None
        assert text.source.file == "locales/languages/sw/sample.po"
        assert lines[text.source.line - 1].startswith(begin)
    assert session.title.source.file == "content/sample/session.yaml"


@pytest.mark.parametrize(
    ("translation", "expected"),
    [
        ("> Watu wote.", "a quotation block is not used"),
        ("Watu ![x](y)", "an image is not used"),
        ("Watu <<wa wapi?>>", "still to be filled in: <<wa wapi?>>"),
        ("Watu {{ country.nam }}", 'the placeholder "country.nam" names nothing'),
    ],
)
def test_a_mistake_in_a_translation_is_named_in_its_catalogue(
    project: Project, translation: str, expected: str
) -> None:
    translate.update(project, ["sw"])
    fill(project, {"We begin.": translation})
    lines = project.catalogue_file("sw", "sample").read_text(encoding="utf-8").split("\n")
    (found,) = [problem for problem in check(project) if expected in problem.message]
    assert found.source.file == "locales/languages/sw/sample.po"
    assert lines[found.source.line - 1] == f'msgstr "{translation}"'


def test_what_is_no_mistake_of_a_translation_is_named_in_the_content(project: Project, packgen: Packgen) -> None:
    translate.update(project, ["sw"])
    fill(project, {"Sharing Tools": "Kushiriki vyombo"})
    done = packgen("build", "-c", "xa", "-l", "sw", "--minutes", "1")
    assert done.code == 1
    assert "content/sample/session.yaml:3: the session does not fit into 1 minutes" in done.out + done.err


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


@pytest.mark.parametrize("character", ["\0", "\x1b", "\ue000", "\uffff"])
def test_a_character_that_no_page_can_hold_is_named_with_its_line(project: Project, character: str) -> None:
    """A NUL parts a plural's forms in gettext; of private use are what stands for texts in a document's XML."""
    translate.update(project, ["sw"])
    path = project.catalogue_file("sw", "messages")
    before = path.read_text(encoding="utf-8")
    path.write_text(before + f'\n\nmsgid "x"\nmsgstr "a{character}"\n', encoding="utf-8")
    (found,) = [problem for problem in check(project) if ".po" in problem.source.file]
    assert found.source == Source("locales/languages/sw/messages.po", before.count("\n") + 4)
    assert found.message.startswith(f"the character U+{ord(character):04X} cannot be printed")


def test_the_length_of_a_catalogue_and_of_its_texts_is_bounded(project: Project) -> None:
    translate.update(project, ["sw"])
    path = project.catalogue_file("sw", "messages")
    before = path.read_text(encoding="utf-8")
    path.write_text(before + f'\n\nmsgid "x"\nmsgstr "{"[" * 20_001}"\n', encoding="utf-8")
    name = "locales/languages/sw/messages.po"
    told = [str(problem) for problem in check(project) if ".po" in problem.source.file]
    assert told == [f"{name}:{before.count(chr(10)) + 3}: a text is longer than 20000 characters"]
    path.write_text(before + "\n# x" * 1_000_000, encoding="utf-8")
    told = [str(problem) for problem in check(project) if ".po" in problem.source.file]
    assert told == [f"{name}:1: the file is larger than 3 MB"]


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
