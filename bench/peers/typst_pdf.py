"""Typst -> PDF, all documents in one process: `typst_pdf.py FONTS IN.typ OUT.pdf [IN OUT ...]`."""

import sys

import typst  # type: ignore[import-not-found]

for source, target in zip(sys.argv[2::2], sys.argv[3::2], strict=True):
    # Without the search through the system's fonts, which costs more than a document.
    typst.compile(source, output=target, font_paths=[sys.argv[1]], ignore_system_fonts=True)
