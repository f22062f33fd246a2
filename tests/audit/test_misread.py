"""What random budgets showed: right documents of which something was said, and digits that nothing noticed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.audit.document import _beginnings
from generator.findings.finding import Place
from generator.grids.grid import ForeignFile, PageLine, Passage
from tests.audit.test_kinds import audit, audited, parts

BALANCE = """
2025
2025年度某某局财政拨款收支预算总表
单位：万元
| 收入 | 收入 | 支出用途 | 支出用途 |
| 项目名称 | 金额 | 项目名称 | 金额 |
| 一、一般公共预算 | 100.00 | 一、基本支出 | {basic} |
| 二、政府性基金预算 |  | 二、项目支出 | 40.00 |
| | | 三、单位预留机动经费 | 10.00 |
| 收入合计 | 100.00 | 支出合计 | 100.00 |
"""
HEADS = (
    ("合计", "“三公”经费", "“三公”经费", "“三公”经费", "“三公”经费", "“三公”经费", "“三公”经费", "会议费", "培训费"),
    ("合计", "小计", "因公出国（境）费", *["公务用车购置及运行维护费"] * 3, "公务接待费", "会议费", "培训费"),
    (
        "合计",
        "小计",
        "因公出国（境）费",
        "小计",
        "公务用车购置费",
        "公务用车运行维护费",
        "公务接待费",
        "会议费",
        "培训费",
    ),
)


def three_public(total: str, other: str = "") -> str:
    """Give a table of 三公 with nothing but the money of one item, and its totals."""
    rows = (*HEADS, (total, total, other, total, other, total, other, other, other))
    lines = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return f"2025\n2025年度某某局“三公”经费、会议费、培训费支出预算表\n单位：万元\n{lines}"


def codes(text: str, form: str = "") -> set[str]:
    if not form:
        return {one.finding.code for one in audit(text)}
    file = ForeignFile("文.docx", "docx", tuple(parts(text.split("\n"))))
    return {one.finding.code for one in audited(file, 2025, form)}


@pytest.mark.parametrize(
    ("basic", "found"), [("50.00", set()), ("50.02", set()), ("50.06", {"A101"}), ("90", {"A101"})]
)
def test_what_a_table_divides_without_a_rest_makes_its_whole(basic: str, found: set[str]) -> None:
    assert codes(BALANCE.format(basic=basic)) & {"A101"} == found


def test_what_a_sentence_of_the_form_divides_makes_its_whole() -> None:
    text = "2025\n三、别的说明\n2025年政府采购{}万元，其中：货物采购20.00万元，工程采购0.00万元，服务采购30.00万元。"
    assert codes(text.format("50.00")) & {"A101", "A107", "A108"} == set()
    assert codes(text.format("90.00")) & {"A101", "A107", "A108"}


def test_what_is_rounded_to_nothing_beside_blank_cells_is_no_empty_table() -> None:
    assert "A202" not in codes(three_public("0.00"))
    assert "A202" in codes(three_public(""))


def test_the_reason_of_a_change_is_of_the_fund_of_its_paragraph() -> None:
    text = (
        "2025\n三、别的说明\n2025年支出合计90.00万元，与上年相比增加30.00万元。主要原因是基本支出增加30.00万元。\n"
        "2025年一般公共预算支出50.00万元，与上年相比增加20.00万元。主要原因是基本支出增加{}万元。\n"
        "2025年一般公共预算基本支出50.00万元，与上年相比增加20.00万元。"
    )
    assert "A101" not in codes(text.format("20.00"))
    assert "A101" in codes(text.format("70.00"))


def test_coarse_amounts_of_nothing_do_not_make_a_whole() -> None:
    """0万元 of a section without decimals may be 5000 元; three of them are not all of 1.12万元."""
    items = "".join(
        f"\n2025年{name}预算支出0万元，与上年一致。"
        for name in ("因公出国（境）费", "公务接待费", "公务用车运行维护费")
    )
    text = f"2025\n三、别的说明\n2025年一般公共预算支出1.12万元，与上年相比增加1.12万元。\n四、三公说明{items}"
    assert "A109" not in codes(text)


@pytest.mark.parametrize(("version", "own", "told"), [("单位", "本单位", False), ("部门", "本单位", True)])
def test_a_document_whose_tables_name_no_version_is_known_by_its_headings(version: str, own: str, told: bool) -> None:
    text = f"2025\n2025年度{version}预算情况说明\n三、别的说明\n2025年{own}基本支出50.00万元。"
    assert ("A601" in codes(text)) == told


def test_a_heading_that_was_joined_with_the_title_below_it_is_still_one() -> None:
    lines = tuple(PageLine(text, (0, 0, 1, 1), 10, 1, 3) for text in ("七、项目说明", "第1号业务"))
    joined = Passage("七、项目说明第1号业务", Place("a.pdf", 1), 3, lines, centred=True)
    assert list(_beginnings(joined)) == ["七、项目说明第1号业务", "七、项目说明"]
    assert list(_beginnings(replace(joined, centred=False))) == ["七、项目说明第1号业务"]


def test_two_equal_numbers_of_units_are_two_numbers() -> None:
    text = "2025\n部门预算\n本部门中，行政单位1家，事业单位{}家，具体包括：\n1.文化局本部\n2.海东市图书馆"
    assert "A134" not in codes(text.format(1))
    assert "A134" in codes(text.format(2))


def test_zeros_that_are_printed_and_said_in_the_text_need_no_note() -> None:
    text = "\n四、三公说明\n2025年“三公”经费0.00万元。"
    assert "A202" not in codes(three_public("0.00", "0.00") + text)
    assert "A202" in codes(three_public("0.00", "0.00"))
    assert "A202" in codes(three_public("") + text)


def test_the_items_of_what_is_a_part_itself_are_not_all_of_a_fund() -> None:
    text = (
        "四、财政拨款收支总体情况\n2025年财政拨款收支总预算22816.3万元，比2024年预算数减少94.77万元，下降0.41%。\n"
        "五、一般公共预算支出情况\n2025年一般公共预算支出22816.3万元，比2024年预算数减少94.77万元，下降0.41%。\n"
        "七、“三公”经费支出情况\n2025年一般公共预算“三公”经费22816万元，与2024年预算数持平。其中：\n"
        "（一）因公出国（境）费0万元，与2024年预算数持平。\n"
        "（二）公务用车购置及运行维护费22816万元，与2024年预算数持平。其中：公务用车购置费0万元，与2024年预算数持平；"
        "公务用车运行维护费22816万元，与2024年预算数持平。\n（三）公务接待费0万元，与2024年预算数持平。"
    )
    assert codes(text, "通用") & {"A107", "A109"} == set()
    wrong = text.replace("22816万元，与2024年预算数持平", "22816万元，比2024年预算数增加5万元", 1)
    assert "A109" in codes(wrong, "通用")


def test_parts_that_are_shown_as_nothing_divide_an_item_too() -> None:
    table = (
        "2025\n2025年度某某局一般公共预算基本支出预算表\n单位：万元\n"
        "| 科目编码 | 科目名称 | 基本支出 |\n| | 合计 | 0.01 |\n| 302 | 商品和服务支出 | 0.01 |\n"
    )
    assert "A903" in codes(table)
    assert "A903" not in codes(table + "| 30215 | 会议费 | 0.00 |\n| 30231 | 公务用车运行维护费 | 0.00 |\n")


def test_a_column_that_numbers_rows_hides_no_contradiction() -> None:
    table = (
        "2025年部门“三公”经费支出表\n| 序号 | 项 目 | 资金性质 | 资金性质 | 资金性质 | 资金性质 |\n"
        "| 序号 | 项 目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算拨款 | 国有资本经营预算财政拨款 |\n"
        "| 栏次 | 1 | 2 | 3 | 4 | 5 |\n| 1 | 合计 | 24.00 | 24.00 | | |\n| 2 | “三公”经费小计 | 24.00 | 24.00 | | |\n"
        "| 3 | 一、因公出国（境）费 | 6.00 | {} | | |\n| 6 | 二、公务用车购置及运维费 | 18.00 | 18.00 | | |\n"
        "| 7 | 其中：公务用车购置费 | 18.00 | 18.00 | | |"
    )
    assert codes(table.format("6.00"), "河北") & {"A101", "A107"} == set()
    assert "A101" in codes(table.format("6.90"), "河北")


@pytest.mark.parametrize(
    ("right", "old", "new"),
    [
        ("共有车辆66辆（其中新能源汽车3辆），其中，一般用车13辆、执法用车38辆、特种用车15辆。", "38", "48"),
        ("别的资金共100.00万元，其中：甲40.00万元，用于乙30.00万元、丙10.00万元；丁60.00万元。", "丁60", "丁80"),
        ("别的资金共100.00万元，其中：甲40.00万元，主要用于购置设备30.00万元。丁60.00万元。", "", ""),
        ("别的资金共100.00万元，其中：用于甲40.00万元、乙60.00万元。", "乙60", "乙80"),
    ],
)
def test_what_a_part_is_used_for_is_no_part_of_the_whole(right: str, old: str, new: str) -> None:
    text = f"2025\n三、别的说明\n{right}"
    assert codes(text) & {"A107", "A108"} == set()
    if old:
        assert codes(text.replace(old, new)) & {"A107", "A108"}


BASIC = """
2025
2025年度某某局财政拨款基本支出预算表（经济科目）
单位：万元
| 科目编码 | 科目名称 | 金额 |
| 合计 | 合计 | 60.00 |
| 301 | 工资福利支出 | 60.00 |
| 30101 | 基本工资 | 30.00 |
| 30102 | 津贴补贴 | 20.00 |
| 30103 | 奖金 | 10.00 |
六、财政拨款基本支出预算情况说明
某某局2025年度财政拨款基本支出预算60.00万元，其中：
（一）人员经费60.00万元。主要包括：{items}。
"""


@pytest.mark.parametrize(
    ("items", "found"),
    [("基本工资、津贴补贴等", set()), ("津贴补贴等、基本工资", set()), ("津贴补贴、基本工资", {"A174"})],
)
def test_a_list_is_open_wherever_it_says_so(items: str, found: set[str]) -> None:
    assert codes(BASIC.format(items=items)) & {"A174"} == found


_BOUGHT = "政府采购金额（当年部门预算安排资金）"
PURCHASES = f"""
部门政府采购预算
单位：万元
| 政府采购项目来源 | 政府采购项目来源 | 采购物品名称 | 数量 | 单价 | {_BOUGHT} | {_BOUGHT} |
| 项目名称 | 预算资金 | 采购物品名称 | 数量 | 单价 | 合计 | 一般公共预算拨款 |
| 合计 | | | | | 24.00 | 24.00 |
| 设备更新 | 30.00 | 台式计算机 | 40 | 0.55 | 22.00 | 22.00 |
| 设备更新 | {{money}} | 打印机 | 10 | 0.20 | 2.00 | 2.00 |
"""
FORM = """
| 项目名称 | 设备更新 | 项目编码 | {code} |
| 预算数 | {money} | 其中：财政资金 | {money} |
| 绩效目标 | 更新设备。 | | |
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 质量指标 | 验收合格率 | ≥95% |
"""


@pytest.mark.parametrize(
    ("forms", "money", "found"),
    [
        (("30.00",), "30.00", set()),
        (("30.00",), "80.00", {"A183"}),
        ((), "80.00", {"A183"}),
        (("30.00", "80.00"), "80.00", set()),  # two projects of one name
        (("30.00", "80.00"), "50.00", {"A183"}),
        (("23.00",), "23.00", {"A183"}),  # one row says 30.00
    ],
)
def test_projects_of_one_name_may_have_different_money(forms: tuple[str, ...], money: str, found: set[str]) -> None:
    text = "".join(FORM.format(code=number, money=one) for number, one in enumerate(forms, 1))
    told = codes(f"{text}{PURCHASES.format(money=money)}", "河北")
    assert told & {"A183", "C602"} == found


@pytest.mark.parametrize("before", ["2024年预算", "2024年年初预算数123,456.78万元"])
def test_a_reason_is_of_the_change_before_it_whatever_stands_between(before: str) -> None:
    text = f"""
2025
三、别的说明
公务用车购置费0.00万元，与2024年持平；公务用车运行维护费20.80万元，比{before}减少2.20万元，主要原因是车辆保险费用下降。
"""
    assert codes(text) & {"A524"} == set()


def test_an_entry_of_the_contents_is_found_below_a_chapter_whose_name_it_repeats() -> None:
    text = """
2025
某某局
2025年部门预算信息公开
图解某某局2025年部门预算………………………………1
某某局部门预算公开表………………………………1
部门收支总表………………………………2
图解某某局2025年部门预算某某局部门预算公开表
图解某某局2025年部门预算
部门收支总表
"""
    file = ForeignFile("文.docx", "docx", tuple(parts(text.split("\n"))))
    assert not {"A701", "A702"} & {one.finding.code for one in audited(file, 2025, "河北")}


def test_a_target_that_ends_with_its_figure_is_no_sentence() -> None:
    full = "2025年本部门预算安排购置车辆{}辆，购置设备0台（套）。"
    text = "\n".join(["2025", "三、别的说明", *map(full.format, range(6))])
    target, open_ = "绩效指标：重点企业培训的参加率不低于95%", "本部门机关运行经费预算464.64万元，比上年增加1.00万元"
    assert "A531" not in codes(f"{text}\n{target}\n")
    assert "A531" in codes(f"{text}\n{open_}\n")


@pytest.mark.parametrize(("year", "found"), [(2016, set()), (2017, set()), (2018, {"A512"}), (2019, {"A512"})])
def test_economic_items_before_their_reform_are_not_those_of_a_later_catalogue(year: int, found: set[str]) -> None:
    text = f"""
{year}
{year}年度某某局财政拨款基本支出预算表（经济科目）
单位：万元
| 科目编码 | 科目名称 | 金额 |
| 合计 | 合计 | 60.00 |
| 303 | 对个人和家庭的补助 | 60.00 |
| 30311 | 住房公积金 | 60.00 |
"""
    assert codes(text) & {"A511", "A512", "A514"} == found


@pytest.mark.parametrize("lead", ["主要原因是", "主要是因为", "主要是", "主要由于"])
def test_a_reason_is_one_in_other_words(lead: str) -> None:
    text = f"2025\n三、别的说明\n培训费20.00万元，比2024年预算减少2.00万元，{lead}培训任务增加。\n"
    assert "A522" in codes(text)
