"""`budget check -f xlsx`: the workbook of the budget, with every finding at its cell."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from generator.findings.sheet import CELL, HEAD
from tests.commands.test_sheet_command import run
from tests.workbook.samples import ROOT, copied

BUDGET = ROOT / "budgets/2025/350-科技和工信部门"


def test_findings_are_listed_with_links_and_noted_at_their_cells(tmp_path: Path) -> None:
    folder = copied(BUDGET, tmp_path)
    file = folder / "收支.yaml"
    file.write_text(file.read_text().replace("金额: 100000}", "金额: 100001}", 1))
    code, shown = run("check", "350", "--root", tmp_path, "-f", "xlsx", "-o", tmp_path / "a.xlsx")
    assert code == 1, shown
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames[0] == "问题"
    listed = book["问题"]
    assert tuple(cell.value for cell in listed[1]) == (*HEAD, CELL)
    rows = {row[1].value: row for row in listed.iter_rows(min_row=2)}
    wrong = rows["C101"]
    linked = [row[-1] for row in listed.iter_rows(min_row=2) if row[-1].value]
    assert len(linked) > 10
    assert all(
        cell.hyperlink.location == f"'{str(cell.value).split('!')[0]}'!{str(cell.value).split('!')[1]}"
        for cell in linked
    )
    page, _, name = str(wrong[-1].value).partition("!")
    cell = book[page][name]
    assert wrong[6].value in cell.comment.text
    assert cell.fill.start_color.rgb == "FFFFC7CE"
    assert book["收入"]["E3"].value == 100001


def test_that_workbook_can_be_imported(tmp_path: Path) -> None:
    folder = copied(BUDGET, tmp_path)
    run("check", "350", "--root", tmp_path, "-f", "xlsx", "-o", tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    book["收入"]["E3"] = 100001
    book.save(tmp_path / "b.xlsx")
    assert run("sheet", "import", tmp_path / "b.xlsx", "--root", tmp_path)[0] == 0
    assert "金额: 100001}" in (folder / "收支.yaml").read_text()


def test_several_budgets_and_one_that_cannot_be_read_are_a_list(tmp_path: Path) -> None:
    folder = copied(BUDGET, tmp_path)
    copied(ROOT / "budgets/2025/207-上海市普陀区财政局", tmp_path)
    run("check", "--root", tmp_path, "-f", "xlsx", "-o", tmp_path / "a.xlsx")
    (folder / "坏.yaml").write_text("甲: [\n")
    run("check", "350", "--root", tmp_path, "-f", "xlsx", "-o", tmp_path / "b.xlsx")
    for name in ("a.xlsx", "b.xlsx"):
        assert load_workbook(tmp_path / name).sheetnames == ["检查报告"]
