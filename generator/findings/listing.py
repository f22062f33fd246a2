"""Lists as sheets of an Excel workbook: a head, a filter, numbers as numbers, all else texts and never formulas."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.base.workbook import A4, fit_row, print_wide, put_text
from generator.findings import clean

FONT, SIZE = "宋体", 11
_MOST = 1_048_574  # rows under a head that Excel has, one left to say what does not fit
ListedValue = str | Decimal | int | None


def add_list(
    book: Workbook, name: str, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[ListedValue]]
) -> None:
    """Add a sheet with rows under a head; `columns` are titles and widths."""
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    amount = book.add_format({"num_format": "#,##0.00", "valign": "top"})
    count = book.add_format({"num_format": "0", "valign": "top"})
    left = len(rows) - _MOST
    if left > 0:
        rows = [*rows[:_MOST], (f"另有 {left} 行，Excel 的行数放不下。",)]
    for at, (title, width) in enumerate(columns):
        sheet.set_column(at, at, width)
        put_text(sheet, 0, at, title, head)
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _put(sheet, line, column, value, count if isinstance(value, int) else amount, text)
        fit_row(sheet, line, zip(row, (width for _, width in columns), strict=False))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    print_wide(sheet, A4)


def _put(sheet: Worksheet, row: int, column: int, value: ListedValue, number: Format, text: Format) -> None:
    if isinstance(value, Decimal | int):
        sheet.write_number(row, column, value, number)
    else:
        put_text(sheet, row, column, clean.lines(value or ""), text)
