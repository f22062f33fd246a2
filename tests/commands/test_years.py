"""Several years and several folders in one repository: which budget is meant, and which must not be written."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.commands.workspace import Workspace
from tests.commands.test_generate import ALONE, make
from tests.counting import at_most
from tests.packs import BUDGET


def run(command: str, root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [command, "--root", str(root), *arguments])


def add(root: Path, year: int, code: str, more: str = "") -> Path:
    """Add a budget of a year and a code."""
    if not (root / "templates").exists():
        make(root)
    folder = root / f"budgets/{year}/{code}-部门{code}"
    folder.mkdir(parents=True)
    text = (
        BUDGET.replace('"350"', f'"{code}"')
        .replace("测试部门", f"部门{code}")
        .replace("2025", str(year))
        .replace(*ALONE)
    )
    (folder / "预算.yaml").write_text(text + more, "utf-8")
    return folder


def written(root: Path) -> set[str]:
    return {path.relative_to(root / "out").as_posix() for path in (root / "out").glob("*/*-*")}


@pytest.fixture
def years(tmp_path: Path) -> Path:
    """101 of 2024 and 2025, 102 of 2024 only, 103 of 2025, which was 104 in 2024."""
    add(tmp_path, 2024, "101")
    add(tmp_path, 2025, "101")
    add(tmp_path, 2024, "102")
    add(tmp_path, 2025, "103", '上年编码: "104"\n')
    add(tmp_path, 2024, "104")
    return tmp_path


def test_plain_commands_mean_the_newest_year_of_each_department(years: Path) -> None:
    result = run("generate", years, "-f", "html", "-j", "1")
    assert result.exit_code == 0, result.output
    assert written(years) == {"2025/101-部门101", "2025/103-部门103", "2024/102-部门102"}
    assert "101 用的是 2025 年的预算，还有 2024 年的：用 --year 选择。" in result.stderr


def test_a_year_chooses_and_a_path_names_itself(years: Path) -> None:
    assert run("generate", years, "101", "-f", "html", "--year", "2024").exit_code == 0
    assert written(years) == {"2024/101-部门101"}
    shutil.rmtree(years / "out")
    result = run("generate", years, str(years / "budgets/2024/101-部门101"), "-f", "html")
    assert (result.exit_code, result.stderr.count("--year")) == (0, 0)
    assert written(years) == {"2024/101-部门101"}
    shutil.rmtree(years / "out")
    assert run("generate", years, "-f", "html", "--year", "全部", "-j", "1").exit_code == 0
    assert len(written(years)) == 5
    result = run("check", years, "101", "--year", "2023")
    assert result.exit_code == 2
    assert "“101”没有 2023 年的预算，有 2024、2025 年的。" in result.stderr
    assert "写的是“今年”" in run("check", years, "--year", "今年").stderr
    assert "没有 2023 年的预算" in run("verify", years, "--year", "2023").stderr


def test_what_years_there_are_is_found_in_one_pass_over_the_folders(tmp_path: Path) -> None:
    for year in (2024, 2025):
        for code in range(101, 301):
            folder = tmp_path / f"budgets/{year}/{code}-部门{code}"
            folder.mkdir(parents=True)
            (folder / "预算.yaml").touch()
    workspace = Workspace(tmp_path)
    chosen = workspace.find(())
    with at_most(300_000):  # most of them list the folders; a pass for each department takes 2,000,000
        left = workspace.left_out(chosen)
    assert left == {str(code): ("2024",) for code in range(101, 301)}


def test_where_no_department_is_named_by_its_code_no_other_year_is_looked_for(
    years: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Workspace, "left_out", lambda *_: pytest.fail("looked for"))
    assert run("check", years, str(years / "budgets/2024/101-部门101")).exit_code == 0


def test_a_folder_of_no_year_is_not_asked_for_its_year(years: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(years / "budgets/2024/101-部门101", years / "收到的/101")
    monkeypatch.chdir(years / "收到的")
    result = run("check", years, "101")
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.skipif(os.name == "nt", reason="Windows has links only for some")
def test_a_broken_link_in_the_place_of_a_year_is_no_year(years: Path) -> None:
    (years / "budgets/2022").symlink_to(years / "没有")
    assert "没有 2023 年的预算，有 2024、2025 年的。" in run("check", years, "--year", "2023").stderr
    shutil.rmtree(years / "budgets/2024")
    shutil.rmtree(years / "budgets/2025")
    assert run("check", years, "--year", "2023").stderr.startswith("没有 2023 年的预算。\n")
    assert "2022: 错误 B101" in run("check", years, "--year", "2022", "-f", "concise").stdout


@pytest.mark.parametrize("command", ["check", "fix", "trace", "verify"])
def test_every_command_takes_the_newest_year_and_another_on_demand(years: Path, command: str) -> None:
    run("generate", years, "101", "-f", "docx", "--year", "全部")
    for year, arguments in (("2025", ()), ("2024", ("--year", "2024"))):
        budget = years / f"budgets/{year}/101-部门101/预算.yaml"
        whole = budget.read_text("utf-8")
        if command in ("check", "fix"):
            budget.write_text(whole + "机构设置说明： 无\n", "utf-8")
        figure = ("0.10",) if command == "trace" else ()
        found = run(command, years, "101", *figure, *arguments, *(("--diff",) if command == "fix" else ()))
        assert f"{year}/101-部门101" in found.stdout
        budget.write_text(whole, "utf-8")


def test_verify_finds_the_year_of_a_finished_file_by_its_folder(years: Path) -> None:
    run("generate", years, "101", "-f", "docx", "--year", "全部")
    for year in ("2024", "2025"):
        (file,) = (years / f"out/{year}").rglob("*.docx")
        result = run("verify", years, str(file))
        assert (result.exit_code, "一致" in result.stdout) == (0, True), result.output


@pytest.mark.parametrize("command", ["check", "generate"])
@pytest.mark.parametrize("name", ["101-部门101 - 副本", "101-部门101(1)", "101-新版"])
def test_two_budgets_for_one_file_stop_before_anything_is_written(tmp_path: Path, command: str, name: str) -> None:
    folder = add(tmp_path, 2025, "101")
    add(tmp_path, 2025, "102")
    shutil.copytree(folder, folder.with_name(name))
    result = run(command, tmp_path, *(("-f", "html") if command == "generate" else ()))
    assert result.exit_code == 1
    assert result.output.count("错误 B109 两个预算写同一个文件") == 2
    if command == "generate":
        assert written(tmp_path) == {"2025/102-部门102"}
        result = run("generate", tmp_path, str(folder), "-f", "html")  # also where only one of them is named
        assert (result.exit_code, "B109" in result.stderr) == (1, True)
        assert written(tmp_path) == {"2025/102-部门102"}


def test_budgets_elsewhere_are_compared_by_what_is_written_in_them(tmp_path: Path) -> None:
    folder = add(tmp_path, 2025, "101")
    shutil.copytree(folder, tmp_path / "收到的")
    result = run("generate", tmp_path, str(folder), str(tmp_path / "收到的"), "-f", "html")
    assert result.exit_code == 1
    assert not (tmp_path / "out").exists()
    assert run("generate", tmp_path, str(tmp_path / "收到的"), "-f", "html").exit_code == 0


def test_the_same_code_of_two_departments_is_no_clash(tmp_path: Path) -> None:
    folder = add(tmp_path, 2025, "101")
    other = folder.with_name("101-邻县的局")
    shutil.copytree(folder, other)
    file = other / "预算.yaml"
    file.write_text(file.read_text("utf-8").replace("名称: 部门101", "名称: 邻县的局"), "utf-8")
    assert run("generate", tmp_path, "-f", "html").exit_code == 0
    assert written(tmp_path) == {"2025/101-部门101", "2025/101-邻县的局"}
    result = run("trace", tmp_path, "101", "0.10")
    assert result.exit_code == 2
    assert "“101”有几个预算" in result.stderr


@pytest.mark.parametrize("command", ["check", "generate"])
def test_a_folder_of_another_year_stops_before_anything_is_written(tmp_path: Path, command: str) -> None:
    folder = add(tmp_path, 2025, "101")
    shutil.copytree(folder, tmp_path / "budgets/2026/101-部门101")
    result = run(command, tmp_path, "101")
    assert result.exit_code == 1
    assert "B106" in result.output
    assert not (tmp_path / "out").exists()
