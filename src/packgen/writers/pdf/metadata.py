"""What a PDF says about itself: information dictionary, XMP packet, language, colours, how viewers show it.

Every file claims PDF/UA-1 (ISO 14289-1, 5) and PDF/A-2a (ISO 19005-2, 6.6.4), forms included: PDF/A-2 allows fields
that bring their appearance with them (6.4.1).
"""

from __future__ import annotations

from html import escape

from reportlab.pdfbase import pdfdoc

from packgen import __version__
from packgen.document import Deck, Document
from packgen.writers.pdf.canvas import Stream, TextCanvas
from packgen.writers.pdf.srgb import srgb_profile
from packgen.writers.scripts import is_rtl

# XMP specification part 1 (ISO 16684-1), 7.3.2: the packet's begin, with a zero width no-break space, and its fixed id.
# PDF/A knows the schemas of XMP and its own; that of PDF/UA must be described (ISO 19005-2, 6.6.2.3.3).
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
<pdf:Keywords>{identifier}</pdf:Keywords>
<pdfuaid:part>1</pdfuaid:part>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def describe(canvas: TextCanvas, document: Document | Deck, *, outline: bool) -> None:
    """Writes title, author, subject, language and viewer preferences; `outline` opens the bookmarks panel."""
    producer = f"packgen {__version__}"
    canvas.setTitle(document.title)
    canvas.setAuthor(document.author)
    canvas.setSubject(document.subject)
    identifier = document.identifier if isinstance(document, Document) else ""
    canvas.setKeywords(identifier)
    canvas.setCreator(producer)
    canvas.setProducer(producer)
    if outline:
        canvas.showOutline()
    catalog = canvas._doc.Catalog
    catalog.Lang = pdfdoc.PDFString(document.language)
    catalog.ViewerPreferences = pdfdoc.PDFDictionary(
        {
            "DisplayDocTitle": pdfdoc.PDFtrue,
            # The side where pages are bound, and where the first of two on a screen stands (ISO 32000-1, table 150).
            "Direction": pdfdoc.PDFName("R2L" if is_rtl(document.language) else "L2R"),
        }
    )
    words = {
        "title": document.title,
        "author": document.author,
        "subject": document.subject,
        "language": document.language,
        "producer": producer,
        "identifier": identifier,
        "date": _created(canvas),
    }
    packet = _XMP.format_map({key: escape(value) for key, value in words.items()})
    catalog.Metadata = Stream(
        pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")}),
        packet.encode(),
        filters=[],
    )
    catalog.OutputIntents = pdfdoc.PDFArray([_output_intent(canvas)])
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]


def _output_intent(canvas: TextCanvas) -> pdfdoc.PDFDictionary:
    """What the pages' red, green and blue mean (ISO 19005-2, 6.2.3)."""
    profile = Stream(pdfdoc.PDFDictionary({"N": 3}), srgb_profile(), filters=[pdfdoc.PDFZCompress])
    return pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("OutputIntent"),
            "S": pdfdoc.PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": pdfdoc.PDFString("sRGB"),
            "Info": pdfdoc.PDFString("sRGB IEC61966-2.1"),
            "DestOutputProfile": canvas._doc.Reference(profile),
        }
    )


def _created(canvas: TextCanvas) -> str:
    """The document's date as XMP writes it: that of ReportLab's invariant mode, or of SOURCE_DATE_EPOCH."""
    year, month, day, hour, minute, second = canvas._doc._timeStamp.YMDhms
    return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}Z"
