"""Classification catalogues (科目目录) by year: names and levels of functional, economic and procurement codes.

The catalogues are data (`schema/classification/<year>/*.csv`) of graded sureness: a code that
they lack may still be right.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from generator.base.frozen import frozen
from generator.base.resources import schema_folder
from generator.facts.words import LEVELS

_LONG = 8  # from which length a name that ends with 支出 is not an ordinary phrase
SURE = ("confirmed", "published budgets+public list")  # gradings on which a differing name is worth a warning


@frozen
class Category:
    """One entry of a catalogue. `confidence` is the grading as written in the file; `group` is 人员经费 or 公用经费."""

    code: str
    name: str
    level: str  # 类, 款, 项; of the procurement catalogue 0 to 4
    parent: str = ""
    confidence: str = ""
    group: str = ""
    note: str = ""
    budget: str = ""  # of a functional item: 一般公共预算, 政府性基金预算 …

    @property
    def is_sure(self) -> bool:
        """Tell whether the name is confirmed by published budgets of the year."""
        return self.confidence in SURE


Catalogue = Mapping[str, Category]


@frozen
class Renamed:
    """A functional code whose name has changed: the old name, the present one, and about which year it changed."""

    code: str
    old: str
    new: str
    since: str

    def was_right(self, year: int) -> bool:
        """Tell whether the old name was, or may still have been, the right one in a year."""
        known = re.search("[0-9]{4}", self.since)
        return known is not None and year <= int(known[0]) - ("前" in self.since)

    @property
    def pattern(self) -> str:
        """The pattern of the old name in a text: after its code, or alone where nobody would write it by chance."""
        old = re.escape(self.old)
        alone = len(self.old) >= _LONG and self.old.endswith("支出")
        return old if alone and self.old not in self.new else rf"{self.code}\s*[（(“]?{old}"


@dataclass(frozen=True)
class Classification:
    """The catalogues of one year; each file is read when it is first asked for."""

    folder: Path

    @property
    def year(self) -> int:
        """The year that the catalogues are of."""
        return int(self.folder.name)

    @cached_property
    def functional(self) -> Catalogue:
        """Functional classification (支出功能分类)."""
        return _read(self.folder / "function.csv")

    @cached_property
    def departmental_economic(self) -> Catalogue:
        """Departmental economic classification (部门预算支出经济分类)."""
        return _read(self.folder / "economic_department.csv")

    @cached_property
    def government_economic(self) -> Catalogue:
        """Government economic classification (政府预算支出经济分类)."""
        return _read(self.folder / "economic_government.csv")

    @cached_property
    def procurement(self) -> Catalogue:
        """Procurement catalogue (政府采购品目分类)."""
        return _read(self.folder / "procurement.csv")

    @cached_property
    def renames(self) -> tuple[Renamed, ...]:
        """Names of functional codes that have changed (改过的名称)."""
        with (self.folder.parent / "function_renames.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        return tuple(Renamed(row["code"], row["old_name"], row["current_name"], row["changed_about"]) for row in rows)

    def categories(self, dimension: str) -> Catalogue:
        """Give a catalogue by the name of its dimension, its categories in the order of the official list."""
        catalogues = {
            "功能分类": lambda: self.functional,
            "经济分类": lambda: self.departmental_economic,
            "政府经济分类": lambda: self.government_economic,
            "采购目录": lambda: self.procurement,
        }
        return catalogues[dimension]()

    def category(self, dimension: str, code: str) -> Category | None:
        """Look up a code; None where the catalogue lacks it."""
        return self.categories(dimension).get(code)

    def known(self, dimension: str, code: str) -> bool:
        """Tell whether the catalogue has a code."""
        return code in self.categories(dimension)

    def begins(self, dimension: str, code: str) -> bool:
        """Tell whether some code of the catalogue begins so."""
        return code in _beginnings(self, dimension)

    def name(self, dimension: str, code: str) -> str:
        """Give the name of a code, or an empty text."""
        found = self.category(dimension, code)
        return found.name if found else ""

    def ancestors(self, dimension: str, code: str) -> tuple[str, ...]:
        """Give the codes above a code, the highest first: 类, 款. Unknown codes have parents too, by their prefix."""
        if dimension in LEVELS:
            return tuple(code[:length] for length in LEVELS[dimension].values() if length < len(code))
        chain: list[str] = []
        found = self.category(dimension, code)
        while found is not None and found.parent and found.parent not in chain:
            chain.insert(0, found.parent)
            found = self.category(dimension, found.parent)
        return tuple(chain)

    def above(self, dimension: str, code: str) -> str:
        """Write the names of what is above a code, the highest first, as far as the catalogue has them."""
        known = self.categories(dimension)
        return " › ".join(known[one].name for one in self.ancestors(dimension, code) if one in known)


@cache
def load(year: int) -> Classification:
    """Open the catalogues of the nearest year not after `year` (of the first year, for earlier budgets), once."""
    root = schema_folder() / "classification"
    years = sorted(int(path.name) for path in root.iterdir() if path.is_dir() and path.name.isdigit())
    chosen = max((one for one in years if one <= year), default=years[0])
    return Classification(root / str(chosen))


@cache
def _beginnings(catalogues: Classification, dimension: str) -> frozenset[str]:
    codes = catalogues.categories(dimension)
    return frozenset(code[:length] for code in codes for length in range(len(code) + 1))


def _read(path: Path) -> Catalogue:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: _category(row) for row in csv.DictReader(file)}


def _category(row: Mapping[str, str]) -> Category:
    return Category(
        code=row["code"],
        name=row["name"],
        level=row["level"],
        parent=row.get("parent", ""),
        confidence=row.get("confidence") or row.get("source") or "",
        group=row.get("group", ""),
        note=row.get("note", ""),
        budget=row.get("budget", ""),
    )
