"""Compound files (OLE2), in which Office kept everything before 2007: their streams by name.

[MS-CFB]: a header, sectors chained by a table (FAT), and a directory of entries of 128 bytes. Streams below 4096 bytes
lie in small sectors within the stream of the directory's first entry, with a table of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from struct import error as StructError
from struct import unpack_from

from generator.base.frozen import frozen

MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
_LAST = 0xFFFFFFFA  # numbers of sectors are below
_ENTRY, _STREAM, _BELOW, _SMALL = 128, 2, 4096, 64


@frozen
class _Sectors:
    """Sectors of one size, where the first of them begins, and the table of which one follows which."""

    data: bytes
    size: int
    begin: int
    table: Sequence[int]

    def chain(self, sector: int) -> bytes:
        """Join the sectors of a stream; a chain that runs in a circle ends with the size of the whole."""
        parts = []
        for _ in range(len(self.data) // self.size + 1):
            if sector >= min(_LAST, len(self.table)):
                break
            start = self.begin + sector * self.size
            parts.append(self.data[start : start + self.size])
            sector = self.table[sector]
        return b"".join(parts)


def streams(data: bytes) -> dict[str, bytes]:
    """Give the streams of a compound file by name, and its storages as empty ones; nothing if it is damaged."""
    try:
        return dict(_streams(data))
    except (StructError, IndexError):
        return {}


def _streams(data: bytes) -> Iterator[tuple[str, bytes]]:
    size = 1 << min(unpack_from("<H", data, 30)[0], 12)
    sectors = _Sectors(data, size, size, _table(data, size))
    directory = sectors.chain(unpack_from("<I", data, 48)[0])
    chain = sectors.chain(unpack_from("<I", data, 60)[0])
    inside = sectors.chain(unpack_from("<I", directory, 116)[0])
    small = _Sectors(inside, _SMALL, 0, unpack_from(f"<{len(chain) // 4}I", chain))
    for start in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length, kind = unpack_from("<HB", directory, start + 64)
        name = directory[start : start + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        first, long = unpack_from("<II", directory, start + 116)
        whole = (small if long < _BELOW else sectors).chain(first) if kind == _STREAM else b""
        if kind == _STREAM and len(whole) < long:
            raise IndexError(name)  # the file is cut off
        yield name, whole[:long]


def _table(data: bytes, size: int) -> list[int]:
    """Give the table that says of each sector which one follows it."""
    sectors = [*unpack_from("<109I", data, 76)]
    following, seen = unpack_from("<I", data, 68)[0], 0
    while following < _LAST and seen < len(data) // size:
        more = unpack_from(f"<{size // 4}I", data, (following + 1) * size)
        sectors += more[:-1]
        following, seen = more[-1], seen + 1
    table: list[int] = []
    for sector in sectors:
        if sector < _LAST and (sector + 2) * size <= len(data):
            table += unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    return table
