"""Each probe says what is there, how that is, and what can be done; Windows is looked at from here, too."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from pathlib import Path

import pytest

from generator.machine import desk, fonts, places, program
from generator.machine.machine import Looked, State, this_machine
from tests.machine.fakes import machine

FONTS = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"
OWN_FONTS = FONTS.replace("HKLM", "HKCU")
PATHS = r"HKLM\SYSTEM\CurrentControlSet\Control\FileSystem"
APPLICATIONS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths"


@pytest.mark.parametrize(
    ("more", "state", "said"),
    [
        ({}, State.GOOD, "3.12.1，64 位（x86_64）"),
        ({"python": (3, 10, 9)}, State.STOP, "太旧"),
        ({"bits": 32}, State.WISH, "32 位"),
        ({"architecture": "loongarch64"}, State.GOOD, "loongarch64"),
    ],
)
def test_python(more: dict[str, object], state: State, said: str) -> None:
    found = program.python(machine(**more))
    assert found.state is state
    assert said in found.found
    assert bool(found.remedies) == (state is not State.GOOD)


@pytest.mark.parametrize(
    ("more", "state", "said"),
    [
        ({"encoding": "utf-8"}, State.GOOD, "UTF-8"),
        ({"encoding": "gb18030"}, State.GOOD, "GB18030"),
        ({"encoding": "cp936", "code_page": 936, "system": "win32"}, State.GOOD, "GBK，代码页 936；没有的生僻字"),
        ({"encoding": "cp1252", "code_page": 437, "system": "win32"}, State.WISH, "代码页 437，显示不了中文"),
        ({"encoding": "ascii"}, State.WISH, "显示不了中文"),
        ({"encoding": ""}, State.WISH, "不明"),
        ({"encoding": "没有的"}, State.WISH, "不明"),
    ],
)
def test_the_console(more: dict[str, object], state: State, said: str) -> None:
    found = program.console(machine(**more))
    assert (found.state, said in found.found) == (state, True), found
    if state is State.WISH:
        assert found.remedies == ("chcp 65001" if "system" in more else "export LANG=C.UTF-8",)


@pytest.mark.parametrize(
    ("module", "place", "extra"),
    [("fontTools", 0, "ofd"), ("python_calamine", 1, "import"), ("pdfplumber", 1, "import")],
)
def test_a_library_that_lacks_is_named_with_the_command(
    module: str, place: int, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {one.state for one in program.libraries()} == {State.GOOD}
    monkeypatch.setitem(sys.modules, module, None)
    found = list(program.libraries())
    lacking = found.pop(place)
    assert {one.state for one in found} == {State.GOOD}
    assert lacking.state is State.WISH
    assert lacking.remedies == (f'python -m pip install "budget-disclosure[{extra}]"',)


def test_a_folder_that_can_be_written_stays_as_it_is(tmp_path: Path) -> None:
    assert places.writing(tmp_path, made_later=False).found == "可以写"
    later = places.writing(tmp_path / "out", made_later=True)
    assert (later.state, later.found) == (State.GOOD, "还没有，生成时会建")
    assert places.writing(tmp_path / "budgets", made_later=False) == Looked(
        "budgets 文件夹", "还没有", State.WISH, mends=True
    )
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_stops_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_more: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    found = places.writing(tmp_path, made_later=False)
    assert found.state is State.STOP
    assert "没有权限" in found.found
    assert found.remedies


def test_a_disk_that_keeps_no_chinese_names_stops_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "listdir", lambda _folder: [".??-x.tmp"])
    assert places.writing(tmp_path, made_later=False).state is State.STOP

    def refuse(**_more: object) -> None:
        raise UnicodeEncodeError("latin-1", "预", 0, 1, "ordinal not in range")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    assert "不能用中文" in places.writing(tmp_path, made_later=False).found


def test_long_paths_matter_on_windows_only(tmp_path: Path) -> None:
    assert places.long_paths(machine(), tmp_path) == ()
    windows = machine(system="win32")
    (short,) = places.long_paths(windows, Path("D:/预算"))
    assert short.state is State.GOOD
    deep = tmp_path / "budgets" / ("甲" * 60) / ("乙" * 60) / ("丙" * 60)
    deep.mkdir(parents=True)
    (deep / f"{'丁' * 60}.yaml").touch()
    (long,) = places.long_paths(windows, tmp_path)
    assert (long.state, bool(long.remedies)) == (State.WISH, True)
    (switched,) = places.long_paths(machine(system="win32", keys={PATHS: {"LongPathsEnabled": "1"}}), tmp_path)
    assert switched.found == "已启用长路径"


def test_a_root_so_long_that_the_finished_file_would_not_fit_is_told() -> None:
    root = Path("C:/" + "很长" * 85)
    (found,) = places.long_paths(machine(system="win32"), root)
    assert found.state is State.WISH


MOUNTS = "\n".join([
    "/dev/sda1 / ext4 rw 0 0",
    "server:/home /home nfs4 rw 0 0",
    "/dev/sdb1 /home/我/本机 ext4 rw 0 0",
    r"//s/共享 /mnt/财务\040科 cifs rw 0 0",
    "坏行",
])  # fmt: skip


@pytest.mark.parametrize(
    ("root", "said"),
    [
        ("/srv/预算", ""),
        ("/home/我/预算", "nfs4"),
        ("/home/我/本机/预算", ""),
        ("/mnt/财务 科/预算", "cifs"),
        ("/mnt/财务", ""),
        (r"\\server\share\预算", "网络盘"),
    ],
)
def test_a_folder_on_another_computer_is_told(root: str, said: str) -> None:
    found = places.network(machine(mounts=MOUNTS), Path(root))
    assert (found.state is State.WISH) == bool(said)
    assert said in found.found


def test_a_mapped_drive_is_told() -> None:
    assert places.network(machine(is_remote=lambda _path: True), Path("Z:/预算")).state is State.WISH


WANTED = ("仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体")


def test_fonts_of_linux_are_known_by_each_of_their_names(tmp_path: Path) -> None:
    told = "SimSun,宋体\nSimHei\nFangSong_GB2312,仿宋_GB2312\nKaiTi\\_GB2312\nFZXiaoBiaoSong\\-B05S\n"
    (found,) = fonts.fonts(machine({"fc-list : family": told}), WANTED, tmp_path)
    assert found.state is State.GOOD, found
    (found,) = fonts.fonts(machine({"fc-list : family": "SimSun\nKaiTi\nFangSong"}), WANTED, tmp_path)
    assert found.found.startswith("没有 仿宋_GB2312、方正小标宋简体、黑体、楷体_GB2312：")
    assert found.remedies[-1] == "fc-cache -f"


def test_fonts_of_windows_are_those_of_all_users_and_ones_own(tmp_path: Path) -> None:
    keys = {
        FONTS: {"SimSun & NSimSun (TrueType)": "simsun.ttc", "SimHei (TrueType)": "", "FangSong_GB2312 (TrueType)": ""},
        OWN_FONTS: {"方正小标宋简体 (TrueType)": "", "KaiTi_GB2312 (TrueType)": ""},
    }
    assert fonts.fonts(machine(system="win32", keys=keys), WANTED, tmp_path)[0].state is State.GOOD
    del keys[OWN_FONTS]
    (found,) = fonts.fonts(machine(system="win32", keys=keys), WANTED, tmp_path)
    assert "方正小标宋简体、楷体_GB2312：" in found.found
    assert "双击" in found.remedies[0]


def test_a_machine_that_does_not_tell_its_fonts_is_not_said_to_have_none(tmp_path: Path) -> None:
    (found,) = fonts.fonts(machine(), WANTED, tmp_path)
    assert "看不到" in found.found
    assert fonts.fonts(machine(), (), tmp_path) == ()


def test_vs_code_and_its_extension(tmp_path: Path) -> None:
    (none,) = desk.editor(machine(), tmp_path)
    assert (none.state, "别的编辑器" in none.found) == (State.WISH, True)
    code = machine(programs=("code",), home=tmp_path)
    (bare,) = desk.editor(code, tmp_path)
    assert bare.remedies == ("code --install-extension redhat.vscode-yaml",)
    (tmp_path / "安装包").mkdir()
    (tmp_path / "安装包/redhat.vscode-yaml-1.15.0.vsix").touch()
    (beside,) = desk.editor(code, tmp_path)
    assert beside.remedies == (f'code --install-extension "{tmp_path / "安装包/redhat.vscode-yaml-1.15.0.vsix"}"',)
    (tmp_path / ".vscode/extensions/redhat.vscode-yaml-1.15.0").mkdir(parents=True)
    assert desk.editor(code, tmp_path)[0].state is State.GOOD


def test_vs_code_of_one_user_of_windows_is_found(tmp_path: Path) -> None:
    (tmp_path / "Programs/Microsoft VS Code").mkdir(parents=True)
    (tmp_path / "Programs/Microsoft VS Code/Code.exe").touch()
    (found,) = desk.editor(machine(system="win32", environ={"LOCALAPPDATA": str(tmp_path)}), tmp_path)
    assert found.found.startswith("VS Code，没有 YAML 扩展")


def test_office_programs() -> None:
    assert desk.office(machine(programs=("wps", "soffice"))).found == "WPS、LibreOffice"
    assert desk.office(machine()).state is State.WISH
    keys = {rf"HKCU\{APPLICATIONS}\wps.exe": {"": r"C:\wps.exe"}, rf"HKLM\{APPLICATIONS}\winword.exe": {"": "x"}}
    assert desk.office(machine(system="win32", keys=keys)).found == "Word、WPS"


def test_this_machine_answers(tmp_path: Path) -> None:
    real = this_machine("utf-8")
    assert real.bits in (32, 64)
    told = real.run((sys.executable, "-c", "print('甲')"), tmp_path)
    assert told is not None
    assert (told.code, told.text) == (0, "甲") if os.name != "nt" else told.code == 0
    assert real.run(("没有这个程序",), tmp_path) is None
    assert os.name == "nt" or not (real.registry("HKLM", "x") or real.is_remote(tmp_path) or real.code_page)
