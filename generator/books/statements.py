"""Statements (口径、数): what somebody stated about the money under a condition, without the lines behind it.

The same record says what a budget gives of last year (上年数) and what a printed table says when it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from generator.base.frozen import frozen
from generator.base.money import total
from generator.base.paths import ValuePath
from generator.ledger import DIMENSIONS, Amount, Condition

Normal = Mapping[str, tuple[str, ...]]  # dimension → its values, the least that say the same


@frozen
class Statement:
    """The sum of a data set under a normalised condition: `value` ± `tolerance` in 元, and where it is stated."""

    data: str
    condition: Normal
    value: Decimal
    tolerance: Decimal
    origin: ValuePath

    @property
    def amount(self) -> Amount:
        """The statement as an amount."""
        return Amount(self.value, (self.origin,), self.tolerance)


@frozen
class ItemList:
    """The items of one dimension under a condition; `closed` if they add up to its total: then no other has money."""

    data: str
    base: Normal
    dimension: str
    items: Mapping[str, Statement]  # by code; none is the beginning of another
    closed: bool


def normal(condition: Condition) -> Normal | None:
    """Write a condition with each dimension once and without what says nothing. None if nothing meets it."""
    if condition.never:
        return None
    found: dict[str, tuple[str, ...]] = {}
    for clause in condition.clauses:
        if clause.whole:
            continue
        known = DIMENSIONS[clause.dimension]
        before = found.get(clause.dimension)
        values = clause.values if before is None else _common(before, clause.values, known.prefix)
        found[clause.dimension] = tuple(sorted(_least(values) if known.prefix else set(values)))
    if not all(found.values()):
        return None
    return dict(sorted(found.items()))


def _common(one: Sequence[str], other: Sequence[str], prefix: bool) -> tuple[str, ...]:
    if not prefix:
        return tuple(value for value in one if value in other)
    longer = [(a, b) if len(a) >= len(b) else (b, a) for a in one for b in other]
    return tuple(a for a, b in longer if a.startswith(b))


def _least(prefixes: Iterable[str]) -> set[str]:
    """Leave out the codes that another one includes."""
    every = set(prefixes)
    return {one for one in every if not any(one != other and one.startswith(other) for other in every)}


def within(narrow: Normal, broad: Normal) -> bool:
    """Tell whether whatever meets one condition meets the other as well."""
    return all(name in narrow and _covers(name, values, narrow[name]) for name, values in broad.items())


def _covers(dimension: str, values: tuple[str, ...], narrow: tuple[str, ...]) -> bool:
    if DIMENSIONS[dimension].prefix:
        return all(value.startswith(values) for value in narrow)
    return set(narrow) <= set(values)


def answer(
    statements: Iterable[Statement], lists: Iterable[ItemList], condition: Condition, data: str
) -> Amount | None:
    """Find what is stated under a condition, or what follows from it; None where that is not known."""
    wanted = normal(condition)
    if wanted is None:
        return Amount()
    own = [one for one in statements if one.data == data]
    same = next((one for one in own if one.condition == wanted), None)
    if same is not None:
        return same.amount
    for one in lists:
        found = _of_items(one, wanted) if one.data == data else None
        if found is not None:
            return found
    nothing = next((one for one in own if not one.value and within(wanted, one.condition)), None)
    return nothing.amount if nothing else None  # money is not negative: no part of nothing is something


def items(lists: Iterable[ItemList], condition: Condition, data: str, dimension: str) -> Iterator[str]:
    """Yield the codes of a dimension of which lists tell something under a condition."""
    wanted = normal(condition)
    if wanted is None:
        return
    for one in lists:
        if one.data == data and one.dimension == dimension and _same_but(one, wanted):
            yield from (code for code in one.items if code.startswith(wanted.get(dimension, ("",))))


def _same_but(known: ItemList, wanted: Normal) -> bool:
    """Tell whether a list is about a condition, whatever both say of the dimension of its items."""
    rest, base = ({name: one[name] for name in one if name != known.dimension} for one in (wanted, known.base))
    return rest == base


def _of_items(known: ItemList, wanted: Normal) -> Amount | None:
    """Sum the items of a list under the codes that are asked for, where it lists all of them."""
    codes = wanted.get(known.dimension)
    if codes is None or not _same_but(known, wanted):
        return None
    inside = [one for code, one in known.items.items() if code.startswith(codes)]
    coarse = any(code.startswith(item) for code in codes for item in known.items if len(item) < len(code))
    if coarse or not (known.closed or all(code in known.items for code in codes)):
        return None
    return Amount(
        total(one.value for one in inside),
        tuple(one.origin for one in inside),
        total(one.tolerance for one in inside),
    )
