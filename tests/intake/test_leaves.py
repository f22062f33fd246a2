"""Leaf lists: columns by their headings, every row a line of the budget, totals compared and not counted."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.intake.leaf_words import code_and_name, column_of, fund_of, kind_of
from generator.intake.leaves import LeafList
from tests.intake.leaf_files import CAR, FUND, HEADINGS, UNIT, WAGES, lists, only


def amounts(found: LeafList) -> list[Decimal]:
    return [leaf.amount for leaf in found.leaves]


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("[2060101]行政运行", "2060101", "行政运行"),
        ("2060101-行政运行", "2060101", "行政运行"),
        ("2060101 行政运行", "2060101", "行政运行"),
        ("2060101", "2060101", ""),
        ("行政运行", "", "行政运行"),
        ("行政运行（2060101）", "2060101", "行政运行"),
        ("13030325P00385410058N", "13030325P00385410058N", ""),
        ("2024年奖励资金", "2024", "年奖励资金"),
    ],
)
def test_a_cell_says_a_code_and_a_name(text: str, code: str, name: str) -> None:
    assert code_and_name(text) == (code, name)


@pytest.mark.parametrize(
    ("heading", "word"),
    [
        ("支出功能分类编码", ("功能分类", "编码")),
        ("EXP_FUNC_CODE", ("功能分类", "编码")),
        ("GOV_BGT_ECO_CODE", ("政府经济分类", "编码")),
        ("DEP_BGT_ECO_NAME", ("部门经济分类", "名称")),
        ("AGENCY_CODE", ("预算单位", "编码")),
        ("FUND_TYPE_CODE", ("资金性质", "编码")),
        ("FISCAL_YEAR", ("年度", "")),
        ("MOF_DIV_CODE", ("不读", "编码")),
        ("项目 名称", ("项目", "名称")),
        ("预算金额（元）", ("金额", "")),
        ("一般公共预算拨款", ("一般公共预算拨款", "")),
        ("公共预算拨款", ("一般公共预算拨款", "")),
        ("事业单位经营收入", ("经营收入", "")),
        ("财政专户", ("财政专户管理资金", "")),
        ("上年结转", ("上年结转", "")),
        ("经办人", ("", "")),
    ],
)
def test_headings_are_known_in_chinese_and_by_element(heading: str, word: tuple[str, str]) -> None:
    assert column_of(heading, {}) == word


def test_funds_and_kinds_are_known_by_their_words() -> None:
    assert [fund_of(text) for text in ("[12]政府性基金预算资金", "事业收入资金", "其他收入", "别的钱")] == [
        "政府性基金预算拨款",
        "事业收入",
        "其他收入",
        "",
    ]
    assert kind_of("人员类") == ("基本支出", "")
    assert kind_of("运转类公用经费项目") == ("基本支出", "")
    assert kind_of("", "其他运转类项目") == ("项目支出", "其他运转类")
    assert kind_of("特定目标类") == ("项目支出", "特定目标类")
    assert kind_of("上解上级支出") == ("上解上级支出", "")
    assert kind_of("") == ("", "")


def test_each_row_is_a_line_with_its_place() -> None:
    found = only(["2025年部门预算明细"], HEADINGS, WAGES, CAR, FUND)
    assert amounts(found) == [Decimal("1000.5"), Decimal(4000), Decimal(20)]
    wages, car, fund = found.leaves
    assert (wages.kind, wages.departmental.code, wages.function.name) == ("基本支出", "30101", "行政运行")
    assert (car.kind, car.category, car.project.code, car.project.name) == ("项目支出", "其他运转类", "P1", "车保险")
    assert (fund.fund, fund.departmental.code) == ("政府性基金预算拨款", "")
    assert str(wages.place) == "明细.xlsx 表“Sheet” H3"
    assert (found.unknown, found.unread, found.wrong) == ([], [], [])


def test_amounts_of_several_funds_stand_in_columns() -> None:
    heads = (*HEADINGS[:6], "合计", "一般公共预算拨款", "财政专户", "上年结转")
    found = only(heads, (*WAGES[:6], 7, 4, 2, 1), (*CAR[:6], 9, 8, 0, None))
    assert [(leaf.fund, leaf.carried, leaf.amount) for leaf in found.leaves] == [
        ("一般公共预算拨款", False, Decimal(4)),
        ("财政专户管理资金", False, Decimal(2)),
        ("", True, Decimal(1)),
        ("一般公共预算拨款", False, Decimal(8)),
    ]
    assert found.wrong == ["明细.xlsx 表“Sheet” G3 是 9.00 元，各项资金相加是 8.00 元"]


def test_headings_of_two_rows_are_read_together() -> None:
    upper = ("预算单位", "", "项目类别", "支出功能分类", "", "部门预算经济分类", "", "资金", "")
    lower = ("编码", "名称", "", "编码", "名称", "编码", "名称", "一般公共预算拨款", "政府性基金拨款")
    row = ("350001", "科工局", "人员类", 2060101, "行政运行", 30101, "基本工资", 5, 6)
    areas = ("A1:B1", "D1:E1", "F1:G1", "H1:I1", "C1:C2")
    first, second = only(upper, lower, row, merged=areas).leaves
    assert (first.unit.code, first.unit.name, first.function.code, first.departmental.name) == (
        "350001",
        "科工局",
        "2060101",
        "基本工资",
    )
    assert (first.fund, second.fund) == ("一般公共预算拨款", "政府性基金预算拨款")


def test_the_unit_may_be_ten_thousand_yuan() -> None:
    assert amounts(only(["单位：万元"], HEADINGS, WAGES)) == [Decimal(10_005_000)]
    assert amounts(only((*HEADINGS[:7], "预算金额（万元）"), WAGES)) == [Decimal(10_005_000)]
    assert not only(HEADINGS, WAGES).unit_said


def test_carried_over_money_is_known_by_its_source_or_its_column() -> None:
    heads = (*HEADINGS, "资金来源", "是否上年结转")
    rows = [(*WAGES, "年初安排", "否"), (*WAGES, "上年结转", ""), (*WAGES, "", "是")]
    assert [leaf.carried for leaf in only(heads, *rows).leaves] == [False, True, True]


def test_totals_are_compared_and_not_counted() -> None:
    blank = ("",) * 7
    good = only(HEADINGS, WAGES, ("小计", *blank[1:], 1000.5), CAR, ("合 计", *blank[1:], 5000.5))
    assert (len(good.leaves), good.checked, good.wrong) == (2, 2, [])
    bad = only(HEADINGS, WAGES, CAR, ("合计", *blank[1:], 5000))
    assert bad.wrong == ["明细.xlsx 表“Sheet” H4 “合计”是 5,000.00 元，上面各行相加是 5,000.50 元"]
    first = only(HEADINGS, ("合计", *blank[1:], 5000), WAGES, CAR)
    assert first.wrong == ["明细.xlsx 表“Sheet” H2 “合计”是 5,000.00 元，下面各行相加是 5,000.50 元"]


def test_items_above_others_are_compared_and_not_counted() -> None:
    def above(code: str, amount: float) -> tuple[object, ...]:
        return (*("",) * 4, code, "", "", amount)

    good = only(HEADINGS, above("206科学技术支出", 5000.5), above("20601", 5000.5), WAGES, CAR)
    assert (amounts(good), good.wrong) == ([Decimal("1000.5"), Decimal(4000)], [])
    bad = only(HEADINGS, above("206", 5000), WAGES, CAR)
    assert bad.wrong == ["科目 206 的行是 5,000.00 元，它下面各行相加是 5,000.50 元"]
    alone = only(HEADINGS, WAGES, above("20799", 3))
    assert amounts(alone) == [Decimal("1000.5"), Decimal(3)]


def test_a_row_without_an_item_or_a_number_is_told() -> None:
    found = only(HEADINGS, WAGES, (*CAR[:4], "", *CAR[5:]), (*CAR[:7], "待定"))
    assert found.unread == [
        "明细.xlsx 表“Sheet” H3 没有功能分类科目，4,000.00 元没有导入",
        "明细.xlsx 表“Sheet” H4 不是数：待定",
    ]


def test_an_amount_merged_over_rows_counts_once() -> None:
    found = only(HEADINGS, WAGES, (*WAGES[:7], None), merged=["H2:H3"])
    assert amounts(found) == [Decimal("1000.5")]


def test_unknown_columns_are_listed_and_a_mapping_names_them() -> None:
    heads = ("经办人", "支出科目", *HEADINGS[:4], *HEADINGS[5:])
    row = ("某人", WAGES[4], *WAGES[:4], *WAGES[5:])
    assert lists(heads, row) == []
    found = only(heads, row, mapping={"支出科目": "功能分类"})
    assert found.leaves[0].function.code == "2060101"
    assert found.unknown == ["经办人"]
    assert only(heads, row, mapping={"支出 科目": "功能分类", "经办人": "不读"}).unknown == []


def test_a_table_of_a_form_is_no_leaf_list() -> None:
    assert (
        lists(["功能分类科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["2060101", "行政运行", 3, 1, 2]) == []
    )
    assert lists(["经济分类科目编码", "科目名称", "金额"], ["30101", "基本工资", 3]) == []
    assert lists([UNIT]) == []


def test_the_row_that_numbers_the_columns_is_no_line() -> None:
    found = only(HEADINGS, ("栏次", *range(1, 7), "7=1+2"), WAGES)
    assert (len(found.leaves), found.unread) == (1, [])
