"""指标的名称和依据：三级指标是具体的指标，不重复；满意度指标说的是满意度；依据是依据。

应当如何：三级指标不照抄上级的名称（如“成本指标”）；同一项目的指标不重复；满意度指标的名称和描述说明谁对什么满意；
“指标值确定依据”写计划、文件、办法、测算等，不写指标的内容。
依据：项目绩效目标表“三级指标”“绩效指标描述”“指标值确定依据”各栏；财预〔2015〕88号。

合格的例子::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标:
          - {一级: 产出指标, 二级: 成本指标, 三级: 项目总成本, 指标值: ≤10万元, 依据: 年度工作计划}
          - {一级: 满意度指标, 二级: 服务对象满意度指标, 三级: 企业满意度, 描述: 受益企业满意程度, 指标值: ≥95%}

不合格的例子（C505）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标: [{一级: 产出指标, 二级: 成本指标, 三级: 成本指标, 指标值: ≤10万元}]

不合格的例子（C506）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标:
          - {一级: 产出指标, 二级: 数量指标, 三级: 支持企业数, 指标值: ≥3家}
          - {一级: 产出指标, 二级: 数量指标, 三级: 支持企业数, 指标值: ≥5家}

不合格的例子（C507）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标: [{一级: 满意度指标, 二级: 服务对象满意度指标, 三级: 创新能力提升, 指标值: ≥95%}]

不合格的例子（C508）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标: [{一级: 产出指标, 二级: 质量指标, 三级: 合格率, 指标值: ≥95%, 依据: 企业创新能力实现提升}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base import late
from generator.checks.common import IndicatorList, indicator_lists, origin, said
from generator.facts.budget import Budget, Record
from generator.findings.finding import Kind, Problem, Severity

LEVEL_NAME = Kind("C505", "三级指标照抄级别名称", Severity.WARNING, "三级指标就是上级指标的名称，没有说明是什么指标。")
REPEATED = Kind("C506", "绩效指标重复", Severity.WARNING, "同一项目有两个相同的绩效指标。")
NOT_SATISFACTION = Kind("C507", "满意度指标没说满意", Severity.HINT, "满意度指标的名称或描述没有提到满意。")
NO_BASIS = Kind("C508", "依据像是指标", Severity.HINT, "“指标值确定依据”写的是指标的内容，不是依据。")

_LEVELS = late.compile(
    "(?:产出|数量|质量|时效|成本|经济成本|社会成本|生态环境成本|效益|经济效益|社会效益|生态效益|可持续影响|"
    "满意度|服务对象满意度)指标"
)
_SATISFIED = late.compile("满意|投诉|好评|认可|评价")
_CONTENT = late.compile("(?:提升|提高|增长|增强|改善|达标)。?")
_BASIS = late.compile(
    "计划|通知|办法|方案|细则|指南|文件|问卷|调查|测算|规定|标准|合同|协议|规划|意见|要求|制度|《|〔|【"
)


def check(budget: Budget) -> Iterator[Problem]:
    """Read the names, descriptions and bases of every project's indicators."""
    for listed in indicator_lists(budget):
        yield from _repeated(listed)
        for indicator in listed.records:
            yield from _named(indicator)
            yield from _satisfaction(indicator)
            yield from _basis(indicator)


def _named(indicator: Record) -> Iterator[Problem]:
    name, path = said(indicator, "三级指标"), origin(indicator, "三级指标")
    if _LEVELS.fullmatch(name):
        message = f"三级指标写作“{name}”，这是指标级别的名称。"
        yield LEVEL_NAME.on(path, message, "请写明具体的指标，例如“项目总成本”“受益企业满意度”。")


def _repeated(listed: IndicatorList) -> Iterator[Problem]:
    first: dict[tuple[str, str], Record] = {}
    for indicator in listed.records:
        name = said(indicator, "三级指标")
        before = first.setdefault((name, said(indicator, "绩效指标描述")), indicator)
        if before is not indicator and name:
            path, related = origin(indicator, "三级指标"), ((origin(before, "三级指标"), "前一次写在这里"),)
            message = f"指标“{name}”在{listed.whose}里写了两次。"
            yield REPEATED.on(path, message, "请删去其中一个，或者写明区别。", also=related)


def _satisfaction(indicator: Record) -> Iterator[Problem]:
    if "满意" not in said(indicator, "一级指标") + said(indicator, "二级指标"):
        return
    for field in ("三级指标", "绩效指标描述"):
        text, path = said(indicator, field), origin(indicator, field)
        if text and not _SATISFIED.search(text):
            message = f"满意度指标的{field.removeprefix('绩效')}“{text}”没有说谁满意。"
            yield NOT_SATISFACTION.on(path, message, "请核对是否填错了位置。")


def _basis(indicator: Record) -> Iterator[Problem]:
    text, path = said(indicator, "指标值确定依据"), origin(indicator, "指标值确定依据")
    end = _CONTENT.search(text[-3:])
    if end and not _BASIS.search(text):
        yield NO_BASIS.on(path, f"依据“{text}”不像是依据。", "请写计划、文件、办法或测算等。")
