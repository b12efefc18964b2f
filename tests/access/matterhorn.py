"""PDF/UA-1 (ISO 14289-1) checked by the failure conditions of the Matterhorn Protocol 1.1 that a machine can decide.

`failures` walks them all, by checkpoint: 01 real content, 02 role map, 06 metadata, 07 dictionary, 09 structure types,
10 characters, 11 natural language, 13 graphics, 14 headings, 15 tables, 17 formulas, 19 notes, 20 optional content,
21 embedded files, 25 XFA, 26 security, 28 annotations, 30 XObjects, 31 fonts.

What a machine cannot decide, and people must look at: whether the tags say what the content is and their order is the
logical one (01-001, 01-006, 09-001 to 09-003), whether colour, contrast, flicker or sound carry the meaning (03, 04,
05), whether titles, alternative texts and contents of links are good ones (06-004, 13-001 to 13-003, 28-003), whether
the language is the right one (11-007), stretched characters (12), whether a heading or header cell is one (14-001,
15-001, 15-002), headers and footers (18), articles (23), scripts (29). Some of these can be decided of files that this
project makes, as it knows what it meant: see beyond.py and test_packs.py.

Not looked into: programs of fonts that are not TrueType (31-011 is reported for them; the character sets of Type 1
fonts, 31-012 and 31-013, are not read), and the natural language of properties of marked content.
"""

from __future__ import annotations

import pikepdf

from tests.access.check_annotations import check_annotations
from tests.access.check_content import check_content
from tests.access.check_document import check_document
from tests.access.check_fonts import check_fonts
from tests.access.check_structure import check_structure
from tests.access.fontfile import fonts_of
from tests.access.reading import Tagged
from tests.access.report import Failure

# The failure conditions that are looked for, by checkpoint.
DECIDED = {
    **{"01": ("003", "004", "005", "007"), "02": ("001", "003", "004"), "06": ("001", "002", "003")},
    **{"07": ("001", "002"), "09": ("004", "005", "006", "007", "008"), "10": ("001",)},
    **{"11": ("001", "002", "003", "004", "005", "006"), "13": ("004",), "14": ("002", "003", "006", "007")},
    **{"15": ("003",), "17": ("002", "003"), "19": ("003", "004"), "20": ("001", "002", "003"), "21": ("001",)},
    **{"25": ("001",), "26": ("001", "002")},
    "28": ("002", "004", "005", "006", "007", "008", "009", "010", "011", "012", "014", "015", "016", "017", "018"),
    "30": ("001", "002"),
    "31": (
        *("001", "002", "003", "004", "005", "006", "007", "008", "009", "011", "014", "015", "016", "017", "018"),
        *("019", "020", "021", "022", "023", "024", "025", "026", "027", "028", "029", "030"),
    ),
}


def failures(pdf: pikepdf.Pdf) -> list[Failure]:
    """What keeps a file from being PDF/UA-1, as far as a machine can tell; empty when nothing does."""
    tagged, fonts = Tagged(pdf), fonts_of(pdf)
    return [
        *check_content(tagged, fonts),
        *check_structure(tagged),
        *check_document(tagged),
        *check_annotations(tagged),
        *check_fonts(tagged, fonts),
    ]
