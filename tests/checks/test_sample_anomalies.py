"""The anomalies of the sample (TABLES §5): which of them the checks find, and where; and that nothing else is reported.

Of kinds E (error) and Q (quality) every anomaly is either in FOUND, with the code and path of each finding that tells
it, or in NOT_FOUND, with the reason. `findings.yaml` is the reviewed list of all findings on the sample.
"""

from functools import cache
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from generator.base.paths import said
from generator.cli import main
from generator.findings.finding import Finding, Severity
from generator.publish import prepare

FOLDER = Path("budgets/2025/350-科技和工信部门")
REVIEWED = Path("tests/reference/hebei-350-2025/findings.yaml")

FOUND: dict[str, tuple[tuple[str, str], ...]] = {
    "4 两处“主要为”没有原因": (("B401", "上年数.基本支出"), ("B401", "上年数.项目支出")),
    "10 保障措施的括号宽窄混用": (("C803", "整体绩效.保障措施[0]"), ("C805", "整体绩效.保障措施[1]")),
    "11 区的文字里写“全市”": tuple(("C813", f"整体绩效.总体目标[{i}]") for i in (0, 1, 4)),
    "13 分项指标不能计量": (
        ("C517", "整体绩效.分项目标[0].指标"),
        ("C515", "整体绩效.分项目标[2].指标"),
        ("C517", "整体绩效.分项目标[4].指标"),
        ("C516", "整体绩效.分项目标[5].指标"),
    ),
    "16 行政单位有绩效工资": (("C622", "基本支出[3].经济科目"),),
    "17 本级的名称与部门不同": (("C309", "单位[0].名称"),),
    "24 有公务用车而没有车辆": (("C611", "固定资产.明细"),),
    "26 专项资金为“无”": (("C625", "专项资金"),),
    "27 财改厅，缺顿号": (("C818", "项目[5].绩效指标[0].依据"), ("C807", "项目[5].绩效指标[0].依据")),
    "28 实企业现提升（在满意度指标里）": (("C507", "项目[3].绩效指标[5].描述"), ("C507", "项目[4].绩效指标[5].三级")),
    "29 三级指标照抄级别名称": (("C505", "项目[3].绩效指标[5].三级"), ("C505", "项目[13].绩效指标[1].三级")),
    "30 满意度的名称和描述对调": (("C507", "项目[4].绩效指标[5].三级"),),
    "31 依据写成指标": (("C508", "项目[3].绩效指标[1].依据"),),
    "32 多余的直引号": (("C804", "项目[4].绩效指标[0].依据"),),
    "33 期限2024年底已过": (("C513", "项目[3].绩效指标[2].指标值"), ("C513", "项目[4].绩效指标[2].指标值")),
    "34 用途是文号": (("C521", "项目[4].用途"),),
    "35 科技普及与科学普及": (("C523", "项目[9].名称"),),
    "36 奖励奖金；及时申报": (("C523", "项目[9].绩效指标[2].三级"), ("C502", "项目[9].绩效指标[2].指标值")),
    "37 质量与时效对调；数量写成上限": (
        ("C509", "项目[1].绩效指标[1].三级"),
        ("C509", "项目[1].绩效指标[2].三级"),
        ("C510", "项目[1].绩效指标[0].指标值"),
    ),
    "38 时效是个数": (("C509", "项目[2].绩效指标[2].三级"),),
    "39 绩效目标是指标；指标值带句号": (
        ("C524", "项目[3].绩效目标[0]"),
        ("C524", "项目[4].绩效目标[0]"),
        ("C504", "项目[3].绩效指标[1].指标值"),
    ),
    "40 成本是“精简”；及时申报": (("C512", "项目[8].绩效指标[3].指标值"), ("C502", "项目[8].绩效指标[2].指标值")),
    "42 “>”与“≥”混用": (("C518", "项目[13].绩效指标[3].指标值"),),
    "43 2023年的项目；支出集中在年末": (
        ("C522", "项目[1].名称"),
        ("C522", "项目[2].名称"),
        ("C204", "项目[2].资金支出计划.12月底"),
        ("C204", "项目[3].资金支出计划.12月底"),
    ),
    "48 全国科普活动日": (("C818", "整体绩效.总体目标[6]"), ("C818", "整体绩效.分项目标[13].任务")),
}

NOT_FOUND: dict[int, str] = {
    5: "“三公”经费与上年持平：金额没有变化，不要求写原因",
    1: "“三公”各数由软件从同一笔账算出，不会不一致",
    2: "数的格式由软件定，都是两位小数",
    3: "这一句是格式的，括号已改正；部门文字里的同类错误由 C803 发现",
    6: "（二十一）两次：序号由软件编，文字里不再有；一段话里的由 C816 发现，自带的由 C817 发现",
    7: "序号的括号由软件写",
    8: "序号的括号由软件写；“同意,”一句是格式的，已改正",
    9: "对调的两节在 YAML 里已经归位；两节都是文字，内容放错无法判断",
    12: "空格来自提取文本，YAML 里没有；部门文字里的由 C807 发现",
    14: "“主要用于……”是格式的句子",
    25: "“已按要求列入政府采购预算”是格式的句子",
    41: "单位成本以元计、监测项目的“受奖励企业”，要懂项目内容才能判断",
    47: "开头一句是格式的",
}
_KINDS_T_AND_X = {15, 18, 19, 20, 21, 22, 23, 44, 45, 46, 49, 50}


@cache
def findings() -> tuple[Finding, ...]:
    return prepare(FOLDER, Path("templates"), shown_as="350").findings


@pytest.mark.parametrize(
    ("code", "path"), [pytest.param(*one, id=f"{name}-{one[1]}") for name, all_ in FOUND.items() for one in all_]
)
def test_an_anomaly_of_the_sample_is_found_at_its_place(code: str, path: str) -> None:
    found = [one for one in findings() if (one.code, said(one.path)) == (code, path)]
    assert len(found) == 1
    assert found[0].place is not None
    assert found[0].place.line > 0
    assert found[0].remedy


def test_every_anomaly_is_found_or_has_a_reason_why_not() -> None:
    found = {int(name.partition(" ")[0]) for name in FOUND}
    assert not found & NOT_FOUND.keys()
    assert found | NOT_FOUND.keys() | _KINDS_T_AND_X == set(range(1, 51))


def test_no_finding_on_the_sample_is_outside_the_reviewed_list() -> None:
    reviewed = yaml.safe_load(REVIEWED.read_text("utf-8"))
    listed = sorted((one["代码"], one["位置"], one["级别"]) for one in reviewed)
    assert sorted((one.code, said(one.path), one.kind.severity.value) for one in findings()) == listed


def test_every_reviewed_finding_says_why_it_is_right() -> None:
    assert all(one["原因"] for one in yaml.safe_load(REVIEWED.read_text("utf-8")))


def test_the_sample_has_warnings_and_hints_but_no_error_so_that_check_exits_0() -> None:
    assert {one.severity for one in findings()} == {Severity.WARNING, Severity.HINT}
    assert CliRunner().invoke(main, ["check", "350"]).exit_code == 0
    assert CliRunner().invoke(main, ["check", "350", "--strict"]).exit_code == 1


def test_a_word_in_a_text_of_one_line_is_found_at_its_very_characters() -> None:
    lines = (FOLDER / "项目.yaml").read_text("utf-8").splitlines()
    (found,) = (one for one in findings() if one.code == "C818" and one.path[0] == "项目")
    assert found.place is not None
    start = found.place.column - 1
    assert lines[found.place.line - 1][start : start + found.place.length] == "财改厅"
    same = [line for line in lines if "财改厅" in line]
    assert len(found.related) == len(same) - 1 == 4
