"""项目的文字：用途说明用途，名称与年度相符，绩效目标不是指标，同一处的两个名称一致。

应当如何：用途写钱用来做什么，不是文号；项目名称里的年份不早于上一年；绩效目标是目标，不照抄指标值；
名称与用途、指标与描述不只差一两个字（多半有一处写错）。
依据：项目绩效目标表“预算规模及资金用途”“绩效目标”各栏；《预算法》第四十二条（结转资金连续两年未用完的作为结余）。

合格的例子::

    项目:
      - {名称: 甲, 类别: 特定目标类, 用途: 支持企业技术改造, 支出: [{科目: 2060101, 资金性质: 其他收入, 金额: 0}]}

不合格的例子（C521）::

    项目:
      - {名称: 甲, 类别: 特定目标类, 用途: 财企〔2024〕16号, 支出: [{科目: 2060101, 资金性质: 其他收入, 金额: 0}]}

不合格的例子（C522）::

    项目:
      - {名称: 2023年专项资金, 类别: 特定目标类, 支出: [{科目: 2060101, 资金性质: 其他收入, 金额: 0}]}

不合格的例子（C523）::

    项目:
      - 名称: 科技创新和科技普及专项资金
        类别: 特定目标类
        用途: 科技创新和科学普及专项资金
        支出: [{科目: 2060101, 资金性质: 其他收入, 金额: 0}]

不合格的例子（C524）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 其他收入, 金额: 0}]
        绩效目标: [研发费用占营业收入3%以上。]
        绩效指标: [{一级: 产出指标, 二级: 质量指标, 三级: 研发投入, 指标值: 研发费用占营业收入3%以上}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base import late
from generator.checks.common import bare, origin, said
from generator.facts.budget import Budget, Record
from generator.findings.finding import Kind, Problem, Severity

DOCUMENT_NUMBER = Kind("C521", "用途写的是文号", Severity.HINT, "项目的用途里是文件的文号，没有说明用途。")
OLD_NAME = Kind("C522", "项目名称的年份", Severity.HINT, "项目名称里的年份比预算年度早两年以上。")
ONE_OFF = Kind("C523", "名称只差一字", Severity.HINT, "两处本应相同的名称只差一两个字。")
GOAL_IS_VALUE = Kind("C524", "绩效目标照抄指标", Severity.HINT, "绩效目标就是某个指标的指标值。")

_NUMBER = late.compile(r"[〔【\[（(﹝]20\d\d[〕】\]）)﹞]\s*\d+号")
_YEAR = late.compile(r"(?<!\d)(20\d\d)年")
_LEAST, _MOST = 6, 2  # length from which names are compared, and how many characters may differ


def check(budget: Budget) -> Iterator[Problem]:
    """Read the texts of every project."""
    for project in budget.records["项目"]:
        yield from _use(project)
        yield from _year(budget, project)
        yield from _near(project, "项目名称", "用途")
        yield from _goals(project)
        for indicator in project.children.get("绩效指标", ()):
            yield from _near(indicator, "三级指标", "绩效指标描述")


def _use(project: Record) -> Iterator[Problem]:
    text, path = said(project, "用途"), origin(project, "用途")
    found = _NUMBER.search(text)
    if found:
        message = f"用途“{text}”里是文号。"
        remedy = "请写明钱用来做什么；文号可以写在绩效指标的依据里。"
        yield DOCUMENT_NUMBER.on(path, message, remedy, within=(text, *found.span()))


def _year(budget: Budget, project: Record) -> Iterator[Problem]:
    text, path = said(project, "项目名称"), origin(project, "项目名称")
    for found in _YEAR.finditer(text):
        if int(found[1]) < budget.year - 1:
            message = f"{budget.year} 年预算的项目，名称里写的是 {found[1]} 年。"
            remedy = "请核对：是往年的名称没有改，还是往年结转的项目。"
            yield OLD_NAME.on(path, message, remedy, within=(text, *found.span()))


def _near(record: Record, first: str, second: str) -> Iterator[Problem]:
    one, other = (bare(said(record, field)) for field in (first, second))
    if one == other or len(one) != len(other) or len(one) < _LEAST:
        return
    differing = [index for index in range(len(one)) if one[index] != other[index]]
    if len(differing) <= _MOST and differing[-1] - differing[0] < _MOST:
        message = f"{first}“{said(record, first)}”与{second}“{said(record, second)}”只差一两个字。"
        related = ((origin(record, second), f"{second}写在这里"),)
        yield ONE_OFF.on(origin(record, first), message, "请核对哪一处写错了。", also=related)


def _goals(project: Record) -> Iterator[Problem]:
    values = {said(one, "指标值").rstrip("。"): one for one in project.children.get("绩效指标", ())}
    for goal in project.children.get("绩效目标", ()):
        text, path = said(goal, "内容"), origin(goal, "内容")
        same = values.get(text.rstrip("。"))
        if same:
            related = ((origin(same, "指标值"), "指标值写在这里"),)
            message = f"绩效目标“{text}”就是一个指标的指标值。"
            yield GOAL_IS_VALUE.on(path, message, "请写要达到什么目标，再由指标来衡量。", also=related)
