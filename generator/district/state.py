"""How far everybody is (进度): who must publish, beside the budgets and finished files that are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Any

from generator.base.frozen import frozen
from generator.district.register import Due

MISSING, WRONG, DOUBTFUL, FINE = "没交", "有错误", "有警告", "没有问题"  # of a budget
NOT_MADE, OUTDATED, TOUCHED, UNSURE, MADE = "没生成", "已过期", "已改动", "不知新旧", "已生成"  # of its files
OPEN, PUBLISHED, LATE, UNLISTED = "没公开", "已公开", "逾期", "不在清单"
WORDS = (MISSING, WRONG, DOUBTFUL, FINE, NOT_MADE, OUTDATED, TOUCHED, UNSURE, MADE, OPEN, PUBLISHED, LATE, UNLISTED)
DueKey = tuple[str, str]  # the code of a department, and that of a unit or nothing


@frozen
class Seen:
    """A budget that is there: whose it is, how many errors it has, and what it says of its units, by code."""

    folder: str
    code: str
    name: str
    errors: int = 0
    warnings: Mapping[str, int] = field(default_factory=dict)  # by the code of a unit; the department's by nothing
    units: Mapping[str, str] = field(default_factory=dict)  # that have budgets of their own: their names
    within: tuple[str, ...] = ()  # units that publish with another (不单列预算)
    alone: bool = False  # it is a unit's, without its department's


def seen_of(said: Any) -> Seen:
    """Read what `dataclasses.asdict` made of it. Raises TypeError, LookupError, AttributeError for anything else."""
    numbers, texts = (said["errors"], *said["warnings"].values()), (said["folder"], said["code"], said["name"])
    names = (*said["warnings"], *said["units"], *said["units"].values(), *said["within"])
    if not all(type(one) is int for one in numbers) or not all(isinstance(one, str) for one in (*texts, *names)):
        raise TypeError(said)
    return Seen(**{**said, "within": tuple(said["within"]), "alone": bool(said["alone"])})


@frozen
class Standing:
    """How far one department or unit is; `notes` is what else is to be known."""

    due: Due
    budget: str
    count: int  # of errors, or of warnings
    files: str  # nothing where there is no budget
    days: int | None = None  # left to publish in time, negative when late; None where that is not known or done
    listed: bool = True
    notes: tuple[str, ...] = ()

    @property
    def is_late(self) -> bool:
        """Whether it is not published and the time is over."""
        return self.days is not None and self.days < 0

    @property
    def state(self) -> str:
        """Whether it is published, and in time."""
        return PUBLISHED if self.due.published else LATE if self.is_late else OPEN

    @property
    def words(self) -> frozenset[str]:
        """What can be asked for (--only)."""
        published = PUBLISHED if self.due.published else OPEN
        more = (*((LATE,) if self.is_late else ()), *(() if self.listed else (UNLISTED,)))
        return frozenset((self.budget, self.files, published, *more)) - {""}


def rows(due: Sequence[Due], seen: Iterable[Seen], made: Mapping[DueKey, str], today: date) -> tuple[Standing, ...]:
    """Put everybody in order: the latest first, else as listed, and then what is there and not listed."""
    there = _Budgets(tuple(seen))
    found = [_row(one, there, made, today) for one in due]
    late = sorted((row for row in found if row.is_late), key=lambda row: row.days or 0)
    rest = [row for row in found if not row.is_late]
    keys = {one.key for one in due}
    others = [_row(one, there, made, today, listed=False) for one in there.everybody() if one.key not in keys]
    return (*late, *rest, *others)


class _Budgets:
    """The budgets that are there, looked up by who must publish."""

    def __init__(self, seen: tuple[Seen, ...]) -> None:
        self.seen = seen
        self.by_code: dict[str, Seen] = {}
        for one in seen:
            self.by_code.setdefault(one.code, one)

    def of(self, due: Due) -> Seen | None:
        """Give the budget in which somebody stands: a department's own, a unit's own or that of its department."""
        own = self.by_code.get(due.code)
        if not due.department:
            return own
        return own if own is not None and own.alone else self.by_code.get(due.department)

    def everybody(self) -> Iterator[Due]:
        """Give everybody who has a budget of his own."""
        for one in self.seen:
            owner = next((two.code for two in self.seen if one.alone and one.code in two.units), "")
            if not owner:
                yield Due(one.code, one.name)
            yield from (Due(code, name, one.code) for code, name in one.units.items() if not one.alone)


def _row(due: Due, there: _Budgets, made: Mapping[DueKey, str], today: date, *, listed: bool = True) -> Standing:
    seen, days = there.of(due), None
    if due.deadline and not due.published:
        days = (due.deadline - today).days
    notes = tuple(_notes(due, seen))
    if seen is None or (due.department and not seen.alone and not seen.errors and due.code not in seen.units):
        return Standing(due, MISSING, 0, "", days, listed, notes)
    unit = due.code if due.department and not seen.alone else ""
    doubts = seen.warnings.get(unit, 0)
    budget = WRONG if seen.errors else DOUBTFUL if doubts else FINE
    key = (seen.code, "") if seen.alone else due.key
    return Standing(due, budget, seen.errors or doubts, made.get(key, NOT_MADE), days, listed, notes)


def _notes(due: Due, seen: Seen | None) -> Iterator[str]:
    """Say what does not fit together: names, a unit without a budget of its own, a publication that came late."""
    if due.published and due.deadline and due.published > due.deadline:
        yield f"迟了 {(due.published - due.deadline).days} 天公开"
    if seen is None:
        return
    name = seen.units.get(due.code, "") if due.department and not seen.alone else seen.name
    if name and name != due.name:
        yield f"预算里的名称是“{name}”"
    if due.department and due.code in seen.within:
        yield "预算里写明不单列预算"
