"""Reading a workbook (读入): what stands in its cells, in bounded time and memory, and what it remembers."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from generator.base.frozen import frozen
from generator.findings.finding import Finding, Place
from generator.workbook import memory as memories
from generator.workbook.kinds import FOREIGN, UNREADABLE
from generator.workbook.memory import Memory
from generator.workbook.plan import LISTS, PROBLEMS, RECORD, TOTALS

MAX_BYTES, MAX_UNPACKED = 50_000_000, 150_000_000
MAX_CELLS, MAX_ROWS, MAX_SHEETS = 5_000_000, 200_000, 200
_ZIP, _OLE, _ENCRYPTED = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>')
_ERROR = re.compile(rb'<(?:\w+:)?c\s(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>')
_UNCALCULATED = re.compile(
    rb'<c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)
_DAMAGED = (KeyError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)
_SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”再导入。"
CellAt = tuple[int, int]  # row and column, from 0


@frozen
class RawSheet:
    """A sheet: its cells by row; those with an error, and those whose formula has not been calculated."""

    name: str
    rows: list[list[Any]]
    errors: frozenset[CellAt] = frozenset()
    uncalculated: frozenset[CellAt] = frozenset()


@dataclass(slots=True)
class ReadBook:
    """What stands in a workbook, apart from the sheets that are made anew each time, and what it remembers."""

    memory: Memory
    sheets: list[RawSheet] = field(default_factory=list)


def read(data: bytes, name: str) -> tuple[ReadBook | None, tuple[Finding, ...]]:
    """Read the bytes of a workbook, whose file is called `name`; None where it is none of ours, with the reason."""
    try:
        return _read(data, name), ()
    except _NoWorkbookError as error:
        return None, (error.finding,)


class _NoWorkbookError(Exception):
    """A file is no workbook that can be read."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def _refuse(name: str, message: str, remedy: str) -> _NoWorkbookError:
    return _NoWorkbookError(UNREADABLE.at(Place(name), message, remedy))


def _read(data: bytes, name: str) -> ReadBook:
    import python_calamine as calamine  # noqa: PLC0415 an extra, asked for by who reads

    parts = _parts(data, name)
    with _told(name, "文件损坏，读不出里面的表。"):
        book = calamine.CalamineWorkbook.from_object(BytesIO(data))
        listed = book.sheet_names
        _bounded(parts.get(RECORD, b""), RECORD, name)
        lines = book.get_sheet_by_name(RECORD).to_python() if RECORD in listed else []
    memory = memories.read(str(row[0]) for row in lines if row)
    if memory is None:
        what = "里面没有“记录”表。" if RECORD not in listed else "里面的“记录”表被改动过。"
        remedy = "请用 budget sheet export 或者 budget sheet new 写出的工作簿，改动以后仍存成 .xlsx。"
        raise _NoWorkbookError(FOREIGN.at(Place(name), what, remedy))
    found = ReadBook(memory)
    for title in listed:
        if title in (RECORD, LISTS, TOTALS, PROBLEMS):
            continue
        xml = parts.get(title, b"")
        _bounded(xml, title, name)
        with _told(name, f"“{title}”表损坏，读不出来。"):
            rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
        marks = (frozenset(_cells(pattern, xml)) for pattern in (_ERROR, _UNCALCULATED))
        found.sheets.append(RawSheet(title, rows, *marks))
    return found


@contextmanager
def _told(name: str, message: str) -> Iterator[None]:
    """Tell what calamine cannot read: an error of its own, a damaged part, or a panic, which is no Exception."""
    try:
        yield
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise _refuse(name, message, _SAVE_AS) from error


def _parts(data: bytes, name: str) -> dict[str, bytes]:
    """Unpack the sheets of a workbook, by their names; what is no workbook is told by what it is."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise _refuse(name, "工作簿加了密码，打不开。", "请在 Excel 里去掉打开密码，再导入。")
        raise _refuse(name, "这是旧的 .xls 格式，只是名称叫 .xlsx。", _SAVE_AS)
    if not data.startswith(_ZIP):
        what = "文件是空的。" if not data else "这不是 Excel 工作簿（像是文本文件）。"
        raise _refuse(name, what, _SAVE_AS)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MAX_UNPACKED:
                raise _refuse(
                    name, f"工作簿太大：解开以后超过 {MAX_UNPACKED // 1_000_000} MB。", "请删去多余的行和表。"
                )
            return dict(_sheets(archive))
    except (*_DAMAGED, zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError) as error:
        raise _refuse(name, "文件不完整或者损坏，可能没有传完。", "请重新复制一份，或者打开后另存再导入。") from error


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
    relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    for one in list(book.iter("{*}sheet"))[:MAX_SHEETS]:
        target = targets.get(one.get(_RELATION), "") or ""
        path = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl", target))
        if path in archive.namelist():
            yield one.get("name", ""), archive.read(path)


def _bounded(xml: bytes, sheet: str, name: str) -> None:
    """Refuse a sheet whose cells would need more memory than any budget: calamine fills the whole square of them."""
    rows = columns = 0
    for found in _CELL.finditer(xml):  # one after the other: a list of millions would be what is to be avoided
        rows = max(rows, int(found[2]))
        columns = max(columns, _number(found[1]) + 1)
        if rows > MAX_ROWS or rows * columns > MAX_CELLS:
            message = f"“{sheet}”表太大：用到第 {rows} 行、第 {columns} 列。"
            raise _refuse(name, message, f"请删去多余的行和列（最多 {MAX_ROWS} 行），再导入。")


def _cells(pattern: re.Pattern[bytes], xml: bytes) -> Iterator[CellAt]:
    for letters, row in pattern.findall(xml):
        yield int(row) - 1, _number(letters)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
