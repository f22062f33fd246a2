"""采购的项目：政府采购写明的项目在“项目”列表里。

应当如何：政府采购的“项目”是某个项目的编码；项目没有编码的，写项目名称。
依据：政府采购预算表“政府采购项目来源”一栏（项目名称、预算资金），由项目而来，不另写。

合格的例子::

    政府采购: [{物品名称: 台式计算机, 目录: A02010105, 资金: [{资金性质: 一般公共预算拨款, 金额: 0}]}]

不合格的例子（C304）::

    政府采购: [{项目: 没有的项目, 物品名称: 台式计算机, 目录: A02010105, 资金: [{资金性质: 一般公共预算拨款, 金额: 0}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base.nearest import nearest
from generator.base.paths import sibling
from generator.checks.common import origin
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

UNKNOWN = Kind("C304", "没有这个项目", Severity.ERROR, "政府采购写明的项目不在“项目”列表里。")


def check(budget: Budget) -> Iterator[Problem]:
    """Look the project of every procurement item up."""
    known = {
        str(project.fields[name].value): str(project.fields["项目名称"].value)
        for project in budget.records["项目"]
        for name in ("项目编码", "项目名称")
        if name in project.fields
    }
    for purchase in budget.records["采购"]:
        wanted = purchase.entries[0].project
        if wanted and wanted not in known:
            path = sibling(origin(purchase, "政府采购目录序号"), "项目")
            near = nearest(wanted, known)
            remedy = f"是不是 {near}（{known[near]}）？" if near else "请写项目的编码。"
            yield UNKNOWN.on(path, f"“项目”列表里没有 {wanted}。", remedy)
