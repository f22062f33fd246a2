"""How far the running text was checked: each figure is met by another, bound, known in its role, or not read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from generator.base.frozen import frozen
from generator.books.statements import within
from generator.facts.words import THIS_YEAR
from generator.intake.contradictions import Contradiction
from generator.intake.pool import ConditionKey, key_of
from generator.recognition.figures import AMOUNT, DELTA, LAST, NONE, NUMBER, PLAN, UNREAD, Meaning, TextFigure
from generator.recognition.free import ReadRate
from generator.recognition.sentences import ReadSentences
from generator.recognition.statements import PrintedAmount

MET, BOUND, ROLE, NOT_READ = FATES = ("对上了", "认出了口径", "只认出是什么数", "没有读懂")
_HUNDRED = Decimal(100)
_Key = tuple[str, ConditionKey]


@frozen
class Coverage:
    """The figures of a document's running text that are money, rates or counts, each with how far it was checked."""

    figures: tuple[tuple[TextFigure, str], ...]

    def count(self, fate: str) -> int:
        """Say how many figures have a fate."""
        return sum(own == fate for _, own in self.figures)

    @property
    def unchecked(self) -> Iterator[TextFigure]:
        """The figures that nothing could be compared with, since it is not known what they state."""
        return (one for one, fate in self.figures if fate in (ROLE, NOT_READ))


def coverage(sentences: Sequence[ReadSentences], amounts: Iterable[PrintedAmount]) -> Coverage:
    """Say of each figure how far it was checked. `amounts` are those of tables and sentences together."""
    printed = Counter((one.data, key_of(one.condition)) for one in amounts if one.book == THIS_YEAR)
    free = [one.free for one in sentences]
    compared = {(one.place, one.text) for each in free for one in each.rates if _has_base(one, printed)}
    changes = [change for one in sentences for change in one.every_change]
    changed = Counter(_key(one.asked) for one in changes)
    rated = {(one.change.place, one.change.difference) for each in free for one in each.rates if one.change is not None}

    def fate(one: TextFigure) -> str:
        if one.role == UNREAD:
            return NOT_READ
        if one.asked is None:
            return ROLE
        if one.role in (AMOUNT, NUMBER, PLAN):
            return MET if printed[_key(one.asked)] > 1 else BOUND
        if one.role == DELTA:
            met = changed[_key(one.asked)] > 1 or (one.place, one.value.scaleb(one.scale)) in rated
            return MET if met else BOUND
        if one.role == LAST:  # compared with this year's amount less its change
            return MET if changed[_key(one.asked)] else BOUND
        return MET if (one.place, one.text) in compared else BOUND

    return Coverage(tuple((one, fate(one)) for each in free for one in each.figures if one.role != NONE))


def _has_base(rate: ReadRate, printed: Counter[_Key]) -> bool:
    """Tell whether what a rate or share is reckoned from is printed, so that it was compared."""
    return rate.change is not None or (rate.whole is not None and printed[_key(rate.whole)] > 0)


def wrong_rates(sentences: Sequence[ReadSentences], amounts: Iterable[PrintedAmount]) -> Iterator[Contradiction]:
    """Yield rates and shares that their amounts do not make."""
    printed: dict[_Key, list[PrintedAmount]] = defaultdict(list)
    for one in amounts:
        if one.book == THIS_YEAR:
            printed[one.data, key_of(one.condition)].append(one)
    known = {key: min(ones, key=lambda each: (each.blank, each.tolerance)) for key, ones in printed.items()}
    for each in sentences:
        for rate in each.free.rates:
            whole = known.get(_key(rate.whole)) if rate.whole is not None else None
            others = [one for one in known.values() if _holds(one, rate.amount)] if whole else []
            others += printed[whole.data, key_of(whole.condition)] if whole else []  # if it is stated with other values
            wrong = list(_wrong(rate, whole))
            if not any(not list(_wrong(rate, other)) for other in others):  # 合计 may mean the total of another table
                yield from wrong


def _holds(whole: PrintedAmount, part: PrintedAmount) -> bool:
    """Tell whether an amount may be meant by the whole of a share."""
    broader = whole.value > part.value and set(whole.condition) <= set(part.condition)
    return whole.data == part.data and broader and within(part.condition, whole.condition)


def _wrong(rate: ReadRate, whole: PrintedAmount | None) -> Iterator[Contradiction]:
    """Compare a rate with what its amounts make, by intervals: each is rounded."""
    amount = rate.amount
    if rate.change is not None:
        part, base = rate.change.difference, amount.value - rate.change.difference
        off = (rate.change.tolerance, amount.tolerance + rate.change.tolerance)
        rounded = max(rate.change.tolerance, rate.change.rounded)
        words = f"{amount.value:,.2f} 元比上年增减 {part:,.2f} 元"
    elif whole is not None:
        part, base, off = amount.value, whole.value, (amount.tolerance, whole.tolerance)
        rounded = amount.tolerance
        words = f"{part:,.2f} 元占 {base:,.2f} 元"
    else:
        return
    if base <= off[1]:  # a change of nothing has no rate
        return
    made = part / base * _HUNDRED
    slack = _slack(part, base, off) + rate.tolerance
    gap = abs(abs(made) - abs(rate.rate))
    if gap > slack:
        message = f"{words}，应是 {abs(made):.2f}%，文中是 {rate.text}%"
        # 20% of 19.6%, 减少3万元 of 2.6: rounded more than others
        own = Decimal(5).scaleb(-len(rate.text.partition(".")[2]) - 1)
        more = _slack(part, base, (rounded, off[1] + rounded - off[0]))
        minor = gap <= max(2 * slack, more + max(own, rate.tolerance))
        beside = (rate.change.place, f"增减是 {part:,.2f} 元") if rate.change is not None else None
        beside = (whole.place, f"总数是 {base:,.2f} 元") if beside is None and whole is not None else beside
        related = ((amount.place, f"本身是 {amount.value:,.2f} 元"), *((beside,) if beside is not None else ()))
        places = (amount.place, *([whole.place] if whole is not None and rate.change is None else ()))
        yield Contradiction(rate.place, message, related, minor=minor, reckoned=places)


def _slack(part: Decimal, base: Decimal, off: tuple[Decimal, Decimal]) -> Decimal:
    """Say how far a share may be off, in percent, where its part and its base are."""
    if base <= off[1]:
        return Decimal(0)
    return (off[0] * base + abs(part) * off[1]) / (base * (base - off[1])) * _HUNDRED


def _key(asked: Meaning) -> _Key:
    return asked.data, key_of(asked.condition)
