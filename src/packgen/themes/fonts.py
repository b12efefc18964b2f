"""The fonts of a theme."""

from __future__ import annotations

from packgen.problems import Problems, nearest
from packgen.project import Project
from packgen.themes.load import theme_tree
from packgen.writers.pdf.fonts import Fonts, MissingFont, font_directories


def load_fonts(project: Project, theme: str) -> Fonts:
    """The fonts that documents use in a theme. Raises Problems, for a family that is nowhere at the theme's line."""
    tree = theme_tree(project, theme)
    family = str(tree.items.get("font", ""))
    folders = font_directories(project.root)
    try:
        return Fonts.load(folders, family)
    except MissingFont as error:
        present = (
            path.name.removesuffix("-Regular.ttf") for folder in folders for path in folder.glob("*-Regular.ttf")
        )
        hint = nearest(family.replace(" ", ""), present)
        where = tree.items["font"].source if "font" in tree.items else tree.source
        raise Problems.one(where, f"font: {error}{hint}") from None
