"""Fonts of a PDF: which font draws which character, and the subsets that are embedded.

Each face is one Type0 font whose character codes (CIDs) are Unicode code points, so that text is written as UTF-16 and
read back as what was written, whichever glyphs characters share.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from generator.typeset.faces import Face, FaceSet
from generator.writers.pdf.truetype import subset

LAST_BMP = "\uffff"
EM = 1000
LEVEL = 3  # of compression: 6 saves a twentieth of the bytes and takes twice as long
PRIVATE_USE = 0xE000  # CIDs of characters outside the BMP, in the order of their first use


class PdfFonts:
    """Remembers the characters that a document draws with each font."""

    def __init__(self, faces: FaceSet) -> None:
        self.faces = faces
        self.used: dict[str, set[str]] = {key: set() for key in faces.faces}
        self.drawn_by: dict[str, dict[str, str]] = {face: {} for face in faces.chains}  # face → character → font
        self._pieces: dict[tuple[str, str], Sequence[tuple[str, str, str]]] = {}
        self.codes: dict[str, str] = {}  # character outside the BMP → the code that stands for it

    def pieces(self, face: str, text: str) -> Sequence[tuple[str, str, str]]:
        """Return (font, piece, operator that shows it) for a text in a face; cells repeat one another."""
        found = self._pieces.get((face, text))
        if found is None:
            split = self.split(face, text)
            found = self._pieces[face, text] = [(font, piece, f"<{self.encode(piece)}> Tj") for font, piece in split]
        return found

    def split(self, face: str, text: str) -> Sequence[tuple[str, str]]:
        """Return (font, piece) for a text in a face. Raises ValueError for a character that no font has."""
        first = self.faces.chains[face][0]
        used = self.used[first]
        if used.issuperset(text):
            return ((first, text),)
        drawn_by = self.drawn_by[face]
        for character in (c for c in text if c not in drawn_by):
            drawn_by[character] = self._font(face, character)
        pieces = [(font, "".join(group)) for font, group in groupby(text, drawn_by.__getitem__)]
        for font, piece in pieces:
            self.used[font].update(piece)
        return pieces

    def _font(self, face: str, character: str) -> str:
        """Return the font that draws a character in a face."""
        font = self.faces.covering(face, character)
        if font is None:
            raise ValueError(f"no font has the character U+{ord(character):04X} ({face})")
        return font

    def encode(self, text: str) -> str:
        """Return the hexadecimal codes of a text."""
        codes = text.encode("utf-16-be")
        if len(codes) > 2 * len(text):
            codes = "".join(map(self._code, text)).encode("utf-16-be")
        return codes.hex()

    def _code(self, character: str) -> str:
        if character <= LAST_BMP:
            return character
        return self.codes.setdefault(character, chr(PRIVATE_USE + len(self.codes)))

    def resources(self) -> dict[str, str]:
        """Return the resource name (F1, F2, …) of each font, used or not."""
        return {key: f"F{number}" for number, key in enumerate(self.faces.faces, 1)}


def text_string(text: str) -> str:
    """Return a text as a PDF string object."""
    return f"<feff{text.encode('utf-16-be').hex()}>"


def stream(data: bytes, entries: str = "", strategy: int = zlib.Z_DEFAULT_STRATEGY) -> bytes:
    """Return a compressed PDF stream with further dictionary entries."""
    packing = zlib.compressobj(LEVEL, strategy=strategy)
    packed = packing.compress(data) + packing.flush()
    return f"<</Length {len(packed)}/Filter/FlateDecode{entries}>>\nstream\n".encode() + packed + b"\nendstream"


def font_objects(face: Face, characters: Iterable[str], codes: Mapping[str, str], first: int) -> tuple[bytes, ...]:
    """Return the PDF objects of one font, numbered from `first`, which is the Type0 font itself."""
    drawn = sorted(characters)
    program = subset(face, drawn)
    tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256("".join(drawn).encode()).digest()[:6])
    name = f"/{tag}+{face.postscript}"
    cids = {ord(codes.get(character, character)): character for character in drawn}
    cid_font = (
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        f"/Supplement 0>>/FontDescriptor {first + 2} 0 R/DW 1000/W[{_widths(face, cids)}]/CIDToGIDMap {first + 4} 0 R>>"
    )
    descriptor = (
        f"<</Type/FontDescriptor/FontName{name}/Flags 4/FontBBox[-1000 -500 3000 1200]/ItalicAngle 0"
        f"/Ascent {face.ascent * 1000:.0f}/Descent {-face.descent * 1000:.0f}/CapHeight 700/StemV 80"
        f"/FontFile2 {first + 3} 0 R>>"
    )
    return (
        f"<</Type/Font/Subtype/Type0/BaseFont{name}/Encoding/Identity-H/DescendantFonts[{first + 1} 0 R]"
        f"/ToUnicode {first + 5} 0 R>>".encode(),
        cid_font.encode(),
        descriptor.encode(),
        # hardly anything repeats itself in outlines: to look for it takes twice the time and saves a tenth
        stream(program, f"/Length1 {len(program)}", zlib.Z_HUFFMAN_ONLY),
        stream(_glyph_map(cids)),
        stream(_to_unicode(cids)),
    )


def _widths(face: Face, cids: Mapping[int, str]) -> str:
    """Return the W array: the characters that are not one em wide."""
    pairs = ((cid, round(face.widths[character] * 1000)) for cid, character in sorted(cids.items()))
    return " ".join(f"{cid}[{width}]" for cid, width in pairs if width != EM)


def _glyph_map(cids: Mapping[int, str]) -> bytes:
    """Return the CIDToGIDMap: glyphs of the subset are in the order of code points."""
    numbers = {character: glyph for glyph, character in enumerate(sorted(cids.values()), 1)}
    table = bytearray(2 * (max(cids) + 1))
    for cid, character in cids.items():
        struct.pack_into(">H", table, 2 * cid, numbers[character])
    return bytes(table)


def _to_unicode(cids: Mapping[int, str]) -> bytes:
    """Return the ToUnicode CMap."""
    lines = [f"<{cid:04X}> <{character.encode('utf-16-be').hex()}>" for cid, character in sorted(cids.items())]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()
