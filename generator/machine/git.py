"""git: is it there, does it know who commits, does it show Chinese names, and what changed in a finished file?"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.machine.machine import WINDOWS, Looked, Machine, State

ATTRIBUTES = ".gitattributes"
DRIVER, OF_BUDGETS = "budget", "budget-yaml"  # how .gitattributes calls our ways to show finished files and budgets
SHOWN = {"*.docx": DRIVER, "*.pdf": DRIVER, "*.xlsx": DRIVER, "budgets/**/*.yaml": OF_BUDGETS}
_UNTOLD = {"unspecified", "astextplain"}  # nobody chose: the second is what Git for Windows brings, without xlsx
_OF_DRIVERS = "diff."  # begins the settings of what .gitattributes names
_HEADING = r"^([^ #-].*:.*|[ -]*名称: .*)$"  # lines that tell where a change is, above it


def git(machine: Machine, root: Path) -> tuple[Looked, ...]:
    """Look at git and at its settings for the repository around a folder."""
    version = machine.run(("git", "--version"), root)
    if version is None or version.code:
        command = "winget install Git.Git" if machine.system == WINDOWS else "sudo apt install git"
        return (Looked("git", "没有安装：不影响生成，但记不下谁改了什么", State.WISH, (command,)),)
    return (
        Looked("git", version.text.removeprefix("git version ")),
        *_repository(machine, root),
        _committer(machine, root),
        *((_settings(machine, root), _words(machine, root)) if in_repository(machine, root) else ()),
    )


def in_repository(machine: Machine, root: Path) -> bool:
    """Tell whether a folder belongs to a repository that git reads."""
    told = machine.run(("git", "rev-parse", "--is-inside-work-tree"), root)
    return told is not None and told.text == "true"


def wanted(machine: Machine, root: Path) -> Mapping[str, str]:
    """Give the settings of git that this repository should have and has not."""
    settings = {
        f"{_OF_DRIVERS}{DRIVER}.textconv": textconv(machine, "verify --text", "git hash-object"),
        f"{_OF_DRIVERS}{OF_BUDGETS}.textconv": textconv(machine, "diff --text", "cat"),
        f"{_OF_DRIVERS}{OF_BUDGETS}.xfuncname": _HEADING,
    }
    if _get(machine, root, "core.quotepath").lower() not in ("false", "off", "no", "0"):
        settings["core.quotepath"] = "false"
    ending = _get(machine, root, "core.autocrlf").lower()
    if ending != "input" and (ending == "true") == (machine.system != WINDOWS):
        settings["core.autocrlf"] = "input"
    return {name: value for name, value in settings.items() if _get(machine, root, name) != value}


def textconv(machine: Machine, command: str, otherwise: str) -> str:
    """Give the command of ours by which git turns a file into text, and another for a file that it cannot read.

    git ends without a difference if the command fails, and shows none if it says nothing.
    """
    program = machine.program.replace("\\", "/") if machine.system == WINDOWS else machine.program
    return f'f() {{ {shlex.quote(program)} -P -m generator {command} "$1" || {otherwise} "$1"; }}; f'


def untold(machine: Machine, root: Path) -> tuple[str, ...]:
    """Give the kinds of files (patterns of .gitattributes) of which nothing says how git is to show them."""
    names = (pattern.replace("**/", "").replace("*", "x") for pattern in SHOWN)
    told = machine.run(("git", "check-attr", "diff", "--", *names), root)
    values = [line.rpartition(": ")[2] for line in told.text.split("\n")] if told else []
    return tuple(pattern for pattern, value in zip(SHOWN, values, strict=False) if value.strip() in _UNTOLD)


def with_attributes(data: bytes, patterns: Sequence[str]) -> bytes:
    """Add to a .gitattributes how kinds of files are shown. Raises ValueError if it is no text that git reads."""
    if b"\0" in data:
        raise ValueError("no text of single bytes")
    end = b"\r\n" if b"\r\n" in data else b"\n"
    start = data + (end if data and not data.endswith(b"\n") else b"")
    return start + b"".join(f"{pattern} diff={SHOWN[pattern]}".encode() + end for pattern in patterns)


def _repository(machine: Machine, root: Path) -> tuple[Looked, ...]:
    told = machine.run(("git", "rev-parse", "--is-inside-work-tree"), root)
    if told is not None and not told.code:
        return ()
    if told is not None and "dubious ownership" in told.error:
        command = f'git config --global --add safe.directory "{root.as_posix()}"'
        return (Looked("git 仓库", "文件夹的主人不是你，git 不读", State.WISH, (command,)),)
    return (Looked("git 仓库", "这个文件夹还不是", State.WISH, ("git init",)),)


def _committer(machine: Machine, root: Path) -> Looked:
    name, email = _get(machine, root, "user.name"), _get(machine, root, "user.email")
    lacking = tuple(
        command
        for value, command in (
            (name, 'git config --global user.name "张三"'),
            (email, "git config --global user.email zhangsan@example.com"),
        )
        if not value
    )
    if lacking:
        return Looked("git 提交人", "没有写全，不能提交（换成自己的姓名和邮箱）", State.WISH, lacking)
    return Looked("git 提交人", f"{name}，{email}")


def _settings(machine: Machine, root: Path) -> Looked:
    lacking = [name for name in wanted(machine, root) if not name.startswith(_OF_DRIVERS)]
    if not lacking:
        return Looked("git 设置", "中文文件名、换行都设好了")
    said = {"core.quotepath": "中文文件名会显示成数字", "core.autocrlf": "各人的换行会不同"}
    return Looked("git 设置", "，".join(said[name] for name in lacking), State.WISH, mends=True)


def _words(machine: Machine, root: Path) -> Looked:
    if any(name.startswith(_OF_DRIVERS) for name in wanted(machine, root)) or untold(machine, root):
        found = "看不到 Word、PDF、Excel 文件里改了什么字，预算里的编码没有名称"
        return Looked("git diff", found, State.WISH, mends=True)
    return Looked("git diff", "显示 Word、PDF、Excel 文件里的字，注明预算里编码的名称")


def _get(machine: Machine, root: Path, name: str) -> str:
    told = machine.run(("git", "config", "--get", name), root)
    return told.text if told and not told.code else ""
