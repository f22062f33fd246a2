"""Changes against last year (比上年增减): one change is the same wherever it is stated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from generator.intake.pool import Clash, doubles, without_zeros
from generator.recognition.free import ReadChange
from generator.recognition.statements import PrintedAmount

_AGAINST = "比上年增减"


def clashes_of_changes(changes: Iterable[ReadChange], money: Iterable[PrintedAmount]) -> Iterator[Clash]:
    """Compare the changes that are stated of one thing; this year's `money` says which funds have nothing."""
    stated: dict[tuple[str, str], list[PrintedAmount]] = defaultdict(list)
    for one in changes:
        stated[one.asked.data, one.book].append(as_amount(one))
    known = tuple(money)
    for own in stated.values():
        yield from doubles(without_zeros(own, known))


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
