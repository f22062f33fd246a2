"""Excel workbooks through XlsxWriter: bytes that depend on what is written alone, and texts that stay texts.

Imported only where a workbook is written, since the library takes a while to load.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from math import ceil
from unicodedata import east_asian_width

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.base import late
from generator.base.zipped import zip_files

LONGEST = 32_767  # UTF-16 units of a cell's text; Excel calls a file with more damaged
CUT = f"……（Excel 一格最多 {LONGEST} 个字，以下从略）"
A3, A4 = 8, 9
HIGHEST = 409.0  # points; Excel has no higher row
_LINE = 15.0  # points
UNDATED = "2000-01-01"  # XlsxWriter demands a date of creation, and without one takes the clock's
CHINESE = 134  # the character set of a font (GB2312)
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# XlsxWriter takes such a text for a finished piece of XML, and escapes only every other one of joined _x0041_x0042_.
_MISREAD = late.compile("<r>.*</r>|.*_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_.*", re.DOTALL)
_SEAMS = late.compile(r"(?<=\A<r>)|(?<=_x[0-9A-Fa-f]{4})(?=_)")


def open_workbook(font: str, size: float, *, title: str = "", author: str = "", date: str = "") -> Workbook:
    """Return an empty workbook in memory; the font is that of cells without a format, `date` is YYYY-MM-DD or empty."""
    default = {"font_name": font, "font_size": size, "font_charset": CHINESE, "font_color": "black", "font_scheme": ""}
    book = Workbook(BytesIO(), {**_OPTIONS, "default_format_properties": default})
    book.set_properties({"title": title, "author": author, "created": datetime.fromisoformat(date or UNDATED)})
    return book


def finished(book: Workbook) -> bytes:
    """Close a workbook and return its bytes, zipped again by us: Python's zip entries name the operating system."""
    book.close()
    with zipfile.ZipFile(book.filename) as archive:
        return zip_files({name: archive.read(name) for name in archive.namelist()})


def put_text(sheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    """Write a text of characters that XML can hold; one that is too long for a cell ends by saying so."""
    text = fitting(text)
    if not text:
        sheet.write_blank(row, column, None, look)
    elif _MISREAD.fullmatch(text):
        pieces = (part for piece in _SEAMS.split(text) for part in (look, piece))
        sheet.write_rich_string(row, column, *pieces, look)
    else:
        sheet.write_string(row, column, text, look)


def cut(text: str, units: int) -> str:
    """Cut a text to a number of UTF-16 units, between characters."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")


def fitting(text: str) -> str:
    """Give a text as a cell can hold it: one that is too long is cut, and ends by saying so."""
    return text if cut(text, LONGEST) == text else cut(text, LONGEST - len(CUT)) + CUT


def lines_in(text: str, width: float) -> int:
    """Count the lines of a text in a column, whose width is that of so many narrow characters."""
    parts = (sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in part) for part in text.split("\n"))
    return sum(max(1, ceil(part / (width - 1))) for part in parts)


def height_of(lines: Iterable[int]) -> float:
    """Give the height of a row (points) for its cells' lines: not every program makes rows fit when it opens a file."""
    return min(_LINE * max(lines, default=1), HIGHEST)


def fit_row(sheet: Worksheet, row: int, cells: Iterable[tuple[object, float]]) -> None:
    """Make a row as high as its texts, given with the widths of their columns; what is no text takes one line."""
    sheet.set_row(row, height_of(lines_in(value, width) for value, width in cells if isinstance(value, str)))


def print_wide(sheet: Worksheet, paper: int) -> None:
    """Let a list print on landscape pages, all its columns on one, its head on each."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
