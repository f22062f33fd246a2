"""How each budget is (查看): what `budget check` would find, and whether what was made of it is up to date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from generator.base import inputs
from generator.base.files import problem
from generator.base.frozen import frozen
from generator.batch import kept, manifest, memory
from generator.commands import crash
from generator.commands.common import complain
from generator.commands.processes import in_processes
from generator.commands.workspace import OUT, BudgetFolder, Workspace
from generator.district.state import MADE, OUTDATED, TOUCHED, UNSURE, DueKey, Seen, seen_of
from generator.facts.location import code_of, title_of
from generator.findings.finding import Severity


@frozen
class Looking:
    """A budget to look at, as far as `budget check` would go before it lays anything out."""

    source: BudgetFolder
    templates: Path

    @property
    def key(self) -> str:
        """The folder, as what is kept of it is called."""
        return inputs.whole(self.source.folder)


def seen(workspace: Workspace, year: int, answers: memory.Answers) -> tuple[Seen, ...]:
    """Look at the budgets of a year, on every processor; what was seen before and has not changed is kept."""
    work = [Looking(one, workspace.templates) for one in workspace.all_of(str(year))]
    before = known(workspace, answers)
    new = [job for job in work if job.key not in before]
    found = dict(zip((job.key for job in new), in_processes(look, new, None, _died), strict=True))
    keep(workspace, found)
    return tuple(before.get(job.key) or found[job.key][0] for job in work)


def known(workspace: Workspace, answers: memory.Answers) -> dict[str, Seen]:
    """Give what was seen before and has not changed, by the paths of folders."""
    before = {folder: _again(one.value) for folder, one in kept.load(workspace.root, answers).items()}
    return {folder: one for folder, one in before.items() if one is not None}


def keep(workspace: Workspace, found: Mapping[str, tuple[Seen, inputs.Inputs]]) -> None:
    """Keep what was seen, by the paths of folders, for the next time."""
    try:
        values = {key: kept.KeptValue(asdict(one), asked) for key, (one, asked) in found.items() if asked}
        kept.save(workspace.root, values)
    except OSError as error:
        complain(f"{problem(error)}下一次会全部重新看。")


def _again(value: object) -> Seen | None:
    """Give what was seen, as it was kept; None where it is damaged."""
    try:
        return seen_of(value)
    except (TypeError, ValueError, LookupError, AttributeError):
        return None


def _died(job: Looking) -> tuple[Seen, inputs.Inputs]:
    return _unreadable(job), {}


def look(job: Looking) -> tuple[Seen, inputs.Inputs]:
    """Count what is wrong with a budget, and say on what that depends; whatever happens to it is one error."""
    asked: inputs.Inputs = {}
    try:
        with inputs.recorded(asked):
            return _counted(job), asked
    except Exception as error:
        crash.kept(error)
        return _died(job)


def _counted(job: Looking) -> Seen:
    from generator.publish import own_budgets, prepare  # noqa: PLC0415 only what a command needs is imported

    prepared = prepare(job.source.folder, job.templates, shown_as=job.source.shown)
    budget, found = prepared.budget, prepared.findings
    errors = sum(one.severity is Severity.ERROR for one in found)
    if budget is None:
        return replace(_unreadable(job), errors=max(errors, 1))
    warnings: dict[str, int] = {}
    for one in found:
        owner = budget.owner(one.path)
        unit = owner.code if owner.version == "单位" and owner is not budget.subject else ""
        warnings[unit] = warnings.get(unit, 0) + (one.severity is Severity.WARNING)
    within = tuple(unit.code for unit in budget.units if not unit.has_own_budget)
    alone = budget.subject.version == "单位"
    return Seen(job.source.shown, budget.code, budget.name, errors, warnings, own_budgets(budget), within, alone)


def _unreadable(job: Looking) -> Seen:
    """Say of a budget that cannot be read whose it is, by the name of its folder."""
    folder = job.source.folder
    return Seen(job.source.shown, code_of(folder), title_of(folder), errors=1)


def made(workspace: Workspace, year: int, answers: memory.Answers) -> dict[DueKey, str]:
    """Say of each document of a year that was made whether what it was made of, and its files, are as they were."""
    output = workspace.root / OUT
    usual = inputs.whole(output)
    found = _listed(output / str(year), year)
    for (to, _, _), one in memory.load(workspace.root).items():
        document = one.document
        key = (document.code, "" if document.unit == document.code else document.unit)
        if to == usual and document.year == year and key in found:
            whole = len(memory.intact(one, output).document.files) == len(document.files)
            found[key] = TOUCHED if not whole else MADE if answers.holds(one.inputs) else OUTDATED
    return found


def _listed(folder: Path, year: int) -> dict[DueKey, str]:
    """Give the documents of a list of what was made, of which there are files; of what, nobody knows as yet."""
    try:
        listed = manifest.read(folder / manifest.NAME)
    except FileNotFoundError:
        return {}
    except (OSError, manifest.DamagedError) as error:
        complain(f"{OUT}/{year}/{manifest.NAME}：{error if isinstance(error, manifest.DamagedError) else '读不了。'}")
        return {}
    there = [one for one in listed if any((folder / file.name).is_file() for file in one.files)]
    return {(one.department, one.unit): UNSURE for one in there}
