"""A budget that begins as a workbook (新建): an empty one for a form, and the files that come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from generator.base.paths import ValuePath
from generator.findings.finding import Finding, Place, has_errors
from generator.reading.rewriting import Order, block
from generator.workbook import export
from generator.workbook.changes import changes
from generator.workbook.export import Ready
from generator.workbook.importing import base_of, order_of
from generator.workbook.kinds import LACKING
from generator.workbook.memory import Memory
from generator.workbook.merge import merge
from generator.workbook.plan import CODE, FORM, NAME, STROKE, TOPIC, UNITS
from generator.workbook.read import ReadBook
from generator.workbook.tree import Tree, at

OF_DEPARTMENT, OF_UNIT = "部门", "单位"  # whose workbook
_FILES: Mapping[str, tuple[str, ...]] = {  # as `budget init` has them; what is listed nowhere is in the first
    "基本情况": (),
    "收支": ("收入", "基本支出", "其他支出", "年终结转"),
    "项目": ("项目",),
    "上年": ("上年", "上年编码", "上年数", "上年执行数", "原因"),
    "采购资产绩效": ("政府采购", "固定资产", "专项资金", "整体绩效"),
}
_ONLY_OF = {OF_DEPARTMENT: "主管部门", OF_UNIT: "部门"}  # keys that the workbook of the one kind does not ask for


def blank(templates: Path, pack: str, year: int, kind: str) -> Ready:
    """Make an empty workbook for a pack and year: of a department, or of a unit alone."""
    tree: dict[str, Tree] = {"年度": str(year), "模板": pack}
    ready = export.prepare(tree, templates, Memory("", year, pack, tree, kind=kind), f"{pack} {year}")
    left_out = _ONLY_OF[kind]
    rows = [row for row in ready.rows[FORM] if row.cells[TOPIC].split(STROKE)[0] != left_out]
    return replace(ready, rows={**ready.rows, FORM: rows})


def begun(book: ReadBook, templates: Path, file: str) -> tuple[dict[str, Tree], list[Finding]]:
    """Give the values of a workbook that was empty; with errors nothing may be made of them."""
    made, found = changes(base_of(book.memory, templates), book, file)
    if has_errors(found):
        return {}, found
    merged = merge(made, book.memory.tree, book.memory.tree, {})
    found += merged.conflicts
    code, name = whose(merged.tree)
    if not has_errors(found) and not (code and name):
        what = "“部门/编码”和“部门/名称”" if book.memory.kind != OF_UNIT else "“预算单位”表里单位的编码和名称"
        found.append(LACKING.at(Place(file), f"没有填{what}，不知道是谁的预算。", "请填上再导入。"))
    return merged.tree, found


def whose(tree: Mapping[str, Tree]) -> tuple[str, str]:
    """Give code and name of the department, or of the unit that has a budget alone."""
    around: ValuePath = (OF_DEPARTMENT,) if OF_DEPARTMENT in tree else (UNITS, 0)
    code, name = at(tree, (*around, CODE)), at(tree, (*around, NAME))
    return (code if isinstance(code, str) else "", name if isinstance(name, str) else "")


def files_of(tree: Mapping[str, Tree], book: ReadBook, templates: Path) -> dict[str, bytes]:
    """Write the values of a new budget as files by subject."""
    rule = base_of(book.memory, templates).plan.rules.budget
    ordered = _ordered(tree, order_of(rule))
    places = {key: name for name, keys in _FILES.items() for key in keys}
    first = next(iter(_FILES))
    head = f"{whose(tree)[1]} {tree.get('年度', '')} 年预算"
    parts = {name: {key: one for key, one in ordered.items() if places.get(key, first) == name} for name in _FILES}
    return {f"{name}.yaml": f"# {head}：{name}。\n\n{block(part)}".encode() for name, part in parts.items() if part}


def _ordered(value: Tree, order: Order, path: ValuePath = ()) -> dict[str, Tree]:
    """Put the keys of mappings in the order of the schema."""
    known = order(path)
    keys = sorted(value, key=lambda key: known.index(key) if key in known else len(known))
    return {key: _inside(value[key], order, (*path, key)) for key in keys}


def _inside(value: Tree, order: Order, path: ValuePath) -> Tree:
    if isinstance(value, list):
        return [_inside(one, order, (*path, number)) for number, one in enumerate(value)]
    return _ordered(value, order, path) if isinstance(value, dict) else value
