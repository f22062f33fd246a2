"""What tables state against each other: one condition with two amounts, a total and its parts, stale totals."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from generator.findings.finding import Place
from generator.intake.contradictions import of_clashes
from generator.intake.pool import pool
from generator.recognition.statements import PrintedAmount

FUND = "一般公共预算拨款"


def amount(
    value: int, table: str = "甲表", *, tolerance: int = 0, listed: str = "", formula: str = "", **of: str
) -> PrintedAmount:
    condition = {"方向": ("支出",), **{name: tuple(one.split("、")) for name, one in of.items()}}
    return PrintedAmount(
        table, "收支", "本年预算", condition, Decimal(value), Decimal(tolerance), Place(table), "行", "列",
        listed=listed, formula=formula,
    )  # fmt: skip


def test_one_condition_with_two_amounts_is_a_contradiction_beyond_their_digits() -> None:
    _, clashes = pool([amount(100), amount(180, "乙表", tolerance=30)])
    assert [(clash.one.table, clash.expected, clash.difference) for clash in clashes] == [("乙表", 100, 80)]
    assert pool([amount(100), amount(120, "乙表", tolerance=30)])[1] == []


def test_one_beyond_the_last_digit_by_less_than_twice_is_minor() -> None:
    _, clashes = pool([amount(100), amount(150, "乙表", tolerance=30)])
    assert [clash.is_minor for clash in clashes] == [True]


def test_items_that_do_not_add_up_to_what_is_above_them_are_told_and_their_sum_counts() -> None:
    items = [
        amount(value, listed="功能分类", 功能分类=code)
        for code, value in (("201", 90), ("20106", 90), ("2010601", 60), ("2010602", 30))
    ]
    known, clashes = pool([*items, amount(95)])
    assert [(clash.one.value, clash.expected) for clash in clashes] == [(95, 90)]
    assert {tuple(one.condition): one.value for one in known}["方向",] == 90


def test_an_item_of_several_funds_is_what_the_lists_of_each_make_if_they_were_understood_whole() -> None:
    funds = (FUND, "政府性基金预算拨款")
    of_each = [
        amount(value, fund, listed="功能分类", 功能分类=code, 资金性质=fund)
        for fund, code, value in ((FUND, "2010601", 60), (FUND, "2010602", 5), (funds[1], "2120801", 40))
    ]
    both = [
        amount(value, "正文", 功能分类=code, 资金性质="、".join(funds))
        for code, value in (("2010601", 60), ("2120801", 90))
    ]
    _, clashes = pool([*of_each, *both])
    assert [(clash.one.value, clash.expected) for clash in clashes] == [(90, 40)]
    assert pool([*(replace(one, gaps=True) for one in of_each), *both])[1] == []


def test_a_total_whose_formula_nobody_computed_is_no_contradiction() -> None:
    items = [amount(value, listed="功能分类", 功能分类=code) for code, value in (("201", 90), ("208", 10))]
    known, clashes = pool([*items, amount(0, formula="SUM(E9:E20)")])
    assert clashes == []
    assert {tuple(one.condition): one.value for one in known}["方向",] == 100


def test_a_fund_without_money_makes_no_other_condition() -> None:
    three = f"{FUND}、国有资本经营预算拨款、政府性基金预算拨款"
    empty = [amount(0, 资金性质=fund) for fund in ("国有资本经营预算拨款", "政府性基金预算拨款")]
    _, clashes = pool([*empty, amount(100, 资金性质=FUND), amount(170, "正文", 资金性质=three)])
    assert [(clash.one.table, clash.expected) for clash in clashes] == [("正文", 100)]


def test_a_fund_of_which_nothing_was_carried_forward_may_have_money() -> None:
    """上年结转 of nothing at all: income of this year is then all income, but its blank column is no fund's."""
    income = {"方向": "收入"}
    nothing = [
        amount(0, "收入表", **income, 上年结转="是"),
        amount(0, "收入表", **income, 上年结转="是", 资金性质="政府性基金预算拨款"),
        amount(0, "支出表", 方向="年终结转", 资金性质="政府性基金预算拨款"),
    ]
    both = amount(50, "支出表", 资金性质="一般公共预算拨款、政府性基金预算拨款")
    _, clashes = pool([*nothing, both, amount(30, "支出表", 资金性质="一般公共预算拨款")])
    assert clashes == []


def test_items_of_two_tables_are_not_one_list() -> None:
    one = amount(60, "甲表", listed="功能分类", 功能分类="2010601")
    other = amount(30, "乙表", listed="功能分类", 功能分类="2010602")
    assert pool([one, other, amount(60, "丙表", 功能分类="20106")])[1] == []


def test_a_list_that_is_confined_to_some_codes_is_not_the_whole() -> None:
    of = {"支出类型": "基本支出"}
    items = [replace(amount(30, "运行经费", listed="经济分类", 经济分类="30201", **of), within=("302", "310"))]
    known, clashes = pool([*items, amount(100, **of), amount(30, "运行经费", 经济分类="302、310", **of)])
    assert clashes == []
    assert {one.value for one in known if "经济分类" not in one.condition} == {100}


def test_what_is_printed_twice_with_the_same_digits_differs_by_none() -> None:
    _, clashes = pool([amount(400, tolerance=50), amount(500, "乙表", tolerance=50)])
    assert [(clash.difference, clash.is_minor) for clash in clashes] == [(100, True)]


def test_what_is_rounded_to_nothing_in_one_place_is_something() -> None:
    both = f"{FUND}、国有资本经营预算拨款"
    little = [
        amount(0, "正文", tolerance=50, 资金性质="国有资本经营预算拨款"),
        amount(11, 资金性质="国有资本经营预算拨款"),
    ]
    assert pool([*little, amount(100, 资金性质=FUND), amount(111, 资金性质=both)])[1] == []


def test_items_of_one_table_that_differ_by_as_much_are_two_contradictions_and_those_above_one_are_none() -> None:
    def printed(line: int, value: int, table: str, code: str) -> PrintedAmount:
        return replace(amount(value, table, 功能分类=code), place=Place("文.docx", line))

    text = [printed(1, 700, "正文", "2010601"), printed(2, 180, "正文", "2080505"), printed(3, 1000, "正文", "20106")]
    table = [printed(4, 610, "甲表", "2010601"), printed(5, 90, "甲表", "2080505"), printed(6, 910, "甲表", "20106")]
    told = list(of_clashes(pool([*table, *text])[1]))
    assert [(one.place.line, one.apart) for one in told] == [(1, 90), (2, 90)]
    assert "同样相差的还有 1 处" in told[0].message


def test_a_fund_of_which_an_item_is_listed_has_some_yuan_though_nothing_is_printed() -> None:
    both, other = f"{FUND}、政府性基金预算拨款", "政府性基金预算拨款"
    printed = [
        amount(40, 资金性质=FUND, tolerance=5),
        amount(50, "乙表", 资金性质=both, tolerance=5),
        amount(0, "丙表", 资金性质=other, tolerance=5),
    ]
    item = amount(0, "丁表", listed="功能分类", 功能分类="2120801", 资金性质=other, tolerance=5)
    assert [(clash.one.value, clash.expected) for clash in pool(printed)[1]] == [(50, 40)]
    assert pool([*printed, item])[1] == []
