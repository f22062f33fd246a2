"""The books of one subject: this year's budget, last year's as entries and as statements, and last year's execution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from generator.base.money import total
from generator.base.paths import ValuePath
from generator.books.book import Book
from generator.books.statements import ItemList, Statement, normal
from generator.facts.budget import Budget, Entry, Subject
from generator.facts.words import LAST_YEAR, LAST_YEAR_EXECUTED, LEVELS, OF_DIGIT, RECORDED, THIS_YEAR, no_last_year
from generator.ledger import Amount, Clause, Condition, Queries, select
from generator.ledger import total as sum_of

SOURCES = {LAST_YEAR: "上年数", LAST_YEAR_EXECUTED: "上年执行数"}  # the key of each book's statements
TOTAL = "合计"
_WAN_CENT, _CENT = Decimal(100), Decimal("0.01")  # 元: 0.01 万元, and one 分


def books(budget: Budget, subject: Subject, queries: Queries) -> Mapping[str, Book]:
    """Give the books of the department or of a unit, by name."""
    this = Book(THIS_YEAR, _sets(budget, subject.code if subject.version == "单位" else ""))
    figures = stated(subject, SOURCES[LAST_YEAR_EXECUTED], queries)
    executed = Book(LAST_YEAR_EXECUTED, None, *figures, none=None if any(figures) else none(subject))
    old = _sets_of_last_year(budget, subject)
    last = Book(LAST_YEAR, old, *stated(subject, SOURCES[LAST_YEAR], queries), none=none(subject))
    return {book.name: book for book in (this, last, executed)}


def none(subject: Subject) -> str | None:
    """Give the reason why there was no budget last year (上年: 无，……), or None where that is not said."""
    return no_last_year(str(subject.data.get("上年", "")))


def stated(subject: Subject, key: str, queries: Queries) -> tuple[tuple[Statement, ...], tuple[ItemList, ...]]:
    """Read what is stated by 口径 (and by item) under a key such as 上年数; unknown names are left to the checks."""
    statements: list[Statement] = []
    lists: list[ItemList] = []
    for name, value in subject.data.get(key, {}).items():
        data, condition = queries.get(name, ("", Condition(never=True)))
        path = (*subject.at(key), name)
        if isinstance(value, Mapping):
            found = tuple(_items(value, condition, data, path))
            statements.extend(found)
            lists.extend(_lists(value, found, condition, data))
        else:
            statements.extend(_statement(value, condition, data, path))
    return tuple(statements), tuple(lists)


def written(condition: Condition, data: str, queries: Queries) -> str:
    """Say how an amount under a condition is stated in YAML: a 口径, or an item of one; empty where none fits."""
    wanted, own = normal(condition), [(name, normal(asked)) for name, (of, asked) in queries.items() if of == data]
    if wanted is None:
        return ""
    for name, base in own:
        if base == wanted:
            return f"{name}: …"
    for name, base in own:
        for dimension in LEVELS:
            rest = {key: values for key, values in wanted.items() if key != dimension}
            if base == rest and len(wanted.get(dimension, ())) == 1:
                return f'{name}: {{{TOTAL}: …, "{wanted[dimension][0]}": …}}'
    return ""


def disagreements(budget: Budget, subject: Subject, queries: Queries) -> Iterator[tuple[Statement, Amount]]:
    """Give what is stated of last year's budget (上年数) and is not what its folder says, with what that says.

    The figures may differ by less than the last stated digit. A list that last year's budget did not give says nothing.
    Execution (上年执行数) differs from the budget in every year, and is not compared.
    """
    sets = _sets_of_last_year(budget, subject) or {}
    for one in stated(subject, SOURCES[LAST_YEAR], queries)[0]:
        condition = Condition(tuple(Clause(name, values) for name, values in one.condition.items()))
        found = sum_of(select(sets.get(one.data, ()), condition))
        if one.data in sets and abs(found.value - one.value) > one.tolerance:
            yield one, found


def tolerance(value: Decimal) -> Decimal:
    """Give how far a stated amount may be off, in 元: half of 0.01 万元, or of one 分 where it says more than that."""
    if not value:
        return value
    return (_CENT if value % _WAN_CENT else _WAN_CENT) / 2


def _statement(value: Decimal, condition: Condition, data: str, path: ValuePath) -> Iterator[Statement]:
    wanted = normal(condition)
    if wanted is not None:
        yield Statement(data, wanted, value, tolerance(value), path)


def _items(values: Mapping[str, Any], condition: Condition, data: str, path: ValuePath) -> Iterator[Statement]:
    for key, value in values.items():
        narrow = condition if key == TOTAL else condition & _of_code(key)
        yield from _statement(value, narrow, data, (*path, key))


def _of_code(code: str) -> Condition:
    dimension = OF_DIGIT.get(code[:1])
    return Condition((Clause(dimension, (code,)),)) if dimension else Condition(never=True)


def _lists(
    values: Mapping[str, Any], statements: tuple[Statement, ...], condition: Condition, data: str
) -> Iterator[ItemList]:
    """Give the items of each dimension as a list, closed if they add up to the total that is stated beside them."""
    base = normal(condition)
    by_code = {str(one.origin[-1]): one for one in statements}
    whole = by_code.get(TOTAL)
    for digit, dimension in OF_DIGIT.items():
        codes = [code for code in values if code != TOTAL and code.startswith(digit) and code in by_code]
        finest = {c: by_code[c] for c in codes if not any(o != c and o.startswith(c) for o in codes)}
        if base is not None and finest:
            yield ItemList(data, base, dimension, finest, closed=whole is not None and _adds_up(finest, whole))


def _adds_up(items: Mapping[str, Statement], whole: Statement) -> bool:
    gap = abs(total(one.value for one in items.values()) - whole.value)
    return gap <= whole.tolerance + total(one.tolerance for one in items.values())


def _sets(budget: Budget, unit: str) -> Mapping[str, tuple[Entry, ...]]:
    sets = {"收支": budget.entries, "采购": budget.procurement, "固定资产": budget.assets}
    return {name: tuple(e for e in rows if e.unit == unit) if unit else rows for name, rows in sets.items()}


def _sets_of_last_year(budget: Budget, subject: Subject) -> Mapping[str, tuple[Entry, ...]] | None:
    """Give last year's entries of the subject, if last year's budget is there and knows it.

    A list that last year's budget does not speak of (政府采购, 固定资产) is not there: it is not nothing.
    """
    previous = budget.previous
    known = {unit.code for unit in previous.units} if previous is not None else set()
    if previous is None or (subject.version != "部门" and subject.former_code not in known):
        return None
    silent = {data for key, data in RECORDED.items() if key not in previous.data}
    sets = _sets(previous, "" if subject.version == "部门" else subject.code)
    return {name: rows for name, rows in sets.items() if name not in silent}
