"""单位预算: a department is consolidated from its units, which different people keep in folders of their own."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from generator import publish
from generator.document.blocks import Document, Heading, Paragraph, Table, grid
from generator.findings.finding import has_errors

TEMPLATES = Path("templates")
UNITS = ("901001", "901002", "901003")
DEPARTMENT = """\
年度: 2025
模板: {pack}
部门: {{编码: "901", 名称: 测试局, 区划: 测试区}}
单位:
  - {{编码: "901001", 名称: 测试局本部, 性质: 行政}}
收入:
  - {{单位: "901001", 科目: 2010601, 资金性质: 一般公共预算拨款, 金额: 1000.10}}
  - {{单位: "901001", 科目: 2120801, 资金性质: 政府性基金预算拨款, 金额: 500}}
基本支出:
  - {{单位: "901001", 科目: 2010601, 经济科目: 30101, 资金性质: 一般公共预算拨款, 金额: 600.10}}
  - {{单位: "901001", 科目: 2010601, 经济科目: 30217, 资金性质: 一般公共预算拨款, 金额: 400}}
项目:
  - 名称: 征地补偿
    类别: 特定目标类
    单位: "901001"
    支出: [{{科目: 2120801, 资金性质: 政府性基金预算拨款, 金额: 500}}]
科目用途: {{2010601: 运转, 2120801: 征地, 2050201: 办园, 2210201: 公积金}}
"""
KINDERGARTEN = """\
单位: {编码: "901002", 名称: 测试幼儿园, 性质: 事业, 职责: [学前教育。], 机构设置: 设教务处。}
收入:
  - {科目: 2050201, 资金性质: 一般公共预算拨款, 金额: 2000}
  - {科目: 2050201, 资金性质: 事业收入, 金额: 30.05}
基本支出:
  - {科目: 2050201, 经济科目: 30101, 资金性质: 一般公共预算拨款, 金额: 1500}
  - {科目: 2050201, 经济科目: 30201, 资金性质: 事业收入, 金额: 30.05}
项目:
  - {名称: 园舍维修, 类别: 特定目标类, 支出: [{科目: 2050201, 经济科目: 30213, 资金性质: 一般公共预算拨款, 金额: 500}]}
"""
CENTRE = """\
单位: {编码: "901003", 名称: 测试中心, 性质: 参公}
收入:
  - {科目: 2010601, 资金性质: 一般公共预算拨款, 金额: 300.30}
  - {科目: 2210201, 资金性质: 一般公共预算拨款, 金额: 20}
基本支出:
  - {科目: 2010601, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 300.30}
  - {科目: 2210201, 经济科目: 30113, 资金性质: 一般公共预算拨款, 金额: 20}
"""


def budget_folder(tmp_path: Path, pack: str) -> Path:
    folder = tmp_path / "901-测试局"
    for name, text in (
        ("", DEPARTMENT.format(pack=pack)),
        ("单位/901002-测试幼儿园", KINDERGARTEN),
        ("单位/901003-测试中心", CENTRE),
    ):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "预算.yaml").write_text(text, "utf-8")
    return folder


def composed(folder: Path, unit: str = "") -> Document:
    prepared = publish.prepare(folder, TEMPLATES, unit=unit)
    assert not has_errors(prepared.findings), prepared.findings
    assert prepared.document is not None
    return prepared.document


ORDINAL = re.compile("[一二三四五六七八九十]+、|[0-9][.、]")
Sums = dict[tuple[str, ...], Decimal]


def amounts(document: Document, tables: int = 9) -> Sums:
    """Every amount of the first tables by table, row and column, added up where the same place occurs again."""
    found: Sums = defaultdict(Decimal)
    chosen = [b for s in document.sections for b in s.blocks if isinstance(b, Table)][:tables]
    for table in chosen:
        heads = defaultdict(str)
        for row in grid(table.head):
            for placed in row:
                for column in range(placed.column, placed.column + placed.cell.colspan):
                    heads[column] += placed.cell.text if placed.top else ""
        for row in grid(table.body):
            label = ""
            for placed in row:
                if placed.cell.role == "金额":
                    column = heads[placed.column]
                    column = column.replace("预算数合计", "预算数") if "本年支出" in column else column
                    found[table.name, ORDINAL.sub("", label), column] += placed.cell.value or Decimal(0)
                elif placed.cell.role != "序号":
                    label = placed.cell.text or label
    return {place: value for place, value in found.items() if value}


@pytest.mark.parametrize("pack", ["上海", "河北"])
def test_each_table_of_the_department_is_the_sum_of_its_units(tmp_path: Path, pack: str) -> None:
    folder = budget_folder(tmp_path, pack)
    whole = amounts(composed(folder))
    parts: Sums = defaultdict(Decimal)
    for unit in UNITS:
        for place, value in amounts(composed(folder, unit)).items():
            parts[place] += value
    only_units = ("人员经费", "公用经费", "项目支出")  # 上海: the first table of a unit splits the expenditure
    compared = {p: v for p, v in parts.items() if not (p[0] == "财务收支预算总表" and p[2].endswith(only_units))}
    assert whole == compared
    assert len(whole) > 60


def test_a_unit_prints_its_own_form(tmp_path: Path) -> None:
    document = composed(budget_folder(tmp_path, "上海"), "901002")
    headings = [heading.text for heading in document.headings()]
    assert headings[0] == "一、单位主要职能"
    assert "七、项目经费情况说明" not in headings
    assert "2025年预算单位财务收支预算总表" in headings
    assert document.title == "测试幼儿园2025年单位预算"
    first = next(b for s in document.sections for b in s.blocks if isinstance(b, Table))
    assert [[cell.text for cell in row.cells] for row in first.head] == [
        ["本年收入", "本年支出"],
        ["项目", "预算数", "项目", "预算数"],
        ["合计", "基本支出", "项目支出"],
        ["人员经费", "公用经费"],
    ]
    assert [row.cells[0].text for row in first.body[1:3]] == ["1、一般公共预算资金", "2、政府性基金"]
    amounts = ["收入总计", "2,030.05", "支出总计", "2,030.05", "1,500.00", "30.05", "500.00"]
    assert [cell.text for cell in first.body[-1].cells] == amounts
    tables = {b.name: b for s in document.sections for b in s.blocks if isinstance(b, Table)}
    eighth = tables["一般公共预算基本支出经济分类预算表"].head
    assert [cell.text for cell in eighth[1].cells][:2] == ["经济分类科目编码", "部门经济分类科目名称"]
    assert "2025年单位“三公”经费和机关运行经费预算表" in headings
    text = "".join(b.text for s in document.sections for b in s.blocks if isinstance(b, Paragraph))
    assert "（一）学前教育。" in text
    assert "设教务处。" in text
    assert "本部门" not in text


def test_agency_operating_funds_are_those_of_administrative_units_only(tmp_path: Path) -> None:
    folder = budget_folder(tmp_path, "上海")
    column = "机关运行经费预算数"
    sums = {unit: next((v for p, v in amounts(composed(folder, unit)).items() if p[2] == column), 0) for unit in UNITS}
    assert sums == {"901001": Decimal(400), "901002": 0, "901003": Decimal("300.30")}


def test_hebei_prints_the_units_in_a_second_part(tmp_path: Path) -> None:
    document = composed(budget_folder(tmp_path, "河北"))
    headings = [block for s in document.sections for block in s.blocks if isinstance(block, Heading)]
    texts = [heading.text for heading in headings]
    second = texts.index("第二部分 所属单位预算")
    assert [text for text in texts[:second] if "单位预算收支总表" in text] == []
    assert [text for text in texts[second:] if text.endswith("单位预算公开表")] == [
        "测试局本部单位预算公开表",
        "测试幼儿园单位预算公开表",
        "测试中心单位预算公开表",
    ]
    assert len({heading.anchor for heading in headings}) == len(headings)


def test_hebei_prints_no_second_part_for_a_single_unit() -> None:
    document = composed(Path("budgets/2025/350-科技和工信部门"))
    assert all("第二部分" not in heading.text for heading in document.headings())
