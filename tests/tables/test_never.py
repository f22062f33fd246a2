# ruff: noqa: E501 a specification is one line
"""What never has money is told, exactly: of every combination of values, those that no line of a budget can say."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from generator.ledger import DIMENSIONS
from generator.pack import loader
from generator.tables.never import review
from generator.tables.possible import Possible
from tests.packs import write_pack


def found(tmp_path: Path, text: str, more: str = "") -> list[tuple[int, str]]:
    pack, findings = loader.find("测试", 2025, write_pack(tmp_path, 表=text, 模板=more))
    assert pack is not None
    assert findings == ()
    told = list(review(pack, Possible(pack, 2025)))
    for one in told:
        steps = dict(zip(one.path[::2], one.path[1::2], strict=True))
        named = {key: f"{key}“{name}”" in one.message for key, name in steps.items()}
        assert (one.code, all(named.values()), "的列“" in one.message) == ("P411", True, "列" in steps)
        assert ("的行“" in one.message) == ("行" in steps)
        assert one.remedy in ("请改其中一个条件；本来就没有数的，请写 条件: 无。", "请加上行，或者删去这一列。")
        assert one.place is not None
        assert one.place.column > 1
    return [(one.place.line if one.place else 0, one.message) for one in told]


def table(columns: str, rows: str = "{标签: 甲}", more: str = "") -> str:
    return f"表:\n  表一:\n    列: [{columns}]\n    行: [{rows}]{more}\n"


FUNDS = DIMENSIONS["资金性质"].values
TYPES = DIMENSIONS["支出类型"].values


@pytest.mark.parametrize("direction", ["收入", "支出", "年终结转"])
def test_of_all_combinations_of_fund_type_and_carryover_those_are_told_that_cannot_be(
    direction: str, tmp_path: Path
) -> None:
    columns = [
        f"{{标题: {number}, 条件: {{方向: {direction}, 资金性质: {fund}, 上年结转: {before}, 支出类型: {kind}}}}}"
        for number, (fund, kind, before) in enumerate(product(FUNDS, TYPES, "是否"))
    ]
    told = sum(len(found(tmp_path / str(n), table(", ".join(columns[n : n + 45])))) for n in range(0, 90, 45))
    assert told == (0 if direction == "支出" else 90)


@pytest.mark.parametrize(
    ("condition", "clash"),
    [
        ("{方向: 收入, 经济分类: 301}", "能同时有“方向：收入”、“经济分类：301”"),
        ("{方向: 年终结转, 上年结转: 是}", "能同时有“方向：年终结转”、“上年结转：是”"),
        ("{支出类型: 基本支出, 项目类别: 特定目标类}", "能同时有“支出类型：基本支出”、“项目类别：特定目标类”"),
        ("{支出类型: 经营支出, 绩效目标: 是}", "能同时有“支出类型：经营支出”、“绩效目标：是”"),
        ("{资金性质: 单位资金, 方向: 收入, 用途标记: 车}", "能同时有“方向：收入”、“用途标记：车”"),
        ("{新增资产: 是}", "会有“新增资产：是”"),
        ("{资产类别: [车辆, 大型设备]}", "会有“资产类别：车辆、大型设备”"),
        ("{采购目录: A}", "会有“采购目录：A”"),
        ("{支出类型: 基本支出, 经济分类: ''}", ""),
        ("{支出类型: 项目支出, 单位性质: 社团, 上年结转: 是, 资金性质: 其他收入, 经济分类: 30701}", ""),
        ("{支出类型: 上解上级支出, 资金性质: 财政拨款, 用途标记: 车, 政府经济分类: 501}", ""),
        ("{项目: 甲项目, 绩效目标: 否, 单位: '350001'}", ""),
        ("{单位: '350 001'}", "会有“单位：350 001”"),
        ("无", ""),
    ],
)  # fmt: skip
def test_the_conditions_that_contradict_each_other_are_named(condition: str, clash: str, tmp_path: Path) -> None:
    told = found(tmp_path, table(f"{{标题: 数, 条件: {condition}}}"), f"口径: {{甲: {condition}}}\n")
    if not clash:
        assert told == []
        return
    column = f"表“表一”的列“数”永远没有数：没有一笔收支{clash}。"
    assert told == [(2, f"口径“甲”永远没有数：没有一笔收支{clash}。"), (3, column)]


@pytest.mark.parametrize(
    ("data", "condition", "possible"),
    [
        ("采购", "{资金性质: 事业收入, 上年结转: 是, 新增资产: 是, 采购目录: C, 经济分类: 31002}", True),
        ("采购", "{采购目录: A0201}", True),
        ("采购", "{功能分类: '206'}", False),
        ("采购", "{支出类型: 项目支出}", False),
        ("采购", "{方向: 支出}", False),
        ("采购", "{采购组织形式: 政府集中采购, 采购物品: 车, 专项名称: 甲, 项目: 乙}", True),
        ("固定资产", "{资产类别: 车辆, 用途标记: 机要, 单位性质: 事业}", True),
        ("固定资产", "{资金性质: 事业收入}", False),
        ("固定资产", "{上年结转: 是}", False),
    ],
)
def test_purchases_and_assets_have_their_own_dimensions(
    data: str, condition: str, possible: bool, tmp_path: Path
) -> None:
    told = found(tmp_path, table("{标题: 数}", f"{{标签: 甲, 条件: {condition}}}", f"\n    数据: {data}"))
    assert bool(told) is not possible


@pytest.mark.parametrize(
    ("columns", "rows", "more", "expected"),
    [
        # of a heading, once; of a row below another; of a column that fits no row; of a whole table
        ("{标题: 上, 条件: {方向: 收入, 经济分类: '301'}, 列: [{标题: 甲}, {标题: 乙}]}, {标题: 计}", "{标签: 甲}", "", ["列“上”"]),
        ("{标题: 上, 条件: {方向: 收入}, 列: [{标题: 甲, 条件: {经济分类: '301'}}, {标题: 乙}]}", "{标签: 甲}", "", ["列“甲”"]),
        ("{标题: 数}", "{标签: 甲, 条件: {方向: 收入}, 下级: [{标签: 乙, 条件: {支出类型: 项目支出}, 下级: [{标签: 丙}]}]}", "", ["行“乙”"]),
        ("{标题: 计}, {标题: 数, 条件: {支出类型: 项目支出}}", "{标签: 甲, 条件: {方向: 收入}}", "", ["列“数”"]),
        ("{标题: 计, 条件: {方向: 支出}}", "{标签: 甲, 条件: {方向: 收入}}, {标签: 乙}", "", ["行“甲”"]),
        ("{标题: 数}", "{标签: 甲}, {科目: 经济分类}", "\n    条件: {方向: 收入}", ["行“科目：经济分类”"]),
        ("{标题: 数}", "{记录: 项目}", "\n    条件: {支出类型: 基本支出}", ["行“记录：项目”"]),
        ("{标题: 数, 条件: {支出类型: 基本支出}}", "{标签: 甲}", "\n    逐条: 项目", ["列“数”"]),
        ("{标题: 数}", "{标签: 甲}", "\n    条件: {方向: 收入, 支出类型: 项目支出}", ["表“表一”永远"]),
        ("{标题: 数}", "{标签: 甲}", "\n    逐条: 项目\n    表单: [[{内容: 金额, 条件: {支出类型: 基本支出}}]]", ["一格"]),
        ("{标题: 数}", "{空行: 1}, 补齐", "", ["没有一行印它的数"]),
        ("{标题: 计}, {标题: 数}", "{标签: 甲, 不填: [数]}", "", ["没有一行印它的数"]),
        ("{标题: 数, 适用: 单位, 条件: {支出类型: 项目支出}}, {标题: 计}", "{标签: 甲, 适用: 单位, 条件: {方向: 收入}}, {标签: 乙, 适用: 部门}", "", ["列“数”"]),
        # what is right: left out where it has nothing, no money at all, the records have the money themselves
        ("{标题: 数, 条件: {方向: 收入, 经济分类: '301'}, 列示: 有数}, {标题: 计}", "{标签: 甲}", "", []),
        ("{标题: 数}", "{标签: 甲, 条件: {方向: 收入}}, {标签: 乙, 条件: {方向: 收入, 支出类型: 项目支出}, 列示: 有数}", "", []),
        ("{标题: 数}, {标题: 又, 条件: 无}", "{标签: 甲}, {标签: 乙, 条件: 无}", "", []),
        ("{标题: 名, 内容: 名称}, {标题: 数}", "{记录: 专项资金}", "", []),
        ("{标题: 收, 条件: {方向: 收入}}, {标题: 支, 条件: {支出类型: 项目支出}}", "{标签: 甲, 条件: {方向: 收入}}, {标签: 乙, 条件: {方向: 支出}}", "", []),
        ("{标题: 数, 条件: {项目: 甲}}", "{标签: 甲}", "\n    逐条: 项目", []),
        ("{标题: 增, 内容: 增减额, 条件: {方向: 收入, 支出类型: 项目支出}}, {标题: 计}", "{标签: 甲}", "", ["列“增”"]),
    ],
)  # fmt: skip
def test_what_never_has_money_is_told_where_it_stands(
    columns: str, rows: str, more: str, expected: list[str], tmp_path: Path
) -> None:
    told = [message for _, message in found(tmp_path, table(columns, rows, more))]
    assert len(told) == len(expected), told
    assert all(words in message for words, message in zip(expected, told, strict=True)), told


def test_the_place_is_that_of_the_condition(tmp_path: Path) -> None:
    text = "表:\n  表一:\n    列:\n      - 标题: 数\n        条件:\n          方向: 收入\n          经济分类: 301\n    行: [{标签: 甲}]\n"
    assert [line for line, _ in found(tmp_path, text)] == [6]


PLACES = """\
表:
  甲:
    条件:
      方向: 收入
      经济分类: 301
    列: [{标题: 数}]
    行: [{标签: 甲}]
  乙:
    列:
      - 标题: 上
        条件: {方向: 收入}
        列:
          - {标题: 下, 条件: {经济分类: 301}}
          - {标题: 计}
    行:
      - {标签: 甲}
      - 标签: 乙
        条件: {支出类型: 项目支出}
        下级: [{标签: 丙}]
  丙:
    逐条: 项目
    表单:
      - [{条件: {支出类型: 项目支出}}, {内容: 金额, 条件: {方向: 收入}}]
  丁:
    列:
      - 标题: 上
        条件: {方向: 收入}
        行: [{标签: 甲, 条件: {支出类型: 项目支出}}, {标签: 乙}]
        列: [{标题: 名, 内容: 标签}, {标题: 数}]
      - 标题: 下
        条件: 无
        行: [{标签: 丙, 条件: {支出类型: 项目支出, 方向: 收入}}]
        列: [{标题: 名, 内容: 标签}, {标题: 数}]
  戊:
    条件: {方向: 支出}
    列: [{标题: 数}]
    行: [{记录: 收入明细}, {记录: 单位}, {科目: 经济分类}]
"""


def test_each_is_told_where_its_condition_stands(tmp_path: Path) -> None:
    assert found(tmp_path, PLACES) == [
        (4, "表“甲”永远没有数：没有一笔收支能同时有“方向：收入”、“经济分类：301”。"),
        (13, "表“乙”的列“下”永远没有数：没有一笔收支能同时有“方向：收入”、“经济分类：301”。"),
        (18, "表“乙”的行“乙”永远没有数：没有一笔收支能同时有“支出类型：项目支出”、“方向：收入”，与各列都合不到一起。"),
        (23, "表“丙”的一格永远没有数：没有一笔收支能同时有“逐条：项目”、“方向：收入”。"),
        (28, "表“丁”的行“甲”永远没有数：没有一笔收支能同时有“方向：收入”、“支出类型：项目支出”。"),
        (37, "表“戊”的行“记录：收入明细”永远没有数：没有一笔收支能同时有“方向：支出”、“记录：收入明细”。"),
    ]


def test_words_of_the_pack_and_codes_that_it_names_can_be(tmp_path: Path) -> None:
    more = "维度值: {资金性质: {增加: {专项收入: 一般公共预算拨款}}, 支出类型: {增加: [机动经费]}}\n科目名称: {功能分类: {'2401': 新的}}\n"
    columns = "{标题: 计}, {标题: 数, 条件: {支出类型: 机动经费, 资金性质: 专项收入, 功能分类: '2401'}}, {标题: 无, 条件: {支出类型: 机动经费, 绩效目标: 是}}"
    (told,) = found(tmp_path, table(columns), more)
    assert "列“无”" in told[1]
