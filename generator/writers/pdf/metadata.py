"""What a PDF says of itself: XMP and Info in agreement, colour, page labels, destinations, attached files.

Follows ISO 19005-2 and -3 (PDF/A-2a, PDF/A-3a) and ISO 14289-1 (PDF/UA-1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from generator.base.formats import PRODUCER
from generator.base.frozen import frozen
from generator.document.blocks import Document
from generator.typeset.pages import Page, Pages
from generator.writers.pdf.fonts import stream, text_string

CHINA = "+08"

# PDF/A wants the one property that is not its own, pdfuaid:part, declared.
_EXTENSION = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


@frozen
class Facts:
    """Title, author and date as both Info and XMP say them."""

    title: str
    author: str
    date: str  # YYYY-MM-DD; empty where the budget names none, and then no date is said

    def dated(self, *keys: str) -> str:
        """Give entries of a dictionary with the date as Info has it, or nothing."""
        date = f"(D:{self.date.replace('-', '')}000000{CHINA}'00')"
        return "".join(f"/{key}{date}" for key in keys) if self.date else ""

    def moments(self, *names: str) -> str:
        """Give elements of XMP with the date, or nothing."""
        moment = f"{self.date}T00:00:00{CHINA}:00"
        return "".join(f"<xmp:{name}>{moment}</xmp:{name}>" for name in names) if self.date else ""


def facts(document: Document) -> Facts:
    """Return what is said of a document, without characters that XML cannot hold."""
    return Facts(_clean(document.title), _clean(document.author), document.date)


def _clean(text: str) -> str:
    """Return a text without control characters and noncharacters."""
    return "".join(c for c in text if (c >= " " or c == "\t") and c not in "\x7f\ufffe\uffff")


def xmp(of: Facts, part: int) -> bytes:
    """Return the XMP packet: PDF/A of the given part, level A, and PDF/UA-1."""
    moments = of.moments("CreateDate", "ModifyDate")
    title, author = escape(of.title, quote=False), escape(of.author, quote=False)
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>{moments}<pdf:Producer>{PRODUCER}</pdf:Producer>
<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
{_EXTENSION}
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()


def metadata_stream(of: Facts, part: int) -> bytes:
    """Return the XMP packet as a stream; it is not compressed, so that any program finds it."""
    packet = xmp(of, part)
    return f"<</Type/Metadata/Subtype/XML/Length {len(packet)}>>\nstream\n".encode() + packet + b"\nendstream"


def info(of: Facts) -> bytes:
    """Return the Info dictionary."""
    return (
        f"<</Title{text_string(of.title)}/Author{text_string(of.author)}/Creator({PRODUCER})/Producer({PRODUCER})"
        f"{of.dated('CreationDate', 'ModDate')}>>"
    ).encode()


def colour_profile() -> bytes:
    """Return the ICC profile of sRGB as a stream."""
    return stream((Path(__file__).parent / "srgb.icc").read_bytes(), "/N 3")


def output_intents(profile: int) -> str:
    """Return the output intent of PDF/A; `profile` is the object number of the ICC profile."""
    name = "(sRGB IEC61966-2.1)"
    condition = f"/OutputConditionIdentifier{name}/Info{name}"
    return f"[<</Type/OutputIntent/S/GTS_PDFA1{condition}/DestOutputProfile {profile} 0 R>>]"


def page_labels(pages: Sequence[Page]) -> str:
    """Return the page labels: the numbers that the pages show."""
    entries = []
    following: int | None = None  # the number that the next page has without an entry of its own
    for index, page in enumerate(pages):
        number = int(page.label) if page.label.isascii() and page.label.isdecimal() and int(page.label) > 0 else None
        if number is None:
            entries.append(f"{index}<<{f'/P{text_string(page.label)}' if page.label else ''}>>")
        elif number != following:
            entries.append(f"{index}<</S/D/St {number}>>")
        following = None if number is None else number + 1
    return f"<</Nums[{''.join(entries)}]>>"


def destinations(pages: Pages, numbers: Sequence[int]) -> str:
    """Return the name tree of the anchors; `numbers` are the pages' object numbers."""
    entries = sorted((destination_name(anchor).lower(), place) for anchor, place in pages.anchors.items())
    listed = "".join(f"{name}{_destination(pages, numbers, *place)}" for name, place in entries)
    return f"<</Names[{listed}]>>"


def destination_name(anchor: str) -> str:
    """Return the name of an anchor's destination (hexadecimal, so that names sort as their bytes do)."""
    raw = anchor.encode() if anchor.isascii() else b"\xfe\xff" + anchor.encode("utf-16-be")
    return f"<{raw.hex()}>"


def _destination(pages: Pages, numbers: Sequence[int], page: int, y: float) -> str:
    top = pages.pages[page].height - y
    return f"[{numbers[page]} 0 R/XYZ 0 {top:.2f} 0]"


def attachment(name: str, media_type: str, data: bytes, of: Facts, embedded: int) -> tuple[bytes, bytes]:
    """Return the embedded file, which gets the object number `embedded`, and its file specification."""
    kind = media_type.replace("/", "#2F")
    parameters = f"/Params<</Size {len(data)}{of.dated('ModDate')}>>"
    relationship = "Source" if name.endswith((".yaml", ".yml")) else "Data"
    written = text_string(name)
    return (
        stream(data, f"/Type/EmbeddedFile/Subtype/{kind}{parameters}"),
        f"<</Type/Filespec/F{written}/UF{written}/Desc{written}/AFRelationship/{relationship}"
        f"/EF<</F {embedded} 0 R/UF {embedded} 0 R>>>>".encode(),
    )


def embedded_files(numbers: Mapping[str, int]) -> str:
    """Return the name tree of the attached files: name → object number of the file specification."""
    listed = "".join(f"{text_string(name)}{numbers[name]} 0 R" for name in sorted(numbers, key=_name_bytes))
    return f"<</Names[{listed}]>>"


def _name_bytes(name: str) -> bytes:
    return name.encode("utf-16-be")
