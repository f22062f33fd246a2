"""收支平衡：每个功能分类项、每种资金性质的收入等于支出。

应当如何：收入（本年收入加上年结转）＝ 支出（基本支出、项目支出和其他支出）＋ 年终结转，
按资金性质和功能分类“项”逐一核对；有几个单位时，每个单位也各自平衡。
依据：《预算法》第五条（四本预算保持完整、独立）；部门预算收入总表与支出总表各行合计相等，收支总表收入总计等于支出总计。

合格的例子::

    收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]
    基本支出: [{科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 100}]

不合格的例子（C101）::

    收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]
    基本支出: [{科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 99}]

不合格的例子（C101）::

    单位: [{编码: "001", 名称: 甲}, {编码: "002", 名称: 乙}]
    收入: [{单位: "001", 科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]
    基本支出: [{单位: "001", 科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 100}]
    年终结转: [{单位: "002", 科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 1}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base.money import total
from generator.checks.common import lines, yuan
from generator.facts.budget import Budget, Entry
from generator.findings.finding import Kind, Problem, Severity

UNBALANCED = Kind("C101", "收支不平", Severity.ERROR, "同一科目、同一资金性质的收入与支出（含年终结转）不相等。")


def check(budget: Budget) -> Iterator[Problem]:
    """Compare income with expenditure and year-end carry-over, per functional item and fund, and per unit."""
    by_unit = all(entry.unit for entry in budget.entries) and len(budget.records["单位"]) > 1
    sides: dict[tuple[str, str, str], tuple[list[Entry], list[Entry]]] = {}
    for entry in budget.entries:
        unit = entry.unit if by_unit else ""
        income, spending = sides.setdefault((unit, entry.function, entry.source), ([], []))
        (income if entry.direction == "收入" else spending).append(entry)
    for (unit, function, fund), (income, spending) in sides.items():
        received, spent = total(one.amount for one in income), total(one.amount for one in spending)
        if received != spent:
            more, less = ("收入", "支出") if received > spent else ("支出", "收入")
            message = (
                f"{f'单位 {unit} ' if unit else ''}{function} {fund}：收入 {yuan(received)}，"
                f"支出和年终结转 {yuan(spent)}，{more}比{less}多 {yuan(abs(received - spent))}。"
            )
            first = (spending + income)[0]
            related = lines(spending, "支出") + lines(income, "收入")
            remedy = "请核对下列各行的金额、科目、资金性质和上年结转；没有用完的收入写在“年终结转”里。"
            yield UNBALANCED.on(first.origin, message, remedy, also=related)
