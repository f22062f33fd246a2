"""Last year's budget (上年预算): the folder of the year before, of the same department, beside this year's."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from generator.base import inputs
from generator.base.paths import ValuePath
from generator.facts.budget import Budget, Entry
from generator.facts.location import absolute, code_of, year_of
from generator.facts.words import LAST_YEAR, NAMED

FOLDERS = "上年"  # a question of inputs


def folders_of_last_year(folder: Path, budget: Budget) -> tuple[Path, ...]:
    """Find `<年度-1>/<编码>-…` beside the folder of a budget that lies in `<年度>/`: one, unless somebody copied it."""
    if year_of(folder) != budget.year:
        return ()
    code = budget.subject.former_code
    beside = absolute(folder).parent.parent / str(budget.year - 1)
    inputs.record(partial(answer, str(beside), code), FOLDERS, beside, code)
    return _called(beside, code)


def answer(beside: str, code: str) -> str:
    """Give what stands for the folders of a year in which last year's budget may lie."""
    return "/".join(path.name for path in _called(Path(beside), code))


def _called(beside: Path, code: str) -> tuple[Path, ...]:
    return tuple(sorted(path for path in beside.glob("*") if code_of(path) == code and path.is_dir()))


def joined(budget: Budget, previous: Budget) -> Budget:
    """Give a budget with last year's, whose paths begin with the year: `2024/收入[0].金额`.

    Its entries name units and projects as this year's budget does, so that the two can be compared.
    """
    mark: ValuePath = (f"{previous.year}/",)
    units = {unit.former_code: unit.code for unit in budget.units}
    projects = _renamed_projects(budget, previous)

    def marked(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        return tuple(
            replace(
                entry,
                origin=(*mark, *entry.origin),
                book=LAST_YEAR,
                unit=units.get(entry.unit, entry.unit),
                project=projects.get(entry.project, entry.project),
            )
            for entry in entries
        )

    old = replace(
        previous,
        entries=marked(previous.entries),
        procurement=marked(previous.procurement),
        assets=marked(previous.assets),
        places={},
    )
    places = {**budget.places, **{(*mark, *path): place for path, place in previous.places.items()}}
    return replace(budget, previous=old, places=places)


def _renamed_projects(budget: Budget, previous: Budget) -> dict[str, str]:
    """Give what entries say of each project of last year whose code has changed, and what they say of it now.

    A project that has another code is the same if its name is, and no other project of either year is named so.
    """
    now, before = _projects(budget), _projects(previous)
    kept = set(now.values()) & set(before.values())
    return {old: now[name] for name, old in before.items() if name in now and not {old, now[name]} & kept}


def _projects(budget: Budget) -> dict[str, str]:
    """Give what entries say of each project, by its name: its code, or its name where it has none."""
    found: dict[str, list[str]] = {}
    for record in budget.records["项目"]:
        code, name = (str(record.fields[key].value) if key in record.fields else "" for key in NAMED["项目"])
        found.setdefault(name, []).append(code or name)
    return {name: codes[0] for name, codes in found.items() if len(codes) == 1}
