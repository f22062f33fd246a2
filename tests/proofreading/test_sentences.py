"""Finished sentences: what is wrong is found at the text or the line that is to blame, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from generator.findings.finding import Finding, Severity
from generator.proofreading import changes, review, stated, wording
from generator.publish import prepare
from tests.packs import write_pack

QUERIES = """口径:
  支出总计: {方向: 支出}
  基本支出: {方向: 支出, 支出类型: 基本支出}
  公务接待费: {方向: 支出, 经济分类: 30217}
  三公经费: {方向: 支出, 经济分类: [30212, 30217, 30231]}
  一般公共预算支出: {方向: 支出, 资金性质: 一般公共预算拨款}
"""
BASE = {
    "年度": "2025",
    "模板": "测试",
    "部门": {"编码": "350", "名称": "测试部门"},
    "单位": [{"编码": "350001", "名称": "本级"}],
    "收入": [{"科目": "2060101", "资金性质": "一般公共预算拨款", "金额": "80000"}],
    "基本支出": [
        {"科目": "2060101", "经济科目": "30101", "资金性质": "一般公共预算拨款", "金额": "60040"},
        {"科目": "2060101", "经济科目": "30217", "资金性质": "一般公共预算拨款", "金额": "19960"},
    ],
}


def found(folder: Path, text: str, **keys: object) -> list[Finding]:
    """What is found in the sentences of a pack and a budget."""
    write_pack(folder / "templates", text=f"# 说明\n{text}\n", 口径=QUERIES)
    budget = folder / "b"
    budget.mkdir(exist_ok=True)
    (budget / "a.yaml").write_text(yaml.safe_dump({**BASE, **keys}, allow_unicode=True, width=10_000), "utf-8")
    prepared = prepare(budget, folder / "templates", shown_as="b")
    assert prepared.document is not None, prepared.findings
    return [one for one in prepared.findings if one.code[:2] == "D5"]


@pytest.mark.parametrize(
    ("code", "typed", "words"),
    [
        ("D502", "{{ 主体 }}的情况。", "{{"),
        ("D502", "｛｛主体｝｝的情况。", "｛｛"),
        ("D502", "{% if 主体 %}情况。", "{%"),
        ("D503", "接待费增加0.00万元。", "增加0.00万元"),
        ("D503", "接待费减少了0%，", "减少了0%"),
        ("D503", "接待费与上年持平，增长5%。", "持平，增长5"),
        ("D503", "接待费增加3万元，与上年持平。", "增加3万元，与上年持平"),
        ("D503", "其中人员经费占76.23。", "占76.23"),
        ("D503", "人员经费占总支出的76，其余为公用经费。", "占总支出的76"),
        ("D504", "较2023年减少2万元。", "较2023年减少"),
        ("D504", "与2025年预算相比，增加2万元。", "与2025年预算相比，增加"),
        ("D504", "20025年的情况。", "20025年"),
        ("D504", "202 年度的情况。", "202 年"),
        ("D504", "2O25年的情况。", "2O25年"),
        ("D504", "025年度的情况。", "025年"),
        ("D504", "20 25年的情况。", "20 25年"),
        ("D504", "2205年度的情况。", "2205年度"),
        ("D505", "2025年本部门基本支出9.00万元。", "基本支出9.00万元"),
        ("D505", "“三公”经费预算为3万元。", "“三公”经费预算为3万元"),
        ("D505", "财政拨款“三公”经费预算3万元。", "财政拨款“三公”经费预算3万元"),
        ("D505", "本部门基本支出9万元。", "基本支出9万元"),
        ("D505", "安排公务接待费1.20万元，", "公务接待费1.20万元"),
        ("D505", "支出总计90,000元。", "支出总计90,000元"),
        ("D505", "基本支出共计0.0009亿元。", "基本支出共计0.0009亿元"),
        ("D505", "其中：一般公共预算支出9万元。", "一般公共预算支出9万元"),
    ],
)
def test_what_is_typed_wrongly_is_found_at_its_characters(tmp_path: Path, code: str, typed: str, words: str) -> None:
    (finding,) = [one for one in found(tmp_path, "{{ 其他说明 }}", 其他说明=typed) if one.code == code]
    assert finding.place is not None
    assert finding.path == ("其他说明",)
    line = (tmp_path / "b" / "a.yaml").read_text("utf-8").split("\n")[finding.place.line - 1]
    assert line[finding.place.column - 1 :].startswith(words)


@pytest.mark.parametrize(
    "typed",
    [
        "基本支出8.00万元，公务接待费2.00万元，公务接待费19960元，公务接待费约2万元。",
        "公务接待费不超过5万元，会议费标准为每人每天450元。",
        "公务接待费减少1.2万元；公务接待费比上年减少1.2万元。",
        "2024年基本支出9万元；上年公务接待费3万元。",
        "一般公共预算支出8万元，其中基本支出5万元；财政拨款基本支出5万元；其他单位基本支出5万元。",
        "教育项目支出10万元；日常基本支出保障有力。",
        "增加0.05万元；增长0.5%；增加10万元；减少0起事故。",
        "与上年持平；基本支出增加3万元，项目支出与上年持平。",
        "占76.23%；占地20.5亩；占比3.5个百分点；占2席；占用20平方米；占三分之一。",
        "较2024年减少2万元；比2024年预算增加3万元；与2023年决算相比，减少5万元。",
        "2035年远景目标；自2008年起；历时202天；1949年以来；电话20250101。",
        "“十四五”规划；《关于……的通知》；{甲}；100%。",
    ],
)
def test_what_looks_like_it_and_is_right_is_not_found(tmp_path: Path, typed: str) -> None:
    assert [(one.code, one.message) for one in found(tmp_path, "{{ 其他说明 }}", 其他说明=typed)] == []


def test_goals_may_compare_with_any_year(tmp_path: Path) -> None:
    goals = {"总体目标": ["比2020年提高5%。"]}
    text = "{% for 目标 in 整体绩效.总体目标|default([]) %}\n{{ 目标 }}\n{% endfor %}"
    assert found(tmp_path, text, 整体绩效=goals) == []


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("D501", "基本支出很多，。"),
        ("D501", "基本支出用于办公（含差旅。"),
        ("D501", "基本支出用于办公”。"),
        ("D501", "基本支出基本支出很多。"),
        ("D502", "基本支出变动，主要原因是{{ 机构设置说明 }}。"),
        ("D502", "XX单位的基本支出。"),
        ("D502", "公开日期：2025年 月 日。"),
        ("D504", "基本支出较2021年增加很多。"),
        ("D503", "基本支出增加0.00万元。"),
    ],
)
def test_a_fault_of_the_pack_stands_at_the_line_of_the_pack(tmp_path: Path, code: str, text: str) -> None:
    (finding,) = found(tmp_path, f"第一行没有问题。\n{text}")
    assert finding.code == code
    assert finding.place is not None
    assert (finding.place.file.rpartition("/")[2], finding.place.line) == ("正文.jinja", 3)


def test_a_joint_stands_at_the_fragment_and_names_the_line_of_the_pack(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, "这笔钱主要用于购置办公{{ 其他说明 }}。", 其他说明="办公设备")
    assert (finding.code, finding.path) == ("D501", ("其他说明",))
    assert [(place.file.rpartition("/")[2], label) for place, label in finding.related] == [
        ("正文.jinja", "模板的这一句")
    ]


def test_what_the_checks_of_the_budget_find_is_not_found_twice(tmp_path: Path) -> None:
    assert found(tmp_path, "情况：{{ 其他说明 }}", 其他说明="奖励奖励资金，。（含XX") == []


def test_a_units_words_are_compared_with_the_units_own_amounts(tmp_path: Path) -> None:
    units = [
        {"编码": "350001", "名称": "本级", "其他说明": "基本支出8万元。"},
        {"编码": "350002", "名称": "中心", "其他说明": "基本支出8万元。"},
    ]
    lines = [{**line, "单位": "350001"} for line in BASE["基本支出"]]  # type: ignore[attr-defined]
    income = [{**line, "单位": "350001"} for line in BASE["收入"]]  # type: ignore[attr-defined]
    write_pack(tmp_path / "templates", text="# 说明\n{{ 其他说明 }}\n", 口径=QUERIES)
    (tmp_path / "b").mkdir()
    tree = {**BASE, "单位": units, "收入": income, "基本支出": lines}
    (tmp_path / "b" / "a.yaml").write_text(yaml.safe_dump(tree, allow_unicode=True), "utf-8")
    codes = {
        unit: [one.code for one in prepare(tmp_path / "b", tmp_path / "templates", unit=unit).findings]
        for unit in ("350001", "350002")
    }
    assert ["D505" in codes[unit] for unit in codes] == [False, True]


def test_all_of_them_are_warnings_but_rounding() -> None:
    kinds = (wording.JOINT, wording.UNFINISHED, changes.EMPTY, changes.YEAR, stated.DIFFERS)
    assert {kind.severity for kind in kinds} == {Severity.WARNING}
    assert review.ROUNDED.severity is Severity.HINT


def test_a_lead_in_may_end_with_a_colon_where_a_list_follows(tmp_path: Path) -> None:
    assert found(tmp_path, "主要职能包括：\n具体用于：\n主要是：\n一、甲。") == []


def test_a_fragment_of_nothing_but_a_lead_in_or_a_stop_is_to_blame_itself(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, "{% if 其他说明 %}变动，主要为{{ 其他说明 }}；没有了。{% endif %}", 其他说明="。")
    assert (finding.code, finding.path) == ("D502", ("其他说明",))


def test_a_fragment_loses_its_leading_comma(tmp_path: Path) -> None:
    assert (
        found(tmp_path, "{% if 其他说明 %}变动，主要为{{ 其他说明 }}；没有了。{% endif %}", 其他说明="，人员增加。")
        == []
    )
