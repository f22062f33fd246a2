"""The files of a budget (预算文件夹): the department's, then those of each unit's folder.

Whatever lies in a folder, broken links, pipes and what may not be read included, is read, reported or told as missed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from generator.base import inputs, late
from generator.base.reasons import reason
from generator.reading.encoding import decode, read_bytes
from generator.reading.schema import load_rule

FOLDER = "文件夹"  # a question of inputs
REGISTER = "应公开.yaml"  # beside the budgets of a year: who must publish
UNITS_FOLDER = "单位"
_YAML = (".yaml", ".yml")
_BESIDE = ("._", ".#", ".~", "~$")  # macOS, Emacs, LibreOffice, Word and WPS
_RENAMED = late.compile(r"(.*\.ya?ml)\.txt", re.IGNORECASE)
_LOOKED_AT = 20_000  # characters of a text file that may be one of ours
TEXT = ".txt"


def files_of(folder: Path) -> list[Path]:
    """List the YAML files of a budget in the order in which they are read: the department's, then each unit's.

    What has such a name is listed even if it is no file or cannot be read, so that reading it says so.
    """
    files = []
    for place in _places_of(folder):
        with suppress(OSError):  # `unreadable` tells
            files += [path for path in listed(place) if is_yaml(path)]
    return files


def is_yaml(path: Path) -> bool:
    """Tell whether a file is one that is read: YAML by its name, and not hidden."""
    return named_yaml(path) and not path.name.startswith(".")


def named_yaml(path: Path) -> bool:
    """Tell whether somebody called this a YAML file, hidden or not."""
    return path.name.lower().endswith(_YAML) and not is_beside(path)


def is_beside(path: Path) -> bool:
    """Tell whether a system or an editor laid this beside a file, such as `._收支.yaml`: nobody's facts."""
    return path.name.startswith(_BESIDE)


def listed(folder: Path) -> list[Path]:
    """List what is in a folder, by name. Raises OSError."""
    inputs.record(partial(answer, folder), FOLDER, inputs.whole(folder))
    return sorted(folder / name for name in os.listdir(folder))


def answer(folder: str | Path) -> str:
    """Give what stands for the names in a folder and for what each is, but for what is nobody's facts."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(f"{_kind(entry)} {entry.name}" for entry in entries if not is_beside(Path(entry.name)))
    except OSError as error:
        return inputs.failed(error)
    return inputs.digest_of("\0".join(found).encode("utf-8", "surrogateescape"))


def _kind(entry: os.DirEntry[str]) -> str:
    try:
        link = "l" if entry.is_symlink() else ""
        return link + ("d" if entry.is_dir() else "f" if entry.is_file() else "-")
    except OSError:
        return "!"


def unreadable(folder: Path) -> Iterator[tuple[Path, OSError]]:
    """Yield the folders of a budget in which files are to be read and that cannot be looked into."""
    units = folder / UNITS_FOLDER
    for place in (*_places_of(folder), *([units] if os.path.lexists(units) else [])):
        try:
            listed(place)
        except OSError as error:
            yield place, error


def missed(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield what lies in a budget and is not read although it may hold facts, and why."""
    read = {*files_of(folder), *_places_of(folder), folder / UNITS_FOLDER}
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        try:
            entries = listed(place)
        except OSError as error:
            if place not in read:
                yield place, f"文件夹打不开：{reason(error)}"
            continue
        for path in entries:
            if os.path.isdir(path) and not os.path.islink(path) and not is_yaml(path):
                waiting.append(path)
            elif path not in read and (why := _why_missed(path)):
                yield path, why


def yaml_name(path: Path) -> str:
    """Give the name that a text file should have which is one of ours: `收支.yaml.txt`, `收支.txt`; else nothing."""
    renamed = _RENAMED.fullmatch(path.name)
    if renamed:
        return renamed[1]
    return f"{path.stem}.yaml" if path.suffix.lower() == TEXT and _says_facts(path) else ""


def _says_facts(path: Path) -> bool:
    """Tell whether a text file begins lines with keys of a budget."""
    if not os.path.isfile(path):
        return False
    data, _ = read_bytes(path, "")
    text = decode(data, "")[0] if data is not None else None
    found = re.findall(r"^([^\s:：#]+)[:：](?:\s|$)", (text or "")[:_LOOKED_AT], re.MULTILINE)
    return any(key in load_rule(name).properties for key in found for name in ("budget", "unit"))


def _why_missed(path: Path) -> str:
    """Say why something is not read, or nothing where nobody would expect that it is."""
    hidden = path.name.startswith(".")
    if (meant := yaml_name(path)) and not hidden and not is_beside(path):
        return f"扩展名是 .txt，应当是 {meant}"
    if named_yaml(path):
        return "名称以点开头，是隐藏文件" if hidden else "它在不读的文件夹里"
    if hidden or os.path.isfile(path) or os.path.isdir(path):
        return ""
    try:
        path.stat()
    except FileNotFoundError:
        return "这是断了的链接"
    except OSError as error:
        return reason(error)
    return "这是管道、套接字或者设备"


def _places_of(folder: Path) -> list[Path]:
    """List the folders in which files are read; what stands for a unit and is no folder is told by `unreadable`."""
    units: list[Path] = []
    with suppress(OSError):
        units = listed(folder / UNITS_FOLDER)
    return [folder, *(path for path in units if not os.path.isfile(path) and not path.name.startswith("."))]


def sources(folder: Path, *, shown_as: str | None = None) -> dict[str, str]:
    """Give the text of every file of a budget by the name that places use, for excerpts in reports."""
    name = folder.as_posix() if shown_as is None else shown_as
    texts = {}
    for path in files_of(folder):
        data, _ = read_bytes(path, "")
        text = decode(data, "")[0] if data is not None else None
        if text is not None:
            texts[name_of(path, folder, name)] = text
    return texts


def name_of(path: Path, folder: Path, name: str) -> str:
    """Give the name that places use for a file of a budget whose folder is called `name`."""
    relative = path.relative_to(folder).as_posix()
    if relative == ".":
        return name
    return f"{name}/{relative}" if name else relative
