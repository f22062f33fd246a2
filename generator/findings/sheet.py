"""Findings as an Excel workbook (检查报告.xlsx), for those who live in Excel: one row each, with a filter.

Every cell is text or a number, never a formula, so that nothing typed in a budget can be executed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from generator.base.workbook import A4, finished, fit_row, open_workbook, print_wide, put_text
from generator.findings import clean
from generator.findings.finding import Finding

HEAD = ("级别", "代码", "名称", "文件", "行", "列", "说明", "改法", "相关位置", "已说明的原因")
MOST = 1_048_574  # findings; Excel has two rows more, for the head and for what does not fit
CELL = "格子"  # in the workbook of a budget: the cell that a finding concerns
_CELL_WIDTH = 20
_WIDTHS = (6, 7, 18, 44, 6, 6, 60, 50, 50, 24)
_MESSAGE = HEAD.index("说明")
_FONT, _SIZE = "宋体", 11

SheetValue = str | int | None


def write(findings: Iterable[Finding]) -> bytes:
    """Write the workbook; the same findings give the same bytes."""
    book = open_workbook(_FONT, _SIZE)
    fill(book, book.add_worksheet("检查报告"), tuple(findings))
    return finished(book)


def fill(
    book: Workbook,
    sheet: Worksheet,
    findings: Sequence[Finding],
    cells: Mapping[Finding, tuple[str, str]] | None = None,
) -> None:
    """List findings on a sheet. `cells` are those that they concern, by sheet and name (`E3`): each gets a link."""
    head = book.add_format({"bold": True})
    body = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    link = book.add_format({"font_color": "#0563C1", "underline": 1, "valign": "top"})
    rows, heads = _rows(findings), (*HEAD, *(() if cells is None else (CELL,)))
    for column, width in enumerate((*_WIDTHS, _CELL_WIDTH)[: len(heads)]):
        sheet.set_column(column, column, width)
    for number, row in enumerate((heads, *rows)):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, column, value, body)
            else:
                put_text(sheet, number, column, clean.lines(value or ""), body if number else head)
        fit_row(sheet, number, zip(row, _WIDTHS, strict=False))
    for number, finding in enumerate(findings[:MOST] if cells else (), 1):
        if cells and finding in cells:
            page, cell = cells[finding]
            sheet.write_url(number, len(HEAD), f"internal:'{page}'!{cell}", link, f"{page}!{cell}")
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(heads) - 1)
    print_wide(sheet, A4)


def _rows(findings: Sequence[Finding]) -> list[tuple[SheetValue, ...]]:
    rows = [_row(finding) for finding in findings[:MOST]]
    if len(findings) > MOST:
        rows.append((*[None] * _MESSAGE, f"另有 {len(findings) - MOST} 条，Excel 的行数放不下。"))
    return rows


def _row(finding: Finding) -> tuple[SheetValue, ...]:
    place = finding.place
    related = "\n".join(clean.line(f"{where}: {label}") for where, label in finding.related)
    where = (place.file, place.line or None, place.column or None) if place else ("", None, None)
    where = (str(place), None, None) if place and place.words else where
    kind = (finding.severity.value, finding.code, finding.kind.name)
    return (*kind, *where, finding.message, finding.remedy, related, finding.accepted)
