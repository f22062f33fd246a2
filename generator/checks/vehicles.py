"""固定资产与支出相符：有公务用车的支出就有车，资产的截止日期是上年末。

应当如何：安排了公务用车运行维护费（30231）的部门，固定资产里有车辆；固定资产的截止日期在预算年度的上一年。
依据：《地方预决算公开操作规程》（财预〔2016〕143号）：国有资产占用情况与“三公”经费一并公开，读者会对照。

合格的例子::

    基本支出: [{科目: 2060101, 经济科目: 30231, 资金性质: 一般公共预算拨款, 金额: 6000}]
    固定资产: {截止日期: 2024-12-31, 明细: [{类别: 车辆, 数量: 1, 价值: 150000}]}

不合格的例子（C611）::

    基本支出: [{科目: 2060101, 经济科目: 30231, 资金性质: 一般公共预算拨款, 金额: 6000}]
    固定资产: {截止日期: 2024-12-31, 明细: []}

不合格的例子（C612）::

    固定资产: {截止日期: 2023-12-31, 明细: []}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base.money import total
from generator.checks.common import lines, yuan
from generator.facts.budget import Budget
from generator.facts.words import THREE_PUBLIC
from generator.findings.finding import Kind, Problem, Severity

NO_VEHICLE = Kind("C611", "有车辆支出而无车辆", Severity.WARNING, "安排了公务用车运行维护费，固定资产里却没有车辆。")
OLD_DATE = Kind("C612", "资产截止日期不符", Severity.WARNING, "固定资产的截止日期不在预算年度的上一年。")

(_RUNNING,), _VEHICLES = THREE_PUBLIC["公务用车运行维护"], "车辆"


def check(budget: Budget) -> Iterator[Problem]:
    """Compare the assets with what vehicles cost, and their date with the year."""
    if "固定资产" not in budget.data:
        return
    running = [entry for entry in budget.entries if entry.economic == _RUNNING and entry.amount]
    if running and not any(_VEHICLES in entry.asset for entry in budget.assets):
        message = f"公务用车运行维护费 {yuan(total(one.amount for one in running))}，固定资产里没有车辆。"
        remedy = "请补上车辆的数量和价值；车辆不是本部门的资产的，请在“出错说明”里写明。"
        yield NO_VEHICLE.on(("固定资产", "明细"), message, remedy, also=lines(running, "运行维护费"))
    date = str(budget.data["固定资产"].get("截止日期", ""))
    if date and date[:4] != str(budget.year - 1):
        message = f"{budget.year} 年预算的固定资产截止日期是 {date}。"
        yield OLD_DATE.on(("固定资产", "截止日期"), message, f"请核对，一般是 {budget.year - 1} 年末。")
