"""The master and layouts of a deck, and the master of its notes pages: the look that every slide inherits."""

from __future__ import annotations

from dataclasses import dataclass

from packgen.themes.theme import TextStyle, Theme
from packgen.writers.docx.xml import DECLARATION, escaped
from packgen.writers.pptx.shapes import NAMESPACES, Shapes, tree
from packgen.writers.pptx.text import LEVELS, level_properties
from packgen.writers.pptx.theme import solid
from packgen.writers.slides import ACCENTS, NOTES_BODY, NOTES_NUMBER, NOTES_PICTURE, Area, plan

# What a layout is called in PowerPoint's list, and what PowerPoint takes it for (19.7.15).
LAYOUTS = {
    "title": ("Title", ' type="title" preserve="1"'),
    "content": ("Content", ' type="obj" preserve="1"'),
    "activity": ("Activity", ' preserve="1" userDrawn="1"'),
    "discussion": ("Discussion", ' preserve="1" userDrawn="1"'),
}

# The attributes of p:ph: what a placeholder of a slide, its layout and its master have in common.
TITLE, COVER_TITLE = 'type="title"', 'type="ctrTitle"'
BODY, COVER_BODY = 'idx="1"', 'type="subTitle" idx="1"'
FOOTER, NUMBER = 'type="ftr" sz="quarter" idx="10"', 'type="sldNum" sz="quarter" idx="11"'
PICTURE, NOTES, NOTES_PAGE = 'type="sldImg" idx="2"', 'type="body" idx="3"', 'type="sldNum" sz="quarter" idx="5"'

_COLOUR_MAP = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
)
_PROMPTS = ("Text", "Second level", "Third level", "Fourth level", "Fifth level")


@dataclass(frozen=True, slots=True)
class Looks:
    """Writes the parts whose look a deck shares; `theme` is that of slides (Theme.of_slides) or of their notes."""

    theme: Theme
    language: str
    rtl: bool
    footer: str = ""

    @property
    def _shapes(self) -> Shapes:
        return Shapes(self.theme, self.language, self.rtl)

    def master(self) -> str:
        """The slide master; its layouts' ids stay to be filled in by whoever knows them."""
        areas = plan("content", filled=self.theme.slides.filled)
        assert areas.footer
        assert areas.number
        shapes = self._shapes
        body = shapes.placeholder(2, "Title", TITLE, self._prompts("Title"), area=areas.title, anchor="b")
        body += shapes.placeholder(3, "Text", 'type="body" idx="1"', self._levels(), area=areas.body, anchor="t")
        body += self._furniture(4, areas.footer, areas.number, "accent", 'idx="3"', 'idx="4"')
        ground = f"<p:bg><p:bgPr>{solid(self.theme, 'paper')}<a:effectLst/></p:bgPr></p:bg>"
        return (
            f"{DECLARATION}<p:sldMaster {NAMESPACES}><p:cSld>{ground}{tree(body)}</p:cSld>{_COLOUR_MAP}"
            f"<p:sldLayoutIdLst/><p:txStyles><p:titleStyle>{self.title_style('title', 'accent')}</p:titleStyle>"
            f"<p:bodyStyle>{self.body_style('text', 'accent')}</p:bodyStyle>"
            f"<p:otherStyle>{self.lines('text')}</p:otherStyle></p:txStyles></p:sldMaster>"
        )

    def layout(self, layout: str) -> str:
        """The layout that slides with `layout` (see document.Slide) have."""
        name, attributes = LAYOUTS[layout]
        filled, accent, shapes = self.theme.slides.filled, ACCENTS[layout], self._shapes
        areas = plan(layout, filled=filled)
        fills, ground = areas.fills, ""
        if layout == "title" and filled:
            (_, colour), *rest = areas.fills
            fills = tuple(rest)
            ground = f"<p:bg><p:bgPr>{solid(self.theme, colour)}<a:effectLst/></p:bgPr></p:bg>"
        body = "".join(shapes.fill(20 + at, area, colour) for at, (area, colour) in enumerate(fills))
        if layout == "title":
            style = self.title_style("cover-title", "accent")
            body += shapes.placeholder(
                2, "Title", COVER_TITLE, self._prompts("Title"), area=areas.title, anchor="b", list_style=style
            )
            style = self.lines("cover-text")
            body += shapes.placeholder(
                3, "Subtitle", COVER_BODY, self._prompts("Subtitle"), area=areas.body, anchor="t", list_style=style
            )
        else:
            own = accent != "accent"
            style = self.title_style("title", accent) if own else ""
            body += shapes.placeholder(
                2, "Title", TITLE, self._prompts("Title"), area=areas.title, anchor="b", list_style=style
            )
            style = self.body_style("text", accent) if own else ""
            body += shapes.placeholder(3, "Text", BODY, self._levels(), area=areas.body, anchor="t", list_style=style)
        if areas.footer and areas.number:
            body += self._furniture(4, areas.footer, areas.number, accent, 'idx="10"', 'idx="11"')
        return (
            f'{DECLARATION}<p:sldLayout {NAMESPACES}{attributes}><p:cSld name="{name}">{ground}{tree(body)}</p:cSld>'
            "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
        )

    def notes_master(self) -> str:
        """The master of notes pages."""
        # A notes page is narrower than a slide, so that it is mirrored by itself.
        shapes = Shapes(self.theme, self.language, rtl=False)
        style = self.theme.styles["number"].model_copy(update={"align": "end"})
        number = self._level(0, style, "accent", "mn")
        body = shapes.picture_placeholder(2, "Slide", PICTURE, NOTES_PICTURE)
        body += shapes.placeholder(3, "Notes", NOTES, self._levels(), area=NOTES_BODY, anchor="t")
        body += shapes.placeholder(
            4, "Number", NOTES_PAGE, shapes.slide_number("‹#›"), area=NOTES_NUMBER, anchor="t", list_style=number,
            fits=False,
        )  # fmt: skip
        ground = f"<p:bg><p:bgPr>{solid(self.theme, 'paper')}<a:effectLst/></p:bgPr></p:bg>"
        return (
            f"{DECLARATION}<p:notesMaster {NAMESPACES}><p:cSld>{ground}{tree(body)}</p:cSld>{_COLOUR_MAP}"
            f"<p:notesStyle>{self.notes_style()}</p:notesStyle></p:notesMaster>"
        )

    # --- list styles

    def title_style(self, style: str, accent: str) -> str:
        """The list style of a title in a style of the theme."""
        return self._level(0, self.theme.styles[style], accent, "mj")

    def notes_style(self) -> str:
        """The list style of notes, whose lines, unlike those of slides, run on to the length that a font wants."""
        return self.body_style("notes", "accent", exact=False)

    def body_style(self, style: str, accent: str, *, exact: bool = True) -> str:
        """The list style of text: a bullet a level."""
        look = self.theme.styles[style]
        return "".join(
            level_properties(
                level,
                look,
                self.theme,
                accent,
                rtl=self.rtl,
                fonts="mn",
                after=self.theme.list.gap,
                bullets=True,
                exact=exact,
            )
            for level in range(LEVELS)
        )

    def lines(self, style: str) -> str:
        """The list style of paragraphs without bullets."""
        return self._level(0, self.theme.styles[style], "accent", "mn")

    def _level(self, level: int, look: TextStyle, accent: str, fonts: str) -> str:
        return level_properties(
            level, look, self.theme, accent, rtl=self.rtl, fonts=fonts, after=look.after, bullets=False
        )

    # --- what placeholders say while they are empty

    def _furniture(self, number: int, footer: Area, count: Area, accent: str, *indexes: str) -> str:
        """The placeholders of footer and slide number."""
        shapes, (first, second) = self._shapes, indexes
        return shapes.placeholder(
            number, "Footer", f'type="ftr" sz="quarter" {first}', self._prompts(self.footer), area=footer, anchor="t",
            list_style=self.lines("footer"), fits=False,
        ) + shapes.placeholder(
            number + 1, "Slide number", f'type="sldNum" sz="quarter" {second}', shapes.slide_number("‹#›"), area=count,
            anchor="t", list_style=self._level(0, self.theme.styles["number"], accent, "mn"), fits=False,
        )  # fmt: skip

    def _prompts(self, text: str) -> str:
        run = f'<a:r><a:rPr lang="en"/><a:t>{escaped(text)}</a:t></a:r>' if text else ""
        return f'<a:p>{run}<a:endParaRPr lang="{escaped(self.language)}"/></a:p>'

    def _levels(self) -> str:
        return "".join(
            f'<a:p><a:pPr lvl="{level}"/><a:r><a:rPr lang="en"/><a:t>{text}</a:t></a:r></a:p>'
            for level, text in enumerate(_PROMPTS)
        )
