"""What a document says against itself, in words: where, which two statements, and by how much they differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from generator.base.frozen import frozen
from generator.books.statements import within
from generator.findings.finding import Place
from generator.intake.pool import Clash
from generator.recognition.amounts import tolerance
from generator.recognition.figures import AMOUNT
from generator.recognition.free import TEXT
from generator.recognition.sentences import ReadSentences
from generator.recognition.statements import PrintedAmount
from generator.recognition.tables import RecognisedFile
from generator.recognition.words import label

_FEW = 3  # places that are named
_MOST = 100  # contradictions that are looked at one by one
_CARRIED, _AMOUNT = "上年结转", re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_CURRENT = "当年"  # without what is carried over


@frozen
class Contradiction:
    """Two printed statements that cannot both be right. `minor`: only the last printed digit differs.

    `perhaps` says why both may be right all the same: they differ by what is carried over from last year. `reckoned`
    are the places of the figures from which a rate or a figure of last year follows: one of them may be the cause.
    """

    place: Place
    message: str  # what is printed there, what it should be, and why
    related: tuple[tuple[Place, str], ...] = ()  # the other statements
    minor: bool = False
    perhaps: str = ""
    reckoned: tuple[Place, ...] = ()
    apart: Decimal = Decimal(0)  # by how much two amounts differ, in 元

    @property
    def places(self) -> tuple[Place, ...]:
        """Where it stands, and where else; not what it was reckoned from, which may be right."""
        return (self.place, *(place for place, _ in self.related if place not in self.reckoned))

    def __str__(self) -> str:
        return f"{self.place} {self.message}"


def of_clashes(clashes: Sequence[Clash], carried: Sequence[PrintedAmount] = ()) -> Iterator[Contradiction]:
    """Give each contradiction of amounts once: a difference that runs up through totals, or to other tables, is one.

    `carried` are the amounts of 上年结转: one place may count them and another (当年) not.
    """
    for ones in _by_cause(clashes):
        clash = min(ones, key=lambda one: (one.one.total, len(one.other)))
        difference, minor = clash.difference, clash.is_minor
        over = _carried_over(clash, carried)
        if over is not None and (over.table in _tables(clash) or any(_CURRENT in one.row for one in _both(clash))):
            continue  # one of them prints it beside, or says that it is without
        perhaps = _perhaps(over)
        what = "各项相加" if len(clash.other) > 1 else "另一处"
        more = f"（同样相差的还有 {len(ones) - 1} 处）" if len(ones) > 1 else ""
        message = (
            f"{_name(clash.one)}是 {clash.one.value:,.2f} 元，{what}是 {clash.expected:,.2f} 元"
            f"（{some([str(other.place) for other in clash.other])}），相差 {abs(difference):,.2f} 元{more}"
        )
        related = tuple((other.place, f"{_name(other)}是 {other.value:,.2f} 元") for other in clash.other)
        yield Contradiction(clash.one.place, message, related, minor, perhaps, apart=abs(difference))


def _carried_over(clash: Clash, carried: Sequence[PrintedAmount]) -> PrintedAmount | None:
    """Find the amount of 上年结转 by which two amounts of money differ; None where they do not."""
    off = clash.one.tolerance + sum(other.tolerance for other in clash.other)
    apart = abs(clash.difference)
    same = (one for one in carried if one.value and abs(one.value - apart) <= off + one.tolerance)
    return next(same, None) if clash.one.data == "收支" else None


def _both(clash: Clash) -> tuple[PrintedAmount, ...]:
    return (clash.one, *clash.other)


def _tables(clash: Clash) -> set[str]:
    """Name the tables, or the paragraphs, in which the amounts of a contradiction stand."""
    return {_stands_in(one.table, one.place) for one in _both(clash)}


def _stands_in(table: str, place: Place) -> str:
    return str(place.whole) if table == TEXT else f"《{table}》"


def _perhaps(over: PrintedAmount | None) -> str:
    if over is None:
        return ""
    return f"相差的正好是上年结转的 {over.value:,.2f} 元（{over.place}），也许一处是当年的，一处连上年结转"


def named_carried(reads: Iterable[RecognisedFile], sentences: Iterable[ReadSentences]) -> Iterator[PrintedAmount]:
    """Yield the amounts that are called 上年结转 where the form has no row, and no name, for them."""
    for table in (one for read in reads for one in read.tables):
        for cell in table.unread:
            name, _, number = cell.text.rpartition("，")
            if _CARRIED in name and _AMOUNT.fullmatch(number):
                value = Decimal(number.replace(",", "")).scaleb(table.scale)
                off = tolerance(len(number.partition(".")[2]), table.scale, stored=False)
                yield _carried(value, off, cell.place, table.table.spec.name)
    for figure in (one for text in sentences for one in text.free.figures):
        if figure.role == AMOUNT and figure.asked is None and _CARRIED in figure.name:
            off = tolerance(figure.places, figure.scale, stored=False)
            yield _carried(figure.value.scaleb(figure.scale), off, figure.place, TEXT)


def _carried(value: Decimal, off: Decimal, place: Place, table: str) -> PrintedAmount:
    return PrintedAmount(_stands_in(table, place), "收支", "", {}, value, off, place, _CARRIED, "")


def some(names: Sequence[str]) -> str:
    """Name a few of several."""
    return "、".join(names[:_FEW]) + (f" 等 {len(names)} 处" if len(names) > _FEW else "")


def _by_cause(clashes: Sequence[Clash]) -> list[list[Clash]]:
    """Put together those that differ by as much: in one table and about the same money, or with a figure in common."""
    found: dict[tuple[Decimal, str, bool], list[Clash]] = {}
    for clash in clashes:
        found.setdefault((clash.difference, clash.one.table, clash.is_minor), []).append(clash)
    causes: list[list[Clash]] = []
    for ones in (group for alike in found.values() for group in _about_the_same(alike)):
        same = next((before for before in causes if _is_one_cause(before, ones)), None)
        if same is None:
            causes.append(list(ones))
        else:
            same.extend(ones)
    return causes


def _about_the_same(clashes: Sequence[Clash]) -> list[list[Clash]]:
    """Part contradictions that differ by as much: two items that have nothing to do with each other are two causes."""
    if len(clashes) > _MOST:
        return [list(clashes)]
    groups: list[list[Clash]] = []
    for clash in clashes:
        near = [at for at, group in enumerate(groups) if any(_is_near(clash, one) for one in group)]
        joined = [*(one for at in near for one in groups[at]), clash]
        first = near[0] if near else len(groups)
        groups = [*groups[:first], joined, *(one for at, one in enumerate(groups) if at > first and at not in near)]
    return groups


def _is_near(one: Clash, other: Clash) -> bool:
    """Tell whether two contradictions share a figure or an amount, or one's money is a part of the other's."""
    a, b = one.one, other.one
    shared = {each.place for each in _both(one)} & {each.place for each in _both(other)}
    return bool(shared) or a.value == b.value or within(a.condition, b.condition) or within(b.condition, a.condition)


def _is_one_cause(some_of_it: Sequence[Clash], others: Sequence[Clash]) -> bool:
    """Tell whether contradictions differ by the same amount, but for what is rounded, and have a figure in common."""
    first, second = some_of_it[0], others[0]
    off = sum((one.tolerance for clash in (first, second) for one in _both(clash)), Decimal(0))
    if abs(abs(first.difference) - abs(second.difference)) > off or first.is_minor != second.is_minor:
        return False
    places = {one.place for clash in some_of_it for one in (clash.one, *clash.other)}
    return any(one.place in places for clash in others for one in (clash.one, *clash.other))


def _name(one: PrintedAmount) -> str:
    column = "" if one.column in ("合计", one.row) else f"，{one.column}，"
    return f"“{label(one.row) or one.row}”{column}"
