"""Charts (图): a bar is a cell of a table, and what would not be true is not drawn so."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.base import meter
from generator.compose import packcheck
from generator.document.blocks import Cell, Chart, Document, Paragraph, Table
from generator.findings.finding import Finding
from tests.packs import composed

TABLES = """
表:
  支出表:
    条件: {方向: 支出}
    列:
      - {标题: 科目, 内容: 名称}
      - {标题: 编码, 内容: 编码}
      - {标题: 合计}
      - {标题: 基本支出, 条件: {支出类型: 基本支出}}
      - {标题: 项目支出, 条件: {支出类型: 项目支出}}
    行: [{合计: 合计}, {科目: 功能分类, 到: 项}]
    空表: {说明: 无。}
  收支表:
    列:
      - {标题: 收入, 条件: {方向: 收入}, 列: [{标题: 项目, 内容: 标签}, {标题: 数}], 行: [{标签: 拨款, 条件: {资金性质: 财政拨款}}, {标签: 其他, 条件: {资金性质: 单位资金}}, 补齐, {合计: 总计}]}
      - {标题: 支出, 条件: {方向: 支出}, 列: [{标题: 项目, 内容: 标签}, {标题: 数}], 行: [{标签: 全部, 下级: [{标签: 其中工资, 条件: {经济分类: 301}}]}, 补齐, {合计: 总计}]}
    空表: {说明: 无。}
  一行表:
    列: [{标题: 甲, 条件: {方向: 收入}}, {标题: 乙, 条件: {方向: 支出}}]
    行: [{标签: ''}]
    空表: {说明: 无。}
  两年表:
    列: [{标题: 项目, 内容: 标签}, {标题: 上年, 数据版本: 上年预算}, {标题: 本年}]
    行: [{标签: 支出, 条件: 支出}, {标签: 工资, 条件: 工资}]
    空表: {说明: 无。}
口径: {支出: {方向: 支出}, 工资: {方向: 支出, 经济分类: 301}}
"""  # noqa: E501 the language of packs
PROJECT = """
  - 名称: 甲
    类别: 特定目标类
    支出: [{{科目: {code}, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: {amount}}}]
"""


def projects(*lines: tuple[str, str]) -> str:
    return "项目:" + "".join(PROJECT.format(code=code, amount=amount) for code, amount in lines)


def made(tmp_path: Path, chart: str, extra: str = "") -> tuple[Document, tuple[Finding, ...]]:
    document, found = composed(tmp_path, "正文\n@图 甲", extra, 表=TABLES, 图=f"图: {{甲: {chart}}}")
    assert document is not None, found
    return document, found


def charts(document: Document) -> list[Chart]:
    return [block for section in document.sections for block in section.blocks if isinstance(block, Chart)]


def drawn(tmp_path: Path, chart: str, extra: str = "") -> Chart:
    (found,) = charts(made(tmp_path, chart, extra)[0])
    return found


def rows(chart: Chart) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in chart.table.body]


def test_bars_are_the_top_rows_of_a_table_without_totals(tmp_path: Path) -> None:
    chart = drawn(tmp_path, "{表: 支出表, 列: 合计}", projects(("2050101", "30000"), ("2060101", "5000")))
    assert (chart.kind, chart.unit, chart.series) == ("条形图", "万元", ("合计",))
    assert rows(chart) == [["教育支出", "3.00"], ["科学技术支出", "0.60"]]


def test_every_bar_is_a_cell_of_the_table(tmp_path: Path) -> None:
    extra = projects(("2050101", "30000"))
    text = "@表 支出表\n@图 甲"
    document, _ = composed(tmp_path, text, extra, 表=TABLES, 图="图: {甲: {表: 支出表}}")
    assert document is not None
    blocks = [block for section in document.sections for block in section.blocks]
    (table,) = (block for block in blocks if isinstance(block, Table))
    cells = {(cell.text, cell.value, cell.origins) for row in table.body for cell in row.cells}
    (chart,) = charts(document)
    shown = [cell for row in chart.table.body for cell in row.cells[1:]]
    assert len(shown) == 6
    assert {(one.text if one.value else "", one.value, one.origins) for one in shown} <= cells


def test_a_chart_has_its_title_and_unit_above_it(tmp_path: Path) -> None:
    blocks = made(tmp_path, "{标题: '{{ 年度 }}年支出', 表: 支出表, 列: 合计}")[0].sections[0].blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["正文", "2025年支出（单位：万元）"]
    assert isinstance(blocks[-1], Chart)
    assert blocks[-1].alternative == "2025年支出（单位：万元）：科学技术支出0.10。"


def test_the_words_for_several_columns_name_each_figure(tmp_path: Path) -> None:
    chart = drawn(tmp_path, "{表: 支出表, 列: [合计, 项目支出]}")
    assert chart.alternative == "甲（单位：万元）：科学技术支出：合计0.10，项目支出0。"


def test_one_of_two_lists_side_by_side_can_be_drawn(tmp_path: Path) -> None:
    assert rows(drawn(tmp_path / "a", "{表: 收支表, 列: 收入}")) == [["拨款", "0.10"]]
    assert rows(drawn(tmp_path / "b", "{表: 收支表, 列: 支出/数}")) == [["全部", "0.10"]]


def test_rows_are_chosen_by_their_labels_totals_and_parts_too(tmp_path: Path) -> None:
    chart = drawn(tmp_path, "{表: 收支表, 列: 支出, 行: [其中工资, 总计]}")
    assert rows(chart) == [["其中工资", "0.10"], ["总计", "0.10"]]


def test_a_row_without_a_name_gives_a_bar_for_each_column(tmp_path: Path) -> None:
    text = "{标题: 一行, 表: 一行表}"
    document, found = composed(tmp_path, "@图 甲", 表=TABLES, 图=f"图: {{甲: {text}}}")
    assert document is not None, found
    assert rows(charts(document)[0]) == [["甲", "0.10"], ["乙", "0.10"]]


SEVERAL = [(f"2{number:02d}0101", "1000") for number in range(1, 5)]


def pie(tmp_path: Path, *lines: tuple[str, str], rows: str = "") -> tuple[Chart, tuple[Finding, ...]]:
    document, found = made(tmp_path, f"{{表: 支出表, 列: 合计, 形式: 饼图{rows}}}", projects(*lines) if lines else "")
    return charts(document)[0], found


def test_few_parts_of_a_total_are_a_pie(tmp_path: Path) -> None:
    chart, found = pie(tmp_path, *SEVERAL)
    assert (chart.kind, len(chart.table.body)) == ("饼图", 5)
    assert not [one for one in found if one.code == "P309"]


@pytest.mark.parametrize(
    "lines",
    [
        (),  # one part
        (*SEVERAL, ("2070101", "1"), ("2080101", "1")),  # seven
        (("2050101", "-1000"), ("2070101", "3")),  # a negative one
    ],
)
def test_what_a_pie_cannot_show_truly_is_bars_without_a_word(
    tmp_path: Path, lines: tuple[tuple[str, str], ...]
) -> None:
    chart, found = pie(tmp_path, *lines)
    assert chart.kind == "条形图"
    assert not [one for one in found if one.code in ("P309", "D511")]


def test_parts_that_are_not_the_whole_are_bars_and_told(tmp_path: Path) -> None:
    tables = TABLES.replace(
        "[{合计: 合计}, {科目: 功能分类, 到: 项}]", "[{标签: 工资, 条件: 工资}, {标签: 支出, 条件: 支出}, {合计: 合计}]"
    )
    document, found = composed(tmp_path, "@图 甲", 表=tables, 图="图: {甲: {表: 支出表, 列: 合计, 形式: 饼图}}")
    assert document is not None, found
    assert charts(document)[0].kind == "条形图"
    assert [one.message for one in found if one.code == "P309"] == [
        "图“甲”画成了条形图：各部分加起来不是表里的一个合计。"
    ]  # fmt: skip


def test_columns_that_count_the_same_money_are_not_stacked(tmp_path: Path) -> None:
    extra = projects(("2050101", "2"))
    assert drawn(tmp_path / "a", "{表: 支出表, 列: [基本支出, 项目支出], 形式: 堆积条形图}", extra).kind == "堆积条形图"
    document, found = made(tmp_path / "b", "{表: 支出表, 形式: 堆积条形图}", extra)
    assert charts(document)[0].kind == "条形图"
    assert [one.code for one in found if one.code.startswith("P")] == ["P309"]


def test_a_year_that_is_not_known_has_no_bar(tmp_path: Path) -> None:
    chart = drawn(tmp_path, "{表: 两年表}", "上年数: {支出: 2000}\n")
    assert rows(chart) == [["支出", "0.20", "0.10"], ["工资", "", "0.10"]]
    assert chart.table.body[1].cells[1].value is None
    assert "工资：上年—，本年0.10" in chart.alternative


def test_a_year_of_which_nothing_is_known_leaves_the_chart_out_and_is_told(tmp_path: Path) -> None:
    document, found = made(tmp_path, "{标题: 两年, 表: 两年表}")
    assert charts(document) == []
    assert [block.text for section in document.sections for block in section.blocks] == ["正文"]  # type: ignore[union-attr]
    assert [one.message for one in found if one.code == "D511"] == ["图“两年”没有画：不知道上年。"]


def test_what_was_nothing_is_no_bar_but_a_figure(tmp_path: Path) -> None:
    chart = drawn(tmp_path, "{表: 两年表}", "上年数: {支出: 2000, 工资: 0}\n")
    assert chart.table.body[1].cells[1] == Cell(
        "0", "金额", value=chart.table.body[1].cells[1].value, unit="元", number_format="0.00", scale=4,
        origins=chart.table.body[1].cells[1].origins,
    )  # fmt: skip
    assert chart.table.body[1].cells[1].value == 0


def test_a_table_without_money_has_no_chart(tmp_path: Path) -> None:
    document, found = made(tmp_path, "{表: 支出表, 列: 项目支出}")
    assert charts(document) == []
    assert [one for one in found if one.code in ("D511", "P309")] == []


def test_more_rows_than_can_be_seen_leave_the_chart_out_and_are_told(tmp_path: Path) -> None:
    many = projects(*((f"{code}0101", "10") for code in (*range(201, 217), *range(219, 225), 227, *range(229, 233))))
    document, found = made(tmp_path, "{表: 支出表, 列: 合计}", many)
    assert charts(document) == []
    (one,) = (one for one in found if one.code == "D511")
    assert "行、1 列，画出来看不清" in one.message


@pytest.mark.parametrize(
    ("chart", "message"),
    [
        ("{表: 支出标}", "没有可以画的表“支出标”。"),
        ("{表: 支出表, 列: 合记}", "要画的表没有列“合记”。"),
        ("{表: 收支表, 列: 收入, 行: [拨欵]}", "要画的表没有行“拨欵”。"),
        ("{表: 收支表, 列: 收入, 行: [其中工资]}", "要画的表没有行“其中工资”。"),
        ("{表: 支出表, 列: [合计, 科目]}", "列“科目”画不出来：图只画金额、数量和增减额。"),
        ("{表: 收支表}", "表“收支表”左右各有自己的行，不能画在一张图里。"),
        ("{表: 支出表, 形式: 饼图}", "饼图只画一列，这里有 3 列。"),
        ("{表: 支出表, 形式: 圆图}", "不认识的词“圆图”。"),
        ("{表: 支出表, 列: 科目}", "没有可以画的列：图只画金额、数量和增减额。"),
        ("{表: 支出表, 标提: 甲}", "不认识的键“标提”。"),
    ],
)
def test_a_chart_that_can_never_be_drawn_is_an_error_of_the_pack(tmp_path: Path, chart: str, message: str) -> None:
    _, found = composed(tmp_path, "@图 甲", 表=TABLES, 图=f"图: {{甲: {chart}}}")
    assert message in [one.message for one in found]


def test_units_are_not_mixed(tmp_path: Path) -> None:
    tables = TABLES.replace("{标题: 项目支出, 条件", "{标题: 项目支出, 数字: {单位: 元}, 条件")
    _, found = composed(tmp_path, "@图 甲", 表=tables, 图="图: {甲: {表: 支出表}}")
    assert "万元、元不能画在一张图里。" in [one.message for one in found]


def test_a_chart_that_does_not_exist_is_an_error_where_it_is_asked_for(tmp_path: Path) -> None:
    _, found = composed(tmp_path, "第一行\n@图 乙", 表=TABLES, 图="图: {甲: {表: 支出表}}")
    (one,) = (one for one in found if "乙" in one.message)
    assert (one.message, one.place and one.place.line, one.remedy) == ("没有名为“乙”的图。", 2, "可以写：甲。")


def test_charts_count_the_cells_that_they_are_made_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meter, "CELLS", 25)  # two rows of five cells for each
    found = [
        composed(tmp_path / str(count), "\n".join(["@图 甲"] * count), 表=TABLES, 图="图: {甲: {表: 支出表, 列: 合计}}")
        for count in (1, 9)
    ]
    assert [document is None for document, _ in found] == [False, True]
    assert [one.message for one in found[1][1] if one.code == "P305"] == ["表格太大，或者表格太多。"]


def test_a_chart_that_no_text_prints_is_told_by_the_check_of_the_pack(tmp_path: Path) -> None:
    composed(tmp_path, "正文", 表=TABLES, 图="图: {甲: {表: 支出表}}")
    _, found = packcheck.check("测试", 2025, tmp_path / "templates")
    assert "图“甲”从来不印。" in [one.message for one in found]


def test_a_table_that_is_only_drawn_is_used(tmp_path: Path) -> None:
    composed(tmp_path, "@图 甲", 表=TABLES, 图="图: {甲: {表: 支出表}}")
    _, found = packcheck.check("测试", 2025, tmp_path / "templates")
    assert "表“支出表”从来不印。" not in [one.message for one in found]
    assert "表“收支表”从来不印。" in [one.message for one in found]


def test_an_optional_part_that_no_text_asks_for_is_told_by_the_check_of_the_pack(tmp_path: Path) -> None:
    composed(tmp_path, "正文{% if 选印('图解') %}图{% endif %}", 模板="选印: [图解, 表解]\n")
    _, found = packcheck.check("测试", 2025, tmp_path / "templates")
    assert [one.message for one in found if "选印" in one.message] == [
        "选印的“表解”没有一个文字文件问到，印不印都一样。"
    ]


def test_an_optional_part_that_cannot_be_printed_is_told_by_the_check_of_the_pack(tmp_path: Path) -> None:
    composed(tmp_path, "正文\n{% if 选印('图解') %}\n@表 没有\n{% endif %}", 模板="选印: [图解]\n")
    _, found = packcheck.check("测试", 2025, tmp_path / "templates")
    assert "没有名为“没有”的表。" in [one.message for one in found]


def test_a_word_of_the_pack_that_only_the_title_of_a_chart_says_is_used(tmp_path: Path) -> None:
    data = "数据: {简称: {类型: 文字}}\n"
    for place, title in (("a", "{{ 简称 }}的支出"), ("b", "支出")):
        chart = f"图: {{甲: {{标题: '{title}', 表: 支出表}}}}"
        composed(tmp_path / place, "@图 甲", 模板=data, 表=TABLES, 图=chart)
    found = [packcheck.check("测试", 2025, tmp_path / place / "templates")[1] for place in ("a", "b")]
    told = ["“简称”没有一张表、一句话用到。" in [one.message for one in every] for every in found]
    assert told == [False, True]
