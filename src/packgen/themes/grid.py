"""Whether a theme's lengths are on its baseline grid, so that lines of all styles come back to the same places."""

from __future__ import annotations

from collections.abc import Iterator

from packgen.content.yamltree import Mapping, Scalar
from packgen.problems import Problem

WORD_UNIT = 0.05  # points: Word counts in twentieths, and a grid between them would drift from line to line

# The lengths that stand above another thing: of one part of the theme, and of each style, box or table.
_LENGTHS = {"page": ("top",), "writing": ("pitch",), "list": ("gap",)}
_STYLES = ("leading", "before", "after")
_DRAWN = ("figure-goal", "figure-node")  # labels in pictures, which stand where the picture has room
_PADDED = ("boxes", "tables")  # half a unit is enough: writers put what makes it whole below the text


def off_grid(tree: Mapping, own: str) -> Iterator[Problem]:
    """A problem for every length of a valid theme's tree that is off its grid, with the nearest that is on it.

    It is told in `own`, the theme's own file, where that decides: there stands the length, or the grid.
    """
    grid = tree.items["grid"]
    assert isinstance(grid, Scalar)  # the model has seen it
    unit = float(grid)
    if not _is_multiple(unit, WORD_UNIT):
        yield Problem(
            grid.source,
            f"grid: {unit:g} is no multiple of {WORD_UNIT:g}, in which Word counts; "
            f"the nearest is {_nearest(unit, WORD_UNIT):g}",
        )
        return
    for name, length, step in _lengths(tree, unit):
        points = float(length)
        if not _is_multiple(points, step):
            source = grid.source if length.source.file != own and grid.source.file == own else length.source
            yield Problem(
                source,
                f"{name} {points:g} is off the baseline grid, no multiple of {step:g}; "
                f"the nearest is {_nearest(points, step):g}",
            )


def _lengths(tree: Mapping, unit: float) -> Iterator[tuple[str, Scalar, float]]:
    """Each length with its name, and what it must be a multiple of."""
    for group, keys in _LENGTHS.items():
        yield from ((f"{group}: {key}", length, unit) for key, length in _scalars(tree.items[group], keys))
    for name, style in _entries(tree, "styles"):
        if name not in _DRAWN:
            yield from ((f"styles: {name}: {key}", length, unit) for key, length in _scalars(style, _STYLES))
    for group in _PADDED:
        for name, style in _entries(tree, group):
            yield from ((f"{group}: {name}: {key}", length, unit / 2) for key, length in _scalars(style, ("padding",)))


def _entries(tree: Mapping, group: str) -> Iterator[tuple[str, object]]:
    found = tree.items[group]
    assert isinstance(found, Mapping)
    yield from found.items.items()


def _scalars(node: object, keys: tuple[str, ...]) -> Iterator[tuple[str, Scalar]]:
    assert isinstance(node, Mapping)
    for key in keys:
        value = node.items.get(key)
        if isinstance(value, Scalar):
            yield key, value


def _is_multiple(points: float, step: float) -> bool:
    return abs(points - round(points / step) * step) < 0.001


def _nearest(points: float, step: float) -> float:
    """The multiple of `step` nearest to a length, which is more than nothing."""
    return max(round(points / step), 1) * step
