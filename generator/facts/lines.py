"""The lines of the YAML that become entries of the ledger: what an entry of each can be, in terms of its dimensions.

One table says which list makes which entries; what a line may say of each dimension is read off the schema.
`assemble` makes the entries, and a test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from functools import cache

from generator.base.frozen import frozen
from generator.facts.words import CATEGORIES, NATURES
from generator.reading.rule import SchemaRule
from generator.reading.schema import load_rule

ANY, CODE, WORD = "any", "code", "word"  # values that are not listed: any text, a code of a catalogue, a pack's word
_UNIT = "单位"  # which each line has, be it unsaid: the only one, or that of its folder
_YES_OR_NO = ("否", "是")
DIMENSIONS_OF_KEYS = {  # keys of lines, and the dimensions that they say
    "单位": "单位",
    "科目": "功能分类",
    "经济科目": "经济分类",
    "政府经济科目": "政府经济分类",
    "资金性质": "资金性质",
    "支出类型": "支出类型",
    "上年结转": "上年结转",
    "用途标记": "用途标记",
    "目录": "采购目录",
    "组织形式": "采购组织形式",
    "物品名称": "采购物品",
    "专项名称": "专项名称",
    "新增资产": "新增资产",
    "项目": "项目",
}
_CODES = ("功能分类", "经济分类", "政府经济分类", "采购目录")


@frozen
class Choice:
    """What an entry may say of a dimension: listed values, or those of a kind (ANY, CODE, WORD).

    `optional` says that a line need not say it: then it is empty. A code or a text that has a `pattern` is like it.
    """

    values: tuple[str, ...] = ()
    kind: str = ""
    optional: bool = False
    pattern: re.Pattern[str] | None = field(default=None, compare=False)


@frozen
class Line:
    """A kind of line: its list, its data set (数据), and what its entries may say; of the rest they say nothing."""

    name: str
    data: str
    choices: Mapping[str, Choice]


def _is(*values: str) -> Choice:
    return Choice(values)


_ALL: Mapping[str, Choice] = {"单位性质": _is(*NATURES)}
_PROJECT: Mapping[str, Choice] = {"项目": Choice(kind=ANY), "项目类别": _is(*CATEGORIES), "绩效目标": _is(*_YES_OR_NO)}
_LISTS: tuple[tuple[str, str, Mapping[str, Choice], tuple[tuple[str, ...], ...]], ...] = (
    # name, data set, what the list says of its entries, and where the schema says what the lines may say
    ("收入", "收支", {"方向": _is("收入")}, (("收入",),)),
    ("基本支出", "收支", {"方向": _is("支出"), "支出类型": _is("基本支出")}, (("基本支出",),)),
    ("项目", "收支", {"方向": _is("支出"), "支出类型": _is("项目支出"), **_PROJECT}, (("项目", "支出"),)),
    ("其他支出", "收支", {"方向": _is("支出")}, (("其他支出",),)),
    ("年终结转", "收支", {"方向": _is("年终结转")}, (("年终结转",),)),
    ("政府采购", "采购", {}, (("政府采购",), ("政府采购", "资金"))),
    ("固定资产", "固定资产", {}, (("固定资产", "明细"),)),
)


@cache
def kinds() -> tuple[Line, ...]:
    """Give every kind of line, in the order in which a budget lists them."""
    return tuple(Line(name, data, {**_said(name, places), **_ALL, **own}) for name, data, own, places in _LISTS)


def _said(name: str, places: tuple[tuple[str, ...], ...]) -> dict[str, Choice]:
    """Read off the schema what the lines of a list may say."""
    found: dict[str, Choice] = {}
    for place in places:
        rule = _rule(place)
        known = {**DIMENSIONS_OF_KEYS, "类别": "资产类别"} if name == "固定资产" else DIMENSIONS_OF_KEYS
        for key, dimension in known.items():
            if key in rule.properties:
                optional = key not in rule.required and key != _UNIT
                found[dimension] = _choice(rule.properties[key], dimension, optional=optional)
    return found


def _rule(place: tuple[str, ...]) -> SchemaRule:
    """Find the rule of the lines of a list."""
    rule = load_rule("budget")
    for key in place:
        found = rule.properties[key]
        rule = next((one for one in (found, *found.either) if one.properties or one.items), found)
        rule = rule.items or rule
    return rule


def _choice(rule: SchemaRule, dimension: str, *, optional: bool) -> Choice:
    expected = rule.expected
    if expected.type == "yesno":
        return _is(*_YES_OR_NO)  # what is not said is 否
    if expected.type == "word":
        return Choice(kind=WORD, optional=optional)
    if expected.choices:
        return Choice(expected.choices, optional=optional)
    return Choice(kind=CODE if dimension in _CODES else ANY, optional=optional, pattern=expected.pattern)
