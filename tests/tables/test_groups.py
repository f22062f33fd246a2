"""Rows by values of dimensions (分组), rows in groups (组), lists in lists (补齐), zeros at the end of numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.base.money import trimmed
from generator.base.paths import Traced
from generator.document.blocks import Cell
from generator.facts.budget import FieldValue
from generator.ledger import Ledger
from generator.pack import loader
from tests.counting import at_most
from tests.packs import draw, entry, ledger, write_pack
from tests.tables.making import only, record, says

BOOK = ledger(
    entry("10", spending_type="基本支出", earmark="甲", economic="30213", item="维护", organisation="分散"),
    entry("20", spending_type="项目支出", earmark="乙", economic="30215", item="会议", organisation="集中"),
    entry("5", spending_type="项目支出", earmark="甲", economic="30202", item="印刷", organisation="分散"),
    entry("3", spending_type="项目支出", earmark="", economic="30202", item="印刷", organisation="集中"),
    entry("4", spending_type="项目支出", earmark="", economic="30202", item="印刷", organisation="分散"),
    entry("1", spending_type="项目支出", earmark="甲", economic="30213", item="维护", organisation="分散"),
)
GROUPED = """
表:
  表一:
    数字: {单位: 元, 小数: 0}
    列:
      - {标题: 大类, 内容: 标签}
      - {标题: 专项, 内容: 专项名称}
      - {标题: 科目, 内容: 经济分类}
      - {标题: 物品, 内容: 采购物品}
      - {标题: 形式, 内容: 采购组织形式}
      - {标题: 总计}
    行:
      - {合计: 合计}
      - 分组: [专项名称, 经济分类]
        空值: {专项名称: 基本}
        下级: [{分组: [采购物品, 采购组织形式]}]
"""


def test_rows_stand_for_values_in_their_order_and_say_no_value_twice(tmp_path: Path) -> None:
    drawn, findings = draw(GROUPED, BOOK, tmp_path)
    assert not findings
    assert drawn.split("---\n")[1].splitlines() == [
        "合计 |  |  |  |  | 43",
        " | 甲 | 维修（护）费 |  |  | 11",
        " |  |  | 维护 | 分散 | 11",
        " |  | 印刷费 |  |  | 5",
        " |  |  | 印刷 | 分散 | 5",
        " | 乙 | 会议费 |  |  | 20",
        " |  |  | 会议 | 集中 | 20",
        " | 基本 | 印刷费 |  |  | 7",
        " |  |  | 印刷 | 集中 | 3",
        " |  |  |  | 分散 | 4",
    ]


IN_GROUPS = """
表:
  表一:
    数字: {单位: 元, 小数: 0}
    列: [{标题: 来源, 内容: 组, 合并: 是}, {标题: 明细, 内容: 标签}, {标题: 金额}]
    行:
      - {合计: 总计}
      - {组: 支出, 标签: 小计}
      - {组: 支出, 标签: 基本, 条件: {支出类型: 基本支出}}
      - {组: 别的, 标签: 小计, 条件: 无}
"""


def test_labelled_rows_stand_in_groups(tmp_path: Path) -> None:
    drawn, findings = draw(IN_GROUPS, BOOK, tmp_path)
    assert not findings
    assert drawn.split("---\n")[1].splitlines() == [
        "总计<2x1> | 43",
        "支出<1x2> | 小计 | 43",
        "基本 | 10",
        "别的 | 小计 | ",
    ]


FRAMED = """
表:
  表一:
    数字: {单位: 元, 小数: 0}
    列:
      - 标题: 收入
        列: [{标题: 项目, 内容: 标签}, {标题: 金额}]
        行: [{标签: 无, 条件: 无}, 补齐, {合计: 收入合计, 条件: 无}]
      - 标题: 支出
        行: [补齐, {标签: 结转, 条件: 无}, {合计: 支出合计}]
        列:
          - 标题: 按科目
            列: [{标题: 科目, 内容: 标签}, {标题: 金额}]
            行: [{科目: 经济分类, 从: 款, 到: 款}]
          - 标题: 按用途
            列: [{标题: 用途, 内容: 标签}, {标题: 金额}]
            行: [{标签: 基本, 条件: {支出类型: 基本支出}}, {标签: 项目, 条件: {支出类型: 项目支出}}]
"""


def test_lists_stand_side_by_side_within_a_list(tmp_path: Path) -> None:
    drawn, findings = draw(FRAMED, BOOK, tmp_path)
    assert not findings
    assert drawn.splitlines() == [
        "收入<2x1> | 支出<4x1>",
        "项目<1x2> | 金额<1x2> | 按科目<2x1> | 按用途<2x1>",
        "科目 | 金额 | 用途 | 金额",
        "---",
        "无 |  | 印刷费 | 12 | 基本 | 10",
        " |  | 维修（护）费 | 11 | 项目 | 33",
        " |  | 会议费 | 20 |  | ",
        " |  | 结转<3x1> | ",
        "收入合计 |  | 支出合计<3x1> | 43",
    ]


@pytest.mark.parametrize("outer", ["", "行: [{标签: 甲}]"])
def test_lists_within_a_list_need_their_place(tmp_path: Path, outer: str) -> None:
    tables = FRAMED.replace("行: [补齐, {标签: 结转, 条件: 无}, {合计: 支出合计}]", outer)
    _, findings = loader.find("测试", 2025, write_pack(tmp_path, 表=tables))
    assert [finding.code for finding in findings] == ["P112"]


def test_a_group_by_no_dimension_is_an_error(tmp_path: Path) -> None:
    wrong = GROUPED.replace("[专项名称, 经济分类]", "[专项, 经济分类]")
    _, findings = loader.find("测试", 2025, write_pack(tmp_path, 表=wrong))
    assert {finding.message for finding in findings} >= {"没有名为“专项”的维度。"}


@pytest.mark.parametrize(
    ("text", "kept", "off", "whole"),
    [("1,384.70", "1,384.70", "1,384.7", "1,384.70"), ("10.00", "10.00", "10", "10"), ("100", "100", "100", "100")],
)
def test_zeros_at_the_end_go_as_the_pack_says(text: str, kept: str, off: str, whole: str) -> None:
    assert [trimmed(text, how) for how in ("保留", "去掉", "整数去掉")] == [kept, off, whole]


def test_columns_without_titles_stand_under_one_heading(tmp_path: Path) -> None:
    tables = IN_GROUPS.replace(
        "{标题: 来源, 内容: 组, 合并: 是}, {标题: 明细, 内容: 标签}",
        "{标题: 来源, 列: [{内容: 组, 合并: 是}, {内容: 标签}]}",
    )
    drawn, findings = draw(tables, BOOK, tmp_path)
    assert not findings
    assert drawn.splitlines()[:3] == ["来源<2x1> | 金额", "---", "总计<2x1> | 43"]


BY = """
表:
  表一:
    数字: {{单位: 元, 小数: 0}}
    数据: 收支
    列: [{{标题: 甲, 内容: {0}}}, {{标题: 乙, 内容: {1}}}, {{标题: 金额}}]
    行: [{{合计: 合计}}, {{分组: [{0}, {1}]}}]
"""


def test_a_value_comes_from_where_it_was_typed_and_nothing_from_nowhere(tmp_path: Path) -> None:
    one, other = Traced("甲", (("项目", 0, "名称"),)), Traced("甲", (("政府采购", 1, "专项名称"),))
    pen = Traced("笔", (("政府采购", 0, "物品名称"),))
    made = only(
        tmp_path,
        BY.format("专项名称", "采购物品").replace("分组: [", "空值: {专项名称: 基本}, 分组: ["),
        ledger(
            entry("1", earmark=one, item=pen),
            entry("2", earmark=other, item="纸"),
            entry("3", earmark=one, item=pen),
            entry("4", item=pen),
        ),
    )
    first, second, last = ([says(cell) for cell in row.cells[:2]] for row in made.body[1:])
    assert first == [{"text": "甲", "origins": one.origins}, {"text": "笔", "origins": pen.origins}]
    assert second == [{"origins": other.origins}, {"text": "纸"}]  # said by the row above
    assert last == [{"text": "基本"}, {"text": "笔", "origins": pen.origins}]


def test_units_and_projects_are_said_by_their_names(tmp_path: Path) -> None:
    units = (record(单位编码="001", 单位名称="本级"), record(单位编码="002"), record(单位编码="001", 单位名称="又一"))
    projects = (
        record(项目编码="P1", 项目名称="修路"),
        record(项目名称="植树"),
        record(项目编码="植树", 项目名称="有码"),
    )
    lines = (entry("1", unit="001", project="P1"), entry("2", unit="002", project="修路"), entry("3", project="植树"))
    made = only(tmp_path, BY.format("单位", "项目"), ledger(*lines, records={"单位": units, "项目": projects}))
    assert [[cell.text for cell in row.cells[:2]] for row in made.body[1:]] == [
        ["本级", "修路"],
        ["002", "修路"],
        ["", "有码"],
    ]
    assert [cell.origins for cell in made.body[1].cells[:2]] == [("单位名称处",), ("项目名称处",)]
    assert made.body[2].cells[0] == Cell("002")


MANY = 150
TOTALS = """
表:
  表一:
    数据: 采购
    列: [{标题: 名, 内容: 采购物品名称}, {标题: 价, 内容: 单价}, {标题: 份额, 内容: 预留中小微企业份额}]
    行: [{记录: 采购}, {合计: 合计}]
"""


class Told(tuple[str, ...]):
    """A path whose use in a set or dict is a call of a function, which is counted."""

    __slots__ = ()

    def __hash__(self) -> int:
        return super().__hash__()


class Fields(dict[str, FieldValue]):
    """Fields that count how often one of them is looked for."""

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name)


def many(count: int) -> Ledger:
    """A ledger of so many projects, each with one line of its own; and of as many purchases."""
    projects = (record(项目编码=f"P{n}", 项目名称=f"名{n}") for n in range(count))
    lines = [entry("1", origin=Told((f"钱{n}",)), project=f"P{n}", item=f"物{n}") for n in range(count)]
    bought = (record((line,), 采购物品名称=line.item, 单价=n, 预留中小微企业份额=n) for n, line in enumerate(lines, 1))
    of_projects = tuple(replace(one, fields=Fields(one.fields)) for one in projects)
    return ledger(*lines, records={"单位": (), "项目": of_projects, "采购": tuple(bought)})


@pytest.mark.parametrize("text", [BY.format("项目", "采购物品"), BY.format("采购物品", "项目"), TOTALS])
def test_the_work_of_many_rows_grows_with_them(tmp_path: Path, text: str) -> None:
    with at_most(10_000_000) as few:
        only(tmp_path / "少", text, many(MANY))
    with at_most(5 * few.calls):
        made = only(tmp_path / "多", text, many(4 * MANY))
    assert len(made.body) == 4 * MANY + 1
