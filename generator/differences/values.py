"""What a budget says, whatever the layout of its files: one tree of typed values, each line with its unit.

Amounts are in 元 whatever they were typed in, lines that stand in a unit's folder stand with the others, and what
says the same as nothing (上年结转: 否) is not there. Two budgets that say the same have equal trees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from generator.facts.budget import Budget, Record, Subject
from generator.facts.declared import LIST

UNITS, UNIT, PROJECTS, LINES, ASSETS = "单位", "单位", "项目", "支出", "固定资产"
ASSET_LINES = (ASSETS, "明细")
MONEY_LINES = ("收入", "基本支出", "其他支出", "年终结转", LINES, "资金", "明细")  # whose order says nothing
_LISTS = ("收入", "基本支出", "其他支出", "年终结转", PROJECTS, "政府采购")
_TYPED_IN = "金额单位"
_USUAL = ("上年结转", "不单列预算", "本级")  # 否 is what they are if nothing is said
_UNIT_FIELDS = {
    "编码": "单位编码",
    "名称": "单位名称",
    "性质": "单位性质",
    "规格": "单位规格",
    "经费保障形式": "经费保障形式",
}
ValueTree = dict[str, Any]


def values_of(budget: Budget) -> ValueTree:
    """Give all that a budget says, by its Chinese keys; the units with what is their own under 单位."""
    only = budget.units[0].code if len(budget.units) == 1 else ""
    top = {key: _listed(key, value, only) for key, value in budget.data.items() if key not in (UNITS, _TYPED_IN)}
    own = {key for key, one in budget.declared.items() if one.type == LIST} | set(_LISTS)
    units = []
    for unit, record in zip(budget.units, budget.records[UNITS], strict=True):
        said = _of_unit(budget, unit, record)
        if unit.has_own_folder:
            _move(said, top, own, unit.code)
        units.append(said)
    return {**top, UNITS: tuple(units)} if units or UNITS in budget.data else top


def _of_unit(budget: Budget, unit: Subject, record: Record) -> ValueTree:
    """Give what is said of a unit: its facts, and its own texts, reasons and figures."""
    facts = {key: str(record.fields[name].value) for key, name in _UNIT_FIELDS.items() if name in record.fields}
    alone = unit is budget.subject  # then what is the unit's own is the top of the tree already
    rest = {key: value for key, value in unit.data.items() if not (alone and key in budget.data) and key != _TYPED_IN}
    return _without_usual({**facts, **rest})


def _move(said: ValueTree, top: ValueTree, lists: Iterable[str], unit: str) -> None:
    """Put the lines of a unit's folder to the others of the budget; an empty list stays: it says that there is none."""
    for key in lists:
        if said.get(key) and isinstance(said[key], tuple):
            own = said.pop(key)
            top[key] = (*top.get(key, ()), *(_listed(key, own, unit) if key in _LISTS else _lines(own, unit)))
    assets = said.get(ASSETS)
    if isinstance(assets, Mapping) and assets.get(ASSET_LINES[1]):
        rest = {key: value for key, value in assets.items() if key != ASSET_LINES[1]}
        lines = _listed(ASSETS, assets, unit)[ASSET_LINES[1]]
        before = top.get(ASSETS, {})
        top[ASSETS] = {**before, ASSET_LINES[1]: (*before.get(ASSET_LINES[1], ()), *lines)}
        said.pop(ASSETS)
        if rest:
            said[ASSETS] = rest


def _listed(key: str, value: Any, unit: str) -> Any:
    """Give a top-level value whose lines say their unit, if it is a list of lines."""
    if key == ASSETS and isinstance(value, Mapping):
        return {**value, **{name: _lines(value[name], unit) for name in ASSET_LINES[1:] if name in value}}
    if key == PROJECTS and isinstance(value, tuple):
        return tuple(_project(one, unit) for one in value)
    return _lines(value, unit) if key in _LISTS and isinstance(value, tuple) else value


def _project(project: Mapping[str, Any], unit: str) -> ValueTree:
    """Give a project with its unit; its lines say theirs only where it is another."""
    own = project.get(UNIT) or unit
    lines = (_line(one, own) for one in project.get(LINES, ()))
    placed = tuple({key: value for key, value in one.items() if (key, value) != (UNIT, own)} for one in lines)
    return {**_line(project, own), **({LINES: placed} if LINES in project else {})}


def _lines(lines: Iterable[Mapping[str, Any]], unit: str) -> tuple[ValueTree, ...]:
    return tuple(_line(one, unit) for one in lines)


def _line(line: Mapping[str, Any], unit: str) -> ValueTree:
    own = line.get(UNIT) or unit
    return _without_usual({**line, **({UNIT: own} if own else {})})


def _without_usual(said: ValueTree) -> ValueTree:
    return {key: value for key, value in said.items() if not (key in _USUAL and value is False)}
