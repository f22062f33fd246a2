"""Tables in a terminal: columns measured as they are shown, some shortened where the terminal is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from generator.base.terminal import shortened, width

_GAP = 2
_LEAST = 8  # columns of a text that is shortened


def aligned(rows: Sequence[Sequence[str]], columns: int, *, right: Sequence[int] = (), giving: int = 0) -> list[str]:
    """Write rows in columns, those of `right` to the right, in lines of at most so many columns; 0 shortens none.

    Where the terminal is too narrow the texts of the column `giving` are shortened first, then those of the widest.
    """
    widest = [max(map(width, column)) for column in zip(*rows, strict=True)]
    over = sum(widest) + _GAP * (len(widest) - 1) - columns if columns else 0
    for number in (giving, *sorted(range(len(widest)), key=lambda one: -widest[one])):
        cut = max(min(over, widest[number] - _LEAST), 0)
        widest[number] -= cut
        over -= cut
    return [_line(row, widest, right) for row in rows]


def _line(row: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    cells = []
    for number, (text, room) in enumerate(zip(row, widths, strict=True)):
        shown = shortened(text, room)
        space = " " * (room - width(shown))
        cells.append(space + shown if number in right else shown + space)
    return (" " * _GAP).join(cells).rstrip()
