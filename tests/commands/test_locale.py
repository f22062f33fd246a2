"""A GBK locale on Linux: names of files are UTF-8 on the disk, what is printed is GBK, what is typed may be either."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from generator.base.utf8 import as_utf8
from tests.commands.process import BUDGET, ROOT
from tests.packs import write_pack

NAME = "350-测试䶮村一"  # 一 holds the byte 0x80, which Python's GBK cannot encode again
LOCALES = {"zh_CN.gbk": "GBK", "zh_CN.gb18030": "GB18030", "zh_CN.gb2312": "GB2312"}


EVERYTHING = (  # prints all that the budget says, so that nothing is to be told
    "# {{ 主体 }}\n正文{{ 金额()|万元 }}{{ 金额('', 功能分类='2', 经济分类='3', 资金性质='财政拨款')|万元 }}。"
    "{% for 家 in 单位 %}{{ 家.单位名称 }}{% endfor %}"
)


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the locales in a folder of our own; skipped where the system cannot."""
    folder = tmp_path_factory.mktemp("locales")
    if sys.platform != "linux" or not shutil.which("localedef"):
        pytest.skip("no localedef")
    for name, charmap in LOCALES.items():
        command = ["localedef", "-i", "zh_CN", "-f", charmap, str(folder / name)]
        subprocess.run(command, capture_output=True, check=False)
        if not (folder / name / "LC_CTYPE").exists():
            pytest.skip("the system has no sources of locales: apt-get install locales")
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "budgets" / "2025" / NAME
    folder.mkdir(parents=True)
    (folder / "基本一.yaml").write_text(BUDGET.replace("科技局", "测试䶮村一"), "utf-8")
    write_pack(tmp_path / "templates", text=EVERYTHING)
    return tmp_path


def run(
    locales: Path, name: str, *command: str | bytes | Path, cwd: Path = ROOT, **more: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a locale, with nothing set that would help Python."""
    unwanted = ("PYTHONUTF8", "PYTHONIOENCODING", "LANG", "FORCE_COLOR")
    settings = {key: value for key, value in os.environ.items() if key not in unwanted and not key.startswith("LC_")}
    settings |= {"LOCPATH": str(locales), "LC_ALL": name, "PYTHONPATH": str(ROOT), **more}
    return subprocess.run(command, cwd=cwd, env=settings, capture_output=True, check=False, timeout=120)


MODULE = (sys.executable, "-m", "generator")


@pytest.mark.parametrize("name", LOCALES)
def test_everything_works_as_under_utf_8_and_is_printed_in_the_encoding_of_the_locale(
    name: str, locales: Path, root: Path
) -> None:
    encoding = LOCALES[name]
    shown = NAME if encoding == "GB18030" else NAME.replace("䶮", "〓")
    done = run(locales, name, *MODULE, "check", "--root", root)
    assert (done.returncode, done.stdout.decode(encoding)) == (0, "没有发现问题。\n")
    done = run(locales, name, *MODULE, "generate", "--force", "--root", root)
    assert done.returncode == 0
    assert f"/out/2025/{shown}/" in done.stdout.decode(encoding)
    (file,) = root.glob(f"out/2025/{NAME}/*.docx")
    assert run(locales, name, *MODULE, "verify", file, "--root", root).returncode == 0


def test_an_argument_may_be_a_name_on_the_disk_or_typed_in_the_terminal(locales: Path, root: Path) -> None:
    for word in (NAME.encode(), NAME.replace("䶮", "𠀀").encode("gb18030"), "没有".encode("gbk")):
        done = run(locales, "zh_CN.gbk", *MODULE, "check", word, "--root", root)
        told = done.stdout.decode("gbk") + done.stderr.decode("gbk")
        assert ("没有发现问题" in told) == (word == NAME.encode())
        assert "没有找到预算“" in told or done.returncode == 0
    typed = "template", "show", "测试".encode("gbk"), "--root", root
    assert "测试（各年）" in run(locales, "zh_CN.gbk", *MODULE, *typed).stdout.decode("gbk")


def test_machine_formats_stay_utf_8(locales: Path, root: Path) -> None:
    assert "错误" in run(locales, "zh_CN.gbk", *MODULE, "check", "--root", root, "-f", "json").stdout.decode("utf-8")


def test_what_was_set_by_the_user_counts_more(locales: Path, root: Path) -> None:
    done = run(locales, "zh_CN.gbk", *MODULE, "generate", "--root", root, PYTHONIOENCODING="utf-8")
    assert NAME in done.stdout.decode("utf-8")


def test_options_of_python_that_forbid_utf_8_bring_no_endless_loop(locales: Path, root: Path) -> None:
    for options in (("-X", "utf8=0"), ("-E",)):
        command = (sys.executable, *options, "-c", "import sys; sys.path[:0] = [sys.argv.pop(1)]; import runpy; "
                   "runpy.run_module('generator', run_name='__main__')", ROOT, "check", "--root", root)  # fmt: skip
        assert run(locales, "zh_CN.gbk", *command).returncode in (0, 1, 2, 3)


def test_the_installed_command_works_too(locales: Path, root: Path, tmp_path: Path) -> None:
    script = tmp_path / "budget"
    script.write_text(f"#!{sys.executable}\nimport sys\nfrom generator.cli import main\nsys.exit(main())\n", "utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    done = run(locales, "zh_CN.gbk", script, "check", NAME.encode(), "--root", root)
    assert (done.returncode, done.stdout.decode("gbk")) == (0, "没有发现问题。\n")


def test_start_py_works_too(locales: Path, root: Path, tmp_path: Path) -> None:
    """In a folder with a Chinese name, with an environment that is ready."""
    home = tmp_path / "软件一"
    (home / ".venv" / "bin").mkdir(parents=True)
    for name in ("start.py", "pyproject.toml"):
        shutil.copy(ROOT / name, home)
    for name in ("generator", "schema", "templates"):
        (home / name).symlink_to(ROOT / name)
    python = home / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', "utf-8")
    python.chmod(0o755)
    state = [sys.executable, "-c", "import start; start.STAMP.write_text(start.state(start.EXTRAS), 'utf-8')"]
    subprocess.run(state, cwd=home, env={**os.environ, "PYTHONPATH": str(home)}, check=True)
    done = run(
        locales, "zh_CN.gbk", sys.executable, home / "start.py", "check", NAME.encode(), "--root", root, cwd=home
    )
    assert (done.returncode, done.stdout.decode("gbk")) == (0, "没有发现问题。\n")


@pytest.mark.parametrize(
    ("word", "encoding", "meant"),
    [
        ("一䶮".encode(), "gbk", "一䶮".encode()),
        ("河北".encode("gbk"), "gbk", "河北".encode()),
        (b"\xff\xff", "gbk", b"\xff\xff"),
        (b"check", "gbk", b"check"),
    ],
)
def test_an_argument_is_taken_for_utf_8_first(word: bytes, encoding: str, meant: bytes) -> None:
    assert as_utf8(word, encoding) == meant
