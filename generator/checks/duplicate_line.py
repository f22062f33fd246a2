"""同一行写了两次：没有两行各项内容和金额都相同。

应当如何：同一单位、科目、经济科目、资金性质、项目的两行金额完全相同，多半是复制时重复了。
确实是两笔的，请合并成一行，或者用“备注”写明各是什么（备注不公开）。
依据：部门预算各表逐项汇总，重复的行会使合计多算。

合格的例子::

    基本支出:
      - {科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 500}
      - {科目: 2060101, 经济科目: 30202, 资金性质: 一般公共预算拨款, 金额: 500}

不合格的例子（C308）::

    基本支出:
      - {科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 500}
      - {科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 500}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from operator import attrgetter

from generator.checks.common import yuan
from generator.facts.budget import Budget, Entry
from generator.findings.finding import Kind, Problem, Severity

REPEATED = Kind("C308", "重复的行", Severity.WARNING, "两行的内容和金额完全相同。")

_BY_ITSELF = ("origin", "note")  # what a line has that says nothing about its money
_identity = attrgetter(*(one.name for one in fields(Entry) if one.name not in _BY_ITSELF))


def check(budget: Budget) -> Iterator[Problem]:
    """Find lines of income and expenditure that say the same as a line before."""
    first: dict[object, Entry] = {}
    for entry in budget.entries:
        before = first.setdefault(_identity(entry), entry)
        if before is entry or not entry.amount or entry.note:
            continue
        message = f"这一行与前面的一行完全相同，金额都是 {yuan(entry.amount)}。"
        remedy = "如果写重了请删去；如果确实是两笔，请合并，或者用“备注”写明。"
        yield REPEATED.on(entry.origin, message, remedy, also=((before.origin, "前一次写在这里"),))
