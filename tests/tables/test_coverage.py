# ruff: noqa: E501 a specification is one line
"""What a form leaves out of the entries that a budget usually has, and what is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.pack import loader
from generator.tables.coverage import review
from generator.tables.possible import Possible
from tests.packs import write_pack

PARTS = "{标题: 基本, 条件: {支出类型: 基本支出}}, {标题: 项目, 条件: {支出类型: 项目支出}}, {标题: 其他, 条件: {支出类型: [经营支出, 上解上级支出, 对附属单位补助支出]}}"


def found(
    tmp_path: Path, columns: str, rows: str = "", more: str = ", 条件: {方向: [支出, 年终结转]}"
) -> list[tuple[str, str]]:
    text = f"表:\n  表一: {{列: [{columns}], 行: [{rows}]{more}}}\n"
    pack, findings = loader.find("测试", 2025, write_pack(tmp_path, 表=text))
    assert pack is not None
    assert findings == ()
    told = list(review(pack.tables["表一"], Possible(pack, 2025, usual=True)))
    assert all(one.place and one.place.file == "templates/测试/表.yaml" and one.place.line == 2 for one in told)
    assert all(one.remedy.endswith("。") and one.path[:2] == ("表", "表一") for one in told)
    assert all(one.path[2] in ("列", "行") and f"“{one.path[3]}”" in one.message for one in told)
    return [(one.code, one.message) for one in told]


def codes(tmp_path: Path, columns: str, rows: str = "", more: str = ", 条件: {方向: [支出, 年终结转]}") -> list[str]:
    return [code for code, _ in found(tmp_path, columns, rows, more)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("{合计: 总}, {科目: 功能分类}", 0),
        ("{合计: 总}, {标签: 甲}", 0),
        ("{合计: 总}, {科目: 经济分类}", 2),
        ("{合计: 总}, {标签: 甲, 条件: {支出类型: 基本支出}}, {标签: 乙, 条件: {支出类型: 项目支出}}", 2),
        ("{合计: 总}, {标签: 甲, 条件: {方向: 年终结转}}, {标签: 乙, 条件: {方向: 支出}}", 0),
        ("{合计: 总, 条件: {方向: 支出}}, {科目: 经济分类}", 0),  # spending usually has an economic code
        ("{合计: 总, 条件: {支出类型: 基本支出}}, {标签: 甲, 条件: {经济分类: [301, 302, 303, 310]}}", 0),
        ("{合计: 总, 条件: {支出类型: 基本支出}}, {标签: 甲, 条件: {经济分类: [301, 302, 303]}}", 2),
        ("{合计: 总, 条件: {支出类型: 项目支出}}, {标签: 甲, 条件: {经济分类: [301, 302, 303, 310]}}", 2),
        ("{合计: 总, 条件: {支出类型: 项目支出}}, {记录: 项目}", 0),
        ("{合计: 总}, {记录: 项目}", 2),
        ("{合计: 总}, {记录: 单位}", 0),
        (
            "{合计: 总, 条件: {资金性质: 一般公共预算拨款, 方向: 支出, 功能分类: [201, 223, 234]}}, {标签: 甲, 条件: {功能分类: 201}}",
            0,
        ),
        ("{合计: 总, 条件: {资金性质: 一般公共预算拨款, 方向: 支出}}, {标签: 甲, 条件: {功能分类: [223]}}", 2),
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
    listed = "{合计: 总}, {标签: 甲, 条件: {支出类型: 项目支出}}, {标签: 乙, 条件: {方向: 年终结转}}, {标签: 丙, 条件: {资金性质: [单位资金, 财政专户管理资金]}}"
    (_, message), _ = found(tmp_path, "{标题: 数}", listed)
    assert message == (
        "“总”计入的金额有的未列入任何一行，例如“方向：支出，资金性质：国有资本经营预算拨款，支出类型：基本支出，功能分类：2080451”的。"
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
            "{标题: 计}, {标题: 基本, 条件: {支出类型: 基本支出}}, {标题: 项目, 适用: 部门, 条件: {支出类型: [项目支出, 经营支出, 上解上级支出, 对附属单位补助支出]}}",
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
        "{标题: 左, 条件: {支出类型: 项目支出}, 列: [{标题: 数}], 行: [{标签: 甲}]}, "
        "{标题: 右, 列: [{标题: 数}], 行: [{合计: 计}, {标签: 乙, 条件: {支出类型: 基本支出}}]}"
    )
    assert codes(tmp_path, columns) == ["P412", "P412"]


@pytest.mark.parametrize(
    "lacking",
    [
        "事业收入",
        "经营收入",
        "上级补助收入",
        "附属单位上缴收入",
        "其他收入",
        "财政专户管理资金",
        "国有资本经营预算拨款",
    ],
)
def test_a_fund_that_is_left_out_is_found_whichever_it_is(lacking: str, tmp_path: Path) -> None:
    funds = [
        "一般公共预算拨款",
        "政府性基金预算拨款",
        "国有资本经营预算拨款",
        "财政专户管理资金",
        "事业收入",
        "经营收入",
        "上级补助收入",
        "附属单位上缴收入",
        "其他收入",
    ]
    others = ", ".join(f"{{标题: {one}, 条件: {{资金性质: {one}}}}}" for one in funds if one != lacking)
    (told, _) = found(tmp_path, f"{{标题: 计}}, {others}", "{标签: 甲}")
    assert lacking in told[1]
    every = f"{others}, {{标题: 缺, 条件: {{资金性质: {lacking}}}}}"
    assert found(tmp_path / "all", f"{{标题: 计}}, {every}", "{标签: 甲}") == []


def test_fiscal_money_is_not_spent_on_what_other_income_pays(tmp_path: Path) -> None:
    columns = "{标题: 计}, {标题: 基本, 条件: {支出类型: 基本支出}}, {标题: 项目, 条件: {支出类型: 项目支出}}"
    assert codes(tmp_path / "a", columns, "{标签: 甲}", ", 条件: {方向: 支出, 资金性质: 财政拨款}") == []
    assert codes(tmp_path / "b", columns, "{标签: 甲}", ", 条件: {方向: 支出, 资金性质: 单位资金}") == ["P413"] * 2


def test_columns_and_rows_of_other_books_are_no_parts(tmp_path: Path) -> None:
    columns = "{标题: 计}, {标题: 上年基本, 数据版本: 上年预算, 条件: {支出类型: 基本支出}}"
    assert codes(tmp_path, columns, "{标签: 甲}") == []


def test_a_table_that_never_has_money_is_left_alone(tmp_path: Path) -> None:
    assert codes(tmp_path, "{标题: 计}, {标题: 甲, 条件: {支出类型: 经营支出}}", "{标签: 甲}", ", 条件: 无") == []


def test_a_row_of_records_counts_the_entries_of_its_records(tmp_path: Path) -> None:
    assert codes(tmp_path, "{标题: 数}", "{合计: 总}, {记录: 采购}", ", 数据: 采购") == []
