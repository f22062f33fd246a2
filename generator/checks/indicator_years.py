"""指标的年份：完成期限不早于预算年度，年份与预算年度相差不远。

应当如何：绩效目标和指标里的完成期限（“××年底前”）不早于预算年度；出现的年份在前三年和后一年之间。
依据：绩效目标是预算年度内要达到的目标（财预〔2015〕88号）；最常见的错误是照抄往年的文本。

合格的例子::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标: [{一级: 产出指标, 二级: 时效指标, 三级: 拨付时间, 指标值: 2025年12月底前}]

不合格的例子（C513）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标: [{一级: 产出指标, 二级: 时效指标, 三级: 拨付时间, 指标值: 2024年底前}]

不合格的例子（C514）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效目标: [比2019年增长5%。]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base import late
from generator.checks.common import around, indicators, origin, said
from generator.facts.budget import Budget, Record
from generator.findings.finding import Kind, Problem, Severity

PAST = Kind("C513", "期限已过", Severity.WARNING, "绩效指标的完成期限早于预算年度。")
FAR = Kind("C514", "年份相差太远", Severity.HINT, "绩效目标或指标里的年份与预算年度相差太远。")

DEADLINE = late.compile(r"(20\d\d)年度?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?[底末初])?(?:之?前|以前|完成|内)")
_YEAR = late.compile(r"(?<!\d)((?:19|20)\d\d)年")
_BEFORE, _AFTER = 3, 1  # years before and after the budget year that a target may name


def check(budget: Budget) -> Iterator[Problem]:
    """Read the years in the targets and indicators of every project."""
    for project in budget.records["项目"]:
        for goal in project.children.get("绩效目标", ()):
            yield from _years(budget, goal, "内容")
    for indicator in indicators(budget):
        for field in ("三级指标", "绩效指标描述", "指标值"):
            yield from _years(budget, indicator, field)


def _years(budget: Budget, record: Record, field: str) -> Iterator[Problem]:
    text, path = said(record, field), origin(record, field)
    deadlines = {found.start(): found for found in DEADLINE.finditer(text)}
    for found in _YEAR.finditer(text):
        year, deadline = int(found[1]), deadlines.get(found.start())
        words = deadline or found
        span = (text, *words.span())
        if deadline and year < budget.year:
            message = f"预算年度是 {budget.year} 年，期限却是“{words[0]}”。"
            yield PAST.on(path, message, "请核对期限；如果是照抄往年的文本，请改正。", within=span)
        elif not budget.year - _BEFORE <= year <= budget.year + _AFTER:
            message = f"预算年度是 {budget.year} 年，这里写的是{around(text, *words.span())}。"
            yield FAR.on(path, message, "请核对年份。", within=span)
