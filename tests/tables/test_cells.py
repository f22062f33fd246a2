# ruff: noqa: E501 a specification is one line
"""What the cells of a table say: text, role, spans, value, format and origins, for every content of a column."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.document.blocks import Cell, Column
from generator.facts.budget import FieldValue, Record
from generator.ledger import Amount, Ledger
from generator.pack.spec import NumberFormat
from generator.tables.printing import Forms, field_cell, plain_number, share_cell, shown
from tests.packs import entry, ledger
from tests.tables.making import only, record, says, tables, texts

BASIC = entry(
    "12345.6",
    origin="a",
    direction="支出",
    spending_type="基本支出",
    function="2060101",
    economic="30101",
    quantity=Decimal("2.50"),
)
PROJECT = entry("-50", origin="b", direction="支出", spending_type="项目支出", function="2080501", economic="30201")
RICH = """
表:
  表一:
    栏次: 是
    数字: {单位: 元, 千分位: 是, 小数: 1, 零值: "-"}
    列:
      - {标题: 序, 内容: 序号}
      - {标题: 码, 内容: 编码, 跨列: 2, 最窄: 3, 最宽: 5, 伸展: 1}
      - {标题: 名, 内容: 名称}
      - {标题: 标, 内容: 标签, 居中: 是}
      - 标题: 数
        列: [{标题: 甲, 条件: {支出类型: 基本支出}}, {标题: 万, 数字: {单位: 万元, 小数: 0}}, {标题: 量, 内容: 数量}]
      - {标题: 类, 内容: 编码.类}
      - {标题: 款, 内容: 编码.款}
      - {标题: 项, 内容: 编码.项}
      - {标题: 字段, 内容: 没有}
    行:
      - {合计: 总计}
      - {科目: 功能分类, 标签: "{{中文次序}}、{{名称}}", 不填: [甲]}
      - {标签: 其中, 下级: [{标签: 里, 条件: {支出类型: 项目支出}}]}
      - {空行: 1}
"""


def head(text: str, **more: Any) -> dict[str, Any]:
    return {"text": text, "role": "表头", "scope": "column", **more}


def amount(text: str, value: str, lines: str, form: str, **more: Any) -> dict[str, Any]:
    found = {"text": text, "role": "金额", "value": Decimal(value), "number_format": form, "origins": tuple(lines)}
    return {key: one for key, one in {**found, **more}.items() if one not in ("", ())}


def test_the_head_has_the_titles_with_their_spans_and_the_numbers_of_the_columns(tmp_path: Path) -> None:
    table = only(tmp_path, RICH, ledger(BASIC, PROJECT))
    first, second, numbers = ([says(cell) for cell in row.cells] for row in table.head)
    assert first == [
        head("序", rowspan=2), head("码", colspan=2, rowspan=2), head("名", rowspan=2), head("标", rowspan=2),
        head("数", colspan=3), *(head(text, rowspan=2) for text in ("类", "款", "项", "字段")),
    ]  # fmt: skip
    assert second == [head("甲"), head("万"), head("量")]
    assert numbers == [head("栏次"), head("1", colspan=2), *(head(str(number)) for number in range(2, 11))]
    assert table.columns == (Column(), Column(3, 5, 1), Column(3, 5, 1), *[Column()] * 9)


def test_every_content_of_a_column_prints_what_it_is_for(tmp_path: Path) -> None:
    table = only(tmp_path, RICH, ledger(BASIC, PROJECT))
    assert texts(table) == [
        "1|总计|12,345.6|1|2.5||||",
        "2|206|科学技术支出|一、科学技术支出||1|2.5|206|||",
        "3|20601|科学技术管理事务|一、科学技术管理事务||1|2.5|206|01||",
        "4|2060101|行政运行|一、行政运行||1|2.5|206|01|01|",
        "5|208|社会保障和就业支出|二、社会保障和就业支出||0||208|||",
        "6|20805|行政事业单位养老支出|二、行政事业单位养老支出||0||208|05||",
        "7|2080501|行政单位离退休|二、行政单位离退休||0||208|05|01|",
        "8||其中|其中|12,345.6|1|2.5||||",
        "9||里|里|-|0|||||",
        "10||||||||||",
    ]
    assert [row.total for row in table.body] == [True] + [False] * 9


def test_a_total_line_is_bold_and_its_label_spans_the_labels(tmp_path: Path) -> None:
    total = only(tmp_path, RICH, ledger(BASIC, PROJECT)).body[0]
    assert [says(cell) for cell in total.cells] == [
        {"text": "1", "role": "序号"},
        {"text": "总计", "role": "居中", "colspan": 4, "bold": True, "scope": "row"},
        amount("12,345.6", "12345.6", "a", "#,##0.0", bold=True),
        amount("1", "12295.6", "ab", "#,##0", bold=True, scale=4),
        amount("2.5", "2.50", "ab", "0.##"),
        *[{"role": "居中", "bold": True}] * 3,
        {},
    ]


def test_a_line_has_a_heading_indented_labels_and_its_own_amounts(tmp_path: Path) -> None:
    body = only(tmp_path, RICH, ledger(BASIC, PROJECT)).body
    assert [says(cell) for cell in body[1].cells] == [
        {"text": "2", "role": "序号"},
        {"text": "206", "role": "居中", "colspan": 2, "scope": "row"},
        {"text": "科学技术支出"},
        {"text": "一、科学技术支出", "role": "居中"},
        {"role": "金额"},
        amount("1", "12345.6", "a", "#,##0", scale=4),
        amount("2.5", "2.50", "a", "0.##"),
        {"text": "206", "role": "居中"},
        {"role": "居中"},
        {"role": "居中"},
        {},
    ]
    assert [says(cell) for cell in body[8].cells][2:7] == [
        {"text": "里", "indent": 1},
        {"text": "里", "role": "居中"},
        amount("-", "0", "", "#,##0.0"),
        amount("0", "-50", "b", "#,##0", scale=4),
        amount("", "0", "b", "0.##"),
    ]
    assert [says(cell) for cell in body[9].cells][1:5] == [{"colspan": 2}, {}, {}, {"role": "金额"}]


@pytest.mark.parametrize(
    ("form", "text", "style"),
    [
        (NumberFormat("元", 2), "1234.50", "0.00"),
        (NumberFormat("元", 0), "1235", "0"),
        (NumberFormat("元", 2, grouping=True), "1,234.50", "#,##0.00"),
        (NumberFormat("万元", 1, grouping=True), "0.1", "#,##0.0"),
        (NumberFormat("亿元", 8), "0.00001235", "0.00000000"),
    ],
)
def test_an_amount_has_the_format_of_a_spreadsheet_too(form: NumberFormat, text: str, style: str) -> None:
    cell = shown(Amount(Decimal("1234.5"), ("a",)), form)
    assert (cell.text, cell.number_format, cell.scale) == (text, style, form.scale)


@pytest.mark.parametrize(
    ("value", "text"), [("3", "3"), ("2.50", "2.5"), ("100", "100"), ("0.10", "0.1"), ("3.00", "3"), ("1E+2", "100")]
)
def test_a_quantity_has_no_zeros_that_say_nothing(value: str, text: str) -> None:
    assert plain_number(Decimal(value)) == text


RECORDS = """
表:
  表一:
    数据: 采购
    数字: {单位: 元}
    列:
      - {标题: 序, 内容: 序号}
      - {标题: 名, 内容: 名}
      - {标题: 目, 内容: 目, 居中: 是, 跨列: 2}
      - {标题: 量, 内容: 量, 跨列: 2}
      - {标题: 价, 内容: 价, 数字: {小数: 0}, 跨列: 3}
      - {标题: 金额, 条件: {资金性质: 财政拨款}}
    行: [{合计: 合计}, {记录: 采购, 排序: [名]}]
"""


def purchases() -> tuple[Any, ...]:
    one = entry("20", origin="x", direction="采购", fund="一般公共预算拨款")
    two = entry("5", origin="y", direction="采购", fund="事业收入")
    three = entry("7", origin="z", direction="采购", fund="一般公共预算拨款")
    return (record((one, two), 名="乙", 目="A", 量=Decimal("2.0"), 价=10), record((three,), 名="甲", 价=3))


def test_fields_of_records_are_text_quantities_or_money_and_a_total_sums_the_money(tmp_path: Path) -> None:
    lines = tuple(line for one in purchases() for line in one.entries)
    table = only(tmp_path, RECORDS, Ledger("1", "甲局", "部门", {"采购": lines}, {"采购": purchases()}))
    total, first, second = ([says(cell) for cell in row.cells] for row in table.body)
    assert first == [
        {"text": "2", "role": "序号"},
        {"text": "甲", "origins": ("名处",)},
        {"colspan": 2},
        {"colspan": 2},
        amount("3", "3", "", "0", colspan=3, origins=("价处",)),
        amount("7.00", "7", "z", "0.00"),
    ]
    assert second == [
        {"text": "3", "role": "序号"},
        {"text": "乙", "origins": ("名处",)},
        {"text": "A", "role": "居中", "colspan": 2, "origins": ("目处",)},
        amount("2", "2.0", "", "0.##", colspan=2, origins=("量处",)),
        amount("10", "10", "", "0", colspan=3, origins=("价处",)),
        amount("20.00", "20", "x", "0.00"),
    ]
    assert total[:2] == [{"text": "1", "role": "序号"}, {"text": "合计", "role": "居中", "bold": True, "scope": "row"}]
    assert total[2:5] == [
        {"colspan": 2},
        {"colspan": 2},
        amount("13", "13", "", "0", colspan=3, bold=True, origins=("价处", "价处")),
    ]
    assert (total[5]["text"], total[5]["bold"], sorted(total[5]["origins"])) == ("27.00", True, ["x", "z"])


def test_a_total_line_without_labels_stands_in_the_first_column_that_is_no_amount(tmp_path: Path) -> None:
    text = "表:\n  表一: {列: [{标题: 甲, 内容: 名}, {标题: 乙, 内容: 目}, {标题: 数}], 行: [{合计: 总}]}\n"
    assert texts(only(tmp_path / "a", text, ledger(BASIC))) == ["总||1.23"]
    text = "表:\n  表一: {列: [{标题: 数}, {标题: 名, 内容: 名称}], 行: [{合计: 总}]}\n"
    assert texts(only(tmp_path / "b", text, ledger(BASIC))) == ["1.23|总"]


def test_equal_neighbours_are_merged_down_a_column_that_says_so(tmp_path: Path) -> None:
    text = """
表:
  表一:
    列: [{标题: 甲, 内容: 标签, 合并: 是}, {标题: 乙, 内容: 标签}]
    行: [{标签: 一}, {标签: 一}, {标签: 二}, {标签: 一}, {标签: 一}, {标签: 一}, {标签: ""}, {标签: ""}, {标签: 末}, {标签: 末}]
"""
    table = only(tmp_path, text, ledger(BASIC))
    spans = [[(cell.text, cell.rowspan) for cell in row.cells] for row in table.body]
    assert spans == [
        [("一", 2), ("一", 1)], [("一", 1)], [("二", 1), ("二", 1)], [("一", 3), ("一", 1)], [("一", 1)], [("一", 1)],
        [("", 1), ("", 1)], [("", 1), ("", 1)], [("末", 2), ("末", 1)], [("末", 1)],
    ]  # fmt: skip


FORM = """
表:
  表一:
    逐条: 项目
    排序: [名]
    标题: "{{序号}}、{{记录[名]}}"
    抬头: [左, "", 右]
    表单:
      - [{文字: "{{主体}}的项目"}, {内容: 名, 跨列: 2}]
      - [{文字: 金额, 跨行: 2}, {条件: {资金性质: 事业收入}}, {内容: 没有}]
      - [{内容: 绩效目标, 编号: 是}, {内容: 价}]
    列: [{标题: 指标, 内容: 三级}]
    行: [{记录: 绩效指标}]
"""


def projects() -> tuple[Any, ...]:
    goals = (record(内容="好"), record(内容="快"))
    own = {"绩效目标": goals, "绩效指标": (record(三级="一"), record(三级="二"))}
    lines = (entry("30000", origin="x", fund="事业收入"), entry("4", origin="y", fund="其他收入"))
    return (record(lines, own, 名="乙", 价=50000), record((), {}, 名="甲"))


def test_a_form_prints_fields_amounts_and_sentences_above_the_list_of_each_record(tmp_path: Path) -> None:
    first, second = tables(tmp_path, FORM, ledger(records={"项目": projects()}))["表一"]
    assert (first.title, second.title) == ("1、甲", "2、乙")
    form, listed = second.tables
    assert [[says(cell) for cell in row.cells] for row in form.body] == [
        [
            {"text": "甲局的项目", "role": "表头", "scope": "row"},
            {"text": "乙", "colspan": 2, "origins": ("名处",)},
        ],
        [
            {"text": "金额", "role": "表头", "rowspan": 2, "scope": "row"},
            amount("3.00", "30000", "x", "0.00", scale=4),
            {},
        ],
        [
            {"text": "1.好\n2.快", "origins": ("内容处", "内容处")},
            amount("5.00", "50000", "", "0.00", scale=4, origins=("价处",)),
        ],
    ]
    assert (form.name, form.caption, form.line, form.head, form.attached) == (
        "表一",
        "2、乙",
        ("左", "", "右"),
        (),
        True,
    )
    assert form.columns == (Column(grow=1.0),) * 3
    assert (listed.name, listed.caption, listed.line, listed.attached) == ("表一", "2、乙", ("", "", ""), False)
    assert texts(listed) == ["一", "二"]
    assert texts(first.tables[1]) == []


def test_a_form_without_a_list_is_one_table(tmp_path: Path) -> None:
    text = "表:\n  表一: {逐条: 项目, 表单: [[{内容: 名}]]}\n"
    (first, _) = tables(tmp_path, text, ledger(records={"项目": projects()}))["表一"]
    (form,) = first.tables
    assert not form.attached
    assert texts(form) == ["乙"]


def test_a_cell_spans_one_column_if_nothing_else_is_said() -> None:
    assert shown(Amount(), NumberFormat()).colspan == 1
    assert field_cell(None, NumberFormat()).colspan == 1
    assert field_cell(FieldValue("甲"), NumberFormat()).colspan == 1


def test_a_field_may_be_printed_as_a_share_of_another_in_forms_and_columns(tmp_path: Path) -> None:
    text = """
表:
  表一:
    逐条: 项目
    表单: [[{内容: 计划, 占比: 预算}, {内容: 没有, 占比: 预算}, {内容: 计划, 占比: 没有}, {内容: 计划, 占比: 名}]]
  表二:
    列: [{标题: 名, 内容: 名}, {标题: 比, 内容: 计划, 占比: 预算, 数字: {小数: 1}}]
    行: [{记录: 项目}, {合计: 合计}]
"""
    known = ledger(records={"项目": (record(名="甲", 计划=750000, 预算=3000000), record(名="乙", 计划=10, 预算=0))})
    made = tables(tmp_path, text, known)
    assert texts(made["表一"][0].tables[0]) == ["25.00|||"]
    assert texts(made["表一"][1].tables[0]) == ["|||"]
    assert texts(made["表二"][0].tables[0]) == ["甲|25.0", "乙|", "合计|"]
    (share, *_) = made["表一"][0].tables[0].body[0].cells
    assert (share.value, share.unit, share.number_format) == (Decimal("25.00"), "数量", "0.00")
    assert share.origins == ("计划处", "预算处")


@pytest.mark.parametrize(
    ("formats", "printed"),
    [
        (("", "", ""), "0.33|0.67|49.25"),
        (("数字: {单位: 元}", "数字: {单位: 元}", ""), "3333.00|6666.00|50.00"),
        (("", "数字: {单位: 元, 小数: 0}", "数字: {小数: 0}"), "0.33|6666|0"),
    ],
)
def test_a_share_is_that_of_the_amounts_as_they_are_shown(
    formats: tuple[str, str, str], printed: str, tmp_path: Path
) -> None:
    columns = ", ".join(
        f"{{标题: 列{one}, 内容: {one}{''.join(f', {more}' for more in (own, share) if more)}}}"
        for one, own, share in zip(("计划", "预算", "计划"), formats, ("", "", "占比: 预算"), strict=True)
    )
    known = ledger(records={"项目": (record(计划=3333, 预算=6666),)})
    assert texts(only(tmp_path, f"表:\n  表一: {{列: [{columns}], 行: [{{记录: 项目}}]}}\n", known)) == [printed]


def test_numbers_that_are_no_money_are_shared_as_they_are() -> None:
    made = Record({"数": FieldValue(Decimal(1)), "全": FieldValue(Decimal(3))})
    form = NumberFormat("万元", 1)
    assert share_cell(made, "数", "全", form, Forms(form)).text == "33.3"


def test_a_share_of_another_field_is_a_number_cell_of_its_span() -> None:
    made = Record({"一": FieldValue(Decimal(25), (("一",),)), "全": FieldValue(Decimal(200), (("全",),))})
    form = NumberFormat("元", 2, grouping=False, zero="")
    cell = share_cell(made, "一", "全", form, Forms(form), span=3)
    assert (cell.text, cell.role, cell.colspan, cell.unit) == ("12.50", "金额", 3, "数量")
    assert (cell.number_format, cell.origins) == ("0.00", (("一",), ("全",)))
    for part, whole in (("无", "全"), ("一", "无"), ("一", "零")):
        zero = Record({**made.fields, "零": FieldValue(Decimal(0))})
        assert share_cell(zero, part, whole, form, Forms(form), span=3) == Cell("", "金额", 3)
