"""The theme: colours, type and spacing, read from `templates/<name>.yaml`; both writers read it and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from packgen.themes.logo import Logo

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$", to_upper=True)]
Points = Annotated[float, Field(ge=0, le=2000)]

# The name of a colour, or "none": a theme that extends another takes a fill or border away by it.
NO_COLOUR = "none"
ColourName = Annotated[str | None, BeforeValidator(lambda value: None if value == NO_COLOUR else value)]


class _Frozen(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.replace("_", "-"),
        populate_by_name=True,
        defer_build=True,  # the theme builds those inside it once
    )


class TextStyle(_Frozen):
    """A paragraph style; lengths in points, `colour` a name in the theme's `colours`.

    `align` "start" is left in left-to-right text. `keep_next` keeps the paragraph on the next one's page.
    """

    size: Points
    leading: Points
    before: Points = 0
    after: Points = 0
    indent: Points = 0
    colour: str = "ink"
    bold: bool = False
    italic: bool = False
    align: Literal["start", "end", "center"] = "start"
    keep_next: bool = False


class CharacterStyle(_Frozen):
    """A look for a passage; None keeps what the paragraph has."""

    colour: ColourName = None
    bold: bool = False
    italic: bool = False


class BoxStyle(_Frozen):
    """A box: `fill`, `border` (all round) and `bar` (a thick rule at the start side) are colour names or None."""

    fill: ColourName = None
    border: ColourName = None
    bar: ColourName = None
    padding: Points


class TableStyle(_Frozen):
    """A table: head row fill (None: a thick rule under it), rule colour, `stripe` for every second row, `band` for rows
    that open a group, `grid` for vertical rules too. Around a cell's text are `padding` above and below and `inset` at
    its sides. `stacked` sets a table of choices without columns: each statement
    over its choices.
    """

    head_fill: ColourName = None
    rule: str
    stripe: ColourName = None
    band: ColourName = None
    padding: Points
    inset: Points
    grid: bool = False
    stacked: bool = False


# What printers cannot reach at the edges of the paper: 5 mm, in points.
UNPRINTABLE = 14.2


class PageStyle(_Frozen):
    """Margins of the page in points; `head` and `foot`: from the paper's edge to the running lines' baselines.

    `gutter` is for what is printed on both sides and bound: so much of the outer margin goes to the bound side, on the
    left of odd pages (on the right where reading starts there). Lines stay as long as they are without.
    """

    top: Points
    bottom: Points
    side: Points
    head: Points
    foot: Points
    gutter: Points = 0

    @field_validator("gutter")
    @classmethod
    def _leaves_an_outer_margin(cls, gutter: float, info: ValidationInfo) -> float:
        most = info.data.get("side", 0.0) - UNPRINTABLE
        if gutter > max(most, 0.0):
            raise ValueError(
                f"expected at most {most:.0f}, so that the outer margin can be printed on, found {gutter:g}"
            )
        return gutter


class MarginColumn(_Frozen):
    """The narrow column of the guide and the gap to the wide one, in points."""

    width: Points
    gap: Points


class Writing(_Frozen):
    """Ruled lines to write on: distance from line to line, colour name, thickness; in points."""

    pitch: Points
    colour: str
    width: Points


class ListStyle(_Frozen):
    """Lists: the step of a level and the gap between items, in points."""

    indent: Points
    gap: Points


class SlideStyles(_Frozen):
    """The paragraph styles and lists of slides and of their notes; lengths in points of a slide 960 x 540.

    `filled`: title slides, and the panels of the others, are filled with colour; else lines stand for them.
    """

    filled: bool = True
    list: ListStyle
    notes_list: ListStyle
    styles: dict[str, TextStyle]


def _logo(value: Any, info: ValidationInfo) -> Logo:
    """The picture of that name; the context of the validation is the function that reads it (see themes.py)."""
    if not isinstance(value, str) or info.context is None:
        raise ValueError("expected the name of a picture beside the theme")
    read: Callable[[str], Logo] = info.context
    return read(value)


class Brand(_Frozen):
    """The organisation whose documents these are: its logo is printed on every first page, its name read out for it."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    logo: Annotated[Logo, PlainValidator(_logo)]


class Theme(_Frozen):
    """One whole look. Names in `styles`, `boxes` and `tables` are those that templates use.

    `grid` is the unit of the baseline grid in points, from the top of a page's text down; 0 where there is none.
    """

    name: str
    font: str
    brand: Brand | None = None
    grid: Annotated[float, Field(gt=0, le=2000)]
    colours: dict[str, Colour]
    page: PageStyle
    margin_column: MarginColumn
    writing: Writing
    list: ListStyle
    styles: dict[str, TextStyle]
    characters: dict[str, CharacterStyle]
    boxes: dict[str, BoxStyle]
    tables: dict[str, TableStyle]
    slides: SlideStyles

    def colour(self, name: str) -> str:
        """The colour called `name` as "#RRGGBB"."""
        return self.colours[name]

    def on_grid(self, points: float, to: Callable[[float], int] = round) -> float:
        """The multiple of the grid next to `points`, or with `floor` or `ceil` the one before or after it."""
        return to(round(points / self.grid, 3)) * self.grid if self.grid else points

    def of_slides(self, accent: str = "accent") -> Theme:
        """The theme for text on slides: their styles and lists, no grid, and the colour called `accent` as accent."""
        colours = {**self.colours, "accent": self.colours[accent]}
        changed = {"styles": self.slides.styles, "list": self.slides.list, "colours": colours, "grid": 0.0}
        return self.model_copy(update=changed)

    def of_notes(self) -> Theme:
        """The theme for the notes of slides."""
        return self.of_slides().model_copy(update={"list": self.slides.notes_list})

    def scaled(self, scale: float) -> Theme:
        """The theme with its grid and the lengths of its styles and lists times `scale`."""
        styles = {name: _scaled(style, scale) for name, style in self.styles.items()}
        spacing = ListStyle(indent=self.list.indent * scale, gap=self.list.gap * scale)
        return self.model_copy(update={"styles": styles, "list": spacing, "grid": self.grid * scale})


def _scaled(style: TextStyle, scale: float) -> TextStyle:
    lengths = ("size", "leading", "before", "after", "indent")
    return style.model_copy(update={name: getattr(style, name) * scale for name in lengths})
