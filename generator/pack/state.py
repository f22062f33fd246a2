"""Whether the files of packs are still what they were: so that each pack is read once, and never a stale one used."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from generator.base import files

PackState = tuple[tuple[str, ...], ...]
_RECENT = 2_000_000_000  # nanoseconds in which a file could change twice without its time showing it


def state_of(templates: Path) -> PackState:
    """Give what tells all packs of a templates folder from what they were before: names, sizes and times of files.

    Of a file that was written only now, or in the future, it is the contents: its time may be that of the next change.
    """
    return tuple(sorted(_states(templates)))


def _states(templates: Path) -> Iterator[tuple[str, ...]]:
    for folder in _entries(templates):
        yield (folder.name, "")
        if not folder.name.startswith(".") and not os.path.isfile(folder.path):
            yield from ((folder.name, file.name, *_of_file(file)) for file in _entries(folder.path))


def _entries(folder: str | Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:  # whoever reads it tells
        return []


def _of_file(entry: os.DirEntry[str]) -> tuple[str, ...]:
    try:
        found = os.stat(entry.path)  # that of an entry may be old, on Windows
    except OSError as error:
        return (f"!{error.errno}",)
    if time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) < _RECENT:
        return (files.answer(entry.path),)
    return tuple(map(str, (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)))
