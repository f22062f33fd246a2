"""Forms (表单) that print one record each: the value of a field stands beside its label, or below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from generator.base.frozen import frozen
from generator.findings.finding import Place
from generator.grids.grid import Grid, GridCell
from generator.pack.spec import FormCell, TableSpec
from generator.recognition.words import label

_ENOUGH = 0.6  # of a form's labels


@frozen
class _Wanted:
    """A field of a form: its label, how often that label stood before, and whether the value is below it."""

    label: str
    occurrence: int
    below: bool
    cell: FormCell


def read_form(spec: TableSpec, grid: Grid, end: int) -> tuple[Mapping[str, tuple[str, Place]], frozenset[str]] | None:
    """Read the fields of one record from the rows of a grid before `end`; None where it is not this form.

    The second are the fields whose cell is there and empty.
    """
    wanted = tuple(_wanted(spec))
    cells = list(replace(grid, rows=grid.rows[:end]).cells)
    labels = {label(cell.text or "") for row in spec.form for cell in row if cell.text} - {""}
    found = {label(cell.text) for cell in cells}
    if not labels or len(labels & found) < _ENOUGH * len(labels):
        return None
    fields: dict[str, tuple[str, Place]] = {}
    empty: set[str] = set()
    for one in wanted:
        value = _value(one, grid, cells, labels)
        if value is not None and value.text.strip():
            fields[one.cell.content] = (value.text.strip(), value.place)
        elif value is not None:
            empty.add(one.cell.content)
    return fields, frozenset(empty - fields.keys())


def _wanted(spec: TableSpec) -> Iterator[_Wanted]:
    """Yield the fields of a form, each with the label that stands left of it in its row, else above it."""
    placed = _laid(spec.form)
    counts: dict[str, int] = {}
    numbers = {}
    for (row, column), cell in placed.items():
        if cell.text:
            word = label(cell.text)
            numbers[row, column] = counts.get(word, 0)
            counts[word] = numbers[row, column] + 1
    starts = list(placed.items())
    for number, ((row, column), cell) in enumerate(starts):
        if not cell.content:
            continue
        before = starts[number - 1] if number else None
        if before is not None and before[0][0] == row and before[1].text:
            yield _Wanted(label(before[1].text), numbers[before[0]], below=False, cell=cell)
            continue
        above = [(at, one) for at, one in starts if one.text and at[0] < row and at[1] == column]
        spanning = [
            (at, one) for at, one in starts if one.text and at[0] < row < at[0] + one.rowspan and at[1] < column
        ]
        if above and above[-1][0][0] == row - 1:
            at, one = above[-1]
            yield _Wanted(label(one.text or ""), numbers[at], below=True, cell=cell)
        elif spanning:
            at, one = spanning[-1]
            yield _Wanted(label(one.text or ""), numbers[at], below=True, cell=cell)


def _laid(form: Sequence[Sequence[FormCell]]) -> dict[tuple[int, int], FormCell]:
    """Say in which row and grid column each cell of a form begins."""
    placed: dict[tuple[int, int], FormCell] = {}
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(form):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            placed[number, column] = cell
            taken |= {(number + r, column + c) for r in range(cell.rowspan) for c in range(cell.colspan)}
            column += cell.colspan
    return placed


def _value(one: _Wanted, grid: Grid, cells: Sequence[GridCell], labels: set[str]) -> GridCell | None:
    """Find the cell beside, or below, the label; what is itself a label is no value."""
    named = [cell for cell in cells if label(cell.text) == one.label]
    if not named:
        return None
    own = named[min(one.occurrence, len(named) - 1)]
    right, under = own.column + own.colspan, own.row + own.rowspan
    if one.below and own.rowspan > 1:  # the value stands in the second row beside a label of two rows
        beside = grid.rows[under - 1][right] if right < grid.width else None
        return beside if beside is not None and beside.row == under - 1 else None
    if one.below:
        cell = grid.rows[under][own.column] if under < len(grid.rows) else None
    else:
        cell = grid.rows[own.row][right] if right < grid.width else None
    return None if cell is None or label(cell.text) in labels else cell
