"""本级单位的名称：叫“本级”的单位，名称是部门名称加“本级”。

应当如何：名称以“本级”结尾的单位，去掉“本级”就是部门的名称或简称。
依据：部门机构设置情况表；部门预算由部门本级和所属单位的预算组成（《预算法》第八条）。

合格的例子::

    部门: {编码: "350", 名称: 科技局}
    单位: [{编码: "350001", 名称: 科技局本级}]

不合格的例子（C309）::

    部门: {编码: "350", 名称: 科技局}
    单位: [{编码: "350001", 名称: 科技和信息化局本级}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base import late
from generator.checks.common import origin, said
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

DIFFERS = Kind("C309", "本级名称不一致", Severity.HINT, "名为“本级”的单位，名称与部门名称不同。")

_OWN = late.compile(r"(.+?)(?:机关)?[（(]?(?:本级|机关本级)[）)]?")


def check(budget: Budget) -> Iterator[Problem]:
    """Compare the names of units that are the department itself with the department's name."""
    known = (budget.name, budget.data.get("部门", {}).get("简称", budget.name))
    for unit in budget.records["单位"]:
        name = said(unit, "单位名称")
        own = _OWN.fullmatch(name)
        if own and own[1] not in known:
            message = f"单位“{name}”是部门本级，但部门的名称是“{budget.name}”。"
            yield DIFFERS.on(origin(unit, "单位名称"), message, "请核对单位名称和部门名称。")
