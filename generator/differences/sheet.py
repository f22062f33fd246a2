"""Differences as an Excel workbook: figures as numbers, everything else as texts that are never formulas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.base.workbook import finished, open_workbook, put_text
from generator.differences.compared import Compared
from generator.differences.told import LACKING, NO_RATE, difference, marked, number, sections, summary
from generator.differences.walk import MOVED
from generator.findings import clean

_FONT, _SIZE = "宋体", 11
_MOST = 1_048_574  # rows under a head that Excel has, one left to say what does not fit
_Value = str | Decimal | None
_AMOUNTS = tuple((f"{one}（万元）", 14) for one in ("前", "后", "增减"))
_NAMES = (("预算", 24), ("表", 24), ("编码", 10), ("名称", 32))
_SHEETS: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = (
    ("概况", (("预算", 32), ("前", 44), ("后", 44), ("结果", 40), ("注意", 60))),
    ("数", (*_NAMES, *_AMOUNTS, ("增减率（%）", 12), ("说明", 24))),
    ("要写的原因", (("预算", 24), ("有增减的", 40), ("原因", 80))),
    ("逐项", (("预算", 24), ("部分", 16), ("变化", 6), ("哪里", 44), ("前", 44), ("后", 44), ("逐字", 60))),
)


def write(found: Sequence[Compared]) -> bytes:
    """Write the workbook; the same differences give the same bytes."""
    book = open_workbook(_FONT, _SIZE)
    rows = (_overview, _figures, _reasons, _all_else)
    for (name, columns), made in zip(_SHEETS, rows, strict=True):
        _sheet(book, name, columns, [row for one in found for row in made(one)])
    return finished(book)


def _overview(one: Compared) -> Iterator[tuple[_Value, ...]]:
    count = sum(len(table.rows) for table in one.tables), len(one.differences)
    said = summary(one) or f"有差别的数 {count[0]} 个，逐项 {count[1]} 处"
    yield (one.title, *one.names, said, "\n".join(one.notes))


def _figures(one: Compared) -> Iterator[tuple[_Value, ...]]:
    for table in one.tables:
        for row in table.rows:
            pair = (row.before_shown, row.after_shown)
            shown = tuple(number(None) if value is None else value for value in pair)
            changed: _Value = row.difference or difference(row) if row.differs else row.difference
            rate: _Value = NO_RATE if row.rate is None and row.difference is not None else row.rate
            yield (one.title, table.title, row.code, row.name, *shown, changed, rate, row.note)


def _reasons(one: Compared) -> Iterator[tuple[_Value, ...]]:
    yield from ((one.title, reason.name, reason.said or LACKING) for reason in one.reasons)


def _all_else(one: Compared) -> Iterator[tuple[_Value, ...]]:
    for title, group in sections(one).items():
        for place, found in group:
            before = "（前后次序不同）" if found.sort == MOVED else found.before
            yield (one.title, title, found.sort, place, before, found.after, marked(found.words))


def _sheet(book: Workbook, name: str, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[_Value]]) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    amount = book.add_format({"num_format": "#,##0.00", "valign": "top"})
    left = len(rows) - _MOST
    if left > 0:
        rows = [*rows[:_MOST], (f"另有 {left} 行，Excel 的行数放不下。",)]
    for at, (title, width) in enumerate(columns):
        sheet.set_column(at, at, width)
        put_text(sheet, 0, at, title, head)
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _put(sheet, line, column, value, text, amount)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)


def _put(sheet: Worksheet, row: int, column: int, value: _Value, text: Format, amount: Format) -> None:
    if isinstance(value, Decimal):
        sheet.write_number(row, column, value, amount)
    else:
        put_text(sheet, row, column, clean.lines(value or ""), text)
