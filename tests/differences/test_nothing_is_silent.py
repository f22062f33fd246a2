"""The walk's promise: whatever differs between two budgets is told; what says the same is no difference."""

from __future__ import annotations

import random
from decimal import InvalidOperation, getcontext, localcontext
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.base.resources import templates_folder
from generator.differences.compared import Compared, compare
from generator.facts import build
from generator.facts.budget import Budget
from generator.findings.finding import has_errors
from generator.pack import loader
from generator.pack.spec import Pack
from tests.test_promises import BUDGETS, changed, keys, leaves, renamed, tree, without

Files = dict[str, Any]
UNBROKEN = 1_000_000  # columns: where a line is broken, reading joins it without the space
FOLDERS = loader.list_folders(templates_folder())


def loaded(files: Files | dict[str, str]) -> tuple[Budget | None, bool]:
    """Load a budget of files, given as values or as text, and tell whether it has errors."""
    with TemporaryDirectory() as root:
        folder = Path(root) / "budgets/2025/350-甲"
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True, width=UNBROKEN)
            (folder / name).write_text(text, "utf-8")
        words, context = partial(loader.words_of, FOLDERS), getcontext().copy()
        context.traps[InvalidOperation] = False  # as the command does
        with localcontext(context):
            budget, found = build.load_alone(folder, shown_as="b", words=words, draft=True)
    return budget, has_errors(found)


@cache
def original(code: str) -> tuple[Budget, Pack]:
    budget, broken = loaded(tree(code))
    assert budget is not None
    assert not broken
    pack, _ = loader.find(budget.pack, budget.year, templates_folder(), None, FOLDERS)
    assert pack is not None
    return budget, pack


def compared(code: str, files: Files | dict[str, str]) -> Compared | None:
    """Compare a budget with itself as files say it; None where these have errors, which the report says."""
    before, pack = original(code)
    after, broken = loaded(files)
    return None if after is None or broken else compare(before, after, pack)


def told(code: str, files: Files) -> bool:
    found = compared(code, files)
    return found is None or not found.is_equal


@pytest.mark.parametrize("code", BUDGETS)
@settings(max_examples=25)
@given(data=st.data())
def test_a_changed_value_is_told(code: str, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(list(leaves(tree(code)))))
    assert told(code, changed(code, path))


@pytest.mark.parametrize("code", BUDGETS)
@settings(max_examples=25)
@given(data=st.data())
def test_a_missing_key_is_told(code: str, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from([path for path in keys(tree(code)) if path[-1] != "金额单位"]))
    assert told(code, without(code, path))


@pytest.mark.parametrize("code", BUDGETS)
@settings(max_examples=10)
@given(data=st.data())
def test_another_name_of_a_key_is_told(code: str, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(list(keys(tree(code)))))
    assert told(code, renamed(code, path))


def test_every_value_of_a_real_budget_is_told() -> None:
    silent = [path for path in leaves(tree("350")) if path[0] != "项目.yaml" and not told("350", changed("350", path))]
    assert silent == []


def shuffled(value: Any, order: random.Random) -> Any:
    """The same value with the keys of mappings, and the lines of money, in another order."""
    if isinstance(value, dict):
        items = [(key, shuffled(below, order)) for key, below in value.items()]
        order.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        lines = [shuffled(one, order) for one in value]
        if all(isinstance(one, dict) and "金额" in one for one in lines):
            order.shuffle(lines)
        return lines
    return value


@pytest.mark.parametrize("code", BUDGETS)
def test_order_comments_and_files_make_no_difference(code: str) -> None:
    order = random.Random(7)  # noqa: S311 no secret
    files = {name: content for name, content in tree(code).items() if "/" not in name}
    merged = shuffled({key: value for content in files.values() for key, value in content.items()}, order)
    text = "# 换了个写法\n" + yaml.safe_dump(merged, allow_unicode=True, sort_keys=False, width=UNBROKEN)
    units = {name: shuffled(content, order) for name, content in tree(code).items() if "/" in name}
    found = compared(code, {"合在一起.yaml": text, **units})
    assert found is not None
    assert found.is_equal
    assert found.differences == ()


ONE = """\
年度: 2025
模板: 河北
部门: {编码: "350", 名称: 甲局}
单位: [{编码: "350001", 名称: 本级}, {编码: "350002", 名称: 中心, 职责: [办事。]}]
收入: [{单位: "350001", 科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 12345.6}]
基本支出:
- {单位: "350001", 科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 12345.6, 上年结转: 否}
项目: [{编码: P1, 名称: 项目一, 类别: 其他运转类, 单位: "350002", 支出: []}]
"""


def same(before: str, after: dict[str, str]) -> Compared:
    old, new = loaded({"甲.yaml": before})[0], loaded(after)[0]
    assert old is not None
    assert new is not None
    return compare(old, new, None)


def test_wan_yuan_is_no_difference() -> None:
    text = ONE.replace("年度:", "金额单位: 万元\n年度:").replace("12345.6", "1.23456").replace(", 上年结转: 否", "")
    assert same(ONE, {"甲.yaml": text}) == same(ONE, {"甲.yaml": ONE})
    assert same(ONE, {"甲.yaml": text}).is_equal


def test_lines_in_the_folder_of_a_unit_are_no_difference() -> None:
    own = """\
单位: {编码: "350001", 名称: 本级}
收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 12345.6}]
基本支出: [{科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 12345.6}]
"""
    other = """\
单位: {编码: "350002", 名称: 中心, 职责: [办事。]}
项目: [{编码: P1, 名称: 项目一, 类别: 其他运转类, 支出: []}]
"""
    top = '年度: 2025\n模板: 河北\n部门: {编码: "350", 名称: 甲局}\n'
    found = same(ONE, {"甲.yaml": top, "单位/350001-本级/乙.yaml": own, "单位/350002-中心/乙.yaml": other})
    assert found.differences == ()
    assert found.is_equal


def test_the_order_of_projects_alone_is_told_and_is_no_difference() -> None:
    two = ONE.replace("支出: []}]", "支出: []}, {编码: P2, 名称: 项目二, 类别: 其他运转类, 支出: []}]")
    line = next(line for line in two.split("\n") if line.startswith("项目:"))
    first, second = line.removeprefix("项目: [").removesuffix("]").split("}, {")
    other = two.replace(line, f"项目: [{{{second}, {first}}}]")
    found = same(two, {"甲.yaml": other})
    assert found.is_equal
    assert [(one.sort, one.where) for one in found.differences] == [("次序", ("项目",))]


def test_a_line_that_goes_to_the_folder_of_another_unit_is_told() -> None:
    top = '年度: 2025\n模板: 北京\n部门: {编码: "931", 名称: 甲局}\n'
    staff = "[{类别: 行政编制, 编制数: 20, 实有人数: 18}]"  # a list that the pack declares

    def files(first: str, second: str) -> dict[str, str]:
        own = {"931001": first, "931002": second}
        units = {
            f"单位/{code}-甲/乙.yaml": f'单位: {{编码: "{code}", 名称: 甲}}\n{text}\n' for code, text in own.items()
        }
        return {"甲.yaml": top, **units}

    pack, _ = loader.find("北京", 2025, templates_folder(), None, FOLDERS)
    for line in (f"人员编制: {staff}", "收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 1}]"):
        before, after = (loaded(files(*texts))[0] for texts in ((line, "职责: []"), ("职责: []", line)))
        assert before is not None
        assert after is not None
        assert not compare(before, after, pack).is_equal
        assert compare(before, before, pack).is_equal
