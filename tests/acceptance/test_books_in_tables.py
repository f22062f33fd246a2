"""数据版本: tables over two years, of the department with last year's folder beside it, read back from the Word file.

The heads are those of 财预〔2016〕143号 and of a county's “三公” table; the figures are worked out by hand from
tests/budgets/2024 and 2025 (902) and from what a test states.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.acceptance import docx_reader
from tests.acceptance.command import ROOT, budget
from tests.packs import write_pack

NAME = "902-两年测试局（虚构）"
QUERIES = """
口径:
  一般公共支出: {方向: 支出, 资金性质: 一般公共预算拨款}
  三公: {口径: 一般公共支出, 经济分类: [30212, 30217, 30231]}
  出国: {口径: 一般公共支出, 经济分类: 30212}
  接待: {口径: 一般公共支出, 经济分类: 30217}
  车: {口径: 一般公共支出, 经济分类: 30231}
"""
OF_143 = """
表:
  支出表:
    条件: 一般公共支出
    空表: {说明: 无}
    列:
      - {标题: 科目编码, 内容: 编码}
      - {标题: 科目名称, 内容: 名称}
      - {标题: 上年执行数, 数据版本: BOOK}
      - 标题: 本年预算数
        列: [{标题: 小计}, {标题: 基本支出, 条件: {支出类型: 基本支出}}, {标题: 项目支出, 条件: {支出类型: 项目支出}}]
      - 标题: 本年预算数比上年执行数
        数据版本: BOOK
        列: [{标题: 增减额, 内容: 增减额}, {标题: 增减%, 内容: 增减率}]
    行:
      - {合计: 合计}
      - {科目: 功能分类, 从: 项}
"""
EXECUTED = """
上年执行数:
  一般公共支出: {合计: 3000000, 2010601: 1500000, 2010602: 450000, 2050201: 1000000, 2080501: 50000}
"""
PUBLIC = """
表:
  三公表:
    数字: {零值: "0.00"}
    空表: {说明: 无}
    列:
      - {标题: 项目, 内容: 标签}
      - {标题: 2024年预算数, 数据版本: 上年预算}
      - {标题: 2025年预算数}
      - 标题: 比上年增减情况
        列: [{标题: 增减金额, 内容: 增减额}, {标题: 增减幅度（%）, 内容: 增减率}]
    行:
      - {合计: 合计, 条件: 三公}
      - {标签: 1.因公出国（境）费, 条件: 出国}
      - {标签: 2.公务接待费, 条件: 接待}
      - {标签: 3.公务用车运行费, 条件: 车}
"""
YEARS = """
表:
  年度表:
    条件: 一般公共支出
    空表: {说明: 无}
    列:
      - {标题: 年度, 内容: 标签}
      - {标题: 基本支出, 条件: {支出类型: 基本支出}}
      - {标题: 项目支出, 条件: {支出类型: 项目支出}}
      - {标题: 合计}
    行:
      - {标签: 2024年, 数据版本: 上年预算}
      - {标签: 2025年}
      - {标签: 增减额, 内容: 增减额}
      - {标签: 增减%, 内容: 增减率}
      - {标签: 其中学校占%, 条件: {功能分类: 205}, 占比: 一般公共支出}
"""
SHARES = """
表:
  占比表:
    条件: 一般公共支出
    空表: {说明: 无}
    列:
      - {标题: 单位, 内容: 单位名称}
      - {标题: 项目, 内容: 项目名称}
      - {标题: 上年, 数据版本: 上年预算}
      - {标题: 本年}
      - {标题: 占比, 占比: 一般公共支出, 数字: {小数: 1}}
    行:
      - {记录: 单位, 下级: [{记录: 项目}]}
      - {合计: 合计}
"""


def printed(
    tmp_path: Path, tables: str, more: str = "", *chosen: str, years: tuple[str, ...] = ("2024", "2025")
) -> tuple[list[list[str]], str]:
    """Generate the document with a pack of one table; return the rows of that table in Word, and what a check says."""
    for year in years:
        shutil.copytree(ROOT / "tests/budgets" / year / NAME, tmp_path / "budgets" / year / NAME)
    file = tmp_path / "budgets/2025" / NAME / "预算.yaml"
    text = file.read_text("utf-8").replace("模板: 河北", "模板: 测试").partition("原因:\n  基本支出: 部门")[0]
    text = re.sub(r"    原因:\n(?:      .*\n)+", "", text)  # this pack has no such names
    file.write_text(text + "整体绩效: 无\n专项资金: []\n政府采购: []\n固定资产: 无\n" + more, "utf-8")
    name = tables.split("\n")[2].strip(" :")
    write_pack(tmp_path / "templates", text=f"@表 {name}\n", 口径=QUERIES, 表=tables)
    done = budget("generate", "902", *chosen, "-f", "docx", "-o", tmp_path / "out", "--root", tmp_path, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    (word,) = tmp_path.glob("out/*/*/*.docx")
    (table,) = docx_reader.word_tables(word)
    return [[cell.text for cell in row] for row in table.rows], budget(
        "check", "902", "--root", tmp_path, cwd=ROOT
    ).stdout


def lacks(said: str) -> list[str]:
    """What the department's tables lack, of all that a check says of the department and its units."""
    return [line for line in said.splitlines() if line.startswith("  表“") and "印成空格" in line]


def test_the_head_of_143_from_the_folder_of_last_year(tmp_path: Path) -> None:
    rows, said = printed(tmp_path, OF_143.replace("BOOK", "上年预算"))
    assert rows[-4:] == [
        ["合计", "合计", "307.00", "319.00", "249.00", "70.00", "12.00", "3.91"],
        ["2010601", "行政运行", "152.00", "159.00", "159.00", "", "7.00", "4.61"],
        ["2010602", "一般行政管理事务", "45.00", "50.00", "", "50.00", "5.00", "11.11"],
        ["2050201", "学前教育", "110.00", "110.00", "90.00", "20.00", "", "0.00"],
    ]
    assert not lacks(said)


def test_the_head_of_143_from_stated_items_lists_the_codes_of_both_years(tmp_path: Path) -> None:
    rows, said = printed(tmp_path, OF_143.replace("BOOK", "上年执行"), EXECUTED)
    assert rows[-5:] == [
        ["合计", "合计", "300.00", "319.00", "249.00", "70.00", "19.00", "6.33"],
        ["2010601", "行政运行", "150.00", "159.00", "159.00", "", "9.00", "6.00"],
        ["2010602", "一般行政管理事务", "45.00", "50.00", "", "50.00", "5.00", "11.11"],
        ["2050201", "学前教育", "100.00", "110.00", "90.00", "20.00", "10.00", "10.00"],
        ["2080501", "行政单位离退休", "5.00", "", "", "", "-5.00", "-100.00"],
    ]
    assert not lacks(said)


def test_what_a_book_does_not_know_is_blank_and_told_once_with_what_to_write(tmp_path: Path) -> None:
    rows, said = printed(
        tmp_path, OF_143.replace("BOOK", "上年执行"), "上年执行数: {一般公共支出: {2010601: 1500000}}\n"
    )
    assert rows[-4:-2] == [
        ["合计", "合计", "", "319.00", "249.00", "70.00", "", ""],
        ["2010601", "行政运行", "150.00", "159.00", "159.00", "", "9.00", "6.00"],
    ]
    assert lacks(said) == ["  表“支出表”的“上年执行数”、“增减额”、“增减%”列有 9 格没有上年执行的数，印成空格。"]
    assert '请在“上年执行数”下面写一般公共支出: …、一般公共支出: {合计: …, "2010602": …}' in said


def test_without_last_year_no_amount_and_no_change_is_printed(tmp_path: Path) -> None:
    rows, said = printed(tmp_path, PUBLIC, years=("2025",))
    assert [row[1::2] for row in rows[-4:]] == [["", ""], ["", ""], ["", ""], ["", ""]]
    assert len(lacks(said)) == 1


def test_where_there_was_no_last_year_the_cells_are_blank_and_nothing_is_missing(tmp_path: Path) -> None:
    rows, said = printed(tmp_path, PUBLIC, "上年: 无，2025年新设。\n", years=("2025",))
    assert rows[-4] == ["合计", "", "4.00", "", ""]
    assert not lacks(said)


def test_where_there_was_no_last_year_nothing_was_executed_either(tmp_path: Path) -> None:
    form = OF_143.replace("BOOK", "上年执行")
    rows, said = printed(tmp_path, form, "上年: 无，2025年新设。\n", years=("2025",))
    assert rows[-4] == ["合计", "合计", "", "319.00", "249.00", "70.00", "", ""]
    assert not lacks(said)
    assert lacks(printed(tmp_path / "unknown", form, years=("2025",))[1])


def test_three_public_expenses_of_two_years_with_amounts_and_rates(tmp_path: Path) -> None:
    rows, _ = printed(tmp_path, PUBLIC)
    assert rows[-4:] == [
        ["合计", "5.00", "4.00", "-1.00", "-20.00"],
        ["1.因公出国（境）费", "0.00", "0.00", "0.00", "—"],
        ["2.公务接待费", "2.00", "1.00", "-1.00", "-50.00"],
        ["3.公务用车运行费", "3.00", "3.00", "0.00", "0.00"],
    ]


def test_rows_of_two_years_their_change_and_a_share(tmp_path: Path) -> None:
    rows, _ = printed(tmp_path, YEARS)
    assert rows[-5:] == [
        ["2024年", "232.00", "75.00", "307.00"],
        ["2025年", "249.00", "70.00", "319.00"],
        ["增减额", "17.00", "-5.00", "12.00"],
        ["增减%", "7.33", "-6.67", "3.91"],
        ["其中学校占%", "36.14", "28.57", "34.48"],
    ]


def test_units_and_projects_are_found_in_last_year_under_their_former_codes(tmp_path: Path) -> None:
    rows, _ = printed(tmp_path, SHARES)
    assert rows[-6:] == [
        ["测试局机关", "", "162.00", "174.00", "54.5"],
        ["测试局机关", "测试业务项目", "45.00", "50.00", "15.7"],
        ["测试监察中心", "", "35.00", "35.00", "11.0"],
        ["测试学校", "", "110.00", "110.00", "34.5"],
        ["测试学校", "校舍筹建项目", "30.00", "20.00", "6.3"],
        ["合计", "", "307.00", "319.00", "100.0"],
    ]


def test_a_unit_compares_with_its_own_last_year(tmp_path: Path) -> None:
    rows, _ = printed(tmp_path, OF_143.replace("BOOK", "上年预算"), "", "--unit", "902003")
    assert [row[2:] for row in rows[-2:]] == [["110.00", "110.00", "90.00", "20.00", "", "0.00"]] * 2
