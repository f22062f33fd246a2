"""成本指标与预算一致：成本指标有金额，不超过项目的预算数。

应当如何：成本指标的指标值写明金额（或者比例）；总额的上限不超过项目的预算数。单位成本（如每家每户）小于预算数，不检查。
依据：财预〔2015〕88号：成本指标反映预期提供的产出所需成本；项目绩效目标表“预算数”与“成本指标”同表列示。

合格的例子::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100000}]
        绩效指标: [{一级: 产出指标, 二级: 成本指标, 三级: 控制在预算内, 指标值: ≤10万元}]

不合格的例子（C511）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100000}]
        绩效指标: [{一级: 产出指标, 二级: 成本指标, 三级: 控制在预算内, 指标值: ≤12万元}]

不合格的例子（C512）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100000}]
        绩效指标: [{一级: 产出指标, 二级: 成本指标, 三级: 报送成本, 指标值: 精简}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.base import late
from generator.checks.common import lines, origin, said, target, yuan
from generator.facts.budget import Budget, Record
from generator.findings.finding import Kind, Problem, Severity

EXCEEDS = Kind("C511", "成本指标超过预算", Severity.WARNING, "成本指标的金额大于项目的预算数。")
NO_AMOUNT = Kind("C512", "成本指标没有金额", Severity.HINT, "成本指标的指标值没有金额，也没有比例。")

_AMOUNT = late.compile(r"([0-9][0-9,]{0,20}(?:\.[0-9]{1,6})?)\s*(亿元|万元|元)")
_POWER = {"亿元": 8, "万元": 4, "元": 0}


def check(budget: Budget) -> Iterator[Problem]:
    """Compare the cost indicators of every project with its budget."""
    for project in budget.records["项目"]:
        for indicator in project.children.get("绩效指标", ()):
            if "成本" in said(indicator, "一级指标") + said(indicator, "二级指标"):
                yield from _cost(project, indicator)


def _cost(project: Record, indicator: Record) -> Iterator[Problem]:
    value, path = target(indicator), origin(indicator, "指标值")
    amounts = [Decimal(number.replace(",", "")).scaleb(_POWER[unit]) for number, unit in _AMOUNT.findall(value)]
    budgeted = project.fields.get("预算数")
    if value and not re.search(r"\d", value):
        message = f"成本指标“{said(indicator, '三级指标')}”的指标值“{value}”没有金额。"
        yield NO_AMOUNT.on(path, message, "请写明金额，例如“≤10万元”。")
    elif amounts and budgeted is not None and max(amounts) > (whole := Decimal(budgeted.value)):
        gap = yuan(max(amounts) - whole)
        message = f"成本指标“{value}”大于项目的预算数 {yuan(whole)}，多 {gap}。"
        related = lines(project.entries, "预算")
        yield EXCEEDS.on(path, message, "请核对成本指标和项目支出的金额。", also=related)
