"""`budget import` of a leaf list: one budget a department, by a form that must be named; 导入.yaml names columns."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.acceptance.command import ROOT, budget
from tests.intake.leaf_files import CAR, HEADINGS, WAGES, workbook


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "budgets").mkdir()
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    other = ("351001-教育局机关", *WAGES[1:])
    (tmp_path / "明细.xlsx").write_bytes(workbook(["2025年预算明细"], HEADINGS, WAGES, CAR, other))
    return tmp_path


def test_each_department_becomes_a_budget_that_can_be_checked(root: Path) -> None:
    done = budget("import", root / "明细.xlsx", "--pack", "河北", "--root", root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "350-科工局（2025 年）" in done.stdout
    assert "351-教育局（2025 年）" in done.stdout
    assert "2 行，5,000.50 元" in done.stdout
    assert "收入：明细里只有支出" in done.stdout
    folder = root / "budgets/2025/350-科工局"
    assert "经济科目: 30101" in (folder / "收支.yaml").read_text("utf-8")
    assert json.loads((folder / "来源.json").read_text("utf-8"))["基本支出[0]"] == "明细.xlsx 表“Sheet” H3"
    again = budget("import", root / "明细.xlsx", "--pack", "河北", "--code", "350", "--root", root)
    assert "内容相同，没有改动" in again.stdout
    checked = budget("check", "350", "--root", root)
    assert "错误" not in checked.stdout.replace("0 个错误", "").replace("没有错误", ""), checked.stdout


def test_what_else_the_file_holds_is_told(root: Path) -> None:
    book = load_workbook(root / "明细.xlsx")
    book.create_sheet("说明").append(["填表说明"])
    book.save(root / "明细.xlsx")
    done = budget("import", root / "明细.xlsx", "--pack", "河北", "--dry-run", "--root", root)
    assert (done.returncode, "表“说明” 不是明细，没有读" in done.stderr) == (0, True)


def test_the_form_must_be_named_and_the_department_be_there(root: Path) -> None:
    done = budget("import", root / "明细.xlsx", "--root", root)
    assert done.returncode == 1
    assert "看不出按哪个格式公开，请加上 --pack" in done.stderr
    done = budget("import", root / "明细.xlsx", "--pack", "河北", "--code", "999", "--root", root)
    assert (done.returncode, "没有部门或单位 999" in done.stderr) == (1, True)
    assert list((root / "budgets").iterdir()) == []


def test_columns_are_named_once_in_a_file_at_the_root(root: Path) -> None:
    heads = (*HEADINGS[:4], "支出科目", *HEADINGS[5:])
    (root / "明细.xlsx").write_bytes(workbook(["2025年预算明细"], heads, WAGES))
    (root / "导入.yaml").write_text("列: {支出科目: 功能分类, 经办: 不读}\n", "utf-8")
    done = budget("import", root / "明细.xlsx", "--pack", "河北", "--dry-run", "--root", root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "导入.yaml 里写着列“经办”，这次导入的明细里没有这一列" in done.stderr
    assert "列“支出科目”" not in done.stderr
    assert "会建立 budgets/2025/350-科工局" in done.stdout


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("列: {支出科目: 功能分累}", ["导入.yaml:1:11", "I201", "是不是“功能分类”"]),
        ("栏: {支出科目: 功能分类}", ["没有“栏”这个键"]),
        ("列: 功能分类", ["下面要一行一个"]),
        ("列: {支出科目: [功能分类]}", ["后面要写一个词"]),
        ("- 列", ["这里要写“列:”"]),
        ("列: {", ["Y201"]),
    ],
)
def test_what_is_wrong_in_that_file_is_told(root: Path, text: str, words: list[str]) -> None:
    (root / "导入.yaml").write_text(f"{text}\n", "utf-8")
    done = budget("import", root / "明细.xlsx", "--pack", "河北", "--root", root)
    assert done.returncode == 1
    assert [word for word in words if word not in done.stderr] == []


@pytest.mark.parametrize("name", ["导入.yml", "导入.yaml.txt"])
def test_that_file_under_another_name_is_not_passed_over(root: Path, name: str) -> None:
    (root / name).write_text("列: {支出科目: 功能分类}\n", "utf-8")
    done = budget("import", root / "明细.xlsx", "--pack", "河北", "--root", root)
    assert done.returncode == 1
    assert [word for word in (name, "I201", "请改名为 导入.yaml") if word not in done.stderr] == []
