"""Columns of a table: nested headings become header rows with spans, and leaves become grid columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.document.blocks import Cell, Column, Row
from generator.facts.budget import Entry
from generator.ledger import Condition, select
from generator.pack.spec import ColumnSpec
from generator.tables.setting import Setting

COLUMN_NUMBER = "栏次"
ROW_NUMBER = "序号"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A grid column with the conditions of all its headings; `group` is the side-by-side list that it belongs to."""

    spec: ColumnSpec
    condition: Condition
    group: int  # index of the top-level column that has rows of its own, or -1


def leaves(columns: Sequence[ColumnSpec]) -> tuple[Leaf, ...]:
    """Return the grid columns from left to right."""
    found: list[Leaf] = []
    for index, column in enumerate(columns):
        found.extend(_leaves(column, index if column.rows is not None else -1))
    return tuple(found)


def _leaves(column: ColumnSpec, group: int) -> Iterator[Leaf]:
    if not column.children:
        yield Leaf(column, column.condition, group)
    for child in column.children:
        for leaf in _leaves(child, group):
            yield replace(leaf, condition=column.condition & leaf.condition)


def printed(columns: Sequence[ColumnSpec], setting: Setting, entries: Sequence[Entry] = ()) -> tuple[ColumnSpec, ...]:
    """Return the columns that this document prints: of its version (适用), and with money if they need it (列示)."""
    found: list[ColumnSpec] = []
    for column in columns:
        within = select(entries, column.condition)
        if setting.applies(column.applies) and (within or not column.used_only):
            found.append(replace(column, children=printed(column.children, setting, within)))
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
    return 1 + max((_depth(child) for child in column.children), default=0)


def _width(column: ColumnSpec) -> int:
    return sum(map(_width, column.children)) if column.children else column.span


def _put(column: ColumnSpec, level: int, rows: list[list[Cell]], setting: Setting) -> None:
    title = setting.fill(column.title, {}, column.place)
    rowspan = 1 if column.children else len(rows) - level
    rows[level].append(Cell(title, "表头", _width(column), rowspan, scope="column"))
    for child in column.children:
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
