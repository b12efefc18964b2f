"""What becomes of translations when texts move, change, go and come back: each update is written, and read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from packgen.problems import Source
from packgen.translation import catalogue
from packgen.translation.catalogue import Catalog, Entry, Message
from packgen.translation.merge import updated
from tests.translation.catalogues import msgfmt


class Translator:
    """A translator's Swahili catalogue, kept in a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def update(self, *texts: tuple[str, str], plural: str = "") -> None:
        """Brings the catalogue up to date with texts, each with its id path."""
        entries = (Entry(path, text, Source("a.yaml", 1), "", plural) for path, text in texts)
        old = self.read() if self.path.is_file() else None
        self.write(updated(old, catalogue.template(entries, "sample"), "sw", "sample"))

    def read(self) -> Catalog:
        return catalogue.read(self.path, "sw", "sample")

    def write(self, messages: Catalog) -> None:
        self.path.write_bytes(catalogue.written(messages))
        msgfmt(self.path)

    def translate(self, text: str, *forms: str, fuzzy: bool = False, note: str = "") -> None:
        messages = self.read()
        for message in messages:
            if message.id and catalogue.text_of(message) == text:
                message.string = forms if message.pluralizable else "".join(forms)
                message.flags |= {"fuzzy"} if fuzzy else set()
                message.user_comments = [note] if note else []
        self.write(messages)

    def entry(self, text: str, path: str = "") -> Message:
        (found,) = (
            message
            for message in self.read()
            if message.id and catalogue.text_of(message) == text and (not path or message.context == path)
        )
        return found

    def told(self, text: str, path: str = "") -> tuple[object, bool, list[str]]:
        """What the catalogue has for a text: translation, whether it is fuzzy, the previous text."""
        message = self.entry(text, path)
        return message.string, message.fuzzy, list(message.previous_id)

    def obsolete(self) -> set[object]:
        return {message.string for message in self.read().obsolete.values()}


@pytest.fixture
def sw(tmp_path: Path) -> Translator:
    return Translator(tmp_path / "sample.po")


def test_a_changed_text_does_not_take_the_translation_of_a_country_s_own(sw: Translator) -> None:
    base, own = "Welcome. We help you to get there.", "Karibuni! Welcome to the session. We help you."
    sw.update(("say", base), ("say", own))
    sw.translate(base, "Karibu. Tunakusaidia.")
    sw.translate(own, "Karibuni! Karibu.")
    changed = "Welcome. We help you get there."
    sw.update(("say", changed), ("say", own))
    assert sw.told(changed) == ("Karibu. Tunakusaidia.", True, [base])
    assert sw.told(own) == ("Karibuni! Karibu.", False, [])
    assert not sw.obsolete()


def test_two_texts_of_a_place_that_both_changed_keep_each_its_own(sw: Translator) -> None:
    sw.update(("say", "Welcome to the session."), ("say", "We all know harambee."))
    sw.translate("Welcome to the session.", "Karibu.")
    sw.translate("We all know harambee.", "Sote tunajua harambee.")
    sw.update(("say", "We all know what harambee is."), ("say", "Welcome to this session."))
    assert sw.told("We all know what harambee is.")[0] == "Sote tunajua harambee."
    assert sw.told("Welcome to this session.")[0] == "Karibu."


def test_a_text_that_changed_twice_shows_what_was_translated(sw: Translator) -> None:
    sw.update(("say", "Someone"))
    sw.translate("Someone", "Mtu")
    sw.update(("say", "Somebody"))
    sw.update(("say", "Anybody"))
    assert sw.told("Anybody") == ("Mtu", True, ["Someone"])
    sw.update(("say", "Someone"))
    assert sw.told("Someone") == ("Mtu", False, [])


def test_a_guess_that_nobody_accepted_stays_one(sw: Translator) -> None:
    """Nobody knows which text it belongs to: it shows none, and does not become whole by itself."""
    sw.update(("say", "Someone"))
    sw.translate("Someone", "Mtu", fuzzy=True)
    sw.update(("say", "Anybody"))
    assert sw.told("Anybody") == ("Mtu", True, [])
    sw.update(("say", "Someone"))
    assert sw.told("Someone") == ("Mtu", True, [])


def test_a_changed_fixed_word_is_fuzzy(sw: Translator) -> None:
    sw.update(("", "Running order"), ("", "Page"))
    sw.translate("Running order", "Mpangilio")
    sw.update(("", "The running order"), ("", "Page"))
    assert sw.told("The running order") == ("Mpangilio", True, ["Running order"])
    assert sw.told("Page") == ("", False, [])


def test_a_changed_word_that_counts_things_is_fuzzy_with_both_its_texts(sw: Translator) -> None:
    sw.update(("", "%(count)d copy"), plural="%(count)d copies")
    sw.translate("%(count)d copy", "nakala %(count)d", "nakala %(count)d")
    sw.update(("", "%(count)d copy each"), plural="%(count)d copies each")
    forms = ("nakala %(count)d", "nakala %(count)d")
    assert sw.told("%(count)d copy each") == (forms, True, ["%(count)d copy", "%(count)d copies"])
    sw.update(("", "%(count)d copy"), plural="%(count)d copies")
    assert sw.told("%(count)d copy") == (forms, False, [])


def test_a_text_whose_id_and_words_changed_is_fuzzy(sw: Translator) -> None:
    sw.update(("steps/greet/do", "Welcome everybody to the library."))
    sw.translate("Welcome everybody to the library.", "Karibisha wote.")
    sw.update(("steps/welcome/do", "Welcome everybody to your library."))
    found = ("Karibisha wote.", True, ["Welcome everybody to the library."])
    assert sw.told("Welcome everybody to your library.") == found


def test_another_text_elsewhere_takes_nothing(sw: Translator) -> None:
    sw.update(("title", "The connection tree"))
    sw.translate("The connection tree", "Mti")
    sw.update(("overview", "Who shares tools at home?"))
    assert sw.told("Who shares tools at home?") == ("", False, [])
    assert sw.obsolete() == {"Mti"}


def test_a_text_that_went_while_its_translation_was_fuzzy_comes_back_fuzzy(sw: Translator) -> None:
    sw.update(("say", "Someone"))
    sw.translate("Someone", "Mtu")
    sw.update(("say", "Anybody"))
    sw.update(("title", "The connection tree"))
    sw.update(("title", "The connection tree"), ("say", "Anybody"))
    assert sw.told("Anybody") == ("Mtu", True, ["Someone"])


def test_texts_that_went_from_two_places_are_both_kept(sw: Translator) -> None:
    sw.update(("a", "Share"), ("b", "Share"))
    messages = sw.read()
    for message in messages:
        if message.id:
            message.string = f"Gawana {message.context}"
    sw.write(messages)
    sw.update()
    assert sw.obsolete() == {"Gawana a", "Gawana b"}
    sw.update(("a", "Share"), ("b", "Share"))
    assert (sw.told("Share", "a")[0], sw.told("Share", "b")[0]) == ("Gawana a", "Gawana b")


def test_a_reviewer_s_note_outlives_a_change_and_a_text_without_translation(sw: Translator) -> None:
    sw.update(("say", "Someone"), ("title", "The connection tree"))
    sw.translate("Someone", "Mtu", note="Or: watu?")
    sw.translate("The connection tree", note="Which tree?")
    sw.update(("say", "Somebody"), ("title", "The connection tree"))
    assert sw.entry("Somebody").user_comments == ["Or: watu?"]
    assert sw.entry("The connection tree").user_comments == ["Which tree?"]


def test_plural_forms_that_a_tool_counts_otherwise_are_kept(tmp_path: Path) -> None:
    """CLDR has a form for French millions that Babel does not know; Weblate writes it."""
    path = tmp_path / "messages.po"
    rule = "(n == 0 || n == 1) ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2"
    path.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: nplurals=3; plural={rule};\\n"\n\n'
        'msgid "%(count)d copy"\nmsgid_plural "%(count)d copies"\n'
        'msgstr[0] "%(count)d copie"\nmsgstr[1] "%(count)d de copies"\nmsgstr[2] "%(count)d copies"\n',
        encoding="utf-8",
    )
    entries = [Entry("", "%(count)d copy", Source("a.j2", 1), "", "%(count)d copies")]
    new = updated(catalogue.read(path, "fr", "m"), catalogue.template(entries, "messages"), "fr", "messages")
    path.write_bytes(catalogue.written(new))
    words = catalogue.translations(catalogue.read(path, "fr", "m"))
    told = [words.ngettext("%(count)d copy", "%(count)d copies", n) for n in (1, 5, 1_000_000)]
    assert told == ["%(count)d copie", "%(count)d copies", "%(count)d de copies"]
