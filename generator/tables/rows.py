"""Rows of a table: each kind of row of the language becomes lines, which carry the entries that they count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import field, replace
from decimal import Decimal
from functools import partial

from generator.base.frozen import frozen
from generator.base.numerals import chinese_numeral
from generator.base.paths import Traced, origins_of
from generator.books.book import Book
from generator.books.statements import items
from generator.facts.budget import ZERO, Entry, FieldValue, Record
from generator.facts.words import LEVELS, LINE_LISTS, MONEY_OF, NAMED, THIS_YEAR
from generator.findings.finding import Place
from generator.ledger import DIMENSIONS, EVERYTHING, NOTHING, Clause, Condition, Ledger, of_entries, select
from generator.pack.spec import RowSpec, TableSpec, every_row
from generator.tables.lines import line_records
from generator.tables.setting import Setting

NO_AMOUNTS = ("空行", "补齐")  # kinds of rows


@frozen
class Spread:
    """Where a line stands among those of one record (展开): the part that it prints, its place, how many they are.

    `fields` are those that any of the parts has: what else is printed is the record's, once beside all of them.
    """

    part: Record
    number: int
    height: int
    fields: Set[str]


@frozen
class TableLine:
    """A line of a table before its columns are applied."""

    spec: RowSpec
    label: str = ""
    entries: tuple[Entry, ...] = ()
    code: str = ""
    name: str = ""
    record: Record | None = None
    indent: int = 0
    condition: Condition = EVERYTHING  # under which other books are asked: the table's, its own, those above it
    spread: Spread | None = None
    values: Mapping[str, str] = field(default_factory=dict)  # by dimension, what a grouped row (分组) prints

    @property
    def total(self) -> bool:
        """Whether this is a total line (合计)."""
        return self.spec.kind == "合计"


@frozen
class StatedColumn:
    """A column that asks a book which has statements and no entries, with its conditions and the data set."""

    book: Book
    condition: Condition
    data: str


@frozen
class RowSource:
    """What rows are made from: the entries of the table, its records, and the setting.

    `named` are the names of units and projects by dimension and what an entry says: a code, or a name without one.
    """

    entries: tuple[Entry, ...]
    ledger: Ledger
    within: tuple[Record, ...]  # the records in which the rows stand, the outermost (逐条) first
    setting: Setting
    narrowed: bool  # by a condition, a code or a record: a record without money there is no row of it
    named: Mapping[tuple[str, str], FieldValue]
    condition: Condition = EVERYTHING  # of all that narrows it
    stated: tuple[StatedColumn, ...] = ()  # of what columns ask where there are no entries

    def below(self, entries: tuple[Entry, ...], by: Condition, record: Record | None = None) -> RowSource:
        """Return the source of the rows below one that counts some entries, those that meet `by`."""
        within = self.within if record is None else (*self.within, record)
        narrowed = self.narrowed or by != EVERYTHING or record is not None
        return replace(self, entries=entries, narrowed=narrowed, within=within, condition=self.condition & by)


def expand(rows: Sequence[RowSpec], source: RowSource) -> tuple[TableLine, ...]:
    """Return the lines of a list of rows, in order; 补齐 stays as a line of that kind."""
    found: list[TableLine] = []
    for row in rows:
        for line in _lines(row, source, 0):
            source.setting.meter.fill(1)  # at least; a list may be endless for all that this loop knows
            found.append(line)
    return tuple(found)


def fill_up(lines: Sequence[TableLine], height: int) -> tuple[TableLine, ...]:
    """Replace the 补齐 line by as many blank lines as make the list `height` lines long."""
    out: list[TableLine] = []
    for number, line in enumerate(lines):
        if line.spec.kind == "补齐" and number == len(out):  # the first one
            out.extend([line] * (height - len(lines) + 1))
        else:
            out.append(line)
    out.extend([BLANK] * (height - len(out)))
    return tuple(out)


def counted(row: RowSpec, entries: Iterable[Entry], records: Iterable[Record] = ()) -> tuple[Entry, ...]:
    """Return the entries that a row counts, of those that its table, column group and parent rows count.

    `records` are those that a row of records (记录) lists. Nothing else decides which row counts what.
    """
    if row.kind in NO_AMOUNTS:
        return ()
    chosen = select(entries, row.condition)
    if row.kind == "科目":
        attribute, length = DIMENSIONS[row.dimension].attribute, LEVELS[row.dimension][row.first_level]
        return tuple(entry for entry in chosen if len(getattr(entry, attribute)) >= length)
    if row.records in LINE_LISTS:
        way = LINE_LISTS[row.records]
        return tuple(entry for entry in chosen if entry.direction == way and entry.book == THIS_YEAR)
    if row.kind == "记录":
        own = {entry.origin for record in records for entry in record.entries}
        return tuple(entry for entry in chosen if entry.origin in own)
    return chosen


def without_money(spec: TableSpec) -> bool:
    """Tell whether a table lists only records that have no entries: its amounts are fields of theirs, or nothing."""
    rows = [row for row in every_row(spec) if row.kind not in (*NO_AMOUNTS, "合计")]
    only = all(row.kind == "记录" and row.records not in MONEY_OF for row in rows)
    return bool(rows) and only and spec.each not in MONEY_OF


def _lines(row: RowSpec, source: RowSource, indent: int) -> Iterator[TableLine]:
    source.setting.meter.step(1 + len(source.entries) // 10)
    if row.kind == "空行":
        yield from [BLANK] * row.count
    elif row.kind == "补齐":
        yield TableLine(row)
    elif row.kind == "科目":
        yield from _classification_lines(row, source, indent)
    elif row.kind == "记录":
        yield from _record_lines(row, source, indent)
    elif row.kind == "分组":
        yield from _grouped_lines(row, source, indent)
    else:
        yield from _labelled_lines(row, source, indent)


def _labelled_lines(row: RowSpec, source: RowSource, indent: int) -> Iterator[TableLine]:
    entries = counted(row, source.entries)
    below = source.below(entries, row.condition)
    if row.used_only and not entries and not _is_stated(below):
        return
    label = source.setting.fill(row.label, {}, row.place)
    yield TableLine(row, label, entries, indent=indent, condition=below.condition)
    yield from _below(row, below, indent)


def _is_stated(source: RowSource) -> bool:
    """Tell whether a book without entries states an amount of what a row counts."""
    asked = (one.book.stated(source.condition & one.condition, one.data) for one in source.stated)
    return any(asked)


def _below(row: RowSpec, inner: RowSource, indent: int) -> Iterator[TableLine]:
    for child in row.children:
        if inner.setting.applies(child.applies):
            yield from _lines(child, inner, indent + 1)


def _classification_lines(row: RowSpec, source: RowSource, indent: int) -> Iterator[TableLine]:
    entries = counted(row, source.entries)
    levels = LEVELS[row.dimension]
    lengths = [n for n in levels.values() if levels[row.first_level] <= n <= levels[row.last_level]]
    groups = _by_prefix(entries, DIMENSIONS[row.dimension].attribute, lengths)
    for code in _stated_codes(row, source):
        for length in (one for one in lengths if one <= len(code)):
            groups.setdefault(code[:length], [])
    codes: Iterable[str] = sorted(groups)
    if row.everything:
        codes = [c for c in source.setting.names.classification.categories(row.dimension) if len(c) == lengths[0]]
    order = 0
    for code in codes:
        order += len(code) == lengths[0]
        name = source.setting.names.of(row.dimension, code)
        variables = {"名称": name, "编码": code, "中文次序": chinese_numeral(order)}
        label = source.setting.fill(row.label, variables, row.place) if row.label else name
        below = source.below(tuple(groups.get(code, ())), row.condition & _is(row.dimension, code))
        yield TableLine(row, label, below.entries, code, name, indent=indent, condition=below.condition)
        if len(code) == lengths[-1]:
            yield from _below(row, below, indent)


def _is(dimension: str, value: str) -> Condition:
    return Condition((Clause(dimension, (value,)),))


def _stated_codes(row: RowSpec, source: RowSource) -> Iterator[str]:
    """Yield the codes of a classification of which books without entries tell something."""
    for one in source.stated:
        yield from items(one.book.lists, source.condition & row.condition & one.condition, one.data, row.dimension)


def _by_prefix(entries: Iterable[Entry], attribute: str, lengths: Sequence[int]) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        code = getattr(entry, attribute)
        for length in lengths:
            if len(code) >= length:
                groups.setdefault(code[:length], []).append(entry)
    return groups


def _record_lines(row: RowSpec, source: RowSource, indent: int) -> Iterator[TableLine]:
    for record, entries in listed(row, source):
        below = source.below(entries, row.condition & condition_of(row.records, record), record)
        line = TableLine(row, "", entries, _code(record), record=record, indent=indent, condition=below.condition)
        yield from _spread(line, record.children.get(row.spread, ()))
        yield from _below(row, below, indent)


def _spread(line: TableLine, parts: Sequence[Record]) -> Iterator[TableLine]:
    """Give a record's line, or one for each of its parts (展开)."""
    fields = frozenset(name for part in parts for name in part.fields)
    for number, part in enumerate(parts):
        yield replace(line, spread=Spread(part, number, len(parts), fields))
    if not parts:
        yield line


def _code(record: Record) -> str:
    """Give the function code of a line (明细), of which columns may print parts (编码.类); other records have none."""
    code = record.fields.get("科目编码")
    return Traced(str(code.value), code.origins) if code else ""


def _grouped_lines(row: RowSpec, source: RowSource, indent: int) -> Iterator[TableLine]:
    """Give a line for each of the values that entries have of some dimensions, in the order of the entries.

    What the line above says already is not said again, from the first dimension on.
    """
    groups: dict[tuple[str, ...], list[Entry]] = {}
    clauses = [Clause(name, ()) for name in row.by]
    for entry in counted(row, source.entries):
        groups.setdefault(tuple(clause.of(entry) for clause in clauses), []).append(entry)
    before: tuple[str, ...] = ()
    for values in _together(groups):
        entries = groups[values]
        same = next((n for n, (a, b) in enumerate(zip(values, before, strict=False)) if a != b), 0)
        said = {}
        for number, (name, value) in enumerate(zip(row.by, values, strict=True)):
            text = _worded(name, value, row, source)
            typed = (path for entry in entries for path in origins_of(getattr(entry, DIMENSIONS[name].attribute)))
            said[name] = Traced("" if number < same else text, tuple(dict.fromkeys((*origins_of(text), *typed))))
        group = Condition(tuple(Clause(name, (value,)) for name, value in zip(row.by, values, strict=True)))
        below = source.below(tuple(entries), row.condition & group)
        yield TableLine(row, entries=below.entries, indent=indent, values=said, condition=below.condition)
        yield from _below(row, below, indent)
        before = values


def _together(groups: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Sort by where each value first occurs after those before it: rows that share the first values stand together."""
    values = list(groups)
    first: dict[tuple[str, ...], int] = {}
    for number, one in enumerate(values):
        for end in range(1, len(one) + 1):
            first.setdefault(one[:end], number)
    return sorted(values, key=lambda one: [first[one[:end]] for end in range(1, len(one) + 1)])


def _worded(dimension: str, value: str, row: RowSpec, source: RowSource) -> str:
    """Say a value of a dimension: the name of a code, of a unit or a project; what the row says for none (空值)."""
    if not value:
        return dict(row.nameless).get(dimension, "")
    if DIMENSIONS[dimension].prefix:
        return source.setting.names.of(dimension, value)
    name = source.named.get((dimension, value))
    return Traced(str(name.value), name.origins) if name else value


def names_of(ledger: Ledger) -> Mapping[tuple[str, str], FieldValue]:
    """Give the names of units and projects, by dimension and by what entries say: a code, or a name without one."""
    found: dict[tuple[str, str], FieldValue] = {}
    for dimension, (code, name) in NAMED.items():
        records = [record.fields for record in ledger.records.get(dimension, ()) if name in record.fields]
        for key in (code, name):  # a code goes before a name, and what comes first before what comes later
            for fields in records:
                if key in fields:
                    found.setdefault((dimension, str(fields[key].value)), fields[name])
    return found


def listed(row: RowSpec, source: RowSource) -> tuple[tuple[Record, tuple[Entry, ...]], ...]:
    """Return the records that a row (记录) prints, in order, each with the entries that are counted for it."""
    if row.records in LINE_LISTS:
        source.setting.meter.step(len(source.entries))
        records = line_records(counted(row, source.entries), source.setting.names, source.named)
        return tuple((record, record.entries) for record in sort_records(records, row.order))
    records = sort_records(records_of(row.records, source.ledger, source.within), row.order)
    source.setting.meter.step(len(records) // 10)
    found = shares(row, records, source.entries, narrowed=source.narrowed)
    others = tuple(entry for entry in source.entries if entry.book != THIS_YEAR)
    if not others:
        return found
    return tuple((record, (*own, *_of_other_books(row, record, others))) for record, own in found)


def condition_of(name: str, record: Record) -> Condition:
    """Give the condition that tells a record of 单位 or 项目 from others; of other lists, one that nothing meets."""
    keys = (record.fields[key] for key in NAMED.get(name, ()) if key in record.fields)
    value = next((str(key.value) for key in keys if key.value), "")
    return _is(name, value) if value else NOTHING


def _of_other_books(row: RowSpec, record: Record, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Give what other books say of a unit or a project, by its code."""
    own = condition_of(row.records, record)
    return select(entries, row.condition & own)


def shares(
    row: RowSpec, records: Sequence[Record], entries: Iterable[Entry], *, narrowed: bool
) -> tuple[tuple[Record, tuple[Entry, ...]], ...]:
    """Give each record its share of the entries that a row (记录) counts.

    Where something narrows the row, a record without money in it is left out, and fields that sum a record's
    entries sum those that are counted. Lists without entries (专项资金, 绩效指标) are not narrowed.
    """
    chosen = {entry.origin: entry for entry in counted(row, entries, records)}
    found = ((record, tuple(chosen[e.origin] for e in record.entries if e.origin in chosen)) for record in records)
    if row.records not in MONEY_OF or not (narrowed or row.condition != EVERYTHING):
        return tuple(found)
    return tuple((of_entries(record, chosen.keys()), own) for record, own in found if own)


def records_of(name: str, ledger: Ledger, within: Sequence[Record]) -> tuple[Record, ...]:
    """Return the records of a list: of the innermost record that has such, or else of the whole ledger."""
    own = (record.children[name] for record in reversed(within) if name in record.children)
    found = next(own, None)
    return ledger.records.get(name, ()) if found is None else found


def sort_records(records: Sequence[Record], order: Sequence[str]) -> tuple[Record, ...]:
    """Sort records by fields: numbers by value, names as the forms do, by GBK bytes (digits, Latin, then pinyin)."""
    if not order:
        return tuple(records)
    return tuple(sorted(records, key=partial(_sort_key, order)))


def _sort_key(order: Sequence[str], record: Record) -> tuple[tuple[Decimal, bytes], ...]:
    values = (record.fields[name].value if name in record.fields else "" for name in order)
    return tuple((one, b"") if isinstance(one, Decimal) else (ZERO, one.encode("gb18030")) for one in values)


BLANK = TableLine(RowSpec("空行", Place("")))
