"""A file is replaced when the new one is whole, together with the others of its document, or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from generator.base import alone, files
from generator.base.files import (
    NotWrittenError,
    make_folder,
    problem,
    read_file,
    replace_file,
    replace_files,
    update_file,
)
from generator.base.reasons import reason

ROOT = Path(__file__).parents[2]
unix = pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes, modes and signals of this kind")

# Writes 甲 … 丙 anew until it is killed; after the first round it says so.
WRITER = """
import sys
from pathlib import Path
from generator.base.files import replace_files
folder, number = Path(sys.argv[1]), 0
while True:
    number += 1
    data = bytes([65 + number % 26]) * 300_000
    replace_files({folder / name: data for name in ("甲", "乙", "丙")})
    print(number, flush=True)
"""
# Stops for ever when the second file has been written beside.
STOPPED = """
import os, sys, time
from pathlib import Path
from generator.base.files import replace_files
folder, real, count = Path(sys.argv[1]), os.fsync, 0
def fsync(descriptor):
    global count
    count += 1
    real(descriptor)
    if count == 2:
        print("beside", flush=True)
        time.sleep(60)
os.fsync = fsync
replace_files({folder / name: b"new" for name in ("甲", "乙", "丙")})
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def process(program: str, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, str(folder)]
    started = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    assert started.stdout is not None
    assert started.stdout.readline()
    return started


@pytest.fixture
def stopped(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that is in the middle of writing in the folder, before it replaces anything."""
    for name in ("甲", "乙"):
        (tmp_path / name).write_bytes(b"old")
    started = process(STOPPED, tmp_path)
    yield started
    started.kill()
    started.wait()
    assert started.stdout is not None
    started.stdout.close()


def failing(number: int, code: int, real: Callable[..., object]) -> Callable[..., object]:
    """Let the call of this number fail."""
    calls = iter(range(1, 100))

    def call(*arguments: object) -> object:
        if next(calls) == number:
            raise OSError(code, os.strerror(code))
        return real(*arguments)

    return call


def test_who_reads_the_old_file_goes_on_reading_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "甲.pdf"
    path.write_bytes(b"old")
    with path.open("rb") as reader:
        if os.name == "nt":
            with pytest.raises(NotWrittenError):
                replace_file(path, b"new")
            return
        replace_file(path, b"new and longer")
        assert reader.read() == b"old"
    assert path.read_bytes() == b"new and longer"
    assert names(tmp_path) == ["甲.pdf"]


@unix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_permissions_of_the_old_file_are_kept(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "甲"
    path.write_bytes(b"old")
    path.chmod(mode)
    replace_file(path, b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", mode)


@unix
def test_what_is_private_is_private_before_it_has_contents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "甲"
    path.write_bytes(b"old")
    path.chmod(0o600)
    seen: list[tuple[int, int]] = []

    def chmod(beside: Path, mode: int) -> None:
        seen.append((mode, beside.stat().st_size))
        os.chmod(beside, mode)

    monkeypatch.setattr(Path, "chmod", chmod)
    replace_file(path, b"secret")
    assert seen == [(0o600, 0)]


@unix
def test_a_new_file_has_the_permissions_that_new_files_have(tmp_path: Path) -> None:
    replace_file(tmp_path / "甲", b"1")
    (tmp_path / "乙").write_bytes(b"1")
    assert (tmp_path / "甲").stat().st_mode == (tmp_path / "乙").stat().st_mode


def folder_in_the_way(path: Path) -> None:
    path.mkdir()


def broken_link(path: Path) -> None:
    path.symlink_to(path.parent / "没有")


def link_outside(path: Path) -> None:
    outside = path.parent.parent / "外面"
    outside.write_bytes(b"outside")
    path.symlink_to(outside)


def looping_link(path: Path) -> None:
    path.symlink_to(path.name)


def fifo(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/null")


OBSTACLES = {
    folder_in_the_way: "文件夹",
    broken_link: "链接",
    link_outside: "链接",
    looping_link: "链接",
    fifo: "管道",
    device: "链接",
}


@unix
@pytest.mark.parametrize("obstacle", OBSTACLES, ids=lambda one: one.__name__)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_whatever_stands_in_the_way_of_one_file_stops_all_and_nothing_is_changed(
    tmp_path: Path, obstacle: Callable[[Path], None], place: int
) -> None:
    folder = tmp_path / "出"
    folder.mkdir()
    paths = [folder / name for name in ("甲", "乙", "丙")]
    for path in paths:
        path.write_bytes(b"old")
    paths[place].unlink()
    obstacle(paths[place])
    kind = paths[place].lstat().st_mode
    with pytest.raises(NotWrittenError) as failure:
        replace_files(dict.fromkeys(paths, b"new"))
    assert failure.value.filename == str(paths[place])
    assert OBSTACLES[obstacle] in problem(failure.value)
    assert "原有的文件没有改动" in problem(failure.value)
    assert all(path.read_bytes() == b"old" for path in paths if path is not paths[place])
    assert paths[place].lstat().st_mode == kind
    assert names(folder) == sorted(path.name for path in paths)
    outside = tmp_path / "外面"
    assert not outside.exists() or outside.read_bytes() == b"outside"


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_full_disk_leaves_the_old_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: int
) -> None:
    paths = [tmp_path / name for name in ("甲", "乙", "丙")]
    for path in paths[:2]:
        path.write_bytes(b"old")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", failing(number, code, os.fsync))
        with pytest.raises(NotWrittenError, match=paths[number - 1].name) as failure:
            replace_files(dict.fromkeys(paths, b"new"))
    assert failure.value.errno == code
    assert [path.read_bytes() for path in paths[:2]] == [b"old", b"old"]
    assert names(tmp_path) == sorted(["甲", "乙"])


@unix
def test_a_real_limit_in_the_middle_of_a_file_leaves_the_old_one(tmp_path: Path) -> None:
    """The system itself stops the writing after 1,000 bytes, as a full disk does."""
    (tmp_path / "甲").write_bytes(b"old")
    program = (
        "import resource, sys; from pathlib import Path; from generator.base.files import problem, replace_file\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: replace_file(Path(sys.argv[1]) / '甲', b'x' * 100_000)\n"
        "except OSError as error: print(problem(error))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, capture_output=True, encoding="utf-8", check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.stdout == f"写不了文件“{tmp_path / '甲'}”：文件太大。原有的文件没有改动。\n"
    assert ((tmp_path / "甲").read_bytes(), names(tmp_path)) == (b"old", ["甲"])


@pytest.mark.parametrize("before", ["甲丙", "甲乙丙", ""])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_if_a_file_cannot_take_its_place_those_before_it_go_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, before: str
) -> None:
    """Such as a file that another program opens in that moment, on Windows."""
    paths = [tmp_path / name for name in ("甲", "乙", "丙")]
    for name in before:
        (tmp_path / name).write_bytes(b"old")
        (tmp_path / name).chmod(0o600)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", failing(number, errno.EACCES, Path.replace))
        with pytest.raises(NotWrittenError, match=paths[number - 1].name):
            replace_files(dict.fromkeys(paths, b"new"))
    assert names(tmp_path) == sorted(before)
    assert all((tmp_path / name).read_bytes() == b"old" for name in before)
    assert os.name == "nt" or all(stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600 for name in before)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_file_that_another_program_locks_is_known_before_anything_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """As Word and WPS lock what they have open."""
    paths = [tmp_path / name for name in ("甲", "乙", "丙")]
    for path in paths:
        path.write_bytes(b"old")
    real, replaced = Path.open, []

    def open_file(path: Path, mode: str) -> object:
        if path == paths[number - 1] and mode == "r+b":
            raise PermissionError(errno.EACCES, "locked")
        return real(path, mode)

    monkeypatch.setattr(Path, "open", open_file)
    monkeypatch.setattr(Path, "replace", lambda path, target: replaced.append(target))
    with pytest.raises(NotWrittenError, match=paths[number - 1].name) as failure:
        replace_files(dict.fromkeys(paths, b"new"))
    assert "Word、WPS" in problem(failure.value)
    assert replaced == []
    assert names(tmp_path) == sorted(["甲", "乙", "丙"])


@unix
def test_the_files_reach_the_disk_before_their_names_and_the_names_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    real_sync, real_replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        told.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        real_sync(descriptor)

    def replace(path: Path, target: Path) -> None:
        told.append("name")
        real_replace(path, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    replace_files({tmp_path / "甲": b"1", tmp_path / "乙": b"2"})
    assert told == ["file", "file", "name", "name", "folder"]


def test_the_same_where_the_file_system_has_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", failing(1, errno.EPERM, os.link))
    test_if_a_file_cannot_take_its_place_those_before_it_go_back(tmp_path, monkeypatch, 2, "甲乙丙")


@unix
@pytest.mark.parametrize("delay", [0, 0.002, 0.004, 0.008, 0.016, 0.03])
def test_a_killed_process_leaves_whole_files_and_the_next_run_removes_the_rest(tmp_path: Path, delay: float) -> None:
    started = process(WRITER, tmp_path)
    time.sleep(delay)
    started.kill()
    started.communicate()
    for name in ("甲", "乙", "丙"):
        data = (tmp_path / name).read_bytes()
        assert data == data[:1] * 300_000
    replace_file(tmp_path / "甲", b"1")
    assert names(tmp_path) == sorted(["甲", "乙", "丙"])


@unix
def test_what_a_killed_process_left_beside_is_removed_by_the_next_run(
    tmp_path: Path, stopped: subprocess.Popen[str]
) -> None:
    stopped.send_signal(signal.SIGKILL)
    stopped.wait()
    assert len(names(tmp_path)) > 2
    assert [(tmp_path / name).read_bytes() for name in ("甲", "乙")] == [b"old", b"old"]
    replace_file(tmp_path / "丁", b"1")
    assert names(tmp_path) == sorted(["甲", "乙", "丁"])


@unix
def test_what_a_living_process_has_beside_stays_and_nobody_waits_for_it_without_end(
    tmp_path: Path, stopped: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alone, "_TRIES", 2)
    before = names(tmp_path)
    with pytest.raises(NotWrittenError, match="甲") as failure:
        replace_file(tmp_path / "甲", b"1")
    assert "占用" in problem(failure.value)
    assert names(tmp_path) == before


def test_only_files_of_our_own_names_are_removed(tmp_path: Path) -> None:
    others = [".budget-1.tmp", "budget-0123456789abcdef.tmp", ".甲.tmp", ".budget-0123456789abcdef.tmp2"]
    for name in [*others, ".budget-0123456789abcdef.tmp", ".budget-0123456789abcdef-old.tmp"]:
        (tmp_path / name).write_bytes(b"1")
    replace_file(tmp_path / "甲", b"1")
    assert names(tmp_path) == sorted([*others, "甲"])


@unix
def test_a_folder_that_knows_no_holds_is_written_but_not_tidied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl  # noqa: PLC0415 not on Windows

    left = tmp_path / ".budget-0123456789abcdef.tmp"
    left.write_bytes(b"perhaps of a process on another machine")
    monkeypatch.setattr(fcntl, "flock", failing(1, errno.ENOLCK, fcntl.flock))
    replace_file(tmp_path / "甲", b"1")
    assert names(tmp_path) == sorted([left.name, "甲"])


def test_a_name_of_255_bytes_can_be_written(tmp_path: Path) -> None:
    name = "算" * 85
    assert len(name.encode()) == 255
    replace_files({tmp_path / name: b"1", tmp_path / "乙": b"2"})
    assert names(tmp_path) == sorted([name, "乙"])
    with pytest.raises(NotWrittenError) as failure:
        replace_file(tmp_path / f"{name}长", b"1")
    assert "太长" in problem(failure.value)


def test_a_name_that_the_system_cannot_write_is_no_crash(tmp_path: Path) -> None:
    for name in ("a\0b", "\ud800"):
        with pytest.raises(NotWrittenError) as failure:
            replace_file(tmp_path / name, b"1")
        assert "名称里有这个系统不认识的字符" in problem(failure.value)


def test_files_of_several_folders_are_written_together(tmp_path: Path) -> None:
    (tmp_path / "乙").write_bytes(b"")
    with pytest.raises(NotWrittenError, match="乙"):
        replace_files({tmp_path / "甲/1": b"1", tmp_path / "乙/1": b"1"}, make_folders=True)
    replace_files({tmp_path / "丙/1": b"1", tmp_path / "丁/2": b"2"}, make_folders=True)
    assert (tmp_path / "丙/1").read_bytes() + (tmp_path / "丁/2").read_bytes() == b"12"


def test_a_folder_is_made_with_all_its_files_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", failing(2, errno.ENOSPC, os.fsync))
        with pytest.raises(NotWrittenError, match="乙"):
            make_folder(tmp_path / "模板", {"甲": b"1", "乙": b"2"})
    assert names(tmp_path) == []
    make_folder(tmp_path / "模板", {"甲": b"1", "里/乙": b"2"})
    assert names(tmp_path / "模板") == sorted(["甲", "里"])
    with pytest.raises(NotWrittenError, match="模板") as failure:
        make_folder(tmp_path / "模板", {"丙": b"3"})
    assert "已经存在" in problem(failure.value)
    assert names(tmp_path / "模板") == sorted(["甲", "里"])


def test_a_folder_that_a_killed_run_left_half_made_is_removed(tmp_path: Path) -> None:
    left = tmp_path / ".budget-0123456789abcdef.tmp"
    left.mkdir()
    (left / "甲").write_bytes(b"1")
    make_folder(tmp_path / "模板", {"甲": b"1"})
    assert names(tmp_path) == ["模板"]


@unix
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道")
    (tmp_path / "夹").mkdir()
    (tmp_path / "断").symlink_to("没有")
    (tmp_path / "圈").symlink_to("圈")
    (tmp_path / "零").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening:
        os.chdir(tmp_path)  # the address of a socket is short
        try:
            listening.bind("套")
        finally:
            os.chdir(ROOT)
    said = {}
    for path in tmp_path.iterdir():
        with pytest.raises(OSError, match=r".") as failure:
            read_file(path, 100)
        said[path.name] = reason(failure.value)
    other = "这不是普通文件，而是管道、套接字或者设备"
    assert said == {
        "管道": other, "零": other, "套": other, "夹": "这是文件夹，不是文件",
        "断": "文件或文件夹不存在", "圈": "这是一个链接（快捷方式），或者链接绕成了圈",
    }  # fmt: skip


@unix
def test_a_fifo_that_takes_the_place_of_a_file_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look and the opening."""
    os.mkfifo(tmp_path / "甲")
    monkeypatch.setattr(files, "_require_file", lambda path, mode: None)
    assert read_file(tmp_path / "甲", 100) == b""


def test_a_file_is_read_up_to_a_size(tmp_path: Path) -> None:
    path = tmp_path / "甲"
    path.write_bytes(b"12345")
    assert read_file(path, 5) == b"12345"
    with pytest.raises(OSError, match="甲") as failure:
        read_file(path, 4)
    assert failure.value.errno == errno.EFBIG
    os.truncate(path, 2**42)  # more than any memory
    with pytest.raises(OSError, match="甲"):
        read_file(path, 4)


@pytest.mark.parametrize(
    ("code", "word"),
    [
        (errno.EACCES, "没有权限"),
        (errno.EPERM, "没有权限"),
        (errno.EROFS, "只读"),
        (errno.ENOSPC, "磁盘满了"),
        (errno.EDQUOT, "配额"),
        (errno.ENAMETOOLONG, "太长"),
        (errno.EISDIR, "是文件夹"),
        (errno.ENOTDIR, "不是文件夹"),
        (errno.ENOENT, "不存在"),
        (errno.EBUSY, "占用"),
        (errno.EIO, "磁盘读写出错"),
    ],
)
def test_every_usual_reason_is_said_in_chinese(code: int, word: str) -> None:
    assert word in reason(OSError(code, os.strerror(code)))
    assert word in problem(NotWrittenError(code, os.strerror(code), "甲"))


def test_what_windows_says_more_exactly_wins_and_what_nobody_knows_is_quoted() -> None:
    error = OSError(errno.EACCES, "in use", "甲")
    error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
    assert reason(error) == "文件正被 Word、WPS 等程序打开，请关闭后再试"
    assert reason(OSError(9999, "odd")) == "系统报告“odd”"
    assert reason(OSError("odd")) == "系统报告“odd”"


@unix
@pytest.mark.skipif(not Path("/sys").is_dir(), reason="needs a folder in which not even the superuser may write")
def test_a_folder_that_may_not_be_written_is_told() -> None:
    with pytest.raises(NotWrittenError) as failure:
        replace_file(Path("/sys/报告.txt"), b"1")
    assert problem(failure.value).startswith("写不了文件“/sys/报告.txt”：")
    assert "没有权限" in problem(failure.value)


@unix
def test_the_old_file_may_be_any_size_and_the_disk_is_not_needed_twice(tmp_path: Path) -> None:
    """The predecessor is kept by a second name, not copied, where the file system can do that."""
    paths = {tmp_path / name: b"new" for name in ("甲", "乙")}
    for path in paths:
        path.write_bytes(b"old")
    copied = shutil.copy2
    try:
        shutil.copy2 = None  # type: ignore[assignment]
        replace_files(paths)
    finally:
        shutil.copy2 = copied
    assert names(tmp_path) == sorted(["甲", "乙"])


def test_two_who_update_a_file_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a"

    def slowly(more: bytes, before: bytes | None) -> bytes:
        time.sleep(0.2)
        return (before or b"") + more

    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda more: update_file(path, 100, partial(slowly, more)), (b"1", b"2")))
    assert sorted(path.read_bytes()) == sorted(b"12")
