"""Exporting a budget (导出): its files, and the names that its pack has, as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from generator.base.frozen import frozen
from generator.base.money import NARROW, parse_amount
from generator.base.paths import ValuePath
from generator.compose.scope import environment_of
from generator.compose.starting import compared_names
from generator.facts import declared
from generator.facts.words import LineWords
from generator.findings.finding import Finding, Place, has_errors
from generator.pack import loader
from generator.pack.spec import Pack
from generator.prose.vocabulary import words_of
from generator.reading.schema import extended, load_rule
from generator.workbook import plan as plans
from generator.workbook import tree as trees
from generator.workbook import write as writing
from generator.workbook.cells import is_exact
from generator.workbook.kinds import INEXACT
from generator.workbook.memory import Memory
from generator.workbook.plan import BudgetRules, Keys, SheetPlan
from generator.workbook.rows import SheetRow, rows_of
from generator.workbook.tree import Tree, Typed
from generator.workbook.words import CellWords, of_budget
from generator.workbook.write import Written


@frozen
class Ready:
    """A budget ready to be written as a workbook."""

    plan: SheetPlan
    rows: Mapping[str, Sequence[SheetRow]]
    words: CellWords
    record: Memory
    title: str
    places: Mapping[ValuePath, Place] = field(default_factory=dict)  # of the values in the YAML


def export(folder: Path, templates: Path, shown_as: str) -> tuple[Ready | None, tuple[Finding, ...]]:
    """Read a budget for a workbook. None where a file cannot be read as YAML: what it says would be missing."""
    return of_typed(trees.read(folder, shown_as), folder, templates)


def of_typed(typed: Typed, folder: Path, templates: Path) -> tuple[Ready | None, tuple[Finding, ...]]:
    """Make the sheets of what is typed in the files of a budget."""
    if has_errors(typed.findings) or not typed.tree:
        return None, tuple(typed.findings)
    name, year = pack_of(typed.tree)
    ready = prepare(typed.tree, templates, Memory(folder.absolute().name, year, name, typed.tree), folder.name)
    ready = replace(ready, places=typed.places)
    return ready, (*typed.findings, *_inexact(ready, typed.places))


def prepare(tree: dict[str, Tree], templates: Path, record: Memory, title: str) -> Ready:
    """Make the sheets of a tree of values with the words of its pack."""
    folders = loader.list_folders(templates)
    line = loader.words_of(folders, record.pack, record.year)
    pack, _ = loader.find(record.pack, record.year, templates, folders=folders)
    names = names_of(pack) if pack is not None else {}
    plan = plans.make(tree, rules_of(line), names)
    return Ready(plan, rows_of(tree, plan), of_budget(tree, line, record.year), record, title)


def written(ready: Ready) -> Written:
    """Write a workbook."""
    return writing.write(ready.plan, ready.rows, ready.words, ready.record, title=ready.title)


def pack_of(tree: Mapping[str, Tree]) -> tuple[str, int]:
    """Give the pack and the year that a budget names; nothing and 0 where it does not say."""
    name, year = tree.get("模板"), tree.get("年度")
    digits = year.strip().translate(NARROW).removesuffix("年") if isinstance(year, str) else ""
    return (name.strip() if isinstance(name, str) else ""), int(digits) if digits.isdigit() else 0


def rules_of(line: LineWords) -> BudgetRules:
    """Give the rules of budgets with what their pack declares."""
    return BudgetRules(
        extended(load_rule("budget"), declared.schema(line.declared)),
        extended(load_rule("unit"), declared.schema(line.declared, unit=True)),
    )


def names_of(pack: Pack) -> dict[Keys, tuple[str, ...]]:
    """Give the names that a pack uses in named values, by the keys that lead to these."""
    words = words_of(pack, environment_of(pack))
    compared = compared_names(pack)
    every = tuple(dict.fromkeys(name for names in compared.values() for name in names))
    found: dict[Keys, tuple[str, ...]] = {(key,): names for key, names in compared.items()}
    found["原因",] = tuple(name for name in every if name in words.reasons)
    found["说明",] = tuple(words.texts)
    found["项目", "说明"] = tuple(words.project_texts)
    found["项目", "资金支出计划"] = tuple(words.plan)
    return found


def _inexact(ready: Ready, places: Mapping[tuple[str | int, ...], Place]) -> Iterator[Finding]:
    """Tell the numbers that Excel cannot keep exactly; they stand as texts."""
    for sheet in ready.plan.sheets:
        for title in _numbers(sheet.columns):
            for row in ready.rows[sheet.name]:
                value = parse_amount(row.cells.get(title, ""))
                if value is not None and not is_exact(value):
                    path = row.paths[title]
                    message = f"“{row.cells[title]}”超过 15 位，在“{sheet.name}”表里写成文字。"
                    yield INEXACT.at(places.get(path), message, "请核对这个数；导回时照原样。", path=path)


def _numbers(columns: Iterable[plans.SheetColumn]) -> list[str]:
    return [one.title for one in columns if one.rule.type in ("amount", "number") and not one.marks]
