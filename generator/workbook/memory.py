"""What a workbook remembers (记录) on a very hidden sheet: whose budget it is, and all values when it was written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from generator.base.frozen import frozen
from generator.workbook.tree import Tree

VERSION = 1  # of the layout of workbooks
MARK = "预算工作簿"  # begins the record
_CHUNK = 8_000  # characters of a cell
_ESCAPED = {"_x": "_\\u0078", "<": "\\u003c"}  # what Excel's files write otherwise in a text
_EMPTY = ""


@frozen
class Memory:
    """Whose budget a workbook is: the name of its folder (empty for a new one), its year and pack, and its values."""

    folder: str
    year: int
    pack: str
    tree: dict[str, Tree]
    version: int = VERSION
    kind: str = ""  # of a new one: 部门 or 单位


def lines_of(record: Memory) -> Iterator[str]:
    """Write a record in texts that fit into cells."""
    said = {
        "文件夹": record.folder,
        "年度": record.year,
        "模板": record.pack,
        "版本": record.kind,
        "值": record.tree,
    }
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    for sign, instead in _ESCAPED.items():
        text = text.replace(sign, instead)
    yield f"{MARK} {record.version}"
    yield from (text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK))


def read(lines: Iterable[str]) -> Memory | None:
    """Read a record; None where it is none, is damaged, or has a later version, which may mean something else."""
    first, *rest = [*lines, _EMPTY]
    mark, _, version = first.partition(" ")
    if mark != MARK or version != str(VERSION):
        return None
    try:
        said: Any = json.loads("".join(rest))
        record = Memory(
            str(said["文件夹"]), int(said["年度"]), str(said["模板"]), said["值"], int(version), str(said["版本"])
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return record if _is_tree(record.tree) and isinstance(record.tree, dict) else None


def _is_tree(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_tree, value.values()))
    return all(map(_is_tree, value)) if isinstance(value, list) else isinstance(value, str)
