"""Parts -> the DOCX file (Open Packaging Conventions, ECMA-376 part 2): the same parts give the same bytes."""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from packgen import __version__
from packgen.document import Deck, Document
from packgen.themes.logo import Logo
from packgen.writers.docx.language import language_attributes, script
from packgen.writers.docx.pictures import LOGO_ID
from packgen.writers.docx.sections import FOOT_ID, HEAD_ID
from packgen.writers.docx.xml import DECLARATION, NAMESPACES, escaped

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip can hold
_COMPRESSION = 6

# Fonts that Word takes where the theme's is not installed.
_LATIN_SUBSTITUTES = ("Segoe UI", "Calibri", "Arial")


@dataclass(frozen=True, slots=True)
class Parts:
    """The XML of the parts that the writer made, the links out of the document (address -> relationship id), and the
    logo, if it shows one. `mirrored`: margins change sides from page to page.
    """

    document: str
    styles: str
    numbering: str
    head: str
    foot: str
    links: Mapping[str, str]
    logo: Logo | None = None
    mirrored: bool = False


def package(document: Document, parts: Parts, font: str, pages: int) -> bytes:
    """The bytes of the DOCX."""
    media = {f"media/logo.{parts.logo.format}": parts.logo.data} if parts.logo else {}
    own = (*_DOCUMENT_PARTS, *((LOGO_ID, f"{_RELATIONS}/image", name) for name in media))
    contents: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(_ROOT_PARTS, {}),
        "docProps/app.xml": _app(pages),
        "docProps/core.xml": core_properties(document),
        "word/_rels/document.xml.rels": _relationships(own, parts.links),
        "word/document.xml": parts.document,
        "word/fontTable.xml": _fonts(font, document.language),
        "word/footer1.xml": parts.foot,
        "word/header1.xml": parts.head,
        "word/numbering.xml": parts.numbering,
        "word/settings.xml": _settings(document, mirrored=parts.mirrored),
        "word/styles.xml": parts.styles,
        **{f"word/{name}": data for name, data in media.items()},
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION) as archive:
        for name, part in contents.items():
            entry = zipfile.ZipInfo(name, date_time=_DATE)
            entry.create_system = 0  # as Word writes it, on every platform
            archive.writestr(entry, part, zipfile.ZIP_DEFLATED, _COMPRESSION)
    return buffer.getvalue()


_ROOT_PARTS = (
    ("rId1", f"{_RELATIONS}/officeDocument", "word/document.xml"),
    ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    ("rId3", f"{_RELATIONS}/extended-properties", "docProps/app.xml"),
)
_DOCUMENT_PARTS = (
    ("rId1", f"{_RELATIONS}/styles", "styles.xml"),
    ("rId2", f"{_RELATIONS}/numbering", "numbering.xml"),
    ("rId3", f"{_RELATIONS}/settings", "settings.xml"),
    (HEAD_ID, f"{_RELATIONS}/header", "header1.xml"),
    (FOOT_ID, f"{_RELATIONS}/footer", "footer1.xml"),
    ("rId6", f"{_RELATIONS}/fontTable", "fontTable.xml"),
)


def _content_types() -> str:
    kinds = {
        "/word/document.xml": f"{_TYPES}.document.main+xml",
        "/word/styles.xml": f"{_TYPES}.styles+xml",
        "/word/numbering.xml": f"{_TYPES}.numbering+xml",
        "/word/settings.xml": f"{_TYPES}.settings+xml",
        "/word/fontTable.xml": f"{_TYPES}.fontTable+xml",
        "/word/header1.xml": f"{_TYPES}.header+xml",
        "/word/footer1.xml": f"{_TYPES}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
        f"{overrides}</Types>"
    )


def _relationships(parts: tuple[tuple[str, str, str], ...], links: Mapping[str, str]) -> str:
    inside = "".join(f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"/>' for id_, kind, target in parts)
    outside = "".join(
        f'<Relationship Id="{id_}" Type="{_RELATIONS}/hyperlink" Target="{escaped(address)}" TargetMode="External"/>'
        for address, id_ in links.items()
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{inside}{outside}</Relationships>'


def core_properties(document: Document | Deck) -> str:
    """The core properties: Dublin Core (ECMA-376 part 2, 11); dates only from SOURCE_DATE_EPOCH."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    date = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(epoch))) if epoch.isdigit() else ""
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{date}</dcterms:{name}>' for name in ("created", "modified") if date
    )
    identifier = escaped(document.identifier) if isinstance(document, Document) else ""
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(document.title)}</dc:title><dc:subject>{escaped(document.subject)}</dc:subject>"
        f"<dc:creator>{escaped(document.author)}</dc:creator><dc:language>{escaped(document.language)}</dc:language>"
        f"<cp:keywords>{identifier}</cp:keywords>{dates}</cp:coreProperties>"
    )


def _app(pages: int) -> str:
    return (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Pages>{pages}</Pages><Application>packgen {__version__}</Application></Properties>"
    )


def _settings(document: Document, *, mirrored: bool) -> str:
    # 17.15.1.68: Word leaves out who saved a file. Forms are handed back, some without names.
    anonymous = "<w:removePersonalInformation/>" if document.audience == "participant" else ""
    margins = "<w:mirrorMargins/>" if mirrored else ""
    # Compatibility mode 15: Word 2013 and later lay the page out as they are, without a mode in the title bar.
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/>{anonymous}{margins}'
        '<w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f"<w:themeFontLang {language_attributes(document.language)}/></w:settings>"
    )


def _fonts(font: str, language: str) -> str:
    """The font table: what stands in for fonts that a reader's computer may lack."""
    own = script(language)
    listed = {font: _LATIN_SUBSTITUTES, **({own.font: own.substitutes} if own.font else {})}
    return (
        f"{DECLARATION}<w:fonts {NAMESPACES}>"
        + "".join(
            f'<w:font w:name="{escaped(name)}"><w:altName w:val="{escaped(",".join(others))}"/></w:font>'
            for name, others in listed.items()
        )
        + "</w:fonts>"
    )
