"""The unit of a project and of a purchase: of several all, in a unit's document and below a unit only its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.base.paths import said
from generator.compose.composer import compose
from generator.facts.budget import Budget, FieldValue
from generator.ledger import department_ledger, unit_ledger
from generator.pack import loader
from tests.packs import draw, loaded, words, write_pack

TEXT = """
年度: 2025
模板: 测试
部门: {编码: "350", 名称: 测试部门}
单位:
  - {编码: "350002", 名称: 甲院}
  - {编码: "350001", 名称: 本级}
项目:
  - 名称: 合用
    类别: 特定目标类
    支出:
      - {单位: "350002", 科目: 2060101, 资金性质: 其他收入, 金额: 20000}
      - {单位: "350001", 科目: 2060199, 资金性质: 其他收入, 金额: 10000}
      - {单位: "350002", 科目: 2060101, 资金性质: 事业收入, 金额: 5000}
  - 名称: 独用
    单位: "350002"
    类别: 特定目标类
    支出: [{科目: 2060101, 资金性质: 其他收入, 金额: 7000}]
政府采购:
  - {单位: "350002", 项目: 独用, 物品名称: 电脑, 目录: A02010105, 资金: [{资金性质: 其他收入, 金额: 7000}]}
  - {物品名称: 无主, 目录: A02010105, 资金: [{资金性质: 其他收入, 金额: 0}]}
"""


@pytest.fixture
def budget(tmp_path: Path) -> Budget:
    return loaded(tmp_path, TEXT)


def test_a_project_of_several_units_names_all_in_their_order_and_knows_where_they_are_typed(budget: Budget) -> None:
    whole, own = budget.records["项目"]
    assert whole.fields["单位名称"].value == "本级、甲院"
    assert [said(path) for path in whole.fields["单位名称"].origins] == ["单位[1].名称", "单位[0].名称"]
    assert whole.fields["单位编码"].value == "350001、350002"
    assert own.fields["单位名称"].value == "甲院"


def test_in_a_units_document_only_it_is_named(budget: Budget) -> None:
    (one,) = unit_ledger(budget, "350001").records["项目"]
    assert (one.fields["单位名称"].value, one.fields["预算数"].value) == ("本级", 10000)
    assert len(unit_ledger(budget, "350002").records["项目"]) == 2


def test_a_purchase_names_its_unit_and_one_without_none(budget: Budget) -> None:
    bought, lost = budget.records["采购"]
    assert bought.fields["单位名称"].value == "甲院"
    assert "单位名称" not in lost.fields


NAMES = "列: [{标题: 单位, 内容: 单位名称}, {标题: 项目, 内容: 项目名称}, {标题: 金额}]"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("[{记录: 项目, 排序: [单位名称]}]", ["本级、甲院 | 合用 | 3.50", "甲院 | 独用 | 0.70"]),
        ("[{记录: 项目, 条件: {功能分类: 2060199}}]", ["本级 | 合用 | 1.00"]),
        (
            "[{记录: 单位, 下级: [{记录: 项目}]}]",
            ["本级 |  | 1.00", "本级 | 合用 | 1.00", "甲院 |  | 3.20", "甲院 | 合用 | 2.50", "甲院 | 独用 | 0.70"],
        ),
    ],
)
def test_a_row_names_the_units_whose_money_it_counts(
    rows: str, expected: list[str], budget: Budget, tmp_path: Path
) -> None:
    drawn, found = draw(f"表:\n  表一: {{{NAMES}, 行: {rows}}}\n", department_ledger(budget), tmp_path / "模板")
    assert found == ()
    assert drawn.splitlines()[2:] == expected


def test_a_sentence_asks_for_the_projects_of_a_unit_also_those_that_it_shares(budget: Budget, tmp_path: Path) -> None:
    text = "{% for 项 in 记录('项目', 单位名称='甲院') %}{{ 项.项目名称 }}（{{ 项.单位名称 }}）{% endfor %}完\n"
    pack, _ = loader.find("测试", 2025, write_pack(tmp_path / "模板", text=text))
    assert pack is not None
    assert words(compose(budget, pack)[0]) == ["合用（本级、甲院）独用（甲院）完"]
    assert words(compose(budget, pack, unit="350002")[0]) == ["合用（甲院）独用（甲院）完"]


def test_what_is_no_list_stays(budget: Budget) -> None:
    assert FieldValue("甲").joined == ()
    assert budget.records["项目"][0].fields["项目名称"].joined == ()
