"""`budget sheet`: a workbook edited with another program comes back into the YAML, line by line."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from generator.cli import main
from tests.workbook.samples import FOLDERS, IDS, ROOT, copied

BUDGET = ROOT / "budgets/2025/350-科技和工信部门"


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)
    return done.exit_code, done.output


@pytest.fixture(scope="session")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("export")
    copied(BUDGET, root)
    assert run("sheet", "export", "350", "--root", root, "-o", root / "a.xlsx")[0] == 0
    return root / "a.xlsx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(BUDGET, tmp_path)


def edit(workbook: Path, target: Path, change: Callable[[Workbook], object]) -> Path:
    """Change a workbook as somebody does in Excel, who then saves it."""
    book = load_workbook(workbook)
    change(book)
    book.save(target)
    return target


def texts(folder: Path) -> dict[str, str]:
    files = sorted(folder.rglob("*.yaml"))
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in files}


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    lines = []
    for name, text in before.items():
        found = difflib.unified_diff(text.split("\n"), after[name].split("\n"), n=0, lineterm="")
        lines += [line for line in list(found)[2:] if not line.startswith("@@")]
    return lines


def row_of(book: Workbook, sheet: str, text: str) -> int:
    for row in book[sheet].iter_rows():
        if any(text in str(cell.value) for cell in row):
            return int(row[0].row or 0)
    raise AssertionError(text)


@pytest.mark.parametrize("source", FOLDERS, ids=IDS)
def test_an_unchanged_workbook_that_openpyxl_has_saved_leaves_every_byte(source: Path, tmp_path: Path) -> None:
    made = copied(source, tmp_path)
    before = texts(made)
    assert run("sheet", "export", made, "--root", tmp_path, "-o", tmp_path / "a.xlsx")[0] == 0
    edit(tmp_path / "a.xlsx", tmp_path / "b.xlsx", lambda book: book)
    code, shown = run("sheet", "import", tmp_path / "b.xlsx", "--root", tmp_path)
    assert (code, "没有改动" in shown) == (0, True), shown
    assert texts(made) == before
    assert not (tmp_path / ".budget").exists()


def test_a_changed_cell_changes_a_line_and_the_file_before_is_kept(
    workbook: Path, folder: Path, tmp_path: Path
) -> None:
    before = texts(folder)

    def change(book: Workbook) -> None:
        book["收入"].cell(row_of(book, "收入", "2060102"), 5).value = "１23,456.50"

    made = edit(workbook, tmp_path / "b.xlsx", change)
    code, shown = run("sheet", "import", made, "--root", tmp_path)
    assert code == 0, shown
    lines = changed(before, texts(folder))
    assert [line[:1] for line in lines] == ["-", "+"]
    assert lines[1].endswith("金额: 123456.50}                # 一般行政管理事务")
    assert "“收入”表 E3 收入[1].金额：100000 → 123456.50" in shown
    assert "budget sheet export" in shown
    assert (tmp_path / ".budget/backup/0001/budgets/2025" / folder.name / "收支.yaml").read_text() == before[
        "收支.yaml"
    ]
    assert (tmp_path / ".budget/.gitignore").read_text() == "*\n"
    after = texts(folder)
    code, shown = run("sheet", "import", made, "--root", tmp_path)  # once more
    assert (code, texts(folder)) == (0, after)
    assert "没有改动" in shown


def test_rows_come_go_and_move(workbook: Path, folder: Path, tmp_path: Path) -> None:
    before = texts(folder)

    def change(book: Workbook) -> None:
        page = book["收入"]
        page.delete_rows(row_of(book, "收入", "2060499"))
        page.insert_rows(2)
        for column, value in ((2, 2060101), (3, "一般公共预算拨款"), (5, 7)):
            page.cell(2, column).value = value
        plan = book["项目"]
        row = row_of(book, "项目", "车保险")
        plan.append(["J1", "新的项目", "特定目标类"])
        book["项目支出"].append(
            ["新的项目", None, "2060101 行政运行", "30201 办公费", None, "一般公共预算拨款", None, 9]
        )
        book["文字"].append([None, "项目/绩效目标", "新的项目", None, "@做好。"])
        assert row == 2

    code, shown = run("sheet", "import", edit(workbook, tmp_path / "b.xlsx", change), "--root", tmp_path)
    assert code == 0, shown
    lines = changed(before, texts(folder))
    assert [line for line in lines if line.startswith("-") and line != "-"] == [
        "-  - {科目: 2060499, 资金性质: 一般公共预算拨款, 金额: 200000}                # 其他技术研究与开发支出"
    ]
    assert [line[1:].strip() for line in lines if line.startswith("+") and line.strip("+ ")] == [
        "- {科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 7}",
        "- 编码: J1",
        "名称: 新的项目",
        "类别: 特定目标类",
        "支出:",
        "- {科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 9}",
        "绩效目标:",
        '- "@做好。"',
    ] or shown


def test_what_both_have_changed_is_a_conflict_and_nothing_written(workbook: Path, folder: Path, tmp_path: Path) -> None:
    file = folder / "收支.yaml"
    file.write_text(file.read_text().replace("金额: 100000}", "金额: 200000}", 1))
    before = texts(folder)

    def change(book: Workbook) -> None:
        book["收入"]["E3"] = 300000
        book["收入"]["E4"] = 1

    made = edit(workbook, tmp_path / "b.xlsx", change)
    code, shown = run("sheet", "import", made, "--root", tmp_path)
    assert code == 1
    assert texts(folder) == before
    for said in ("I408", "“收入”表 E3", "300000", "200000", "收支.yaml"):
        assert said in shown
    code, shown = run("sheet", "import", made, "--root", tmp_path, "--overwrite")
    assert code == 0, shown
    assert "金额: 300000}" in texts(folder)["收支.yaml"]
    assert "金额: 200000}" in (tmp_path / ".budget/backup/0001/budgets/2025" / folder.name / "收支.yaml").read_text()


def test_what_was_changed_in_the_yaml_alone_stays(workbook: Path, folder: Path, tmp_path: Path) -> None:
    file = folder / "收支.yaml"
    text = file.read_text().replace("收入:\n", "收入:\n  - {科目: 2010101, 资金性质: 一般公共预算拨款, 金额: 5}\n", 1)
    file.write_text(text.replace("金额: 149200}", "金额: 149201}", 1))

    def change(book: Workbook) -> None:
        book["收入"]["E3"] = 300000

    code, shown = run("sheet", "import", edit(workbook, tmp_path / "b.xlsx", change), "--root", tmp_path)
    assert code == 0, shown
    after = texts(folder)["收支.yaml"]
    assert after == file.read_text()
    assert all(said in after for said in ("金额: 300000}", "金额: 149201}", "金额: 5}"))


def test_a_dry_run_writes_nothing(workbook: Path, folder: Path, tmp_path: Path) -> None:
    before = texts(folder)
    made = edit(workbook, tmp_path / "b.xlsx", lambda book: book["收入"].delete_rows(3))
    code, shown = run("sheet", "import", made, "--root", tmp_path, "--dry-run")
    assert (code, texts(folder), (tmp_path / ".budget").exists()) == (0, before, False)
    assert "收入[1]：删去" in shown


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda book: book["收入"].__setitem__("B3", "9999999x"), "“收入”表 B3"),
        (lambda book: book["收入"].__setitem__("E3", "很多"), "“收入”表 E3"),
        (lambda book: book["收入"].__setitem__("E3", "=A1+"), "“收入”表 E3"),
        (lambda book: book["收入"].append([None, "2060101", "事业收入"]), "没有填“金额”"),
        (lambda book: book["项目支出"].__setitem__("A3", "没有的项目"), "没有的项目"),
        (lambda book: book["项目支出"].delete_cols(1), "缺少“所属项目”栏"),
        (lambda book: book["基本情况"].append(["", "没有的", "甲"]), "没有“没有的”这个栏目"),
        (lambda book: book["基本情况"].__setitem__("C6", "无"), ""),
        (lambda book: book["收入"].__setitem__("A1", "金额"), "两个“金额”栏"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_sheet_and_cell_and_nothing_is_written(
    change: Callable[[Workbook], object], told: str, workbook: Path, folder: Path, tmp_path: Path
) -> None:
    before = texts(folder)
    made = edit(workbook, tmp_path / "b.xlsx", change)
    code, shown = run("sheet", "import", made, "--root", tmp_path)
    assert told in shown
    assert code == 1 or not told, shown
    assert texts(folder) == before or not told


def test_missing_renamed_and_unknown_sheets_and_columns_are_told(workbook: Path, folder: Path, tmp_path: Path) -> None:
    before = texts(folder)

    def change(book: Workbook) -> None:
        del book["政府采购"], book["采购资金"], book["文字"]
        book["基本支出"].title = "我的支出"
        book["收入"].delete_cols(6)
        book["收入"]["Z1"] = "自己的栏"
        book.create_sheet("草稿")["A1"] = "算一算"

    code, shown = run("sheet", "import", edit(workbook, tmp_path / "b.xlsx", change), "--root", tmp_path)
    assert (code, texts(folder)) == (0, before), shown
    for said in ("缺少“文字”表", "缺少“备注”栏", "“自己的栏”", "“草稿”表没有读"):
        assert said in shown
    assert "我的支出" not in shown


def test_a_column_that_stands_twice_is_told_at_its_head(workbook: Path, folder: Path, tmp_path: Path) -> None:
    before = texts(folder)

    def change(book: Workbook) -> None:
        book["收入"]["Z1"] = "金额"

    code, shown = run("sheet", "import", edit(workbook, tmp_path / "b.xlsx", change), "--root", tmp_path)
    assert (code, texts(folder)) == (1, before), shown
    for said in ("I411", "“收入”表 Z1", "有两个“金额”栏"):
        assert said in shown


def test_yaml_that_is_not_written_as_usual_is_not_rewritten(workbook: Path, folder: Path, tmp_path: Path) -> None:
    file = next(path for path in folder.rglob("*.yaml") if "\n收入:" in path.read_text("utf-8"))
    file.write_bytes(file.read_text("utf-8").encode("gb18030"))
    before = file.read_bytes()

    def change(book: Workbook) -> None:
        head = [cell.value for cell in book["收入"][1]]
        book["收入"].cell(3, head.index("备注") + 1, "改过")

    code, shown = run("sheet", "import", edit(workbook, tmp_path / "b.xlsx", change), "--root", tmp_path)
    assert (code, file.read_bytes()) == (1, before), shown
    for said in ("I409", file.name, "budget fix"):
        assert said in shown


def test_what_is_no_workbook_of_ours_is_told(workbook: Path, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(workbook.read_bytes()[:999])
    Workbook().save(tmp_path / "别的.xlsx")
    for name, said in (("坏.xlsx", "I401"), ("别的.xlsx", "I402")):
        code, shown = run("sheet", "import", tmp_path / name, "--root", tmp_path)
        assert (code, said in shown) == (1, True), shown


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda book: book.remove(book["文字"]), "I404"),
        (lambda book: book["收入"].__setitem__("E3", "=A1+"), "I405"),
        (lambda book: book["项目支出"].__setitem__("A3", "没有的项目"), "I406"),
        (lambda book: book["收入"].append([None, "2060101", "事业收入"]), "I407"),
    ],
)
def test_each_kind_is_told_with_its_code(
    change: Callable[[Workbook], object], said: str, workbook: Path, folder: Path, tmp_path: Path
) -> None:
    assert said in run("sheet", "import", edit(workbook, tmp_path / "b.xlsx", change), "--root", tmp_path)[1]


def test_a_workbook_of_another_year_finds_no_budget(workbook: Path, tmp_path: Path) -> None:
    code, shown = run("sheet", "import", workbook, "--root", tmp_path)
    assert code == 1
    assert "没有找到 budgets/2025/350" in shown


def test_a_workbook_is_not_written_over_another(workbook: Path, folder: Path, tmp_path: Path) -> None:
    target = shutil.copy(workbook, tmp_path / "a.xlsx")
    code, shown = run("sheet", "export", "350", "--root", tmp_path, "-o", target)
    assert (code, "--force" in shown) == (3, True)
    assert run("sheet", "export", "350", "--root", tmp_path, "-o", target, "--force")[0] == 0
