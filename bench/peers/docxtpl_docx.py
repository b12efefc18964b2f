"""Values -> DOCX by docxtpl, all documents in one process: `docxtpl_docx.py TEMPLATE IN.json OUT.docx [IN OUT ...]`."""

import json
import sys
from pathlib import Path

from docxtpl import DocxTemplate  # type: ignore[import-not-found]

for source, target in zip(sys.argv[2::2], sys.argv[3::2], strict=True):
    template = DocxTemplate(sys.argv[1])
    template.render(json.loads(Path(source).read_text(encoding="utf-8")), autoescape=True)
    template.save(target)
