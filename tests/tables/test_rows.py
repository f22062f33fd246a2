# ruff: noqa: E501 a specification is one line
"""Which rows a table has, and which entries each of them counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.document.blocks import Run
from generator.facts.classification import load
from generator.findings.finding import Place
from generator.ledger import Ledger
from generator.tables.make import UnmadeError
from generator.tables.setting import Setting
from tests.packs import entry, ledger
from tests.tables.making import only, record, tables, texts

ONE = entry("10000", direction="支出", spending_type="基本支出", function="2060101", economic="30101", unit="001")
TWO = entry("20000", direction="支出", spending_type="项目支出", function="2060199", economic="30201", unit="001")
LAST = entry("40000", direction="支出", spending_type="项目支出", function="2080501", economic="", unit="002")
BOOK = ledger(ONE, TWO, LAST)


def rows(tmp_path: Path, listed: str, book: Ledger = BOOK, columns: str = "", version: str = "部门") -> list[str]:
    columns = columns or "{标题: 码, 内容: 编码}, {标题: 名, 内容: 名称}, {标题: 数}"
    return texts(only(tmp_path, f"表:\n  表一: {{列: [{columns}], 行: [{listed}]}}\n", book, version))


def test_a_classification_prints_the_levels_that_are_asked_for(tmp_path: Path) -> None:
    assert rows(tmp_path / "a", "{科目: 功能分类, 到: 类}") == ["206|科学技术支出|3.00", "208|社会保障和就业支出|4.00"]
    assert [one.split("|")[0] for one in rows(tmp_path / "b", "{科目: 功能分类, 从: 款, 到: 款}")] == ["20601", "20805"]
    assert [one.split("|")[0] for one in rows(tmp_path / "c", "{科目: 功能分类, 从: 项}")] == [
        "2060101",
        "2060199",
        "2080501",
    ]
    assert [one.split("|")[0] for one in rows(tmp_path / "d", "{科目: 经济分类}")] == ["301", "30101", "302", "30201"]


def test_a_classification_counts_only_the_entries_of_its_condition(tmp_path: Path) -> None:
    listed = "{科目: 功能分类, 从: 类, 到: 类, 条件: {支出类型: 项目支出}}"
    assert rows(tmp_path, listed) == ["206|科学技术支出|2.00", "208|社会保障和就业支出|4.00"]


def test_a_whole_classification_prints_every_category_in_order(tmp_path: Path) -> None:
    listed = rows(
        tmp_path,
        "{科目: 功能分类, 从: 类, 到: 类, 列示: 全部, 标签: '{{中文次序}}、{{名称}}（{{编码}}）'}",
        columns="{标题: 名, 内容: 标签}, {标题: 数}",
    )
    categories = [code for code in load(2025).categories("功能分类") if len(code) == 3]
    assert len(listed) == len(categories) > 25
    assert listed[0].startswith("一、")
    assert listed[1].startswith("二、")
    assert listed[categories.index("206")].endswith("、科学技术支出（206）|3.00")


def test_a_code_of_last_level_may_have_rows_below_it(tmp_path: Path) -> None:
    listed = (
        "{科目: 功能分类, 从: 款, 到: 款, 下级: [{标签: 项目, 条件: {支出类型: 项目支出}}, {科目: 经济分类, 到: 类}]}"
    )
    assert rows(tmp_path, listed, columns="{标题: 码, 内容: 编码}, {标题: 名, 内容: 标签}, {标题: 数}") == [
        "20601|科学技术管理事务|3.00", "|项目|2.00", "301|工资福利支出|1.00", "302|商品和服务支出|2.00",
        "20805|行政事业单位养老支出|4.00", "|项目|4.00",
    ]  # fmt: skip


def test_labels_narrow_what_stands_below_them_and_are_indented(tmp_path: Path) -> None:
    text = "表:\n  表一: {列: [{标题: 名, 内容: 标签}, {标题: 数}], 行: [{标签: 甲, 条件: {支出类型: 项目支出}, 下级: [{标签: 乙, 条件: {功能分类: '208'}, 下级: [{标签: 丙}]}]}]}\n"
    table = only(tmp_path, text, BOOK)
    assert texts(table) == ["甲|6.00", "乙|4.00", "丙|4.00"]
    assert [row.cells[0].indent for row in table.body] == [0, 1, 2]


def test_a_label_that_needs_money_is_left_out_without_it_with_all_below(tmp_path: Path) -> None:
    listed = (
        "{标签: 甲, 条件: {方向: 收入}, 列示: 有数, 下级: [{标签: 乙}]}, {标签: 丙, 条件: {方向: 支出}, 列示: 有数}"
    )
    assert rows(tmp_path, listed, columns="{标题: 名, 内容: 标签}") == ["丙"]


@pytest.mark.parametrize(("version", "found"), [("部门", ["甲", "丙"]), ("单位", ["乙", "丙"])])
def test_rows_and_columns_are_those_of_the_version(version: str, found: list[str], tmp_path: Path) -> None:
    listed = "{标签: 甲, 适用: 部门}, {标签: 乙, 适用: 单位}, {标签: 丙}"
    columns = "{标题: 名, 内容: 标签}, {标题: 门, 适用: 部门}, {标题: 位, 适用: 单位}"
    text = f"表:\n  表一: {{列: [{columns}], 行: [{listed}]}}\n"
    table = only(tmp_path, text, BOOK, version)
    assert [row.cells[0].text for row in table.body] == found
    assert [cell.text for cell in table.head[0].cells] == ["名", "门" if version == "部门" else "位"]


def test_a_column_that_needs_money_is_left_out_without_it_at_any_level(tmp_path: Path) -> None:
    columns = """
      - {标题: 名, 内容: 标签}
      - {标题: 收, 条件: {方向: 收入}, 列示: 有数}
      - 标题: 支
        条件: {方向: 支出}
        列示: 有数
        列: [{标题: 基本, 条件: {支出类型: 基本支出}, 列示: 有数}, {标题: 经营, 条件: {支出类型: 经营支出}, 列示: 有数}]
"""
    table = only(tmp_path, f"表:\n  表一:\n    列: {columns}    行: [{{标签: 甲}}]\n", BOOK)
    assert [[cell.text for cell in row.cells] for row in table.head] == [["名", "支"], ["基本"]]
    assert texts(table) == ["甲|1.00"]


def test_blank_rows_are_as_many_as_asked_for_and_a_list_is_filled_up(tmp_path: Path) -> None:
    text = """
表:
  表一:
    列:
      - {标题: 序, 内容: 序号}
      - {标题: 左, 列: [{标题: 甲, 内容: 标签}, {标题: 数}], 行: [{标签: 一}, 补齐, {合计: 总}]}
      - {标题: 右, 条件: {支出类型: 项目支出}, 列: [{标题: 乙, 内容: 标签}, {标题: 额}], 行: [{标签: 子}, {空行: 2}, {标签: 丑}, {合计: 计}]}
      - {标题: 末, 列: [{标题: 丙, 内容: 标签}], 行: [{标签: 短}]}
"""
    table = only(tmp_path, text, BOOK)
    assert texts(table) == ["1|一|7.00|子|6.00|短", "2|||||", "3|||||", "4|||丑|6.00|", "5|总|7.00|计|6.00|"]
    assert [row.total for row in table.body] == [False] * 4 + [True]


def test_the_first_list_may_be_the_shorter_one_without_filling_up(tmp_path: Path) -> None:
    text = """
表:
  表一:
    列:
      - {标题: 左, 列: [{标题: 甲, 内容: 标签}], 行: [{标签: 一}]}
      - {标题: 右, 列: [{标题: 乙, 内容: 标签}], 行: [{标签: 子}, {合计: 丑}, {标签: 寅}]}
"""
    table = only(tmp_path, text, BOOK)
    assert texts(table) == ["一|子", "|丑", "|寅"]
    assert [row.total for row in table.body] == [False, True, False]


def bought(name: str, *lines: str) -> object:
    return record(tuple(entry(line, origin=f"{name}{line}", direction="采购", fund=name) for line in lines), 名=name)


def test_records_with_entries_of_which_the_row_counts_none_are_left_out(tmp_path: Path) -> None:
    text = """
表:
  表一:
    数据: 采购
    列: [{标题: 名, 内容: 名}, {标题: 数}]
    行: [{记录: 采购, 条件: {资金性质: 事业收入}}]
"""
    records = {"采购": (bought("事业收入", "10000", "5000"), bought("其他收入", "30000"), record((), 名="无"))}
    assert texts(only(tmp_path, text, ledger(records=records))) == ["事业收入|1.50"]  # type: ignore[arg-type]


def test_records_are_sorted_by_several_fields_those_without_a_field_first(tmp_path: Path) -> None:
    text = "表:\n  表一: {列: [{标题: 甲, 内容: 甲}, {标题: 乙, 内容: 乙}], 行: [{记录: 单位, 排序: [甲, 乙]}]}\n"
    records = (
        record(甲="二", 乙="a"),
        record(甲="一", 乙="b"),
        record(甲="一", 乙="a"),
        record(乙="z"),
        record(甲="A", 乙="y"),
    )
    assert texts(only(tmp_path, text, ledger(records={"单位": records}))) == ["|z", "A|y", "二|a", "一|a", "一|b"]
    kept = "表:\n  表一: {列: [{标题: 乙, 内容: 乙}], 行: [{记录: 单位}]}\n"
    assert texts(only(tmp_path / "b", kept, ledger(records={"单位": records}))) == ["a", "b", "a", "z", "y"]


EMPTY = "表:\n  表一: {列: [{标题: 名, 内容: 标签}, {标题: 数}], 条件: {方向: 收入}, 附注: [注], 空表: {说明: 空%s}, 行: [{合计: 总}, {标签: 甲}]}\n"


@pytest.mark.parametrize(
    ("keep", "body"), [("", []), (", 保留: 表头", []), (", 保留: 合计行", ["总|"]), (", 保留: 全部", ["总|", "甲|"])]
)
def test_an_empty_table_keeps_what_it_is_told_to_and_says_that_it_is_empty(
    keep: str, body: list[str], tmp_path: Path
) -> None:
    table = only(tmp_path, EMPTY % keep, BOOK)
    assert texts(table) == body
    assert [(note.text, note.style) for note in table.notes] == [("注", "表注"), ("空", "表注")]


def test_a_table_with_money_keeps_its_notes_and_says_nothing_of_being_empty(tmp_path: Path) -> None:
    table = only(tmp_path, EMPTY % "", ledger(entry("10000", direction="收入")))
    assert texts(table) == ["总|1.00", "甲|1.00"]
    assert [note.text for note in table.notes] == ["注"]


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        ("{标题: 数, 条件: {经济分类: 30217}}", "{标签: 甲}"),
        ("{标题: 数}", "{标签: 甲, 条件: {经济分类: 30217}}"),
        ("{标题: 组, 条件: {经济分类: 30217}, 列: [{标题: 数}]}", "{标签: 甲}"),
        ("{标题: 组, 条件: {经济分类: 30217}, 列: [{标题: 数}], 行: [{标签: 甲}]}", ""),
    ],
)
def test_a_table_of_fixed_rows_is_empty_where_every_amount_that_it_could_print_is_zero(
    columns: str, row: str, tmp_path: Path
) -> None:
    text = f"表:\n  表一: {{列: [{columns}], 空表: {{说明: 空, 保留: 全部}}{f', 行: [{row}]' if row else ''}}}\n"
    other, nothing = entry("5", economic="30201"), entry("0", economic="30217")
    for name, entries in (("a", ()), ("b", (other,)), ("c", (other, nothing))):
        assert [note.text for note in only(tmp_path / name, text, ledger(*entries)).notes] == ["空"]
    assert not only(tmp_path / "d", text, ledger(other, entry("5", economic="30217"))).notes


def test_a_table_of_records_is_empty_without_records_whatever_money_there_is(tmp_path: Path) -> None:
    text = "表:\n  表一: {列: [{标题: 名, 内容: 名}], 空表: {说明: 空}, 行: [{记录: 专项资金}]}\n"
    assert [note.text for note in only(tmp_path / "a", text, BOOK).notes] == ["空"]
    kept = only(tmp_path / "c", text.replace("说明: 空", "说明: 空, 保留: 全部"), BOOK)
    assert (texts(kept), [note.text for note in kept.notes]) == ([], ["空"])
    full = only(tmp_path / "b", text, ledger(records={"专项资金": (record(名="甲"),)}))
    assert (texts(full), full.notes) == (["甲"], ())


def test_a_column_group_of_records_is_asked_whether_a_table_is_empty(tmp_path: Path) -> None:
    text = "表:\n  表一: {空表: {说明: 空}, 列: [{标题: 左, 列: [{标题: 名, 内容: 名}], 行: [{记录: 专项资金}]}]}\n"
    assert [note.text for note in only(tmp_path / "a", text, BOOK).notes] == ["空"]
    assert not only(tmp_path / "b", text, ledger(records={"专项资金": (record(名="甲"),)})).notes


@pytest.mark.parametrize(
    ("columns", "rows_", "printed"),
    [
        ("{标题: 数}", "{标签: 甲, 适用: 部门}", []),
        ("{标题: 数}", "{标签: 甲, 适用: 部门}, {标签: 乙, 条件: {方向: 收入}}", [""]),
        ("{标题: 数}", "{标签: 甲, 适用: 部门}, 补齐", []),
        ("{标题: 左, 列: [{标题: 数}], 行: [{标签: 甲, 适用: 部门}, {标签: 乙, 条件: {方向: 收入}}]}", "", [""]),
        ("{标题: 数}", "{记录: 项目, 适用: 部门}, {标签: 乙, 条件: {方向: 收入}}", [""]),
        ("{标题: 名, 内容: 项目名称}", "{记录: 项目, 适用: 部门}", []),
    ],
)
def test_a_table_whose_money_stands_in_rows_of_the_other_version_is_empty(
    columns: str, rows_: str, printed: list[str], tmp_path: Path
) -> None:
    text = f"表:\n  表一: {{列: [{columns}], 空表: {{说明: 空, 保留: 全部}}{f', 行: [{rows_}]' if rows_ else ''}}}\n"
    spent = entry("10000", direction="支出")
    book = ledger(spent, records={"项目": (record((spent,), 项目名称="修路"),)})
    unit = only(tmp_path / "a", text, book, "单位")
    assert (texts(unit), [note.text for note in unit.notes]) == (printed, ["空"])
    assert not only(tmp_path / "b", text, book, "部门").notes


def test_a_row_of_this_version_has_money_though_records_of_the_other_do_not(tmp_path: Path) -> None:
    text = "表:\n  表一: {空表: {说明: 空}, 列: [{标题: 数}], 行: [{记录: 项目, 适用: 部门}, {标签: 乙, 适用: 单位}]}\n"
    assert texts(only(tmp_path / "a", text, BOOK, "单位")) == ["7.00"]
    assert [note.text for note in only(tmp_path / "b", text, BOOK, "部门").notes] == ["空"]


def test_titles_lines_and_notes_are_filled_in(tmp_path: Path) -> None:
    text = "表:\n  表一: {标题: '{{主体}}的表', 抬头: ['{{主体}}', 中, '{{主体}}'], 附注: ['{{主体}}注'], 列: [{标题: '{{主体}}数'}], 行: [{标签: 甲}]}\n"
    ((made,),) = tables(tmp_path, text, BOOK).values()
    (table,) = made.tables
    assert (made.title, table.caption, table.name) == ("甲局的表", "甲局的表", "表一")
    assert table.line == ("甲局", "中", "甲局")
    assert [note.text for note in table.notes] == ["甲局注"]
    assert [cell.text for cell in table.head[0].cells] == ["甲局数"]


def test_labels_are_filled_in(tmp_path: Path) -> None:
    assert rows(tmp_path, "{标签: '{{主体}}行'}, {合计: '{{主体}}计'}", columns="{标题: 名, 内容: 标签}") == [
        "甲局行",
        "甲局计",
    ]


def test_names_are_the_packs_then_the_catalogues_then_the_code(tmp_path: Path) -> None:
    book = ledger(entry("10000", function="2060101"), entry("10000", function="9990101"))
    text = "科目名称: {功能分类: {'206': 自定}}\n表:\n  表一: {列: [{标题: 名, 内容: 名称}], 行: [{科目: 功能分类, 到: 款}]}\n"
    assert texts(only(tmp_path, text, book)) == ["自定", "科学技术管理事务", "999", "99901"]


def test_a_total_of_fields_sums_the_records_of_every_list_of_the_table(tmp_path: Path) -> None:
    text = """
表:
  表一:
    数字: {单位: 元}
    列: [{标题: 名, 内容: 名}, {标题: 价, 内容: 价}]
    行: [{合计: 总}, {记录: 采购}, {记录: 专项资金}]
"""
    records = {"采购": (record(名="甲", 价=3),), "专项资金": (record(名="乙", 价=4), record(名="丙"))}
    assert texts(only(tmp_path, text, ledger(records=records))) == ["总|7.00", "甲|3.00", "乙|4.00", "丙|"]


def test_records_below_a_label_are_indented_and_have_no_label_of_their_own(tmp_path: Path) -> None:
    text = "表:\n  表一: {列: [{标题: 名, 内容: 名}, {标题: 标, 内容: 标签}], 行: [{标签: 甲, 下级: [{记录: 专项资金}]}]}\n"
    table = only(tmp_path, text, ledger(ONE, records={"专项资金": (record(名="乙"),)}))
    assert texts(table) == ["|甲", "乙|"]
    assert [row.cells[1].indent for row in table.body] == [0, 1]


def test_the_number_row_begins_at_the_column_of_row_numbers_and_spans_as_it_does(tmp_path: Path) -> None:
    text = "表:\n  表一: {栏次: 是, 列: [{标题: 序, 内容: 序号, 跨列: 2}, {标题: 数}], 行: [{标签: 甲}]}\n"
    table = only(tmp_path, text, BOOK)
    assert [(cell.text, cell.colspan) for cell in table.head[1].cells] == [("栏次", 2), ("1", 1)]
    assert [(cell.text, cell.colspan) for cell in table.body[0].cells] == [("1", 2), ("7.00", 1)]


def test_a_table_none_of_whose_columns_is_for_this_version_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(UnmadeError, match="没有一列要印"):
        only(tmp_path, "表:\n  表一: {列: [{标题: 数, 适用: 单位}], 行: [{标签: 甲}]}\n", BOOK)


OWN = """
表:
  表一:
    逐条: 项目
    数字: {单位: 元}
    列: [{标题: 码, 内容: 编码}, {标题: 名, 内容: 名}, {标题: 价, 内容: 价}, {标题: 数}]
    行:
      - {合计: 总}
      - {标签: 甲, 下级: [{记录: 绩效指标}]}
      - {科目: 功能分类, 从: 类, 到: 类, 下级: [{记录: 绩效指标}]}
"""


def test_a_table_of_one_record_has_its_entries_and_its_records_at_every_depth(tmp_path: Path) -> None:
    lines = (ONE, TWO)
    own = [
        record((line,), {"绩效指标": (record(名=name, 价=price),)})
        for line, name, price in zip(lines, "子丑", (3, 4), strict=True)
    ]
    made = tables(tmp_path, OWN, ledger(*lines, LAST, records={"项目": tuple(own)}))["表一"]
    assert [texts(one.tables[0]) for one in made] == [
        ["总||3.00|10000.00", "|||10000.00", "|子|3.00|", "206|||10000.00", "|子|3.00|"],
        ["总||4.00|20000.00", "|||20000.00", "|丑|4.00|", "206|||20000.00", "|丑|4.00|"],
    ]
    listed = OWN[: OWN.index("      - {标签")] + "      - {记录: 绩效指标}\n"
    made = tables(tmp_path / "b", listed, ledger(records={"项目": tuple(own)}))["表一"]
    assert [texts(one.tables[0])[0] for one in made] == ["总||3.00|10000.00", "总||4.00|20000.00"]


def test_the_rows_of_a_column_group_are_those_of_its_condition(tmp_path: Path) -> None:
    text = """
表:
  表一:
    列:
      - {标题: 左, 条件: {支出类型: 基本支出}, 列: [{标题: 码, 内容: 编码}, {标题: 数}], 行: [{科目: 功能分类, 从: 项}]}
      - {标题: 右, 条件: {支出类型: 项目支出}, 列: [{标题: 码, 内容: 编码}, {标题: 数}], 行: [{科目: 功能分类, 从: 项}]}
"""
    assert texts(only(tmp_path, text, BOOK)) == ["2060101|1.00|2060199|2.00", "||2080501|4.00"]


def test_a_column_counts_what_all_headings_above_it_count(tmp_path: Path) -> None:
    columns = "{标题: 上, 条件: {支出类型: 项目支出}, 列: [{标题: 中, 列: [{标题: 计}, {标题: 分, 条件: {功能分类: '208'}}]}]}"
    assert rows(tmp_path, "{标签: 甲}", columns=columns) == ["6.00|4.00"]


def test_classifications_below_a_label_and_labels_below_a_code_are_indented(tmp_path: Path) -> None:
    listed = "{标签: 甲, 下级: [{科目: 功能分类, 从: 类, 到: 类, 下级: [{标签: 乙}]}]}"
    text = f"表:\n  表一: {{列: [{{标题: 名, 内容: 名称}}], 行: [{listed}]}}\n"
    table = only(tmp_path, text, ledger(ONE))
    assert [(row.cells[0].text, row.cells[0].indent) for row in table.body] == [
        ("甲", 0),
        ("科学技术支出", 1),
        ("乙", 2),
    ]


def test_a_text_without_jinja_is_not_rendered(tmp_path: Path) -> None:
    def never(source: str, variables: object, place: object) -> tuple[Run, ...]:
        raise AssertionError(source)

    setting = Setting(load(2025), (), never, "部门", {})
    assert setting.fill("甲}}", {}, Place("f")) == "甲}}"
