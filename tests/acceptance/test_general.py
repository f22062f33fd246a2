"""通用: the eleven tables of the general form, of a made-up department with two units; Word and PDF are read back.

The figures are worked out by hand from tests/budgets/2025/932.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance import docx_reader, pdf_reader
from tests.acceptance.command import ROOT, generated
from tests.acceptance.finished import Finished, folded

HOME = ROOT / "tests/budgets/2025/932-绵山县水务局（虚构）"
TITLES = [
    "部门收支总表",
    "部门收入总表",
    "部门支出总表",
    "财政拨款收支总表",
    "一般公共预算支出表",
    "一般公共预算基本支出表",
    "一般公共预算“三公”经费支出表",
    "政府性基金预算支出表",
    "国有资本经营预算支出表",
    "项目支出表",
    "项目支出绩效目标表",
]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return generated(HOME, tmp_path_factory.mktemp("general"))


@pytest.fixture(scope="module")
def word(files: tuple[Path, Path]) -> Finished:
    return docx_reader.read(files[0])


def rows(made: Finished, title: str) -> list[list[str]]:
    """The rows of a table, each cell once where it spans columns."""
    body = made.table(title).body
    return [[cell.words for at, cell in enumerate(row) if at == 0 or cell is not row[at - 1]] for row in body]


def test_the_eleven_tables_stand_in_their_order(word: Finished) -> None:
    titles = [item.title for item in word.flow if hasattr(item, "body")]
    assert list(dict.fromkeys(titles)) == [folded(one) for one in TITLES]


def test_income_of_each_unit_by_fund(word: Finished) -> None:
    assert rows(word, "部门收入总表") == [
        ["合计", "", "1,479.10", "1,446.65", "1,335.85", "60.00", "", "", "45.00", "", "", "", "5.80",
         "32.45", "30.25", "", "", "", "2.20"],
        ["932001", "绵山县水务局机关", "1,108.10", "1,077.85", "1,017.85", "60.00", "", "", "", "", "", "", "",
         "30.25", "30.25", "", "", "", ""],
        ["932002", "绵山县河道管理站", "371.00", "368.80", "318.00", "", "", "", "45.00", "", "", "", "5.80",
         "2.20", "", "", "", "", "2.20"],
    ]  # fmt: skip


def test_general_public_spending_by_item(word: Finished) -> None:
    assert rows(word, "一般公共预算支出表") == [
        ["合计", "1,366.10", "1,130.35", "908.35", "222.00", "235.75"],
        ["213", "农林水支出", "1,366.10", "1,130.35", "908.35", "222.00", "235.75"],
        ["21303", "水利", "1,366.10", "1,130.35", "908.35", "222.00", "235.75"],
        ["2130301", "行政运行", "812.35", "812.35", "640.35", "172.00", ""],
        ["2130302", "一般行政管理事务", "235.75", "", "", "", "235.75"],
        ["2130304", "水利行业业务管理", "318.00", "318.00", "268.00", "50.00", ""],
    ]


def test_three_public_expenses_of_the_unit_that_has_them(word: Finished) -> None:
    assert rows(word, "一般公共预算“三公”经费支出表") == [
        ["合计", "", "22.00", "0", "20.80", "0", "20.80", "1.20"],
        ["932001", "绵山县水务局机关", "22.00", "0", "20.80", "0", "20.80", "1.20"],
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "2025年收支总预算1479.1万元，比2024年预算数减少20.9万元，下降1.39%，主要原因是平台维护有所减少。",
        "2025年收入预算1479.1万元，其中：一般公共预算拨款收入1335.85万元，占90.32%；政府性基金预算拨款收入60万元，占4.06%；"
        "事业收入45万元，占3.04%；其他收入5.8万元，占0.39%；上年结转结余32.45万元，占2.19%。",
        "1.农林水支出（类）水利（款）行政运行（项）2025年预算数为812.35万元，比2024年预算数减少27.65万元，下降3.29%，"
        "主要原因是人员减少。主要用于机关人员和日常公用支出。",
        "（一）因公出国（境）费0万元，与2024年预算数持平。",
        "2025年没有使用国有资本经营预算拨款安排的支出。",
        "截至2024年12月31日，绵山县水务局共有车辆5辆，大型设备1台（套）。",
    ],
)
def test_the_sentences_say_what_the_tables_say(word: Finished, sentence: str) -> None:
    assert folded(sentence) in word.words()


def test_the_pdf_has_the_same_figures(files: tuple[Path, Path], word: Finished) -> None:
    made = pdf_reader.read(pdf_reader.pages(files[1]))
    for title in TITLES[1:8]:
        assert rows(made, title)[-2:] == rows(word, title)[-2:]
