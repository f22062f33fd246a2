"""What never has money: queries, tables, columns, rows and cells whose conditions no entry of any budget can meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from generator.base.frozen import frozen
from generator.base.paths import ValuePath
from generator.facts.words import LEVELS, LINE_LISTS, MONEY_OF
from generator.findings.finding import Finding, Kind, Place, Severity
from generator.pack.spec import AMOUNTS, ColumnSpec, Pack, RowSpec, TableSpec, every_cell, every_column
from generator.tables.columns import leaves, row_lists
from generator.tables.possible import Need, Needs, Possible, needs_of
from generator.tables.rows import NO_AMOUNTS, without_money

NEVER = Kind(
    "P411",
    "永远没有数",
    Severity.WARNING,
    "口径、表、列、行或者格子的几个条件（连同它上面的）没有一笔收支能同时满足：哪个部门的预算都没有这样的数。",
)
_REMEDY = "请改其中一个条件；本来就没有数的，请写 条件: 无。"


@frozen
class Counting:
    """A row that counts entries, with what it and those above it ask; `free` says that it has money without entries.

    `dead` says that it never counts anything.
    """

    spec: RowSpec
    needs: Needs
    applies: tuple[str, ...]
    above: tuple[RowSpec, ...] = ()
    free: bool = False
    dead: bool = False

    def prints(self, column: ColumnSpec) -> bool:
        """Tell whether a document prints it in a column."""
        versions = {one for one in (*self.applies, column.applies) if one}
        return len(versions) <= 1 and column.title not in self.spec.blank


def review(pack: Pack, possible: Possible) -> Iterator[Finding]:
    """Yield what of a pack never has money, where its condition stands."""
    for name, (data, condition) in pack.queries.items():
        place = pack.query_places.get(name)
        clash = possible.conflict(data, needs_of(condition))
        if clash and not condition.never:
            yield _told(f"口径“{name}”", data, clash, place, path=("口径", name))
    for spec in pack.tables.values():
        yield from table(spec, possible)


def table(spec: TableSpec, possible: Possible) -> Iterator[Finding]:
    """Yield what of a table never has money."""
    around = needs_around(spec)
    clash = possible.conflict(spec.data, around)
    if spec.condition.never or without_money(spec) or not (spec.columns or spec.form):
        return
    if clash:
        yield _told(f"表“{spec.name}”", spec.data, clash, spec.where or spec.place, path=("表", spec.name))
        return
    yield from _cells(spec, around, possible)
    grouped = any(column.rows is not None for column in every_column(spec.columns))
    rows = () if grouped else _alive(spec.rows, spec, around, possible)
    told: list[ColumnSpec] = []
    for column, finding in _columns(spec, spec.columns, around, rows, possible):
        told.extend(every_column([column]))
        yield finding
    yield from _rows(spec, around, told, possible)


def _alive(rows: Iterable[RowSpec], spec: TableSpec, above: Needs, possible: Possible) -> tuple[Counting, ...]:
    """Give the rows that count something, and mark those that never do under what is above them: they are told."""
    found = counting(rows)
    return tuple(replace(row, dead=not possible.boxes(spec.data, (*above, *row.needs))) for row in found)


def needs_around(spec: TableSpec) -> Needs:
    """Give what a table asks of all its entries."""
    return (*needs_of(spec.condition), *_of_records(spec.each, "逐条"))


def needs_of_row(row: RowSpec) -> Needs:
    """Give what a row asks of its entries."""
    needs = needs_of(row.condition)
    if row.kind == "科目":
        length = LEVELS[row.dimension][row.first_level]
        return (*needs, Need(row.dimension, at_least=length, said=f"科目：{row.dimension}"))
    return (*needs, *_of_records(row.records, "记录"))


def _of_records(name: str, key: str) -> Needs:
    """Give what the records of a list ask: each line has a unit, and not each a project."""
    if name in LINE_LISTS:
        return (Need("方向", (LINE_LISTS[name],), said=f"{key}：{name}"),)
    return (Need(name, at_least=1, said=f"{key}：{name}"),) if name == "项目" else ()


def counting(rows: Iterable[RowSpec], above: Counting | None = None) -> Iterator[Counting]:
    """Yield the rows that may count entries, those below others included, without those that say 无."""
    for row in rows:
        if row.kind in NO_AMOUNTS or row.condition.never:
            continue
        needs = (*(above.needs if above else ()), *needs_of_row(row))
        applies = (*(above.applies if above else ()), row.applies)
        around = (*above.above, above.spec) if above else ()
        one = Counting(row, needs, applies, around, free=row.kind == "记录" and row.records not in MONEY_OF)
        yield one
        yield from counting(row.children, one)


def _columns(
    spec: TableSpec, columns: Sequence[ColumnSpec], above: Needs, rows: tuple[Counting, ...], possible: Possible
) -> Iterator[tuple[ColumnSpec, Finding]]:
    for column in columns:
        if column.condition.never or column.used_only:
            continue
        needs = (*above, *needs_of(column.condition))
        own = (*rows, *_alive(column.rows or (), spec, needs, possible))
        clash = possible.conflict(spec.data, needs)
        if clash and (column.children or column.content in AMOUNTS):
            what = f"表“{spec.name}”的列“{column.title}”"
            yield column, _told(what, spec.data, clash, column.where or column.place, path=_path(spec, column))
        elif column.children:
            yield from _columns(spec, column.children, needs, own, possible)
        elif column.content in AMOUNTS:
            yield from ((column, finding) for finding in _fitting(spec, column, needs, own, possible))


def _fitting(
    spec: TableSpec, column: ColumnSpec, needs: Needs, rows: Sequence[Counting], possible: Possible
) -> Iterator[Finding]:
    """Yield that no row prints an amount in a column."""
    what, place = f"表“{spec.name}”的列“{column.title}”", column.where or column.place
    printed = [row for row in rows if row.prints(column)]
    alive = [row for row in printed if row.free or not row.dead]
    if not printed:
        yield NEVER.at(
            place, f"{what}永远没有数：没有一行印它的数。", "请加上行，或者删去这一列。", path=_path(spec, column)
        )
    elif alive and not any(row.free or possible.boxes(spec.data, (*needs, *row.needs)) for row in alive):
        clash = possible.conflict(spec.data, (*needs, *alive[0].needs))
        more = f"，与各行都合不到一起，例如行“{row_name(alive[0].spec)}”"
        yield _told(what, spec.data, clash, place, more, path=_path(spec, column))


def _rows(spec: TableSpec, around: Needs, told: Sequence[ColumnSpec], possible: Possible) -> Iterator[Finding]:
    """Yield the rows that never have money, in themselves or in any of the columns that have some."""
    for group in row_lists(spec, spec.columns):
        above = (*around, *needs_of(group.condition))
        if possible.conflict(spec.data, above) or group.condition.never:
            continue  # told of the column
        inside = [leaf for leaf in leaves(group.columns) if leaf.spec.content in AMOUNTS and not leaf.condition.never]
        measures = [leaf for leaf in inside if not any(leaf.spec is one for one in told)]
        dead: list[RowSpec] = []
        for row in counting(group.rows):
            if row.free or row.spec.used_only or any(one is each for one in row.above for each in dead):
                continue
            what, place = f"表“{spec.name}”的行“{row_name(row.spec)}”", row.spec.where or row.spec.place
            needs = (*above, *row.needs)
            clash = possible.conflict(spec.data, needs)
            if clash:
                dead.append(row.spec)
                yield _told(what, spec.data, clash, place, path=_path(spec, row.spec))
                continue
            printed = [(*needs, *needs_of(leaf.condition)) for leaf in measures if row.prints(leaf.spec)]
            if printed and not any(possible.boxes(spec.data, one) for one in printed):
                dead.append(row.spec)
                clash = possible.conflict(spec.data, printed[0])
                yield _told(what, spec.data, clash, place, "，与各列都合不到一起", path=_path(spec, row.spec))


def _cells(spec: TableSpec, around: Needs, possible: Possible) -> Iterator[Finding]:
    for cell in every_cell(spec):
        if not cell.condition.never:
            clash = possible.conflict(spec.data, (*around, *needs_of(cell.condition)))
            if clash:
                what, place = f"表“{spec.name}”的一格", cell.where or cell.place
                yield _told(what, spec.data, clash, place, path=("表", spec.name))


def row_name(row: RowSpec) -> str:
    """Give what a row is called: what it prints, or its kind and what it lists."""
    return row.label or f"{row.kind}：{row.dimension or row.records or '、'.join(row.by)}"


def _path(spec: TableSpec, part: ColumnSpec | RowSpec) -> ValuePath:
    """Name a column or a row of a table, for what the pack accepts (已核实)."""
    return ("表", spec.name, *(("列", part.title) if isinstance(part, ColumnSpec) else ("行", row_name(part))))


def _told(what: str, data: str, clash: Needs, place: Place | None, more: str = "", *, path: ValuePath) -> Finding:
    """Say which conditions no entry meets together."""
    words = [f"“{need.words}”" for need in clash]
    said = f"没有一笔{data}会有{words[0]}" if len(words) == 1 else f"没有一笔{data}能同时有{'、'.join(words)}"
    return NEVER.at(place, f"{what}永远没有数：{said}{more}。", _REMEDY, path=path)
