"""资金支出计划：累计数，不减少，不超过预算数，最后一个时点等于预算数。

应当如何：资金支出计划各时点填的是累计支出金额（不是百分比，也不是当期数），后一时点不小于前一时点，
任何时点不超过项目的预算数，最后一个时点等于预算数；填成各季度当期数或者百分比的，合成一条说明，给出要填的累计数；有三个以上时点的，最后一段不占预算数的一半以上。
依据：项目绩效目标表“资金支出计划”一栏；项目的预算数由“支出”各行相加。

合格的例子::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]
        资金支出计划: {6月底: 40, 12月底: 100}
    收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]

不合格的例子（C201）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]
        资金支出计划: {6月底: 120, 12月底: 120}
    收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]

不合格的例子（C202）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]
        资金支出计划: {6月底: 60, 10月底: 40, 12月底: 100}
    收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]

不合格的例子（C203）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]
        资金支出计划: {6月底: 40, 12月底: 90}
    收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]

不合格的例子（C204）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]
        资金支出计划: {3月底: 10, 6月底: 20, 12月底: 100}
    收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]

不合格的例子（C205）::

    单位:
      - {编码: "999001", 名称: 示例部门本级, 性质: 行政}
      - {编码: "999002", 名称: 示例事业单位, 性质: 事业}
    项目:
      - 名称: 甲
        类别: 特定目标类
        支出:
          - {单位: "999001", 科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 60}
          - {单位: "999002", 科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 40}
        资金支出计划: {6月底: 60, 12月底: 100}
    收入:
      - {单位: "999001", 科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 60}
      - {单位: "999002", 科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 40}

不合格的例子（C206）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]
        资金支出计划: {3月底: 20, 6月底: 30, 12月底: 50}
    收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]

不合格的例子（C207）::

    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 8000}]
        资金支出计划: {3月底: 25, 6月底: 50, 12月底: 100}
    收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 8000}]
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from generator.base.money import YUAN_PER_UNIT
from generator.base.paths import ValuePath
from generator.checks.common import lines, yuan
from generator.facts import plans
from generator.facts.budget import Budget, Record
from generator.facts.words import PLAN
from generator.findings.finding import Kind, Problem, Severity

EXCEEDS = Kind("C201", "支出计划超预算", Severity.ERROR, "资金支出计划超过了项目的预算数。")
DECREASES = Kind("C202", "支出计划减少", Severity.WARNING, "资金支出计划是累计数，后一时点不应小于前一时点。")
INCOMPLETE = Kind("C203", "支出计划不到预算", Severity.WARNING, "资金支出计划最后一个时点应当等于项目的预算数。")
LATE = Kind("C204", "支出集中在年末", Severity.HINT, "资金支出计划的最后一段占预算数的一半以上。")

SHARED = Kind(
    "C205",
    "支出计划是几个单位的",
    Severity.WARNING,
    "项目的支出分在几个单位，资金支出计划是整个项目的：各单位的文本里只有自己的金额，印不出计划。",
)

NOT_CUMULATIVE = Kind("C206", "支出计划不是累计数", Severity.WARNING, "资金支出计划填成了各季度当期的金额。")
PERCENT = Kind("C207", "支出计划是百分比", Severity.WARNING, "资金支出计划填成了百分比，应当是累计金额。")

_STAGES = 3  # below, a large last stage is not late
Point = tuple[str, Decimal, ValuePath]  # name, amount, path


def check(budget: Budget) -> Iterator[Problem]:
    """Check the plan of every project that has one."""
    for project in budget.records["项目"]:
        points = list(_points(project))
        other = _of_another_kind(budget, project, points)
        if other is not None:
            yield other
        elif points:
            yield from _against_budget(project, points)
            yield from _decreasing(project, points)
            yield from _shared(budget, project, points)
            yield from _late(project, points)


def _of_another_kind(budget: Budget, project: Record, points: list[Point]) -> Problem | None:
    """Recognise a plan of each quarter's own amounts, or of shares: one finding, with what is to be typed."""
    unit = str(budget.data.get("金额单位", "元"))
    scale, whole = YUAN_PER_UNIT[unit], Decimal(project.fields["预算数"].value)
    amounts = [amount for _, amount, _ in points]
    kind = plans.kind_of(amounts, whole, scale)
    if not kind:
        return None
    is_own = kind == plans.OWN
    meant = plans.cumulative(amounts, whole, kind, scale)
    what = f"各时点相加正好是预算数 {yuan(whole)}，像是当期的金额" if is_own else "像是百分比，不是金额"
    message = f"“{_name(project)}”的资金支出计划{what}；这里填到各时点累计支出的金额。"
    remedy = f"请写 {plans.line((name for name, _, _ in points), meant, unit)}。"
    path = points[0][2]
    told = NOT_CUMULATIVE if is_own else PERCENT
    return told.on(path[:-1], message, remedy, also=lines(project.entries, "预算"))


def _points(project: Record) -> Iterator[Point]:
    for name, value in project.fields.items():
        if name.startswith(PLAN):
            yield name.removeprefix(PLAN), Decimal(value.value), value.origins[0]


def _name(project: Record) -> str:
    return str(project.fields["项目名称"].value)


def _against_budget(project: Record, points: list[Point]) -> Iterator[Problem]:
    whole = Decimal(project.fields["预算数"].value)
    over = next((point for point in points if point[1] > whole), None)
    name, amount, path = over or points[-1]
    if amount == whole:
        return
    kind, word = (EXCEEDS, "超过") if over else (INCOMPLETE, "少于")
    gap = yuan(abs(whole - amount))
    message = f"“{_name(project)}”计划到{name}累计支出 {yuan(amount)}，{word}预算数 {yuan(whole)}，相差 {gap}。"
    yield kind.on(path, message, "请核对资金支出计划和项目支出的金额。", also=lines(project.entries, "预算"))


def _decreasing(project: Record, points: list[Point]) -> Iterator[Problem]:
    for (before, earlier, first), (after, later, path) in pairwise(points):
        if later < earlier:
            message = f"“{_name(project)}”计划到{after}累计支出 {yuan(later)}，少于到{before}的 {yuan(earlier)}。"
            yield DECREASES.on(path, message, "请填写累计数。", also=((first, f"{before} {yuan(earlier)}"),))


def _late(project: Record, points: list[Point]) -> Iterator[Problem]:
    """Find plans that leave half of the money to the last stage, where they have stages enough to tell."""
    amounts = [amount for _, amount, _ in points]
    if len(points) < _STAGES or amounts != sorted(amounts):
        return
    (before, earlier, _), (name, amount, path) = points[-2:]
    if amount > 0 and amount - earlier >= amount / 2:
        message = f"“{_name(project)}”到{before}只支出 {yuan(earlier)}，余下的 {yuan(amount - earlier)} 集中在{name}。"
        yield LATE.on(path, message, "请核对支出进度。")


def _shared(budget: Budget, project: Record, points: list[Point]) -> Iterator[Problem]:
    """Yield a plan whose project is that of several units that publish a budget of their own."""
    units = {entry.unit for entry in project.entries}
    own = [unit.name for unit in budget.units if unit.code in units and unit.has_own_budget]
    if len(own) > 1:
        message = f"“{_name(project)}”的支出分在 {len(own)} 个单位（{own[0]}、{own[1]}等），各单位的文本里不印计划。"
        yield SHARED.on(points[0][2], message, "请按单位拆成几个项目，各写各的计划。")
