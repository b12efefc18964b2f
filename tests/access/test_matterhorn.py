"""The checker of PDF/UA proved: a good file passes, and each thing broken in it is found, and nothing else."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from tests.access import broken as b
from tests.access import broken_fonts as f
from tests.access.check_document import check_encryption
from tests.access.matterhorn import DECIDED, failures
from tests.access.report import conditions
from tests.writers.pdf.printed import rendered

GOOD = rendered(b.good()).data

ALL_LANGUAGES = "11-001 11-002 11-003 11-004 11-005 11-006"

BROKEN: list[tuple[str, b.Change]] = [
    ("01-003", b.repainted(b"/P <</MCID 0>> BDC", b"/P <</MCID 0>> BDC /Artifact BMC EMC")),
    ("01-004", b.repainted(b"/Artifact BMC", b"/Artifact BMC /P <</MCID 0>> BDC EMC")),
    ("01-005", b.repainted(b"/Artifact BMC", b"0 0 9 9 re f /Artifact BMC")),
    ("01-005", b.unowned),
    ("01-007", b.suspect),
    ("02-001", b.unmapped),
    ("02-003", b.mapped(Title="Loop", Loop="Title")),
    ("02-004", b.mapped(P="Span")),
    ("06-001", b.root_without("/Metadata")),
    ("06-002", b.described(b"<pdfuaid:part>1", b"<pdfuaid:part>2")),
    ("06-003", b.described(b">A title<", b"><")),
    ("07-001", b.viewer()),
    ("07-002", b.viewer(**{"/DisplayDocTitle": False})),
    ("09-004", b.retyped("TR", "P")),
    ("09-004", b.retyped("Table", "Div")),
    ("09-005", b.retyped("LI", "P")),
    ("09-005", b.retyped("LBody", "Span")),
    ("09-006", b.retyped("TOCI", "P")),
    ("09-006", b.retyped("Reference", "Span")),
    ("09-007", b.retyped("P", "Ruby")),
    ("09-008", b.retyped("P", "Warichu")),
    ("10-001", f.without_text_for("ž")),
    ("11-001", b.speechless("LBody", outline=False)),
    ("11-001 11-002", b.speechless("Figure", outline=False)),
    ("11-001 11-004", b.speechless("Link", outline=False)),
    ("11-005", b.speechless("Form", alt=False, outline=False)),
    ("11-006", b.speechless(outline=False, title=False)),
    ("11-003", b.speechless()),
    (ALL_LANGUAGES, b.root_without("/Lang")),
    (ALL_LANGUAGES, b.in_language("the Queen's")),
    ("13-004", b.without("Figure", "/Alt")),
    ("14-002", b.retyped("H1", "H2")),
    ("14-003", b.retyped("H2", "H3")),
    ("14-006", b.both_headings_plain),
    ("14-007", b.retyped("H2", "H")),
    ("15-003", b.without("TH", "/A")),
    ("15-003", b.without("TH", "/A", 2)),
    ("17-002", b.retyped("P", "Formula")),
    ("17-003", f.without_text_for("ž", S=Name.Formula, Alt=String("x"))),
    ("19-003", b.retyped("P", "Note")),
    ("19-004", b.two_notes),
    ("20-001", b.layered({"/Name": String("a")})),
    ("20-002", b.layered({}, **{"/Name": String("a")})),
    ("20-003", b.layered({"/Name": String("a"), "/AS": Array()}, **{"/Name": String("b")})),
    ("21-001", b.attached),
    ("25-001", b.dynamic),
    ("28-002", b.annotated("Square", None, Contents=String("A square"))),
    ("28-002", b.annotated("Square", "Form", Contents=String("A square"))),
    ("28-004", b.annotated("Square", "Annot")),
    ("28-004 28-012", b.silent_link),
    ("28-005", b.unlabelled),
    ("28-006", b.annotated("Hologram", "Annot")),
    ("28-007", b.annotated("TrapNet", None)),
    ("28-008", b.tabs(None)),
    ("28-009", b.tabs(Name.R)),
    ("28-010", b.retyped("Form", "Span")),
    ("28-011", b.retyped("Link", "Span")),
    ("28-012", b.silent_link_with_alt),
    ("28-014", b.annotated("Screen", "Annot", Contents=String("Film"), A=b.media(Alt=Array()))),
    ("28-015", b.annotated("Screen", "Annot", Contents=String("Film"), A=b.media(CT=String("video/mp4")))),
    ("28-016", b.annotated("FileAttachment", "Annot", Contents=String("Sheet"), FS=Dictionary(F=String("a")))),
    ("28-017", b.annotated("PrinterMark", "Annot")),
    ("28-018", b.annotated("PrinterMark", None, AP=lambda pdf: Dictionary(N=pdf.make_stream(b"0 0 1 1 re f")))),
    ("30-001", b.invoked(1, Ref=Dictionary(F=String("other.pdf"), Page=0))),
    ("30-002", b.invoked(2, marked=True)),
    ("31-001", f.with_cmap(registry="Other")),
    ("31-002", f.with_cmap(ordering="Japan1")),
    ("31-003", f.with_cmap(supplement=3)),
    ("31-004 31-016", f.entry(f.composite, "holder", "CIDToGIDMap", Name.Other)),
    ("31-005 31-016", f.entry(f.composite, "holder", "CIDToGIDMap", None)),
    ("31-006", f.entry(f.composite, "entries", "Encoding", Name.Homemade)),
    ("31-007", f.with_cmap(mode=1)),
    ("31-008", f.with_cmap(UseCMap=Name.Homemade)),
    ("31-009", f.bare(f.composite)),
    ("31-009", f.bare(f.simple)),
    ("31-011", f.glyph_map(60_000)),
    ("31-014", f.cid_set(less=1)),
    ("31-015", f.cid_set(more=1)),
    ("31-016", f.wider),
    ("31-017", f.recoded((3, 0))),
    ("31-018 31-030", f.both(f.typed, f.recoded((3, 1), without=65))),
    ("31-019", f.entry(f.simple, "entries", "Encoding", None)),
    ("31-020", f.differing("A", base=None)),
    ("31-021", f.entry(f.simple, "entries", "Encoding", Name.StandardEncoding)),
    ("31-022", f.differing("A", "no_such_glyph")),
    ("31-023", f.both(f.recoded((1, 0)), f.differing("A"))),
    ("31-024", f.both(f.symbolic((3, 0)), f.entry(f.simple, "entries", "Encoding", Name.WinAnsiEncoding))),
    ("31-025", f.symbolic()),
    ("31-026", f.symbolic((1, 0), (3, 1))),
    ("31-027", f.both(f.symbolic((3, 0)), f.entry(f.simple, "entries", "ToUnicode", None))),
    ("31-028", f.text_of("ž", "\0")),
    ("31-029", f.text_of("ž", "\ufeff")),
    ("31-030", f.glyph_map(0)),
]

# What is right though it is unusual.
STILL_GOOD: list[b.Change] = [
    f.with_cmap(),
    f.cid_set(),
    f.typed,
    f.symbolic((3, 0)),
    f.symbolic((1, 0), (3, 0)),
    f.differing("A"),
    b.annotated("Square", "Annot", Contents=String("A square")),
    b.annotated("Square", None, F=2),
    b.annotated("PrinterMark", None),
    b.invoked(2),
    b.invoked(1, marked=True),
    b.layered({"/Name": String("a")}, **{"/Name": String("b")}),
]


def found_in(data: bytes, change: b.Change | None = None) -> set[str]:
    """The conditions of the file after a change, saved and opened again."""
    with pikepdf.open(BytesIO(data)) as pdf:
        if change:
            change(pdf)
        saved = BytesIO()
        pdf.save(saved)
    with pikepdf.open(saved) as pdf:
        return conditions(failures(pdf))


def test_a_good_file_passes() -> None:
    assert found_in(GOOD) == set()


@pytest.mark.parametrize(("expected", "change"), BROKEN, ids=[f"{at}: {case[0]}" for at, case in enumerate(BROKEN)])
def test_what_is_broken_is_found_and_nothing_else(expected: str, change: b.Change) -> None:
    assert found_in(GOOD, change) == set(expected.split())


@pytest.mark.parametrize("change", STILL_GOOD, ids=range(len(STILL_GOOD)))
def test_what_is_allowed_is_not_reported(change: b.Change) -> None:
    assert found_in(GOOD, change) == set()


def test_every_condition_that_is_looked_for_is_proved() -> None:
    decided = {f"{checkpoint}-{number}" for checkpoint, numbers in DECIDED.items() for number in numbers}
    proved = {condition for expected, _ in BROKEN for condition in expected.split()}
    assert decided - proved == {"26-001", "26-002"}, "those two are proved below"


def test_encryption_must_let_assistive_technology_read() -> None:
    assert conditions(check_encryption(Dictionary(P=-1))) == set()
    assert conditions(check_encryption(Dictionary(P=-1 & ~(1 << 9)))) == {"26-002"}
    assert conditions(check_encryption(Dictionary())) == {"26-001"}
    with pikepdf.open(BytesIO(GOOD)) as pdf:
        locked = BytesIO()
        allow = pikepdf.Permissions(accessibility=False)
        pdf.save(locked, encryption=pikepdf.Encryption(owner="owner", R=3, allow=allow, aes=False, metadata=False))
    with pikepdf.open(locked) as pdf:
        assert conditions(failures(pdf)) == {"26-002"}
