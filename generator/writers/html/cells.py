"""Tables as HTML has them: rows of heading cells and plain cells, over the columns that count."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from generator.base.frozen import frozen
from generator.document.blocks import Placed, Row, Table, figure_code, grid
from generator.writers.html import view

_ALIGN = {"表头": "", "文字": "", "居中": "c", "序号": "c", "金额": "n"}  # kind → class
_SCOPES = {"column": "col", "row": "row"}
_UNITS = {0: "单位：元", 4: "单位：万元", 8: "单位：亿元"}  # by the scale of an amount
DEEPEST = 4  # levels of indentation that have a class


def laid_out(
    table: Table, number: int = 0
) -> tuple[tuple[view.HtmlRow, ...], tuple[view.HtmlRow, ...], tuple[int, ...]]:
    """Return the rows of the head, those of the body, and the grid columns that count: those in which a cell begins.

    In HTML a column in which no cell begins is an error. With a `number`, the table's, figures are data with ids, and
    the first column of labels is marked.
    """
    head, body = grid(table.head), grid(table.body)
    begun = tuple(sorted({placed.column for row in head + body for placed in row}))
    form = not table.head
    labels = (one.column for row in body for one in row if one.cell.scope == "row")
    first = min(labels, default=0) if number and not form else None
    return (
        _rows(table.head, head, _OfTable(begun, first=first)),
        _rows(table.body, body, _OfTable(begun, form=form, number=number, first=first)),
        begun,
    )


@frozen
class _OfTable:
    """What a cell must know of its table: the columns that count, and whether its figures are data."""

    begun: Sequence[int]
    form: bool = False
    number: int = 0
    first: int | None = None  # the column that is marked: it stays in sight where a table scrolls


def widths(begun: Sequence[int], laid: Sequence[float]) -> tuple[float, ...]:
    """Return the widths of the columns that count, each with those that follow it, of all the widths laid out."""
    ends = (*begun[1:], len(laid))
    return tuple(sum(laid[start:end]) for start, end in zip(begun, ends, strict=True))


def _rows(rows: Sequence[Row], placed: Sequence[Sequence[Placed]], grid: _OfTable) -> tuple[view.HtmlRow, ...]:
    return tuple(
        view.HtmlRow(tuple(_cell(one, grid, line) for one in cells if one.top), "total" if row.total else "")
        for line, (row, cells) in enumerate(zip(rows, placed, strict=True), 1)
    )


def _cell(placed: Placed, grid: _OfTable, line: int) -> view.HtmlCell:
    """Return a heading cell of its columns or rows, or a plain one; in a form, an amount says its unit."""
    cell, end = placed.cell, placed.column + placed.cell.colspan
    heads = bool(cell.scope and cell.text)
    align = _ALIGN[cell.role] or ("l" if cell.role == "文字" and heads else "")
    indent = f"i{min(cell.indent, DEEPEST)}" if cell.indent else ""
    first = "f" if placed.column == grid.first and cell.colspan == 1 else ""
    is_data = bool(grid.number and cell.text and cell.value is not None)
    return view.HtmlCell(
        tag="th" if heads else "td",
        text=cell.text,
        css=" ".join(filter(None, (align, "b" if cell.bold else "", indent, first))),
        scope=_SCOPES[cell.scope] if heads else "",
        colspan=bisect_left(grid.begun, end) - bisect_left(grid.begun, placed.column),
        rowspan=cell.rowspan,
        title=_UNITS.get(cell.scale, "") if grid.form and cell.unit == "元" and cell.text else "",
        value=f"{cell.value:f}" if is_data else "",
        code=figure_code(grid.number, line, placed.column + 1) if is_data else "",
    )
