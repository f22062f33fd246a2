"""What changed (变化): an open budget beside last year's, and beside the last commit."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from generator.base.paths import ValuePath
from generator.differences.compared import Compared, compare, stated
from generator.facts.location import code_of
from generator.facts.previous import folders_of_last_year
from generator.machine.machine import Machine
from generator.machine.revisions import NoGitError, NoRevisionError, commit_of, extract
from generator.proof.trace import PrintedFigure
from generator.serving.fields import path_of
from generator.serving.opened import MOST_OPEN, Desk, ListedBudget, OpenBudget
from generator.workbook import tree as trees
from generator.workbook.match import matched
from generator.workbook.rows import rows_of
from generator.workbook.tree import Typed

YEAR, COMMIT = "last", "commit"
NAMES: Mapping[str, str] = {YEAR: "与上年比", COMMIT: "与上次提交比"}
HEAD = "HEAD"
_STALE = 2.0  # seconds after which git is asked again
_FigureKey = tuple[str, tuple[str, ...], tuple[str, ...]]


@dataclass(slots=True)
class Before:
    """Finds the budgets that came before: those of a commit are written into a folder that goes with this."""

    root: Path
    templates: Path
    machine: Machine
    scratch: TemporaryDirectory[str] = field(default_factory=lambda: TemporaryDirectory(prefix="budget-serve-"))
    lock: Lock = field(default_factory=Lock)
    desk: Desk = field(init=False)
    _commit: tuple[float, str] = (0.0, "")
    _committed_trees: dict[Path, Typed | None] = field(default_factory=dict)  # None: the commit has no such budget

    def __post_init__(self) -> None:
        """Keep what came before apart from what is open: nobody who looks at a page waits for it."""
        self.desk = Desk(self.templates)

    def close(self) -> None:
        """Remove what was written."""
        self.scratch.cleanup()

    def open(self, of: OpenBudget, sort: str) -> OpenBudget | None:
        """Open the budget that came before; None where there is none, or it cannot be read."""
        with self.lock:
            book = self._last_year(of) if sort == YEAR else self._committed(of.book)
        if book is not None:
            with suppress(Exception):  # what was committed may be anything; then there is nothing to compare with
                return self.desk.open(book, of.unit)
        return None

    def committed(self, of: OpenBudget) -> Typed | None:
        """Give what the files of a budget said in the last commit; None where there is none."""
        with self.lock:
            book = self._committed(of.book)
            return self._committed_trees[book.folder] if book is not None else None

    def _last_year(self, of: OpenBudget) -> ListedBudget | None:
        if of.budget is None:
            return None
        folders = folders_of_last_year(of.book.folder, of.budget)
        if len(folders) != 1:
            return None
        name = f"{folders[0].parent.name}/{folders[0].name}"
        return ListedBudget(folders[0], name, name)

    def _committed(self, book: ListedBudget) -> ListedBudget | None:
        commit = self._head()
        if not commit:
            return None
        around = Path(self.scratch.name) / commit
        then = ListedBudget(around / "budgets" / book.name, book.name, f"{HEAD}:{book.name}")
        if then.folder not in self._committed_trees:
            self._extract(commit, around, f"budgets/{book.name}")
            if then.folder.is_dir():
                self._extract_last_year(commit, around, book)
            tree = trees.read(then.folder, then.shown) if then.folder.is_dir() else None
            self._committed_trees = {**dict([*self._committed_trees.items()][-MOST_OPEN:]), then.folder: tree}
        return then if self._committed_trees[then.folder] is not None else None

    def _extract_last_year(self, commit: str, around: Path, book: ListedBudget) -> None:
        if book.year.isdecimal():
            for before in sorted(book.folder.parent.parent.glob(f"{int(book.year) - 1}/{code_of(book.folder)}-*")):
                self._extract(commit, around, f"budgets/{before.parent.name}/{before.name}")

    def _head(self) -> str:
        asked, commit = self._commit
        if time.monotonic() - asked > _STALE or not asked:
            commit = ""
            with suppress(NoRevisionError, NoGitError, OSError):
                commit = commit_of(self.machine, self.root, HEAD)
            self._commit = (time.monotonic(), commit)
        return commit

    def _extract(self, commit: str, around: Path, folder: str) -> None:
        around.mkdir(exist_ok=True)
        with suppress(NoRevisionError, OSError):
            extract(self.machine, self.root, commit, folder, around)


def compared(of: OpenBudget, before: OpenBudget | None, sort: str) -> tuple[Compared | None, str]:
    """Compare with what came before; without it say why, or compare with what the budget states of last year."""
    if of.budget is None:
        return None, "这份预算还读不全，比较不了：请先改正“问题”里的错误。"
    if before is None or before.budget is None:
        if sort == COMMIT:
            return None, "git 里还没有这份预算，没有可以比的。"
        found = stated(of.budget, of.pack, of.book.name) if of.pack else None
        return found, "" if found else "旁边没有上年的预算，也没有写上年数，没有可以比的。"
    found = compare(before.budget, of.budget, of.pack, before.pack)
    if sort == COMMIT:
        found = replace(found, labels=("上次提交", "现在"))
    return found, ""


def values_before(of: OpenBudget, before: Typed | None) -> dict[ValuePath, str]:
    """Give what the values that have changed were before; records are matched by what they say."""
    if before is None or before.tree == of.typed.tree or of.ready is None:
        return {}
    found: dict[ValuePath, str] = {}
    rows_before = rows_of(before.tree, of.ready.plan)
    for sheet in of.ready.plan.sheets:
        titles = [one.title for one in sheet.columns]
        old, new = rows_before[sheet.name], of.ready.rows[sheet.name]
        then_said, now_said = ([[row.cells.get(one, "") for one in titles] for row in rows] for rows in (old, new))
        if then_said == now_said:
            continue
        for now, then in matched(then_said, now_said).items():
            for column in sheet.columns:
                path = path_of(new[now], column.title, column.keys)
                was = old[then].cells.get(column.title, "")
                if path is not None and not column.marks and was != new[now].cells.get(column.title, ""):
                    found[path] = was or "（没有写）"
    return found


def figure_before(figure: PrintedFigure, before: OpenBudget | None) -> str:
    """Give what stood at the same place of the same table before; empty where that is not known."""
    if before is None or figure.cell is None:
        return ""
    same = (one for one in before.figures.values() if _key(one) == _key(figure))
    return next((one.text for one in same), "")


def _key(figure: PrintedFigure) -> _FigureKey:
    row = figure.row[1:] if len(figure.row) > 1 and figure.row[0].isdigit() else figure.row  # without its number
    return figure.title, row, figure.column
