"""What a form leaves out: totals that their rows or columns do not cover.

A total of a pack is a wider query and not a sum of cells, so it can be compared with what stands beside it: whatever
entry a budget may usually have has to be in one of the rows and in exactly one of the columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from generator.base.frozen import frozen
from generator.facts.words import MONEY_OF, THIS_YEAR
from generator.findings.finding import Finding, Kind, Severity
from generator.ledger import EVERYTHING, MEASURES, Condition
from generator.pack.spec import ColumnSpec, RowSpec, TableSpec
from generator.tables.columns import RowList, row_lists
from generator.tables.never import needs_around, needs_of_row, row_name
from generator.tables.possible import Needs, Possible, Region, needs_of
from generator.tables.rows import NO_AMOUNTS, without_money

ROWS_LACK = Kind(
    "P412", "合计行多于各行", Severity.WARNING, "合计行计入的金额，有的不在同一张表的任何一行里，合计就不等于各行之和。"
)
COLUMNS_LACK = Kind(
    "P413", "合计列与各列不符", Severity.WARNING, "没有条件的列是合计，它的每一笔金额应当正好在旁边的一列里。"
)
VERSIONS = ("部门", "单位")
CARRIED_OVER = "年终结转"  # money that is not spent stands in the total only: forms do not divide it
_SHOWN = ("方向", "资金性质", "支出类型", "上年结转")


@frozen
class _List:
    """The rows of a table, or of one of its column groups, each with the entries it counts, and the columns beside."""

    columns: tuple[ColumnSpec, ...]
    rows: tuple[tuple[RowSpec, tuple[Region, ...]], ...]

    @property
    def boxes(self) -> tuple[Region, ...]:
        """The entries that some row counts."""
        return _widest(box for _, boxes in self.rows for box in boxes)


def review(spec: TableSpec, possible: Possible) -> Iterator[Finding]:
    """Yield what a table leaves out of the entries that a budget can usually have."""
    for part in () if without_money(spec) else _lists(spec, possible):
        for version in VERSIONS:
            found = (*_rows_lack(part, version, possible), *_columns_lack(part.columns, part.boxes, version, possible))
            yield from (replace(one, path=("表", spec.name, *one.path)) for one in found)


def _lists(spec: TableSpec, possible: Possible) -> Iterator[_List]:
    groups = row_lists(spec, spec.columns)
    for group in groups:
        own = _with_boxes(spec, group, possible)
        beside = [_with_boxes(spec, one, possible) for one in group.inner(groups)]
        for rows in beside or [()]:  # each of the lists within has to cover the totals below it
            yield _List(group.columns, (*rows, *own))


def _with_boxes(spec: TableSpec, group: RowList, possible: Possible) -> tuple[tuple[RowSpec, tuple[Region, ...]], ...]:
    if spec.condition.never or group.condition.never:
        return ()
    around = (*needs_around(spec), *needs_of(group.condition))
    return tuple((row, _counted(row, spec.data, around, possible)) for row in group.rows)


def _counted(row: RowSpec, data: str, around: Needs, possible: Possible) -> tuple[Region, ...]:
    if (
        row.kind in NO_AMOUNTS
        or row.condition.never
        or (row.kind == "记录" and data not in MONEY_OF.get(row.records, ()))
    ):
        return ()
    return possible.boxes(data, (*around, *needs_of_row(row)))


def _rows_lack(part: _List, version: str, possible: Possible) -> Iterator[Finding]:
    rows = [(row, boxes) for row, boxes in part.rows if row.applies in ("", version)]
    others = [boxes for row, boxes in rows if row.kind not in ("合计", *NO_AMOUNTS) and _counts_own(row)]
    listed = _widest(box for boxes in others for box in boxes)
    for row, boxes in rows:
        if row.kind == "合计" and _counts_own(row) and others:
            for left in possible.left(boxes, listed):
                message = f"“{row.label}”计入的金额有的未列入任何一行，例如{_words(left, possible)}。"
                yield ROWS_LACK.at(row.place, message, "请加上一行，或者改窄合计行的条件。", path=("行", row_name(row)))
                break


def _columns_lack(
    columns: Sequence[ColumnSpec], boxes: tuple[Region, ...], version: str, possible: Possible
) -> Iterator[Finding]:
    printed = [column for column in columns if column.applies in ("", version)]
    for column in printed:
        if column.children:
            yield from _columns_lack(column.children, _within(boxes, column.condition, possible), version, possible)
    whole = [column for column in printed if _is_amount(column) and column.condition == EVERYTHING]
    parts = [part for part in (_part(column, boxes, possible) for column in printed) if part is not None]
    if len(whole) != 1 or not parts:
        return
    divided = tuple(box for box in boxes if box.line.name != CARRIED_OVER)
    twice = (a & b for one, other in combinations(parts, 2) for a in one for b in other)
    found = [(next(possible.left(divided, [box for part in parts for box in part]), None), "不在旁边的任何一列里")]
    found += [(next((box for box in twice if box and box.line.name != CARRIED_OVER), None), "在旁边的几列里重复")]
    for box, where in found:
        if box is not None:
            message = f"“{whole[0].title}”的金额有的{where}，例如{_words(box, possible)}。"
            remedy = "请检查旁边各列的条件，或者加上一列。"
            yield COLUMNS_LACK.at(whole[0].place, message, remedy, path=("列", whole[0].title))
            return


def _within(boxes: Iterable[Region], condition: Condition, possible: Possible) -> tuple[Region, ...]:
    """Give what a condition leaves of boxes."""
    if condition.never:
        return ()
    return tuple(box for box in (possible.cut(box, needs_of(condition)) for box in boxes) if box is not None)


def _widest(boxes: Iterable[Region]) -> tuple[Region, ...]:
    """Leave out the boxes that stand within others."""
    kept: list[Region] = []
    for box in sorted(boxes, key=lambda box: len(box.sets)):
        if not any(box.is_within(one) for one in kept):
            kept.append(box)
    return tuple(kept)


def _counts_own(row: RowSpec) -> bool:
    return row.book in ("", THIS_YEAR) and not row.content and row.whole is None


def _is_amount(column: ColumnSpec) -> bool:
    return not column.children and column.content == MEASURES[0] and column.whole is None and not _of_others(column)


def _of_others(column: ColumnSpec) -> bool:
    return column.book not in ("", THIS_YEAR)


def _part(column: ColumnSpec, boxes: tuple[Region, ...], possible: Possible) -> tuple[Region, ...] | None:
    """Give what a column beside a total takes of boxes; None where it is a total itself, or no amount."""
    if column.condition != EVERYTHING and (_is_amount(column) or _has_amounts(column)):
        return _within(boxes, column.condition, possible)
    below = [part for part in (_part(child, boxes, possible) for child in column.children) if part is not None]
    return tuple(box for part in below for box in part) if below else None


def _has_amounts(column: ColumnSpec) -> bool:
    return any(_is_amount(child) or _has_amounts(child) for child in column.children)


def _words(box: Region, possible: Possible) -> str:
    """Say one of the entries of a box, by what tells them from others."""
    values = possible.example(box)
    narrow = (name for name, chosen in box.sets.items() if 2 * len(chosen) <= len(possible.domain(box.line, name)))
    named = dict.fromkeys((*_SHOWN, *narrow))
    said = [f"{name}：{values[name]}" for name in named if values.get(name, "") not in ("", "否")]
    return f"“{'，'.join(said)}”的"
