"""指标的权重：要么都写，要么都不写；都写的，相加等于 100，或者写明的“权重合计”。

应当如何：一个项目（部门整体、一项分项目标）的各个指标都有权重，相加等于 100；
有一部分不在指标里的（例如预算执行率占 10%），写明 权重合计: 90。格式不要权重的，一个也不写。
依据：财预〔2020〕10号（自评指标的权重由各单位确定，原则上预算执行率占 10%）；项目绩效目标表“权重”一栏。

合格的例子::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        权重合计: 90
        绩效指标:
          - {一级: 产出指标, 二级: 数量指标, 三级: 支持企业数, 指标值: ≥3家, 权重: 60}
          - {一级: 产出指标, 二级: 质量指标, 三级: 验收合格率, 指标值: 100%, 权重: 30}

不合格的例子（C527）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标:
          - {一级: 产出指标, 二级: 数量指标, 三级: 支持企业数, 指标值: ≥3家, 权重: 60}
          - {一级: 产出指标, 二级: 质量指标, 三级: 验收合格率, 指标值: 100%, 权重: 30}

不合格的例子（C528）::

    整体绩效:
      指标:
        - {一级: 产出指标, 二级: 数量指标, 三级: 支持企业数, 指标值: ≥3家, 权重: 100}
        - {一级: 产出指标, 二级: 质量指标, 三级: 验收合格率, 指标值: 100%}
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.base.money import total
from generator.base.paths import ValuePath
from generator.checks.common import IndicatorList, also, indicator_lists, origin
from generator.facts.budget import Budget, Record
from generator.findings.finding import Kind, Problem, Severity

WRONG_SUM = Kind("C527", "权重合计不对", Severity.WARNING, "各指标的权重相加不等于 100，也不等于写明的合计。")
SOME_WITHOUT = Kind("C528", "有的指标没有权重", Severity.WARNING, "有的指标写了权重，有的没有写。")

_HUNDRED = Decimal(100)


def check(budget: Budget) -> Iterator[Problem]:
    """Compare the weights of each list of indicators with their total."""
    for listed in indicator_lists(budget):
        without = [_place(one) for one in listed.records if "权重" not in one.fields]
        if len(without) < len(listed.records):
            yield from _some(listed, without) if without else _sum(listed)
        elif listed.total is not None and without:
            message = f"{listed.whose}写了权重合计 {listed.total:f}，各指标没有写权重。"
            yield SOME_WITHOUT.on(without[0], message, "请写各指标的权重，或者删去“权重合计”。")


def _some(listed: IndicatorList, without: list[ValuePath]) -> Iterator[Problem]:
    message = f"{listed.whose}的 {len(listed.records)} 个指标里，有 {len(without)} 个没有权重。"
    yield SOME_WITHOUT.on(without[0], message, "请补上；格式不要权重的，都不写。", also=also(without[1:], "这里也没有"))


def _sum(listed: IndicatorList) -> Iterator[Problem]:
    weights = [Decimal(one.fields["权重"].value) for one in listed.records]
    found, wanted = total(weights), _HUNDRED if listed.total is None else listed.total
    if found == wanted:
        return
    message = f"{listed.whose}各指标的权重相加是 {found.normalize():f}，不是 {wanted.normalize():f}。"
    remedy = f"请核对；合计确实是 {found.normalize():f} 的，请写 权重合计: {found.normalize():f}。"
    if found * 100 == wanted:
        remedy = "权重按百分数写：0.2 请写 20。"
    first, *others = (origin(one, "权重") for one in listed.records)
    yield WRONG_SUM.on(first, message, remedy, also=also(others, "权重"))


def _place(indicator: Record) -> ValuePath:
    return origin(indicator, "三级指标")[:-1]
