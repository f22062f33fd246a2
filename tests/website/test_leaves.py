"""Leaves say what the document prints, and no more."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator import publish
from generator.document.blocks import Cell, Column, Document, Row, Section, Table
from generator.facts import classification
from generator.facts.budget import Budget
from generator.pack.spec import Pack
from generator.tables.setting import Names
from generator.website import data
from generator.website.glance import glance, humane
from generator.website.leaves import Opened, opened

ROOT = Path(__file__).parents[2]


@cache
def real(code: str = "350") -> tuple[Budget, Pack, Document, Names]:
    folder = next((ROOT / "budgets/2025").glob(f"{code}-*"))
    prepared = publish.prepare(folder, ROOT / "templates", every=False)
    assert prepared.budget is not None
    assert prepared.pack is not None
    assert prepared.document is not None
    names = Names(classification.load(2025), (prepared.budget.names, prepared.pack.names))
    return prepared.budget, prepared.pack, prepared.document, names


def shown(*rows: tuple[str, Decimal, tuple[Any, ...]], title: str = "支出表", head: str = "金额") -> Document:
    """A document that prints one table of amounts with their labels and origins."""
    body = tuple(
        Row((Cell(label, scope="row"), Cell("1.00", "金额", value=value, unit="元", origins=origins)))
        for label, value, origins in rows
    )
    heads = (Row((Cell("项目", "表头", scope="column"), Cell(head, "表头", scope="column"))),)
    table = Table("表", title, (Column(), Column()), heads, body)
    return Document("预算", "", "", (Section("竖版", (table,)),))


def taken(document: Document) -> Opened:
    budget, _, _, names = real()
    return opened(document, budget, names)


def total() -> tuple[str, Decimal, tuple[Any, ...]]:
    spent = [one for one in real()[0].entries if one.direction == "支出"]
    return "合计", sum((one.amount for one in spent), Decimal(0)), tuple(one.origin for one in spent)


def test_of_a_document_with_one_total_there_is_one_leaf_that_says_nothing_else() -> None:
    (leaf,) = taken(shown(total())).leaves
    assert leaf.amount == total()[1]
    assert leaf.of == ("支出", ("", ""), ("", ""), "", "", False, ("", ""), "")


def test_what_stands_beside_or_above_a_figure_is_said_of_its_lines_alone() -> None:
    one = next(entry for entry in real()[0].entries if entry.direction == "支出" and entry.function == "2060101")
    row = ("2060101", one.amount, (one.origin,))
    leaves = taken(shown(total(), row, head="一般公共预算")).leaves
    assert {leaf.of.function[0] for leaf in leaves} == {"", "2060101"}
    (own,) = (leaf for leaf in leaves if leaf.of.function[0])
    assert own.amount == one.amount
    assert own.of.function[1] == "行政运行"
    assert own.of.economic == ("", "")  # nobody printed it
    assert own.of.fund == "一般公共预算拨款"


def test_a_code_is_said_as_far_as_it_is_printed() -> None:
    lines = [entry for entry in real()[0].entries if entry.direction == "支出" and entry.function.startswith("206")]
    row = ("科学技术支出", sum((one.amount for one in lines), Decimal(0)), tuple(one.origin for one in lines))
    (leaf,) = taken(shown(row)).leaves
    assert leaf.of.function == ("206", "科学技术支出")


def test_a_figure_that_is_no_sum_has_no_leaves() -> None:
    label, value, origins = total()
    document = shown((label, value + 1, origins), ("没有", Decimal(0), ()), ("别的", Decimal(5), (("上年数", "x"),)))
    found = taken(document)
    assert [one.leaves for one in found.figures] == [None, (), None]
    assert found.leaves == ()


def test_management_codes_of_projects_are_in_no_leaf() -> None:
    budget, _, document, names = real()
    codes = {str(one.fields["项目编码"].value) for one in budget.records["项目"]}
    leaves = opened(document, budget, names).leaves
    assert any(leaf.of.project for leaf in leaves)
    assert not [leaf for leaf in leaves if leaf.of.project in codes]


def test_an_amount_that_the_document_does_not_print_is_not_said_at_a_glance() -> None:
    budget, pack, document, names = real()
    whole = glance(budget, budget.subject, pack.queries, opened(document, budget, names), names)
    assert whole.sums["支出总计"].value == total()[1]
    assert len(whole.charts) == 3
    label, value, origins = total()
    found = taken(shown((label, value, origins)))
    said = glance(budget, budget.subject, pack.queries, found, names)
    assert {name for name, one in said.sums.items() if one.value} == {"支出总计", "收入总计"}  # as much
    assert said.charts == ()
    assert said.projects == ()


def test_parts_of_a_chart_add_up() -> None:
    for code in ("350", "207"):
        budget, pack, document, names = real(code)
        said = glance(budget, budget.subject, pack.queries, opened(document, budget, names), names)
        assert said.charts
        for chart in said.charts:
            assert sum((bar.value for bar in chart.bars), Decimal(0)) == chart.total.value


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "0 元"),
        ("99.5", "99.5 元"),
        ("100", "0.01 万元"),
        ("11869100", "1,186.91 万元"),
        ("99999999", "10,000.00 万元"),
        ("1234567890", "12.35 亿元"),
        ("-20000", "-2.00 万元"),
    ],
)
def test_amounts_are_said_as_people_say_them(amount: str, text: str) -> None:
    assert humane(Decimal(amount)) == text


def test_data_are_read_back_as_they_were_written() -> None:
    budget, pack, document, names = real()
    found = opened(document, budget, names)
    said = glance(budget, budget.subject, pack.queries, found, names)
    known = data.published(data.Owner(2025, "350", "科技局"), "标题", 57, said, found.leaves)
    again = data.from_json(data.as_json(known))
    assert again.leaves == known.leaves
    assert data.as_json(again) == data.as_json(known)


def test_no_text_of_a_table_is_a_formula() -> None:
    rows = [("=1+1", "@a", "-b", "+c", "-1.50", "\t", "a\r\nb", True)]
    text = data.as_csv(("一",) * 8, rows).decode("utf-8-sig").splitlines()[1]
    assert text == "'=1+1,'@a,'-b,'+c,-1.50,'\t,a b,true"
