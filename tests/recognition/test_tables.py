"""Tables are recognised by their titles and headings, and each cell becomes an amount under a condition."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from generator.grids.grid import Grid
from generator.pack import loader
from generator.recognition.forms import Form, form_of
from generator.recognition.tables import RecognisedFile, recognise
from tests.acceptance.command import ROOT
from tests.recognition.drawn import file, grid

HEAD = """
项目 | < | < | < | 支出预算 | < | <
功能分类科目编码 | < | < | 功能分类科目名称 | 合计 | 基本支出 | 项目支出
类 | 款 | 项 | ^ | ^ | ^ | ^
"""
ROWS = """
201 | | | 一般公共服务支出 | 30.00 | 20.00 | 10.00
201 | 06 | | 财政事务 | 30.00 | 20.00 | 10.00
201 | 06 | 01 | 行政运行 | 20.00 | 20.00 |
201 | 06 | 02 | 一般行政管理事务 | 10.00 | | 10.00
合计 | < | < | < | 30.00 | 20.00 | 10.00
"""
TITLE, UNIT = "2025年部门支出预算总表", "编制部门：某局  单位：元"


@cache
def form(name: str = "上海") -> Form:
    pack, _ = loader.find(name, 2025, ROOT / "templates")
    assert pack is not None
    return form_of(pack)


def read(*parts: Grid | str, pack: str = "上海") -> RecognisedFile:
    return recognise(file(*parts), form(pack))


def asked(found: RecognisedFile, **condition: str) -> Decimal | None:
    """Look up the amount under a condition, given as dimension=values joined by 、."""
    wanted = {name: tuple(sorted(value.split("、"))) for name, value in condition.items()}
    same = [one.value for table in found.tables for one in table.amounts if dict(one.condition) == wanted]
    return same[0] if same else None


def test_a_table_is_known_by_its_title_and_each_cell_by_its_headings_and_row() -> None:
    found = read(TITLE, UNIT, grid(HEAD + ROWS))
    (table,) = found.tables
    assert (found.year, table.table.spec.name, table.scale) == (2025, "支出预算总表", 0)
    assert asked(found, 方向="支出", 支出类型="项目支出", 功能分类="2010602") == 10
    assert asked(found, 方向="支出", 支出类型="基本支出", 功能分类="20106") == 20
    assert asked(found, 方向="支出") == 30
    assert asked(found, 方向="支出", 支出类型="项目支出", 功能分类="2010601") == 0  # blank
    assert table.unread == []


def test_the_order_of_columns_does_not_matter_and_one_that_the_form_has_not_is_told() -> None:
    turned = """
    支出预算 | < | < | < | 项目 | < | < | <
    项目支出 | 合计 | 其中：债务 | 基本支出 | 功能分类科目编码 | < | < | 功能分类科目名称
    ^ | ^ | ^ | ^ | 类 | 款 | 项 | ^
    10.00 | 10.00 | 7.00 | | 201 | 06 | 02 | 一般行政管理事务
    """
    found = read(TITLE, UNIT, grid(turned))
    assert asked(found, 方向="支出", 支出类型="项目支出", 功能分类="2010602") == 10
    assert [(cell.what, cell.text) for cell in found.tables[0].unread] == [("列", "支出预算·其中债务")]


@pytest.mark.parametrize("parts", ["201 | 6 | 1", "201 | 06 | 01", "201 | 20106 | 2010601", "201.0 | 6.0 | 1.0"])
def test_codes_are_joined_and_lost_zeros_written_again(parts: str) -> None:
    found = read(TITLE, UNIT, grid(f"{HEAD}{parts} | 行政运行 | 5.00 | 5.00 |"))
    assert asked(found, 方向="支出", 功能分类="2010601") == 5


def test_without_a_title_headings_that_fit_are_enough_and_a_table_goes_on_over_pages() -> None:
    lines = ROWS.strip().split("\n")
    first, second = "\n".join(lines[:2]), "\n".join(lines[2:])
    bare = read(TITLE, UNIT, grid(HEAD + first, page=1), grid(second, page=2))
    headed = read(TITLE, UNIT, grid(HEAD + first, page=1), grid(HEAD + second, page=2))
    for found in (bare, headed):
        assert len(found.tables) == 1
        assert len(found.tables[0].grids) == 2
        assert asked(found, 方向="支出") == 30
    alone = read(grid(HEAD + ROWS))
    assert [table.table.spec.name for table in alone.tables] == ["支出预算总表"]


def test_a_table_goes_on_on_the_next_page_though_another_has_the_same_headings() -> None:
    head = "功能科目编码 | 功能科目名称 | 金额\n"
    first = f"{head} | 合计 | 30.00\n201 | 一般公共服务支出 | 20.00\n20106 | 财政事务 | 20.00\n"
    titles = ("财政拨款支出预算表（功能科目）", "一般公共预算支出预算表（功能科目）")
    parts = [titles[0], grid(first, page=1), titles[1], grid(f"{first}210 | 卫生健康支出 | 10.00", page=2)]
    found = read(*parts, "单位：万元", grid(f"{head}2101101 | 行政单位医疗 | 10.00", page=3), pack="江苏")
    assert [len(table.grids) for table in found.tables] == [1, 2]


def test_a_table_that_somebody_broke_in_two_is_one_though_another_has_the_same_headings() -> None:
    head = "功能科目编码 | 功能科目名称 | 金额\n"
    first = f"{head} | 合计 | 30.00\n201 | 一般公共服务支出 | 20.00\n"
    titles = ("财政拨款支出预算表（功能科目）", "一般公共预算支出预算表（功能科目）")
    parts = [titles[0], grid(first), titles[1], grid(first)]
    broken = read(*parts, grid(f"{head}210 | 卫生健康支出 | 10.00"), pack="江苏")
    assert [len(table.grids) for table in broken.tables] == [1, 2]


def test_with_an_amount_that_is_not_understood_the_others_make_no_sum() -> None:
    whole = read(TITLE, UNIT, grid(HEAD + ROWS)).tables[0]
    gone = read(TITLE, UNIT, grid(HEAD + ROWS.replace("10.00", "见附件", 1))).tables[0]
    odd = read(TITLE, UNIT, grid(f"{HEAD}{ROWS}\n| | | 不知道的支出 | 5.00 | 5.00 |")).tables[0]
    bare = read(TITLE, UNIT, grid(f"{HEAD}{ROWS}\n| | | 不知道的支出 | | |")).tables[0]  # nothing is lost with it
    assert [one.gaps for one in (whole, gone, odd, bare)] == [False, True, True, False]
    assert all(one.gaps for one in gone.amounts)
    assert [each.gaps for line in gone.lines for each in line.amounts.values()] == [True] * len(gone.amounts)


def test_a_line_that_says_no_unit_is_the_rest_of_one_and_no_total() -> None:
    drawn = """
    项目编码 | 项目名称 | 项目单位 | 本年拨款 | < | < | < | 财政专户管理资金 | 单位资金 | 上年结转
    ^ | ^ | ^ | 合计 | 一般公共预算 | 政府性基金预算 | 国有资本经营预算 | ^ | ^ | ^
    | 合计 | | 5.00 | 5.00 | | | | |
    P01 | 甲项目 | 机关本级和 | 5.00 | 5.00 | | | | |
    | | 所属单位 | | | | | | |
    """
    (table,) = read("2025年部门项目支出表", "单位：万元", grid(drawn), pack="通用").tables
    assert [one.value for one in table.amounts if not one.condition.get("项目") and one.column == "合计"] == [50000]
    assert len(table.records) == 1


def test_lines_of_a_list_of_its_own_are_no_statements_of_all_money() -> None:
    drawn = """
    单位名称 | 指导性目录 | < | < | 服务内容 | 预算金额
    ^ | 一级 | 二级 | 三级 | ^ | ^
    合计 | | | | | 280.00
    甲局机关 | 政府履职辅助性服务 | 信息化服务 | 运行与维护 | 平台运行 | 180.00
    甲局机关 | 政府履职辅助性服务 | 法律服务 | 法律咨询 | 法律顾问 | 100.00
    """
    (table,) = read("表十二 2025年政府购买服务预算财政拨款明细表", "单位：万元", grid(drawn), pack="北京").tables
    assert [one.value for one in table.amounts] == [2_800_000]
    assert [one.value for record in table.records for one in record.amounts] == [1_800_000, 1_000_000]


def test_a_grid_that_is_none_of_the_form_is_told_and_so_is_a_row() -> None:
    found = read(grid("姓名 | 年龄\n甲 | 30"), TITLE, UNIT, grid(f"{HEAD}| | | 不知道的支出 | 5.00 | 5.00 |"))
    assert len(found.unknown) == 1
    (cell,) = found.tables[0].unread
    assert cell.what == "行"
    assert "不知道的支出" in cell.text


def test_the_unit_that_is_printed_counts_and_the_form_s_own_where_none_is() -> None:
    ten_thousand = read(TITLE, "单位：万元", grid(f"{HEAD}201 | 06 | 01 | 行政运行 | 1.23 | 1.23 |"))
    assert asked(ten_thousand, 方向="支出", 功能分类="2010601") == 12300
    assert ten_thousand.tables[0].amounts[0].tolerance == 50
    silent = read(TITLE, grid(HEAD + ROWS))
    assert (silent.tables[0].unit_said, silent.tables[0].scale) == (False, 0)


def test_a_code_is_found_by_its_name_where_none_is_printed() -> None:
    drawn = """
    本年收入 | < | 本年支出 | <
    项目 | 预算数 | 项目 | 预算数
    一、财政拨款收入 | 30.00 | 一、一般公共服务支出 | 20.00
    1. 一般公共预算资金 | 30.00 | 二、卫生健康支出 | 10.00
    收入总计 | 30.00 | 支出总计 | 30.00
    """
    found = read("2025年部门财务收支预算总表", UNIT, grid(drawn))
    assert asked(found, 方向="支出", 功能分类="210") == 10
    assert asked(found, 方向="收入", 资金性质="一般公共预算拨款") == 30


def test_a_note_under_a_table_is_kept_with_it_and_is_no_row() -> None:
    found = read(TITLE, UNIT, grid(HEAD + ROWS + "\n注：本表不含结转。 | < | < | < | < | < | <"))
    assert [note for note, _ in found.tables[0].notes] == ["注：本表不含结转。"]
    assert found.tables[0].unread == []


def test_a_form_is_read_by_its_labels_with_the_list_below_it() -> None:
    drawn = """
    项目编码 | < | P01 | < | < | 项目名称 | < | 车保险 | <
    预算规模及资金用途 | < | 预算数 | 0.40 | 其中：财政资金 | < | 0.40 | 其他资金 | 0.00
    ^ | < | 保险费 | < | < | < | < | < | <
    资金支出计划（%） | < | 3月底 | < | 6月底 | < | 10月底 | 12月底 | <
    ^ | < | 0.10 | < | 0.20 | < | 0.30 | 0.40 | <
    绩效目标 | < | 1.按时缴纳。 | < | < | < | < | < | <
    一级指标 | < | 二级指标 | 三级指标 | < | 绩效指标描述 | < | 指标值 | 指标值确定依据
    产出指标 | < | 数量指标 | 车辆数 | < | 车辆数 | < | 1辆 | 计划
    ^ | < | 质量指标 | 缴纳率 | < | 缴纳率 | < | ≥95% | 计划
    """
    found = read("1、车保险绩效目标表", "单位：万元", grid(drawn), pack="河北")
    project, *indicators = found.tables[0].records
    said = {name: text for name, (text, _) in project.fields.items()}
    assert {"项目名称": "车保险", "预算数": "0.40", "用途": "保险费", "计划.6月底": "0.20"}.items() <= said.items()
    assert [one.fields["指标值"][0] for one in indicators] == ["1辆", "≥95%"]
    assert [one.fields["一级指标"][0] for one in indicators] == ["产出指标", "产出指标"]


def test_a_row_of_the_form_comes_once_what_has_its_name_below_another_is_a_part_of_that() -> None:
    balance = """
    收入 | < | 支出 | < | < | < | <
    项目 | 2025年预算数 | 项目 | 合计 | 一般公共预算 | 政府性基金预算 | 国有资本经营预算
    一、本年拨款 | 100.00 | 一、本年支出 | 110.00 | 110.00 | |
    （一）一般公共预算拨款 | 100.00 | | | | |
    二、上年结转 | 10.00 | | | | |
    （一）一般公共预算拨款 | 10.00 | | | | |
    """
    found = read("表六 2025年财政拨款收支总表", grid(balance), pack="北京")
    assert [one.value for one in found.tables[0].amounts if one.row == "（一）一般公共预算拨款"] == [1_000_000]
    assert [(cell.what, cell.text) for cell in found.tables[0].unread] == [("行", "（一）一般公共预算拨款，10.00")]


@pytest.mark.parametrize("name", ["213农林水支出", "[213]农林水支出", "213-农林水支出", "213 农林水支出"])
def test_a_code_stands_before_the_name_where_there_is_no_column_for_it(name: str) -> None:
    table = f"""
    科目名称 | 合计 | 基本支出 | 项目支出
    合计 | 30.00 | 20.00 | 10.00
    {name} | 30.00 | 20.00 | 10.00
    """
    found = read("2025年支出总表", "单位：元", grid(table), pack="通用")
    assert asked(found, 方向="支出", 支出类型="项目支出", 功能分类="213") == 10
    assert found.tables[0].unread == []


def test_a_blank_total_above_or_below_amounts_is_no_zero() -> None:
    found = read(TITLE, UNIT, grid(HEAD + ROWS.replace("合计 | < | < | < | 30.00", "合计 | < | < | < | ")))
    assert asked(found, 方向="支出") is None
    assert asked(found, 方向="支出", 支出类型="基本支出") == 20
    assert [(cell.what, cell.text) for cell in found.tables[0].unread] == [("没有写合计的数", "合计")]


def test_a_column_is_named_as_the_document_s_year_prints_it() -> None:
    balance = """
    收入 | < | 支出 | < | < | < | <
    项目 | 2025年预算数 | 项目 | 合计 | 一般公共预算 | 政府性基金预算 | 国有资本经营预算
    一、本年拨款 | 100.00 | 一、本年支出 | 110.00 | 110.00 | |
    """
    found = read("表六 2025年财政拨款收支总表", grid(balance), pack="北京")
    assert {one.column for one in found.tables[0].amounts if one.row == "一、本年拨款"} == {"预算数"}


def test_a_table_with_the_title_of_one_table_is_not_read_as_another() -> None:
    balance = """
    收入 | < | 支出 | <
    项目 | 2025年预算数 | 项目 | 2025年预算数
    一、一般公共预算拨款 | 100.00 | 一、一般公共服务支出 | 110.00
    """
    assert read("表六 2025年财政拨款收支总表", grid(balance), pack="北京").tables == ()
    (table,) = read("表一 2025年收支总表", grid(balance), pack="北京").tables
    assert table.table.spec.name == "收支总表"


def test_a_row_below_the_headings_is_no_title_of_another_table() -> None:
    head = """
    序号 | 功能分类科目 | < | 合计 | 基本支出 | 项目支出 | 经营支出 | 上解上级支出 | 对附属单位补助支出
    ^ | 科目编码 | 科目名称 | ^ | ^ | ^ | ^ | ^ | ^
    栏次 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8
    """
    first = "1 | 合计 | < | 689.93 | | 689.93 | | | \n2 | 221 | 住房保障支出 | 689.93 | | 689.93 | | |"
    second = "3 | 2210201 | 住房公积金 | 689.93 | | 689.93 | | | \n4 | 223 | 国有资本经营预算支出 | | | | | |"
    pages = [replace(grid(f"{head}{rows}"), page=page) for page, rows in ((8, first), (9, second))]
    (table,) = read("部门预算支出总表", *pages, pack="河北").tables
    assert (table.table.spec.name, len(table.grids)) == ("支出总表", 2)
