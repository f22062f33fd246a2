"""`budget setup` changes nothing without --fix; with it, it mends this folder and keeps what others have set."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.base.terminal import width
from generator.cli import main
from generator.commands.setup import fonts_of, look, told
from generator.commands.workspace import Workspace
from generator.machine.machine import Looked, State
from tests.commands.process import ROOT, faults, process
from tests.machine.fakes import machine
from tests.packs import BUDGET, write_pack

needs_git = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
GIT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let git know nothing of the settings of whoever runs the tests."""
    for name, value in GIT.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "budgets").mkdir()
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    return tmp_path


def setup(root: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["setup", "--root", str(root), *more])


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@needs_git
def test_looking_changes_nothing_and_mending_does_what_it_said(root: Path) -> None:
    git(root, "init", "-q")
    before = files(root)
    looked = setup(root)
    assert looked.exit_code == 0, looked.output
    assert "budget setup --fix" in looked.output
    assert files(root) == before
    assert not (root / "out").exists()
    mended = setup(root, "--fix")
    assert mended.exit_code == 0, mended.output
    assert "budget setup --fix" not in mended.output
    assert (root / "out").is_dir()
    assert json.loads((root / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]
    assert git(root, "config", "core.quotepath").strip() == "false"
    assert (root / ".gitattributes").read_text("utf-8").count("diff=budget") == 4
    after = files(root)
    assert setup(root, "--fix").exit_code == 0
    assert files(root) == after


@needs_git
def test_what_others_have_set_is_kept(root: Path) -> None:
    git(root, "init", "-q")
    git(root, "config", "core.editor", "notepad")
    (root / ".gitattributes").write_text("*.docx diff=mine", "utf-8")
    (root / ".vscode").mkdir()
    (root / ".vscode/settings.json").write_text('{"editor.fontSize": 18}', "utf-8")
    assert setup(root, "--fix").exit_code == 0
    assert (root / ".gitattributes").read_text("utf-8") == (
        "*.docx diff=mine\n*.pdf diff=budget\n*.xlsx diff=budget\nbudgets/**/*.yaml diff=budget-yaml\n"
    )
    assert json.loads((root / ".vscode/settings.json").read_text("utf-8"))["editor.fontSize"] == 18
    assert git(root, "config", "core.editor").strip() == "notepad"


@needs_git
def test_files_that_cannot_be_merged_are_reported_and_left_alone(root: Path) -> None:
    git(root, "init", "-q")
    (root / ".vscode").mkdir()
    (root / ".vscode/settings.json").write_text("{ // 注\n}", "utf-8")
    attributes = "*.docx binary".encode("utf-16")
    (root / ".gitattributes").write_bytes(attributes)
    looked = setup(root)
    assert looked.exit_code == 0
    assert "不是纯 JSON" in looked.output
    mended = setup(root, "--fix")
    assert mended.exit_code == 1
    assert "请自行加入" in mended.output
    assert "不是 git 能读的文本" in mended.output
    assert (root / ".vscode/settings.json").read_text("utf-8") == "{ // 注\n}"
    assert (root / ".gitattributes").read_bytes() == attributes
    assert git(root, "config", "core.quotepath").strip() == "false"  # the rest is done all the same


@needs_git
def test_git_shows_the_words_that_changed_in_finished_files(root: Path) -> None:
    git(root, "init", "-q")
    assert setup(root, "--fix").exit_code == 0
    git(root, "config", "user.name", "甲")
    git(root, "config", "user.email", "a@example.com")
    write_pack(root / "templates", text="# {{ 主体 }}\n正文。")
    folder = root / "budgets/2025/350-测试部门"
    folder.mkdir(parents=True)
    for name in ("测试部门", "另一部门"):
        (folder / "预算.yaml").write_text(BUDGET.replace("测试部门", name), "utf-8")
        done = CliRunner().invoke(
            main, ["generate", "350", "-f", "docx,pdf,xlsx", "-o", str(root / "成品"), "--root", str(root)]
        )
        assert done.exit_code == 0, done.output
        for path in (root / "成品").rglob("*.*"):
            path.replace(root / f"成品{path.suffix}")
        git(root, "add", "-A")
        git(root, "commit", "-qm", name)
    for suffix in ("docx", "pdf", "xlsx"):
        shown = git(root, "diff", "HEAD~1", "--", f"成品.{suffix}")
        assert "--- a/成品" in shown
        assert any(line.startswith("+") and "另一部门" in line for line in shown.split("\n")), suffix


@needs_git
def test_a_finished_file_that_cannot_be_read_still_shows_that_it_changed(root: Path) -> None:
    git(root, "init", "-q")
    assert setup(root, "--fix").exit_code == 0
    git(root, "config", "user.name", "甲")
    git(root, "config", "user.email", "a@example.com")
    for data in (b"\0one", b"\0two"):
        (root / "坏.docx").write_bytes(data)
        git(root, "add", "坏.docx")
        git(root, "commit", "-qm", "x")
    assert git(root, "diff", "HEAD~1").count("\n+") == 2  # the name of the file, and its number


def test_outside_of_a_repository_the_rest_is_mended(root: Path) -> None:
    assert setup(root, "--fix").exit_code == 0
    assert (root / ".vscode/settings.json").is_file()
    assert not (root / ".gitattributes").exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="an administrator may write everywhere")
def test_a_folder_that_cannot_be_written_is_an_environment_fault(root: Path) -> None:
    (root / "budgets").chmod(0o500)
    assert setup(root).exit_code == 3


def test_what_stops_the_work_has_an_exit_code_of_its_own(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "generator.commands.setup.this_machine", lambda _encoding: machine(python=(3, 9, 0), encoding="utf-8")
    )
    done = setup(root)
    assert done.exit_code == 3
    assert "要改  Python" in done.output


def test_a_folder_that_cannot_be_made_is_said(root: Path) -> None:
    (root / "out").write_text("", "utf-8")
    done = setup(root, "--fix")
    assert "写不了文件" in done.output
    assert done.exit_code == 3  # nothing could be written there


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "cp1252"])
def test_it_is_short_lines_in_every_encoding_and_without_hidden_characters(root: Path, encoding: str) -> None:
    done = process("setup", "--root", root, PYTHONIOENCODING=encoding, **GIT)
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    text = done.stdout.decode(encoding)
    assert max(map(width, text.split("\n"))) <= 80 or str(root) in text
    if encoding == "utf-8":
        assert faults(done) == []


def test_a_command_to_type_is_never_broken() -> None:
    command = "git config --global --add safe.directory " + "/很长" * 20
    lines = told(Looked("git 仓库", "甲" * 60, State.WISH, (command,)))
    assert lines[-1].endswith(command)
    assert all(width(line) <= 80 for line in lines[:-1])
    sentence = told(Looked("git 仓库", "甲", State.WISH, ("乙" * 80 + "。",)))
    assert all(width(line) <= 80 for line in sentence)
    narrow = told(Looked("git 仓库", "甲" * 60, State.WISH), 50)
    assert len(narrow) > len(lines) - 1
    assert all(width(line) <= 50 for line in narrow)


def test_the_fonts_are_those_of_the_word_templates(root: Path) -> None:
    assert {"仿宋_GB2312", "方正小标宋简体", "黑体", "宋体"} <= set(fonts_of(root / "templates"))
    (root / "templates/hebei/样式.docx").write_bytes(b"PK broken")
    assert "黑体" in fonts_of(root / "templates")
    assert fonts_of(root / "没有") == ()


def test_windows_is_looked_at_in_whole(root: Path) -> None:
    on = machine(system="win32", encoding="cp936", code_page=936)
    looked = {one.subject: one for one in look(on, Workspace(root))}
    assert {"Python", "终端", "路径长度", "字体", "编辑器", "git", "办公软件"} <= set(looked)
    assert looked["git"].remedies == ("winget install Git.Git",)


def test_other_commands_load_nothing_of_it() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from generator.cli import main;"
        "CliRunner().invoke(main, ['explain', 'C101']);"
        "print([m for m in sys.modules if m.startswith('generator.machine') or m == 'generator.commands.setup'])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.split() == [b"[]"]


def test_a_file_with_a_schema_of_its_own_is_named(root: Path) -> None:
    folder = root / "budgets/2025/350-测试部门"
    folder.mkdir(parents=True)
    (folder / "预算.yaml").write_text(f"# yaml-language-server: $schema=x\n{BUDGET}", "utf-8")
    write_pack(root / "templates")
    done = setup(root, "--fix")
    assert done.exit_code == 0
    assert "离线补全已设好" in done.output
    assert "预算.yaml" in done.output
