from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.oxml.parser import OxmlElement

from tests.ooxml import ooxml_errors


def test_each_file_is_judged_by_the_standard_and_told_apart(tmp_path: Path) -> None:
    valid, disordered, broken = (tmp_path / name for name in ("valid.docx", "disordered.docx", "broken.docx"))
    document = Document()
    paragraph = document.add_paragraph("Bonjour", style="Heading 1")
    document.save(str(valid))
    paragraph._p.get_or_add_pPr().insert(0, OxmlElement("w:keepNext"))  # type: ignore[arg-type]  # after w:pStyle
    document.save(str(disordered))
    broken.write_bytes(valid.read_bytes()[:500])

    errors = ooxml_errors([valid, disordered, broken])

    assert list(errors) == [valid, disordered, broken]
    assert errors[valid] == []
    [misplaced] = errors[disordered]
    assert misplaced.startswith("/word/document.xml /w:document[1]/w:body[1]/w:p[1]/w:pPr[1] ")
    assert "unexpected child element" in misplaced
    assert misplaced.endswith("main:pStyle'.")
    assert errors[broken] == ["File contains corrupted data."]
