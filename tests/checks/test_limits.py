"""Every limit of a check from both sides: what lies on it, and what lies one step beyond."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.test_facts import UNITS, basic, found, income, indicator, project, purchase

Keys = dict[str, Any]


def aimed(*goals: str) -> Keys:
    return {"项目": [project(绩效目标=list(goals))]}


def valued(second: str, value: str, third: str = "拨付时间", amount: str = "100000") -> Keys:
    return {"项目": [project(amount, 绩效指标=[indicator(second, third, value)])]}


def named(name: str, use: str) -> Keys:
    return {"项目": [{**project(), "名称": name, "用途": use}]}


def planned(*amounts: str, whole: str = "1000") -> Keys:
    points = dict(zip(("3月底", "6月底", "10月底", "12月底")[-len(amounts) :], amounts, strict=True))
    return {"项目": [project(whole, 资金支出计划=points)]}


def before(name: str, amount: str, now: str, reason: str = "") -> Keys:
    reasons = {"原因": {name: reason}} if reason else {}
    return {"基本支出": [basic("001", now)], "上年数": {name: amount}, **reasons}


def carried(income_of: str, spent: str, left: str = "") -> Keys:
    keys: Keys = {"收入": [{**income("001", income_of), "上年结转": "是"}]}
    keys["项目"] = [project(支出=[{**income("001", spent), "上年结转": "是"}])]
    return {**keys, "年终结转": [income("001", left)]} if left else keys


def bought(quantity: str, price: str, amount: str) -> Keys:
    return {"政府采购": [{**purchase(amount), "数量": quantity, "单价": price}]}


def reserved(amount: str, share: str, small: str | None = None) -> Keys:
    extra = {} if small is None else {"预留小微企业份额": small}
    return {"政府采购": [{**purchase(amount, share), **extra}]}


def owned(date: str, running: str = "0") -> Keys:
    return {"基本支出": [basic("001", running, "30231")], "固定资产": {"截止日期": date, "明细": []}}


def spending(*amounts: str) -> Keys:
    return {"基本支出": [basic("001", amount) for amount in amounts]}


# code, what lies on the limit and is right, what lies just beyond it and is found
LIMITS: list[tuple[str, Keys, Keys]] = [
    (
        "C101",
        {"收入": [income("001", "9.99")], **spending("9.99")},
        {"收入": [income("001", "9.99")], **spending("10")},
    ),
    (
        "C101",
        {"收入": [income("001", "9.99")], **spending("9.99")},
        {"收入": [income("001", "10")], **spending("9.99")},
    ),
    ("C102", carried("100", "100"), carried("100", "100.01")),
    ("C102", carried("100", "60", "40"), carried("100.01", "60", "40")),
    ("C111", spending("0"), spending("-0.01")),
    ("C112", spending("99999999999.99"), spending("100000000000")),
    ("C113", spending("9999.50", "0.50"), spending("9999.49", "0.50")),
    ("C112", spending("0", "-0.01"), spending("100000000000")),
    ("C113", spending("-0.50", "0.50"), spending("-0.50", "0.51")),
    ("C113", spending("0", "0.00"), spending("0.01")),
    ("C113", spending("9999"), spending("9998.9")),
    ("C201", planned("500", "1000"), planned("500", "1000.01")),
    ("C201", planned("1000", "1000"), planned("1000.01", "1000")),
    ("C202", planned("500", "500", "1000"), planned("500", "499.99", "1000")),
    ("C203", planned("500", "1000"), planned("500", "999.99")),
    ("C204", planned("100", "500.01", "1000"), planned("100", "500", "1000")),
    ("C204", planned("500", "1000"), planned("400", "500", "1000")),
    ("C204", planned("0", "0", "0", whole="0"), planned("0", "0", "1000")),
    ("C533", valued("质量指标", "≥100%", "合格率"), valued("质量指标", "＞100%", "合格率")),
    ("C533", valued("质量指标", "≥120%", "完成率"), valued("质量指标", "≥101%", "合格率")),
    ("C533", valued("质量指标", "0%", "满意度"), valued("质量指标", "-1%", "满意度")),
    ("C534", valued("质量指标", "≥90%且≤90%", "合格率"), valued("质量指标", "≥91%且≤90%", "合格率")),
    ("C534", valued("质量指标", "≥20天且≤10个", "天数"), valued("质量指标", "≥20天且≤10天", "天数")),
    ("C511", valued("成本指标", "≤10万元"), valued("成本指标", "≤100000.01元")),
    ("C513", valued("时效指标", "2025年底前"), valued("时效指标", "2024年底前")),
    ("C514", aimed("比2022年增长。"), aimed("比2021年增长。")),
    ("C514", aimed("2026年达到。"), aimed("2027年达到。")),
    ("C522", named("2024年甲项目", "乙"), named("2023年甲项目", "乙")),
    ("C523", named("甲乙丙丁戊", "甲乙丙丁己"), named("甲乙丙丁戊庚", "甲乙丙丁己庚")),
    ("C523", named("甲乙丙丁戊庚", "甲乙丙辛己壬"), named("甲乙丙丁戊庚", "甲乙丙丁己壬")),
    ("C523", named("甲乙丙丁戊庚", "甲子丙丑戊庚"), named("甲乙丙丁戊庚", "甲子丑丁戊庚")),
    ("C601", bought("2", "100", "200.01"), bought("2", "100", "200.02")),
    ("C601", bought("2", "100", "199.99"), bought("2", "100", "199.98")),
    ("C601", bought("1", "100", "100"), bought("1", "100", "100.01")),
    (
        "C602",
        {"项目": [project("500", 编码="A1")], "政府采购": [{**purchase("500"), "项目": "A1"}]},
        {"项目": [project("500", 编码="A1")], "政府采购": [{**purchase("500.01"), "项目": "A1"}]},
    ),
    ("C603", reserved("500", "500"), reserved("500", "500.01")),
    ("C603", reserved("500", "400", "400"), reserved("500", "400", "400.01")),
    ("C604", reserved("2000000", "2000000"), reserved("2000000", "1999999.99")),
    ("C604", reserved("2000000.01", "600001"), reserved("2000000", "600001")),
    ("C605", reserved("4000000", "1200000"), reserved("4000000", "1199999.99")),
    ("C606", reserved("1000", "1000", "600"), reserved("1000", "1000", "599.99")),
    ("C606", reserved("1000", "1000"), reserved("1000", "1000", "0")),
    ("C611", owned("2024-12-31"), owned("2024-12-31", "0.01")),
    ("C612", owned("2024-01-01"), owned("2023-12-31")),
    ("C612", owned("2024-12-31"), owned("2025-01-01")),
    ("C621", {"基本支出": [basic("001", "1", "30299")]}, {"基本支出": [basic("001", "1", "30901")]}),
    ("C621", {"基本支出": [basic("001", "1", "31002")]}, {"基本支出": [basic("001", "1", "39999")]}),
    ("C702", before("基本支出", "500000", "500049.99", "持平"), before("基本支出", "500000", "500050", "持平")),
    ("C703", before("基本支出", "500000", "500050", "增加"), before("基本支出", "500000", "500049.99", "增加")),
    ("C704", before("基本支出", "100.01", "10000"), before("基本支出", "100", "10000")),
    ("C704", before("基本支出", "999999.99", "10000"), before("基本支出", "1000000", "10000")),
    ("C704", before("基本支出", "0", "10000"), before("基本支出", "0.01", "10000")),
    (
        "C705",
        {"上年数": {"支出总计": "900", "基本支出": "400", "项目支出": "500"}},
        {"上年数": {"支出总计": "900", "基本支出": "400", "项目支出": "500.01"}},
    ),
    ("C815", aimed("甲。", "乙"), aimed("甲。", "乙。", "丙")),
    ("C815", aimed("甲。", "乙", "丙。", "丁"), aimed("甲。", "乙", "丙。", "丁。")),
    ("C816", {"其他说明": "（九）甲。（十）乙。"}, {"其他说明": "（一）甲。（三）乙。"}),
    ("C816", {"其他说明": "1.甲；2.乙；1.丙。"}, {"其他说明": "1.甲；2.乙；2.丙。"}),
    ("C811", {"其他说明": "天天更新。"}, {"其他说明": "更新更新数据。"}),
    ("C811", {"其他说明": "一二三四五六七一二三四五六七。"}, {"其他说明": "一二三四五六一二三四五六。"}),
]


@pytest.mark.parametrize(("code", "right", "wrong"), LIMITS, ids=[f"{n}-{limit[0]}" for n, limit in enumerate(LIMITS)])
def test_what_lies_on_a_limit_is_right_and_one_step_beyond_it_is_found(code: str, right: Keys, wrong: Keys) -> None:
    assert [one.message for one in found(code, **right)] == []
    assert len(found(code, **wrong)) == 1


def test_the_gap_of_carried_over_money_is_told_whichever_side_is_more() -> None:
    assert "相差 0.01 元" in found("C102", **carried("100", "100.01"))[0].message
    assert "相差 0.02 元" in found("C102", **carried("100.02", "100"))[0].message


@pytest.mark.parametrize("economic", ["30101", "30201", "30301", "31001"])
def test_each_kind_of_basic_expenditure_is_basic(economic: str) -> None:
    assert not found("C621", 基本支出=[basic("001", "1", economic)])


@pytest.mark.parametrize(("economic", "item"), [("30108", "2080505"), ("30109", "2080506"), ("30113", "2210201")])
def test_each_contribution_has_its_own_item(economic: str, item: str) -> None:
    assert not found("C623", 基本支出=[{**basic("001", "1", economic), "科目": item}])
    (finding,) = found("C623", 基本支出=[basic("001", "1", economic)])
    assert f"一般列在 {item}。" in finding.message


@pytest.mark.parametrize("nature", ["行政", "事业"])
def test_performance_pay_is_for_institutions(nature: str) -> None:
    units = [{"编码": "001", "名称": "本级", "性质": nature}]
    pay = [basic("001", "1", "30107")]
    assert bool(found("C622", 单位=units, 基本支出=pay)) == (nature == "行政")


@pytest.mark.parametrize("item", ["30212", "30217", "30231", "30913", "31013"])
def test_each_of_the_three_public_expenses_counts_of_basic_spending_and_projects(item: str) -> None:
    line = basic("001", "500000", item)
    keys = {"上年数": {"三公经费": "1000000"}, "原因": {"三公经费": "持平"}}
    assert not found("C702", 基本支出=[line], 项目=[project(支出=[dict(line)])], **keys)
    assert found("C702", 基本支出=[line], **keys)
    assert found("C702", 基本支出=[{**line, "资金性质": "事业收入"}], 项目=[project(支出=[dict(line)])], **keys)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("收入总计", {"收入": [income("001", "7")], "基本支出": [basic("001", "5")]}),
        ("支出总计", {"收入": [income("001", "5")], "基本支出": [basic("001", "3")], "年终结转": [income("001", "4")]}),
        ("基本支出", {"基本支出": [basic("001", "7")], "项目": [project("9")]}),
        ("项目支出", {"基本支出": [basic("001", "9")], "项目": [project("7")]}),
    ],
)
def test_the_figures_of_last_year_are_compared_with_the_same_figures_of_this_year(name: str, keys: Keys) -> None:
    keys = {**keys, "原因": {name: "人员增加"}}
    assert found("C703", **keys, 上年数={name: "7"})
    assert not found("C703", **keys, 上年数={name: "100"})


def test_units_balance_by_themselves_only_where_every_line_names_its_unit() -> None:
    lines: Keys = {"收入": [income("001", "1"), income("002", "2")], "基本支出": [basic("001", "2"), basic("002", "1")]}
    assert len(found("C101", 单位=UNITS, **lines)) == 2
    assert not found("C101", 单位=UNITS, 收入=lines["收入"], 基本支出=[basic("001", "1"), basic("002", "2")])
    without = {key: value for key, value in basic("002", "1").items() if key != "单位"}
    assert not found("C101", 单位=UNITS, 收入=lines["收入"], 基本支出=[basic("001", "2"), without])


@pytest.mark.parametrize(
    ("value", "vague"), [("服务水平提高", True), ("群众服务水平提高", False), ("提高一些", True), ("提高一些些", False)]
)
def test_a_few_words_around_an_empty_phrase_leave_it_vague(value: str, vague: bool) -> None:
    assert bool(found("C502", **valued("质量指标", value))) == vague


def test_one_target_value_is_right_and_two_are_not() -> None:
    assert not found("C516", **valued("数量指标", "甲3个"))
    assert found("C516", **valued("数量指标", "甲3个，乙5个"))


amounts = st.integers(min_value=0, max_value=10**9).map(lambda cents: Decimal(cents) / 100)


@settings(max_examples=60)
@given(st.lists(amounts, min_size=1, max_size=4), amounts)
def test_a_plan_has_findings_exactly_where_it_breaks_a_rule(plan: list[Decimal], whole: Decimal) -> None:
    keys = planned(*map(str, plan), whole=str(whole))
    if found("C206", **keys) or found("C207", **keys):
        assert plan[-1] != whole  # of another kind: nothing else is said of it
        return
    over, falls = any(amount > whole for amount in plan), sum(later < earlier for earlier, later in pairwise(plan))
    assert bool(found("C201", **keys)) == over
    assert bool(found("C203", **keys)) == (not over and plan[-1] < whole)
    assert len(found("C202", **keys)) == falls


@settings(max_examples=40)
@given(st.integers(1, 500), amounts, st.integers(-300, 300))
def test_a_purchase_agrees_within_half_a_cent_for_each_piece(quantity: int, price: Decimal, cents: int) -> None:
    gap = Decimal(cents) / 100
    whole = quantity * price + gap
    if whole >= 0:
        assert bool(found("C601", **bought(str(quantity), str(price), str(whole)))) == (abs(gap) * 200 > quantity)


@settings(max_examples=40)
@given(st.integers(2000, 2060))
def test_a_target_may_name_the_three_years_before_and_the_one_after(year: int) -> None:
    assert bool(found("C514", **aimed(f"比{year}年增长。"))) == (not 2022 <= year <= 2026)
