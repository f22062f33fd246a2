"""Words that a pack declares (维度值): budgets are checked against them, conditions and groups know them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from generator import publish
from generator.ledger import department_ledger
from generator.pack import loader
from generator.publish import Prepared
from tests.packs import write_pack

WORDS = """
维度值:
  资金性质:
    增加: {专项收入: 一般公共预算拨款, 债务资金: 单位资金, 捐赠: 无}
    不用: [上级补助收入]
  支出类型: {增加: [机动经费]}
  采购组织形式: {增加: [集中采购, 分散采购]}
口径:
  专项: {方向: 收入, 资金性质: 专项收入}
  一般: {方向: 收入, 资金性质: 一般公共预算拨款}
  财政: {方向: 收入, 资金性质: 财政拨款}
  单位自筹: {方向: 收入, 资金性质: 单位资金}
  全部: {方向: 收入}
  机动: {方向: 支出, 支出类型: 机动经费}
  集中: {数据: 采购, 采购组织形式: 集中采购}
"""
BUDGET = """
年度: 2025
模板: 测试
部门: {编码: "350", 名称: 测试部门}
单位: [{编码: "350001", 名称: 本级, 性质: 行政}]
收入:
  - {科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}
  - {科目: 2060101, 资金性质: 专项收入, 金额: 20}
  - {科目: 2060101, 资金性质: 债务资金, 金额: 3}
  - {科目: 2060101, 资金性质: 捐赠, 金额: 4}
其他支出:
  - {支出类型: 机动经费, 科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 120}
  - {支出类型: 机动经费, 科目: 2060101, 资金性质: 债务资金, 金额: 3}
  - {支出类型: 机动经费, 科目: 2060101, 资金性质: 捐赠, 金额: 4}
政府采购:
  - {物品名称: 电脑, 目录: A02010105, 组织形式: 集中采购, 资金: [{资金性质: 专项收入, 金额: 5}]}
"""


def prepared(folder: Path, budget: str = BUDGET, words: str = WORDS) -> Prepared:
    templates = write_pack(folder / "templates", 模板=words)
    home = folder / "budgets/2025/350-测试部门"
    home.mkdir(parents=True)
    (home / "预算.yaml").write_text(budget, "utf-8")
    return publish.prepare(home, templates, shown_as="budgets/2025/350-测试部门")


def errors(found: Prepared) -> list[tuple[str, str, str]]:
    return [(one.code, one.message, one.remedy) for one in found.findings if one.severity.value == "错误"]


@pytest.mark.parametrize(
    ("query", "sum_"),
    [("专项", 20), ("一般", 120), ("财政", 120), ("单位自筹", 3), ("全部", 127), ("机动", 127), ("集中", 5)],
)
def test_conditions_count_declared_words_and_groups_include_them(tmp_path: Path, query: str, sum_: int) -> None:
    found = prepared(tmp_path)
    assert found.budget
    assert found.pack
    assert not errors(found)
    data, condition = found.pack.queries[query]
    assert department_ledger(found.budget).ask(condition, data).value == Decimal(sum_)


def test_a_part_of_a_fund_balances_with_the_fund_that_it_belongs_to(tmp_path: Path) -> None:
    assert not [one for one in prepared(tmp_path).findings if one.code.startswith("C1")]


@pytest.mark.parametrize(
    ("right", "wrong", "message", "near"),
    [
        ("专项收入, 金额: 20", "专项收人, 金额: 20", "资金性质里没有“专项收人”。", "是不是“专项收入”？"),
        ("专项收入, 金额: 20", "上级补助收入, 金额: 20", "资金性质里没有“上级补助收入”。", ""),
        ("支出类型: 机动经费", "支出类型: 机动金费", "支出类型里没有“机动金费”。", "是不是“机动经费”？"),
        ("支出类型: 机动经费", "支出类型: 基本支出", "支出类型里没有“基本支出”。", "是不是“经营支出”？"),
        ("组织形式: 集中采购", "组织形式: 集中采沟", "采购组织形式里没有“集中采沟”。", "是不是“集中采购”？"),
    ],
)
def test_a_word_that_the_pack_does_not_know_is_an_error(
    tmp_path: Path, right: str, wrong: str, message: str, near: str
) -> None:
    found = errors(prepared(tmp_path, BUDGET.replace(right, wrong, 1)))
    assert [(code, said) for code, said, _ in found] == [("S205", message)]
    assert found[0][2].startswith(f"{near}可以写：")


def test_the_words_of_one_pack_are_unknown_to_another(tmp_path: Path) -> None:
    found = errors(prepared(tmp_path, words=""))
    assert {message for _, message, _ in found} >= {"资金性质里没有“专项收入”。", "支出类型里没有“机动经费”。"}


def test_a_group_keeps_the_parts_of_a_word_that_is_not_used_itself(tmp_path: Path) -> None:
    words = WORDS.replace("不用: [上级补助收入]", "不用: [一般公共预算拨款]")
    pack, found = loader.find("测试", 2025, write_pack(tmp_path, 模板=words))
    assert pack
    assert not found
    assert pack.dimensions["资金性质"].groups is not None
    assert pack.dimensions["资金性质"].groups["一般公共预算拨款"] == ("专项收入",)
    assert "专项收入" in pack.dimensions["资金性质"].groups["财政拨款"]
    assert "一般公共预算拨款" not in pack.dimensions["资金性质"].groups["财政拨款"]


def test_a_pack_that_extends_another_has_its_words(tmp_path: Path) -> None:
    templates = write_pack(tmp_path, 模板=WORDS)
    own = "沿用: 测试\n口径: {又一个: {资金性质: [专项收入, 债务资金]}}\n"
    pack, found = loader.find("新的", 2025, write_pack(templates, "新的", 模板=own))
    assert pack
    assert not found
    words = loader.words_of(loader.list_folders(templates), "新的", 2025)
    assert words.within["资金性质"]["专项收入"] == "一般公共预算拨款"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ("维度值: {资金性质: {增加: {专项: 一般公共预算}}}", "P113", "不认识的词“一般公共预算”。"),
        ("维度值: {资金性质: {增加: [其他收入]}}", "P112", "“其他收入”本来就是“资金性质”的词，不能另外声明。"),
        ("维度值: {资金性质: {不用: [没有的]}}", "P113", "“资金性质”没有“没有的”。"),
        ("维度值: {经济分类: {增加: [甲]}}", "P111", "不认识的键“经济分类”。"),
        ("维度值: {资金性质: {添加: [甲]}}", "P111", "不认识的键“添加”。"),
        (
            "维度值: {资金性质: {不用: [其他收入]}}\n口径: {甲: {资金性质: 其他收入}}",
            "P113",
            "“资金性质”没有“其他收入”。",
        ),
    ],
)
def test_a_wrong_declaration_is_found(tmp_path: Path, words: str, code: str, message: str) -> None:
    _, found = loader.find("测试", 2025, write_pack(tmp_path, 模板=words))
    assert [(one.code, one.message) for one in found] == [(code, message)]
