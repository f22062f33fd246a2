"""Cells that span rows and columns, spread to a rectangle."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.base.frozen import frozen
from generator.findings.finding import Place
from generator.grids.grid import GridCell, PageBox

Namer = Callable[[int, int, int], Place]  # row, column, ordinal in its row (all from 0) → its place


@frozen
class CellSpan:
    """A cell before its grid is known: where it begins, how far it reaches, and its text."""

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    box: PageBox | None = None


def spread(spans: Sequence[CellSpan], height: int, width: int, named: Namer) -> tuple[tuple[GridCell, ...], ...]:
    """Set cells into a rectangle; where none reaches is an empty cell; of two that overlap the first stays."""
    taken: list[list[GridCell | None]] = [[None] * width for _ in range(height)]
    for span in sorted(spans, key=lambda one: (one.row, one.column)):
        _put(taken, span, named)
    for row, cells in enumerate(taken):
        for column, cell in enumerate(cells):
            if cell is None:
                cells[column] = GridCell("", named(row, column, _ordinal(cells, column)), row, column)
    return tuple(tuple(cell for cell in cells if cell) for cells in taken)


def _put(taken: list[list[GridCell | None]], span: CellSpan, named: Namer) -> None:
    rows = range(span.row, min(span.row + span.rowspan, len(taken)))
    columns = range(span.column, min(span.column + span.colspan, len(taken[0]) if taken else 0))
    place = named(span.row, span.column, _ordinal(taken[span.row], span.column))
    cell = GridCell(span.text, place, span.row, span.column, rowspan=len(rows), colspan=len(columns), box=span.box)
    for row in rows:
        for column in columns:
            if taken[row][column] is None:
                taken[row][column] = cell


def _ordinal(cells: Sequence[GridCell | None], column: int) -> int:
    """Count the cells of a row that are seen left of a column."""
    return len({id(cell) if cell else -index for index, cell in enumerate(cells[:column], 1)})
