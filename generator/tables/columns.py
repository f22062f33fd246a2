"""Columns of a table: nested headings become header rows with spans, and leaves become grid columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from generator.base.frozen import frozen
from generator.document.blocks import Cell, Column, Row
from generator.facts.budget import Entry
from generator.ledger import DATA_SETS, EVERYTHING, Condition, select
from generator.pack.spec import ROW_NUMBER, ColumnSpec, RowSpec, TableSpec
from generator.tables.chosen import has_money
from generator.tables.setting import Setting

COLUMN_NUMBER = "栏次"


@frozen
class Leaf:
    """A grid column with the conditions of all its headings; `group` is the side-by-side list that it belongs to."""

    spec: ColumnSpec
    condition: Condition
    group: tuple[int, ...]  # the way to the column that has rows of its own and holds it; empty if none does


def leaves(columns: Sequence[ColumnSpec]) -> tuple[Leaf, ...]:
    """Return the grid columns from left to right."""
    return tuple(leaf for index, column in enumerate(columns) for leaf in _leaves(column, (index,), ()))


def _leaves(column: ColumnSpec, path: tuple[int, ...], group: tuple[int, ...]) -> Iterator[Leaf]:
    own = path if column.rows is not None else group
    if not column.children:
        yield Leaf(column, column.condition, own)
    for index, child in enumerate(column.children):
        for leaf in _leaves(child, (*path, index), own):
            yield replace(leaf, condition=column.condition & leaf.condition)


@frozen
class RowList:
    """Rows and the columns that they stand under: of a column (group) with rows of its own, or of the whole table.

    `path` is the way to that column, empty for the table; `condition` is the column's with those around it.
    """

    path: tuple[int, ...]
    columns: tuple[ColumnSpec, ...]
    rows: tuple[RowSpec, ...]
    condition: Condition

    def holds(self, leaf: Leaf) -> bool:
        """Tell whether a grid column is one of its own, or of a list within it."""
        return leaf.group[: len(self.path)] == self.path

    def inner(self, every: Sequence[RowList]) -> tuple[RowList, ...]:
        """Choose the lists that stand side by side within it."""
        return tuple(one for one in every if one.path and one.path[:-1] == self.path)


def row_lists(
    spec: TableSpec, columns: Sequence[ColumnSpec], applies: Callable[[str], bool] = lambda version: True
) -> tuple[RowList, ...]:
    """Return the lists of rows under columns of a table, those around others first; at least one.

    Of the rows (not those below others), only those are in it that are meant for a version (适用) which `applies`.
    """
    own = tuple(_row_lists(columns, (), EVERYTHING)) or (RowList((), tuple(columns), spec.rows, EVERYTHING),)
    return tuple(replace(one, rows=tuple(row for row in one.rows if applies(row.applies))) for one in own)


def _row_lists(columns: Sequence[ColumnSpec], path: tuple[int, ...], above: Condition) -> Iterator[RowList]:
    for index, column in enumerate(columns):
        within = above & column.condition
        if column.rows is not None:
            yield RowList((*path, index), column.children, column.rows, within)
        yield from _row_lists(column.children, (*path, index), within)


def printed(
    columns: Sequence[ColumnSpec], setting: Setting, entries: Sequence[Entry] = (), data: str = DATA_SETS[0]
) -> tuple[ColumnSpec, ...]:
    """Return the columns that this document prints: of its version (适用), and with money if they need it (列示)."""
    found: list[ColumnSpec] = []
    for column in columns:
        within = select(entries, column.condition)
        if setting.applies(column.applies) and (not column.used_only or has_money(column, within, setting.books, data)):
            found.append(replace(column, children=printed(column.children, setting, within, data)))
    return tuple(found)


def head_rows(columns: Sequence[ColumnSpec], numbered: bool, setting: Setting) -> tuple[Row, ...]:
    """Return the header rows, the number row (栏次) included."""
    depth = max((_depth(column) for column in columns), default=0)
    rows: list[list[Cell]] = [[] for _ in range(depth)]
    for column in columns:
        _put(column, 0, rows, setting)
    head = [Row(tuple(cells)) for cells in rows]
    if numbered:
        head.append(_number_row([leaf.spec for leaf in leaves(columns)]))
    return tuple(head)


def grid_columns(columns: Sequence[ColumnSpec]) -> tuple[Column, ...]:
    """Return the widths that the pack allows for each grid column."""
    return tuple(
        Column(spec.least, spec.most, spec.grow)
        for spec in (leaf.spec for leaf in leaves(columns))
        for _ in range(spec.span)
    )


def _depth(column: ColumnSpec) -> int:
    return 1 + (max(map(_depth, column.children)) if _has_headings(column) else 0)


def _has_headings(column: ColumnSpec) -> bool:
    """Tell whether there are headings below a heading: columns without a title stand under it alone."""
    return any(child.title or child.children for child in column.children)


def _width(column: ColumnSpec) -> int:
    return sum(map(_width, column.children)) if column.children else column.span


def _put(column: ColumnSpec, level: int, rows: list[list[Cell]], setting: Setting) -> None:
    title = setting.fill(column.title, {}, column.place)
    below = column.children if _has_headings(column) else ()
    rowspan = 1 if below else len(rows) - level
    rows[level].append(Cell(title, "表头", _width(column), rowspan, scope="column"))
    for child in below:
        _put(child, level + 1, rows, setting)


def _number_row(specs: Sequence[ColumnSpec]) -> Row:
    cells, number = [], 0
    for spec in specs:
        if spec.content == ROW_NUMBER:
            cells.append(Cell(COLUMN_NUMBER, "表头", spec.span, scope="column"))
        else:
            number += 1
            cells.append(Cell(str(number), "表头", spec.span, scope="column"))
    return Row(tuple(cells), numbers=True)
