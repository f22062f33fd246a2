"""Numbers of a sheet: which cells are numbers, and which of them are sums of others in the same column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import takewhile

from generator.base import late, money
from generator.base.frozen import frozen
from generator.document.blocks import Cell, Placed, Row, grid

EXACT = 15  # significant digits that a spreadsheet keeps
MOST_PARTS = 200  # arguments of a SUM; Excel allows 255
_CODE = late.compile("[0-9]{3,}")
_PART = late.compile("[0-9]*")


@frozen
class Number:
    """A number as the sheet holds it: exact, in the unit of the table, with the format that shows the cell's text."""

    value: Decimal
    number_format: str

    @property
    def text(self) -> str:
        """The number in digits, without an exponent and without zeros that say nothing."""
        return money.trimmed(f"{self.value:f}", "去掉")


def number_of(cell: Cell) -> Number | None:
    """Return a cell's number, None if it has none that would be shown as the cell's text, to the character."""
    if cell.value is None or not cell.text:
        return None
    places, grouping = len(cell.text.partition(".")[2]), "," in cell.number_format
    rounded = money.shown(cell.value, cell.scale, places) or Decimal(0).scaleb(-places)
    sign, digits, exponent = cell.value.as_tuple()
    if (f"{rounded:,f}" if grouping else f"{rounded:f}") != cell.text or not isinstance(exponent, int):
        return None
    exact = Number(
        Decimal((sign, digits, exponent - cell.scale)),
        ("#,##0" if grouping else "0") + ("." + "0" * places if places else ""),
    )
    return exact if len(exact.text.strip("-0.").replace(".", "")) <= EXACT else None


def sums(rows: Sequence[Row]) -> Mapping[tuple[int, int], tuple[int, ...]]:
    """Return which cells are sums: (row, grid column) → the rows that it adds up.

    A row with a code sums the rows one level below it; a total line sums the rows of the highest level or, where rows
    have no codes, those since the total before it (included), those above it, or those below. Only what is
    exactly equal counts.
    """
    placed = grid(rows)
    values = [
        {p.column: n.value for p in row if p.top and p.cell.rowspan == 1 and (n := number_of(p.cell))} for row in placed
    ]
    found: dict[tuple[int, int], tuple[int, ...]] = {}
    for index, candidates in enumerate(_candidates(rows, placed)):
        for column, value in values[index].items():
            for candidate in candidates:
                parts = [values[row][column] for row in candidate if column in values[row]]
                if parts and money.total(parts) == value and len(list(runs(candidate))) <= MOST_PARTS:
                    found[index, column] = candidate
                    break
    return found


def runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of rows that follow one another."""
    start = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or rows[at] != rows[at - 1] + 1:
            yield rows[start], rows[at - 1]
            start = at


def _candidates(rows: Sequence[Row], placed: Sequence[Sequence[Placed]]) -> list[list[tuple[int, ...]]]:
    """Return for each row the sets of rows that it may be the sum of."""
    codes = _codes(rows, placed)
    parents = _parents(codes)
    top = tuple(index for index, code in enumerate(codes) if code and parents[index] is None)
    out: list[list[tuple[int, ...]]] = []
    for index, row in enumerate(rows):
        if row.total:
            out.append([top] if top else _around(rows, index))
        else:
            children = tuple(child for child, parent in enumerate(parents) if parent == index)
            out.append([children] if children else [])
    return out


def _around(rows: Sequence[Row], index: int) -> list[tuple[int, ...]]:
    """Return what a total line without codes may sum."""
    above = tuple(at for at in range(index) if not rows[at].total)
    before = max((at for at in range(index) if rows[at].total), default=index)
    below = tuple(takewhile(lambda at: not rows[at].total, range(index + 1, len(rows))))
    return [candidate for candidate in (tuple(range(before, index)), above, below) if candidate]


def _codes(rows: Sequence[Row], placed: Sequence[Sequence[Placed]]) -> list[str]:
    """Return the code of each row, empty if it has none: the digits in the first columns, which may be 类, 款, 项."""
    lines = [
        {p.column: p.cell.text.strip() for p in line if p.cell.role != "序号"} if not row.total else {}
        for row, line in zip(rows, placed, strict=True)
    ]
    columns: list[int] = []
    for column in sorted({column for line in lines for column in line}):
        texts = [line[column] for line in lines if line.get(column)]
        pattern = _PART if columns else _CODE
        if not texts or not all(pattern.fullmatch(text) for text in texts):
            break
        columns.append(column)
    return ["".join(line.get(column, "") for column in columns) for line in lines]


def _parents(codes: Sequence[str]) -> list[int | None]:
    """Return for each row the row above it whose code its own begins with."""
    parents: list[int | None] = []
    open_rows: list[int] = []
    for index, code in enumerate(codes):
        while open_rows and not (code.startswith(codes[open_rows[-1]]) and code != codes[open_rows[-1]]):
            open_rows.pop()
        parents.append(open_rows[-1] if code and open_rows else None)
        if code:
            open_rows.append(index)
    return parents
