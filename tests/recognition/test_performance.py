"""Performance tables that no pack has: forms and lists as systems export them become projects with indicators."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.grids.grid import Grid
from generator.recognition.performance import Performance, blocks, go_on, read_performance
from generator.recognition.performance_words import column_of, field_of
from generator.recognition.statements import PrintedRecord
from tests.recognition.drawn import grid
from tests.recognition.test_tables import HEAD, ROWS, TITLE, read

FORM = """
项目支出绩效目标表 | < | < | < | <
（2025年度） | < | < | < | <
项目名称 | < | 车保险 | < | <
主管部门及代码 | < | 350-某局 | 实施单位 | 某局本级
项目属性 | < | 经常性 | 项目期 | 1年
项目资金（万元） | < | 年度资金总额： | 0.40 | <
^ | ^ | 其中：财政拨款 | 0.40 | <
^ | ^ | 其他资金 | | <
年度目标 | < | 1.按时缴纳保险。2.保障运行。 | < | <
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
^ | 产出指标 | 数量指标 | 管理车辆数 | 1辆
^ | | | 投保车辆数 | 1辆
^ | | 质量指标 | 缴纳率 | ≥95%
^ | 满意度指标 | | 使用人满意度 | ≥95%
"""
LIST = """
2025年项目支出绩效目标表 | < | < | < | < | < | < | < | < | <
单位名称 | 项目编码 | 项目名称 | 预算金额（元） | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值
某局本级 | 101 | 车保险 | 4000.00 | 按时缴纳。 | 产出指标 | 数量指标 | 车辆数 | ＝ | 1
 | | | | | | 质量指标 | 缴纳率 | ≥ | 95
某局本级 | 102 | 培训 | 9000.00 | 办好培训。 | 产出指标 | 数量指标 | 期数 | ≥ | 2
"""


def made(drawn: Grid, *above: str) -> Performance:
    found = read_performance(drawn, above)
    assert found is not None
    return found


def texts(record: PrintedRecord) -> dict[str, str]:
    return {name: text for name, (text, _) in record.fields.items()}


def levels(found: Performance) -> list[tuple[str, str, str, str]]:
    names = ("一级指标", "二级指标", "三级指标", "指标值")
    rows = [texts(one) for one in found.records() if one.list == "绩效指标"]
    return [(one.get(names[0], ""), one.get(names[1], ""), one.get(names[2], ""), one[names[3]]) for one in rows]


def test_a_form_gives_a_project_with_its_money_goal_and_indicators() -> None:
    found = made(grid(FORM))
    (project,) = (texts(one) for one in found.records() if one.list == "项目")
    assert project == {
        "项目名称": "车保险", "主管部门": "350-某局", "单位名称": "某局本级", "预算数": "0.40", "财政资金": "0.40",
        "绩效目标": "1.按时缴纳保险。2.保障运行。",
    }  # fmt: skip
    assert (found.scale, found.unit_said) == (4, True)


def test_a_blank_level_is_that_of_above_but_not_of_another_first_level() -> None:
    assert levels(made(grid(FORM))) == [
        ("产出指标", "数量指标", "管理车辆数", "1辆"),
        ("产出指标", "数量指标", "投保车辆数", "1辆"),
        ("产出指标", "质量指标", "缴纳率", "≥95%"),
        ("满意度指标", "", "使用人满意度", "≥95%"),
    ]


def test_what_a_budget_has_no_key_for_and_what_is_not_understood_is_kept_as_unread() -> None:
    found = made(grid(FORM.replace("经常性 | 项目期", "经常性 | 审批文号")))
    assert [(one.what, one.text) for one in found.unread] == [
        ("没有地方写", "项目属性：经常性"),
        ("没有认出的内容", "审批文号：1年"),
    ]


def test_forms_below_each_other_are_one_project_each_with_its_own_title() -> None:
    other = FORM.replace("车保险", "培训").replace("0.40", "0.90")
    parts = list(blocks(grid(FORM + other)))
    assert [texts(next(made(one).records()))["项目名称"] for one in parts] == ["车保险", "培训"]
    assert [made(one).unread == made(parts[0]).unread for one in parts] == [True, False]
    assert parts[1].rows[0][0].text == "项目支出绩效目标表"
    assert [len(levels(made(one))) for one in parts] == [4, 4]
    (alone,) = blocks(grid(FORM))
    assert alone == grid(FORM)


def test_a_list_names_its_projects_by_column_and_blank_cells_are_those_of_above() -> None:
    found = made(grid(LIST))
    projects = [texts(one) for one in found.records() if one.list == "项目"]
    assert [(one["项目编码"], one["预算数"], one["绩效目标"]) for one in projects] == [
        ("101", "4000.00", "按时缴纳。"),
        ("102", "9000.00", "办好培训。"),
    ]
    assert levels(found)[1] == ("产出指标", "质量指标", "缴纳率", "95")
    assert (found.scale, found.unread) == (0, [])


def test_a_list_goes_on_on_the_next_page_with_headings_or_without() -> None:
    found = made(grid(LIST))
    assert go_on(grid(" | | | | | | | 人数 | ≥ | 30"), found)
    assert levels(found)[-1] == ("产出指标", "数量指标", "人数", "30")
    head = "\n".join(LIST.strip().split("\n")[1:2])
    assert go_on(grid(head + "\n | | | | | | 质量指标 | 合格率 | ≥ | 90"), found)
    assert levels(found)[-1] == ("产出指标", "质量指标", "合格率", "90")
    assert not go_on(grid("甲 | 乙"), found)


def test_projects_of_one_name_are_apart_by_their_codes() -> None:
    found = made(grid(LIST.replace("培训 |", "车保险 |")))
    assert [texts(one)["项目编码"] for one in found.records() if one.list == "项目"] == ["101", "102"]


def test_several_goals_of_a_project_are_all_kept() -> None:
    found = made(grid(LIST.replace(" | | | | | | 质量指标", " | | | | 保障运行。 | | 质量指标")))
    assert texts(next(found.records()))["绩效目标"] == "按时缴纳。\n保障运行。"
    spread = FORM.replace("年度目标 | < | 1.", "年度目标 | < | 先缴纳。 | < | <\n^ | ^ | 1.")
    assert texts(next(made(grid(spread)).records()))["绩效目标"] == "先缴纳。\n1.按时缴纳保险。2.保障运行。"


def test_the_goal_of_the_year_stands_below_its_heading_and_that_of_several_years_is_told() -> None:
    goals = """
总体目标 | 中期目标（2025年—2027年） | < | 年度目标 | <
^ | 三年建成。 | < | 今年开工。 | <
"""
    found = made(grid(FORM.replace("年度目标 | < | 1.按时缴纳保险。2.保障运行。 | < | <\n", goals.lstrip())))
    assert texts(next(found.records()))["绩效目标"] == "今年开工。"
    assert [one.text for one in found.unread if "三年" in one.text] == ["中期目标2025年2027年：三年建成。"]


def test_of_headings_that_stand_twice_the_right_ones_are_the_year_and_the_others_are_told() -> None:
    found = made(
        grid("""
项目名称 | 甲 | < | < | < | < | <
总体目标 | 办好。 | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 三年期数 | 6 | 数量指标 | 今年期数 | 2
""")
    )
    assert levels(found) == [("产出指标", "数量指标", "今年期数", "2")]
    assert [one.text for one in found.unread] == [
        "二级指标（1 格，第一格是“数量指标”）",
        "三级指标（1 格，第一格是“三年期数”）",
        "指标值（1 格，第一格是“6”）",
    ]


def test_lines_of_the_empty_form_are_no_indicators_and_weights_other_than_100_are_written() -> None:
    head = "项目名称 | 甲 | < | < | <\n绩效目标 | 办好。 | < | < | <\n一级指标 | 二级指标 | 三级指标 | 指标值 | 权重\n"
    rows = "产出指标 | 数量指标 | 期数 | 2期 | 90\n | | 指标2： | | \n | | …… | | \n"
    found = made(grid(head + rows + "合计 | < | < | < | 90"))
    assert (levels(found), found.unread) == ([("产出指标", "数量指标", "期数", "2期")], [])
    assert texts(next(found.records()))["权重合计"] == "90"
    assert "权重合计" not in texts(next(made(grid(head + rows + "合计 | < | < | < | 100")).records()))


def test_a_note_and_labels_below_the_indicators_are_no_indicators() -> None:
    found = made(grid(FORM + "注：本表由单位填报 | < | < | < | <\n填报人 | 张三 | | 联系电话 | 123\n"))
    assert len(levels(found)) == 4
    assert [one.text for one in found.unread][2:] == ["注：本表由单位填报", "填报人：张三", "联系电话：123"]


@pytest.mark.parametrize(
    ("label", "unit"), [("年度资金总额（元）：", 0), ("年度资金总额：", 4), ("年度资金总额（万元）", 4)]
)
def test_the_unit_is_the_one_that_is_named_else_that_of_the_ministry(label: str, unit: int) -> None:
    drawn = grid(f"项目名称 | 甲\n{label} | 4.50\n绩效目标 | 办好。")
    found = made(drawn)
    assert (found.scale, found.unit_said) == (unit, "（" in label)
    assert made(drawn, "单位：万元").unit_said


def test_labels_and_values_may_stand_in_one_cell() -> None:
    found = made(grid("项目名称：车保险 | 项目编码：101\n年度资金总额：4000元 | <\n绩效目标：按时缴纳。 | <"))
    assert texts(next(found.records())) == {
        "项目名称": "车保险", "项目编码": "101", "预算数": "4000元", "绩效目标": "按时缴纳。",
    }  # fmt: skip
    assert found.scale == 0


@pytest.mark.parametrize(
    "drawn",
    [
        "部门名称 | 某局 | < | <\n一级指标 | 二级指标 | 三级指标 | 指标值\n产出指标 | 数量指标 | 甲 | 1",
        "项目名称 | 预算数\n车保险 | 4.00",
        "项目名称 | 车保险\n预算数 | 4.00",
        HEAD + ROWS,
    ],
)
def test_what_names_no_project_or_nothing_of_performance_is_no_such_table(drawn: str) -> None:
    assert read_performance(grid(drawn)) is None


def test_a_file_of_a_pack_without_such_a_table_has_them_beside_its_own_tables() -> None:
    found = read(TITLE, "编制部门：某局  单位：元", grid(HEAD + ROWS), grid(FORM), grid(FORM.replace("车保险", "培训")))
    assert [table.table.spec.name for table in found.tables] == ["支出预算总表", "项目绩效目标表", "项目绩效目标表"]
    assert (found.version, found.unknown) == ("部门", ())
    assert [len(table.records) for table in found.tables] == [0, 5, 5]


def test_a_pack_with_a_form_of_its_own_reads_other_layouts_too() -> None:
    found = read(grid(FORM), grid(LIST), pack="河北")
    assert [record.list for table in found.tables for record in table.records].count("项目") == 3
    (own,) = read(grid(LIST), pack="北京").tables
    assert [record.list for record in own.records].count("绩效指标") == 3
    assert (own.table.spec.name, own.table.version) == ("项目支出绩效目标表", "部门")  # its own flat list


def test_words_are_known_with_numbering_year_and_unit_around_them() -> None:
    assert field_of("一、项目名称：") == "项目名称"
    assert field_of("2025年度绩效目标") == field_of("年度目标（2025年）") == "绩效目标"
    assert column_of("合计", "项目资金（万元）") == "预算数"
    assert (column_of("合计"), field_of("甲乙")) == ("", "")


def test_headings_that_come_again_with_other_columns_are_those_of_the_rows_below_them() -> None:
    head = "项目名称 | 甲 | < | < | <\n"
    one = "一级指标 | 三级指标 | 指标值 | 甲栏 | \n产出指标 | 期数 | 2期 | 丙 | \n"
    other = "一级指标 | 二级指标 | 三级指标 | 乙栏 | 指标值\n效益指标 | 社会效益指标 | 成效 | 丁 | 好\n"
    found = made(grid(head + one + other))
    assert levels(found) == [("产出指标", "", "期数", "2期"), ("效益指标", "社会效益指标", "成效", "好")]
    assert [one.text for one in found.unread] == ["甲栏（1 格，第一格是“丙”）", "乙栏（1 格，第一格是“丁”）"]


WORDS = ("项目名称", "绩效目标", "年度资金总额", "一级指标", "指标值", "备注", "其他资金", "合计", "", "值")


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=4, max_size=4), min_size=1, max_size=7))
def test_no_value_of_any_table_is_lost_in_silence(rows: list[list[str]]) -> None:
    table = [["项目名称", "甲", "绩效目标", "乙"], ["一级指标", "二级指标", "三级指标", "指标值"], *rows]
    drawn = [[f"值{at}之{n}" if word == "值" else word for n, word in enumerate(row)] for at, row in enumerate(table)]
    said = ""
    for part in blocks(grid("\n".join(" | ".join(row) for row in drawn if any(row)))):
        found = read_performance(part)
        if found is None:  # the whole of it is told as unknown
            said += " ".join(cell.text for row in part.rows for cell in row)
            continue
        said += " ".join(text for one in found.records() for text in texts(one).values())
        said += " ".join(one.text for one in found.unread)
    assert [word for row in drawn for word in row if word.startswith("值") and word not in said] == []
