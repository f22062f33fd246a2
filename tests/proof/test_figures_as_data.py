"""The figures of a document as data (数据.json): money is told in 元 however it is printed, a quantity is not money."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.document.blocks import Table, merged
from generator.proof.figures import as_json
from generator.proof.trace import figures
from generator.proof.verify import expected
from tests.packs import composed

TABLE = """
表:
  表一:
    数据: {data}
    数字: {{单位: {unit}, 小数: {places}, 千分位: {grouping}}}
    列: [{{标题: 项, 内容: 标签}}, {{标题: 数, 内容: {content}}}]
    行: [{{标签: 合计}}]
"""
QUERIES = "口径: {支出: {方向: 支出}}\n"
SAID_EVERYWHERE = """
表:
  表一:
    标题: "共{{ 金额('支出')|元 }}元的表"
    附注: ["注：{{ 主体 }}共{{ 金额('支出')|元 }}元。", 注：没有数。]
    列: [{标题: 数}]
    行: [{标签: 甲}]
"""
ASSETS = "固定资产: {截止日期: 2024-12-31, 明细: [{类别: 车辆, 数量: 3, 价值: 1234.50}]}\n"


def figure(
    tmp_path: Path, unit: str, places: int, grouping: str = "否", data: str = "收支", content: str = "金额"
) -> Any:
    """The only figure of a table that is printed in a unit, with so many decimals."""
    table = TABLE.format(unit=unit, places=places, grouping=grouping, data=data, content=content)
    document, findings = composed(tmp_path, "@表 表一\n", ASSETS, 表=table)
    assert document is not None, findings
    (made,) = json.loads(as_json(document))["表"]
    ((number,),) = [row["数"] for row in made["行"]]
    return number


@pytest.mark.parametrize(
    ("unit", "places", "grouping", "shown"),
    [
        ("元", 2, "否", "2010.00"),
        ("元", 2, "是", "2,010.00"),
        ("万元", 2, "否", "0.20"),
        ("万元", 1, "否", "0.2"),
        ("万元", 0, "否", "0"),
        ("亿元", 8, "否", "0.00002010"),
        ("元", 0, "否", "2010"),
        ("元", 0, "是", "2,010"),
        ("元", 1, "否", "2010.0"),
        ("元", 3, "否", "2010.000"),
    ],
)
def test_an_amount_is_told_in_yuan_whatever_its_unit_and_decimals(
    tmp_path: Path, unit: str, places: int, grouping: str, shown: str
) -> None:
    number = figure(tmp_path, unit, places, grouping)
    assert number["显示"] == shown
    assert number.get("元") == "2010.00"
    assert "值" not in number


@pytest.mark.parametrize("places", [0, 1, 2])
@pytest.mark.parametrize("unit", ["元", "万元"])
def test_a_quantity_is_a_value_and_no_money(tmp_path: Path, unit: str, places: int) -> None:
    number = figure(tmp_path, unit, places, data="固定资产", content="数量")
    assert (number["显示"], number["值"]) == ("3", "3")
    assert "元" not in number


@pytest.mark.parametrize("unit", ["元", "万元"])
def test_the_value_of_an_asset_is_money(tmp_path: Path, unit: str) -> None:
    assert figure(tmp_path, unit, 2, data="固定资产", content="价值")["元"] == "1234.50"


def test_a_figure_names_the_lines_it_comes_from_and_its_column(tmp_path: Path) -> None:
    number = figure(tmp_path, "元", 2)
    assert number["列"] == "数"
    assert number["来源"] == ["收入[0].金额", "基本支出[0].金额"]


def test_figures_of_headings_titles_and_notes_are_told_and_traced(tmp_path: Path) -> None:
    figure, text = "{{ 金额('支出')|元 }}", "@表 表一\n"
    document, findings = composed(
        tmp_path, f"# 标题{figure}元\n文中{figure}元。\n{text}", 表=SAID_EVERYWHERE, 口径=QUERIES
    )
    assert document is not None, findings
    told = [(one["段落"], [n["显示"] for n in one["数"]]) for one in json.loads(as_json(document))["文中"]]
    whole = ["标题1005.00元", "文中1005.00元。", "共1005.00元的表", "注：测试部门共1005.00元。"]
    assert told == [(one, ["1005.00"]) for one in whole]
    traced = [one for one in figures(document) if one.table == "正文"]
    assert [(one.title, one.text) for one in traced] == [(one, "1005.00") for one in whole]
    assert all(one.origins for one in traced)
    lines = {one.words[0]: one.figures for one in expected(document, {}, merged=True)}
    assert (lines[whole[-1]], lines["注：没有数。"]) == ({0}, frozenset())  # a change of it is a figure's (D402)


def test_a_typed_text_in_a_note_is_no_figure_and_stands_as_it_was_typed(tmp_path: Path) -> None:
    table = """表:\n  表一: {附注: ['原因是{{ 原因("支出") }}；'], 列: [{标题: 数}], 行: [{标签: 甲}]}\n"""
    extra = "上年数: {支出: 1}\n原因: {支出: 主要为人员减少。}\n"
    document, findings = composed(tmp_path, "@表 表一\n", extra, 表=table, 口径=QUERIES)
    assert document is not None, findings
    assert json.loads(as_json(document))["文中"] == []
    (made,) = [block for section in merged(document).sections for block in section.blocks if isinstance(block, Table)]
    assert [run.text for run in made.notes[0].runs] == ["原因是主要为人员减少。；"]
    assert made.notes[0].runs[0].origins
