"""The files of a budget (预算文件夹): the department's, then those of each unit's folder."""

from __future__ import annotations

from pathlib import Path

from generator.reading.encoding import decode, read_bytes

_UNITS_FOLDER = "单位"
_YAML = (".yaml", ".yml")


def files_of(folder: Path) -> list[Path]:
    """List the YAML files of a budget in the order in which they are read: the department's, then each unit's."""
    units = sorted(path for path in (folder / _UNITS_FOLDER).glob("*") if path.is_dir())
    return [file for place in (folder, *units) for file in sorted(place.iterdir()) if is_yaml(file)]


def is_yaml(path: Path) -> bool:
    """Tell whether a file is one that is read: YAML by its name, and not hidden."""
    return path.suffix.lower() in _YAML and not path.name.startswith(".") and path.is_file()


def sources(folder: Path, *, shown_as: str | None = None) -> dict[str, str]:
    """Give the text of every file of a budget by the name that places use, for excerpts in reports."""
    name = folder.as_posix() if shown_as is None else shown_as
    texts = {}
    for path in files_of(folder) if folder.is_dir() else ():
        data, _ = read_bytes(path, "")
        text = decode(data, "")[0] if data is not None else None
        if text is not None:
            texts[name_of(path, folder, name)] = text
    return texts


def name_of(path: Path, folder: Path, name: str) -> str:
    """Give the name that places use for a file of a budget whose folder is called `name`."""
    relative = path.relative_to(folder).as_posix()
    return f"{name}/{relative}" if name else relative
