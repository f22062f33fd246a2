"""Consoles: any encoding, no colour where it is not wanted, readers that go away, disks that are full."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.process import BUDGET, ROOT, process
from tests.packs import write_pack

COMMAND = f"{shlex.quote(sys.executable)} -m generator"
in_a_shell = pytest.mark.skipif(os.name == "nt", reason="pipes and devices of a POSIX shell")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root whose budget has characters that GBK lacks in its name and a finding about some."""
    root = tmp_path_factory.mktemp("console")
    folder = root / "budgets" / "2025" / "350-测试䶮村"
    folder.mkdir(parents=True)
    (folder / "a.yaml").write_text(BUDGET.replace("科技局", "测试䶮村") + "测试䶮😀é¥: 1\n", "utf-8")
    write_pack(root / "templates", text="# {{ 主体 }}\n正文。")
    return root


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "测试䶮😀é¥"),
        ("gb18030", "测试䶮😀é¥"),
        ("gbk", "测试〓〓é￥"),
        ("cp936", "测试〓〓é￥"),
        ("gb2312", "测试〓〓é￥"),
        ("latin-1", "????é¥"),
    ],
)
@pytest.mark.parametrize("style", ["text", "concise"])
def test_only_what_the_encoding_lacks_is_replaced(encoding: str, shown: str, style: str, root: Path) -> None:
    done = process("check", "-f", style, "--root", root, PYTHONIOENCODING=encoding)
    assert done.returncode == 1
    assert done.stderr == b""
    assert shown in done.stdout.decode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "cp1252", "ascii"])
@pytest.mark.parametrize("style", ["json", "github", "sarif", "junit", "text", "concise"])
def test_a_report_file_and_what_programs_read_is_utf_8_in_every_console(
    encoding: str, style: str, root: Path, tmp_path: Path
) -> None:
    done = process("check", "-f", style, "--root", root, "-o", tmp_path / "a", PYTHONIOENCODING=encoding)
    assert done.returncode == 1
    assert "测试䶮😀é¥" in (tmp_path / "a").read_text("utf-8")
    if style in ("json", "sarif", "junit"):
        printed = process("check", "-f", style, "--root", root, PYTHONIOENCODING=encoding)
        assert printed.stdout == (tmp_path / "a").read_bytes()


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8"])
def test_the_sign_of_money_in_a_gbk_file_is_never_a_question_mark(encoding: str, tmp_path: Path) -> None:
    folder = tmp_path / "budgets" / "2025" / "350-科技局"
    folder.mkdir(parents=True)
    line = "收入: [{科目: 2060101, 资金性质: 其他收入, 金额: ¥860•000.00}]\n"
    (folder / "a.yaml").write_text(BUDGET + line, "gb18030")  # that has U+00A5, and GBK has not
    write_pack(tmp_path / "templates", text="# {{ 主体 }}\n正文。")
    said = process("check", "--root", tmp_path, PYTHONIOENCODING=encoding).stdout.decode(encoding)
    assert ("￥860·000.00" if encoding == "gbk" else "¥860•000.00") in said


def test_the_path_of_what_was_generated_can_be_copied(root: Path, tmp_path: Path) -> None:
    source = root / "budgets" / "2025" / "350-测试䶮村" / "a.yaml"
    other = tmp_path / "budgets" / "2025" / "350-测试䶮村"
    other.mkdir(parents=True)
    (other / "a.yaml").write_text(source.read_text("utf-8").replace("测试䶮😀é¥: 1\n", ""), "utf-8")
    write_pack(tmp_path / "templates", text="# {{ 主体 }}\n正文。")
    shown = process("generate", "--root", tmp_path, "-f", "docx", cwd=tmp_path, PYTHONPATH=str(ROOT)).stdout.decode()
    (file,) = (tmp_path / "out").glob("*/350-*/*.docx")
    assert f"已生成 {file.relative_to(tmp_path).as_posix()}" in shown.splitlines()
    assert "䶮" in file.name
    again = process("generate", "--force", "--root", tmp_path, "-f", "docx", cwd=tmp_path, PYTHONIOENCODING="gbk")
    assert again.returncode == 0
    assert "测试〓村" in again.stdout.decode("gbk")


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of bash; the exit codes of its pipe are its last line."""
    script = f"{command}\necho ${{PIPESTATUS[@]}}"
    settings = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(["bash", "-c", script], cwd=ROOT, env=settings, capture_output=True, text=True, check=False)


@in_a_shell
@pytest.mark.parametrize("command", ["check 350", "check 350 -f json", "check 999", "explain --all", "--help"])
@pytest.mark.parametrize("pipe", ["| head -1", "2>&1 | head -1", "| true", "2>&1 | true", ">&-", "2>&-", ">&- 2>&-"])
def test_a_reader_that_goes_away_brings_no_traceback(command: str, pipe: str) -> None:
    done = shell(f"{COMMAND} {command} {pipe}")
    assert "Traceback" not in done.stdout + done.stderr
    assert "Exception ignored" not in done.stderr
    assert "程序内部出错" not in done.stdout + done.stderr
    assert "失败" not in done.stderr.replace("文件读写失败：" if "&-" in pipe else "", "")
    assert int(done.stdout.split("\n")[-2].split()[0]) in (0, 1, 2, 3, 141)


@in_a_shell
@pytest.mark.parametrize("command", ["explain --all", "--help", "check --help", "generate 350 -o OUT -f html"])
def test_a_reader_that_left_is_no_error_of_a_budget(command: str, tmp_path: Path) -> None:
    done = shell(f"{COMMAND} {command.replace('OUT', str(tmp_path))} | true")
    assert done.stdout.split() == ["141", "0"]
    assert "失败" not in done.stderr


@in_a_shell
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_a_full_disk_is_told_in_chinese() -> None:
    done = shell(f"{COMMAND} check 350 >/dev/full")
    assert "磁盘满了" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert done.stdout.split() == ["3"]
    assert shell(f"{COMMAND} check 350 -o /dev/full").stdout.split()[-1] == "3"
    assert shell(f"{COMMAND} check 999 2>/dev/full").stdout.split() == ["3"]


def test_colour_is_for_terminals_that_know_it() -> None:
    assert b"\x1b[" in process("check", "350", FORCE_COLOR="1").stdout
    assert b"\x1b[" not in process("check", "350").stdout
    assert b"\x1b[" not in process("check", "350", FORCE_COLOR="1", NO_COLOR="1").stdout


@in_a_shell
@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False), ({"TERM": "xterm", "NO_COLOR": "1"}, False)],
)
def test_a_terminal_gets_colour_unless_it_is_dumb_or_none_is_wanted(
    environment: dict[str, str], coloured: bool, root: Path
) -> None:
    import pty  # noqa: PLC0415 not on Windows

    settings = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "NO_COLOR")}
    reader, terminal = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "generator", "check", "--root", root],
        cwd=ROOT, env={**settings, **environment}, stdout=terminal, stderr=terminal,
    )  # fmt: skip
    os.close(terminal)
    shown = b""
    try:
        while part := os.read(reader, 65536):
            shown += part
    except OSError:  # how a pseudo-terminal says that it was closed
        pass
    os.close(reader)
    assert child.wait() == 1
    assert (b"\x1b[" in shown) is coloured
