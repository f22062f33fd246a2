"""指标值可以衡量：有数、有标准，不是一句空话。

应当如何：数量指标的指标值有数；其他指标值也尽量量化，至少写明以什么为标准，“及时”“提高”“进一步提升”无法考核；
指标值是一个值，不是一句话，末尾没有句号。
依据：财预〔2015〕88号（绩效目标应当指向明确、细化量化、合理可行）。

合格的例子::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标:
          - {一级: 产出指标, 二级: 数量指标, 三级: 支持企业数, 指标值: ≥3家}
          - {一级: 产出指标, 二级: 质量指标, 三级: 资质条件, 指标值: 达标}
          - {一级: 产出指标, 二级: 时效指标, 三级: 完成时间, 指标值: 12月底前}

不合格的例子（C502）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标: [{一级: 效益指标, 二级: 社会效益指标, 三级: 企业创新力, 指标值: 进一步提升}]

不合格的例子（C503）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标: [{一级: 产出指标, 二级: 数量指标, 三级: 支持企业数, 指标值: 按计划}]

不合格的例子（C504）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标: [{一级: 产出指标, 二级: 质量指标, 三级: 合格率, 指标值: 不低于95%。}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.base import late
from generator.checks.common import indicators, origin, said
from generator.facts.budget import Budget, Record
from generator.findings.finding import Kind, Problem, Severity

VAGUE = Kind("C502", "指标值空泛", Severity.HINT, "指标值没有数，也没有可以考核的标准。")
NO_NUMBER = Kind("C503", "数量指标没有数", Severity.WARNING, "数量指标的指标值没有数。")
SENTENCE = Kind("C504", "指标值带句号", Severity.HINT, "指标值末尾有句号。")

_NUMBER = late.compile(r"[\d〇一二三四五六七八九十百千万两半零无]|全部|所有|全覆盖")
_MANNER = "进一步|不断|持续|有效|明显|显著|逐步|较大|大幅|稳步|切实|全面|充分"
_EMPTY = (
    "提高|提升|改善|改进|加强|增强|保障|促进|推动|带动|优化|完善|及时|按时|良好|较好|较高|"
    "明显|显著|有效|精简|到位|增长|增加|减少|降低|下降|满意"
)
_VAGUE = late.compile(rf"\D{{0,4}}?(?:(?:{_MANNER})?(?:{_EMPTY}))+\D{{0,2}}|好|高|优秀?|良|强")
_MORE = late.compile("更多|更好|更强|进一步|不断")


def check(budget: Budget) -> Iterator[Problem]:
    """Read the target value of every indicator."""
    for indicator in indicators(budget):
        value, path = said(indicator, "指标值"), origin(indicator, "指标值")
        name = f"“{said(indicator, '三级指标')}”"
        if "数量" in said(indicator, "二级指标") and value and not _NUMBER.search(value):
            yield NO_NUMBER.on(path, f"{name}是数量指标，指标值“{value}”没有数。", "请写明数量和单位。")
        elif is_vague(value) and "成本" not in said(indicator, "二级指标") and not _graded(indicator):  # of costs: C512
            yield VAGUE.on(path, f"{name}的指标值“{value}”无法考核。", "请写成数值，或者写明以什么为标准。")
        if value.endswith("。"):
            yield SENTENCE.on(path, f"{name}的指标值“{value}”末尾有句号。", "请删去句号，只写指标值。")


def _graded(indicator: Record) -> bool:
    """Tell whether an indicator says that it is judged and not measured (指标性质: 定性)."""
    return said(indicator, "指标性质") == "定性"


def is_vague(value: str) -> bool:
    """Tell whether a target value has neither a number nor a standard."""
    return not re.search(r"\d", value) and bool(_VAGUE.fullmatch(value) or _MORE.search(value))
