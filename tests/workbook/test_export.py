"""An exported workbook, read from outside: it holds all of a budget, and says it exactly."""

from __future__ import annotations

import shutil
import subprocess
from collections import defaultdict
from decimal import Decimal
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from generator.base.money import to_yuan
from generator.base.resources import templates_folder
from generator.facts import build
from generator.pack import loader
from generator.reading.schema import extended, load_rule
from generator.workbook import export as exporting
from generator.workbook import memory, totals, tree
from generator.workbook import plan as plans
from generator.workbook.cells import meaning
from generator.workbook.memory import Memory
from generator.workbook.plan import CONTENT, FORM, REST, TOPIC, TOTALS, BudgetRules
from generator.workbook.rows import rows_of
from tests.workbook.samples import FOLDERS, IDS, ROOT

BUDGET = ROOT / "budgets/2025/350-科技和工信部门"


def exported(folder: Path) -> Workbook:
    ready, found = exporting.export(folder, templates_folder(), "b")
    assert ready is not None, found
    return load_workbook(BytesIO(exporting.written(ready).data))


@pytest.mark.parametrize("folder", FOLDERS, ids=IDS)
def test_every_value_of_a_budget_stands_in_a_cell_of_its_own(folder: Path) -> None:
    ready, _ = exporting.export(folder, templates_folder(), "b")
    assert ready is not None
    book = exporting.written(ready)
    read = load_workbook(BytesIO(book.data))
    typed = tree.read(folder, "b").tree
    rules = {path: row.rule(sheet, title) for sheet in ready.plan.sheets for row in ready.rows[sheet.name]
             for title, path in row.paths.items()}  # fmt: skip
    assert len({book.cells[path] for path in tree.leaves(typed)}) == len(list(tree.leaves(typed)))
    for path in tree.leaves(typed):
        name, row, column = book.cells[path]
        cell, text = read[name].cell(row + 1, column + 1).value, tree.at(typed, path)
        said = str(cell if cell is not None else "")
        if isinstance(text, str) and rules[path].type == "code":
            assert said.partition(" ")[0] == text.strip()
        elif isinstance(text, str):
            assert meaning(rules[path], said, "元") == meaning(rules[path], text, "元"), path


def test_the_same_budget_gives_the_same_bytes() -> None:
    made = [exporting.written(exporting.export(BUDGET, templates_folder(), "b")[0]).data for _ in range(2)]  # type: ignore[arg-type]
    assert made[0] == made[1]


def test_what_no_sheet_has_is_listed_with_its_path(tmp_path: Path) -> None:
    text = "年度: 2025\n模板: 河北\n不认识: {甲: 1}\n收入: [{科目: [1]}]\n项目: [{名称: 甲, 支出: []}]\n"
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    rows = exported(tmp_path)[REST].iter_rows(min_row=2, values_only=True)
    assert list(rows) == [("不认识.甲", "1"), ("收入[0].科目[0]", "1"), ("项目[0].支出", "[]")]


def test_a_text_that_begins_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text('年度: 2025\n模板: 河北\n其他说明: "=1+1"\n部门职责: ["@a", "-b"]\n', "utf-8")
    book = exported(tmp_path)
    kinds = {cell.value: cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    assert [kinds[text] for text in ("=1+1", "@a", "-b")] == ["s", "s", "s"]


def test_a_key_that_the_schema_gets_tomorrow_has_its_place() -> None:
    line = {"properties": {"批次": {"title": "批次", "type": "string", "x-type": "text"}}}
    listed = {"type": "array", "items": {"type": "object", **line, "additionalProperties": False}, "title": "新的表"}
    piece = {"properties": {"收入": {"items": line}, "新说明": line["properties"]["批次"], "新表": listed}}
    rules = BudgetRules(extended(load_rule("budget"), piece), load_rule("unit"))
    typed = {"收入": [{"科目": "1", "批次": "甲"}], "新说明": "乙", "新表": [{"批次": "丙"}]}
    rows = rows_of(typed, plans.make(typed, rules))
    assert rows["收入"][0].cells["批次"] == "甲"
    assert [row.cells[CONTENT] for row in rows[FORM] if row.cells[TOPIC] == "新说明"] == ["乙"]
    assert rows["新的表"][0].cells["批次"] == "丙"
    assert rows[REST] == []


def test_an_amount_that_excel_cannot_keep_is_a_text_and_is_told(tmp_path: Path) -> None:
    text = "年度: 2025\n模板: 河北\n收入: [{科目: 2010101, 资金性质: 事业收入, 金额: 1234567890123456.78}]\n"
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    ready, found = exporting.export(tmp_path, templates_folder(), "b")
    assert [one.code for one in found] == ["I410"]
    assert ready is not None
    book = load_workbook(BytesIO(exporting.written(ready).data))
    assert "1234567890123456.78" in [cell.value for cell in book["收入"][2]]


def test_a_file_that_cannot_be_read_is_not_exported(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("年度: 2025\n收入: [\n", "utf-8")
    ready, found = exporting.export(tmp_path, templates_folder(), "b")
    assert ready is None
    assert found


def test_codes_are_texts_with_a_list_and_heads_are_frozen_noted_and_printed_again() -> None:
    book = exported(BUDGET)
    page = book["收入"]
    assert page["B2"].value == "2060101 行政运行"
    assert page["B2"].number_format == "@"
    assert (page["E2"].value, page["E2"].number_format) == (1661333, "#,##0.00####")
    lists = {str(one.sqref): one.formula1 for one in page.data_validations.dataValidation}
    assert lists["B2:B2018"].startswith("列表!$")
    assert (page.freeze_panes, page.auto_filter.ref, page.print_title_rows) == ("A2", "A1:F18", "$1:$1")
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight) == ("landscape", 9, 0)
    assert "7 位数字" in page["B1"].comment.text
    assert (book["列表"].sheet_state, book["记录"].sheet_state) == ("hidden", "veryHidden")
    coloured = {str(area.sqref) for area in page.conditional_formatting}
    assert "B2:B2018" in coloured


def test_the_record_says_all_that_was_typed() -> None:
    lines = [row[0] for row in exported(BUDGET)["记录"].iter_rows(values_only=True)]
    said = memory.read(str(line) for line in lines)
    assert said is not None
    assert (said.folder, said.year, said.pack) == (BUDGET.name, 2025, "河北")
    assert said.tree == tree.read(BUDGET, "b").tree


@pytest.mark.parametrize("lines", [[], ["预算工作簿"], ["预算工作簿 1", "{"], ["预算工作簿 1", '{"值":[]}'], ["甲 1"]])
def test_a_damaged_record_is_none(lines: list[str]) -> None:
    assert memory.read(lines) is None


def differences(folder: Path) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Income less expenditure and what is carried over, and income alone, by fund, as the ledger has it (元)."""
    folders = loader.list_folders(templates_folder())
    budget, found = build.load(folder, words=partial(loader.words_of, folders))
    assert budget is not None, found
    sums: dict[str, Decimal] = defaultdict(Decimal)
    income: dict[str, Decimal] = defaultdict(Decimal)
    for entry in budget.entries:
        sums[entry.fund] += entry.amount if entry.direction == "收入" else -entry.amount
        income[entry.fund] += entry.amount if entry.direction == "收入" else 0
    return sums, income


@pytest.mark.parametrize("folder", FOLDERS, ids=IDS)
def test_the_totals_that_are_shown_before_anybody_calculates_are_those_of_the_ledger(folder: Path) -> None:
    ready, _ = exporting.export(folder, templates_folder(), "b")
    assert ready is not None
    made = totals.make(ready.plan, ready.rows, ready.words)
    lines = [cells for look, cells in made.lines if look == totals.LINE and len(cells) > 6]
    sums, income = differences(folder)
    for number, expected in ((6, sums), (1, income)):
        shown = {
            str(cells[0]): one.value for cells in reversed(lines) if isinstance(one := cells[number], totals.Formula)
        }
        assert {fund: to_yuan(shown[fund], ready.words.unit) for fund in expected} == expected


def numbers(book: Workbook) -> list[list[object]]:
    rows = [[cell for cell in row if cell is not None] for row in book[TOTALS].iter_rows(values_only=True)]
    return [[one if isinstance(one, str) else round(float(str(one)), 6) for one in row] for row in rows]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice")
def test_amounts_of_a_unit_in_ten_thousands_count_as_such_when_libreoffice_calculates(tmp_path: Path) -> None:
    ready, _ = exporting.export(ROOT / "tests/budgets/2025/999-测试综合部门（虚构）", templates_folder(), "b")
    assert ready is not None
    data = exporting.written(ready).data
    assert ready.words.other_units
    assert numbers(recalculated(load_workbook(BytesIO(data)), tmp_path / "1")) == numbers(
        load_workbook(BytesIO(data), data_only=True)
    )


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice")
def test_the_formulas_give_the_same_when_libreoffice_calculates_them_with_a_row_inserted(tmp_path: Path) -> None:
    ready, _ = exporting.export(BUDGET, templates_folder(), "b")
    assert ready is not None
    data = exporting.written(ready).data
    before = numbers(load_workbook(BytesIO(data), data_only=True))
    book = load_workbook(BytesIO(data))  # which writes formulas without values, so that they must be calculated
    page = book["收入"]
    assert numbers(recalculated(book, tmp_path / "1")) == before
    page.append([None, "2060101 行政运行", "一般公共预算拨款", None, 100.5])
    after = numbers(recalculated(book, tmp_path / "2"))
    total = next(row for row in after if row[:1] == ["合计"])
    old = next(row for row in before if row[:1] == ["合计"])
    assert (float(str(total[1])) - float(str(old[1])), total[-1]) == (100.5, 100.5)
    fund = next(row for row in after if row[:1] == ["一般公共预算拨款"])
    code = next(row for row in after if row[:1] == ["2060101"])
    assert (fund[6], code[6]) == (100.5, 100.5)


def recalculated(book: Workbook, folder: Path) -> Workbook:
    folder.mkdir()
    book.save(folder / "a.xlsx")
    command = ["soffice", f"-env:UserInstallation=file://{folder.parent}/lo", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", "o", "a.xlsx"], cwd=folder, check=True, capture_output=True, timeout=180)
    return load_workbook(folder / "o/a.xlsx", data_only=True)


def test_a_record_of_a_later_version_is_not_taken_for_one_of_ours() -> None:
    first, *rest = memory.lines_of(Memory("350-甲", 2025, "河北", {"年度": "2025"}, version=memory.VERSION + 1))
    assert memory.read([first, *rest]) is None
    assert memory.read([f"{memory.MARK} {memory.VERSION}", *rest]) is not None
