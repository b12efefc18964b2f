"""Lists: what kinds a document uses, and the numbering part that says how they look (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

from dataclasses import dataclass, field

from packgen.themes.theme import Theme
from packgen.writers.docx.names import LEVELS, Marker, list_style
from packgen.writers.docx.xml import DECLARATION, NAMESPACES, rgb, twips

# The font of boxes and circles to tick, as Word's own check boxes name it; others have them under other names.
SYMBOL_FONT = "Segoe UI Symbol"
SYMBOL_FONTS = (
    f'<w:rFonts w:ascii="{SYMBOL_FONT}" w:hAnsi="{SYMBOL_FONT}" w:eastAsia="MS Gothic" w:cs="{SYMBOL_FONT}"/>'
)


@dataclass(frozen=True, slots=True)
class Family:
    """The lists of one marker in one text style of the theme: they share a look."""

    style: str
    marker: Marker


@dataclass(frozen=True, slots=True)
class _Instance:
    """A w:num: of which family, and, for one numbered list, its level and first number."""

    family: Family
    level: int = 0
    start: int | None = None


# LibreOffice sets the markers of right-to-left lists before the place that Word sets them at: room for both.
_MARKER_ROOM = 9.0

_ALWAYS = (Family("body", "bullet"), Family("body", "decimal"))


@dataclass
class Numbering:
    """Collects the lists of one document while its body is written.

    Every document has List Bullet and List Number on three levels, for those who go on writing in Word.
    """

    levels: dict[Family, set[int]] = field(default_factory=lambda: {family: {0, 1, 2} for family in _ALWAYS})
    continued: set[tuple[str, int]] = field(default_factory=set)
    _instances: list[_Instance] = field(default_factory=lambda: [_Instance(family) for family in _ALWAYS])

    def use(self, family: Family, level: int, start: int) -> int:
        """The number of the instance for a list at `level` (from 0); a numbered list gets its own, from `start`."""
        if family not in self.levels:
            self.levels[family] = set()
            self._instances.append(_Instance(family))
        self.levels[family].add(level)
        if family.marker != "decimal":
            return self.base(family)
        self._instances.append(_Instance(family, level, start))
        return len(self._instances)

    def base(self, family: Family) -> int:
        """The number of the instance that the family's styles name."""
        return self._instances.index(_Instance(family)) + 1

    def xml(self, theme: Theme, *, rtl: bool) -> str:
        """The numbering part; `rtl`: of a document that runs from right to left."""
        families = list(self.levels)
        kinds = "".join(
            _kind(at, family, sorted(self.levels[family]), theme, rtl=rtl) for at, family in enumerate(families)
        )
        instances = "".join(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{families.index(one.family)}"/>{_restart(one)}</w:num>'
            for number, one in enumerate(self._instances, 1)
        )
        return f"{DECLARATION}<w:numbering {NAMESPACES}>{kinds}{instances}</w:numbering>"


def list_indent(level: int, theme: Theme, *, rtl: bool) -> float:
    """How far the text of lists at `level` (from 0) is indented, in points."""
    return (level + 1) * theme.list.indent + (_MARKER_ROOM if rtl else 0.0)


def _restart(instance: _Instance) -> str:
    if instance.start is None:
        return ""
    return f'<w:lvlOverride w:ilvl="{instance.level}"><w:startOverride w:val="{instance.start}"/></w:lvlOverride>'


def _kind(at: int, family: Family, used: list[int], theme: Theme, *, rtl: bool) -> str:
    levels = "".join(_level(level, family, level in used, theme, rtl=rtl) for level in range(LEVELS))
    return (
        f'<w:abstractNum w:abstractNumId="{at}"><w:nsid w:val="{0x50AC0000 + at:08X}"/>'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )


def _level(level: int, family: Family, has_style: bool, theme: Theme, *, rtl: bool) -> str:
    style = f'<w:pStyle w:val="{list_style(family.style, family.marker, level).id}"/>' if has_style else ""
    indent = list_indent(level, theme, rtl=rtl)
    form, text, look = _marker(family, level, theme)
    suffix = "" if text else '<w:suff w:val="nothing"/>'
    # The tab stop is for numbers that are wider than the indent, such as "10.".
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{style}{suffix}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:tabs><w:tab w:val="left" w:pos="{twips(indent + 8)}"/></w:tabs>'
        f'<w:ind w:left="{twips(indent)}" w:hanging="{twips(theme.list.indent)}"/></w:pPr>'
        f"<w:rPr>{look}</w:rPr></w:lvl>"
    )


def _marker(family: Family, level: int, theme: Theme) -> tuple[str, str, str]:
    """The number format, the text and the run properties of a level's marker."""
    accent = f'<w:color w:val="{rgb(theme.colour("accent"))}"/>'
    match family.marker:
        case "decimal":
            return "decimal", f"%{level + 1}.", f"<w:b/><w:bCs/>{accent}"
        case "bullet":
            return "bullet", "•" if level % 2 == 0 else "–", f'<w:b w:val="0"/><w:bCs w:val="0"/>{accent}'
        case "check":
            return "bullet", "☐", f'{SYMBOL_FONTS}<w:color w:val="{rgb(theme.colour("ink"))}"/>'
        case "field":
            return "none", "", ""
