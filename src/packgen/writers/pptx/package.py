"""The package of a deck: python-pptx's own empty presentation with our look, and files that hold no clock."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.presentation import Presentation as PptxPresentation

from packgen import __version__
from packgen.document import SLIDE_SIZE, Deck
from packgen.themes.theme import Theme
from packgen.writers.docx.package import core_properties
from packgen.writers.docx.xml import DECLARATION
from packgen.writers.pptx.layouts import LAYOUTS, Looks
from packgen.writers.pptx.text import emu
from packgen.writers.pptx.theme import theme_xml
from packgen.writers.slides import NOTES_SIZE

_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold
_COMPRESSION = 6
_FIRST_LAYOUT_ID = 2147483649  # the ids of masters and layouts start at 2^31 (19.7.13)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def empty_presentation(deck: Deck, theme: Theme, looks: Looks, notes: Looks) -> PptxPresentation:
    """A presentation without slides: 16:9, with one master, the layouts of LAYOUTS in their order, and a notes master.

    `theme` gives colours and font, `looks` and `notes` the looks of slides and of their notes.
    """
    presentation = Presentation()
    part: Any = presentation.part
    _drop(part, RELATIONSHIP_TYPE.PRINTER_SETTINGS)
    _drop(part.package, RELATIONSHIP_TYPE.THUMBNAIL)
    _resize(presentation, rtl=looks.rtl)
    _master(presentation, looks)
    part.part_related_by(RELATIONSHIP_TYPE.THEME)._blob = theme_xml(theme, deck.language)
    master: Any = presentation.slide_masters[0].part
    master.part_related_by(RELATIONSHIP_TYPE.THEME)._blob = theme_xml(theme, deck.language)
    _notes_master(presentation, notes, theme_xml(theme, deck.language))
    package = part.package
    package.core_properties._element = parse_xml(core_properties(deck).encode())
    package.part_related_by(RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)._blob = _app(len(deck.slides))
    return presentation


def saved(presentation: PptxPresentation) -> bytes:
    """The bytes of the file: the same presentation gives the same (python-pptx dates a zip's entries by the clock)."""
    written = BytesIO()
    presentation.save(written)
    buffer = BytesIO()
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION) as target,
    ):
        for entry in source.infolist():
            fixed = zipfile.ZipInfo(entry.filename, date_time=_DATE)
            fixed.create_system = 0  # as PowerPoint writes it, on every platform
            target.writestr(fixed, source.read(entry), zipfile.ZIP_DEFLATED, _COMPRESSION)
    return buffer.getvalue()


def _drop(owner: Any, kind: str) -> None:
    """Removes what `owner` (a part or the package) relates to as `kind`."""
    relations = owner._rels
    for name in [name for name, relation in relations.items() if relation.reltype == kind]:
        relations.pop(name)


def _resize(presentation: PptxPresentation, *, rtl: bool) -> None:
    width, height = SLIDE_SIZE
    presentation.slide_width, presentation.slide_height = emu(width), emu(height)  # type: ignore[assignment]
    root: Any = presentation.part._element
    del root.sldSz.attrib["type"]  # it said 4:3
    notes_width, notes_height = NOTES_SIZE
    notes = root.find("{*}notesSz")
    notes.set("cx", str(emu(notes_width)))
    notes.set("cy", str(emu(notes_height)))
    if rtl:
        root.set("rtl", "1")


def _master(presentation: PptxPresentation, looks: Looks) -> None:
    """Gives the master and the first layouts of the empty presentation our look, and drops its other layouts."""
    master = presentation.slide_masters[0]
    layouts = list(master.slide_layouts)
    for layout in layouts[len(LAYOUTS) :]:
        master.slide_layouts.remove(layout)
    part: Any = master.part
    ids = [entry.rId for entry in part._element.sldLayoutIdLst]
    _replace(part._element, parse_xml(looks.master().encode()))
    for number, (name, layout) in enumerate(zip(LAYOUTS, layouts, strict=False)):
        inside: Any = layout.part
        _replace(inside._element, parse_xml(looks.layout(name).encode()))
        entry = part._element.sldLayoutIdLst._add_sldLayoutId()
        entry.set("id", str(_FIRST_LAYOUT_ID + number))
        entry.set(_RELATION, ids[number])


def _replace(element: Any, other: Any) -> None:
    """Gives an element the attributes and children of another; its part keeps its relationships."""
    for child in list(element):
        element.remove(child)
    element.attrib.clear()
    element.attrib.update(other.attrib)
    element.extend(list(other))


def _notes_master(presentation: PptxPresentation, looks: Looks, theme: bytes) -> None:
    part: Any = presentation.part
    master = part.notes_master_part
    _replace(master._element, parse_xml(looks.notes_master().encode()))
    master.part_related_by(RELATIONSHIP_TYPE.THEME)._element = parse_xml(theme)
    # python-pptx relates the notes master to the presentation, but does not list it there (19.2.1.21).
    (relation,) = (name for name, found in part._rels.items() if found.reltype == RELATIONSHIP_TYPE.NOTES_MASTER)
    namespace = "http://schemas.openxmlformats.org/presentationml/2006/main"
    listed = parse_xml(f'<p:notesMasterIdLst xmlns:p="{namespace}"><p:notesMasterId/></p:notesMasterIdLst>'.encode())
    listed[0].set(_RELATION, relation)
    part._element.sldMasterIdLst.addnext(listed)


def _app(slides: int) -> bytes:
    """The extended properties (22.2)."""
    return (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<PresentationFormat>Widescreen</PresentationFormat><Slides>{slides}</Slides><Notes>{slides}</Notes>"
        f"<Application>packgen {__version__}</Application></Properties>"
    ).encode()
