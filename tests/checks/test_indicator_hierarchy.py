"""Levels of indicators: exchanged, under a level that is not theirs, shortened."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.checks import indicator_hierarchy
from tests.packs import BUDGET, loaded


def found(tmp_path: Path, first: str, second: str) -> list[tuple[str, str]]:
    indicator = f"{{一级: {first}, 二级: {second}, 三级: 支持企业数, 指标值: ≥3家}}"
    money = "支出: [{科目: 2060101, 资金性质: 其他收入, 金额: 0}]"
    project = f"{{名称: 甲, 类别: 特定目标类, {money}, 绩效指标: [{indicator}]}}"
    budget = loaded(tmp_path, f"{BUDGET}项目: [{project}]\n")
    return [(one.kind.code, str(one.path[-1])) for one in indicator_hierarchy.check(budget)]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("产出指标", "时效指标", []),
        ("产出指标（50分）", "数量指标", []),
        ("产出指标", "成本指标", []),
        ("成本指标", "社会成本指标", []),
        ("满意度指标", "服务对象满意度指标", []),
        ("满意度指标", "满意度指标", []),
        ("效益指标", "履职能力指标", []),
        ("数量指标", "产出指标", [("C525", "一级")]),
        ("数量", "产出", [("C525", "一级")]),
        ("成本指标", "产出指标", [("C525", "二级")]),
        ("社会效益指标", "社会效益指标", [("C525", "一级")]),
        ("效益指标", "数量指标", [("C525", "二级")]),
        ("产出指标", "可持续影响指标", [("C525", "二级")]),
        ("成本指标", "成本指标", [("C525", "二级")]),
        ("效益指标", "效益指标", [("C525", "二级")]),
        ("产出", "数量指标", [("C526", "一级")]),
        ("产出", "数量", [("C526", "一级"), ("C526", "二级")]),
        ("满意度指标", "服务对象满意度", [("C526", "二级")]),
        ("过程指标", "数量指标", [("C526", "一级")]),
    ],
)
def test_levels(first: str, second: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    assert found(tmp_path, first, second) == expected
