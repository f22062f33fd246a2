"""Which budgets `budget diff` compares: years, folders, revisions of git and names as typed → pairs of folders."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import takewhile
from pathlib import Path

import click

from generator.base.frozen import frozen
from generator.base.money import NARROW
from generator.commands.workspace import BUDGETS, EVERY, BudgetFolder, NoSuchBudgetError, Workspace
from generator.facts.location import code_of, year_of
from generator.machine import revisions
from generator.machine.machine import Machine
from generator.machine.revisions import NoRevisionError
from generator.reading.folder import files_of

_YEAR = re.compile("(20[0-9]{2})年?度?")
YEAR, FOLDER, BUDGET, REVISION = "年度", "文件夹", "预算", "版本"
NOW = "现在"
_BOTH = 2


@frozen
class Both:
    """Two folders of one budget, the older first; None where a side has none. `labels`: of columns, empty for usual."""

    before: BudgetFolder | None
    after: BudgetFolder | None
    labels: tuple[str, str] = ("", "")
    same: bool = False  # byte for byte


@frozen
class Asked:
    """What is to be compared: the pairs whose folders are known, or the budgets of a year to find in an earlier one."""

    pairs: tuple[Both, ...] = ()
    after: tuple[BudgetFolder, ...] = ()
    before: tuple[BudgetFolder, ...] | None = None  # None: last year's, beside each
    told: tuple[BudgetFolder, ...] = ()  # of those before: what is told of, if there is none after


def asked(workspace: Workspace, typed: Sequence[str], year: str, machine: Machine, scratch: Path) -> Asked:
    """Find what is meant. Files of revisions are written below `scratch`. Raises click.UsageError, NoGitError."""
    try:
        kinds = [_kind(workspace, one) for one in typed]
        for one, kind in zip(typed, kinds, strict=True):
            if kind == REVISION and _is_path(workspace, one):
                raise NoSuchBudgetError(f"没有“{one}”这个文件夹。")
        first = kinds[0] if kinds else BUDGET
        if not workspace.root.is_dir():
            raise NoSuchBudgetError(f"没有“{workspace.root}”这个文件夹。")
        leading = list(takewhile(lambda pair: pair[1] == first, zip(typed, kinds, strict=True)))[:_BOTH]
        sides = [one for one, _ in leading]
        if first == YEAR:
            return _years(workspace, [_year(one) for one in sides], tuple(typed[len(sides) :]), year)
        if first == REVISION:
            return Asked(tuple(_Revisions(workspace, machine, scratch).asked(sides, typed, year)))
        if kinds == [FOLDER, FOLDER]:
            return _folders(workspace, sides)
        return Asked(after=workspace.find(_only_budgets(typed, kinds), year))
    except (NoSuchBudgetError, NoRevisionError) as error:
        raise click.UsageError(str(error)) from None


def _kind(workspace: Workspace, typed: str) -> str:
    """Tell what an argument is: a year, a folder, a budget by name; what is none of them is a revision of git."""
    if _YEAR.fullmatch(typed.translate(NARROW)):
        return YEAR
    if any(os.path.isdir(path) for path in (Path(typed), workspace.root / typed)):
        return FOLDER
    try:
        workspace.find((typed,), EVERY)
    except NoSuchBudgetError:
        return REVISION
    return BUDGET


def _is_path(workspace: Workspace, typed: str) -> bool:
    """Tell whether an argument that is no folder is written as one: no folder stands before a branch's slash."""
    path = Path(typed)
    if path.is_absolute() or typed.startswith("."):
        return True
    return len(path.parts) > 1 and any((top / path.parts[0]).is_dir() for top in (Path(), workspace.root))


def _year(typed: str) -> str:
    return typed.translate(NARROW)[:4]


def _only_budgets(typed: Sequence[str], kinds: Sequence[str]) -> tuple[str, ...]:
    """Give the arguments if all are budgets. Raises click.UsageError."""
    wrong = next((one for one, kind in zip(typed, kinds, strict=True) if kind in (YEAR, REVISION)), None)
    if wrong is not None:
        raise click.UsageError(f"“{wrong}”：年度和 git 版本写在部门前面，例如 budget diff 2025 2026 350。")
    if kinds.count(FOLDER) > 1:
        raise click.UsageError("比较两个文件夹，只写这两个；与上年比较，请写部门编码。")
    return tuple(typed)


def _years(workspace: Workspace, years: list[str], budgets: tuple[str, ...], chosen: str) -> Asked:
    """Find the budgets of two years; of one year, those of the newest against it."""
    if chosen:
        raise click.UsageError("写了年度，就不用 --year。")
    every = workspace.find(budgets, EVERY)
    newest = max((str(year_of(one.folder) or "") for one in every), default="")
    old, new = (*years, newest)[:_BOTH]
    before, after = (tuple(one for one in every if str(year_of(one.folder)) == year) for year in (old, new))
    if old >= new:
        raise click.UsageError(f"先写旧的年度，再写新的，例如 budget diff 2025 2026；写的是 {old} 和 {new}。")
    known = tuple(one for one in workspace.find((), EVERY) if str(year_of(one.folder)) == old)  # under a former code
    for year, found in ((old, known), (new, after)):
        if not found:
            raise click.UsageError(f"没有 {year} 年的预算。")
    return Asked(after=after, before=known, told=before)


def _folders(workspace: Workspace, typed: Sequence[str]) -> Asked:
    """Pair the budgets of two folders: of one budget each whatever their codes, of folders of years by code."""
    before, after = (workspace.find((one,), EVERY) for one in typed)
    if len(before) == len(after) == 1:
        return Asked((Both(before[0], after[0]),))
    return Asked(after=after, before=before, told=before)


@frozen
class _Revisions:
    """The budgets of revisions of git, or of one and the files of now."""

    workspace: Workspace
    machine: Machine
    scratch: Path

    def asked(self, sides: Sequence[str], typed: Sequence[str], year: str) -> Iterator[Both]:
        """Both what is asked for. What stands second and is no revision may be a budget that is there no more."""
        if len(sides) == _BOTH and not self._is_there(sides[1]):
            sides = sides[:1]
        yield from self._pairs(sides, tuple(typed[len(sides) :]), year)

    def _is_there(self, revision: str) -> bool:
        try:
            revisions.commit_of(self.machine, self.workspace.root, revision)
        except NoRevisionError:
            return False
        return True

    def _pairs(self, sides: Sequence[str], budgets: tuple[str, ...], year: str) -> Iterator[Both]:
        labels = (sides[0], sides[1] if len(sides) == _BOTH else NOW)
        spaces = [self._space(one) for one in sides]
        before, after = (*spaces, self.workspace)[:_BOTH]
        found: tuple[dict[str, BudgetFolder], dict[str, BudgetFolder]] = ({}, {})
        for name in (self._below_root(one) for one in budgets or ("",)):
            own = [self._found(space, name, year) for space in (before, after)]
            if not any(own):
                said = f"“{name}”" if name else ""
                raise NoSuchBudgetError(f"没有找到预算{said}，现在的文件和 git 的版本里都没有。")
            for side, more, label in zip(found, own, labels, strict=True):
                side.update(self._named(more, label))
        yield from self._paired(found, labels)

    def _space(self, revision: str) -> Workspace:
        try:
            commit = revisions.commit_of(self.machine, self.workspace.root, revision)
        except NoRevisionError as error:
            raise NoRevisionError(f"没有叫“{revision}”的预算；{error}") from None
        target = self.scratch / commit
        if not target.is_dir():
            target.mkdir()
            revisions.extract(self.machine, self.workspace.root, commit, BUDGETS, target)
        return Workspace(target)

    def _below_root(self, typed: str) -> str:
        """Give a folder's name from the root on; a name that is none stays."""
        if not typed:
            return typed
        around = next((one for one in (Path(typed), self.workspace.root / typed) if os.path.isdir(one)), None)
        if around is None:
            return typed
        try:
            return Path(os.path.realpath(around)).relative_to(os.path.realpath(self.workspace.root)).as_posix()
        except ValueError:
            raise click.UsageError(f"“{typed}”不在“{self.workspace.root}”里，git 的版本里没有它。") from None

    def _found(self, space: Workspace, name: str, year: str) -> dict[str, BudgetFolder]:
        """Find the budgets of a name (all for none) by the names of their folders; none where the root has none."""
        wanted = () if not name else (str(space.root / name) if "/" in name else name,)
        try:
            every = space.find(wanted, year or EVERY)
        except NoSuchBudgetError:
            return {}
        return {_below(space.root, one.folder): one for one in every}

    def _named(self, found: dict[str, BudgetFolder], label: str) -> dict[str, BudgetFolder]:
        if label == NOW:
            return found
        return {name: BudgetFolder(one.folder, f"{label}:{name}") for name, one in found.items()}

    def _paired(self, found: Sequence[dict[str, BudgetFolder]], labels: tuple[str, str]) -> Iterator[Both]:
        before, after = dict(found[0]), dict(found[1])
        for name, one in after.items():
            old = before.pop(name, None) or self._moved(one, before, after)
            yield Both(old, one, labels, old is not None and _files(old.folder) == _files(one.folder))
        yield from (Both(one, None, labels) for one in before.values())

    def _moved(
        self, one: BudgetFolder, before: dict[str, BudgetFolder], after: dict[str, BudgetFolder]
    ) -> BudgetFolder | None:
        """Take the budget of the same year and code whose folder has another name now."""
        name = next(
            (name for name, old in before.items() if name not in after and _identity(old) == _identity(one)), ""
        )
        return before.pop(name) if name else None


def _below(root: Path, folder: Path) -> str:
    """Give a budget's name from the root on, also where folders are links."""
    for path in (Path(os.path.realpath(folder.parent), folder.name), folder.absolute()):
        with suppress(ValueError):
            return path.relative_to(os.path.realpath(root)).as_posix()
    return f"{BUDGETS}/{folder.parent.name}/{folder.name}"


def _identity(one: BudgetFolder) -> tuple[int | None, str]:
    return year_of(one.folder), code_of(one.folder)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files_of(folder)}
