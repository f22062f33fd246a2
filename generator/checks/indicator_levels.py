"""绩效指标齐全：有绩效目标的项目，产出、成本、效益、满意度指标都有。

应当如何：产出指标有数量、质量、时效指标；有成本指标（列在产出指标下，或者单列为一级指标）；
有效益指标（经济、社会、生态效益或可持续影响，至少一个）；有满意度指标。没有编报绩效目标的项目不检查；
全部项目都没有写绩效指标的预算（公开的格式不要求）也不检查。
依据：财预〔2020〕10号、财预〔2021〕101号（成本指标单列为一级指标）；项目绩效目标表“绩效指标”。

合格的例子::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标:
          - {一级: 产出指标, 二级: 数量指标, 三级: 支持企业数, 指标值: ≥3家}
          - {一级: 产出指标, 二级: 质量指标, 三级: 验收合格率, 指标值: 100%}
          - {一级: 产出指标, 二级: 时效指标, 三级: 完成时间, 指标值: 12月底前}
          - {一级: 成本指标, 二级: 经济成本指标, 三级: 项目总成本, 指标值: ≤10万元}
          - {一级: 效益指标, 二级: 社会效益指标, 三级: 新增就业, 指标值: ≥10人}
          - {一级: 满意度指标, 二级: 服务对象满意度指标, 三级: 企业满意度, 指标值: ≥95%}

不合格的例子（C501）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]
        绩效指标:
          - {一级: 产出指标, 二级: 数量指标, 三级: 支持企业数, 指标值: ≥3家}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base.paths import sibling
from generator.checks.common import origin, said
from generator.facts.budget import Budget, Record
from generator.findings.finding import Kind, Problem, Severity

MISSING = Kind("C501", "绩效指标不全", Severity.WARNING, "编报绩效目标的项目缺少某一级的绩效指标。")

_WANTED = (  # what is missing, and the words of which one must be among the names of the levels
    ("数量指标", ("数量",)),
    ("质量指标", ("质量",)),
    ("时效指标", ("时效",)),
    ("成本指标", ("成本",)),
    ("效益指标", ("效益", "影响")),
    ("满意度指标", ("满意",)),
)


def check(budget: Budget) -> Iterator[Problem]:
    """Look which levels the indicators of each project have."""
    projects = budget.records["项目"]
    if not any(project.children.get("绩效指标") for project in projects):
        return
    for project in projects:
        goals, indicators = (project.children.get(name, ()) for name in ("绩效目标", "绩效指标"))
        missing = _missing(indicators)
        if missing and (goals or indicators):
            path = sibling(origin(project, "项目名称"), "绩效指标" if indicators else "绩效目标")
            message = f"“{said(project, '项目名称')}”没有{'、'.join(missing)}。"
            yield MISSING.on(path, message, "请补充；确实不适用的，请在“出错说明”里写明原因。")


def _missing(indicators: tuple[Record, ...]) -> list[str]:
    levels = [said(one, "一级指标") + said(one, "二级指标") for one in indicators]
    return [name for name, words in _WANTED if not any(word in level for word in words for level in levels)]
