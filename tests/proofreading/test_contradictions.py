"""What one part of a document says and another part shows to be untrue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.base.paths import said
from generator.findings.finding import Finding
from generator.publish import prepare
from tests.packs import write_pack

PROJECT = {
    "名称": "甲项目",
    "类别": "特定目标类",
    "支出": [{"科目": "2060101", "经济科目": "30201", "资金性质": "一般公共预算拨款", "金额": "4000"}],
}
BASE: dict[str, Any] = {
    "年度": "2025",
    "模板": "测试",
    "部门": {"编码": "350", "名称": "测试部门"},
    "单位": [{"编码": "350001", "名称": "本级"}, {"编码": "350002", "名称": "中心"}],
    "收入": [{"单位": "350001", "科目": "2060101", "资金性质": "一般公共预算拨款", "金额": "4000"}],
    "项目": [{"单位": "350001", **PROJECT}],
}
QUERIES = "口径: {支出: {方向: 支出}}\n"


def found(folder: Path, text: str, table: str = "", **keys: Any) -> list[Finding]:
    write_pack(folder / "templates", text=text, 口径=QUERIES, **({"表": table} if table else {}))
    (folder / "b").mkdir()
    tree = {key: value for key, value in {**BASE, **keys}.items() if value is not None}
    (folder / "b" / "a.yaml").write_text(yaml.safe_dump(tree, allow_unicode=True), "utf-8")
    prepared = prepare(folder / "b", folder / "templates", shown_as="b")
    assert prepared.document is not None, prepared.findings
    return [one for one in prepared.findings if one.code in ("D507", "D508")]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("# 七、项目经费情况说明\n无", ["D507"]),
        ("# 七、项目经费情况说明\n无。", ["D507"]),
        ("# 七、项目经费情况说明\n见下。", []),
        ("# 八、政府采购\n无", []),
        ("# 中心2025年单位预算\n## 七、项目经费情况说明\n无", []),
    ],
)
def test_a_section_that_says_there_are_no_projects(tmp_path: Path, text: str, codes: list[str]) -> None:
    findings = found(tmp_path, text)
    assert [one.code for one in findings] == codes
    assert [said(one.path) for one in findings] == ["项目[0].名称"] * len(codes)


def test_a_budget_without_projects_may_say_so(tmp_path: Path) -> None:
    assert found(tmp_path, "# 七、项目经费情况说明\n无", 项目=None, 收入=None) == []


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        ("{小数: 0}", ["D508"]),
        ("{小数: 1}", []),
        ("{小数: 2}", []),
        ("{单位: 元, 小数: 0}", []),
        ("{单位: 亿元}", ["D508"]),
    ],
)
def test_a_table_whose_decimals_hide_what_a_sentence_says(tmp_path: Path, number: str, codes: list[str]) -> None:
    columns = "[{标题: 项, 内容: 标签}, {标题: 数}]"
    table = f"表:\n  表一: {{数字: {number}, 条件: 支出, 列: {columns}, 行: [{{合计: 合计}}]}}\n"
    findings = found(tmp_path, "# 一、支出\n支出{{ 金额('支出')|万元 }}万元。\n@表 表一", table)
    assert [one.code for one in findings] == codes
    assert [one.place.file.rpartition("/")[2] for one in findings if one.place] == ["表.yaml"] * len(codes)
