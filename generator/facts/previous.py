"""Last year's budget (上年预算): the folder of the year before, of the same department, beside this year's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generator.base.paths import ValuePath
from generator.facts.budget import Budget, Entry
from generator.facts.location import absolute, code_of, year_of


def folders_of_last_year(folder: Path, budget: Budget) -> tuple[Path, ...]:
    """Find `<年度-1>/<编码>-…` beside the folder of a budget that lies in `<年度>/`: one, unless somebody copied it."""
    if year_of(folder) != budget.year:
        return ()
    code = budget.subject.former_code
    beside = absolute(folder).parent.parent / str(budget.year - 1)
    return tuple(sorted(path for path in beside.glob("*") if path.is_dir() and code_of(path) == code))


def joined(budget: Budget, previous: Budget) -> Budget:
    """Give a budget with last year's, whose paths begin with the year: `2024/收入[0].金额`."""
    mark: ValuePath = (f"{previous.year}/",)
    old = replace(
        previous,
        entries=_marked(previous.entries, mark),
        procurement=_marked(previous.procurement, mark),
        assets=_marked(previous.assets, mark),
        places={},
    )
    places = {**budget.places, **{(*mark, *path): place for path, place in previous.places.items()}}
    return replace(budget, previous=old, places=places)


def _marked(entries: tuple[Entry, ...], mark: ValuePath) -> tuple[Entry, ...]:
    return tuple(replace(entry, origin=(*mark, *entry.origin)) for entry in entries)
