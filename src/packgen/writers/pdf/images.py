"""Pictures from files (the logo) as image XObjects (ISO 32000-1, 8.9.5), decoded: every reader shows the same."""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from reportlab.pdfbase import pdfdoc

from packgen.themes.logo import Logo
from packgen.writers.pdf.canvas import Stream, TextCanvas

_NAME = "Logo"

_name = pdfdoc.PDFName


def paint(canvas: TextCanvas, logo: Logo, left: float, bottom: float, width: float, height: float) -> None:
    """Paints the logo; a document has one, which is put into the file once."""
    document = canvas._doc
    internal = document.getXObjectName(_NAME)
    if internal not in document.idToObject:
        document.Reference(_image(canvas, logo), internal)
    canvas._formsinuse.append(_NAME)
    canvas._code.append(f"q {width:.2f} 0 0 {height:.2f} {left:.2f} {bottom:.2f} cm /{internal} Do Q")


def _image(canvas: TextCanvas, logo: Logo) -> Stream:
    with Image.open(BytesIO(logo.data), formats=(logo.format.upper(),)) as picture:
        clear = "A" in picture.getbands() or "transparency" in picture.info
        grey = picture.mode in ("1", "L", "LA")
        whole = picture.convert("LA" if grey and clear else "L" if grey else "RGBA" if clear else "RGB")
    bands = whole.split()
    colour = bands[0] if grey else Image.merge("RGB", bands[:3])
    stream = _stream(colour, "DeviceGray" if grey else "DeviceRGB")
    if clear:
        stream.dictionary["SMask"] = canvas._doc.Reference(_stream(bands[-1], "DeviceGray"))
    return stream


def _stream(picture: Image.Image, space: str) -> Stream:
    entries = {
        "Type": _name("XObject"),
        "Subtype": _name("Image"),
        "Width": picture.width,
        "Height": picture.height,
        "ColorSpace": _name(space),
        "BitsPerComponent": 8,
    }
    return Stream(pdfdoc.PDFDictionary(entries), picture.tobytes(), filters=[pdfdoc.PDFZCompress])
