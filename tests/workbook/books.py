"""Workbooks without the detour through a file: what reading a written one gives, made of the rows themselves."""

from __future__ import annotations

import copy
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from generator.base.resources import templates_folder
from generator.findings.finding import Finding, has_errors
from generator.pack import loader
from generator.workbook import plan as plans
from generator.workbook import tree as trees
from generator.workbook.cells import shown
from generator.workbook.changes import changes
from generator.workbook.export import Ready, pack_of, rules_of
from generator.workbook.memory import Memory
from generator.workbook.merge import MergedChanges, merge
from generator.workbook.read import RawSheet, ReadBook
from generator.workbook.rows import rows_of
from generator.workbook.words import of_budget


@cache
def typed(folder: Path) -> dict[str, Any]:
    return trees.read(folder, "b").tree


@cache
def line_of(name: str, year: int) -> Any:
    return loader.words_of(loader.list_folders(templates_folder()), name, year)


def ready(tree: dict[str, Any]) -> Ready:
    """The sheets of a tree."""
    name, year = pack_of(tree)
    line = line_of(name, year)
    plan = plans.make(tree, rules_of(line))
    return Ready(plan, rows_of(tree, plan), of_budget(tree, line, year), Memory("b", year, name, tree), "")


_MADE: dict[int, tuple[dict[str, Any], Ready]] = {}


def _ready_once(key: int, tree: dict[str, Any]) -> Ready:
    """The sheets of a tree that is asked for again and again."""
    if key not in _MADE or _MADE[key][0] is not tree:
        _MADE[key] = (tree, ready(tree))
    return _MADE[key][1]


def book_of(made: Ready, base: dict[str, Any]) -> ReadBook:
    """What is read of a workbook that shows a tree and remembers another one."""
    sheets = []
    for sheet in made.plan.sheets:
        rows: list[list[Any]] = [[column.title for column in sheet.columns]]
        for row in made.rows[sheet.name]:
            cells = []
            for column in sheet.columns:
                text, rule = row.cells.get(column.title, ""), row.rule(sheet, column.title)
                keys = column.keys or tuple(step for step in row.node if isinstance(step, str))
                value = text if column.marks else shown(rule, keys, text, made.words)
                cells.append(float(value) if isinstance(value, Decimal) else value)
            rows.append(cells)
        sheets.append(RawSheet(sheet.name, rows))
    return ReadBook(Memory("b", made.record.year, made.record.pack, base), sheets)


def brought(
    base: dict[str, Any], book: ReadBook, now: dict[str, Any] | None = None, **how: bool
) -> tuple[MergedChanges, list[Finding]]:
    """Bring what a book changes in a tree into that tree, or into what it has become."""
    made, found = changes(_ready_once(id(base), base), book, "a.xlsx")
    if has_errors(found):
        return MergedChanges(), found
    merged = merge(made, base, base if now is None else now, {}, **how)
    return merged, [*found, *merged.conflicts]


def edited(base: dict[str, Any], new: dict[str, Any]) -> tuple[dict[str, Any] | None, list[Finding]]:
    """Give what a tree becomes by a workbook that shows another one; None with errors."""
    merged, found = brought(base, book_of(ready(new), base))
    return (None if has_errors(found) else merged.tree), found


def with_value(tree: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """The tree with another value at a path."""
    made = copy.deepcopy(tree)
    around = made
    for step in path[:-1]:
        around = around[step]
    around[path[-1]] = value
    return made
