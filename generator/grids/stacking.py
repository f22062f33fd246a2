"""A table whose headings stand alone at the foot of a page: put above its rows on the next, column by column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.grids.grid import Grid, GridCell

_MOST_HEAD_ROWS = 4


def stacked(head: Grid, body: Grid) -> Grid | None:
    """Put the rows of a grid above those of the one on the next page; None where they do not fit by their places."""
    if len(head.rows) > _MOST_HEAD_ROWS or body.page != head.page + 1:
        return None
    middles = [_middle(column) for column in zip(*body.rows, strict=True)]
    rows = [_spread(row, middles) for row in head.rows]
    if any(row is None for row in rows):
        return None
    count = len(head.rows)
    moved: dict[int, GridCell] = {}
    for row in body.rows:
        for cell in row:
            moved.setdefault(id(cell), replace(cell, row=cell.row + count))
    below = [tuple(moved[id(cell)] for cell in row) for row in body.rows]
    return replace(body, rows=(*(row for row in rows if row is not None), *below))


def _middle(column: Sequence[GridCell]) -> float | None:
    """Give where the middle of a column is, by a cell that is in no other column."""
    return next(((one.box[0] + one.box[2]) / 2 for one in column if one.box is not None and one.colspan == 1), None)


def _spread(row: Sequence[GridCell], middles: Sequence[float | None]) -> tuple[GridCell, ...] | None:
    """Give each column the cell of a row that stands above it; None where one has none."""
    found = list(_above(row, middles))
    if len(found) != len(middles):
        return None
    made: dict[int, GridCell] = {}
    for index, cell in enumerate(found):
        span = sum(one is cell for one in found)
        made.setdefault(id(cell), replace(cell, column=index, colspan=span))
    return tuple(made[id(cell)] for cell in found)


def _above(row: Sequence[GridCell], middles: Sequence[float | None]) -> Iterator[GridCell]:
    for middle in middles:
        over = [one for one in row if middle is not None and one.box is not None and one.box[0] <= middle <= one.box[2]]
        yield from over[:1]
