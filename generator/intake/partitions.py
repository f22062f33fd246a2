"""Wholes that a table divides: 合计 = 基本支出 + 项目支出 + …, 收入总计 = 本年收入 + 上年结转.

The values of a dimension are those of the form, so their parts make the whole wherever all of them are printed; some of
them, apart from each other, are no more than the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product
from math import prod

from generator.books.statements import normal, within
from generator.facts.words import GOODS, THIS_YEAR
from generator.intake.pool import ZERO, Clash, ConditionKey, key_of, stale
from generator.ledger import MEASURES, Dimensions
from generator.recognition.statements import PrintedAmount, ReadTable

_NO_WHOLE = "方向"  # income and spending make nothing, unless a whole names what it is of
_SEVERAL = 2  # parts
_MOST = 1_000  # kinds of money that a whole counts
_Values = frozenset[str]
_Printed = Mapping[ConditionKey, PrintedAmount]


def clashes_of_partitions(tables: Iterable[ReadTable], dimensions: Dimensions) -> Iterator[Clash]:
    """Compare each whole with its parts; a row or a column that was not understood may be another part."""
    every = {name: frozenset(GOODS if name == "采购目录" else one.values) for name, one in dimensions.items()}
    read = [one for one in tables if not one.unread and not one.columns.unread]
    apart = [[*table.amounts, *_left_out(table)] for table in read]
    listed = {id(one) for table in tables for record in table.records for one in record.amounts if one.data != "收支"}
    for amounts in apart:
        for printed in _by_book([one for one in amounts if id(one) not in listed]):
            yield from _within(printed, every)
            yield from _across([one for one in printed.values() if not one.listed], every)


def _left_out(table: ReadTable) -> Iterator[PrintedAmount]:
    """Give as blank what stands in the rows that the form prints only where they have money, and that are not there."""
    printed = {id(line.row) for line in table.lines}
    spec = table.table.spec
    for column in table.columns.found.values():
        for row in (row for one in table.table.lists_of(column.group) for row in one.rows if column.counts):
            known = row.spec.used_only and id(row) not in printed and column.spec.content in MEASURES
            condition = normal(spec.condition & column.condition & row.condition) if known else None
            if condition is not None:
                book = row.spec.book or column.spec.book or spec.book or THIS_YEAR
                amount = PrintedAmount(spec.name, spec.data, book, condition, ZERO, ZERO, table.grids[0].place, "", "")
                yield replace(amount, blank=True, measure=column.spec.content)


def _by_book(amounts: Iterable[PrintedAmount]) -> Iterator[_Printed]:
    """Give the amounts of each book and data set by their conditions; a cell that is blank states less than others."""
    found: dict[tuple[str, str, str], dict[ConditionKey, PrintedAmount]] = defaultdict(dict)
    for one in amounts:
        if not stale(one):
            same = found[one.book, one.data, one.measure]
            before = same.get(key_of(one.condition))
            if before is None or before.blank:
                same[key_of(one.condition)] = one
    return iter(found.values())


def _within(printed: _Printed, every: Mapping[str, _Values]) -> Iterator[Clash]:
    for name, known in every.items():
        groups: dict[ConditionKey, dict[_Values, PrintedAmount]] = defaultdict(dict)
        for key, one in printed.items():
            rest = tuple(each for each in key if each[0] != name)
            values = frozenset(one.condition.get(name, known if name != _NO_WHOLE else ()))
            if values:
                groups[rest][values] = one
        for own in groups.values():
            for values, whole in own.items():
                parts, complete = _dividing(values, own)
                if parts and not whole.blank and not all(one.blank for one in parts):
                    yield from _compared(whole, parts, complete=complete)


def _across(printed: Sequence[PrintedAmount], every: Mapping[str, _Values]) -> Iterator[Clash]:
    """Compare wholes with parts that differ in several dimensions: 收入总计 = 各种资金的本年收入 + 上年结转."""
    for whole in printed:
        inside = [one for one in printed if one is not whole and _is_part(one, whole)]
        parts = [one for one in inside if not any(other is not one and _is_part(one, other) for other in inside)]
        if len(parts) >= _SEVERAL and _covers(whole, parts, every):
            yield from _compared(whole, parts, complete=True)


def _is_part(one: PrintedAmount, whole: PrintedAmount) -> bool:
    return one.condition != whole.condition and within(one.condition, whole.condition)


def _covers(whole: PrintedAmount, parts: Sequence[PrintedAmount], every: Mapping[str, _Values]) -> bool:
    """Tell whether each thing that a whole counts is counted by one of its parts."""
    names = sorted(
        {name for one in parts for name in one.condition if one.condition[name] != whole.condition.get(name)}
    )
    values = [whole.condition.get(name, every.get(name, ())) for name in names]
    if not all(values) or prod(map(len, values)) > _MOST:
        return False
    kinds = [dict(zip(names, one, strict=True)) for one in product(*values)]
    counted = (sum(all(kind[n] in one.condition.get(n, (kind[n],)) for n in names) for one in parts) for kind in kinds)
    return all(count == 1 for count in counted)


def _dividing(values: _Values, own: Mapping[_Values, PrintedAmount]) -> tuple[Sequence[PrintedAmount], bool]:
    """Give the parts that divide a whole, and whether without a rest: the broadest that do, else the narrowest."""
    inside = [one for one in own if one < values]
    broad = [one for one in inside if not any(one < other for other in inside)]
    narrow = [one for one in inside if not any(other < one for other in inside)]
    apart = [ones for ones in (broad, narrow) if all(not one & other for one, other in combinations(ones, 2))]
    for found in apart:
        if len(found) >= _SEVERAL and frozenset[str]().union(*found) == values:
            return [own[one] for one in found], True
    return [own[one] for one in apart[0]] if apart else (), False


def _compared(whole: PrintedAmount, parts: Sequence[PrintedAmount], *, complete: bool) -> Iterator[Clash]:
    """A blank cell may be something that is rounded to nothing."""
    total = sum((one.value for one in parts), ZERO)
    off = whole.tolerance + sum((whole.tolerance if one.blank else one.tolerance for one in parts), ZERO)
    more = total - whole.value > (off if complete else 2 * off)
    if more or (complete and whole.value - total > off):
        yield Clash(whole, tuple(one for one in parts if not one.blank), total)
