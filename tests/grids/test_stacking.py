"""Headings alone at the foot of a page are put above the rows on the next, by where they stand."""

from __future__ import annotations

from dataclasses import replace

from generator.findings.finding import Place
from generator.grids.grid import Grid, GridCell
from generator.grids.stacking import stacked

HERE = Place("a.pdf")


def grid(page: int, *rows: tuple[tuple[str, float, float], ...]) -> Grid:
    """Make a grid whose cells stand from one place to another; one that is wider covers several columns."""
    edges = sorted({x for row in rows for _, left, right in row for x in (left, right)})
    made = []
    for number, row in enumerate(rows):
        cells: list[GridCell] = []
        for text, left, right in row:
            first, last = edges.index(left), edges.index(right)
            box = (left, 0.0, right, 10.0)
            cells += [GridCell(text, HERE, number, first, colspan=last - first, box=box)] * (last - first)
        made.append(tuple(cells))
    return Grid(tuple(made), HERE, page)


HEAD = grid(10, (("收入", 0, 60), ("支出", 60, 100)))
BODY = grid(
    11,
    (("项目", 0, 30), ("金额", 30, 60), ("项目", 60, 80), ("金额", 80, 100)),
    (("甲", 0, 30), ("1", 30, 60), ("乙", 60, 80), ("1", 80, 100)),
)


def test_each_column_gets_the_heading_above_it() -> None:
    whole = stacked(HEAD, BODY)
    assert whole is not None
    assert [[cell.text for cell in row] for row in whole.rows] == [
        ["收入", "收入", "支出", "支出"],
        ["项目", "金额", "项目", "金额"],
        ["甲", "1", "乙", "1"],
    ]
    assert [(cell.row, cell.column, cell.colspan) for cell in whole.rows[0]] == [(0, 0, 2)] * 2 + [(0, 2, 2)] * 2
    assert [cell.row for row in whole.rows for cell in row[:1]] == [0, 1, 2]
    assert whole.page == 11


def test_what_does_not_stand_above_is_no_head() -> None:
    assert stacked(HEAD, replace(BODY, page=12)) is None
    assert stacked(HEAD, replace(BODY, page=10)) is None
    assert stacked(grid(10, (("收入", 0, 20), ("支出", 60, 100))), BODY) is None
    assert stacked(grid(10, *[(("行", 0, 100),)] * 5), BODY) is None
    assert stacked(HEAD, grid(11, (("没有地方", 0, 100),))) is not None
