"""Subsets of the bundled fonts.

The fonts come from `tools/make_fonts.py`: TrueType outlines, one simple glyph for each character, in the order of code
points.
"""

from __future__ import annotations

import mmap
import struct
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.typeset.faces import Face

EM = 1000
_PROGRAMS: dict[Path, _Program] = {}


class _Numbers(dict[str, int]):
    """Character → the number of its glyph, counted on first use; .notdef is 0."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, character: str) -> int:
        if character not in self._face.widths:
            raise KeyError(character)
        number = self[character] = 1 + self._face.widths.before(character)
        return number


class _Program:
    """A font file: where its tables and glyphs are, which every document of a batch asks for."""

    def __init__(self, face: Face, data: mmap.mmap) -> None:
        (count,) = struct.unpack_from(">H", data, 4)
        records = (struct.unpack_from(">4sIII", data, 12 + 16 * index) for index in range(count))
        self.tables: Mapping[bytes, tuple[int, int]] = {tag: (offset, length) for tag, _, offset, length in records}
        self.numbers = _Numbers(face)

    def table(self, data: mmap.mmap, tag: bytes) -> bytearray:
        """Return a copy of a table."""
        offset, length = self.tables[tag]
        return bytearray(data[offset : offset + length])

    def glyphs(self, data: mmap.mmap, characters: Sequence[str]) -> list[bytes]:
        """Return the outlines of .notdef and of characters, each padded to four bytes."""
        loca, glyf = self.tables[b"loca"][0], self.tables[b"glyf"][0]
        (is_long,) = struct.unpack_from(">h", data, self.tables[b"head"][0] + 50)
        step, pair, unit = (4, struct.Struct(">2I"), 1) if is_long else (2, struct.Struct(">2H"), 2)
        found = []
        for number in (0, *map(self.numbers.__getitem__, characters)):
            start, end = pair.unpack_from(data, loca + step * number)
            outline = data[glyf + unit * start : glyf + unit * end]
            found.append(outline + b"\0" * (-len(outline) % 4))
        return found


def subset(face: Face, characters: Sequence[str]) -> bytes:
    """Return a TrueType font with the glyphs of the characters, in their order, after .notdef."""
    # opened anew for each document: what is read of it stays in memory as long as it is open
    with face.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        program = _PROGRAMS.get(face.path)
        if program is None:
            program = _PROGRAMS[face.path] = _Program(face, data)
        glyphs = program.glyphs(data, characters)
        head, hhea, maxp = (program.table(data, tag) for tag in (b"head", b"hhea", b"maxp"))
    widths = [EM, *(round(face.widths[character] * EM) for character in characters)]
    struct.pack_into(">I", head, 8, 0)  # checkSumAdjustment, filled in by _font_file
    struct.pack_into(">h", head, 50, 1)  # long offsets
    struct.pack_into(">H", hhea, 34, len(glyphs))
    struct.pack_into(">H", maxp, 4, len(glyphs))
    offsets = [0]
    for glyph in glyphs:
        offsets.append(offsets[-1] + len(glyph))
    return _font_file({
        b"glyf": b"".join(glyphs),
        b"head": bytes(head),
        b"hhea": bytes(hhea),
        b"hmtx": b"".join([struct.pack(">H", w) + (g[2:4] or b"\0\0") for w, g in zip(widths, glyphs, strict=True)]),
        b"loca": struct.pack(f">{len(offsets)}I", *offsets),
        b"maxp": bytes(maxp),
    })  # fmt: skip


def _font_file(tables: Mapping[bytes, bytes]) -> bytes:
    """Put the tables, which are in the order of their tags, into a font file."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    header = struct.pack(">IHHHH", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    offset, directory, parts, total = 12 + 16 * count, b"", [], 0
    for tag, data in tables.items():
        padded = data + b"\0" * (-len(data) % 4)
        checksum = _checksum(padded)
        directory += struct.pack(">4sIII", tag, checksum, offset, len(data))
        parts.append(padded)
        offset += len(padded)
        total += checksum
    adjustment = (0xB1B0AFBA - total - _checksum(header + directory)) & 0xFFFFFFFF
    head = list(tables).index(b"head")
    parts[head] = parts[head][:8] + struct.pack(">I", adjustment) + parts[head][12:]
    return b"".join((header, directory, *parts))


def _checksum(data: bytes) -> int:
    """Return the sum of a table's 32-bit words."""
    return sum(_sum(data[at::4]) << 24 - 8 * at for at in range(4)) & 0xFFFFFFFF


def _sum(data: bytes) -> int:
    """Return the sum of bytes, which Adler's checksum is of so few that it stays below its modulus, and in C."""
    return sum(zlib.adler32(data[at : at + 256], 0) & 0xFFFF for at in range(0, len(data), 256))
