# ruff: noqa: E501 a specification is one line
"""What a form leaves out of a budget in which everything occurs, and what is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.ledger import Ledger
from generator.pack import loader
from generator.tables.coverage import review
from tests.packs import entry, ledger, write_pack
from tests.tables.making import record

BASIC = entry(
    "100", origin="a", direction="支出", spending_type="基本支出", function="2060101", fund="事业收入", carryover=True
)
PROJECT = entry("200", origin="b", direction="支出", spending_type="项目支出", function="2080501", economic="30201")
LEFT = entry("400", origin="c", direction="年终结转", function="2080501")
PARTS = "{标题: 基本, 条件: {支出类型: 基本支出}}, {标题: 项目, 条件: {支出类型: 项目支出}}"


def found(tmp_path: Path, columns: str, rows: str = "", more: str = "", book: object = None) -> list[tuple[str, str]]:
    text = f"表:\n  表一: {{列: [{columns}], 行: [{rows}]{more}}}\n"
    pack, findings = loader.find("测试", 2025, write_pack(tmp_path, 表=text))
    assert pack is not None
    assert findings == ()
    spending = ledger(BASIC, PROJECT, LEFT)
    told = list(review(pack.tables["表一"], book or spending))  # type: ignore[arg-type]
    assert all(one.place and one.place.file == "templates/测试/表.yaml" and one.place.line == 2 for one in told)
    assert all(one.remedy.endswith("。") for one in told)
    return [(one.code, one.message) for one in told]


def codes(tmp_path: Path, columns: str, rows: str = "", more: str = "") -> list[str]:
    return [code for code, _ in found(tmp_path, columns, rows, more)]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ("{标题: 数}", []),
        ("{标题: 数, 条件: {支出类型: 经营支出}}", ["P411"]),
        ("{标题: 数, 条件: {支出类型: 经营支出}, 列示: 有数}", []),
        ("{标题: 数, 条件: 无}", []),
        ("{标题: 名, 内容: 标签, 条件: {支出类型: 经营支出}}", []),
        (
            "{标题: 上, 条件: {支出类型: 项目支出}, 列: [{标题: 下, 条件: {功能分类: '206'}}, {标题: 又}]}",
            ["P411", "P413", "P413"],
        ),
        ("{标题: 量, 内容: 数量, 条件: {方向: 收入}}", ["P411"]),
    ],
)
def test_a_column_that_never_has_money_is_told(columns: str, expected: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, columns, "{标签: 甲}") == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("{合计: 总}, {科目: 功能分类}", 0),
        ("{合计: 总}, {标签: 甲}", 0),
        ("{合计: 总}, {科目: 经济分类}", 2),
        ("{合计: 总}, {标签: 甲, 条件: {支出类型: 基本支出}}, {标签: 乙, 条件: {支出类型: 项目支出}}", 2),
        ("{合计: 总, 条件: {支出类型: 基本支出}}, {标签: 甲, 条件: {支出类型: 基本支出}}", 0),
        ("{合计: 总, 适用: 部门}, {标签: 甲, 条件: {支出类型: 基本支出}}", 1),
        ("{合计: 总}, {标签: 甲, 适用: 部门}, {标签: 乙, 适用: 单位, 条件: {支出类型: 基本支出}}", 1),
        ("{合计: 总}", 0),
        ("{合计: 总}, {空行: 1}, 补齐", 0),
        ("{标签: 总}, {标签: 甲, 条件: {支出类型: 基本支出}}", 0),
    ],
)
def test_a_total_line_of_more_than_its_rows_is_told_for_each_version(rows: str, expected: int, tmp_path: Path) -> None:
    assert codes(tmp_path, "{标题: 名, 内容: 标签}, {标题: 数}", rows) == ["P412"] * expected


def test_what_a_total_line_has_more_is_named(tmp_path: Path) -> None:
    listed = "{合计: 总}, {标签: 甲, 条件: {支出类型: 项目支出}}, {标签: 乙, 条件: {方向: 年终结转}}"
    (_, message), _ = found(tmp_path, "{标题: 数}", listed)
    assert message == (
        "“总”计入的金额有的未列入任何一行，例如100.00 元（方向：支出，资金性质：事业收入，支出类型：基本支出，上年结转：是）。"
    )


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (f"{{标题: 计}}, {PARTS}", []),  # money that is left over stands in the total only
        ("{标题: 计}, {标题: 基本, 条件: {支出类型: 基本支出}}", ["不在旁边的任何一列里"]),
        (f"{{标题: 计}}, {PARTS}, {{标题: 又, 条件: {{方向: 支出}}}}", ["在旁边的几列里重复"]),
        (f"{{标题: 计}}, {{标题: 又计}}, {PARTS}", []),
        (f"{PARTS}", []),
        ("{标题: 计}, {标题: 名, 内容: 标签, 条件: {支出类型: 基本支出}}", []),
        (f"{{标题: 计}}, {{标题: 分, 列: [{PARTS}]}}", []),
        ("{标题: 计}, {标题: 分, 列: [{标题: 基本, 条件: {支出类型: 基本支出}}]}", ["不在旁边的任何一列里"]),
        ("{标题: 计}, {标题: 分, 条件: {支出类型: 基本支出}, 列: [{标题: 小计}]}", ["不在旁边的任何一列里"]),
        ("{标题: 计}, {标题: 分, 条件: {方向: 支出}, 列: [{标题: 下, 列: [{标题: 小计}]}]}", []),
        ("{标题: 计}, {标题: 分, 条件: {支出类型: 基本支出}, 列: [{标题: 名, 内容: 标签}]}", []),
        (
            "{标题: 计}, {标题: 基本, 条件: {支出类型: 基本支出}}, {标题: 项目, 适用: 部门, 条件: {支出类型: 项目支出}}",
            ["不在旁边的任何一列里"],
        ),
    ],
)
def test_a_total_column_is_exactly_the_columns_beside_it(columns: str, expected: list[str], tmp_path: Path) -> None:
    told = found(tmp_path, columns, "{标签: 甲}")
    assert [code for code, _ in told] == ["P413"] * len(told)
    assert list(dict.fromkeys(message.partition("有的")[2].partition("，")[0] for _, message in told)) == expected
    if "适用" in columns:
        assert len(told) == 1


def test_the_lists_side_by_side_are_looked_at_one_by_one(tmp_path: Path) -> None:
    columns = (
        "{标题: 左, 条件: {支出类型: 项目支出}, 列: [{标题: 数, 条件: {支出类型: 基本支出}}], 行: [{标签: 甲}]}, "
        "{标题: 右, 列: [{标题: 数}], 行: [{合计: 计}, {标签: 乙, 条件: {支出类型: 基本支出}}]}"
    ).replace("{标题: 数, 条件: {支出类型: 基本支出}}", "{标题: 数, 条件: {功能分类: '206'}}")
    assert codes(tmp_path, columns) == ["P411", "P412", "P412"]


def test_a_table_whose_condition_nothing_meets_is_left_alone(tmp_path: Path) -> None:
    assert codes(tmp_path, "{标题: 数, 条件: {支出类型: 经营支出}}", "{标签: 甲}", ", 条件: {方向: 收入}") == []


def test_a_table_of_each_record_counts_the_entries_of_the_records(tmp_path: Path) -> None:
    book = ledger(BASIC, records={"项目": (record((PROJECT,)), record())})
    told = found(tmp_path / "a", "{标题: 数, 条件: {支出类型: 基本支出}}", "{标签: 甲}", ", 逐条: 项目", book)
    assert [code for code, _ in told] == ["P411"]
    assert found(tmp_path / "b", "{标题: 数, 条件: {支出类型: 项目支出}}", "{标签: 甲}", ", 逐条: 项目", book) == []


def test_a_table_of_blank_rows_counts_nothing(tmp_path: Path) -> None:
    assert codes(tmp_path, "{标题: 数}", "{空行: 1}, 补齐") == ["P411"]


def test_a_row_of_records_counts_the_entries_of_its_records(tmp_path: Path) -> None:
    book = Ledger("1", "甲局", "部门", {"采购": (BASIC, PROJECT)}, {"采购": (record((BASIC,)), record((PROJECT,)))})
    assert found(tmp_path, "{标题: 数}", "{合计: 总}, {记录: 采购}", ", 数据: 采购", book) == []
