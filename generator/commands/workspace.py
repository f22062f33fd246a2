"""Where budgets, packs and output lie, and which budgets a command is about."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator.base import late, resources
from generator.base.frozen import frozen
from generator.base.nearest import nearest
from generator.commands import misplaced
from generator.facts.location import code_of, title_of, year_of
from generator.reading.folder import UNITS_FOLDER, listed, named_yaml, sources

BUDGETS, TEMPLATES, OUT = "budgets", "templates", "out"
ROOT_VARIABLE = "BUDGET_ROOT"  # where the budgets lie if they do not lie around the current folder
EVERY = "全部"  # years, or units
MOST_TOLD = 5  # misplaced folders that a message names
SHORTEST_PART = 2  # characters of a part of a name
_FORMER = late.compile(r"""^上年编码\s*[:：]\s*["']?([0-9A-Za-z]+)""", re.MULTILINE)


class NoSuchBudgetError(Exception):
    """A budget that was asked for does not exist; the message is Chinese."""


@frozen
class BudgetFolder:
    """A budget's folder, and its name in messages."""

    folder: Path
    shown: str


@frozen
class Workspace:
    """A root folder with `budgets/` and, if it brings its own packs, `templates/`."""

    root: Path

    @property
    def templates(self) -> Path:
        """The packs: the root's own, or those that come with the program."""
        own = self.root / TEMPLATES
        return own if os.path.isdir(own) else resources.templates_folder()

    def find(self, wanted: tuple[str, ...], year: str = "") -> tuple[BudgetFolder, ...]:
        """Return the budgets that are asked for by folder or by department code; those of all departments if none is.

        Of a department it is the budget of the newest year, or of `year`, or of every year (全部). A path names itself.
        Raises NoSuchBudgetError.
        """
        if wanted:
            return tuple(dict.fromkeys(source for name in wanted for source in self._named(name, year)))
        every = self._all()
        found = self.of_year(every, year)
        if not every:
            raise NoSuchBudgetError(self._nothing())
        if not found:
            raise NoSuchBudgetError(f"没有 {year} 年的预算{_there_are(every)}。")
        return found

    def left_out(self, chosen: Iterable[BudgetFolder]) -> Mapping[str, tuple[str, ...]]:
        """Give, by department code, the years of budgets that lie beside the chosen ones and were not chosen."""
        taken = set(chosen)
        others: dict[str, list[BudgetFolder]] = {code: [] for code in sorted({code_of(one.folder) for one in taken})}
        for source in self._all():
            code = code_of(source.folder)
            if code in others and source not in taken:
                others[code].append(source)
        return {code: years_of(every) for code, every in others.items()}

    def of_year(self, every: Iterable[BudgetFolder], year: str) -> tuple[BudgetFolder, ...]:
        """Choose the budgets of a year, of all (全部), or of each department's newest (none given).

        A department that has another code in a newer budget (上年编码) is not told twice.
        """
        every = tuple(every)
        if year == EVERY:
            return every
        if year:
            return tuple(source for source in every if year in _names(source))
        newest: dict[str, str] = {}
        for source in every:
            code = code_of(source.folder)
            newest[code] = max(newest.get(code, ""), _year(source))
        chosen = [one for one in every if _has_no_year(one) or _year(one) == newest[code_of(one.folder)]]
        last = max(newest.values(), default="")
        former = (
            set(_former_codes(one for one in chosen if _year(one) == last)) if set(newest.values()) != {last} else ()
        )
        return tuple(one for one in chosen if _year(one) == last or code_of(one.folder) not in former)

    def beside(self, source: BudgetFolder) -> tuple[BudgetFolder, ...]:
        """Give the budgets in the same year's folder whose folders begin with the same code."""
        if year_of(source.folder) is None:
            return ()
        code, around = code_of(source.folder), source.folder.parent
        names = [name for name in sorted(os.listdir(around)) if name.startswith(code) and name != source.folder.name]
        others = [around / name for name in names if code_of(around / name) == code]
        return tuple(self._source(path) for path in others if _is_budget(path))

    def _all(self) -> tuple[BudgetFolder, ...]:
        """Return every budget, and what lies where budgets lie and cannot be looked into: reading it says why."""
        budgets = self.root / BUDGETS
        found = []
        for year in listed(budgets) if os.path.isdir(budgets) else ():
            found += [year] if _is_closed(year) else [path for path in _entries(year) if _is_budget(path)]
        return tuple(self._source(folder) for folder in found)

    def all_of(self, year: str) -> tuple[BudgetFolder, ...]:
        """Return every budget in a year's folder; there need not be any."""
        return tuple(source for source in self._all() if _year(source) == year)

    def years(self, beside: str) -> tuple[str, ...]:
        """Give the years of which there are budgets, or a file of that name beside them; the oldest first."""
        budgets = self.root / BUDGETS
        listing = {path.parent.name for path in budgets.glob(f"*/{beside}") if year_of(path) is not None}
        return tuple(sorted({*years_of(self._all()), *listing}))

    def misplaced(self) -> tuple[str, ...]:
        """Say what lies below `budgets/` and is not read as a budget, although it looks like one."""
        return tuple(misplaced.review(self.root / BUDGETS))

    def _nothing(self) -> str:
        """Say why no budget was found: what lies below `budgets/`, or that there is no such folder."""
        seen = "".join(self.misplaced()[:MOST_TOLD])
        if seen:
            return f"没有找到预算。{seen}"
        if os.path.isdir(self.root / BUDGETS):
            how = f"请新建 {BUDGETS}/<年度>/<编码>-<名称>/，在里面写 .yaml 文件。"
            return f"“{self.root}”的 {BUDGETS} 文件夹里没有找到预算。{how}"
        return f"在“{self.root}”的 {BUDGETS} 文件夹下没有找到预算。请用 --root 指明根文件夹。"

    def _named(self, name: str, year: str) -> tuple[BudgetFolder, ...]:
        for path in (Path(name), self.root / name):
            folder = _budget_around(path) if os.path.isfile(path) else path
            if _is_budget(folder):
                return (self._source(folder),)
        every = self._all()
        around = {os.path.realpath(path) for path in (Path(name), self.root / name)}
        inside = tuple(one for one in every if os.path.realpath(one.folder.parent) in around)
        if inside:
            return inside  # the folder of a year
        found = _called(name.strip().strip("/\\"), every)
        if not found:
            raise NoSuchBudgetError(f"没有找到预算“{name}”。{self._hint(name, every)}")
        chosen = self.of_year(found, year)
        if not chosen:
            raise NoSuchBudgetError(f"“{name}”没有 {year} 年的预算{_there_are(found)}。")
        return chosen

    def _hint(self, name: str, every: tuple[BudgetFolder, ...]) -> str:
        """Say what may be meant by a name of which there is no budget: what was seen there, or the nearest name."""
        for folder in (Path(name), self.root / name):
            if told := misplaced.of_folder(folder):
                return told
        seen = [told for told in self.misplaced() if name in told.partition("：")[0]]
        if seen:
            return seen[0]
        known = {code_of(source.folder) for source in every} | {title_of(source.folder) for source in every}
        hint = nearest(name, sorted(one for one in known if one))
        return f"是不是“{hint}”？" if hint else "请写预算文件夹，或者部门编码。"

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
    """Return the nearest folder, from `start` upwards, that has `budgets/`.

    If none has, it is the folder that the environment names (start.py names its own), or else `start`.
    """
    for folder in (start, *start.parents):
        if os.path.isdir(folder / BUDGETS):
            return folder
    return Path(os.environ.get(ROOT_VARIABLE) or start)


def place_taken(target: Path) -> Path | None:
    """Give the folder that stands where a new budget is to stand, or that is of the same department and year."""
    code, around = code_of(target), _entries(target.parent)
    return next((one for one in around if one.name == target.name or code_of(one) == code), None)


def years_of(every: Iterable[BudgetFolder]) -> tuple[str, ...]:
    """Give the years in whose folders budgets lie, the oldest first; what lies elsewhere is of none."""
    return tuple(sorted({year for source in every if (year := _year(source))}))


def _there_are(every: Iterable[BudgetFolder]) -> str:
    years = years_of(every)
    return f"，有 {'、'.join(years)} 年的" if years else ""


def _year(source: BudgetFolder) -> str:
    """Give the year in whose folder a budget lies; what lies elsewhere is older than all."""
    return source.folder.parent.name if year_of(source.folder) else ""


def _names(source: BudgetFolder) -> tuple[str, str]:
    """Give the name of a budget's folder, which may stand where a year should, and that of the folder around it."""
    return source.folder.name, source.folder.parent.name


def _has_no_year(source: BudgetFolder) -> bool:
    """Tell whether something cannot be asked for its year: what lies in the place of a year's folder."""
    return source.folder.parent.name == BUDGETS


def _called(name: str, every: tuple[BudgetFolder, ...]) -> tuple[BudgetFolder, ...]:
    """Choose the budgets that somebody calls so: by code, folder, 年度/编码, name, or a part of one name."""
    found = tuple(one for one in every if name in (code_of(one.folder), one.folder.name, title_of(one.folder)))
    if found:
        return found
    year, _, own = name.replace("\\", "/").rpartition("/")
    if own and year:
        of_year = tuple(one for one in every if _year(one) == year.rpartition("/")[2])
        return _called(own, of_year)
    part = tuple(one for one in every if len(name) >= SHORTEST_PART and name in title_of(one.folder))
    return part if len({code_of(one.folder) for one in part}) == 1 else ()


def _budget_around(file: Path) -> Path:
    """Give the budget in which a file lies: its folder, or that around the folder of a unit."""
    around = file.resolve().parent
    return around.parent.parent if around.parent.name == UNITS_FOLDER else around


def _former_codes(budgets: Iterable[BudgetFolder]) -> Iterator[str]:
    for source in budgets:
        for text in sources(source.folder).values():
            yield from _FORMER.findall(text)


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
