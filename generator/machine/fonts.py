"""Fonts (字体): which of those that a template names are installed, so that Word and WPS show the document as meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from generator.machine.machine import WINDOWS, Looked, Machine, State

_KEY = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"
_KIND = re.compile(r"\s*\((?:TrueType|OpenType|[^()]*res[^()]*)\)$")  # ends the name of a font in the registry
# Names of one and the same font, without blanks, in lower case.
_SAME = (
    {"宋体", "simsun"},
    {"新宋体", "nsimsun"},
    {"黑体", "simhei"},
    {"楷体", "kaiti"},
    {"仿宋", "fangsong"},
    {"楷体_gb2312", "kaiti_gb2312"},
    {"仿宋_gb2312", "fangsong_gb2312"},
    {"方正小标宋简体", "fzxiaobiaosong-b05s"},
    {"方正小标宋_gbk", "fzxiaobiaosong-b05"},
    {"方正仿宋_gbk", "fzfangsong-z02"},
    {"方正楷体_gbk", "fzkai-z03"},
    {"方正黑体_gbk", "fzhei-b01"},
    {"方正书宋_gbk", "fzshusong-z01"},
    {"华文中宋", "stzhongsong"},
    {"华文仿宋", "stfangsong"},
    {"华文楷体", "stkaiti"},
    {"华文宋体", "stsong"},
    {"华文黑体", "stheiti"},
    {"微软雅黑", "microsoftyahei"},
    {"等线", "dengxian"},
)


def fonts(machine: Machine, wanted: Iterable[str], folder: Path) -> tuple[Looked, ...]:
    """Look which of the fonts that templates name are installed; `folder` is any that exists."""
    wanted = tuple(dict.fromkeys(wanted))
    if not wanted:
        return ()
    there = installed(machine, folder)
    if there is None:
        return (Looked("字体", "看不到装了哪些字体（没有 fc-list 命令）", State.WISH),)
    lacking = [name for name in wanted if not _names(name) & there]
    if not lacking:
        return (Looked("字体", f"{'、'.join(wanted)} 都已安装"),)
    found = f"没有 {'、'.join(lacking)}：Word、WPS 会换用别的字体，分页可能不同；PDF 自带字体，不受影响"
    return (Looked("字体", found, State.WISH, _remedies(machine)),)


def installed(machine: Machine, folder: Path) -> frozenset[str] | None:
    """Give the names of the fonts that are installed, as they are compared; None if the machine does not tell."""
    if machine.system == WINDOWS:
        entries = [name for hive in ("HKLM", "HKCU") for name in machine.registry(hive, _KEY)]
        return frozenset(_plain(one) for entry in entries for one in _KIND.sub("", entry).split("&"))
    told = machine.run(("fc-list", ":", "family"), folder)
    if told is None or told.code:
        return None
    return frozenset(_plain(name.replace("\\", "")) for name in re.split("[,\n]", told.text))


def _remedies(machine: Machine) -> tuple[str, ...]:
    if machine.system == WINDOWS:
        return ("双击字体文件（.ttf、.ttc），点“安装”；不需要管理员权限。",)
    return ("把字体文件放进 ~/.local/share/fonts，再运行：", "fc-cache -f")


def _names(name: str) -> set[str]:
    plain = _plain(name)
    return {plain} | next((names for names in _SAME if plain in names), set())


def _plain(name: str) -> str:
    return "".join(name.split()).lower()
