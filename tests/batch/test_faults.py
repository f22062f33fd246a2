"""Faults of the machine, for real: the old file or the new one, never half; a Chinese message; exit code 3."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.commands.process import ROOT
from tests.commands.test_generate import make

unix = pytest.mark.skipif(os.name == "nt", reason="signals and mounts of Unix")
CODES = tuple(str(code) for code in range(101, 113))


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["generate", "--root", str(root), "-j", "1", *arguments])


def started(root: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "generator", "generate", "--root", str(root), *arguments]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen(
        command, cwd=ROOT, env=settings, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )


def outputs(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.*"))}


@pytest.fixture
def drive(tmp_path: Path) -> Iterator[Path]:
    """A small drive of its own, where this may be mounted."""
    folder = tmp_path / "盘"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", folder]
    if not mount or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=False)


def fill(path: Path) -> None:
    """Write until there is no room."""
    with path.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 1000)


@unix
def test_on_a_full_disk_the_old_files_stay(tmp_path: Path, drive: Path) -> None:
    make(tmp_path, "101")
    assert run(tmp_path, "-o", str(drive), "-f", "docx").exit_code == 0
    before = outputs(drive)
    with pytest.raises(OSError, match="space"):
        fill(drive / "满")
    result = run(tmp_path, "-o", str(drive), "--force")
    assert result.exit_code == 3
    assert "写不了文件" in result.stderr
    assert "磁盘" in result.stderr
    after = outputs(drive)
    assert {name: after[name] for name in before} == before
    assert not [name for name in after if ".budget-" in name]


@unix
def test_on_a_drive_that_is_read_only_the_old_files_stay(tmp_path: Path, drive: Path) -> None:
    make(tmp_path, "101")
    assert run(tmp_path, "-o", str(drive), "-f", "docx").exit_code == 0
    before = outputs(drive)
    subprocess.run(["mount", "-o", "remount,ro", drive], check=True)
    result = run(tmp_path, "-o", str(drive), "-f", "docx", "--force")
    assert (result.exit_code, outputs(drive)) == (3, before)
    assert "写不了文件" in result.stderr


@unix
def test_a_drive_that_is_gone_stops_nothing_but_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A network drive that went away answers every write with an error."""
    make(tmp_path, "101", "102")
    assert run(tmp_path).exit_code == 0
    before = outputs(tmp_path / "out")

    def gone(_descriptor: int) -> None:
        raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))

    monkeypatch.setattr(os, "fsync", gone)
    result = run(tmp_path, "--force")
    assert (result.exit_code, outputs(tmp_path / "out")) == (3, before)
    assert result.stderr.count("写不了文件") >= 2
    assert "Traceback" not in result.output


def test_where_nothing_can_be_remembered_it_is_told_and_the_documents_are_there(tmp_path: Path) -> None:
    make(tmp_path, "101")
    (tmp_path / ".budget").write_text("in the way", "utf-8")
    result = run(tmp_path)
    assert result.exit_code == 0
    assert "下一次会全部重新生成" in result.stderr
    assert len(outputs(tmp_path / "out")) == 3


def test_a_list_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    make(tmp_path, "101")
    (tmp_path / "out/2025/清单.json").mkdir(parents=True)
    result = run(tmp_path)
    assert result.exit_code == 3
    assert "清单.json" in result.stderr
    assert "没有生成：清单.json" in result.stdout, "the documents are told all the same"


@unix
def test_two_commands_at_once_lose_nothing(tmp_path: Path) -> None:
    make(tmp_path, *CODES[:4], units=True)
    assert run(tmp_path, "-o", str(tmp_path / "一个")).exit_code == 0
    shutil.rmtree(tmp_path / ".budget")
    both = [started(tmp_path, "-j", "1", *some) for some in ((), CODES[:3])]
    for one in both:
        said = one.communicate(timeout=200)
        assert one.returncode == 0, said
    assert outputs(tmp_path / "out") == outputs(tmp_path / "一个")
    assert "没有变化 12 个" in run(tmp_path).stdout or "没有变化 8 个" in run(tmp_path).stdout


@unix
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_leaves_whole_files_and_the_next_run_goes_on(tmp_path: Path, jobs: str) -> None:
    make(tmp_path, *CODES)
    process = started(tmp_path, "-j", jobs)
    for _ in range(600):
        if list((tmp_path / "out").rglob("*.docx")):
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=100)
    assert process.returncode == 3, said
    assert "已中断。" in said
    done = re.search(r"生成 (\d+) 个，没有生成 0 个，其余的没有做", said)
    assert done
    assert "Traceback" not in said
    assert not list(tmp_path.rglob(".budget-*"))
    result = run(tmp_path)
    assert result.exit_code == 0
    assert int(done[1]) <= result.stdout.count("没有变化 ") - 1 or int(done[1]) == 0
    again = run(tmp_path, "-o", str(tmp_path / "另外"))
    assert again.exit_code == 0
    assert outputs(tmp_path / "out") == outputs(tmp_path / "另外")


def test_no_clock_decides_what_has_changed(tmp_path: Path) -> None:
    """Inputs and outputs of equal size, with the times that they had: as after a clock went back, or a copy."""
    make(tmp_path, "101", "102")
    assert run(tmp_path).exit_code == 0
    first = outputs(tmp_path / "out")
    budget = tmp_path / "budgets/2025/101-部门101/预算.yaml"
    (file,) = (tmp_path / "out/2025").glob("102-*/*.docx")
    for path, change in (
        (budget, lambda data: data.replace("部门101".encode(), "部门甲".encode())),
        (file, lambda data: data[:-1] + bytes([data[-1] ^ 1])),
    ):
        found, data = path.stat(), path.read_bytes()
        path.write_bytes(change(data))
        os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert file.read_bytes() != first[file.relative_to(tmp_path / "out").as_posix()]
    result = run(tmp_path)
    assert result.exit_code == 0, result.output
    assert "没有变化 /" not in result.stdout
    assert file.read_bytes() == first[file.relative_to(tmp_path / "out").as_posix()]
