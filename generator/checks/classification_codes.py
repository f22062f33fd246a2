"""科目编码：用到的编码在科目目录里，或者预算、模板写明了名称。

应当如何：功能分类（及其类、款）、经济分类和采购目录的编码，或者在当年的科目目录里，或者在预算或者模板的“科目名称”里写明名称。
依据：《预算法》第三十二条；财政部《政府收支分类科目》。目录可能不全，所以只是警告；收支因为它不平的，是错误。

合格的例子::

    收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]

不合格的例子（C401）::

    收入: [{科目: 2069988, 资金性质: 一般公共预算拨款, 金额: 0}]

不合格的例子（C401）::

    政府采购:
      - {物品名称: 电脑, 目录: A02010105, 经济科目: 30277, 资金: [{资金性质: 一般公共预算拨款, 金额: 5000}]}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.base.paths import ValuePath, sibling
from generator.checks.balance import Imbalance, caused_by_codes, gaps
from generator.checks.common import origin, said
from generator.facts import classification, declared
from generator.facts.budget import Budget
from generator.facts.codes import Lookup, neighbours
from generator.findings.finding import Kind, Problem, Severity

UNKNOWN = Kind("C401", "科目目录里没有", Severity.WARNING, "编码不在科目目录里，预算和模板也没有写明它的名称。")


def check(budget: Budget) -> Iterator[Problem]:
    """Look up every code that is used, and the codes above it, once."""
    catalogue, used = classification.load(budget.year), _used(budget)
    unbalanced = {code: whole for codes, whole in caused_by_codes(budget, gaps(budget)) for code in codes}
    told: set[tuple[str, str]] = set()
    by_dimension: dict[str, list[str]] = {}
    for dimension, code in used:
        by_dimension.setdefault(dimension, []).append(code)
    lookups = {
        dimension: Lookup(catalogue, dimension, codes, _declared(budget, dimension))
        for dimension, codes in by_dimension.items()
    }
    for (dimension, code), path in used.items():
        lookup = lookups[dimension]
        unknown = [one for one in (code, *catalogue.ancestors(dimension, code)) if one not in lookup.known]
        unknown = [one for one in unknown if (dimension, one) not in told]
        told |= {(dimension, one) for one in unknown}
        if unknown:
            caused = unbalanced.get(code, ()) if dimension == "功能分类" else ()
            yield _unknown(lookup, code, unknown, path, caused)


def _declared(budget: Budget, dimension: str) -> tuple[tuple[str, str], ...]:
    """Give the codes with names that the budget, or its pack, has of its own."""
    return tuple({**budget.pack_names.get(dimension, {}), **budget.names.get(dimension, {})}.items())


def _unknown(lookup: Lookup, code: str, unknown: list[str], path: ValuePath, caused: Sequence[Imbalance]) -> Problem:
    """Tell a code of which no name is known; an error where the sides of the budget do not agree because of it."""
    own = lookup.dimension
    message = f"{own}目录里没有编码 {'、'.join(unknown)}，打印时没有名称可用。"
    near = neighbours(lookup, code) if code in unknown else ()
    names = "，".join(f'"{one}": 名称' for one in unknown)
    remedy = f"请核对编码；如果没有错，请在“科目名称”的“{own}”里写明：{names}。"
    if not caused:
        return UNKNOWN.on(path, message, f"是不是 {lookup.listed(near)}？{remedy}" if near else remedy)
    others = "、".join(dict.fromkeys(gap.function for gap in caused if gap.function != code))
    message += f"因为它，{code} 和 {others} 的收入与支出都不相等。" if others else ""
    likely = lookup.ranked(one for one in lookup.items if one.code in others)
    listed = lookup.listed(tuple(dict.fromkeys((*likely, *near))))
    kind = replace(UNKNOWN, severity=Severity.ERROR)
    return kind.on(path, message, f"是不是 {listed}？{remedy}" if listed else remedy)


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
