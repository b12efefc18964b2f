"""What a PDF says about itself: information dictionary, XMP packet, language, how viewers show it."""

from __future__ import annotations

from html import escape

from reportlab.pdfbase import pdfdoc

from packgen import __version__
from packgen.document import Deck, Document
from packgen.writers.pdf.canvas import TextCanvas

# XMP specification part 1 (ISO 16684-1), 7.3.2: the packet's begin, with a zero width no-break space, and its fixed id.
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
<pdfuaid:part>1</pdfuaid:part>
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
    canvas.setCreator(producer)
    canvas.setProducer(producer)
    if outline:
        canvas.showOutline()
    catalog = canvas._doc.Catalog
    catalog.Lang = pdfdoc.PDFString(document.language)
    catalog.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": pdfdoc.PDFtrue})
    words = {
        "title": document.title,
        "author": document.author,
        "subject": document.subject,
        "language": document.language,
        "producer": producer,
        "date": _created(canvas),
    }
    packet = _XMP.format_map({key: escape(value) for key, value in words.items()})
    stream = pdfdoc.PDFStream(
        pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")}),
        packet.encode(),
        filters=[],
    )
    catalog.Metadata = stream


def _created(canvas: TextCanvas) -> str:
    """The document's date as XMP writes it: that of ReportLab's invariant mode, or of SOURCE_DATE_EPOCH."""
    year, month, day, hour, minute, second = canvas._doc._timeStamp.YMDhms
    return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}Z"
