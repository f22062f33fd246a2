# ruff: noqa: E501 a line of YAML is one line
"""What lines may say (facts.lines) is what the entries that are made of them say: no more and no less."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.base.resources import schema_folder
from generator.facts import build, lines
from generator.facts.budget import Budget, Entry
from generator.facts.lines import ANY, CODE, WORD, Choice, Line
from generator.facts.words import LISTED_TYPES, STANDARD
from generator.ledger import DIMENSIONS, Clause
from tests.packs import loaded

HEAD = """
年度: 2025
模板: 任意
部门: {编码: "350", 名称: 甲}
单位: [{编码: "350001", 名称: 本级, 性质: 事业}]
"""
FULL = """
收入: [{科目: 2060101, 资金性质: 事业收入, 上年结转: 是, 金额: 1}]
基本支出: [{科目: 2060101, 经济科目: 30101, 政府经济科目: 50101, 资金性质: 事业收入, 上年结转: 是, 用途标记: 车, 金额: 1}]
其他支出: [{支出类型: 经营支出, 科目: 2060101, 经济科目: 30101, 政府经济科目: 50101, 资金性质: 事业收入, 上年结转: 是, 用途标记: 车, 金额: 1}]
年终结转: [{科目: 2060101, 资金性质: 事业收入, 金额: 1}]
项目:
  - 名称: 项目甲
    类别: 特定目标类
    绩效目标: [目标。]
    支出: [{科目: 2060101, 经济科目: 30101, 政府经济科目: 50101, 资金性质: 事业收入, 上年结转: 是, 用途标记: 车, 金额: 1}]
政府采购:
  - {项目: 项目甲, 专项名称: 专, 经济科目: 30101, 物品名称: 车, 目录: A02, 组织形式: 集中, 新增资产: 是, 用途标记: 车, 资金: [{资金性质: 事业收入, 上年结转: 是, 金额: 1}]}
固定资产: {截止日期: 2024-12-31, 明细: [{类别: 车辆, 用途标记: 车, 数量: 1, 价值: 1}]}
"""
NOTHING = ("", "否")


def load(tmp_path: Path, text: str) -> Budget:
    folder = tmp_path / "350-甲"
    folder.mkdir()
    return loaded(folder, HEAD + text)


def line_of(entry: Entry, data: str) -> Line:
    """Find the only kind of line that an entry fits, with all that it says."""
    fitting = [
        line for line in lines.kinds() if line.data == data and all(fits(entry, line, name) for name in DIMENSIONS)
    ]
    (line,) = fitting
    return line


def fits(entry: Entry, line: Line, dimension: str) -> bool:
    said, choice = Clause(dimension, ()).of(entry), line.choices.get(dimension)
    if choice is None:
        return said in (*NOTHING, "采购", "资产")
    return said == "" if choice.optional and not said else allows(choice, said, dimension)


def allows(choice: Choice, said: str, dimension: str) -> bool:
    if choice.kind == WORD:
        return said not in LISTED_TYPES and said in (STANDARD.values[dimension] or (said,))
    return bool(said) if choice.kind in (ANY, CODE) else said in choice.values


def test_lines_that_say_all_they_may_say_it_of_the_dimensions_listed(tmp_path: Path) -> None:
    budget = load(tmp_path, FULL)
    sets = {"收支": budget.entries, "采购": budget.procurement, "固定资产": budget.assets}
    found = {line_of(entry, data).name: entry for data, entries in sets.items() for entry in entries}
    assert set(found) == {line.name for line in lines.kinds()}
    for line in lines.kinds():
        said = {name for name in DIMENSIONS if Clause(name, ()).of(found[line.name]) not in (*NOTHING, "采购", "资产")}
        assert said == set(line.choices), line.name


@pytest.mark.parametrize(
    "folder", [schema_folder() / "samples/最全", *sorted(Path("budgets/2025").iterdir())], ids=lambda p: p.name
)
def test_every_entry_of_a_budget_is_of_one_kind(folder: Path) -> None:
    budget, _ = build.load(folder)
    assert budget is not None
    for data, entries in {"收支": budget.entries, "采购": budget.procurement, "固定资产": budget.assets}.items():
        assert all(line_of(entry, data) for entry in entries)
