"""Every country's slides against the rules of PowerPoint's accessibility checker, and that checker against bad ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Pt

from packgen.content.load import load_country
from packgen.project import Project
from tests.access.powerpoint import failures
from tests.conftest import BuiltPacks
from tests.sample import ROOT

PROJECT = Project(ROOT)
PACKS = [(code, language) for code in PROJECT.countries() for language in load_country(PROJECT, code).languages]


@pytest.mark.parametrize(("country", "language"), PACKS)
def test_every_deck_passes(packs: BuiltPacks, country: str, language: str) -> None:
    assert failures(packs.out / country / language / "library-partnerships" / "slides.pptx") == []


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    presentation = Presentation()
    for title in ("Same", "Same", ""):
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = title
        slide.shapes.add_shape(1, Pt(9), Pt(9), Pt(9), Pt(9)).name = "Star"
    box = slide.shapes.add_textbox(Pt(9), Pt(9), Pt(90), Pt(90))
    box.text_frame.text = "words"
    slide.shapes.add_table(1, 1, Pt(9), Pt(9), Pt(9), Pt(9)).table.first_row = False
    path = tmp_path / "bad.pptx"
    presentation.save(str(path))
    found = set(failures(path))
    assert {'2 slides have the title "Same"', "slide 3: no title", "slide 1: Star: no alternative text"} <= found
    assert "slide 3: something is read before the title" in found
    assert f"slide 3: {box.name}: no language" in found
    assert any(fault.endswith("a table without a header row") for fault in found)
