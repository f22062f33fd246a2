"""The folders of the work: can they be written, under Chinese names; how long are paths; are they on this machine?"""

from __future__ import annotations

import os
import tempfile
import unicodedata
from itertools import islice
from pathlib import Path

from generator.base.reasons import reason
from generator.machine.machine import WINDOWS, Looked, Machine, State

LONGEST_PATH = 259  # characters that Windows allows unless long paths are switched on
OUTPUT_LENGTH = 100  # characters below the root: out\2025\350-…\…2025年部门预算信息公开.docx
_MOST = 20_000  # files that are looked at
_LONG_PATHS = r"SYSTEM\CurrentControlSet\Control\FileSystem"
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "fuse.sshfs", "fuse.davfs2", "davfs"}
_SPACE = r"\040"  # how /proc/mounts writes a space


def writing(folder: Path, *, made_later: bool) -> Looked:
    """Look whether a folder can be written, by a file under a Chinese name that goes at once.

    `made_later`: the program makes it when it is needed.
    """
    subject = f"{folder.name} 文件夹"
    if not folder.exists() and not made_later:
        return Looked(subject, "还没有", State.WISH, mends=True)
    there = next(one for one in (folder, *folder.parents) if one.exists())
    try:
        with tempfile.NamedTemporaryFile(prefix=".预算-", suffix=".tmp", dir=there) as file:
            named = {unicodedata.normalize("NFC", name) for name in os.listdir(there)}
            kept = Path(file.name).name in named
    except (OSError, UnicodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "文件名不能用中文"
        remedy = "请改变文件夹的权限，或者把整个文件夹移到自己的目录里。"
        return Looked(subject, f"写不进去：{why}", State.STOP, (remedy,))
    if not kept:
        return Looked(subject, "中文文件名存不下来", State.STOP, ("请移到别的盘上（U 盘要是 exFAT 或 NTFS）。",))
    return Looked(subject, "可以写" if folder.exists() else "还没有，生成时会建")


def long_paths(machine: Machine, root: Path) -> tuple[Looked, ...]:
    """Look whether paths reach the limit of Windows; no other system has one that matters."""
    if machine.system != WINDOWS:
        return ()
    if machine.registry("HKLM", _LONG_PATHS).get("LongPathsEnabled") == "1":
        return (Looked("路径长度", "已启用长路径"),)
    files = islice((path for below in ("budgets", "out") for path in (root / below).rglob("*")), _MOST)
    longest = max([len(str(root)) + OUTPUT_LENGTH, *(len(str(path)) for path in files)])
    if longest <= LONGEST_PATH:
        return (Looked("路径长度", f"最长约 {longest} 个字，没有到 {LONGEST_PATH}"),)
    remedy = r"请把整个文件夹移到路径短的地方，例如 D:\预算。"
    found = f"最长约 {longest} 个字，Windows 最多 {LONGEST_PATH} 个，文件会写不了"
    return (Looked("路径长度", found, State.WISH, (remedy,)),)


def network(machine: Machine, root: Path) -> Looked:
    """Look whether the work lies on another computer."""
    shared = str(root).startswith(("\\\\", "//")) or machine.is_remote(root)
    kind = "网络盘" if shared else _network_kind(machine.mounts, root)
    if not kind:
        return Looked("磁盘", "在本机")
    found = f"在{kind}上：慢，几个人同时生成会互相等"
    return Looked("磁盘", found, State.WISH, ("请放在本机的盘上，用 git 交换。",))


def _network_kind(mounts: str, root: Path) -> str:
    """Name the kind of the file system of a folder if it is one of the network, by the longest mount point above it."""
    lines = [fields for line in mounts.split("\n") if len(fields := line.split(" ")) > 2]  # noqa: PLR2004
    points = [(Path(fields[1].replace(_SPACE, " ")), fields[2]) for fields in lines]
    above = [(len(point.parts), kind) for point, kind in points if root.is_relative_to(point)]
    deepest = max((depth for depth, _ in above), default=0)
    kinds = [kind for depth, kind in above if depth == deepest]
    kind = kinds[-1] if kinds else ""  # of several mounted over each other the last is seen
    return f"网络盘（{kind}）" if kind in _NETWORK else ""
