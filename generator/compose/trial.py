"""The fullest budget, made to fit a pack: its lines in the words of the pack, and a line for each query without one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from generator.base.frozen import frozen
from generator.base.paths import Traced
from generator.facts import classification, declared
from generator.facts.budget import Budget, Entry, Record
from generator.facts.declaration import Declared
from generator.facts.declared import EXISTING
from generator.facts.words import LEVELS, STANDARD
from generator.ledger import DIMENSIONS, Clause, Condition, select
from generator.pack.spec import Pack

_AMOUNT = Decimal(1000)  # 元


def fitted(budget: Budget, pack: Pack) -> Budget:
    """Give a sample budget in the words of a pack (维度值), with money for every query (口径) of 收支."""
    entries = tuple(_worded(budget.entries, pack))
    added = tuple(_lacking(entries, budget, pack))
    records = {name: tuple(_record(one, pack) for one in listed) for name, listed in budget.records.items()}
    procurement = tuple(_worded(budget.procurement, pack))
    return replace(budget, entries=(*entries, *added), procurement=procurement, records=records)


def _record(record: Record, pack: Pack) -> Record:
    return replace(record, entries=tuple(_worded(record.entries, pack)))


def _worded(entries: Iterable[Entry], pack: Pack) -> Iterator[Entry]:
    """Give the entries that the pack has a place for; of a fund that it divides, as its first part."""
    for entry in entries:
        words = {name: _word(name, getattr(entry, DIMENSIONS[name].attribute), pack) for name in STANDARD.values}
        if None not in words.values():
            changed: dict[str, Any] = {DIMENSIONS[name].attribute: word for name, word in words.items()}
            yield replace(entry, **changed, official_fund="" if changed["fund"] == entry.fund else entry.fund)


def _word(name: str, word: str, pack: Pack) -> str | None:
    known = pack.dimensions[name]
    if not word or not known.values or word in known.values:
        return word
    if not STANDARD.values[name]:  # a dimension without usual words, of which the sample says any
        return known.values[0]
    return next((one for one in (known.groups or {}).get(word, ()) if one in known.values), None)


def _lacking(entries: tuple[Entry, ...], budget: Budget, pack: Pack) -> Iterator[Entry]:
    """Make an entry for each query of 收支 that no entry meets."""
    for number, (data, condition) in enumerate(pack.queries.values()):
        if data == "收支" and not condition.never and not select(entries, condition):
            made = _made(condition, entries, budget.year)
            if made is not None and condition.meets(made):
                yield replace(made, amount=_AMOUNT, origin=("试", number))


def _made(condition: Condition, entries: tuple[Entry, ...], year: int) -> Entry | None:
    """Change an entry of the same direction so that it meets a condition."""
    asked: Mapping[str, list[Clause]] = {one.dimension: [] for one in condition.clauses}
    for clause in condition.clauses:
        asked[clause.dimension].append(clause)
    values = {name: _value(name, clauses, year) for name, clauses in asked.items()}
    like = [one for one in entries if one.direction == (values.get("方向") or one.direction)]
    if not like or None in values.values():
        return None
    changed: dict[str, Any] = {
        DIMENSIONS[name].attribute: value == "是" if DIMENSIONS[name].yes_or_no else value
        for name, value in values.items()
    }
    return replace(like[0], **changed)


def _value(name: str, clauses: list[Clause], year: int) -> str | None:
    """Find a value of a dimension that all clauses accept: of codes, one of the last level."""
    if name not in LEVELS:
        return next((value for value in clauses[0].values if all(one.accepts(value) for one in clauses)), None)
    length = max(LEVELS[name].values())
    codes = (code for code in classification.load(year).categories(name) if len(code) == length)
    return next((code for code in codes if all(one.accepts(code) for one in clauses)), None)


def with_own_data(budget: Budget, pack: Pack, *, full: bool) -> Budget:
    """Give a sample budget what the pack declares (数据): with `full` every key and field, else only empty lists."""
    codes = [entry for entry in budget.entries if entry.function and entry.economic]
    unit = str(budget.records["单位"][0].fields["单位编码"].value)
    example = _Examples(unit, codes[0] if codes else None)
    data = {key: example.of(one) for key, one in pack.data.items() if key not in EXISTING} if full else {}
    lists = {key: tuple(_records(pack.data[key], data.get(key, ()), unit)) for key in declared.lists(pack.data)}
    records = {**budget.records, **lists}
    for key in EXISTING if full else ():
        records = _with_fields(records, key, pack.data.get(key), example)
    records["单位"] = tuple(replace(one, children={**one.children, **lists}) for one in records["单位"])
    return replace(budget, data={**budget.data, **data}, records=records, declared=pack.data)


def _records(one: Declared, values: Iterable[Mapping[str, Any]], unit: str) -> Iterator[Record]:
    return declared.records(one, (((one.name, number), value) for number, value in enumerate(values)), unit)


def _with_fields(
    records: Mapping[str, tuple[Record, ...]], key: str, one: Declared | None, example: _Examples
) -> dict[str, tuple[Record, ...]]:
    """Add the declared fields to the records of a list, or to those that stand in its records."""
    if one is None:
        return dict(records)
    (first, *below), name = EXISTING[key]
    added = declared.values_of(one, example.fields(one), (key, 0))

    def full(record: Record) -> Record:
        if not below:
            return replace(record, fields={**record.fields, **added})
        inner = tuple(replace(child, fields={**child.fields, **added}) for child in record.children.get(name, ()))
        return replace(record, children={**record.children, name: inner})

    outer = first if below else name
    return {**records, outer: tuple(full(record) for record in records.get(outer, ()))}


@frozen
class _Examples:
    """A value for each type; codes are those of a unit and of an entry that the budget has."""

    unit: str
    entry: Entry | None

    def of(self, one: Declared) -> Any:
        """Give a value of a key or a field."""
        if one.type == declared.LIST:
            return (self.fields(one),)
        if one.type == declared.GROUP:
            return self.fields(one)
        if one.type == declared.LINES:
            return (Traced("文字", ((one.name, 0),)),)
        simple = {"金额": _AMOUNT, "数": Decimal(1), "整数": 1, "日期": "2025-02-20", "是否": True, "单位": self.unit}
        codes = {} if self.entry is None else {name: _code(self.entry, name) for name in declared.CODES}
        return {**simple, **codes}.get(one.type, (*one.choices, "文字")[0])

    def fields(self, one: Declared) -> dict[str, Any]:
        """Give a value of each field."""
        return {field.name: self.of(field) for field in one.fields}


def _code(entry: Entry, dimension: str) -> str:
    return str(getattr(entry, DIMENSIONS[dimension].attribute))
