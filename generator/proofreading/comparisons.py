"""Comparisons (与上年比较): what `checks/prior_year` asks of five names, asked of every name that the pack knows.

The same for units, and where last year's budget lies beside this year's; and last year's parts against their total.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from generator.base.money import total
from generator.base.paths import ValuePath
from generator.books.book import Book
from generator.books.statements import Statement, within
from generator.books.subject import SOURCES, TOTAL, books
from generator.checks.common import yuan
from generator.checks.prior_year import AMOUNTS, PARTS, magnitude, reason
from generator.facts.budget import Budget, Subject
from generator.facts.words import LAST_YEAR, LAST_YEAR_EXECUTED, STATED
from generator.findings.finding import Problem
from generator.ledger import DATA_SETS, Amount, Clause, Condition, Ledger, subject_ledger
from generator.pack.spec import Pack

_FACTOR = 1000  # small sums of one kind change more than a department's totals


def problems(budget: Budget, pack: Pack, subjects: Sequence[Subject]) -> Iterator[Problem]:
    """Compare the reasons and last year's figures of the department, or of units, with this year's."""
    for subject in subjects:
        known = books(budget, subject, pack.queries)
        last = known[LAST_YEAR]
        if last.none is None:
            ledger = subject_ledger(budget, subject)
            yield from _reasons(budget, subject, pack, ledger, last)
            yield from _reasons_of_items(subject, ledger, (known[LAST_YEAR_EXECUTED], last))
            yield from _magnitudes(budget, subject, pack, ledger)
            yield from _parts(last.statements)


def _reasons(budget: Budget, subject: Subject, pack: Pack, ledger: Ledger, last: Book) -> Iterator[Problem]:
    for name, said in subject.data.get("原因", {}).items():
        if name in pack.queries and not _is_checked(budget, subject, name):
            data, condition = pack.queries[name]
            before = last.ask(condition, data)
            if isinstance(before, Amount):
                change = ledger.ask(condition, data).value - before.value
                yield from reason((*subject.at("原因"), name), said, change)


def _reasons_of_items(subject: Subject, ledger: Ledger, before: Sequence[Book]) -> Iterator[Problem]:
    """Compare the reasons that are given by code with the change against the first book that knows the item."""
    for code, said in subject.data.get("原因", {}).items():
        bases = (found for book in before for found in _of_item(book, code))
        base = next(bases, None) if code.isdigit() else None
        if base is not None:
            condition, value = base
            yield from reason((*subject.at("原因"), code), said, ledger.ask(condition).value - value)


def _of_item(book: Book, code: str) -> Iterator[tuple[Condition, Decimal]]:
    """Give what a book knows of an item: what is stated of its code, or the sum of its entries."""
    for one in book.statements:
        if one.data == DATA_SETS[0] and one.origin[-1] == code:
            clauses = tuple(Clause(dimension, values) for dimension, values in one.condition.items())
            yield Condition(clauses), one.value
    item = Condition((Clause("方向", ("支出",)), Clause("功能分类", (code,))))
    found = book.ask(item) if book.entries is not None else None
    if isinstance(found, Amount):
        yield item, found.value


def _magnitudes(budget: Budget, subject: Subject, pack: Pack, ledger: Ledger) -> Iterator[Problem]:
    stated = [(key, *item) for key in STATED for item in subject.data.get(key, {}).items()]
    for key, name, value in stated:
        before = value.get(TOTAL) if isinstance(value, Mapping) else value
        checked = key == SOURCES[LAST_YEAR] and _is_checked(budget, subject, name)
        if name in pack.queries and before is not None and not checked:
            data, condition = pack.queries[name]
            now = ledger.ask(condition, data).value
            yield from magnitude((*subject.at(key), name), before, now, _FACTOR)


def _is_checked(budget: Budget, subject: Subject, name: str) -> bool:
    """Tell whether the check of the facts has compared a name already."""
    return subject is budget.subject and name in AMOUNTS and name in subject.prior


def _parts(statements: Sequence[Statement]) -> Iterator[Problem]:
    """Compare each figure that is stated of last year with those that are parts of it."""
    for whole in statements:
        inside = [one for one in statements if _is_part(one, whole)]
        for part in inside:
            if part.value > whole.value + whole.tolerance + part.tolerance:
                message = (
                    f"上年“{_name(part)}”{yuan(part.value)}，大于“{_name(whole)}”{yuan(whole.value)}，后者包括前者。"
                )
                yield PARTS.on(part.origin, message, "请核对上年数。", also=((whole.origin, "总数"),))
        parts = _partition(whole, inside)
        gap = total(one.value for one in parts) - whole.value
        if parts and abs(gap) > whole.tolerance + total(one.tolerance for one in parts):
            names = "、".join(f"“{_name(one)}”" for one in parts)
            added = yuan(gap + whole.value)
            message = f"上年{names}加起来是 {added}，“{_name(whole)}”是 {yuan(whole.value)}。"
            yield PARTS.on(whole.origin, message, "请核对上年数。", also=_places(parts))


def _places(parts: Sequence[Statement]) -> tuple[tuple[ValuePath, str], ...]:
    return tuple((one.origin, yuan(one.value)) for one in parts)


def _is_part(one: Statement, whole: Statement) -> bool:
    return one.data == whole.data and one.condition != whole.condition and within(one.condition, whole.condition)


def _partition(whole: Statement, inside: Sequence[Statement]) -> list[Statement]:
    """Give the stated parts that together are all of a whole: they share out the values of one of its dimensions."""
    for dimension, values in whole.condition.items():
        rest = {name: value for name, value in whole.condition.items() if name != dimension}
        left, parts = set(values), []
        for one in sorted(inside, key=lambda part: len(part.condition.get(dimension, ()))):
            own = {name: value for name, value in one.condition.items() if name != dimension}
            if own == rest and set(one.condition[dimension]) <= left:
                left -= set(one.condition[dimension])
                parts.append(one)
        if parts and not left:
            return parts
    return []


def _name(one: Statement) -> str:
    return str(one.origin[-2] if one.origin[-1] == TOTAL else one.origin[-1])
