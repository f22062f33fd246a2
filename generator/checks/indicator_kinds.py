"""指标放对类别：时效说时间，质量说质量，数量是要做到多少。

应当如何：质量指标的名称不说“及时”“按时”（那是时效）；时效指标的指标值不是个数，也不是“达标”“合格”（那是数量、质量）；
数量指标写要做到多少（≥），不写上限（≤）；事故、投诉等越少越好的除外。
依据：财预〔2015〕88号：数量指标反映应当完成的数量，质量指标反映应当达到的标准，时效指标反映及时程度。

合格的例子::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标:
          - {一级: 产出指标, 二级: 数量指标, 三级: 支持企业数, 指标值: ≥3家}
          - {一级: 产出指标, 二级: 质量指标, 三级: 资质条件, 指标值: 达标}
          - {一级: 产出指标, 二级: 时效指标, 三级: 资金拨付时间, 指标值: 12月底前}

不合格的例子（C509）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标: [{一级: 产出指标, 二级: 质量指标, 三级: 资金拨付及时, 指标值: 及时}]

不合格的例子（C510）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标: [{一级: 产出指标, 二级: 数量指标, 三级: 支持企业数, 指标值: ≤3家}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base import late
from generator.checks.common import indicators, origin, said, target
from generator.facts.budget import Budget, Record
from generator.findings.finding import Kind, Problem, Severity

MISPLACED = Kind("C509", "指标放错类别", Severity.HINT, "指标的内容与它的类别不符，可能与另一个指标对调了。")
UPPER_LIMIT = Kind("C510", "数量写成上限", Severity.HINT, "数量指标的指标值是上限，没有写要做到多少。")

_TIMELY = late.compile("及时|按时|准时|按期|时限")
_COUNT = late.compile(r"[≥≤>=<]?\d+(?:个|家|人|户|次|台|辆|件|项|套|座|名|篇|份|处|场)")
_QUALITY = late.compile("达标|合格|通过")
_LIMIT = late.compile("[≤<＜]|不超过|不多于|小于|少于")
_UNWANTED = late.compile("事故|投诉|违规|违法|差错|故障|失误|超|发生|死亡|上访|排放")


def check(budget: Budget) -> Iterator[Problem]:
    """Compare what each indicator says with its kind."""
    for indicator in indicators(budget):
        wrong = _wrong(indicator)
        name, value = said(indicator, "三级指标"), target(indicator)
        if wrong:
            path = origin(indicator, "三级指标")
            message = f"“{name}”（{value}）列在{said(indicator, '二级指标')}下，说的却是{wrong}。"
            yield MISPLACED.on(path, message, "请核对类别，看是否与另一个指标对调了。")
        if "数量" in said(indicator, "二级指标") and _LIMIT.match(value) and not _UNWANTED.search(name):
            path = origin(indicator, "指标值")
            message = f"数量指标“{name}”的指标值“{value}”是上限，一个都不做也能完成。"
            yield UPPER_LIMIT.on(path, message, "请写要做到多少，例如“≥3家”或者“3家”。")


def _wrong(indicator: Record) -> str:
    """Tell what an indicator is about that should be of another kind, or give an empty text."""
    kind, name, value = said(indicator, "二级指标"), said(indicator, "三级指标"), target(indicator)
    if "质量" in kind and _TIMELY.search(name):
        return "时间"
    if "时效" in kind and _COUNT.fullmatch(value):
        return "数量"
    return "质量" if "时效" in kind and not _TIMELY.search(name) and _QUALITY.search(value) else ""
