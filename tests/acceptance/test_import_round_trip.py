"""What we print is read back: each file of the real budgets imports to a budget that prints the same figures."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import yaml

from tests.acceptance.command import ROOT, budget

LAST_DIGIT = 0.0100001  # 万元: where only two decimals of 万元 were printed
FILES = [
    (folder, unit, suffix)
    for folder, unit in (
        ("350-科技和工信部门", ""),
        ("207-上海市普陀区财政局", ""),
        ("207-上海市普陀区财政局", "207001"),
    )
    for suffix in ("xlsx", "docx", "pdf")
]
FILES += [("910-江苏省高级人民法院", "", suffix) for suffix in ("xlsx", "docx", "pdf")]
FILES += [("931-北京样例局（虚构）", "", suffix) for suffix in ("xlsx", "docx", "pdf")]  # several funds and two units
FILES += [("932-绵山县水务局（虚构）", "", suffix) for suffix in ("xlsx", "docx", "pdf")]
WHERE = {
    "910-江苏省高级人民法院": ROOT / "tests/budgets/2019",
    "931-北京样例局（虚构）": ROOT / "tests/budgets/2025",
    "932-绵山县水务局（虚构）": ROOT / "tests/budgets/2025",
}
Figures = dict[tuple[str, str, int], object]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the real budgets."""
    output = tmp_path_factory.mktemp("印出")
    for folder, unit in dict.fromkeys((folder, unit) for folder, unit, _ in FILES):
        asked = ("--unit", unit) if unit else ()
        done = budget(
            "generate", WHERE.get(folder, ROOT / "budgets/2025") / folder, *asked, "-f", "docx,pdf,xlsx", "-o", output
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return output


def figures(path: Path) -> Figures:
    """Read the numbers of a workbook: by the words of their table, the words of their row, and which of the row's."""
    found: Figures = {}
    for sheet in openpyxl.load_workbook(path, data_only=True):
        title = re.sub("^[0-9]+、", "", str(sheet["A1"].value or sheet.title))
        for row in sheet.iter_rows(values_only=True):
            words = " ".join(str(one) for one in row if isinstance(one, str))
            numbers = [one for one in row if isinstance(one, int | float)]
            for place, number in enumerate(numbers):
                found[title, words, place] = number
    return found


def root_at(folder: Path) -> Path:
    (folder / "budgets").mkdir(parents=True)
    shutil.copytree(ROOT / "templates", folder / "templates")
    return folder


def imported(name: str, folder: Path) -> Path:
    """Print a department and its units in one file, and import it: give the folder of the budget."""
    printed = budget("generate", ROOT / "tests/budgets/2025" / name, "-f", "docx", "-o", folder / "印出")
    assert printed.returncode == 0, printed.stdout + printed.stderr
    (source,) = (folder / "印出").glob(f"2025/{name.partition('-')[0]}-*/*.docx")
    root = root_at(folder / "库")
    done = budget("import", source, "--root", root, "--verbose")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "前后矛盾" not in done.stdout
    (made,) = root.glob("budgets/2025/*")
    return made


def differences(one: Figures, other: Figures, most: float) -> Iterator[str]:
    for key in {**one, **other}:
        before, after = one.get(key), other.get(key)
        if not (isinstance(before, int | float) and isinstance(after, int | float) and abs(before - after) <= most):
            yield f"{key}: {before} → {after}"


@pytest.mark.parametrize(("folder", "unit", "suffix"), FILES)
def test_what_we_print_imports_to_the_same_figures(
    folder: str, unit: str, suffix: str, printed: Path, tmp_path: Path
) -> None:
    code = unit or folder.partition("-")[0]
    (source,) = printed.glob(f"*/{code}-*/*.{suffix}")
    root = root_at(tmp_path / "库")
    done = budget("import", source, "--code", code, "--root", root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "前后矛盾" not in done.stdout
    (folder_made,) = root.glob("budgets/*/*")  # named, so that units get no documents of their own
    made = budget("generate", folder_made, "--root", root, "-f", "xlsx", "-o", tmp_path / "再印")
    assert made.returncode == 0, made.stdout + made.stderr
    (again,) = (tmp_path / "再印").glob("*/*/*.xlsx")
    (first,) = printed.glob(f"*/{code}-*/*.xlsx")
    exact = suffix == "xlsx" or code.startswith("207")  # the others print their tables in 万元
    assert list(differences(figures(first), figures(again), 0 if exact else LAST_DIGIT)) == []
    assert len(figures(first)) > 100


def test_what_is_imported_again_changes_nothing(printed: Path, tmp_path: Path) -> None:
    (source,) = printed.glob("2025/207-*/*.docx")
    root = root_at(tmp_path / "库")
    assert budget("import", source, "--code", "207", "--root", root).returncode == 0
    (folder,) = root.glob("budgets/2025/*")
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    again = budget("import", source, "--code", "207", "--root", root)
    assert again.returncode == 0
    assert "内容相同，没有改动" in again.stdout
    (folder / "收支.yaml").write_text("年度: 2025\n", "utf-8")
    refused = budget("import", source, "--code", "207", "--root", root)
    assert refused.returncode == 1
    assert "没有改动" in refused.stderr
    assert (folder / "收支.yaml").read_text("utf-8") == "年度: 2025\n"
    assert {path.name for path in folder.iterdir()} == set(before)


def test_the_published_document_imports_and_its_contradictions_are_told(tmp_path: Path) -> None:
    published = ROOT / "tests/reference/shanghai-putuo-finance-2025/published.pdf"
    root = root_at(tmp_path / "库")
    done = budget("import", published, "--code", "207", "--root", root, "--verbose")
    assert done.returncode == 0, done.stdout + done.stderr
    contradictions = done.stdout.partition("前后矛盾")[2].partition("\n  只差末位")[0]
    assert "887.36" in contradictions
    assert "873,617.00 元" in contradictions
    assert "国有资本经营预算支出功能分类预算表”下面的注是“政府性基金预算支出功能分类预算表”的" in contradictions
    assert len(contradictions.strip().split("\n")) == 3, contradictions  # the title, and nothing else is called so
    minor = done.stdout.partition("只差末位")[2].partition("没有认出的")[0]
    assert "“其它行政事业单位养老支出”应是“其他行政事业单位养老支出”" in done.stdout
    counts = re.search("正文里的数 ([0-9]+) 个：对上了 ([0-9]+) 个，认出了口径 ([0-9]+) 个", done.stdout)
    assert counts is not None
    assert int(counts[2]) + int(counts[3]) >= 0.85 * int(counts[1])
    assert [word in minor for word in ("87.70", "78.21", "204.91", "268.77")] == [True] * 4
    assert done.stdout.count("第 8 页 这一段在前面已经印过") == 5


def test_where_each_figure_was_read_stands_beside_the_budget(printed: Path, tmp_path: Path) -> None:
    (source,) = printed.glob("2025/207-*/*.xlsx")
    root = root_at(tmp_path / "库")
    budget("import", source, "--code", "207", "--root", root)
    (sources,) = root.glob("budgets/2025/*/来源.json")
    text = sources.read_text("utf-8")
    assert "表“2025年部门收入预算总表” F8" in text
    assert str(tmp_path) not in text


def test_a_file_with_a_department_and_its_units_keeps_them_apart(tmp_path: Path) -> None:
    made = imported("999-测试综合部门（虚构）", tmp_path)
    assert made.name == "999-测试综合部门（虚构）"
    facts = (made / "基本情况.yaml").read_text("utf-8")
    assert [f'编码: "99900{number}"' in facts for number in (1, 2, 3)] == [True] * 3
    money = (made / "收支.yaml").read_text("utf-8")
    assert [f'单位: "99900{number}"' in money for number in (1, 2, 3)] == [True] * 3


def test_the_texts_of_units_are_written_under_them(tmp_path: Path) -> None:
    made = imported("902-两年测试局（虚构）", tmp_path)
    units = yaml.safe_load((made / "基本情况.yaml").read_text("utf-8"))["单位"]
    assert [(one["职责"], one["机构设置"]) for one in units] == [
        (["机关的职责。"], "设办公室。"),
        (["监察的职责。"], "设监察科。"),
        (["教学的职责。"], "设教务处。"),
    ]
    assert units[0]["原因"]["公务接待费"] == "机关来客减少"
    assert units[2]["原因"]["基本支出"] == "学校教师增加"
    assert units[0]["上年数"]["三公经费"] == 50000
    assert "单位[0].上年数.三公经费" in (made / "来源.json").read_text("utf-8")
