"""The theme -> the styles part: every look of the document is a named style, so that changing one changes all."""

from __future__ import annotations

from packgen.themes.theme import CharacterStyle, TextStyle, Theme
from packgen.writers.docx.language import Script, font_properties, language_properties, script
from packgen.writers.docx.names import (
    ANSWER,
    ANSWER_CELL,
    FIGURE,
    HYPERLINK,
    TABLE_GAP,
    StyleName,
    character_style,
    list_continue_style,
    list_style,
    style_name,
)
from packgen.writers.docx.numbering import Family, Numbering, list_indent
from packgen.writers.docx.paragraphs import Edge, borders, indents, shading, style_spacing
from packgen.writers.docx.tablestyles import table_styles
from packgen.writers.docx.xml import DECLARATION, NAMESPACES, escaped, half_points, rgb, twips
from packgen.writers.measures import BANNER_AFTER, BANNER_BEFORE
from packgen.writers.scripts import EMPHASIS, is_rtl

BANNER_EDGE = 1.5  # points, where a banner has a border
CUE_ICON = 1.13  # the side of a cue's icon as a share of its leading: little more, or it would push the line apart
CUE_GAP = 8.0  # from the icon to the text
HEAD_RULE = 7.0  # from the running head to the rule under it

# Styles whose place keeps them with what follows, whatever the theme says: the band's second line, a table's head.
_KEPT = frozenset(["banner-time", "table-head", "table-head-center"])

# Names that Word knows; all others are marked as custom.
_BUILT_IN = frozenset(
    [
        *("BodyText", "Title", "Subtitle", "Heading1", "Heading2", "Heading3", "TOCHeading", "TOC1", "TOC2", "TOC3"),
        *("Header", "Footer", "Hyperlink"),
        *(f"List{kind}{level or ''}" for kind in ("Bullet", "Number", "Continue") for level in (0, 2, 3, 4, 5)),
    ]
)

# Which of Word's own styles its lists show first; the others stay out of the way until they are used.
_LATENT = """<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="0" w:defUnhideWhenUsed="0" \
w:defQFormat="0" w:count="376"><w:lsdException w:name="Normal" w:uiPriority="0" w:qFormat="1"/>\
<w:lsdException w:name="heading 1" w:uiPriority="9" w:qFormat="1"/>\
<w:lsdException w:name="heading 2" w:uiPriority="9" w:qFormat="1"/>\
<w:lsdException w:name="heading 3" w:uiPriority="9" w:qFormat="1"/>\
<w:lsdException w:name="toc 1" w:uiPriority="39"/><w:lsdException w:name="toc 2" w:uiPriority="39"/>\
<w:lsdException w:name="toc 3" w:uiPriority="39"/><w:lsdException w:name="caption" w:uiPriority="35" w:qFormat="1"/>\
<w:lsdException w:name="Title" w:uiPriority="10" w:qFormat="1"/>\
<w:lsdException w:name="Subtitle" w:uiPriority="11" w:qFormat="1"/>\
<w:lsdException w:name="Strong" w:uiPriority="22" w:qFormat="1"/>\
<w:lsdException w:name="Emphasis" w:uiPriority="20" w:qFormat="1"/>\
<w:lsdException w:name="Table Grid" w:uiPriority="39"/>\
<w:lsdException w:name="TOC Heading" w:uiPriority="39" w:qFormat="1"/></w:latentStyles>"""


def styles_xml(theme: Theme, language: str, width: float, numbering: Numbering) -> str:
    """The styles part for a text area of `width` points, with the list styles that `numbering` has collected."""
    writing = script(language)
    parts = [
        f"{DECLARATION}<w:styles {NAMESPACES}>",
        _defaults(theme, language),
        _LATENT,
        _normal(theme, writing, rtl=is_rtl(language)),
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>',
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>',
    ]
    parts += (_text_style(key, look, theme, width, writing) for key, look in theme.styles.items())
    parts += _own_styles(theme)
    parts += _list_styles(theme, numbering, writing, rtl=is_rtl(language))
    parts += _character_styles(theme)
    parts.append(table_styles(theme))
    parts.append("</w:styles>")
    return "".join(parts)


def _defaults(theme: Theme, language: str) -> str:
    fonts, lang = font_properties(theme.font, language), language_properties(language)
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="20"/><w:szCs w:val="20"/>{lang}</w:rPr>'
        "</w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>"
    )


def _normal(theme: Theme, writing: Script, *, rtl: bool) -> str:
    body = theme.styles["body"]
    bidi = "<w:bidi/>" if rtl else ""
    spacing = style_spacing(body, writing, before=0, after=0)
    return (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{bidi}{spacing}</w:pPr><w:rPr>{_look(body, theme)}</w:rPr></w:style>"
    )


# --- paragraph styles -----------------------------------------------------------------------------


def _text_style(key: str, look: TextStyle, theme: Theme, width: float, writing: Script) -> str:
    """The style of a key of the theme; what the key's place on the page asks for comes on top of the look."""
    name = style_name(key)
    edges: tuple[tuple[str, Edge], ...] = ()
    fill, tabs, hanging = None, "", 0.0
    start, end = look.indent or None, None
    before, after = look.before, look.after
    if key in ("banner", "banner-time"):
        # Word draws paragraphs with the same borders and indents as one band.
        box = theme.boxes["banner"]
        fill = theme.colour(box.fill) if box.fill else None
        edge = Edge(theme.colour(box.border or box.fill or "paper"), BANNER_EDGE if box.border else 0.5, box.padding)
        edges = tuple((side, edge) for side in ("top", "left", "bottom", "right")) if fill or box.border else ()
        start, end = box.padding, box.padding
        before = theme.on_grid(BANNER_BEFORE) if key == "banner" else 0.0
        after = theme.on_grid(BANNER_AFTER) if key == "banner-time" else 0.0
    elif key.startswith("contents-") and name.id.startswith("TOC") and name.id != "TOCHeading":
        tabs = _tab(width, leader=True)
    elif key in ("head", "foot"):
        tabs = _tab(width)
        if key == "head":
            edges = (("bottom", Edge(theme.colour("rule"), 0.5, HEAD_RULE)),)
    elif key == "kicker" and theme.brand:
        tabs = _tab(width)
    elif key == "role":
        after = 0.0  # small type stands at the foot of its line in the PDF, and above space for descenders in Word
    elif key == "cue":
        start = hanging = CUE_ICON * look.leading + CUE_GAP
        tabs = _tab(start, align="left")
        end = theme.margin_column.gap
    properties = [
        "<w:keepNext/>" if look.keep_next or key in _KEPT else "",
        "<w:keepLines/>" if look.keep_next or key == "cue" else "",
        borders("pBdr", edges),
        shading(fill),
        tabs,
        style_spacing(look, writing, before=before, after=after, exact=key not in ("cue", "kicker")),
        _hanging(start, end, hanging),
        _alignment(look),
        '<w:textAlignment w:val="center"/>' if key == "cue" else "",  # the words at the middle of the icon
        _outline(name),
    ]
    base = theme.styles["heading-1" if name.based == "Heading1" else "body"]
    return _style(name, "".join(properties), _look(look, theme, base))


def _own_styles(theme: Theme) -> list[str]:
    """Styles of paragraphs that hold no words: pictures, places to write, the gap between two tables.

    A picture is as wide as the text; LibreOffice puts its words elsewhere when its paragraph runs from right to left.
    """
    bare = '<w:spacing w:before="0" w:after="0" w:line="{}" w:lineRule="{}"/>'
    tiny = '<w:sz w:val="2"/><w:szCs w:val="2"/>'
    writing = theme.writing
    line = Edge(theme.colour(writing.colour), writing.width)
    lines = (
        f'{borders("pBdr", (("bottom", line), ("between", line)))}<w:spacing w:before="0" w:after="0" '
        f'w:line="{twips(writing.pitch)}" w:lineRule="exact"/>'
    )
    return [
        _style(FIGURE, f'<w:keepLines/><w:bidi w:val="0"/>{bare.format(240, "auto")}', ""),
        _style(ANSWER, lines, ""),
        _style(ANSWER_CELL, "", ""),
        _style(TABLE_GAP, bare.format(20, "exact"), tiny),
    ]


def _list_styles(theme: Theme, numbering: Numbering, writing: Script, *, rtl: bool) -> list[str]:
    found = []
    for family, levels in numbering.levels.items():
        for level in sorted(levels):
            found.append(_list_style(family, level, numbering.base(family), theme, writing))
    for key, level in sorted(numbering.continued):
        indent = _hanging(list_indent(level, theme, rtl=rtl), None, 0.0)
        spacing = style_spacing(theme.styles[key], writing, before=0, after=theme.list.gap)
        found.append(_style(list_continue_style(key, level), f"{spacing}{indent}", ""))
    return found


def _list_style(family: Family, level: int, number: int, theme: Theme, writing: Script) -> str:
    look = theme.styles[family.style]
    spacing = style_spacing(look, writing, before=0, after=theme.list.gap)
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return _style(list_style(family.style, family.marker, level), f"{place}{spacing}", "")


def _style(name: StyleName, paragraph: str, run: str) -> str:
    custom = "" if name.id in _BUILT_IN else ' w:customStyle="1"'
    following = f'<w:next w:val="{name.next}"/>' if name.next else ""
    look = f"<w:rPr>{run}</w:rPr>" if run else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{escaped(name.id)}"><w:name w:val="{escaped(name.name)}"/>'
        f'<w:basedOn w:val="{name.based}"/>{following}<w:qFormat/><w:pPr>{paragraph}</w:pPr>{look}</w:style>'
    )


def _tab(position: float, *, align: str = "right", leader: bool = False) -> str:
    dots = ' w:leader="dot"' if leader else ""
    return f'<w:tabs><w:tab w:val="{align}"{dots} w:pos="{twips(position)}"/></w:tabs>'


def _hanging(start: float | None, end: float | None, hanging: float) -> str:
    found = indents(start, end)
    return found.replace("/>", f' w:hanging="{twips(hanging)}"/>') if hanging else found


def _alignment(look: TextStyle) -> str:
    # In right-to-left paragraphs Word takes "right" for the end of the line, on the left.
    match look.align:
        case "center":
            return '<w:jc w:val="center"/>'
        case "end":
            return '<w:jc w:val="right"/>'
        case "start":
            return ""


def _outline(name: StyleName) -> str:
    if name.id == "TOCHeading":
        return '<w:outlineLvl w:val="9"/>'
    return f'<w:outlineLvl w:val="{name.outline}"/>' if name.outline is not None else ""


# --- character styles -----------------------------------------------------------------------------


def _character_styles(theme: Theme) -> list[str]:
    found = [
        _character_style(character_style(key), _passage(look, theme))
        for key, look in theme.characters.items()
        if key != EMPHASIS  # written on the words: they may have another style
    ]
    link = f'<w:color w:val="{rgb(theme.colour("accent"))}"/><w:u w:val="single"/>'
    found.append(_character_style(StyleName(HYPERLINK, HYPERLINK, based=""), link))
    return found


def _character_style(name: StyleName, run: str) -> str:
    custom = "" if name.id in _BUILT_IN else ' w:customStyle="1"'
    return (
        f'<w:style w:type="character"{custom} w:styleId="{escaped(name.id)}"><w:name w:val="{escaped(name.name)}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/><w:rPr>{run}</w:rPr></w:style>'
    )


def _passage(look: CharacterStyle, theme: Theme) -> str:
    bold = "<w:b/><w:bCs/>" if look.bold else ""
    italic = "<w:i/><w:iCs/>" if look.italic else ""
    colour = f'<w:color w:val="{rgb(theme.colour(look.colour))}"/>' if look.colour else ""
    return f"{bold}{italic}{colour}"


def _look(look: TextStyle, theme: Theme, base: TextStyle | None = None) -> str:
    """Run properties; only what differs from the style it is based on, so that a change of that one comes through.

    The attributes for complex scripts (bCs, iCs, szCs) always go with the others.
    """
    parts = []
    if base is None or look.bold != base.bold:
        parts.append("<w:b/><w:bCs/>" if look.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>')
    if base is None or look.italic != base.italic:
        parts.append("<w:i/><w:iCs/>" if look.italic else '<w:i w:val="0"/><w:iCs w:val="0"/>')
    if base is None or look.colour != base.colour:
        parts.append(f'<w:color w:val="{rgb(theme.colour(look.colour))}"/>')
    if base is None or look.size != base.size:
        parts.append(f'<w:sz w:val="{half_points(look.size)}"/><w:szCs w:val="{half_points(look.size)}"/>')
    return "".join(parts)
