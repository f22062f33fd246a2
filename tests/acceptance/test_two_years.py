"""两年: a department with three units and last year's folder beside it compares, and without it claims nothing.

The figures are worked out by hand from tests/budgets/2024 and 2025; the documents are made by the command and the Word
files are read back.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.acceptance import docx_reader
from tests.acceptance.command import ROOT, budget
from tests.acceptance.finished import folded

NAME = "902-两年测试局（虚构）"
SUBJECTS = ("902", "902001", "902002", "902003")
HEBEI = {
    "902": (
        "2025年预算收支安排319.00万元，较2024年预算增加12.00万元，其中：基本支出增加17.00万元，主要为部门人员增加；"
        "项目支出减少5.00万元，主要为校舍筹建完成。",
        "与2024年相比减少1.00万元，主要原因是部门厉行节约。公务接待费较2024年减少1.00万元，主要原因是部门来客减少。"
        "因公出国（境）费、公务用车购置费、公务用车运行维护费与2024年持平。",
        "较2024年减少3.00万元，主要为部门厉行节约。",
    ),
    "902001": (
        "2025年预算收支安排174.00万元，较2024年预算增加12.00万元，其中：基本支出增加7.00万元，主要为机关人员增加；"
        "项目支出增加5.00万元，主要为机关业务增加。",
        "公务接待费较2024年减少1.00万元，主要原因是机关来客减少。",
    ),
    "902002": ("2025年预算收支安排35.00万元，与2024年预算持平，其中：基本支出持平；项目支出持平。",),
    "902003": (  # its code was another one last year
        "2025年预算收支安排110.00万元，与2024年预算持平，其中：基本支出增加10.00万元，主要为学校教师增加；"
        "项目支出减少10.00万元，主要为校舍筹建完成。",
    ),
}
SHANGHAI = {
    "902": (
        "财政拨款支出预算319.00万元，比2024年预算增加12.00万元。",
        "（项）”159.00万元，主要用于运转。2024年预算数为152.00万元，2025年预算安排159.00万元，比2024年预算数增加4.61%。"
        "主要原因是：部门人员增加。",
        "（项）”110.00万元，主要用于办学。2024年预算数为110.00万元，2025年预算安排110.00万元，与2024年预算数持平。",
    ),
    "902001": (
        "2024年预算数为45.00万元，2025年预算安排50.00万元，比2024年预算数增加11.11%。主要原因是：机关业务增加。",
    ),
    "902002": ("2024年预算数为35.00万元，2025年预算安排35.00万元，与2024年预算数持平。",),
    "902003": ("2024年预算数为110.00万元，2025年预算安排110.00万元，与2024年预算数持平。",),
}
FORMS = {"河北": HEBEI, "上海": SHANGHAI}
CLAIMS = ("无可比", "不作比较", "比2024年", "较2024年", "与2024年", "2024年预算数")


def repository(tmp_path: Path, pack: str, executed: str = "") -> Path:
    """Copy both years; return this year's folder, for a pack, with a key 上年执行数 added if it is given."""
    for year in ("2024", "2025"):
        shutil.copytree(ROOT / "tests/budgets" / year / NAME, tmp_path / "budgets" / year / NAME)
    folder = tmp_path / "budgets/2025" / NAME
    file = folder / "预算.yaml"
    file.write_text(file.read_text("utf-8").replace("模板: 河北", f"模板: {pack}") + executed, "utf-8")
    return folder


def words(folder: Path, subject: str, output: Path) -> str:
    """Generate one document of the budget and read the words of its Word file."""
    chosen = () if subject == "902" else ("--unit", subject)
    done = budget("generate", folder, *chosen, "-f", "docx", "-o", output, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = output.glob(f"*/{subject}-*/*.docx")
    return docx_reader.read(file).words()


@pytest.mark.parametrize("pack", FORMS)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_department_and_units_compare_with_last_year(tmp_path: Path, pack: str, subject: str) -> None:
    found = words(repository(tmp_path, pack), subject, tmp_path / "out")
    for sentence in FORMS[pack][subject]:
        assert folded(sentence) in found
    others = (other for other in ("机关", "学校", "部门") if other not in "".join(FORMS[pack][subject]))
    assert not [other for other in others if f"主要为{other}" in found and subject != "902"]
    assert "无可比" not in found


@pytest.mark.parametrize("pack", FORMS)
def test_without_last_year_four_documents_lack_it_and_none_claims_anything(tmp_path: Path, pack: str) -> None:
    folder = repository(tmp_path, pack)
    shutil.rmtree(tmp_path / "budgets/2024")
    checked = budget("check", folder, cwd=ROOT).stdout
    lacks = [line for line in checked.splitlines() if "没有上年的数" in line]
    assert len(lacks) == len(SUBJECTS)
    assert all(any(f"单位 {unit} 的" in line for line in lacks) for unit in SUBJECTS[1:])
    for subject in SUBJECTS:
        found = words(folder, subject, tmp_path / "out")
        assert [claim for claim in CLAIMS if claim in found] == []


def test_execution_of_last_year_is_the_base_where_it_is_known(tmp_path: Path) -> None:
    executed = "上年执行数: {财政拨款支出: {2010601: 1600000, 2010602: 0}}\n"
    found = words(repository(tmp_path, "上海", executed), "902", tmp_path / "out")
    assert folded("2024年当年预算执行数为160.00万元，2025年预算安排159.00万元，比2024年预算执行数减少0.63%。") in found
    zero = "2024年当年预算执行数为0万元，2025年预算安排50.00万元，比2024年预算执行数增加50.00万元。"
    assert folded(f"{zero}主要原因是：部门业务增加。") in found  # a rate on nothing is left out
    assert folded("2024年预算数为110.00万元，2025年预算安排110.00万元，与2024年预算数持平。") in found
