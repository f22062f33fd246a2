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
    assert "已写成 6 个 Word 文件" in output
    assert sorted(path.name for path in (root / "templates/hebei-word").iterdir()) == [
        "单位.docx", "口径.yaml", "名词解释.docx", "图.yaml", "图解.docx", "情况说明.docx", "样式.docx", "模板.yaml",
        "正文.docx", "表格.yaml", "预算公开表.docx",
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


@pytest.mark.parametrize(
    ("manifest", "encoding", "renamed"),
    [
        ("# 甲\n名称: 甲\n沿用: 河北\n", "gb18030", "# 甲\n名称: 甲-Word\n沿用: 河北\n"),
        ('"名称": 甲\n沿用: 河北\n', "utf-8-sig", '"名称": 甲-Word\n沿用: 河北\n'),
        ('沿用: 河北\r\n名称  : "甲" # 名称: 乙\r\n', "utf-8", "沿用: 河北\r\n名称  : 甲-Word # 名称: 乙\r\n"),
        ("{沿用: 河北, '名称': '甲'}\n", "utf-8", "{沿用: 河北, '名称': 甲-Word}\n"),
        ("{名称: 甲 , 沿用: 河北}\n", "utf-8", "{名称: 甲-Word , 沿用: 河北}\n"),
        ("沿用: 河北\n", "utf-16", "名称: jia-Word\n沿用: 河北\n"),
    ],
)
def test_the_copy_has_one_name_however_the_first_is_written(
    manifest: str, encoding: str, renamed: str, root: Path
) -> None:
    (root / "templates/jia").mkdir()
    (root / "templates/jia/模板.yaml").write_bytes(manifest.encode(encoding))
    code, output = run(root, "to-word", "甲" if "甲" in manifest else "jia")
    assert code == 0, output
    assert (root / "templates/jia-word/模板.yaml").read_bytes().decode("utf-8") == renamed


def test_the_name_may_stand_in_another_file(root: Path) -> None:
    (root / "templates/jia").mkdir()
    (root / "templates/jia/模板.yaml").write_text("沿用: 河北\n", "utf-8")
    (root / "templates/jia/别的.yaml").write_text("名称: 甲\n", "utf-8")
    assert run(root, "to-word", "甲")[0] == 0
    assert (root / "templates/jia-word/别的.yaml").read_text("utf-8") == "名称: 甲-Word\n"
    assert run(root, "check", "甲-Word") == (0, "没有发现问题。\n")


def test_a_pack_without_texts_in_jinja_is_told(root: Path) -> None:
    assert run(root, "to-word", "上海", "-o", str(root / "文字"))[0] == 0
    (pack,) = root.glob("templates/shanghai")
    for path in (root / "文字").iterdir():
        shutil.copy(path, pack / path.name)
        (pack / f"{path.stem}.jinja").unlink()
    code, output = run(root, "to-word", "上海")
    assert (code, "“上海”没有 .jinja 的文字可写。" in output) == (2, True)
