"""Tables without lines: rows of amounts that stand below each other, parted into columns by the white between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.base.frozen import frozen
from generator.grids.glyphs import rows_of
from generator.grids.grid import Glyph, PageBox
from generator.grids.layout import CellSpan
from generator.grids.texts import glued, squeezed

_AMOUNT = re.compile(r"[-－]?\d{1,3}(,?\d{3})*\.\d+%?|[-－]?\d{1,3}(,\d{3})+")
_WHITE = 1.0  # sizes of a character: white space that parts two columns
_NARROW = 0.35  # the same within a row that is known to be one of a table
_NEAR = 3.0  # sizes: rows farther apart belong to two tables
_FEWEST = 3  # rows with amounts make a table
_HEADS = 6  # rows of headings at most


@frozen
class AlignedTable:
    """A table without lines: its size, its cells, its place, and the characters that it takes."""

    height: int
    width: int
    spans: tuple[CellSpan, ...]
    box: PageBox
    glyphs: tuple[Glyph, ...]


@frozen
class _Words:
    """Characters of a row without white space between them."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return squeezed("".join(glyph.text for glyph in self.glyphs))

    @property
    def left(self) -> float:
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        return max(glyph.right for glyph in self.glyphs)


_Row = tuple[_Words, ...]


def aligned_tables(glyphs: Iterable[Glyph]) -> Iterator[AlignedTable]:
    """Find the tables without lines among the characters of a page that stand in no ruled one."""
    rows = [row for row in (_words(row, _WHITE) for row in rows_of(glyphs)) if row]
    start = 0
    while start < len(rows):
        end = _end(rows, start)
        if _is_table(rows[start:end]):
            yield _table(
                [_words([glyph for words in row for glyph in words.glyphs], _NARROW) for row in rows[start:end]]
            )
        start = end


def _words(row: Sequence[Glyph], white: float) -> _Row:
    parts: list[list[Glyph]] = []
    for glyph in (one for one in row if not one.text.isspace()):
        if parts and glyph.left - parts[-1][-1].right <= white * glyph.size:
            parts[-1].append(glyph)
        else:
            parts.append([glyph])
    return tuple(_Words(tuple(part)) for part in parts)


def _end(rows: Sequence[_Row], start: int) -> int:
    """Give the end of the rows from a start on that stand close and have several words, or one and no other below."""
    end = start + 1
    if len(rows[start]) < 2:  # noqa: PLR2004 a row of a table has two cells
        return end
    while end < len(rows) and _close(rows[end - 1], rows[end]) and (len(rows[end]) > 1 or _goes_on(rows, end)):
        end += 1
    return end


def _goes_on(rows: Sequence[_Row], at: int) -> bool:
    """Tell whether a row of one word is part of a table: a row with amounts follows it closely."""
    return at + 1 < len(rows) and _close(rows[at], rows[at + 1]) and _has_amounts(rows[at + 1])


def _close(before: _Row, row: _Row) -> bool:
    return row[0].glyphs[0].top - before[0].glyphs[0].bottom < _NEAR * row[0].glyphs[0].size


def _has_amounts(row: _Row) -> bool:
    return len(row) > 1 and any(_AMOUNT.fullmatch(words.text) for words in row)


def _is_table(rows: Sequence[_Row]) -> bool:
    with_amounts = [index for index, row in enumerate(rows) if _has_amounts(row)]
    return len(with_amounts) >= _FEWEST and with_amounts[0] <= _HEADS


def _table(rows: Sequence[_Row]) -> AlignedTable:
    columns = _columns([words for row in rows if _has_amounts(row) for words in row])
    spans = []
    for number, row in enumerate(rows):
        cells: dict[int, tuple[int, str]] = {}
        for words in row:
            first, last = _reach(words, columns)
            before = cells.get(first, (last, ""))
            cells[first] = max(before[0], last), glued(before[1], words.text)
        spans += [
            CellSpan(number, first, text, 1, last - first + 1, _box([row])) for first, (last, text) in cells.items()
        ]
    glyphs = tuple(glyph for row in rows for words in row for glyph in words.glyphs)
    return AlignedTable(len(rows), len(columns), tuple(spans), _box(rows), glyphs)


def _columns(words: Sequence[_Words]) -> list[tuple[float, float]]:
    """Give the columns: what the words of the rows with amounts cover, seen from above."""
    columns: list[tuple[float, float]] = []
    for one in sorted(words, key=lambda one: one.left):
        if columns and one.left <= columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], one.right)
        else:
            columns.append((one.left, one.right))
    return columns


def _reach(words: _Words, columns: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """Give the first and last column that words stand over; the nearest one if they stand between."""
    over = [index for index, (left, right) in enumerate(columns) if words.left < right and words.right > left]
    if over:
        return over[0], over[-1]
    middle = (words.left + words.right) / 2
    nearest = min(range(len(columns)), key=lambda index: abs(sum(columns[index]) / 2 - middle))
    return nearest, nearest


def _box(rows: Sequence[_Row]) -> PageBox:
    glyphs = [glyph for row in rows for words in row for glyph in words.glyphs]
    return (
        min(one.left for one in glyphs),
        min(one.top for one in glyphs),
        max(one.right for one in glyphs),
        max(one.bottom for one in glyphs),
    )
