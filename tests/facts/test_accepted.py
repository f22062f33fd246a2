"""Findings that a department accepts with a reason (出错说明)."""

from pathlib import Path

import pytest

from generator.base.resources import templates_folder
from generator.facts.accepted import names
from generator.findings.finding import Finding, Severity
from generator.findings.text import render
from generator.publish import prepare

BUDGET = """\
年度: 2025
模板: 河北
部门: {编码: "350", 名称: 科技局}
单位: [{编码: "350001", 名称: 本级}]
收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 120}]
项目:
  - 编码: A1
    名称: 甲
    类别: 特定目标类
    支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 60}]
    资金支出计划: {6月底: 40, 12月底: 50}
  - 编码: A2
    名称: 乙
    类别: 特定目标类
    支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 60}]
    资金支出计划: {6月底: 40, 12月底: 50}
"""


def findings(folder: Path, accepted: str, budget: str = BUDGET) -> tuple[Finding, ...]:
    (folder / "a.yaml").write_text(f"{budget}出错说明: [{accepted}]\n", "utf-8")
    return prepare(folder, templates_folder(), shown_as="b").findings


def of(code: str, found: tuple[Finding, ...]) -> list[Finding]:
    return [one for one in found if one.code == code]


@pytest.mark.parametrize("where", ["项目[1]", "项目[A2]", "项目[乙].资金支出计划", "项目[1].资金支出计划.12月底"])
def test_a_warning_at_a_place_is_accepted_there_and_only_there(where: str, tmp_path: Path) -> None:
    found = findings(tmp_path, f'{{代码: C203, 位置: "{where}", 原因: 余款留作质保金}}')
    assert [one.accepted for one in of("C203", found)] == ["", "余款留作质保金"]
    assert [one.severity for one in of("C203", found)] == [Severity.WARNING, Severity.HINT]
    assert of("B501", found) == []


@pytest.mark.parametrize("where", ["", "位置: 项目,", "位置: a.yaml,"])
def test_without_a_place_or_with_a_list_or_file_all_of_a_code_are_accepted(where: str, tmp_path: Path) -> None:
    found = findings(tmp_path, f"{{代码: C203, {where} 原因: 质保金}}")
    assert [one.accepted for one in of("C203", found)] == ["质保金", "质保金"]


def test_the_report_gives_the_reason_and_counts_it(tmp_path: Path) -> None:
    shown = render(of("C203", findings(tmp_path, "{代码: C203, 原因: 质保金}")), {})
    assert "提示 C203" in shown
    assert "  已说明：质保金\n" in shown
    assert "改法" not in shown
    assert shown.endswith("共 2 个提示，其中 2 个已说明。\n")


@pytest.mark.parametrize(
    "item", ["{代码: C402, 原因: 甲}", '{代码: C203, 位置: "项目[2]", 原因: 甲}', '{代码: C203, 位置: "项", 原因: 甲}']
)
def test_what_is_not_needed_is_reported_at_its_place(item: str, tmp_path: Path) -> None:
    (one,) = of("B501", findings(tmp_path, item))
    assert one.severity is Severity.WARNING
    assert one.path == ("出错说明", 0)
    assert (one.place.line, one.place.column) == (17, 8) if one.place else False


def test_an_error_cannot_be_accepted(tmp_path: Path) -> None:
    found = findings(tmp_path, "{代码: C101, 原因: 甲}", BUDGET.replace("金额: 120", "金额: 121"))
    assert [one.severity for one in of("C101", found)] == [Severity.ERROR]
    assert len(of("B502", found)) == 1
    assert of("B501", found) == []


def test_an_item_of_a_list_is_named_by_its_number_its_code_or_its_name() -> None:
    data = {"项目": ({"名称": "甲", "支出": ({}, {})}, {"编码": "A.1", "名称": "乙[二].丙", "支出": ({},)})}
    assert list(names(("项目", 1, "支出", 0), data)) == [
        "项目",
        "项目[1]", "项目[A.1]", "项目[乙[二].丙]",
        "项目[1].支出", "项目[A.1].支出", "项目[乙[二].丙].支出",
        "项目[1].支出[0]", "项目[A.1].支出[0]", "项目[乙[二].丙].支出[0]",
    ]  # fmt: skip
    assert list(names(("001-甲/", "项目", 3, "名称"), data)) == [
        "001-甲", "001-甲/", "001-甲/项目", "001-甲/项目[3]", "001-甲/项目[3].名称",
    ]  # fmt: skip
    assert list(names((), data)) == []


def test_a_code_goes_before_a_number_and_belongs_to_the_first_who_has_it() -> None:
    data = {"项目": ({"编码": "1"}, {"编码": "2"}, {"编码": "2"})}
    assert [[*names(("项目", number), data)][1:] for number in range(3)] == [["项目[0]", "项目[1]"], ["项目[2]"], []]


def test_a_key_with_any_signs_is_a_place(tmp_path: Path) -> None:
    key = "甲.乙[0]/丙"
    text = BUDGET + f'其他说明: 无。\n科目用途: {{"{key}": "资金按排，，用于。"}}\n'
    found = findings(tmp_path, f'{{代码: C818, 位置: "科目用途.{key}", 原因: 原文如此}}', text)
    assert [one.accepted for one in of("C818", found)] == ["原文如此"]
    assert of("B501", found) == []
