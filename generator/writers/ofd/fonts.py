"""Fonts of an OFD file: the characters that are used, as whole TrueType files with the tables that readers ask for."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont, newTable

from generator.typeset.faces import Face
from generator.writers.pdf.truetype import subset

EM = 1000
DATE = 3029529600  # 2000-01-01 in seconds from 1904: the date of every font, since a clock is not asked


def font_file(face: Face, characters: Iterable[str]) -> bytes:
    """Return a TrueType font with the glyphs of some characters.

    The fonts of a PDF need no `cmap`, `name`, `OS/2` and `post`; a reader of OFD finds glyphs by Unicode.
    """
    drawn = sorted(characters)
    font = TTFont(BytesIO(subset(face, drawn)), recalcTimestamp=False, recalcBBoxes=False)
    names = [f"g{number}" for number in range(len(drawn) + 1)]
    font.setGlyphOrder([".notdef", *names[1:]])
    _set_date(font)
    builder = FontBuilder(font=font)
    builder.setupCharacterMap({ord(character): names[number] for number, character in enumerate(drawn, 1)})
    ascent, descent = round(EM * face.ascent), round(EM * face.descent)
    builder.setupOS2(
        sTypoAscender=ascent,
        sTypoDescender=-descent,
        sTypoLineGap=0,
        usWinAscent=ascent,
        usWinDescent=descent,
        fsType=0,
    )
    family, _, style = face.postscript.rpartition("-")
    builder.setupNameTable({
        "familyName": family, "styleName": style, "uniqueFontIdentifier": face.postscript,
        "fullName": f"{family} {style}", "version": "Version 1.0", "psName": face.postscript,
    }, mac=False)  # fmt: skip
    builder.setupPost(keepGlyphNames=False)
    buffer = BytesIO()
    font.save(buffer, reorderTables=True)
    return buffer.getvalue()


def _set_date(font: TTFont) -> None:
    """Give a font a date: the bundled ones have none, which fontTools complains of when it reads the table."""
    data = font.reader["head"]
    head = newTable("head")
    head.decompile(data[:20] + struct.pack(">qq", DATE, DATE) + data[36:], font)
    font["head"] = head
