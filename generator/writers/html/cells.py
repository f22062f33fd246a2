"""Tables as HTML has them: rows of heading cells and plain cells, over the columns that count."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from generator.document.blocks import Placed, Row, Table, grid
from generator.writers.html import view

_ALIGN = {"表头": "", "文字": "", "居中": "c", "序号": "c", "金额": "n"}  # kind → class
_SCOPES = {"column": "col", "row": "row"}
_UNITS = {0: "单位：元", 4: "单位：万元", 8: "单位：亿元"}  # by the scale of an amount
DEEPEST = 4  # levels of indentation that have a class


def laid_out(table: Table) -> tuple[tuple[view.HtmlRow, ...], tuple[view.HtmlRow, ...], tuple[int, ...]]:
    """Return the rows of the head, those of the body, and the grid columns that count: those in which a cell begins.

    In HTML a column in which no cell begins is an error.
    """
    head, body = grid(table.head), grid(table.body)
    begun = tuple(sorted({placed.column for row in head + body for placed in row}))
    return _rows(table.head, head, begun), _rows(table.body, body, begun, form=not table.head), begun


def widths(begun: Sequence[int], laid: Sequence[float]) -> tuple[float, ...]:
    """Return the widths of the columns that count, each with those that follow it, of all the widths laid out."""
    ends = (*begun[1:], len(laid))
    return tuple(sum(laid[start:end]) for start, end in zip(begun, ends, strict=True))


def _rows(
    rows: Sequence[Row], placed: Sequence[Sequence[Placed]], begun: Sequence[int], *, form: bool = False
) -> tuple[view.HtmlRow, ...]:
    return tuple(
        view.HtmlRow(tuple(_cell(each, begun, form) for each in cells if each.top), "total" if row.total else "")
        for row, cells in zip(rows, placed, strict=True)
    )


def _cell(placed: Placed, begun: Sequence[int], form: bool) -> view.HtmlCell:
    """Return a heading cell of its columns or rows, or a plain one; in a form, an amount says its unit."""
    cell, end = placed.cell, placed.column + placed.cell.colspan
    heads = bool(cell.scope and cell.text)
    align = _ALIGN[cell.role] or ("l" if cell.role == "文字" and heads else "")
    indent = f"i{min(cell.indent, DEEPEST)}" if cell.indent else ""
    return view.HtmlCell(
        tag="th" if heads else "td",
        text=cell.text,
        css=" ".join(filter(None, (align, "b" if cell.bold else "", indent))),
        scope=_SCOPES[cell.scope] if heads else "",
        colspan=bisect_left(begun, end) - bisect_left(begun, placed.column),
        rowspan=cell.rowspan,
        title=_UNITS.get(cell.scale, "") if form and cell.unit == "元" and cell.text else "",
    )
