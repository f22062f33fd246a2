"""Lists whose lines make the total line above them: records (采购、项目、单位), groups, and groups of groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from generator.intake.pool import ZERO, Clash, stale
from generator.recognition.statements import PrintedLine, ReadTable

_WAY, _IN, _OUT = "方向", ("收入",), {"支出", "年终结转"}
_TOTAL, _LISTED = "合计", ("记录", "分组")


def clashes_of_lists(tables: Iterable[ReadTable]) -> Iterator[Clash]:
    """Compare each line with the sum of the lines of its list, column by column.

    A form lists records and groups whole, so they make what stands above them.
    A list with a line that was not understood is not compared.
    """
    for table in tables:
        lines = sorted(table.lines, key=lambda one: one.side)
        for _, side in groupby(lines, key=lambda one: one.side):
            for whole, parts in _wholes(tuple(side)):
                yield from _of_columns(whole, parts)


def clashes_of_balance(tables: Iterable[ReadTable]) -> Iterator[Clash]:
    """Compare the totals of a table of income and spending (收支总表): what comes in is spent or carried forward.

    Only totals of one table are compared: two tables may count different income.
    """
    for table in tables:
        totals = [one for one in table.amounts if one.total and not one.blank and not stale(one)]
        for spent in (one for one in totals if set(one.condition.get(_WAY, ())) == _OUT):
            comes_in = {**spent.condition, _WAY: _IN}
            for one in totals:
                same = (one.data, one.book, one.condition) == (spent.data, spent.book, comes_in)
                if same and abs(one.value - spent.value) > max(one.tolerance, spent.tolerance):
                    yield Clash(spent, (one,), one.value)


def _wholes(lines: Sequence[PrintedLine]) -> Iterator[tuple[PrintedLine, Sequence[PrintedLine]]]:
    """Yield each line that has a list, with the lines directly below it; then the total line with the first lines."""
    below = {number: _below(lines, number) for number in range(len(lines))}
    yield from ((lines[number], parts) for number, parts in below.items() if parts)
    totals = [one for one in lines if one.row is not None and one.row.spec.kind == _TOTAL]
    first = [number for number, one in enumerate(lines) if one.row is None or _is_first(one)]
    if len(totals) == 1 and first and all(below[number] or _is_listed(lines[number]) for number in first):
        yield totals[0], [lines[number] for number in first]


def _is_first(line: PrintedLine) -> bool:
    return line.row is not None and line.row.parent is None and line.row.spec.kind != _TOTAL


def _is_listed(line: PrintedLine) -> bool:
    return line.row is not None and line.row.spec.kind in _LISTED


def _below(lines: Sequence[PrintedLine], number: int) -> Sequence[PrintedLine]:
    """Give the lines directly below a line: none unless it has nothing but a list, read whole."""
    own = lines[number].row
    if own is None or not own.spec.children or any(one.kind not in _LISTED for one in own.spec.children):
        return ()
    parts: list[PrintedLine] = []
    for one in lines[number + 1 :]:
        if one.row is None:
            return ()
        if one.row.parent is own:
            parts.append(one)
        elif not one.row.is_below(own):
            break
    return parts


def _of_columns(whole: PrintedLine, parts: Sequence[PrintedLine]) -> Iterator[Clash]:
    for column, one in whole.amounts.items():
        own = [part.amounts[column] for part in parts if column in part.amounts]
        if one.blank or stale(one) or len(own) < len(parts):
            continue
        total = sum((each.value for each in own), ZERO)
        off = one.tolerance + sum((each.tolerance for each in own), ZERO)
        if abs(one.value - total) > off:
            yield Clash(one, tuple(own), total)
