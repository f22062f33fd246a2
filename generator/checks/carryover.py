"""上年结转两边一致：结转来的钱用在哪里，支出里也写明。

应当如何：同一科目、同一资金性质，标明“上年结转”的支出不多于上年结转的收入；
少于收入的部分在“年终结转”里（结转到下一年）。有几个单位时，每个单位各自核对。
依据：《预算法》第四十二条、《预算法实施条例》第五十条（结转资金按原用途继续使用）；财政拨款收支总表“年初财政拨款结转和结余”。

合格的例子::

    收入: [{科目: 2150805, 资金性质: 一般公共预算拨款, 上年结转: 是, 金额: 100}]
    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2150805, 资金性质: 一般公共预算拨款, 上年结转: 是, 金额: 100}]

不合格的例子（C102）::

    收入: [{科目: 2150805, 资金性质: 一般公共预算拨款, 上年结转: 是, 金额: 100}]
    项目:
      - 名称: 甲
        类别: 特定目标类
        支出: [{科目: 2150805, 资金性质: 一般公共预算拨款, 金额: 100}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base.money import total
from generator.checks.balance import gaps, one_sided
from generator.checks.common import lines, yuan
from generator.facts.budget import ZERO, Budget, Entry
from generator.findings.finding import Kind, Problem, Severity

DIFFERS = Kind("C102", "结转收支不符", Severity.WARNING, "上年结转的收入与标明上年结转的支出对不上。")


def check(budget: Budget) -> Iterator[Problem]:
    """Compare money carried in with what is marked as its spending, per unit, functional item and fund."""
    groups: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in budget.entries:
        if entry.carryover or entry.direction == "年终结转":
            groups.setdefault((entry.unit, entry.function, entry.source), []).append(entry)
    told = {one.origin for gap in gaps(budget) for one in one_sided(gap)}
    for (_, function, fund), entries in groups.items():
        income = [one for one in entries if one.direction == "收入"]
        spending = [one for one in entries if one.direction == "支出"]
        left = total(one.amount for one in entries if one.direction == "年终结转")
        received, spent = total(one.amount for one in income), total(one.amount for one in spending)
        if told & {one.origin for one in entries}:
            continue  # C101 says it
        if received < spent or received > spent + max(left, ZERO):  # below 0, it is C111 that speaks of it
            message = (
                f"{function} {fund}：上年结转收入 {yuan(received)}，标明上年结转的支出 {yuan(spent)}，"
                f"相差 {yuan(abs(received - spent))}。"
            )
            remedy = "用上年结转安排的支出也请写 上年结转: 是；不是结转的钱请删去。"
            first = (income + spending)[0]
            related = lines(income, "结转收入") + lines(spending, "结转支出")
            yield DIFFERS.on(first.origin, message, remedy, also=related)
