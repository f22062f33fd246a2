"""`budget template to-word`: a pack's texts as Word files, in a copy of the pack or in a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree("templates", tmp_path / "templates")
    (tmp_path / "budgets").mkdir()
    return tmp_path


def run(root: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["template", *arguments, "--root", str(root)])
    return result.exit_code, result.output


def test_a_copy_of_the_pack_has_its_texts_in_word_and_is_without_fault(root: Path) -> None:
    code, output = run(root, "to-word", "河北", "--year", "2025")
    assert code == 0, output
    assert "已写成 5 个 Word 文件" in output
    assert sorted(path.name for path in (root / "templates/hebei-word").iterdir()) == [
        "单位.docx", "口径.yaml", "名词解释.docx", "情况说明.docx", "样式.docx", "模板.yaml", "正文.docx", "表格.yaml",
        "预算公开表.docx",
    ]  # fmt: skip
    assert run(root, "check", "河北-Word") == (0, "没有发现问题。\n")
    assert run(root, "to-word", "河北", "--year", "2025")[0] == 2


def test_a_pack_that_inherits_its_texts_gets_them_all(root: Path) -> None:
    code, output = run(root, "to-word", "河北")
    assert code == 0, output
    assert (root / "templates/hebei-2026-word/正文.docx").is_file()
    assert run(root, "check", "河北-Word") == (0, "没有发现问题。\n")


def test_the_texts_alone_go_into_a_folder(root: Path) -> None:
    code, output = run(root, "to-word", "上海", "-o", str(root / "文字"))
    assert code == 0, output
    assert {path.suffix for path in (root / "文字").iterdir()} == {".docx"}
    for path in (root / "文字").iterdir():
        shutil.copy(path, root / "templates/shanghai" / path.name)
        (root / "templates/shanghai" / f"{path.stem}.jinja").unlink()
    assert run(root, "check", "上海") == (0, "没有发现问题。\n")
