"""HTML -> PDF by WeasyPrint, all documents in one process: `weasyprint_pdf.py IN.html OUT.pdf [IN OUT ...]`."""

import sys

from weasyprint import HTML  # type: ignore[import-not-found]

for source, target in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
    HTML(filename=source).write_pdf(target)
