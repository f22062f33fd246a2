"""Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods): one grid for each sheet that is seen, from its cell A1 on.

Values are those that were saved; nothing is computed, no macro is run and no other file is opened.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from generator.findings.finding import Finding, Place
from generator.grids import problems
from generator.grids.grid import ForeignFile, Grid, GridCell
from generator.grids.package import unpack
from generator.grids.sheets import At, SheetFacts, facts_of, sheet_parts
from generator.grids.texts import tidy

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

StoredValue = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
Merged = Sequence[tuple[At, At]]

_SHOWN_ERRORS = 20  # more cells with errors than that are told in one sentence


@dataclass(slots=True)
class _OpenBook:
    """A workbook that is being read: what is left of the limit, and what is to be said."""

    name: str
    parts: Mapping[str, bytes]
    sheets: Mapping[str, str]  # the part of each sheet by its name
    left: int
    findings: list[Finding] = field(default_factory=list)


def read_workbook(data: bytes, name: str, suffix: str) -> ForeignFile:
    """Read a workbook. Raises UnreadableFileError."""
    zipped = suffix != "xls"
    parts = unpack(data, name) if zipped else {}
    try:
        reading = _OpenBook(name, parts, sheet_parts(parts), problems.MAX_CELLS)
        grids = tuple(_grids(data, reading))
    except problems.UnreadableFileError:
        raise
    except Exception as error:  # the libraries raise what a damaged file makes them stumble over
        raise problems.locked(name) if type(error).__name__ == "PasswordError" else problems.damaged(name) from None
    return ForeignFile(name, suffix, grids, (*_dangers(name, parts), *reading.findings))


def _dangers(name: str, parts: Mapping[str, bytes]) -> Iterator[Finding]:
    """Tell what the file brings along beside its cells."""
    if any(part.lower().endswith("vbaproject.bin") for part in parts):
        yield problems.MACROS.at(Place(name), "文件里有宏，没有运行，只读了单元格。", "不影响导入。")
    if any(part.lower().startswith("xl/externallinks/") for part in parts):
        message = "有公式引用别的文件，读的是上次存盘时算出的值。"
        yield problems.LINKS.at(Place(name), message, "请核对这些值是不是最新的。")


def _grids(data: bytes, reading: _OpenBook) -> Iterator[Grid]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum, load_workbook  # noqa: PLC0415 heavy

    _bound(reading)
    with load_workbook(BytesIO(data)) as workbook:
        for sheet in workbook.sheets_metadata:
            if sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            if sheet.visible != SheetVisibleEnum.Visible:
                _tell_hidden(workbook, sheet.name, reading)
                continue
            grid = _grid(workbook, sheet.name, reading)
            if grid.rows:
                yield grid


def _bound(reading: _OpenBook) -> None:
    """Refuse a sheet that reaches too far before the library takes the memory for all its cells."""


def _tell_hidden(workbook: CalamineWorkbook, sheet: str, reading: _OpenBook) -> None:
    far = facts_of(_xml(sheet, reading), reading.left).area > reading.left
    if not far and workbook.get_sheet_by_name(sheet).start is None:
        return
    message = f"工作表“{sheet}”是隐藏的，没有读。"
    reading.findings.append(
        problems.HIDDEN_SHEET.at(_sheet_place(reading.name, sheet), message, "要读它，请取消隐藏，存盘后再导入。")
    )


def _grid(workbook: CalamineWorkbook, name: str, reading: _OpenBook) -> Grid:
    facts = _facts(name, reading)
    sheet = workbook.get_sheet_by_name(name)
    place = _sheet_place(reading.name, sheet.name)
    values = _values(sheet, facts)
    size = len(values) * (len(values[0]) if values else 0)
    reading.left -= size
    if reading.left < 0:
        raise problems.too_large(place, f"单元格超过 {problems.MAX_CELLS} 个")
    _tell(sheet.name, facts, reading)
    rows = _cells(values, facts, place)
    return Grid(_merged(rows, sheet.merged_cell_ranges or ()), place, sheet=sheet.name.strip())


def _facts(sheet: str, reading: _OpenBook) -> SheetFacts:
    facts = facts_of(_xml(sheet, reading), reading.left)
    if facts.area > reading.left:
        place = _sheet_place(reading.name, sheet)
        raise problems.too_large(place, f"单元格超过 {problems.MAX_CELLS} 个")
    return facts


def _xml(sheet: str, reading: _OpenBook) -> bytes:
    return reading.parts.get(reading.sheets.get(sheet, ""), b"")


def _values(sheet: CalamineSheet, facts: SheetFacts) -> list[list[StoredValue]]:
    """Give the values of a sheet from A1 on, as wide and as high as values, errors and formulas reach."""
    rows: list[list[StoredValue]] = list(sheet.to_python(skip_empty_area=False)) if sheet.start else []
    height = max((row + 1 for row, _ in (*facts.formulas, *facts.errors)), default=0)
    width = max((column + 1 for _, column in (*facts.formulas, *facts.errors)), default=0)
    width = max(width, len(rows[0]) if rows else 0)
    rows += [[] for _ in range(height - len(rows))]
    values = [[*row, *[""] * (width - len(row))] if len(row) < width else row for row in rows]
    for (row, column), text in facts.errors.items():
        values[row][column] = text
    return values


def _tell(sheet: str, facts: SheetFacts, reading: _OpenBook) -> None:
    if facts.hidden:
        message = f"工作表“{sheet}”有隐藏的行或列，也一并读了。"
        place = _sheet_place(reading.name, sheet)
        reading.findings.append(problems.HIDDEN_ROWS.at(place, message, "不该公开的数，请从表里删去后再导入。"))
    remedy = "请在表里改好公式或直接填数，存盘后再导入。"
    for (row, column), text in list(facts.errors.items())[:_SHOWN_ERRORS]:
        place = _cell_place(reading.name, sheet, row, column)
        reading.findings.append(problems.ERROR_VALUE.at(place, f"单元格是错误值 {text}，没有当作数。", remedy))
    if len(facts.errors) > _SHOWN_ERRORS:
        message = f"工作表“{sheet}”还有 {len(facts.errors) - _SHOWN_ERRORS} 个单元格是错误值。"
        reading.findings.append(problems.ERROR_VALUE.at(_sheet_place(reading.name, sheet), message, remedy))


def _cells(values: Sequence[Sequence[StoredValue]], facts: SheetFacts, sheet: Place) -> list[list[GridCell]]:
    letters = [_letters(column) for column in range(len(values[0]) if values else 0)]
    named = f"{sheet.named} "
    rows = []
    for row, line in enumerate(values):
        cells = []
        for column, value in enumerate(line):
            place = Place(sheet.file, named=f"{named}{letters[column]}{row + 1}")
            formula = facts.formulas.get((row, column), "") if facts.formulas else ""
            if value == "":
                cells.append(GridCell("", place, row, column, formula=formula))
            elif isinstance(value, str):
                cells.append(GridCell(tidy(value), place, row, column, formula=formula))
            else:
                text, number = _shown(value)
                cells.append(GridCell(text, place, row, column, number, formula=formula))
        rows.append(cells)
    return rows


def _shown(value: StoredValue) -> tuple[str, Decimal | None]:
    """Give a value as text, and as a number if it is one.

    A float is the number with the fewest digits that is stored as it: 31214205.8, not 31214205.800000001.
    """
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), None
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        if not number.is_finite():
            return str(value), None
        whole = number.to_integral_value() if abs(number) < 10**15 else number
        return f"{whole if whole == number else number:f}", number
    if isinstance(value, datetime.datetime):
        return value.isoformat(" "), None
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat(), None
    return str(value), None


def _merged(rows: list[list[GridCell]], ranges: Iterable[tuple[At, At]]) -> tuple[tuple[GridCell, ...], ...]:
    """Let a merged cell stand wherever it reaches; of two ranges that overlap the first keeps what it has."""
    covered: set[At] = set()
    for (top, left), (bottom, right) in ranges:
        if top >= len(rows) or left >= len(rows[0]) or (top, left) in covered:
            continue
        height, width = min(bottom + 1, len(rows)) - top, min(right + 1, len(rows[0])) - left
        if height * width <= 1:
            continue
        first = rows[top][left]
        cell = GridCell(first.text, first.place, top, left, first.number, height, width, first.formula)
        for row in range(top, top + height):
            for column in range(left, left + width):
                if (row, column) not in covered:
                    covered.add((row, column))
                    rows[row][column] = cell
    return tuple(map(tuple, rows))


def _letters(column: int) -> str:
    """Name a column (from 0) as workbooks do: A, B, …, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _sheet_place(name: str, sheet: str) -> Place:
    return Place(name, named=f"表“{sheet.strip()}”")


def _cell_place(name: str, sheet: str, row: int, column: int) -> Place:
    return Place(name, named=f"表“{sheet.strip()}” {_letters(column)}{row + 1}")
