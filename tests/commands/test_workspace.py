"""What lies where budgets and packs lie: each budget is found, and what cannot be looked into is told."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.commands.test_generate import make
from tests.reading.test_folder import (
    bound_socket,
    broken_link,
    closed,
    endless_device,
    fifo,
    looping_link,
)

unix = pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes, and links only for some")
ODD = [broken_link, looping_link, fifo, bound_socket, endless_device]


def check(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", "-f", "concise", "--root", str(root), *arguments])


@unix
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", ["budgets/2025/102-乙", "budgets/2024"])
def test_what_is_no_folder_is_told_and_the_others_are_checked(
    tmp_path: Path, odd: Callable[[Path], None], name: str
) -> None:
    make(tmp_path, "101")
    odd(tmp_path / name)
    result = check(tmp_path)
    assert result.exit_code == 1
    assert [line for line in result.output.splitlines() if "错误" in line] == [
        f"{name}: 错误 B101 这不是文件夹，或者是断了的链接。"
    ]


@pytest.mark.parametrize("name", ["budgets/2025/102-乙", "budgets/2024"])
def test_a_folder_that_may_not_be_looked_into_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    make(tmp_path, "101")
    (tmp_path / name).mkdir()
    closed(monkeypatch, tmp_path / name)
    result = check(tmp_path)
    assert result.exit_code == 1
    assert f"{name}: 错误 Y101 读不了：没有权限" in result.output
    assert "102-乙" not in check(tmp_path, "101").output


def test_a_folder_of_all_budgets_that_may_not_be_looked_into_is_a_matter_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "101")
    closed(monkeypatch, tmp_path / "budgets")
    result = check(tmp_path)
    assert result.exit_code == 3
    assert "没有权限" in result.output


def test_a_folder_that_is_called_yaml_or_holds_only_hidden_yaml_is_not_skipped(tmp_path: Path) -> None:
    make(tmp_path, "101")
    (tmp_path / "budgets/2025/102-乙/x.yaml").mkdir(parents=True)
    hidden = tmp_path / "budgets/2025/103-丙/..yaml"
    hidden.parent.mkdir()
    hidden.write_text("年度: 2025", "utf-8")
    said = check(tmp_path).output
    assert "102-乙/x.yaml: 错误 Y101 读不了：这是文件夹，不是文件。" in said
    assert "103-丙/..yaml: 警告 B103 " in said


def test_files_and_folders_without_budgets_are_skipped(tmp_path: Path) -> None:
    make(tmp_path, "101")
    for name in ("README.md", "2025/README.md", "2025/.DS_Store"):
        (tmp_path / "budgets" / name).write_text("", "utf-8")
    (tmp_path / "budgets/2025/附件").mkdir()
    before = check(tmp_path, "101")
    assert check(tmp_path).output == before.output


@unix
@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_pack_is_told_and_the_others_are_used(tmp_path: Path, odd: Callable[[Path], None]) -> None:
    make(tmp_path, "101")
    odd(tmp_path / "templates/坏")
    result = check(tmp_path)
    assert result.exit_code == 0
    assert "templates/坏: 警告 P103 templates/坏 没有读入：" in result.output
    code = CliRunner().invoke(main, ["template", "check", "--root", str(tmp_path)])
    assert code.exit_code == 1
    assert "templates/坏: 错误 Y101" in code.output


def test_a_pack_that_may_not_be_looked_into_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "101")
    (tmp_path / "templates/坏").mkdir()
    closed(monkeypatch, tmp_path / "templates/坏")
    result = check(tmp_path)
    assert result.exit_code == 0
    assert "警告 P103 templates/坏 没有读入：读不了：没有权限" in result.output


@unix
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", ["模板.yaml", "表.yaml", "正文.jinja", "另.jinja", "样式.docx"])
def test_what_is_no_file_in_the_pack_of_a_budget_is_an_error(
    tmp_path: Path, odd: Callable[[Path], None], name: str
) -> None:
    make(tmp_path, "101")
    shutil.rmtree(tmp_path / "templates/别的", ignore_errors=True)
    path = tmp_path / "templates/测试" / name
    path.unlink(missing_ok=True)
    odd(path)
    result = check(tmp_path)
    assert result.exit_code == 1
    assert f"templates/测试/{name}: 错误 Y101 " in result.output


def test_a_pack_whose_first_file_is_broken_is_told_and_another_is_used(tmp_path: Path) -> None:
    make(tmp_path, "101")
    shutil.copytree(tmp_path / "templates/测试", tmp_path / "templates/坏")
    (tmp_path / "templates/坏/模板.yaml").write_text("名称: [", "utf-8")
    result = check(tmp_path)
    assert result.exit_code == 0
    assert "警告 P103 templates/坏 没有读入：" in result.output
    (tmp_path / "templates/坏/模板.yaml").write_text("名称: 坏\n", "utf-8")
    (tmp_path / "templates/坏/表.yaml").write_text("表: [", "utf-8")
    assert "templates/坏" not in check(tmp_path).output


def test_what_editors_lay_beside_the_files_of_a_pack_is_not_read(tmp_path: Path) -> None:
    make(tmp_path, "101")
    for name in ("._模板.yaml", "._正文.jinja", ".#正文.jinja"):
        (tmp_path / "templates/测试" / name).write_bytes(b"\0")
    assert check(tmp_path).exit_code == 0
