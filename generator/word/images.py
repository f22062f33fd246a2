"""Images out of an untrusted file: told by their bytes, without what is no picture (who took it, what follows it)."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNKS = frozenset(
    (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs")
)
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA  # JPEG markers
_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))  # markers without a length
_JPEG_NOTES = frozenset((0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE))  # Exif, XMP, comments; kept: JFIF, profile, Adobe
_BITMAP_HEADER = 54
_VECTORS = (b"\x01\x00\x00\x00", b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00")  # EMF, WMF
_OTHERS = (b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF", b"II\xbc\x01", b"<svg", b"<?xml", b"\x00\x00\x01\x00", b"\x1f\x8b")


class _NoImage(ValueError):
    """The bytes are not what their beginning says."""


def harmless(data: bytes) -> tuple[str, bytes] | None:
    """Return the content type and the bytes of a whole PNG, JPEG or BMP, without notes; None if it is none of them."""
    try:
        for kind, begins, read in _KINDS:
            if data.startswith(begins):
                return kind, read(data)
    except (_NoImage, IndexError):
        return None
    return None


def is_picture(data: bytes) -> bool:
    """Tell whether the bytes begin as any picture does that Word knows."""
    return harmless(data) is not None or data.startswith((*_VECTORS, *_OTHERS))


def _png(data: bytes) -> bytes:
    kept, kinds = [], []
    for kind, chunk in _png_chunks(data):
        kinds.append(kind)
        if kind in _PNG_CHUNKS:
            kept.append(chunk)
    if kinds[:1] != [b"IHDR"] or b"IDAT" not in kinds or kinds[-1] != b"IEND":
        raise _NoImage
    return _PNG + b"".join(kept)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = len(_PNG)
    while position < len(data):
        end = position + 12 + int.from_bytes(data[position : position + 4], "big")
        chunk = data[position:end]
        if end > len(data) or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
            raise _NoImage
        yield chunk[4:8], chunk
        if chunk[4:8] == b"IEND":
            return
        position = end


def _jpeg(data: bytes) -> bytes:
    kept, position, marker = [data[:2]], 2, _SOI
    while marker != _EOI:
        start, position, marker = position, *_jpeg_segment(data, position)
        if marker not in _JPEG_NOTES:
            kept.append(data[start:position])
    if not any(piece[1] == _SOS for piece in kept):
        raise _NoImage
    return b"".join(kept)


def _jpeg_segment(data: bytes, start: int) -> tuple[int, int]:
    """The end of the segment that begins at `start`, and its marker; after SOS the picture itself belongs to it."""
    marker = data[start + 1]
    if data[start] != 0xFF or marker in (0x00, 0xFF):  # noqa: PLR2004 - the byte that announces a marker
        raise _NoImage
    if marker == _EOI or marker in _ALONE:
        return start + 2, marker
    length = int.from_bytes(data[start + 2 : start + 4], "big")
    end = start + 2 + length
    if length < 2 or end > len(data):  # noqa: PLR2004 - the length counts itself
        raise _NoImage
    return (_after_scan(data, end) if marker == _SOS else end), marker


def _after_scan(data: bytes, position: int) -> int:
    """The place of the next marker that is neither a stuffed byte nor a restart."""
    while True:
        position = data.find(b"\xff", position)
        if position < 0:
            raise _NoImage
        if data[position + 1] not in (0x00, 0xFF, *_ALONE):
            return position
        position += 1 if data[position + 1] == 0xFF else 2  # noqa: PLR2004


def _bitmap(data: bytes) -> bytes:
    if len(data) < _BITMAP_HEADER or int.from_bytes(data[2:6], "little") != len(data):
        raise _NoImage
    return data


_KINDS: tuple[tuple[str, bytes, Callable[[bytes], bytes]], ...] = (
    ("image/png", _PNG, _png),
    ("image/jpeg", b"\xff\xd8", _jpeg),
    ("image/bmp", b"BM", _bitmap),
)
