"""What lies in the folder of a budget is read, or it is reported: nothing is waited for, nothing is missed silently."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.facts.build import load
from generator.reading.fix import fix_folder
from generator.reading.folder import sources
from tests.facts.test_build import BASE, ONE_UNIT, write

DEEP = 1500
unix = pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes, and links only for some")


def found(folder: Path) -> list[tuple[str, str, str]]:
    """Code, place and message of everything that is found when a folder is loaded."""
    findings = load(folder, shown_as="b")[1]
    return [(one.code, str(one.place), one.message) for one in findings]


def budget(folder: Path) -> Path:
    return write(folder, {"a.yaml": BASE + ONE_UNIT})


def broken_link(path: Path) -> None:
    path.symlink_to("没有")


def looping_link(path: Path) -> None:
    path.symlink_to(path.name)


def fifo(path: Path) -> None:
    os.mkfifo(path)


def endless_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def bound_socket(path: Path) -> None:
    before = Path.cwd()
    os.chdir(path.parent)  # the address of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(path.name)
    finally:
        os.chdir(before)


def a_folder(path: Path) -> None:
    path.mkdir()


OTHER = "读不了：这不是普通文件，而是管道、套接字或者设备。"
ODD: dict[Callable[[Path], None], str] = {
    broken_link: "链接指向的文件不存在。",
    looping_link: "读不了：这是一个链接（快捷方式），或者链接绕成了圈。",
    fifo: OTHER,
    endless_device: OTHER,
    bound_socket: OTHER,
    a_folder: "读不了：这是文件夹，不是文件。",
}


@unix
@pytest.mark.parametrize("odd", ODD, ids=lambda one: one.__name__)
@pytest.mark.parametrize("name", ["b.yaml", "b.YML", "单位/001-甲/b.yaml"])
def test_what_is_called_yaml_and_is_no_file_is_an_error(tmp_path: Path, odd: Callable[[Path], None], name: str) -> None:
    budget(tmp_path)
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    odd(tmp_path / name)
    assert found(tmp_path) == [("Y101", f"b/{name}", ODD[odd])]
    assert list(sources(tmp_path, shown_as="b")) == ["b/a.yaml"]
    assert fix_folder(tmp_path, shown_as="b") == ()


NEITHER = {
    broken_link: "这是断了的链接",
    looping_link: "这是一个链接（快捷方式），或者链接绕成了圈",
    fifo: "这是管道、套接字或者设备",
    endless_device: "这是管道、套接字或者设备",
    bound_socket: "这是管道、套接字或者设备",
}


@unix
@pytest.mark.parametrize("odd", NEITHER, ids=lambda one: one.__name__)
@pytest.mark.parametrize("name", ["收支", "附件/b.txt"])
def test_what_is_neither_file_nor_folder_is_told(tmp_path: Path, odd: Callable[[Path], None], name: str) -> None:
    budget(tmp_path)
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    odd(tmp_path / name)
    assert found(tmp_path) == [("B103", f"b/{name}", f"这里没有读入：{NEITHER[odd]}。")]


@unix
@pytest.mark.parametrize("odd", [broken_link, looping_link, fifo, endless_device, bound_socket])
def test_a_unit_that_is_no_folder_is_an_error(tmp_path: Path, odd: Callable[[Path], None]) -> None:
    budget(tmp_path)
    (tmp_path / "单位").mkdir()
    odd(tmp_path / "单位/001-甲")
    assert [(code, place) for code, place, _ in found(tmp_path)] == [("Y101", "b/单位/001-甲")]
    (tmp_path / "单位/001-甲").unlink()
    (tmp_path / "单位").rmdir()
    odd(tmp_path / "单位")
    assert [(code, place) for code, place, _ in found(tmp_path)] == [("Y101", "b/单位")]


def test_files_for_people_beside_the_units_are_nobodys_concern(tmp_path: Path) -> None:
    budget(tmp_path)
    write(tmp_path, {"单位/说明.txt": "", "说明.txt": "", "单位/.DS_Store": "", ".DS_Store": ""})
    assert found(tmp_path) == []


@pytest.mark.parametrize("name", ["..yaml", ".yaml", ".收支.yml", "单位/001-甲/..yaml", ".历史/b.yaml"])
def test_a_hidden_yaml_file_is_told(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"a.yaml": BASE + ONE_UNIT, name: "收入: []"})
    assert [(code, place) for code, place, _ in found(tmp_path)] == [("B103", f"b/{name}")]


@unix
def test_what_systems_and_editors_lay_beside_a_file_is_not_told(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": BASE + ONE_UNIT, "._a.yaml": "\0", ".~lock.a.yaml": "", ".a.yaml.swp": ""})
    broken_link(tmp_path / ".#a.yaml")
    assert found(tmp_path) == []


@unix
def test_a_link_that_leads_back_is_followed_once_at_most(tmp_path: Path) -> None:
    budget(tmp_path)
    (tmp_path / "附件").symlink_to(".")
    (tmp_path / "单位").mkdir()
    (tmp_path / "单位/001-甲").symlink_to("..")
    assert {place.partition(":")[0] for _, place, _ in found(tmp_path)} == {"b/单位/001-甲/a.yaml"}


def closed(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let nobody look into a folder; a superuser is not stopped by its permissions."""
    real = os.listdir

    def listdir(path: Path) -> list[str]:
        if Path(path) == folder:
            raise PermissionError(errno.EACCES, "no", str(path))
        return real(path)

    monkeypatch.setattr(os, "listdir", listdir)


@pytest.mark.parametrize(("name", "code"), [(".", "Y101"), ("单位", "Y101"), ("单位/001-甲", "Y101"), ("附件", "B103")])
def test_a_folder_that_may_not_be_looked_into_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: str
) -> None:
    write(tmp_path, {"a.yaml": BASE + ONE_UNIT, "单位/001-甲/b.txt": "", "附件/b.txt": ""})
    closed(monkeypatch, tmp_path / name)
    (told,) = found(tmp_path)
    assert told[:2] == (code, "b" if name == "." else f"b/{name}")
    assert "没有权限" in told[2]
    assert fix_folder(tmp_path, shown_as="b") == ()


def test_a_file_that_may_not_be_read_or_is_gone_meanwhile_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"a.yaml": BASE + ONE_UNIT, "b.yaml": "", "c.yaml": ""})
    real = os.open

    def refuse(path: Path, *flags: int) -> int:
        if Path(path).name == "b.yaml":
            raise PermissionError(errno.EACCES, "no", str(path))
        if Path(path).name == "c.yaml":
            Path(path).unlink()
        return real(path, *flags)

    monkeypatch.setattr(os, "open", refuse)
    first, second = found(tmp_path)
    assert first[:2] == ("Y101", "b/b.yaml")
    assert "没有权限" in first[2]
    assert second == ("Y101", "b/c.yaml", "文件不存在。")


@unix
def test_folders_deeper_than_the_system_can_name_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    budget(tmp_path)
    monkeypatch.chdir(tmp_path)
    for _ in range(DEEP):
        os.mkdir("深")
        os.chdir("深")
    told = found(tmp_path)
    for _ in range(DEEP):  # what nobody can name, nobody else can remove
        os.chdir("..")
        os.rmdir("深")
    assert [code for code, _, _ in told] == ["B103"]
    assert "太长" in told[0][2]
