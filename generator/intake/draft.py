"""A budget in the making: what its YAML will say, where each value was read, and what a person has to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.base.files import NOT_IN_NAMES
from generator.base.paths import ValuePath
from generator.findings.finding import Finding

TO_VERIFY = "待核实"


def folder_name(code: str, name: str) -> str:
    """Give the name of a budget's folder: what a file says leads out of no folder."""
    return NOT_IN_NAMES.sub("", f"{code}-{name}")


@dataclass(slots=True)
class BudgetDraft:
    """The keys of a budget with their values, as the YAML will have them: amounts as Decimal, in 元.

    `sources` say where a value was read, by its path; `marks` are comments at an item of a list or a key, such as
    “待核实：公布的表里没有交叉数”. `assumed`, `missing` and `unplaced` are told at the end, in words.
    """

    year: int
    pack: str
    code: str
    name: str
    content: dict[str, Any] = field(default_factory=dict)
    sources: dict[ValuePath, str] = field(default_factory=dict)
    marks: dict[ValuePath, str] = field(default_factory=dict)
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)  # key of a line and code → its name
    assumed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)  # texts that were read and belong to nothing in the budget
    findings: list[Finding] = field(default_factory=list)

    @property
    def folder(self) -> str:
        """The name of its folder."""
        return folder_name(self.code, self.name)

    def add(self, key: str, item: Any, source: str = "", mark: str = "") -> ValuePath:
        """Add an item to a list, and return its path."""
        items = self.content.setdefault(key, [])
        items.append(item)
        path: ValuePath = (key, len(items) - 1)
        if source:
            self.sources[path] = source
        if mark:
            self.marks[path] = mark
        return path
