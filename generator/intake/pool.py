"""All that tables state of one budget, made one pool: totals computed again, doubles compared, lost figures told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal
from itertools import product

from generator.base.frozen import frozen
from generator.books.statements import Normal
from generator.intake.shares import Known
from generator.recognition.statements import PrintedAmount

ZERO = Decimal(0)
_WAY, _FUND, _SORT, _CARRIED = "方向", "资金性质", "支出类型", "上年结转"
_LIST = 2  # funds, at least
_Zero = Set[tuple[str, str, str]]  # what has nothing: direction, fund, and sort of spending, or ""
ConditionKey = tuple[tuple[str, tuple[str, ...]], ...]


@frozen
class Clash:
    """Two printed amounts that cannot both be right: of one condition, or a total and the sum of its parts."""

    one: PrintedAmount
    other: tuple[PrintedAmount, ...]  # a single amount, or the parts
    expected: Decimal  # what the others make, in 元

    @property
    def difference(self) -> Decimal:
        """How far they are apart, in 元."""
        return self.one.value - self.expected

    @property
    def is_minor(self) -> bool:
        """Whether it is only the last printed digit: cut off, rounded twice, or to fewer digits than others."""
        off = self.one.tolerance + sum((other.tolerance for other in self.other), ZERO)
        rounded = sum((max(one.tolerance, one.rounded) for one in (self.one, *self.other)), ZERO)
        return abs(self.difference) <= max(2 * off, rounded)


def key_of(condition: Normal) -> ConditionKey:
    """Return a condition as what a dictionary can be asked for."""
    return tuple(sorted(condition.items()))


def stale(one: PrintedAmount) -> bool:
    """Tell whether an amount is a formula that its workbook shows as 0: a total that nobody computed."""
    return bool(one.formula) and not one.value


def pool(amounts: Iterable[PrintedAmount]) -> tuple[list[Known], list[Clash]]:
    """Join the amounts of one book and data set; tell those that contradict each other."""
    printed = list(without_zeros([one for one in amounts if not stale(one)]))
    same = _same(printed)
    clashes = list(_doubles(same))
    first = {key: _best(ones) for key, ones in same.items()}
    sums, wrong = _sums(printed, first)
    known = {key: Known(one.condition, one.value, one.tolerance, (one.place,)) for key, one in first.items()}
    return list({**known, **sums}.values()), [*clashes, *wrong, *_of_several_funds(printed, same)]


def without_zeros(
    printed: Sequence[PrintedAmount], money: Sequence[PrintedAmount] | None = None
) -> Iterator[PrintedAmount]:
    """Leave out of conditions the funds that have nothing: then 财政拨款 and its only fund are one condition.

    Money is not negative in these forms, so what is printed as nothing has no part that is something.
    `money` says which funds have nothing, where it is not what is `printed` itself (changes).
    """
    zero = _empty_funds(printed if money is None else money)
    for one in printed:
        funds, ways = one.condition.get(_FUND, ()), one.condition.get(_WAY, ())
        sorts = one.condition.get(_SORT, ("",))
        kept = tuple(fund for fund in funds if not all(_nothing(zero, way, fund, sorts) for way in ways))
        if ways and kept and kept != funds:
            yield replace(one, condition={**one.condition, _FUND: kept})
        else:
            yield one


def _nothing(zero: _Zero, way: str, fund: str, sorts: Iterable[str]) -> bool:
    return (way, fund, "") in zero or all((way, fund, sort) in zero for sort in sorts)


def _empty_funds(printed: Sequence[PrintedAmount]) -> _Zero:
    """Give the funds that have nothing, by direction and sort of spending; what does not come in is not spent."""
    zero: set[tuple[str, str, str]] = set()
    something = {key_of(one.condition) for one in printed if one.value}  # 0.00 万元 may be some 元
    nothing = [one.condition for one in printed if not one.value and key_of(one.condition) not in something]
    carried = any(set(one) == {_WAY, _CARRIED} and one[_CARRIED] == ("是",) for one in nothing)
    for condition in nothing:
        of_year = condition.get(_CARRIED) == ("否",)
        names = set(condition) - ({_CARRIED} if carried and of_year else set())
        if {_WAY, _FUND} <= names <= {_WAY, _FUND, _SORT} and len(condition[_WAY]) == 1:
            zero |= set(product(condition[_WAY], condition[_FUND], condition.get(_SORT, ("",))))
    faint = _faint_funds(printed)
    zero = {one for one in zero if one[1] not in faint}
    return zero | {("支出", fund, sort) for way, fund, sort in zero if way == "收入"}


def _faint_funds(printed: Sequence[PrintedAmount]) -> Set[str]:
    """Give the funds that have some 元, though 0.00 万元 is all that is printed: an item of theirs is listed for it."""
    items = [(one, one.condition.get(one.listed, ())) for one in printed if one.listed]
    money = {codes for one, codes in items if one.value}
    faint = [one for one, codes in items if not (one.value or one.blank) and one.tolerance and codes not in money]
    return {one.condition[_FUND][0] for one in faint if len(one.condition.get(_FUND, ())) == 1}


def _best(ones: Sequence[PrintedAmount]) -> PrintedAmount:
    """Choose among amounts of one condition: the most exact that is printed, not one that is blank."""
    return min(ones, key=lambda one: (one.blank, one.tolerance))


def doubles(printed: Iterable[PrintedAmount]) -> Iterator[Clash]:
    """Yield where amounts of one book and data set contradict each other; nothing is added up."""
    yield from _doubles(_same(printed))


def _same(printed: Iterable[PrintedAmount]) -> dict[ConditionKey, list[PrintedAmount]]:
    same: dict[ConditionKey, list[PrintedAmount]] = {}
    for one in printed:
        same.setdefault(key_of(one.condition), []).append(one)
    return same


def _doubles(same: Mapping[ConditionKey, Sequence[PrintedAmount]]) -> Iterator[Clash]:
    """Yield where an amount is printed twice: rounded once, both are no further apart than half the coarser digit."""
    for ones in same.values():
        best = _best(ones)
        for one in ones:
            if one is not best and abs(one.value - best.value) > max(one.tolerance, best.tolerance):
                yield Clash(one, (best,), best.value)


def _sums(
    printed: Iterable[PrintedAmount], first: dict[ConditionKey, PrintedAmount]
) -> tuple[dict[ConditionKey, Known], list[Clash]]:
    """Add up the items of a classification: their sum is what is above them, whatever a total line says."""
    groups: dict[tuple[ConditionKey, str, str, tuple[str, ...]], dict[str, PrintedAmount]] = {}
    for one, code, rest in _items(printed):
        groups.setdefault((rest, one.listed, one.table, one.within), {})[code] = one
    sums: dict[ConditionKey, Known] = {}
    clashes: list[Clash] = []
    for (base, dimension, _, confined), items in groups.items():
        for code in ("", *sorted(items)):
            parts = list(children(code, items))
            if not parts:
                continue
            value = sum((part.value for part in parts), ZERO)
            off = sum((part.tolerance for part in parts), ZERO)
            own = (code,) if code else confined
            condition = dict(base) | ({dimension: own} if own else {})
            key = key_of(condition)
            above = first.get(key)
            if above is not None and abs(above.value - value) > above.tolerance + off:
                clashes.append(Clash(above, tuple(parts), value))
            if above is None or off <= above.tolerance or abs(above.value - value) > above.tolerance + off:
                sums.setdefault(key, Known(condition, value, off, tuple(part.place for part in parts)))
    return sums, clashes


def _of_several_funds(
    printed: Iterable[PrintedAmount], same: Mapping[ConditionKey, Sequence[PrintedAmount]]
) -> Iterator[Clash]:
    """Compare an item of several funds with the lists of each: what a list of all items leaves out has nothing."""
    lists: dict[ConditionKey, dict[str, PrintedAmount]] = {}
    dimensions: dict[str, None] = {}
    for one, code, rest in _items(printed):
        dimensions[one.listed] = None
        lists.setdefault(rest, {})[code] = one
    for ones in same.values():
        condition = ones[0].condition
        funds = condition.get(_FUND, ())
        dimension = next((name for name in dimensions if len(condition.get(name, ())) == 1), "")
        if len(funds) < _LIST or not dimension:
            continue
        code = condition[dimension][0]
        own = [lists.get(_without({**condition, _FUND: (fund,)}, dimension), {}) for fund in funds]
        if all(any(len(each) == len(code) for each in codes) for codes in own):
            yield from _unlike(ones, [codes[code] for codes in own if code in codes])


def _items(printed: Iterable[PrintedAmount]) -> Iterator[tuple[PrintedAmount, str, ConditionKey]]:
    """Yield the items of lists that were understood whole, each with its code and the rest of its condition."""
    for one in printed:
        values = one.condition.get(one.listed, ())
        if len(values) == 1 and not one.gaps:
            yield one, values[0], _without(one.condition, one.listed)


def _without(condition: Normal, name: str) -> ConditionKey:
    return key_of({one: values for one, values in condition.items() if one != name})


def _unlike(ones: Iterable[PrintedAmount], parts: Sequence[PrintedAmount]) -> Iterator[Clash]:
    """Yield the amounts that are not what their parts make."""
    total = sum((part.value for part in parts), ZERO)
    off = sum((part.tolerance for part in parts), ZERO)
    for one in ones if parts else ():
        if abs(one.value - total) > one.tolerance + off:
            yield Clash(one, tuple(parts), total)


def children(code: str, items: dict[str, PrintedAmount]) -> Iterator[PrintedAmount]:
    """Yield the items directly below a code, of those that are printed."""
    below = [one for one in items if one != code and one.startswith(code)]
    for one in below:
        if not any(other != one and one.startswith(other) for other in below):
            yield items[one]
