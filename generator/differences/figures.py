"""Figures (数) of two budgets side by side: by 口径, fund, item, project and unit, with difference and rate as printed.

What a side does not know (a list that it does not speak of, an amount that cannot be read) is unknown, never nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.base.frozen import frozen
from generator.base.money import shown, total
from generator.books.comparison import Change
from generator.differences.names import Sayings
from generator.facts.budget import Budget, Entry
from generator.facts.words import LEVELS, RECORDED
from generator.ledger import DIMENSIONS, Amount, Condition, select
from generator.pack.spec import Pack

WAN = 4  # power of ten of 万元
_SPENDING, _INCOME = "支出", "收入"
_PLACES = 2
_BY_NATURE = {
    "功能分类": "按功能分类科目（支出）",
    "经济分类": "按部门预算经济分类科目（支出）",
    "政府经济分类": "按政府预算经济分类科目（支出）",
}


@frozen
class Decimals:
    """How amounts are printed: decimals of 万元 and of percentages, and which difference (增减按精确数)."""

    places: int = _PLACES
    rate_places: int = _PLACES
    exact: bool = False


def printing_of(pack: Pack | None) -> Decimals:
    """Give how a pack's sentences print amounts."""
    return Decimals(pack.said.places, pack.rates.places, pack.exact_changes) if pack else Decimals()


@frozen
class Figures:
    """Two amounts of the same, exactly in 元; None where a side does not know. `level` indents it below another."""

    name: str
    before: Decimal | None
    after: Decimal | None
    printing: Decimals
    code: str = ""
    level: int = 0
    note: str = ""
    tolerance: Decimal = Decimal(0)  # how far the amount before may be off, 元, where it was stated as rounded

    @property
    def differs(self) -> bool:
        """Tell whether the exact amounts surely differ, or only one is known."""
        if self.before is None or self.after is None:
            return self.before is not self.after
        return abs(self.before - self.after) > self.tolerance

    @property
    def before_shown(self) -> Decimal | None:
        """The amount before in 万元, as printed."""
        return None if self.before is None else shown(self.before, WAN, self.printing.places)

    @property
    def after_shown(self) -> Decimal | None:
        """The amount after in 万元, as printed."""
        return None if self.after is None else shown(self.after, WAN, self.printing.places)

    @property
    def difference(self) -> Decimal | None:
        """The difference in 万元, as printed; None where a side is not known."""
        change = self._change
        return None if change is None else change.difference(WAN, self.printing.places)

    @property
    def rate(self) -> Decimal | None:
        """The difference in percent of the amount before, as printed; None on nothing."""
        change, places = self._change, self.printing
        return None if change is None else change.rate(WAN, places.places, places.rate_places)

    @property
    def _change(self) -> Change | None:
        if self.before is None or self.after is None:
            return None
        return Change(Amount(self.after), Amount(self.before), self.printing.exact)


@frozen
class FigureTable:
    """The figures of one kind that differ, and how many do not."""

    title: str
    rows: tuple[Figures, ...]
    unchanged: int = 0


@dataclass(frozen=True)
class Side:
    """The entries of one budget by data set, without those of lists that it does not speak of."""

    budget: Budget
    sets: Mapping[str, tuple[Entry, ...]]
    names: Sayings

    def ask(self, condition: Condition, data: str = "收支") -> Decimal | None:
        """Sum a data set under a condition, in 元; None where that is not known."""
        return summed(select(self.sets[data], condition)) if data in self.sets else None

    def sums(self, key: Callable[[Entry], str], entries: Iterable[Entry]) -> dict[str, Decimal | None]:
        """Sum entries by a key."""
        groups: dict[str, list[Entry]] = {}
        for entry in entries:
            groups.setdefault(key(entry), []).append(entry)
        return {name: summed(group) for name, group in groups.items()}

    def of(self, direction: str) -> tuple[Entry, ...]:
        """Give the entries of a direction (收入, 支出)."""
        return tuple(entry for entry in self.sets["收支"] if entry.direction == direction)


def side_of(budget: Budget, names: Sayings, units: Mapping[str, str], codes: Mapping[str, str]) -> Side:
    """Give a side, with its units and functional items under the codes of the other side, where those are others."""
    sets = {"收支": budget.entries, "采购": budget.procurement, "固定资产": budget.assets}
    own = (budget.data, *(unit.data for unit in budget.units))
    silent = {data for key, data in RECORDED.items() if not any(key in one for one in own)}
    known = {name: _renamed(rows, units, codes) for name, rows in sets.items() if name not in silent or rows}
    return Side(budget, known, names)


def _renamed(rows: tuple[Entry, ...], units: Mapping[str, str], codes: Mapping[str, str]) -> tuple[Entry, ...]:
    if not units and not codes:
        return rows
    return tuple(
        replace(one, unit=units.get(one.unit, one.unit), function=codes.get(one.function, one.function)) for one in rows
    )


def summed(entries: Iterable[Entry]) -> Decimal | None:
    """Sum amounts exactly; None where one is not known."""
    amounts = [entry.amount for entry in entries]
    return None if any(one.is_nan() for one in amounts) else total(amounts)


def tables(before: Side, after: Side, pack: Pack | None, notes: Mapping[str, str]) -> Iterator[FigureTable]:
    """Give the tables by 口径, fund, item and unit; `notes` are those of functional items by code."""
    printing = printing_of(pack)
    yield _of_queries(before, after, pack, printing)
    yield _of_funds(before, after, printing)
    for dimension, title in _BY_NATURE.items():
        yield _of_items(before, after, dimension, title, printing, notes)
    if max(len(before.budget.units), len(after.budget.units)) > 1:
        yield _of_units(before, after, printing)


def only_changed(title: str, rows: Iterable[Figures]) -> FigureTable:
    """Make a table of the figures that differ."""
    every = tuple(rows)
    changed = tuple(one for one in every if one.differs)
    return FigureTable(title, changed, len(every) - len(changed))


def _of_queries(before: Side, after: Side, pack: Pack | None, printing: Decimals) -> FigureTable:
    queries = pack.queries.items() if pack else ()
    rows = (
        Figures(name, before.ask(condition, data), after.ask(condition, data), printing)
        for name, (data, condition) in queries
    )
    return only_changed("按口径", rows)


def _of_funds(before: Side, after: Side, printing: Decimals) -> FigureTable:
    rows = []
    for direction in (_INCOME, _SPENDING):
        old, new = (side.sums(lambda entry: entry.fund, side.of(direction)) for side in (before, after))
        rows += [Figures(f"{direction} {fund}", *pair, printing) for fund, pair in _paired(old, new)]
    return only_changed("按资金性质", rows)


def _paired(
    old: Mapping[str, Decimal | None], new: Mapping[str, Decimal | None], order: Iterable[str] = ()
) -> Iterator[tuple[str, tuple[Decimal | None, Decimal | None]]]:
    """Give both amounts of each key; what a side's complete list does not have is nothing."""
    for key in dict.fromkeys((*order, *new, *old)):
        if key in old or key in new:
            yield key, (old.get(key, Decimal(0)), new.get(key, Decimal(0)))


def _of_items(
    before: Side, after: Side, dimension: str, title: str, printing: Decimals, notes: Mapping[str, str]
) -> FigureTable:
    """Give the items of a classification, with what is above them where that says more than one item does."""
    attribute, rows = DIMENSIONS[dimension].attribute, []
    entries = [[one for one in side.of(_SPENDING) if getattr(one, attribute)] for side in (before, after)]
    used = {getattr(one, attribute) for side in entries for one in side}
    lengths = sorted(LEVELS[dimension].values())
    for level, length in enumerate(lengths):
        sums = [
            side.sums(lambda entry: getattr(entry, attribute)[:length], own)  # noqa: B023 called at once
            for side, own in zip((before, after), entries, strict=True)
        ]
        for code, pair in _paired(*sums):
            if len(code) == length or code in used:
                name = after.names.of_code(dimension, code) or before.names.of_code(dimension, code)
                note = notes.get(code, "") if dimension == "功能分类" else ""
                rows.append(Figures(name, *pair, printing, code, level, note))
    rows = list({row.code: row for row in sorted(rows, key=lambda row: (row.code, -row.level))}.values())
    items = sum(row.level == len(lengths) - 1 and not row.differs for row in rows)
    changed = [row for row in rows if row.differs]
    return FigureTable(title, tuple(row for row in changed if not _said_below(row, changed)), items)


def _said_below(row: Figures, rows: Sequence[Figures]) -> bool:
    """Tell whether a single item below says the same as what is above it."""
    return any(
        other.level > row.level
        and other.code.startswith(row.code)
        and (other.before, other.after) == (row.before, row.after)
        for other in rows
    )


def _of_units(before: Side, after: Side, printing: Decimals) -> FigureTable:
    codes = tuple(unit.code for unit in after.budget.units)
    rows = []
    for direction in (_INCOME, _SPENDING):
        old, new = (side.sums(lambda entry: entry.unit, side.of(direction)) for side in (before, after))
        for code, pair in _paired(old, new, codes):
            name = after.names.units.get(code) or before.names.units.get(code, "")
            rows.append(Figures(f"{name} {direction}".strip(), *pair, printing, code))
    return only_changed("按单位", sorted(rows, key=lambda row: row.code))
