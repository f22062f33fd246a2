"""指标值做得到：合格率、满意度一类的比率不超过 100%，也不是负数；上限不低于下限。

应当如何：合格率、覆盖率、满意度等是部分占全部的比率，在 0 到 100% 之间；完成率、增长率可以超过 100%，不检查。
一个指标值（或者名称相同的两个指标）又写不低于、又写不高于的，不高于的数不比不低于的小。
依据：财预〔2015〕88号（绩效目标应当合理可行）；项目绩效目标表“指标值”一栏。

合格的例子::

    整体绩效:
      指标:
        - {一级: 产出指标, 二级: 质量指标, 三级: 验收合格率, 指标值: ≥95%}
        - {一级: 产出指标, 二级: 数量指标, 三级: 任务完成率, 指标值: ≥120%}
        - {一级: 产出指标, 二级: 质量指标, 三级: 事故率, 指标值: ≤2%}

不合格的例子（C533）::

    整体绩效:
      指标: [{一级: 产出指标, 二级: 质量指标, 三级: 验收合格率, 指标值: ≥950%}]

不合格的例子（C533）::

    整体绩效:
      指标: [{一级: 满意度指标, 二级: 服务对象满意度指标, 三级: 企业满意度, 指标性质: ≥, 指标值: "-95", 度量单位: "%"}]

不合格的例子（C534）::

    整体绩效:
      指标: [{一级: 产出指标, 二级: 质量指标, 三级: 验收合格率, 指标值: ≥95%且≤90%}]

不合格的例子（C534）::

    整体绩效:
      指标:
        - {一级: 产出指标, 二级: 质量指标, 三级: 完成天数, 指标值: ≥20天}
        - {一级: 产出指标, 二级: 时效指标, 三级: 完成天数, 指标值: ≤10天}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.base import late
from generator.checks.common import IndicatorList, indicator_lists, origin, said, target
from generator.facts.budget import Budget, Record
from generator.findings.finding import Kind, Problem, Severity

IMPOSSIBLE = Kind("C533", "比率超出 0 到 100%", Severity.WARNING, "合格率、满意度一类的比率大于 100%，或者是负数。")
EXCLUDED = Kind("C534", "上限低于下限", Severity.WARNING, "同一个指标要求的上限比下限还小，做不到。")

_SHARE = late.compile(
    "(?:合格|满意|覆盖|准确|正确|及时|准时|按时|到位|通过|达标|知晓|优良|优秀|公开|办结|回复|响应|验收|完好|认可|签约|处置"
    "|整改|普及|出勤|入户|发放|兑现|缴纳)(?:率|度)(?:[（(].*)?"
)
_PERCENT = late.compile(r"(?P<sign>[≥≤>＞<＜=＝]?)\s*(?P<value>[-－]?[0-9]{1,6}(?:\.[0-9]{1,4})?)\s*[%％]")
_LEAST, _MOST = "≥|>|＞|不低于|不少于|不小于|大于等于|至少", "≤|<|＜|不高于|不超过|不多于|不大于|小于等于|至多"
_BOUND = late.compile(
    rf"(?:(?P<least>{_LEAST})|(?P<most>{_MOST}))\s*(?P<value>[0-9]{{1,12}}(?:\.[0-9]{{1,4}})?)(?P<unit>[^0-9，；、且至到]{{0,4}})"
)
_HUNDRED = Decimal(100)


class _Bound(NamedTuple):
    is_least: bool
    value: Decimal
    unit: str
    words: str


def check(budget: Budget) -> Iterator[Problem]:
    """Look for values that no result can have."""
    for listed in indicator_lists(budget):
        for indicator in listed.records:
            yield from _share(indicator)
        yield from _bounds(listed)


def _share(indicator: Record) -> Iterator[Problem]:
    name, value = said(indicator, "三级指标"), target(indicator)
    found = _PERCENT.fullmatch(value)
    if found is None or not _SHARE.search(name):
        return
    number = Decimal(found["value"].replace("－", "-"))
    above = number > _HUNDRED or (number == _HUNDRED and found["sign"] in (">", "＞") and found["sign"])
    if above or number < 0:
        message = f"“{name}”的指标值“{value}”{'大于 100%' if above else '是负数'}，这样的比率没有。"
        yield IMPOSSIBLE.on(origin(indicator, "指标值"), message, "请核对指标值。")


def _bounds(listed: IndicatorList) -> Iterator[Problem]:
    """Compare the limits that indicators of one name state, and those within one value."""
    named: dict[str, list[tuple[_Bound, Record]]] = {}
    for indicator in listed.records:
        own = [(one, indicator) for one in _bounds_of(target(indicator))]
        named.setdefault(said(indicator, "三级指标"), []).extend(own)
    for name, bounds in named.items():
        least = [one for one in bounds if one[0].is_least]
        most = [one for one in bounds if not one[0].is_least]
        for (low, first), (high, second) in ((one, other) for one in least for other in most):
            if low.unit == high.unit and low.value > high.value and name:
                message = f"“{name}”要求“{low.words}”，又要求“{high.words}”，不能都做到。"
                path, before = origin(second, "指标值"), origin(first, "指标值")
                also = ((before, "另一处写在这里"),) if before != path else ()
                yield EXCLUDED.on(path, message, "请核对两个数和比较的符号。", also=also)


def _bounds_of(value: str) -> Sequence[_Bound]:
    return [
        _Bound(one["least"] is not None, Decimal(one["value"]), one["unit"].strip(), one[0])
        for one in _BOUND.finditer(value)
    ]
