"""Pictures are told by their bytes, and lose what is no picture."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.word.images import harmless, is_picture
from tests.word.docx_attacks import png


def segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


JFIF, TABLE = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"), segment(0xDB, b"\0" * 65)
SCAN = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd0\x56\xff\xff\x00"
NOTES = segment(0xE1, b"Exif\0\0Zhang") + segment(0xFE, b"Zhang") + segment(0xED, b"Photoshop")
PLAIN = b"\xff\xd8" + JFIF + TABLE + SCAN + TABLE + SCAN + b"\xff\xd9"
BITMAP = b"BM" + struct.pack("<I", 60) + b"\0" * 54


def test_a_photograph_loses_who_took_it_and_what_follows_it() -> None:
    noted = b"\xff\xd8" + JFIF + NOTES + TABLE + SCAN + NOTES + TABLE + SCAN + b"\xff\xd9" + b"PK Zhang"
    assert harmless(noted) == ("image/jpeg", PLAIN)
    assert harmless(PLAIN) == ("image/jpeg", PLAIN)


def test_a_picture_without_notes_keeps_its_bytes() -> None:
    assert harmless(png()) == ("image/png", png())
    assert harmless(BITMAP) == ("image/bmp", BITMAP)


def test_a_png_loses_notes_and_what_follows_it() -> None:
    noted = png((b"tEXt", b"Author\0Zhang"), (b"eXIf", b"x"), (b"tIME", b"x" * 7), (b"prIv", b"x")) + b"PK"
    assert harmless(noted) == ("image/png", png())
    assert b"pHYs" in (harmless(png((b"pHYs", b"\0" * 9))) or ("", b""))[1]


BROKEN = {
    "nothing": b"",
    "the beginning of a PNG": png()[:8],
    "a PNG without its end": png()[:-12],
    "a PNG with a wrong sum": png().replace(b"IDAT", b"IDAZ"),
    "a PNG without a picture": png()[:33] + png()[-12:],
    "a JPEG without its end": PLAIN[:-2],
    "a JPEG without a picture": b"\xff\xd8" + JFIF + b"\xff\xd9",
    "a JPEG with a segment too long": b"\xff\xd8\xff\xe0\xff\xff" + b"\xff\xd9",
    "a JPEG with a segment too short": b"\xff\xd8\xff\xe0\0\0\xff\xd9",
    "a JPEG with something between": b"\xff\xd8" + JFIF + b"x" + PLAIN[2:],
    "a bitmap with an appendix": BITMAP + b"PK",
    "a drawing with programs": b"<svg><script/></svg>",
    "a program": b"MZ\x90\0",
}


@pytest.mark.parametrize("name", list(BROKEN))
def test_what_is_no_whole_picture_is_none(name: str) -> None:
    assert harmless(BROKEN[name]) is None


def test_pictures_of_other_kinds_are_known_but_do_not_stay() -> None:
    for data in (b"GIF89a", b"\1\0\0\0" + b"\0" * 40, b"II*\0", b"RIFF\0\0\0\0WEBP"):
        assert is_picture(data)
        assert harmless(data) is None
    assert not is_picture(b"MZ\x90\0")


@given(st.sampled_from([png(), PLAIN, BITMAP]), st.integers(0, 200), st.binary(max_size=4))
def test_a_damaged_picture_is_a_picture_or_none(data: bytes, place: int, damage: bytes) -> None:
    found = harmless(data[:place] + damage + data[place + len(damage) :])
    assert found is None or harmless(found[1]) == found
