"""Text edits (改动): what stands at a line and column is replaced, every other character and line end stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from generator.base import late
from generator.findings.finding import Place

_BREAK = late.compile("(\r\n|[\n\r\x85\u2028\u2029])")

Edit = tuple[int, int, int, str]  # line and column from 0, length, new text
Move = Callable[[Place], Place]


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Apply edits, the last first, so that the places of the others stay right; of two that overlap, the first."""
    parts = _BREAK.split(text)  # every second part is a line, the others are the ends of lines
    for number, column, length, new in sorted(apart(edits), reverse=True):
        line = parts[2 * number]
        parts[2 * number] = line[:column] + new + line[column + length :]
    return "".join(parts)


def apart(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Leave out edits of what another one changes already."""
    line, end = -1, 0
    for edit in sorted(edits):
        if edit[0] != line or edit[1] >= end:
            yield edit
            line, end = edit[0], edit[1] + edit[2]


def mover(made: Iterable[Edit]) -> Move:
    """Give the function that finds where a place of the edited text stands in the typed one."""
    by_line: dict[int, list[Edit]] = {}
    for edit in sorted(made):
        by_line.setdefault(edit[0], []).append(edit)

    def move(place: Place) -> Place:
        own = by_line.get(place.line - 1)
        if own is None:
            return place
        start, end = _typed(place.column - 1, own), _typed(place.column - 2 + place.length, own)
        return place._replace(column=start + 1, length=max(end - start + 1, 1))

    return move


def _typed(column: int, own: Iterable[Edit]) -> int:
    """Give the column of the typed line for one of the edited line."""
    for _, start, length, new in own:
        if column < start:
            break
        column = start if column < start + len(new) else column - len(new) + length
    return column
