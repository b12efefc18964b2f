"""Shapes of PresentationML (ISO/IEC 29500-1, 19.3): placeholders, text boxes, fills, icons; areas become places."""

from __future__ import annotations

from dataclasses import dataclass

from packgen.document import Cue
from packgen.themes.theme import Theme
from packgen.writers import icons
from packgen.writers.docx.drawingml import DECORATIVE, freeform
from packgen.writers.docx.xml import escaped
from packgen.writers.drawing import Path
from packgen.writers.pptx.text import emu
from packgen.writers.pptx.theme import solid
from packgen.writers.slides import Area

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)

_NO_INSETS = 'lIns="0" tIns="0" rIns="0" bIns="0"'
_SLIDE_NUMBER = "{2F8C5A1E-6B0D-4B7A-9C53-7D1E0A4F6B21}"  # the id of the field, as PowerPoint wants one


@dataclass(frozen=True, slots=True)
class Shapes:
    """Writes the shapes of one kind of page; `rtl` mirrors areas."""

    theme: Theme
    language: str
    rtl: bool

    def placeholder(
        self,
        number: int,
        name: str,
        kind: str,
        body: str,
        *,
        area: Area | None = None,
        list_style: str = "",
        anchor: str = "",
        fits: bool = True,
    ) -> str:
        """A placeholder: `kind` are the attributes of p:ph, `body` its paragraphs; `area` None takes the layout's.

        Text that grows when it is edited shrinks to fit (`fits`).
        """
        at = f' {_NO_INSETS} anchor="{anchor}"' if anchor else ""
        fit = "<a:normAutofit/>" if fits else ""
        properties = f"<a:bodyPr{at}>{fit}</a:bodyPr>" if at or fit else "<a:bodyPr/>"
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{escaped(name)}"/>'
            f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            f"<p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr>{self._place(area)}"
            f"<p:txBody>{properties}<a:lstStyle>{list_style}</a:lstStyle>{body}</p:txBody></p:sp>"
        )

    def picture_placeholder(self, number: int, name: str, kind: str, area: Area | None = None) -> str:
        """The placeholder of the slide's picture on a notes page."""
        frame = f'<a:ln w="9525">{solid(self.theme, "rule")}</a:ln>' if area else ""
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/>'
            '<p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr>'
            f"<p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr>{self._place(area, frame)}</p:sp>"
        )

    def text_box(self, number: int, name: str, area: Area, list_style: str, body: str) -> str:
        """A text box that is no placeholder."""
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{escaped(name)}"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
            f"{self._place(area, '<a:noFill/>')}<p:txBody>"
            f'<a:bodyPr wrap="square" {_NO_INSETS}><a:normAutofit/></a:bodyPr>'
            f"<a:lstStyle>{list_style}</a:lstStyle>{body}</p:txBody></p:sp>"
        )

    def fill(self, number: int, area: Area, colour: str) -> str:
        """A rectangle of one colour that says nothing."""
        look = f"{solid(self.theme, colour)}<a:ln><a:noFill/></a:ln>"
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Fill {number}">{DECORATIVE}</p:cNvPr><p:cNvSpPr/>'
            f'<p:nvPr userDrawn="1"/></p:nvSpPr>{self._place(area, look)}</p:sp>'
        )

    def picture(self, number: int, name: str, alt: str, relation: str, area: Area) -> str:
        """A picture whose file has this relationship id; `alt` is read out for it."""
        return (
            f'<p:pic><p:nvPicPr><p:cNvPr id="{number}" name="{escaped(name)}" descr="{escaped(alt)}"/>'
            '<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr/></p:nvPicPr>'
            f'<p:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
            f"{self._place(area)}</p:pic>"
        )

    def icon(self, number: int, cue: Cue, area: Area) -> str:
        """The icon of a cue, which says nothing that the words beside it do not."""
        drawing = icons.icon(cue.kind, area.width, self.theme.slides.styles["cue"].colour)
        (path,) = drawing.shapes
        assert isinstance(path, Path)
        assert path.paint.stroke
        line = f'<a:ln w="{emu(path.paint.width)}" cap="rnd">{solid(self.theme, path.paint.stroke)}<a:round/></a:ln>'
        geometry = freeform(path.steps, drawing.width, drawing.height)
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{cue.kind.capitalize()} icon">{DECORATIVE}</p:cNvPr>'
            f"<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{self._frame(area)}{geometry}<a:noFill/>{line}</p:spPr></p:sp>"
        )

    def slide_number(self, shown: str) -> str:
        """The paragraph whose field shows the slide's number; `shown` until it is counted anew."""
        language = escaped(self.language)
        return (
            f'<a:p><a:fld id="{_SLIDE_NUMBER}" type="slidenum"><a:rPr lang="{language}"/><a:t>{shown}</a:t></a:fld>'
            f'<a:endParaRPr lang="{language}"/></a:p>'
        )

    def _place(self, area: Area | None, look: str = "") -> str:
        if area is None:
            return "<p:spPr/>"
        return f'<p:spPr>{self._frame(area)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{look}</p:spPr>'

    def _frame(self, area: Area) -> str:
        area = area.mirrored() if self.rtl else area
        return (
            f'<a:xfrm><a:off x="{emu(area.x)}" y="{emu(area.y)}"/>'
            f'<a:ext cx="{emu(area.width)}" cy="{emu(area.height)}"/></a:xfrm>'
        )


def tree(shapes: str) -> str:
    """The p:spTree that holds the shapes."""
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
        f"{shapes}</p:spTree>"
    )
