# ruff: noqa: E501 a specification is one line
"""A table that can be empty needs a notice; one that every budget fills needs none."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.pack import loader
from generator.tables.emptiness import review
from tests.packs import entry, ledger, write_pack

BOOK = ledger(
    entry("1", origin="a", direction="收入", fund="一般公共预算拨款"),
    entry("2", origin="b", direction="收入", fund="其他收入"),
    entry("3", origin="c", direction="支出", fund="一般公共预算拨款"),
    entry("4", origin="d", direction="支出", fund="其他收入"),
)
NUMBER = "列: [{标题: 数}], 行: [{标签: 甲}]"


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (NUMBER, False),
        (f"条件: {{方向: 支出}}, {NUMBER}", False),
        (f"条件: {{资金性质: 一般公共预算拨款}}, {NUMBER}", True),
        (f"条件: {{资金性质: 一般公共预算拨款}}, {NUMBER}, 空表: {{说明: 注：空}}", False),
        (
            "列: [{标题: 数, 条件: {资金性质: 其他收入}}, {标题: 又, 条件: {资金性质: 一般公共预算拨款}}], 行: [{标签: 甲}]",
            False,
        ),
        ("列: [{标题: 数, 条件: {资金性质: 其他收入}}], 行: [{标签: 甲}]", True),
        ("列: [{标题: 数}], 行: [{标签: 甲, 条件: {资金性质: 其他收入}}]", True),
        ("列: [{标题: 左, 列: [{标题: 数}], 行: [{标签: 甲, 条件: {资金性质: 其他收入}}]}]", True),
        ("列: [{标题: 左, 列: [{标题: 数}], 行: [{标签: 甲}]}]", False),
        (f"数据: 采购, {NUMBER}", True),
        (f"数据: 固定资产, {NUMBER}", True),
        ("列: [{标题: 名, 内容: 单位名称}], 行: [{记录: 单位}]", False),
        ("列: [{标题: 名, 内容: 项目名称}], 行: [{记录: 项目}]", True),
        ("逐条: 项目, 列: [{标题: 名, 内容: 三级指标}], 行: [{记录: 绩效指标}]", False),
    ],
)
def test_a_table_that_some_budget_leaves_empty_needs_a_notice(table: str, told: bool, tmp_path: Path) -> None:
    pack, findings = loader.find("测试", 2025, write_pack(tmp_path, 表=f"表:\n  表一: {{{table}}}\n"))
    assert pack is not None
    assert findings == ()
    found = list(review(pack.tables["表一"], BOOK))
    assert [(one.code, one.place and one.place.line, one.path) for one in found] == [("P418", 2, ("表", "表一"))] * told
    assert all("空表" in one.remedy for one in found)
