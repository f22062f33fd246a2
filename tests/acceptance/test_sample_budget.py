"""The sample of department 350: every published figure follows from its YAML, and its words are its own."""

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator import checks
from generator.base.money import format_amount, total
from generator.facts.budget import Budget, Entry, Record
from generator.facts.build import load
from generator.findings.finding import has_errors

REFERENCE = Path("tests/reference/hebei-350-2025")
FOLDER = Path("budgets/2025/350-科技和工信部门")


def reference(name: str) -> Any:
    return json.loads((REFERENCE / f"{name}.json").read_text("utf-8"))


@cache
def budget() -> Budget:
    found, findings = load(FOLDER, shown_as="350")
    assert not findings
    assert found is not None
    return found


def shown(entries: Iterator[Entry]) -> str | None:
    """The sum in 万元 as published; None for nothing."""
    return format_amount(total(entry.amount for entry in entries), scale=4) or None


def where(condition: Callable[[Entry], bool]) -> Iterator[Entry]:
    return (entry for entry in budget().entries if condition(entry))


def field(record: Record, name: str) -> str:
    return str(record.fields[name].value)


def test_the_sample_has_no_errors() -> None:
    assert not has_errors(checks.run(budget()))


def test_the_lines_are_the_42_leaves() -> None:
    leaves = sorted(
        (one["功能分类"], one["经济分类"] or "", one["项目编码"] or "", one["金额_元"])
        for one in reference("yuan")["leaves"]
    )
    lines = where(lambda entry: entry.direction == "支出")
    assert sorted((one.function, one.economic, one.project, int(one.amount)) for one in lines) == leaves


@pytest.mark.parametrize("row", reference("figures")["收入总表"]["rows"], ids=lambda row: row["code"])
def test_income_by_function_is_as_published(row: dict[str, str]) -> None:
    income = [one for one in budget().entries if one.direction == "收入" and one.function.startswith(row["code"])]
    assert shown(iter(income)) == row["合计"]
    assert shown(one for one in income if not one.carryover) == row["本年收入小计"]
    assert shown(one for one in income if one.carryover) == row["上年结转"]


@pytest.mark.parametrize("row", reference("figures")["支出总表"]["rows"], ids=lambda row: row["code"])
def test_expenditure_by_function_is_as_published(row: dict[str, str]) -> None:
    spent = [one for one in budget().entries if one.direction == "支出" and one.function.startswith(row["code"])]
    assert shown(iter(spent)) == row["合计"]
    assert shown(one for one in spent if one.spending_type == "基本支出") == row["基本支出"]
    assert shown(one for one in spent if one.spending_type == "项目支出") == row["项目支出"]


def test_three_public_expenses_are_as_published() -> None:
    assert shown(where(lambda one: one.direction == "支出" and one.economic == "30231")) == "1.00"


@pytest.mark.parametrize("published", reference("projects"), ids=lambda one: one["code"])
def test_each_project_is_as_published(published: dict[str, Any]) -> None:
    project = next(one for one in budget().records["项目"] if field(one, "项目编码") == published["code"])
    squeezed = {name: re.sub(r"\s", "", published[key]) for name, key in (("项目名称", "name"), ("用途", "用途"))}
    assert {name: re.sub(r"\s", "", field(project, name)) for name in squeezed} == squeezed
    amounts = {
        name: format_amount(Decimal(project.fields[name].value), scale=4) for name in ("预算数", "财政资金", "其他资金")
    }
    assert amounts == {
        "预算数": published["budget"],
        "财政资金": published["fiscal"],
        "其他资金": published["other"] or "",
    }
    plan = [
        format_amount(Decimal(one.value), scale=4) for name, one in project.fields.items() if name.startswith("计划.")
    ]
    assert plan == published["schedule"]
    assert [
        {name: str(one.value) for name, one in child.fields.items() if name != "完整指标值"}  # made of the value
        for child in project.children["绩效指标"]
    ] == published["indicators"]
    goals = [field(child, "内容") for child in project.children["绩效目标"]]
    numbered = "".join(f"{number}.{goal}" for number, goal in enumerate(goals, 1))
    assert numbered == re.sub(r"\s", "", published["goal"])


def test_there_are_14_projects_with_84_indicators() -> None:
    projects = budget().records["项目"]
    assert len(projects) == 14
    assert sum(len(project.children["绩效指标"]) for project in projects) == 84


def test_each_project_is_spent_on_its_published_function_item() -> None:
    published = reference("project_function_codes")["function_item_of_project"]
    assert {str(number): one.entries[0].function for number, one in enumerate(budget().records["项目"], 1)} == published


def narrative() -> Iterator[str]:
    data = budget().data
    yield from data["部门职责"]
    yield from data["整体绩效"]["总体目标"]
    yield from data["整体绩效"]["保障措施"]
    for goal in data["整体绩效"]["分项目标"]:
        yield from goal.values()


def test_the_words_are_the_departments_own() -> None:
    published = re.sub(r"\s", "", (REFERENCE / "published.txt").read_text("utf-8"))
    assert [text for text in narrative() if re.sub(r"\s", "", text) not in published] == []


def test_all_duties_goals_and_safeguards_are_there_and_the_swapped_bodies_are_put_right() -> None:
    performance = budget().data["整体绩效"]
    assert len(budget().data["部门职责"]) == 25
    assert [len(performance[name]) for name in ("总体目标", "分项目标", "保障措施")] == [7, 14, 7]
    assert performance["保障措施"][0].startswith("完善制度建设")
    assert performance["分项目标"][0]["任务"].startswith("支持工业技术改造")


def test_no_text_carries_numbers_or_the_stray_spaces_of_the_extraction() -> None:
    wide = r"[\u4e00-\u9fff，。；：、“”（）]"
    for text in narrative():
        assert not re.match(r"[（(][一二三四五六七八九十]+[）)]", text)
        assert not re.search(rf"{wide}\s|\s{wide}", text), text


def test_last_years_figures_are_those_implied() -> None:
    expected = {"支出总计": 14695500, "基本支出": 2727100, "项目支出": 11968400, "三公经费": 10000}
    assert {name: int(amount) for name, amount in budget().subject.prior.items()} == expected


def test_every_value_has_its_place_in_the_yaml() -> None:
    for entry in budget().entries:
        place = budget().places[entry.origin]
        line = (
            (FOLDER.parent / FOLDER.name / place.file.removeprefix("350/"))
            .read_text("utf-8")
            .split("\n")[place.line - 1]
        )
        assert line[place.column - 1 : place.column - 1 + place.length] == str(entry.amount)
