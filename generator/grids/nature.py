"""What a file is (文件种类), by its bytes: names lie, and platforms call an HTML page .xls."""

from __future__ import annotations

import io
import re
import zipfile

from generator.grids.compound import MAGIC, streams

_MARKS = (
    ("pdf", re.compile(rb"(?s).{0,1019}%PDF-")),
    ("rtf", re.compile(rb"\{\\rtf")),
    ("image", re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|BM|II\*\0|MM\0\*|RIFF")),
    ("mht", re.compile(rb"(?i)\s{0,99}mime-version:")),
)
_MARKUP = re.compile(rb"\s*<(!doctype|html|head|meta|table|body|div|\?xml|!--)", re.IGNORECASE)
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f]")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_OLE_NAMES = (
    ("EncryptedPackage", "locked"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)

READABLE = ("xlsx", "xlsm", "xls", "ods", "csv", "docx", "pdf")


def nature(data: bytes) -> str:
    """Give the suffix that a file with these bytes should have; `locked` with a password, empty if unknown."""
    if data.startswith(b"PK"):
        return _zipped(data)
    if data.startswith(MAGIC):
        return _compound(data)
    return next((suffix for suffix, pattern in _MARKS if pattern.match(data)), "") or _text(data)


def _text(data: bytes) -> str:
    if _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")[:1024]):
        return "html"
    return "csv" if text_of(data) is not None else ""


def text_of(data: bytes) -> str | None:
    """Decode a text file: UTF-8, UTF-16 with its mark, or GB18030 (GBK). None if it is none of them."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.lower() for name in archive.namelist()}
            mimetype = archive.read("mimetype")[:80] if "mimetype" in names and len(names) > 1 else b""
    except Exception:  # whatever a damaged zip file makes the library raise
        return "damaged"
    if mimetype.startswith(_ODS):
        return "ods"
    if any(re.fullmatch(r"xl/workbook\d*\.bin", name) for name in names):
        return "xlsb"
    if any(re.fullmatch(r"xl/workbook\d*\.xml", name) for name in names):
        return "xlsm" if "xl/vbaproject.bin" in names else "xlsx"
    if "word/document.xml" in names or any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        return "docx"
    return "zip"


def _compound(data: bytes) -> str:
    """Tell what a file of the old Office formats holds, by the names of its streams."""
    names = streams(data)
    if not names:
        return "damaged"
    return next((suffix for name, suffix in _OLE_NAMES if name in names), "ole")
