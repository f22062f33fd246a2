"""`budget serve`: what it says, what it needs, and how it ends."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.commands.serve import books
from generator.commands.workspace import Workspace

ROOT = Path(__file__).parents[2]


def test_without_its_libraries_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    result = CliRunner().invoke(main, ["serve", "--no-browser"])
    assert result.exit_code == 3
    assert 'pip install "budget-disclosure[serve]"' in result.stderr


def test_a_port_that_is_in_use_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["serve", "--no-browser", "--port", str(port), "--root", str(ROOT)])
    assert result.exit_code == 3
    assert f"端口 {port} 已经有程序在用" in result.stderr


def test_without_a_budget_it_says_so_and_ends(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["serve", "--no-browser", "--root", str(tmp_path)])
    assert result.exit_code == 2
    assert "没有找到预算" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent otherwise there")
def test_it_shows_its_address_answers_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    (tmp_path / "budgets/2025/351-甲局").mkdir(parents=True)
    (tmp_path / "budgets/2025/351-甲局/一.yaml").write_text("年度: 2025\n", "utf-8")
    command = [sys.executable, "-m", "generator", "serve", "--no-browser", "--root", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        (address,) = re.findall(r"http://127\.0\.0\.1:\d+/\S+/", run.stdout.readline())
        with urllib.request.urlopen(address) as answer:  # noqa: S310 an address of this machine
            assert "甲局" in answer.read().decode()
        run.send_signal(signal.SIGINT)
        assert run.wait(60) == 0
        assert run.stdout.read().rstrip().endswith("已结束。")
        assert run.stderr.read() == ""


def test_budgets_are_named_from_the_folder_of_the_year_and_the_newest_come_first(tmp_path: Path) -> None:
    for name in ("2024/351-甲局", "2025/352-乙局", "2025/351-甲局"):
        (tmp_path / "budgets" / name).mkdir(parents=True)
        (tmp_path / "budgets" / name / "一.yaml").write_text("年度: 2025\n", "utf-8")
    assert [one.name for one in books(Workspace(tmp_path))] == ["2025/351-甲局", "2025/352-乙局", "2024/351-甲局"]
    assert books(Workspace(tmp_path / "nothing")) == ()
