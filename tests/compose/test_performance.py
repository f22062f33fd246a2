"""A project that says nothing of what its form prints of each project."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import publish
from generator.facts import build
from tests.packs import BUDGET

PACKS = Path(__file__).parents[2] / "templates"
MONEY = "支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 0}]"
GOAL, PLAN = "绩效目标: [好]", "资金支出计划: {12月底: 0}"
INDICATOR = "绩效指标: [{一级: 产出指标, 二级: 数量指标, 三级: 支持企业数, 指标值: ≥3家}]"


def told(folder: Path, *projects: str, pack: str = "河北") -> list[str]:
    rows = "".join(f"  - {{名称: 项目{n}, 类别: 特定目标类, {MONEY}, {one}}}\n" for n, one in enumerate(projects))
    text = BUDGET.replace("模板: 测试", f"模板: {pack}") + f"项目:\n{rows}"
    folder.mkdir(exist_ok=True)
    (folder / "预算.yaml").write_text(text, "utf-8")
    assert build.load(folder)[0] is not None
    found = publish.prepare(folder, PACKS, every=False).findings
    assert all(one.place and one.place.line > 9 for one in found if one.code == "B410")
    return [one.message for one in found if one.code == "B410"]


@pytest.mark.parametrize(
    ("project", "missing"),
    [
        ("用途: 用", "绩效目标、绩效指标、资金支出计划"),
        (GOAL, "绩效指标、资金支出计划"),
        (f"{GOAL}, {PLAN}", "绩效指标"),
        (f"{INDICATOR}, {PLAN}", "绩效目标"),
        (f"{GOAL}, {INDICATOR}", "资金支出计划"),
    ],
)
def test_the_only_project_is_told_what_it_lacks(project: str, missing: str, tmp_path: Path) -> None:
    assert told(tmp_path, project) == [f"“项目0”没有写{missing}。"]


def test_one_of_several_projects_without_anything_is_told(tmp_path: Path) -> None:
    full = f"{GOAL}, {INDICATOR}, {PLAN}"
    assert told(tmp_path, full, "用途: 用", full) == ["“项目1”没有写绩效目标、绩效指标、资金支出计划。"]
    assert told(tmp_path, full, f"{GOAL}, {PLAN}") == []  # C501 names the indicators that it lacks


def test_a_stated_nothing_and_a_form_without_such_tables_need_none(tmp_path: Path) -> None:
    assert told(tmp_path, "绩效目标: [], 绩效指标: [], 资金支出计划: {}") == []
    assert told(tmp_path, "用途: 用", pack="上海") == []
