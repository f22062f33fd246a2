"""Two budgets compared (比较): figures, records and texts, and which changes need a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from generator.base.frozen import frozen
from generator.base.money import total
from generator.books.subject import SOURCES, books
from generator.differences import figures
from generator.differences.figures import Figures, FigureTable, side_of
from generator.differences.matching import matched, name_of
from generator.differences.names import Sayings
from generator.differences.values import LINES, PROJECTS, UNITS, ValueTree, values_of
from generator.differences.walk import MOVED, Difference, Walker
from generator.facts import classification
from generator.facts.budget import Budget
from generator.facts.recoded import FUNCTION, Recoded
from generator.facts.words import THIS_YEAR
from generator.ledger import Amount
from generator.pack.spec import Pack

_YEAR = re.compile("[0-9]{4}")


@frozen
class Reason:
    """A change of which the form asks the reason (原因): its name, and what is written; empty where nothing is."""

    name: str
    said: str


@frozen
class Compared:
    """What differs between two budgets. `labels` head the columns of both, `names` say where each is from."""

    title: str
    labels: tuple[str, str]
    names: tuple[str, str]
    tables: tuple[FigureTable, ...] = ()
    differences: tuple[Difference, ...] = ()
    reasons: tuple[Reason, ...] = ()
    notes: tuple[str, ...] = ()
    alone: str = ""  # 新增的预算, 删去的预算: the other side has none

    @property
    def is_equal(self) -> bool:
        """Tell whether both say the same, be it in another order."""
        return (
            not self.alone
            and not any(table.rows for table in self.tables)
            and all(one.sort == MOVED for one in self.differences)
        )


def compare(before: Budget, after: Budget, pack: Pack | None, old_pack: Pack | None = None) -> Compared:
    """Compare two budgets; the pack is that of the budget after, and prints both. Reasons are another's to add."""
    codes = _recoded(before, after)
    old, new = _with_codes(values_of(before), codes), values_of(after)
    sayings = Sayings(before, old_pack or pack), Sayings(after, pack)
    pairs = _pairs(old.get(UNITS, ()), new.get(UNITS, ()))
    units = {one["编码"]: other["编码"] for one, other in pairs if one and other}
    sides = side_of(before, sayings[0], units, codes), side_of(after, sayings[1], {}, {})
    notes = _item_notes(before.year, after.year, codes)
    printing = figures.printing_of(pack)
    tables = (
        *figures.tables(*sides, pack, notes),
        figures.only_changed("按项目", _projects(old, new, printing)),
    )
    found = Walker(*sayings).differences(_with_units(old, units), new)
    return Compared(
        f"{after.code} {after.name}",
        ("前", "后") if before.year == after.year else (f"{before.year}年", f"{after.year}年"),
        (before.folder, after.folder),
        tuple(table for table in tables if table.rows),
        found,
        notes=tuple(f"科目 {code} 现在是 {now}。" for code, now in codes.items()),
    )


def stated(budget: Budget, pack: Pack, shown: str) -> Compared | None:
    """Compare a budget with what it states itself of the year before (上年数, 上年执行数); None where that is nothing.

    The year before is known only where it is stated, so there is nothing else to compare.
    """
    printing, tables = figures.printing_of(pack), []
    for name, key in SOURCES.items():
        rows: list[Figures] = []
        for subject in budget.subjects:
            known = books(budget, subject, pack.queries)
            whose = "" if subject is budget.subject else f"{subject.name} "
            for query, (data, condition) in pack.queries.items():
                before, now = known[name].stated(condition, data), known[THIS_YEAR].ask(condition, data)
                if before is not None and isinstance(now, Amount):
                    one = Figures(f"{whose}{query}", before.value, now.value, printing, tolerance=before.tolerance)
                    rows.append(one)
        if rows:
            tables.append(FigureTable(f"写的{key}", tuple(rows)))
    labels = f"{budget.year - 1}年", f"{budget.year}年"
    found = Compared(f"{budget.code} {budget.name}", labels, ("写的上年数", shown), tuple(tables))
    return found if tables else None


def _pairs(before: Sequence[Any], after: Sequence[Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Give the records of two lists, each with its counterpart or an empty one."""
    found = matched(before, after)
    old = {j: before[i] for i, j in found.pairs}
    yield from ((old.get(j, {}), one) for j, one in enumerate(after))
    yield from ((before[i], {}) for i in found.removed)


def _projects(before: ValueTree, after: ValueTree, printing: figures.Decimals) -> Iterator[Figures]:
    for old, new in _pairs(before.get(PROJECTS, ()), after.get(PROJECTS, ())):
        names = name_of(old), name_of(new)
        renamed = f"原名 {names[0]}" if all(names) and names[0] != names[1] else ""
        note = renamed if old and new else "新增" if new else "删去"
        code = str((new or old).get("编码", ""))
        yield Figures(names[1] or names[0], _spent(old), _spent(new), printing, code, note=note)


def _spent(project: Mapping[str, Any]) -> Decimal | None:
    amounts = [line["金额"] for line in project.get(LINES, ())]
    return None if any(one.is_nan() for one in amounts) else total(amounts)


def _recoded(before: Budget, after: Budget) -> dict[str, str]:
    """Give the functional codes that the catalogue of the year after has dropped, and the one that stands for each."""
    if before.year >= after.year:
        return {}
    changes = Recoded(classification.load(before.year), classification.load(after.year))
    used = {entry.function for entry in before.entries if changes.dropped(FUNCTION, entry.function)}
    return {code: now for code in sorted(used) if (now := changes.successor(FUNCTION, code))}


def _item_notes(before: int, after: int, codes: Mapping[str, str]) -> dict[str, str]:
    """Give what is to be said of functional items that had another name or code in the year before."""
    notes = {now: f"原编码 {code}" for code, now in codes.items()}
    for row in classification.load(after).renames:
        since = _YEAR.search(row.since)
        if since and before < int(since[0]) <= after:
            notes.setdefault(row.code, f"原名 {row.old}")
    return notes


def _with_codes(value: Any, codes: Mapping[str, str]) -> Any:
    """Give values with other functional codes, also where they are keys."""
    if not codes:
        return value
    if isinstance(value, Mapping):
        return {codes.get(key, key): _with_codes(below, codes) for key, below in value.items()}
    if isinstance(value, tuple):
        return tuple(_with_codes(one, codes) for one in value)
    return codes.get(value, value) if isinstance(value, str) else value


def _with_units(values: ValueTree, units: Mapping[str, str]) -> ValueTree:
    """Give values whose lines say the codes that units have now; the units themselves keep theirs, to be told."""
    changed = {old: new for old, new in units.items() if old != new}
    return (
        {key: value if key == UNITS else _lines_of(value, changed) for key, value in values.items()}
        if changed
        else values
    )


def _lines_of(value: Any, units: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {
            key: units.get(below, below) if key == "单位" and isinstance(below, str) else _lines_of(below, units)
            for key, below in value.items()
        }
    return tuple(_lines_of(one, units) for one in value) if isinstance(value, tuple) else value
