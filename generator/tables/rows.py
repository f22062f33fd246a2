"""Rows of a table: each kind of row of the language becomes lines, which carry the entries that they count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from generator.base.numerals import chinese_numeral
from generator.facts.budget import Entry, Record
from generator.facts.words import LEVELS
from generator.findings.finding import Place
from generator.ledger import DIMENSIONS, Ledger, select
from generator.pack.spec import RowSpec
from generator.tables.setting import Setting

NO_AMOUNTS = ("空行", "补齐")  # kinds of rows


@dataclass(frozen=True, slots=True)
class TableLine:
    """A line of a table before its columns are applied."""

    spec: RowSpec
    label: str = ""
    entries: tuple[Entry, ...] = ()
    code: str = ""
    name: str = ""
    record: Record | None = None
    indent: int = 0

    @property
    def total(self) -> bool:
        """Whether this is a total line (合计)."""
        return self.spec.kind == "合计"


@dataclass(frozen=True, slots=True)
class RowSource:
    """What rows are made from: the entries of the table, its records, and the setting."""

    entries: tuple[Entry, ...]
    ledger: Ledger
    record: Record | None  # the record of a table that is printed one by one (逐条)
    setting: Setting


def expand(rows: Sequence[RowSpec], source: RowSource) -> tuple[TableLine, ...]:
    """Return the lines of a list of rows, in order; 补齐 stays as a line of that kind."""
    found: list[TableLine] = []
    for row in rows:
        for line in _lines(row, source, 0) if source.setting.applies(row.applies) else ():
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
    if row.kind == "记录":
        own = {entry.origin for record in records for entry in record.entries}
        return tuple(entry for entry in chosen if entry.origin in own)
    return chosen


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
    else:
        yield from _labelled_lines(row, source, indent)


def _labelled_lines(row: RowSpec, source: RowSource, indent: int) -> Iterator[TableLine]:
    entries = counted(row, source.entries)
    if row.used_only and not entries:
        return
    yield TableLine(row, source.setting.fill(row.label, {}, row.place), entries, indent=indent)
    below = RowSource(entries, source.ledger, source.record, source.setting)
    for child in row.children:
        if source.setting.applies(child.applies):
            yield from _lines(child, below, indent + 1)


def _classification_lines(row: RowSpec, source: RowSource, indent: int) -> Iterator[TableLine]:
    entries = counted(row, source.entries)
    levels = LEVELS[row.dimension]
    lengths = [n for n in levels.values() if levels[row.first_level] <= n <= levels[row.last_level]]
    groups = _by_prefix(entries, DIMENSIONS[row.dimension].attribute, lengths)
    codes: Iterable[str] = sorted(groups)
    if row.everything:
        codes = [c for c in source.setting.names.classification.categories(row.dimension) if len(c) == lengths[0]]
    order = 0
    for code in codes:
        order += len(code) == lengths[0]
        name = source.setting.names.of(row.dimension, code)
        variables = {"名称": name, "编码": code, "中文次序": chinese_numeral(order)}
        label = source.setting.fill(row.label, variables, row.place) if row.label else name
        below = tuple(groups.get(code, ()))
        yield TableLine(row, label, below, code, name, indent=indent)
        if len(code) == lengths[-1]:
            inner = RowSource(below, source.ledger, source.record, source.setting)
            for child in row.children:
                yield from _lines(child, inner, indent + 1)


def _by_prefix(entries: Iterable[Entry], attribute: str, lengths: Sequence[int]) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        code = getattr(entry, attribute)
        for length in lengths:
            if len(code) >= length:
                groups.setdefault(code[:length], []).append(entry)
    return groups


def _record_lines(row: RowSpec, source: RowSource, indent: int) -> Iterator[TableLine]:
    for record in sort_records(records_of(row.records, source.ledger, source.record), row.order):
        entries = counted(row, source.entries, (record,))
        if record.entries and not entries:
            continue
        yield TableLine(row, "", entries, record=record, indent=indent)


def records_of(name: str, ledger: Ledger, within: Record | None) -> tuple[Record, ...]:
    """Return the records of a list: of the record that the table is about, or else of the whole ledger."""
    if within is not None and name in within.children:
        return within.children[name]
    return ledger.records.get(name, ())


def sort_records(records: Sequence[Record], order: Sequence[str]) -> tuple[Record, ...]:
    """Sort records by fields, as the forms sort names: by their GBK bytes (digits, Latin, then pinyin)."""
    if not order:
        return tuple(records)
    return tuple(sorted(records, key=partial(_sort_key, order)))


def _sort_key(order: Sequence[str], record: Record) -> tuple[bytes, ...]:
    texts = (str(record.fields[name].value) if name in record.fields else "" for name in order)
    return tuple(text.encode("gb18030") for text in texts)


BLANK = TableLine(RowSpec("空行", Place("")))
