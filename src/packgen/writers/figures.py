"""The connection picture of the worksheet, drawn once for every format: a tree, a spider web or a flowchart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from packgen.document import Inlines
from packgen.themes.theme import Theme
from packgen.writers.drawing import Drawing, mirrored
from packgen.writers.figures_flowchart import flowchart
from packgen.writers.figures_tree import tree
from packgen.writers.figures_web import web
from packgen.writers.places import Place

LEAST_HEIGHT = 200.0  # points, under which the places of a picture would not stand apart


def picture(
    kind: Literal["tree", "web", "flowchart"],
    goal: Inlines,
    nodes: tuple[Inlines, ...],
    *,
    width: float,
    height: float,
    fields: Sequence[str],
    theme: Theme,
    rtl: bool = False,
) -> Drawing:
    """The picture in `width` x `height` points: `goal` and three to twelve `nodes`, each with room to write by hand.

    `fields` are the names of the places to write: the goal's, then one a node. With `rtl` it reads from the right.
    Lower than LEAST_HEIGHT it is not drawn lower. Raises ValueError for fewer or more nodes.
    """
    if not 3 <= len(nodes) <= 12:
        raise ValueError(f"a connection picture has 3 to 12 places, not {len(nodes)}")
    goal_place, *places = (Place(*place) for place in zip((goal, *nodes), fields, strict=True))
    height = max(height, LEAST_HEIGHT)
    draw = {"tree": tree, "web": web, "flowchart": flowchart}[kind]
    drawing = draw(goal_place, tuple(places), width, height, theme)
    return mirrored(drawing) if rtl else drawing
