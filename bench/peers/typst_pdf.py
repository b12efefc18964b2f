"""Typst -> PDF, all documents in one process: `typst_pdf.py STANDARD FONTS IN.typ OUT.pdf [IN OUT ...]`.

STANDARD is what the files conform to: 1.7 (its default, with tags) or ua-1 (PDF/UA-1, checked as it writes).
"""

import sys

import typst  # type: ignore[import-not-found]

standard, fonts, *files = sys.argv[1:]
for source, target in zip(files[::2], files[1::2], strict=True):
    # Without the search through the system's fonts, which costs more than a document.
    typst.compile(source, output=target, font_paths=[fonts], ignore_system_fonts=True, pdf_standards=[standard])
