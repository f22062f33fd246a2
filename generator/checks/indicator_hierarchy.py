"""指标的级别：一级、二级的名称写全，二级放在自己的一级下。

应当如何：一级指标是产出指标、成本指标、效益指标、满意度指标；二级指标在它所属的一级下：
数量、质量、时效、成本在产出下（成本也可以单列为一级，下面是经济成本、社会成本、生态环境成本），
经济效益、社会效益、生态效益、可持续影响在效益下，服务对象满意度在满意度下。不写反，不简写成“产出”“数量”。
格式里没有的二级指标（地方自定的）不检查。
依据：财预〔2020〕10号、财预〔2021〕101号（指标的分级）；项目绩效目标表“一级指标”“二级指标”两栏。

合格的例子::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标:
          - {一级: 产出指标, 二级: 数量指标, 三级: 支持企业数, 指标值: ≥3家}
          - {一级: 产出指标, 二级: 成本指标, 三级: 项目总成本, 指标值: ≤10万元}
          - {一级: 成本指标, 二级: 经济成本指标, 三级: 项目总成本, 指标值: ≤10万元}
          - {一级: 效益指标, 二级: 可持续影响指标, 三级: 政策延续, 指标值: ≥3年}

不合格的例子（C525）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标: [{一级: 数量指标, 二级: 产出指标, 三级: 支持企业数, 指标值: ≥3家}]

不合格的例子（C525）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标: [{一级: 效益指标, 二级: 数量指标, 三级: 支持企业数, 指标值: ≥3家}]

不合格的例子（C526）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标: [{一级: 产出, 二级: 数量指标, 三级: 支持企业数, 指标值: ≥3家}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base.paths import ROOT
from generator.checks.common import bare, indicators, origin, said
from generator.facts.budget import Budget, Record
from generator.findings.finding import Kind, Problem, Severity

WRONG_LEVEL = Kind("C525", "指标的级别不对", Severity.WARNING, "一级、二级指标写反了，或者二级不在它所属的一级下。")
SHORTENED = Kind("C526", "指标级别简写", Severity.WARNING, "一级、二级指标的名称没有写全，或者不是规定的名称。")

_SECOND = {  # the second levels of each first level, without 指标; the first word of each is the usual one
    "产出": ("数量", "质量", "时效", "成本"),
    "成本": ("经济成本", "社会成本", "生态环境成本"),
    "效益": ("经济效益", "社会效益", "生态效益", "生态环境效益", "环境效益", "可持续影响", "可持续发展"),
    "满意度": ("服务对象满意度", "社会公众满意度", "群众满意度", "满意度"),
}
_ABOVE = {second: tuple(one for one in _SECOND if second in _SECOND[one]) for row in _SECOND.values() for second in row}
_FULL = "指标"


def check(budget: Budget) -> Iterator[Problem]:
    """Compare the two levels of every indicator with the levels that there are."""
    for indicator in indicators(budget):
        typed = {field: bare(said(indicator, field)) for field in ("一级指标", "二级指标")}
        first, second = (text.removesuffix(_FULL) for text in typed.values())
        misplaced = _misplaced(first, second)
        if misplaced:
            field, message, remedy = misplaced
            yield WRONG_LEVEL.on(_place(indicator, field), message, remedy)
        else:
            yield from _names(indicator, typed)


def _misplaced(first: str, second: str) -> tuple[str, str, str] | None:
    """Tell what is wrong with the order of two levels: the field that is wrong, a message and a remedy."""
    if first in _ABOVE and first not in _SECOND and second in _SECOND:
        exchanged = f"一级写的是“{first}指标”，二级写的是“{second}指标”，写反了。"
        return "一级指标", exchanged, f"请改为 一级: {second}指标，二级: {first}指标。"
    if first in _ABOVE and first not in _SECOND:
        above = _ABOVE[first][0]
        return "一级指标", f"“{first}指标”是二级指标，写在了一级。", f"请改为 一级: {above}指标，二级: {first}指标。"
    if first in _SECOND and second in _ABOVE and first not in _ABOVE[second]:
        above = "或者".join(f"{one}指标" for one in _ABOVE[second])
        return "二级指标", f"“{second}指标”不在{first}指标下，属于{above}。", f"请核对一级和二级，一级应当是{above}。"
    if first in _SECOND and second in _SECOND and second not in _ABOVE:
        below = "、".join(f"{one}指标" for one in _SECOND[first])
        return "二级指标", f"二级写的是“{second}指标”，这是一级指标。", f"{first}指标下可以写：{below}。"
    return None


def _names(indicator: Record, typed: dict[str, str]) -> Iterator[Problem]:
    for field, known in (("一级指标", _SECOND), ("二级指标", _ABOVE)):
        word = typed[field]
        stem = word.removesuffix(_FULL)
        if word and stem in known and word == stem:
            yield SHORTENED.on(_place(indicator, field), f"{field}写作“{word}”，没有写全。", f"请写“{stem}指标”。")
        elif word and field == "一级指标" and stem not in known:
            levels = "、".join(f"{one}指标" for one in _SECOND)
            message = f"一级指标写作“{word}”，不是规定的名称。"
            yield SHORTENED.on(_place(indicator, field), message, f"请写 {levels} 之一。")


def _place(indicator: Record, field: str) -> tuple[str | int, ...]:
    return origin(indicator, field) or origin(indicator, "三级指标") or ROOT
