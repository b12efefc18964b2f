"""The download page, as a validator, an accessibility checker and people with and without scripts meet it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from io import BytesIO
from itertools import cycle, product
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from packgen.cldr import country_codes, country_name
from packgen.cli.main import main
from packgen.packs.pack import FIRST_DATE
from packgen.packs.sign import secret_key, sign, write_key_pair
from packgen.project import Project
from packgen.site.colours import contrast, dark, light, readable
from packgen.site.pages import Site, write_site
from packgen.site.published import published_packs
from packgen.site.words import sort_key
from tests.browser import Seen, html_errors, visit
from tests.sample import ROOT

PROJECT = Project(ROOT)
DAY = (2026, 11, 24, 0, 0, 0)

TITLES = {
    "en": "Building and Sustaining Library Partnerships",
    "sw": "Kujenga na Kudumisha Ushirikiano wa Maktaba",
    "ar": "بناء شراكات المكتبات واستدامتها",
    "fr": "Nouer et entretenir les partenariats de la bibliothèque",
    "km": "ការកសាង និងថែរក្សាភាពជាដៃគូរបស់បណ្ណាល័យ",
    "es": "Crear y mantener alianzas para la biblioteca",
    "hi": "पुस्तकालय की साझेदारियाँ बनाना और निभाना",
    "uk": "Побудова та підтримка бібліотечних партнерств",
}
PACKS = [("int", "en"), ("ke", "en"), ("ke", "sw"), ("eg", "ar"), ("sn", "fr"), ("kh", "km"), ("us", "en")]
HOSTILE = '<script>alert("x")</script> & \' <b>bold</b>'


def pdf(title: str, width: float = 595, height: float = 842) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(width, height), invariant=True)
    canvas.setFont("Helvetica", 36)
    canvas.drawString(60, height - 120, title)
    canvas.save()
    return buffer.getvalue()


ENCODING = ("utf-8", "strict")
SURVEY = b"PK survey" * 130_000
GUIDE_PDF, SHEET_PDF, SLIDES_PDF = pdf("Guide"), pdf("Sheet", 612, 792), pdf("Slides", 960, 540)


def documents(session_title: str) -> list[tuple[str, str, int, bytes]]:
    """Path in the pack, title, pages and bytes of every file."""
    guide, slides = f"Trainer guide: {session_title}", f"Slides: {session_title}"
    return [
        ("trainer/trainer-guide.pdf", guide, 21, GUIDE_PDF),
        ("trainer/trainer-guide.docx", guide, 21, b"PK guide"),
        ("trainer/slides.pptx", slides, 16, b"PK slides"),
        ("trainer/slides.pdf", slides, 16, SLIDES_PDF),
        ("trainer/slides-handout.pdf", slides, 6, SHEET_PDF),
        ("participants/survey.pdf", "Assessment Survey", 1, SHEET_PDF),
        ("participants/survey.docx", "Assessment Survey", 1, SURVEY),
    ]


def publish(
    out: Path, country: str, language: str, session: str = "partners", title: str = "", manifest: Any = None
) -> Path:
    """Leaves in `out` what a build of this pack leaves there; gives the zip's path. `manifest`: other values in it."""
    name = title or TITLES.get(language, TITLES["en"])
    files = documents(name)
    listed = [
        {"path": path, "document": Path(path).stem, "title": title, "pages": pages, "bytes": len(data), "sha256": sha}
        for path, title, pages, data in files
        for sha in [hashlib.sha256(data).hexdigest()]
    ]
    stated = {"session": session, "title": name, "country": country, "language": language, "files": listed}
    stated |= manifest or {}
    contents = {path: data for path, _, _, data in files} | {"manifest.json": json.dumps(stated).encode(*ENCODING)}
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in contents.items())
    folder = f"{stated['session']}_{stated['country']}_{stated['language']}"
    for path, _, _, data in files:
        place = out / country / language / session / Path(path).name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    with zipfile.ZipFile(out / f"{folder}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in {**contents, "SHA256SUMS": sums.encode()}.items():
            archive.writestr(zipfile.ZipInfo(f"{folder}/{path}", DAY), data, zipfile.ZIP_DEFLATED)
    return out / f"{folder}.zip"


@dataclass(frozen=True)
class Published:
    """An output folder with its page."""

    out: Path
    site: Site

    def page(self, name: str) -> Any:
        return html.parse(str(self.out / name), parser=html.HTMLParser(encoding="utf-8")).getroot()

    def pages(self) -> list[Path]:
        return sorted([*self.out.glob("*.html"), *(self.out / "site").glob("*.html")])


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Seven packs of a session, and of another one for two of them; one is signed."""
    folder = tmp_path_factory.mktemp("site")
    out = folder / "dist"
    for country, language in PACKS:
        publish(out, country, language)
    publish(out, "ke", "en", "audiences", "Identifying Target Audiences")
    publish(out, "us", "en", "audiences", HOSTILE)
    secret, _ = write_key_pair(folder / "release")
    sign(out / "partners_ke_sw.zip", secret_key(str(secret)))
    return Published(out, write_site(PROJECT, out))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "dist"


def words_of(element: Any) -> str:
    return " ".join(element.text_content().split())


def rows(page: Any) -> list[str]:
    return [words_of(row) for row in page.cssselect("section li")]


# --- what it offers -------------------------------------------------------------------------------


def test_each_pack_is_offered_under_its_country_with_language_title_size_and_date(published: Published) -> None:
    page = published.page("index.html")
    headings = [words_of(heading) for heading in page.cssselect("h2")]
    assert headings == ["Cambodia", "Egypt", "Kenya", "Senegal", "United States", "International"]
    (kenya,) = page.cssselect("#ke")
    assert [words_of(heading) for heading in kenya.cssselect("h3")] == ["English", "Kiswahili (Swahili)"]
    size = (published.out / "partners_ke_sw.zip").stat().st_size
    assert rows(kenya)[2] == f"{TITLES['sw']} {size / 1000:.0f} kB · Nov 24, 2026"
    assert [link.get("href") for link in kenya.cssselect("li a")] == [
        *("partners_ke_en.zip", "audiences_ke_en.zip", "partners_ke_sw.zip")
    ]


def test_the_page_is_in_its_readers_language_and_direction(published: Published) -> None:
    assert published.site.languages == ("en", "ar", "fr", "km", "sw")
    arabic, swahili = published.page("index.ar.html"), published.page("index.sw.html")
    assert (arabic.get("lang"), arabic.get("dir")) == ("ar", "rtl")
    assert words_of(arabic.cssselect("#eg h2")[0]) == "مصر"
    assert words_of(swahili.cssselect("#eg h2")[0]) == "Misri"
    (title,) = swahili.cssselect("#eg li a")
    assert (title.text, title.get("lang"), title.get("dir")) == (TITLES["ar"], "ar", "rtl")
    alternates = {link.get("hreflang"): link.get("href") for link in swahili.cssselect("head link[rel=alternate]")}
    assert alternates == {"en": "index.html", **{name: f"index.{name}.html" for name in ("ar", "fr", "km", "sw")}}


@pytest.mark.parametrize(
    "names",
    [
        ["Åland Islands", "Albania", "côte", "Cuba"],
        ["Австрія", "Гана", "Ґана", "Данія", "Естонія", "Єгипет", "Замбія", "Йорданія", "Кенія"],
        ["Ирак", "Індія", "Їда", "Йорданія", "Кенія"],
        ["أفغانستان", "الأردن", "ألبانيا", "إيران"],
    ],
)
def test_names_are_in_the_order_of_their_alphabet(names: list[str]) -> None:
    assert sorted(set(names), key=sort_key) == names


def test_sessions_are_named_in_the_pages_language(published: Published) -> None:
    options = {
        option.get("value"): (words_of(option), option.get("lang"))
        for option in published.page("index.sw.html").cssselect("#s option")
    }
    assert options["partners"] == (TITLES["sw"], None)
    assert options["audiences"] == ("Identifying Target Audiences", "en")


def test_a_countrys_page_has_its_documents_the_guide_first(published: Published) -> None:
    (pack,) = published.page("site/eg.html").cssselect("section")
    cards = pack.cssselect(".documents > li")
    assert [words_of(card.cssselect("h4")[0]) for card in cards] == ["Trainer guide", "Slides", "Assessment Survey"]
    assert [words_of(card.cssselect("p")[0]) for card in cards] == ["21 pages", "16 slides", "1 page"]
    assert [link.get("href") for link in cards[1].cssselect("a")] == [
        "../eg/ar/partners/slides.pdf",
        "../eg/ar/partners/slides.pptx",
        "../eg/ar/partners/slides-handout.pdf",
    ]
    assert [words_of(link) for link in cards[2].cssselect("a")] == [
        f"Assessment Survey: PDF {len(SHEET_PDF) / 1000:.0f} kB",
        "Assessment Survey: Word 1.2 MB",
    ]


def test_every_checksum_is_that_of_the_file(published: Published) -> None:
    page = published.page("site/ke.html")
    seen = set()
    for section in page.cssselect("section"):
        language, _, session = section.get("id").partition("-")
        for line in section.cssselect("pre")[0].text_content().splitlines():
            stated, name = line.split("  ")  # as sha256sum -c reads them
            folder = published.out if name.endswith(".zip") else published.out / "ke" / language / session
            path = folder / name
            assert stated == hashlib.sha256(path.read_bytes()).hexdigest()
            seen.add(path)
    assert seen == {*published.out.glob("*_ke_*.zip"), *(p for p in (published.out / "ke").rglob("*") if p.is_file())}


def test_all_links_lead_to_files_and_places_that_are_there(published: Published) -> None:
    found = 0
    for path in published.pages():
        page = html.parse(str(path), parser=html.HTMLParser(encoding="utf-8")).getroot()
        for element, attribute, link, _ in page.iterlinks():
            if link.startswith("data:"):
                continue
            assert "://" not in link
            target, _, fragment = unquote(link).partition("#")
            file = (path.parent / target).resolve() if target else path
            assert file.is_file(), (path.name, element.tag, attribute, link)
            assert file.is_relative_to(published.out.resolve())
            if fragment:
                assert html.parse(str(file)).getroot().get_element_by_id(fragment) is not None
            found += 1
    assert found > 500


def test_pictures_are_those_of_first_pages_with_their_sizes(published: Published) -> None:
    pictures = published.page("site/ke.sw.html").cssselect("img")
    assert len(pictures) == 9
    for picture in pictures:
        assert picture.get("loading") == "lazy"
        assert picture.get("alt")
        with Image.open(published.out / "site" / picture.get("src")) as image:
            assert image.format == "PNG"
            assert image.size == (int(picture.get("width")) * 2, int(picture.get("height")) * 2 + image.height % 2)
    ratios = sorted({round(int(p.get("height")) / int(p.get("width")), 1) for p in pictures})
    assert ratios == [0.6, 1.3, 1.4]  # slides, Letter, A4


@pytest.mark.parametrize("page", ["site/ke.html", "site/ke.ar.html", "site/ke.km.html"])
def test_a_signature_is_beside_its_zip_with_the_command_that_checks_it(published: Published, page: str) -> None:
    signed = [pack for pack in published.page(page).cssselect("section") if pack.cssselect(".signature")]
    assert [pack.get("id") for pack in signed] == ["sw-partners"]
    (told,) = signed[0].cssselect("p:has(.zip) + .signature")
    (link,) = told.cssselect("a")
    assert (link.get("href"), words_of(link)) == ("../partners_ke_sw.zip.minisig", "partners_ke_sw.zip.minisig")
    command = words_of(told.cssselect("code")[0]).replace("KEY.pub", str(published.out.parent / "release.pub"))
    ran = subprocess.run(command.split(), cwd=published.out, capture_output=True, text=True, check=True)
    assert "Signature and comment signature verified" in ran.stdout
    assert ("check that" in words_of(told)) == (page == "site/ke.html")


def test_the_same_packs_give_the_same_bytes(published: Published, tmp_path: Path) -> None:
    again = tmp_path / "dist"
    shutil.copytree(published.out, again, ignore=shutil.ignore_patterns("site", "*.html"))
    write_site(PROJECT, again)
    assert contents(again) == contents(published.out)
    write_site(PROJECT, again)
    assert contents(again) == contents(published.out)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- what it does not offer -----------------------------------------------------------------------


def run_site(monkeypatch: pytest.MonkeyPatch, out: Path) -> int:
    monkeypatch.setattr(sys, "argv", ["packgen", "site", "--out", str(out), "--project", str(ROOT)])
    with pytest.raises(SystemExit) as caught:
        main()
    return int(caught.value.code or 0)


def test_what_does_not_verify_is_left_out_and_named(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(out, "ke", "en")
    damaged = publish(out, "us", "en")
    data = bytearray(damaged.read_bytes())
    data[len(data) // 2] ^= 255
    damaged.write_bytes(data)
    (out / "notes.zip").write_bytes(b"no zip")
    shutil.copy(out / "partners_ke_en.zip", out / "copy.zip")
    assert run_site(monkeypatch, out) == 1
    printed = capsys.readouterr()
    assert printed.out == f"{out.as_posix()}/index.html: 1 pack, page in 1 language\n"
    named = [line.partition(": ")[0] for line in printed.err.splitlines()]
    assert named == ["copy.zip", "notes.zip", "partners_us_en.zip"]
    assert 'holds the pack "partners_ke_en"' in printed.err
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "partners_ke_en.zip" in page
    assert not any(name in page for name in ("us_en", "notes", "copy"))
    assert not (out / "site/us.html").exists()


def test_a_document_that_is_not_the_packs_is_left_out_and_named(out: Path) -> None:
    publish(out, "ke", "en")
    (out / "ke/en/partners/survey.pdf").write_bytes(SHEET_PDF + b"%")
    (out / "ke/en/partners/trainer-guide.docx").unlink()
    site = write_site(PROJECT, out)
    (problem,) = site.problems
    assert str(problem).startswith("partners_ke_en.zip: ke/en/partners/survey.pdf is not the one in this pack")
    page = (out / "site/ke.html").read_text(encoding="utf-8")
    assert "survey.docx" in page
    assert "survey.pdf" not in page
    assert "trainer-guide.docx" not in page


def test_packs_without_their_documents_beside_them_say_so(out: Path) -> None:
    publish(out, "ke", "en")
    shutil.rmtree(out / "ke")
    assert write_site(PROJECT, out).problems == ()
    page = html.fromstring((out / "site/ke.html").read_bytes())
    assert {words_of(card.cssselect("p")[1]) for card in page.cssselect(".documents > li")} == {
        "In the whole pack only"
    }
    assert page.cssselect("img") == []


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"country": "<b>"}, "country"),
        ({"language": "EN"}, "language"),
        ({"session": "Two Words"}, "session"),
        ({"title": 7}, "title"),
        ({"title": "\ud800"}, "title"),
    ],
)
def test_manifests_that_packgen_would_not_write_are_refused(out: Path, changes: dict[str, Any], wrong: str) -> None:
    publish(out, "ke", "en", manifest=changes)
    packs, (problem,) = published_packs(out)
    assert packs == ()
    assert f"manifest.json: {wrong}: " in str(problem)


def test_a_manifest_that_is_no_text_is_refused(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = json.dumps
    monkeypatch.setattr(json, "dumps", lambda stated: written(stated)[:-1] + ', "note": "\udcff"}')
    monkeypatch.setattr(sys.modules[__name__], "ENCODING", ("utf-8", "surrogateescape"))
    publish(out, "ke", "en")
    packs, (problem,) = published_packs(out)
    assert packs == ()
    assert "manifest.json: 'utf-8' codec can't decode byte 0xff" in str(problem)


def test_a_language_that_no_data_knows_goes_by_its_tag(out: Path) -> None:
    publish(out, "zz", "qqx")
    assert write_site(PROJECT, out).problems == ()
    page = html.fromstring((out / "index.html").read_bytes())
    assert [words_of(heading) for heading in page.cssselect("h3")] == ["qqx"]


def test_packs_of_before_there_were_titles_go_by_their_ids(out: Path) -> None:
    with zipfile.ZipFile(publish(out, "ke", "en")) as archive:
        files = json.loads(archive.read("partners_ke_en/manifest.json"))["files"]
    untitled = [{key: value for key, value in file.items() if key != "title"} for file in files]
    publish(out, "ke", "en", manifest={"title": "", "files": untitled})
    write_site(PROJECT, out)
    page = html.fromstring((out / "site/ke.html").read_bytes())
    assert words_of(page.cssselect("h2")[0]) == "partners"
    assert words_of(page.cssselect("h4")[0]) == "trainer-guide"


def test_a_pack_built_without_a_date_has_that_of_its_file(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "DAY", FIRST_DATE)
    pack = publish(out, "ke", "en")
    os.utime(pack, (1_700_000_000, 1_700_000_000))
    write_site(PROJECT, out)
    (row,) = rows(html.fromstring((out / "index.html").read_bytes()))
    assert row == f"{TITLES['en']} {pack.stat().st_size / 1000:.0f} kB · Nov 14, 2023"


def test_a_country_alone_can_be_searched_too(out: Path) -> None:
    publish(out, "ke", "en")
    write_site(PROJECT, out)
    assert html.fromstring((out / "index.html").read_bytes()).cssselect("form, nav.jump") == []
    publish(out, "ke", "sw")
    write_site(PROJECT, out)
    page = html.fromstring((out / "index.html").read_bytes())
    assert [field.get("id") for field in page.cssselect("form input, form select")] == ["q", "l"]
    assert page.cssselect("nav.jump") == []


def test_a_pdf_that_cannot_be_rendered_has_no_picture(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "GUIDE_PDF", b"%PDF-1.7 broken")
    publish(out, "ke", "en")
    assert write_site(PROJECT, out).problems == ()
    cards = html.fromstring((out / "site/ke.html").read_bytes()).cssselect(".documents > li")
    assert [len(card.cssselect("img")) for card in cards] == [0, 1, 1]


def test_pages_of_packs_that_are_gone_are_removed_and_files_of_others_stay(out: Path) -> None:
    publish(out, "ke", "en")
    gone = publish(out, "eg", "ar")
    write_site(PROJECT, out)
    assert {"index.ar.html", "site/eg.html", "site/ke.ar.html"} <= contents(out).keys()
    (out / "index.old.html").write_text("<title>mine</title>", encoding="utf-8")
    (out / "site/logo.png").write_bytes(b"mine")
    (out / "site/0123456789abcdef.png").write_bytes(b"\x89PNG of an earlier site")
    gone.unlink()
    write_site(PROJECT, out)
    left = {name for name in contents(out) if name.startswith(("index", "site"))}
    pictures = {f"site/{path.name}" for path in (out / "site").glob("?" * 16 + ".png")}
    assert left - pictures == {
        *("index.html", "index.old.html", "site/country.css", "site/filter.js", "site/ke.html"),
        *("site/logo.png", "site/style.css"),
    }
    assert len(pictures) == 3


def test_a_folder_without_packs_gets_a_page_that_says_so(out: Path) -> None:
    out.mkdir()
    assert write_site(PROJECT, out).packs == ()
    assert "There are no packs here yet." in (out / "index.html").read_text(encoding="utf-8")


def test_a_folder_that_is_not_there_is_named(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_site(monkeypatch, out) == 1
    assert capsys.readouterr().err == f"{out}: no such folder; build the packs first: packgen build --all\n"


# --- how it is written ----------------------------------------------------------------------------


def test_all_pages_are_valid_html(published: Published) -> None:
    assert len(published.pages()) == 5 * 7
    assert html_errors(published.pages()) == []


def test_text_of_packs_is_text(published: Published) -> None:
    page = published.page("site/us.html")
    assert HOSTILE in [words_of(heading) for heading in page.cssselect("h2")]
    for path in published.pages():
        parsed = html.parse(str(path)).getroot()
        assert [script.get("src") for script in parsed.cssselect("script")] in ([], ["site/filter.js"])
        assert parsed.cssselect("b b, h2 b, option b") == []


# --- how large it is ------------------------------------------------------------------------------


def weight(path: Path) -> int:
    """Bytes of a page with its style and script, as a server without compression sends them; no pictures."""
    page = html.parse(str(path), parser=html.HTMLParser(encoding="utf-8")).getroot()
    loaded = [str(link.get("href")) for link in page.cssselect("link[rel=stylesheet]")]
    loaded += [str(script.get("src")) for script in page.cssselect("script")]
    return sum(file.stat().st_size for file in (path, *(path.parent / name for name in loaded)))


def test_every_page_is_small_enough_for_a_slow_line(published: Published) -> None:
    for path in published.pages():
        assert weight(path) < 25_000, path.name


@pytest.mark.parametrize("languages", [tuple(sorted(TITLES)), ("km",)])
def test_150_packs_are_small_enough_too(languages: tuple[str, ...], out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three sessions for fifty countries, those with the longest names in Khmer, with three bytes a letter."""
    monkeypatch.setattr(sys.modules[__name__], "SURVEY", b"PK survey")
    by_length = sorted(country_codes().values(), key=lambda code: len(country_name(code, "km", code)))
    for country, language in zip(by_length[-50:], cycle(languages)):
        for session in ("library-partnerships", "library-audiences", "library-messages"):
            publish(out, country, language, session)
    site = write_site(PROJECT, out)
    assert (len(site.packs), set(site.languages)) == (150, {"en", *languages})
    for path in Published(out, site).pages():
        assert weight(path) < 60_000, path.name


@given(st.lists(st.from_regex(r"#[0-9A-F]{6}", fullmatch=True), min_size=4, max_size=4))
def test_any_themes_colours_read_in_light_and_dark(found: list[str]) -> None:
    accent, muted, rule, tint = found
    colours = {"paper": "#FFFFFF", "ink": "#1D262B", "accent": accent, "muted": muted, "rule": rule}
    paler = readable(tint, ["#1D262B"], "#FFFFFF", 12.0)  # a tint is a pale colour
    for palette in (light({**colours, "accent-tint": paler}), dark({**colours, "accent-tint": paler})):
        for ground in (palette.page, palette.card, palette.tint):
            for text in (palette.text, palette.muted, palette.accent):
                assert contrast(text, ground) >= 4.5
        assert contrast(palette.on_accent, palette.accent) >= 4.5
        assert contrast(palette.edge, palette.card) >= 3


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


# --- in a browser ---------------------------------------------------------------------------------

PAGES = ("index.html", "index.ar.html", "index.km.html", "site/ke.html", "site/ke.ar.html", "site/ke.km.html")
LOOKS = list(product(PAGES, (360, 1200), (False, True)))
SHOWN = "[...document.querySelectorAll('section li')].filter(e => e.checkVisibility()).map(e => e.innerText)"
SECTIONS = "[...document.querySelectorAll('section')].filter(e => e.checkVisibility()).map(e => e.id)"
STATUS = "document.querySelector('[role=status]').textContent"
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
FOCUS = "(e => [e.id || e.className, getComputedStyle(e).outlineStyle])(document.activeElement)"


def look(page: str, width: int, dark_: bool) -> str:
    return f"{page} {width} {'dark' if dark_ else 'light'}"


@pytest.fixture(scope="module")
def seen(published: Published) -> dict[str, Seen]:
    """All visits of this file, in one start of the browser, from file://."""

    def at(page: str, **how: Any) -> dict[str, Any]:
        return {"url": (published.out / page).as_uri(), **how}

    looks = {
        look(page, width, dark_): at(page, width=width, dark=dark_, axe=True, evaluate=OVERFLOW)
        for page, width, dark_ in LOOKS
    }
    typed = [["fill", "#q", "kiswahili MAKT"]]
    return visit(
        looks
        | {
            "typed": at("index.html", actions=typed, evaluate=f"[{SHOWN}, {SECTIONS}, {STATUS}]"),
            "accents": at("index.ar.html", actions=[["fill", "#q", "السنغال"]], evaluate=SECTIONS),
            "english": at("index.ar.html", actions=[["fill", "#q", "senegal"]], evaluate=SECTIONS),
            "none": at("index.html", axe=True, actions=[["fill", "#q", "zebra"]], evaluate=f"[{SECTIONS}, {STATUS}]"),
            "reset": at("index.html", actions=[*typed, ["click", "button"]], evaluate=f"[{SECTIONS}, {STATUS}]"),
            "both": at(
                "index.html",
                actions=[["selectOption", "#l", "en"], ["selectOption", "#s", "audiences"]],
                evaluate=f"[{SECTIONS}, {STATUS}]",
            ),
            "plain": at(
                "index.html",
                scripts=False,
                evaluate=f"[{SHOWN}.length, document.querySelector('#q').checkVisibility()]",
            ),
            "plain sw": at("index.html", scripts=False, actions=[["selectOption", "#l", "sw"]], evaluate=SECTIONS),
            "plain session": at(
                "index.html", scripts=False, actions=[["selectOption", "#s", "audiences"]], evaluate=SECTIONS
            ),
            "plain country": at("index.html", scripts=False, actions=[["click", "[href='#sn']"]], evaluate=SECTIONS),
            "plain all": at(
                "index.html",
                scripts=False,
                actions=[["click", "[href='#sn']"], ["click", ".jump [href='#main']"]],
                evaluate=SECTIONS,
            ),
            "country": at(
                "index.sw.html",
                axe=True,
                actions=[["selectOption", "#c", {"label": "Misri"}]],
                evaluate=f"[{SECTIONS}, {STATUS}, document.querySelector('.jump').checkVisibility()]",
            ),
            "address": {"url": (published.out / "index.html").as_uri() + "#ke", "evaluate": f"[{SECTIONS}, c.value]"},
            "first tab": at("index.html", actions=[["key", "Tab"]], evaluate=FOCUS),
            "skipped": at("index.html", actions=[["key", "Tab"], ["key", "Enter"], ["key", "Tab"]], evaluate=FOCUS),
            "printed": at(
                "index.html",
                print=True,
                evaluate="[...document.querySelectorAll('form, nav')].filter(e => e.checkVisibility()).length",
            ),
        }
    )


@pytest.mark.parametrize(("page", "width", "dark_"), LOOKS)
def test_axe_finds_nothing_and_nothing_runs_over(page: str, width: int, dark_: bool, seen: dict[str, Seen]) -> None:
    found = seen[look(page, width, dark_)]
    assert found.axe == []
    assert found.errors == []
    assert found.value <= 0


def test_typing_filters_by_all_words_in_any_case(seen: dict[str, Seen]) -> None:
    shown, sections, status = seen["typed"].value
    assert [row.split("\n")[0] for row in shown] == [TITLES["sw"]]
    assert (sections, status) == (["ke"], "Packs shown: 1")


def test_countries_are_found_by_names_in_the_pages_language_and_in_english(seen: dict[str, Seen]) -> None:
    assert seen["accents"].value == ["sn"]
    assert seen["english"].value == ["sn"]


def test_a_search_without_a_match_says_what_to_do(seen: dict[str, Seen]) -> None:
    assert seen["none"].value == [[], "No pack has all of this. Use fewer words, or show all packs."]
    assert seen["none"].axe == []


def test_show_all_shows_all(seen: dict[str, Seen]) -> None:
    assert seen["reset"].value == [["kh", "eg", "ke", "sn", "us", "int"], "Packs shown: 9"]


def test_the_lists_filter_together(seen: dict[str, Seen]) -> None:
    assert seen["both"].value == [["ke", "us"], "Packs shown: 2"]


def test_a_country_is_chosen_from_a_list_or_by_the_pages_address(seen: dict[str, Seen]) -> None:
    assert seen["country"].value == [["eg"], "Mafurushi yanayoonekana: 1", False]
    assert seen["country"].axe == []
    assert seen["address"].value == [["ke"], "ke"]


def test_without_scripts_the_lists_and_links_still_filter(seen: dict[str, Seen]) -> None:
    assert seen["plain"].value == [9, False]
    assert seen["plain sw"].value == ["ke"]
    assert seen["plain session"].value == ["ke", "us"]
    assert seen["plain country"].value == ["sn"]
    assert seen["plain all"].value == ["kh", "eg", "ke", "sn", "us", "int"]


def test_the_keyboard_skips_to_the_packs_with_its_focus_shown(seen: dict[str, Seen]) -> None:
    assert seen["first tab"].value == ["skip", "solid"]
    assert seen["skipped"].value[0] == "q"


def test_print_leaves_out_what_paper_cannot_do(seen: dict[str, Seen]) -> None:
    assert seen["printed"].value == 0
