"""Every published figure stands in the right table, row and column of the finished Word and PDF files."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.acceptance import published
from tests.acceptance.conftest import Case
from tests.acceptance.finished import Cell, Finished, Table

pytestmark = [
    pytest.mark.parametrize("kind", ["docx", "pdf"]),
    pytest.mark.parametrize("name", ["sample", "boundary"]),
]


@pytest.fixture
def finished(case: Callable[[str], Case], name: str, kind: str) -> Finished:
    return case(name).read(kind)


def numbered(rows: list[list[str]]) -> list[list[str]]:
    return [[str(number), *row] for number, row in enumerate(rows, start=1)]


def test_the_balance_has_all_rows_and_figures(finished: Finished) -> None:
    table = finished.table("部门预算收支总表")
    assert table.columns == ["序号", "收入/项目", "收入/预算数", "支出/项目", "支出/预算数"]
    assert table.rows == numbered(published.balance())


def test_the_fiscal_balance_has_all_rows_and_figures(finished: Finished) -> None:
    table = finished.table("部门预算财政拨款收支总表")
    assert table.columns == [
        "序号", "收入/项目", "收入/金额", "支出/项目", "支出/合计", "支出/一般公共预算财政拨款",
        "支出/政府性基金预算财政拨款", "支出/国有资本经营预算财政拨款",
    ]  # fmt: skip
    assert table.rows == numbered(published.fiscal_balance())


def test_the_three_public_expenses_have_all_rows_and_figures(finished: Finished) -> None:
    table = finished.table("部门预算财政拨款“三公”经费支出表")
    funds = ("合计", "一般公共预算财政拨款", "政府性基金预算拨款", "国有资本经营预算财政拨款")
    assert table.columns == ["序号", "项目", *(f"资金性质/{fund}" for fund in funds)]
    assert table.rows == numbered(published.three_public_expenses())


@pytest.mark.parametrize("table_name", published.TREE_TABLES)
def test_a_table_by_codes_has_exactly_the_published_rows_and_figures(finished: Finished, table_name: str) -> None:
    table = finished.table(published.TREE_TABLES[table_name][0])
    expected = published.tree_rows(table_name)
    assert [tree_row(table, row, expected[0]) for row in table.rows] == expected
    assert [row[0] for row in table.rows] == [str(number + 1) for number in range(len(expected))]
    told = {table.column(key) for key in expected[0] if key not in ("code", "name")}
    for row in table.rows:
        assert all(row[column] == "" for column in range(3, len(row)) if column not in told)


def tree_row(table: Table, row: list[str], keys: dict[str, str]) -> dict[str, str]:
    """A row by the names of the transcription; the total may stand in the code's or in the name's column."""
    code, name = row[table.column("科目编码")], row[table.column("科目名称")]
    if code in ("合计", ""):
        code, name = "", name or code
    return {"code": code, "name": name, **{key: row[table.column(key)] for key in keys if key not in ("code", "name")}}


def test_the_government_fund_table_has_no_rows(finished: Finished) -> None:
    table = finished.table("部门预算政府性基金预算财政拨款支出表")
    assert table.rows == []
    assert table.notes == [published.figures()["政府性基金预算财政拨款支出表"]["note"]]


def test_there_are_exactly_the_published_project_tables_in_order(finished: Finished) -> None:
    titles = [item.title for item in finished.flow if isinstance(item, Table) and item.title.endswith("绩效目标表")]
    expected = [published.project_title(project) for project in published.projects()]
    assert list(dict.fromkeys(titles)) == expected
    assert len(titles) == 2 * len(expected)  # a form and a list each


@pytest.mark.parametrize("number", range(14))
def test_a_project_table_has_the_published_form_and_indicators(finished: Finished, number: int) -> None:
    project = published.projects()[number]
    form, indicators = finished.tables(published.project_title(project))
    assert [distinct(row) for row in form.body] == published.form_rows(project)
    assert indicators.columns == list(project["indicators"][0])
    assert indicators.rows == published.indicator_rows(project)


def distinct(row: tuple[Cell, ...]) -> list[str]:
    """The words of a row, each cell once."""
    return [cell.words for number, cell in enumerate(row) if number == 0 or cell is not row[number - 1]]


AMOUNT = r"(\d+\.\d\d)万元"
SENTENCES = {
    "收入": rf"2025年预算收入{AMOUNT}，其中：一般公共预算收入{AMOUNT}，基金预算收入{AMOUNT}，"
    rf"国有资本经营预算收入{AMOUNT}，财政专户核拨收入{AMOUNT}，单位资金收入{AMOUNT}，上年结转结余{AMOUNT}。",
    "支出": rf"2025年支出预算{AMOUNT}，其中基本支出{AMOUNT}，包括人员经费{AMOUNT}和"
    rf"日常公用经费{AMOUNT}；项目支出{AMOUNT}。",
    "比上年": rf"2025年预算收支安排{AMOUNT}，较2024年预算减少{AMOUNT}，其中：基本支出增加{AMOUNT}[^；]*；"
    rf"项目支出减少{AMOUNT}[^。]*。",
    "机关运行经费": rf"机关运行经费共计安排{AMOUNT}，",
    "资产": rf"上年末固定资产金额为{AMOUNT}（详见下表）。本年度拟购置固定资产总额为{AMOUNT}，",
}
THREE_PUBLIC = (
    rf"财政拨款“三公”经费预算安排{AMOUNT}，其中因公出国（境）费{AMOUNT}；公务用车购置及运维费{AMOUNT}"
    rf"（其中：公务用车购置费为{AMOUNT}，公务用车运维费{AMOUNT}）；公务接待费{AMOUNT}。"
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_has_the_published_numbers(finished: Finished, sentence: str) -> None:
    told = published.figures()["narrative"][sentence]
    expected = tuple(told.values()) if isinstance(told, dict) else (told,)
    assert found(SENTENCES[sentence], finished) == expected


def test_the_sentence_about_three_public_expenses_agrees_with_its_table(finished: Finished) -> None:
    """The published sentence has 0 for a sum of which one part is 1.0 (anomalies 1 and 2): ours has what is right."""
    assert found(THREE_PUBLIC, finished) == ("1.00", "0.00", "1.00", "0.00", "1.00", "0.00")


def test_three_public_expenses_are_the_same_as_last_year(case: Callable[[str], Case], name: str, kind: str) -> None:
    """At the boundary they differ by half of the last digit: the figures shown are equal, and so is what is said."""
    assert "。与2024年持平。" in case(name).read(kind).words()


def found(pattern: str, finished: Finished) -> tuple[str, ...]:
    matches = list(re.finditer(pattern, finished.words()))
    assert len(matches) == 1, f"{pattern} occurs {len(matches)} times"
    return matches[0].groups()
