"""Empty workbooks that are sent out, filled in, and come back in a folder; and files that are none."""

from __future__ import annotations

import random
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from generator.workbook import read as reading
from tests.commands.test_sheet_command import edit, run, texts, workbook
from tests.workbook.samples import ROOT

__all__ = ["workbook"]


def set_line(book: Workbook, topic: str, value: str) -> None:
    for row in book["基本情况"].iter_rows(min_row=2):
        if row[0].value == topic:
            row[1].value = value


def fill(book: Workbook, code: str, amount: float = 100) -> None:
    set_line(book, "主管部门", "某某局")
    book["预算单位"].append([f"{code}001", f"第{code}所", "事业"])
    book["收入"].append([f"{code}001 第{code}所", "2010601 行政运行", "一般公共预算拨款", None, amount])
    book["项目"].append([None, "做事", "特定目标类"])
    book["项目支出"].append(["做事", None, "2010601", None, None, "一般公共预算拨款", None, amount])
    book["文字"].append([f"{code}001", "职责", None, None, "办事。"])


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "空.xlsx"
    code, shown = run(
        "sheet", "new", "--pack", "上海", "--version", "单位", "--year", "2025", "-o", path, "--root", ROOT
    )
    assert code == 0, shown
    return path


def test_an_empty_workbook_asks_for_what_a_unit_says(empty: Path) -> None:
    book = load_workbook(empty)
    topics = [row[0] for row in book["基本情况"].iter_rows(min_row=2, values_only=True)]
    assert "主管部门" in topics
    assert "部门/编码" not in topics
    assert ("年度", 2025) in [row[:2] for row in book["基本情况"].iter_rows(values_only=True)]
    assert book["收入"].max_row == 1
    assert "说明·项目概述" in [cell.value for cell in book["项目"][1]]


def test_workbooks_of_a_folder_make_budgets_and_a_bad_one_stops_no_other(empty: Path, tmp_path: Path) -> None:
    back = tmp_path / "收回"
    back.mkdir()
    for code in ("701", "702"):
        edit(empty, back / f"{code}.xlsx", lambda book, code=code: fill(book, code))  # type: ignore[misc]
    edit(empty, back / "没填.xlsx", lambda book: set_line(book, "主管部门", "某某局"))
    (back / "坏.xlsx").write_bytes(b"PK\x03\x04")
    shutil.copy(back / "701.xlsx", back / "701再.xlsx")
    (back / "旧.xls").write_bytes(b"")
    (tmp_path / "budgets").mkdir()
    code, shown = run("sheet", "import", back, "--root", tmp_path)
    assert code == 1
    for said in (
        "旧.xls",
        "701再.xlsx：和 701.xlsx 是同一个预算的",
        "坏.xlsx：没有导入",
        "没填.xlsx：没有导入",
        "702.xlsx：已导入",
    ):
        assert said in shown, shown
    made = tmp_path / "budgets/2025/701001-第701所"
    assert sorted(texts(made)) == ["基本情况.yaml", "收支.yaml", "项目.yaml"]
    assert texts(made)["收支.yaml"].endswith(
        "收入:\n  - {单位: 701001, 科目: 2010601, 资金性质: 一般公共预算拨款, 金额: 100}\n"
    )
    assert "职责:\n      - 办事。" in texts(made)["基本情况.yaml"]
    assert run("check", made, "--root", tmp_path)[0] in (0, 1)
    before = texts(made)
    assert "没有改动" in run("sheet", "import", back / "701.xlsx", "--root", tmp_path)[1]
    assert texts(made) == before


def test_a_corrected_workbook_is_a_conflict_until_it_is_to_win(empty: Path, tmp_path: Path) -> None:
    (tmp_path / "budgets").mkdir()
    run("sheet", "import", edit(empty, tmp_path / "a.xlsx", lambda book: fill(book, "701")), "--root", tmp_path)
    made = tmp_path / "budgets/2025/701001-第701所"
    before = texts(made)

    def again(book: Workbook) -> None:
        fill(book, "701", 250)
        book["文字"].delete_rows(book["文字"].max_row)

    corrected = edit(empty, tmp_path / "b.xlsx", again)
    code, shown = run("sheet", "import", corrected, "--root", tmp_path)
    assert (code, texts(made)) == (1, before), shown
    code, shown = run("sheet", "import", corrected, "--root", tmp_path, "--overwrite")
    assert code == 0, shown
    assert "金额: 250}" in texts(made)["收支.yaml"]
    assert "办事" not in texts(made)["基本情况.yaml"]


def test_new_asks_for_a_pack_that_there_is_and_writes_over_nothing(empty: Path, tmp_path: Path) -> None:
    code, shown = run("sheet", "new", "--pack", "上", "--root", ROOT, "-o", tmp_path / "a.xlsx")
    assert (code, "是不是“上海”" in shown) == (2, True)
    code, shown = run("sheet", "new", "--pack", "上海", "--root", ROOT, "-o", empty)
    assert (code, "--force" in shown) == (3, True)


def huge(path: Path) -> None:
    """A workbook whose sheet has a cell far out: calamine would take memory for all before it."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = next(one for one, data in parts.items() if one.startswith("xl/worksheets/sheet") and b'r="E18"' in data)
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    parts[name] = parts[name].replace(b"</sheetData>", far)
    with zipfile.ZipFile(path, "w") as new:
        for part, data in parts.items():
            new.writestr(part, data)


def many(path: Path) -> None:
    """A workbook with a million rows."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = next(one for one, data in parts.items() if b"<v>1661333</v>" in data)
    rows = b"".join(b'<row r="%d"><c r="E%d"><v>1</v></c></row>' % (row, row) for row in range(100, 1_048_576))
    parts[name] = parts[name].replace(b"</sheetData>", rows + b"</sheetData>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part, data in parts.items():
            new.writestr(part, data)


def other(path: Path) -> None:
    book = Workbook()
    book.active.append(["自己的表"])  # type: ignore[union-attr]
    book.save(path)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda path: path.write_bytes(b""), "文件是空的"),
        (lambda path: path.write_text("科目,金额\n1,2\n"), "像是文本文件"),
        (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600), "旧的 .xls"),
        (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")), "加了密码"),
        (lambda path: path.write_bytes(path.read_bytes()[:3000]), "不完整或者损坏"),
        (huge, "太大"),
        (many, "用到第 200001 行"),
        (other, "没有“记录”表"),
        (lambda path: edit(path, path, lambda book: book["记录"].__setitem__("A2", "{")), "“记录”表被改动过"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_of_ours_is_told(spoil: object, told: str, workbook: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(workbook, tmp_path / "a.xlsx"))
    assert callable(spoil)
    spoil(path)
    code, shown = run("sheet", "import", path, "--root", tmp_path)
    assert (code, told in shown) == (1, True), shown


def test_any_damage_gives_a_finding_or_what_was_there(workbook: Path) -> None:
    whole = workbook.read_bytes()
    chance = random.Random(7)  # noqa: S311
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 20))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        book, found = reading.read(
            bytes(data[: chance.randrange(1, len(data))] if chance.random() < 0.3 else data), "a"
        )
        assert (book is None) == bool(found)


def test_an_error_in_a_cell_is_told_and_clears_nothing(workbook: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(workbook) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = next(one for one, data in parts.items() if b"<v>1661333</v>" in data)
    cell = parts[name][parts[name].index(b'<c r="E2"') :].partition(b"</c>")[0]
    parts[name] = parts[name].replace(cell, b'<c r="E2" t="e"><f>1/0</f><v>#DIV/0!</v>')
    with zipfile.ZipFile(path, "w") as new:
        for part, data in parts.items():
            new.writestr(part, data)
    shutil.copytree(workbook.parent / "budgets", tmp_path / "budgets")
    code, shown = run("sheet", "import", path, "--root", tmp_path)
    assert (code, "“收入”表 E2" in shown, "公式的错误" in shown) == (1, True, True), shown


def test_the_library_that_lacks_is_named(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.base.extras.find_spec", lambda name: None)
    code, shown = run("sheet", "import", workbook)
    assert (code, "budget-disclosure[import]" in shown) == (3, True)
