"""The command line as its users meet it: what it prints where, and the code it exits with."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest

from packgen.batch import rendering
from packgen.batch import run as batch
from packgen.cli import report
from packgen.packs.pack import FORMATS
from packgen.packs.verify import verify_pack
from packgen.project import Project
from packgen.writers.pdf.writer import write_pdf
from tests.command import Packgen, Ran, runner
from tests.readers import docx_words, pdf_words, squeezed
from tests.sample import COUNTRY, ENDING, OPENING, ROOT, SESSION, SHEET, sample_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The sample project, with a second country of two languages."""
    project = sample_project(tmp_path / "project")
    change(project, "locales/countries/xb/country.yaml", COUNTRY.replace("xa", "xb").replace("[en]", "[en, sw]"))
    return project


@pytest.fixture
def packgen(project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Packgen:
    """Runs `packgen` with arguments, in a folder of the sample project."""
    return runner(monkeypatch, capsys, folder=project.root / "content", columns=120)


def change(project: Project, name: str, text: str) -> None:
    path = project.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def line_of(words: str, text: str) -> int:
    """The line, from 1, of the first that holds the words."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


def names_below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def usage_error(ran: Ran) -> str:
    """The sentence of a wrong usage, taken out of its frame."""
    assert (ran.code, ran.out) == (2, "")
    return " ".join(ran.err.replace("│", " ").split())


PACK = [
    "sheet.docx",
    "sheet.pdf",
    "slides-handout.pdf",
    "slides.pdf",
    "slides.pptx",
    "trainer-guide.docx",
    "trainer-guide.pdf",
]


# --- build ------------------------------------------------------------------------------------------


def test_build_puts_documents_and_zip_where_they_belong(packgen: Packgen, project: Project) -> None:
    ran = packgen("build", "--country", "xa")
    assert (ran.code, ran.err) == (0, "")
    assert names_below(Path("dist")) == ["sample_xa_en.zip", *(f"xa/en/sample/{name}" for name in PACK)]
    assert verify_pack(Path("dist/sample_xa_en.zip")) == ()
    assert Path("dist").resolve() == project.root / "content/dist"


def test_the_table_tells_documents_pages_sizes_and_where(packgen: Packgen, tmp_path: Path) -> None:
    out = packgen("build", "-c", "xa", "-o", tmp_path / "out").out
    with pikepdf.open(tmp_path / "out/xa/en/sample/trainer-guide.pdf") as pdf:
        pages = len(pdf.pages)
    size = (tmp_path / "out/xa/en/sample/trainer-guide.docx").stat().st_size
    (row,) = [line for line in out.splitlines() if "trainer-guide" in line]
    assert [cell.strip() for cell in row.strip("│").split("│")][:3] == [
        "trainer-guide",
        str(pages),
        f"{size / 1000:.0f} kB",
    ]
    assert out.splitlines()[0].strip() == "sample · xa · en"
    assert f"In {tmp_path / 'out/xa/en/sample'}\n" in out
    assert f"Pack {tmp_path / 'out/sample_xa_en.zip'} (" in out


def test_repeated_options_add_up(packgen: Packgen, tmp_path: Path) -> None:
    options = [
        "-c",
        "XA",
        "-c",
        "xb",
        "-c",
        "xa",
        "-d",
        "sheet",
        "-d",
        "trainer-guide",
        "-f",
        "pdf",
        "-l",
        "en",
        "-l",
        "sw",
    ]
    assert packgen("build", *options, "-o", tmp_path / "out").code == 0
    assert names_below(tmp_path / "out") == [
        f"{place}/sample/{name}.pdf" for place in ("xa/en", "xb/en", "xb/sw") for name in ("sheet", "trainer-guide")
    ]


def test_all_builds_every_country_in_all_its_languages(packgen: Packgen, tmp_path: Path) -> None:
    assert packgen("build", "--all", "-o", tmp_path / "out").code == 0
    zips = [name for name in names_below(tmp_path / "out") if name.endswith(".zip")]
    assert zips == ["sample_xa_en.zip", "sample_xb_en.zip", "sample_xb_sw.zip"]


def test_sessions_are_chosen(packgen: Packgen, project: Project, tmp_path: Path) -> None:
    for name, text in (("session", SESSION.replace("id: sample", "id: other")), ("parts/opening", OPENING)):
        change(project, f"content/other/{name}.yaml", text)
    change(project, "content/other/parts/ending.yaml", ENDING)
    change(project, "content/other/handouts/sheet.yaml", SHEET)
    assert packgen("build", "-c", "xa", "--session", "other", "-o", tmp_path / "out").code == 0
    assert [name for name in names_below(tmp_path / "out") if name.endswith(".zip")] == ["other_xa_en.zip"]


def test_json_is_one_object_on_stdout(packgen: Packgen, tmp_path: Path) -> None:
    ran = packgen("build", "-c", "xb", "-l", "sw", "--json", "-o", tmp_path / "out")
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert found["problems"] == []
    (pack,) = found["packs"]
    path = tmp_path / "out/sample_xb_sw.zip"
    assert (pack["session"], pack["country"], pack["language"]) == ("sample", "xb", "sw")
    assert (pack["zip"], pack["bytes"], pack["problems"]) == (str(path), path.stat().st_size, [])
    assert pack["untranslated"] > 0
    for file in pack["files"]:
        assert Path(file["path"]).stat().st_size == file["bytes"]
        assert Path(file["path"]).name == f"{file['document']}.{file['format']}"
        assert file["pages"] >= 1


def test_json_tells_problems_and_so_does_stderr(packgen: Packgen, project: Project, tmp_path: Path) -> None:
    change(project, "locales/countries/xa/sample.yaml", "titel: x\n")
    change(project, "locales/countries/xb/country.yaml", "code: xb\n\tname: x\n")
    ran = packgen("build", "--all", "--json", "-o", tmp_path / "out")
    found = json.loads(ran.out)
    assert ran.code == 1
    assert found["problems"] == [
        {
            "file": "locales/countries/xb/country.yaml",
            "line": 2,
            "message": "a tab indents this line; YAML wants spaces",
        }
    ]
    (pack,) = found["packs"]
    assert (pack["zip"], pack["files"]) == (None, [])
    assert pack["problems"] == [
        {
            "file": "locales/countries/xa/sample.yaml",
            "line": 1,
            "message": 'unknown key "titel" (did you mean "title"?)',
        }
    ]
    assert ran.err.splitlines() == [
        "locales/countries/xb/country.yaml:2: a tab indents this line; YAML wants spaces",
        'locales/countries/xa/sample.yaml:1: unknown key "titel" (did you mean "title"?)',
        "sample_xa_en: not published; an earlier zip stays as it was",
    ]


def test_quiet_says_nothing_unless_something_fails(packgen: Packgen, project: Project, tmp_path: Path) -> None:
    assert packgen("build", "-c", "xa", "-q", "-o", tmp_path / "out") == Ran(0, "", "")
    change(project, "locales/countries/xa/sample.yaml", "titel: x\n")
    ran = packgen("build", "-c", "xa", "-q", "-o", tmp_path / "out")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("locales/countries/xa/sample.yaml:1: unknown key")
    assert verify_pack(tmp_path / "out/sample_xa_en.zip") == ()


def test_progress_is_shown_on_a_terminal(project: Project, tmp_path: Path) -> None:
    """On a real terminal (a pseudo-terminal as stderr), and never on stdout."""
    terminal, end = os.openpty()
    command = [sys.executable, "-m", "packgen", "build", "-c", "xa", "--no-cache", "-o", str(tmp_path / "out")]
    quiet = subprocess.run([*command, "--json"], stdout=subprocess.PIPE, stderr=end, check=True, cwd=project.root)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=end, cwd=project.root) as build:
        os.close(end)
        seen = b""
        while block := _read(terminal):  # while it runs: it waits when a terminal is full
            seen += block
        shown, _ = build.communicate()
    os.close(terminal)
    assert build.returncode == 0
    assert b"xa en trainer-guide" in seen
    assert b"100%" in seen
    assert b"\x1b[" not in quiet.stdout + shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux: the other end is closed
        return b""


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["build"], "say which country to build (--country ke), or all of them (--all)"),
        (["build", "-c", "xa", "--all"], "--all builds every one: leave out one of the two"),
        (["build", "-c", "xaa"], 'no country "xaa" (did you mean "xa"?)'),
        (["build", "-c", "france"], 'no country "france" (valid: xa, xb)'),
        (["build", "-c", "xa", "-l", "sw"], 'no language "sw" (valid: en)'),
        (["build", "-c", "xa", "-s", "sampel"], 'no session "sampel" (did you mean "sample"?)'),
        (["build", "-c", "xa", "-d", "trainers-guide"], 'no document "trainers-guide" (did you mean "trainer-guide"?)'),
        (["build", "-c", "xa", "-f", "doc"], 'no format "doc" (did you mean "docx"?)'),
        (["build", "-c", "xa", "-f", "odt"], 'no format "odt" (valid: docx, pdf, pptx)'),
        (["build", "-c", "xa", "--project", "nowhere"], "is no folder"),
        (["build", "-c", "xa", "--project", "/"], "no project here: neither / nor a folder above it holds content"),
        (["build", "--al"], "No such option: --al"),
        (["biuld"], "No such command 'biuld'. Did you mean 'build'?"),
        (["check", "-c", "xaa"], 'no country "xaa" (did you mean "xa"?)'),
        (["show", "-c", "xa", "gret"], 'no item "gret" in sample (did you mean "greet"?)'),
        (["show"], "Missing option '--country'"),
        (["new", "country", "Kenia"], '(did you mean "ke", Kenya?)'),
        (["verify"], "Missing argument 'PACK.zip'"),
    ],
)
def test_wrong_usage_names_the_nearest_valid_choice(packgen: Packgen, arguments: list[str], expected: str) -> None:
    assert expected in usage_error(packgen(*arguments))


def test_nothing_to_build_is_wrong_usage(packgen: Packgen, project: Project) -> None:
    for country in ("xa", "xb"):
        project.profile_file(country).unlink()
    assert "there is nothing to build" in usage_error(packgen("build", "--all"))


def test_content_that_cannot_be_read_is_no_wrong_usage(packgen: Packgen, project: Project) -> None:
    """A document cannot be found in a session that cannot be read; the session's mistake is what has to be said."""
    change(project, "content/sample/session.yaml", SESSION.replace("number: 3", "number: three"))
    ran = packgen("build", "-c", "xa", "-d", "sheet")
    assert (ran.code, ran.err) == (1, 'content/sample/session.yaml:2: number: expected a whole number, found "three"\n')


def test_an_output_path_that_is_a_file(packgen: Packgen, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    ran = packgen("build", "-c", "xa", "-o", tmp_path / "out")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"{tmp_path / 'out'}: is a file; a folder is needed here\n")


def test_an_interrupted_build_leaves_whole_files_and_exits_130(tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "packgen", "build", "--all", "--project", str(ROOT), "--out", str(out)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as build:
        while not list(out.rglob("*.zip")) and build.poll() is None:
            time.sleep(0.005)
        time.sleep(0.1)
        build.send_signal(signal.SIGINT)
        _, said = build.communicate(timeout=300)  # a bound for a hang
    assert build.returncode == 130
    done = re.fullmatch(r"Interrupted: ([0-9]+) of ([0-9]+) packs are done\n", said)
    assert done, said
    assert int(done[1]) <= len(list(out.rglob("*.zip"))) < int(done[2])
    found = [path for path in out.rglob("*") if path.is_file()]
    assert {path.suffix for path in found} == {".docx", ".pptx", ".pdf", ".zip"}
    for path in found:
        if path.suffix == ".pdf":
            with pikepdf.open(path) as pdf:
                assert len(pdf.pages) >= 1
        elif path.suffix in (".docx", ".pptx"):
            with zipfile.ZipFile(path) as package:
                assert package.testzip() is None
        else:
            assert verify_pack(path) == ()


def test_an_interrupt_waits_until_nothing_can_be_left_half_done(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anywhere else a library may hide it: ReportLab's `except:` around a colour makes a ValueError of it."""

    def interrupted(*arguments: Any) -> Any:
        signal.raise_signal(signal.SIGINT)
        return write_pdf(*arguments)

    monkeypatch.setattr(rendering, "write_pdf", interrupted)
    plan = batch.plan(project, ["sample"], ["xa"], (), ("sheet",), FORMATS, tmp_path / "out")
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        report.run(plan.packs, quiet=True)
    assert signal.getsignal(signal.SIGINT) is before
    assert names_below(tmp_path / "out") == []


def test_a_second_interrupt_does_not_wait() -> None:
    with report.remembered_interrupt() as stop_if_interrupted:
        stop_if_interrupted()
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            stop_if_interrupted()


def test_it_runs_as_a_module_too(project: Project, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "packgen", "build", "-c", "xa", "-d", "sheet", "-q", "-o", str(tmp_path / "out")]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=project.root)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert names_below(tmp_path / "out") == ["xa/en/sample/sheet.docx", "xa/en/sample/sheet.pdf"]


def test_help_needs_nothing_that_builds() -> None:
    """What makes `packgen --help` quick: no library that reads or writes documents is imported for it."""
    script = "import sys, packgen.cli.main as cli\nsys.argv = ['packgen', '--help']\n"
    script += "try: cli.main()\nexcept SystemExit: pass\n"
    script += "print(*(name for name in sys.modules if '.' not in name), file=sys.stderr)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert all(f" {command} " in ran.stdout for command in ("build", "list", "check", "show", "verify", "new"))
    heavy = {"reportlab", "docx", "lxml", "pydantic", "jinja2", "babel", "uharfbuzz", "yaml", "icu4py"}
    assert heavy & set(ran.stderr.split()) == set()


def test_an_old_terminal_s_encoding_stops_nothing(project: Project) -> None:
    command = [sys.executable, "-m", "packgen", "list"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    change(project, "content/sample/session.yaml", SESSION.replace("Sharing Tools", "Gemeinsame Geräte"))
    ran = subprocess.run(command, capture_output=True, env=environment, cwd=project.root)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"Gemeinsame Ger?te" in ran.stdout


# --- list, check, show, new, verify -----------------------------------------------------------------


def test_list_as_json(packgen: Packgen) -> None:
    ran = packgen("list", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == {
        "sessions": [
            {
                "id": "sample",
                "title": "Sharing Tools",
                "minutes": 20,
                "documents": [
                    {"id": "slides", "title": "Slides", "for": "trainer"},
                    {"id": "trainer-guide", "title": "Trainer guide", "for": "trainer"},
                    {"id": "sheet", "title": "Sheet", "for": "participant"},
                ],
            }
        ],
        "countries": [
            {"code": "xa", "name": "Aland & Co *x*", "languages": ["en"], "paper": "A4"},
            {"code": "xb", "name": "Aland & Co *x*", "languages": ["en", "sw"], "paper": "A4"},
        ],
        "problems": [],
    }


def test_list_leaves_out_what_cannot_be_read_and_says_so(packgen: Packgen, project: Project) -> None:
    change(project, "locales/countries/xa/country.yaml", COUNTRY.replace("paper: A4", "paper: A3"))
    change(project, "content/other/session.yaml", "id: other\nparts: [none]\n")
    ran = packgen("list")
    assert ran.code == 1
    assert ran.err.splitlines() == [
        'content/other/session.yaml:2: no file "none.yaml" in content/other/parts',
        "locales/countries/xa/country.yaml:4: paper: expected 'A4' or 'Letter', found \"A3\"",
    ]
    assert "Sharing Tools" in ran.out
    assert "xb" in ran.out
    assert "xa" not in ran.out


def test_list_as_tables(packgen: Packgen, project: Project) -> None:
    change(
        project, "content/sample/handouts/sheet.yaml", SHEET.replace("title: Sheet", 'title: "[red]{{ terms.tool }}"')
    )
    lines = [" ".join(line.replace("│", " ").split()) for line in packgen("list").out.splitlines()]
    assert "sample: Sharing Tools (20 min)" in lines
    assert "sheet [red]Spade participant" in lines
    assert "xb Aland & Co *x* en, sw A4" in lines


def test_check_tells_every_problem_at_its_line_and_exits_1(packgen: Packgen, project: Project) -> None:
    change(
        project, "content/sample/parts/opening.yaml", OPENING.replace("[hello]", "[helo]").replace("[chart]", "[chrt]")
    )
    change(project, "content/sample/parts/ending.yaml", ENDING.replace("minutes: 5", "minutes: 6"))
    change(project, "locales/countries/xb/sample.yaml", "parts:\n  - id: openin\n")
    ran = packgen("check")
    assert ran.code == 1
    lines = ran.out.splitlines()
    for expected in (
        'content/sample/parts/opening.yaml:10: no slide "helo" (did you mean "hello"?)',
        'content/sample/parts/opening.yaml:14: no material "chrt" (did you mean "chart"?)',
        "content/sample/session.yaml:7: the session says 20 minutes, its parts add up to 21",
        'locales/countries/xb/sample.yaml:2: no "openin" in parts (did you mean "opening"?)',
    ):
        assert expected in lines
    assert ran.err == f"{len(lines)} problems\n"


def test_check_of_one_country(packgen: Packgen, project: Project) -> None:
    change(project, "locales/countries/xb/sample.yaml", "parts:\n  - id: openin\n")
    assert packgen("check", "--country", "XA") == Ran(0, "", "No problems.\n")
    assert packgen("check", "--country", "xb").code == 1


OVERRIDE = """\
terms: {tool: Hoe}
parts:
  - id: opening
    topics:
      - id: hello
        steps:
          - id: greet
            do: |
              Greet everybody in [green]Åland[/green].
          - remove: ask
          - {after: greet, id: song, say: We sing.}
"""


def test_show_puts_what_a_country_changes_beside_what_it_replaces(packgen: Packgen, project: Project) -> None:
    change(project, "locales/countries/xa/sample.yaml", OVERRIDE)
    change(project, "content/sample/handouts/sheet.yaml", SHEET)
    ran = packgen("show", "-c", "XA")
    assert (ran.code, ran.err) == (0, "")
    blocks = [[line.rstrip() for line in block.splitlines()] for block in ran.out.split("\n\n")]
    assert blocks[0] == ["xa changes 4 things in sample"]
    assert [block[0] for block in blocks[1:]] == [
        "replace terms/tool",
        "replace parts/opening/topics/hello/steps/greet/do",
        "remove parts/opening/topics/hello/steps/ask",
        "insert parts/opening/topics/hello/steps/song",
    ]
    greet = blocks[2]
    assert greet[1:3] == ["base content/sample/parts/opening.yaml:12", "override locales/countries/xa/sample.yaml:9"]
    (beside,) = [line for line in greet if "Welcome" in line]
    cells = [cell.strip() for cell in beside.strip("│").split("│")]
    assert cells == ["Welcome everybody to {{ country.name }}.", "Greet everybody in [green]Åland[/green]."]
    assert any("We sing." in line for line in blocks[4])


def test_show_of_a_country_that_changes_nothing(packgen: Packgen) -> None:
    assert packgen("show", "-c", "xa") == Ran(0, "xa changes nothing in sample\n", "")


def test_show_with_an_id_tells_where_each_part_of_its_text_comes_from(packgen: Packgen, project: Project) -> None:
    change(project, "locales/countries/xa/sample.yaml", OVERRIDE)
    lines = packgen("show", "-c", "xa", "greet").out.splitlines()
    assert lines == [
        "parts/opening/topics/hello/steps/greet/slides/1",
        f"base content/sample/parts/opening.yaml:{line_of('slides:', OPENING)}",
        "    hello",
        "parts/opening/topics/hello/steps/greet/do",
        "override locales/countries/xa/sample.yaml:9",
        "    Greet everybody in [green]Åland[/green].",
    ]
    lines = packgen("show", "-c", "xa", "parts/ending/topics/bye/steps/thank").out.splitlines()
    assert lines == [
        "parts/ending/topics/bye/steps/thank/say",
        f"base content/sample/parts/ending.yaml:{line_of('Thank you', ENDING)}",
        "    Thank you for the {{ terms.tool }}.",
        "    {{ terms.tool }}",
        "    override locales/countries/xa/sample.yaml:1",
        "        Hoe",
    ]


def test_new_country_then_check_then_build(packgen: Packgen, project: Project, tmp_path: Path) -> None:
    ran = packgen("new", "country", "FR")
    files = ["locales/countries/fr/country.yaml", "locales/countries/fr/sample.yaml"]
    assert (ran.code, ran.out.splitlines()) == (0, files)
    ran = packgen("check")
    assert ran.code == 1
    assert ran.out.startswith("locales/countries/fr/sample.yaml:")
    assert ran.out.endswith(": still to be filled in: <<A local example.>>\n")
    override = project.root / files[1]
    override.write_text(
        override.read_text(encoding="utf-8").replace("<<A local example.>>", "Le four."), encoding="utf-8"
    )
    assert packgen("check").code == 0
    assert packgen("build", "-c", "fr", "-o", tmp_path / "out").code == 0
    assert "Lefour." in docx_words(tmp_path / "out/fr/en/sample/trainer-guide.docx")
    ran = packgen("new", "country", "fr")
    assert ran == Ran(1, "", "locales/countries/fr: is there already; nothing was written\n")


def test_verify_says_that_a_pack_is_whole_or_what_is_wrong(packgen: Packgen, tmp_path: Path) -> None:
    packgen("build", "-c", "xa", "-q", "-o", tmp_path)
    path = tmp_path / "sample_xa_en.zip"
    assert packgen("verify", path) == Ran(0, "sample_xa_en.zip: whole\n", "")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("sample_xa_en/trainer/more.pdf", b"%PDF")
    ran = packgen("verify", path)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith('sample_xa_en.zip: "trainer/more.pdf" is not listed in SHA256SUMS\n')
    assert packgen("verify", tmp_path / "none.zip") == Ran(1, "", "none.zip: no such file\n")


def test_verify_names_what_it_cannot_read(packgen: Packgen) -> None:
    assert packgen("verify", ".") == Ran(1, "", ".: cannot be read: Is a directory\n")


# --- hostile content ----------------------------------------------------------------------------------


def build_sheet(packgen: Packgen, project: Project, text: str, out: Path) -> Ran:
    """Builds the sheet with `text` as its intro, and with it as a fact of the country that the guide greets with."""
    intro = "intro: Write your {{ terms.tool }} here.\n"
    assert intro in SHEET
    block = "intro: |\n" + "".join(f"  {line}\n" for line in text.splitlines())
    change(project, "content/sample/handouts/sheet.yaml", SHEET.replace(intro, block))
    return packgen("build", "-c", "xa", "-q", "-o", out)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"a <b>x</b> & <onDraw name='x'/> &amp;lt; ]\]> b", "a <b>x</b> & <onDraw name='x'/> &lt; ]]> b"),
        (
            '<img src="/etc/passwd"/> <a href="javascript:x">y</a>',
            '<img src="/etc/passwd"/> <a href="javascript:x">y</a>',
        ),
        ("<!--x--> <?xml?> <!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]> &b;", None),
        ("{% for x in y %} {# c #} {%raw%} ${x} #{x} <%= x %>", None),
        ("w:t </w:t></w:r> \\input{x} (x) Tj ET << /JS (x) %%EOF", None),
        ("left \u202eright\u202c \u200fmark \u2066isolate\u2069 \u061c", None),
        ("x" * 10_000, None),
        ("- a\n  1. b\n     - c\n       - d", "abcd"),
        ("é" + "\u0301" * 60 + " e", None),
        ("é" + "\u0301" * 200 + " e", None),
    ],
)
def test_hostile_text_is_printed_as_it_was_written(
    packgen: Packgen, project: Project, tmp_path: Path, text: str, shown: str | None
) -> None:
    ran = build_sheet(packgen, project, text, tmp_path / "out")
    assert (ran.code, ran.err) == (0, "")
    folder = tmp_path / "out/xa/en/sample"
    wanted = plain_quotes(squeezed(shown or text))
    assert wanted in plain_quotes(docx_words(folder / "sheet.docx"))
    assert wanted in plain_quotes(pdf_words(folder / "sheet.pdf"))
    with pdfplumber.open(folder / "sheet.pdf") as pdf:
        for page in pdf.pages:
            assert all(char["x0"] >= 0 and char["x1"] <= page.width for char in page.chars)


def plain_quotes(text: str) -> str:
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a {{ 7 * 7 }}", "is no placeholder"),
        ("a {{ ''.__class__.__mro__ }}", "is no placeholder"),
        ("a {{ country.facts.none }}", 'the placeholder "country.facts.none" names nothing'),
        ("a {{", 'a placeholder is left open: "{{" without "}}"'),
        ("![x](../../../etc/passwd)", "an image is not used in text"),
        ("![x](file:///etc/passwd)", "an image is not used in text"),
        ("[x](javascript:alert(1))", 'the link "javascript:alert(1)" is refused'),
        ("[x](file:///etc/passwd)", 'the link "file:///etc/passwd" is refused'),
        ("[x](data:text/html,x)", 'the link "data:text/html,x" is refused'),
        ("<javascript:x>", "is refused"),
        ("a \ue000 b", "the character U+E000 cannot be printed"),
        ("a \x00 b", "the character U+0000 cannot be printed"),
        ("- " * 300 + "x", "a list nests deeper than 4 levels"),
        ("> " * 3000 + "x", "a quotation block is not used in text"),
    ],
)
def test_hostile_text_is_refused_at_its_line(
    packgen: Packgen, project: Project, tmp_path: Path, text: str, expected: str
) -> None:
    ran = build_sheet(packgen, project, "fine\n\n" + text, tmp_path / "out")
    assert (ran.code, ran.out) == (1, "")
    first = ran.err.splitlines()[0]
    assert first.startswith("content/sample/handouts/sheet.yaml:"), ran.err
    assert expected in first
    assert int(first.split(":")[1]) in (4, 6)  # where the text starts, or the line itself


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"content/sample/handouts/sheet.yaml": "id: sheet\ntitle: &a x\nintro: *a\n"},
            "sheet.yaml:2: an anchor (&name)",
        ),
        (
            {"content/sample/handouts/sheet.yaml": "a: " + "[" * 5_000},
            "sheet.yaml:1: not valid YAML: exceeded maximum nesting",
        ),
        (
            {"content/sample/handouts/sheet.yaml": "id: sheet\ntitle: !!python/name:os.system x\n"},
            "sheet.yaml:2: a tag",
        ),
        ({"locales/countries/xa/country.yaml": COUNTRY + "theme: ../../secret\n"}, "country.yaml:5: theme: an id is"),
        ({"locales/countries/xa/country.yaml": COUNTRY.replace("[en]", '["../../x"]')}, "country.yaml:3: languages: "),
        (
            {"locales/countries/xa/sample.yaml": "handouts:\n  - id: ../../x\n"},
            'sample.yaml:2: no "../../x" in handouts',
        ),
        ({"content/sample/session.yaml": SESSION.replace("[sheet]", "[../../x]")}, 'no file "../../x.yaml" in'),
        (
            {"content/sample/session.yaml": SESSION.replace("id: sample", "id: ../x")},
            'session.yaml:1: expected id "sample"',
        ),
    ],
)
def test_hostile_files_are_refused_at_their_line(
    packgen: Packgen, project: Project, tmp_path: Path, files: dict[str, str], expected: str
) -> None:
    for name, text in files.items():
        change(project, name, text)
    ran = packgen("build", "-c", "xa", "-q", "-o", tmp_path / "out")
    assert (ran.code, ran.out) == (1, "")
    assert expected in ran.err
    assert not (tmp_path / "out").exists() or names_below(tmp_path / "out") == []


def test_a_link_in_the_project_leads_to_no_file_outside(packgen: Packgen, project: Project, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text(SHEET.replace("title: Sheet", "title: Secret"), encoding="utf-8")
    sheet = project.root / "content/sample/handouts/sheet.yaml"
    sheet.unlink()
    sheet.symlink_to(secret)
    ran = packgen("build", "-c", "xa", "-q", "-o", tmp_path / "out")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("content/sample/handouts/sheet.yaml: leads out of the project")


def test_arguments_of_any_kind_end_without_a_traceback(packgen: Packgen) -> None:
    odd: Sequence[str] = ("", "a" * 5000, "-", "--", "%s", "[bold]x")
    for value in odd:
        for command in (["build", f"--country={value}"], ["show", "-c", "xa", "--", value], ["verify", "--", value]):
            assert packgen(*command).code in (1, 2)
