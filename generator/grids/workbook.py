"""Workbooks (.xlsx, .xlsm, .xls, .ods): one grid for each sheet that is seen, from its cell A1 on.

Values are those that were saved; nothing is computed, no macro is run and no other file is opened.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from generator.base.numerals import column_letters
from generator.findings.finding import Finding, Place
from generator.grids import problems
from generator.grids.biff import LockedWorkbookError, sheet_facts
from generator.grids.compound import streams
from generator.grids.grid import ForeignFile, Grid, GridCell
from generator.grids.odf import table_facts
from generator.grids.package import unpack
from generator.grids.sheets import At, SheetFacts, facts_of, sheet_parts
from generator.grids.texts import tidy

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

StoredValue = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
Merged = Sequence[tuple[At, At]]

_PANIC = "PanicException"  # of a library in Rust; no Exception, and of no module
_SHOWN_ERRORS = 20  # more cells with errors than that are told in one sentence


@dataclass(slots=True)
class _OpenBook:
    """A workbook that is being read: what is left of the limit, and what is to be said."""

    name: str
    left: int  # cells
    facts: Callable[[int, str], SheetFacts]  # of a sheet, by its number (from 0) and name
    findings: list[Finding] = field(default_factory=list)


def read_workbook(data: bytes, name: str, suffix: str) -> ForeignFile:
    """Read a workbook. Raises UnreadableFileError."""
    parts = streams(data) if suffix == "xls" else unpack(data, name)
    try:
        reading = _OpenBook(name, problems.MAX_CELLS, _looked_at(parts, name, suffix))
        with _silent() if suffix == "xls" else nullcontext():
            grids = tuple(_grids(data, reading))
    except problems.UnreadableFileError:
        raise
    except LockedWorkbookError:
        raise problems.locked(name) from None
    except BaseException as error:  # the libraries raise what a damaged file makes them stumble over
        if not isinstance(error, Exception) and type(error).__name__ != _PANIC:
            raise
        raise problems.locked(name) if type(error).__name__ == "PasswordError" else problems.damaged(name) from None
    return ForeignFile(name, suffix, grids, (*_dangers(name, parts), *reading.findings))


@contextmanager
def _silent() -> Iterator[None]:
    """Keep from the screen what the library writes past Python when a damaged file makes it panic."""
    try:
        kept = os.dup(2)
    except OSError:  # there is no screen
        yield
        return
    with open(os.devnull, "wb") as nothing:
        os.dup2(nothing.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _looked_at(parts: Mapping[str, bytes], name: str, suffix: str) -> Callable[[int, str], SheetFacts]:
    """Look at what the format says of its sheets beside their values.

    What reaches beyond the limit must be known before the library takes the memory for all its cells: of the formats
    that it reads at once that is before it opens the file.
    """
    if suffix in ("xls", "ods"):
        if suffix == "xls":
            found = sheet_facts(parts.get("Workbook") or parts.get("Book", b""))
        else:
            found = table_facts(parts.get("content.xml", b""))
        if sum(facts.area for facts in found) > problems.MAX_CELLS:
            raise _too_many(Place(name))
        return lambda number, _: found[number] if number < len(found) else SheetFacts()
    named = sheet_parts(parts)
    return lambda _, sheet: facts_of(parts.get(named.get(sheet, ""), b""))


def _dangers(name: str, parts: Mapping[str, bytes]) -> Iterator[Finding]:
    """Tell what the file brings along beside its cells."""
    if any(part.lower().endswith(("vbaproject.bin", "_vba_project_cur")) for part in parts):
        yield problems.MACROS.at(Place(name), "文件里有宏，没有运行，只读了单元格。", "不影响导入。")
    if any(part.lower().startswith("xl/externallinks/") for part in parts):
        message = "有公式引用别的文件，读的是上次存盘时算出的值。"
        yield problems.LINKS.at(Place(name), message, "请核对这些值是不是最新的。")


def _grids(data: bytes, reading: _OpenBook) -> Iterator[Grid]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum, load_workbook  # noqa: PLC0415 heavy

    with load_workbook(BytesIO(data)) as workbook:
        for number, sheet in enumerate(workbook.sheets_metadata):
            if sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            facts = reading.facts(number, sheet.name)
            if sheet.visible != SheetVisibleEnum.Visible:
                _tell_hidden(workbook, sheet.name, facts, reading)
                continue
            grid = _grid(workbook, sheet.name, facts, reading)
            if grid.rows:
                yield grid


def _tell_hidden(workbook: CalamineWorkbook, sheet: str, facts: SheetFacts, reading: _OpenBook) -> None:
    if facts.area <= problems.MAX_CELLS and workbook.get_sheet_by_name(sheet).start is None:
        return
    message = f"工作表“{sheet}”是隐藏的，没有读。"
    reading.findings.append(
        problems.HIDDEN_SHEET.at(_sheet_place(reading.name, sheet), message, "要读它，请取消隐藏，存盘后再导入。")
    )


def _grid(workbook: CalamineWorkbook, name: str, facts: SheetFacts, reading: _OpenBook) -> Grid:
    place = _sheet_place(reading.name, name)
    if facts.area > reading.left:
        raise _too_many(place)
    sheet = workbook.get_sheet_by_name(name)
    values = _values(sheet, facts)
    reading.left -= len(values) * (len(values[0]) if values else 0)
    if reading.left < 0:
        raise _too_many(place)
    _tell(name, facts, reading)
    rows = _cells(values, facts, place)
    return Grid(_merged(rows, sheet.merged_cell_ranges or facts.merged), place, sheet=name.strip())


def _too_many(place: Place) -> problems.UnreadableFileError:
    return problems.too_large(place, f"单元格超过 {problems.MAX_CELLS} 个")


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
    letters = [f"{sheet.named} {column_letters(column)}" for column in range(len(values[0]) if values else 0)]
    formulas = facts.formulas
    return [
        [
            _cell(value, Place(sheet.file, 0, 0, 1, f"{letters[column]}{row + 1}"), row, column, formulas)
            for column, value in enumerate(line)
        ]
        for row, line in enumerate(values)
    ]


def _cell(value: StoredValue, place: Place, row: int, column: int, formulas: Mapping[At, str]) -> GridCell:
    formula = formulas.get((row, column), "") if formulas else ""
    if isinstance(value, str):
        return GridCell(tidy(value) if value else "", place, row, column, None, 1, 1, formula)
    text, number = _shown(value)
    return GridCell(text, place, row, column, number, 1, 1, formula)


def _shown(value: StoredValue) -> tuple[str, Decimal | None]:
    """Give a value as text, and as a number if it is one.

    A float is the number with the fewest digits that is stored as it: 31214205.8, not 31214205.800000001.
    """
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), None
    if isinstance(value, int | float):
        text = repr(value or 0).removesuffix(".0")  # no -0
        number = Decimal(text)
        if not number.is_finite():
            return text, None
        return (f"{number:f}" if "e" in text else text), number
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


def _sheet_place(name: str, sheet: str) -> Place:
    return Place(name, named=f"表“{sheet.strip()}”")


def _cell_place(name: str, sheet: str, row: int, column: int) -> Place:
    return Place(name, named=f"表“{sheet.strip()}” {column_letters(column)}{row + 1}")
