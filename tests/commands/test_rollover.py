"""`budget rollover`: next year's budgets beside this year's, nothing lost, nothing overwritten."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.base.files import NotWrittenError
from generator.base.terminal import width
from generator.cli import main
from generator.commands import rollover
from generator.reading import cutting
from generator.reading.folder import files_of
from tests.commands.process import ROOT, faults, process
from tests.commands.test_years import add

REAL = ("207-上海市普陀区财政局", "350-科技和工信部门")
SYNTHETIC = ("902-两年测试局（虚构）", "931-北京样例局（虚构）", "932-绵山县水务局（虚构）", "999-测试综合部门（虚构）")


def run(root: Path, *arguments: str, command: str = "rollover") -> Result:
    return CliRunner().invoke(main, [command, "--root", str(root), *arguments])


def texts(folder: Path) -> Iterator[str]:
    for path in files_of(folder):
        yield from (str(one.value) for one in cutting.scalars(cutting.tree_of(path.read_text("utf-8"))))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real and synthetic budgets of 2025, a unit's folder among them."""
    made = tmp_path_factory.mktemp("结转")
    for folder in (
        *(ROOT / "budgets/2025" / one for one in REAL),
        *(ROOT / "tests/budgets/2025" / one for one in SYNTHETIC),
    ):
        shutil.copytree(folder, made / "budgets/2025" / folder.name)
    return made


@pytest.fixture
def kept(root: Path) -> Iterator[tuple[Path, Result]]:
    yield root, run(root, "2025", "2026", "--amounts", "保留")
    shutil.rmtree(root / "budgets/2026")


def test_every_text_is_in_the_new_budget_or_in_the_report(kept: tuple[Path, Result]) -> None:
    root, result = kept
    assert result.exit_code == 0
    for old in sorted((root / "budgets/2025").iterdir()):
        new = set(texts(root / "budgets/2026" / old.name))
        lost = [one for one in texts(old) if one not in new and one not in result.output]
        unfolded = [one for one in lost if one.replace(" ", "") not in "".join(result.output.split())]
        assert unfolded == []
        comments = [line[line.find("#") :] for path in files_of(old) for line in path.read_text("utf-8").splitlines()]
        after = "".join(path.read_text("utf-8") for path in files_of(root / "budgets/2026" / old.name))
        assert [one for one in comments if one not in after and one not in result.output] == []


def test_kept_budgets_compare_with_the_folder_beside_and_generate(kept: tuple[Path, Result]) -> None:
    root, _ = kept
    told = run(root, "--year", "2026", "--severity", "错误", command="check")
    assert told.exit_code == 0
    made = run(
        root, "207", "902", "--year", "2026", "-f", "html", "-j", "1", "-o", str(root / "out"), command="generate"
    )
    assert made.exit_code == 0, made.output


def test_emptied_amounts_are_all_told_by_check_and_nothing_is_generated(root: Path) -> None:
    try:
        assert run(root, "2025", "2026", "207").exit_code == 0
        told = run(root, "207", "--year", "2026", "-f", "json", command="check")
        assert told.exit_code == 1
        assert told.output.count('"S106"') == 46
        assert run(root, "207", "--year", "2026", "-o", str(root / "out2"), command="generate").exit_code == 1
        assert not (root / "out2").exists()
    finally:
        shutil.rmtree(root / "budgets/2026")


def test_a_second_run_changes_nothing_and_says_so(tmp_path: Path) -> None:
    add(tmp_path, 2025, "101")
    assert run(tmp_path, "2025", "2026", "101").exit_code == 0
    made = tmp_path / "budgets/2026/101-部门101/预算.yaml"
    made.write_text(made.read_text("utf-8") + "# 我的\n", "utf-8")
    add(tmp_path, 2025, "102")
    (tmp_path / "budgets/2026/102-改了名称的").mkdir()
    before = made.read_bytes()
    result = run(tmp_path, "2025", "2026")
    assert result.exit_code == 1
    assert "已有 2026/101-部门101，没有改动" in result.output
    assert "已有 2026/102-改了名称的" in result.output
    assert made.read_bytes() == before
    assert not (tmp_path / "budgets/2026/102-部门102").exists()


def test_one_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    add(tmp_path, 2025, "101", "原因: {[\n")
    add(tmp_path, 2025, "102").joinpath("照片.png").write_bytes(b"x")
    add(tmp_path, 2025, "103").joinpath("预算.yaml").write_text("年度: 2024\n", "utf-8")
    result = run(tmp_path, "2025", "2026")
    assert result.exit_code == 1
    assert "有写法错误" in result.output
    assert "里面写的年度是“2024”" in result.output
    assert "102-部门102/照片.png" not in result.output
    assert "照片.png" in result.output
    assert [one.name for one in (tmp_path / "budgets/2026").iterdir()] == ["102-部门102"]


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    add(tmp_path, 2025, "101")
    assert "可以建立 1 个 2026 年的预算" in run(tmp_path, "2025", "2026", "--dry-run").output
    assert not (tmp_path / "budgets/2026").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("2026", "2025"), "先写本年，再写下年"),
        (("2025", "350"), "--year"),
        (("2025", "全部"), "请写两个年度"),
        (("2025", "2026", "--drop", "没有的"), "没有叫“没有的”的项目"),
        (("2025", "2026", "999"), "没有找到预算"),
    ],
)
def test_wrong_use_is_told_and_writes_nothing(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    add(tmp_path, 2025, "101")
    result = run(tmp_path, *arguments)
    assert result.exit_code == 2
    assert said in result.output
    assert not (tmp_path / "budgets/2026").exists()


def test_a_unit_s_folder_and_a_year_between(tmp_path: Path) -> None:
    folder = add(tmp_path, 2025, "101") / "单位/101002-乙"
    folder.mkdir(parents=True)
    (folder / "预算.yaml").write_bytes("\ufeff单位: {编码: 101002, 名称: 乙}\r\n上年数: {支出总计: 1}\r\n".encode())
    result = run(tmp_path, "2025", "2027")
    assert result.exit_code == 0
    assert "旁边没有 2026 年的预算" in result.output
    made = tmp_path / "budgets/2027/101-部门101/单位/101002-乙/预算.yaml"
    assert made.read_bytes() == "单位: {编码: 101002, 名称: 乙}\r\n".encode()


def test_the_table_fits_80_columns_and_the_report_is_clean(tmp_path: Path) -> None:
    long = add(tmp_path, 2025, "101")
    long.rename(long.with_name("101-名称非常非常非常非常非常非常非常非常非常非常长的部门"))
    done = process("rollover", "2025", "2026", "--root", tmp_path)
    assert faults(done) == []
    lines = done.stdout.decode().splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("部门"))
    assert all(width(line) <= 80 for line in lines[start : start + 2])


def test_projects_are_left_out_and_counted(tmp_path: Path) -> None:
    text = "项目:\n  - {名称: 甲, 类别: 特定目标类, 支出: []}\n"
    text += "  - {名称: 乙, 类别: 特定目标类, 说明: {实施周期: 2024年}, 支出: []}\n"
    folder = add(tmp_path, 2025, "101")
    (folder / "项目.yaml").write_text(text, "utf-8")
    result = run(tmp_path, "2025", "2026", "--drop", "甲", "--drop-finished")
    assert result.exit_code == 0
    assert "没有转入的项目和它的采购（1 处）" in result.output
    assert not (tmp_path / "budgets/2026/101-部门101/项目.yaml").exists()
    assert "名称: 甲" in result.output
    assert "名称: 乙" in result.output


def test_a_disk_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(tmp_path, 2025, "101")

    def fails(folder: Path, files: object) -> None:
        raise NotWrittenError(28, "full", str(folder))

    monkeypatch.setattr(rollover, "make_folder", fails)
    result = run(tmp_path, "2025", "2026")
    assert result.exit_code == 3
    assert "写不了文件" in result.output
    assert "没有建立的 1 个" in result.output
