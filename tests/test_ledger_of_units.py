"""The ledger of a department and of one of its units, and what a condition asks of every dimension."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from generator.facts.budget import Budget, Entry, FieldValue, Record, Subject
from generator.ledger import (
    DIMENSIONS,
    EVERYTHING,
    NOTHING,
    Amount,
    Condition,
    clause,
    department_ledger,
    of_entries,
    select,
    subject_ledger,
    total,
    unit_codes,
    unit_ledger,
    unit_name,
)
from tests.packs import entry


def record(entries: tuple[Entry, ...] = (), **own: str) -> Record:
    return Record({name: FieldValue(value) for name, value in own.items()}, entries)


ONE, TWO = entry("1", unit="001"), entry("2", unit="002")
BOUGHT, OWNED = entry("4", unit="001", direction="采购"), entry("8", unit="002", direction="资产")
RECORDS = {
    "单位": (record(单位编码="001", 单位名称="甲"), record(单位编码="002", 单位名称="乙")),
    "项目": (record((ONE, TWO), 名="两家"), record((TWO,), 名="乙家"), record((), 名="没有钱")),
}
UNITS = (Subject("单位", "001", "甲", {}), Subject("单位", "002", "乙", {}))
BUDGET = Budget(
    "b", 2025, "河北", "350", "某局", {}, (ONE, TWO), (BOUGHT,), (OWNED,), RECORDS, {}, {},
    Subject("部门", "350", "某局", {}), UNITS,
)  # fmt: skip


def test_the_department_has_every_entry_and_record() -> None:
    book = department_ledger(BUDGET)
    assert (book.code, book.name, book.version) == ("350", "某局", "部门")
    assert book.entries == {"收支": (ONE, TWO), "采购": (BOUGHT,), "固定资产": (OWNED,)}
    assert book.records == RECORDS


def test_a_unit_has_its_own_entries_and_the_records_that_it_shares_in() -> None:
    book = unit_ledger(BUDGET, "001")
    assert (book.code, book.name, book.version) == ("001", "甲", "单位")
    assert book.entries == {"收支": (ONE,), "采购": (BOUGHT,), "固定资产": ()}
    assert [one.fields["名"].value for one in book.records["项目"]] == ["两家", "没有钱"]
    assert [one.fields["单位名称"].value for one in book.records["单位"]] == ["甲"]


def test_a_unit_is_known_by_its_code() -> None:
    assert unit_codes(BUDGET) == ("001", "002")
    assert unit_name(BUDGET, "002") == "乙"
    with pytest.raises(KeyError, match="003"):
        unit_name(BUDGET, "003")


def test_a_ledger_asks_the_data_set_that_is_named_and_the_entries_otherwise() -> None:
    book = department_ledger(BUDGET)
    assert book.ask(EVERYTHING) == Amount(Decimal(3), (ONE.origin, TWO.origin))
    assert book.ask(EVERYTHING, "采购").value == 4
    assert book.ask(EVERYTHING, "固定资产").value == 8
    assert book.ask(NOTHING) == Amount()


def test_an_amount_is_true_where_it_is_something() -> None:
    assert Amount(Decimal("-0.01"))
    assert not Amount(Decimal("0.00"), ("a",))


def test_amounts_and_quantities_are_summed_apart() -> None:
    lines = (entry("10", quantity=Decimal("2.5")), entry("20", quantity=Decimal(3)))
    assert total(lines).value == total(lines, "价值").value == 30
    assert total(iter(lines), "数量") == Amount(Decimal("5.5"), (("行10",), ("行20",)))


VALUES: dict[str, tuple[Any, str]] = {  # dimension → a value of an entry, and the word of a condition that meets it
    "方向": ("收入", "收入"),
    "功能分类": ("2060101", "206"),
    "经济分类": ("30101", "301"),
    "政府经济分类": ("50101", "501"),
    "资金性质": ("事业收入", "单位资金"),
    "支出类型": ("基本支出", "基本支出"),
    "上年结转": (True, "是"),
    "部门": ("350", "350"),
    "单位": ("001", "001"),
    "单位性质": ("行政", "行政"),
    "项目": ("A1", "A1"),
    "项目类别": ("特定目标类", "特定目标类"),
    "用途标记": ("党建", "党建"),
    "新增资产": (True, "是"),
    "绩效目标": (False, "否"),
    "采购目录": ("A02010105", "A0201"),
    "采购组织形式": ("分散采购", "分散采购"),
    "采购物品": ("台式计算机", "台式计算机"),
    "专项名称": ("设备购置费", "设备购置费"),
    "资产类别": ("车辆", "车辆"),
}


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_dimension_can_be_asked_for_in_two_ways_with_the_same_answer(dimension: str) -> None:
    value, word = VALUES[dimension]
    mine = entry("1", **{DIMENSIONS[dimension].attribute: value})
    other = entry("2", **{DIMENSIONS[dimension].attribute: (not value) if isinstance(value, bool) else "别的"})
    condition = Condition((clause(dimension, [word]),))
    assert select((mine, other), condition) == (mine,)
    assert [condition.meets(one) for one in (mine, other)] == [True, False]


def test_the_condition_that_nothing_meets_stays_so_with_any_other() -> None:
    income = Condition((clause("方向", ["收入"]),))
    line = entry("1", direction="收入")
    assert income.meets(line)
    for never in (NOTHING & income, income & NOTHING, NOTHING & NOTHING):
        assert never.never
        assert not never.meets(line)
        assert select((line,), never) == ()
    assert not (income & EVERYTHING).never


def test_all_conditions_must_be_met_and_names_of_groups_may_stand_beside_members() -> None:
    both = Condition((clause("方向", ["收入"]), clause("资金性质", ["财政拨款", "事业收入", "事业收入"])))
    assert len(both.clauses[1].values) == 4
    assert both.meets(entry("1", direction="收入", fund="事业收入"))
    assert not both.meets(entry("1", direction="支出", fund="事业收入"))
    assert not both.meets(entry("1", direction="收入", fund="其他收入"))


@pytest.mark.parametrize(
    ("group", "members"),
    [
        ("财政拨款", "一般公共预算拨款 政府性基金预算拨款 国有资本经营预算拨款"),
        ("单位资金", "事业收入 经营收入 上级补助收入 附属单位上缴收入 其他收入"),
        ("非财政拨款", "财政专户管理资金 事业收入 经营收入 上级补助收入 附属单位上缴收入 其他收入"),
    ],
)
def test_a_group_of_funds_has_its_members(group: str, members: str) -> None:
    assert clause("资金性质", [group]).values == tuple(members.split())


def test_a_contradiction_is_looked_for_on_every_dimension() -> None:
    def of(*clauses: tuple[str, str]) -> str | None:
        return Condition(tuple(clause(name, [value]) for name, value in clauses)).contradiction()

    assert of() is None
    assert of(("方向", "收入"), ("单位", "001"), ("单位", "002")) == "单位"
    assert of(("方向", "收入"), ("单位", "001")) is None
    assert of(("经济分类", "30101"), ("经济分类", "301"), ("经济分类", "30101")) is None
    assert of(("经济分类", "30101"), ("经济分类", "30102")) == "经济分类"


def test_the_ledger_of_a_subject_is_the_departments_or_the_units() -> None:
    department, unit = Subject("部门", "350", "某局", {}), Subject("单位", "002", "乙", {})
    assert subject_ledger(BUDGET, department) == department_ledger(BUDGET)
    assert subject_ledger(BUDGET, unit) == unit_ledger(BUDGET, "002")
    assert subject_ledger(BUDGET, unit).entries["收支"] == (TWO,)


def test_what_is_stated_of_a_whole_project_is_said_of_no_part() -> None:
    lines = tuple(Entry(Decimal(amount), (unit,), unit=unit) for unit, amount in (("001", 60), ("002", 40)))
    plan = {"计划.6月底": FieldValue(Decimal(50), (("计划",),), amount=True)}
    whole = Record({"项目名称": FieldValue("甲"), **plan}, lines)
    assert of_entries(whole, {("001",), ("002",)}).fields == whole.fields
    assert list(of_entries(whole, {("001",)}).fields) == ["项目名称"]


def test_what_a_record_says_of_another_one_is_of_the_unit_too() -> None:
    """政府采购's 预算资金 is the money of the project, whose entries are another record's."""
    money = FieldValue(Decimal(3), (ONE.origin, TWO.origin), amount=True)
    bought = Record({"项目名称": FieldValue("两家"), "预算资金": money}, (BOUGHT,))
    budget = replace(BUDGET, records={**RECORDS, "采购": (bought,)})
    (whole,) = department_ledger(budget).records["采购"]
    (own,) = unit_ledger(budget, "001").records["采购"]
    assert whole.fields["预算资金"].value == Decimal(3)
    assert own.fields["预算资金"] == FieldValue(Decimal(1), (ONE.origin,), amount=True)
