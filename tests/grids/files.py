"""Small files of other people's kinds, and what is read of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from struct import pack
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from openpyxl import Workbook
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from generator.grids.compound import MAGIC as OLE
from generator.grids.grid import ForeignFile, Grid
from generator.grids.reader import read_bytes


def workbook(fill: Callable[[Workbook], None]) -> bytes:
    book = Workbook()
    fill(book)
    return saved(book)


def saved(document: object) -> bytes:
    buffer = BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def word(fill: Callable[[object], None]) -> bytes:
    document = Document()
    fill(document)
    return saved(document)


def changed(data: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    """Change the parts of a zipped file."""
    with ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    return zipped(parts)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def pdf(draw: Callable[[Canvas], None], size: tuple[float, float] = (595, 842)) -> bytes:
    """Give a PDF whose origin is the upper left corner, in a Chinese font of 12 points."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = BytesIO()
    canvas = Canvas(buffer, size, bottomup=1, invariant=1)
    canvas.setFont("STSong-Light", 12)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def compound(names: Sequence[str]) -> bytes:
    """Give a compound file (OLE2) with empty streams of these names: a header, a table of sectors and a directory."""
    entries = [("Root Entry", 5), *((name, 2) for name in names)]
    directory = b"".join(pack("<64sHB61x", name.encode("utf-16-le"), 2 * len(name) + 2, kind) for name, kind in entries)
    sectors = -(-len(directory) // 512)
    following = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    table = pack("<128I", *following, *[0xFFFFFFFF] * (128 - len(following)))
    header = OLE + pack("<22xH16xI8xIIII", 9, 1, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return header + table + directory.ljust(sectors * 512, b"\0")


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def only(data: bytes, name: str = "a") -> Grid:
    (grid,) = read_bytes(data, name).grids
    return grid


def codes(file: ForeignFile) -> list[str]:
    return [finding.code for finding in file.findings]


def told(data: bytes, name: str = "a") -> Sequence[str]:
    return codes(read_bytes(data, name))
