"""start.py prepares everything, with or without internet, and says in Chinese what stops it."""

from __future__ import annotations

import ast
import errno
import subprocess
import sys
import urllib.error
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import start

ROOT = Path(__file__).parent.parent


class Runs:
    """What was run instead of real programs, and what pip answers."""

    def __init__(self, code: int = 0, told: bytes = b"") -> None:
        self.commands: list[list[str]] = []
        self.code, self.told = code, told

    def __call__(self, command: Sequence[object], **_more: object) -> SimpleNamespace:
        self.commands.append([str(word) for word in command])
        return SimpleNamespace(returncode=self.code, stderr=self.told, stdout="")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let start.py lie in a folder of its own, with an environment that is made already."""
    (tmp_path / "pyproject.toml").write_text("", "utf-8")
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.touch()
    places = {"HERE": tmp_path, "ENVIRONMENT": tmp_path / ".venv", "WHEELS": tmp_path / "安装包", "PYTHON": python}
    for name, place in {**places, "STAMP": tmp_path / ".venv/installed.txt"}.items():
        monkeypatch.setattr(start, name, place)
    return tmp_path


def with_runs(monkeypatch: pytest.MonkeyPatch, runs: Runs) -> Runs:
    monkeypatch.setattr(subprocess, "run", runs)
    return runs


def add_wheels(home: Path) -> None:
    (home / "安装包").mkdir()
    with zipfile.ZipFile(home / "安装包/pip-99-py3-none-any.whl", "w") as archive:
        archive.writestr("pip/__init__.py", "")


def test_an_old_python_is_told_so() -> None:
    code = "import sys, runpy; sys.version_info = (3, 6, 15); runpy.run_path('start.py', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 3
    assert "需要 Python 3.11 或更新的版本" in done.stderr.decode("utf-8")
    assert done.stdout == b""


def test_an_old_python_can_read_start_py() -> None:
    tree = ast.parse((ROOT / "start.py").read_text("utf-8"), feature_version=(3, 6))
    assert "__future__" not in {node.module for node in tree.body if isinstance(node, ast.ImportFrom)}
    check = next(at for at, node in enumerate(tree.body) if isinstance(node, ast.If))
    assert not any(isinstance(node, ast.FunctionDef) for node in tree.body[:check])


def test_libraries_come_from_the_bundle_that_lies_beside(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = with_runs(monkeypatch, Runs())
    start.prepare(start.EXTRAS)
    assert "--no-index" not in runs.commands[0]
    add_wheels(home)
    (home / ".venv/installed.txt").unlink()
    runs.commands.clear()
    start.prepare(start.EXTRAS)
    assert "--no-index" in runs.commands[0]
    assert runs.commands[0][runs.commands[0].index("--find-links") + 1] == str(home / "安装包")
    runs.commands.clear()
    start.prepare(start.EXTRAS)
    assert runs.commands == []  # it is done, and nothing changed
    start.prepare("test")
    assert "--no-index" not in runs.commands[0]  # the bundle has no tools of the tests


def test_an_environment_that_was_moved_or_lost_its_python_is_prepared_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = with_runs(monkeypatch, Runs())
    start.prepare(start.EXTRAS)
    before = start.state(start.EXTRAS)
    monkeypatch.setattr(start, "HERE", home / "别处")
    (home / "别处").mkdir()
    (home / "别处/pyproject.toml").write_text("", "utf-8")
    assert start.state(start.EXTRAS) != before
    monkeypatch.setattr(start, "HERE", home)
    (home / ".venv/bin/python").unlink()
    made: list[bool] = []
    monkeypatch.setattr(start, "create", lambda: made.append(True))
    runs.commands.clear()
    start.prepare(start.EXTRAS)
    assert made
    assert runs.commands


OFFLINE = b"WARNING: Retrying (Retry(total=1)) after connection broken by 'NewConnectionError'\nERROR: No matching"


@pytest.mark.parametrize(
    ("told", "wheels", "said"),
    [
        (OFFLINE, False, "上不了网"),
        (b"ProxyError('Cannot connect to proxy.')", False, "HTTPS_PROXY"),
        (b"ERROR: No matching distribution found for lxml>=5.0", True, "说明.txt"),
        (b"OSError: [Errno 28] No space left on device", True, "磁盘满了"),
        (b"ERROR: something else", True, "pip 报告：\nERROR: something else"),
    ],
)
def test_what_pip_could_not_do_is_said_in_chinese(
    told: bytes,
    wheels: bool,
    said: str,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if wheels:
        add_wheels(home)
    with_runs(monkeypatch, Runs(1, told))
    assert start.main(["check"]) == 3
    assert said in capsys.readouterr().err
    assert not (home / ".venv/installed.txt").exists()


def without_ensurepip(_folder: Path, *, with_pip: bool, clear: bool) -> None:
    if with_pip and clear:
        raise subprocess.CalledProcessError(1, ["ensurepip"])


def unreachable(*_words: object, **_more: object) -> Any:
    raise urllib.error.URLError("Temporary failure in name resolution")


def test_without_pip_and_internet_the_package_of_the_system_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / ".venv/bin/python").unlink()
    monkeypatch.setattr(venv, "create", without_ensurepip)
    monkeypatch.setattr(start.urllib.request, "urlopen", unreachable)
    assert start.main(["check"]) == 3
    told = capsys.readouterr().err
    assert "sudo apt install python3-venv" in told
    assert "离线安装" in told
    assert not (home / ".venv").exists()  # half an environment would hinder the next run


def test_without_pip_the_one_of_the_bundle_is_unpacked(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_wheels(home)
    monkeypatch.setattr(venv, "create", without_ensurepip)
    monkeypatch.setattr(start.urllib.request, "urlopen", unreachable)
    runs = with_runs(monkeypatch, Runs())
    monkeypatch.chdir(home)
    start.create()
    assert (home / "pip/__init__.py").is_file()  # where the environment says that libraries lie: here nowhere
    assert len(runs.commands) == 1


def test_a_python_without_venv_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "venv", None)
    with pytest.raises(start.SetupError, match="python3-venv"):
        start.create()


def test_a_folder_that_cannot_be_written_is_said(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(home / ".venv"))

    (home / ".venv/bin/python").unlink()
    monkeypatch.setattr(start, "create", refuse)
    assert start.main(["check"]) == 3
    told = capsys.readouterr().err
    assert "没有权限" in told
    assert str(home / ".venv") in told
