"""Entries from margins: the finest amounts that tables print, split by one dimension after the other.

Tables print sums: by functional item and kind, by economic item, by fund. Where they do not print the cross of two of
these, the smallest assignment that agrees with both is taken: equal amounts belong together, the rest by how alike
their names are. What was so assumed is marked, and told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from generator.base.frozen import frozen
from generator.books.statements import Normal, within
from generator.findings.finding import Place
from generator.ledger import DIMENSIONS

ORDER = ("上年结转", "资金性质", "支出类型", "单位", "功能分类", "经济分类", "政府经济分类", "项目")  # of splitting
ValueSet = tuple[str, ...]  # of a dimension: one word or code, or several of which nothing tells which
Alike = Callable[[Mapping[str, ValueSet], ValueSet], int]
ZERO = Decimal(0)


@frozen
class Known:
    """An amount that is known of a condition, in 元, how far it may be off, and where it is printed."""

    condition: Normal
    value: Decimal
    tolerance: Decimal
    places: tuple[Place, ...]


@frozen
class Share:
    """A part of the money: what is known of it by dimension, and from where; `assumed` are dimensions not printed."""

    values: Mapping[str, ValueSet]
    amount: Decimal
    places: tuple[Place, ...] = ()
    assumed: frozenset[str] = frozenset()


@dataclass(slots=True)
class Split:
    """The blocks so far, and what could not be matched: amounts under a condition that no block has room for."""

    shares: list[Share]
    left: list[tuple[Normal, str, ValueSet, Decimal, tuple[Place, ...]]] = field(default_factory=list)


def split(direction: str, known: Sequence[Known], alike: Alike = lambda values, value: 0) -> Split:
    """Split the money of a direction (收入, 支出, 年终结转) as finely as amounts under conditions tell.

    `alike` says how much the names of what a block has and of a further value have in common.
    """
    own = [one for one in known if one.condition.get("方向", ()) == (direction,)]
    whole = _whole(direction, own)
    found = Split([Share({"方向": (direction,)}, whole.value, whole.places)] if whole and whole.value else [])
    for dimension in ORDER:
        groups = list(_groups(dimension, own))
        while groups:  # what is told of one block first, since nothing has to be assumed there; then the narrowest
            told = [len(_open(found.shares, dimension, *group)) for group in groups]
            number = min(range(len(groups)), key=lambda one: (told[one] > 1, -len(groups[one][0]), told[one]))
            base, values = groups.pop(number)
            _refine(found, base, dimension, values, alike)
    return found


def balanced(spending: Iterable[Share]) -> Iterator[Known]:
    """Yield the income by fund, and by functional item, that pays for spending: what comes in is what goes out."""
    sums: dict[tuple[tuple[str, ValueSet], ...], list[Share]] = {}
    for share in spending:
        known = {name: share.values[name] for name in ("资金性质", "功能分类", "单位") if name in share.values}
        if "资金性质" in known:
            sums.setdefault((("资金性质", known["资金性质"]),), []).append(share)
            if "功能分类" in known:
                sums.setdefault(tuple(known.items()), []).append(share)
                if "上年结转" in share.values:
                    sums.setdefault((*known.items(), ("上年结转", share.values["上年结转"])), []).append(share)
    for values, shares in sums.items():
        condition = dict(sorted((("方向", ("收入",)), *values)))
        value = sum((share.amount for share in shares), ZERO)
        yield Known(condition, value, ZERO, tuple(place for share in shares for place in share.places))


def paid_by_income(known: Sequence[Known]) -> Iterator[Known]:
    """Yield the spending by fund that income tells, where spending alone does not: what comes in is what goes out.

    Only where nothing is kept for the next year. Whether it is carried over from last year is told only if some
    table tells it of spending.
    """
    by_way = {
        way: [one for one in known if one.condition.get("方向", ()) == (way,)] for way in ("收入", "支出", "年终结转")
    }
    wholes = {way: _whole(way, ones) for way, ones in by_way.items()}
    came, went, kept = wholes["收入"], wholes["支出"], wholes["年终结转"]
    if came is None or went is None or (kept is not None and kept.value):
        return
    if abs(came.value - went.value) > came.tolerance + went.tolerance or not _lacks_funds(went, by_way["支出"]):
        return
    carried = any("上年结转" in one.condition for one in by_way["支出"])
    told = {tuple(sorted(one.condition.items())) for one in by_way["支出"]}
    for one in by_way["收入"]:
        names = set(one.condition) - {"方向"}
        if names and names <= {"资金性质", "上年结转"} and (carried or "上年结转" not in names):
            condition = {**one.condition, "方向": ("支出",)}
            if tuple(sorted(condition.items())) not in told:
                yield Known(condition, one.value, one.tolerance, one.places)


def _lacks_funds(whole: Known, spending: Sequence[Known]) -> bool:
    """Tell whether a part of spending has no fund."""
    values = {one.condition["资金性质"]: one for one in spending if set(one.condition) == {"方向", "资金性质"}}
    finest = _finest("资金性质", values).values()
    off = whole.tolerance + sum((one.tolerance for one in finest), ZERO)
    return whole.value - sum((one.value for one in finest), ZERO) > off


def _whole(direction: str, own: Sequence[Known]) -> Known | None:
    """Return the total of a direction: what is printed of it alone, else the greatest amount of it."""
    alone = [one for one in own if set(one.condition) == {"方向"}]
    return max(alone or own, key=lambda one: one.value, default=None)


def _groups(dimension: str, own: Sequence[Known]) -> Iterator[tuple[Normal, dict[ValueSet, Known]]]:
    """Yield each condition under which values of a dimension are told, the narrowest first, and the finest values."""
    found: dict[tuple[tuple[str, ValueSet], ...], dict[ValueSet, Known]] = {}
    earlier = {"方向", *ORDER[: ORDER.index(dimension) + 1]}
    for one in own:
        if dimension in one.condition and set(one.condition) <= earlier:
            base = tuple((name, values) for name, values in one.condition.items() if name != dimension)
            found.setdefault(base, {})[one.condition[dimension]] = one
    for base, values in sorted(found.items(), key=lambda item: (-len(item[0]), item[0])):
        yield dict(base), _finest(dimension, values)


def _finest(dimension: str, values: Mapping[ValueSet, Known]) -> dict[ValueSet, Known]:
    """Leave out what other values divide; what they do not make up stays, as the values that are left."""
    kept: dict[ValueSet, Known] = {}
    for value, known in values.items():
        finer = [one for one in values if one != value and _inside(dimension, one, value)]
        parts = [values[one] for one in finer if not any(one != o and _inside(dimension, one, o) for o in finer)]
        left = known.value - sum((part.value for part in parts), ZERO)
        off = known.tolerance + sum((part.tolerance for part in parts), ZERO)
        if not parts:
            kept[value] = known
        elif left > off and (rest := _others(dimension, value, finer)):
            kept[rest] = Known(known.condition, left, off, known.places)
    return kept


def _others(dimension: str, value: ValueSet, finer: Sequence[ValueSet]) -> ValueSet:
    """Return what is left of a value without finer ones; of a code, the code itself: it may have other items."""
    if DIMENSIONS[dimension].prefix:
        return value
    return tuple(part for part in value if not any(part in one for one in finer))


def _inside(dimension: str, narrow: ValueSet, broad: ValueSet) -> bool:
    return within({dimension: narrow}, {dimension: broad})


def _refine(found: Split, base: Normal, dimension: str, values: Mapping[ValueSet, Known], alike: Alike) -> None:
    """Give the blocks within a condition their values of a dimension."""
    rows = _open(found.shares, dimension, base, values)
    others = [block for block in found.shares if block not in rows]
    columns: dict[ValueSet, tuple[Decimal, Known]] = {}
    for value, known in values.items():
        inside = [
            block
            for block in others
            if within(block.values, base)
            and dimension in block.values
            and _inside(dimension, block.values[dimension], value)
        ]
        rest = known.value - sum((block.amount for block in inside), ZERO)
        if rest > known.tolerance:
            columns[value] = (rest, known)
    if not rows or not columns:
        found.left.extend((base, dimension, value, rest, known.places) for value, (rest, known) in columns.items())
        return
    made, left = _transported(rows, columns, dimension, alike)
    found.shares = [*others, *made]
    found.left.extend((base, dimension, value, rest, columns[value][1].places) for value, rest in left)


def _open(blocks: Iterable[Share], dimension: str, base: Normal, values: Mapping[ValueSet, Known]) -> list[Share]:
    """Return the blocks within a condition that these values of a dimension divide."""
    return [block for block in blocks if within(block.values, base) and not _has(block, dimension, values)]


def _has(block: Share, dimension: str, values: Mapping[ValueSet, Known]) -> bool:
    """Tell whether a block needs no finer value: it has one, and none that is told lies within it."""
    own = block.values.get(dimension)
    return own is not None and not any(value != own and _inside(dimension, value, own) for value in values)


def _transported(
    rows: Sequence[Share], columns: Mapping[ValueSet, tuple[Decimal, Known]], dimension: str, alike: Alike
) -> tuple[list[Share], list[tuple[ValueSet, Decimal]]]:
    """Share the amounts of values among blocks: equal amounts first; then the small blocks choose before the large.

    A block takes the values whose names are most like its own, of several the largest: so the parts are few.
    """
    sure = len(rows) == 1 or len(columns) == 1
    need = {index: row.amount for index, row in enumerate(rows)}
    give = {value: amount for value, (amount, _) in columns.items()}
    cells: dict[tuple[int, ValueSet], Decimal] = {}
    for index, value in list(_equal(need, give, columns)):
        cells[index, value] = need.pop(index)
        give.pop(value)
    for index in sorted(need, key=lambda one: (need[one], _sorting(rows[one]))):
        fitting = [value for value in give if _agree(rows[index], dimension, value)]
        for value in sorted(fitting, key=lambda one: (-alike(rows[index].values, one), -give[one], one)):
            moved = min(need[index], give[value])
            if moved > 0:
                cells[index, value] = cells.get((index, value), ZERO) + moved
                need[index] -= moved
                give[value] -= moved
    slack = sum((known.tolerance for _, known in columns.values()), ZERO)
    made = list(_made(rows, cells, need, slack, columns, dimension, sure=sure))
    return made, [(value, rest) for value, rest in give.items() if rest > slack]


def _equal(
    need: Mapping[int, Decimal],
    give: Mapping[ValueSet, Decimal],
    columns: Mapping[ValueSet, tuple[Decimal, Known]],
) -> Iterator[tuple[int, ValueSet]]:
    """Yield blocks and values of one amount that no other block and no other value has."""
    for value, amount in give.items():
        off = columns[value][1].tolerance
        same = [index for index, row in need.items() if abs(row - amount) <= off]
        alike = [other for other, one in give.items() if abs(one - amount) <= off]
        if amount and len(same) == len(alike) == 1:
            yield same[0], value


def _agree(row: Share, dimension: str, value: ValueSet) -> bool:
    """Tell whether a block may have a value: what it knows of the dimension already must include it."""
    own = row.values.get(dimension)
    return own is None or _inside(dimension, value, own)


def _sorting(row: Share) -> tuple[tuple[str, ValueSet], ...]:
    return tuple(sorted(row.values.items()))


def _made(
    rows: Sequence[Share],
    cells: Mapping[tuple[int, ValueSet], Decimal],
    need: Mapping[int, Decimal],
    slack: Decimal,
    columns: Mapping[ValueSet, tuple[Decimal, Known]],
    dimension: str,
    *,
    sure: bool,
) -> Iterator[Share]:
    """Yield the blocks that a split makes; what rounding leaves over stays with the last part."""
    for index, row in enumerate(rows):
        parts = [(value, amount) for (at, value), amount in cells.items() if at == index]
        rest = need.get(index, ZERO)
        if parts and 0 < rest <= slack:
            parts[-1] = (parts[-1][0], parts[-1][1] + rest)
            rest = ZERO
        for value, amount in parts:
            assumed = row.assumed if sure or (len(parts) == 1 and _alone(cells, value)) else row.assumed | {dimension}
            own = row.places if "功能分类" in row.values else ()  # before that, the places of totals
            places = (*own, *columns[value][1].places)
            yield Share({**row.values, dimension: value}, amount, places, assumed)
        if rest > 0:
            yield Share(row.values, rest, row.places, row.assumed)


def _alone(cells: Iterable[tuple[int, ValueSet]], value: ValueSet) -> bool:
    return sum(one == value for _, one in cells) == 1
