"""Whose a line is, lists that only one form has, purchases without a fund, and spending without an economic item."""

from __future__ import annotations

from decimal import Decimal

from generator.findings.finding import Place
from generator.intake.assembling import _lines_of_head_office, _with_economic
from generator.intake.draft import BudgetDraft
from generator.intake.listed import put_declared, put_purchases
from generator.intake.shares import Share
from generator.recognition.statements import PrintedAmount, PrintedRecord
from tests.intake.test_shares import known
from tests.recognition.test_sentences import form

HERE = Place("表.xlsx")
UNITS = [{"编码": "931001", "名称": "机关"}, {"编码": "931002", "名称": "中心"}]


def draft(**content: object) -> BudgetDraft:
    return BudgetDraft(2025, "北京", "931", "样例局", {"单位": UNITS, **content})


def record(kind: str, amount: int, **fields: str) -> PrintedRecord:
    money = PrintedAmount("表", "采购", "本年预算", {}, Decimal(amount), Decimal(0), HERE, "", "")
    return PrintedRecord(kind, "表", {name: (text, HERE) for name, text in fields.items()}, amounts=(money,))


def test_spending_is_of_the_unit_whose_income_pays_for_it() -> None:
    fund = {"资金性质": "事业收入", "金额": 5}
    made = draft(
        收入=[{"单位": "931002", "科目": "2010350", **fund}, {"单位": "931001", "科目": "2010301", **fund}],
        基本支出=[{"科目": "2010350", **fund}, {"科目": "2010399", **fund}],
        固定资产={"明细": [{"类别": "车辆"}]},
    )
    _lines_of_head_office(made)
    assert [line["单位"] for line in made.content["基本支出"]] == ["931002", "931001"]
    assert made.content["固定资产"]["明细"] == [{"单位": "931001", "类别": "车辆"}]
    assert ["1 行支出没有写单位" in one for one in made.assumed] == [True, False]
    assert "2 行都写成 931001 的" in made.assumed[1]


def test_a_list_that_only_the_form_has_is_written_with_its_fields() -> None:
    made = draft()
    service = {"一级目录": "辅助", "服务内容": "运维", "单位名称": "中心", "别的": "不要"}
    staff = record("人员编制", 0, 单位名称="机关", 类别="行政编制", 编制数="20", 实有人数="18")
    put_declared(made, [record("政府购买服务", 180, **service), staff, record("别的表", 1)], form("北京")[0])
    assert made.content["政府购买服务"] == [{"单位": "931002", "一级目录": "辅助", "服务内容": "运维", "金额": 180}]
    assert made.content["人员编制"] == [{"单位": "931001", "类别": "行政编制", "编制数": 20, "实有人数": 18}]
    assert "别的表" not in made.content


def test_a_purchase_without_a_fund_gets_that_of_most_income_and_is_marked() -> None:
    made = draft(收入=[{"资金性质": "一般公共预算拨款", "金额": 9}], 项目=[{"编码": "P1", "名称": "运维"}])
    put_purchases(made, [record("采购", 180, 采购物品名称="服务", 单位名称="机关", 项目名称="运维")], [], [])
    (bought,) = made.content["政府采购"]
    assert bought["资金"] == [{"资金性质": "一般公共预算拨款", "金额": 180}]
    assert (bought["单位"], bought["项目"]) == ("931001", "P1")
    assert "没有资金性质" in made.marks["政府采购", 0]


def test_spending_of_a_fund_without_economic_items_gets_one_that_is_marked() -> None:
    block = Share({"方向": ("支出",), "功能分类": ("2010350",), "资金性质": ("事业收入",)}, Decimal(5))
    fiscal = known(70, 方向="支出", 资金性质="一般公共预算拨款", 经济分类="30101")
    made = _with_economic(block, [fiscal])
    assert made.values["经济分类"] == ("30299",)
    assert "经济分类" in made.assumed
    assert _with_economic(block, [fiscal, known(75, 方向="支出", 经济分类="30101")]) is block
