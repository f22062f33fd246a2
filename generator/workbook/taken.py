"""What is taken from a workbook (取出): the rows of each sheet by the heads of its columns, wherever these stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from generator.findings.finding import Finding, Place
from generator.workbook.cells import DIGITS, ShownValue, text_of
from generator.workbook.kinds import CELL, LAYOUT, TWICE, WHOSE, cell_place
from generator.workbook.plan import DOT, REST, Sheet, SheetColumn, SheetPlan
from generator.workbook.read import RawSheet, ReadBook
from generator.workbook.rows import SheetRow
from generator.workbook.write import HELP

_HEADS = 10  # rows in which the head is looked for: somebody may have put a title above it
_FEWEST = 2  # heads that a renamed sheet must have


@dataclass(slots=True)
class TakenRow:
    """A row of a workbook: what stands in its cells, by the heads of the columns; its number, from 1."""

    values: dict[str, Any]
    number: int


@dataclass(slots=True)
class Taken:
    """A sheet of a workbook: its columns as far as they are there, and its rows that say something."""

    sheet: Sheet
    name: str  # as it is called in the file
    columns: dict[str, int] = field(default_factory=dict)
    rows: list[TakenRow] = field(default_factory=list)

    def place(self, file: str, row: int, title: str = "") -> Place:
        """Give the place of a cell, or of a row."""
        return cell_place(file, self.name, row, self.columns.get(title))


def said(value: ShownValue | Any) -> str:
    """Write what a cell shows so that equal cells are equal texts, numbers and texts of numbers alike."""
    if isinstance(value, bool):
        return text_of(value)
    if isinstance(value, int | float):
        value = Decimal(format(value, f".{DIGITS}g"))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return text_of(value).strip()


def take(
    plan: SheetPlan, rows: Mapping[str, Sequence[SheetRow]], book: ReadBook, file: str
) -> tuple[dict[str, Taken], list[Finding]]:
    """Take the rows of every sheet of the plan that is there; what lacks, and what is not known, is told.

    `rows` are those that the sheets had when the workbook was written.
    """
    found: list[Finding] = []
    waiting = {one.name: one for one in book.sheets}
    taken: dict[str, Taken] = {}
    for sheet in plan.sheets:
        raw = waiting.pop(sheet.name, None)
        if raw is not None:
            taken[sheet.name] = _taken(sheet, raw, file, found, rows[sheet.name])
    for sheet in plan.sheets:
        renamed = None if sheet.name in taken else _renamed(sheet, waiting.values())
        if renamed is not None:
            del waiting[renamed.name]
            taken[sheet.name] = _taken(sheet, renamed, file, found, rows[sheet.name])
        elif sheet.name not in taken and sheet.name != REST:
            message = f"缺少“{sheet.name}”表，这一部分按没有改动处理。"
            found.append(
                LAYOUT.at(Place(file), message, "误删的，请重新导出；只想删去里面的内容，请删去行，留下表头。")
            )
    for name, raw in waiting.items():
        if any(text_of(cell).strip() for row in raw.rows for cell in row):
            message = f"“{name}”表没有读：不是 budget sheet 写出的表。"
            found.append(LAYOUT.at(Place(file), message, "要导入的，请写到原有的表里。"))
    return taken, found


def _renamed(sheet: Sheet, others: Sequence[RawSheet] | Any) -> RawSheet | None:
    """Find the sheet that has all heads of one that lacks: it has got another name."""
    wanted = {one.title for one in sheet.columns}
    fits = [raw for raw in others if len(wanted) >= _FEWEST and wanted <= set(_texts(raw, _head(sheet, raw)))]
    return fits[0] if len(fits) == 1 else None


def _head(sheet: Sheet, raw: RawSheet) -> int:
    known = {one.title for one in sheet.columns}
    counts = [(sum(text in known for text in _texts(raw, row)), -row) for row in range(min(_HEADS, len(raw.rows)))]
    return -max(counts, default=(0, 0))[1]


def _texts(raw: RawSheet, row: int) -> list[str]:
    return [text_of(cell).strip() for cell in raw.rows[row]] if row < len(raw.rows) else []


def _taken(sheet: Sheet, raw: RawSheet, file: str, found: list[Finding], before: Sequence[SheetRow]) -> Taken:
    head = _head(sheet, raw)
    taken = Taken(sheet, raw.name)
    for place, title in enumerate(_texts(raw, head)):
        column = sheet.column(title) or _named(sheet, title)
        if column is None:
            if title and title != HELP:
                message = f"“{raw.name}”表的“{title}”一栏没有读：没有这个栏。"
                found.append(LAYOUT.at(cell_place(file, raw.name, head + 1, place), message, _known(sheet)))
        elif title in taken.columns:
            message = f"“{raw.name}”表有两个“{title}”栏。"
            found.append(TWICE.at(cell_place(file, raw.name, head + 1, place), message, "请删去一个。"))
        else:
            taken.columns[title] = place
            if sheet.column(title) is None:
                taken.sheet = replace(taken.sheet, columns=(*taken.sheet.columns, column))
    lacking = [one.title for one in sheet.columns if one.title not in taken.columns]
    told = {one for one in sheet.marks for row in before if row.cells.get(one)}
    told |= {one.title for one in sheet.columns if one.marks and one.required}
    if marks := [one for one in lacking if one in told]:
        message = f"“{raw.name}”表缺少{'、'.join(f'“{one}”' for one in marks)}栏，不知道各行是哪一个的。"
        found.append(WHOSE.at(cell_place(file, raw.name, head + 1), message, "表头被改过的，请改回来。"))
    elif lacking:
        message = f"“{raw.name}”表缺少{'、'.join(f'“{one}”' for one in lacking)}栏，按没有改动处理。"
        found.append(LAYOUT.at(cell_place(file, raw.name, head + 1), message, "表头被改过的，请改回来。"))
    taken.rows = list(_rows(taken, raw, head))
    found += _traps(taken, raw, file, head)
    return taken


def _known(sheet: Sheet) -> str:
    return f"这张表的栏是：{'、'.join(one.title for one in sheet.columns)}。"


def _named(sheet: Sheet, title: str) -> SheetColumn | None:
    """Give the column of a name that a pack has (说明·项目概述), which the values alone do not tell."""
    keys = tuple(title.split(DOT))
    for part in sheet.parts:
        if part.kind == "map" and part.rule.extra is not None and part.keys == keys[:-1] and keys[-1]:
            return SheetColumn(title, keys, part.rule.extra)
    return None


def _rows(taken: Taken, raw: RawSheet, head: int) -> Iterator[TakenRow]:
    trapped = {row for row, _ in raw.errors | raw.uncalculated}
    for number, cells in enumerate(raw.rows[head + 1 :], head + 2):
        values = {title: cells[place] if place < len(cells) else "" for title, place in taken.columns.items()}
        if number - 1 in trapped or any(text_of(value).strip() for value in values.values()):
            yield TakenRow(values, number)


def _traps(taken: Taken, raw: RawSheet, file: str, head: int) -> Iterator[Finding]:
    """Tell the cells that look empty and are not: errors, and formulas that no program has calculated."""
    places = set(taken.columns.values())
    told = ((raw.errors, "这里是公式的错误。"), (raw.uncalculated, "这里的公式没有算出来。"))
    for cells, message in told:
        for row, column in sorted(cells):
            if row > head and column in places:
                remedy = "请改正公式，或者直接写值；用 Excel 或 WPS 打开保存一次，公式就会算。"
                yield CELL.at(cell_place(file, raw.name, row + 1, column), message, remedy)
