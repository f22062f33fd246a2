from __future__ import annotations

from pathlib import Path

from generator.facts.budget import FieldValue, Record
from generator.pack.spec import RowSpec
from generator.tables.rows import TableLine, fill_up
from tests.packs import NOWHERE, draw, entry, ledger

SPENDING = (
    entry("12345", direction="支出", spending_type="基本支出", function="2060101"),
    entry("50", direction="支出", spending_type="项目支出", function="2060101"),
    entry("30000", direction="支出", spending_type="项目支出", function="2080501"),
)


def test_a_code_table_prints_every_level_that_has_money_and_the_total_where_it_stands(tmp_path: Path) -> None:
    text, _ = draw(
        """
表:
  表一:
    条件: {方向: 支出}
    栏次: 是
    列:
      - {标题: 序号, 内容: 序号}
      - 标题: 功能分类科目
        列: [{标题: 编码, 内容: 编码}, {标题: 名称, 内容: 名称}]
      - {标题: 合计}
      - {标题: 项目, 条件: {支出类型: 项目支出}}
    行:
      - {合计: 合计}
      - {科目: 功能分类, 到: 款}
""",
        ledger(*SPENDING),
        tmp_path,
    )
    assert text.split("\n") == [
        "序号<1x2> | 功能分类科目<2x1> | 合计<1x2> | 项目<1x2>",
        "编码 | 名称",
        "栏次 | 1 | 2 | 3 | 4",
        "---",
        "1 | 合计<2x1> | 4.24 | 3.01",  # 4.2395 and 3.005: rounded once, half up
        "2 | 206 | 科学技术支出 | 1.24 | 0.01",  # 0.005 is shown as 0.01
        "3 | 20601 | 科学技术管理事务 | 1.24 | 0.01",
        "4 | 208 | 社会保障和就业支出 | 3.00 | 3.00",
        "5 | 20805 | 行政事业单位养老支出 | 3.00 | 3.00",
    ]


def test_lists_side_by_side_end_together_where_the_form_fills_up(tmp_path: Path) -> None:
    text, _ = draw(
        """
表:
  表一:
    列:
      - 标题: 收入
        条件: {方向: 收入}
        列: [{标题: 项目, 内容: 标签}, {标题: 数}]
        行: [{标签: 拨款}, 补齐, {合计: 收入总计}]
      - 标题: 支出
        条件: {方向: 支出}
        列: [{标题: 项目, 内容: 标签}, {标题: 数}]
        行:
          - {科目: 功能分类, 到: 类, 标签: "{{ 名称 }}"}
          - {标签: 人行科目, 条件: 无}
          - {合计: 支出总计}
""",
        ledger(*SPENDING, entry("42395", direction="收入")),
        tmp_path,
    )
    assert text.split("\n")[3:] == [
        "拨款 | 4.24 | {{ 名称 }} | 1.24",
        " |  | {{ 名称 }} | 3.00",
        " |  | 人行科目 | ",
        "收入总计 | 4.24 | 支出总计 | 4.24",
    ]


def test_an_empty_table_keeps_its_head_and_prints_its_notice(tmp_path: Path) -> None:
    specification = """
表:
  表一:
    条件: {资金性质: 政府性基金预算拨款}
    列: [{标题: 项目, 内容: 标签}, {标题: 数}]
    行: [{合计: 合计}, {标签: 甲}]
    空表: {说明: 注：空表列示。%s}
"""
    assert draw(specification % "", ledger(), tmp_path / "a")[0].split("\n")[2:] == ["注：空表列示。"]
    kept = draw(specification % ", 保留: 合计行", ledger(), tmp_path / "b")[0]
    assert kept.split("\n")[2:] == ["合计 | ", "注：空表列示。"]
    everything = draw(specification % ", 保留: 全部", ledger(), tmp_path / "c")[0]
    assert everything.split("\n")[2:] == ["合计 | ", "甲 | ", "注：空表列示。"]


def test_records_are_sorted_as_forms_sort_names_and_a_total_line_sums_their_amounts(tmp_path: Path) -> None:
    def item(name: str, amount: str) -> Record:
        line = entry(amount, direction="采购")
        return Record({"名": FieldValue(name), "份额": FieldValue(line.amount, (), amount=True)}, (line,))

    book = ledger(records={"采购": (item("提前", "10000"), item("保安", "25000"), item("2025", "5000"))})
    text, _ = draw(
        """
表:
  表一:
    数据: 采购
    列: [{标题: 名称, 内容: 名}, {标题: 份额, 内容: 份额}]
    行: [{合计: 合计}, {记录: 采购, 排序: [名]}]
""",
        book,
        tmp_path,
    )
    assert text.split("\n")[2:] == ["合计 | 4.00", "2025 | 0.50", "保安 | 2.50", "提前 | 1.00"]


def test_units_thousands_and_zero_text_follow_the_number_format(tmp_path: Path) -> None:
    text, _ = draw(
        """
默认: {数字: {单位: 元, 千分位: 是, 零值: "0.00"}}
表:
  表一:
    列: [{标题: 项目, 内容: 标签}, {标题: 数}, {标题: 万, 数字: {单位: 万元, 小数: 1}}, {标题: 无, 条件: {方向: 收入}}]
    行: [{标签: 全部}]
""",
        ledger(entry("1234567.8", direction="支出")),
        tmp_path,
    )
    assert text.split("\n")[-1] == "全部 | 1,234,567.80 | 123.5 | 0.00"


def test_mistakes_in_a_specification_are_findings_with_place_and_suggestion(tmp_path: Path) -> None:
    _, findings = draw(
        """
口径:
  支出: {方向: 支初}
片段:
  甲: []
表:
  表一:
    标提: 错
    条件: 没有的口径
    列: [{标题: 数, 条件: {方向: 收入}, 列: [{标题: 内, 条件: {方向: 支出}}]}]
    行: 乙
  表二: {沿用: 表三}
""",
        ledger(),
        tmp_path,
    )
    found = {(f.code, f.place.line if f.place else 0): f.message + f.remedy for f in findings}
    assert "“方向”没有“支初”" in found["P113", 3]
    assert "支出" in found["P113", 3]
    assert "标题" in found["P111", 8]
    assert "没有名为“没有的口径”的口径" in found["P114", 9]
    assert "条件相互矛盾（方向）" in found["P115", 10]
    assert "没有名为“乙”的片段" in found["P114", 11]
    assert "没有可以沿用的表“表三”" in found["P114", 12]


def test_equal_neighbours_are_merged_beside_total_lines_whose_label_spans_the_column(tmp_path: Path) -> None:
    text, findings = draw(
        """
表:
  表一:
    列:
      - {标题: 项, 内容: 标签, 合并: 是}
      - {标题: 次, 内容: 名称, 合并: 是}
      - {标题: 数, 内容: 数量}
    行:
      - {合计: 甲}
      - {标签: 甲}
      - {标签: 甲}
      - {合计: 甲}
      - {标签: 甲}
""",
        ledger(entry("5")),
        tmp_path,
    )
    assert findings == ()
    assert text.split("---\n")[1].splitlines() == ["甲<2x1> | ", "甲<1x2> | 甲<1x2> | ", "", "甲<2x1> | ", "甲 | 甲 | "]


def test_only_one_line_fills_up_a_list_and_only_to_the_height_of_the_table() -> None:
    fill, blank = TableLine(RowSpec("补齐", NOWHERE)), TableLine(RowSpec("标签", NOWHERE))
    for lines in ((fill, blank, fill), (blank, fill, fill, blank), (fill,) * 5):
        assert len(fill_up(lines, 8)) == 8
