"""Where things stand on a slide, for every format: areas in points on document.SLIDE_SIZE, from its start corner."""

from __future__ import annotations

from dataclasses import dataclass, replace

from packgen.document import SLIDE_SIZE

WIDTH, HEIGHT = SLIDE_SIZE

# The colour of the theme that each layout has for its accent.
ACCENTS = {"title": "accent", "content": "accent", "activity": "activity", "discussion": "discussion"}

PANELS = ("activity", "discussion")
PANEL = 204.0
BAND = 18.0
EDGE = 3.0  # the line that is left of a band or panel where nothing is filled
SIDE = 60.0  # free at the end side
ICON = 46.0
LOGO_PADDING = 10.0  # a logo stands on paper, since it may have been drawn for nothing else
CUE_PITCH = 158.0  # from one cue of the panel to the next, where there is room


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle; x counts from the start edge: the left one, in right-to-left decks the right one."""

    x: float
    y: float
    width: float
    height: float

    def mirrored(self) -> Area:
        """The area counted from the other edge of the slide."""
        return replace(self, x=WIDTH - self.x - self.width)


@dataclass(frozen=True, slots=True)
class Plan:
    """The look of one layout: areas filled with colours of the theme, in painting order, and where texts stand.

    The title stands at the foot of its area, all else at the top. Title slides have no footer and number.
    """

    fills: tuple[tuple[Area, str], ...]
    title: Area
    body: Area
    footer: Area | None = None
    number: Area | None = None


# Where a title slide has the organisation's logo, at most so large.
LOGO = Area(98, 40, 180, 44)


@dataclass(frozen=True, slots=True)
class CuePlace:
    """Where a cue of the panel stands: its icon and its words."""

    icon: Area
    text: Area


@dataclass(frozen=True, slots=True)
class Fit:
    """By how much each text of a slide is made smaller to fit its area (1.0: not at all)."""

    title: float
    body: float
    cues: tuple[float, ...]


def plan(layout: str, *, filled: bool) -> Plan:
    """The look of a layout (see document.Slide); `filled` as in the theme's slides."""
    if layout == "title":
        return _title_plan(filled=filled)
    return _content_plan(PANEL if layout in PANELS else BAND, ACCENTS[layout], filled=filled)


def _title_plan(*, filled: bool) -> Plan:
    third = HEIGHT / 3
    edge = tuple(
        (Area(WIDTH - BAND, at * third, BAND, third), name) for at, name in enumerate(("say", "activity", "discussion"))
    )
    x, width = 96.0, WIDTH - 96.0 - 2 * SIDE
    ground = (Area(0, 0, WIDTH, HEIGHT), "accent")
    rule = Area(x + 2, 322, 84, 6)
    fills = (ground, *edge, (rule, "paper")) if filled else ((rule, "accent"),)
    return Plan(fills, title=Area(x, 96, width, 200), body=Area(x, 352, width, 130))


def _content_plan(band: float, accent: str, *, filled: bool) -> Plan:
    x = band + 42.0
    side = Area(0, 0, band, HEIGHT) if filled else Area(band - EDGE, 0, EDGE, HEIGHT)
    width = WIDTH - x - SIDE
    return Plan(
        fills=((side, accent), (Area(x + 1, 144, 72, 5), accent)),
        title=Area(x, 34, width, 96),
        body=Area(x, 172, width, 306),
        footer=Area(x, 500, width - 60, 18),
        number=Area(x + width - 50, 500, 50, 18),
    )


def logo_places(width: float, height: float) -> tuple[Area, Area]:
    """The paper under a logo of this size on a title slide, and the logo."""
    paper = Area(LOGO.x, LOGO.y - LOGO_PADDING, width + 2 * LOGO_PADDING, height + 2 * LOGO_PADDING)
    return paper, Area(LOGO.x + LOGO_PADDING, LOGO.y, width, height)


def cue_places(count: int) -> tuple[CuePlace, ...]:
    """The places of `count` cues in the panel, from the top."""
    pitch = min(CUE_PITCH, (HEIGHT - 2 * 44.0) / max(count, 1))
    return tuple(
        CuePlace(
            Area(30, 44 + at * pitch, ICON, ICON),
            Area(30, 44 + at * pitch + ICON + 8, PANEL - 30 - 18, pitch - ICON - 8 - 14),
        )
        for at in range(count)
    )


# The notes page, 7.5 x 10 in as in PowerPoint: the slide's picture above, the notes under it.
NOTES_SIZE = (540.0, 720.0)
NOTES_PICTURE = Area(150, 36, 240, 135)
NOTES_BODY = Area(45, 190, 450, 490)
NOTES_NUMBER = Area(445, 690, 50, 18)
