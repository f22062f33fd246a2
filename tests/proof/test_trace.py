"""`budget trace`: from a printed figure to the lines that make it, with amounts that add up."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.base.resources import templates_folder
from generator.cli import main
from generator.commands.trace import answer
from generator.proof.trace import figures, find, sources, sum_of
from generator.publish import Prepared, prepare

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sample() -> Prepared:
    (folder,) = (ROOT / "budgets" / "2025").glob("350-*")
    return prepare(folder, templates_folder(), shown_as="b")


def trace(figure: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["trace", "350", figure, "--root", str(ROOT)])
    return result.exit_code, result.output


def test_every_money_figure_of_a_table_is_the_sum_of_its_lines(sample: Prepared) -> None:
    assert sample.document is not None
    assert sample.budget is not None
    checked = 0
    for figure in figures(sample.document):
        added = sum_of(sources(figure, sample.budget))
        if figure.unit == "元" and added is not None and "计划" not in "".join(figure.row):
            assert added == figure.value, figure
            checked += 1
    assert checked > 200


def test_every_line_of_a_figure_has_a_place(sample: Prepared) -> None:
    assert sample.document is not None
    assert sample.budget is not None
    for figure in figures(sample.document):
        assert all(line.place for line in sources(figure, sample.budget)), figure


@pytest.mark.parametrize(
    "question",
    ["表3/2060101/项目支出", "支出总表/行政运行/项目支出", "部门预算支出总表/4/项目支出", "表3/206 0101/项目支出"],
)
def test_a_figure_is_found_by_table_row_and_column(question: str, sample: Prepared) -> None:
    assert sample.document is not None
    (figure,) = find(sample.document, question)
    assert (figure.text, figure.value, figure.origins) == ("0.40", Decimal(4000), (("项目", 0, "支出", 0, "金额"),))


def test_headings_and_halves_of_a_table_are_told_apart(sample: Prepared) -> None:
    assert sample.document is not None
    (subtotal,) = find(sample.document, "表2/合计/本年收入/小计")
    assert subtotal.text == "1086.91"
    left, right = find(sample.document, "表1/34")
    assert (left.column[0], right.column[0]) == ("收入", "支出")
    assert left.origins != right.origins


def test_the_name_of_a_figure_finds_it_again(sample: Prepared) -> None:
    assert sample.document is not None
    for figure in list(figures(sample.document))[:200]:
        if figure.table != "正文":
            assert figure in find(sample.document, figure.name)


def test_the_lines_are_shown_with_place_amount_and_sum() -> None:
    code, shown = trace("表3/2060101/基本支出")
    assert code == 0
    assert "收支.yaml:" in shown
    assert "1,657,333.00 元，即 165.7333 万元" in shown.splitlines()[-1]
    assert shown.splitlines()[0].startswith("165.73  表3/2060101/基本支出")


def test_a_printed_amount_that_stands_in_several_places_is_answered_by_what_it_comes_from() -> None:
    code, shown = trace("1,186.91万元")
    assert code == 0
    assert "有 11 个数符合，来自 2 组不同的行。" in shown  # of income, and of spending
    assert shown.count("合计 11,869,099.00 元，即 1186.9099 万元") == 2
    assert shown.index("表3/1/合计") < shown.index("收支.yaml:28:") < shown.index("表2/1/合计")
    assert "……共 42 行" in shown
    assert "正文" in shown


def test_what_is_not_there_is_wrong_use() -> None:
    assert trace("表99/合计")[0] == 2
    assert "没有找到“7.77”" in trace("7.77")[1]


def test_amounts_behind_a_quantity_are_not_added_up_as_if_they_made_it(sample: Prepared) -> None:
    assert sample.document is not None
    assert sample.budget is not None
    (money,) = find(sample.document, "表3/2060101/项目支出")
    assert "合计 4,000.00 元" in "".join(answer((money,), sample.budget, {}))
    quantity = replace(money, unit="数量", text="3", value=Decimal(3))
    assert answer((quantity,), sample.budget, {})[-1] == "  共 1 处。"
