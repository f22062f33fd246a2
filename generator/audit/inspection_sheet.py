"""The inspection sheet (检查表) in a workbook: one page wide on A3, what does not hold in colour."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter import Workbook

from generator.audit.duties import LACKING, UNSEEN
from generator.audit.inspection import Inspected
from generator.base.workbook import A3, fit_row, height_of, lines_in, print_wide, put_text
from generator.findings import clean

NAME = "检查表"
_HEAD = {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "border": 1, "bg_color": "#EDEDED"}
_CELL = {"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"}
_COLOURS = {LACKING: {"bg_color": "#F8D7DA"}, UNSEEN: {"font_color": "#595959", "bg_color": "#F2F2F2"}}
_WHOSE, _COLUMN, _PROBLEM = 20, 10, 70  # widths, in narrow characters
_FILE = "没有读成"
Files = Sequence[tuple[str, Sequence[Inspected], str]]  # a file, its lines, or why it was not read


def add_inspection(book: Workbook, files: Files) -> None:
    """Add the sheet: a line for each document and unit."""
    sheet = book.add_worksheet(NAME)
    columns = list(dict.fromkeys(column for _, lines, _ in files for line in lines for column in line.cells))
    head, text = book.add_format(_HEAD), book.add_format(_CELL)
    middle = {"": book.add_format({**_CELL, "align": "center"})}
    middle |= {state: book.add_format({**_CELL, "align": "center", **look}) for state, look in _COLOURS.items()}
    widths = [
        ("序号", 5),
        ("部门（单位）", _WHOSE),
        *((one, _COLUMN) for one in columns),
        ("问题", _PROBLEM),
        ("页", 8),
    ]
    for at, (title, width) in enumerate(widths):
        sheet.set_column(at, at, width)
        put_text(sheet, 0, at, clean.line(title), head)
    rows = [one for _, lines, _ in files for one in lines]
    rows += [Inspected(file, {}, (f"{_FILE}：{problem}",), ()) for file, _, problem in files if problem]
    fit_row(sheet, 0, widths)
    for number, line in enumerate(rows, 1):
        sheet.write_number(number, 0, number, middle[""])
        put_text(sheet, number, 1, clean.line(line.whose), text)
        for at, column in enumerate(columns, 2):
            words = line.cells.get(column, "")
            look = next((middle[state] for state in _COLOURS if words.startswith(state)), middle[""])
            put_text(sheet, number, at, clean.lines(words), look)
        listed = [f"{at}. {words}" for at, words in enumerate(line.problems, 1)] if line.problems[1:] else line.problems
        high = [lines_in(line.whose, _WHOSE), sum(lines_in(words, _PROBLEM) for words in listed)]
        high += [lines_in(words, _COLUMN) for words in line.cells.values()]
        sheet.set_row(number, height_of(high))
        put_text(sheet, number, len(columns) + 2, clean.lines("\n".join(listed)), text)
        put_text(sheet, number, len(columns) + 3, "、".join(map(str, line.pages)), text)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(widths) - 1)
    print_wide(sheet, A3)
