"""科目编码：用到的编码在科目目录里，或者预算、模板写明了名称。

应当如何：功能分类（及其类、款）、经济分类和采购目录的编码，或者在当年的科目目录里，或者在预算或者模板的“科目名称”里写明名称。
依据：《预算法》第三十二条；财政部《政府收支分类科目》。目录可能不全，所以只是警告。

合格的例子::

    收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]

不合格的例子（C401）::

    收入: [{科目: 2069988, 资金性质: 一般公共预算拨款, 金额: 0}]

不合格的例子（C401）::

    政府采购:
      - {物品名称: 电脑, 目录: A02010105, 经济科目: 30277, 资金: [{资金性质: 一般公共预算拨款, 金额: 5000}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base.paths import ValuePath, sibling
from generator.checks.common import origin, said
from generator.facts import classification, declared
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

UNKNOWN = Kind("C401", "科目目录里没有", Severity.WARNING, "编码不在科目目录里，预算和模板也没有写明它的名称。")


def check(budget: Budget) -> Iterator[Problem]:
    """Look up every code that is used, and the codes above it, once."""
    catalogue = classification.load(budget.year)
    for (dimension, code), path in _used(budget).items():
        for one in (code, *catalogue.ancestors(dimension, code)):
            declared_names = (budget.names, budget.pack_names)
            if any(one in names.get(dimension, {}) for names in declared_names) or catalogue.known(dimension, one):
                continue
            message = f"{dimension}目录里没有编码 {one}，打印时没有名称可用。"
            remedy = f'请核对编码；如果没有错，请在“科目名称”的“{dimension}”里写明："{one}": 名称。'
            yield UNKNOWN.on(path, message, remedy)


def _used(budget: Budget) -> dict[tuple[str, str], ValuePath]:
    """Give every code that is used, with the path of its first use."""
    used: dict[tuple[str, str], ValuePath] = {}
    for entry in budget.entries:
        codes = (("功能分类", entry.function, "科目"), ("经济分类", entry.economic, "经济科目"))
        for dimension, code, key in (*codes, ("政府经济分类", entry.government_economic, "政府经济科目")):
            if code:
                used.setdefault((dimension, code), sibling(entry.origin, key))
    for purchase in budget.records["采购"]:
        field = "政府采购目录序号"
        used.setdefault(("采购目录", said(purchase, field)), origin(purchase, field))
        if code := said(purchase, "经济科目"):
            used.setdefault(("经济分类", code), origin(purchase, "经济科目"))
    for one, value in declared.typed(budget):
        if one.type in declared.CODES:
            used.setdefault((one.type, str(value.value)), value.origins[0])
    return used
