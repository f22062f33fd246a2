"""The platform's publication workbook (Shanghai districts): sheets in any order, lost zeros, totals nobody computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.acceptance.command import budget
from tests.acceptance.test_import_round_trip import root_at

FILE = "002002-上海市甲区乙局-人代会报表制作.xlsx"
Cell = str | int | None
LINES: tuple[tuple[Cell, ...], ...] = (
    ("201", None, None, "一般公共服务支出", 1300000, 1000000, 300000),
    ("201", "6", None, "财政事务", 1300000, 1000000, 300000),
    ("201", "6", "1", "行政运行", 1000000, 1000000, None),
    ("201", "6", "2", "一般行政管理事务", 300000, None, 300000),
)
EXPLAINED = """\
2026年，上海市甲区乙局收入预算130.00万元，其中：财政拨款收入130.00万元，比2025年预算增加10.00万元；\
事业收入0万元；事业单位经营收入0万元；其他收入0万元。
财政拨款支出主要内容如下：
1.“一般公共服务支出（类）财政事务（款）行政运行（项）”100.00万元，主要用于人员经费。
2.“一般公共服务支出（类）财政事务（款）一般行政管理事务（项）”30.00万元，主要用于业务。"""
DUTIES = "上海市甲区乙局是上海市甲区人民政府工作部门。\n主要职能包括：\n（一）贯彻执行法律法规。\n（二）管理有关事务。"


def sheet(book: openpyxl.Workbook, name: str, title: str, unit: str = "单位：元") -> Worksheet:
    made = book.create_sheet(name)
    made["A2"], made["A4"], made["D4"] = title, "编制部门：上海市甲区乙局", unit
    return made


def fill(made: Worksheet, cells: Mapping[str, Cell], merged: Sequence[str] = ()) -> None:
    for place, value in cells.items():
        made[place] = value
    for area in merged:
        made.merge_cells(area)


def by_function(made: Worksheet, head: str, kinds: Sequence[str], lines: Sequence[Sequence[Cell]]) -> None:
    """A table by functional items; its totals are formulas that no program has computed: openpyxl stores no value."""
    last = "EFGHI"[len(kinds) - 1]
    fill(
        made,
        {"A6": "项目", "E6": head, "A7": "功能分类科目编码", "D7": "功能分类科目名称"},
        ["A6:D6", f"E6:{last}6", "A7:C7", "D7:D8"],
    )
    fill(made, {f"{letter}8": word for letter, word in zip("ABC", "类款项", strict=True)})
    for letter, kind in zip("EFGHI", kinds, strict=False):
        fill(made, {f"{letter}7": kind}, [f"{letter}7:{letter}8"])
    for number, line in enumerate(lines, 9):
        fill(made, {f"{letter}{number}": value for letter, value in zip("ABCDEFGHI", line, strict=False)})
    end = 9 + len(lines)
    fill(
        made,
        {f"A{end}": "合计", **{f"{letter}{end}": f"=SUM({letter}9)" for letter, _ in zip("EFG", kinds, strict=False)}},
    )


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    fill(book.active, {"A5": "上海市甲区2026年区级部门预算", "A9": "预算主管部门：上海市甲区乙局"})
    for name, title, text in (
        ("3.11主要职能 ", "上海市甲区乙局主要职能", DUTIES),
        ("3.14编制说明", "2026年部门预算编制说明", EXPLAINED),
    ):
        fill(book.create_sheet(name), {"A1": title, "A2": text}, ["A2:F20"])
    kinds = ("合计", "基本支出", "项目支出")
    by_function(sheet(book, "3.17支出总表", "2026年部门支出预算总表"), "支出预算", kinds, LINES)
    income = [(*line[:4], line[4], line[4]) for line in LINES]
    by_function(
        sheet(book, "3.16收入总表", "2026年部门收入预算总表"),
        "收入预算", ("合计", "财政拨款收入", "事业收入", "事业单位经营收入", "其他收入"), income,
    )  # fmt: skip
    for name, fund, lines in (
        ("3.21", "一般公共预算", LINES),
        ("3.22", "政府性基金预算", ()),
        ("3.23", "国有资本经营预算", ()),
    ):
        by_function(sheet(book, name, f"2026年部门{fund}支出功能分类预算表"), f"{fund}支出", kinds, lines)
    made = sheet(book, "3.15收支总表", "2026年部门财务收支预算总表")
    fill(
        made,
        {"A6": "本年收入", "C6": "本年支出", "A7": "项目", "B7": "预算数", "C7": "项目", "D7": "预算数"},
        ["A6:B6", "C6:D6"],
    )
    fill(
        made,
        {
            "A8": "一、财政拨款收入",
            "B8": "=SUM(B9:B11)",
            "C8": "一、一般公共服务支出",
            "D8": 1300000,
            "A9": " 1.一般公共预算资金",
        },
    )
    fill(
        made,
        {"B9": 1300000, "A10": " 2.政府性基金", "A11": " 3.国有资本经营预算", "A12": "二、事业收入", "A15": "收入总计"},
    )
    fill(made, {"B15": "=B8", "C15": "支出总计", "D15": "=SUM(D8:D14)"})
    made = sheet(book, "3.19财政拨款收支总表", "2026年部门财政拨款收支预算总表")
    fill(
        made,
        {"A6": "财政拨款收入", "C6": "财政拨款支出", "A7": "项目", "B7": "预算数", "C7": "项目", "D7": "合计"},
        ["A6:B6", "C6:G6"],
    )
    fill(made, {"E7": "一般公共预算", "F7": "政府性基金预算", "G7": "国有资本经营预算", "D9": 1300000, "E9": 1300000})
    fill(
        made,
        {"A10": "一、一般公共预算资金", "B10": 1300000, "C10": "一、一般公共服务支出", "D10": 1300000, "E10": 1300000},
    )
    fill(
        made,
        {
            "A11": "二、政府性基金",
            "A12": "三、国有资本经营预算",
            "A13": "收入总计",
            "B13": "=SUM(B10:B12)",
            "C13": "支出总计",
        },
    )
    made = sheet(book, "3.24基本支出部门预算经济分类", "2026年部门一般公共预算基本支出部门预算经济分类预算表")
    fill(
        made,
        {"A6": "项目", "D6": "一般公共预算基本支出", "A7": "部门预算经济分类科目编码", "C7": "经济分类科目名称"},
        ["A6:C6", "D6:F6", "A7:B7"],
    )
    fill(
        made,
        {"D7": "合计", "E7": "人员经费", "F7": "公用经费", "A8": "类", "B8": "款"},
        [f"{one}7:{one}8" for one in "CDEF"],
    )
    economic: tuple[tuple[Cell, ...], ...] = (
        (301, None, "工资福利支出", 800000, 800000, 0), (301, 1, "基本工资", 800000, 800000, 0),
        (302, None, "商品和服务支出", 200000, 0, 200000), (302, 1, "办公费", 150000, 0, 150000),
        (302, 17, "公务接待费", 50000, 0, 50000), (" 合计", None, None, "=D9", "=E9", "=F9"),
    )  # fmt: skip
    for number, line in enumerate(economic, 9):
        fill(made, {f"{letter}{number}": value for letter, value in zip("ABCDEF", line, strict=True)})
    made = sheet(book, "3.25三公", "2026年部门“三公”经费和机关运行经费预算表", "单位：万元")
    fill(
        made,
        {
            "A6": "“三公”经费预算数",
            "A7": "合计",
            "B7": "因公出国(境)费",
            "C7": "公务接待费",
            "D7": "公务用车购置及运行费",
        },
    )
    fill(made, {"G6": "机关运行经费预算数", "D8": "小计", "E8": "购置费", "F8": "运行费", "A9": 5, "C9": 5, "G9": 20})
    for area in ("A6:F6", "D7:F7", "A7:A8", "B7:B8", "C7:C8", "G6:G8"):
        made.merge_cells(area)
    book.save(tmp_path / FILE)
    return tmp_path / FILE


def test_the_platforms_workbook_becomes_a_budget(workbook: Path, tmp_path: Path) -> None:
    root = root_at(tmp_path / "库")
    done = budget("import", workbook, "--root", root)
    assert done.returncode == 0, done.stdout + done.stderr
    (folder,) = root.glob("budgets/2026/*")
    assert folder.name == "002002-上海市甲区乙局"
    money = (folder / "收支.yaml").read_text("utf-8")
    lines = [
        line.partition(" # ")[0].strip() for line in money.split("\n") if "金额" in line and line.startswith("  -")
    ]
    fund = "资金性质: 一般公共预算拨款"
    assert lines == [
        f"- {{科目: 2010601, {fund}, 金额: 1000000}}",
        f"- {{科目: 2010602, {fund}, 金额: 300000}}",
        f"- {{科目: 2010601, 经济科目: 30101, {fund}, 金额: 800000}}",
        f"- {{科目: 2010601, 经济科目: 30201, {fund}, 金额: 150000}}",
        f"- {{科目: 2010601, 经济科目: 30217, {fund}, 金额: 50000}}",
    ]
    facts = (folder / "基本情况.yaml").read_text("utf-8")
    assert "  - 贯彻执行法律法规。\n  - 管理有关事务。" in facts
    assert "科目用途: {2010601: 人员经费, 2010602: 业务}" in facts
    assert "性质: 行政" in facts  # the whole of the operating funds is 机关运行经费


def test_its_traps_are_told(workbook: Path, tmp_path: Path) -> None:
    done = budget("import", workbook, "--root", root_at(tmp_path / "库"), "--dry-run", "--verbose")
    assert "支出预算总表：3 个合计是没有算过的公式（显示 0），按各项重新相加" in done.stdout
    assert "表“3.19财政拨款收支总表” D9 没有名称的数：1300000，1300000" in done.stdout
    assert "前后矛盾" not in done.stdout
    assert list((tmp_path / "库/budgets").iterdir()) == []


def test_one_changed_leaf_is_a_contradiction_with_both_places(workbook: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book["3.21"]["G12"] = 310000
    book.save(workbook)
    done = budget("import", workbook, "--root", root_at(tmp_path / "库"))
    told = done.stdout.partition("前后矛盾")[2]
    assert "表“3.21”" in told
    assert "10,000.00 元" in told


def test_a_file_that_names_nobody_asks_for_code_and_name(workbook: Path, tmp_path: Path) -> None:
    nameless = workbook.with_name("表.xlsx")
    workbook.rename(nameless)
    done = budget("import", nameless, "--root", root_at(tmp_path / "库"))
    assert done.returncode == 1
    assert "没有写编码，请加上 --code" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_of_many_becomes_as_many_budgets_and_one_bad_file_stops_no_other(
    workbook: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "来件"
    folder.mkdir()
    for code in ("301", "302", "303", "304"):
        (folder / f"{code}-某局-人代会.xlsx").write_bytes(workbook.read_bytes())
    (folder / "302b.xlsx").write_bytes(workbook.read_bytes()[:2000])
    done = budget("import", folder, "--root", root_at(tmp_path / "库"), "-j", "2")
    assert done.returncode == 1
    assert "302b.xlsx" in done.stderr
    made = sorted(path.name.partition("-")[0] for path in (tmp_path / "库/budgets/2026").iterdir())
    assert made == ["301", "302", "303", "304"]


def test_two_files_of_one_department_become_one_budget(workbook: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    other = openpyxl.load_workbook(workbook)
    for name in book.sheetnames:
        del (other if name.startswith(("3.11", "3.14")) else book)[name]
    book.save(tmp_path / "文字.xlsx")
    other.save(workbook)
    done = budget("import", workbook, tmp_path / "文字.xlsx", "--code", "002002", "--root", root_at(tmp_path / "库"))
    (folder,) = (tmp_path / "库/budgets/2026").iterdir()
    assert "贯彻执行法律法规" in (folder / "基本情况.yaml").read_text("utf-8"), done.stdout + done.stderr
    assert "金额: 800000" in (folder / "收支.yaml").read_text("utf-8")


def test_a_name_leads_out_of_no_folder(workbook: Path, tmp_path: Path) -> None:
    root = root_at(tmp_path / "库")
    done = budget("import", workbook, "--code", "../../1", "--name", "../甲", "--root", root)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (root / "budgets/2026").iterdir()] == ["....1-..甲"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([workbook.name, "库"])


def test_last_years_file_is_not_taken_for_this_years(workbook: Path, tmp_path: Path) -> None:
    done = budget("import", workbook, "--year", "2027", "--root", root_at(tmp_path / "库"))
    assert done.returncode == 1
    assert "是 2026 年的文件" in done.stderr
    assert "budget rollover 2026 2027" in done.stderr
    assert list((tmp_path / "库/budgets").iterdir()) == []
