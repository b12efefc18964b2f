"""HTML -> PDF by WeasyPrint, all documents in one process: `weasyprint_pdf.py VARIANT IN.html OUT.pdf [IN OUT ...]`.

VARIANT is what the files conform to: plain (its default, without tags) or pdf/ua-1.
"""

import sys

from weasyprint import HTML  # type: ignore[import-not-found]

variant, *files = sys.argv[1:]
for source, target in zip(files[::2], files[1::2], strict=True):
    HTML(filename=source).write_pdf(target, pdf_variant=None if variant == "plain" else variant)
