"""采购金额：数量乘单价等于资金合计，一个项目的采购不超过项目的预算数。

应当如何：写了数量和单价的采购，数量 × 单价 ＝ 各种资金之和（单价四舍五入到分的差额除外）；
同一项目各项采购之和不超过项目的预算数。
依据：《预算法》第十四条、《政府采购法》第三十三条（编制部门预算时列出政府采购项目及资金预算）；政府采购预算表各栏。

合格的例子::

    项目:
      - {编码: A1, 名称: 甲, 类别: 特定目标类, 支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 15000}]}
    政府采购:
      - {项目: A1, 物品名称: 台式计算机, 目录: A02010105, 数量: 3, 单价: 5000,
         资金: [{资金性质: 一般公共预算拨款, 金额: 15000}]}

不合格的例子（C601）::

    政府采购:
      - {物品名称: 台式计算机, 目录: A02010105, 数量: 3, 单价: 5000,
         资金: [{资金性质: 一般公共预算拨款, 金额: 16000}]}

不合格的例子（C602）::

    项目:
      - {编码: A1, 名称: 甲, 类别: 特定目标类, 支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 14000}]}
    政府采购:
      - {项目: A1, 物品名称: 台式计算机, 目录: A02010105, 数量: 3, 单价: 5000,
         资金: [{资金性质: 一般公共预算拨款, 金额: 15000}]}
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.base.money import total
from generator.checks.common import lines, origin, said, yuan
from generator.facts.budget import Budget, Entry, Record
from generator.findings.finding import Kind, Problem, Severity

PRODUCT = Kind("C601", "采购金额不符", Severity.WARNING, "数量乘单价不等于采购资金的合计。")
EXCEEDS = Kind("C602", "采购超过项目预算", Severity.ERROR, "同一项目的采购合计超过项目的预算数。")

_HALF_CENT = Decimal("0.005")  # by which a unit price is off at most when it was rounded to 分


def check(budget: Budget) -> Iterator[Problem]:
    """Check each purchase by itself, then the purchases of each project together."""
    for purchase in budget.records["采购"]:
        yield from _product(purchase)
    yield from _projects(budget)


def _product(purchase: Record) -> Iterator[Problem]:
    if "数量" not in purchase.fields or "单价" not in purchase.fields:
        return
    quantity, price = (Decimal(purchase.fields[name].value) for name in ("数量", "单价"))
    whole = total(entry.amount for entry in purchase.entries)
    gap = abs(quantity * price - whole)
    if gap > abs(quantity) * _HALF_CENT:
        path = origin(purchase, "单价")
        message = (
            f"“{said(purchase, '采购物品名称')}”数量 {quantity:f} × 单价 {yuan(price)} ＝ {yuan(quantity * price)}，"
            f"资金合计 {yuan(whole)}，相差 {yuan(gap)}。"
        )
        yield PRODUCT.on(path, message, "请核对数量、单价和资金。", also=lines(purchase.entries, "资金"))


def _projects(budget: Budget) -> Iterator[Problem]:
    bought: dict[str, list[Entry]] = {}
    for entry in budget.procurement:
        bought.setdefault(entry.project, []).append(entry)
    for project in budget.records["项目"]:
        names = {said(project, "项目编码"), said(project, "项目名称")} - {""}
        entries = [entry for name in sorted(names) for entry in bought.get(name, ())]
        whole, spent = Decimal(project.fields["预算数"].value), total(entry.amount for entry in entries)
        if entries and spent > whole:  # a project below 0 exceeds nothing: that its amounts are negative is C111
            message = (
                f"“{said(project, '项目名称')}”采购合计 {yuan(spent)}，项目预算数 {yuan(whole)}，"
                f"超过 {yuan(spent - whole)}。"
            )
            related = lines(entries, "采购") + lines(project.entries, "预算")
            yield EXCEEDS.on(entries[0].origin, message, "请核对采购和项目支出的金额。", also=related)
