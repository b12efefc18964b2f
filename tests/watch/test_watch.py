"""`packgen watch`: what is saved is shown, what is wrong is told over what was good, however files are saved."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from packgen.batch.orders import MadeDocument, MadePack
from packgen.packs.pack import PackFile, PackInfo
from packgen.problems import Problem, Source
from packgen.project import Project
from packgen.watch.files import changed, look
from packgen.watch.view import View, with_pack
from tests.browser import html_errors, visit
from tests.readers import pdf_words
from tests.sample import COUNTRY, OPENING, ROOT, SHEET, sample_project

PART = "content/sample/parts/opening.yaml"
HANDOUT = "content/sample/handouts/sheet.yaml"
BROKEN = OPENING.replace("{{ country.name }}", "{{ country.nam }}")
TOLD = f'{PART}:12: the placeholder "country.nam" names nothing (did you mean "country.name"?)'
HANGS = 300  # seconds after which what is waited for will never come


def start(project: Project, port: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "packgen", "watch", "-c", "XA", "--port", str(port)]
    return subprocess.Popen(command, cwd=project.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


Json = dict[str, Any]


@dataclass
class Watching:
    """A watch that runs: its project, its address, and the stream of its events."""

    process: subprocess.Popen[str]
    port: int
    project: Project
    folder: Path
    stream: http.client.HTTPResponse = field(init=False)

    def __post_init__(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=HANGS)
        connection.request("GET", "/events")
        self.stream = connection.getresponse()
        assert self.stream.headers["content-type"] == "text/event-stream; charset=utf-8"

    def until(self, matches: Callable[[Json], bool]) -> Json:
        """The first view in the stream that matches; when news stay away for a minute, it never will come."""
        silent = 0
        last: Json = {}
        while (line := self.stream.readline()) and silent < 6:
            silent += line == b":\n"  # ten seconds without news
            if line.startswith(b"data: "):
                silent, last = 0, json.loads(line[6:])
                if matches(last):
                    return last
        raise AssertionError(f"no such view; the last one was {last}")

    def documents(self, view: Json) -> dict[str, Json]:
        return {each["id"]: each for pack in view["packs"] for each in pack["documents"]}

    def get(self, path: str) -> tuple[int, str, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=HANGS)
        connection.putrequest("GET", path)
        connection.endheaders()
        response = connection.getresponse()
        answer = response.status, response.headers["content-type"], response.read()
        connection.close()
        return answer

    def pdf(self, document: str) -> bytes:
        status, type_, data = self.get(f"/en/sample/{document}.pdf")
        assert (status, type_) == (200, "application/pdf")
        return data

    def words(self, pdf: bytes) -> str:
        """What it says, without white space."""
        path = self.folder / "seen.pdf"
        path.write_bytes(pdf)
        return pdf_words(path)

    def until_it_says(self, document: str, words: str) -> Json:
        """The view of a document of these words, and of no problem."""

        def matches(view: Json) -> bool:
            if view["problems"] or document not in self.documents(view):
                return False
            pdf = self.pdf(document)  # as it is now, by when the view may be an older one
            return hashlib.sha256(pdf).hexdigest() == self.documents(view)[document]["sum"] and words in self.words(pdf)

        return self.until(matches)

    def save(self, name: str, text: str) -> None:
        """Saves a file at once: nobody can see it while it is half written."""
        path = self.project.root / name
        half = path.with_name(f".{path.name}.swp")
        half.write_text(text, encoding="utf-8")
        half.replace(path)


@pytest.fixture(scope="module")
def watching(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watching]:
    folder = tmp_path_factory.mktemp("watch")
    project = sample_project(folder / "project")
    process = start(project)
    assert process.stdout
    said = process.stdout.readline()
    found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/ \(Ctrl-C ends it\)\n", said)
    assert found, said or process.communicate()
    yield Watching(process, int(found[1]), project, folder)
    if process.poll() is None:
        process.kill()
        process.communicate()


@pytest.fixture
def good(watching: Watching) -> Json:
    """The view of the project as the tests find it, and leave it."""
    watching.save(PART, OPENING + f"# {time.monotonic()}\n")
    return watching.until_it_says("trainer-guide", "WelcomeeverybodytoAland")


def test_a_saved_word_is_shown_and_nothing_else_is_made_again(watching: Watching, good: Json) -> None:
    before = watching.documents(good)
    assert {name: (each["pages"] > 0, each["stale"]) for name, each in before.items()} == dict.fromkeys(
        ("slides", "slides-handout", "trainer-guide", "sheet"), (True, False)
    )
    assert [(pack["title"], pack["language"], pack["direction"]) for pack in good["packs"]] == [
        ("English – sample", "en", "ltr")
    ]
    watching.save(PART, OPENING.replace("Welcome everybody", "Karibuni everybody"))
    view = watching.until_it_says("trainer-guide", "KaribunieverybodytoAland")
    after = watching.documents(view)
    assert [name for name in after if after[name]["sum"] != before[name]["sum"]] == ["trainer-guide"]
    status, type_, data = watching.get(f"/{after['trainer-guide']['sum']}/1.png?width=700")
    assert (status, type_) == (200, "image/png")
    picture = Image.open(BytesIO(data))
    width, height = after["trainer-guide"]["size"]
    assert picture.width == pytest.approx(700, abs=1)
    assert picture.height == pytest.approx(700 * height / width, abs=1)
    assert len(set(picture.convert("L").resize((60, 60)).tobytes())) > 10  # a page with words on it, not a blank one
    # A page that has not heard of the change yet still asks for the pictures of what was there.
    assert watching.get(f"/{before['trainer-guide']['sum']}/1.png?width=700")[:2] == (200, "image/png")


def test_a_mistake_is_told_over_the_last_good_pages_until_it_is_mended(watching: Watching, good: Json) -> None:
    before = watching.documents(good)
    watching.save(PART, BROKEN)
    view = watching.until(lambda view: bool(view["problems"]))
    assert [f"{each['place']}: {each['message']}" for each in view["problems"]] == [TOLD]
    after = watching.documents(view)
    assert {name: each["sum"] for name, each in after.items()} == {name: each["sum"] for name, each in before.items()}
    assert all(each["stale"] for each in after.values())
    assert "WelcomeeverybodytoAland" in watching.words(watching.pdf("trainer-guide"))
    watching.save(PART, OPENING)
    view = watching.until(lambda view: not view["problems"])
    assert not any(each["stale"] for each in watching.documents(view).values())


def test_a_mistake_in_one_document_does_not_keep_the_others_back(watching: Watching, good: Json) -> None:
    before = watching.documents(good)
    watching.save(HANDOUT, SHEET.replace("What do you share?", "What do you\U00013000 share?"))
    watching.until(lambda view: bool(view["problems"]))
    watching.save(PART, OPENING.replace("Welcome everybody", "Hodi hodi"))
    view = watching.until(
        lambda view: watching.documents(view)["trainer-guide"]["sum"] != before["trainer-guide"]["sum"]
    )
    assert [each["place"] for each in view["problems"]] == [f"{HANDOUT}:9"]
    after = watching.documents(view)
    assert {name: each["stale"] for name, each in after.items()} == {
        "slides": False,
        "slides-handout": False,
        "trainer-guide": False,
        "sheet": True,
    }
    assert "Hodihodi" in watching.words(watching.pdf("trainer-guide"))
    watching.save(HANDOUT, SHEET)
    watching.until(lambda view: not view["problems"])


@pytest.mark.usefixtures("good")
def test_files_saved_by_rename_and_in_bursts_are_seen(watching: Watching) -> None:
    path = watching.project.root / PART
    temporary = path.with_name(".opening.yaml.swp")
    # The same size and the same time as before: that another file has the name is all there is to see.
    temporary.write_text(OPENING.replace("Welcome", "Karibus"), encoding="utf-8")
    path.write_text(OPENING, encoding="utf-8")
    watching.until_it_says("trainer-guide", "Welcomeeverybody")
    status = path.stat()
    os.utime(temporary, ns=(status.st_atime_ns, status.st_mtime_ns))
    temporary.replace(path)
    watching.until_it_says("trainer-guide", "Karibuseverybody")
    for turn in range(30):
        text = OPENING.replace("Welcome", f"Burst{turn}")
        path.write_text(text[: len(text) // 2], encoding="utf-8")
        path.write_text(text, encoding="utf-8")
    watching.until_it_says("trainer-guide", "Burst29everybody")


@pytest.mark.usefixtures("good")
def test_folders_that_go_and_come_are_no_end(watching: Watching) -> None:
    for name, expected in (
        ("content", "content: there is no session here: no folder with a session.yaml"),
        ("locales/countries/xa", "locales/countries/xa/country.yaml"),
        ("templates", 'no theme "theme"'),
    ):
        folder = watching.project.root / name
        folder.rename(watching.folder / "away")
        view = watching.until(lambda view: bool(view["problems"]))
        assert [expected in f"{each['place']}: {each['message']}" for each in view["problems"]] == [True], view
        assert {name: each["stale"] for name, each in watching.documents(view).items()}["trainer-guide"]
        (watching.folder / "away").rename(folder)
        watching.until_it_says("trainer-guide", "WelcomeeverybodytoAland")


@pytest.mark.usefixtures("good")
def test_templates_and_countries_count_and_a_document_may_come_and_go(watching: Watching) -> None:
    card = "templates/trainer/card.xml.j2"
    watching.save(card, '<document title="Card"><p>A card.</p></document>')
    watching.until_it_says("card", "Acard.")
    watching.save("locales/countries/xa/country.yaml", COUNTRY.replace("Aland", "Oland"))
    watching.until_it_says("trainer-guide", "WelcomeeverybodytoOland")
    watching.save("locales/countries/xa/country.yaml", COUNTRY)
    (watching.project.root / card).unlink()
    watching.until(lambda view: "card" not in watching.documents(view))


def test_nothing_is_served_but_what_is_shown(watching: Watching, good: Json) -> None:
    shown = watching.documents(good)["sheet"]
    for path in (
        "/en/sample/nothing.pdf",
        "/fr/sample/sheet.pdf",
        f"/{'0' * 64}/1.png",
        f"/{shown['sum']}/{shown['pages'] + 1}.png",
        f"/{shown['sum']}/0.png",
        f"/{shown['sum']}/1.png?width=99999999",
        f"/{shown['sum']}/1.png?width=-1",
        "/../cli.py",
        "/server.py",
        "/%2e%2e/cli.py",
    ):
        assert watching.get(path)[0] == 404, path
    with socket.socket() as other:
        # Another address of the loopback network stands for the other addresses that the machine has.
        assert other.connect_ex(("127.0.0.2", watching.port)) != 0


# --- the page -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("good")
def test_the_page_follows_by_itself_and_stays_where_one_reads(watching: Watching, tmp_path: Path) -> None:
    drawn = "document.images[0]?.complete && document.images[0].naturalWidth > 0"
    reads = tmp_path / "reads.png"  # a picture of the page, that it is read
    follow = {
        "url": f"http://127.0.0.1:{watching.port}/#en/sample/trainer-guide",
        "actions": [
            ["waitForFunction", drawn],
            ["evaluate", "window.first = document.images[0].src; scrollTo(0, 400)"],
            ["screenshot", {"path": str(reads)}],
            ["waitForFunction", f"document.images[0].src !== window.first && {drawn}"],
        ],
        "evaluate": "[scrollY, document.querySelector('[aria-current]').textContent, document.title]",
        "axe": True,
    }
    with ThreadPoolExecutor(1) as pool:
        visited = pool.submit(visit, {"follow": follow})
        while not reads.exists() and not visited.done():
            time.sleep(0.05)
        watching.save(PART, OPENING.replace("Welcome", "Karibuni"))
        seen = visited.result()["follow"]
    assert seen.errors == []
    assert seen.axe == []
    title = "Trainer guide: Sharing Tools"
    assert seen.value == [400, f"{title}trainer-guide", title]


@pytest.mark.usefixtures("good")
def test_the_page_tells_mistakes_over_dimmed_pages(watching: Watching) -> None:
    watching.save(PART, BROKEN)
    watching.until(lambda view: bool(view["problems"]))
    wrong = {
        "url": f"http://127.0.0.1:{watching.port}/",
        "width": 500,
        "actions": [["waitForSelector", "#problems li"]],
        "evaluate": "[document.querySelector('[role=alert] li').textContent, document.title,"
        " getComputedStyle(document.querySelector('#pages img')).opacity]",
        "axe": True,
    }
    seen = visit({"light": wrong, "dark": {**wrong, "dark": True}})
    for found in seen.values():
        assert found.errors == []
        assert found.axe == []
        assert found.value == [TOLD, "(1) Slides: Sharing Tools", "0.4"]


def test_the_page_is_valid() -> None:
    assert html_errors([ROOT / "src/packgen/watch/page.html"]) == []


# --- the command ----------------------------------------------------------------------------------


def test_a_port_that_is_taken_is_named(watching: Watching) -> None:
    out, err = (process := start(watching.project, watching.port)).communicate(timeout=HANGS)
    assert (process.returncode, out) == (1, "")
    assert err == f"127.0.0.1:{watching.port}: another program uses this port; choose one with --port\n"


def test_ctrl_c_ends_it_after_a_line_for_each_rebuild(watching: Watching) -> None:
    watching.save(PART, BROKEN)
    watching.until(lambda view: bool(view["problems"]))
    watching.save(PART, OPENING.replace("Welcome", "Last"))
    watching.until(lambda view: view["status"].endswith("s)") and not view["problems"])
    watching.process.send_signal(signal.SIGINT)
    out, err = watching.process.communicate(timeout=HANGS)
    assert (watching.process.returncode, err) == (0, "")
    lines = [re.sub(r"[\d.]+ s\)", "… s)", re.sub(r"^\d\d:\d\d:\d\d ", "", line)) for line in out.splitlines()]
    assert lines[-3:] == [
        TOLD,
        "1 problem; what cannot be built stays as it was (… s)",
        "en trainer-guide changed (… s)",
    ]


# --- its parts ------------------------------------------------------------------------------------


def test_what_is_being_written_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packgen.watch.files._PATIENCE", HANGS)
    project = sample_project(tmp_path)
    last = look(project, "xa")
    path = project.root / PART
    steps = iter(["", "id: op", "id: opening\n", OPENING, None])

    def pause(_seconds: float) -> None:
        text = next(steps)
        if text is not None:
            path.write_text(text, encoding="utf-8")

    found = changed(project, "xa", last, pause)
    assert next(steps, "ended") == "ended"
    assert found == look(project, "xa")
    assert [name for name in found if found[name] != last[name]] == [str(path)]


def test_what_editors_leave_and_other_countries_do_not_count(tmp_path: Path) -> None:
    project = sample_project(tmp_path)
    before = look(project, "xa")
    for name in ("content/sample/parts/.opening.yaml.swp", "content/sample/parts/opening.yaml~", "content/.git/index"):
        (project.root / name).parent.mkdir(exist_ok=True)
        (project.root / name).write_text("x", encoding="utf-8")
    (project.root / "locales/countries/xb").mkdir()
    (project.root / "locales/countries/xb/country.yaml").write_text("x", encoding="utf-8")
    assert look(project, "xa") == before
    (project.root / "content/sample/again").symlink_to(project.root / "content", target_is_directory=True)
    after = look(project, "xa")
    assert after.keys() - before.keys() == {str(project.root / "content/sample/again")}
    (project.root / "content/sample/again").unlink()
    (project.root / "fonts").mkdir()
    (project.root / "fonts/a.ttf").write_bytes(b"x")
    assert look(project, "xa") != before


def made(*documents: str, problems: tuple[Problem, ...] = ()) -> MadePack:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(300, 400), invariant=True)
    canvas.showPage()
    canvas.save()
    files = [PackFile(name, name.title(), "trainer", "pdf", 1, buffer.getvalue()) for name in documents]
    return MadePack(tuple(MadeDocument(file.document, {}, (file,), False) for file in files), problems=problems)


def test_documents_keep_their_order_and_those_that_fail_their_pages() -> None:
    english, arabic = PackInfo("s", "xa", "en"), PackInfo("s", "xa", "ar")
    shown = with_pack(with_pack((), english, made("a", "b", "c")), arabic, made("a"))
    wrong = (Problem(Source("b.yaml", 3), "no"),)
    after = with_pack(shown, english, made("a", "c", "d", problems=wrong))
    assert [(each.pack, each.document, each.stale) for each in after] == [
        (english, "a", False),
        (english, "b", True),
        (english, "c", False),
        (english, "d", False),
        (arabic, "a", False),
    ]
    assert after[0].size == (300, 400)
    assert [each.document for each in with_pack(after, english, made("d", "a"))] == ["d", "a", "a"]
    assert [pack["direction"] for pack in View(1, after).as_json()["packs"]] == ["ltr", "rtl"]
