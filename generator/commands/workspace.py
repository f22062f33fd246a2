"""Where budgets, packs and output lie, and which budgets a command is about."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from generator.base import resources
from generator.base.nearest import nearest
from generator.reading.folder import listed, named_yaml

BUDGETS, TEMPLATES, OUT = "budgets", "templates", "out"


class NoSuchBudgetError(Exception):
    """A budget that was asked for does not exist; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class BudgetFolder:
    """A budget's folder, and its name in messages."""

    folder: Path
    shown: str


@dataclass(frozen=True, slots=True)
class Workspace:
    """A root folder with `budgets/` and, if it brings its own packs, `templates/`."""

    root: Path

    @property
    def templates(self) -> Path:
        """The packs: the root's own, or those that come with the program."""
        own = self.root / TEMPLATES
        return own if os.path.isdir(own) else resources.templates_folder()

    def find(self, wanted: tuple[str, ...]) -> tuple[BudgetFolder, ...]:
        """Return the budgets that are asked for by folder or by department code; all of them if none is named.

        Raises NoSuchBudgetError.
        """
        if not wanted:
            found = self._all()
            if not found:
                raise NoSuchBudgetError(f"在“{self.root}”的 {BUDGETS} 文件夹下没有找到预算。请用 --root 指明根文件夹。")
            return found
        return tuple(dict.fromkeys(source for name in wanted for source in self._named(name)))

    def _all(self) -> tuple[BudgetFolder, ...]:
        """Return every budget, and what lies where budgets lie and cannot be looked into: reading it says why."""
        budgets = self.root / BUDGETS
        found = []
        for year in listed(budgets) if os.path.isdir(budgets) else ():
            found += [year] if _is_closed(year) else [path for path in _entries(year) if _is_budget(path)]
        return tuple(self._source(folder) for folder in found)

    def _named(self, name: str) -> tuple[BudgetFolder, ...]:
        for folder in (Path(name), self.root / name):
            if _is_budget(folder):
                return (self._source(folder),)
        every = self._all()
        found = tuple(
            source for source in every if source.folder.name.split("-")[0] == name or source.folder.name == name
        )
        if not found:
            known = {source.folder.name.split("-")[0] for source in every}
            hint = nearest(name, sorted(known))
            suggestion = f"是不是“{hint}”？" if hint else "请写预算文件夹，或者部门编码。"
            raise NoSuchBudgetError(f"没有找到预算“{name}”。{suggestion}")
        return found

    def _source(self, folder: Path) -> BudgetFolder:
        """Name a folder as the user would: relative to where he stands, if it is below that."""
        itself = Path(os.path.realpath(folder.parent), folder.name) if os.path.islink(folder) else folder.resolve()
        for base in (Path.cwd(), Path(os.path.realpath(self.root))):
            try:
                return BudgetFolder(folder, itself.relative_to(base).as_posix())
            except ValueError:
                continue
        return BudgetFolder(folder, folder.as_posix())


def find_root(start: Path) -> Path:
    """Return the nearest folder, from `start` upwards, that has `budgets/`; `start` if none has."""
    for folder in (start, *start.parents):
        if os.path.isdir(folder / BUDGETS):
            return folder
    return start


def _is_budget(folder: Path) -> bool:
    return _is_closed(folder) or any(named_yaml(path) for path in _entries(folder))


def _is_closed(path: Path) -> bool:
    """Tell whether something that is no file and not hidden cannot be looked into: no rights, a broken link, a pipe."""
    if path.name.startswith(".") or os.path.isfile(path) or not os.path.lexists(path):
        return False
    return _looked_into(path) is None


def _entries(folder: Path) -> list[Path]:
    return _looked_into(folder) or []


def _looked_into(folder: Path) -> list[Path] | None:
    try:
        return listed(folder)
    except OSError:
        return None
