"""The list of what was made (清单.json), beside the files of a year, for those who publish them.

It says of each document whose it is and of which budget, and of each file what tells whether it is still that file.
The same documents give the same list, whatever was made first: no clock, no path of a machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from generator.base.files import read_file, update_file
from generator.base.frozen import frozen
from generator.batch.made import Finished, MadeFile

if TYPE_CHECKING:
    from generator.machine.revisions import Committed

NAME = "清单.json"
DOCUMENTS, FILES, FILE, DIGEST, SIZE = "公开文本", "文件", "文件", "SHA-256", "大小"
_VERSION = 1
_LARGEST = 100_000_000  # bytes; of a list of 60,000 documents 40 MB
_DIGITS = frozenset("0123456789abcdef")


class DamagedError(Exception):
    """A list that is none; the message is Chinese."""


@frozen
class Listed:
    """A document of a list: its title, the code of its department, that of its unit or nothing, and its files."""

    title: str
    department: str
    unit: str
    files: tuple[MadeFile, ...]  # whose names are paths below the list's folder
    year: int


def write(output: Path, made: Iterable[tuple[Finished, str]], commits: Mapping[str, Committed]) -> None:
    """Put documents, each with the folder of its budget below the root, into the lists of their years.

    Documents that are listed already stay as long as a file of theirs is there. Raises NotWrittenError.
    """
    by_year: dict[int, list[dict[str, Any]]] = {}
    for one, budget in made:
        by_year.setdefault(one.year, []).append(_said(one, budget, commits.get(budget)))
    for year, documents in by_year.items():
        update_file(output / str(year) / NAME, _LARGEST, partial(_merged, year, documents, output / str(year)))


def read(file: Path) -> tuple[Listed, ...]:
    """Read a list. Raises OSError, and DamagedError where it is none of ours."""
    try:
        said = _read(read_file(file, _LARGEST))
        return tuple(_listed(one, int(said["年度"])) for one in said[DOCUMENTS])
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise DamagedError("它不是本软件写的清单，或者已经损坏。") from None


def write_whole(folder: Path, files: Iterable[MadeFile]) -> None:
    """Write the list of all files of a folder that is ours alone, by their paths below it. Raises NotWrittenError."""
    every = {"格式": _VERSION, FILES: [_said_of_file(one.name, one) for one in sorted(files, key=lambda one: one.name)]}
    update_file(folder / NAME, _LARGEST, lambda _: json.dumps(every, ensure_ascii=False, indent=1).encode() + b"\n")


def read_whole(folder: Path) -> tuple[MadeFile, ...]:
    """Read what `write_whole` wrote. Raises OSError, and DamagedError where it is none of ours."""
    try:
        return tuple(map(_file, _read(read_file(folder / NAME, _LARGEST))[FILES]))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise DamagedError("它不是本软件写的清单，或者已经损坏。") from None


def forget(folder: Path, year: int) -> None:
    """Take documents out of the list of a year's folder of which no file is left. Raises NotWrittenError."""
    update_file(folder / NAME, _LARGEST, partial(_merged, year, [], folder))


def _said_of_file(name: str, file: MadeFile) -> dict[str, Any]:
    return {FILE: name, DIGEST: file.sha256, SIZE: file.size}


def _said(one: Finished, budget: str, committed: Committed | None) -> dict[str, Any]:
    """Say in the words of the list what a document is."""
    said: dict[str, Any] = {"标题": one.title, "部门": {"编码": one.code, "名称": one.name}}
    if one.unit:
        said["单位"] = {"编码": one.unit, "名称": one.unit_name}
    if one.date:
        said["公开日期"] = one.date
    said["模板"] = {"名称": one.pack} | ({"年度": one.pack_year} if one.pack_year else {})
    said["预算"] = budget
    if committed:
        said |= {"提交": committed.commit, "有未提交的改动": committed.is_changed}
    if one.parts:
        said["选印"] = one.parts.split("、")
    inside = PurePosixPath(one.folder).name
    files = sorted(one.files, key=lambda file: file.name)
    said["页数"] = one.pages
    said[FILES] = [_said_of_file(f"{inside}/{file.name}", file) for file in files]
    return said


def _merged(year: int, documents: list[dict[str, Any]], folder: Path, data: bytes | None) -> bytes:
    """Give the list with documents in the place of what it said of them; what is no list is as if it were not there."""
    known: dict[tuple[str, str], dict[str, Any]] = {}
    try:
        for one in _read(data)[DOCUMENTS] if data is not None else ():
            if any((folder / file.name).exists() for file in _listed(one, year).files):
                known[_key(one)] = one
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        known = {}
    known |= {_key(one): one for one in documents}
    every = {"年度": year, "格式": _VERSION, DOCUMENTS: [known[key] for key in sorted(known)]}
    return json.dumps(every, ensure_ascii=False, indent=1).encode() + b"\n"


def _key(said: Mapping[str, Any]) -> tuple[str, str]:
    return said["部门"]["编码"], said["单位"]["编码"] if "单位" in said else ""


def _read(data: bytes) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(data)
    if said["格式"] != _VERSION:
        raise ValueError(said["格式"])
    return said


def _listed(said: Mapping[str, Any], year: int) -> Listed:
    department, unit = _key(said)
    texts = (said["标题"], department, unit)
    if not all(isinstance(text, str) for text in texts):
        raise TypeError(texts)
    return Listed(*texts, tuple(map(_file, said[FILES])), year)


def _file(said: Mapping[str, Any]) -> MadeFile:
    """Read what a list says of a file, which lies below the list's folder and nowhere else."""
    name, digest, size = said[FILE], said[DIGEST], said[SIZE]
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or set(name) & {"\\", ":", "\0"}:
        raise ValueError(name)
    if not (len(digest) == 64 and set(digest) <= _DIGITS and isinstance(size, int)):  # noqa: PLR2004 of SHA-256
        raise ValueError(digest)
    return MadeFile(name, digest, size)
