"""单位编码：每一行的单位都在“单位”列表里，有几个单位时每一行都要写明单位。

应当如何：收入、支出、采购和资产各行的“单位”是“单位”列表里的编码；只有一个单位时可以不写。
依据：《预算法》第八条（部门预算由本部门及其所属各单位预算组成），各单位预算之和等于部门预算。

合格的例子::

    收入: [{单位: "001", 科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]

不合格的例子（C301）::

    收入: [{单位: "009", 科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]

不合格的例子（C302）::

    单位: [{编码: "001", 名称: 甲}, {编码: "002", 名称: 乙}]
    收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]

不合格的例子（C303）::

    单位: [{编码: "001", 名称: 甲}, {编码: "001", 名称: 乙}]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.base.nearest import nearest
from generator.base.paths import ValuePath, sibling
from generator.checks.common import MOST, also
from generator.facts import declared
from generator.facts.budget import Budget, Entry
from generator.findings.finding import Kind, Problem, Severity

UNKNOWN = Kind("C301", "单位不在列表", Severity.ERROR, "这一行的单位编码不在“单位”列表里。")
UNSTATED = Kind("C302", "没有写单位", Severity.ERROR, "部门有几个单位时，每一行都要写明属于哪个单位。")
TWICE = Kind("C303", "单位编码重复", Severity.ERROR, "两个单位用了同一个编码。")


def check(budget: Budget) -> Iterator[Problem]:
    """Look every line's unit up in the list of units."""
    codes = [str(unit.fields["单位编码"].value) for unit in budget.records["单位"]]
    yield from _twice(budget)
    every = (*budget.entries, *budget.procurement, *budget.assets)
    yield from _unstated([entry for entry in every if not entry.unit], codes)
    said = [(entry.unit, sibling(entry.origin, "单位")) for entry in every if entry.unit]
    said += [(str(value.value), value.origins[0]) for one, value in declared.typed(budget) if one.type == declared.UNIT]
    for code, path in said:
        if code not in codes:
            near = nearest(code, codes)
            message = f"“单位”列表里没有编码为 {code} 的单位。"
            remedy = f"是不是 {near}？" if near else f"可以写：{'、'.join(codes)}。"
            yield UNKNOWN.on(path, message, remedy)


def _unstated(entries: Sequence[Entry], codes: Sequence[str]) -> Iterator[Problem]:
    """Tell of all lines without a unit at once: whoever forgot one, forgot all."""
    if not entries:
        return
    which = "这一行" if len(entries) == 1 else f"{len(entries)} 行"
    message = f"部门有 {len(codes)} 个单位，{which}没有写单位。"
    remedy = f"请在每一行写明 单位: 编码（项目可以写在项目上），可以写：{_few(codes)}。"
    first, *others = (sibling(entry.origin, "单位") for entry in entries)
    yield UNSTATED.on(first, message, remedy, also=also(others, "这里也没有写"))


def _few(codes: Sequence[str]) -> str:
    return "、".join(codes[:MOST]) + ("……" if len(codes) > MOST else "")


def _twice(budget: Budget) -> Iterator[Problem]:
    first: dict[str, ValuePath] = {}
    for unit in budget.records["单位"]:
        value = unit.fields["单位编码"]
        code, path = str(value.value), value.origins[0]
        if code in first:
            before = ((first[code], "前一次写在这里"),)
            yield TWICE.on(path, f"单位编码 {code} 用了两次。", "请改正其中一个。", also=before)
        first.setdefault(code, path)
