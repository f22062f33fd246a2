"""Lines of income and spending as rows: one for each that was typed and that table, rows above and row count."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.compose.composer import compose
from generator.facts.budget import Budget
from generator.findings.finding import Finding
from generator.ledger import department_ledger, unit_ledger
from generator.pack import loader
from tests.packs import draw, loaded, words, write_pack

TEXT = """
年度: 2025
模板: 测试
部门: {编码: "350", 名称: 测试部门}
单位:
  - {编码: "350001", 名称: 本级}
  - {编码: "350002", 名称: 甲院}
科目名称: {功能分类: {"2060199": 别的名称}}
收入:
  - {单位: "350001", 科目: 2060101, 资金性质: 一般公共预算拨款, 上年结转: 是, 金额: 30000}
  - {单位: "350002", 科目: 2060199, 资金性质: 事业收入, 金额: 50000}
基本支出:
  - {单位: "350001", 科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 上年结转: 是, 金额: 20000}
  - {单位: "350001", 科目: 2060101, 经济科目: 30101, 资金性质: 一般公共预算拨款, 金额: 10000}
项目:
  - 编码: P1
    名称: 合用
    类别: 特定目标类
    支出:
      - {单位: "350002", 科目: 2060199, 经济科目: 30201, 资金性质: 事业收入, 金额: 40000}
      - {单位: "350001", 科目: 2060101, 资金性质: 事业收入, 金额: 5000}
其他支出:
  - {支出类型: 经营支出, 单位: "350002", 科目: 2060199, 资金性质: 经营收入, 用途标记: 甲, 金额: 6000}
"""
OUT = "条件: {方向: 支出}, "
QUERIES = "口径: {基本: {支出类型: 基本支出}}\n"
COLUMNS = "列: [{标题: 项, 内容: 科目名称}, {标题: 款, 内容: 经济科目编码}, {标题: 项目, 内容: 项目名称}, {标题: 额}]"


@pytest.fixture
def budget(tmp_path: Path) -> Budget:
    return loaded(tmp_path, TEXT)


def rows(
    budget: Budget, tmp_path: Path, listed: str, more: str = "", columns: str = COLUMNS, unit: str = ""
) -> list[str]:
    ledger = unit_ledger(budget, unit) if unit else department_ledger(budget)
    drawn, found = draw(f"表:\n  表一: {{{columns}, {more}行: {listed}}}\n", ledger, tmp_path / "模板")
    assert found == ()
    return drawn.partition("---\n")[2].splitlines()


def test_each_line_is_a_row_in_the_order_of_the_budget(budget: Budget, tmp_path: Path) -> None:
    name = "其他科学技术管理事务支出"
    assert rows(budget, tmp_path, "[{记录: 支出明细}]") == [
        "行政运行 | 30201 |  | 2.00",
        "行政运行 | 30101 |  | 1.00",
        f"{name} |  |  | 0.60",
        f"{name} | 30201 | 合用 | 4.00",
        "行政运行 |  | 合用 | 0.50",
    ]


@pytest.mark.parametrize(
    ("listed", "more", "expected"),
    [
        ("[{记录: 支出明细, 排序: [经济科目编码]}]", "条件: {单位: '350001'}, ", ["0.50", "1.00", "2.00"]),
        ("[{记录: 支出明细, 条件: {支出类型: 项目支出}}]", "", ["4.00", "0.50"]),
        ("[{记录: 支出明细, 条件: {上年结转: 是}}]", "条件: {支出类型: 基本支出}, ", ["2.00"]),
        ("[{科目: 功能分类, 从: 项, 到: 项, 下级: [{记录: 支出明细, 条件: {经济分类: 30201}}]}]", OUT,
         ["3.50", "2.00", "4.60", "4.00"]),
        ("[{记录: 单位, 下级: [{记录: 支出明细, 条件: {资金性质: 事业收入}}]}]", OUT,
         ["3.50", "0.50", "4.60", "4.00"]),
        ("[{记录: 项目, 下级: [{记录: 支出明细}]}]", "", ["4.50", "4.00", "0.50"]),
        ("[{标签: '', 条件: {单位: '350002'}, 下级: [{记录: 收入明细}]}]", "", ["9.60", "5.00"]),
        ("[{合计: 合计, 条件: {方向: 支出}}, {记录: 支出明细, 条件: {用途标记: 甲}}]", "", ["8.10", "0.60"]),
    ],
)  # fmt: skip
def test_lines_obey_conditions_and_nest(
    listed: str, more: str, expected: list[str], budget: Budget, tmp_path: Path
) -> None:
    assert [one.rpartition(" | ")[2] for one in rows(budget, tmp_path, listed, more)] == expected


def test_a_column_counts_of_a_line_what_meets_its_condition(budget: Budget, tmp_path: Path) -> None:
    columns = "列: [{标题: 单位, 内容: 单位编码}, {标题: 财政, 条件: {资金性质: 财政拨款}}, {标题: 额}]"
    found = rows(budget, tmp_path, "[{记录: 支出明细, 条件: {单位: '350001'}}]", columns=columns)
    assert found == ["350001 | 2.00 | 2.00", "350001 | 1.00 | 1.00", "350001 |  | 0.50"]


def test_a_units_document_has_its_own_lines(budget: Budget, tmp_path: Path) -> None:
    found = rows(budget, tmp_path, "[{记录: 支出明细}]", unit="350002")
    assert [one.rpartition(" | ")[2] for one in found] == ["0.60", "4.00"]


def test_levels_codes_in_parts_and_what_else_a_line_says(budget: Budget, tmp_path: Path) -> None:
    contents = (
        "编码.类",
        "编码.款",
        "编码.项",
        "类",
        "款",
        "经济科目名称",
        "支出类型",
        "上年结转",
        "项目编码",
        "项目类别",
        "用途标记",
    )
    columns = f"列: [{', '.join(f'{{标题: {n}, 内容: {one}}}' for n, one in enumerate(contents))}]"
    assert rows(budget, tmp_path, "[{记录: 支出明细, 条件: {单位: '350002'}}]", columns=columns) == [
        "206 | 01 | 99 | 科学技术支出 | 科学技术管理事务 |  | 经营支出 | 否 |  |  | 甲",
        "206 | 01 | 99 | 科学技术支出 | 科学技术管理事务 | 办公费 | 项目支出 | 否 | P1 | 特定目标类 | ",
    ]


def test_a_table_of_each_line(budget: Budget, tmp_path: Path) -> None:
    cells = "表单: [[{文字: 项}, {内容: 科目编码}, {内容: 金额}]], 空表: {说明: 无。}"
    specs = f"表:\n  表一: {{逐条: 支出明细, 条件: {{单位: '350002'}}, {cells}}}\n"
    drawn, found = draw(specs, department_ledger(budget), tmp_path / "模板")
    assert (drawn.splitlines()[1:], found) == (["项 | 2060199 | 0.60"], ())


def test_purchases_have_no_such_lines(budget: Budget, tmp_path: Path) -> None:
    assert rows(budget, tmp_path, "[{记录: 支出明细}]", "数据: 采购, ") == []


def say(budget: Budget, folder: Path, text: str, unit: str = "") -> tuple[list[str], tuple[Finding, ...]]:
    pack, _ = loader.find("测试", 2025, write_pack(folder, text=f"{text}完\n", 口径=QUERIES))
    assert pack is not None
    document, found = compose(budget, pack, unit=unit)
    return words(document) if document else [], found


@pytest.mark.parametrize(
    ("call", "unit", "expected"),
    [
        ("记录('支出明细', 口径='基本')", "", "行政运行2.00行政运行1.00"),
        ("记录('支出明细', 资金性质='事业收入')", "350001", "行政运行0.50"),
        ("记录('收入明细', 上年结转='是')", "", "行政运行3.00"),
        ("记录('收入明细', 单位名称='甲院')", "", "别的名称5.00"),
    ],
)
def test_sentences_ask_for_lines(call: str, unit: str, expected: str, budget: Budget, tmp_path: Path) -> None:
    text = f"{{% for 笔 in {call} %}}{{{{ 笔.科目名称 }}}}{{{{ 笔.金额|万元 }}}}{{% endfor %}}"
    assert say(budget, tmp_path / "模板", text, unit)[0] == [f"{expected}完"]


def test_whether_there_are_lines_can_be_asked(budget: Budget, tmp_path: Path) -> None:
    text = "{% if 有记录('收入明细') %}有{% endif %}{% if 有记录('支出明细') %}有{% endif %}"
    assert say(budget, tmp_path / "模板", text)[0] == ["有有完"]
