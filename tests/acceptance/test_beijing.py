"""北京: fourteen tables with six decimals, of a made-up department with two units; the Word file is read back.

The figures are worked out by hand from tests/budgets/2025/931.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.acceptance import docx_reader, pdf_reader
from tests.acceptance.command import ROOT, budget, generated
from tests.acceptance.finished import Finished, folded

HOME = ROOT / "tests/budgets/2025/931-北京样例局（虚构）"
TITLES = [
    "收支总表",
    "收入总表",
    "支出总表",
    "项目支出表",
    "政府采购预算明细表",
    "财政拨款收支总表",
    "一般公共预算财政拨款支出表",
    "一般公共预算财政拨款基本支出表",
    "政府性基金预算财政拨款支出表",
    "国有资本经营预算财政拨款支出表",
    "财政拨款“三公”经费支出表",
    "政府购买服务预算财政拨款明细表",
    "项目支出绩效目标表",
    "部门整体支出绩效目标表",
]
NUMERALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return generated(HOME, tmp_path_factory.mktemp("beijing"))


@pytest.fixture(scope="module")
def word(files: tuple[Path, Path]) -> Finished:
    return docx_reader.read(files[0])


def rows(made: Finished, number: int) -> list[list[str]]:
    """The rows of a table by its number, each cell once where it spans columns."""
    table = made.table(f"表{NUMERALS[number - 1]} 2025年{TITLES[number - 1]}")
    return [[cell.words for at, cell in enumerate(row) if at == 0 or cell is not row[at - 1]] for row in table.body]


def test_the_fourteen_tables_stand_in_their_order(word: Finished) -> None:
    titles = [item.title for item in word.flow if hasattr(item, "body")]
    expected = [folded(f"表{numeral} 2025年{title}") for numeral, title in zip(NUMERALS, TITLES, strict=True)]
    assert list(dict.fromkeys(title for title in titles if title.startswith("表"))) == expected


def test_income_of_each_unit_by_fund(word: Finished) -> None:
    found = rows(word, 2)
    assert [row[:4] for row in found] == [
        ["合计", "", "1479.099678", "1446.649678"],
        ["931001", "样例局机关", "1108.095678", "1077.845678"],
        ["931002", "样例服务中心", "371.004000", "368.804000"],
    ]
    assert found[1][4:] == ["1017.845678", "60.000000", "", "", "", "", "", "", "", "30.250000", "30.250000", "", ""]
    assert found[2][4:] == [
        "318.004000", "", "", "", "45.000000", "", "", "", "5.800000", "2.200000", "", "", "2.200000",
    ]  # fmt: skip


def test_three_public_expenses_last_year_above_this_year(word: Finished) -> None:
    assert rows(word, 11) == [
        ["2024年", "25.000000", "0.000000", "2.000000", "23.000000", "0.000000", "23.000000"],
        ["2025年", "22.000000", "0.000000", "1.200000", "20.800000", "0.000000", "20.800000"],
    ]


def test_projects_with_their_units_and_their_indicators_in_one_flat_table(word: Finished) -> None:
    office, ours = "样例局机关", "服务平台运行维护"
    assert rows(word, 4)[1:] == [
        [office, "其他运转类", ours, "235.750000", "205.500000", "", "", "30.250000", "", "", "", ""],
        [office, "特定目标类", "公共设施改造", "60.000000", "", "60.000000", "", "", "", "", "", ""],
    ]
    goal = "保障服务平台全年稳定运行，群众满意。"
    assert rows(word, 13)[:3] == [
        [ours, "235.750000", goal, "产出指标", "数量指标", "维护系统数量", "＝", "3", "个"],
        [ours, "235.750000", goal, "产出指标", "质量指标", "系统可用率", "≥", "99", "%"],
        [ours, "235.750000", goal, "满意度指标", "服务对象满意度指标", "群众满意度", "≥", "90", "%"],
    ]


def test_what_the_pack_itself_declares_is_printed(word: Finished) -> None:
    of_catalogue = ["政府履职辅助性服务", "信息化服务", "机关信息系统运行与维护服务"]
    assert rows(word, 12) == [
        ["合计", "", "", "", "", "180.000000"],
        ["样例局机关", *of_catalogue, "服务平台运行维护", "180.000000"],
    ]
    staff = word.table("人员编制及实有情况")
    assert staff.rows == [
        ["合计", "", "32", "29"],
        ["样例局机关", "行政编制", "20", "18"],
        ["样例服务中心", "事业编制", "12", "11"],
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "2025年收入预算1479.10万元，比2024年年初预算数1500.00万元减少20.90万元，下降1.39%，主要原因：公共设施改造",
        "1.基本支出预算1183.35万元，占支出预算的80.00%，比2024年年初预算数1170.50万元增加12.85万元，增长1.10%，主要原因：人员增加。",
        "1.因公出国（境）费2025年预算数0.00万元，与2024年年初预算数持平。",
        "2.公务接待费2025年预算数1.20万元，比2024年年初预算数2.00万元减少0.80万元，下降40.00%，主要原因：厉行节约。",
        "2025年使用财政拨款安排的政府购买服务项目1项，见表十二。",
        "截至2024年12月31日，本部门共有车辆5辆，大型设备1台（套）。",
    ],
)
def test_the_sentences_compare_with_the_budget_of_last_year(word: Finished, sentence: str) -> None:
    assert folded(sentence) in word.words()


def test_the_pdf_has_the_same_figures(files: tuple[Path, Path], word: Finished) -> None:
    made = pdf_reader.read(pdf_reader.pages(files[1]))
    for number in (2, 4, 11, 12):
        assert rows(made, number)[-2:] == rows(word, number)[-2:]


def test_a_unit_prints_only_its_own(tmp_path: Path) -> None:
    done = budget("generate", HOME, "--unit", "931002", "-f", "docx", "-o", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = tmp_path.glob("*/*/*.docx")
    made = docx_reader.read(file)
    assert rows(made, 2) == [rows(made, 2)[0], ["931002", "样例服务中心", "371.004000", *rows(made, 2)[1][3:]]]
    assert made.table("人员编制及实有情况").rows[1:] == [["样例服务中心", "事业编制", "12", "11"]]
    assert "政府购买服务项目1项" not in made.words()


def test_what_is_not_said_is_missing_and_not_none(tmp_path: Path) -> None:
    folder = tmp_path / "budgets/2025/931-北京样例局"
    shutil.copytree(HOME, folder)
    file = folder / "预算.yaml"
    head, _, rest = file.read_text("utf-8").partition("政府购买服务:\n")
    file.write_text(head + rest.partition("\n")[2], "utf-8")
    said = budget("check", folder).stdout
    assert "“政府购买服务”没有写" in said
    done = budget("generate", folder, "-f", "docx", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stdout
    (made,) = tmp_path.glob("out/*/*/*.docx")
    words = docx_reader.read(made).words()
    assert "没有使用财政拨款安排的政府购买服务项目" not in words
    assert "没有政府购买服务预算" not in words
