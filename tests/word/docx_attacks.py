"""Word templates as an attacker, a careless colleague or another program would make them, and what comes of them."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from generator.findings.finding import Finding
from generator.typeset import faces
from generator.word.template import load
from generator.writers.docx.writer import write
from generator.writers.laid import Laid
from tests.docx_samples import NAMES, TEMPLATE, document, pages

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
DOCUMENT, FOOTER, SETTINGS, STYLES = "word/document.xml", "word/footer1.xml", "word/settings.xml", "word/styles.xml"
TYPES = "[Content_Types].xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
VBA = OLE + "_VBA_PROJECT".encode("utf-16-le") + b"\0" * 100
NAMESPACES = {
    "r": RELATIONS,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "xi": "http://www.w3.org/2001/XInclude",
}


@dataclass
class Made:
    """A template made from the real one: XML put into cover, footer and settings; relationships; further parts."""

    cover: str = ""  # into the first paragraph of the cover
    blocks: str = ""  # before it
    sample: str = ""  # into the text that is not printed
    footer: str = ""
    settings: str = ""
    styles: str = ""
    parts: Mapping[str, bytes] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    relations: Sequence[tuple[str, str, str, str]] = ()  # source, id, type, target; !target is outside
    replaced: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def data(self) -> bytes:
        """The bytes of the file."""
        return zipped(self.files())

    def files(self) -> dict[str, bytes]:
        """Its parts by name."""
        with zipfile.ZipFile(TEMPLATE) as archive:
            files = {name: archive.read(name).decode() for name in archive.namelist()}
        names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items() if prefix != "r")
        for part, root in ((DOCUMENT, "<w:document "), (FOOTER, "<w:ftr "), (SETTINGS, "<w:settings ")):
            files[part] = files[part].replace(root, f'{root}{names} mc:Ignorable="w14" ', 1)
        first = '<w:r><w:t xml:space="preserve">{{ 主体 }}'
        files[DOCUMENT] = files[DOCUMENT].replace(first, self.cover + first, 1)
        files[DOCUMENT] = files[DOCUMENT].replace("<w:body>", f"<w:body>{self.blocks}", 1)
        sample = '<w:r><w:t xml:space="preserve">表注'
        files[DOCUMENT] = files[DOCUMENT].replace(sample, self.sample + sample, 1)
        files[FOOTER] = files[FOOTER].replace("</w:pPr>", f"</w:pPr>{self.footer}", 1)
        files[SETTINGS] = files[SETTINGS].replace("<w:compat>", f"{self.settings}<w:compat>", 1)
        files[STYLES] = files[STYLES].replace("</w:styles>", f"{self.styles}</w:styles>", 1)
        self._register(files)
        for part, (old, new) in self.replaced.items():
            assert old in files[part], old
            files[part] = files[part].replace(old, new)
        return {name: text.encode() for name, text in files.items()} | dict(self.parts)

    def _register(self, files: dict[str, str]) -> None:
        overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in self.types.items())
        files[TYPES] = files[TYPES].replace(
            "<Override", '<Default Extension="png" ContentType="image/png"/>' + overrides + "<Override", 1
        )
        for source, key, kind, target in self.relations:
            folder, _, name = source.rpartition("/")
            part = f"{folder}/_rels/{name}.rels".lstrip("/")
            mode = ' TargetMode="External"' if target.startswith("!") else ""
            full = kind if "/" in kind else f"{RELATIONS}/{kind}"
            line = f'<Relationship Id="{key}" Type="{full}" Target="{target.removeprefix("!")}"{mode}/>'
            empty = (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
            )
            files[part] = files.get(part, empty).replace("</Relationships>", line + "</Relationships>")


def zipped(files: Mapping[str, bytes] | Sequence[tuple[str, bytes]]) -> bytes:
    """Zip parts, also several of one name."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items() if isinstance(files, Mapping) else files:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def generated(data: bytes) -> tuple[dict[str, bytes] | None, tuple[Finding, ...]]:
    """The parts of the Word file that is made with a template (None if it is refused), and the findings."""
    template, findings = load(data, "样式.docx")
    if template is None:
        return None, findings
    frame, more = template.render_frame(NAMES)
    if frame is None:
        return None, findings + more
    written = write(Laid(document(), template, frame, pages(document()), faces.load()))
    with zipfile.ZipFile(BytesIO(written)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}, findings + more


def field_of(code: str, result: str = "1", *, pieces: int = 1) -> str:
    """A complex field as runs; its code cut into pieces."""
    size = -(-len(code) // pieces)
    cut = [code[start : start + size] for start in range(0, len(code), size)]
    runs = "".join(f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in cut)
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"{begin}{runs}{middle}<w:r><w:t>{result}</w:t></w:r>{end}"


def simple_field(code: str, result: str = "1") -> str:
    """The same as one element."""
    return f'<w:fldSimple w:instr="{code}"><w:r><w:t>{result}</w:t></w:r></w:fldSimple>'


def picture(attributes: str, more: str = "", name: str = "图") -> str:
    """A run with a picture; `attributes` are those of `a:blip`."""
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="360000" cy="360000"/>'
        f'<wp:docPr id="1" name="{name}">{more}</wp:docPr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="1" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f"<pic:blipFill><a:blip {attributes}/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="360000" cy="360000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*notes: tuple[bytes, bytes]) -> bytes:
    """One red dot, with further chunks."""
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    dots = _chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
    more = b"".join(_chunk(kind, data) for kind, data in notes)
    return b"\x89PNG\r\n\x1a\n" + header + more + dots + _chunk(b"IEND", b"")
