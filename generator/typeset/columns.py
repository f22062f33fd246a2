"""Widths of a table's columns, from what stands in them and the limits that the pack sets. Lengths are points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.base import late
from generator.base.frozen import frozen
from generator.document.blocks import Cell, Column, Row, Table, grid

Measured = tuple[int, Cell, float]  # the grid column where a cell begins, the cell, the width of its text on one line

TWIPS = 20  # widths are whole twentieths of a point, so that Word's numbers are the same
COMFORT = 2.0  # em that a column may gain where no column holds text
EASE = 0.5  # em that a column is wider than its text: Word may have a bold font with wider digits than ours
LABEL = 4.0  # em of a label that should stand on one line
HEAD_LINES = 4  # a column's heading may take so many lines before it widens the column
LONGEST = 24  # characters of a word that a column is widened for (a project's code has 21); a longer one is broken
_WORD = late.compile(r"[!-~]+")


@dataclass(slots=True)
class _Wish:
    """What a column asks for: the least it can bear, what shows everything on one line, its share of long text."""

    least: float = 0.0
    natural: float = 0.0
    square: float = 0.0  # sum of squared widths of its texts: long ones count more
    firm: float = 0.0  # the width of its widest amount
    text: bool = False
    serial: bool = True


@frozen
class Room:
    """The width of the text area, whether a table has to fill it, the size of the font, what an edge takes."""

    available: float
    fill: bool
    em: float
    edge: float  # padding and rule of a column


def column_widths(table: Table, cells: Sequence[Measured], room: Room) -> tuple[float, ...]:
    """Return the width of each grid column, `room.available` in total at most; `cells` are those with text.

    Amounts are never wrapped, short labels (four characters) only in need. A table with text fills the width; a
    table of figures alone keeps a comfortable one.
    """
    em, available, edge = room.em, room.available, room.edge
    wishes = _wishes(len(table.columns), cells, em, edge)
    _limit(wishes, table.columns, em, edge)
    least, wanted = [wish.least for wish in wishes], [wish.natural for wish in wishes]
    if sum(least) > available:
        widths = _squeezed(wishes, available, 2 * em + edge)
    elif sum(wanted) > available:
        rows = max(1, len(table.body))
        weights = [(wish.square / rows) ** 0.5 + em for wish in wishes]
        short = [max(wish.least, min(wish.natural, LABEL * em + edge)) for wish in wishes]
        base = short if sum(short) < available else least
        widths = _share(base, wanted, weights, available - sum(base))
    else:
        widths = _grown(wishes, table, room)
    return _rounded(widths, available)


def too_narrow(cells: Sequence[Measured], widths: Sequence[float], room: Room) -> list[int]:
    """Return the grid columns that cannot show an amount, which is never wrapped; if none, a character of a text."""
    if sum(widths) < room.available - 1:
        return []
    amounts: set[int] = set()
    texts: set[int] = set()
    for column, cell, width in cells:
        need = width if cell.role == "金额" else min(width, room.em)
        stop = column + cell.colspan
        own = widths[column] if cell.colspan == 1 else sum(widths[column:stop])
        if need + room.edge > own + 1 / TWIPS:
            (amounts if cell.role == "金额" else texts).update(range(column, stop))
    return sorted(amounts or texts)


def _squeezed(wishes: Sequence[_Wish], available: float, narrow: float) -> list[float]:
    """Divide what is less than the least: by the wishes, but where that cuts amounts, texts give way before them."""
    least = [wish.least for wish in wishes]
    widths = [width * available / sum(least) for width in least]
    base = [wish.firm or min(wish.least, narrow) for wish in wishes]
    if any(width < wish.firm for width, wish in zip(widths, wishes, strict=True)) and sum(base) < available:
        return _share(base, least, [wish - own for wish, own in zip(least, base, strict=True)], available - sum(base))
    return widths


def _wishes(columns: int, cells: Sequence[Measured], em: float, edge: float) -> list[_Wish]:
    """Ask every cell what its column needs."""
    wishes = [_Wish() for _ in range(columns)]
    spanning: list[Measured] = []
    for measured in cells:
        column, cell, width = measured
        if cell.colspan > 1:
            spanning.append(measured)
        else:
            _ask(wishes[column], cell, width, em, edge)
    for wish in wishes:
        if not wish.natural:
            wish.natural = 4 * em + edge
        wish.least = max(wish.least, min(wish.natural, 2 * em + edge))
    for column, cell, width in spanning:
        _ask_together(wishes[column : column + cell.colspan], cell, width, em, edge)
    return wishes


def filled(rows: Sequence[Row]) -> Iterator[tuple[int, Cell]]:
    """Yield the cells of rows that hold text, with the grid column where they begin."""
    if any(cell.rowspan > 1 for row in rows for cell in row.cells):
        yield from ((column, cell) for row in grid(rows) for cell, column, top in row if top and cell.text)
        return
    for row in rows:
        column = 0
        for cell in row.cells:
            if cell.text:
                yield column, cell
            column += cell.colspan


def _ask(wish: _Wish, cell: Cell, width: float, em: float, edge: float) -> None:
    """Add the need of a cell in one column."""
    if cell.role == "表头":
        wish.least = max(wish.least, width / HEAD_LINES + edge, min(width, 2 * em) + edge)
        wish.natural = max(wish.natural, width / 2 + edge, min(width, 4 * em) + edge)
        return
    wish.natural = max(wish.natural, width + EASE * em + edge)
    wish.serial = wish.serial and cell.role == "序号"
    if cell.role in ("金额", "序号"):
        wish.firm = max(wish.firm, width + EASE * em + edge)
        wish.least = max(wish.least, wish.firm)
        return
    wish.text = wish.text or cell.role == "文字"
    wish.square += width * width
    shortest = 3 * em if cell.rowspan > 1 else 2 * em  # （续） must stand on one line
    if width + edge > wish.least:
        wish.least = max(wish.least, min(width, max(_longest_word(cell, em), shortest)) + edge)


def _longest_word(cell: Cell, em: float) -> float:
    """Return about how wide the longest number or Latin word of a cell is that should not be broken."""
    return (min(max(map(len, _WORD.findall(cell.text)), default=0), LONGEST) / 2 + 0.1) * em


def _ask_together(wishes: Sequence[_Wish], cell: Cell, width: float, em: float, edge: float) -> None:
    """Widen columns that a cell spans when they are too narrow for it."""
    if cell.role == "金额":
        least = natural = width + EASE * em
    elif cell.role == "表头":
        least, natural = max(width / HEAD_LINES, min(width, 2 * em)), width / 2
    else:
        least, natural = min(width, max(4 * em, _longest_word(cell, em))), min(width, 12 * em)
    more = max(0.0, least + edge - sum([wish.least for wish in wishes])) / len(wishes)
    wider = max(0.0, natural + edge - sum([wish.natural for wish in wishes])) / len(wishes)
    for wish in wishes:
        wish.least += more
        wish.natural += wider


def _limit(wishes: Sequence[_Wish], columns: Sequence[Column], em: float, edge: float) -> None:
    """Hold the wishes within the pack's limits; an amount's need stays, for it is never wrapped."""
    for wish, column in zip(wishes, columns, strict=True):
        if column.least is not None:
            wish.least = max(wish.firm, column.least * em + edge)
        if column.most is not None:
            wish.natural = min(wish.natural, column.most * em + edge)
            wish.least = max(wish.firm, min(wish.least, wish.natural))
        wish.natural = max(wish.natural, wish.least)


def _grown(wishes: Sequence[_Wish], table: Table, room: Room) -> list[float]:
    """Share out what is left when everything fits on one line."""
    natural, em, available = [wish.natural for wish in wishes], room.em, room.available
    caps = [available if column.most is None else column.most * em + room.edge for column in table.columns]
    shares = [column.grow or 0.0 for column in table.columns]
    if not any(shares):
        shares = [0.0 if wish.serial and wish.natural < 5 * em else wish.natural for wish in wishes]
        if not room.fill and not any(wish.text for wish in wishes):
            caps = [min(cap, width + COMFORT * em) for cap, width in zip(caps, natural, strict=True)]
    return _share(natural, caps, shares, available - sum(natural))


def _share(widths: Sequence[float], caps: Sequence[float], shares: Sequence[float], room: float) -> list[float]:
    """Give `room` to the columns by their shares, none beyond its cap."""
    result, open_columns = list(widths), [i for i, share in enumerate(shares) if share > 0 and caps[i] > widths[i]]
    while open_columns and room > 1 / TWIPS:
        unit = room / sum(shares[i] for i in open_columns)
        for i in open_columns:
            gain = min(unit * shares[i], caps[i] - result[i])
            result[i] += gain
            room -= gain
        open_columns = [i for i in open_columns if caps[i] - result[i] > 1 / TWIPS]
    return result


def _rounded(widths: Sequence[float], available: float) -> tuple[float, ...]:
    """Round down to twips, and give what that leaves to the widest column."""
    twips = [int(width * TWIPS + 1e-6) for width in widths]
    total = int(min(available, sum(widths)) * TWIPS + 1e-6)
    twips[max(range(len(twips)), key=lambda i: (twips[i], -i))] += total - sum(twips)
    return tuple(width / TWIPS for width in twips)
