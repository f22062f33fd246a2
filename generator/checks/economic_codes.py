"""经济分类用得对：基本支出只有人员和公用的科目，工资性科目与单位性质、功能分类相配。

应当如何：基本支出用 301 工资福利支出、302 商品和服务支出、303 对个人和家庭的补助、310 资本性支出；
绩效工资（30107）只有事业单位才有；养老保险缴费（30108）、职业年金缴费（30109）、住房公积金（30113）
一般列在 2080505、2080506、2210201；项目支出写明经济科目，否则里面的“三公”经费算不出来。
依据：《预算法实施条例》第五条（基本支出包括人员经费和公用经费）；财政部《政府收支分类科目》。个别情况可以例外，所以只是提示。

合格的例子::

    基本支出: [{科目: 2080505, 经济科目: 30108, 资金性质: 一般公共预算拨款, 金额: 500}]

不合格的例子（C621）::

    基本支出: [{科目: 2060101, 经济科目: 31201, 资金性质: 一般公共预算拨款, 金额: 500}]

不合格的例子（C622）::

    单位: [{编码: "001", 名称: 本级, 性质: 行政}]
    基本支出: [{科目: 2060101, 经济科目: 30107, 资金性质: 一般公共预算拨款, 金额: 500}]

不合格的例子（C623）::

    基本支出: [{科目: 2060101, 经济科目: 30108, 资金性质: 一般公共预算拨款, 金额: 500}]

不合格的例子（C624）::

    项目:
      - {名称: 甲, 类别: 特定目标类, 支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 500}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base.money import total
from generator.base.paths import sibling
from generator.checks.common import lines, yuan
from generator.facts import classification
from generator.facts.budget import Budget, Entry
from generator.findings.finding import Kind, Problem, Severity

NOT_BASIC = Kind("C621", "不是基本支出的科目", Severity.HINT, "基本支出用了人员经费和公用经费以外的经济分类。")
INSTITUTION_PAY = Kind("C622", "行政单位有绩效工资", Severity.HINT, "绩效工资是事业单位的工资项目，单位性质却是行政。")
OTHER_ITEM = Kind("C623", "缴费列错功能科目", Severity.HINT, "保险缴费或住房公积金没有列在对应的功能分类“项”。")
UNSTATED = Kind("C624", "项目没有经济科目", Severity.HINT, "项目支出没有写经济科目，其中的“三公”经费无法统计。")

_BASIC = ("301", "302", "303", "310")
_PAY = "30107"
_ITEMS = {"30108": "2080505", "30109": "2080506", "30113": "2210201"}


def check(budget: Budget) -> Iterator[Problem]:
    """Look at the economic code of every line of expenditure."""
    bare = []
    for entry in budget.entries:
        if entry.spending_type == "基本支出":
            yield from _basic(budget, entry)
        elif entry.spending_type == "项目支出" and not entry.economic and entry.amount:
            bare.append(entry)
    if bare:
        message = f"项目支出有 {len(bare)} 行没有写经济科目，合计 {yuan(total(one.amount for one in bare))}。"
        remedy = "如果其中有出国、公务用车、公务接待的支出，请写明经济科目，才能计入“三公”经费。"
        yield UNSTATED.on(bare[0].origin, message, remedy, also=lines(bare[1:], "没有经济科目"))


def _basic(budget: Budget, entry: Entry) -> Iterator[Problem]:
    path = sibling(entry.origin, "经济科目")
    if entry.economic and not entry.economic.startswith(_BASIC):
        message = f"基本支出用了经济科目 {entry.economic}，不属于人员经费和公用经费。"
        yield NOT_BASIC.on(path, message, "请核对经济科目，或者改列项目支出。")
    if entry.economic == _PAY and entry.unit_nature.startswith("行政"):
        message = f"单位性质是“{entry.unit_nature}”，却有绩效工资 {yuan(entry.amount)}。"
        yield INSTITUTION_PAY.on(path, message, "请核对单位性质；所属事业单位应当单独列为单位。")
    expected = _ITEMS.get(entry.economic, entry.function)
    if entry.function != expected:
        name = classification.load(budget.year).name("经济分类", entry.economic)
        message = f"{entry.economic} {name}列在功能科目 {entry.function}，一般列在 {expected}。"
        yield OTHER_ITEM.on(sibling(entry.origin, "科目"), message, "请核对功能科目。")
