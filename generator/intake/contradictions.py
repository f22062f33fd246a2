"""What a document says against itself, in words: where, which two statements, and by how much they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.base.frozen import frozen
from generator.findings.finding import Place
from generator.intake.pool import Clash
from generator.recognition.statements import PrintedAmount
from generator.recognition.words import label

_FEW = 3  # places that are named
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

    def __str__(self) -> str:
        return f"{self.place} {self.message}"


def of_clashes(clashes: Sequence[Clash], carried: Sequence[PrintedAmount] = ()) -> Iterator[Contradiction]:
    """Give each contradiction of amounts once: a difference that runs up through totals, or to other tables, is one.

    `carried` are the amounts of 上年结转: one place may count them and another (当年) not.
    """
    for ones in _by_cause(clashes):
        clash = min(ones, key=lambda one: (one.one.total, len(one.other)))
        difference, minor = clash.difference, clash.is_minor
        perhaps = _perhaps(clash, carried)
        if perhaps and any(_CURRENT in one.row for one in (clash.one, *clash.other)):
            continue
        what = "各项相加" if len(clash.other) > 1 else "另一处"
        more = f"（同样相差的还有 {len(ones) - 1} 处）" if len(ones) > 1 else ""
        message = (
            f"{_name(clash.one)}是 {clash.one.value:,.2f} 元，{what}是 {clash.expected:,.2f} 元"
            f"（{some([str(other.place) for other in clash.other])}），相差 {abs(difference):,.2f} 元{more}"
        )
        related = tuple((other.place, f"{_name(other)}是 {other.value:,.2f} 元") for other in clash.other)
        yield Contradiction(clash.one.place, message, related, minor, perhaps, apart=abs(difference))


def _perhaps(clash: Clash, carried: Sequence[PrintedAmount]) -> str:
    """Say that two amounts of money differ just by an amount of 上年结转; nothing where they do not."""
    off = clash.one.tolerance + sum(other.tolerance for other in clash.other)
    apart = abs(clash.difference)
    same = (one for one in carried if one.value and abs(one.value - apart) <= off + one.tolerance)
    found = next(same, None) if clash.one.data == "收支" else None
    return (
        f"相差的正好是上年结转的 {found.value:,.2f} 元（{found.place}），也许一处是当年的，一处连上年结转"
        if found
        else ""
    )


def some(names: Sequence[str]) -> str:
    """Name a few of several."""
    return "、".join(names[:_FEW]) + (f" 等 {len(names)} 处" if len(names) > _FEW else "")


def _by_cause(clashes: Sequence[Clash]) -> list[list[Clash]]:
    """Put together those that differ by as much: in one table, or with a figure in common."""
    found: dict[tuple[Decimal, str, bool], list[Clash]] = {}
    for clash in clashes:
        found.setdefault((clash.difference, clash.one.table, clash.is_minor), []).append(clash)
    causes: list[list[Clash]] = []
    for ones in found.values():
        same = next((before for before in causes if _is_one_cause(before, ones)), None)
        if same is None:
            causes.append(list(ones))
        else:
            same.extend(ones)
    return causes


def _is_one_cause(some_of_it: Sequence[Clash], others: Sequence[Clash]) -> bool:
    """Tell whether contradictions differ by the same amount, and have a figure in common."""
    first, second = some_of_it[0], others[0]
    if abs(first.difference) != abs(second.difference) or first.is_minor != second.is_minor:
        return False
    places = {one.place for clash in some_of_it for one in (clash.one, *clash.other)}
    return any(one.place in places for clash in others for one in (clash.one, *clash.other))


def _name(one: PrintedAmount) -> str:
    column = "" if one.column in ("合计", one.row) else f"，{one.column}，"
    return f"“{label(one.row) or one.row}”{column}"
