"""Tables in a terminal: columns measured as they are shown, the widest one shortened where the terminal is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from generator.findings import text as report

_GAP = 2
_LEAST = 8  # columns of a text that is shortened


def aligned(rows: Sequence[Sequence[str]], columns: int, *, right: Sequence[int] = ()) -> list[str]:
    """Write rows in columns, those of `right` to the right, in lines of at most so many columns; 0 shortens none."""
    widest = [max(map(report.width, column)) for column in zip(*rows, strict=True)]
    over = sum(widest) + _GAP * (len(widest) - 1) - columns
    if columns and over > 0:
        longest = widest.index(max(widest))
        widest[longest] = max(_LEAST, widest[longest] - over)
    return [_line(row, widest, right) for row in rows]


def _line(row: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    cells = []
    for number, (text, room) in enumerate(zip(row, widths, strict=True)):
        shown = report.shortened(text, room)
        space = " " * (room - report.width(shown))
        cells.append(space + shown if number in right else shown + space)
    return (" " * _GAP).join(cells).rstrip()
