"""Plans of payments: `fix` writes the words of the form, and cumulative amounts where their sum proves them."""

from __future__ import annotations

import pytest

from generator.facts.plan_repairs import plan_repairs
from generator.reading import edits
from generator.reading.source import parse

POINTS = ("3月底", "6月底", "10月底", "12月底")
MENDED = {
    "{一季度: 1, 二季度: 2, 三季度: 3, 四季度: 4}": "{3月底: 1, 6月底: 3, 10月底: 6, 12月底: 10}",
    "{3月: 1, 6月末: 5, 十月底: 6, 年底: 10}": "{3月底: 1, 6月底: 5, 10月底: 6, 12月底: 10}",
    "{'1季度末': 1, Q2: 5, 3季度: 6, 全年: 10}": "{3月底: 1, 6月底: 5, 10月底: 6, 12月底: 10}",
    "{12月底: 4, 3月底: 1, 6月底: 2, 10月底: 3}": "{12月底: 10, 3月底: 1, 6月底: 3, 10月底: 6}",
    "{上半年: 2.50, 全年: 7.50}": "{6月底: 2.50, 12月底: 10}",
    "{1-3月: 1, 4-6月: 2, 7-9月: 3, 10-12月: 4}": "{3月底: 1, 6月底: 3, 10月底: 6, 12月底: 10}",
    "{截至3月底: 1, 6月30日前: 2, 2025-10: 3, 12: 10}": "{3月底: 1, 6月底: 2, 10月底: 3, 12月底: 10}",
    "{一季度: 1, 上半年: 2, 前三季度: 3, 全年: 10}": "{3月底: 1, 6月底: 2, 10月底: 3, 12月底: 10}",
    "{3月: 25%, 6月: 50%, 10月: 75%, 12月: 100%}": "{3月底: 25%, 6月底: 50%, 10月底: 75%, 12月底: 100%}",
}
KEPT = (
    "{3月底: 1, 6月底: 5, 10月底: 6, 12月底: 10}",
    "{3月底: 0, 6月底: 0, 10月底: 0, 12月底: 10}",
    "{3月底: 1, 6月底: 2, 10月底: 3, 12月底: 5}",  # adds up to nothing that is known
    "{3月底: 25, 6月底: 50, 10月底: 75, 12月底: 100}",
    "{春: 1, 夏: 2, 秋: 3, 冬: 4}",
    "{一季度: 1, 二季度: 2, 三季度: 3, 四季度: 3}",  # neither the last one nor their sum is the budget
    "{一季度: 25%, 二季度: 25%, 三季度: 25%, 四季度: 25%}",
    "{3月: 1, 一季度: 9}",  # two for one point
    "{3月底: [1], 6月底: 9}",
    "无",
)


def mended(plan: str, money: str = "{金额: 4}, {金额: 6.00}", points: tuple[str, ...] = POINTS) -> str:
    text = f"项目:\n  - 支出: [{money}]\n    资金支出计划: {plan}\n"
    tree, found = parse(text.encode(), "f")
    assert tree is not None, found
    return edits.applied(text, dict(plan_repairs(tree, points))).split("计划: ")[1].strip()


@pytest.mark.parametrize("plan", MENDED)
def test_a_plan_is_mended_where_there_is_one_reading(plan: str) -> None:
    assert mended(plan) == MENDED[plan]
    assert mended(MENDED[plan]) == MENDED[plan]


@pytest.mark.parametrize("plan", KEPT)
def test_what_is_right_or_not_certain_stays(plan: str) -> None:
    assert mended(plan) == plan


def test_words_stay_where_the_form_is_not_known_and_amounts_where_the_budget_cannot_be_read() -> None:
    plan = "{一季度: 1, 二季度: 9}"
    assert mended(plan, points=()) == "{一季度: 1, 二季度: 10}"
    assert mended(plan, "{金额: 4}, {金额: 六}") == mended(plan, "") == plan
    assert mended("{3月: 1, 6月: 9}", "") == "{3月底: 1, 6月底: 9}"


def test_what_was_done_is_told_at_its_place() -> None:
    tree, _ = parse("项目: [{支出: [{金额: 3}], 资金支出计划: {一季度: 1, 二季度: 2}}]\n".encode(), "f")
    assert tree is not None
    assert [said for _, said in plan_repairs(tree, POINTS)] == [
        "f:1:31: “一季度”改成“3月底”", "f:1:39: “二季度”改成“6月底”", "f:1:44: “2”改成“3”",
    ]  # fmt: skip
