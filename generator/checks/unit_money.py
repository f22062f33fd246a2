"""名单里的单位都有预算：没有钱的单位要写明“不单列预算”。

应当如何：“单位”列表里的每个单位都有收入或者支出；经费列在本级、没有单独预算的，写 不单列预算: 是。
只有一个单位时不检查。部门本级只有一个。
依据：《预算法》第八条（部门预算由本部门及其所属各单位预算组成）；各单位都要公开单位预算。

合格的例子::

    单位: [{编码: "001", 名称: 甲}, {编码: "002", 名称: 乙, 不单列预算: 是}]
    收入: [{单位: "001", 科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
    基本支出: [{单位: "001", 科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 0}]

不合格的例子（C323）::

    单位: [{编码: "001", 名称: 甲}, {编码: "002", 名称: 乙}]
    收入: [{单位: "001", 科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]

不合格的例子（C324）::

    单位: [{编码: "001", 名称: 甲}, {编码: "002", 名称: 乙, 不单列预算: 是}]
    收入:
      - {单位: "001", 科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}
      - {单位: "002", 科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}

不合格的例子（C325）::

    单位: [{编码: "001", 名称: 甲, 本级: 是}, {编码: "002", 名称: 乙, 本级: 是, 不单列预算: 是}]
    收入: [{单位: "001", 科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.common import also, lines, origin
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

NOTHING = Kind("C323", "单位没有预算", Severity.WARNING, "单位在名单里，却没有一行收入或支出：漏写了，或者不单列预算。")
SOMETHING = Kind("C324", "不单列预算却有钱", Severity.WARNING, "单位写明不单列预算，却有写着它的收入或支出。")
HEADS = Kind("C325", "本级不止一个", Severity.ERROR, "写 本级: 是 的单位只能有一个。")


def check(budget: Budget) -> Iterator[Problem]:
    """Compare the list of units with whose money there is."""
    subjects = {unit.code: unit for unit in budget.units}
    paths = {str(unit.fields["单位编码"].value): origin(unit, "单位编码") for unit in budget.records["单位"]}
    heads = [paths[code] for code, subject in subjects.items() if subject.data.get("本级")]
    for path in heads[1:]:
        yield HEADS.on(
            path, f"有 {len(heads)} 个单位写了 本级: 是。", "请只留一个。", also=also(heads[:1], "前一个在这里")
        )
    if len(subjects) < 2:  # noqa: PLR2004 the only unit has all the money there is
        return
    idle = []
    for code, subject in subjects.items():
        money = [entry for entry in budget.entries if entry.unit == code]
        if money and not subject.has_own_budget:
            message = f"单位 {code} {subject.name}写明不单列预算，却有 {len(money)} 行收支。"
            remedy = "请把这些行的“单位”改成列支的单位，或者去掉“不单列预算”。"
            yield SOMETHING.on(paths[code], message, remedy, also=lines(money, "这个单位"))
        elif not money and subject.has_own_budget:
            idle.append(code)
    if idle and all(entry.unit for entry in budget.entries):
        names = "、".join(f"{code} {subjects[code].name}" for code in idle[:5])
        count = f"等 {len(idle)} 个单位" if len(idle) > 5 else ""  # noqa: PLR2004
        remedy = "请核对各行的“单位”；没有单独预算的，在这个单位里写 不单列预算: 是。"
        more = also((paths[code] for code in idle[1:]), "这个单位也没有")
        yield NOTHING.on(paths[idle[0]], f"名单里的 {names}{count}没有收入和支出。", remedy, also=more)
