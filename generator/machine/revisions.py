"""Revisions (版本) of git: the files of a folder as they were then. No shell, no hooks, no change to the work tree."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from generator.base.frozen import frozen
from generator.machine.machine import WINDOWS, Machine

_PLAIN = ("-c", "core.quotepath=false", "-c", "core.fsmonitor=false")
_SHOWN = 7  # digits of a commit that is told


class NoRevisionError(Exception):
    """A revision is not there, or has no budgets; the message is Chinese."""


class NoGitError(Exception):
    """Git is not installed; the message is Chinese."""


def commit_of(machine: Machine, root: Path, revision: str) -> str:
    """Give the commit that a revision means (HEAD~1, a branch, a tag, the beginning of a number).

    It is never taken for an option. Raises NoRevisionError, NoGitError.
    """
    inside = machine.run(("git", "rev-parse", "--is-inside-work-tree"), root)
    if inside is None:
        command = "winget install Git.Git" if machine.system == WINDOWS else "sudo apt install git"
        raise NoGitError(f"没有安装 git，看不到“{revision}”这个版本。可以安装：{command}")
    if inside.text != "true":
        hint = "运行 budget setup 看怎么办" if "dubious ownership" in inside.error else "可以比较两个文件夹"
        raise NoRevisionError(f"“{root}”不在 git 仓库里，没有“{revision}”这个版本；{hint}。")
    done = None
    if revision and not revision.startswith("-") and "\0" not in revision:
        done = machine.run(("git", "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"), root)
    if done is None or done.code or not done.text:
        raise NoRevisionError(f"git 里没有“{revision}”这个版本：要写提交的编号、分支或者标签。")
    return done.text


def extract(machine: Machine, root: Path, commit: str, folder: str, target: Path) -> None:
    """Write the files of a folder (below `root`) as they were in a commit below another folder.

    Only plain files are written, and none outside of it. Raises NoRevisionError, and OSError where nothing can be
    written.
    """
    told = machine.run(("git", *_PLAIN, "ls-tree", "-r", "-z", "--name-only", commit, "--", folder), root)
    wanted = set(filter(None, told.text.split("\0"))) if told and not told.code else set()
    if not wanted:
        raise NoRevisionError(f"版本 {commit[:_SHOWN]} 里没有 {folder} 文件夹。")
    packed = target / "archive.tar"
    done = machine.run(("git", *_PLAIN, "archive", "--format=tar", f"--output={packed}", commit, "--", folder), root)
    if done is None or done.code:
        raise NoRevisionError(f"git 取不出版本 {commit[:_SHOWN]} 的文件：{done.error if done else '没有回答'}。")
    with tarfile.open(packed, encoding="utf-8") as archive:
        written = set(_unpacked(archive, target))
    packed.unlink()
    lacking = sorted(name for name in wanted - written if name.endswith((".yaml", ".yml")))
    if lacking:  # export-ignore, or a link
        raise NoRevisionError(f"git 没有给出版本 {commit[:_SHOWN]} 的 {'、'.join(lacking[:3])}，比较不了。")


@frozen
class Committed:
    """The commit that last changed a folder, and whether the folder has been changed since."""

    commit: str
    is_changed: bool


def committed(machine: Machine, root: Path, around: str, folders: Iterable[str]) -> Mapping[str, Committed]:
    """Give the commits of folders (below `root`, as `budgets/2025/350-…`) that all lie below `around`.

    Git is asked twice, however many there are. Those that no commit has are left out; all where there is no git.
    """
    inside = machine.run(("git", "rev-parse", "--show-prefix"), root)
    if inside is None or inside.code:
        return {}
    log = ("git", *_PLAIN, "log", "-z", "--format=%x01%H", "--name-only", "--", around)
    status = ("git", *_PLAIN, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", around)
    told, changed = machine.run(log, root), machine.run(status, root)
    if told is None or told.code or changed is None or changed.code:
        return {}
    wanted = {f"{inside.text}{folder}": folder for folder in folders}
    dirty = {found for line in changed.text.split("\0") if (found := _within(line[3:], wanted))}
    last: dict[str, str] = {}
    for entry in told.text.split("\1")[1:]:
        commit, *names = filter(None, entry.replace("\n", "\0").split("\0"))
        for found in {_within(name, wanted) for name in names} - {""}:
            last.setdefault(found, commit)
    return {wanted[name]: Committed(commit, name in dirty) for name, commit in last.items()}


def _within(name: str, folders: Container[str]) -> str:
    """Give the folder of some in which a file lies, or nothing."""
    return next((str(around) for around in PurePosixPath(name).parents if str(around) in folders), "")


def _unpacked(archive: tarfile.TarFile, target: Path) -> Iterator[str]:
    """Write the plain files of an archive whose names stay below the target, and give their names."""
    for member in archive:
        parts = PurePosixPath(member.name).parts
        data = archive.extractfile(member) if member.isfile() else None
        if data is None or any(one in ("..", "/") or set(one) & {"\\", ":", "\0"} for one in parts):
            continue
        path = target.joinpath(*parts)
        os.makedirs(path.parent, exist_ok=True)
        path.write_bytes(data.read())
        yield member.name
