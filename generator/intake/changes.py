"""Changes against last year (比上年增减): one change is the same wherever it is stated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from generator.intake.pool import Clash, doubles, key_of, without_zeros
from generator.recognition.free import ReadChange
from generator.recognition.statements import PrintedAmount

_AGAINST = "比上年增减"
_FUND = "资金性质"
_OF_FUND = {"方向", "上年结转", _FUND}  # what says a fund as a whole


def clashes_of_changes(changes: Iterable[ReadChange], money: Iterable[PrintedAmount]) -> Iterator[Clash]:
    """Compare the changes that are stated of one thing; this year's `money` says which funds have nothing."""
    changes = tuple(changes)
    known = unmoved(changes, money)
    for own in _stated(changes):
        yield from doubles(own)
        yield from (clash for clash in _of_funds(own, known) if not _may_be(clash))


def unlike_changes(changes: Iterable[ReadChange], money: Iterable[PrintedAmount]) -> Iterator[Clash]:
    """Give changes that differ though all this year's money is of one fund: others may have had some last year."""
    changes = tuple(changes)
    known = unmoved(changes, money)
    for own in _stated(changes):
        yield from (clash for clash in _of_funds(own, known) if _may_be(clash))


def unmoved(changes: Iterable[ReadChange], money: Iterable[PrintedAmount]) -> tuple[PrintedAmount, ...]:
    """Give this year's money without the nothing of funds that had something: of them a change is stated."""
    moved = {
        fund
        for one in changes
        if one.difference and set(one.asked.condition) <= _OF_FUND and len(one.asked.condition.get(_FUND, ())) == 1
        for fund in one.asked.condition[_FUND]
    }
    return tuple(one for one in money if one.value or moved.isdisjoint(one.condition.get(_FUND, ())))


def as_amount(one: ReadChange) -> PrintedAmount:
    """Give a change as an amount of the book that it is against, in 元 (negative: less)."""
    name = one.asked.query or "".join(one.asked.condition.get("功能分类", ()))
    asked = one.asked
    return PrintedAmount(
        _AGAINST,
        asked.data,
        one.book,
        asked.condition,
        one.difference,
        one.tolerance,
        one.place,
        name,
        _AGAINST,
        rounded=one.rounded,
    )


def _stated(changes: Iterable[ReadChange]) -> Iterable[Sequence[PrintedAmount]]:
    stated: dict[tuple[str, str], list[PrintedAmount]] = defaultdict(list)
    for one in changes:
        stated[one.asked.data, one.book].append(as_amount(one))
    return stated.values()


def _of_funds(own: Sequence[PrintedAmount], money: Sequence[PrintedAmount]) -> Iterator[Clash]:
    """Compare what is of one condition but for the funds that have nothing this year: the broader with the other."""
    groups: dict[object, dict[object, PrintedAmount]] = defaultdict(dict)
    for one, narrow in zip(own, without_zeros(own, money), strict=True):
        groups[key_of(narrow.condition)].setdefault(key_of(one.condition), one)
    for same in groups.values():
        for one, other in combinations(same.values(), 2):
            broad, narrow = sorted((one, other), key=_funds, reverse=True)
            if abs(one.value - other.value) > max(one.tolerance, other.tolerance):
                yield Clash(broad, (narrow,), narrow.value)


def _funds(one: PrintedAmount) -> int:
    return len(one.condition.get(_FUND, ()))


def _may_be(clash: Clash) -> bool:
    """Tell whether both changes can be right: the other funds of the broader had money last year."""
    return clash.difference < 0
