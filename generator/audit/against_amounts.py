"""Figures of a document against the budget: each by its condition, this year's and last year's, and their changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

from generator.audit.master import Master
from generator.base.frozen import frozen
from generator.base.paths import ValuePath
from generator.books.statements import Normal, within
from generator.facts.words import THIS_YEAR
from generator.findings.finding import Place
from generator.intake.owned import funds_of, of_projects
from generator.intake.pool import ConditionKey, key_of, stale
from generator.ledger import DIMENSIONS
from generator.recognition.free import TEXT, ReadChange
from generator.recognition.sentences import ReadSentences
from generator.recognition.statements import PrintedAmount, ReadTable

MONEY = "收支"
CHANGE = "增减"  # stands for the book of what a sentence says of this year against another
_ZERO = Decimal(0)
_NO_WHOLE = "方向"  # what comes in is what is spent: one cause changes both
_BLANK = Decimal(50)  # 元: what 0.00 万元 may be
_MOST = 10  # causes whose sums are tried
StatedKey = tuple[str, str, ConditionKey, str]  # data set, book, condition, measure


@frozen
class OtherAmount:
    """A figure that is not the budget's: as it is printed, and what the budget says, in 元 (of 数量: the number)."""

    printed: PrintedAmount
    expected: Decimal
    tolerance: Decimal
    origins: tuple[ValuePath, ...] = ()
    place: Place | None = None  # in the budget, where there are no origins

    @property
    def difference(self) -> Decimal:
        """How far it is from the budget."""
        return self.printed.value - self.expected

    @property
    def minor(self) -> bool:
        """Whether only the last printed digit differs."""
        return abs(self.difference) <= 2 * self.tolerance


@dataclass(slots=True)
class Cause:
    """What makes figures differ: the one that says it best, and the others that differ because of it."""

    first: OtherAmount
    others: list[OtherAmount] = field(default_factory=list)

    @property
    def every(self) -> Sequence[OtherAmount]:
        """All figures that differ because of it."""
        return (self.first, *self.others)

    def is_within(self, broad: OtherAmount) -> bool:
        """Tell whether it changes what is under a broader condition."""
        return any(within(_bare(one), _bare(broad)) for one in self.every)


@dataclass(slots=True)
class ComparedAmounts:
    """The figures of one document: those that differ, by cause, and those that the budget does not know."""

    causes: list[Cause] = field(default_factory=list)
    unknown: list[PrintedAmount] = field(default_factory=list)
    count: int = 0  # that were compared


def compare_amounts(tables: Sequence[ReadTable], sentences: ReadSentences, master: Master) -> ComparedAmounts:
    """Compare the figures of tables and sentences about one department or unit with the budget."""
    own = master.source
    known: dict[StatedKey, list[PrintedAmount]] = {}
    for one in _printed(own.read.tables, own.sentences):
        known.setdefault(stated_key(one), []).append(one)
    found = ComparedAmounts()
    other: list[OtherAmount] = []
    for one in _printed(tables, sentences):
        expected = _expected(one, known.get(stated_key(one), ()), master)
        if expected is None:
            found.unknown.append(one)
            continue
        found.count += 1
        if abs(expected.difference) > expected.tolerance:
            other.append(expected)
    for change in sentences.every_change:
        expected = _of_change(change, own.sentences.every_change, master)
        found.count += expected is not None
        if expected is not None and abs(expected.difference) > expected.tolerance:
            other.append(expected)
    found.causes = _causes(other, master)
    return found


def _printed(tables: Sequence[ReadTable], sentences: ReadSentences) -> Iterator[PrintedAmount]:
    """Yield every amount that states a sum; a line of a list of purchases states only itself."""
    for table in tables:
        lines = {id(one) for record in table.records for one in record.amounts if one.data != MONEY}
        yield from (one for one in table.amounts if id(one) not in lines and not stale(one))
        projects = [record for record in table.records if record.list == "项目"]
        yield from of_projects(projects)
        for project in projects:
            yield from funds_of(project)
    yield from sentences.every_amount
    yield from (one for _, one in sentences.free.last)
    yield from (one for _, one in sentences.free.projects)


def stated_key(one: PrintedAmount) -> StatedKey:
    """Say what an amount is the sum of: two with one key state the same."""
    return one.data, one.book, key_of(one.condition), one.measure


def _expected(one: PrintedAmount, own: Sequence[PrintedAmount], master: Master) -> OtherAmount | None:
    """Say what the budget has for a printed amount: what its own document prints there, else what its books answer.

    Where a condition is read wrong, it is read wrong in both documents, and the figures still have to be equal.
    """
    asked = master.ask(one.data, one.book, one.condition, one.measure)
    origins = asked.origins if asked is not None else ()
    same = [each for each in own if each.table == one.table] or own
    if same:
        near = min(same, key=lambda each: abs(each.value - one.value))
        exact = asked if asked is not None and abs(asked.value - near.value) <= near.tolerance else None
        value = exact.value if exact is not None else near.value
        off = (near.tolerance if one.blank else one.tolerance) + (
            exact.tolerance if exact is not None else near.tolerance
        )
        return OtherAmount(
            one, value, off, origins if exact is not None else (), near.place if near.place.file else None
        )
    if asked is None:
        return None
    return OtherAmount(one, asked.value, (_BLANK if one.blank else one.tolerance) + asked.tolerance, origins)


def _of_change(one: ReadChange, own: Iterable[ReadChange], master: Master) -> OtherAmount | None:
    """Say what the budget has for a change: this year's amount less that of the other book, both as they are shown."""
    asked = one.asked
    now = master.ask(asked.data, THIS_YEAR, asked.condition)
    base = master.ask(asked.data, one.book, asked.condition)
    printed = PrintedAmount(
        TEXT, asked.data, CHANGE, asked.condition, one.difference, one.tolerance, one.place, asked.query, "比上年增减"
    )
    same = [
        each
        for each in own
        if (each.asked.data, each.asked.condition, each.book) == (asked.data, asked.condition, one.book)
    ]
    if same:
        near = min(same, key=lambda each: abs(each.difference - one.difference))
        place = near.place if near.place.file else None
        return OtherAmount(printed, near.difference, one.tolerance + near.tolerance, place=place)
    if now is None or base is None:
        return None
    off = 3 * one.tolerance + now.tolerance + base.tolerance
    return OtherAmount(printed, now.value - base.value, off, now.origins + base.origins)


def _causes(other: Iterable[OtherAmount], master: Master) -> list[Cause]:
    """Put together what differs for one reason: the same figure elsewhere, and the totals in which it counts."""
    causes: list[Cause] = []
    for one in sorted(other, key=lambda one: _breadth(one, master)):
        same = next((cause for cause in causes if _is_same(cause, one)), None)
        reasons = [same] if same is not None else _reasons(one, causes)
        for cause in reasons:
            cause.others.append(one)
        if not reasons:
            causes.append(Cause(one))
    return causes


def _breadth(one: OtherAmount, master: Master) -> tuple[bool, int, int, bool]:
    """Order figures from those of few fields to those of many; tables before sentences."""
    printed = one.printed
    return printed.book == CHANGE, len(one.origins), -sum(map(len, printed.condition)), printed.table == TEXT


def _is_same(cause: Cause, one: OtherAmount) -> bool:
    """Tell whether a figure differs by as much as a cause, and may count what it counts."""
    first, own = cause.first, one.printed
    if (first.printed.data, first.printed.measure) != (own.data, own.measure):
        return False
    off = min(first.tolerance, one.tolerance)
    return abs(first.difference - one.difference) <= off and _compatible(first.printed.condition, own.condition)


def _reasons(one: OtherAmount, causes: Sequence[Cause]) -> list[Cause]:
    """Find the causes that together make a figure differ: all within it, else some of those that may be."""
    own = [
        cause
        for cause in causes
        if (cause.first.printed.data, cause.first.printed.measure) == (one.printed.data, one.printed.measure)
    ]
    inside = [cause for cause in own if cause.is_within(one)]
    if inside and _make(inside, one):
        return inside
    possible = [cause for cause in own if _compatible(cause.first.printed.condition, one.printed.condition)][:_MOST]
    sets = (list(some) for count in range(2, len(possible) + 1) for some in combinations(possible, count))
    return next((some for some in sets if _make(some, one)), [])


def _make(causes: Sequence[Cause], one: OtherAmount) -> bool:
    made = sum((cause.first.difference for cause in causes), _ZERO)
    off = one.tolerance + sum((cause.first.tolerance for cause in causes), _ZERO)
    return abs(made - one.difference) <= off


def _compatible(one: Normal, other: Normal) -> bool:
    """Tell whether money can be under both conditions; income and spending are two sides of the same."""
    return all(_meet(name, values, other[name]) for name, values in one.items() if name in other and name != _NO_WHOLE)


def _meet(dimension: str, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if DIMENSIONS[dimension].prefix:
        return any(a.startswith(b) or b.startswith(a) for a in one for b in other)
    return bool(set(one) & set(other))


def _bare(one: OtherAmount) -> Normal:
    return {name: values for name, values in one.printed.condition.items() if name != _NO_WHOLE}
