"""主管专项资金：写了“没有”的，项目里也没有专项资金。

应当如何：“专项资金”写成空列表（公开时印“无”）的部门，没有名称里有“专项资金”的项目；
有的话，核对是不是本部门主管的专项资金，不是的可以在“出错说明”里写明。
依据：部门预算信息公开“部门主管专项资金预算安排情况及绩效目标”一节。

合格的例子::

    专项资金: [{名称: 科技发展专项资金}]
    项目: [{名称: 科技发展专项资金, 类别: 特定目标类, 支出: [{科目: 2060101, 资金性质: 其他收入, 金额: 0}]}]

不合格的例子（C625）::

    专项资金: []
    项目: [{名称: 科技发展专项资金, 类别: 特定目标类, 支出: [{科目: 2060101, 资金性质: 其他收入, 金额: 0}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.common import also, origin, said
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

NOT_LISTED = Kind("C625", "专项资金为空", Severity.HINT, "写明没有主管的专项资金，项目名称里却有“专项资金”。")


def check(budget: Budget) -> Iterator[Problem]:
    """Compare an empty list of special funds with the names of the projects."""
    if "专项资金" not in budget.data or budget.data["专项资金"]:
        return
    found = [project for project in budget.records["项目"] if "专项资金" in said(project, "项目名称")]
    if found:
        message = f"写的是没有主管的专项资金，但有 {len(found)} 个项目的名称里有“专项资金”。"
        related = also((origin(project, "项目名称") for project in found), "名称里有“专项资金”")
        remedy = "请核对；上级下达的专项资金不是本部门主管的，可以在“出错说明”里写明。"
        yield NOT_LISTED.on(("专项资金",), message, remedy, also=related)
