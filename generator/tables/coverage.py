"""What a form leaves out: columns that never get money, totals that their rows or columns do not cover.

A total of a pack is a wider query and not a sum of cells, so it can be compared with what stands beside it. These
checks need a budget in which everything occurs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.base import money
from generator.facts.budget import Entry
from generator.facts.words import THIS_YEAR
from generator.findings.finding import Finding, Kind, Severity
from generator.ledger import DIMENSIONS as OF_ENTRY
from generator.ledger import EVERYTHING, MEASURES, Ledger, select
from generator.pack.spec import ColumnSpec, RowSpec, TableSpec
from generator.tables.columns import row_lists
from generator.tables.rows import NO_AMOUNTS, counted, records_of, without_money

UNUSED = Kind(
    "P411", "列永远没有数", Severity.WARNING, "用最全的预算试排，这一列也没有一个数：条件多半写错了。"
)  # fmt: skip
ROWS_LACK = Kind(
    "P412", "合计行多于各行", Severity.WARNING, "合计行计入的金额，有的不在同一张表的任何一行里，合计就不等于各行之和。"
)
COLUMNS_LACK = Kind(
    "P413", "合计列与各列不符", Severity.WARNING, "没有条件的列是合计，它的每一笔金额应当正好在旁边的一列里。"
)
VERSIONS = ("部门", "单位")
CARRIED_OVER = "年终结转"  # money that is not spent stands in the total only: forms do not divide it
_SHOWN = ("方向", "资金性质", "支出类型", "经济分类", "上年结转")


@dataclass(frozen=True, slots=True)
class _List:
    """The rows of a table, or of one of its column groups, each with the entries it counts, and the columns beside."""

    columns: tuple[ColumnSpec, ...]
    rows: tuple[tuple[RowSpec, tuple[Entry, ...]], ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that some row counts, each once."""
        return tuple(dict.fromkeys(entry for _, entries in self.rows for entry in entries))


def review(spec: TableSpec, ledger: Ledger) -> Iterator[Finding]:
    """Yield what a table leaves out of a ledger in which everything occurs."""
    entries = select(_counted(spec, ledger), spec.condition)
    if not entries or without_money(spec):
        return
    for part in _lists(spec, entries, ledger):
        yield from _unused(part.columns, part.entries)
        for version in VERSIONS:
            yield from _rows_lack(part, version)
            yield from _columns_lack(part.columns, part.entries, version)


def _counted(spec: TableSpec, ledger: Ledger) -> tuple[Entry, ...]:
    if not spec.each:
        return ledger.entries[spec.data]
    return tuple(entry for record in ledger.records.get(spec.each, ()) for entry in record.entries)


def _lists(spec: TableSpec, entries: tuple[Entry, ...], ledger: Ledger) -> Iterator[_List]:
    groups = row_lists(spec, spec.columns)
    for group in groups:
        own = _with_entries(group.rows, select(entries, group.condition), ledger)
        beside = [_with_entries(one.rows, select(entries, one.condition), ledger) for one in group.inner(groups)]
        for rows in beside or [()]:  # each of the lists within has to cover the totals below it
            yield _List(group.columns, (*rows, *own))


def _with_entries(
    rows: Sequence[RowSpec], entries: tuple[Entry, ...], ledger: Ledger
) -> tuple[tuple[RowSpec, tuple[Entry, ...]], ...]:
    return tuple((row, counted(row, entries, records_of(row.records, ledger, ()))) for row in rows)


def _unused(columns: Iterable[ColumnSpec], entries: tuple[Entry, ...]) -> Iterator[Finding]:
    for column in columns:
        within = select(entries, column.condition)
        if column.children:
            yield from _unused(column.children, within)
        elif (
            column.content in MEASURES
            and not _of_others(column)
            and not (within or column.used_only or column.condition.never)
        ):
            yield UNUSED.at(column.place, f"列“{column.title}”永远没有数。", "请检查这一列和上面各层的条件。")


def _rows_lack(part: _List, version: str) -> Iterator[Finding]:
    rows = [(row, entries) for row, entries in part.rows if row.applies in ("", version)]
    others = [entries for row, entries in rows if row.kind not in ("合计", *NO_AMOUNTS) and _counts_own(row)]
    listed = {entry for entries in others for entry in entries}
    for row, entries in rows:
        left = [entry for entry in entries if entry not in listed]
        if row.kind == "合计" and _counts_own(row) and others and left:
            message = f"“{row.label}”计入的金额有的未列入任何一行，例如{_words(left[0])}。"
            yield ROWS_LACK.at(row.place, message, "请加上一行，或者改窄合计行的条件。")


def _columns_lack(columns: Sequence[ColumnSpec], entries: tuple[Entry, ...], version: str) -> Iterator[Finding]:
    printed = [column for column in columns if column.applies in ("", version)]
    for column in printed:
        yield from _columns_lack(column.children, select(entries, column.condition), version)
    whole = [column for column in printed if _is_amount(column) and column.condition == EVERYTHING]
    parts = [accepts for accepts in map(_part, printed) if accepts]
    if len(whole) != 1 or not parts:
        return
    for entry in entries:
        times = sum(accepts(entry) for accepts in parts)
        if times != 1 and entry.direction != CARRIED_OVER:
            where = "不在旁边的任何一列里" if not times else "在旁边的几列里重复"
            message = f"“{whole[0].title}”的金额有的{where}，例如{_words(entry)}。"
            yield COLUMNS_LACK.at(whole[0].place, message, "请检查旁边各列的条件，或者加上一列。")
            return


def _counts_own(row: RowSpec) -> bool:
    return row.book in ("", THIS_YEAR) and not row.content and row.whole is None


def _is_amount(column: ColumnSpec) -> bool:
    return not column.children and column.content == MEASURES[0] and column.whole is None and not _of_others(column)


def _of_others(column: ColumnSpec) -> bool:
    return column.book not in ("", THIS_YEAR)


def _part(column: ColumnSpec) -> Callable[[Entry], bool] | None:
    """Tell which entries a column beside a total takes; None where it is a total itself, or no amount."""
    if column.condition != EVERYTHING and (_is_amount(column) or _has_amounts(column)):
        return column.condition.meets
    below = [accepts for accepts in map(_part, column.children) if accepts]
    return (lambda entry: any(accepts(entry) for accepts in below)) if below else None


def _has_amounts(column: ColumnSpec) -> bool:
    return any(_is_amount(child) or _has_amounts(child) for child in column.children)


def _words(entry: Entry) -> str:
    values = ((name, getattr(entry, OF_ENTRY[name].attribute)) for name in _SHOWN)
    said = [f"{name}：{'是' if value is True else value}" for name, value in values if value]
    return f"{money.format_amount(entry.amount, scale=0)} 元（{'，'.join(said)}）"
