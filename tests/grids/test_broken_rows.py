"""A row that a page broke in two is one row, known by amounts that are one, or by a name that goes on."""

from __future__ import annotations

import pytest

from generator.findings.finding import Place
from generator.grids.broken_rows import rejoined
from generator.grids.grid import Grid, GridCell
from generator.grids.texts import is_one_amount

HERE = Place("a.pdf")
HEAD = "编码 | 名称 | 合计 | 项目支出"


def grid(page: int, *rows: str) -> Grid:
    cells = [
        [GridCell(text.strip(), HERE, n, at) for at, text in enumerate(row.split("|"))] for n, row in enumerate(rows)
    ]
    return Grid(tuple(map(tuple, cells)), HERE, page)


def texts(made: Grid) -> list[str]:
    return [" | ".join(cell.text for cell in row) for row in made.rows]


@pytest.mark.parametrize(
    ("begun", "rest", "whole"),
    [
        ("2130305 | 水利工程 | 36,520,000 | 5", " | 建设 | .00 | .00", "2130305 | 水利工程建设 | 36,520,000.00 | 5.00"),
        ("229 | 其他支 | 865,00 | ", " | 出 | 0.00 | ", "229 | 其他支出 | 865,000.00 | "),
        ("229 | 其他支出 | 41,260 | 1.00", " | | ,000 | ", "229 | 其他支出 | 41,260,000 | 1.00"),
        ("2080506 | 职业年 | 1,326,500.00 | ", " | 金缴费支出 | | ", "2080506 | 职业年金缴费支出 | 1,326,500.00 | "),
    ],
)  # fmt: skip
def test_a_broken_row_is_whole_again(begun: str, rest: str, whole: str) -> None:
    above, below = rejoined(grid(1, HEAD, begun), grid(2, HEAD, rest, "合计 | | 2.00 | "))
    assert texts(above) == [HEAD, whole]
    assert texts(below) == [HEAD, " |  |  | ", "合计 |  | 2.00 | "]


@pytest.mark.parametrize(
    "rest",
    [
        "230 | 另一项 | 5.00 | ",  # a row of its own
        " | 合计 | | ",  # of totals
        " | 合计 | 5.00 | ",
        " | 另一名称 | | 5.00",  # an amount where none was begun
    ],
)
def test_what_may_be_a_row_stays_one(rest: str) -> None:
    above, below = grid(1, HEAD, "229 | 其他支出 | 10.00 | "), grid(2, HEAD, rest)
    assert rejoined(above, below) == (above, below)


def test_tables_of_other_widths_are_two() -> None:
    above, below = grid(1, "229 | 其他支出 | 36,520,000"), grid(2, " | .00")
    assert rejoined(above, below) == (above, below)


@pytest.mark.parametrize(
    ("begun", "more", "one"),
    [("36,520,000", ".00", True), ("4,991,500.0", "0", True), ("865,00", "0.00", True), ("41,260", ",000", True),
     ("10.00", "0.00", False), ("1.80", "1.80", False), ("12", "34", False), ("5", "0.50", False), ("", ".00", False)],
)  # fmt: skip
def test_parts_of_an_amount(begun: str, more: str, one: bool) -> None:
    assert is_one_amount(begun, more) is one
