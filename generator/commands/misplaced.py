"""Budgets that are not read (放错了的预算): what lies below `budgets/`, why it is none there, and what to do."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from generator.base import late
from generator.facts.location import code_of
from generator.reading.folder import REGISTER, is_beside, is_yaml, listed, sources

_YEAR = late.compile("(?:19|20)[0-9]{2}")
_SAID_YEAR = late.compile(r"^年度\s*[:：]\s*[\"']?((?:19|20)[0-9]{2})", re.MULTILINE)
_OTHER = (".txt", ".xlsx", ".xls", ".et", ".csv", ".json", ".doc", ".docx", ".wps", ".bak")
_WORKBOOKS = (".xlsx", ".xls", ".et", ".csv")
_DEEPEST = 5  # levels below `budgets/` that are looked into
_YEARS = 1  # level of the folders of years
_PLACE_OF_BUDGETS = 2  # levels: <年度>/<编码>-<名称>
_NAMED = 3  # files that a message names


def review(budgets: Path) -> Iterator[str]:
    """Say of each folder below `budgets/` that holds files but is not read as a budget why, and where it belongs."""
    yield from _below(budgets, budgets, 0)


def of_folder(folder: Path) -> str:
    """Say why a folder is no budget: it has no YAML, or has it a level deeper; empty where there is nothing to say."""
    if not os.path.isdir(folder):
        return ""
    inside = [path for path in _entries(folder) if os.path.isdir(path) and any(map(is_yaml, _entries(path)))]
    if inside:
        names = "、".join(path.name for path in inside[:_NAMED])
        first = f"{folder.name}/{inside[0].name}"
        return f"“{folder.name}”里没有 .yaml 文件，“{names}”里才有：请写 {first}，或者去掉多的一层。"
    return _without_yaml(folder) or (f"“{folder.name}”是空的文件夹。" if not _entries(folder) else "")


def _below(folder: Path, budgets: Path, depth: int) -> Iterator[str]:
    entries = _entries(folder)
    if any(is_yaml(path) for path in entries if depth != _YEARS or path.name != REGISTER):
        if depth != _PLACE_OF_BUDGETS:
            yield _at_another_level(folder, budgets, depth)
        return
    if depth == _PLACE_OF_BUDGETS and (told := _without_yaml(folder)):
        yield f"{folder.relative_to(budgets.parent).as_posix()}：{told}"
    for path in entries if depth < _DEEPEST else ():
        if os.path.isdir(path) and not os.path.islink(path) and not path.name.startswith("."):
            yield from _below(path, budgets, depth + 1)


def _at_another_level(folder: Path, budgets: Path, depth: int) -> str:
    """Say that YAML lies a level too high or too deep."""
    shown = folder.relative_to(budgets.parent).as_posix()
    around = folder.relative_to(budgets).parts[::-1]
    said = (found[1] for text in sources(folder).values() if (found := _SAID_YEAR.search(text)))
    year = next((one for one in around if _YEAR.fullmatch(one)), "") or next(said, "<年度>")
    if depth == 0 or (depth == 1 and _YEAR.fullmatch(folder.name)):
        return f"{shown} 里直接放着预算文件，没有读入：少了部门这一层，请移到 budgets/{year}/<编码>-<名称>/ 里。"
    if depth == 1:
        return f"{shown} 没有读入：缺年度这一层，请移到 budgets/{year}/{folder.name}。"
    name = folder.name if code_of(folder) != folder.name else folder.parent.name
    return f"{shown} 没有读入：多了一层文件夹，请移到 budgets/{year}/{name}。"


def _without_yaml(folder: Path) -> str:
    """Say what there is in a folder instead of YAML."""
    files = [path for path in _entries(folder) if os.path.isfile(path) and not is_beside(path)]
    other = [path.name for path in files if path.name.lower().endswith(_OTHER)]
    if not other:
        return ""
    names = "、".join(other[:_NAMED]) + ("……" if len(other) > _NAMED else "")
    if all(name.lower().endswith(".txt") for name in other):
        how = "请把扩展名改成 .yaml（在资源管理器的“查看”里选上“文件扩展名”才看得见）。"
    elif any(name.lower().endswith(_WORKBOOKS) for name in other):
        how = "表格不能直接读，请照 README 的教程把内容写进 .yaml 文件。"
    else:
        how = "预算写在扩展名是 .yaml 的文本文件里。"
    return f"没有 .yaml 文件，只有 {names}。{how}"


def _entries(folder: Path) -> list[Path]:
    try:
        return listed(folder) if os.path.isdir(folder) else []
    except OSError:
        return []
