"""Whether pages can be printed with a theme's lengths: room for text, lines that do not run into each other."""

from __future__ import annotations

from collections.abc import Iterator

from packgen.content.yamltree import Mapping, Scalar
from packgen.problems import Problem, Source
from packgen.themes.theme import UNPRINTABLE

# The least and the most of a length in points, by the path to it; "*" is any name. No name: whatever the model allows.
_Limits = dict[str, tuple[float, float]]
_STYLE: _Limits = {"size": (4, 72), "leading": (4, 108), "before": (0, 150), "after": (0, 150), "indent": (0, 150)}
_LIMITS: dict[str, _Limits] = {
    "page": {
        "top": (UNPRINTABLE, 200),
        "bottom": (UNPRINTABLE, 200),
        "side": (UNPRINTABLE, 130),
        "head": (UNPRINTABLE, 200),
        "foot": (UNPRINTABLE, 200),
    },
    "margin-column": {"width": (50, 220), "gap": (4, 60)},
    "writing": {"pitch": (10, 100), "width": (0.1, 5)},
    "list": {"indent": (4, 100), "gap": (0, 100)},
    "styles/*": _STYLE,
    "boxes/*": {"padding": (0, 60)},
    "tables/*": {"padding": (0, 40)},
    "slides/list": {"indent": (4, 100), "gap": (0, 100)},
    "slides/notes-list": {"indent": (4, 100), "gap": (0, 100)},
    "slides/styles/*": {**_STYLE, "size": (4, 120), "leading": (4, 180)},
}

_NARROWEST_PAPER = 595.28  # A4; Letter is wider
_LEAST_COLUMN = 180.0  # of words to read beside the margin column


def unprintable(tree: Mapping) -> Iterator[Problem]:
    """A problem for each length of a theme that the model has read, with which no page can be printed or read."""
    wrong = [
        Problem(length.source, f"{key}: expected {least:g} to {most:g} points, found {length}")
        for path, limits in _LIMITS.items()
        for group in _groups(tree, path.split("/"))
        for key, (least, most) in limits.items()
        if (length := _length(group, key)) is not None and not least <= float(length) <= most
    ]
    yield from wrong
    if not wrong:
        yield from _crowded(tree)


def _crowded(tree: Mapping) -> Iterator[Problem]:
    """What two lengths make of each other."""
    for path in ("styles/*", "slides/styles/*"):
        for style in _groups(tree, path.split("/")):
            size, leading = _length(style, "size"), _length(style, "leading")
            if size is not None and leading is not None and float(leading) < float(size):
                where = _own(tree, leading.source, size.source)
                yield Problem(where, f"leading: lines {leading} points apart run into each other at a size of {size}")
    (page,) = _groups(tree, ["page"])
    for margin, line in (("top", "head"), ("bottom", "foot")):
        edge, baseline = page.items[margin], page.items[line]
        assert isinstance(edge, Scalar)
        assert isinstance(baseline, Scalar)
        if float(baseline) > float(edge):
            where = _own(tree, baseline.source, edge.source)
            yield Problem(where, f"{line}: {baseline} points from the edge, the line runs into the text at {edge}")
    (column,) = _groups(tree, ["margin-column"])
    lengths = [page.items["side"], column.items["width"], column.items["gap"]]
    side, width, gap = (float(length) for length in lengths if isinstance(length, Scalar))
    left = _NARROWEST_PAPER - 2 * side - width - gap
    if left < _LEAST_COLUMN:
        where = _own(tree, *(length.source for length in lengths))
        message = f"{left:.0f} points of A4 are left beside the margin column; words need {_LEAST_COLUMN:g}"
        yield Problem(where, message)


def _groups(tree: Mapping, path: list[str]) -> Iterator[Mapping]:
    """The mappings at a path of keys."""
    if not path:
        yield tree
        return
    names = tree.items if path[0] == "*" else [path[0]]
    for name in names:
        found = tree.items.get(name)
        if isinstance(found, Mapping):
            yield from _groups(found, path[1:])


def _length(group: Mapping, key: str) -> Scalar | None:
    found = group.items.get(key)
    return found if isinstance(found, Scalar) else None


def _own(tree: Mapping, *places: Source) -> Source:
    """The first of the places that is in the theme's own file, not in that of a theme it extends."""
    return next((place for place in places if place.file == tree.source.file), places[0])
