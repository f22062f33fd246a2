"""Empty tables (空表): whether a table prints any amount, and whether a budget with money can leave it without one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.facts.budget import Entry
from generator.facts.words import CHILD_LISTS, RECORD_LISTS
from generator.findings.finding import Finding, Kind, Severity
from generator.ledger import Ledger, select
from generator.pack.spec import AMOUNTS, ColumnSpec, RowSpec, TableSpec, rows_of
from generator.tables.chosen import shown_books
from generator.tables.columns import Leaf, RowList, leaves, row_lists
from generator.tables.rows import NO_AMOUNTS, counted, records_of

NO_NOTICE = Kind(
    "P418",
    "空表没有说明",
    Severity.WARNING,
    "有的部门没有这张表的数。空表也要公开，并说明没有数；不写说明，读者不知道是没有，还是漏了。",
)
_ALWAYS = ("单位",)  # lists that no budget lacks
_SPENT_AND_GOT = ("收入", "支出")


def is_empty(
    spec: TableSpec,
    columns: Sequence[ColumnSpec],
    lists: Sequence[RowList],
    entries: Sequence[Entry],
    ledger: Ledger,
) -> bool:
    """Tell whether no row and column that a table prints (`lists`, `columns`) count an amount or quantity but zero."""
    counting = _counting(row for one in lists for row in one.rows)
    if not counting and _counting(rows_of(spec)):
        return True  # the rows that count something are those of the other version (适用)
    if not (counting and _measures(columns)):
        return not entries
    return not any(entry.amount or entry.quantity for entry in _printed(lists, columns, entries, ledger))


def review(spec: TableSpec, ledger: Ledger) -> Iterator[Finding]:
    """Demand a notice of a table that can be empty; `ledger` is one in which everything occurs."""
    if spec.columns and not (spec.empty.note or spec.each) and _may_be_empty(spec, ledger):
        remedy = "请写上：空表: {说明: 注：……，保留: 全部}，说明的话照当地格式的写法。"
        yield NO_NOTICE.at(spec.place, f"表“{spec.name}”没有数的时候，没有空表的说明。", remedy, path=("表", spec.name))


def _may_be_empty(spec: TableSpec, ledger: Ledger) -> bool:
    """Tell whether there is income or spending that a table leaves out: a budget may have nothing else."""
    recorded = [row.records for row in rows_of(spec) if row.kind == "记录"]
    if recorded:
        parts = set(CHILD_LISTS) - set(RECORD_LISTS)
        return any(name not in parts and name not in _ALWAYS for name in recorded)
    if spec.data != "收支":
        return True
    whole = ledger.entries[spec.data]
    lists = row_lists(spec, spec.columns)
    inside = set(_printed(lists, spec.columns, select(whole, spec.condition), ledger))
    directions = {entry.direction for entry in inside if entry.direction in _SPENT_AND_GOT}
    outside = {entry.direction for entry in whole if entry not in inside}
    return directions <= outside


def _printed(
    lists: Sequence[RowList], columns: Sequence[ColumnSpec], entries: Sequence[Entry], ledger: Ledger
) -> Iterator[Entry]:
    """Yield the entries that a row and a column of amounts count both."""
    measures = _measures(columns)
    for one in lists:
        within = select(entries, one.condition)
        for row in one.rows:
            asked = [(shown_books(row, leaf.spec), leaf.condition) for leaf in measures if one.holds(leaf)]
            of_row = counted(row, within, records_of(row.records, ledger, ()))
            yield from (e for e in of_row if any(e.book in books and condition.meets(e) for books, condition in asked))


def _counting(rows: Iterable[RowSpec]) -> bool:
    return any(row.kind not in NO_AMOUNTS for row in rows)


def _measures(columns: Sequence[ColumnSpec]) -> tuple[Leaf, ...]:
    return tuple(leaf for leaf in leaves(columns) if leaf.spec.content in AMOUNTS)
