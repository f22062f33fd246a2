"""Natures, units, weights and directions of indicators: what contradicts or is said twice, and what only looks so."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from generator.checks import indicator_natures, indicator_values, indicator_weights, run
from generator.facts.budget import Budget
from generator.reading.schema import load_rule
from tests.packs import BUDGET, loaded


def budget_of(folder: Path, text: str) -> Budget:
    return loaded(folder, BUDGET + text)


def told(folder: Path, *indicators: str, more: str = "", check: ModuleType = indicator_natures) -> list[str]:
    rows = ", ".join(f"{{一级: 产出指标, 二级: 质量指标, 三级: 第{n}项, {one}}}" for n, one in enumerate(indicators))
    budget = budget_of(folder, f"整体绩效: {{指标: [{rows}]{more}}}\n")
    return [one.kind.code for one in check.check(budget)]


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ('指标性质: ≥, 指标值: 95, 度量单位: "%"', []),
        ("指标性质: ≥, 指标值: ≥95%", ["C530"]),
        ("指标性质: ≥, 指标值: 不低于95%", ["C530"]),
        ("指标性质: ≥, 指标值: 95%以上", ["C530"]),
        ('指标性质: ">", 指标值: 95%及以上', ["C530"]),
        ("指标性质: ≤, 指标值: 10万元以内", ["C530"]),
        ('指标性质: ">", 指标值: ">95%"', ["C530"]),
        ("指标性质: ＝, 指标值: ≥95%", ["C529"]),
        ('指标性质: ≥, 指标值: ">95%"', ["C529"]),
        ("指标性质: ≥, 指标值: 不超过95%", ["C529"]),
        ("指标性质: ≤, 指标值: 95%以上", ["C529"]),
        ("指标性质: ＝, 指标值: 95%以上", ["C529"]),
        ("指标性质: ≥, 指标值: 显著提升", ["C529"]),
        ("指标性质: ≤, 指标值: 进一步降低", ["C529"]),
        ("指标性质: ＝, 指标值: 达标", []),
        ("指标性质: ≥, 指标值: 一次", []),
        ("指标性质: ≥, 指标值: 95%左右", []),
        ("指标性质: 定性, 指标值: 良好", []),
        ("指标性质: 定性, 指标值: 12月底前", []),
        ("指标性质: 定性, 指标值: 2025年", []),
        ("指标性质: 定性, 指标值: 4A级", []),
        ("指标性质: 定性, 指标值: 3级", []),
        ("指标性质: 定性, 指标值: 优良中低差, 度量单位: 无", []),
        ("指标性质: 定性, 指标值: 95%", ["C529"]),
        ("指标性质: 定性, 指标值: ≥95%", ["C529"]),
        ("指标性质: 定性, 指标值: 3家以上", ["C529"]),
        ("指标性质: 定性, 指标值: 100, 度量单位: 人次", ["C529"]),
        ("指标性质: 定性, 指标值: ≥良好", ["C529"]),
        ("指标值: ≥95%", []),
        ('指标值: 95%, 度量单位: "%"', ["C531"]),
        ('指标值: 95％, 度量单位: "%"', ["C531"]),
        ("指标值: 95%, 度量单位: 百分比", ["C531"]),
        ("指标值: 3家以上, 度量单位: 家", ["C531"]),
        ("指标值: 每季度1次, 度量单位: 次", ["C531"]),
        ("指标值: 10万元, 度量单位: 元", ["C531"]),
        ("指标值: 10万, 度量单位: 万元", ["C531"]),
        ("指标值: 10万, 度量单位: 元", []),
        ("指标值: 30个工作日, 度量单位: 天", ["C531"]),
        ("指标值: 100（全部）, 度量单位: 家", []),
        ("指标值: 5以上, 度量单位: 家", []),
        ("指标值: 1-3, 度量单位: 家", []),
        ("指标值: 良好, 度量单位: 个", []),
        ("指标性质: ≥, 指标值: 3, 度量单位: 家, 方向: 反向", ["C532"]),
        ('指标性质: "<", 指标值: 3, 度量单位: 家, 方向: 正向', ["C532"]),
        ("指标值: ≥3家, 方向: 反向", ["C532"]),
        ("指标性质: ≤, 指标值: 3, 方向: 反向", []),
        ("指标性质: ＝, 指标值: 3, 方向: 反向", []),
        ("指标性质: 定性, 指标值: 良好, 方向: 正向", []),
    ],
)
def test_nature_value_unit_and_direction(fields: str, codes: list[str], tmp_path: Path) -> None:
    assert told(tmp_path, fields) == codes


@pytest.mark.parametrize(
    ("weights", "more", "codes"),
    [
        ((60, 40), "", []),
        ((33.3, 33.3, 33.4), "", []),
        (("60%", "40分"), "", []),
        ((None, None), "", []),
        ((60, 30), "", ["C527"]),
        ((60, 30), ", 权重合计: 90", []),
        ((60, 40), ", 权重合计: 90", ["C527"]),
        ((0.6, 0.4), "", ["C527"]),
        ((60, None), "", ["C528"]),
        ((None, 100), "", ["C528"]),
        ((None, None), ", 权重合计: 90", ["C528"]),
        ((), ", 权重合计: 90", []),
    ],
)
def test_weights(weights: tuple[object, ...], more: str, codes: list[str], tmp_path: Path) -> None:
    fields = [f"指标值: 3家, 权重: {one}" if one is not None else "指标值: 3家" for one in weights]
    assert told(tmp_path, *fields, more=more, check=indicator_weights) == codes


def test_each_list_has_a_total_of_its_own_and_is_named(tmp_path: Path) -> None:
    row = "{一级: 产出指标, 二级: 数量指标, 三级: 数, 指标值: 3家, 权重: 70}"
    money = "支出: [{科目: 2060101, 资金性质: 其他收入, 金额: 0}]"
    text = f"项目: [{{名称: 甲, 类别: 特定目标类, {money}, 绩效指标: [{row}]}}]\n"
    text += f"整体绩效: {{分项目标: [{{任务: 乙, 绩效指标: [{row}]}}], 指标: [{row}]}}\n"
    budget = budget_of(tmp_path, text)
    assert [one.message for one in indicator_weights.check(budget)] == [
        "项目“甲”各指标的权重相加是 70，不是 100。",
        "部门整体绩效各指标的权重相加是 70，不是 100。",
        "任务“乙”各指标的权重相加是 70，不是 100。",
    ]


def test_the_indicators_of_the_whole_are_read_like_those_of_projects(tmp_path: Path) -> None:
    rows = [
        ("产出", "数量指标", "甲", "若干"),
        ("产出指标", "质量指标", "甲", "提升"),
        ("产出指标", "时效指标", "拨付", "2023年底前"),
    ]
    text = ", ".join(f"{{一级: {a}, 二级: {b}, 三级: {c}, 指标值: {d}}}" for a, b, c, d in rows)
    codes = {one.code for one in run(budget_of(tmp_path, f"整体绩效: {{指标: [{text}]}}\n"))}
    assert {"C526", "C503", "C502", "C506", "C513"} <= codes


def test_a_graded_indicator_is_not_told_to_have_no_number(tmp_path: Path) -> None:
    assert told(tmp_path, "指标性质: 定性, 指标值: 明显提升", check=indicator_values) == []
    assert told(tmp_path, "指标值: 明显提升", check=indicator_values) == ["C502"]


def test_a_cost_is_compared_though_its_unit_stands_apart(tmp_path: Path) -> None:
    row = "{一级: 成本指标, 二级: 经济成本指标, 三级: 总成本, 指标性质: ≤, 指标值: 12, 度量单位: 万元}"
    money = "支出: [{科目: 2060101, 资金性质: 其他收入, 金额: 100000}]"
    budget = budget_of(tmp_path, f"项目: [{{名称: 甲, 类别: 特定目标类, {money}, 绩效指标: [{row}]}}]\n")
    assert [one.message for one in run(budget) if one.code == "C511"] == [
        "成本指标“≤12万元”大于项目的预算数 100,000.00 元，多 20,000.00 元。"
    ]


def test_the_check_knows_every_word_for_a_sign_that_the_schema_knows() -> None:
    (rule,) = (
        one.items.properties["指标性质"].expected
        for one in [load_rule("budget").properties["项目"].items.properties["绩效指标"]]  # type: ignore[union-attr]
        if one.items
    )
    for word, meant in rule.synonyms.items():
        if meant != "定性":
            assert indicator_natures._sign(f"{word}95") == (meant, word)
