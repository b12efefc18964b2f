"""Whether everybody can read a theme: contrast of text, and marks that show without colour (WCAG 2.2, 1.4); and
whether its lengths are on its grid.
"""

from __future__ import annotations

from collections.abc import Iterator

from packgen.content.yamltree import Mapping
from packgen.problems import Problem, Problems, Source
from packgen.project import Project
from packgen.themes.grid import off_grid
from packgen.themes.load import load_theme, theme_tree
from packgen.themes.theme import Theme

TEXT_CONTRAST = 4.5  # success criterion 1.4.3, here for text of every size: what is printed may be copied and faxed
MARK_CONTRAST = 3.0  # success criterion 1.4.11
SEEN = 1.04  # of a tint with the paper: less is lost in print and on a screen

# Styles that never stand in a box or a table, only on the paper.
_ON_PAPER = frozenset(
    ["kicker", "title", "subtitle", "heading-1", "contents-title", "contents-1", "contents-2", "head", "foot"]
)
_BANNER = ("banner", "banner-time")
_TABLE_HEADS = ("table-head", "table-head-center")

# Grounds of the text on filled slides, the paper where a style is not named.
_SLIDES = {
    "cover-title": ("accent",),
    "cover-text": ("accent",),
    "cue": ("activity", "discussion"),
}
# On slides these take the colour of the kind of slide.
_SLIDE_ACCENTS = ("accent", "activity", "discussion")


def theme_problems(project: Project, theme: str) -> Iterator[Problem]:
    """What makes a theme hard to read, its marks alike or its lines uneven; also what makes it no theme at all."""
    try:
        loaded = load_theme(project, theme)
    except Problems as error:
        yield from error.problems
        return
    tree = theme_tree(project, theme)
    own = project.name(project.theme_file(theme))
    for text, ground in sorted(set(_pairs(loaded))):
        ratio = contrast(loaded.colour(text), loaded.colour(ground))
        if ratio < TEXT_CONTRAST:
            yield Problem(
                _decided(own, _at(tree, "colours", text), _at(tree, "colours", ground)),
                f"text in {_named(loaded, text)} on {_named(loaded, ground)} has a contrast of {ratio:.2f}:1; "
                f"{TEXT_CONTRAST}:1 is the least that everybody can read (WCAG 2.2, 1.4.3)",
            )
    yield from _marks(loaded, tree, own)
    yield from off_grid(tree, own)


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours "#RRGGBB", 1 to 21, whichever comes first (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour "#RRGGBB", 0 to 1: what is left of it in grey (WCAG 2.2)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def _pairs(theme: Theme) -> Iterator[tuple[str, str]]:
    """The names of a text's colour and of what it stands on, for all that a document may put together."""
    tables = theme.tables.values()
    fills = [box.fill for name, box in theme.boxes.items() if name != "banner"]
    grounds = ["paper", *filter(None, [*fills, *(table.stripe for table in tables), *(table.band for table in tables)])]
    for name, style in theme.styles.items():
        if name in _BANNER:
            yield style.colour, theme.boxes["banner"].fill or "paper"
        elif name in _TABLE_HEADS:
            yield from ((style.colour, table.head_fill or "paper") for table in tables)
        elif name in _ON_PAPER:
            yield style.colour, "paper"
        else:
            yield from ((style.colour, ground) for ground in grounds)
    passages = [look.colour for look in theme.characters.values() if look.colour]
    for colour in (*passages, "accent"):  # links and the numbers of lists have the accent
        yield from ((colour, ground) for ground in grounds)
    for name, style in theme.slides.styles.items():
        colours = _SLIDE_ACCENTS if style.colour == "accent" else (style.colour,)
        filled = _SLIDES.get(name, ("paper",)) if theme.slides.filled else ("paper",)
        yield from ((colour, ground) for colour in colours for ground in filled)


def _marks(theme: Theme, tree: Mapping, own: str) -> Iterator[Problem]:
    """Bars and boxes that say what a text is: they must be seen, and in grey as well, by whoever sees no colours."""
    paper = theme.colour("paper")
    for name, box in theme.boxes.items():
        source = _at(tree, "boxes", name)
        if box.bar and contrast(theme.colour(box.bar), paper) < MARK_CONTRAST:
            ratio = contrast(theme.colour(box.bar), paper)
            yield Problem(
                _decided(own, source, _at(tree, "colours", box.bar)),
                f"boxes: the bar of {name}, {_named(theme, box.bar)}, has a contrast of {ratio:.2f}:1 with the paper; "
                f"it says what the text is, {MARK_CONTRAST}:1 is the least (WCAG 2.2, 1.4.11)",
            )
        elif not box.bar and (box.fill or box.border):
            shown = max(contrast(theme.colour(colour), paper) for colour in (box.fill, box.border) if colour)
            if shown < SEEN:
                yield Problem(source, f"boxes: nobody sees where {name} is; give it another fill, a border or a bar")
    if (theme.boxes["say"].bar is None) == (theme.boxes["do"].bar is None):
        message = "boxes: say and do look alike without colours; give one of them a bar"
        yield Problem(_at(tree, "boxes", "say"), message)


def _named(theme: Theme, colour: str) -> str:
    return f'"{colour}" {theme.colour(colour)}'


def _decided(own: str, *places: Source) -> Source:
    """Which of the places has what must be changed: one in the theme's own file, not in the theme that it extends."""
    return next((place for place in places if place.file == own), places[0])


def _at(tree: Mapping, group: str, name: str) -> Source:
    found = tree.items[group]
    assert isinstance(found, Mapping)
    return found.keys[name]
