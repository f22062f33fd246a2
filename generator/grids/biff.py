"""What the records of an old workbook (.xls) say that its values do not.

[MS-XLS]: errors, which cells are computed, hidden rows and columns, and how far a sheet reaches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from struct import unpack_from

from generator.grids.sheets import At, SheetFacts

_BEGIN, _END, _SHEET, _PASSWORD = 0x809, 0x0A, 0x85, 0x2F
_FORMULA, _ERROR, _MANY, _ROW, _COLUMNS = 0x06, 0x205, 0xBD, 0x208, 0x7D
_CELLS = (0x203, 0x204, 0x27E, 0xFD, 0xD6, _FORMULA, _ERROR)  # number, text, packed number, shared and rich text
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_COMPUTED = "="  # a formula whose text is not read

_Record = tuple[int, bytes]


class LockedWorkbookError(Exception):
    """The records are encrypted."""


def sheet_facts(stream: bytes) -> list[SheetFacts]:
    """Give the facts of each sheet of an old workbook, in order. Raises LockedWorkbookError, and struct's error."""
    starts = []
    for kind, record in _records(stream, 0):
        if kind == _PASSWORD:
            raise LockedWorkbookError
        if kind == _SHEET:
            starts.append(unpack_from("<I", record)[0])
    return [_facts(_records(stream, start)) for start in starts]


def _records(stream: bytes, at: int) -> Iterator[_Record]:
    """Yield the records of one part of the stream: up to its end, without the parts (charts) within it."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, at)
        record = stream[at + 4 : at + 4 + length]
        at += 4 + length
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, record


def _facts(records: Iterator[_Record]) -> SheetFacts:
    facts = SheetFacts()
    rows: set[int] = set()
    columns: list[range] = []
    cells: list[At] = []
    for kind, record in records:
        if kind == _ROW and unpack_from("<H", record, 12)[0] & 0x20:
            rows.add(unpack_from("<H", record)[0])
        elif kind == _COLUMNS and unpack_from("<H", record, 8)[0] & 1:
            first, last = unpack_from("<HH", record)
            columns.append(range(first, last + 1))
        elif kind == _MANY:
            row, first = unpack_from("<HH", record)
            cells += [(row, first), (row, unpack_from("<H", record, len(record) - 2)[0])]
        elif kind in _CELLS:
            at = unpack_from("<HH", record)
            cells.append((at[0], at[1]))
            _note(facts, (at[0], at[1]), kind, record)
    return finished(facts, cells, rows, columns)


def _note(facts: SheetFacts, at: At, kind: int, record: bytes) -> None:
    code = None
    if kind == _FORMULA:
        facts.formulas[at] = _COMPUTED
        if record[12:14] == b"\xff\xff" and record[6] == 2:  # noqa: PLR2004 an error instead of a number
            code = record[8]
    elif kind == _ERROR and record[7]:
        code = record[6]
    if code is not None:
        facts.errors[at] = _ERRORS.get(code, "#VALUE!")


def finished(facts: SheetFacts, cells: Sequence[At], rows: set[int], columns: Sequence[range]) -> SheetFacts:
    """Complete the facts of a sheet by where its cells are."""
    facts.hidden = any(row in rows or any(column in one for one in columns) for row, column in cells)
    facts.area = (max((row for row, _ in cells), default=-1) + 1) * (max((one for _, one in cells), default=-1) + 1)
    return facts
