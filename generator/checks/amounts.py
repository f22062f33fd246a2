"""金额合理：没有负数，没有大得不可能的数，单位没有写错。

应当如何：收支、采购、资产的金额不是负数，一笔不到一千亿元；全部支出合计不到一万元而又有角分的，
多半是把万元当成了元。
依据：预算各表都按元汇总、以万元列示，“金额单位”决定怎样读数。

合格的例子::

    基本支出: [{科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 120000}]

不合格的例子（C111）::

    基本支出:
      - {科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 120000}
      - {科目: 2060101, 经济科目: 30202, 资金性质: 一般公共预算拨款, 金额: -500}

不合格的例子（C112）::

    基本支出: [{科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 120000000000}]

不合格的例子（C113）::

    基本支出: [{科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 1186.91}]
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.base.money import decimals, total
from generator.checks.common import yuan
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

NEGATIVE = Kind("C111", "金额为负", Severity.WARNING, "金额是负数。")
HUGE = Kind("C112", "金额过大", Severity.WARNING, "一笔金额在一千亿元以上。")
TINY = Kind("C113", "合计过小", Severity.HINT, "全部支出合计不到一万元，又有角分，可能把万元当成了元。")

_HUGE = Decimal(100_000_000_000)
_TINY = Decimal(10_000)


def check(budget: Budget) -> Iterator[Problem]:
    """Look at every amount, and at the sum of the expenditure."""
    for entry in (*budget.entries, *budget.procurement, *budget.assets):
        if 0 <= entry.amount < _HUGE:
            continue
        kind, word = (NEGATIVE, "是负数") if entry.amount < 0 else (HUGE, "在一千亿元以上")
        message = f"金额 {yuan(entry.amount)}{word}。"
        remedy = "请核对金额；冲减请直接减少原来的一行。" if entry.amount < 0 else "请核对金额和“金额单位”。"
        yield kind.on(entry.origin, message, remedy)
    spending = [entry for entry in budget.entries if entry.direction == "支出"]
    whole = total(entry.amount for entry in spending)
    if 0 < whole < _TINY and any(decimals(entry.amount) for entry in spending):
        message = f"全部支出合计只有 {yuan(whole)}。"
        remedy = "如果金额是按万元写的，请在基本情况里写 金额单位: 万元。"
        yield TINY.on(spending[0].origin, message, remedy)
