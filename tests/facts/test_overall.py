"""The goals and indicators of a department as a whole (整体绩效), and of each unit, as records of their own."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from generator.facts import build
from generator.facts.budget import Budget, Record
from generator.ledger import Ledger, department_ledger, unit_ledger

HEAD = """
年度: 2025
模板: 测试
部门: {编码: "350", 名称: 测试部门}
单位:
  - {编码: "350001", 名称: 本级}
  - {编码: "350002", 名称: 甲院, 整体绩效: {指标: [{一级: 产出指标, 二级: 数量指标, 三级: 甲院的, 指标值: 3家}]}}
"""
OWN_KEYS = "指标性质: ≥, 指标值: 95, 度量单位: '%', 权重: 20%"
OWN = f"整体绩效: {{指标: [{{一级: 产出指标, 二级: 质量指标, 三级: 部门的, {OWN_KEYS}}}]}}\n"


def loaded(folder: Path, own: str = OWN) -> Budget:
    (folder / "预算.yaml").write_text(HEAD + own, "utf-8")
    inner = folder / "单位/350003-乙院"
    inner.mkdir(parents=True)
    text = "单位: {编码: '350003', 名称: 乙院}\n整体绩效: {总体目标: [乙院的目标。], 分项目标: [{任务: 教学}]}\n"
    (inner / "预算.yaml").write_text(text, "utf-8")
    budget, findings = build.load(folder)
    assert budget is not None, findings
    return budget


def names(records: tuple[Record, ...], field: str = "三级指标") -> list[str]:
    return [str(one.fields[field].value) for one in records]


def test_each_document_has_the_indicators_of_its_subject_alone(tmp_path: Path) -> None:
    budget = loaded(tmp_path)
    ledgers: list[Ledger] = [department_ledger(budget), *(unit_ledger(budget, f"35000{n}") for n in (1, 2, 3))]
    assert [names(one.records["整体绩效指标"]) for one in ledgers] == [["部门的"], [], ["甲院的"], []]
    assert names(ledgers[3].records["总体目标"], "内容") == ["乙院的目标。"]
    assert names(ledgers[3].records["分项目标"], "任务") == ["教学"]


def test_below_a_unit_stand_its_own_and_none_of_the_departments(tmp_path: Path) -> None:
    units = loaded(tmp_path).records["单位"]
    assert [names(one.children["整体绩效指标"]) for one in units] == [[], ["甲院的"], []]


def test_the_whole_target_knows_all_that_it_is_made_of(tmp_path: Path) -> None:
    budget = loaded(tmp_path)
    (one,) = budget.subject.records["整体绩效指标"]
    path = ("整体绩效", "指标", 0)
    whole = one.fields["完整指标值"]
    assert (whole.value, whole.origins) == ("≥95%", tuple((*path, key) for key in ("指标性质", "指标值", "度量单位")))
    assert one.fields["权重"].value == Decimal(20)
    assert all(origin in budget.places for origin in whole.origins)


def test_none_is_no_indicator(tmp_path: Path) -> None:
    assert loaded(tmp_path, "整体绩效: 无\n").subject.records["整体绩效指标"] == ()
